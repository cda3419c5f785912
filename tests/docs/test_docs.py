"""What README.md, CONTRIBUTING.md and docs/ say is so: links, commands, options, the map of the code, examples."""

from __future__ import annotations

import ast
import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path, PurePosixPath
from textwrap import dedent
from typing import get_args

import click
import pytest

from generator import formats
from generator.cli import main
from generator.content import catalogue
from generator.formats import Source
from generator.intake.outcome import Outcome
from generator.matching import explanations
from generator.model import Basis, Comparison, Identifiers, Links, Record, Status
from generator.starter import project
from tests.conftest import ROOT, people
from tests.docs import pages, session
from tests.docs.pages import DOCS, PAGES
from tests.services.answers import Paper
from tests.services.replaying import Replay

SHOWN = "content/papers/ernie-gram.yml"  # the example of the README

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAP = ROOT / "docs" / "architecture.md"
FORMATS = (ROOT / "docs" / "formats.md").read_text("utf-8")
NOT_PRINTED = {"source", "line", "sketch"}  # where a record comes from, and what only a ledger has
FULL = Record(
    source="a",
    line=1,
    id="marsh2021kelp",
    title="Kelp & Tides: A Census by $n$ Sonars",
    abstract="Counted by sonar.",
    type="thesis",
    genre="Working thesis",
    authors=people("Ada Marsh", "García López, María", "{Tide Group}"),
    editors=people("Bo Reed"),
    author_count=9,
    et_al=True,
    date="2021-05-04",
    upvotes=3,
    comments=4,
    links=("https://tides.example.org/1", "https://tides.example.org/2"),
    labeled=Links(paper="https://tides.example.org/1"),
    identifiers=Identifiers(
        arxiv="2105.01234",
        doi="10.1234/jtc.4.12",
        pmid="31234567",
        isbn="9780306406157",
        acl="2021.acl-long.1",
        openreview="YicbFdNTTy",
    ),
    venue="Journal of Tidal Computing",
    volume="4",
    number="2",
    pages="12-20",
    publisher="Tidal Press",
    series="Tides & Winds",
    edition="2",
    language="en",
    citation_keys=("marsh2021kelp", "kelp21"),
    keywords=("kelp", "sonar"),
    note="With a map",
    status=(Status(kind="corrected", date="2022", notice="https://doi.org/10.1234/jtc.5.1", by=("Crossref",)),),
    denies=("retracted",),
    posted="2020-02",
    headings=("Oceans",),
    further=(("annote", "Lent to Bo"),),
)
OWLS = Paper(  # which the services of the first hour know
    title="Owls Hear in the Dark: A Network Listens to Voles",
    arxiv="2506.01234",
    authors=("Ada Marsh", "Eve Tern"),
    date="2025-06-02",
    text="Voles rustle under the snow, and owls find them. We place six microphones and ask a network where the vole is.",
)
_CONTEXT = click.Context(main)
COMMANDS = {name: main.get_command(_CONTEXT, name) for name in main.list_commands(_CONTEXT)}


def of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


def links(text: str) -> list[str]:
    """Return the addresses within the repository that a page links to."""
    plain = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [one for one in re.findall(r"\]\(([^)\s]+)\)", plain) if "://" not in one]


@pytest.mark.parametrize("path", PAGES, ids=of)
def test_links_lead_to_files_and_headings(path: Path) -> None:
    """A link within the repository finds a file, and a heading in it; GitHub's pages look the same here."""
    found = links(path.read_text("utf-8"))
    assert found
    for address in found:
        name, _, anchor = address.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), address
        assert not anchor or anchor in anchors(target.read_text("utf-8")), address


def test_links_lead_somewhere_in_a_new_shelf() -> None:
    """`shelf new` writes these pages, too, with a README of its own: what they link to is there."""
    made = project.fresh("Birds", date="2026-11-28").contents
    names = {one for path in made for one in (path, *(above.as_posix() for above in PurePosixPath(path).parents))}
    written = [name for name in made if name.endswith(".md") and "/" not in name.removeprefix("docs/")]
    assert {"README.md", "CONTRIBUTING.md", *map(of, DOCS)} <= set(written)
    for name in written:
        for address in links(made[name].decode()):
            if target := address.partition("#")[0]:
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) in names, (name, address)
    assert set(map(of, DOCS)) <= set(links(made["README.md"].decode()))


def test_every_page_is_linked_from_the_readme() -> None:
    """Nothing in docs/ is known to nobody."""
    assert {of(path) for path in DOCS} <= set(links((ROOT / "README.md").read_text("utf-8")))


def test_the_readme_is_short() -> None:
    """At most 900 words, as `wc -w` counts."""
    assert len((ROOT / "README.md").read_text("utf-8").split()) <= 900


