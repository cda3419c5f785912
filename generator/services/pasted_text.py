"""Finds the papers that a pasted text mentions: addresses, identifiers with and without a prefix, inside any other words."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from generator.model import Identifiers
from generator.services import paper_pages
from generator.services.paper_pages import Mention
from generator.text import identifiers

_END = r"\s\"`“”„«»‘’，。；：、！？（）【】「」『』《》〈〉"  # ends an identifier, in whatever language the text is
_ADDRESS = re.compile(rf"[a-z][a-z0-9+.-]{{0,30}}:(?://|\\\\)[^{_END}<>]*|\A[/\\]{{2}}[^{_END}<>]*", re.IGNORECASE)
_SHOWN = re.compile(rf"(?<![\w@./:-])(?:[a-z0-9-]+\.)+[a-z]{{2,}}/[^{_END}<>]+", re.IGNORECASE)  # as browsers show it
_ENCODED = re.compile(r"https?%3a%2f%2f", re.IGNORECASE)
_NEXT = re.compile(r"[,;|](?=https?://|10\.\d{4}|doi\b|arxiv\b)", re.IGNORECASE)  # a list without spaces
_QUERY = re.compile(r"[?#](?:[\w.~-]+=.*)?$")
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
_VIEW = re.compile(r"(?:\.(?:full-?(?:text|pdf)?|text|abstract|e?pdf))+$", re.IGNORECASE)
_PREPRINT = re.compile(r"(10\.(?:1101|64898)/.*\d)v\d{1,2}", re.IGNORECASE)  # bioRxiv's and medRxiv's

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an"
    "|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|math|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio"
    "|quant-ph|solv-int|supr-con"
)
_MONTH = r"\d\d(?:0[1-9]|1[0-2])"
_ARXIV = (
    rf"(?P<id>{_MONTH}\.\d{{4,5}}|(?:{_ARCHIVES})(?:\.[a-z]{{2}})?/{_MONTH}\d{{3}})(?:v\d+)?(?:\.pdf)?(?![\w/-]|\.\d)"
)
_LONE = r"(?<![\w./-])"
# In this order: what has a prefix comes first. A number of Semantic Scholar's or an old id of the ACL Anthology can be anything
# inside other words, so without a prefix it counts only alone.
_KINDS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("arxiv", rf"(?:doi\s*[:=]?\s*)?10\.48550/arxiv\.{_ARXIV}"),
        ("arxiv", rf"\barxiv(?:\s+(?:id|e?print|preprint))?\s*[:./#]?\s*{_ARXIV}(?:\s*\[[a-z-]+(?:\.[a-z]{{2}})?\])?"),
        ("openreview", r"\bopenreview\s*:\s*(?P<id>[\w-]{9,12})(?![\w-])"),
        ("pmid", r"\b(?:pmid\s*[:=#]?|pubmed(?:\s+id\s*[:=#]?|\s*[:=#]))\s*(?P<id>[1-9]\d{0,8})(?!\w|\.\d)"),
        ("pmc", r"\b(?:pmcid\s*:\s*)?(?P<id>PMC\d{5,9})\b"),
        ("work", r"(?:\bopenalex\s*:\s*|\A(?=W\d+\Z))(?P<id>W\d{4,12})\b"),
        ("paper", r"\A(?P<id>[0-9a-f]{40})\Z"),
        ("acl", r"(?:\bacl\s*:\s*|\A(?=[\w-]+\Z))(?P<id>[a-z]\d\d-\d{4,5})\b"),
        ("acl", rf"{_LONE}(?:acl\s*:\s*)?(?P<id>\d{{4}}\.[a-z][a-z0-9_]*-[a-z0-9]+\.\d+)(?:v\d+)?(?:\.pdf)?(?![\w-])"),
        ("doi", rf"(?:\bdoi\s*[:=]?\s*|(?<![\w.-]))(?P<id>10\.\d{{4,9}}(?:\.\d+)*(?:/|%2f)[^{_END}]+)"),
        ("arxiv", _LONE + _ARXIV),
    )
)
_CUT = {"address", "shown", "doi"}  # kinds whose end the text around them decides


def mentions(text: str) -> list[Mention]:
    """Return what a text mentions, in order; an address without a paper is a refusal."""
    return [mention for _, mention in sorted(_scan(text)[0], key=lambda one: one[0])]


def whole(text: str) -> Mention | None:
    """Return the one mention of a text without any other words; None if there are some, or no such mention."""
    found, rest = _scan(text)
    return found[0][1] if len(found) == 1 and not found[0][1].refusal and not re.search(r"\w", rest) else None


def _scan(text: str) -> tuple[list[tuple[int, Mention]], str]:
    """Return the mentions with their places, and what is left of the text."""
    rest = unquote(text) if _ENCODED.search(text) else text
    found: list[tuple[int, Mention]] = []
    for kind, pattern in (("address", _ADDRESS), ("shown", _SHOWN), *_KINDS):
        at = 0
        while match := pattern.search(rest, at):
            said = match[0] if kind not in _CUT else _cut(match[0])
            mention = _read(kind, match, said)
            at = match.start() + max(1, len(said))
            if mention:
                found.append((match.start(), replace(mention, text=said)))
                rest = rest[: match.start()] + " " * len(said) + rest[at:]
    return found, rest


def _read(kind: str, match: re.Match[str], said: str) -> Mention | None:
    """Return what a match says of a paper; None if it is no mention after all."""
    if kind == "address":
        return paper_pages.read(said)
    if kind == "shown":
        page = paper_pages.read(f"https://{said}")
        return page if page.site or not page.refusal else None
    value = _doi(said[match.start("id") - match.start() :]) if kind == "doi" else match["id"]
    if kind == "pmc":
        return Mention(
            text=said, refusal="a PubMed Central id is not one that the services know", hint=paper_pages.COPY
        )
    if kind == "work":
        return Mention(text=said, work=value.upper())
    if kind == "paper":
        return Mention(text=said, paper=value.lower())
    prefix = f"{kind}:" if kind in {"openreview", "pmid"} else ""
    named = identifiers.of_url(f"{prefix}{value}")
    return Mention(text=said, identifiers=named) if named != Identifiers() and paper_pages.is_plain(named) else None


def _doi(text: str) -> str:
    """Return a DOI without what a publisher's address or file name adds to it."""
    text = unquote(_QUERY.sub("", text))
    text = _VIEW.sub("", text)
    preprint = _PREPRINT.fullmatch(text)
    return preprint[1] if preprint else text


def _cut(text: str) -> str:
    """Return an address or a DOI up to the bracket, list or punctuation of the text around it."""
    text = _NEXT.split(text, maxsplit=1)[0]
    opened: list[str] = []
    for at, character in enumerate(text):
        if character in _CLOSING.values():
            opened.append(character)
        elif character in _CLOSING and (not opened or opened.pop() != _CLOSING[character]):
            text = text[:at]
            break
    text = text[: text.index("</")] if "</" in text else text
    return text.rstrip(".,;:'!?*|(<[{\\")
