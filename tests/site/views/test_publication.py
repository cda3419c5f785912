"""Publications in words: no number is called what it is not, and each has one best address and PDF."""

import pytest

from generator.model import Identifiers, Links, Paper, Record
from generator.site.views import publication


@pytest.mark.parametrize(
    ("pages", "shown"),
    [
        ("896-912", "pages 896–912"),
        ("e1204", "article e1204"),
        ("102502", "article 102502"),
        ("Art. No. 5", "article 5"),
        ("article 23", "article 23"),
        ("17", "pages 17"),
        ("17034", "pages 17034"),
        ("S12", "pages S12"),
        ("e12-e34", "pages e12-e34"),
        ("Article", "pages Article"),
        ("", ""),
    ],
)
def test_an_article_number_is_not_called_a_page(pages, shown):
    """It is one only where that is clear: a page may have five digits or a letter in front."""
    assert publication.pages_in_words(pages) == shown


@pytest.mark.parametrize(
    ("edition", "kind", "shown"),
    [
        ("2", "book", "2nd edition"),
        ("3rd", "book", "3rd edition"),
        ("11", "book", "11th edition"),
        ("112", "book", "112th edition"),
        ("Second", "book", "Second edition"),
        ("2nd ed.", "book", "2nd ed."),
        ("3., überarbeitete Auflage", "book", "3., überarbeitete Auflage"),
        ("1.2", "software", "version 1.2"),
        ("v1.2", "dataset", "v1.2"),
        ("", "book", ""),
    ],
)
def test_an_edition_is_said_once(edition, kind, shown):
    """A number becomes an ordinal, and what says edition by itself stays as it is."""
    assert publication.edition(Record(source="", line=1, edition=edition, type=kind)) == shown


@pytest.mark.parametrize(
    ("ids", "links", "expected"),
    [
        ({"arxiv": "2107.02137"}, {}, "https://arxiv.org/abs/2107.02137"),
        ({"arxiv": "2107.02137"}, {"paper": "https://p.example.org/1"}, "https://p.example.org/1"),
        ({"acl": "2021.x.1"}, {"pdf": "https://p.example.org/1.pdf"}, "https://aclanthology.org/2021.x.1"),
        ({"doi": "10.1/x"}, {"code": "https://c.example.org/"}, "https://doi.org/10.1/x"),
        ({"pmid": "123"}, {"pdf": "https://p.example.org/1.pdf"}, "https://pubmed.ncbi.nlm.nih.gov/123"),
        ({}, {"pdf": "https://p.example.org/1.pdf", "code": "https://c.example.org/"}, "https://p.example.org/1.pdf"),
        ({}, {"code": "https://c.example.org/"}, "https://c.example.org/"),
        ({}, {}, ""),
    ],
)
def test_the_address_of_a_paper_is_its_own_page(ids, links, expected):
    """The publisher's page is best, then a registry's, then the PDF; code and the like only if there is nothing else."""
    labeled = Links(**links)
    record = Record(
        source="",
        line=1,
        identifiers=Identifiers(**ids),
        labeled=labeled,
        links=tuple(url for _, url in labeled if url),
    )
    assert publication.address(record) == expected


@pytest.mark.parametrize(
    ("ids", "link", "expected"),
    [
        ({"arxiv": "2107.02137"}, None, "https://arxiv.org/pdf/2107.02137"),
        ({"arxiv": "cs/0112017"}, None, "https://arxiv.org/pdf/cs/0112017"),
        ({"acl": "2021.acl-long.1"}, None, "https://aclanthology.org/2021.acl-long.1.pdf"),
        ({"acl": "P19-1441", "arxiv": "1901.11504"}, None, "https://aclanthology.org/P19-1441.pdf"),
        ({"openreview": "YicbFdNTTy"}, None, "https://openreview.net/pdf?id=YicbFdNTTy"),
        ({"arxiv": "2107.02137"}, "https://p.example.org/1.pdf", "https://p.example.org/1.pdf"),
        ({"doi": "10.1/x", "pmid": "123"}, None, ""),
        ({}, None, ""),
    ],
)
def test_the_pdf_is_the_stated_one_or_a_registrys(ids, link, expected):
    """arXiv, the ACL Anthology and OpenReview keep PDFs; the published version comes before the preprint."""
    assert publication.pdf(Paper(title="T", identifiers=Identifiers(**ids), links=Links(pdf=link))) == expected