def code(text: str) -> Iterator[str]:
    """Yield the pieces of a page that are code: spans, lines of indented and of shell blocks."""
    for info, block in re.findall(r"^ *```(\w*)\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
        if info in {"", "sh", "console"}:
            yield from (line.removeprefix("$ ") for line in block.splitlines() if info != "console" or line[:2] == "$ ")
    rest = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    for line in rest.splitlines():
        if line.startswith("    "):
            yield line.strip()
        yield from re.findall(r"`([^`]+)`", line)


CONTEXT = click.Context(main)


def command(name: str) -> click.Command:
    """Return a command of ours."""
    found = main.get_command(CONTEXT, name)
    assert found
    return found


def commands(text: str) -> Iterator[tuple[click.Command, list[str]]]:
    """Yield each command of ours that a page names, and its words; one in a table's row has the options of that row."""
    for line in code(text):
        if found := re.match(r"(?:\.venv/bin/)?shelf ([a-z]+)(.*)", line.partition(" #")[0]):
            name, words = found.groups()
            assert name in COMMANDS, line
            yield COMMANDS[name], words.split()
    for name, options in re.findall(r"^\| `shelf ([a-z]+)[^`|]*` \|(.*)\|$", text, re.MULTILINE):
        yield COMMANDS[name], re.findall(r"`(--[a-z-]+)", options)


@pytest.mark.parametrize("path", PAGES, ids=of)
def test_commands_and_options_exist(path: Path) -> None:
    """Every command named has that name, and takes the options that stand with it."""
    for named, words in commands(path.read_text("utf-8")):
        known = {option for parameter in named.params for option in parameter.opts} | {"--help", "--", "-h"}
        assert {word.partition("=")[0] for word in words if word.startswith("-")} <= known, (named.name, words)


@pytest.mark.parametrize("path", PAGES, ids=of)
def test_make_targets_exist(path: Path) -> None:
    """`make …` names a target that `make help` lists."""
    told = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)) | {"help"}
    assert {found[1] for line in code(path.read_text("utf-8")) if (found := re.match(r"make ([a-z-]+)", line))} <= told


def test_every_command_is_described() -> None:
    """The table of commands names each, and each of its options but those that are everywhere."""
    page = (ROOT / "docs" / "curating.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `shelf ([a-z]+)[^`|]*` \|(.*)\|$", page, re.MULTILINE))
    assert rows.keys() == COMMANDS.keys()
    for name, row in rows.items():
        options = {max(one.opts, key=len) for one in COMMANDS[name].params if isinstance(one, click.Option)}
        assert options - {"--content", "--help"} == set(re.findall(r"`(--[a-z-]+)", row)) - {"--content"}, name


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
@pytest.mark.skipif(not shutil.which("git") or not shutil.which("perl"), reason="needs git and perl")
def test_the_first_hour_is_what_really_happens(tmp_path: Path) -> None:
    """Every command of docs/curating.md, run in an empty folder, prints what the page shows."""
    path = ROOT / "docs" / "curating.md"
    text = path.read_text("utf-8")
    replay = Replay()
    replay.papers.append(OWLS)
    try:
        ran = session.run(text, tmp_path, replay.environment())
    finally:
        replay.close()
    assert ran.count("\n$ ") > 15
    assert "1 error, 0 warnings" in ran  # the slip is in a file that the page lets the reader save
    assert "1 unreadable" in ran
    assert (tmp_path / "work/birds/dist/reading-shelf-offline.zip").is_file()
    pages.same(path, ran)


def test_the_example_in_the_readme_is_the_real_file() -> None:
    """The YAML block holds the bytes of the paper that the line above it names."""
    text = (ROOT / "README.md").read_text("utf-8")
    (name, block), *others = re.findall(r"`(content/papers/[\w-]+\.yml)`[^\n]*\n\n```yaml\n(.*?)```", text, re.DOTALL)
    assert (name, others, text.count("```yaml")) == (SHOWN, [], 1)
    assert block.encode() == (ROOT / SHOWN).read_bytes()


def test_the_relations_in_the_guide_are_those_of_the_real_file() -> None:
    """The list that explains `how` and `why` is a part of the file of ERNIE 3.0."""
    text = (ROOT / "docs" / "curating.md").read_text("utf-8")
    (block,) = re.findall(r"The file of ERNIE 3.0 says:\n\n```yaml\n(.*?)```", text, re.DOTALL)
    assert block in (ROOT / "content/papers/ernie-3-0.yml").read_text("utf-8")


