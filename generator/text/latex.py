"""LaTeX in titles and names: decodes it for reading, except maths, and encodes text so that it reads back the same."""

from __future__ import annotations

import re

from generator.text.entities import unescape
from generator.text.folding import clean
from generator.text.latex_reader import TAG, Commands, Reader, is_known
from generator.text.latex_source import formula_end, is_balanced

__all__ = ["Decoder", "address", "decode_commands", "encode", "escape", "is_balanced"]

_ANY_LATEX = re.compile(r"[\\{}~$`]|--|''")
_DEFINITION = re.compile(
    r"""\\(?:(?P<how>(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?\ ?\{?\ ?\\(?P<name>[A-Za-z]+)\ ?\}?\ ?
        (?:\[(?P<count>\d)\])?\ ?(?:\[[^\[\]]{0,300}\])?
    | [gex]?def\ ?\\(?P<defined>[A-Za-z]+)\ ?(?P<parameters>(?:\#\d){0,9}))\ ?(?P<body>\{)""",
    re.VERBOSE,
)
_WORD = re.compile(r"\\([A-Za-z]+)")
_BRACE = re.compile(r"\\.|[{}]")
_LESS, _GREATER = re.compile(r"\$(?:<|\\less|\\lt)\$"), re.compile(r"\$(?:>|\\greater|\\gt)\$")
_COMMANDS = (
    {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}"}
    | {"^": r"\textasciicircum{}", "$": r"\textdollar{}", "`": r"\textasciigrave{}"}
    | {"%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_"}
)
_SPECIAL = re.compile(r"[\\{}~^$%&#_`]|--+|''+")


class Decoder:
    """Decodes the texts of one source, with the commands that it defines."""

    def __init__(self) -> None:
        """Start without commands of the source's own."""
        self._commands = Commands()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the names of the commands so far that neither the tables nor the source explain."""
        return tuple(self._commands.unknown)

    def define(self, preamble: str) -> None:
        r"""Learn the commands that a ``@preamble`` defines, ``\newcommand{\noopsort}[1]{}``, if they only print text.

        For a command that the tables have, only a plain text takes their place.
        """
        text = clean(preamble)
        for found in _DEFINITION.finditer(text):
            body = _group(text, found.start("body"))
            name = found["name"] or found["defined"]
            count = int(found["count"] or 0) if found["name"] else found["parameters"].count("#")
            if is_known(name):
                usable = found["how"] != "providecommand" and not {"\\", "$"} & set(body)
            else:
                usable = all(is_known(word) or word in self._commands.own for word in _WORD.findall(body))
            if usable:
                self._commands.own[name] = (count, body)

    def decode(self, text: str) -> str:
        r"""Return the text for reading: accents as letters, protective braces dropped, ``$…$`` unchanged."""
        text = clean(text)
        return clean(Reader(text, "text", self._commands).read()) if _ANY_LATEX.search(text) else text


def _group(text: str, start: int) -> str:
    """Return what the brace at ``start`` holds, at most 2,000 characters."""
    depth = 0
    for brace in _BRACE.finditer(text, start, start + 2_000):
        depth += (brace[0] == "{") - (brace[0] == "}")
        if depth == 0:
            return text[start + 1 : brace.start()]
    return ""


def decode_commands(text: str) -> str:
    r"""Return a text that is not LaTeX as a whole with its commands decoded: ``Erd\H{o}s``, ``{\it in situ}``, ``\&``.

    Dashes, quotes, ``~``, other braces, maths and unknown commands stay as they are.
    """
    return clean(Reader(clean(text), "commands", Commands()).read()) if "\\" in text or "$<$" in text else text


def address(text: str) -> str:
    r"""Return the URL or DOI in a field without ``\url{…}``, escapes, entities and braces."""
    text = re.sub(r"\\~(?:\{\})?|\{~\}|\$\\sim\$", r"\\textasciitilde{}", clean(text))
    text = unescape(Reader(text, "address", Commands()).read()).strip()
    if "$" in text:  # $<$, or escaped twice
        text = _GREATER.sub(">", _LESS.sub("<", text))
    is_url = text.lower().startswith(("http://", "https://"))  # in which these end an address
    return text.replace("<", "%3C").replace(">", "%3E") if is_url else text


def encode(text: str) -> str:
    """Return the text so that it stays in its BibTeX field and ``Decoder.decode`` returns the original."""
    text = clean(text)
    parts: list[str] = []
    end = at = 0
    while (at := text.find("$", at)) >= 0:
        close = formula_end(text, at)
        formula = text[at:close]
        # BibTeX counts escaped braces, too
        if (
            close
            and not TAG.match(text, at)
            and "\\$" not in formula
            and is_balanced(formula.replace("\\", ""))
            and _reads_back(formula)
        ):
            parts += [escape(text[end:at]), formula]
            at = end = close
        else:
            at += 1
    return "".join([*parts, escape(text[end:])])


def escape(text: str) -> str:
    """Return the text so that LaTeX prints it as it is: dollars and all other special characters are commands."""
    return _SPECIAL.sub(_as_command, text)


def _reads_back(formula: str) -> bool:
    """Whether a formula is read as one: an ordinal (``$4^{th}$``) and an escaped sign are none."""
    return Reader(formula, "text", Commands()).read() == formula


def _as_command(found: re.Match[str]) -> str:
    """Return the command for a special character; dashes and quotes are kept from forming ligatures."""
    special = found[0]
    return "{}".join(special) if special[0] in "-'" else _COMMANDS[special]
