"""Old and new arXiv feeds become records; hostile or broken XML becomes problems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.answers import arxiv_atom
from generator.model import Identifiers, Name, Record
from tests.conftest import TOO_STEEP, growth, people

OLD = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list=2901.01234" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=&amp;id_list=2901.01234</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <entry>
    <id>http://arxiv.org/abs/2901.01234v3</id>
    <updated>2029-02-06T00:00:00Z</updated>
    <published>2029-01-05T16:54:59Z</published>
    <title>Herding $\\lambda$-Sheep:
  A Study</title>
    <summary>  Sheep are counted
in two ways &amp; once more.
</summary>
    <author>
      <name>Ada Roe</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">University of Moor</arxiv:affiliation>
    </author>
    <author>
      <name>Jürgen van der Berg</name>
    </author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1234/sheep.77</arxiv:doi>
    <link title="doi" href="http://dx.doi.org/10.1234/sheep.77" rel="related"/>
    <arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">12 pages. Code: https://github.com/roe/sheep.</arxiv:comment>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">J. Wool 12 (2029) 3-9</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/2901.01234v3" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/2901.01234v3" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="stat.ML" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
</feed>
"""

NEW = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query</title>
  <entry>
    <id>http://arxiv.org/abs/hep-th/9901001v2</id>
    <title>Strings of Wool</title>
    <updated>1999-02-01T00:00:00Z</updated>
    <link href="https://arxiv.org/abs/hep-th/9901001v2" rel="alternate" type="text/html"/>
    <summary>Wool is long.</summary>
    <category term="hep-th" scheme="http://arxiv.org/schemas/atom"/>
    <published>1999-01-01T08:00:00Z</published>
    <arxiv:comment>3 pages</arxiv:comment>
    <arxiv:primary_category term="hep-th"/>
    <author><name>WOOL Collaboration</name></author>
    <author><name>:</name></author>
    <author><name>B. Lund</name><arxiv:affiliation>Moor</arxiv:affiliation></author>
  </entry>
  <entry>
    <id>http://arxiv.org/abs/2901.00002v1</id>
    <title>A Second One</title>
    <summary>Text.</summary>
    <published>2029-01-01T08:00:00Z</published>
  </entry>
</feed>
"""

ANNOUNCED = """<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">
<entry><id>oai:arXiv.org:2901.00003v1</id><title>Announced Wool</title>
<summary>arXiv:2901.00003v1 Announce Type: new
Abstract: Wool is announced.</summary>
<published>2029-01-02T00:00:00-05:00</published><arxiv:announce_type>new</arxiv:announce_type>
<dc:creator>Ada Roe (University of Moor, Dale), Bo Lund</dc:creator></entry></feed>"""

FAILED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list=1234.12345</title>
  <entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_1234.12345</id>
    <title>Error</title>
    <summary>incorrect id format for 1234.12345</summary>
    <author><name>arXiv api core</name></author>
  </entry>
</feed>"""


def test_the_old_feed_gives_every_field():
    """Prefixes declared on each element: names without affiliations, DOI, journal, first date, categories, code link."""
    [record], problems = arxiv_atom.parse("a.atom", OLD)
    assert problems == []
    assert record.line == 7
    assert record.title == "Herding $\\lambda$-Sheep: A Study"
    assert record.abstract == "Sheep are counted in two ways & once more."
    assert record.authors == people("Ada Roe", "Jürgen van der Berg")
    assert (record.date, record.posted) == ("2029", "2029-01-05")
    assert record.identifiers == Identifiers(arxiv="2901.01234", doi="10.1234/sheep.77")
    assert (record.venue, record.volume, record.pages) == ("J. Wool", "12", "3-9")
    assert record.further == (("comment", "12 pages. Code: https://github.com/roe/sheep."),)
    assert record.id == "2901.01234v3"
    assert record.links == ("https://github.com/roe/sheep",)
    assert record.headings == ("cs.CL", "stat.ML")


def test_the_new_feed_and_old_ids_are_read():
    """Prefixes declared on the root, an id with a slash, a lone colon among the authors."""
    [first, second], problems = arxiv_atom.parse("a.atom", NEW)
    assert problems == []
    assert first.identifiers == Identifiers(arxiv="hep-th/9901001")
    assert first.id == "hep-th/9901001v2"
    assert first.authors == (Name(literal="WOOL Collaboration"), *people("B. Lund"))
    assert (first.date, first.posted, first.line, second.line) == ("1999-01-01", None, 5, 19)


