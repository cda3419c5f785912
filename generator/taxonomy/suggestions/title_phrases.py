"""Terms from phrases that recur in titles, weighed against the titles of the whole shelf."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.model import Paper, Rule
from generator.taxonomy.suggestions import word_forms
from generator.taxonomy.suggestions.letter_case import MARKS, LetterCase
from generator.taxonomy.suggestions.terms import MOST, Term, is_number, least, shown, singular
from generator.taxonomy.suggestions.vocabulary import EMPTY, HEADS, LONE, NOUNS, OPENING, VERBS
from generator.text.folding import fold
from generator.text.folding import words as words_of

_LONGEST = 3  # words of a phrase
_BOUND = 0.25  # least association of a phrase's words: normalised pointwise mutual information
_WIDE = 0.2  # share of papers above which a single word says little
_CUT = (
    0.75  # share of its titles in which one and the same word follows, above which a phrase is a piece of a longer one
)
_MATHS = re.compile(r"\$[^$]*\$")
_ADJECTIVE = re.compile(r"(?:al|ive|ic|ous|able|ible|ful|less|ary|ory|ly|ed|ant|ent)$")
_LONE = frozenset(map(singular, LONE))
_OF = frozenset({"of", "de", "des", "du", "del", "della", "der", "von"})


def phrase_terms(papers: Mapping[str, Paper], case: LetterCase, names: Collection[str] = ()) -> list[Term]:
    """Return a term for each phrase of one to three words that enough titles have, and that holds together.

    ``case`` says how to write them; ``names`` are folded names of models, which are no topics. In Chinese and Japanese, a
    phrase has two to eight characters.
    """
    texts = {key: _MATHS.sub(" ; ", paper.title) for key, paper in papers.items() if paper.title}
    titles = {key: words_of(text) for key, text in texts.items()}
    forms = word_forms.plain_forms(texts.values())
    nouns = NOUNS | word_forms.nouns(Counter(word for title in titles.values() for word in set(title)))
    total = len(titles)
    found: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    next_words: dict[str, Counter[str]] = defaultdict(Counter)
    for key, words in titles.items():
        plain = [forms.get(word, word) for word in words]
        places = {" ".join(words[start:end]): (start, end) for start, end in _places(plain, nouns)}
        for phrase, (start, end) in places.items():
            term = singular(" ".join(plain[start:end]))
            found[term].add(key)
            spelled[term][phrase] += 1
            next_words[term][words[end] if end < len(words) else ""] += 1
        for phrase in set(word_forms.unspaced_phrases(texts[key])):
            found[phrase].add(key)
            spelled[phrase][phrase] += 1
    few = least(total)
    found = {
        term: keys
        for term, keys in found.items()
        if few <= len(keys) <= MOST * total and term not in names and not _is_cut(next_words.get(term))
    }
    common = Counter(
        word
        for title in titles.values()
        for word in set(singular(" ".join(forms.get(word, word) for word in title)).split())
    )
    kept = {term: keys for term, keys in found.items() if _holds_together(term, len(keys), common, total)}
    nested = _nested(kept)
    written = _written(papers, {spelling for term in kept for spelling in spelled[term]}, case)
    return [
        Term(
            kind="topics",
            origin="phrase",
            name=_name(Counter({written.get(one, one): count for one, count in spelled[term].items()})),
            rule=Rule(
                words=tuple(written.get(one, one) for one, _ in spelled[term].most_common()),
                within=("title", "aliases"),
            ),
            papers=frozenset(keys),
        )
        for term, keys in kept.items()
        if len(keys) - nested.get(term, 0) >= few
    ]


def _name(writings: Counter[str]) -> str:
    """Return the most frequent writing, without an article that is one word with the next."""
    plain: Counter[str] = Counter()
    for text, count in writings.items():
        plain[word_forms.without_elision(text)] += count
    return shown(plain.elements())


def _is_cut(following: Counter[str] | None) -> bool:
    """Whether a phrase ends before its end: nearly always the same word follows, which says something, or "of"."""
    if not following:
        return False
    word, count = following.most_common(1)[0]
    return bool(word) and (word in _OF or word not in EMPTY) and count > _CUT * following.total()


def _places(words: Sequence[str], nouns: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where phrases begin and end: with a word that may name a subject."""
    for start, first in enumerate(words):
        opens = first in OPENING
        if not _names(first) and not opens:
            continue
        for end in range(start + 1 + opens, min(start + _LONGEST, len(words)) + 1):
            last = words[end - 1]
            long = end - start > 1
            ends = _names(last) and (last in nouns or not _ADJECTIVE.search(last))  # an adjective names no subject
            if (ends and (long or singular(last) not in _LONE)) or (long and last in HEADS):
                yield start, end


def _names(word: str) -> bool:
    return len(word) > 2 and word not in EMPTY and _verb(word) not in VERBS and not is_number(word)


def _verb(word: str) -> str:
    """Return the stem of an inflected verb, as far as endings tell."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            return stem[:-1] if stem[-1] == stem[-2] and ending in {"ing", "ed"} and stem[-1] not in "sl" else stem
    return word


def _holds_together(term: str, count: int, words: Mapping[str, int], total: int) -> bool:
    """Whether the words of a phrase stand together more often than chance would have it; a single word must not be common."""
    parts = term.split()
    if len(parts) == 1:
        return count <= _WIDE * total or total < 100
    expected = math.prod(words[part] / total for part in parts)
    together = count / total
    return (
        expected > 0
        and together < 1
        and math.log(together / expected) / (-math.log(together) * (len(parts) - 1)) >= _BOUND
    )


def _nested(found: Mapping[str, set[str]]) -> dict[str, int]:
    """Return for each phrase how many of its papers have it only within one longer phrase of this shelf, at most."""
    inside: dict[str, int] = {}
    for term, keys in found.items():
        parts = term.split()
        for size in range(1, len(parts)):
            for start in range(len(parts) - size + 1):
                part = " ".join(parts[start : start + size])
                if part in found:
                    inside[part] = max(inside.get(part, 0), len(keys))
    return inside


def _written(papers: Mapping[str, Paper], phrases: set[str], case: LetterCase) -> dict[str, str]:
    """Return the most frequent writing of each phrase in titles, in small letters unless it is always written otherwise."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for paper in papers.values():
        plain = [token.strip(MARKS) for token in (paper.title or "").split()]
        for start in range(len(plain)):
            for end in range(start + 1, min(start + _LONGEST, len(plain)) + 1):
                text = " ".join(plain[start:end])
                if all(plain[start:end]) and (phrase := fold(text)) in phrases:
                    seen[phrase][case.lowered(text)] += 1
    unspaced = {phrase: phrase.replace(" ", "") for phrase in phrases if word_forms.is_unspaced(phrase)}
    return {phrase: counted.most_common(1)[0][0] for phrase, counted in seen.items()} | unspaced
