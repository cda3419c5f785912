"""Author lists: how far two records name the same people, whatever databases made of the names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from generator.matching.traits import Traits
from generator.model.name import is_eastern
from generator.text import names
from generator.text.likeness import SPELLING

AUTHOR_SHARE = 0.6  # of the shorter list's surnames (DESIGN.md): cut lists and typing errors leave more than half
PAIRS = 250_000  # of names that are compared letter by letter (500 × 500); in longer lists names must be equal


def compare(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> bool:
    """Compare authors by surname and initials, or by words, in case the names were split wrongly, or by their sound.

    Adds to ``agreements`` (authors, surnames, count) or to ``contradictions`` (authors). Names in two scripts that do not
    sound alike say nothing: Japanese names have readings that no table knows. Return whether the two lists are the same.
    """
    if not a.surnames or not b.surnames:
        if a.author_count and a.author_count == b.author_count:
            agreements["count"] = "same number of authors"
        return False
    scripts = _scripts_differ(a, b)
    share = max(_people_share(a, b), _word_share(a, b), _spelling_share(a, b), _sound_share(a, b) if scripts else 0.0)
    if share >= AUTHOR_SHARE:
        agreements["authors"] = "authors agree" if share == 1 else f"most authors agree ({share:.0%})"
    elif sorted(a.surnames) == sorted(b.surnames):
        agreements["surnames"] = "surnames agree, initials do not"
    elif share == 0 and not scripts and not _any_alike(a.surnames, b.surnames):
        contradictions["authors"] = "no author in common"
    return share == 1 and len(a.surnames) == len(b.surnames)


def _people_share(a: Traits, b: Traits) -> float:
    """Return how much of the shorter list of authors (0–1) is also in the other, with initials that do not conflict."""
    short, long = sorted((a, b), key=lambda one: len(one.surnames))
    if len(short.surnames) * len(long.surnames) > PAIRS:
        shared = _first_initials(short) & _first_initials(long)
        return sum(shared.values()) / len(short.surnames)
    rest = list(zip(long.surnames, long.initials, strict=True))
    found = 0
    for surname, initials in zip(short.surnames, short.initials, strict=True):
        for one in rest:
            if names.same_surname(one[0], surname) and names.same_initials(one[1], initials):
                rest.remove(one)
                found += 1
                break
    return found / len(short.surnames)


def _spelling_share(a: Traits, b: Traits) -> float:
    """Return how much of the shorter list (0–1) is in the other, by the names' other spellings; 0 if there are none."""
    if not (a.spellings or b.spellings) or len(a.surnames) * len(b.surnames) > PAIRS:
        return 0.0
    short, long = sorted((_forms(a), _forms(b)), key=len)
    rest = list(long)
    found = 0
    for forms in short:
        same = next((one for one in rest if not forms.isdisjoint(one)), None)
        if same is not None:
            rest.remove(same)
            found += 1
    return found / len(short)


def _scripts_differ(a: Traits, b: Traits) -> bool:
    """Whether one list is in Chinese, Japanese or Korean letters, and the other is not."""
    return any(map(is_eastern, a.surnames)) != any(map(is_eastern, b.surnames))


def _sound_share(a: Traits, b: Traits) -> float:
    """Return how much of the shorter list (0–1) is in the other, where one list has the other's names in Latin letters."""
    if len(a.surnames) * len(b.surnames) > PAIRS:
        return 0.0
    eastern, latin = (a, b) if any(map(is_eastern, a.surnames)) else (b, a)
    rest = list(zip(latin.surnames, latin.given, latin.initials, strict=True))
    found = 0
    for name in eastern.surnames:
        same = next((one for one in rest if names.same_sound(name, *one)), None)
        if same is not None:
            rest.remove(same)
            found += 1
    return found / min(len(eastern.surnames), len(latin.surnames))


def _forms(one: Traits) -> list[frozenset[str]]:
    """Return the folded forms of each name."""
    if one.spellings:
        return [frozenset(forms) for forms in one.spellings]
    return [frozenset({surname}) for surname in one.surnames]


def _first_initials(one: Traits) -> Counter[tuple[str, str]]:
    """Return how often each surname with its first initial is among the authors."""
    return Counter((surname, initials[:1]) for surname, initials in zip(one.surnames, one.initials, strict=True))


def _word_share(a: Traits, b: Traits) -> float:
    """Return how many words of names are in common (0–1 of the fewer), in any order: ``Sun Yu`` is ``Yu Sun``."""
    short, long = sorted((a.name_words, b.name_words), key=len)
    found = len(short & long)
    lossy = names.LOST in "".join((*short, *long))
    if lossy and len(short) * len(long) <= PAIRS:
        found += sum(any(names.restored(word, other) for other in long - short) for word in short - long)
    return found / len(short) if short else 0.0


def _any_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether any two surnames differ only in spelling (a transliteration, a typing error, a particle)."""
    if len(left) * len(right) > PAIRS:
        return not {word for one in left for word in one.split()}.isdisjoint(
            word for one in right for word in one.split()
        )
    return any(
        Levenshtein.normalized_similarity(one, other) >= SPELLING or one in other.split() or other in one.split()
        for one in left
        for other in right
    )