def entry(inside: str) -> Record:
    """Return the record of an entry with these elements."""
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>'
        "<id>http://arxiv.org/abs/2901.01234v1</id><published>2029-01-05T00:00:00Z</published>"
        f"{inside}</entry></feed>"
    )
    (record,), problems = arxiv_atom.parse("a.atom", feed)
    assert problems == []
    return record


@pytest.mark.parametrize(
    ("inside", "venue", "date", "posted"),
    [
        ("<arxiv:journal_ref>Moor Rev. D 99, 123456</arxiv:journal_ref>", "Moor Rev. D", None, "2029-01-05"),
        ("<arxiv:journal_ref>MOOR 2030</arxiv:journal_ref>", "MOOR 2030", "2030", "2029-01-05"),
        (
            "<arxiv:journal_ref>To appear in Moor Letters</arxiv:journal_ref>",
            "To appear in Moor Letters",
            None,
            "2029-01-05",
        ),
        ("<arxiv:doi>10.1234/sheep.77</arxiv:doi>", "", None, "2029-01-05"),
        ("<arxiv:journal_ref>arXiv:2901.01234</arxiv:journal_ref>", "", "2029-01-05", None),
        ("", "", "2029-01-05", None),
    ],
)
def test_a_publication_does_not_get_the_preprints_date(inside, venue, date, posted):
    """The entry's own date is the preprint's; a publication has the year of its reference, or none."""
    record = entry(f"<title>Herding Sheep</title>{inside}")
    assert (record.venue, record.date, record.posted) == (venue, date, posted)


def test_what_follows_a_reference_is_kept():
    """A second reference goes into the ledger whole, and a DOI in it is the paper's."""
    record = entry(
        "<title>Herding Sheep</title><arxiv:journal_ref>Moor Rev. 7 (2030) 5; Erratum: Moor Rev. 8 (2031) 1. "
        "doi:10.1234/sheep.8</arxiv:journal_ref>"
    )
    assert (record.venue, record.volume, record.pages, record.date) == ("Moor Rev.", "7", "5", "2030")
    assert record.further == (
        ("journal_ref", "Moor Rev. 7 (2030) 5; Erratum: Moor Rev. 8 (2031) 1. doi:10.1234/sheep.8"),
    )
    assert record.identifiers.doi == "10.1234/sheep.8"


def test_tex_is_decoded():
    """Accents in TeX become letters in titles, names and references; maths stays."""
    record = entry(
        r"""<title>The Schr\"odinger Sheep of Poincar\'{e} in $\alpha$</title><author><name>J\"urgen M\"uller</name></author>
        <arxiv:journal_ref>Z. Schafz\"ucht. 7 (2030) 5</arxiv:journal_ref>""".replace("\\\\", "\\")
    )
    assert record.title == r"The Schrödinger Sheep of Poincaré in $\alpha$"
    assert record.authors == people("Jürgen Müller")
    assert record.venue == "Z. Schafzücht."


def test_announcements_put_authors_into_one_field():
    """The daily feed's prefix is removed from the abstract, and institutes are not authors."""
    [record], problems = arxiv_atom.parse("a.atom", ANNOUNCED)
    assert problems == []
    assert record.abstract == "Wool is announced."
    assert record.authors == people("Ada Roe", "Bo Lund")
    assert record.identifiers.arxiv == "2901.00003"


def test_an_error_of_the_service_is_no_paper():
    """ArXiv answers a bad query with an entry called Error."""
    records, [problem] = arxiv_atom.parse("a.atom", FAILED)
    assert records == []
    assert (problem.code, problem.line) == ("source.error-answer", 4)
    assert "incorrect id format" in problem.message


def test_detection_looks_at_the_content():
    """ArXiv feeds are recognised by their content; other XML and other formats are not."""
    for text in (OLD, NEW, ANNOUNCED, FAILED, "\ufeff" + NEW):
        assert arxiv_atom.detect(text)
    for text in (
        "",
        "<html>arxiv</html>",
        "@article{arxiv,}",
        '{"entry": "arxiv"}',
        "<feed><title>Other</title></feed>",
    ):
        assert not arxiv_atom.detect(text)


