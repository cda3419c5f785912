"""The words of titles as they are counted: without elision (l'âge), possessive (Bayes's) or the plural of an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.text.folding import fold

_ELISION = r"(?<![\w'’ʼ])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’ʼ]"
_BEGINNING = re.compile(rf"^{_ELISION}", re.IGNORECASE)
_DISGUISED = (
    re.compile(rf"{_ELISION}(\w+)", re.IGNORECASE),
    re.compile(r"\b(\w+)['’ʼ]s\b"),
    re.compile(r"\b([A-Z]{2,})s\b"),
)
_PLURAL = 0.2  # share of a noun's plural in its singular, at least
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")  # Chinese and Japanese
_BETWEEN = re.compile(  # words that no phrase in them goes across
    "基于|面向|关于|研究|方法|综述|应用|技术|进展|问题|探讨|浅谈|浅析|及其|以及|一种|的|和|与|及|在|中|对|为|是|之|其|等|了|"
    "における|による|ための|について|に基づく|を用いた|する|した|提案|手法|検討|[のはがをにでとへもや]"
)
_LONE = frozenset(
    ["系统", "模型", "网络", "数据", "分析", "学习", "算法", "理论", "设计", "システム", "モデル", "データ"]
)  # name no subject alone
_SHORTEST, _LONGEST = 2, 8  # characters of such a phrase


def plain_forms(titles: Iterable[str]) -> dict[str, str]:
    """Return, for each folded word that is another one in disguise, that one: "ancien" for the "lancien" of l'Ancien."""
    return {
        fold(found[0]): fold(found[1])
        for title in titles
        for pattern in _DISGUISED
        for found in pattern.finditer(title)
    }


def nouns(words: Mapping[str, int]) -> frozenset[str]:
    """Return the words whose plural is common, too: instrument, but neither dynamic nor creative."""
    return frozenset(
        word for word, count in words.items() if word[-2:] != "ic" and words.get(f"{word}s", 0) >= _PLURAL * count
    )


def without_elision(text: str) -> str:
    """Return a phrase without the article at its beginning."""
    return _BEGINNING.sub("", text)


def unspaced_phrases(title: str) -> Iterator[str]:
    """Yield what may be a phrase in a text written without blanks, folded: each character is a word."""
    for run in _UNSPACED.findall(title):
        for part in _BETWEEN.split(run):
            characters = fold(part).split()
            for start in range(len(characters)):
                for end in range(start + _SHORTEST, min(start + _LONGEST, len(characters)) + 1):
                    if part[start:end] not in _LONE:
                        yield " ".join(characters[start:end])


def is_unspaced(phrase: str) -> bool:
    """Whether a folded phrase has only characters that are written without blanks."""
    return bool(_UNSPACED.fullmatch(phrase.replace(" ", "")))
