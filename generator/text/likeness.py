"""Likeness: how alike two titles are, and the numbers that differ in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal, TypeAlias, get_args

from rapidfuzz.distance import OSA, Levenshtein

from generator.text.titles import SPECIFIC_WORDS, Title

# equal; equal except for a note on the kind of text; except for spelling; except for a footnote mark or a section's name;
# except for a subtitle; one begins or ends with the other; most words in common and the same name before the colon; most
# words in common; few; one is missing.
Likeness: TypeAlias = Literal[
    "equal", "noted", "close", "marked", "headed", "part", "named", "similar", "other", "missing"
]
_LIKENESSES: tuple[Likeness, ...] = get_args(Likeness)
_ONE = {"equal", "noted", "close"}  # nothing but spelling and notes differ
_LONGER = {"noted", "headed", "part"}  # one title has words that the other lacks
# The likenesses that count as an agreement, as a person reads them.
SAID: dict[Likeness, str] = {
    "equal": "titles equal",
    "noted": "titles equal except for a note",
    "close": "titles equal except for spelling",
    "marked": "titles equal except for a footnote mark or a section's name",
    "headed": "titles equal except for a subtitle",
    "part": "one title begins or ends with the other",
    "named": "similar titles after the same name",
    "similar": "similar titles",
}
SPELLING = 0.75  # words at least this similar (0–1) are one word misspelt; two real words rarely are
SHORT_WORD = 6  # letters: in a shorter word, one letter makes another word (cats / rats, lung / long)
UNLIKE = 0.3  # of the shorter title's words: two translators choose more words alike
_ENGLISH = {"of", "the", "and", "for", "with", "from", "by", "on", "to"}  # words that no neighbouring language has
SIMILAR = 0.7  # of the longer title's words: one or two words differ
# Greek, Latin and chemical parts of words: two words that differ in these are different words, not a misspelling.
_OPPOSED_BEGINS = (
    frozenset({"hypo", "hyper"}), frozenset({"macro", "micro"}), frozenset({"inter", "intra"}),
    frozenset({"pre", "peri", "post", "para", "pro", "per"}), frozenset({"ante", "anti"}),
    frozenset({"mono", "multi"}), frozenset({"ecto", "endo", "exo"}), frozenset({"homo", "hetero"}),
)  # fmt: skip
_OPPOSED_ENDS = (
    frozenset({"ate", "ite", "ide", "ine", "ane", "ene", "one", "ol", "yl", "ase", "ose"}),
    frozenset({"itis", "osis", "oma", "emia", "uria"}), frozenset({"ectomy", "otomy", "ostomy", "oscopy"}),
    frozenset({"er", "ee"}), frozenset({"or", "ee"}), frozenset({"ful", "less"}),
)  # fmt: skip
_LOOK_ALIKE = str.maketrans("il", "11")  # GIOSS, GlOSS: misread by a scanner


@dataclass(frozen=True, kw_only=True, slots=True)
class TitleComparison:
    """How alike two titles are."""

    likeness: Likeness
    numbers: str = ""  # the numbers that differ, for a person; "" for none
    tail: bool = False  # they stand where only the longer title has words
    sisters: bool = False  # the titles begin alike and end differently: two parts of a series
    apart: bool = False  # both are in English, with few words in common: none is a translation of the other


def compare(left: Sequence[Title], right: Sequence[Title], year: str = "") -> TitleComparison:
    """Return the best likeness of any two forms of two titles, and the numbers that differ in them.

    ``year`` is the one in which both appeared: a title may leave it out, so it is not compared.
    """
    pairs = [(_likeness(one, other), one, other) for one in left for other in right]
    if not pairs:
        return TitleComparison(likeness="missing")
    likeness, one, other = min(pairs, key=lambda pair: _LIKENESSES.index(pair[0]))
    numbers = [[number for number in form.numbers if number != year] for form in (one, other)]
    if likeness == "marked":
        numbers = [[], []]
    cut = _cut_number(one, other) if likeness in _LONGER else ""
    for side in numbers:
        if cut in side:
            side.remove(cut)
    fewer, more = sorted(map(Counter, numbers), key=Counter.total)
    return TitleComparison(
        likeness=likeness,
        numbers="" if fewer == more else " / ".join(sorted(map(_listed, numbers))),
        tail=likeness in _LONGER and fewer != more and fewer <= more,
        sisters=likeness not in _ONE and _sisters(one, other),
        apart=likeness == "other" and _apart(one, other),
    )


def _apart(a: Title, b: Title) -> bool:
    """Whether two titles are in English and have few words in common."""
    if _ENGLISH.isdisjoint(a.words) or _ENGLISH.isdisjoint(b.words):
        return False
    heavy_a, heavy_b = set(a.weighty), set(b.weighty)
    return len(heavy_a & heavy_b) < UNLIKE * min(len(heavy_a), len(heavy_b))


def _cut_number(a: Title, b: Title) -> str:
    """Return the number within which the shorter of two titles is cut (``12`` of ``125``), "" for none."""
    short, long = sorted((a.words, b.words), key=lambda words: (len(words), "".join(words)))  # "1" before "10"
    last = len(short) - 1
    return short[last] if short[last].isdigit() and short[last] != long[last] else ""


def _sisters(a: Title, b: Title) -> bool:
    """Whether two titles begin alike and end differently: in what follows the same colon, or in their second half."""
    short, long = sorted((a.words, b.words), key=lambda words: (len(words), "".join(words)))
    if short and begins(long, short):
        return False
    same = next((at for at, word in enumerate(short) if word != long[at]), len(short))
    if any(at in b.breaks and 1 < at <= same for at in a.breaks):
        return True
    return same * 2 >= len(long) and short[-1] != long[-1]


def _likeness(a: Title, b: Title) -> Likeness:
    """Return how alike two titles are."""
    if a.folded == b.folded or (a.bare == b.bare and a.kinds & b.kinds):
        return "equal"
    if a.bare == b.bare and a.kinds and b.kinds:
        return "similar"  # a survey and a tutorial on the same subject
    if a.plain == b.plain and (a.plain == a.bare or b.plain == b.bare):  # but not "… (in mice)" and "… (in rats)"
        return "noted"
    if a.bare in b.unmarked or b.bare in a.unmarked:
        return "marked"
    by_words = _likeness_of_words(a, b)
    if by_words == "close":
        return by_words
    short, long = sorted((a, b), key=lambda one: (len(one.words), len(one.folded)))
    size = len(short.words)
    if size > SPECIFIC_WORDS and begins(long.words, short.words):
        return "headed" if size in long.breaks else "part"
    if size > SPECIFIC_WORDS and short.words == long.words[-size:]:
        return "part"
    return by_words


def begins(long: Sequence[str], short: Sequence[str]) -> bool:
    """Whether a title begins with another, which may be cut within its last word."""
    last = len(short) - 1
    return long[:last] == short[:last] and long[last].startswith(short[last])


def _likeness_of_words(a: Title, b: Title) -> Likeness:
    """Return how alike two titles are by the words that they have in common, in any order."""
    size, longest = sorted((len(a.words), len(b.words)))
    common = (Counter(a.words) & Counter(b.words)).total()
    if size >= SPECIFIC_WORDS and common * 2 >= size:
        heavy_a, heavy_b = Counter(a.weighty), Counter(b.weighty)
        extra_a, extra_b = sorted((heavy_a - heavy_b).elements()), sorted((heavy_b - heavy_a).elements())
        if _spelled_alike(extra_a, extra_b):
            return "close"
        run_together = len(extra_a) != len(extra_b) and min(len("".join(extra)) for extra in (extra_a, extra_b)) > 3
        if run_together and Levenshtein.distance(a.folded, b.folded, score_cutoff=2) <= 2:
            return "close"  # a space is missing or added, beside a misspelling
    if size > SPECIFIC_WORDS and common >= SIMILAR * longest:
        return "named" if a.name == b.name != "" else "similar"
    return "other"


def _spelled_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the two lists have the same words, at most three, except for misspellings."""
    if len(left) != len(right) or len(left) > 3:
        return False
    rest = list(right)
    for word in left:
        best = max(rest, key=lambda other: (Levenshtein.normalized_similarity(word, other), other))
        if not _slip(word, best):
            return False
        rest.remove(best)
    return True


def _slip(one: str, other: str) -> bool:
    """Whether two words are one misspelt, not two that differ by a letter or a part (men / women, hypo / hyper)."""
    if one[0] != other[0] or one.translate(_LOOK_ALIKE) == other.translate(_LOOK_ALIKE):
        return one[0] == other[0]
    if len(one) == len(other) > 3 and OSA.distance(one, other, score_cutoff=1) == 1 and sorted(one) == sorted(other):
        return True  # two letters are swapped
    if Levenshtein.normalized_similarity(one, other) < SPELLING:
        return False
    if min(len(one), len(other)) < SHORT_WORD and len(one) == len(other):
        return False
    return not any(
        one.removeprefix(a) == other.removeprefix(b) and one.startswith(a) and other.startswith(b)
        for parts in _OPPOSED_BEGINS
        for a, b in permutations(parts, 2)
    ) and not any(
        one.endswith(a) and other.endswith(b) and one.removesuffix(a) == other.removesuffix(b)
        for parts in _OPPOSED_ENDS
        for a, b in permutations(parts, 2)
    )


def _listed(values: Sequence[str]) -> str:
    """Return the values as a person reads them."""
    return ", ".join(values) or "none"
