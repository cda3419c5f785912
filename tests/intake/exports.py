"""Exports of an invented Zotero library, in the shapes of Better BibTeX, Better CSL JSON and Zotero's own CSL JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

KELP = {
    "entry": "article",
    "key": "marshKelpCountsItself2021",
    "title": "Kelp {{Counts}} Itself by {{Sonar}}",
    "author": "Marsh, Ada and Sedge, Cai",
    "date": "2021-03-04",
    "journaltitle": "Journal of Tidal Computing",
    "shortjournal": "J. Tidal Comput.",
    "volume": "4",
    "number": "12",
    "pages": "100--117",
    "issn": "1234-5678",
    "doi": "10.1234/jtc.4.12",
    "url": "https://journals.example.org/jtc/kelp",
    "urldate": "2026-10-20",
    "langid": "english",
    "keywords": "counting,kelp",
    "annotation": "Read again.",
    "file": "/home/ada/Zotero/storage/ABCD1234/Marsh and Sedge - 2021 - Kelp Counts Itself by Sonar.pdf",
}
DUNE = {
    "entry": "online",
    "key": "heronDuneGrassLanguage2023",
    "title": "Dune {{Grass}} as a {{Language Model}}",
    "author": "Heron, Gil and Marsh, Ada",
    "date": "2023-05-06",
    "eprint": "2305.01234",
    "eprinttype": "arXiv",
    "eprintclass": "cs",
    "url": "http://arxiv.org/abs/2305.01234",
    "urldate": "2026-10-20",
    "pubstate": "prepublished",
    "file": "/home/ada/Zotero/storage/WXYZ9876/Heron and Marsh - 2023 - Dune Grass as a Language Model.pdf",
}
TIDE = {
    "entry": "inproceedings",
    "key": "sedgeTideTablesMoon2022",
    "title": "Tide {{Tables Without}} a {{Moon}}",
    "booktitle": "Conference on Tidal Computing",
    "author": "Sedge, Cai",
    "date": "2022",
    "pages": "1--9",
    "date-added": "2026-10-21T08:00:00Z",
}
REED = {
    "entry": "article",
    "key": "reedSaltMarshesRemember2020",
    "title": "Salt {{Marshes Remember}} Their {{Storms}}",
    "author": "Reed, Bo and Heron, Gil",
    "date": "2020-11",
    "journaltitle": "Letters on Shores",
    "doi": "10.1234/los.7",
}
GAUGE = {
    "entry": "article",
    "key": "wrenTideGaugeEveryone2025",
    "title": "A {{Tide Gauge}} for {{Everyone}} on the {{Coast}}",
    "author": "Wren, Dot",
    "date": "2025-01-02",
    "journaltitle": "Letters on Shores",
    "doi": "10.1234/los.99",
}
ITEMS = (DUNE, KELP, REED, TIDE)  # in the order of their keys, as Better BibTeX writes them


def bib(*items: Mapping[str, str]) -> str:
    """Return items as Better BibTeX writes them, with two spaces and a comma after each field."""
    texts = []
    for item in items:
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in item.items() if name not in {"entry", "key"})
        texts.append(f"@{item['entry']}{{{item['key']},\n{fields}}}\n")
    return "\n".join(texts)


def csl(item: Mapping[str, str], number: str = "") -> dict[str, Any]:
    """Return an item as Better CSL JSON; with a number, as Zotero's own CSL JSON, which names items by address."""
    names = [name.split(", ") for name in item["author"].split(" and ")]
    kinds = {"article": "article-journal", "inproceedings": "paper-conference", "online": "article"}
    parts: list[Any] = item["date"].split("-")
    own = f"http://zotero.org/users/1234567/items/{number}"
    found = {
        "id": own if number else item["key"],
        "type": kinds[item["entry"]],
        "container-title": item.get("journaltitle", item.get("booktitle", "")),
        "title": item["title"].replace("{", "").replace("}", ""),
        "DOI": item.get("doi", ""),
        "URL": item.get("url", ""),
        "volume": item.get("volume", ""),
        "issue": item.get("number", ""),
        "page": item.get("pages", "").replace("--", "-"),
        "number": f"arXiv:{item['eprint']}" if "eprint" in item else "",
        "publisher": "arXiv" if "eprint" in item else "",
        "author": [{"family": family, "given": given} for family, given in names],
        # Zotero writes the year as a text, and the others as numbers.
        "issued": {"date-parts": [[parts[0] if number else int(parts[0]), *map(int, parts[1:])]]},
        "citation-key": "" if number else item["key"],
    }
    return {name: value for name, value in found.items() if value}


def better_csl(*items: Mapping[str, str]) -> str:
    """Return items as Better CSL JSON, one on a line."""
    return "[\n" + ",\n".join("  " + json.dumps(csl(one)) for one in items) + "\n]\n"


def zotero_csl(*items: Mapping[str, str]) -> str:
    """Return items as Zotero's own CSL JSON; an item's number is made from its first key."""
    numbered = [csl(one, f"{sum(map(ord, one['key'])):08}") for one in items]
    return json.dumps(numbered, indent="\t") + "\n"


def zotero_csl_on_one_line(*items: Mapping[str, str]) -> str:
    """Return the same without line breaks."""
    return json.dumps(json.loads(zotero_csl(*items)))
