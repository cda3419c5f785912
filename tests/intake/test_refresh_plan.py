"""From answers to changes: which records are kept, what is proposed instead, and the days of the checks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import refresh_plan
from generator.intake.accession import printed
from generator.intake.refresh_plan import Findings, Outlook, due
from generator.model import Catalogue, Check, Identifiers, Ledger, Record, Watch
from generator.problems import Problem
from generator.services import SERVICES, Fetched, Gathering
from generator.storage import transactions
from tests.conftest import people

RECORD = Record(
    source="crossref",
    line=1,
    title="Limpets Between Two Tides",
    authors=people("Ada Marsh", "Li Wen"),
    date="2029-06-11",
    identifiers=Identifiers(doi="10.5555/shore.77"),
    venue="Journal of Shore Counting",
    pages="45-67",
)
TEXT = "title: Limpets Between Two Tides\nauthors:\n  - Ada Marsh\n  - Li Wen\nidentifiers:\n  doi: 10.5555/shore.77\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A shelf with a paper."""
    folder = tmp_path / "content"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "limpets.yml").write_text(TEXT, encoding="utf-8")
    return folder


def looked(content: Path, *records: Record, date: str = "2029-07-02", key: str = "limpets", day: str = "") -> Outlook:
    """Look at these answers about one paper, and write what is new."""
    found = tuple(Fetched(service=SERVICES[one.source], record=one, day=day) for one in records)
    findings = Findings(gatherings={key: Gathering(found=found, problems=())})
    seen = refresh_plan.outlook(findings, catalogue.load(content), date=date)
    transactions.save(content, seen.changes)
    return seen


def shelf(content: Path) -> Catalogue:
    """The shelf as it is now."""
    return catalogue.load(content)


def test_only_records_that_brought_something_are_kept(content: Path):
    """A record that says nothing new has no place in a ledger; the same facts are kept once, with or without an abstract."""
    whole = replace(RECORD, abstract="Limpets are counted on wet rocks before the tide is back, and nobody minds. " * 9)
    other = Record(
        source="semantic-scholar",
        line=1,
        title=RECORD.title,
        authors=RECORD.authors,
        id="1",
        identifiers=RECORD.identifiers,
    )
    looked(content, whole, other)
    [(stem, ledger)] = shelf(content).ledgers.items()
    assert stem == "2029-07-02-crossref-refresh"
    assert [(one.line, one.paper, one.venue) for one in ledger.records] == [(1, "limpets", RECORD.venue)]
    path = content / "papers" / "limpets.yml"
    path.write_text(path.read_text("utf-8").replace("pages: '45-67'\n", "pages: 1-2\n"), encoding="utf-8")
    looked(content, RECORD, replace(other, status=(), denies=("retracted",)), date="2029-07-09")
    assert set(shelf(content).ledgers) == {"2029-07-02-crossref-refresh"}


def test_records_of_one_day_share_a_ledger_that_grows(content: Path):
    """Changed facts follow with the next number, and what was there stays."""
    looked(content, RECORD)
    looked(content, replace(RECORD, pages="145-167"))
    [ledger] = shelf(content).ledgers.values()
    assert [(one.line, one.pages) for one in ledger.records] == [(1, "45-67"), (2, "145-167")]
    assert shelf(content).papers["limpets"].pages == "145-167"


def test_facts_that_are_kept_already_are_not_kept_twice(content: Path):
    """A record that an earlier look-up kept with its abstract's fingerprint, and that no paper had."""
    whole = replace(RECORD, abstract="Limpets are counted on wet rocks before the tide is back, and nobody minds. " * 9)
    known = printed(whole).model_copy(update={"paper": None})
    assert known.sketch
    ledger = Ledger(source="crossref", format="csl-json", date="2029-06-01", records=(known,))
    transactions.save(content, catalogue.changes(shelf(content), {"imports/2029-06-01-crossref.yml": ledger}))
    assert {one.kind for one in looked(content, RECORD).news} == {"filled"}
    assert list(shelf(content).ledgers) == ["2029-06-01-crossref"]


def test_the_days_of_the_checks(content: Path):
    """Each paper has one day for each service: the last; papers that went are forgotten."""
    other = replace(RECORD, source="openalex", id="W1")
    looked(content, RECORD, other)
    assert shelf(content).watch.checks == (
        Check(date="2029-07-02", services=("crossref", "openalex"), papers=("limpets",)),
    )
    looked(content, RECORD, date="2029-07-09")
    assert shelf(content).watch.checks == (
        Check(date="2029-07-09", services=("crossref",), papers=("limpets",)),
        Check(date="2029-07-02", services=("openalex",), papers=("limpets",)),
    )
    looked(content, other, date="2029-07-16", day="2029-06-30")  # an answer that was kept is no newer than its day
    assert [one.date for one in shelf(content).watch.checks] == ["2029-07-09", "2029-07-02"]
    (content / "papers" / "limpets.yml").rename(content / "papers" / "barnacles.yml")
    looked(content, RECORD, date="2029-07-23", key="barnacles")
    assert [one.papers for one in shelf(content).watch.checks] == [("barnacles",)]


def test_those_that_were_not_checked_for_longest_come_first():
    """Never checked, then the oldest."""
    watch = Watch(
        checks=(
            Check(date="2029-07-09", services=("arxiv",), papers=("b",)),
            Check(date="2029-07-02", services=("arxiv", "crossref"), papers=("a", "b")),
        )
    )
    now, later = due(Catalogue(root=Path(), watch=watch), ["a", "b", "c"], 2)
    assert (now, later) == (["c", "a"], ["b"])


def test_a_fault_of_a_service_is_told_once(content: Path):
    """However many papers were asked about, one by one: the report has a line for it, with their number."""
    (content / "papers" / "whelks.yml").write_text("title: Whelks\n", encoding="utf-8")
    faults = [
        Problem(
            path="host",
            code="add.no-answer",
            message="Crossref sends half",
            hint=f"asked for: {key}",
            severity="warning",
        )
        for key in ("limpets", "whelks")
    ]
    found = (Fetched(service=SERVICES["crossref"], record=RECORD),)
    findings = Findings(
        gatherings={
            "limpets": Gathering(found=found, problems=(faults[0],)),
            "whelks": Gathering(found=(), problems=(faults[1],)),
        }
    )
    seen = refresh_plan.outlook(findings, shelf(content), date="2029-07-02")
    assert [(one.what, one.count) for one in seen.left_out] == [("Crossref", 2)]
    assert [one.message for one in seen.problems] == ["Crossref sends half"]