def test_each_kind_of_relation_is_explained() -> None:
    """The table of kinds has each that a file may state, with the list in which it may stand."""
    text = (ROOT / "docs" / "curating.md").read_text("utf-8")
    told = re.findall(r"^\| `([a-z-]+)` \| `(builds_on|compared_with)` \|", text, re.MULTILINE)
    known = {
        (how, field)
        for field, kind in (("builds_on", Basis), ("compared_with", Comparison))
        for how in get_args(get_args(kind.model_fields["how"].annotation)[0])
    }
    assert set(told) == known


@pytest.mark.parametrize("name", ["README.md", "docs/curating.md"])
def test_the_message_shown_is_the_one_printed(tmp_path: Path, name: str) -> None:
    """A slip in the key of a related paper, in the file that the page shows, is reported as the page says."""
    shown = re.search(r"(?:^    content/papers/.*\n)(?:^      .*\n)+", (ROOT / name).read_text("utf-8"), re.MULTILINE)[
        0
    ]
    papers = tmp_path / "content" / "papers"
    papers.mkdir(parents=True)
    (papers / "ernie.yml").write_text("title: ERNIE\n", encoding="utf-8")
    slip = (ROOT / SHOWN).read_text("utf-8").replace("  - paper: ernie\n", "  - paper: erine\n")
    (papers / "ernie-gram.yml").write_text(slip, encoding="utf-8")
    (problem,) = catalogue.inspect(tmp_path / "content")[1]
    assert dedent(shown).strip() == str(problem).replace(f"{tmp_path.as_posix()}/", "")


@pytest.mark.parametrize("name", ["README.md", "docs/curating.md"])
def test_the_summary_shown_has_the_form_of_the_one_printed(name: str) -> None:
    """`57 records: …` is what an import prints, but for the figures, and these add up."""
    (shown,) = set(re.findall(r"`(\d+ records: [^`]+)`", " ".join((ROOT / name).read_text("utf-8").split())))
    total, *parts = map(int, re.findall(r"\d+", shown))
    assert total == sum(parts)
    assert re.sub(r"\d+", "0", shown) == re.sub(r"\d+", "0", Outcome(records=(), papers=()).summary)


def purpose(path: Path) -> str:
    """Return the first line of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return text.partition("\n")[0].replace("``", "`")


def listed(folder: Path, depth: int) -> Iterator[str]:
    """Yield a line for each package and module below a folder, packages last."""
    link = "../" + folder.relative_to(ROOT).as_posix()
    found = sorted(folder.glob("*.py")), sorted(one.parent for one in folder.glob("*/__init__.py"))
    for path in found[0]:
        if path.name not in {"__init__.py", "__main__.py"}:
            yield f"{'  ' * depth}- [`{path.name}`]({link}/{path.name}): {purpose(path)}"
    for below in found[1]:
        yield f"{'  ' * depth}- [`{below.name}/`]({link}/{below.name}): {purpose(below / '__init__.py')}"
        yield from listed(below, depth + 1)


def test_the_map_has_every_package_and_module() -> None:
    """Each with the purpose that its file states, in the order of the layers."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    rows = []
    for name in (part for layer in layers for part in re.split(r" [|:] ", layer)):
        path = ROOT / "generator" / name
        if path.is_dir():
            rows += [f"\n**[`{name}/`](../generator/{name})**: {purpose(path / '__init__.py')}\n", *listed(path, 0)]
        else:
            rows.append(f"\n**[`{name}.py`](../generator/{name}.py)**: {purpose(path.with_suffix('.py'))}")
    pages.expect(MAP, "generator", "\n".join(rows).strip("\n") + "\n")


