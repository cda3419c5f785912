"""Shapes of real exports and lists, with invented content: regression tests for what was once misread."""

from __future__ import annotations

import pytest

from generator.formats import Parsed, Source, detect, dump, parse_all
from generator.model import Identifiers, Record
from generator.text.latex import Decoder
from tests.conftest import people

ARXIV = "https://arxiv.org/abs/2107.0213"


def parse(text: str, name: str = "source", format_name: str | None = None) -> Parsed:
    """Parse one source."""
    return parse_all([Source(name=name, text=text)], format_name=format_name)


def titles(text: str) -> list[str]:
    """Return the titles of a list in Markdown."""
    return [record.title for record in parse(text, "README.md", "awesome").records]


CITED = "@article{us2024list,\n  title = {A List of Tides},\n  year = 2024\n}\n"


@pytest.mark.parametrize("block", [f"```bibtex\n{CITED}```\n", CITED, "```\nTY  - JOUR\nTI  - A List\nER  - \n```\n"])
@pytest.mark.parametrize("first", [True, False])
def test_a_list_that_says_how_to_cite_it(block, first) -> None:
    """A list with BibTeX or RIS for citing the list itself is read as a list."""
    papers = "".join(f"- [Harbor grids and tides {n}]({ARXIV}{n})\n" for n in range(4))
    text = f"# Tides\n\n{block if first else ''}\n{papers}\n{'' if first else block}"
    parsed = parse(text, "README.md")
    assert parsed.formats == ("awesome",)
    assert len(parsed.records) == 4


def test_a_bibliography_with_links_in_notes_is_no_list() -> None:
    """A .bib file is BibTeX, whatever Markdown is in its notes."""
    note = "\n".join(f"- [a paper on tides]({ARXIV}{n})" for n in range(9))
    text = f"@article{{a, title = {{Harbor}}, annote = {{\n{note}\n}}}}\n"
    assert detect(Source(name="refs.bib", text=text)) == "bibtex"


@pytest.mark.parametrize(
    "text",
    [
        "%0 Journal Article\n%T Harbor grids\n%A Vale, Mara\n",
        '[["vale2021", "Harbor grids and how they may be planned"], ["b", "c"]]',
        '{"count": 3, "rows": []}',
        "[1, 2, 3]",
    ],
)
def test_what_is_no_format_of_ours_says_so(text) -> None:
    """Tagged text of databases and unknown JSON are reported, not read as a listing."""
    parsed = parse(text)
    assert parsed.records == ()
    assert [problem.code for problem in parsed.problems] == ["source.unknown"]


def test_a_listing_with_too_many_lines() -> None:
    """A text of too many short lines is refused, whether the format is forced or not."""
    text = "7\n" * 700_000
    assert [problem.code for problem in parse(text).problems] == ["source.too-large"]
    assert [problem.code for problem in parse(text, format_name="abstracts").problems] == ["source.too-large"]


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"Spectra of D$_2$$^{18}$O at 5--7 $\mu$m", "Spectra of D$_2$$^{18}$O at 5–7 $\\mu$m"),
        (r"The 4${}^{\mbox{th}}$ Workshop", "The 4th Workshop"),
        (r"The $5^{th}$ Workshop", "The 5th Workshop"),
        (r"Independent methodology\hyphen independent", "Independent methodology-independent"),
        (r"\elnono, \lanana\ and the {S}outhern", "elnono, lanana and the Southern"),
        (r"Tides\xspace\textsuperscript{th}", "Tidesth"),
        ("An `incremental' grid", "An ‘incremental’ grid"),
    ],
)
def test_latex_of_real_titles(latex, plain) -> None:
    """Adjacent formulas, ordinals, an author's own macros and single quotes keep their words."""
    assert Decoder().decode(latex) == plain


def test_crossref() -> None:
    """An entry inherits missing fields from its crossref parent; its own fields come first."""
    text = (
        "@inproceedings{a, title={Harbor}, author={M Vale}, crossref={Conf:X}}\n"
        "@inproceedings{b, title={Kites}, booktitle={Own}, year={}, crossref={conf:x}}\n"
        "@inproceedings{c, title={Quilts}, crossref={nowhere}}\n"
        "@proceedings{conf:x, title={Proceedings of X}, editor={E F}, year={2020}, doi={10.1000/x}}\n"
    )
    found = [(record.title, record.venue, record.date, record.identifiers.doi) for record in parse(text).records]
    assert found[:3] == [
        ("Harbor", "Proceedings of X", "2020", None),
        ("Kites", "Own", "2020", None),
        ("Quilts", "", None, None),
    ]


