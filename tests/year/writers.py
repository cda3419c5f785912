"""Two hundred invented pull requests by twenty writers; each describes its change to the main that it started from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from generator import services
from generator.content import catalogue
from generator.intake import imports, single
from generator.site.settings import Settings
from generator.site.views import contribute
from tests.year.bare import Files, Odd
from tests.year.papers import (
    ASKED,
    DISPUTED,
    EDITED,
    FILLED,
    NEW,
    PAPERS,
    RENAMED,
    TOGETHER,
    arxiv,
    date,
    key,
    paper,
    people,
    title,
    word,
)
from tests.year.running import Request, Start
from tests.year.wicked import wicked

WRITERS = 20


def put(path: str, content: str | bytes | Odd | None) -> Callable[[Start], Files]:
    """Write or delete one file."""
    return lambda _: {path: content.encode() if isinstance(content, str) else content}


def replaced(number: int, old: str, new: str) -> Callable[[Start], Files]:
    """Replace ``old`` with ``new`` in a paper's file."""

    def change(start: Start) -> Files:
        path, found = start.paper(key(number))
        assert found.count(old) == 1, (path, old)
        return {path: found.replace(old, new).encode()}

    return change


def edits(number: int) -> list[tuple[str, str]]:
    """Return replacements for a base paper, on lines that are not adjacent."""
    return [
        (f"  - {word(5 * number)}\n", f"  - {word(5 * number)}\n  - The {word(5 * number)} model\n"),
        (people(number)[1], f"{people(number)[1]} Jr."),
        (f"Journal of {word(3000 + number)}", f"Annals of {word(3000 + number)}"),
        (f"org/{number}\n", f"org/{number}\n  code: https://example.org/{number}/code\n"),
        ("It is worth a look.", "It is worth a second look."),
        (f"value: {number}\n", f"value: {number}.5\n"),
        ("  - reading\n", "  - reading\n  - swimming\n"),
    ]


def filled_in(template: str, number: int) -> str:
    """Return the file that a person makes from the form behind "Add a paper"."""
    head, hint, rest = template.split("\n", 2)
    assert hint.startswith("# Name the file")
    for name, value in {"title": title(number), "date": date(number), "arxiv": arxiv(number), "doi": ""}.items():
        line = f"  {name}: ''\n" if name in {"arxiv", "doi"} else f"{name}: ''\n"
        assert line in rest
        rest = rest.replace(line, line.replace("''", f"'{value}'") if value else "")
    rest = rest.replace("  - ''\n", "".join(f"  - {name}\n" for name in people(number)))
    return f"{head}\n" + rest.replace(">-\n  \n", f">-\n  Makes {word(5 * number + 2)} cheap.\n")


def _list(name: str, numbers: Sequence[int]) -> str:
    """Return a list of papers in the format of the file name."""
    if name.endswith(".bib"):
        return "".join(
            f"@misc{{p{n},\n  title = {{{title(n)}}},\n  author = {{{' and '.join(people(n))}}},\n  year = {{{date(n)[:4]}}},\n"
            f"  eprint = {{{arxiv(n)}}},\n  archivePrefix = {{arXiv}}\n}}\n"
            for n in numbers
        )
    if name.endswith(".csv"):
        rows = [f'"{title(n)}","{"; ".join(people(n))}",{date(n)[:4]},10.5555/{n}\n' for n in numbers]
        return "Title,Authors,Year,DOI\n" + "".join(rows)
    return "".join(
        f"TY  - JOUR\nTI  - {title(n)}\n"
        + "".join(f"AU  - {name}\n" for name in people(n))
        + f"PY  - {date(n)[:4]}\nDO  - 10.5555/{n}\nER  - \n"
        for n in numbers
    )


def imported(name: str, source: str, day: str) -> Callable[[Start], Files]:
    """Run ``shelf import`` on a list with this name."""

    def change(start: Start) -> Files:
        path = start.folder.parent / name
        path.write_text(source, "utf-8")
        outcome = imports.run([path], content=start.folder / "content", date=day, dry_run=True)
        assert outcome.unreadable == 0
        return {f"content/{one.path}": one.after.encode() for one in outcome.changes}

    return change


def stub(reference: str) -> Callable[[Start], Files]:
    """Run ``shelf add --offline``."""

    def change(start: Start) -> Files:
        offer = single.stubs([services.parse(reference)], catalogue.load(start.folder / "content"), family="otter")
        return {f"content/{one.path}": one.after.encode() for one in offer.changes}

    return change


