r"""Formulas on pages: MathML that only draws; what cannot be drawn is readable text, and no title is markup."""

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Catalogue, Paper
from generator.site import escapes, mathml
from generator.text import maths
from tests.site import reading

_TAGS = re.compile(r"<[^>]*>")
_HARMLESS = re.compile(r'</?m[a-z]+(?: (?:accent|fence|form|linethickness|mathvariant|stretchy|width)="[a-z0-9.]+")*>')


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("x^2", "<msup><mi>x</mi><mn>2</mn></msup>"),
        (r"\frac{a}{b}", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>"),
        (r"\alpha", "<mi>α</mi>"),
        ("p < 1", "<mi>p</mi><mo>&lt;</mo><mn>1</mn>"),
        (r"{\cal N}", "<mrow><mi>𝒩</mi></mrow>"),
        (r"n \log n", f"<mi>n</mi>{mathml._SPACE}<mi>log</mi>{mathml._SPACE}<mi>n</mi>"),
        (r"\text{a*b}", "<mtext>a&#42;b</mtext>"),
    ],
)
def test_a_formula_is_drawn(written: str, drawn: str) -> None:
    """Formulas become MathML, and what means something to Markdown is escaped in them, too."""
    assert mathml.text(f"A ${written}$ & B") == f"A <math><mrow>{drawn}</mrow></math> &amp; B"


@pytest.mark.parametrize("text", ["$5 to $10 & <b>", "US$ 5", "a*b_c", "", r"C:\new"])
def test_other_text_is_escaped_as_ever(text: str) -> None:
    """A text without formulas is the same as without this module."""
    assert mathml.text(text) == escapes.text(text)


@pytest.mark.parametrize(
    "formula",
    [r"\frac{a", r"\frac{a}", r"\foo{x}", r"\left( x", r"\si{\um}", "x^2^3", r"\def\x{\x\x}\x", "+".join(["x_1"] * 60)],
)
def test_what_cannot_be_drawn_is_readable_text(formula: str) -> None:
    """Unknown commands, missing arguments and very long formulas show neither TeX nor half a formula."""
    shown = mathml.text(f"${formula}$")
    assert shown == escapes.text(maths.read(formula))
    assert "\\" not in unescape(shown)


@pytest.mark.parametrize(
    "formula",
    [
        r"\href{javascript:alert(1)}{x}",
        "<script>alert(1)</script>",
        r"\text{<script>alert(1)</script>}",
        r"\text{</mtext></math><img src=x onerror=alert(1)>}",
        r"\text{<![CDATA[<svg/onload=alert(1)>]]>}",
        r"\style{background:url(//x)}{x}",
        r"\class{md-header}{x}",
        r"\unicode{x3c}script\unicode{x3e}",
        r"\color{red\" onclick=\"alert(1)}x",
        r"\hspace{99999em}x\rule{1em}{9999em}",
        r"x\tag{<b>}",
    ],
)
def test_hostile_formulas_are_harmless(formula: str) -> None:
    """Only drawing elements and attributes are left, and no markup of the source."""
    for tag in _TAGS.findall(mathml.text(f"${formula}$")):
        assert _HARMLESS.fullmatch(tag), tag


@given(st.text(alphabet=st.characters(codec="utf-8")), st.text(alphabet="\\{}^_&<>\"'ab1 "))
def test_no_formula_brings_markup(one: str, other: str) -> None:
    """Any text in and around a formula stays text."""
    for tag in _TAGS.findall(mathml.text(f"{one} $x{other}^2$ {one}")):
        assert _HARMLESS.fullmatch(tag), tag


@pytest.mark.parametrize(
    "part", ["$", "{", "x^{", r"\frac", r"\left(", r"\sqrt", "$x$", r"\begin{matrix}", r"\text{<b>}"]
)
def test_drawing_is_bounded(part: str) -> None:
    """100 kB of anything take less than a few seconds."""
    before = time.process_time()
    mathml.text(f"${part * (100_000 // len(part))}$")
    assert time.process_time() - before < 5


TITLE, PLAIN = r"Newts of $O(n^2)$ in $\mathbb{R}^d$ for $5", "Newts of O(n²) in R^d for $5"


def test_every_page_and_file_shows_maths_in_its_own_way(tmp_path) -> None:
    """Pages draw formulas; their heads, feeds, search and Markdown have plain text; BibTeX and the API keep the source."""

    def shelf(content) -> Catalogue:
        papers = {
            key: Paper(title=f"{TITLE} {key}", summary=f"About {TITLE}.", date="2029-01-01", authors=("Ada Marsh",))
            for key in ("one", "two")
        }
        return Catalogue(root=content, papers=papers)

    _, docs = reading.written(tmp_path, make=shelf)
    page = (docs / "papers/one/index.md").read_text("utf-8")
    assert '<h1 id="top">Newts of <math><mrow><mi>O</mi>' in page
    assert f'title: "{PLAIN} one"' in page
    head = unescape(page.partition("\n---\n")[0])
    assert head.count(f"{PLAIN} one") == 5  # title, citation_title, og:title, name, headline
    for name in ("papers/one/index.md", "years/2029/index.md", "browse/index.md", "index.md"):
        text = (docs / name).read_text("utf-8")
        head, _, body = text.partition("\n---\n")
        body = re.sub(r"<details.*?</details>|href=\"[^\"]*\"", "", body, flags=re.DOTALL)  # citations, the form
        assert "<math>" in body, name
        assert "mathbb" not in head + body, name
    for name in ("feed.xml", "feed.json", "browse/papers.js", "papers/one/paper.md.txt", "llms.txt"):
        text = (docs / name).read_text("utf-8").partition("## BibTeX")[0]
        assert "O(n²)" in text, name
        assert "mathbb" not in text, name
    assert "O(n²) in R^d" in (docs / "browse/texts.js").read_text("utf-8")
    assert r"$\mathbb{R}^d$" in (docs / "papers.bib").read_text("utf-8")
    assert r"$\\mathbb{R}^d$" in (docs / "api/all.json").read_text("utf-8")
