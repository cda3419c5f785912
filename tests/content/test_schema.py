"""The JSON Schemas for editors: up to date with the types, valid draft-07, and in agreement with `shelf check`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import check_jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import yaml_files
from generator.content import catalogue, schema
from generator.model import Decision, Node, Paper, ReadingPath, Step, Taxonomy
from generator.text import identifiers

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "content"
FILES = {"paper": "papers/*.yml", "path": "paths/*.yml", "taxonomy": "taxonomy.yml", "decisions": "decisions.yml"}
NOT_IN_DRAFT_07 = {"$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "minContains", "$anchor"}


def checked(*arguments: object) -> Result:
    """Run check-jsonschema, which has its own YAML reader."""
    return CliRunner().invoke(check_jsonschema.main, [*map(str, arguments)])


def validated(name: str, *files: Path) -> Result:
    """Check files against a shipped schema."""
    return checked("--schemafile", CONTENT / "schemas" / f"{name}.json", *files)


def parts(schema: object) -> Iterator[dict[str, Any]]:
    """Yield a schema and all schemas inside it."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(inner)


@pytest.mark.parametrize("path", schema.schemas())
def test_the_shipped_schema_is_that_of_the_types(path: str) -> None:
    """After a type changes, `shelf format` must be run: it rewrites the schemas."""
    assert (CONTENT / path).read_text("utf-8") == schema.schemas()[path]


@pytest.mark.parametrize("text", schema.schemas().values())
def test_it_is_draft_07(text: str) -> None:
    """The schema names its draft, uses no later keyword, has nothing next to a $ref, and every $ref resolves."""
    found = json.loads(text)
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
    for part in parts(found):
        assert not NOT_IN_DRAFT_07 & part.keys()
        if isinstance(part.get("$ref"), str):
            assert part.keys() == {"$ref"}
            assert part["$ref"].removeprefix("#/definitions/") in found["definitions"]


@pytest.mark.parametrize("text", schema.schemas().values())
def test_each_field_is_explained(text: str) -> None:
    """Every field has a sentence that an editor can show."""
    fields = [field for part in parts(json.loads(text)) for field in part.get("properties", {}).items()]
    assert fields
    assert [name for name, about in fields if not str(about.get("description", "")).endswith(".")] == []


@pytest.mark.parametrize("name", FILES)
def test_check_jsonschema_takes_what_is_shipped(name: str) -> None:
    """A common pre-commit tool accepts each schema as draft-07, and accepts every shipped file."""
    done = validated(name, *sorted(CONTENT.glob(FILES[name])))
    assert done.exit_code == 0, done.output
    assert checked("--check-metaschema", CONTENT / "schemas" / f"{name}.json").exit_code == 0


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("paper", "titel: a\n", "titel"),
        ("paper", "date: 2021\n", "$.date"),
        ("paper", "date: '5 July'\n", "$.date"),
        ("paper", "identifiers:\n  arxiv: '2107.02137v2'\n", "$.identifiers.arxiv"),
        ("paper", "identifiers:\n  doi: 10.1000/ABC\n", "$.identifiers.doi"),
        ("paper", "other_versions:\n  - doi: 10.48550/arxiv.2107.02137\n", "$.other_versions[0].doi"),
        ("paper", "links:\n  code: ftp://x\n", "$.links.code"),
        ("paper", "families: [A Family]\n", "$.families[0]"),
        ("paper", "builds_on: [A Paper]\n", "$.builds_on[0]"),
        ("paper", "builds_on:\n  - how: uses\n", "$.builds_on[0]"),
        ("paper", "builds_on:\n  - paper: a\n    how: evaluates\n", "$.builds_on[0]"),
        ("paper", "compared_with:\n  - paper: a\n    how: uses\n", "$.compared_with[0]"),
        ("paper", "authors:\n  - given: Ada\n    middle: M\n", "$.authors[0]"),
        ("paper", "results:\n  - value: 3\n", "benchmark"),
        ("paper", "results:\n  - benchmark: b\n    value:\n", "$.results[0].value"),
        ("paper", "results:\n  - benchmark: b\n    value: 1\n    kind: speedup\n", "$.results[0].kind"),
        ("paper", "results:\n  - benchmark: b\n    value: 1\n    better: more\n", "$.results[0].better"),
        ("path", "title: T\naudience: A\nsteps: []\n", "$.steps"),
        ("path", "title: T\naudience: A\nsteps:\n  - paper: a\n", "why"),
        ("path", "title: T\naudience: A\nsteps:\n  - paper: A B\n    why: w\n", "$.steps[0].paper"),
        ("taxonomy", "families:\n  Big One:\n    name: a\n    description: b\n", "Big One"),
        ("taxonomy", "topics:\n  a:\n    name: a\n    description: b\n    rules:\n      - words: []\n", "words"),
        ("decisions", "- pair: [a]\n  verdict: same\n  reason: r\n", "$[0].pair"),
        ("decisions", "- pair: [a, b]\n  verdict: perhaps\n  reason: r\n", "$[0].verdict"),
    ],
)
def test_check_jsonschema_refuses_what_check_refuses(name: str, text: str, where: str, tmp_path: Path) -> None:
    """The schema alone finds the common mistakes, at their place."""
    path = tmp_path / "x.yml"
    path.write_text(text)
    done = validated(name, path)
    assert done.exit_code == 1
    assert where in done.stdout


