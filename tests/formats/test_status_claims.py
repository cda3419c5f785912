"""Statuses of records: what each format states of them, what it denies, and what only looks like a status."""

from __future__ import annotations

import json

import pytest

from generator import formats
from generator.formats import Source
from generator.model import Name, Record, Status

DOI = "10.1234/pond.7"
NOTICE = "https://doi.org/10.1234/pond.9"
TITLE = "Frogs of the Pond"


def read(text: str, name: str = "source") -> Record:
    """Return the only record of a text."""
    parsed = formats.parse_all([Source(name=name, text=text)])
    assert parsed.problems == ()
    (record,) = parsed.records
    return record


def crossref(**fields: object) -> Record:
    """Return the record of a work of Crossref with these fields."""
    work = {
        "source": "Crossref",
        "prefix": "10.1234",
        "member": "1",
        "DOI": DOI,
        "type": "journal-article",
        "title": [TITLE],
        "issued": {"date-parts": [[2019, 2]]},
    }
    message = work | {key.replace("_", "-"): value for key, value in fields.items()}
    return read(json.dumps({"status": "ok", "message-type": "work", "message": message}))


def update(
    kind: str, *, day: tuple[int, ...] = (2021, 7, 5), source: str = "publisher", doi: str = ""
) -> dict[str, object]:
    """Return an update as Crossref gives it."""
    moment = {"date-parts": [list(day)], "date-time": "2021-07-05T00:00:00Z", "timestamp": 1625443200000}
    return {"DOI": doi or "10.1234/POND.9", "type": kind, "label": kind.title(), "source": source, "updated": moment}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("retraction", "retracted"),
        ("Retraction", "retracted"),
        ("partial_retraction", "corrected"),
        ("withdrawal", "withdrawn"),
        ("removal", "withdrawn"),
        ("correction", "corrected"),
        ("corrigendum", "corrected"),
        ("erratum", "corrected"),
        ("expression_of_concern", "concern"),
        ("Expression-of-Concern", "concern"),
        ("concern", "concern"),
    ],
)
def test_updates_of_crossref(kind: str, status: str) -> None:
    """A work names its notices; what is read stands in no further field."""
    record = crossref(updated_by=[update(kind)])
    assert record.status == (Status(kind=status, date="2021-07-05", notice=NOTICE, by=("Crossref",)),)
    assert (record.title, record.further) == (TITLE, ())


def test_both_sources_of_crossref_are_named() -> None:
    """The publisher's update and Retraction Watch's are two claims."""
    record = crossref(updated_by=[update("retraction"), update("retraction", source="retraction-watch", day=(2021,))])
    assert [(one.date, one.by) for one in record.status] == [
        ("2021-07-05", ("Crossref",)),
        ("2021", ("Retraction Watch",)),
    ]


def test_updates_that_are_no_status() -> None:
    """New versions and addenda stay further fields, whatever their neighbours are; broken ones are no fault."""
    record = crossref(updated_by=[update("new_version"), update("addendum"), None, {}, {"type": 7}, update("erratum")])
    assert [one.kind for one in record.status] == ["corrected"]
    assert record.further == (
        ("updated-by", "new_version: 10.1234/POND.9 (2021-07-05); addendum: 10.1234/POND.9 (2021-07-05)"),
    )


def test_a_reinstated_paper() -> None:
    """A reinstatement ends a retraction, and denies that of other sources; a later retraction is one again."""
    back = update("reinstatement", day=(2022, 1, 1), source="retraction-watch")
    record = crossref(updated_by=[update("retraction"), back])
    assert (record.status, record.denies) == ((), ("retracted", "withdrawn"))
    record = crossref(updated_by=[update("retraction"), back, update("retraction", day=(2023, 1, 1))])
    assert ([one.date for one in record.status], record.denies) == (["2023-01-01"], ())


def test_a_work_changed_in_its_own_place() -> None:
    """An update of the work by itself is its own status, and it is no notice."""
    record = crossref(update_to=[update("withdrawal", doi=DOI)])
    assert [(one.kind, one.notice) for one in record.status] == [("withdrawn", f"https://doi.org/{DOI}")]
    assert (record.title, record.further) == (TITLE, ())


@pytest.mark.parametrize("title", [TITLE, f"Retracted: {TITLE}", f"Retraction: {TITLE}"])
def test_a_notice_of_crossref_is_no_retracted_paper(title: str) -> None:
    """Whatever it is called, a work that updates another one has no status itself, and its title says what it is."""
    record = crossref(title=[title], update_to=[update("retraction", doi="10.1234/other.1")])
    assert (record.status, record.title) == ((), f"Retraction: {TITLE}")