MARKED = "<i>In situ</i> H<sub>2</sub>O &amp; tides"


@pytest.mark.parametrize(
    "text",
    [
        f"@article{{a, title = {{{MARKED.replace('&amp;', chr(92) + '&amp;')}}}, journal = {{Tides &amp; Kites}}}}",
        f"TY  - JOUR\nTI  - {MARKED}\nJO  - Tides &amp; Kites\nER  - \n",
        f"title,journal\n{MARKED},Tides &amp; Kites\n",
        f"PMID- 1\nTI  - {MARKED}.\nJT  - Tides &amp; Kites\n",
    ],
    ids=["bibtex", "ris", "csv", "nbib"],
)
def test_markup_of_the_web(text) -> None:
    """Inline markup and character references are removed from titles and journals."""
    (record,) = parse(text).records
    assert (record.title, record.venue) == ("In situ H2O & tides", "Tides & Kites")


@pytest.mark.parametrize("suffix", [".bib", ".ris", ".csv", ".json"])
@pytest.mark.parametrize(
    ("title", "venue"),
    [
        ("When a<b> meets &amp; in <i>", "A &lt; B"),
        ("The &amp;amp; entity and &#38; and &#0038;", "R&D &c Macro&micro"),
        (r"The \alpha of C:\temp and Erd\H{o}s", r"\& Sons \'e"),
        ("H<sub>2</sub>O <sup>1</sup>", "Ponds<sup>1</sup>"),
        ("From $5 to $10, $x^2$ and $4^{th}$", r"$\less$em$\greater$ ``so'' -- ,,so''"),
        ("<math><mi>N</mi></math>-x", "$<$i$>$ ~ % # _ ^ {a}"),
    ],
)
def test_signs_that_look_like_markup_survive(suffix, title, venue) -> None:
    """Text that looks like markup or LaTeX reads back unchanged."""
    record = Record(source="a", line=1, title=title, venue=venue, headings=("x<i>y",))
    (again,) = parse(dump([record], suffix), f"out{suffix}").records
    assert (again.title, again.venue, again.keywords) == (record.title, record.venue, record.headings)


@pytest.mark.parametrize("venue", ["F1000Research", "CVPR2021", "Web3D 2021", "Corrosion Science", "PsyArXiv"])
def test_venues_with_digits_are_venues(venue) -> None:
    """Only arXiv, CoRR and "preprint" are not venues; a name with four digits is one."""
    assert parse(f"TY  - JOUR\nTI  - Harbor\nJO  - {venue}\nER  - \n").records[0].venue == venue


@pytest.mark.parametrize(
    "venue",
    [
        "arXiv (Cornell University)",
        "arXiv: Learning",
        "arXiv preprint arXiv:2107.02137",
        "CoRR abs/2107.02137",
        "Preprint",
    ],
)
def test_arxiv_is_no_venue(venue) -> None:
    """No spelling of arXiv may hide the venue of a paper."""
    assert parse(f"TY  - JOUR\nTI  - Harbor\nJO  - {venue}\nER  - \n").records[0].venue == ""


def test_joined_names() -> None:
    """Names printed without a separator are split; names with a capital inside stay whole."""
    rows = [
        "Mara ValeJan K. BruckÉva Röder",
        "Yann LeCun",
        "Ann MacDonald Smith",
        "OpenAI Research Team",
        '"Vale, Mara and"',
    ]
    text = "title,author\n" + "".join(f"Harbor {at},{row}\n" for at, row in enumerate(rows))
    assert [record.authors for record in parse(text).records] == [
        people("Mara Vale", "Jan K. Bruck", "Éva Röder"),
        people("Yann LeCun"),
        people("Ann MacDonald Smith"),
        people("{OpenAI Research Team}"),
        people("Mara Vale"),
    ]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            '"SEARCH QUERY","tides:ti"\n----\n\nTitle,Author Names,Source,Source title,Publication Year',
            "Harbor,M Vale,EMBASE,Tides,2021",
            (5, "Tides", "2021"),
        ),
        ("PT\tAU\tTI\tSO\tPY", "J\tVale, M\tHarbor\tTides\t2021", (2, "Tides", "2021")),
        (
            "Authors, Primary\tTitle Primary\tPeriodical Full\tPub Year",
            "Vale, M\tHarbor\tTides\t2021",
            (2, "Tides", "2021"),
        ),
        ("Item Title,Publication Title,Item DOI,Publication Year", "Harbor,Tides,10.1000/h,2021", (2, "Tides", "2021")),
        ("Title,Source,Journal,PubYear", "Harbor,Scopus,Tides,2021", (2, "Tides", "2021")),
    ],
    ids=["embase", "wos", "refworks", "springer", "two sources"],
)
def test_headers_of_databases(header, row, expected) -> None:
    """Lines above the header, tags as headers, and a "Source" besides the journal are understood."""
    (record,) = parse(f"{header}\n{row}\n", "export.csv").records
    assert record.title == "Harbor"
    assert (record.line, record.venue, record.date) == expected