def test_a_broken_record_does_not_touch_its_neighbours():
    """A stray ampersand, a missing end tag and an empty entry are problems with a line; the others are read."""
    good = "<entry><id>http://arxiv.org/abs/2901.0000{}v1</id>\n<title>Good {}</title></entry>\n"
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        + good.format(1, 1)
        + "<entry>\n<title>Sheep & Goats</title></entry>\n"
        + good.format(2, 2)
        + "<entry><id>http://arxiv.org/abs/2901.00009v1</id></entry>\n"
        + good.format(3, 3)
        + "<entry><title>Cut off"
    )
    records, problems = arxiv_atom.parse("a.atom", text)
    assert [record.title for record in records] == ["Good 1", "Good 2", "Good 3"]
    assert [(problem.code, problem.line) for problem in problems] == [
        ("record.syntax", 5),
        ("record.unreadable", 8),
        ("record.unreadable", 11),
    ]


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE feed SYSTEM "http://127.0.0.1:1/feed.dtd">',
        f'<!DOCTYPE feed [<!ENTITY l0 "lol">{BOMB}]>',
        '<!DOCTYPE feed [<!ENTITY a "' + "a" * 100_000 + '">]>',
        '<!DOCTYPE feed [<!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]>',
    ],
    ids=["xxe", "remote dtd", "billion laughs", "quadratic", "parameter entity"],
)
def test_entities_and_document_types_are_refused(prolog):
    """Declared entities are never expanded or fetched."""

    def feed(count: int) -> str:
        body = "&x;&l11;" + "&a;" * count
        return f'<?xml version="1.0"?>\n{prolog}<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{body}</title></entry></feed>'

    records, [problem] = arxiv_atom.parse("a.atom", feed(10_000))
    assert growth(lambda text: arxiv_atom.parse("a.atom", text), feed(1_000_000), feed(250_000)) < TOO_STEEP
    assert records == []
    assert (problem.code, problem.line) == ("xml.doctype", 2)


def test_an_undeclared_entity_is_a_fault_of_its_record():
    """An undeclared entity is not dropped silently."""
    records, [problem] = arxiv_atom.parse(
        "a", '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a&nbsp;b</title></entry></feed>'
    )
    assert records == []
    assert problem.code == "record.syntax"


@pytest.mark.parametrize("inner", ["<a>" * 10_000 + "</a>" * 10_000, "<title>" + "a" * 11_000_000 + "</title>"])
def test_deep_and_huge_records_are_problems(inner):
    """The parser's own limits hold."""
    records, [problem] = arxiv_atom.parse("a", f"<feed><entry>{inner}</entry></feed>")
    assert records == []
    assert problem.code == "record.syntax"


PARTS = [
    "<feed>",
    "<entry>",
    "</entry>",
    "<title>",
    "</title>",
    "<id>",
    "x",
    "&",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "\n",
    "<author><name>",
    "</feed",
    ">",
]


@given(st.text() | st.lists(st.sampled_from(PARTS)).map("".join))
def test_any_text_gives_a_result(text):
    """Any text gives records and problems, never an exception."""
    arxiv_atom.detect(text)
    records, problems = arxiv_atom.parse("a.atom", text)
    assert all(record.title or record.abstract for record in records)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


def test_latex_in_a_feed() -> None:
    """Accents and fonts in titles, names and summaries are decoded; maths, dashes and tildes stay."""
    feed = (
        "<feed><entry><id>http://arxiv.org/abs/2901.01234v1</id><title>Erd\\H{o}s at ~5 $\\lambda$ -- {\\it in situ}</title>"
        "<summary>A \\emph{fish} \\&amp; chips</summary><author><name>Fran\\c{c}ois Poincar\\'e</name></author>"
        "<journal_ref>J. Fr\\'ed. 3</journal_ref></entry></feed>"
    )
    (record,), _ = arxiv_atom.parse("a", feed)
    assert record.title == "Erdős at ~5 $\\lambda$ -- in situ"
    assert (record.abstract, record.venue) == ("A fish & chips", "J. Fréd. 3")
    assert "François Poincaré" in str(record.authors[0])