def test_assertions_of_publishers() -> None:
    """Springer's assertions tell date, type and details of each change, in any order of the list."""
    values = [
        ("change_date", "5 July 2021"),
        ("change_type", "Retraction"),
        ("change_details", f"This article has been retracted. Please see the Retraction Note: {NOTICE}"),
        ("change_date", "1 May 2020"),
        ("change_type", "Update"),
        ("change_details", "A figure was replaced."),
    ]
    held = [{"value": value, "name": name, "order": at} for at, (name, value) in enumerate(values)]
    record = crossref(assertion=[{"value": "1 January 2019", "name": "accepted"}, *reversed(held), None, "x"])
    assert record.status == (Status(kind="retracted", date="2021-07-05", notice=NOTICE, by=("Crossref",)),)


def test_the_title_of_crossref() -> None:
    """Where there is no update, the title tells; the title stays as printed."""
    record = crossref(title=[f"RETRACTED: {TITLE}"])
    assert (record.status, record.title) == ((Status(kind="retracted", by=("Crossref",)),), f"RETRACTED: {TITLE}")


def openalex(**fields: object) -> Record:
    """Return the record of a work of OpenAlex with these fields."""
    work = {"id": "https://openalex.org/W1", "doi": f"https://doi.org/{DOI}", "title": TITLE, "type": "article"}
    return read(json.dumps(work | {"authorships": [], "publication_year": 2019} | fields))


def test_openalex() -> None:
    """It claims or denies retractions alone; silence is neither."""
    retracted = (Status(kind="retracted", by=("OpenAlex",)),)
    assert (openalex(is_retracted=True).status, openalex(is_retracted=True).denies) == (retracted, ())
    assert (openalex(is_retracted=False).status, openalex(is_retracted=False).denies) == ((), ("retracted",))
    assert [(one.status, one.denies) for one in (openalex(), openalex(is_retracted=None))] == [((), ()), ((), ())]
    assert openalex(is_retracted=True).further == ()


def test_openalex_contradicts_itself() -> None:
    """A title in its own answer goes before a flag that is late; a notice denies nothing of itself."""
    record = openalex(is_retracted=False, title=f"RETRACTED: {TITLE}")
    assert (record.status, record.denies) == ((Status(kind="retracted", by=("OpenAlex",)),), ())
    record = openalex(is_retracted=False, title=f"Retracted: {TITLE}", type="retraction")
    assert (record.status, record.denies, record.title) == ((), (), f"Retraction: {TITLE}")
    record = openalex(is_retracted=False, title=f"{TITLE} (Publication with Expression of Concern)")
    assert ([one.kind for one in record.status], record.denies) == (["concern"], ("retracted",))


def pubmed(*lines: str, title: str = f"{TITLE}.") -> Record:
    """Return a record of PubMed with these lines."""
    return read("\n".join((f"PMID- 10000001\nTI  - {title}\nDP  - 2019 Feb\nPT  - Journal Article", *lines)) + "\n")


PLACE = "J Pond Sci. 2021 Jul 5;3(2):1999."


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("RIN", "retracted"),
        ("RRI", "retracted"),
        ("EIN", "corrected"),
        ("CRI", "corrected"),
        ("PRIN", "corrected"),
        ("ECI", "concern"),
    ],
)
def test_notices_that_pubmed_names(code: str, kind: str) -> None:
    """The place of the notice gives its date, its DOI or PubMed id its address."""
    record = pubmed(f"{code:4}- {PLACE} doi: 10.1234/pond.9. PMID: 20000002")
    assert record.status == (Status(kind=kind, date="2021-07-05", notice=NOTICE, by=("PubMed",)),)
    record = pubmed(f"{code:4}- {PLACE} PMID: 20000002")
    assert record.status[0].notice == "https://pubmed.ncbi.nlm.nih.gov/20000002/"
    assert record.further == ()