def test_check_jsonschema_takes_one_line_or_a_block_of_fields(tmp_path: Path) -> None:
    """Authors and relations may be either; `shelf check` reads both."""
    text = """\
title: T
authors:
  - Ada Marsh
  - family: García López
    given: María
builds_on:
  - a
  - paper: b
    how: initialises-from
    why: its weights
compared_with:
  - paper: c
    how: evaluates
"""
    path = tmp_path / "x.yml"
    path.write_text(text, encoding="utf-8")
    done = validated("paper", path)
    assert done.exit_code == 0, done.output
    assert yaml_files.parse(path, text, Paper)[1] == []


def test_shipped_files_name_their_schema() -> None:
    """The path in the first line leads from the file to the schema; a file without that line is fine."""
    for name, pattern in FILES.items():
        lines = [(path, path.read_text("utf-8").partition("\n")[0]) for path in CONTENT.glob(pattern)]
        found = [(path, line.partition("$schema=")[2]) for path, line in lines if "$schema=" in line]
        assert found
        assert {(path.parent / link).resolve() for path, link in found} == {CONTENT / "schemas" / f"{name}.json"}


def test_new_files_name_their_schema_and_edits_keep_the_line(tmp_path: Path) -> None:
    """New files begin with the line; the first line of people's files stays as it is."""
    decision = Decision(pair=("a", "b"), verdict="different", reason="r")
    things: dict[str, Any] = {
        "papers/a.yml": Paper(title="A"),
        "paths/p.yml": ReadingPath(title="P", audience="All.", steps=(Step(paper="a", why="w"),)),
        "taxonomy.yml": Taxonomy(topics={"t": Node(name="T", description="d")}),
        "decisions.yml": (decision,),
    }
    catalogue.save(tmp_path, things)
    lines = {path: schema.line(path) for path in things}
    assert all(lines.values())
    assert all((tmp_path / path).read_text().startswith(line) for path, line in lines.items())
    more = decision.model_copy(update={"pair": ("a", "c")})
    catalogue.save(tmp_path, {"papers/a.yml": Paper(title="B", venue="V"), "decisions.yml": (decision, more)})
    catalogue.save(tmp_path, {"decisions.yml": (more,)})
    assert (tmp_path / "papers/a.yml").read_text() == f"{lines['papers/a.yml']}title: B\nvenue: V\n"
    assert (tmp_path / "decisions.yml").read_text() == lines["decisions.yml"] + yaml_files.dump((more,))
    (tmp_path / "papers/a.yml").write_text("title: B\n")
    catalogue.save(tmp_path, {"papers/a.yml": Paper(title="C")})
    assert (tmp_path / "papers/a.yml").read_text() == "title: C\n"


def test_machine_written_files_name_none() -> None:
    """Ledgers and questions have no schema: nobody edits them."""
    assert (
        schema.line("imports/2026-11-21-000.yml") == schema.line("review.yml") == schema.line("imports/paper.yml") == ""
    )


CANONICAL = {
    "arxiv": (
        identifiers.arxiv,
        r"\d\d(0\d|1[0-2])\.\d{4,5}(v\d)?|[a-z][a-z-]{1,6}(\.[A-Z]{2})?/\d\d(0\d|1[0-2])\d{3}",
    ),
    "doi": (identifiers.doi, r"10\.\d{4,5}(\.\d)?/[A-Za-z0-9.()<>;:_-]{1,9}|10\.48550/arxiv\.2107\.0213\d"),
    "pmid": (lambda text: identifiers.pmid(f"pmid:{text}"), r"[0-9]{1,9}"),
    "isbn": (identifiers.isbn, r"(97[89]-?)?[0-9]{9}[0-9X]"),
    "acl": (identifiers.acl, r"\d{4}\.[a-z0-9]{1,5}-[a-z0-9]{1,5}\.\d{1,3}|[A-Za-z]\d{2}-\d{4,5}"),
    "openreview": (lambda text: identifiers.openreview(f"openreview:{text}"), r"[A-Za-z0-9_-]{8,13}"),
}


@pytest.mark.parametrize("name", identifiers.FORMS)
@settings(deadline=None)
@given(st.data())
def test_an_editor_never_marks_a_canonical_identifier(name: str, data: st.DataObject) -> None:
    """The schema's pattern accepts every form that `shelf check` suggests."""
    canonical, pattern = CANONICAL[name]
    found = canonical(data.draw(st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)))
    assert found is None or re.search(identifiers.FORMS[name], found)
