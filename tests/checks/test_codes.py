"""Each code of `shelf check` is registered, explained, used, and triggered by a minimal file at the exact place."""

import ast
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.content import catalogue, recent
from generator.problems import CODES, GROUPS, Problem, ShelfError
from generator.storage import git
from generator.text import fingerprints
from tests.conftest import ROOT, TOO_STEEP, Shelf, growth
from tests.content.repository import Repository
from tests.content.repository import shelf as small

CHECKED = [  # the modules that make problems for `shelf check`
    *sorted((ROOT / "generator/checks").glob("*.py")),
    *sorted((ROOT / "generator/yaml_files").glob("*.py")),
    ROOT / "generator/storage/git.py",
    *(ROOT / "generator/content" / f"{name}.py" for name in ("catalogue", "recent")),
    *(ROOT / "generator/cli" / f"{name}.py" for name in ("check", "group")),
]
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*")
_OTHER = re.compile(r".*\.(?:ya?ml|json|md)|safe\.directory")  # names of files, and a setting of git's
ABSTRACT = "herons wade where the water is shallow and wait for small fish to come near their feet in the morning, before the wind rises over the reeds"
LEDGER = "source: s\nformat: listing\ndate: '2021'\nsha256: '{}'\nrecords:\n  - line: 1\n    paper: {}\n".format(
    "0" * 64, "{}"
)
NODE = "    name: Nets\n    description: d\n"
TAXONOMY = f"families:\n  tiny:\n{NODE}topics:\n  books:\n{NODE}"
SAME = "- pair: [{}, {}]\n  verdict: same\n  reason: r\n"

Files = dict[str, str | bytes | Path]  # a path: a link to it


def a(text: str) -> Files:
    """Return one paper's file."""
    return {"papers/a.yml": text}


