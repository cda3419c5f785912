"""Downloads of a selection of papers: each paper in the formats of reference managers, and in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from generator.matching.merge import citation
from generator.model import Paper, Record
from generator.site import escapes
from generator.site.views import publication
from generator.site.views.cards import headline
from generator.site.views.citations import formatted
from generator.site.views.paper_card import byline
from generator.site.views.status_lines import kind_of
from generator.text.maths import plain

# How to join the records of a selection into one file.
FORMATS = (
    {"name": "bibtex", "shown": "BibTeX", "suffix": ".bib", "media": "application/x-bibtex", "between": "\n"},
    {"name": "ris", "shown": "RIS", "suffix": ".ris", "media": "application/x-research-info-systems", "between": ""},
    {
        "name": "csl",
        "shown": "CSL-JSON",
        "suffix": ".json",
        "media": "application/vnd.citationstyles.csl+json",
        "before": "[\n",
        "between": ",\n",
        "after": "\n]\n",
    },
    {"name": "markdown", "shown": "Markdown", "suffix": ".md", "media": "text/markdown", "between": ""},
)


def citations(papers: Mapping[str, Paper]) -> dict[str, dict[str, str]]:
    """Return each paper's record in each format, by key."""
    records = {key: citation(key, paper) for key, paper in papers.items()}
    return {
        "bibtex": {key: formatted(record, ".bib").strip() + "\n" for key, record in records.items()},
        "ris": {key: formatted(record, ".ris").strip("\n") + "\n\n" for key, record in records.items()},
        "csl": {key: _element(record) for key, record in records.items()},
        "markdown": {key: list_item(papers[key], record) for key, record in records.items()},
    }


def _element(record: Record) -> str:
    """Return one element of a CSL-JSON list."""
    text = formatted(record, ".csl.json").removeprefix("[\n  ").removesuffix("\n]\n")
    return text.replace("\n  ", "\n")  # no string in JSON holds a line break


def list_item(paper: Paper, record: Record) -> str:
    """Return a list item: title (with a link if there is one), authors, venue and year."""
    title = escapes.markdown(plain(headline(paper.name, kind_of(paper.status))))
    addresses = publication.addresses(paper.identifiers, paper.links)
    linked = f"[{title}](<{addresses[0]}>)" if addresses else title
    named = publication.venue(record)
    venue = f"*{escapes.markdown(named)}*" if named else ""
    year = (record.date or "")[:4]
    if venue and year in named:
        year = ""  # "AAAI 2021" includes it
    after = [text for text in (escapes.markdown(byline(paper)), ", ".join(filter(None, (venue, year)))) if text]
    return f"- {'. '.join([linked, *after])}\n"
