"""Writes one paper as a BibTeX record, to be pasted into a bibliography."""

from __future__ import annotations

import re

from generator.model import Paper

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_JOURNAL = re.compile(
    r"\b(journal|transactions|letters|magazine|review|reviews|nature|science|tacl|tmlr|jmlr)\b", re.IGNORECASE
)
_MODERN = re.compile(r"(\d\d)(0[1-9]|1[0-2])\.")  # arXiv since April 2007
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def dump(key: str, paper: Paper) -> str:
    """Return the record, one field a line, without a line end after the brace. The paper's key is the citation key."""
    ids = paper.identifiers
    date = paper.date or ""
    if not date and ids.arxiv and (found := _MODERN.match(ids.arxiv)):
        date = f"20{found[1]}-{found[2]}"
    journal = bool(paper.venue and _JOURNAL.search(paper.venue))
    kind = "misc" if not paper.venue else "article" if journal else "inproceedings"
    fields = [
        ("title", f"{{{escape(paper.name)}}}"),  # the second pair of braces keeps the capitals
        ("author", " and ".join(_authors(paper))),
        ("journal" if journal else "booktitle", escape(paper.venue or "")),
        ("year", date[:4]),
        ("month", date[5:7]),
        ("eprint", escape(ids.arxiv or "")),
        ("archiveprefix", "arXiv" if ids.arxiv else ""),
        ("doi", escape(ids.doi or "")),
        ("url", _url(paper)),
    ]
    lines = [f"  {name} = {_value(name, value)}," for name, value in fields if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def escape(text: str) -> str:
    """Return the text on one line with what is special to TeX made plain."""
    return " ".join(text.split()).translate(_SPECIAL)


def _authors(paper: Paper) -> list[str]:
    names = [escape(name) for name in paper.authors]
    listed = [f"{{{name}}}" if re.search(r"\band\b|,", name) else name for name in names]
    return [*listed, "others"] if listed and (paper.author_count or 0) > len(listed) else listed


def _url(paper: Paper) -> str:
    ids = paper.identifiers
    if ids.arxiv:
        return escape(f"https://arxiv.org/abs/{ids.arxiv}")
    if ids.acl:
        return escape(f"https://aclanthology.org/{ids.acl}/")
    return escape(f"https://openreview.net/forum?id={ids.openreview}") if ids.openreview else ""


def _value(name: str, value: str) -> str:
    """Months are macros in BibTeX, every other value stands in braces."""
    return _MONTHS[int(value) - 1] if name == "month" and 1 <= int(value) <= 12 else f"{{{value}}}"
