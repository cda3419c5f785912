"""The BibTeX citation of a paper is one record that a parser reads back completely, whatever the paper contains."""

import bibtexparser
import pytest

from generator.formats import bibtex
from generator.matching.merge import citation
from generator.model import Identifiers, Paper, Version

HOSTILE = [
    "50% & more_or_less #1 $x$ {unbalanced",
    "}} , year = {1900}",
    "back\\slash ~ ^",
    "@article{x, title={y}}",
    "a\u2028b  c",
    "Ünïcode “quotes”",
]


def cite(key, paper):
    return bibtex.dump([citation(key, paper)]).strip()


def read(text):
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    (record,) = library.entries
    return record


def test_a_preprint():
    """The fields are in order, the citation key is the paper's key, and the month is a BibTeX macro."""
    paper = Paper(
        title="Herons: A Study",
        authors=("Ada Marsh", "Bo Reed"),
        date="2019-03-01",
        identifiers=Identifiers(arxiv="1903.00001"),
    )
    assert cite("herons", paper) == (
        "@misc{herons,\n"
        "  title = {{Herons: A Study}},\n"
        "  author = {Marsh, Ada and Reed, Bo},\n"
        "  year = {2019},\n"
        "  month = mar,\n"
        "  day = {1},\n"
        "  eprint = {1903.00001},\n"
        "  archiveprefix = {arXiv},\n"
        "  url = {https://arxiv.org/abs/1903.00001},\n"
        "}"
    )


@pytest.mark.parametrize(
    ("venue", "doi", "kind", "field"),
    [
        ("ACL 2021", None, "inproceedings", "booktitle"),
        ("Transactions of Ponds", None, "article", "journal"),
        ("Pond Systems 2023", "10.1016/j.pond.2023.05.032", "article", "journal"),
        ("Pond Systems 2023", "10.1016/b978-0-12", "inproceedings", "booktitle"),
        ("Proceedings of Ponds", "10.1016/j.procs.2023.05.032", "inproceedings", "booktitle"),
        ("TPOND", "10.1109/TPOND.2021.3", "article", "journal"),
        ("ICPOND", "10.1109/ICPOND.2021.3", "inproceedings", "booktitle"),
    ],
)
def test_the_venue_decides_the_entry_type(venue, doi, kind, field):
    """Words in its name or the form of its publisher's DOIs show a journal; every other venue is a conference."""
    record = read(cite("k", Paper(title="T", venue=venue, identifiers=Identifiers(doi=doi))))
    assert (record.entry_type, record[field]) == (kind, venue)


def test_the_published_version_is_cited():
    """Year, volume, number, pages and DOI are those of the journal; the preprint is in eprint."""
    paper = Paper(
        title="T",
        date="2019-03-01",
        identifiers=Identifiers(arxiv="1903.00001", doi="10.1000/pond.34"),
        venue="Journal of Ponds",
        published="2021-05",
        volume="34",
        number="2",
        pages="100-117",
        other_versions=(Version(venue="Pond Conference", date="2020", doi="10.1000/conference"),),
    )
    record = read(cite("k", paper))
    assert record.entry_type == "article"
    assert {name: field.value for name, field in record.fields_dict.items()} == {
        "title": "{T}",
        "journal": "Journal of Ponds",
        "year": "2021",
        "month": "may",
        "volume": "34",
        "number": "2",
        "pages": "100--117",
        "doi": "10.1000/pond.34",
        "eprint": "1903.00001",
        "archiveprefix": "arXiv",
        "url": "https://arxiv.org/abs/1903.00001",
    }


def test_the_venue_may_state_the_year():
    """Without a publication date, the year in the venue's name is cited, not the preprint's."""
    assert read(cite("k", Paper(title="T", date="2019-07-29", venue="AAAI 2020")))["year"] == "2020"


def test_authors_that_are_not_listed_are_others():
    """If there are more authors than listed, the list ends with ``others``; a count alone gives no author field."""
    assert "author = {B, A and others}" in cite("k", Paper(title="T", authors=("A B",), author_count=9))
    assert "author" not in cite("k", Paper(title="T", author_count=9))


def test_the_year_may_come_from_the_arxiv_id():
    """A paper without a date has the year of its arXiv ID."""
    assert read(cite("k", Paper(title="T", identifiers=Identifiers(arxiv="2112.00001"))))["year"] == "2021"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_its_field(text):
    """Hostile titles, authors and venues stay inside their field; the record has no other fields."""
    numbers = dict.fromkeys(("volume", "number", "pages"), text)
    record = read(cite("k", Paper(title=text, authors=(text,), venue=text, date="2020", **numbers)))
    assert set(record.fields_dict) == {"title", "author", "journal", "year", *numbers}
    assert record["year"] == "2020"
