"""Titles: their forms, how alike two are, the numbers in them, and marks of a text about another (erratum, reply, …)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Literal, TypeAlias, get_args

from rapidfuzz.distance import OSA, Levenshtein

from generator.text import folding

# equal; equal except for a note on the kind of text; except for spelling; except for a subtitle; one begins or ends
# with the other; most words in common and the same name before the colon; most words in common; few; one is missing.
Likeness: TypeAlias = Literal["equal", "noted", "close", "headed", "part", "named", "similar", "other", "missing"]
_LIKENESSES: tuple[Likeness, ...] = get_args(Likeness)
# The likenesses that count as an agreement, as a person reads them.
SAID: dict[Likeness, str] = {
    "equal": "equal titles",
    "noted": "titles equal except for a note",
    "close": "titles equal except for spelling",
    "headed": "titles equal except for a subtitle",
    "part": "one title begins or ends with the other",
    "named": "similar titles after the same name",
    "similar": "similar titles",
}
SPELLING = 0.75  # words at least this similar (0–1) are one word misspelt; two real words rarely are
SHORT_WORD = 6  # letters: in a shorter word, one letter makes another word (cats / rats, lung / long)
LENGTH = 1_000  # characters, as in model.Line: a longer title is a text without its line breaks
SPECIFIC_WORDS = 3  # a title of fewer words (Editorial, Introduction, Reply) names many papers
SIMILAR = 0.7  # of the longer title's words: one or two words differ

# Marks of a text about a paper, not the paper itself (English bibliographic terms, the same in all fields).
_MARK = re.compile(
    r"""
      (?: ^ | \[ | \( ) \W{0,3} (?: (?:authors?|in) \W{0,3} s? \W{0,3} )?  # "Reply to …", "[Erratum]", "Author's response"
      (?P<start> erratum | errata | corrigendum | corrigenda | corrections? | addendum | retraction | retracted
        | reply | replies | rejoinders? | response | comments? | commentary | re | letter )
      (?= \W{0,3} (?: (?:to|on|of|for|by)\b | [:\])] | $ ) )
    | ^ (?P<begin> erratum | corrigendum | expression\ of\ concern ) \b
    | [:.–—] \s* (?P<middle> erratum | errata | corrigendum | corrigenda | corrections? | reply | rejoinder | comments? )
      \ (?:to|on) \b
    | (?P<volume> \(vol\.?\ \d+ )  # how citation indexes print a correction: "(vol 360, pg 542, 2009)"
    | [:.\[(–—-] \s* (?P<end> erratum | errata | corrigendum | corrigenda | correction | addendum | (?:a\ )?rejoinder
        | (?:authors?\W{1,3})? (?:reply|response) | comments? | commentary )
      \W{0,3} $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IN_BRACKETS = re.compile(r"^\[([^\[\]]+)\][\s.:]+(?=\S)|(?<=\S)\s*\[([^\[\]]+)\]$")
_BRACKETED_WORDS = 3  # at most: "[in German]", "[see comments]" are notes of a database
# Kinds of texts at meetings and in journals, which one database prints beside the title and another does not.
_KIND = (
    r"(?:an?\s+)?(?:(?:abstract|address|book|demo(?:nstration)?|extended|invited|keynote|lecture|panel|paper|plenary|poster"
    r"|review|session|short|summary|survey|talk|tutorial)s?\b\s*){1,4}"
)
_SHOWN = re.compile(
    r"""
    (?: [(:–—] | \s- | ^ ) \W{0,3} (?: \w+ \W{1,3} ){0,2}?
    (?: demo(?:nstration)?s? | posters? ) \b
    (?: \ \w+ ){0,2} \W{0,3} (?: [):] | $ )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KIND_NOTE = re.compile(
    rf"(?<=\S)\s*\(\s*{_KIND}\)|\s*(?::|\s[-–—]+)\s+{_KIND}\W*$|^\W*{_KIND}:\s+(?=\S)", re.IGNORECASE
)
_NOTE = re.compile(r"(?<=\S)\s*\([^()]*\)\W*$")
_BREAK = re.compile(r"[:：;.?!](?=\s)|\s[-–—]+\s|\s*[(–—]|--+")
# What journals call their sections: a title of such words names no paper (English, the same in all fields).
_SECTION_WORDS = frozenset({
    "editor", "editors", "editorial", "editorials", "introduction", "introductory", "preface", "prefaces", "foreword",
    "forewords", "review", "reviews", "note", "notes", "message", "messages", "report", "reports", "column",
    "columns", "news", "comment", "comments", "commentary", "letter", "letters", "contents", "index", "announcement",
    "announcements", "guest", "reply", "replies", "response", "discussion", "abstract", "abstracts", "author",
    "authors", "book", "books", "brief", "call", "calls", "correspondence", "highlight", "highlights", "issue",
    "issues", "obituary", "obituaries", "papers", "personal", "private", "special", "this", "view", "views",
})  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
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
# Function words, which databases drop, add or swap (English; of German, French and Spanish the articles and "and").
_SMALL = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with", "der",
    "die", "das", "und", "le", "la", "les", "et", "el", "los", "las", "y",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """One form of a title, ready for comparison."""

    folded: str  # without spaces
    bare: str  # the same without notes on the kind of text
    plain: str  # the same without any note in parentheses at its end
    words: tuple[str, ...]  # without notes on the kind of text
    kinds: frozenset[str]  # the words of such notes
    numbers: tuple[str, ...]  # Roman numerals, too; sorted
    breaks: tuple[int, ...]  # after how many words a colon, a dash, … ends a part of the title
    name: str  # the coined word before the first break, "" for none

    @property
    def weighty(self) -> tuple[str, ...]:
        """Return the words without function words; "a" counts as a word before one (as in: hepatitis A in children)."""
        following = (*self.words[1:], "of")
        return tuple(
            word
            for word, after in zip(self.words, following, strict=True)
            if word not in _SMALL or (word == "a" and after in _SMALL)
        )

    @property
    def specific(self) -> bool:
        """Whether the title can identify a paper by itself."""
        return len(self.words) >= SPECIFIC_WORDS and not set(self.weighty) <= _SECTION_WORDS

    @property
    def somewhat_specific(self) -> bool:
        """Whether the title can identify a paper by two authors: it may have two words, if no section is called so."""
        return self.specific or (len(self.words) == 2 and _SECTION_WORDS.isdisjoint(self.words))


def forms(title: str) -> tuple[Title, ...]:
    """Return the forms of a title: first without a database's notes in brackets, then each longer text in brackets.

    ``[Review]`` and ``[in German]`` are notes; more than 3 words in brackets may be the original title or a translation.
    Only the first ``LENGTH`` characters count; without a letter or digit there is no form.
    """
    bare = title[:LENGTH].strip().strip("\"'“”„. ")
    found_forms = [bare]
    while found := _IN_BRACKETS.search(found_forms[0]):
        inside = found[1] or found[2]
        found_forms[0] = found_forms[0].replace(found[0], "").strip(" .\"'")
        if len(inside.split()) > _BRACKETED_WORDS:
            found_forms.append(inside)
    return tuple(_title(form) for form in found_forms if folding.fold(form))


def mark(title: str) -> str:
    """Return the mark of a text about another one in lower case (``reply``, ``erratum``, …), "" for a paper itself."""
    found = _MARK.search(title[:LENGTH])
    return (
        (found["start"] or found["end"] or found["begin"] or found["middle"] or "correction").lower() if found else ""
    )


def shown(title: str) -> bool:
    """Whether the title says that this is a demonstration or a poster; there may also be a paper."""
    return bool(_SHOWN.search(title[:LENGTH]))


def compare(left: Sequence[Title], right: Sequence[Title], year: str = "") -> tuple[Likeness, str]:
    """Return the best likeness of any two forms of two titles, and the numbers that differ in them ("" for none).

    ``year`` is the one in which both appeared: a title may leave it out, so it is not compared.
    """
    best: tuple[Likeness, str] = ("missing", "")
    for one in left:
        for other in right:
            likeness = _likeness(one, other)
            if _LIKENESSES.index(likeness) < _LIKENESSES.index(best[0]):
                numbers = [tuple(number for number in form.numbers if number != year) for form in (one, other)]
                best = likeness, "" if numbers[0] == numbers[1] else " / ".join(sorted(map(_listed, numbers)))
    return best


def _likeness(a: Title, b: Title) -> Likeness:
    """Return how alike two titles are."""
    if a.folded == b.folded or (a.bare == b.bare and a.kinds & b.kinds):
        return "equal"
    if a.bare == b.bare and a.kinds and b.kinds:
        return "similar"  # a survey and a tutorial on the same subject
    if a.plain == b.plain and (a.plain == a.bare or b.plain == b.bare):  # but not "… (in mice)" and "… (in rats)"
        return "noted"
    short, long = sorted((a.words, b.words), key=len)
    size = len(short)
    if size > SPECIFIC_WORDS and short in {long[:size], long[-size:]}:
        longer = max(a, b, key=lambda one: len(one.words))
        return "headed" if short == long[:size] and size in longer.breaks else "part"
    return _likeness_of_words(a, b)


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


def _title(form: str) -> Title:
    """Return one form of a title, ready for comparison."""
    folded = folding.fold(form)
    bare = _KIND_NOTE.sub("", form)
    folded_bare = folding.fold(bare) if bare != form else folded
    if not folded_bare:
        bare, folded_bare = form, folded
    plain = _NOTE.sub("", bare)
    return Title(
        folded=folded.replace(" ", ""),
        bare=folded_bare.replace(" ", ""),
        plain=(folding.fold(plain) if plain != bare else folded_bare).replace(" ", ""),
        words=tuple(folded_bare.split()),
        kinds=frozenset(folded.split()) - set(folded_bare.split()) - _SMALL,
        numbers=_numbers(form, folded.split()),
        breaks=_breaks(bare),
        name=_name(bare),
    )


def _breaks(form: str) -> tuple[int, ...]:
    """Return after how many words each part of a title ends."""
    return tuple(len(folding.words(form[: found.start()])) for found in _BREAK.finditer(form))


def _name(form: str) -> str:
    """Return the coined word before the first break; it has a capital or a digit inside: ``DEVise``, ``GPT4All``."""
    found = _BREAK.search(form)
    head = form[: found.start()].strip() if found else ""
    return folding.fold(head) if re.fullmatch(r"\w+(?:-\w+)?", head) and re.search(r"(?<=\w)[A-Z0-9]", head) else ""


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


def _numbers(title: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the numbers of a title, sorted; Roman numerals are kept, commas of thousands are not."""
    digits = [re.sub(r",(?=\d{3})", "", found) for found in _NUMBER.findall(title)]
    roman = [word for word in words if _ROMAN.fullmatch(word)]
    return tuple(sorted(digits + roman))


def _listed(values: Sequence[str]) -> str:
    """Return the values as a person reads them."""
    return ", ".join(values) or "none"