def test_a_table_of_abstracts() -> None:
    """A table without titles holds untitled abstracts."""
    (record,) = parse("id,abstract,label\n7,We plan how tides may be used.,1\n").records
    assert (record.id, record.title, record.abstract) == ("7", "", "We plan how tides may be used.")


def test_a_title_above_its_links() -> None:
    """A bold title with its links below it, as bullets or lines, is one paper; Chinese labels are labels, too."""
    text = (
        f"# 潮汐\n\n**Harbor Grids for Tidal Energy**\n\n- Paper: {ARXIV}1\n- Code: https://github.com/a/harbor\n\n"
        f"**Kites in Wind and Weather**\n\n论文：{ARXIV}2\n\n代码：https://github.com/a/kites\n\n"
        f"- 论文标题：《Quilts: patching tides》\n  - 来源：ICLR 2020\n  - 论文链接：{ARXIV}3\n"
    )
    records = parse(text, "README.md").records
    assert [(r.title, r.identifiers.arxiv, r.line) for r in records] == [
        ("Harbor Grids for Tidal Energy", "2107.02131", 3),
        ("Kites in Wind and Weather", "2107.02132", 8),
        ("Quilts: patching tides", "2107.02133", 14),
    ]
    assert records[0].links == (f"{ARXIV}1", "https://github.com/a/harbor")


def test_a_chinese_label_is_no_title() -> None:
    """A link with only a label, in any language, is a paper without a title: a problem, not a record."""
    parsed = parse(f"# L\n- 论文：{ARXIV}1\n- Paper: {ARXIV}2\n- [代码](https://github.com/a/b)\n", "README.md")
    assert parsed.records == ()
    assert parsed.unreadable == 2


def test_people_before_the_title() -> None:
    """Authors, title, venue: the title is in the middle, in italics or not, and the authors are kept."""
    text = (
        f"- Mara Vale, Jan K. Bruck, and Eva Roder, *Harbor Grids for Tides*, arXiv:2107.02131 / NIPS 2015 [[Paper]({ARXIV}1)]\n"
        f"- Mara Vale, Jan Bruck, Kites in Wind, Weather and Rain, ICRA, 2004 [[Paper]]({ARXIV}2)\n"
        f"- Mara Vale et al., Eva Roder, Quilts of Tides: A Survey (JMLR 2009) [[Paper]]({ARXIV}3)\n"
    )
    records = parse(text, "README.md").records
    assert [record.title for record in records] == [
        "Harbor Grids for Tides",
        "Kites in Wind, Weather and Rain",
        "Quilts of Tides: A Survey",
    ]
    assert records[0].authors == people("Mara Vale", "Jan K. Bruck", "Eva Roder")
    assert [record.date for record in records] == ["2015", "2004", "2009"]


