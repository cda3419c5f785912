"""What services say of one paper that nobody knew, and whose value goes into its file: a program's, never a person's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.intake.developments import Development, development
from generator.intake.past_records import PastRecords
from generator.model import Identifiers, Links, Paper, Record, Status
from generator.services import SERVICES, Fetched
from tests.conftest import people

TITLE = "LimpetNet: Counting Limpets Between Two Tides"
ARXIV = Record(
    source="arxiv",
    line=1,
    title=TITLE,
    authors=people("Ada Marsh", "Li Wen"),
    date="2029-01-05",
    identifiers=Identifiers(arxiv="2901.01234"),
)
CROSSREF = Record(
    source="crossref",
    line=1,
    title=TITLE,
    authors=people("Ada Marsh", "Li Wen"),
    date="2029-06-11",
    identifiers=Identifiers(doi="10.5555/shore.2029.77"),
    venue="Journal of Shore Counting",
    volume="12",
    pages="45-67",
    type="article-journal",
    publisher="Shore Press",
)
OPENALEX = replace(CROSSREF, source="openalex", id="W42", pages="", volume="")
PREPRINT = Paper(
    title=TITLE,
    authors=people("Ada Marsh", "Li Wen"),
    date="2029-01-05",
    identifiers=Identifiers(arxiv="2901.01234"),
)
PUBLISHED = PREPRINT.model_copy(
    update={
        "type": "article-journal",
        "identifiers": Identifiers(arxiv="2901.01234", doi="10.5555/shore.2029.77"),
        "venue": "Journal of Shore Counting",
        "published": "2029-06-11",
        "volume": "12",
        "pages": "45-67",
        "publisher": "Shore Press",
    }
)
RETRACTED = Status(kind="retracted", date="2030-02-03", notice="https://doi.org/10.5555/n.1", by=("Crossref",))


def looked(paper: Paper, *records: Record, past: PastRecords | None = None) -> Development:
    """What these answers of services bring; each record's source is its service."""
    answers = [Fetched(service=SERVICES[one.source], record=one) for one in records]
    return development("limpetnet", paper, answers, past or PastRecords())


def told(found: Development) -> list[tuple[str, str, str, bool]]:
    """Kind, field, value and whether it is written, of each news."""
    return [(one.kind, one.field, one.after, one.written) for one in found.news]


def said(*records: Record) -> PastRecords:
    """What services said before."""
    return PastRecords(services={name: tuple(one for one in records if one.source == name) for name in SERVICES})


def test_a_preprint_that_was_published():
    """Venue, date, DOI and pages come together, each with who says so and where; the records that say it are kept."""
    found = looked(PREPRINT, ARXIV, CROSSREF, OPENALEX)
    assert found.paper == PUBLISHED
    assert {one.kind for one in found.news} == {"published"}
    by_field = {one.field: one for one in found.news}
    assert by_field["venue"].after == "Journal of Shore Counting"
    assert by_field["venue"].sources == ("Crossref", "OpenAlex")
    assert by_field["pages"].sources == ("Crossref",)
    assert by_field["pages"].url == "https://doi.org/10.5555/shore.2029.77"
    assert [one.record.source for one in found.used] == ["crossref", "openalex"]


def test_the_same_answers_again_are_no_news():
    """What was written is in the file."""
    first = looked(PREPRINT, ARXIV, CROSSREF, OPENALEX)
    again = looked(first.paper, ARXIV, CROSSREF, OPENALEX, past=said(CROSSREF, OPENALEX))
    assert (again.paper, again.news, again.used) == (first.paper, (), ())


def test_a_preprint_of_a_server_becomes_the_other_version():
    """What a program wrote of the preprint gives way to the publication, and is kept as another version."""
    server = replace(CROSSREF, venue="bioRxiv", volume="", pages="", type="article", date="2029-01-05")
    server = replace(server, identifiers=Identifiers(doi="10.1101/2029.01.05.123456"))
    paper = Paper(
        title=TITLE,
        authors=people("Ada Marsh", "Li Wen"),
        type="article",
        venue="bioRxiv",
        published="2029-01-05",
        identifiers=Identifiers(doi="10.1101/2029.01.05.123456"),
    )
    found = looked(paper, CROSSREF, past=said(server))
    assert (found.paper.venue, found.paper.identifiers.doi) == (CROSSREF.venue, CROSSREF.identifiers.doi)
    assert [one.venue for one in found.paper.other_versions] == ["bioRxiv"]
    venue = next(one for one in found.news if one.field == "venue")
    assert (venue.kind, venue.before, venue.written) == ("published", "bioRxiv", True)


def test_what_a_person_wrote_of_a_preprint_stays():
    """A venue that no source printed is a person's: the publication is proposed, once."""
    paper = PREPRINT.model_copy(update={"venue": "arXiv preprint", "published": "2029"})
    found = looked(paper, CROSSREF)
    assert (found.paper.venue, found.paper.published) == ("arXiv preprint", "2029")
    proposals = {one.field: one for one in found.news if one.kind == "proposal"}
    assert proposals["venue"].after == CROSSREF.venue
    assert not any(one.written for one in proposals.values())
    assert found.paper.publisher is None  # it is the publication's
    again = looked(found.paper, CROSSREF, past=said(CROSSREF))
    assert again.news == ()


