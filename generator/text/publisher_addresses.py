"""Finds the DOI in the address of a publisher's page. The address says it, or it follows from the publisher's own numbers."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote

_DOI = re.compile(r"(?:^|[/=])(?P<doi>10\.\d{4,9}(?:\.\d+)*/.+)")
_VIEW = re.compile(  # what publishers put behind the DOI in an address
    r"(?:\.full-?(?:text|pdf)?|\+html"
    r"|\.(?:text|abstract|supplementary-material|article-info|article-metrics|pdf|epdf|html?|short|long)"
    r"|/(?:full|fulltext|abstract|pdf|epdf|html?|meta|summary|references|citations?|metrics|tables/.*|figures?(?:/.*)?|pdf/.*|full/.*))+$",
    re.IGNORECASE,
)
_LONGEST = 1_000  # characters; no DOI has as many, and views are looked for at each of them
_PREPRINTS = ("biorxiv.org", "medrxiv.org")
_PREPRINT_VERSION = re.compile(r"(?<=\d)v\d{1,2}$")
_PREPRINT_FILE = re.compile(r"content/(?:biorxiv/|medrxiv/)?early/\d{4}/\d\d/\d\d/(\d[\d.]*\d)")
_NATURE = re.compile(  # numbers that are the end of the DOI; older ones lack its dots
    r"articles/(?P<number>[sd]4\d{4}-\d{3}-\d{4,5}-[\da-z]|(?:nature|ncomms|srep)\d+|n[a-z]+(?:\.\d{4})?\.\d+)(?:$|[./])"
)
_PALGRAVE = "s41599-"  # Humanities and Social Sciences Communications, which keeps the prefix of its first publisher


def doi(host: str, path: str, query: str) -> str:
    """Return the DOI in an address, without what says how the page shows it; "" for none.

    ``host`` has no ``www.``, ``path`` no slash in front.
    """
    plain = unquote(path)
    if host == "nature.com" and (own := _NATURE.match(plain)):
        return f"{'10.1057' if own['number'].startswith(_PALGRAVE) else '10.1038'}/{own['number']}"
    if host.endswith(_PREPRINTS) and (own := _PREPRINT_FILE.match(plain)):
        return f"10.1101/{own[1]}"
    values = (value for _, value in parse_qsl(query))
    found = next(filter(None, map(_DOI.search, (plain, *values))), None)
    if not found or len(found["doi"]) > _LONGEST:
        return ""
    text = _VIEW.sub("", found["doi"].rstrip("/"))
    if host == "link.springer.com":  # the end of its DOIs has no slash
        text = "/".join(text.split("/")[:2])
    if host == "academic.oup.com":
        text = re.sub(r"/\d+$", "", text)
    return _PREPRINT_VERSION.sub("", text) if host.endswith(_PREPRINTS) else text
