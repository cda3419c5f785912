"""Terms from the names of models and systems that titles and aliases announce: ERNIE, with ERNIE-ViL as a branch."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from generator.model import Paper, Rule
from generator.taxonomy.suggestions.terms import Term
from generator.taxonomy.suggestions.vocabulary import EMPTY, OPENING
from generator.text.folding import fold

_ANNOUNCED = re.compile(r"^\W*([^:]{2,40}?)\s*(?::|\s[-\u2013\u2014]\s)\s*\S")  # "ERNIE-ViL: Knowledge …"
_TECHNICAL = re.compile(r"^\W*([\w.+-]{2,30}(?: [\w.+-]{1,12}){0,2}) Technical Report\b", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w+]*(?:[-\u2010\u2011.][\w+]+)*")
_PARTS = re.compile(r"[-\u2010\u2011\s]+")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*[a-z]?", re.IGNORECASE)
_TAIL = re.compile(r"(?<=[^\W\d_]{2})v?\d+(?:\.\d+)*$")
_WORDS = 3  # most words of an announced name
_BRANCH, _LINE = 2, 3  # papers of a branch, and of a line
_SHORTEST = 3  # letters of a line's name
_OWN = 0.15  # share of the titles with a name that announce it, at least: others are about it, as about a conference
_VARIANTS = 2  # names of a line that titles announce
# Kinds of models and fields, which are no one's name.
_KIND_NAMES = (
    "ai api asr bci cnn cnns cpu ctr cv dnn dnns eeg fpga gan gans gcn gcns gnn gnns gpu hci hpc iot llm llms lstm mcmc mdp ml "
    "mlp mri nas nerf nlg nlp nlu nmt ocr pdf qa rag rct rl rnn rnns sgd slam sql ssl svm tts ui ux vae vaes vit vlm vqa xai "
    "ar vr mr xr covid dna rna usa uk eu us 3d 2d 4d"
)
_KINDS = frozenset(_KIND_NAMES.split())


def model_terms(papers: Mapping[str, Paper]) -> list[Term]:
    """Return a term for each line of models, and one for each branch of it with several papers."""
    announced: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))  # root, name, papers
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for key, paper in papers.items():
        for name in announced_names(paper):
            root = _root(name)
            if len(root) < _SHORTEST or fold(root) in _KINDS or fold(root) in EMPTY | OPENING:
                continue
            announced[fold(root)][_branch(name)].add(key)
            spelled[fold(root)][root] += 1
            spelled[_branch(name)][_without_version(name)] += 1
    roots = {root for root, names in announced.items() if _is_line(names)} - _ordinary(papers)
    mentions = _mentions(papers, roots)
    terms = []
    for root in sorted(roots):
        found = mentions[root]
        own = set().union(*announced[root].values())
        if len(found) < _LINE or len(own) < _OWN * len(found):
            continue
        line = spelled[root].most_common(1)[0][0]
        terms.append(_term(line, found, ()))
        for branch, own in announced[root].items():
            if branch != root and len(own) >= _BRANCH and len(own) < len(found):
                terms.append(_term(spelled[branch].most_common(1)[0][0], own, (line,)))
    return terms


def _term(name: str, papers: set[str], above: tuple[str, ...]) -> Term:
    rule = Rule(words=(name,), within=("title", "aliases"))
    return Term(kind="families", origin="name", name=name, rule=rule, papers=frozenset(papers), above=above)


def announced_names(paper: Paper) -> Iterator[str]:
    """Yield the names that a paper's title announces, and its aliases that are names."""
    for text in (paper.title or "", *paper.aliases):
        found = _ANNOUNCED.match(text) or _TECHNICAL.match(text)
        name = found[1].strip() if found else text.strip() if text is not paper.title and len(text) <= 30 else ""
        if name and len(name.split()) <= _WORDS and _looks_like_a_name(name):
            yield name


def _looks_like_a_name(name: str) -> bool:
    """Whether the first word is written as only names are: ERNIE, RoBERTa, GPT-4, wav2vec."""
    first = name.split(maxsplit=1)[0]
    letters = [c for c in first if c.isalpha()]
    if not letters or not first[0].isalpha() or EMPTY.intersection(map(fold, name.split()[1:])):
        return False
    inner = any(c.isupper() for c in letters[1:])
    digits = any(c.isdigit() for c in first)
    rest = name.split()[1:]
    return (inner or digits or bool(rest and all(_VERSION.fullmatch(one) for one in rest))) and not name.isdigit()


def _root(name: str) -> str:
    """Return the name of the line: ERNIE of ERNIE-ViL 2.0, GPT of GPT-4, Llama of Llama2."""
    first = _PARTS.split(name.strip())[0]
    return _TAIL.sub("", first).rstrip(".+!?*")


def _without_version(name: str) -> str:
    """Return a name without versions at its end: ERNIE-ViL of ERNIE-ViL 2.0."""
    words = name.split()
    while len(words) > 1 and _VERSION.fullmatch(words[-1]):
        words.pop()
    return re.sub(r"[-\u2010\u2011]v?\d+(?:\.\d+)*$", "", " ".join(words))


def _branch(name: str) -> str:
    return fold(_without_version(name))


def _is_line(names: Mapping[str, set[str]]) -> bool:
    """Whether several papers announce names of one root, so that it is no chance: ERNIE-Doc, ERNIE-Gram."""
    return len(set().union(*names.values())) >= _VARIANTS


def _ordinary(papers: Mapping[str, Paper]) -> set[str]:
    """Return the words that titles write in small letters more often than not: names in capitals are none of them."""
    small: Counter[str] = Counter()
    for paper in papers.values():
        for word in _NAME.findall(paper.title or ""):
            small[fold(word)] += 1 if word.islower() else -1
    return {word for word, count in small.items() if count > 0}


def _mentions(papers: Mapping[str, Paper], roots: set[str]) -> dict[str, set[str]]:
    """Return the papers whose title or aliases have the root as a word."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, paper in papers.items():
        words = {word for text in (paper.title or "", *paper.aliases) for word in fold(text).split()}
        for root in words & roots:
            found[root].add(key)
    return found
