"""A person or group as an author or editor: the boundary between family and given names is kept as stated.

``parse`` and ``written`` are the two directions of a name in a paper's file: ``Yu Sun`` in reading order, where the last
word is the family name, or ``García López, María`` where it is not. What sources print is read by text/bylines.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

# Small words that belong to a family name (Dutch, German, Romance, Arabic, Gaelic), in lower case.
PARTICLES = frozenset({
    "af", "al", "ap", "ben", "bin", "d", "da", "dal", "de", "degli", "dei", "del", "della", "der", "di", "do", "dos",
    "du", "e", "el", "la", "las", "le", "les", "lo", "los", "mac", "san", "st", "ten", "ter", "van", "vande",
    "vander", "vem", "ven", "ver", "vom", "von", "vor", "y", "zu", "zum", "zur",
})  # fmt: skip
SUFFIX = re.compile(r"(?:[Jj]r|[Ss]r|[Jj]unior|[Ss]enior|II|III|IV|ii|iii|iv)\.?")  # JR may be initials
_DEGREE = re.compile(rf"{SUFFIX.pattern}|phd|ph\.d\.|md|m\.d\.", re.IGNORECASE)  # after a whole name
COMPANY = re.compile(r"(?:inc|ltd|llc|gmbh|corp|co|plc)\.?", re.IGNORECASE)  # legal forms come after a comma, too
_ALSO = re.compile(r"(?<=\S)\s*[(（]([^()（）\x00-\x7f]+(?: [^()（）\x00-\x7f]+)*)[)）]$")  # Wei Wang (王伟)
_EAST = r"\u1100-\u11ff\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_EASTERN = re.compile(rf"[{_EAST}]+")  # Chinese, Japanese and Korean letters


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A name: ``literal`` of a group, or ``family`` with its particles (``van der Aa``), ``given`` and ``suffix``."""

    family: str = ""
    given: str = ""
    suffix: str = ""  # Jr., III
    literal: str = ""  # a group, which has no parts
    orcid: str = ""  # 0000-0002-1825-0097
    also: tuple[str, ...] = ()  # other spellings, as in another script

    def __str__(self) -> str:
        """Return the name in reading order: ``Yu Sun``, ``王伟``."""
        if self.literal:
            return self.literal
        if self.given and is_eastern(self.family + self.given):
            return self.family + self.given
        return " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def inverted(self) -> str:
        """Return the name as indexes list it: ``Sun, Yu``, ``Aa, Jan, Jr.``; a group as it is."""
        return self.literal or ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def particle(self) -> str:
        """Return the words in lower case before the family name: ``van der`` of ``van der Aa``."""
        words = self.family.split()
        count = next((at for at, word in enumerate(words) if not word[:1].islower()), len(words))
        return " ".join(words[:count]) if count < len(words) else ""

    @property
    def written(self) -> str | dict[str, object]:
        """Return the shortest form that ``parse`` reads as this name; a mapping where no text does."""
        aside = f" ({self.also[0]})" if len(self.also) == 1 else ""
        doubtful = is_whole(self.family) and is_whole(self.given)  # two people, to a reader of the file
        if not self.orcid and len(self.also) < 2 and not doubtful:
            for form in (str(self), self.inverted):
                if parse(form + aside) == self:
                    return form + aside
        return self.parts

    @property
    def parts(self) -> dict[str, object]:
        """Return the parts that the name has, by name."""
        parts = {name: getattr(self, name) for name in ("literal", "family", "given", "suffix", "orcid")}
        return {name: value for name, value in (*parts.items(), ("also", self.also)) if value}


def is_particle(word: str) -> bool:
    """Whether a small word belongs to the family name; with a capital it is a name itself (Van Morrison)."""
    return word.strip("'’.") in PARTICLES


def is_whole(text: str) -> bool:
    """Whether this can be a whole name of its own: two words or more with capitals, without initials and particles."""
    words = text.split()
    return len(words) > 1 and all(word[0].isupper() and not word.isupper() and word[-1] != "." for word in words)


def is_eastern(text: str) -> bool:
    """Whether a text has only Chinese, Japanese or Korean letters, which are printed without a space."""
    return not text.isascii() and bool(_EASTERN.fullmatch(text))


@lru_cache(maxsize=1 << 16)  # names recur in every format and on many papers
def parse(text: str) -> Name:
    """Return the name that a text in a paper's file means: reading order, or with a comma ``Family, Given[, Suffix]``.

    Words in lower case belong to the family name after them (``Laurens van der Aa``); a name in another script in
    brackets at the end is another spelling; a company's legal form makes a group.
    """
    text = " ".join(text.split())
    if aside := _ALSO.search(text):
        return replace(parse(text[: aside.start()]), also=(aside[1],))
    parts = [part for part in map(str.strip, text.split(",")) if part]
    if len(parts) < 2:
        return _in_reading_order(parts[0] if parts else text)
    if COMPANY.fullmatch(parts[-1]):
        return Name(literal=", ".join(parts))
    after = _DEGREE if len(parts) > 2 else SUFFIX
    suffixes = [part for part in parts[1:] if after.fullmatch(part)]
    given = [part for part in parts[1:] if not after.fullmatch(part)]
    if not given:
        return replace(_in_reading_order(parts[0]), suffix=" ".join(suffixes))
    words = " ".join(given).split()
    if not suffixes and len(words) > 1 and SUFFIX.fullmatch(words[-1]):  # "Berg, Jan Jr"
        suffixes = [words.pop()]
    return Name(family=parts[0], given=" ".join(words), suffix=" ".join(suffixes))


def _in_reading_order(text: str) -> Name:
    """Return the parts of ``Ludwig van Beethoven Jr.``; the last word, with its particles, is the family name."""
    words = text.split()
    if len(words) > 1 and is_eastern("".join(words)):  # 孙 宇: the family name comes first
        return Name(family=words[0], given="".join(words[1:]))
    end = len(words)
    if end > 2 and _DEGREE.fullmatch(words[-1]):
        end -= 1
    start = next((at for at in range(1, end - 1) if words[at][:1].islower()), max(end - 1, 0))
    if all(is_particle(word) for word in words[:start]):  # "van Aken", a family name alone
        start = 0
    given, after = words[:start], words[end:]
    if len(given) > 1 and not after and SUFFIX.fullmatch(given[-1]):  # "A. B. Jr. Watson"
        after = [given.pop()]
    return Name(given=" ".join(given), family=" ".join(words[start:end]), suffix=" ".join(after))
