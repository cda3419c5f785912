"""Reads the address of a paper's page: what it says of the paper, or why it says nothing. No address is ever opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from generator.model import Identifiers
from generator.text import identifiers

FORMS = "name it by an arXiv id (2107.02137), a DOI, a PubMed id (PMID: 12345678), the address of its page, or its title in quotes"
_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_WITHIN = re.compile(r"10\.\d{4,9}/[^\s?#&]+|\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}(?!\d)")
_WORK = re.compile(r"/(?:works/)?(W\d{4,12})/?", re.IGNORECASE)
_SCHOLAR = re.compile(r"/(?:paper|reader)/(?:[^/]*/)?([0-9a-f]{40})(?:/.*)?")
_NEURIPS = re.compile(r"/(?:paper_files/)?paper/(\d{4})/(?:hash|file)/([0-9a-f]{32})-[A-Za-z]+?(-[A-Za-z_]+)?\.[a-z]+")
_NEURIPS_FOLDERS = [
    f"{host}/{folder}"
    for host in ("proceedings.neurips.cc", "papers.nips.cc")
    for folder in ("paper", "paper_files/paper")
]
_NEURIPS_NUMBER = re.compile(r"/paper/(\d{1,6}-([a-z0-9-]+?))(?:\.pdf)?/?")
_PMLR = re.compile(r"/v(\d{1,4})/([a-z][a-z0-9-]*\d{2}[a-z]*)(?:\.html|/\2(?:-supp)?\.pdf|/?)")
_CVF = re.compile(r"/content\w*/(?:[\w-]+/)*[\w.'-]+?_([\w-]+)_[A-Z0-9]+_\d{4}_paper\.(?:html|pdf)")
_NO_IDENTIFIER = {  # hosts that people copy addresses from; none of these addresses has an identifier that a service knows
    "ieeexplore.ieee.org": "IEEE Xplore",
    "sciencedirect.com": "ScienceDirect",
    "linkinghub.elsevier.com": "ScienceDirect",
    "cell.com": "Cell Press",
    "pmc.ncbi.nlm.nih.gov": "PubMed Central",
    "ncbi.nlm.nih.gov": "NCBI",
    "mdpi.com": "MDPI",
    "academic.oup.com": "Oxford Academic",
    "nature.com": "Nature",
    "jstor.org": "JSTOR",
    "researchgate.net": "ResearchGate",
    "scholar.google.com": "Google Scholar",
    "dblp.org": "DBLP",
}
COPY = "copy the DOI or the PubMed id that the page shows, or give the paper's title in quotes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """What a text says of one paper. With a ``refusal``, nothing that could be looked up."""

    text: str
    identifiers: Identifiers = Identifiers()
    work: str = ""
    paper: str = ""
    pages: tuple[str, ...] = ()
    title: str = ""
    refusal: str = ""
    hint: str = ""
    site: str = ""  # of a page without an identifier, if it is a site that has papers
    misleading: bool = False  # an address that may lead elsewhere than it seems to


def read(address: str) -> Mention:
    """Return what an address says of the paper that it leads to."""
    try:
        parts = urlsplit(address)
        # The address of a paper's page has no user, password or port: one that does was made to mislead.
        honest = parts.scheme.lower() in {"http", "https"} and _NAME.fullmatch(parts.netloc) is not None
    except ValueError:  # brackets without an IPv6 address
        honest = False
    if not honest or "\\" in address:
        message = "this is not an ordinary address of a web page"
        return Mention(text=address, refusal=message, hint=_meant(address), misleading=True)
    host, path = parts.netloc.lower().removeprefix("www."), unquote(parts.path)
    host = "huggingface.co" if host == "hf.co" else host
    if host in _READERS and (found := _READERS[host](address, path)):
        return found
    tail = parts.path.rstrip("/").removesuffix(".md" if host == "huggingface.co" else "")
    for query in ("", parts.query):  # a query can name another paper, such as the one that the reader comes from
        named = identifiers.of_url(urlunsplit(("https", host, tail, query, "")))
        if named != Identifiers() and is_plain(named):
            return Mention(text=address, identifiers=named)
    return _refused(address, host, path)


def is_plain(found: Identifiers) -> bool:
    """Whether identifiers are safe in a request's path: printable, without steps up the path."""
    values = [value for _, value in found if value]
    return all(value.isprintable() and not {"", ".", ".."} & set(value.split("/")) for value in values)


