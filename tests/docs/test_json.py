"""docs/json.md: each table has the keys and types that the commands really print, and those of the JSON API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.intake.news_items import NewsKind
from generator.services import client
from generator.site.exports import api_schema
from generator.site.views import developers
from tests.conftest import ROOT
from tests.content import repository
from tests.docs import pages
from tests.intake import around
from tests.intake.exports import ITEMS, KELP, REED, bib
from tests.services.answers import LIMPETS, WHELKS
from tests.services.conftest import replay  # noqa: F401, a fixture
from tests.services.replaying import Replay, says

PAGE = ROOT / "docs" / "json.md"
LISTED = """@article{kelp, title={Kelp Counts Itself by Sonar}, author={Marsh, Ada and Reed, Bo}, year={2021}, doi={10.1234/k.1}}

@article{tide, title={Tide Tables Without a Moon}, author={Sedge, Cai and Marsh, Ada}, year={2021}, journal={Shores}}
"""
AGAIN = """@article{kelp2, title={Kelp Counts Itself by Sonar}, author={Marsh, Ada and Reed, Bo}, year={2021}, doi={10.1234/k.1}}

@article{tide2, title={Tide Tables Without a Moon}, author={Sedge, Cai and Marsh, Ada}, year={2025}, journal={Coasts}}

@article{broken, title = {Never
"""
KINDS = {
    str: "string",
    bool: "boolean",
    int: "number",
    float: "number",
    type(None): "null",
    list: "list",
    dict: "object",
}


def table(heading: str) -> dict[str, str]:
    """Return the types of the keys under a heading of the page."""
    section = re.search(
        rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", section[1], re.MULTILINE))


def printed(*arguments: str) -> Any:
    """Return what a command prints on standard output, as JSON."""
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return json.loads(done.stdout)


def met(value: Any, types: dict[str, str], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each path of a value with its kind, down to where the page says no more."""
    if isinstance(value, list):
        for element in value:
            if isinstance(element, dict) and types.get(path) == "list of problems":
                assert {key: KINDS[type(one)] for key, one in element.items()} == table("A problem")
            elif isinstance(element, dict):
                yield from met(element, types, f"{path}[]")
            elif types.get(path, "").startswith("list of "):
                assert KINDS[type(element)] == types[path].removeprefix("list of ").removesuffix("s"), path
    elif isinstance(value, dict):
        for key, one in value.items():
            name = f"{path}.{key}" if path else key
            yield name, KINDS[type(one)]
            if not types.get(name, "").startswith("object of "):
                yield from met(one, types, name)


def check(heading: str, *found: Any) -> None:
    """Compare a table with what was printed: every key is in both, and every value is of a type that the page names."""
    types = table(heading)
    seen = [pair for one in found for pair in met(one, types)]
    assert {path for path, _ in seen} == types.keys()
    for path, kind in seen:
        allowed = {word.removesuffix("s") for word in types[path].split()[:1]} | set(types[path].split(" or ")[1:])
        assert types[path] == "any" or kind in allowed, (path, kind, types[path])


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files to import; the current folder is empty but for them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.bib").write_text(LISTED, encoding="utf-8")
    (tmp_path / "b.bib").write_text(AGAIN, encoding="utf-8")
    return tmp_path


def test_import(lists: Path) -> None:
    """A new paper, one that was there, a pair to decide, a record that cannot be read; and a library at three days."""
    found = [printed("import", "a.bib", "--json"), printed("import", "b.bib", "--json")]
    changed = [KELP, {**REED, "date": "2020-12"}], [{**KELP, "pages": "7"}, {**REED, "date": "2021-01"}]
    for items, agreed in ((ITEMS, ()), (changed[0], ("--yes",)), (changed[1], ())):
        (lists / "library.bib").write_text(bib(*items), encoding="utf-8")
        found.append(printed("import", "library.bib", "--json", *agreed))
        paper = lists / "content/papers/salt-marshes-remember-their-storms.yml"
        paper.write_text(paper.read_text("utf-8").replace("2020-12", "2020-10"), encoding="utf-8")
    assert {paper["verdict"] for one in found for paper in one["papers"]} == {"new", "matched", "unsure"}
    check("`shelf import --json`", *found)


@pytest.mark.usefixtures("lists")
def test_dedupe() -> None:
    """A repeated record, a pair to decide, and a record that cannot be read."""
    found = printed("dedupe", "a.bib", "b.bib", "--json")
    assert ["kelp", "kelp2"] in found["clusters"]
    check("`shelf dedupe --json`", found)


def test_add_and_refresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replay: Replay) -> None:  # noqa: F811
    """A new paper, and one that gains fields and disagrees with a service; a reference that leads nowhere."""
    monkeypatch.chdir(tmp_path)
    replay.papers.append(LIMPETS)
    path = tmp_path / "content/papers/limpets.yml"
    path.parent.mkdir(parents=True)
    text = f"title: {LIMPETS.title!r}\nidentifiers:\n  arxiv: '2901.01234'\nvenue: Tide Letters\npublished: '2029'\n"
    path.write_text(text, encoding="utf-8")
    found = [
        printed("refresh", "limpets", "--json"),
        printed("add", "2901.01234", "--json"),
        printed("add", "no-paper", "--json"),
    ]
    assert found[0]["differences"]
    check("`shelf add --json` and `shelf refresh KEY --json`", *found)


def test_refresh_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replay: Replay) -> None:  # noqa: F811
    """A paper that gains fields, and one that nobody knows."""
    monkeypatch.chdir(tmp_path)
    replay.papers.append(replace(LIMPETS, code=""))
    papers = tmp_path / "content/papers"
    papers.mkdir(parents=True)
    (papers / "limpets.yml").write_text(f"title: {LIMPETS.title!r}\nidentifiers:\n  arxiv: '2901.01234'\n", "utf-8")
    (papers / "whelks.yml").write_text("title: Whelks\nidentifiers:\n  arxiv: '2901.01235'\n", "utf-8")
    (papers / "gulls.yml").write_text("title: Gulls\n", "utf-8")
    replay.always["semantic-scholar"] = says(500)
    found = printed("refresh", "--all", "--json")
    assert found["checked"]
    assert all(one["sources"] for one in found["news"])
    section = PAGE.read_text("utf-8").partition("### `shelf refresh --all --json`")[2].partition("\n### ")[0]
    assert re.findall(r"^- `(\w+)`:", section, re.MULTILINE) == list(get_args(NewsKind))
    check("`shelf refresh --all --json`", found)


