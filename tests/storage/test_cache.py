"""The cache: what was put in comes out, and damage, other programs and lost files only make it forget."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.storage import cache
from generator.storage.cache import NAME, Cache

VALUES = {cache.key("kind", str(number)): f"value {number}".encode() * 50 for number in range(300)}


@pytest.fixture
def full(tmp_path: Path) -> Cache:
    """Return a cache that holds VALUES."""
    made = Cache(tmp_path / "cache")
    made.put(VALUES)
    return made


def test_what_was_put_in_comes_out_and_nothing_else(full: Cache) -> None:
    """Known keys have their values, in another process's eyes as well; unknown keys are left out."""
    assert full.get([*VALUES, cache.key("kind", "unknown")]) == VALUES


def test_a_later_value_replaces_the_earlier_one(full: Cache) -> None:
    """A key has one value, the last that was put."""
    name = next(iter(VALUES))
    full.put({name: b"new"})
    assert full.get([name]) == {name: b"new"}


def test_a_key_depends_on_the_kind_and_on_where_a_part_ends() -> None:
    """Equal bytes in other parts, or of another kind, have other keys."""
    keys = {
        cache.key("a", "bc"),
        cache.key("ab", "c"),
        cache.key("a", "b", "c"),
        cache.key("abc"),
        cache.key("b", "bc"),
    }
    assert len(keys) == 5


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_never_gives_a_wrong_value(full: Cache, tmp_path: Path, seed: int) -> None:
    """Whatever bytes change or are cut off, each value that comes out is right, and new values can be put in."""
    file = tmp_path / "cache" / NAME
    dice = random.Random(seed)
    raw = bytearray(file.read_bytes())
    for _ in range(dice.choice((1, 5, 100, 3000))):
        raw[dice.randrange(len(raw))] ^= dice.randrange(1, 256)
    file.write_bytes(raw[: dice.choice((len(raw), len(raw) // 2, 100, 0))])
    found = full.get(VALUES)
    assert found.items() <= VALUES.items()
    full.put(VALUES)
    full.put(VALUES)  # the first may find the damage and begin a new file
    assert full.get(VALUES) == VALUES


def test_a_file_that_is_no_database_is_replaced(full: Cache, tmp_path: Path) -> None:
    """Garbage counts as empty."""
    (tmp_path / "cache" / NAME).write_bytes(b"garbage " * 1000)
    assert full.get(VALUES) == {}
    full.put(VALUES)
    assert full.get(VALUES) == VALUES


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    """Where a file stands in the way, values are lost without an error."""
    (tmp_path / "cache").write_text("in the way")
    made = Cache(tmp_path / "cache")
    made.put(VALUES)
    assert made.get(VALUES) == {}


def test_several_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Each of eight threads, with a cache of its own, finds what all of them put."""
    names = list(VALUES)

    def write(number: int) -> None:
        Cache(tmp_path).put({name: VALUES[name] for name in names[number::8]})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert Cache(tmp_path).get(VALUES) == VALUES


def test_what_nobody_uses_goes_and_what_is_used_stays(
    full: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After KEPT days only entries that were read meanwhile are left."""
    used, unused = list(VALUES)[:10], list(VALUES)[10:]
    day = cache._today()
    monkeypatch.setattr(cache, "_today", lambda: day + cache.KEPT - 1)
    full.get(used)
    monkeypatch.setattr(cache, "_today", lambda: day + cache.KEPT + 1)
    Cache(tmp_path / "cache").put({cache.key("new"): b""})
    assert full.get(unused) == {}
    assert full.get(used).keys() == set(used)


def test_the_keys_of_another_version_of_the_program_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the program, or of a package, makes everything new."""
    before = cache.key("kind", "text")
    monkeypatch.setattr(cache, "program", lambda: b"another")
    assert cache.key("kind", "text") != before
