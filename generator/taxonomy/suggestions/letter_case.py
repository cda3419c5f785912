"""How a shelf writes its words: which titles begin with a capital (Bayesian) or have one inside (YouTube, BERT)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

MARKS = ".,:;!?()[]\"'“”‘’–—&-"  # around a word


class LetterCase:
    """The capitals of names, learned from titles."""

    def __init__(self, titles: Iterable[str]) -> None:
        """Count how words are written."""
        capital: Counter[str] = Counter()
        inner: dict[str, Counter[str]] = {}
        for title in titles:
            if title.isupper():
                continue
            words = [word for each in title.split() if (word := each.strip(MARKS)).isalpha()]
            for word in words:
                inner.setdefault(word.lower(), Counter())[word] += 1
            rest = words[1:]
            if 2 * sum(word.islower() for word in rest) >= len(rest):  # ordinary writing, not Each Word Like This
                capital.update({word.lower(): 1 if word.istitle() else -1 for word in rest})
        self._names = frozenset(word for word, count in capital.items() if count > 0)
        usual = {word: counted.most_common(1)[0][0] for word, counted in inner.items()}
        self._inner = {word: best for word, best in usual.items() if any(c.isupper() for c in best[1:])}

    def lowered(self, text: str) -> str:
        """Return the text with ordinary capitals in small letters; names and what is written as one (BERT, GPT-4) stay."""
        return " ".join(
            word if any(c.isupper() for c in word[1:]) or word.lower() in self._names else word.lower()
            for word in text.split()
        )

    def restored(self, text: str) -> str:
        """Return a text in small letters with the capitals that titles give its words: "AI slop", "Elon Musk"."""
        if not text.islower():
            return text
        return " ".join(
            self._inner.get(word) or (word.capitalize() if word in self._names else word) for word in text.split()
        )
