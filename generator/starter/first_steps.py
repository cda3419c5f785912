"""What to do first with a shelf that was made from files: sentences with the shelf's own figures, each with its command or file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.starter.collection import TAXONOMY, Collection
from generator.taxonomy.suggestions import amounts
from generator.text.sections import counted

_MOST = 3  # a longer list is not read


def first_steps(collection: Collection, errors: int = 0) -> list[str]:
    """Return the steps, the most important first; the last one builds the site, which ``errors`` in the files prevent."""
    return [*islice(_steps(collection, errors), _MOST - 1), "Build the site: make site"]


def _steps(collection: Collection, errors: int) -> Iterator[str]:
    shelf, suggestions = collection.catalogue, collection.suggestions
    if errors:
        yield f"Correct {counted(errors, 'error')} of the sources, which would stop the build: shelf check"
    if shelf.review:
        yield f"Answer {counted(len(shelf.review), 'question')} on papers that may be the same: shelf review"
    if suggestions:
        yield f"Look at the {amounts(suggestions, 'suggested')} in content/{TAXONOMY}: shelf labels"
    else:
        yield f"Write families and topics, as these papers suggest none: content/{TAXONOMY}"
    lacking = sum(not (paper.authors and paper.date) for paper in shelf.papers.values())
    if lacking:
        yield f"Ask arXiv, Crossref and others for what {counted(lacking, 'paper')} lack, authors or date: shelf refresh"
    yield "Say what the shelf collects: content/pages/index.md"
