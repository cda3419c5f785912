"""The stems of English words, British spellings made American first; the Python twin of stemmer.js."""

from __future__ import annotations

import re
from functools import lru_cache

from snowballstemmer import stemmer

_STEMMED = re.compile("[a-z]{3,}")
_SUFFIX_IS = re.compile(r"[b-df-hj-np-tvxyz]is(?=(?:e|es|ed|er|ers|ing|able|ability|ations?|ational|ationally)$)")
_VOWEL = re.compile("[aeiouy]")
_ROOT_IS = re.compile(  # -is- belongs to the root: exercise, unsupervised, crises
    r"^(?:an|aren|ar|av|cer|chem|coll|cr|dem|den|dev|el|exc|fra|fr|inc|ir|jos|mort|par|penn|ren|repr|rev|surm|unrev|upr|val)$|"
    r"(?:advert|adv|appr|chast|circumc|compr|comprom|conc|desp|entrepr|enterpr|exerc|exorc|expert|franch|improv|marchand|"
    r"merchand|metropol|parad|pract|prec|prem|prom|sunr|superv|surpr|telev|treat)$"
)
_BRITISH = [
    (re.compile(british), american)
    for british, american in (
        (r"lys(e|ed|er|ers|ing|able)$", r"lyz\1"),  # analyse; not analyses, which is mostly a plural
        (
            r"(behavi|col|endeav|fav|flav|harb|^hon|dishon|hum|lab|neighb|rum|tum|vap|vig|^arm|^od|^rig|^sav|^val)our",
            r"\1or",
        ),
        (r"(calib|cent|fib|^lit|illilit|lust|meag|^sab|somb|spect|theat)re(s?)$", r"\1er\2"),
        (r"((?:^|illi|enti|kilo|micro|nano)met)re(s?)$", r"\1er\2"),
        (r"(cent|fib)red$", r"\1ered"),
        (r"^(def|lic|off|pret)ence", r"\1ense"),
        (r"^(anal|catal|dial)ogue(s?)$", r"\1og\2"),
        (r"^(micro|sub|)programme(s?)$", r"\1program\2"),
        (r"^artefact", "artifact"),
        (r"ae(mi[ac]|sth|tiol)", r"e\1"),
        (r"(h|p|gyn)ae([cdm])", r"\1e\2"),
        (r"^oe(dem|soph|str[aou])", r"e\1"),
        (r"^foet(?=[aiu])", "fet"),
    )
]
_ENGLISH = stemmer("english")


@lru_cache(maxsize=1 << 17)  # the words of a shelf
def stem(word: str) -> str:
    """Return the stem of a folded word. A word with other than Latin letters, or of less than three, is its own."""
    return str(_ENGLISH.stemWord(spelled(word))) if is_stemmed(word) else word


def is_stemmed(word: str) -> bool:
    """Whether other forms of a word are looked for."""
    return bool(_STEMMED.fullmatch(word))


def spelled(word: str) -> str:
    """Return a word in American spelling (quantisation → quantization), so that both spellings have one stem."""
    if found := _SUFFIX_IS.search(word):
        root = word[: found.start() + 1]
        if len(root) < 3 or not _VOWEL.search(root) or _ROOT_IS.search(root):
            return word
        return f"{root}iz{word[len(root) + 2 :]}"
    changed = (british.sub(american, word, count=1) for british, american in _BRITISH)
    return next((new for new in changed if new != word), word)
