"""Reads LaTeX in one pass, in time linear in its length: what a reader sees of each command, brace, dash and quote.

Maths between dollars stays as it is written. A command that the tables do not know keeps its text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.text.latex_commands import COMBINING, MARKS
from generator.text.latex_macros import (
    ACCENT_CODES,
    ACCENTS,
    BARE,
    MACROS,
    PREFIXES,
    QUOTATIONS,
    SYMBOLS,
    UNIT_SIGNS,
    UNITED,
    UNITS,
    VERBATIM,
    WITH_BLANK,
)
from generator.text.latex_source import Mode, Part, Source, formula_end

_EXPANSION = 20_000, 1_000_000  # characters that a source's own commands may print, in one text and in all
_TOKEN = re.compile(
    r"""\\(?P<word>[A-Za-z]+) | \\(?P<sign>.)? | (?P<brace>[{}]) | (?P<dollar>\$\$?) | (?P<tie>~) | (?P<dash>---?)
    | (?P<quote>``|''|[`']) | (?P<down>[?!]`) | (?P<low>,,(?=[^\W\d_{\\])) | (?P<blank>\ ) | [^\\{}$~\-`'?!,\ ]+ | .""",
    re.VERBOSE,
)
_PRINTED = {"--": "–", "---": "—", "``": "“", "''": "”", "`": "\x01", "'": "\x02", "?`": "¿", "!`": "¡", "~": " "}
_SINGLE_QUOTED = re.compile("(?<![\\w\x01])\x01([^\x01\x02]{1,300})\x02(?![\\w\x02])")
_ORDINAL = re.compile(
    r"\$(\d*)(?:\{\})?\^\{?\s*(?:\\(?:mbox|text|textrm|mathrm|rm)\s*)?\{?(st|nd|rd|th)\}{0,2}\$"
)  # 4$^{th}$
_NO_FORMULA = re.compile(r"\$ ?(?:\\(less|le ss|lt|textless)|\\(greater|gt|textgreater)|\\([&#%_])) ?\$")
TAG = re.compile(r"\$ ?< ?\$( ?/? ?[A-Za-z]{1,6}\d? ?/?)\$ ?> ?\$")  # $<$sub$>$
_STAR = re.compile(r" ?\*")
_OPTIONAL = re.compile(r" ?\[[^\[\]]{0,300}\]")
_NEW_LINE = re.compile(r"\*?(?: ?\[-?[\d.]{1,9} ?[a-z]{2}\])?")
_VERB = re.compile(r"\*?([!-)+-/:-@^_|~])(.{0,300}?)\1")
_LENGTH = r"(?:true ?)?(?:pt|em|ex|mu|mm|cm|in|pc|bp|dd|cc|sp|fil{1,3})"
_DIMENSION = re.compile(
    rf" ?=? ?(-?)\+?(\d+(?:[.,]\d*)?|[.,]\d+) ?({_LENGTH})(?: ?(?:plus|minus) ?-?[\d.,]+ ?{_LENGTH}){{0,2}}( ?)"
)
_SIZE = re.compile(rf" ?(?:to|spread) ?{_DIMENSION.pattern}")
_SHIFTS = {"raise", "lower", "moveleft", "moveright", "vskip", "vglue"}
_KERNS = {"kern", "mkern"}
_GAPS = {"hskip", "hglue", "mskip"}
_NUMBER = re.compile(r" ?=? ?(?:(\d{1,7})|'([0-7]{1,7})|\"([0-9A-Fa-f]{1,6})|`\\?(.)) ?")
_NUMBERED = {"char", "accent", "penalty", "symbol", "unichar"}
_LETTER = re.compile(r" ?(?:\{ ?(\\[ij]|[^\W\d_]) ?\}|(\\[ij])(?![A-Za-z]) ?|([^\W\d_]))")
_EMPTY_BEFORE_DOTLESS = re.compile(r"\{ ?\}(?=\\[ij](?![A-Za-z]))")  # \\'{}\\i
_ESCAPED_QUOTE = re.compile(r'\\"(?![\w{\\])')  # JSON in JSON, no accent
_POSSESSIVE = re.compile(r"s(?![^\W\d_])")  # Children\'s: SQL in JSON, no accent
_INNER_COMMAND = re.compile(r"\{ ?\\([A-Za-z]+|.)")
_FORMULA_LENGTH = 500  # characters; without a limit, nested ones would take quadratic time
_FORMULA_IN_TEXT = re.compile(r"[\^_&]")
_READ = re.compile(r"\{(\d)\}")
_FONT = re.compile(
    r"(?:six|seven|eight|nine|ten|eleven|twelve)?[a-z]{0,4}(?:bf|it|rm|sc|sl|tt|sf)[a-z]?(?:six|seven|eight|nine|ten|twelve)?"
)
_SIGNS = {**dict.fromkeys(" ,;:>", " "), **dict.fromkeys("!/-", ""), "|": "‖"}  # \, and the like
_ESCAPES = frozenset("%&_#${} ,-/")  # what people escape in texts that are not LaTeX
_CHEMISTRY = str.maketrans("", "", "^_")
_SPACED_MARKS = {"¨": '"', "´": "'"}  # accents of another keyboard
_DOTLESS = {"ı": "i", "ȷ": "j", "\\i": "i", "\\j": "j"}
_UPPER = {"uppercase", "MakeUppercase", "MakeTextUppercase"}
_LOWER = {"lowercase", "MakeLowercase", "MakeTextLowercase"}


def is_known(name: str) -> bool:
    """Whether the tables have the command."""
    return name in SYMBOLS or name in MACROS or name in ACCENTS or name in _OTHER


_OTHER = _SHIFTS | _KERNS | _GAPS | _NUMBERED | VERBATIM | {"hspace", "hbox", "vbox", "verb", "ensuremath"}


@dataclass(kw_only=True)
class Commands:
    """The commands that one source defines, and the ``unknown`` ones that it uses, in order."""

    own: dict[str, tuple[int, str]] = field(default_factory=dict)  # the number of arguments, and the text
    unknown: dict[str, None] = field(default_factory=dict)
    left: int = _EXPANSION[1]


class Reader:
    """Reads one text; an explicit stack of its parts takes the place of recursion."""

    def __init__(self, text: str, mode: Mode, commands: Commands) -> None:
        """Begin at the start of a cleaned text."""
        self._commands = commands
        self._out: list[str] = []
        self._accents: list[tuple[str, int]] = []  # that wait for their letter, and how many parts are open there
        self._left = _EXPANSION[0]
        self._unit = False  # whether a unit was printed last
        self._quotes_escaped = mode == "commands" and bool(_ESCAPED_QUOTE.search(text))
        self._parts = [Part(source=Source(text), at=0, end=len(text), mode=mode)]

    def read(self) -> str:
        """Return what a reader sees."""
        while self._parts:
            part = self._parts[-1]
            if part.at >= part.end:
                self._parts.pop()
                self._flush(len(self._parts))
                if part.closing:
                    self._print(part, part.closing)
            elif part.mode == "literal":
                part.at = part.end
                self._print(part, part.source.text)
            else:
                self._token(part)
        text = "".join(self._out)
        if "\x01" in text or "\x02" in text:
            text = _SINGLE_QUOTED.sub(r"‘\1’", text).replace("\x01", "`").replace("\x02", "'")
        return text

    def _token(self, part: Part) -> None:
        """Read the next token."""
        found = _TOKEN.match(part.source.text, part.at, part.end)
        assert found  # noqa: S101 - its last alternative matches any character of a cleaned text
        part.at = found.end()
        token, latex = found[0], part.mode not in {"commands", "address"}
        match found.lastgroup:
            case "word":
                self._word(part, found["word"])
            case "sign":
                self._sign(part, found["sign"])
            case "brace":
                self._brace(part, token)
            case "dollar":
                self._dollar(part, token)
            case "low" if latex:
                self._print(part, "„" if part.source.last_quote > part.at else token)
            case "tie" | "dash" | "quote" | "down" if latex:
                self._print(part, _PRINTED[token])
            case _ if found[0] == "\\":  # at the end
                self._print(part, "" if latex else token)
            case _:
                if part.mode == "chemistry":
                    token = token.translate(_CHEMISTRY)
                elif part.mode == "units":
                    token, self._unit = token.replace("^", ""), False
                self._print(part, token)

    def _print(self, part: Part, piece: str) -> None:
        """Print a piece; a waiting accent goes over its first letter."""
        if part.case:
            piece = piece.upper() if part.case == "upper" else piece.lower()
        if not self._accents:
            self._out.append(piece)
        elif piece[:1].isalpha() or (piece[:1].isdigit() and self._indexed()):
            marks = "".join(mark for mark, _ in reversed(self._accents))
            letter = _DOTLESS.get(piece[0], piece[0])
            self._accents.clear()
            self._out.append(unicodedata.normalize("NFC", letter + marks) + piece[1:])
        elif piece not in {"", " "}:
            self._flush(0)
            self._out.append(piece)

    def _indexed(self) -> bool:
        r"""Whether an accent is over a digit, as in a crystal's plane, ``(11\={2}2)``; ``\^2`` and ``\~5`` are escapes."""
        mark, depth = self._accents[-1]
        return depth < len(self._parts) and mark not in {COMBINING["^"], COMBINING["~"]}

    def _flush(self, depth: int) -> None:
        """Print the accents that found no letter in their argument."""
        if self._accents and self._accents[-1][1] >= depth:
            self._out += [BARE.get(mark, "") for mark, _ in self._accents]
            self._accents.clear()

    def _push(self, part: Part, start: int, end: int, *, opened: int, mode: Mode | None = None) -> Part:
        """Read a range of the part's text next."""
        pushed = Part(
            source=part.source,
            at=start,
            end=end,
            mode=mode or part.mode,
            opened=opened,
            quotes=part.quotes,
            case=part.case,
        )
        self._parts.append(pushed)
        return pushed

    def _brace(self, part: Part, brace: str) -> None:
        """Enter a group. Its braces are printed where the text is not LaTeX and the group begins with no command."""
        start = part.at - 1
        end = part.source.pairs.get(start, -1) if brace == "{" else -1
        if end < 0 or end >= part.end:  # unbalanced
            self._print(part, brace if part.mode == "commands" else "")
            return
        group = self._push(part, part.at, end, opened=start)
        part.at = end + 1
        if part.mode == "commands":
            inner = _INNER_COMMAND.match(part.source.text, start)
            if not (inner and (is_known(inner[1]) or inner[1] in MARKS)):
                self._print(part, "{")
                group.closing = "}"

    def _dollar(self, part: Part, dollars: str) -> None:
        """Print a formula as it is written; a dollar that begins none is a dollar."""
        text, start = part.source.text, part.at - len(dollars)
        if found := _NO_FORMULA.match(text, start, part.end):
            part.at = found.end()
            self._print(part, "<" if found[1] else ">" if found[2] else found[3])
        elif found := TAG.match(text, start, part.end):
            part.at = found.end()
            self._print(part, f"<{''.join(found[1].split())}>")
        elif part.mode == "address":
            self._print(part, dollars)
        elif found := _ORDINAL.match(text, start, part.end):
            part.at = found.end()
            self._print(part, found[1] + found[2])
        elif end := formula_end(text, start, part.end):
            part.at = end
            self._print(part, text[start:end])
        else:
            part.at = start + 1
            self._print(part, "$")

    def _sign(self, part: Part, sign: str) -> None:
        r"""Read ``\&``, ``\'e``, ``\(`` and the like."""
        if part.mode == "address":
            self._print(part, sign if not sign.isalnum() else f"\\{sign}")
        elif sign in "([":
            end = part.source.formula_end(part.at, sign, part.opened)
            formula = part.source.text[part.at : end].strip() if end >= 0 else ""
            if not formula or "$" in formula or (sign == "[" and not re.search(r"[\\^_=]", formula)):
                self._print(part, f"\\{sign}" if sign == "(" or part.mode == "commands" else sign)
            else:
                part.at = end + 2
                self._print(part, f"${formula}$")
        elif (mark := _SPACED_MARKS.get(sign, sign)) in MARKS:
            self._accent(part, f"\\{sign}", COMBINING[mark])
        elif part.mode == "commands" and sign not in _ESCAPES:
            self._print(part, f"\\{sign}")
        elif sign == "\\":
            part.skip(_NEW_LINE)
            self._print(part, " ")
        elif sign == "@":  # NASA\@. ends a sentence, i\@j is an escape
            self._print(part, "" if part.next in {".", "!", "?", ":", ","} else sign)
        else:
            self._print(part, f"\\{sign}" if sign == ")" else _SIGNS.get(sign, sign))

    def _accent(self, part: Part, command: str, mark: str) -> None:
        """Let an accent wait for its letter. Where the text may not be LaTeX, it has to make a letter of Unicode's."""
        found = _LETTER.match(part.source.text, part.at, part.end)
        letter = (found[1] or found[2] or found[3]) if found else ""
        single = len(unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)) == 1
        if part.mode == "commands":
            text, before = part.source.text, part.source.text[part.at - 3] if part.at > 2 else ""
            quote = (command == '\\"' and self._quotes_escaped) or (
                command == "\\'" and before.isalpha() and _POSSESSIVE.match(text, part.at)
            )
            path = before in {":", "\\"} and len(command) == 2  # C:\"users
            if quote or path or not (single if found else _INNER_COMMAND.match(text, part.at)):
                self._print(part, command[1] if quote and not path else command)
                return
        elif command == '\\"' and found and found[3] and not single and letter.isascii():
            self._print(part, '"')  # an escaped quote
            return
        part.skip(_EMPTY_BEFORE_DOTLESS)
        self._accents.append((mark, len(self._parts)))
        if part.mode == "commands":
            part.skip_blank()
            if part.next == "{":
                self._group(part)

    def _group(self, part: Part, mode: Mode | None = None) -> Part | None:
        """Read the group at this place next, without its braces."""
        end = part.source.pairs.get(part.at, -1)
        if part.next != "{" or not 0 <= end < part.end:
            return None
        group = self._push(part, part.at + 1, end, opened=part.at, mode=mode)
        part.at = end + 1
        return group

    def _argument(self, part: Part) -> tuple[int, int, int]:
        """Return the start and end of a mandatory argument, and the place of its brace."""
        part.skip_blank()
        start, text = part.at, part.source.text
        if part.next == "{":
            end = part.source.pairs.get(start, part.end)
            part.at = min(end + 1, part.end)
            return start + 1, min(end, part.end), start
        found = _TOKEN.match(text, start, part.end) if part.next == "\\" else None
        part.at = found.end() if found else min(start + 1, part.end)
        return start, part.at, part.opened

    def _word(self, part: Part, name: str) -> None:
        """Read a command with a name."""
        if part.mode == "text" and name in self._commands.own:
            if self._left > 0 and self._commands.left > 0:
                self._own(part, *self._commands.own[name])
        elif part.mode == "units" and (name in UNITS or name in PREFIXES or name in UNIT_SIGNS):
            self._unit_sign(part, name)
        elif name in ACCENTS and part.mode != "address":
            self._accent(part, f"\\{name}", ACCENTS[name])
        elif name in VERBATIM:
            part.skip_blank()
            if not self._group(part, "address") and (found := part.skip(_VERB)):
                self._print(part, found[2])
        elif name in MACROS:
            self._macro(part, name)
        elif name in _NUMBERED:
            self._numbered(part, name)
        elif name in _SHIFTS or name in _KERNS or name in _GAPS or name == "hspace":
            self._space(part, name)
        elif name in {"hbox", "vbox"}:
            part.skip(_SIZE)
            self._group(part)
        elif name == "ensuremath":
            self._ensured(part)
        elif name == "verb" and (found := part.skip(_VERB)):
            self._print(part, found[2])
        elif name in SYMBOLS:
            self._symbol(part, name)
        else:
            self._unknown(part, name)

    def _symbol(self, part: Part, name: str) -> None:
        """Print a command's text, or read what a font's name applies to."""
        symbol = SYMBOLS[name]
        if name == "fg":
            while self._out and self._out[-1] == " ":
                self._out.pop()
        if name not in WITH_BLANK:
            part.skip_blank()
        if symbol:
            self._print(part, symbol)
            if part.source.text.startswith("{}", part.at, part.end):
                part.at += 2
        elif part.mode == "commands":
            self._group(part)

    def _unknown(self, part: Part, name: str) -> None:
        r"""Keep the text of a command: its argument, or its name, as an author's own command (``\elnino``) prints a name."""
        if part.mode in {"commands", "address"}:
            self._print(part, f"\\{name}")
            if part.mode == "commands" and (group := self._group(part)):
                self._print(part, "{")
                group.closing = "}"
            return
        before = part.at - len(name) - 2
        if part.next == " " and before == part.opened >= 0 and _FONT.fullmatch(name):  # {\\ninerm x}
            part.skip_blank()
            return
        self._commands.unknown.setdefault(name)
        if part.next not in {"{", "["} or part.source.text.startswith("{}", part.at, part.end):
            self._print(part, name)

    def _macro(self, part: Part, name: str) -> None:
        """Read those arguments of a command that a reader sees."""
        macro, star = MACROS[name], False
        ranges: list[tuple[int, int, int]] = []
        for kind in macro.arguments:
            if kind == "s":
                star = bool(part.skip(_STAR))
            elif kind == "o":
                part.skip(_OPTIONAL)
            elif macro.read or part.source.text.startswith(("{", " {"), part.at, part.end):
                ranges.append(self._argument(part))
        read = "{1}" if part.mode == "address" and name == "href" else macro.read
        mode: Mode | None = "units" if name in UNITED else "chemistry" if name in {"ce", "ch", "cf"} else None
        quotes = part.quotes
        if name in QUOTATIONS:
            if star or quotes % 2:
                read = read.replace("“", "‘").replace("”", "’")
            quotes += 1
        self._unit = False
        pushed = []
        for at, piece in enumerate(_READ.split(read)):
            if at % 2 == 0:
                if piece:
                    pushed.append(Part(source=Source(piece), at=0, end=len(piece), mode="literal"))
            elif int(piece) <= len(ranges):
                start, end, opened = ranges[int(piece) - 1]
                argument = self._push(part, start, end, opened=opened, mode=mode)
                self._parts.pop()
                argument.quotes = quotes
                argument.case = "upper" if name in _UPPER else "lower" if name in _LOWER else part.case
                pushed.append(argument)
        self._parts += reversed(pushed)

    def _own(self, part: Part, count: int, body: str) -> None:
        """Read the text of a command that the source defines."""
        ranges = [self._argument(part) for _ in range(count)]
        if not count:
            part.skip_blank()
        arguments = [part.source.text[start:end] for start, end, _ in ranges]
        text = _filled(body, arguments)
        self._left -= len(text) + 1
        self._commands.left -= len(text) + 1
        if self._left >= 0 and self._commands.left >= 0:
            self._parts.append(
                Part(source=Source(text), at=0, end=len(text), mode=part.mode, quotes=part.quotes, case=part.case)
            )

    def _unit_sign(self, part: Part, name: str) -> None:
        """Print a unit or its prefix; units are separated by a blank."""
        part.skip_blank()
        sign = UNIT_SIGNS.get(name)
        if sign is not None:
            self._print(part, sign)
            self._unit = self._unit and sign != "/"
        else:
            self._print(part, (" " if self._unit else "") + (PREFIXES.get(name) or UNITS[name]))
            self._unit = name not in PREFIXES

    def _numbered(self, part: Part, name: str) -> None:
        r"""Print the character of ``\char"26``, or let the accent of ``\accent 19`` wait for its letter."""
        group = part.source.pairs.get(part.at, -1) if part.next == "{" else -1
        found = _NUMBER.match(part.source.text, part.at + 1 if group >= 0 else part.at, part.end)
        if not found:
            return
        part.at = group + 1 if group >= 0 else found.end()
        number = (
            ord(found[4])
            if found[4]
            else int(found[1] or found[2] or found[3], 10 if found[1] else 8 if found[2] else 16)
        )
        if name == "accent":
            if number in ACCENT_CODES:
                self._accents.append((COMBINING[ACCENT_CODES[number]], len(self._parts)))
        elif name != "penalty" and number < 0x110000 and chr(number).isprintable():
            self._print(part, chr(number))

    def _space(self, part: Part, name: str) -> None:
        r"""Print a blank for ``\hspace{1em}`` or a wide kern, nothing for what moves letters closer."""
        if name == "hspace":
            part.skip(_STAR)
            start, end, _ = self._argument(part)
            self._print(part, "" if part.source.text[start:end].strip().startswith("-") else " ")
            return
        found = part.skip(_DIMENSION)
        if found and not found[1] and name not in _SHIFTS:
            wide = float(found[2].replace(",", ".")) >= (0.25 if found[3][-2:] in {"em", "ex"} else 3)
            self._print(part, " " if name in _GAPS or wide or found[4] else "")

    def _ensured(self, part: Part) -> None:
        r"""Read ``\ensuremath{\alpha}`` as a symbol, and what is more than that as a formula."""
        start, end, opened = self._argument(part)
        formula = part.source.text[start : min(end, start + _FORMULA_LENGTH)]
        if end - start < _FORMULA_LENGTH and _FORMULA_IN_TEXT.search(formula):
            self._print(part, f"${formula}$")
        else:
            self._push(part, start, end, opened=opened)


def _filled(body: str, arguments: Sequence[str]) -> str:
    """Return the text of a command with its arguments in place."""
    return re.sub(
        r"#([1-9])", lambda found: arguments[int(found[1]) - 1] if int(found[1]) <= len(arguments) else "", body
    )
