"""Reading Shelf: from collected listings of papers to a curated, searchable site. These four functions are its public API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator import formats
from generator.content import catalogue
from generator.formats import Parsed
from generator.formats.sources import read_sources
from generator.matching.clusters import Clusters, cluster
from generator.matching.merge import citation
from generator.model import Catalogue, Paper, Record
from generator.problems import Problem, ShelfError

__all__ = [
    "Catalogue",
    "Clusters",
    "Paper",
    "Parsed",
    "Problem",
    "Record",
    "ShelfError",
    "dump",
    "load",
    "match",
    "read",
]


def load(content: Path) -> Catalogue:
    """Return a shelf: all papers by key, the taxonomy, the ledgers, decisions and open questions of a content folder.

    Raises ShelfError with every fault of every file.
    """
    return catalogue.load(content)


def read(*paths: Path, format_name: str | None = None) -> Parsed:
    """Return the records of files in any known format, in order, and the problems.

    ``format_name``, a key of ``generator.formats.FORMATS``, turns detection off. A file that cannot be read and a
    record that cannot be parsed are problems, never exceptions; only an unknown format name raises ShelfError.
    """
    found = read_sources(paths)
    parsed = formats.parse_all(found.sources, format_name=format_name)
    return Parsed(records=parsed.records, formats=parsed.formats, problems=(*found.problems, *parsed.problems))


def match(records: Sequence[Record]) -> Clusters:
    """Return which records are one paper: groups of their numbers (from 0), and the pairs that a person must decide.

    The order of the records does not matter. No group holds a contradiction.
    """
    return cluster(records)


def dump(papers: Mapping[str, Paper] | Sequence[Record], suffix: str) -> str:
    """Return papers by key, or records, in the format of a file name's end: ``.bib``, ``.ris``, ``.json`` or ``.csv``.

    A paper is written as the version to cite, under its key. Raises KeyError for another suffix.
    """
    records = [citation(key, paper) for key, paper in papers.items()] if isinstance(papers, Mapping) else papers
    return formats.dump(records, suffix)
