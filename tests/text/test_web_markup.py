"""Markup of the web in titles: read as text, and escaped so that a text reads back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.folding import clean
from generator.text.web_markup import escape, readable
from tests.conftest import TOO_STEEP, growth


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<i>In situ</i> H<sub>2</sub>O &amp; <scp>Dna</scp>", "In situ H2O & Dna"),
        ("&lt;i&gt;In situ&lt;/i&gt; frogs", "In situ frogs"),
        ("&amp;lt;i&amp;gt;In situ&amp;lt;/i&amp;gt; frogs", "In situ frogs"),
        ("The &lt;b&gt; tag and Type&lt;T&gt;, p &lt; 0.05", "The <b> tag and Type<T>, p < 0.05"),
        ("if a<b and b>c, a&lt;b and c&gt;d", "if a<b and b>c, a<b and c>d"),
        ("<jats:title>Aims</jats:title><jats:p>We see <jats:italic>E. coli</jats:italic>.</jats:p><jats:p>So</jats:p>", "Aims We see E. coli. So"),
        ("Line<br/>break<p>x</p>", "Line break x"),
        ('<a href="https://x.example">Link</a>, <code>x</code>, the <s> key', "Link, x, the <s> key"),
        ('<span class="x" lang=de>y</span> <math><mi>N</mi></math>-x', "y N-x"),
        ("in (<i> vitro </i>) and <i>S. aureus</i> , x", "in (vitro) and S. aureus, x"),
        ("Macro&micro, AT&T and &c", "Macro&micro, AT&T and &c"),
    ],
)  # fmt: skip
def test_markup(written: str, read: str) -> None:
    """Tags go, also escaped ones that are closed; blocks separate words; what is no tag stays."""
    assert readable(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("H <sub>2</sub> O, Al <sub>2</sub> O <sub>3</sub> , N <sub>2</sub>O", "H2O, Al2O3, N2O"),
        (
            "CO <sub>2</sub> emissions of CO <sub>2</sub> -rich (NO <sub>x</sub> ) air",
            "CO2 emissions of CO2-rich (NOx) air",
        ),
        ("CO<sub>2</sub> N<sub>2</sub>O", "CO2 N2O"),
        ("PM <sub>2.5</sub> In Europe", "PM2.5 In Europe"),
        ("Ca <sup>2+</sup> in m <sup>2</sup> ; 10 <sup>3</sup> K", "Ca2+ in m2; 103 K"),
        ("spectra of <sup>13</sup>C and of <sup>13</sup> C", "spectra of 13C and of 13C"),
        ("H<sub><i>n</i></sub>O", "HnO"),
    ],
)
def test_blanks_around_scripts(written: str, read: str) -> None:
    """A script stands where it belongs, however the XML was laid out."""
    assert readable(written) == read


@pytest.mark.parametrize("mark", ["1", "2", "12", "1,2", "a", "*", "†", "(1)", "[3]", "**"])
@pytest.mark.parametrize("title", ["A Study of Ponds", "Is it a pond?", "A Pond (a review)", "A POND STUDY"])
def test_footnotes(title: str, mark: str) -> None:
    """The mark of a footnote at the end of a title goes."""
    if title.isupper() and mark in {"2", "3", "[3]"}:
        title = "A Ponds Study"
    assert readable(f"{title}<sup>{mark}</sup>") == title
    assert readable(f"{title} <sup>{mark}</sup>.") == title


@pytest.mark.parametrize(
    "title",
    [
        "Ca<sup>2+</sup>", "km<sup>2</sup>", "10<sup>3</sup>", "10<sup>-3</sup>", "R<sup>2</sup>", "C<sup>*</sup>", "L<sup>p</sup>",
        "square metres<sup>2</sup>", "sigma<sup>2</sup>", "MgSO<sup>4</sup>", "H<sub>2</sub>", "the 19<sup>th</sup>", "Pond<sup>TM</sup>",
        "Ponds<sup>1</sup> and more", "(x+y)<sup>2</sup>",
    ],
)  # fmt: skip
def test_no_footnotes(title: str) -> None:
    """A power, a charge, a name's part, or a mark inside a title stays."""
    plain = title.replace("<sup>", "").replace("</sup>", "").replace("<sub>", "").replace("</sub>", "")
    assert readable(f"Seen in {title}") == f"Seen in {plain}"


@given(
    st.lists(
        st.sampled_from(
            ["<", ">", "&", "amp;", "lt;", "#38;", "#0038;", "i", "/i", "sub", "sup", "1", " ", "math", "x", "\\", "'", ";", "br/", "mml:mi"]
        )
    ).map("".join)
    | st.text()
)  # fmt: skip
def test_what_is_escaped_reads_back(text: str) -> None:
    """Whatever a text looks like, escaped it is read as it was."""
    assert readable(escape(text)) == clean(text)


@pytest.mark.parametrize(
    "piece", ["<", "<i>", "<sub>", " <sub>", "<sup>1</sup>", '<a b="', "&lt;i&gt;", "H <sub>2</sub> O ", "<i a"]
)
def test_cost_is_linear(piece: str) -> None:
    """No shape of a text costs more than in proportion to its length."""
    assert growth(readable, piece * (200_000 // len(piece))) < TOO_STEEP