def test_where_is_what() -> None:
    """Each question leads to a file that defines what is to be looked for there."""
    rows = re.findall(r"^\| [^|]+\? \| \[`([^`]+)`\]\((.+?)\) \| (.+) \|$", MAP.read_text("utf-8"), re.MULTILINE)
    assert len(rows) >= 10
    for name, address, wanted in rows:
        path = (MAP.parent / address).resolve()
        assert path == ROOT / "generator" / name
        known = set()
        for node in ast.parse(path.read_text("utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
            known |= {getattr(one, "name", getattr(one, "id", "")) for one in targets}
        assert set(re.findall(r"`(\w+)`", wanted)) <= known, (name, wanted)


def test_the_public_api_runs(tmp_path: Path) -> None:
    """The lines of Python work as they stand: repeated records are written once, and the shelf comes out."""
    (lines,) = re.findall(r"^```python\n(.*?)^```$", MAP.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(list(filter(None, lines.splitlines()))) <= 10
    (tmp_path / "references.bib").write_text(block("bibtex"), encoding="utf-8")
    (tmp_path / "export.ris").write_text(block("ris"), encoding="utf-8")
    (tmp_path / "content" / "papers").mkdir(parents=True)
    (tmp_path / "content" / "papers" / "dune.yml").write_text("title: Dune Grass\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", lines],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "dune,Dune Grass" in (tmp_path / "papers.csv").read_text("utf-8")
    assert (tmp_path / "unique.bib").read_text("utf-8").count("@") == 1


def test_every_library_has_its_reason() -> None:
    """Each dependency is named in the list of libraries, and nothing else but what Python has."""
    section = MAP.read_text("utf-8").split("## Libraries and our own code")[1]
    named = {name for line in re.findall(r"^- ([\w, -]+): ", section, re.MULTILINE) for name in line.split(", ")}
    wanted = {re.split(r"[<>=]", one)[0] for one in PROJECT["project"]["dependencies"]}
    assert wanted <= named


def block(name: str) -> str:
    """Return the example of a format."""
    return re.search(rf"^### `{name}`\n\n```\w+\n(.*?)^```$", FORMATS, re.MULTILINE | re.DOTALL)[1]


def rows(text: str, heading: str) -> dict[str, list[str]]:
    """Return the cells of the table under a heading, by the code in the first one."""
    section = text.split(f"## {heading}\n")[1].partition("\n## ")[0]
    found = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", row)]
        for row in re.findall(r"^\| (`.*) \|$", section, re.MULTILINE)
    ]
    return {name: cells for first, *cells in found for name in re.findall(r"`([^`]+)`", first)}


def printed(record: Record) -> set[str]:
    """Return the fields that a record has."""
    return {
        one.name
        for one in fields(Record)
        if one.name not in NOT_PRINTED
        and getattr(record, one.name) not in ("", (), None, False, Identifiers(), Links())
    }


def test_every_format_is_told() -> None:
    """The table has each format that is read, and says which are written."""
    told = rows(FORMATS, "What each format gives")
    assert told.keys() == formats.FORMATS.keys()
    assert {cells[-1].strip("`") for cells in told.values()} - {""} == formats.WRITTEN.keys()
    assert rows(FORMATS, "Where each field goes").keys() == {one.name for one in fields(Record)} - NOT_PRINTED


@pytest.mark.parametrize("name", formats.FORMATS)
def test_each_example_gives_what_the_table_says(name: str) -> None:
    """The example is recognised, nothing in it is a problem, and its record has the fields of the table, all of them."""
    parsed = formats.parse_all([Source(name="example", text=block(name))])
    assert (parsed.formats, parsed.problems, len(parsed.records)) == ((name,), (), 1)
    assert printed(parsed.records[0]) == set(re.findall(r"`(\w+)`", rows(FORMATS, "What each format gives")[name][1]))


def test_what_written_files_keep() -> None:
    """A record with everything, written and read back: what comes out is what the table says."""
    told = rows(FORMATS, "What a written file keeps")
    assert told.keys() == printed(FULL)
    head = re.search(r"^\| field \| (`\.bib`.*) \|$", FORMATS, re.MULTILINE)[1]
    for at, suffix in enumerate(re.findall(r"`(\.\w+)`", head)):
        (record,) = formats.parse_all([Source(name=f"a{suffix}", text=formats.dump([FULL], suffix))]).records
        for name, cells in told.items():
            kept = {
                "yes": getattr(FULL, name),
                "with headings": (*FULL.keywords, *FULL.headings),
                "in the note": FULL.status,
            }
            empty = Links() if name == "labeled" else getattr(Record(source="", line=1), name)
            assert getattr(record, name) == kept.get(cells[at], empty), (suffix, name)
    assert set(re.findall(r"`(\.\w+)`", head)) == formats.WRITTEN.keys()


def test_the_explanations_are_those_of_the_code() -> None:
    """docs/matching.md lists each explanation: what agrees, what then does not count, and why."""
    kinds = {
        explanations.EQUAL: "equal",
        explanations.LIKE: "alike",
        explanations.EQUAL | explanations.CUT: "equal or cut",
    }
    rows = ["| titles | what agrees | what does not count | why |", "|---|---|---|---|"]
    for one in explanations.EXPLANATIONS:
        agreed = ", ".join(name for name in explanations.WORDS if name in one.agree)
        ignored = ", ".join(name for name in explanations.WORDS if name in one.explains)
        assert len(agreed.split(", ")) + len(ignored.split(", ")) == len(one.agree) + len(one.explains)
        agreed, ignored = (
            ", ".join(explanations.WORDS[name] for name in names.split(", ")) for names in (agreed, ignored)
        )
        rows.append(f"| {kinds.get(one.titles, 'equal')} | {agreed} | {ignored} | {one.why} |")
    pages.expect(ROOT / "docs" / "matching.md", "generator/matching/explanations.py", "\n".join(rows) + "\n")