def test_what_a_person_removed_is_not_filled_again():
    """A publication, a link and a date that a service stated before, and that the file lacks."""
    code = "https://example.org/limpets"
    record = replace(CROSSREF, labeled=Links(code=code), links=(code,))
    bare = PREPRINT.model_copy(update={"date": None})
    found = looked(bare, ARXIV, record, past=said(ARXIV, record))
    assert (found.paper, found.news) == (bare, ())


def test_an_empty_field_is_filled():
    """A stub that is no preprint, and has no venue, is filled, not published."""
    stub = Paper(title=TITLE, identifiers=Identifiers(doi="10.5555/shore.2029.77"))
    found = looked(stub, CROSSREF)
    assert {one.kind for one in found.news} == {"filled"}
    assert found.paper.authors == people("Ada Marsh", "Li Wen")
    assert found.paper.venue == CROSSREF.venue


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("published", {"date": "2029-07-01"}),
        ("venue", {"venue": "Annals of Tide Pools"}),
        ("pages", {"pages": "145-167"}),
    ],
)
def test_a_service_corrects_what_the_file_has(field: str, change: dict[str, object]):
    """The value that this service printed before gives way to the one that it prints now."""
    now = replace(CROSSREF, **change)  # type: ignore[arg-type]
    found = looked(PUBLISHED, now, past=said(CROSSREF))
    [news] = found.news
    assert (news.kind, news.field, news.written, news.sources) == ("correction", field, True, ("Crossref",))
    assert news.after in {"2029-07-01", "Annals of Tide Pools", "145-167"}
    assert found.paper != PUBLISHED
    again = looked(found.paper, now, past=said(CROSSREF, now))
    assert again.news == ()


def test_a_correction_of_what_a_person_changed_is_proposed():
    """The file has neither the former value nor the new one."""
    ours = PUBLISHED.model_copy(update={"pages": "50-60"})
    found = looked(ours, replace(CROSSREF, pages="145-167"), past=said(CROSSREF))
    assert told(found) == [("proposal", "pages", "145-167", False)]
    assert found.paper == ours


def test_a_workshop_paper_that_came_out_in_a_journal_is_not_mixed():
    """A service names a journal, with a DOI, where it named a workshop: its venue beside the other fields would fit nothing."""
    before = replace(CROSSREF, venue="Workshop on Tides", volume="", identifiers=Identifiers(arxiv="2901.01234"))
    ours = PUBLISHED.model_copy(
        update={"venue": "Workshop on Tides", "volume": None, "identifiers": Identifiers(arxiv="2901.01234")}
    )
    found = looked(ours, CROSSREF, past=said(before))
    assert ("proposal", "venue", "Journal of Shore Counting", False) in told(found)
    assert found.paper.venue == "Workshop on Tides"


def test_a_correction_that_another_service_does_not_share_is_proposed():
    """Two services contradict each other: nothing is written."""
    old = replace(OPENALEX, pages="45-67")
    found = looked(PUBLISHED, replace(CROSSREF, pages="145-167"), old, past=said(CROSSREF, old))
    assert told(found) == [("proposal", "pages", "145-167", False)]
    assert found.paper == PUBLISHED


def test_a_service_that_always_disagreed_is_no_news():
    """Without a former statement there is no correction; neither is another spelling one."""
    assert looked(PUBLISHED, replace(CROSSREF, pages="145-167")).news == ()
    assert looked(PUBLISHED, replace(CROSSREF, venue="J Shore Counting"), past=said(CROSSREF)).paper == PUBLISHED
    assert looked(PUBLISHED, replace(CROSSREF, pages="45–67"), past=said(CROSSREF)).news == ()


def test_a_value_that_went_back_and_forth_is_no_news_again():
    """What a service stated once is not written over a later statement."""
    later = replace(CROSSREF, date="2029-07-01")
    paper = PUBLISHED.model_copy(update={"published": "2029-07-01"})
    assert looked(paper, CROSSREF, past=said(CROSSREF, later)).news == ()


def test_a_retraction_is_written():
    """With its notice, its day and who said so; a second run is quiet, and so is one after a person removed it."""
    record = replace(CROSSREF, status=(RETRACTED,))
    found = looked(PUBLISHED, record)
    assert found.paper.status == (RETRACTED,)
    [news] = found.news
    assert (news.kind, news.after, news.sources, news.url, news.written) == (
        "status",
        "retracted (2030-02-03)",
        ("Crossref",),
        RETRACTED.notice,
        True,
    )
    assert looked(found.paper, record, past=said(record)).news == ()
    removed = looked(PUBLISHED, record, past=said(record))
    assert (removed.paper, removed.news) == (PUBLISHED, ())


