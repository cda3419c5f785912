"""LaTeX in titles and names: decodes it for reading, except maths, and encodes text so that it reads back the same."""

from __future__ import annotations

import logging
import re
import unicodedata

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode

from generator.text.folding import clean
from generator.text.latex_commands import COMBINING, LETTER_MARKS, LETTERS, MARKS, STYLE

logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)  # it warns on standard error of macros without arguments

SLOW_LIMIT = 100_000  # characters per source for pylatexenc, which reads about 100,000 a second
_DEEPEST = 40  # braces; pylatexenc is recursive, and titles are hardly nested
_LONGEST = 10_000  # characters per text

_ANY_LATEX = re.compile(r"[\\{}~$`]|--|''")
_DOLLARS = re.compile(r"(?<!\\)(?:\$\$[^$]+(?<!\\)\$\$|\$[^$]+(?<!\\)\$)")
_MATHS = re.compile(rf"{_DOLLARS.pattern}|\\\((?:[^$\\]|\\[^$()])++\\\)")  # none inside another: this keeps it linear
_ORDINAL = re.compile(
    r"\$(\d*)(?:\{\})?\^\{?\s*(?:\\(?:mbox|text|textrm|mathrm|rm)\s*)?\{?(st|nd|rd|th)\}{0,2}\$"
)  # 4$^{th}$
_QUOTED = re.compile(r"(?<![\w`])`([^`'\n]{1,300})'(?![\w'])")
_ACCENT = re.compile(
    rf"""\\(?: ([{MARKS}])[ ]? | ([{LETTER_MARKS}])(?:[ ]|(?=[{{\\])) )
    (?: \{{[ ]?(\\[ij]|[^\W\d_])[ ]?\}} | (\\[ij])(?![A-Za-z])[ ]? | ([^\W\d_]) )  # {{e}}, {{\i}}, \i or e""",
    re.VERBOSE,
)
# Characters that are LaTeX commands themselves are decoded to placeholders, see _PLACEHOLDERS.
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
_LIGATURES = (("~", " "), ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))
_COMMAND = re.compile(r"\\[A-Za-z]+\*? ?|\\.?")
_COMMANDS = (
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}"}
    | {"^": r"\textasciicircum{}", "$": r"\textdollar{}", "`": r"\textasciigrave{}"}
    | {"%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_"}
)
_BRACE = re.compile(r"(?<!\\)[{}]")
_SPECIAL = re.compile(r"[\\{}~^$%&#_`]|--+|''+")


_SPACING = (
    "cite citep citet ref label input include xspace newblock noopsort allowbreak nobreak hspace vspace kern hfill "
    "small smaller large larger tiny footnotesize normalsize selectfont ignorespaces unskip natexlab bibinfo bibnamefont"
)
_SILENT = tuple(_SPACING.split())


def _macro_name(node: LatexMacroNode) -> str:
    """Return the name of an unknown macro without arguments."""
    name, end = str(node.macroname), node.pos + node.len
    argument = re.match(r"\{(?!\})|\[", str(node.parsing_state.s)[end : end + 2])
    return name + str(node.macro_post_space) if len(name) > 2 and name.isalpha() and not argument else ""


def _latex_decoder() -> LatexNodes2Text:
    """Return pylatexenc's decoder, without the macros whose defaults lose text (2.11) or read files."""
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, "") for name in _SILENT]
    context.add_context_category("shelf", prepend=True, macros=macros)
    # An author's own macro usually prints a name (\\elnino), so its name is the best guess.
    context.set_unknown_macro_spec(MacroTextSpec("", _macro_name))
    return LatexNodes2Text(latex_context=context, math_mode="verbatim", keep_comments=True)


_LATEX_DECODER = _latex_decoder()


class Decoder:
    """Decodes the texts of one source; ``exhausted``: the rest was decoded roughly, without pylatexenc."""

    def __init__(self) -> None:
        """Start with the full allowance for pylatexenc."""
        self._left = SLOW_LIMIT
        self.exhausted = False

    def decode(self, text: str) -> str:
        r"""Return the text for reading: accents as letters, protective braces dropped, ``$…$`` unchanged."""
        text = clean(text)
        if not _ANY_LATEX.search(text):
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
        for written, printed in _LIGATURES:
            text = text.replace(written, printed)
        text = _QUOTED.sub(r"‘\1’", text).replace("{", "").replace("}", "").translate(_PLACEHOLDERS)
        parts = text.split("\x00")
        return clean("".join(part + maths[at] if at < len(maths) else part for at, part in enumerate(parts)))

    def _slow(self, text: str) -> str:
        """Return the text with the remaining commands decoded by pylatexenc, or removed if that would take too long."""
        self._left -= len(text)
        if self._left < 0:
            self.exhausted = True
        elif len(text) <= _LONGEST and text.count("{") <= _DEEPEST:
            try:
                read = str(_LATEX_DECODER.latex_to_text(text.replace("%", r"\%")))
            except Exception:  # noqa: BLE001 - it raises IndexError, RecursionError and its own on odd macros
                return _COMMAND.sub("", text)
            if read.count("\x00") == text.count("\x00"):
                return read
        return _COMMAND.sub("", text)


def _accented(found: re.Match[str]) -> str:
    """Return the letter with its accent, as one character if Unicode has one."""
    letter = (found[3] or found[4] or found[5]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + COMBINING[found[1] or found[2]])


def _as_dollars(maths: str) -> str:
    r"""Return ``\(x\)`` as ``$x$``, the form of maths in titles."""
    return f"${maths[2:-2].strip()}$" if maths.startswith("\\(") else maths


def address(text: str) -> str:
    r"""Return the URL in a field without ``\url{…}``, escapes and braces."""
    text = re.sub(r"\\textasciitilde ?(?:\{\})?|\\~(?:\{\})?|\{~\}|\$\\sim\$", "~", text)
    return re.sub(r"\\(?:url|path)(?![A-Za-z])|\\(?=[^A-Za-z0-9])|[{}]", "", text).strip()


def encode(text: str) -> str:
    """Return the text so that it stays in its BibTeX field and ``Decoder.decode`` returns the original."""
    text = clean(text)
    parts: list[str] = []
    end = 0
    for found in _DOLLARS.finditer(text):
        if "\\$" not in found[0] and is_balanced(found[0].replace("\\", "")):  # BibTeX counts escaped braces, too
            parts += [_SPECIAL.sub(_as_command, text[end : found.start()]), found[0]]
            end = found.end()
    return "".join([*parts, _SPECIAL.sub(_as_command, text[end:])])


def _as_command(found: re.Match[str]) -> str:
    """Return the command for a special character; dashes and quotes are kept from forming ligatures."""
    special = found[0]
    return "{}".join(special) if special[0] in "-'" else _COMMANDS[special]


def is_balanced(text: str) -> bool:
    """Whether the braces in the text are balanced; escaped ones do not count."""
    depth = 0
    for brace in _BRACE.finditer(text):
        depth += 1 if brace[0] == "{" else -1
        if depth < 0:
            return False
    return depth == 0