def test_citations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replay: Replay) -> None:  # noqa: F811
    """A paper that cites another one, instead of a third that it cited; one without an identifier, and one that nobody knows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("generator.services.client.BACK_OFF", (0.0, 0.0))
    replay.papers += [LIMPETS, replace(WHELKS, works=(LIMPETS.work,))]
    replay.always["semantic-scholar"] = says(400, "")
    named = {"limpets": f"arxiv: '{LIMPETS.arxiv}'", "whelks": f"doi: {WHELKS.doi}", "eels": "doi: 10.1234/eels"}
    (tmp_path / "content/papers").mkdir(parents=True)
    for key, one in named.items():
        path = tmp_path / f"content/papers/{key}.yml"
        path.write_text(f"title: {key}\nidentifiers:\n  {one}\n", encoding="utf-8")
    (tmp_path / "content/papers/gulls.yml").write_text("title: Gulls\n", encoding="utf-8")
    found = [printed("citations", "--json", "--yes")]
    replay.papers = [LIMPETS, WHELKS]
    replay.always.clear()
    found.append(printed("citations", "--json", "--saved", "other"))
    assert found[0]["new"]
    assert found[0]["problems"]
    assert found[1]["gone"]
    check("`shelf citations --json`", *found)


def test_check_and_diff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change with a bit of everything: papers that come, go, change and are renamed, and a file that cannot be read."""
    made = repository.shelf(tmp_path / "clone")
    monkeypatch.chdir(made.folder)
    made.paper("gone", "title: Gulls Come Back\n")
    made.paper("swan", "title: Swans in Flight\ndate: '2020'\n")
    path = "title: First\naudience: All.\nsteps:\n  - paper: heron\n    why: Swim.\n"
    made.write("paths/first.yml", path)
    made.commit()
    for key in ("gone", "swan"):
        (made.content / f"papers/{key}.yml").unlink()
    made.paper("heron", repository.PAPERS["heron"] + "former_keys:\n  - gone\n")
    made.paper("goose", "title: Swans in Flight\ndate: '2021'\nformer_keys:\n  - swan\n")
    made.paper("second", "title: 'HERON: Wading Through Shallow Texts'\nauthors:\n  - Ada Marsh\n  - Bo Reed\n")
    made.paper("otter", "title: [Otters\n")
    made.write("pages/guide.md", "# Guide\n")
    made.write("paths/first.yml", path.replace("All.", "Many."))
    found = printed("diff", "HEAD", "--format", "json")
    assert found["notes"]
    assert found["unread"]
    check("`shelf diff REV --format json`", found)
    check("`shelf check --format json`", printed("check", "--format", "json"))
    listed = printed("check", "--list", "--format", "json")
    check("`shelf check --list --format json`", listed)
    assert {key for group in listed["groups"].values() for one in group for key in one} == {
        "code",
        "meaning",
        "fix",
    }