def test_a_claim_that_another_service_denies_is_a_contradiction():
    """It is told once, and not written; when the other service comes round, the status is written."""
    claim, denial = replace(CROSSREF, status=(RETRACTED,)), replace(OPENALEX, denies=("retracted",))
    found = looked(PUBLISHED, claim, denial)
    assert found.paper == PUBLISHED
    [news] = found.news
    assert (news.kind, news.written) == ("contradiction", False)
    assert news.after == "retracted (2030-02-03) (Crossref); not so (OpenAlex)"
    assert news.url == RETRACTED.notice
    assert {one.record.source for one in found.used} == {"crossref", "openalex"}
    assert looked(PUBLISHED, claim, denial, past=said(claim, denial)).news == ()
    agreed = replace(OPENALEX, status=(Status(kind="retracted", by=("OpenAlex",)),))
    later = looked(PUBLISHED, claim, agreed, past=said(claim, denial))
    assert [one.kind for one in later.paper.status] == ["retracted"]
    assert [one.kind for one in later.news] == ["status"]


def test_a_service_that_takes_its_claim_back_is_not_on_both_sides():
    """The file names it as a source of the status; now it denies that."""
    paper = PUBLISHED.model_copy(update={"status": (Status(kind="retracted", by=("Crossref", "OpenAlex")),)})
    [news] = looked(paper, replace(OPENALEX, denies=("retracted",))).news
    assert news.after == "retracted (Crossref); not so (OpenAlex)"
    assert news.sources == ("Crossref", "OpenAlex")
    alone = paper.model_copy(update={"status": (Status(kind="retracted", by=("OpenAlex",)),)})
    [news] = looked(alone, replace(OPENALEX, denies=("retracted",))).news
    assert news.after == "retracted (the paper’s file); not so (OpenAlex)"


def test_a_denial_of_what_the_file_says_is_told_once():
    """A person's status stays."""
    paper = PUBLISHED.model_copy(update={"status": (Status(kind="retracted"),)})
    denial = replace(OPENALEX, denies=("retracted",))
    found = looked(paper, denial)
    assert [one.kind for one in found.news] == ["contradiction"]
    assert found.paper == paper
    assert looked(paper, denial, past=said(denial)).news == ()


def test_a_bibliography_that_claims_what_a_service_denies():
    """What other sources printed counts, too."""
    past = PastRecords(others=(replace(CROSSREF, source="old.bib", status=(Status(kind="retracted"),)),))
    found = looked(PUBLISHED, replace(OPENALEX, denies=("retracted",)), past=past)
    assert [one.kind for one in found.news] == ["contradiction"]
    assert found.paper == PUBLISHED


def test_a_draft_gets_its_title():
    """The name made of its first words goes."""
    draft = Paper(display="Limpets are counted", identifiers=Identifiers(arxiv="2901.01234"))
    found = looked(draft, ARXIV)
    assert (found.paper.title, found.paper.display) == (TITLE, None)


def test_a_correction_of_a_value_that_the_file_never_took_is_no_news():
    """The file has what another source printed: this service was not followed before, and is not now."""
    other = replace(OPENALEX, pages="45-67", volume="12")
    first = replace(CROSSREF, pages="1-9")
    found = looked(PUBLISHED, replace(CROSSREF, pages="145-167"), other, past=said(first, other))
    assert (found.paper, found.news) == (PUBLISHED, ())


def test_another_version_is_no_correction():
    """A service that now tells of the journal article instead of the conference paper corrects neither."""
    talk = replace(
        CROSSREF,
        date="2027-03-01",
        venue="Tide Pool Conference",
        volume="",
        pages="3",
        identifiers=Identifiers(doi="10.5555/c.1"),
    )
    paper = PUBLISHED.model_copy(
        update={
            "venue": talk.venue,
            "published": "2027-03-01",
            "volume": None,
            "pages": "3",
            "publisher": None,
            "type": None,
        }
    )
    paper = paper.model_copy(update={"identifiers": Identifiers(doi="10.5555/c.1")})
    found = looked(paper, CROSSREF, past=said(talk))
    assert {one.kind for one in found.news} <= {"filled"}
    assert (found.paper.venue, found.paper.published, found.paper.pages) == (talk.venue, "2027-03-01", "3")


def test_the_name_of_a_draft_stays_until_there_is_a_title():
    """A service that only knows its people gives it these."""
    draft = Paper(display="Limpets are counted", identifiers=Identifiers(arxiv="2901.01234"))
    found = looked(draft, ARXIV, past=said(replace(ARXIV, authors=(), date=None)))
    assert (found.paper.display, found.paper.title) == ("Limpets are counted", None)
    assert found.paper.authors == people("Ada Marsh", "Li Wen")


def test_the_day_of_the_publication_is_no_other_first_day():
    """OpenAlex dates a work by its publication once there is one: the day of the preprint stays, and nobody is asked."""
    before = replace(ARXIV, source="openalex", id="W42")
    found = looked(PREPRINT, ARXIV, replace(OPENALEX, identifiers=PUBLISHED.identifiers), past=said(before))
    assert (found.paper.date, found.paper.published) == ("2029-01-05", "2029-06-11")
    assert [one for one in found.news if one.field == "date" or one.kind == "proposal"] == []
