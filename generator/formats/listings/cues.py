"""Features for splitting title from abstract: the words around a candidate boundary. General English only."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from generator.text.folding import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CLASSES = {
    # Words that open sentences, in classes; each class has its own weight.
    "we": "we i our",
    "this": "this these here it its it's there that those such they",
    "the": "the a an",
    "in": "in on at to for with from by of as under over through within among given based using due owing during across",
    "while": "while although though despite whereas if when since because once even unlike whether after before until",
    "many": "many most some several various numerous few both all each one two three no not much more traditional "
    "conventional classical prior previous past earlier contemporary standard today nowadays modern existing current",
    "recent": "recent recently currently despite inspired motivated building however thus therefore",
    "what": "how what why when where which who can do does is are should could will must",
}
_OPENING = {word: name for name, group in _CLASSES.items() for word in group.split()}
# Words that do not end a title.
_LOOSE_END = _set(
    "a an the of for and with in on to by via from as or at into through under over between towards toward using "
    "without within across beyond against is are be can we our its their your based than that which this these about "
    "among during versus vs vs. vs: not more most via: & -- - – — : how what why when where do does your my"
)
# Finite verbs, and words that go with one: sentences have them, few titles do.
_FINITE = _set(
    "is are was were be been has have had can may might could will would should must does do did "
    "we i they propose proposes present presents introduce introduces show shows demonstrate demonstrates study "
    "studies describe describes investigate investigates explore explores address addresses provide provides require "
    "requires remain remains become becomes achieve achieves suffer suffers play plays aim aims offer offers enable "
    "enables allow allows rely relies consider considers develop develops examine examines report reports "
    "suggest suggests make makes give gives need needs seek seeks focus focuses involve involves represent represents "
    "tend tends lead leads use uses prove proves excel excels face faces contain contains depend depends bring brings "
    "received receives attracted emerged showed shown found used aimed gained extend extends exhibit exhibits support supports produce "
    "produces generate generates emerge emerges perform performs struggle struggles learn learns benefit benefits "
    "drive drives limit limits hold holds serve serves improve improves help helps encode encodes"
)
_FUNCTION = _LOOSE_END | frozenset(_OPENING) | _set("has have was were been but also so than")
_QUESTION = frozenset(_CLASSES["what"].split()) | {"whose", "whether", "to", "have", "has"}
_ADJECTIVE = re.compile(r".{3,}(?:al|ive|ous|ic|ary|able|ible|ful|less|ed|ual|ern|lar|ise)")
_NOUN = re.compile(
    r".{2,}(?:tions?|sions?|ments?|ity|ities|ness|ances?|ences?|ers?|ors?|isms?|is|ings?|gy|ks?|ms?|ys?)"
)
_LABELS = (
    "abstract background objectives? purpose aims? introduction methods? context importance motivation rationale "
    "hypothesis significance summary problem question setting design goals? overview"
)
_LABEL = re.compile(rf"(?:{_LABELS.replace(' ', '|')})\W*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<![A-Z])[.!?]+[\"'”’)\]]*|\.\.\.")
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]*?[A-Z])s?\)")
_LENGTHS = (1, 2, 3, 5, 8, 13, 18, 24)
_DISTANCES = (0, 1, 2, 4, 8, 18)
_STYLES = (0.93, 0.5, 0.10)  # a content word's chance of a capital: in title case, mixed, in sentence case
_RUNNING = 0.11  # the same in running text, after the first word of a sentence


class Head:
    """The first words of a run, and what all candidate boundaries share."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = list(tokens)
        self.folded = [folded(token) for token in self.tokens]
        self.bare = [token.strip("\"'“”‘’()[]{}.,;:!?*`$").lower() for token in self.tokens]
        self.stems = [_stem(word) for word in self.folded]
        self.ends = [_SENTENCE_END.search(t[-6:]) is not None and t[-1] in ".!?\"'”’)]" for t in self.tokens]
        self.asks = [
            stop and any(sign in token for sign in "!?") for stop, token in zip(self.ends, self.tokens, strict=True)
        ]
        self.stops = [stop and not asks for stop, asks in zip(self.ends, self.asks, strict=True)]
        self.finite = [bare in _FINITE for bare in self.bare]
        self.depth = list(_depths(self.tokens))
        self.cases = [_case(token, bare) for token, bare in zip(self.tokens, self.bare, strict=True)]
        # Prefix sums of the log-likelihood of the capitals: one list per title style, and one for running text.
        self.styles = [_sums(self.cases, chance) for chance in _STYLES]
        self.running = _sums(self.cases, _RUNNING)

    def possible(self, end: int) -> bool:
        """Whether a boundary is possible here: not inside brackets, nor after a colon or a comma."""
        return (
            self.tokens[end - 1][-1] not in ":,;(-&/" and self.tokens[end][0] not in ")]}:,;&" and self.depth[end] == 0
        )

    def capitals(self, end: int) -> float:
        """Return how much better a boundary here explains the capitals than no boundary."""
        after = self.running[-1] - self.running[min(end + 1, len(self.cases))]
        return max(style[end] for style in self.styles) + after - self.running[-1]

    def features(self, end: int) -> dict[str, float]:
        """Return the features of a title of ``end`` words: name → value."""
        found: dict[str, float] = {"capitals": self.capitals(end), f"words in the title: {_bucket(end, _LENGTHS)}": 1.0}
        self._title(end, found)
        self._opening(end, found)
        self._sentence(end, found)
        self._repetition(end, found)
        return found

    def _title(self, end: int, found: dict[str, float]) -> None:
        self._title_end(end, found)
        if self.finite[end - 1]:
            found["title ends on a verb"] = 1.0
        if self._label(end - 1) and self.tokens[end][:1].isupper():
            found["title ends on a section's label"] = 1.0
        if self.cases[end - 1] == 1 and end > 1 and self.bare[end - 2] in _FUNCTION:
            found["title ends just behind a function word"] = 1.0
        elif end > 1 and self.bare[end - 2] in _FUNCTION:
            found["title ends just behind a function word, small"] = 1.0
        found["verbs in the title"] = float(min(3, sum(self.finite[:end])))
        found["sentences in the title"] = float(min(3, sum(self.stops[: end - 1])))
        found["questions in the title"] = float(min(3, sum(self.asks[: end - 1])))
        colons = sum(token.endswith(":") for token in self.tokens[:end])
        if colons > 1:
            found["a second colon in the title"] = 1.0
        if end > 1 and self.tokens[end - 2].endswith(":"):
            found["one word behind the colon"] = 1.0

    def _title_end(self, end: int, found: dict[str, float]) -> None:
        last, bare = self.tokens[end - 1], self.bare[end - 1]
        if bare in _LOOSE_END:
            found["title ends on a function word"] = 1.0
        elif last[-1] in "!?":
            found["title is a question or a call" if self._asks(end) else "title ends in a question"] = 1.0
        elif last[-1] == ".":
            found["title ends in a full stop"] = 1.0
        elif bare.endswith("ly"):
            found["title ends on an adverb"] = 1.0
        elif _ADJECTIVE.fullmatch(bare):
            found["title ends on an adjective"] = 1.0
        elif _NOUN.fullmatch(bare):
            found["title ends on a noun"] = 1.0

    def _asks(self, end: int) -> bool:
        """Whether a title that ends in "?" or "!" opens like a question, or is a call."""
        openings = [self.bare[0]]
        openings += [word for token, word in zip(self.tokens[:end], self.bare[1:end], strict=False) if token[-1] == ":"]
        calls = self.tokens[end - 1][-1] == "!"
        return not any(self.asks[: end - 1]) and (calls or not _QUESTION.isdisjoint(openings))

    def _label(self, place: int) -> bool:
        token = self.tokens[place]
        return token[0].isupper() and _LABEL.fullmatch(token) is not None

    def _opening(self, end: int, found: dict[str, float]) -> None:
        token, bare = self.tokens[end], self.bare[end]
        following = self.tokens[end + 1] if end + 1 < len(self.tokens) else ""
        self._first_word(token, bare, following, found)
        if token[-1] == ",":
            found["comma behind the first word"] = 1.0
        if self._label(end):
            if token[-1] in ":." or following.endswith(":") or following in {"-", "–", "—"}:
                found["label of a section"] = 1.0
            elif following[:1].isupper():
                found["label of a section, bare"] = 1.0
        if self._spells(end):
            found["opening words spell the acronym in brackets"] = 1.0
        elif following[:1] == "(" and sum(c.isupper() for c in token) > 1:
            found["opening is an acronym, brackets behind it"] = 1.0
        if self.cases[end - 1] == 0 and self.cases[end] == 1 and bare not in _FINITE:
            found["capital behind a small word"] = 1.0
        if self.cases[end] == 1 and self.bare[end - 1] in _FUNCTION and self.tokens[end - 1][0].islower():
            found["capital behind a function word"] = 1.0
        if _ADJECTIVE.fullmatch(bare):
            found["opening is an adjective"] = 1.0
        window = range(end + 1, min(end + 7, len(self.tokens)))
        found["capitals behind the opening"] = float(sum(self.cases[i] == 1 for i in window)) / 6

    def _first_word(self, token: str, bare: str, following: str, found: dict[str, float]) -> None:
        if token[0].islower() and not any(c.isupper() for c in token):
            found["text opens small"] = 1.0
        elif token[0] in "([{":
            found["text opens with a bracket"] = 1.0
        elif token[0].isdigit():
            found["text opens with a figure"] = 1.0
        elif not token[0].isalpha():
            found["text opens with a sign"] = 1.0
        else:
            opening = _OPENING.get(bare)
            if opening:
                found[f"opening: {opening}"] = 1.0
                if following[:1].islower():
                    found[f"opening: {opening}, small word next"] = 1.0
            elif bare.endswith("ly"):
                found["opening: adverb"] = 1.0
            elif following[:1].islower():
                found["opening: noun or adjective, small word next"] = 1.0
            else:
                found["opening: noun or adjective, capital next"] = 1.0

    def _spells(self, end: int) -> bool:
        """Whether the words before the next bracket have the initials inside it: Graph Networks (GNs)."""
        for place in range(end + 1, min(end + 8, len(self.tokens))):
            match = _ACRONYM.match(self.tokens[place])
            if match:
                phrase = "".join(part[0] for bare in self.bare[end:place] for part in bare.split("-") if part)
                letters = match[1].lower()
                rest = iter(phrase)
                return letters[:1] == phrase[:1] and len(phrase) - len(letters) <= 2 and all(x in rest for x in letters)
        return False

    def _sentence(self, end: int, found: dict[str, float]) -> None:
        stop = next((i for i in range(end, len(self.tokens)) if self.ends[i]), len(self.tokens)) - end + 1
        if stop <= 4:
            found["first sentence below five words"] = 1.0
        elif stop <= 8:
            found["first sentence below nine words"] = 1.0
        verb = next((i for i in range(end, min(end + stop, len(self.tokens))) if self.finite[i]), None)
        distance = verb - end if verb is not None else None
        if distance is None or distance > 18:
            found["no verb in sight"] = 1.0
        else:
            found[f"verb after {_bucket(distance, _DISTANCES)}"] = 1.0
        if any(token.endswith(":") for token in self.tokens[end : end + 8]) and "label of a section" not in found:
            found["colon soon behind the opening"] = 1.0

    def _repetition(self, end: int, found: dict[str, float]) -> None:
        first = self.stems[end]
        if first and self.bare[end] not in _FUNCTION:
            if first == self.stems[end - 1]:
                found["text opens with the title's last word"] = 1.0
            elif first in self.stems[: end - 1]:
                found["text opens with a word of the title"] = 1.0
        pairs = {(a, b) for a, b in zip(self.stems[: end - 1], self.stems[1:end], strict=True) if a and b}
        if end + 1 < len(self.stems) and (first, self.stems[end + 1]) in pairs:
            found["text opens with two words of the title"] = 1.0
        name = self.folded[0] if self.tokens[0].endswith(":") else ""
        if name and self.folded[end] == name:
            found["text opens with the name before the colon"] = 1.0