def test_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A private address is refused without being asked, so this needs no network."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "content/papers/kelp.yml"
    path.parent.mkdir(parents=True)
    path.write_text("title: Kelp\nlinks:\n  code: http://127.0.0.1/kelp\n", encoding="utf-8")
    found = printed("links", "--json")
    assert [one["verdict"] for one in found["links"]] == ["refused"]
    assert set(found["counts"]) == {"links", *re.findall(r"`(\w+)`", _meaning("counts"))}
    check("`shelf links --json`", found)


@pytest.mark.usefixtures("lists")
def test_labels() -> None:
    """Two topics with the same papers and one name, and one without papers."""
    path = Path("content/papers")
    path.mkdir(parents=True)
    for number in range(10):
        path.joinpath(f"p{number}.yml").write_text(f"title: Salt {number}\nkeywords:\n  - marsh\n", "utf-8")
    topics = "{a: {name: Marsh, rules: [{words: [salt]}, {words: [peat]}]}, b: {name: marsh, rules: [{keywords: [marsh]}]}, c: {name: C}}"
    Path("content/taxonomy.yml").write_text(f"topics: {topics}\n", "utf-8")
    found = printed("labels", "--json")
    assert all(found[name] for name in ("idle", "wide", "empty", "together", "namesakes"))
    check("`shelf labels --json`", found)


@pytest.mark.usefixtures("lists")
def test_suggest() -> None:
    """Two topics that share a paper, and one that builds on another."""
    path = Path("content/papers")
    path.mkdir(parents=True)
    for number in range(7):
        kelp = "Salt marsh" if number < 4 else "Peat bog"
        also = "\n  - Peat bog" if number == 3 else ""
        path.joinpath(f"p{number}.yml").write_text(f"title: N {number}\nkeywords:\n  - {kelp}{also}\n", "utf-8")
    for number in range(9):
        path.joinpath(f"q{number}.yml").write_text(f"title: Q {number}\n", "utf-8")
    for name in ("AUK", "AUK-Deep"):
        path.joinpath(f"{name.lower()}.yml").write_text(f"title: '{name}: Diving'\nauthors:\n  - Ada Marsh\n", "utf-8")
    Path("content/citations.yml").write_text("papers:\n  auk-deep:\n    cites:\n      - auk\n", "utf-8")
    found = printed("suggest", "--json")
    assert found["relations"]
    assert [one["overlaps"] != [] for one in found["suggestions"]] == [True, True]
    check("`shelf suggest --json`", found)


def test_discover(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers with each reason, something left out, and a service that fails."""
    monkeypatch.setattr(client, "BACK_OFF", (0.0, 0.0))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", around.DAY)
    content = str(around.shelf(tmp_path))
    world = around.Around()
    with world.served() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        found = [printed("discover", "--json", "--content", content)]
        world.down = {"semantic-scholar": (429, "{}")}
        found.append(printed("discover", "--json", "--content", content, "--saved", str(tmp_path / "other")))
    assert found[1]["problems"]
    check("`shelf discover --json`", *found)


def _meaning(key: str) -> str:
    section = PAGE.read_text("utf-8").split("### `shelf links --json`")[1]
    return re.search(rf"^\| `{key}` \| [^|]+ \| (.*) \|$", section, re.MULTILINE)[1]


def test_the_api_tables_are_those_of_its_models() -> None:
    """The tables of the API are those of its own models, which the site's page shows, too."""
    made = []
    for shape in api_schema.DOCUMENTED:
        table = developers.shape_table(shape)
        rows = "".join(f"| `{name}` | {kind} | {about} |\n" for name, kind, about in table.fields)
        made.append(f"### {table.name}\n\n{table.about}\n\n| key | type | meaning |\n|---|---|---|\n{rows}")
    pages.expect(PAGE, "generator/site/exports/api_schema.py", "\n".join(made))
