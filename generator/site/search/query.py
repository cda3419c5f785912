"""Which papers of a shelf fit a query, in the language of Browse; the twin of search.js for programs.

Browse ranks, and adds near misses below what fits: papers with some of the words, words like a misspelt one, and those of
a long quotation. Here a paper fits all of the query or is left out, a year beside words must be one of its years, and the
order is by date.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import takewhile

from generator.model import Catalogue, Label
from generator.problems import Problem
from generator.site.search.columns import Columns
from generator.site.search.fields import WORD_FIELDS
from generator.site.search.parts import Alternatives, Flag, Identifier, Part, Phrase, Value, Word, Years
from generator.site.search.query_syntax import parse, problem
from generator.site.views.arrangement import Shelf, arrange
from generator.text.similarity import did_you_mean

_STOP_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "a about an and are as at be but by can do does for from has have how i in into is it its me my not of on or our paper papers that the "
        "their there these this to use used was we what when where which who why will with you via et al eds ed vol pp no proc arxiv preprint "
        "doi org http https www html abs",
    )
)
_MANY_WORDS = 24  # of a pasted text: the rest tells enough without the slow ways to find a word
_BEGINNINGS = 50  # identifiers with the same beginning


def select(catalogue: Catalogue, labels: Mapping[str, Sequence[Label]], query: str) -> list[str]:
    """Return the keys of the papers that fit a query, newest first, undated ones last.

    Raises ShelfError if the query cannot be understood; the columns of its problems point into the query.
    """
    return Search(arrange(catalogue, {key: tuple(found) for key, found in labels.items()})).select(query)


class Search:
    """The papers of a shelf, for any number of queries; texts are cut into words when the first query wants them."""

    def __init__(self, shelf: Shelf, *, abstracts: bool = False) -> None:
        """Keep the shelf. Abstracts are searched where the site shows them."""
        self._columns = Columns(shelf, abstracts=abstracts)
        self._all = frozenset(range(len(shelf.keys)))

    def select(self, query: str) -> list[str]:
        """Return the keys of the papers that fit, newest first, undated ones last; raises ShelfError as ``select`` does."""
        parts = parse(query)
        fits = self._answer(parts) if parts else self._all
        dated = [key for paper, key in enumerate(self._columns.keys) if paper in fits and self._columns.years[paper]]
        undated = [
            key for paper, key in enumerate(self._columns.keys) if paper in fits and not self._columns.years[paper]
        ]
        return dated[::-1] + undated

    def unmet(self, query: str) -> list[Problem]:
        """Return a problem for each part of a query that no paper has."""
        return [
            problem(
                "query.nothing", part.start, f"no paper has {query[part.start : part.end].strip()}", self._near(part)
            )
            for part in parse(query)
            if not part.without and not self._answer([part])
        ]

    def _near(self, part: Part) -> str:
        """Return a hint at the words that may have been meant."""
        if isinstance(part, Value):
            names = {name for name, _ in self._columns.named[part.field]}
            return did_you_mean(" ".join(part.tokens), names, what=f"{part.field} can be")
        if isinstance(part, Word | Phrase):
            for token in part.tokens:
                if not self._columns.lexicon.sense(token).tokens and (near := self._columns.lexicon.nearest(token)):
                    return f"did you mean {near}?"
        return ""

    def _answer(self, given: Iterable[Part]) -> AbstractSet[int]:
        parts = [self._dashed(part) for part in given]
        fits = set(self._all)
        for part in parts:
            if part.without:
                fits -= self._having(part)
            elif not isinstance(part, Word | Identifier):
                fits &= self._having(part)
        words = [part for part in parts if isinstance(part, Word)]
        named = self._identified(parts)
        if words:
            others = any(not isinstance(part, Word) and not part.without for part in parts)
            fits &= self._worded(words, named, others=others)
        elif any(isinstance(part, Identifier) and not part.without for part in parts):
            fits &= named
        return fits

    def _dashed(self, part: Part) -> Part:
        """Return a part; an OpenReview id that begins with a dash is no exclusion."""
        if isinstance(part, Phrase) and part.without and not part.field:
            value = f"-{part.text.lower()}"
            if value in self._columns.identifiers:
                return Identifier(values=(value,), text=f"-{part.text}", start=part.start, end=part.end)
        return part

    def _having(self, part: Part) -> AbstractSet[int]:
        """Return the papers that have what a part names, whether it is wanted or excluded."""
        match part:
            case Years():
                return self._between(part.first, part.last)
            case Flag():
                return self._columns.flagged[part.name]
            case Value():
                return self._valued(part)
            case Identifier():
                return set(self._with_identifier(part.values))
            case Alternatives():
                return set().union(*(self._every(choice) for choice in part.choices))
            case Phrase() | Word():
                return self._in_order(part)
        raise TypeError(part)

    def _every(self, parts: Iterable[Part]) -> AbstractSet[int]:
        """Return the papers that fit each part of an alternative; the words of its parts are looked for one by one."""
        fits = set(self._all)
        for part in parts:
            fits = fits - self._having(part) if part.without else fits & self._having(part)
        return fits

    def _in_order(self, part: Phrase | Word) -> AbstractSet[int]:
        whole, fields = (part.whole, WORD_FIELDS.get(part.field, ())) if isinstance(part, Phrase) else (False, ())
        last = len(part.tokens) - 1
        senses = [
            self._columns.lexicon.exactly(token)
            if whole
            else self._columns.lexicon.sense(token, is_open=part.open and at == last)
            for at, token in enumerate(part.tokens)
        ]
        return (
            self._columns.lexicon.papers(senses[0], fields)
            if not last
            else self._columns.lexicon.phrase(senses, fields)
        )

    def _worded(self, words: Sequence[Word], named: AbstractSet[int], *, others: bool) -> AbstractSet[int]:
        """Return the papers with all words, and those that the words name.

        ``others``: whether the query asks for more than words; then function words alone ask for nothing.
        """
        flat = [(token, word, at == len(word.tokens) - 1) for word in words for at, token in enumerate(word.tokens)]
        texts = [token for token, _, _ in flat]
        all_stop = not others and _STOP_WORDS.issuperset(texts)
        some_word = any(not word.year and token not in _STOP_WORDS for token, word, _ in flat)
        fits: set[int] | None = None
        for at, (token, word, ends) in enumerate(flat):
            is_open = word.open and ends
            initial = len(flat) > 1 and re.fullmatch("[a-z]", token) and not (is_open and at == len(flat) - 1)
            if not all_stop and (token in _STOP_WORDS or initial):
                continue
            soft = bool(word.year) and some_word
            joins = self._joins(
                texts[max(at - 1, 0) : at + 2], at=min(at, 1), is_open=is_open, brief=len(flat) > _MANY_WORDS
            )
            sense = self._columns.lexicon.sense(
                token, is_open=is_open and not soft, joins=joins, brief=len(flat) > _MANY_WORDS
            )
            found = self._columns.lexicon.papers(sense)
            if soft:
                found |= self._of_year(word.year)
            fits = found if fits is None else fits & found
        if fits is None and others and not named:
            return self._all
        return (fits or set()) | named | set(self._columns.names.get("".join(texts), ()))

    def _joins(self, texts: Sequence[str], at: int, *, is_open: bool, brief: bool) -> list[str]:
        """Return the words that a token and a neighbour make together, if the shelf has them."""
        pairs = [texts[one] + texts[one + 1] for one in (at - 1, at) if 0 <= one < len(texts) - 1]
        return [
            join
            for join in pairs
            if len(join) > 3
            and re.fullmatch("[a-z0-9]*[a-z][a-z0-9]*", join)
            and (
                self._columns.lexicon.has(join)
                or (
                    not brief
                    and ((is_open and self._columns.lexicon.starting(join)) or self._columns.lexicon.same_stem(join))
                )
            )
        ]

    def _identified(self, parts: Iterable[Part]) -> set[int]:
        """Return the papers that identifiers or citation keys name."""
        found: set[int] = set()
        for part in parts:
            if isinstance(part, Identifier) and not part.without:
                found.update(self._with_identifier(part.values))
            elif isinstance(part, Word):
                text = part.text.lower()
                found.update(self._columns.identifiers.get(text, ()))
                if len(text) > 4 and re.search("[0-9]", text) and re.search("[./:_-]", text):
                    found.update(self._with_beginning(text))
        return found

    def _with_identifier(self, values: Sequence[str]) -> list[int]:
        known = next((value for value in values if value in self._columns.identifiers), None)
        if known is not None:
            return self._columns.identifiers[known]
        return [paper for value in values if len(value) > 4 for paper in self._with_beginning(value)]

    def _with_beginning(self, beginning: str) -> list[int]:
        start = bisect_left(self._columns.sorted_identifiers, beginning)
        near = takewhile(
            lambda one: one.startswith(beginning), self._columns.sorted_identifiers[start : start + _BEGINNINGS]
        )
        return [paper for one in near for paper in self._columns.identifiers[one]]

    def _between(self, first: str, last: str) -> set[int]:
        return {
            paper
            for paper, year in enumerate(self._columns.years)
            if (first and first <= year <= last) or (not first and not year)
        }

    def _of_year(self, year: str) -> set[int]:
        """Return the papers of which some version is of a year."""
        return {paper for paper in self._all if year in self._columns.texts[paper]["years"]}

    def _valued(self, part: Value) -> set[int]:
        """Return the papers in the families or topics of a name, with those below them, or of a type."""
        wanted = " ".join(part.tokens)
        return {
            paper
            for name, papers in self._columns.named[part.field]
            if (name == wanted if part.whole else f" {wanted}" in f" {name}")
            for paper in papers
        }