@pytest.mark.parametrize(
    ("bullet", "title"),
    [
        (
            "- **[HG-Net]** Harbor Grids for Tides | **[CVPR' 16]** | [`[pdf]`](U) [`[official code - torch]`](C)",
            "Harbor Grids for Tides",
        ),
        ("- **[HG]** HG: Harbor Grids for Tides [[paper](U)]", "HG: Harbor Grids for Tides"),
        ("- [[CLS] Token for Harbor Grids](U)", "[CLS] Token for Harbor Grids"),
        (
            "- Harbor Grids for Tides (ICLR 2020, 900+ citations) [[**Paper**](U)]\n  - **NOTE**: read this one",
            "Harbor Grids for Tides",
        ),
        ("- [Harbor Grids for Tides (NeurIPS 2021)](U)", "Harbor Grids for Tides"),
        ("- [Tides of the North Sea (1990-2020)](U)", "Tides of the North Sea (1990-2020)"),
        ("- [NeurIPS'22 Harbor Grids for Tides](U)", "Harbor Grids for Tides"),
        ("- Harbor Grids for Tides [[arXiv 25 May 2019]](U)", "Harbor Grids for Tides"),
        (
            "- (ICCV 23') **Har-B-Or**: One Grid for All Tides, *Vale et al.* [paper](U)",
            "Har-B-Or: One Grid for All Tides",
        ),
        (
            "- **Harbor**\n  - Harbor Grids for Tides, SIGIR'18\n  - [[Paper]](U)\n  - [[Art of Python]](C)",
            "Harbor Grids for Tides",
        ),
        ("- HarBor - Grids for All Tides, jun 2016, Lab [arxiv](U)", "HarBor - Grids for All Tides"),
        ('- **[7]** Vale, Mara, et al. "**Harbor grids**." arXiv preprint (2016). [[pdf]](U)', "Harbor grids"),
        ("| Model | Paper |\n|---|---|\n| **Harbor** - plans tides with grids and more | [Paper](U) |", "Harbor"),
    ],
)
def test_titles_in_bullets(bullet, title) -> None:
    """Nicknames, venues, dates, notes and labels for code around a title do not belong to it."""
    assert titles(bullet.replace("U", f"{ARXIV}1").replace("C)", "https://github.com/a/b)")) == [title]


def test_folded_parts() -> None:
    """The content of <details> is read; "more" is not a topic, another summary is."""
    text = (
        f"# L\n## Tides\n<details><summary>more</summary>\n\n1. [Harbor grids and tides]({ARXIV}1)\n\n</details>\n\n"
        f"<details>\n<summary>Kites</summary>\n\n- [Wind and weather again]({ARXIV}2)\n\n</details>\n"
    )
    assert [(r.title, r.headings) for r in parse(text, "README.md").records] == [
        ("Harbor grids and tides", ("Tides",)),
        ("Wind and weather again", ("Tides > Kites",)),
    ]


@pytest.mark.parametrize(
    ("heading", "headings", "date"),
    [
        ("Top Papers of the Week (March 17 - March 23) - 2025", (), "2025"),
        ("2023-05", (), "2023-05"),
        ("44.Image Fusion(图像融合)", ("Image Fusion(图像融合)",), None),
        ("3D Vision", ("3D Vision",), None),
    ],
)
def test_headings(heading, headings, date) -> None:
    """A heading that names a week or month is a date; numbering does not belong to a topic."""
    (record,) = parse(f"# L\n## {heading}\n- [Harbor grids and tides]({ARXIV}1)\n", "README.md").records
    assert (record.headings, record.date and record.date[: len(date or "")]) == (headings, date)


def test_lines_of_papers_in_one_bullet() -> None:
    """Each of several papers in one bullet has its own line."""
    text = f"# L\n- Tides\n\n  [Harbor grids and tides]({ARXIV}1)\n\n  [Kites in the wind]({ARXIV}2)\n\n  [Quilts of the sea]({ARXIV}3)\n"
    assert [(r.title[:6], r.line) for r in parse(text, "README.md").records[1:]] == [("Kites ", 6), ("Quilts", 8)]


def test_a_page_about_papers_is_no_paper() -> None:
    """A label with "paper" among other words is a title, not a kind of link: the URL decides."""
    text = f"- [The Morning Tide Paper](https://blog.example.org/)\n- [Harbor grids and tides]({ARXIV}1)\n"
    assert titles(text) == ["Harbor grids and tides"]


def test_identifiers_survive_dumps() -> None:
    """A record with only an identifier and a title is the same in each written format."""
    record = Record(source="a", line=1, title="Harbor", identifiers=Identifiers(arxiv="2107.02137"))
    for suffix in (".bib", ".ris", ".csv", ".json"):
        (again,) = parse(dump([record], suffix), f"o{suffix}").records
        assert (again.title, again.identifiers) == (record.title, record.identifiers)


