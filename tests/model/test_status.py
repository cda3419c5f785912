"""The status of a paper: the forms that a file may have, and the shortest one that is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import yaml_files
from generator.model import Paper, Status

NOTICE = "https://doi.org/10.9999/pond.2"
WHOLE = Status(kind="retracted", date="2021-07-05", notice=NOTICE, by=("Crossref",))


def parsed(text: str) -> tuple[Paper | None, list[str]]:
    """The paper of a file with these lines, and its problems with place and code."""
    paper, problems = yaml_files.parse(Path("content/papers/limpets.yml"), f"title: Limpets at Rest\n{text}", Paper)
    return paper, [f"{one.line}:{one.column} {one.code} {one.hint}" for one in problems]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("status: retracted\n", (Status(kind="retracted"),)),
        ("status: [corrected, concern]\n", (Status(kind="corrected"), Status(kind="concern"))),
        ("status:\n  kind: withdrawn\n  by: arXiv\n", (Status(kind="withdrawn", by=("arXiv",)),)),
        (f"status:\n  - kind: retracted\n    date: '2021-07-05'\n    notice: {NOTICE}\n    by: [Crossref]\n", (WHOLE,)),
        (f"status:\n  - concern\n  - kind: corrected\n    notice: {NOTICE}\n", (Status(kind="concern"), Status(kind="corrected", notice=NOTICE))),
    ],
)  # fmt: skip
def test_every_form_means_a_list(text: str, found: tuple[Status, ...]):
    """A word, a mapping and a list are read alike, and what is written is read again."""
    paper, problems = parsed(text)
    assert paper
    assert not problems
    assert paper.status == found
    again, _ = yaml_files.parse(Path("content/papers/limpets.yml"), yaml_files.dump(paper), Paper)
    assert again == paper
    assert Paper.model_validate_json(paper.model_dump_json()) == paper


def test_the_shortest_form_is_written():
    """A kind alone stands alone."""
    paper = Paper(title="Limpets at Rest", status=(Status(kind="concern"), WHOLE))
    assert yaml_files.dump(paper) == (
        "title: Limpets at Rest\nstatus:\n  - concern\n  - kind: retracted\n    date: '2021-07-05'\n"
        f"    notice: {NOTICE}\n    by:\n      - Crossref\n"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("status: retract\n", "2:9 field.value did you mean retracted?"),
        ("status:\n  - kind: gone\n", "3:11 field.value allowed: retracted, withdrawn, corrected, concern"),
        ("status:\n  - retracted\n  - Corrected\n", "4:5 field.value did you mean corrected?"),
        ("status:\n  - date: '2021'\n", "3:5 field.missing"),
        ("status:\n  kind: retracted\n  notice: javascript:alert(1)\n", "4:11 url.scheme"),
        ("status:\n  kind: retracted\n  noticed: x\n", "4:3 field.unknown did you mean notice?"),
        ("status:\n  kind: retracted\n  date: 5 July 2021\n", "4:9 date.form"),
        ("status: 7\n", "2:9 field.type"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, problem: str):
    """Line, column, code and a hint for each kind of slip."""
    paper, problems = parsed(text)
    assert paper is None
    assert [one[: len(problem)] for one in problems] == [problem]


def test_what_no_longer_stands():
    """Retracted and withdrawn papers do not stand; corrected ones do."""
    kinds = ("retracted", "withdrawn", "corrected", "concern")
    assert [Status(kind=kind).is_off for kind in kinds] == [True, True, False, False]
