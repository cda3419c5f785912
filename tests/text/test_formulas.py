"""MathML as text: what stands in it, and the blanks around it."""

import pytest

from generator.text.formulas import to_text
from tests.conftest import TOO_STEEP, growth

N = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mi>N</mml:mi></mml:math>'


def maths(inner: str) -> str:
    """Return a formula."""
    return f"<math>{inner}</math>"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (f"Modes in{N}-Coupled", "Modes in N-Coupled"),
        (f"a{N}body", "a N body"),
        (f"the {N}th, SU({N}), {N}s", "the Nth, SU(N), Ns"),
        (f"{N} and {N}", "N and N"),
        (
            "La<math><msub><mrow/><mn>2</mn></msub></math>CuO<math><msub><mrow></mrow><mn>4</mn></msub></math> films",
            "La2CuO4 films",
        ),
        (f"Bi{maths('<msub><mi>Te</mi><mn>3</mn></msub>')} films", "BiTe3 films"),
        (f"In{N}", "In N"),
    ],
)
def test_blanks(written: str, read: str) -> None:
    """A formula is separated from words, but not from hyphens, brackets, endings, or the rest of a substance."""
    assert to_text(written) == read


@pytest.mark.parametrize(
    ("inner", "read"),
    [
        ("<mi>B</mi><mo>→</mo><mi>K</mi><mi>π</mi>", "B→Kπ"),
        ("<msqrt><mi>s</mi></msqrt><mo>=</mo><mn>13</mn><mtext> </mtext><mi>TeV</mi>", "√s=13 TeV"),
        ("<mn>13</mn><mi>TeV</mi>", "13 TeV"),
        ("<mn>13</mn><mspace width='2pt'/><mi>x</mi>", "13 x"),
        ("<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt>", "√(a+b)"),
        (" <mrow> <mfrac> <mn>1</mn> <mn>2</mn> </mfrac> </mrow> ", "1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a+b)/c"),
        ("<mover><mi>t</mi><mo>¯</mo></mover>", "t\u0304"),
        ("<mmultiscripts><mi>C</mi><mprescripts/><none/><mn>13</mn></mmultiscripts>", "13C"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "xi2"),
        ("<mi>sin</mi><mo>\u2061</mo><mi>x</mi>", "sin x"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mi>a</mi><mo>&lt;</mo><mi>b</mi>", "a\x02b"),
        ("<semantics><mi>a</mi><annotation encoding='application/x-tex'>a</annotation></semantics>", "a"),
        ("<mrow><mi>a</mi>", "a"),
        ("<mi>a</mi></mrow><mi>b</mi>", "ab"),
    ],
)
def test_formulas(inner: str, read: str) -> None:
    """Roots, fractions, scripts, accents and units are readable; annotations and invisible operators are left out."""
    assert to_text(maths(inner)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<tex-math>$x^2$</tex-math> ponds", "$x^2$ ponds"),
        (f"<jats:tex-math>$$N$$</jats:tex-math>{N}-body", "N-body"),
        (f"{N}<tex-math>N</tex-math>", "N"),
        (r"<tex-math>\usepackage{amsmath}\begin{document}$$\alpha$$\end{document}</tex-math>", r"$\alpha$"),
        ("<tex-math><![CDATA[x_1]]></tex-math>", "$x_1$"),
        ("<math><mi>a</mi>", "<math><mi>a</mi>"),
    ],
)
def test_tex_beside_mathml(written: str, read: str) -> None:
    """A formula that is there twice is read once; TeX becomes maths between dollars; what is not closed stays."""
    assert to_text(written) == read


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "<math>" * n,
        lambda n: "<math>" + "<mrow>" * n + "x" * 10 * n + "</mrow>" * n + "</math>",
        lambda n: "<math><mi>a</mi></math>" * n,
        lambda n: "<tex-math>" * n + "</tex-math>" * n,
    ],
)
def test_cost_is_linear(make) -> None:
    """Formulas in formulas, unclosed ones and many of them cost in proportion to their length."""
    assert growth(to_text, make(20_000), make(5_000)) < TOO_STEEP
