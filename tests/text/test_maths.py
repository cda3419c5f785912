r"""Formulas in texts: where they are, and how they read as plain text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import maths


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("An $O(n^2)$ bound", "An O(n²) bound"),
        (r"$\alpha$-stable", "α-stable"),
        (r"\(x_1\) and \[y_2\]", "x₁ and y₂"),
        ("$$E = mc^2$$", "E = mc²"),
        (r"A $n \log n$ sort", "A n log n sort"),
        (r"$\mathcal{O}(\sqrt{n})$", "O(√n)"),
        (r"$\sqrt[3]{n+1}$", "³√(n+1)"),
        (r"$\frac{a+b}{c}$ and $\frac12$", "(a+b)/c and 1/2"),
        (r"$\binom{n}{k}$", "(n choose k)"),
        ("$x^{2k}$, $x_{ij}$, $x_{i+1}$", "x^2k, x_ij, x_(i+1)"),
        (r"$10^{-3}\,\mu\mathrm{m}$", "10⁻³ μm"),
        ("$^{13}$C and Ca$^{2+}$", "¹³C and Ca²⁺"),
        (r"the 4$^{th}$, the $n^{\text{th}}$ kite", "the 4th, the nth kite"),
        (r"$\&$ and $\%$", "& and %"),
        (r"$\|x\|_2$", "‖x‖₂"),
        (r"${\cal N}=4$, ${\rm d}x$", "N=4, dx"),
        (r"$x \to y$, $x\to y$", "x → y, x→y"),
        (r"$\left\lfloor \frac{n}{2} \right\rfloor$", "⌊n/2⌋"),
        (r"$\sim$10 $k$-means", "∼10 k-means"),
        ("$ L^2 $ spaces", "L² spaces"),
        ("$p < 0.05$, $1/f$, $SU(2)$, $[0,1)$", "p < 0.05, 1/f, SU(2), [0,1)"),
        (r"$\href{javascript:alert(1)}{x}$", "x"),
        (r"$\text{a}\foo{b}$", "ab"),
    ],
)
def test_a_formula_reads_as_a_person_would_type_it(written: str, read: str) -> None:
    """Letters, superscripts, fractions and roots are readable without TeX."""
    assert maths.plain(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "$5 to $10",
        "US$ 5 and US$ 6",
        "from $5-$10, or 5$-10$",
        "US$5/A$6 and R$10/€5/US$",
        "$100K–$200K",
        "-$5 to -$10",
        "a $5 (US$) fee",
        "$10 million vs. $20 million",
        "cheap ($) to pricey ($$$)",
        "$$ and $$$",
        "Ke$ha meets A$AP Rocky",
        "the $PATH/$HOME and $HOME_DIR/$USER variables",
        "$_GET and $_POST, $_POST/$_GET",
        "buy $AAPL and $TSLA",
        r"\$5 and \$6",
        r"\( \)",
        "a $ b",
        "$",
        "",
    ],
)
def test_prices_and_names_are_no_formulas(text: str) -> None:
    """Dollars that are no marks of maths stay."""
    assert maths.plain(text) == text


def test_a_formula_after_a_price_is_found() -> None:
    """A price does not open a formula."""
    assert list(maths.pieces("for $5, or $x$")) == [("for $5, or ", False), ("x", True)]


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        (r"\frac{a", "frac a"),
        (r"\frac", "frac"),
        (r"\overbrace", "overbrace"),
        ("x^{" * 5, "x^x^x^x^x^"),
        (r"\a" * 600, None),
    ],
)
def test_a_broken_formula_has_no_backslashes_left(formula: str, read: str | None) -> None:
    """What cannot be read is its letters, never an error."""
    found = maths.read(formula)
    assert found == read or read is None
    assert "\\" not in found
    assert "%s" not in found


_PARTS = ["$", "\\", "(", ")", "[", "^", "_", "{", "}", " ", "a", "5", r"\frac", r"\sqrt"]


@given(st.lists(st.sampled_from(_PARTS)).map("".join))
def test_any_text_is_read(text: str) -> None:
    """No text is an error, and pieces together are the text without its marks."""
    maths.plain(text)
    assert sum(len(piece) for piece, _ in maths.pieces(text)) <= len(text)


@pytest.mark.parametrize(
    "part", ["$", r"\(", r"\(\\", r"\[", "$x", "$x$", r"$\\", "$a_{", "$ ", r"\frac", "{", "$x^2$", r"\(a\x"]
)
def test_reading_is_linear(part: str) -> None:
    """100 kB of anything take less than a few seconds."""
    text = f"${part * (100_000 // len(part))}$"
    before = time.process_time()
    maths.plain(text)
    assert time.process_time() - before < 5
