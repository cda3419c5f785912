"""The content of a new shelf that starts with files: what an import makes of them, and the families and topics that it suggests."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from generator import yaml_files
from generator.content import catalogue
from generator.intake import imports
from generator.intake.outcome import Outcome
from generator.model import Catalogue
from generator.problems import Problem, ShelfError
from generator.storage import files
from generator.taxonomy.rules import classified
from generator.taxonomy.suggestions import THRESHOLD, Proposal, accepted, applied, suggest

TAXONOMY = "taxonomy.yml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """What files hold: the texts to write, by their paths below content/, the import's result, and what was suggested."""

    texts: Mapping[str, str]
    outcome: Outcome
    catalogue: Catalogue
    suggestions: tuple[Proposal, ...]
    errors: int  # in the papers, as `shelf check` finds them


def collect(sources: Sequence[Path], start: Path, *, date: str) -> Collection:
    """Return the papers of these files, in a content folder that starts as a copy of ``start``, without its taxonomy.

    What cannot be read is a problem of the outcome and does not lose the rest. Raises ShelfError if no paper can be read.
    """
    with tempfile.TemporaryDirectory(prefix="shelf-") as folder:  # nothing is kept beside the program's own files
        content = shutil.copytree(start, Path(folder) / "content")
        head = _head((content / TAXONOMY).read_text("utf-8"))
        (content / TAXONOMY).unlink()
        outcome = imports.run(sources, content=content, date=date, dry_run=True)
        if not outcome.papers:
            message = f"no paper was found in {'this file' if len(sources) == 1 else 'any of the files'}"
            hint = "without --from, a shelf starts with an example"
            where = files.shown(sources[0])
            raise ShelfError(*outcome.problems, Problem(path=where, code="new.no-papers", message=message, hint=hint))
        texts = {change.path: change.after for change in outcome.changes}
        for path, text in texts.items():
            (content / path).parent.mkdir(exist_ok=True)
            (content / path).write_text(text, "utf-8", newline="\n")
        shelf, problems = catalogue.inspect(content)
    found = suggest(shelf, classified(shelf, list(shelf.papers)))
    taken = found.at_least(THRESHOLD)
    taxonomy = applied(shelf.taxonomy, accepted(taken))
    if taken:
        texts[TAXONOMY] = head + yaml_files.dump(taxonomy)
    return Collection(
        texts=texts,
        outcome=outcome,
        catalogue=replace(shelf, taxonomy=taxonomy),
        suggestions=taken,
        errors=sum(problem.severity == "error" for problem in problems),
    )


def _head(text: str) -> str:
    """Return the comments at the start of a file."""
    return "".join(takewhile(lambda row: row.startswith("#"), text.splitlines(keepends=True)))
