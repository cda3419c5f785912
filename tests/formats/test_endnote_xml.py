"""EndNote's XML export."""

from __future__ import annotations

from generator.formats import Source, parse_all
from tests.conftest import people

HEAD = '<?xml version="1.0" encoding="UTF-8" ?><xml><records>'
KELP = """<record><database name="My.enl">My.enl</database><rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Marsh, Ada</style></author><author>Reed, Bo</author></authors></contributors>
<titles><title><style>Kelp &amp; H</style><style face="subscript">2</style><style>O</style></title><secondary-title>Tides</secondary-title></titles>
<pages>12-20</pages><volume>4</volume><number>2</number><keywords><keyword>kelp</keyword></keywords>
<dates><year>2021</year><pub-dates><date>May 4</date></pub-dates></dates><abstract>Counted.</abstract>
<urls><related-urls><url>https://tides.example.org/a</url></related-urls><pdf-urls><url>https://tides.example.org/a.pdf</url></pdf-urls></urls>
<electronic-resource-num>10.1234/tide.7</electronic-resource-num></record>
"""
NEWTS = "<record><rec-number>9</rec-number><titles><title>Newts</title></titles></record>\n"


def test_fields() -> None:
    """Text in several styles is one text; every address is kept."""
    [record] = parse_all([Source(name="a.xml", text=f"{HEAD}{KELP}</records></xml>")]).records
    assert (record.id, record.title, record.authors) == ("7", "Kelp & H2O", people("Ada Marsh", "Bo Reed"))
    assert (record.venue, record.date, record.volume, record.number, record.pages) == (
        "Tides",
        "2021-05-04",
        "4",
        "2",
        "12-20",
    )
    assert (record.abstract, record.keywords, record.identifiers.doi) == ("Counted.", ("kelp",), "10.1234/tide.7")
    assert record.links == ("https://tides.example.org/a", "https://tides.example.org/a.pdf")


def test_a_book_in_a_series() -> None:
    """The type of the reference decides what the second title is; publisher, edition, editors and ISBN are kept."""
    book = (
        '<record><ref-type name="Book">6</ref-type><contributors><secondary-authors><author>Reed, Bo</author>'
        "</secondary-authors></contributors><titles><title>Ponds</title><secondary-title>Frog Series</secondary-title>"
        "</titles><edition>2</edition><publisher>Pond Press</publisher><isbn>978-0-306-40615-7</isbn></record>"
    )
    [record] = parse_all([Source(name="a.xml", text=f"{HEAD}{book}</records></xml>")]).records
    assert (record.type, record.venue, record.series, record.edition) == ("book", "", "Frog Series", "2")
    assert (record.publisher, record.editors, record.identifiers.isbn) == (
        "Pond Press", people("Bo Reed"), "9780306406157",
    )  # fmt: skip


def test_a_broken_record_keeps_its_neighbours() -> None:
    """An undefined entity, a missing end and a record without anything are problems at their lines."""
    broken = "<record><titles><title>Frogs &bad; all</title></titles></record>\n<record><titles>\n<record></record>\n"
    parsed = parse_all([Source(name="a.xml", text=f"{HEAD}\n{KELP}{broken}{NEWTS}</records></xml>")])
    assert parsed.formats == ("endnote-xml",)
    assert [record.title for record in parsed.records] == ["Kelp & H2O", "Newts"]
    assert [(problem.line, problem.code) for problem in parsed.problems] == [
        (9, "record.unreadable"),
        (10, "record.unreadable"),
        (11, "record.empty"),
    ]


def test_no_entity_is_expanded() -> None:
    """A document type, and with it every entity, is refused before anything is parsed."""
    declared = '<?xml version="1.0"?><!DOCTYPE xml [<!ENTITY a "b">]><xml><records>'
    for text in (f"{declared}{KELP}</records></xml>", f"{HEAD}<!ENTITY a 'b'>{KELP}</records></xml>"):
        parsed = parse_all([Source(name="a.xml", text=text)])
        assert (parsed.records, [problem.severity for problem in parsed.problems]) == ((), ["error"])
