"""LaTeX in titles and names: decoded for reading, maths kept; and written so that it reads back as it was."""

from __future__ import annotations

import re
import unicodedata

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode

from generator.text.folding import clean
from generator.text.latex_commands import COMBINING, LETTER_MARKS, LETTERS, MARKS, STYLE

SLOW_LIMIT = 100_000  # characters a source may give to pylatexenc, which reads some 100,000 a second
_DEEPEST = 40  # braces; pylatexenc recurses, and nobody nests titles
_LONGEST = 10_000  # characters of one text

_ANYTHING = re.compile(r"[\\{}~$`]|--|''")
_DOLLARS = re.compile(r"(?<!\\)(?:\$\$[^$]+(?<!\\)\$\$|\$[^$]+(?<!\\)\$)")
_MATHS = re.compile(rf"{_DOLLARS.pattern}|\\\([^$]+?\\\)")
_ORDINAL = re.compile(
    r"\$(\d*)(?:\{\})?\^\{?\s*(?:\\(?:mbox|text|textrm|mathrm|rm)\s*)?\{?(st|nd|rd|th)\}{0,2}\$"
)  # 4$^{th}$
_QUOTED = re.compile(r"(?<![\w`])`([^`'\n]{1,300})'(?![\w'])")
_ACCENT = re.compile(
    rf"""\\(?: ([{MARKS}])[ ]? | ([{LETTER_MARKS}])(?:[ ]|(?=[{{\\])) )
    (?: \{{[ ]?(\\[ij]|[^\W\d_])[ ]?\}} | (\\[ij])(?![A-Za-z])[ ]? | ([^\W\d_]) )  # {{e}}, {{\i}}, \i or e""",
    re.VERBOSE,
)
# Printed characters that LaTeX or this module reads as commands go through placeholders, see _PLACEHOLDERS.
_NAMED = (
    "TeX:TeX LaTeX:LaTeX textasciicircum:^ dots:… ldots:… textendash:– textemdash:— textless:< textgreater:> "
    "textbar:| textquoteright:’ textquoteleft:‘ hyphen:- slash:/ textbraceleft:\x01 textbraceright:\x02 "
    "textbackslash:\x03 textdollar:\x04 textquotesingle:\x05 textasciigrave:\x06 textasciitilde:\x07"
)
_PRINTED: dict[str, str] = LETTERS | dict(pair.split(":") for pair in _NAMED.split())
_PRINTING = re.compile(rf"\\({'|'.join(sorted(_PRINTED, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}| )?")
_ESCAPED = re.compile(r"\\([%&_#$ ,;:!/{}@-])")
_UNESCAPED: dict[str, str] = dict(
    zip("{}$ ,;:~!/-", ["\x01", "\x02", "\x04", "\x08", *"    ", "", "", ""], strict=True)
)
_PLACEHOLDERS = str.maketrans(
    {"\x01": "{", "\x02": "}", "\x03": "\\", "\x04": "$", "\x05": "'", "\x06": "`", "\x07": "~", "\x08": " "}
)
_PLAIN_SIGNS = (("~", " "), ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_COMMAND = re.compile(r"\\[A-Za-z]+\*? ?|\\.?")
_WRITTEN = (
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}"}
    | {"^": r"\textasciicircum{}", "$": r"\textdollar{}", "`": r"\textasciigrave{}"}
    | {"%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_"}
)
_SPECIAL = re.compile(r"[\\{}~^$%&#_`]|--+|''+")


_SPACING = (
    "cite citep citet ref label input include xspace newblock noopsort allowbreak nobreak hspace vspace kern hfill "
    "small smaller large larger tiny footnotesize normalsize selectfont ignorespaces unskip natexlab bibinfo bibnamefont"
)
_SILENT = tuple(_SPACING.split())


def _named(node: LatexMacroNode) -> str:
    """Return the name of a macro that nobody knows and that has no argument."""
    name, end = str(node.macroname), node.pos + node.len
    argument = re.match(r"\{(?!\})|\[", str(node.parsing_state.s)[end : end + 2])
    return name + str(node.macro_post_space) if len(name) > 2 and name.isalpha() and not argument else ""