def test_pubmed_types_and_comments() -> None:
    """A type alone is enough, a comment only where it says so; lines that are no status stay further fields."""
    record = pubmed("PT  - Retracted Publication", f"CIN - {PLACE}", f"UIN - {PLACE}")
    assert record.status == (Status(kind="retracted", by=("PubMed",)),)
    assert record.further == (("CIN", PLACE), ("UIN", PLACE))
    record = pubmed("PT  - Retracted Publication", f"RIN - {PLACE}", f"EIN - {PLACE}", "EIN - J Pond Sci. 2020;1:1")
    assert [(one.kind, one.date) for one in record.status] == [
        ("retracted", "2021-07-05"),
        ("corrected", "2021-07-05"),
        ("corrected", "2020"),
    ]
    assert [one.kind for one in pubmed(f"CIN - Retraction in: {PLACE}").status] == ["retracted"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (f"ROF - {PLACE}", f"Retraction: {TITLE}"),
        ("PT  - Retraction of Publication", f"Retraction: {TITLE}"),
        ("PT  - Retraction Notice", f"Retraction: {TITLE}"),
        ("PT  - Expression of Concern", f"Expression of concern: {TITLE}"),
        ("PT  - Published Erratum", f"Erratum: {TITLE}"),
    ],
)
@pytest.mark.parametrize("printed", [TITLE, f"Retracted: {TITLE}"])
def test_pubmed_notices(line: str, title: str, printed: str) -> None:
    """A notice has no status itself, and a title that cannot be taken for the paper's."""
    record = pubmed(line, title=printed)
    assert (record.status, record.title) == ((), title)


def web_of_science(title: str, kind: str = "Article") -> Record:
    """Return a record of Web of Science."""
    return read(f"PT J\nAU Marsh, A\nTI {title}\nSO POND\nDT {kind}\nPY 2019\nUT WOS:1\nER\n\nEF\n")


def test_web_of_science() -> None:
    """It prints the retraction behind the title, or as a type."""
    record = web_of_science(f"{TITLE} (Retracted article. See vol. 360, pg. 542, 2021)")
    assert record.status == (Status(kind="retracted", date="2021", by=("Web of Science",)),)
    record = web_of_science(TITLE, "Article; Retracted Publication")
    assert record.status == (Status(kind="retracted", by=("Web of Science",)),)
    assert web_of_science(TITLE, "Retraction").title == f"Retraction: {TITLE}"
    assert web_of_science(TITLE, "Retraction").status == web_of_science(TITLE).status == ()


def arxiv(comment: str = "", *, abstract: str = "Frogs are counted.", place: str = "", title: str = TITLE) -> Record:
    """Return a record of arXiv."""
    held = f"<arxiv:comment>{comment}</arxiv:comment>" if comment else ""
    held += f"<arxiv:journal_ref>{place}</arxiv:journal_ref>" if place else ""
    return read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>'
        f"<id>http://arxiv.org/abs/1902.01234v2</id><title>{title}</title><summary>{abstract}</summary>"
        f"<published>2019-02-01T00:00:00Z</published><author><name>Ada Marsh</name></author>{held}</entry></feed>"
    )


def test_arxiv() -> None:
    """Comments and abstracts tell withdrawals, places in print errata; authors' own remarks on errata are no status."""
    withdrawn = (Status(kind="withdrawn", by=("arXiv",)),)
    assert arxiv("This paper has been withdrawn by the author due to an error").status == withdrawn
    assert arxiv(abstract="This paper has been withdrawn.").status == withdrawn
    assert arxiv("12 pages. Erratum: equation 3 is wrong. Withdrawn from ICPS").status == ()
    assert [one.kind for one in arxiv(place="J. Pond 12 (2019) 3; Erratum-ibid. 13 (2020) 4").status] == ["corrected"]
    assert arxiv(place="J. Pond 13 (2020) 4, Erratum", title=f"Erratum: {TITLE}").status == ()


def test_semantic_scholar_has_only_the_title() -> None:
    """The title of its answer tells."""
    paper = {"paperId": "a" * 40, "title": f"RETRACTED: {TITLE}", "year": 2019, "externalIds": {"DOI": DOI}}
    assert read(json.dumps(paper)).status == (Status(kind="retracted", by=("Semantic Scholar",)),)


BARE = (Status(kind="retracted"),)
DATED = (Status(kind="retracted", date="2021", notice=NOTICE),)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("note = {Retracted}", BARE),
        ("note = {Retraction published 2021, see doi:10.1234/pond.9}", DATED),
        (r"note = {12 pp. Retracted (2021); see \url{https://doi.org/10.1234/pond.9}}", DATED),
        ("annote = {This paper has been retracted.}", BARE),
        ("status = {Retracted}", BARE),
        ("pubstate = {retracted}", BARE),
        ("keywords = {frogs, Retracted}", BARE),
        ("keywords = {frogs, retracted wings, withdrawn behaviour}", ()),
        ("note = {Withdrawn from the conference}", ()),
        ("status = {in press}", ()),
        ("note = {Private note: Retracted}", ()),
    ],
)
def test_bibtex(fields: str, status: tuple[Status, ...]) -> None:
    """Notes, keywords and fields of reference managers; a reader's private note is no source."""
    record = read(f"@article{{frogs, title = {{{TITLE}}}, author = {{Marsh, Ada}}, journal = {{Pond}}, {fields}}}")
    assert record.status == status
    assert (record.identifiers.doi, record.links) == (None, ())