def test_a_broken_comment_is_no_record() -> None:
    """Each unreadable record is counted once; a broken @comment or @string is a problem, but no record."""
    parsed = parse("@comment{never closed\n@article{a, title={Harbor}}\n@string{x = {open\n@misc{b, title={Kites}}\n")
    assert [record.title for record in parsed.records] == ["Harbor", "Kites"]
    assert [problem.line for problem in parsed.problems] == [1, 3]
    assert parsed.unreadable == 0


def test_an_object_without_its_end() -> None:
    """An element with a missing brace is lost, but not the next one."""
    rows = [f'{{\n  "id": "{n}",\n  "type": "book",\n  "title": "Harbor {n}"\n}}' for n in range(4)]
    rows[1] = rows[1].removesuffix("\n}")
    parsed = parse("[\n" + ",\n".join(rows) + "\n]")
    assert [record.id for record in parsed.records] == ["0", "2", "3"]
    assert parsed.unreadable == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('[{"type": "article-journal", "title": "Erd\\\\H{o}s on {\\\\it Ponds} &amp;amp; Frogs", "container-title": "Fr\\\\\'eres"}]', "a.json"),
        ("TY  - JOUR\nTI  - Erd\\H{o}s on {\\it Ponds} &amp;amp; Frogs\nJO  - Fr\\'eres\nER  - \n", "a.ris"),
        ("title,journal\nErd\\H{o}s on {\\it Ponds} &amp;amp; Frogs,Fr\\'eres\n", "a.csv"),
    ],
)  # fmt: skip
def test_tex_in_exports_that_are_no_tex(text, name) -> None:
    """Accents and fonts of LaTeX, which publishers and databases leave in, are decoded everywhere."""
    (record,) = parse(text, name).records
    assert (record.title, record.venue) == ("Erdős on Ponds & Frogs", "Fréres")


SICI = "10.1002/(sici)1097(1998)49:8<693::aid-a>3.0.co;2-o"


@pytest.mark.parametrize(
    ("less", "greater"),
    [
        ("{\\textless}", "{\\textgreater}"),
        ("\\textless ", "\\textgreater{}"),
        ("&lt;", "&gt;"),
        ("\\&lt;", "\\&gt;"),
        ("$\\less$", "$\\greater$"),
        ("$\\le\nss$", "$\\greater$"),
        ("$<$", "$>$"),
        ("{\\$}{\\textbackslash}less{\\$}", "{\\$}{\\textbackslash}greater{\\$}"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "https://doi.org/"])
def test_dois_with_brackets(less, greater, prefix) -> None:
    """Angle brackets in a DOI are read however they are escaped."""
    doi = SICI.upper().replace("<", less).replace(">", greater)
    (record,) = parse(f"@article{{a, title = {{Harbor}}, doi = {{{prefix}{doi}}}}}").records
    assert record.identifiers.doi == SICI
    (again,) = parse(dump([record], ".bib"), "out.bib").records
    assert again.identifiers.doi == SICI


def test_an_address_keeps_its_parameters() -> None:
    """A parameter that begins like an entity is none: ``&not`` in ``&noteId``, ``&copy``."""
    url = "https://example.org/forum?id=X&noteId=Y&copy=1"
    for text, name in (
        (f"@misc{{a, title = {{Harbor}}, url = {{{url}}}}}", "a.bib"),
        (f'[{{"type": "book", "title": "Harbor", "URL": "{url}"}}]', "a.json"),
        (f"TY  - JOUR\nTI  - Harbor\nUR  - {url}\nER  - \n", "a.ris"),
    ):
        assert url in parse(text, name).records[0].links
    item = '- <a href="https://openreview.net/forum?noteId=X&id=abcdefghij&not=Y">A harbor of grids and kites</a>\n'
    (record,) = parse(item, "README.md", "awesome").records
    assert record.identifiers.openreview == "abcdefghij"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ris", "TY  - JOUR\nTI  - Kelp\nAB  - One.\nN2  - Two words.\nER  - \n"),
        ("a.bib", "@misc{k, title={Kelp}, abstract={One.}, abstractnote={Two words.}}"),
        ("a.nbib", "PMID- 1\nTI  - Kelp.\nAB  - One.\nOAB - Two words.\n"),
        ("a.csv", "title,abstract,year,Abstract Note\nKelp,One.,2020,Two words.\n"),
    ],
)
def test_a_second_abstract_goes_nowhere(name: str, text: str) -> None:
    """What no field holds is kept in the ledger, but never an abstract."""
    (record,) = parse(text, name).records
    assert (record.abstract, record.further) == ("One.", ())
