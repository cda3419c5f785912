"""Warnings about statuses: what builds on a retracted paper unaware, and statuses that cannot be right."""

from pathlib import Path

import pytest

from generator.content import catalogue

RETRACTED = "title: Otters Swim\nstatus:\n  kind: retracted\n  notice: https://doi.org/10.1234/notice\n"


@pytest.fixture
def found(tmp_path):
    """Return a function that returns code, place and hint of each problem with some files."""

    def check(**files):
        for name, text in files.items():
            path = tmp_path / f"{name.replace('__', '/').replace('_', '-')}.yml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        _, problems = catalogue.inspect(tmp_path)
        return [
            (one.code, f"{Path(one.path).stem}:{one.line}:{one.column}", one.severity, one.hint) for one in problems
        ]

    return check


def test_building_on_a_retracted_paper_is_a_warning_at_the_reference(found):
    """The hint leads to the notice, and says how to acknowledge it."""
    hint = "read https://doi.org/10.1234/notice; delete the line, or say in its why that the paper is retracted"
    assert found(papers__otters=RETRACTED, papers__newts="title: Newts\nbuilds_on:\n  - otters\n") == [
        ("ref.retracted", "newts:3:5", "warning", hint)
    ]


def test_a_withdrawn_paper_without_a_notice_is_shown_in_its_file(found):
    """There is nothing else to read."""
    [(_, place, _, hint)] = found(
        papers__otters="title: Otters Swim\nstatus: withdrawn\n",
        papers__newts="title: Newts\nbuilds_on:\n  - {paper: otters, how: uses}\n",
    )
    assert (place, hint.partition(";")[0]) == ("newts:3:13", "read the status in its file, papers/otters.yml")


@pytest.mark.parametrize(
    "why", ["its method; retracted since", "Withdrawn, but the corpus holds", "before its RETRACTION"]
)
def test_a_reference_that_says_so_is_acknowledged(found, why):
    """Whoever writes that the paper is retracted or withdrawn is aware of it."""
    newts = f"title: Newts\nbuilds_on:\n  - paper: otters\n    why: {why}\n"
    assert found(papers__otters=RETRACTED, papers__newts=newts) == []


def test_comparisons_and_lesser_statuses_are_no_warning(found):
    """A comparison relies on nothing, and a corrected paper stands."""
    assert (
        found(
            papers__otters=RETRACTED,
            papers__newts="title: Newts\ncompared_with:\n  - otters\nbuilds_on:\n  - frogs\n",
            papers__frogs="title: Frogs\nstatus: [corrected, concern]\n",
        )
        == []
    )


def test_a_step_of_a_reading_path_is_a_reference(found):
    """It is a warning unless its reason says so; a former key is followed."""
    path = "title: Rivers\naudience: All.\nsteps:\n  - paper: {}\n    why: {}\n"
    told = found(papers__otters=f"{RETRACTED}former_keys: [swim]\n", paths__rivers=path.format("swim", "The start."))
    assert [one[:2] for one in told] == [("ref.renamed", "rivers:4:12"), ("ref.retracted", "rivers:4:12")]
    assert [one[0] for one in found(paths__rivers=path.format("swim", "Retracted, but read why."))] == ["ref.renamed"]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ("status: retractd", ("field.value", "otters:2:9", "did you mean retracted?")),
        ("status: [corrected, Concern]", ("field.value", "otters:2:21", "did you mean concern?")),
        ("status: {kind: retracted, dat: '2021'}", ("field.unknown", "otters:2:27", "did you mean date?")),
        ("status: {date: '2021'}", ("field.missing", "otters:2:9", "add a line kind: …")),
        (
            "status: {kind: retracted, date: '2021-02-30'}",
            ("date.value", "otters:2:33", "look it up again; a month or a year is enough"),
        ),
        (
            "status:\n  - kind: retracted\n    notice: doi.org/10.1/x",
            ("url.scheme", "otters:4:13", "write https://doi.org/10.1/x"),
        ),
        ("date: '2022'\nstatus: {kind: corrected, date: '2021'}", ("status.date", "otters:3:33", "check both dates")),
        (
            "status:\n  - retracted\n  - corrected\n  - kind: retracted\n    date: '2021'",
            ("status.twice", "otters:5:5", "delete one of the two, or join them"),
        ),
    ],
)
def test_a_status_that_cannot_be_right_is_told_at_its_place(found, status, problem):
    """The hint says what is meant, whether one status stands alone or in a list."""
    assert [(code, place, hint) for code, place, _, hint in found(papers__otters=f"title: T\n{status}\n")] == [problem]


@pytest.mark.parametrize(
    "status",
    [
        "status: retracted",
        "status: {kind: corrected, date: '2021', by: Crossref}",
        "date: '2021-07-05'\nstatus: {kind: retracted, date: '2021-07'}",
        "date: '2021'\nstatus: {kind: retracted, date: '2021-01-02'}",
        "status: [corrected, concern]",
    ],
)
def test_what_may_be_is_no_warning(found, status):
    """A status needs no notice and no date; a partial date agrees with each day in it."""
    assert found(papers__otters=f"title: T\n{status}\n") == []