def renamed(number: int) -> Callable[[Start], Files]:
    """Give a paper another key, keep its address, and update the papers that build on it."""
    old, new = key(number), f"{key(number)}-{word(5 * number + 1).lower()}"

    def change(start: Start) -> Files:
        path, found = start.paper(old)
        others = {
            name: content.replace(f"builds_on:\n  - {old}\n".encode(), f"builds_on:\n  - {new}\n".encode())
            for name, content in start.files.items()
            if f"builds_on:\n  - {old}\n".encode() in content
        }
        return {path: None, f"{PAPERS}/{new}.yml": f"{found}former_keys:\n  - {old}\n".encode(), **others}

    return change


def built_on(number: int, foundation: int) -> Callable[[Start], Files]:
    """Add a paper that builds on another, by that paper's current key."""

    def change(start: Start) -> Files:
        name = Path(start.paper(key(foundation))[0]).stem
        return {f"{PAPERS}/{key(number)}.yml": paper(number, builds_on=name).encode()}

    return change


def dated(number: int, day: str) -> Callable[[Start], Files]:
    """Correct a date, unless a later one is there by now."""

    def change(start: Start) -> Files:
        path, found = start.paper(key(number))
        old = next(line for line in found.splitlines() if line.startswith("date:"))
        new = f"date: '{day}'"
        return {path: found.replace(old, new).encode()} if new > old else {}

    return change


def requests(settings: Settings, draw: random.Random) -> list[Request]:
    """Return the year's pull requests; ``draw`` assigns them to the writers."""
    found = [*_adds(settings), *_edits(), *_wicked()]
    return [replace(one, writer=f"Writer {draw.randrange(WRITERS) + 1}") for one in found]


def _adds(settings: Settings) -> Iterator[Request]:
    ways = contribute.repository(settings, settings.content).of_node("families", "otter", "Otter")
    template = parse_qs(urlsplit(ways.add).query)["value"][0]
    for n in range(NEW, NEW + 38):
        yield Request(kind="add", change=put(f"{PAPERS}/{key(n)}.yml", filled_in(template, n)))
    for n, foundation in zip(range(NEW + 38, NEW + 46), RENAMED, strict=False):
        yield Request(kind="add", change=built_on(n, foundation))
    for n in range(24):  # two a day with different names: the same name would give the same ledger
        name, first = (f"references-{n}.bib", f"papers-{n}.ris", f"list-{n}.csv")[n // 2 % 3], NEW + 50 + 2 * n
        day = f"2026-{n // 2 + 1:02}-15"
        yield Request(kind="import", change=imported(name, _list(name, (first, first + 1)), day))
    for n in range(7):
        yield Request(kind="stub", change=stub(f"arXiv:2701.{20_000 + n}"))
        yield Request(kind="stub", change=stub(title(NEW + 110 + n)))
    for _ in range(2):  # two writers, one paper
        yield Request(kind="stub", change=stub("10.5555/twice"))
    for n in ASKED:  # only a title, so a person must decide
        source = f"@misc{{x{n},\n  title = {{{title(n)}}}\n}}\n"
        yield Request(kind="question", change=imported(f"doubtful-{n}.bib", source, "2026-06-15"))


def _edits() -> Iterator[Request]:
    for n in EDITED:
        yield Request(kind="edit", change=replaced(n, *edits(n)[n % 7]))
    for n in FILLED:
        source = _list("x.bib", [n]).replace("  eprint", f"  doi = {{10.5555/{n}}},\n  eprint")
        yield Request(kind="fill", change=imported(f"later-{n}.bib", source, "2026-07-01"))
    for n in TOGETHER:
        for old, new in edits(n)[:6]:
            yield Request(kind="edit together", change=replaced(n, old, new))
    for n in DISPUTED:
        for day in ("28", "29"):
            yield Request(kind="edit one line", change=dated(n, f"{date(n)[:8]}{day}"))
    for n in RENAMED:
        yield Request(kind="rename", change=renamed(n))
    for n in RENAMED[-2:]:  # and edited by another writer
        yield Request(kind="edit", change=replaced(n, *edits(n)[2]))


def _wicked() -> Iterator[Request]:
    for kind, files, faults in wicked():
        yield Request(kind=kind, change=lambda _, files=files: files, faults=faults)  # type: ignore[misc]