FIRED: dict[str, tuple[Files, str]] = {
    "id.pmid": (a("title: T\nidentifiers:\n  pmid: 'x1'\n"), "papers/a.yml:3:9"),
    "id.isbn": (a("title: T\nidentifiers:\n  isbn: '978-0-306-40615-7'\n"), "papers/a.yml:3:9"),
    "name.several": (a("title: T\nauthors:\n  - Ada Marsh, Bo Reed\n"), "papers/a.yml:3:5"),
    "name.more": (a("title: T\nauthors:\n  - Ada Marsh\n  - et al.\n"), "papers/a.yml:4:5"),
    "name.comma": (a("title: T\nauthors:\n  - Pond Lab, Frogtown\n"), "papers/a.yml:3:5"),
    "yaml.syntax": (a("title: T\nvenue: 'b\n"), "papers/a.yml:2:8"),
    "yaml.empty": (a("# nothing\n"), "papers/a.yml:1:1"),
    "yaml.duplicate-key": (a("title: T\nvenue: V\ntitle: T\n"), "papers/a.yml:3:1"),
    "yaml.unquoted": (a("title: T\nidentifiers:\n  arxiv: 2107.02137\n"), "papers/a.yml:3:10"),
    "yaml.comment": (a("title: Ponds #1 and frogs\n"), "papers/a.yml:1:14"),
    "yaml.key": (a("title: T\n? [x]\n: y\n"), "papers/a.yml:2:3"),
    "yaml.encoding": (a("") | {"papers/a.yml": b"title: T\nvenue: \xe9\n"}, "papers/a.yml:2:8"),
    "yaml.control-character": (a("title: T\nvenue: a\x07b\n"), "papers/a.yml:2:9"),
    "yaml.alias": (a("title: T\nvenue: *x\n"), "papers/a.yml:2:8"),
    "yaml.anchor": (a("title: T\nvenue: &x V\n"), "papers/a.yml:2:8"),
    "yaml.merge": (a("title: T\n<<: {venue: V}\n"), "papers/a.yml:2:1"),
    "yaml.tag": (a("title: T\nvenue: !!str V\n"), "papers/a.yml:2:8"),
    "yaml.documents": (a("title: T\n---\ntitle: U\n"), "papers/a.yml:2:1"),
    "yaml.too-large": (a("title: T\nvenue: V\n" + "#" * 20_000_000), "papers/a.yml:1:1"),
    "yaml.too-deep": (a("title: T\nvenue: " + "[" * 40 + "]" * 40), "papers/a.yml:2:39"),
    "text.invisible": (a("title: T\nvenue: a\u202eb\n"), "papers/a.yml:2:9"),
    "field.unknown": (a("title: T\ntitel: T\n"), "papers/a.yml:2:1"),
    "field.missing": (a("title: T\nresults:\n  - value: 3\n"), "papers/a.yml:3:5"),
    "field.type": (a("title: T\nauthors: A\n"), "papers/a.yml:2:10"),
    "field.value": (a("title: T\nvenue: ''\n"), "papers/a.yml:2:8"),
    "key.form": (a("title: T\nfamilies:\n  - A Family\n"), "papers/a.yml:3:5"),
    "key.file-name": ({"papers/Ernie 9.yml": "title: T\n"}, "papers/Ernie 9.yml:1:1"),
    "key.windows": ({"papers/aux.yml": "title: T\n"}, "papers/aux.yml:1:1"),
    "former-key.clash": (a("title: T\nformer_keys:\n  - b\n") | {"papers/b.yml": "title: Other\n"}, "papers/a.yml:3:5"),
    "date.form": (a("title: T\ndate: '5 July'\n"), "papers/a.yml:2:7"),
    "date.value": (a("title: T\ndate: '2021-02-30'\n"), "papers/a.yml:2:7"),
    "date.arxiv": (a("title: T\ndate: '2019'\nidentifiers:\n  arxiv: '2107.02137'\n"), "papers/a.yml:2:7"),
    "date.acl": (a("title: T\ndate: '2022'\nidentifiers:\n  acl: P19-1441\n"), "papers/a.yml:2:7"),
    "date.published": (a("title: T\ndate: '2022'\npublished: '2020'\n"), "papers/a.yml:3:12"),
    "id.arxiv": (a("title: T\nidentifiers:\n  arxiv: 2107.02137v2\n"), "papers/a.yml:3:10"),
    "id.doi": (a("title: T\nidentifiers:\n  doi: 10.5555/ABC\n"), "papers/a.yml:3:8"),
    "id.acl": (a("title: T\nidentifiers:\n  acl: nothing\n"), "papers/a.yml:3:8"),
    "id.openreview": (a("title: T\nidentifiers:\n  openreview: x y\n"), "papers/a.yml:3:15"),
    "url.scheme": (a("title: T\nlinks:\n  code: javascript:x\n"), "papers/a.yml:3:9"),
    "url.form": (a("title: T\nlinks:\n  code: 'https://a b'\n"), "papers/a.yml:3:9"),
    "ref.family": (a("title: T\nfamilies:\n  - tinny\n") | {"taxonomy.yml": TAXONOMY}, "papers/a.yml:3:5"),
    "ref.topic": (a("title: T\ntopics:\n  - bookz\n") | {"taxonomy.yml": TAXONOMY}, "papers/a.yml:3:5"),
    "ref.paper": (a("title: T\nbuilds_on:\n  - b\n"), "papers/a.yml:3:5"),
    "ref.renamed": (
        a("title: T\nformer_keys: [old]\n")
        | {"paths/p.yml": "title: P\naudience: All.\nsteps:\n  - paper: old\n    why: w\n"},
        "paths/p.yml:4:12",
    ),
    "ref.self": (a("title: T\ncompared_with:\n  - a\n"), "papers/a.yml:3:5"),
    "ref.twice": (a("title: T\ntopics: [books, books]\n") | {"taxonomy.yml": TAXONOMY}, "papers/a.yml:2:17"),
    "ref.cycle": (
        a("title: T\nbuilds_on:\n  - b\n") | {"papers/b.yml": "title: Other\nbuilds_on: [a]\n"},
        "papers/a.yml:3:5",
    ),
    "taxonomy.cycle": ({"taxonomy.yml": f"topics:\n  x:\n{NODE}    parents:\n      - x\n"}, "taxonomy.yml:6:9"),
    "paper.no-title": (a("display: Some words\n"), "papers/a.yml:1:1"),
    "paper.author-count": (a("title: T\nauthors: [A, B]\nauthor_count: 1\n"), "papers/a.yml:3:15"),
    "paper.duplicate-identifier": (
        a("title: T\nidentifiers:\n  doi: 10.5555/a\n")
        | {"papers/b.yml": "title: Other\nother_versions:\n  - doi: 10.5555/a\n"},
        "papers/b.yml:3:10",
    ),
    "paper.similar-title": (
        a("title: Long Context Pretraining\n") | {"papers/b.yml": "venue: V\ntitle: Long Context Pre-training\n"},
        "papers/b.yml:2:8",
    ),
    "summary.copied": (a(f"title: T\nsummary: It says that {ABSTRACT}.\nabstract: {ABSTRACT}\n"), "papers/a.yml:2:10"),
    "result.kind": (a("title: T\nresults:\n  - benchmark: Q\n    value: 3\n    unit: x\n"), "papers/a.yml:5:11"),
    "result.better": (
        a("title: T\nresults:\n  - benchmark: Q\n    metric: FID\n    value: 3\n"),
        "papers/a.yml:4:13",
    ),
    "result.directions": (
        a("title: T\nresults:\n  - benchmark: Q\n    value: 3\n")
        | {"papers/b.yml": "title: Other\nresults:\n  - benchmark: Q\n    value: 3\n    better: lower\n"},
        "papers/a.yml:3:5",
    ),
    "result.units": (
        a("title: T\nresults:\n  - benchmark: Q\n    value: 3\n    unit: s\n")
        | {"papers/b.yml": "title: Other\nresults:\n  - benchmark: Q\n    value: 3\n    unit: ms\n"},
        "papers/b.yml:5:11",
    ),
    "version.unnamed": (a("title: T\nother_versions:\n  - date: '2021'\n"), "papers/a.yml:3:5"),
    "version.twice": (
        a("title: T\nidentifiers:\n  doi: 10.5555/a\nother_versions:\n  - doi: 10.5555/a\n"),
        "papers/a.yml:5:10",
    ),
    "version.newer": (
        a("title: T\npublished: '2020'\nother_versions:\n  - venue: V\n    date: '2022'\n"),
        "papers/a.yml:5:11",
    ),
    "decision.clash": (
        a("title: T\n")
        | {
            "imports/l.yml": LEDGER.format("a"),
            "decisions.yml": SAME.format("a", "'l#1'") + SAME.format("'l#1'", "a").replace("same", "different"),
        },
        "decisions.yml:5:12",
    ),
    "decision.self": (a("title: T\n") | {"decisions.yml": SAME.format("a", "a")}, "decisions.yml:1:9"),
    "decision.two-papers": (
        a("title: T\n") | {"papers/b.yml": "title: Other\n", "decisions.yml": SAME.format("a", "b")},
        "decisions.yml:1:9",
    ),
    "content.changed": (a("title: T\n") | {"papers/a.yml.shelf-new": "title: U\n"}, "papers/a.yml.shelf-new:1:1"),
    "content.unfinished": ({".shelf-ready/x": ""}, ":1:1"),
    "file.unreadable": ({"papers/a.yml/x": ""}, "papers/a.yml:1:1"),
    "file.conflict": (
        a("title: T\n        ("  - paper: old\n    why: [a]\n", (4, 10, "field.type", SINGLE)),
        ("  - [old]\n", (3, 5, "field.type", SINGLE)),
        ("  -\n", (3, 4, "field.type", "leave the line out, or fill it in")),
    ],
)
def test_a_faulty_relation_has_its_place_and_a_hint(
    root: Path, lines: str, expected: tuple[int, int, str, str]
) -> None:
    """Whatever stands there, nothing else is reported, and the other papers are still read."""
    spread(root, {"papers/old.yml": "title: Old\n", "papers/old-one.yml": "title: A second old one\n"})
    spread(root, a(f"title: T\nbuilds_on:\n{lines}"))
    assert [(p.line, p.column, p.code, p.hint) for p in catalogue.inspect(root)[1]] == [expected]


def test_a_circle_of_relations_is_found_however_they_are_written(root: Path) -> None:
    """Only what builds on another counts: two papers may be compared with each other."""
    spread(root, {"papers/b.yml": "title: Other\nbuilds_on:\n  - paper: a\n    how: uses\ncompared_with: [a]\n"})
    spread(root, a("title: T\nbuilds_on:\n  - c\n  - paper: b\n    how: extends\ncompared_with: [b]\n"))
    spread(root, {"papers/c.yml": "title: Third\n"})
    assert [(p.path[-12:], p.line, p.column, p.code) for p in catalogue.inspect(root)[1]] == [
        ("papers/a.yml", 4, 12, "ref.cycle")
    ]


def test_references_of_a_faulty_paper_are_still_checked(root: Path) -> None:
    """A fault in one relation hides no unknown key in another."""
    spread(root, a("title: T\nbuilds_on:\n  - paper: old\n    how: extend\n  - nobody\n  - paper: none\n"))
    spread(root, {"papers/old.yml": "title: Old\n"})
    assert [(p.line, p.code) for p in catalogue.inspect(root)[1]] == [
        (4, "field.value"),
        (5, "ref.paper"),
        (6, "ref.paper"),
    ]
