"""Statuses of a paper out of what its records claim and deny: whatever their order, and however they are grouped."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.matching import clusters, merge, statuses, union
from generator.model import Identifiers, Name, Paper, Record, Status
from generator.text import keys

KINDS = ("retracted", "withdrawn", "corrected", "concern")
STATUSES = st.builds(
    Status,
    kind=st.sampled_from(KINDS),
    date=st.sampled_from((None, "2020", "2021", "2021-07", "2021-07-05")),
    notice=st.sampled_from((None, "https://doi.org/10.1234/a", "https://doi.org/10.1234/b")),
    by=st.lists(st.sampled_from(("Crossref", "OpenAlex", "PubMed")), unique=True, max_size=2).map(tuple),
)
RECORDS = st.lists(
    st.builds(
        Record,
        source=st.just("made-up"),
        line=st.just(1),
        status=st.lists(STATUSES, max_size=3).map(tuple),
        denies=st.lists(st.sampled_from(KINDS), unique=True, max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=5,
)
TITLE = "Frogs of the Pond in Early Spring"
RETRACTED = Status(kind="retracted", date="2021-07-05", notice="https://doi.org/10.1234/n", by=("Crossref",))


def record(title: str = TITLE, **fields: object) -> Record:
    """Return a record of the paper."""
    known: dict[str, object] = {
        "source": "a.bib",
        "line": 1,
        "authors": (Name(family="Marsh", given="Ada"), Name(family="Reed", given="Bo")),
        "date": "2019",
        "venue": "Pond Science",
        "volume": "3",
        "pages": "1-9",
    }
    return Record(title=title, **(known | fields))


@given(records=RECORDS, order=st.randoms())
def test_the_order_does_not_matter(records: list[Record], order) -> None:
    """What is agreed and what is contested depends on what is said, not on who said it first."""
    mixed = records[:]
    order.shuffle(mixed)
    assert statuses.agreed(mixed) == statuses.agreed(records)
    assert list(statuses.contested(mixed)) == list(statuses.contested(records))


@given(records=RECORDS)
def test_claims_are_agreed_or_contested(records: list[Record]) -> None:
    """No claim is lost, none is both, there is one of each kind, and the gravest comes first."""
    agreed, contested = statuses.agreed(records), tuple(statuses.contested(records))
    kinds = [one.kind for one in (*agreed, *contested)]
    assert sorted(kinds) == sorted(one.kind for one in statuses.joined(records))
    assert len(set(kinds)) == len(kinds)
    denied = {kind for one in records for kind in one.denies}
    assert not denied & {one.kind for one in agreed}
    order = ("retracted", "withdrawn", "concern", "corrected")
    assert [one.kind for one in agreed] == sorted((one.kind for one in agreed), key=order.index)
    assert {name for one in statuses.joined(records) for name in one.by} == {
        name for one in records for status in one.status for name in status.by
    }


@given(records=RECORDS)
def test_a_union_says_the_same(records: list[Record]) -> None:
    """Records joined to one by ``shelf dedupe`` claim and deny together what they did one by one."""
    assert statuses.agreed([union.join(records)]) == statuses.agreed(records)
    assert statuses.joined([union.join(records)]) == statuses.joined(records)


@given(ours=RECORDS, theirs=RECORDS)
def test_a_rerun_adds_nothing(ours: list[Record], theirs: list[Record]) -> None:
    """What was added once is not added again; what ours say stays, and only an empty date or notice is filled in."""
    before, new = statuses.agreed(ours), statuses.agreed(theirs)
    after = statuses.added(before, new)
    for was, now in zip(before, after, strict=False):
        assert was.kind == now.kind
        assert all(getattr(was, name) in (None, (), getattr(now, name)) for name in ("date", "notice", "by"))
    assert statuses.added(after, new) == after


@pytest.mark.parametrize(
    ("ours", "date", "notice"),
    [
        (Status(kind="retracted", by=("OpenAlex",)), "2021-07-05", "https://doi.org/10.1234/a"),
        (Status(kind="retracted", date="2021-07-05"), "2021-07-05", "https://doi.org/10.1234/a"),
        (Status(kind="retracted", date="2019"), "2019", None),
        (Status(kind="retracted", notice="https://example.org/b"), None, "https://example.org/b"),
    ],
)
def test_a_bare_status_takes_the_notice_that_comes_later(ours: Status, date: str | None, notice: str | None) -> None:
    """A database says it first, the notice follows; what a person wrote otherwise is another notice."""
    later = Status(kind="retracted", date="2021-07-05", notice="https://doi.org/10.1234/a", by=("Crossref",))
    (one,) = statuses.added((ours,), (later,))
    assert (one.date, one.notice, one.by) == (date, notice, ours.by or (later.by if notice == later.notice else ()))


def test_the_claim_with_the_notice_is_shown() -> None:
    """Of claims of one kind the notice counts, with the most exact date of the first year, and all who said so."""
    bare = Status(kind="retracted", by=("OpenAlex",))
    year = Status(kind="retracted", date="2021", notice="https://pubmed.ncbi.nlm.nih.gov/1/", by=("PubMed",))
    (one,) = statuses.agreed([record(status=(bare, year)), record(status=(RETRACTED,))])
    assert (one.date, one.notice, one.by) == ("2021-07-05", RETRACTED.notice, ("Crossref", "OpenAlex", "PubMed"))


def test_a_bare_retraction_is_the_withdrawal_that_is_known() -> None:
    """A database that only knows “retracted” adds no second status to a withdrawn paper, in either order."""
    withdrawn = Status(kind="withdrawn", by=("arXiv",))
    bare = Status(kind="retracted", by=("OpenAlex",))
    (one,) = statuses.agreed([record(status=(bare,)), record(status=(withdrawn,))])
    assert (one.kind, one.by) == ("withdrawn", ("OpenAlex", "arXiv"))
    assert statuses.added((withdrawn,), (bare,)) == (withdrawn,)
    assert statuses.added((withdrawn,), (RETRACTED,)) == (withdrawn, RETRACTED)


MARKED = (
    f"RETRACTED: {TITLE}",
    f"[Retracted] {TITLE}",
    f"Retracted article: {TITLE}",
    f"{TITLE} (Retracted article. See vol. 5, pg. 7, 2021)",
    f"WITHDRAWN: {TITLE}",
)


@pytest.mark.parametrize("title", MARKED)
def test_a_marked_title_is_the_papers(title: str) -> None:
    """It is the same paper on the usual two agreements; the merged title, and so the key, is without the mark."""
    pair = [record(), record(title, source="b.bib", status=(RETRACTED,))]
    assert clusters.match(*pair).verdict == "same"
    for group in (pair, pair[::-1], pair[1:]):
        paper, _ = merge.merge(group)
        assert (paper.title, paper.status) == (TITLE, (RETRACTED,))
        assert keys.make_key(paper.title or "") == "frogs-of-the-pond-in-early-spring"


@pytest.mark.parametrize("title", MARKED)
def test_a_marked_title_alone_is_not_enough(title: str) -> None:
    """Other people, years and places stay another paper."""
    other = record(title, authors=(Name(family="Vale", given="Mara"),), date="1999", volume="40", pages="700-712")
    assert clusters.match(record(), other).verdict != "same"


@pytest.mark.parametrize(
    "title",
    [
        f"Retraction: {TITLE}",
        f"Retraction note to: {TITLE}",
        f"Retraction notice to “{TITLE}”",
        f"Notice of retraction: {TITLE}",
        f"{TITLE} [Retraction of vol 3, pg 1, 2019]",
        f"Editorial expression of concern: {TITLE}",
        f"Withdrawal: {TITLE}",
        f"Publisher Correction: {TITLE}",
    ],
)
@pytest.mark.parametrize("mark", ["", "RETRACTED: "])
def test_a_notice_is_not_the_paper(title: str, mark: str) -> None:
    """By the same authors in the same journal, it is still another text, also than a paper marked as retracted."""
    notice = record(title, source="b.bib", date="2021", volume="5", pages="7", identifiers=Identifiers(doi="10.1234/n"))
    assert clusters.match(record(mark + TITLE), notice).verdict != "same"
    assert (
        clusters.match(record(mark + TITLE), replace(notice, date="2019", identifiers=Identifiers())).verdict != "same"
    )


def test_a_contested_retraction_is_no_status() -> None:
    """One service claims it, another denies it: the paper has its title without the mark, and no status."""
    group = [record(f"RETRACTED: {TITLE}", status=(RETRACTED,)), record(denies=("retracted",))]
    paper, _ = merge.merge(group)
    assert (paper.title, paper.status) == (TITLE, ())
    assert list(statuses.contested(group)) == [RETRACTED]


def test_filling_a_paper_adds_new_kinds_only() -> None:
    """What a person wrote stays; another kind is added behind it."""
    mine = Status(kind="retracted", date="2020", by=("the authors",))
    concern = Status(kind="concern", date="2020", by=("PubMed",))
    paper = Paper(title=TITLE, authors=record().authors, status=(mine,))
    assert merge.fill(paper, [record(status=(RETRACTED, concern))]).status == (mine, concern)
