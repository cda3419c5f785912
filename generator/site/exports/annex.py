"""A list of papers in LaTeX, alone or as a part of a document: texts are escaped, formulas have known commands only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.site import mathml
from generator.site.escapes import web
from generator.site.views.reading_list import Item, ReadingList
from generator.text import maths
from generator.text.latex import escape

_HEAD = r"""% A list of papers. Compile this file alone, or \input it where a document wants the list: then only what begins at
% \section counts, and links need \usepackage{hyperref}. Any engine prints Latin letters; for other scripts, use lualatex
% and a font that has them. Chinese, Japanese and Korean are printed if there is the font Noto Serif CJK SC.
\expandafter\ifx\csname @twoclasseserror\endcsname\documentclass\else
  \documentclass[a4paper]{article}
  \ifdefined\directlua
    \usepackage{fontspec}
    \IfFontExistsTF{Noto Serif CJK SC}{%
      \directlua{luaotfload.add_fallback("shelf", {"Noto Serif CJK SC:mode=node;"})}%
      \setmainfont{lmroman10}[Extension=.otf, UprightFont=*-regular, ItalicFont=*-italic, BoldFont=*-bold,
        BoldItalicFont=*-bolditalic, RawFeature={fallback=shelf}]}{}
  \else\ifdefined\XeTeXversion
    \usepackage{fontspec}
  \else
    \usepackage[T1]{fontenc}
  \fi\fi
  \usepackage[hidelinks]{hyperref}
  \tracinglostchars=2 % tell which letters no font has
  \def\shelfend{\end{document}}
  \begin{document}
\fi
\providecommand{\href}[2]{#2}
\providecommand{\mathbb}[1]{\mathbf{#1}}
\providecommand{\boldsymbol}[1]{\mathbf{#1}}
\providecommand{\operatorname}[1]{\mathrm{#1}}
\providecommand{\text}[1]{\mbox{#1}}
"""
_TAIL = r"\ifdefined\shelfend\expandafter\shelfend\fi"
_SIGNS = {"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\symbol{34}", "[": "{[}", "]": "{]}"}
_BREAKS = re.compile(r"(?<=/)(?=\w)")  # where a long DOI may end its line
_IN_ADDRESS = {"%": r"\%", "#": r"\#", "&": r"\&"}
_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_BARE = re.compile(r"[A-Za-z0-9 +\-*/=<>()\[\],.:;!?|'^_{}]*")
_GREEK = """alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma
    varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"""
_SYMBOLS = """infty partial nabla ell hbar emptyset forall exists neg in notin ni subset subseteq supset supseteq cup cap setminus times
    cdot cdots ldots dots pm mp ast star circ bullet div oplus otimes odot wedge vee leq le geq ge neq ne ll gg sim simeq approx equiv
    cong propto to gets mapsto leftarrow rightarrow leftrightarrow Leftarrow Rightarrow Leftrightarrow uparrow downarrow perp parallel
    mid langle rangle lfloor rfloor lceil rceil sum prod int oint prime dagger ddagger quad qquad top bot angle"""
_SHAPES = """frac sqrt mathbf mathrm mathit mathsf mathtt mathcal mathbb boldsymbol operatorname text hat widehat tilde widetilde bar
    vec dot ddot overline underline left right"""
_FUNCTIONS = "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log max min Pr sec sin sinh sup tan tanh"
_KNOWN = frozenset(f"{_GREEK} {_SYMBOLS} {_SHAPES} {_FUNCTIONS}".split()) | frozenset(",;:! {}|")


def text(listed: ReadingList) -> str:
    """Return the list as LaTeX in UTF-8."""
    return _HEAD + "\n".join(_rows(listed)) + f"\n{_TAIL}\n"


def _rows(listed: ReadingList) -> Iterator[str]:
    yield from (rf"\section*{{{_text(listed.name)}}}", f"{_text(listed.selected)}.", "")
    for year in listed.years:
        yield from (rf"\subsection*{{{_text(year.name)}}}", r"\begin{enumerate}")
        yield rf"\setcounter{{enumi}}{{{year.items[0].number - 1}}}\emergencystretch=3em"
        yield from map(_item, year.items)
        yield from (r"\end{enumerate}", "")


def _item(item: Item) -> str:
    links = [rf"\href{{{_address(link.url)}}}{{{_breakable(link.text)}}}" for link in item.links if web(link.url)]
    ends = item.title.endswith(("?", "!", "."))
    parts = (
        f"{_text(item.by)}." if item.by and not item.by.endswith(".") else _text(item.by),
        rf"\emph{{{_titled(item.title)}}}{'' if ends else '.'}",
        f"{_text(item.place)}." if item.place else "",
        f"{', '.join(links)}." if links else "",
    )
    return rf"\item {' '.join(filter(None, parts))}"


def _titled(title: str) -> str:
    """Return a title with its formulas; one with a command that is not known is text."""
    return "".join(_formula(piece) if is_formula else _text(piece) for piece, is_formula in maths.pieces(title))


def _formula(formula: str) -> str:
    commands = {found[1] for found in _COMMAND.finditer(formula)}
    bare = _BARE.fullmatch(_COMMAND.sub("", formula))
    if bare and "^^" not in formula and commands <= _KNOWN and mathml.drawn(formula):
        return f"${formula}$"
    return _text(maths.read(formula))


def _text(value: str) -> str:
    """Return a text that LaTeX prints as it is, in any document: quotes are no shorthands, and brackets no options."""
    pieces = re.split(r'([<>|"\[\]])', value)
    return "".join(_SIGNS.get(piece) or escape(piece) for piece in pieces)


def _breakable(value: str) -> str:
    return _BREAKS.sub(r"\\allowbreak{}", _text(value))


def _address(url: str) -> str:
    r"""Return an address for \href: what TeX would read is a command or a code."""
    return re.sub(r"[^\w.:/?=+,;@!*()'-]", lambda found: _IN_ADDRESS.get(found[0]) or _coded(found[0]), url).replace(
        "_", r"\_"
    )


def _coded(character: str) -> str:
    return "".join(rf"\%{byte:02X}" for byte in character.encode())
