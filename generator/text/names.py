"""People's names compared: folded surnames with particles, given names, initials. For author lists see bylines.py."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

from generator.model import Name
from generator.model.name import SUFFIX, is_eastern, is_particle, parse

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
_ASCII = {
    code: "" if chr(code) in "'`" else " " for code in range(128) if not (chr(code).isalpha() or chr(code) == "?")
}
LOST = "?"  # in place of a letter that was lost in a change of encodings
LOST_AT_MOST = 3  # letters of a name: with more, too little is left
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff]")  # Greek, Cyrillic, Arabic, … : scripts with letters for sounds
_BODY = re.compile(
    r"\b(?:agency|association|collaborat(?:ion|ors)|commission|committee|consorti(?:um|a)|council|department|foundation|group"
    r"|initiative|institute|investigators|ministry|network|organi[sz]ation|project|society|study|task force|team|trial"
    r"|university|working party)\b",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class FoldedName:
    """A folded name: ``surname`` with particles, and ``given`` names or initials in order."""

    surname: str
    given: tuple[str, ...]

    @property
    def initials(self) -> str:
        """Return the first letters of the given names."""
        return "".join(given[0] for given in self.given)


@lru_cache(maxsize=1 << 16)  # names recur on many papers
def fold(name: Name) -> FoldedName:
    """Return the name in lower case without accents; a Chinese, Japanese or Korean name is one word, as it is printed."""
    if name.literal:
        return FoldedName(surname=_plain(name.literal), given=())
    if is_eastern(name.family + name.given):
        return FoldedName(surname=_plain(name.family + name.given), given=())
    lone = not name.given and SUFFIX.fullmatch(name.family)  # "Jr" that a list separated from its name
    surname = "" if lone else _plain(name.family)
    return FoldedName(surname=surname, given=_given(name.given.split()))


def is_body(name: Name) -> bool:
    """Whether a name is that of a body: marked as a group, or with a word for one (English, as databases write them)."""
    return bool(name.literal) or bool(_BODY.search(f"{name.family} {name.given}"))


def is_latin(name: Name) -> bool:
    """Whether a name is in Latin letters."""
    text = name.family + name.literal
    return text.isascii() or not (_OTHER_SCRIPT.search(unicodedata.normalize("NFC", text)) or is_eastern(text))


def romanised(name: FoldedName) -> FoldedName:
    """Return a folded name in Latin letters; Chinese, Japanese and Korean names, whose order is not known, stay."""
    if name.surname.isascii() or not _OTHER_SCRIPT.search(name.surname):
        return name
    return FoldedName(surname=_latin(name.surname), given=tuple(map(_latin, name.given)))


def _latin(text: str) -> str:
    return _plain(anyascii(unicodedata.normalize("NFC", text)))


def spellings(name: Name) -> tuple[str, ...]:
    """Return the folded forms of a name and its other spellings, the surname first."""
    found = (fold(one) for one in (name, *map(parse, name.also)))
    return tuple(" ".join((one.surname, *one.given)) for one in found)


def same_initials(one: str, other: str) -> bool:
    """Whether the first initials are the same, or one is not known."""
    return not one or not other or one[0] == other[0] or LOST in (one[0], other[0])


def same_surname(one: str, other: str) -> bool:
    """Whether two surnames are the same except for a misspelling, a lost letter or accent, or a transliteration."""
    if LOST in one + other and restored(one, other):
        return True
    return one == other or (min(len(one), len(other)) >= 5 and Levenshtein.normalized_similarity(one, other) >= 0.8)


def same_sound(eastern: str, surname: str, given: str, initials: str) -> bool:
    """Whether a name in Chinese, Japanese or Korean letters is written in Latin letters by the other, in either order.

    ``given`` is without blanks; a part in full or its initials may be there. The reading is that of anyascii.
    """
    syllables = _syllables(eastern)
    given = given if len(given) > len(initials) else ""
    for size in range(1, min(len(syllables), 3)):
        family, rest = "".join(syllables[:size]), "".join(syllables[size:])
        if (surname, given) in {(family, rest), (rest, family)}:
            return True
        if surname == family and not given and initials[:1] == rest[:1]:
            return True
    return False


@lru_cache(maxsize=1 << 12)
def _syllables(eastern: str) -> tuple[str, ...]:
    """Return how each letter of a name is read, in lower case."""
    return tuple(anyascii(letter).lower() for letter in eastern)


def restored(one: str, other: str) -> bool:
    """Whether two names are the same if each lost letter stands for up to two letters (``ö`` may be ``oe``)."""
    return any(
        0 < lossy.count(LOST) <= LOST_AT_MOST and _fits(lossy, whole) for lossy, whole in ((one, other), (other, one))
    )


def _fits(lossy: str, whole: str) -> bool:
    """Whether ``whole`` is ``lossy`` with up to two letters in each gap: no pattern, as there is one for each name."""
    head, gap, rest = lossy.partition(LOST)
    if not gap:
        return whole == head
    at = len(head)
    return whole.startswith(head) and any(
        _fits(rest, whole[at + size :])
        for size in range(3)
        if at + size <= len(whole) and all("a" <= letter <= "z" or letter == LOST for letter in whole[at : at + size])
    )


def _is_initials(word: str) -> bool:
    """Whether the word is one to four capitals, with or without dots: ``R``, ``R.M.``, ``J-P``."""
    bare = word.replace(".", "").replace("-", "")
    return 0 < len(bare) <= 4 and bare.isupper() and (len(bare) <= 2 or "." in word) and bool(_INITIALS.fullmatch(word))


def _given(words: list[str]) -> tuple[str, ...]:
    """Return folded given names; initials in one word (``RM``, ``R.M.``) are split."""
    found: list[str] = []
    for word in words:
        if is_particle(word):
            continue
        pieces = _plain(word).split()
        run_together = len(pieces) == 1 and len(words) == 1 and _is_initials(word)  # "RM"; in YU SUN it is a name
        found += list(pieces[0]) if run_together else pieces
    return tuple(found)


def _plain(text: str) -> str:
    """Return the name in lower case without accents, with spaces for hyphens and dots.

    A question mark in place of a lost letter (``D?llmann``) is kept.
    """
    if text.isascii() and text.isalpha():
        return text.lower()
    if text.isascii():
        return " ".join(word for word in text.translate(_ASCII).lower().split() if word.strip(LOST))
    bare = re.sub("[\u0300-\u036f]+", "", unicodedata.normalize("NFKD", text))
    text = unicodedata.normalize("NFC", bare).lower().translate(_LETTERS)  # 김 is one letter again
    text = re.sub(r"['’`]", "", text.lower()).replace("\ufffd", LOST)
    found = re.sub(r"[^\w?]+|[\d_]+", " ", text).split()
    return " ".join(word for word in found if word.strip(LOST))
