"""The words of a shelf: every searchable text as one stream of tokens, and for each token the places where it stands.

The twin of lexicon.js and of the part of ranking.js that says what a word means; nothing is weighed here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from generator.site.search.stems import is_stemmed, stem
from generator.site.search.tokens import fold, tokens

GAP = ""  # stands between two texts, so that no phrase runs from one into the next
_ARABIC = re.compile("[\u0621-\u064a]{3,}")
_ARABIC_ARTICLE = re.compile("^[وبكف]?ال(?=..)")  # with the words that are written onto it
_UMLAUT = re.compile("([aou])e")  # Mueller for Müller
_LONGEST = 40  # letters of a word that may be cut
_RUN_PARTS = 3  # into how many tokens a word is cut at most
_CORRECTED = 4  # letters; a shorter word is like too many others
_LIKE = 80  # per cent of the letters of both words
_AFTER_ALL = "\U0010ffff"


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text to search: of a field, by its owners; ``name``: whether phrases are looked for in it, too."""

    field: str
    text: str
    papers: Sequence[int]
    name: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Sense:
    """What a word means on this shelf: tokens, and the first places of neighbouring tokens that together spell it."""

    tokens: AbstractSet[str]
    runs: AbstractSet[int] = field(default_factory=frozenset)


class Lexicon:
    """All texts of a shelf, cut into tokens."""

    def __init__(self, texts: Iterable[Text]) -> None:
        """Cut the texts, in time linear in their length."""
        self.stream: list[str] = []
        self._texts: list[Text] = []
        self._text_at: list[int] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            self._texts.append(text)
            found = [*tokens(fold(text.text), last=True), GAP]
            for place, token in enumerate(found, start=len(self.stream)):
                self._places[token].append(place)
            self.stream += found
            self._text_at += [number] * len(found)
        self._places.pop(GAP, None)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._places)

    def has(self, token: str) -> bool:
        """Whether some text has the token."""
        return token in self._places

    def starting(self, beginning: str) -> Sequence[str]:
        """Return the tokens that start with some letters."""
        start, end = (bisect_left(self._sorted, text) for text in (beginning, beginning + _AFTER_ALL))
        return self._sorted[start:end]

    def same_stem(self, word: str) -> list[str]:
        """Return the other tokens with the stem of a word."""
        if not is_stemmed(word):
            return []
        wanted = stem(word)
        beginning = wanted[: max(len(wanted) - 3, min(len(word) - 1, 3))]  # only endings differ
        return [token for token in self.starting(beginning) if token != word and stem(token) == wanted]

    def nearest(self, word: str) -> str:
        """Return a word of the shelf that is like a misspelt one, or ""."""
        if len(word) < _CORRECTED:
            return ""
        found = process.extractOne(word, self._sorted, scorer=fuzz.ratio, score_cutoff=_LIKE)
        return str(found[0]) if found else ""

    def exactly(self, token: str) -> Sense:
        """Return the token itself, without other forms."""
        return Sense(tokens={token} if self.has(token) else frozenset())

    def sense(self, word: str, *, is_open: bool = False, joins: Collection[str] = (), brief: bool = False) -> Sense:
        """Return what a word means.

        ``is_open``: more letters may follow; ``joins``: the word with its neighbour, as one word; ``brief``: a word
        that the shelf has is not cut.
        """
        forms = [word, *self.same_stem(word)]
        if len(word) > 4 and _UMLAUT.search(word):
            forms.append(_UMLAUT.sub(r"\1", word))
        if _ARABIC.fullmatch(word):
            forms += [f"ال{word}", _ARABIC_ARTICLE.sub("", word)]
        found = set(filter(self.has, forms))
        known = bool(found)
        for join in joins:
            found.update(filter(self.has, [join, *self.same_stem(join)]))
            if is_open and len(join) > 4:
                found.update(self.starting(join))
        runs = set() if brief and known else set(self._runs(word, is_open=is_open, least=2))
        if is_open or (not known and not runs and len(word) > 2):
            found.update(self.starting(word))
        if is_open and not found and not runs:
            runs = set(self._runs(word, is_open=is_open, least=1))
        return Sense(tokens=found, runs=runs)

    def _runs(self, word: str, *, is_open: bool, least: int) -> Iterator[int]:
        """Yield the places where neighbouring tokens spell a word: "ernievil" is ERNIE-ViL.

        ``least``: the letters of the last token, if it is still being typed.
        """
        if not 4 <= len(word) <= _LONGEST:
            return
        for cut in range(1, len(word)):
            first, rest = word[:cut], word[cut:]
            if not self.has(first) or (cut == 1 and word[0] not in "0123456789"):
                continue
            if len(rest) < least and not re.search("[0-9]", rest):
                continue
            stemmed = set(self.same_stem(rest)) if len(rest) > 3 else set()
            for place in self._places[first]:
                if self._spells(rest, place + 1, stemmed, is_open=is_open, least=least):
                    yield place

    def _spells(self, rest: str, place: int, stemmed: AbstractSet[str], *, is_open: bool, least: int) -> bool:
        """Whether the tokens from a place on spell the rest of a word."""
        wanted = rest
        for left in range(_RUN_PARTS - 1, 0, -1):
            token = self.stream[place]
            if not token:
                return False
            if token == wanted or (wanted == rest and token in stemmed):
                return True
            if is_open and len(wanted) >= least and token.startswith(wanted):
                return True
            if left < 2 or not wanted.startswith(token):
                return False
            wanted, place = wanted[len(token) :], place + 1
        return False

    def papers(self, sense: Sense, fields: Collection[str] = ()) -> set[int]:
        """Return the papers that have a word in some fields, without fields in any."""
        places = [place for token in sense.tokens for place in self._places[token]]
        texts = {self._text_at[place] for place in [*places, *sense.runs]}
        found = (self._texts[number] for number in texts)
        return {paper for text in found if not fields or text.field in fields for paper in text.papers}

    def phrase(self, senses: Sequence[Sense], fields: Collection[str] = ()) -> set[int]:
        """Return the papers that have words one after another in one text."""
        found: set[int] = set()
        for place in (place for token in senses[0].tokens for place in self._places[token]):
            text = self._texts[self._text_at[place]]
            if not text.name or (fields and text.field not in fields):
                continue
            following = self.stream[place : place + len(senses)]
            if all(token in sense.tokens for token, sense in zip(following, senses, strict=False)):
                found.update(text.papers)
        return found
