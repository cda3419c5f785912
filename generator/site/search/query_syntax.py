"""The language of queries: words, "phrases", field:value, ranges of years, -excluded, OR and brackets; the twin of query.js.

What is not syntax is read as text. A value that its field cannot have is a problem, and so is what only a browser knows:
what the reader has starred, read and noted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator.problems import Problem, ShelfError
from generator.site.search.fields import FIELDS, FLAGS, OF_READERS, VALUE_FIELDS, field_of
from generator.site.search.parts import Alternatives, Flag, Identifier, Part, Phrase, Value, Word, Years
from generator.site.search.pasted import Pasted, identifiers
from generator.site.search.tokens import fold, tokens
from generator.site.search.year_ranges import read_years, with_years
from generator.text.similarity import did_you_mean

_LETTER = r"[^\W\d_]"
_BIBTEX = re.compile(r"@[a-z]+\s*\{|(?<![^\W_])[a-z]+\s*=\s*[\"{]", re.IGNORECASE)  # around the values of an entry
_SHORT_YEAR = re.compile(rf"((?:{_LETTER}|&){{2,}})?['’‘ʼ]([0-4][0-9]|[89][0-9])[.,;:)\]]*")  # NeurIPS'24
_YEAR = re.compile(r"\(?((?:19|20)[0-9]{2})\)?[.,;:]?")
_NOT_TYPED_YET = re.compile(r"[\s.…–—-]+")
_FIELD = re.compile(rf"((?:{_LETTER}|_){{2,}})\s?:(?!//)(?:\s+(?![-\s]|(?:{_LETTER}|_)+:))?")
_UNKNOWN_FIELD = re.compile(rf"((?:{_LETTER}|_){{3,}}):[^\s/]")
_SIGN = re.compile(rf"-(?={_LETTER}|[\"(\0])")
_OR = re.compile(r"OR(?=\s|\(|$)")
_UP_TO_BLANK = re.compile(r"[^\s\0]*")
_DASHES = re.compile(r"[-–—‐‑−_*•·|/\\]+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂❝❞", '"'))
_NARROW = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_LONGEST = 4_000  # characters: some 150 identifiers; reading takes a second at worst
_DEEPEST = 50  # brackets within brackets
_PATH = "query"  # of a problem in a query
_Item: TypeAlias = "Part | tuple[Part, ...] | None"  # a bracket has several; None is an OR


def parse(query: str) -> tuple[Part, ...]:
    """Return the parts of a query. Raises ShelfError if it cannot be understood."""
    if len(query) > _LONGEST:
        message = f"a query has at most {_LONGEST:,} characters"
        raise ShelfError(problem("query.length", _LONGEST, message, "ask for one part after the other"))
    narrow = re.sub(r"[\s\0]", " ", query.translate(_NARROW)).translate(_QUOTES)
    plain = _BIBTEX.sub(lambda found: " " * len(found[0]), narrow)
    found = identifiers(plain)
    text = plain
    for one in found:
        text = text[: one.start] + "\0" * (one.end - one.start) + text[one.end :]
    reader = _Reader(text=text, plain=plain, pasted=found)
    parts = with_years(reader.read(len(text)))
    if reader.problems:
        raise ShelfError(*sorted(reader.problems, key=lambda problem: problem.column))
    return parts


def problem(code: str, start: int, message: str, hint: str) -> Problem:
    """Return a problem at a place in a query."""
    return Problem(path=_PATH, column=start + 1, code=code, message=message, hint=hint)


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Reads a query from left to right. In ``text``, identifiers are blanked."""

    text: str
    plain: str
    pasted: Sequence[Pasted]
    at: int = 0
    problems: list[Problem] = field(default_factory=list)
    brackets: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.brackets = _pairs(self.text)

    def read(self, end: int) -> tuple[Part, ...]:
        """Read up to an end, which is that of the query or of a bracket."""
        items: list[_Item] = []
        while self.at < end:
            if self.text[self.at] == " ":
                self.at += 1
            elif _OR.match(self.text, self.at, end):
                self.at += 2
                items.append(None)
            else:
                items += self._items(end)
        return tuple(_joined(items, self.plain))

    def _items(self, end: int) -> Iterator[_Item]:
        start = self.at
        without = bool(_SIGN.match(self.text, start, end))
        self.at += without
        close = self.brackets.get(self.at, end)
        if close < end:
            self.at += 1
            inside = self.read(close)
            self.at = close + 1
            if without:
                text = self.plain[start : self.at]
                yield Alternatives(choices=(inside,), text=text, start=start, end=self.at, without=True)
            else:
                yield inside
        elif self.text[self.at] == "\0":
            yield self._identifier(start, without=without)
        elif (named := _FIELD.match(self.text, self.at, end)) and (name := field_of(named[1])):
            self.at = named.end()
            yield from filter(None, [self._value(start, end, name, without=without)])
        else:
            yield from self._text(start, end, without=without)

    def _identifier(self, start: int, *, without: bool) -> Identifier:
        one = next(one for one in self.pasted if one.start <= self.at < one.end)
        self.at = one.end
        text = self.plain[one.start : one.end]
        return Identifier(values=one.values, text=text, start=start, end=one.end, without=without)

    def _text(self, start: int, end: int, *, without: bool) -> Iterator[Part]:
        value, quoted, whole = self._words(end)
        if not quoted and (unknown := _UNKNOWN_FIELD.match(value)):
            self._check_field(unknown[1], start + without)
        short = None if quoted or without else _SHORT_YEAR.fullmatch(value)
        texts = [short[1] or "", ("20" if short[2] < "5" else "19") + short[2]] if short else [value]
        for text in texts:
            at_end = not whole and self._ends_open(text)
            part = _Words(text=text, start=start, end=self.at, open=at_end, whole=whole)
            yield from filter(None, [part.phrase("", without=without) if quoted or without else part.word()])

    def _check_field(self, name: str, start: int) -> None:
        """Report what looks like a misspelt field; a colon after any other word is text."""
        hint = did_you_mean(name.lower(), FIELDS, most=0)
        if hint.startswith("did you mean"):
            message = f"there is no field {name}"
            self.problems.append(problem("query.field", start, message, hint.replace("?", ":?")))

    def _value(self, start: int, end: int, name: str, *, without: bool) -> Part | None:
        """Read the value of a field; None if it is empty."""
        if self.text[self.at : self.at + 1] == "\0":
            one = self._identifier(start, without=without)
            if name != "year":
                return one
        at = self.at
        value, _, whole = self._words(end)
        text = self.plain[start : self.at]
        if not value.replace('"', "").strip() or (name == "year" and _NOT_TYPED_YET.fullmatch(value)):
            return None
        place: dict[str, Any] = {"start": start, "end": self.at, "text": text}
        words = _Words(text=value, start=start, end=self.at, open=not whole and self._ends_open(value), whole=whole)
        if name == "year":
            if years := read_years(value):
                return Years(**place, first=years[0], last=years[1], without=without)
            hint = "use year:2021, year:2019..2022 or year:undated"
            self.problems.append(problem("query.value", at, f"{value} is not a year", hint))
        elif name in FLAGS:
            return self._flag(name, value, start, without=without)
        elif name == "id":
            forms = [form for one in identifiers(value) for form in one.values]
            return Identifier(**place, values=(*forms, value.strip().lower()), without=without)
        elif not words.tokens and not _DASHES.fullmatch(value):
            message = f"{value} has no letters or digits to search for"
            self.problems.append(problem("query.value", at, message, f"write what {name}: looks for"))
        elif words.tokens and name in VALUE_FIELDS:
            return Value(**place, field=name, tokens=words.tokens, whole=whole, without=without)
        elif words.tokens:
            return words.phrase(name, without=without)
        return None

    def _flag(self, name: str, value: str, start: int, *, without: bool) -> Flag | None:
        folded = fold(value)
        known = next((flag for flag in FLAGS[name] if folded and flag.startswith(folded)), None)
        if known and known not in OF_READERS:
            text = self.plain[start : self.at]
            return Flag(name=known, text=text, start=start, end=self.at, without=without)
        if known:
            message = f"{name}:{known} asks for marks and notes, which only a reader's browser has"
            hint = "leave it out here; Browse and My list on the site know them"
            self.problems.append(problem("query.reader", start, message, hint))
        else:
            *names, last = (flag for flag in FLAGS[name] if flag not in OF_READERS)
            hint = f"{name}: can be {', '.join(names)} or {last}"
            self.problems.append(problem("query.value", start, f"{name}:{value} is unknown", hint))
        return None

    def _words(self, end: int) -> tuple[str, bool, bool]:
        """Read a quoted text, or all up to the next blank; return it, whether it is quoted, and whether its quote is closed."""
        if self.text.startswith('"', self.at, end):
            close = self.text.find('"', self.at + 1, end)
            value = self.text[self.at + 1 : end if close < 0 else close]
            if close > 0 or value[:1].strip():
                self.at = end if close < 0 else close + 1
                return re.sub("\0+", " ", value), True, close > 0
        start = self.at
        found = _UP_TO_BLANK.match(self.text, start, end)
        stop = min((close for close in self.brackets.values() if start < close), default=end)
        stop = min(stop, found.end() if found else start)
        self.at = start + 1 if start in self.brackets.values() else stop
        return self.text[start : min(stop, self.at)], False, False

    def _ends_open(self, value: str) -> bool:
        """Whether the query ends here with a word: more letters may follow, as on the page."""
        last = value[-1:]
        ends = bool(last) and (last.isalnum() or last in "+#" or unicodedata.category(last).startswith("M"))
        return ends and self.at == len(self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Words:
    """A text in a query, with what it may become."""

    text: str
    start: int
    end: int
    open: bool
    whole: bool

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(tokens(fold(self.text)))

    def phrase(self, name: str, *, without: bool) -> Phrase | None:
        """Return the words in their order, unless there are none."""
        made = Phrase(
            tokens=self.tokens, text=self.text, field=name, open=self.open, whole=self.whole, start=self.start, end=self.end, without=without
        )  # fmt: skip
        return made if made.tokens else None

    def word(self) -> Word | None:
        """Return the word, unless it has no letters or digits."""
        year = _YEAR.fullmatch(self.text)
        text = re.sub(r"^[\"'(\[{]+|[\"')\]},;.:]+$", "", self.text) or self.text
        made = Word(
            tokens=self.tokens, text=text, open=self.open, year=year[1] if year else "", start=self.start, end=self.end
        )
        return made if made.tokens else None


def _pairs(text: str) -> dict[int, int]:
    """Return where each bracket is that opens a group, and the one that closes it."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign == "(" and (not at or text[at - 1] in " (-"):
            opened.append(at)
        elif sign == ")" and opened:
            if len(opened) > _DEEPEST:
                message = f"there are brackets within brackets, more than {_DEEPEST} deep"
                raise ShelfError(problem("query.brackets", at, message, "leave some of them out"))
            found[opened.pop()] = at
    return found


def _joined(items: Sequence[_Item], text: str) -> Iterator[Part]:
    """Put what stands around each OR into one part."""
    at = 0
    while at < len(items):
        choices = [_several(items[at])]
        while at + 2 < len(items) and items[at] is not None and items[at + 1] is None and items[at + 2] is not None:
            at += 2
            choices.append(_several(items[at]))
        at += 1
        filled = tuple(choice for choice in choices if choice)
        if len(filled) < 2:
            yield from (part for choice in filled for part in choice)
        else:
            start, end = filled[0][0].start, filled[-1][-1].end
            yield Alternatives(choices=filled, text=text[start:end], start=start, end=end)


def _several(item: _Item) -> tuple[Part, ...]:
    return item if isinstance(item, tuple) else (item,) if item else ()