def _reader() -> LatexNodes2Text:
    """Return pylatexenc's reader, with the macros whose stock reading loses text (2.11) or reads files replaced."""
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, "") for name in _SILENT]
    context.add_context_category("shelf", prepend=True, macros=macros)
    # A macro of the author's own mostly prints a name (\\elnino): its name says more than nothing.
    context.set_unknown_macro_spec(MacroTextSpec("", _named))
    return LatexNodes2Text(latex_context=context, math_mode="verbatim", keep_comments=True)


_READER = _reader()


class Decoder:
    """Decodes the texts of one source; ``exhausted`` once it had to read the rest without pylatexenc, more roughly."""

    def __init__(self) -> None:
        """Start with the whole allowance."""
        self._left = SLOW_LIMIT
        self.exhausted = False

    def decode(self, text: str) -> str:
        r"""Return the text for reading: accents as letters, protective braces dropped, ``$…$`` as it stands."""
        text = clean(text)
        if not _ANYTHING.search(text):
            return text
        if "$" in text:
            text = _ORDINAL.sub(r"\1\2", text)
        maths = [_as_dollars(found) for found in _MATHS.findall(text)]
        text = _MATHS.sub("\x00", text).replace("\\\\", " ")
        if "\\" in text:
            text = _ESCAPED.sub(lambda found: _UNESCAPED.get(found[1], found[1]), text)
            text = STYLE.sub("", _ACCENT.sub(_accented, text))
            text = _PRINTING.sub(lambda found: _PRINTED[found[1]], text)
        if "\\" in text:
            text = self._slow(text)
        for sign, meant in _PLAIN_SIGNS:
            text = text.replace(sign, meant)
        text = _QUOTED.sub(r"‘\1’", text).replace("{", "").replace("}", "").translate(_PLACEHOLDERS)
        parts = text.split("\x00")
        return clean("".join(part + maths[at] if at < len(maths) else part for at, part in enumerate(parts)))

    def _slow(self, text: str) -> str:
        """Return what pylatexenc makes of the commands left, or the text without them where it may not look."""
        self._left -= len(text)
        if self._left < 0:
            self.exhausted = True
        elif len(text) <= _LONGEST and text.count("{") <= _DEEPEST:
            try:
                read = str(_READER.latex_to_text(text.replace("%", r"\%")))
            except Exception:  # noqa: BLE001 - it raises IndexError, RecursionError and its own on odd macros
                return _COMMAND.sub("", text)
            if read.count("\x00") == text.count("\x00"):
                return read
        return _COMMAND.sub("", text)


def _accented(found: re.Match[str]) -> str:
    """Return the letter with its accent, as one character where Unicode has one."""
    letter = (found[3] or found[4] or found[5]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + COMBINING[found[1] or found[2]])


def _as_dollars(maths: str) -> str:
    r"""Return ``\(x\)`` as ``$x$``, the one form in which maths stands in a title."""
    return f"${maths[2:-2].strip()}$" if maths.startswith("\\(") else maths


def address(text: str) -> str:
    r"""Return a URL out of a field: ``\url{…}``, escapes and braces dropped, ``~`` kept."""
    text = re.sub(r"\\textasciitilde ?(?:\{\})?|\\~(?:\{\})?|\{~\}|\$\\sim\$", "~", text)
    return re.sub(r"\\(?:url|path)(?![A-Za-z])|\\(?=[^A-Za-z0-9])|[{}]", "", text).strip()


def encode(text: str) -> str:
    """Return the text so that BibTeX keeps it in one field and ``Decoder.decode`` returns it as it was."""
    text = clean(text)
    parts: list[str] = []
    end = 0
    for found in _DOLLARS.finditer(text):
        if _balanced(found[0]):
            parts += [_SPECIAL.sub(_as_command, text[end : found.start()]), found[0]]
            end = found.end()
    return "".join([*parts, _SPECIAL.sub(_as_command, text[end:])])


def _as_command(found: re.Match[str]) -> str:
    """Return the command that prints a special sign; runs of dashes and quotes are kept from being joined."""
    sign = found[0]
    return "{}".join(sign) if sign[0] in "-'" else _WRITTEN[sign]


def _balanced(maths: str) -> bool:
    """Whether every brace in the maths has its partner, escaped ones too: BibTeX counts them all."""
    depth = 0
    for sign in maths:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0 and "\\$" not in maths
