"""The LaTeX annex: whatever a field contains, it is text or a harmless formula."""

import random
import re

import pytest
from pylatexenc.latexwalker import LatexWalker

from generator.model import Catalogue, Identifiers, Links, Paper
from generator.site.exports import selected
from tests.site import invented, reading
from tests.site.exports.test_selected import chosen


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    """Return the settings of an invented project."""
    return invented.project(tmp_path_factory.mktemp("annex"))


def annex(settings, **papers):
    """Return the annex of some papers."""
    return selected.content(chosen(Catalogue(root=settings.content, papers=papers), settings), ".tex")


def body(text):
    """Return what is printed, without the preamble for a document of its own."""
    return text[text.index(r"\section*") : text.rindex(r"\ifdefined\shelfend")]


def item(settings, **fields):
    """Return the one item of an annex."""
    (row,) = re.findall(r"^\\item (.*)$", body(annex(settings, a=Paper(**fields))), re.MULTILINE)
    return row


def test_an_item_has_authors_title_venue_and_links(settings):
    """In this order; identifiers are printed, and lead to their registries."""
    row = item(
        settings,
        title="Newts & Co.",
        authors=("Ada Marsh", "Bo Reed"),
        date="2022-03",
        venue="Journal of Ponds",
        identifiers=Identifiers(arxiv="2203.00001", doi="10.1234/a_b#c"),
        links=Links(code="https://example.org/newts?a=1&b=50%25#top"),
    )
    assert row == (
        r"Ada Marsh and Bo Reed. \emph{Newts \& Co.} Journal of Ponds, 2022. "
        r"\href{https://arxiv.org/abs/2203.00001}{arXiv 2203.00001}, "
        r"\href{https://doi.org/10.1234/a\_b\%23c}{DOI 10.1234/\allowbreak{}a\_b\#c}, "
        r"\href{https://arxiv.org/pdf/2203.00001}{PDF}, "
        r"\href{https://example.org/newts?a=1\&b=50\%25\#top}{Code}."
    )


def test_years_number_on(settings):
    """Each year has a heading, and the numbers go on through all years."""
    text = annex(
        settings, a=Paper(title="A", date="2020"), b=Paper(title="B", date="2022"), c=Paper(title="C", date="2022-02")
    )
    assert re.findall(r"\\subsection\*\{(.*)\}|\\setcounter\{enumi\}\{(\d+)\}|\\emph\{(.)\}", text) == [
        ("2022", "", ""), ("", "0", ""), ("", "", "C"), ("", "", "B"), ("2020", "", ""), ("", "2", ""), ("", "", "A"),
    ]  # fmt: skip


WORDS = r"""% & # _ { } ~ ^ \ < > | " [ ] ` ' -- ''' ?` \input{x} \end{document} ^^5c é Ł 深 100% \\ @ word 3"""
READ = {
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|",
    "textasciigrave": "`", "textless": "<", "textgreater": ">", "%": "%", "&": "&", "#": "#", "_": "_", "$": "$", "textdollar": "$",
}  # fmt: skip


def typeset(text):
    """Return what LaTeX prints of a text without formulas, by its own rules; a bare special character is an error."""
    assert not re.search(r"(?<!\\)[%&#_~^$`]|--|''", text), text
    assert not re.search(r"(?<!\{)[\[\]<>|\"]", text), text
    text = re.sub(r"\\symbol\{34\}", '"', text)
    text = re.sub(
        r"\\([A-Za-z]+|.)(?:\{\})?", lambda found: READ[found[1]].translate({ord("{"): "\1", ord("}"): "\2"}), text
    )
    return text.replace("{", "").replace("}", "").replace("\1", "{").replace("\2", "}")


def test_every_sign_is_printed_as_it_is(settings):
    """In any order of the signs: none is a command, a comment, a ligature, a shorthand or an option."""
    dice = random.Random(7)
    titles = [" ".join(dice.choices(WORDS.split(), k=8)) for _ in range(400)]
    text = annex(settings, **{f"p{at}": Paper(title=title, date=f"{1000 + at}") for at, title in enumerate(titles)})
    rows = re.findall(r"^\\item \\emph\{(.*)\}\.? \d{4}\.$", text, re.MULTILINE)
    assert [typeset(row) for row in rows] == titles[::-1]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        (r"Sorting in $O(n \log n)$", r"Sorting in $O(n \log n)$"),
        (r"$\mathcal{L}_1$ and $\alpha$-divergence", r"$\mathcal{L}_1$ and $\alpha$-divergence"),
        (r"$\frac{1}{2}\sqrt[3]{x^{2}}$", r"$\frac{1}{2}\sqrt[3]{x^{2}}$"),
        ("From $5 to $10", r"From \textdollar{}5 to \textdollar{}10"),
    ],
)
def test_formulas_stay_formulas(settings, title, kept):
    """Those with commands that every document has; an amount of money is none."""
    assert rf"\emph{{{kept}}}" in item(settings, title=title)


@pytest.mark.parametrize(
    "formula",
    [
        r"\input{/etc/passwd}", r"x \write18{ls}", r"\def\x{y}", r"\catcode`\%=12 x", r"x^^5cinput y", r"\csname input\endcsname x",
        r"\let\a\b x", r"x^a^b", r"\frac{1}", r"\left( x", r"x_{", r"x % y", r"x & y", r"x \\ y", r"\href{x}{y}", r"\$ x", r"\begin{x}y\end{x}",
        r"\expandafter\input x", r"\makeatletter x", r"\special{x}", r"x#1", r"\unknowncommand{x}",
    ],
)  # fmt: skip
def test_a_formula_that_could_do_anything_else_is_text(settings, formula):
    """No command outside the list of known ones reaches LaTeX, and no formula that it could not print."""
    row = item(settings, title=f"Of ${formula}$ and ponds")
    commands = set(re.findall(r"\\([A-Za-z]+)", row))
    assert commands <= {"emph", "allowbreak"} | {one for one in commands if one.startswith("text")}, row
    assert "$" not in row
    assert "^^" not in row


def test_hostile_fields_leave_the_structure_whole(settings):
    """On a shelf in which every text is hostile, braces balance, and the commands are ours."""
    shelf = reading.nasty(settings.content)
    text = body(selected.content(chosen(shelf, settings, query=reading.NASTY), ".tex"))
    nodes, _, length = LatexWalker(text, tolerant_parsing=False).get_latex_nodes()
    assert length == len(text)
    assert [node.environmentname for node in nodes if hasattr(node, "environmentname")] == ["enumerate"] * text.count(
        r"\subsection*"
    )
    ours = {
        "section",
        "subsection",
        "begin",
        "end",
        "item",
        "setcounter",
        "emergencystretch",
        "emph",
        "href",
        "allowbreak",
        "symbol",
    }
    assert {one for one in re.findall(r"\\([A-Za-z]+)", text) if not one.startswith("text")} <= ours


def test_the_file_is_a_document_of_its_own_or_a_part_of_one(settings):
    """Its preamble stands within a condition that no document class has been loaded, and what it opens is closed."""
    text = annex(settings, a=Paper(title="A", date="2020"))
    start, end = text.index(r"@twoclasseserror"), text.index("\n\\fi\n")
    for command in (r"\documentclass[", r"\usepackage", r"\begin{document}", r"\def\shelfend"):
        assert start < text.index(command, start) < end
        assert command not in text[end:]
    assert text.endswith("\\ifdefined\\shelfend\\expandafter\\shelfend\\fi\n")