def _openalex(address: str, path: str) -> Mention | None:
    found = _WORK.fullmatch(path)
    return Mention(text=address, work=found[1].upper()) if found else None


def _scholar(address: str, path: str) -> Mention | None:
    found = _SCHOLAR.fullmatch(path)
    return Mention(text=address, paper=found[1]) if found else None


def _neurips(address: str, path: str) -> Mention | None:
    """Return the addresses that a paper at NeurIPS has had over the years, and the title if the address has it."""
    if found := _NEURIPS_NUMBER.fullmatch(path):
        pages = (f"papers.nips.cc/paper/{found[1]}", f"papers.nips.cc/paper/{found[1]}.pdf")
        return Mention(text=address, pages=pages, title=found[2].replace("-", " "))
    if not (found := _NEURIPS.fullmatch(path)):
        return None
    year, number, track = found[1], found[2], found[3] or ""
    ends = (f"hash/{number}-Abstract{track}.html", f"file/{number}-Paper{track}.pdf")
    return Mention(text=address, pages=tuple(f"{folder}/{year}/{end}" for folder in _NEURIPS_FOLDERS for end in ends))


def _pmlr(address: str, path: str) -> Mention | None:
    found = _PMLR.fullmatch(path)
    if not found:
        return None
    page = f"proceedings.mlr.press/v{found[1]}/{found[2]}"
    return Mention(text=address, pages=(f"{page}.html", f"{page}/{found[2]}.pdf"))


def _cvf(address: str, path: str) -> Mention | None:
    """Return the addresses of a paper's page and PDF, and the title in them, which may be cut."""
    found = _CVF.fullmatch(path)
    if not found:
        return None
    page = f"openaccess.thecvf.com{path}"
    pdf = page.replace("/html/", "/papers/").removesuffix(".html").removesuffix(".pdf")
    html = pdf.replace("/papers/", "/html/")
    return Mention(text=address, pages=(f"{html}.html", f"{pdf}.pdf"), title=found[1].replace("_", " "))


_READERS: Mapping[str, Callable[[str, str], Mention | None]] = {
    "openalex.org": _openalex,
    "api.openalex.org": _openalex,
    "semanticscholar.org": _scholar,
    "api.semanticscholar.org": _scholar,
    "papers.nips.cc": _neurips,
    "papers.neurips.cc": _neurips,
    "proceedings.neurips.cc": _neurips,
    "proceedings.mlr.press": _pmlr,
    "openaccess.thecvf.com": _cvf,
}


def _refused(address: str, host: str, path: str) -> Mention:
    """Return why an address says nothing of a paper."""
    site = _NO_IDENTIFIER.get(host, "")
    if host == "aclanthology.org" and path.startswith("/volumes/"):
        message, hint, site = (
            "this is the address of a volume, not of a paper",
            "open the paper and copy its address",
            host,
        )
    elif site:
        message, hint = f"addresses at {site} do not say which paper it is", COPY
    elif host in _READERS or host in identifiers.HOSTS:
        message, hint, site = "this is not the address of a paper's page", FORMS, host
    else:
        message, hint = "there is no paper's identifier in this address", _meant(address)
    return Mention(text=address, refusal=message, hint=hint, site=site)


def _meant(address: str) -> str:
    """Return a hint that names the identifier in an address that is not used."""
    found = _WITHIN.search(unquote(address))
    known = found and identifiers.of_url(found[0])
    return f"if you mean {found[0]}, type that" if found and known and is_plain(known) else FORMS