def _bucket(number: int, limits: Sequence[int]) -> str:
    """Return the range of ``limits`` that contains the number: "4-5"."""
    low = limits[0]
    for limit in limits:
        if number <= limit:
            return str(limit) if limit == low else f"{low}-{limit}"
        low = limit + 1
    return f"{low} and more"


@lru_cache(maxsize=1 << 14)
def folded(token: str) -> str:
    """Return one folded word, cached."""
    return fold(token)


def _stem(folded: str) -> str:
    """Return the word without plural endings."""
    for ending in ("ies", "es", "s"):
        if len(folded) > len(ending) + 3 and folded.endswith(ending):
            return folded[: -len(ending)]
    return folded[:-1] if len(folded) > 4 and folded[-1] in "ye" else folded


def _case(token: str, bare: str) -> int | None:
    """Return 1 for a capitalised content word, 0 for a lower-case one, None for any other word."""
    if bare in _FUNCTION or not bare or not bare[0].isalpha():
        return None
    letters = token.lstrip("\"'“”‘’([{*`$")
    if any(c.isupper() for c in letters[1:]) and not any(c == "-" for c in letters):
        return None  # acronyms and names are written this way in any style
    return int(letters[:1].isupper())


def _sums(cases: Sequence[int | None], chance: float) -> list[float]:
    sums = [0.0]
    for case in cases:
        sums.append(sums[-1] + (0.0 if case is None else math.log(chance if case else 1 - chance)))
    return sums


def _depths(tokens: Sequence[str]) -> Iterator[int]:
    """Yield the number of open round brackets before each token, without brackets that never close."""
    depth = 0
    closes = sum(token.count(")") for token in tokens)
    for token in tokens:
        yield depth
        opened = min(token.count("("), closes)
        depth = max(0, depth + opened - token.count(")"))
        closes -= token.count(")")
