"""Publications in words: each type is cited as readers expect it, and no number is called what it is not."""

import pytest

from generator.matching import merge
from generator.model import Identifiers, Links, Name, Record
from generator.model.name import parse
from generator.site.views import citations, publication
from tests.site import published


def plain(key):
    return citations.plain(merge.citation(key, published.PAPERS[key]))


@pytest.mark.parametrize(
    ("key", "expected"),
    {
        "book": "María García López and Ada Marsh (2019). The Book of Ponds: A Field Guide (2nd edition). "
        "Volume 7 of Marsh Studies, Pond University Press. https://press.example.org/ponds/2nd?from=shelf",
        "chapter": "Wei Wang and 王伟 (2020). Counting Herons. In Bo Reed and Cai Sedge (eds.), The Handbook of Wading, "
        "Revised edition, volume 12345 of Lecture Notes in Ponds, pages 12–34, Springer. https://doi.org/10.1234/wading.3",
        "thesis": "Bo Reed (2018). On Reeds. PhD thesis, University of the Marsh. https://marsh.example.edu/theses/reed.pdf",
        "report": "ATLAS Collaboration (2021). Measuring Mud. Technical report 17, Mud Institute. https://mud.example.org/17",
        "dataset": "Simon & Schuster, Inc. and Ada Marsh (2022). Ten Thousand Frogs (version 1.2). Dataset, Zenodo. "
        "https://doi.org/10.5281/zenodo.1234",
        "software": "Ada Marsh (2023). pondpy (version 2.0). Software. https://example.org/pondpy",
        "webpage": "(2024). How Ponds Freeze. Pond Weather. https://weather.example.org/freeze",
        "edited": "Cai Sedge, Ralph Vaughan Williams, Pond Society and Ada Marsh (eds.) (2021). "
        "Proceedings of the Pond Conference. Pond Society.",
        "article": "Ada Marsh Jr. and Jan van der Aa (2020). Frogs in Winter. Journal of Ponds, 5(2): article e1204. "
        "https://doi.org/10.1234/jp.5.2.e1204",
        "pdf-only": "Wei Wang (2017). Algae at Night. https://algae.example.org/night.pdf",
        "talk": "Dee Brook (2016). Newts of the North. In Bo Reed (ed.), Pond Conference 2016, "
        "volume 9 of Lecture Notes in Ponds, pages 3–9, Springer.",
    }.items(),
)
def test_each_type_is_cited_in_its_own_way(key, expected):
    """A book has its publisher, a chapter the editors of its book, a report its number, a journal volume and issue."""
    assert plain(key) == expected


def test_a_book_may_have_authors_and_editors_or_only_an_isbn():
    """Editors of a book with authors follow the title; the ISBN is given where there is no address."""
    record = Record(
        source="",
        line=1,
        title="Ponds",
        type="book",
        authors=(parse("Ada Marsh"),),
        editors=(parse("Bo Reed"),),
        volume="3",
        identifiers=Identifiers(isbn="9780262035613"),
    )
    assert citations.plain(record) == "Ada Marsh. Ponds. Edited by Bo Reed. Volume 3. ISBN 9780262035613."


def test_a_list_of_editors_is_cut_as_a_list_of_authors():
    """Twenty names are listed."""
    editors = tuple(Name(family=f"Reed{n}") for n in range(30))
    text = citations.plain(Record(source="", line=1, title="Ponds", type="book", editors=editors))
    assert "Reed19, et al. (eds.). Ponds." in text
    assert "Reed20" not in text


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
