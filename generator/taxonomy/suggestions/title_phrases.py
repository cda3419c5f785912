"""Terms from phrases that recur in titles, weighed against the titles of the whole shelf."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from generator.model import Paper, Rule
from generator.taxonomy.suggestions.terms import MOST, Term, is_number, least, shown, singular
from generator.taxonomy.suggestions.vocabulary import EMPTY, HEADS, LONE, NOUNS, OPENING, VERBS
from generator.text.folding import fold
from generator.text.folding import words as words_of

_LONGEST = 3  # words of a phrase
_BOUND = 0.25  # least association of a phrase's words: normalised pointwise mutual information
_WIDE = 0.15  # share of papers above which a single word says little
_MARKS = ".,:;!?()[]\"'“”‘’–—&-"
_MATHS = re.compile(r"\$[^$]*\$")
_ADJECTIVE = re.compile(r"(?:al|ive|ic|ous|able|ible|ful|less|ary|ory|ly|ed|ant|ent)$")


def phrase_terms(papers: Mapping[str, Paper], names: Collection[str] = ()) -> list[Term]:
    """Return a term for each phrase of one to three words that enough titles have, and that holds together.

    ``names`` are folded names of models, which are no topics.
    """
    titles = {key: words_of(_MATHS.sub(" ; ", paper.title)) for key, paper in papers.items() if paper.title}
    total = len(titles)
    found: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for key, words in titles.items():
        for phrase in set(_phrases(words)):
            term = singular(phrase)
            found[term].add(key)
            spelled[term][phrase] += 1
    few = least(total)
    found = {term: keys for term, keys in found.items() if few <= len(keys) <= MOST * total and term not in names}
    common = Counter(word for title in titles.values() for word in set(singular(" ".join(title)).split()))
    kept = {term: keys for term, keys in found.items() if _holds_together(term, len(keys), common, total)}
    nested = _nested(kept)
    written = _written(papers, {spelling for term in kept for spelling in spelled[term]})
    return [
        Term(
            kind="topics",
            origin="phrase",
            name=shown(written.get(one, one) for one, count in spelled[term].items() for _ in range(count)),
            rule=Rule(
                words=tuple(written.get(one, one) for one, _ in spelled[term].most_common()),
                within=("title", "aliases"),
            ),
            papers=frozenset(keys),
        )
        for term, keys in kept.items()
        if len(keys) - nested.get(term, 0) >= few
    ]


def _phrases(words: Sequence[str]) -> Iterator[str]:
    """Yield the phrases that begin and end with a word that may name a subject."""
    for start, first in enumerate(words):
        opens = first in OPENING
        if not _names(first) and not opens:
            continue
        for end in range(start + 1 + opens, min(start + _LONGEST, len(words)) + 1):
            last = words[end - 1]
            long = end - start > 1
            if (_names(last) and not _describes(last) and (long or last not in LONE)) or (long and last in HEADS):
                yield " ".join(words[start:end])


def _names(word: str) -> bool:
    return len(word) > 2 and word not in EMPTY and _verb(word) not in VERBS and not is_number(word)


def _verb(word: str) -> str:
    """Return the stem of an inflected verb, as far as endings tell."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)]
            return stem[:-1] if stem[-1] == stem[-2] and ending in {"ing", "ed"} and stem[-1] not in "sl" else stem
    return word


def _describes(word: str) -> bool:
    """Whether a word is an adjective, as far as endings tell, which names no subject alone."""
    return bool(_ADJECTIVE.search(word)) and word not in NOUNS


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


def _written(papers: Mapping[str, Paper], phrases: set[str]) -> dict[str, str]:
    """Return the most frequent writing of each phrase in titles, in small letters unless it is always written otherwise."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    names = _capitalised(paper.title or "" for paper in papers.values())
    for paper in papers.values():
        tokens = (paper.title or "").split()
        plain = [token.strip(_MARKS) for token in tokens]
        for start in range(len(plain)):
            for end in range(start + 1, min(start + _LONGEST, len(plain)) + 1):
                text = " ".join(plain[start:end])
                if all(plain[start:end]) and (phrase := fold(text)) in phrases:
                    seen[phrase][_lowered(text, names)] += 1
    return {phrase: counted.most_common(1)[0][0] for phrase, counted in seen.items()}


def _capitalised(titles: Iterable[str]) -> frozenset[str]:
    """Return the words that titles in ordinary writing begin with a capital: Bayesian, Gaza."""
    capital: Counter[str] = Counter()
    for title in titles:
        words = [word.strip(_MARKS) for word in title.split()[1:]]
        words = [word for word in words if word.isalpha()]
        if 2 * sum(word.islower() for word in words) > len(words):
            capital.update({word.lower(): 1 if word.istitle() else -1 for word in words})
    return frozenset(word for word, count in capital.items() if count > 0)


def _lowered(text: str, names: Collection[str]) -> str:
    """Return the text with ordinary capitals in small letters; names and what is written as one (BERT, GPT-4) stay."""
    return " ".join(
        word if any(c.isupper() for c in word[1:]) or word.lower() in names else word.lower() for word in text.split()
    )