def test_the_surest_claim_of_a_kind_counts() -> None:
    """A record that says it three times is retracted once: with the notice of its note, not bare as in the title."""
    sentence = f"Retracted (2021-07-05), {NOTICE}, according to Crossref."
    record = read(f"TY  - JOUR\nTI  - RETRACTED: {TITLE}\nN1  - {sentence}\nN1  - Signed.\nKW  - Retracted\nER  - \n")
    assert record.status == (Status(kind="retracted", date="2021-07-05", notice=NOTICE, by=("Crossref",)),)
    assert (record.note, record.title) == ("Signed.", f"RETRACTED: {TITLE}")


@pytest.mark.parametrize(
    ("columns", "cells", "status", "denies"),
    [
        ("document type", "Retracted", BARE, ()),
        ("is_retracted", "True", BARE, ()),
        ("is_retracted", "False", (), ("retracted",)),
        ("status", "retracted; concern", (*BARE, Status(kind="concern")), ()),
        ("notes", "Withdrawn by the authors", (Status(kind="withdrawn"),), ()),
        ("status", "published", (), ()),
    ],
)
def test_tables(columns: str, cells: str, status: tuple[Status, ...], denies: tuple[str, ...]) -> None:
    """Scopus has a type of document, OpenAlex's tables a flag, others a column."""
    record = read(f"title,author,year,{columns}\n{TITLE},Ada Marsh,2019,{cells}\n", "a.csv")
    assert (record.status, record.denies) == (status, denies)


def test_csl_status() -> None:
    """CSL has a variable for it, which also holds what is no status of ours."""
    held = {"id": "a", "type": "article-journal", "title": TITLE, "issued": {"date-parts": [[2019]]}}
    record = read(json.dumps([held | {"status": "retracted"}]))
    assert (record.status, record.further) == (BARE, ())
    assert read(json.dumps([held | {"status": "in press"}])).further == (("status", "in press"),)


def test_a_notice_by_the_journal_itself() -> None:
    """Some journals call their notices “Retracted: X”: their only author is the journal."""
    text = "@article{a, title = {Retracted: %s}, author = {{Pond Science}}, journal = {Pond Science}, year = 2021}"
    record = read(text % TITLE)
    assert (record.title, record.status) == (f"Retraction: {TITLE}", ())


FULL = Record(
    source="",
    line=1,
    id="frogs",
    title=TITLE,
    type="article-journal",
    authors=(Name(family="Marsh", given="Ada"),),
    date="2019",
    venue="Pond Science",
    note="Signed by the author.",
    status=(
        Status(kind="retracted", date="2021-07-05", notice=NOTICE, by=("Crossref", "Retraction Watch")),
        Status(kind="corrected", date="2020", notice="https://pond.example.org/a_b?c=%20&d=1~2"),
        Status(kind="concern", by=("Ponds & Lakes, Part B",)),
    ),
)


@pytest.mark.parametrize("suffix", sorted(formats.WRITTEN))
@pytest.mark.parametrize("note", ["", FULL.note, "Retracted wings. 10% of $5 & more"])
def test_written_statuses_read_back(suffix: str, note: str) -> None:
    """What is written reads back with the same statuses, the note without them, and no identifier of a notice."""
    record = Record(**{name: getattr(FULL, name) for name in FULL.__dataclass_fields__} | {"note": note})
    back = read(formats.dump([record], suffix), f"a{suffix}")
    assert (back.status, back.note) == (record.status, note)
    assert (back.identifiers, back.links, back.further) == (record.identifiers, (), ())
    assert formats.dump([back], suffix) == formats.dump([record], suffix)


@pytest.mark.parametrize("suffix", sorted(formats.WRITTEN))
def test_a_note_that_tells_it_is_not_told_twice(suffix: str) -> None:
    """The note of a source stays as it was, and reads back the same."""
    note = "Retraction published 2021, see doi:10.1234/pond.9"
    record = read(f"@article{{a, title = {{{TITLE}}}, author = {{Marsh, Ada}}, journal = {{Pond}}, note = {{{note}}}}}")
    written = formats.dump([record], suffix)
    assert written.count("10.1234/pond.9") == 1
    back = read(written, f"a{suffix}")
    assert (back.status, back.note) == (record.status, note) == (DATED, note)
