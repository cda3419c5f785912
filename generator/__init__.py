"""Reading Shelf: from collected listings of papers to a curated, searchable site. These four functions are its public API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.formats import Parsed
    from generator.matching.clusters import Clusters
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
# Every module of the package runs this one first, so the functions import what they need, and the types come when asked for.
_TYPES = {
    "Catalogue": "generator.model",
    "Clusters": "generator.matching.clusters",
    "Paper": "generator.model",
    "Parsed": "generator.formats",
    "Problem": "generator.problems",
    "Record": "generator.model",
    "ShelfError": "generator.problems",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a type of the public API."""
        if name in _TYPES:
            return getattr(import_module(_TYPES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load(content: Path) -> Catalogue:
    """Return a shelf: all papers by key, the taxonomy, the ledgers, decisions and open questions of a content folder.

    Raises ShelfError with every fault of every file.
    """
    from generator.content import catalogue  # noqa: PLC0415

    return catalogue.load(content)


def read(*paths: Path, format_name: str | None = None) -> Parsed:
    """Return the records of files in any known format, in order, and the problems.

    ``format_name``, a key of ``generator.formats.known()``, turns detection off. A file that cannot be read and a
    record that cannot be parsed are problems, never exceptions; only an unknown format name raises ShelfError.
    """
    from generator import formats  # noqa: PLC0415
    from generator.formats.sources import read_sources  # noqa: PLC0415

    found = read_sources(paths)
    parsed = formats.parse_all(found.sources, format_name=format_name)
    return formats.Parsed(records=parsed.records, formats=parsed.formats, problems=(*found.problems, *parsed.problems))


def match(records: Sequence[Record]) -> Clusters:
    """Return which records are one paper: groups of their numbers (from 0), and the pairs that a person must decide.

    The order of the records does not matter. No group holds a contradiction.
    """
    from generator.matching.clusters import cluster  # noqa: PLC0415

    return cluster(records)


def dump(papers: Mapping[str, Paper] | Sequence[Record], suffix: str) -> str:
    """Return papers by key, or records, in the format of a file name's end: ``.bib``, ``.ris``, ``.json`` or ``.csv``.

    A paper is written as the version to cite, under its key. Raises KeyError for another suffix.
    """
    from generator import formats  # noqa: PLC0415
    from generator.matching.merge import citation  # noqa: PLC0415

    records = [citation(key, paper) for key, paper in papers.items()] if isinstance(papers, Mapping) else papers
    return formats.dump(records, suffix)
