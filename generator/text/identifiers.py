"""Identifiers normalised: arXiv, DOI, ACL Anthology and OpenReview, from bare ids, prefixed ids and URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, unquote, urlsplit

from generator.model import Identifiers
from generator.text import publisher_addresses
from generator.text.latex import address

_ARXIV_ID = r"(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})"
_ARXIV = re.compile(rf"(?P<id>{_ARXIV_ID})(?:v\d+)?(?:\.pdf)?", re.IGNORECASE)
_ARXIV_MONTH = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.")
_ARXIV_NAMED = re.compile(rf"\barxiv\s*[:.]?\s*(?P<id>{_ARXIV_ID})(?!\d)", re.IGNORECASE)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.(?P<id>{_ARXIV_ID})(?:v\d+)?", re.IGNORECASE)
_ARXIV_HOSTS = {"arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org"}
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_ESCAPES = frozenset("\\&$")  # in 49:8{\textless}693, 49:8&lt;693, 49:8$\less$693
_DOI_HOSTS = {"doi.org", "dx.doi.org"}
_ACL = re.compile(r"(?:\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[A-Za-z]\d{2}-\d{4,5})")
_ACL_DOI = re.compile(rf"10\.(?:18653/v1|3115/v1)/(?P<id>{_ACL.pattern})", re.IGNORECASE)
_ACL_HOSTS = {"aclanthology.org", "aclweb.org", "aclanthology.info"}
HOSTS = {*_ARXIV_HOSTS, *_DOI_HOSTS, *_ACL_HOSTS, "huggingface.co", "openreview.net", "pubmed.ncbi.nlm.nih.gov"}
_PMID = re.compile(r"(?:pmid\s*[:=]?|pubmed(?: id\s*[:=]?|\s*[:=]))\s*(?P<id>[1-9]\d{0,8})(?!\d)", re.IGNORECASE)
_PMID_PAGE = re.compile(  # other pages of these hosts end with numbers of other things
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed/|europepmc\.org/(?:article|abstract)/med/)(?P<id>[1-9]\d{0,8})/?",
    re.IGNORECASE,
)
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx](?![\d-])")
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{9,12}")

# The canonical forms as patterns, for the JSON schema; a value that matches may still not be canonical.
FORMS = {
    "arxiv": r"^(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z][a-z-]+/\d{2}(?:0[1-9]|1[0-2])\d{3})$",
    "doi": r"^(?!10\.48550/arxiv\.)10\.\d{4,9}(?:\.\d+)*/[^\sA-Z]+$",
    "pmid": r"^[1-9]\d{0,8}$",
    "isbn": r"^(?:\d{9}[\dX]|97[89]\d{10})$",
    "acl": r"^(?:\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+|[A-Z]\d{2}-\d{4,5})$",
    "openreview": r"^[A-Za-z0-9_-]{9,12}$",
}

_OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}


def of_url(url: str) -> Identifiers:
    """Return all identifiers in a URL or a prefixed id; without any, an empty ``Identifiers``."""
    return Identifiers(arxiv=arxiv(url), doi=doi(url), pmid=pmid(url), acl=acl(url), openreview=openreview(url))


def unique(ids: Identifiers) -> Iterator[tuple[str, str]]:
    """Yield kind and value of the identifiers that belong to one paper alone; the chapters of a book share its ISBN."""
    yield from ((kind, value) for kind, value in ids if value and kind != "isbn")


def addresses(ids: Identifiers) -> tuple[tuple[str, str, str], ...]:
    """Return the registry, URL and text of each identifier; the URL is percent-encoded."""
    found = (
        ("arXiv", ids.arxiv, "https://arxiv.org/abs/"),
        ("DOI", ids.doi, "https://doi.org/"),
        ("PubMed", ids.pmid, "https://pubmed.ncbi.nlm.nih.gov/"),
        ("ACL Anthology", ids.acl, "https://aclanthology.org/"),
        ("OpenReview", ids.openreview, "https://openreview.net/forum?id="),
    )
    return tuple((name, base + quote(text, safe="/:;()._-"), text) for name, text, base in found if text)


def pdf(ids: Identifiers) -> str:
    """Return where a registry keeps the PDF, the published version first; "" if none of the registries keeps it."""
    pages = {name: url for name, url, _ in addresses(ids)}
    found = (
        f"{pages['ACL Anthology']}.pdf" if "ACL Anthology" in pages else "",
        pages.get("arXiv", "").replace("/abs/", "/pdf/", 1),
        pages.get("OpenReview", "").replace("/forum?", "/pdf?", 1),
    )
    return next(filter(None, found), "")


def arxiv_month(text: str) -> str | None:
    """Return the month of an arXiv id, ``2021-07``; None for ids from before April 2007."""
    found = _ARXIV_MONTH.match(text)
    return f"20{found[1]}-{found[2]}" if found else None


def arxiv(text: str) -> str | None:
    """Return the arXiv id, ``2107.02137`` or ``cs/0112017``, without a version.

    It may be a bare id, ``arXiv:…`` anywhere in the text, an arXiv DOI, or a page of arXiv or one of its mirrors; for
    anything else, the answer is None.
    """
    text = text.strip()
    if found := _ARXIV.fullmatch(text) or _ARXIV_DOI.search(unquote(text)):
        return _arxiv_form(found["id"])
    host, path, _ = _parts(text)
    if host in _ARXIV_HOSTS or (host == "huggingface.co" and path.startswith("papers/")):
        rest = path.split("/", 1)[1] if "/" in path else ""
        found = _ARXIV.fullmatch(rest.rstrip("/"))
        return _arxiv_form(found["id"]) if found else None
    if not host and (found := _ARXIV_NAMED.search(text)):
        return _arxiv_form(found["id"])
    return None


def doi(text: str) -> str | None:
    """Return the DOI in lower case; None for anything else, and for an arXiv DOI, which is an arXiv id."""
    text = (text if _ESCAPES.isdisjoint(text) else address(text)).strip()
    host, path, query = _parts(text)
    if host in _DOI_HOSTS:
        text = path
    elif host:
        text = publisher_addresses.doi(host, path, query)
    else:
        text = re.sub(r"^doi\s*:?\s*", "", text, flags=re.IGNORECASE)
        text = re.sub(r"^(?:dx\.)?doi\.org/", "", text, flags=re.IGNORECASE)
    found = _DOI.fullmatch(unquote(text))
    if not found:
        return None
    value = _without_tail(found[0].lower())
    return value if _DOI.fullmatch(value) and not _ARXIV_DOI.fullmatch(value) else None


def pmid(text: str) -> str | None:
    """Return the PubMed id from ``PMID: …`` anywhere in a text, or from the address of a page of PubMed; else None."""
    text = text.strip()
    host, path, _ = _parts(text)
    if host:
        page = _PMID_PAGE.fullmatch(f"{host}/{path}")
        return page["id"] if page else None
    found = _PMID.search(text)
    return found["id"] if found else None


def isbn(text: str) -> str | None:
    """Return the first valid ISBN of a text, 10 or 13 digits without hyphens; else None."""
    for found in _ISBN.finditer(text):
        digits = re.sub(r"[- ]", "", found[0]).upper()
        if is_isbn(digits):
            return digits
    return None


def is_isbn(digits: str) -> bool:
    """Whether the check digit of an ISBN is right."""
    if not re.fullmatch(FORMS["isbn"], digits):
        return False
    if len(digits) == 13:
        return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0
    return sum((10 - at) * (10 if digit == "X" else int(digit)) for at, digit in enumerate(digits)) % 11 == 0


def acl(text: str) -> str | None:
    """Return the ACL Anthology id, ``2021.acl-long.1`` or ``P19-1441``, from the id, its DOI or its page; else None."""
    text = text.strip()
    if found := _ACL_DOI.search(text):
        return _acl_form(found["id"])
    host, path, _ = _parts(text)
    if host in _ACL_HOSTS:
        text = re.sub(r"(?:v\d+)?(?:\.(?:pdf|bib|xml))?/*$", "", path).rpartition("/")[2]
    elif host:
        return None
    else:
        text = re.sub(r"^acl\s*:\s*", "", text, flags=re.IGNORECASE)
    return _acl_form(text) if _ACL.fullmatch(text) else None


def openreview(text: str) -> str | None:
    """Return the OpenReview id (case counts) from ``openreview:…`` or the URL of a forum, PDF or attachment; else None."""
    text = text.strip()
    host, path, query = _parts(text)
    if host == "openreview.net" and path.split("/")[0] in {"forum", "pdf", "attachment", "revisions"}:
        text = next(iter(parse_qs(query).get("id", [])), "")
    elif text.lower().startswith("openreview:"):
        text = text.partition(":")[2].strip()
    else:
        return None
    return text if _OPENREVIEW.fullmatch(text) else None


def _parts(text: str) -> tuple[str, str, str]:
    """Return an http(s) URL's host without ``www.``, path without its slash, and query; empty strings for anything else."""
    if not text.lower().startswith(("http://", "https://")):
        return "", "", ""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # a host in broken brackets
        return "", "", ""
    return host, parts.path.lstrip("/"), parts.query


def _arxiv_form(text: str) -> str:
    """Return arXiv's own spelling: lower case, old ids without the subject class (``math.GT/0309136``)."""
    return re.sub(r"\.[a-z]{2}/", "/", text.lower())


def _acl_form(text: str) -> str:
    """Return the Anthology's own spelling: old ids begin with a capital, new ones are in lower case."""
    return text.upper() if text[0].isalpha() else text.lower()


def _without_tail(text: str) -> str:
    """Return a DOI without the punctuation of the sentence around it; balanced brackets belong to it."""
    while text and (text[-1] in ".,;:'\"" or text.count(text[-1]) > text.count(_OPENING.get(text[-1], text[-1]))):
        text = text[:-1]
    return text
