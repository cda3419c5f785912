"""Shared lookups for the checks: papers by key, title and identifier, renamed keys, and positions in files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache, wraps
from itertools import count
from pathlib import Path
from typing import TypeVar

from generator import yaml_files
from generator.checks.file_names import is_key, near_node, near_paper
from generator.checks.salvage import Salvage
from generator.model import Catalogue, Decision, LedgerRecord, Paper, references
from generator.problems import Problem, Severity, ShelfError
from generator.storage.files import shown
from generator.text.fingerprints import characters
from generator.text.folding import fold
from generator.text.keys import near_key

T = TypeVar("T")

_REMEMBERED = 1 << 17  # papers, or places in files: more than a shelf has
_places: dict[tuple[str, yaml_files.Steps, bool], tuple[int, int]] = {}  # by text, place and whether its name is meant
_UNKNOWN = {
    "ref.family": "taxonomy.yml has no family",
    "ref.topic": "taxonomy.yml has no topic",
    "ref.paper": "there is no paper",
}


def once_a_paper(function: Callable[[Paper], T]) -> Callable[[Paper], T]:
    """Let a function keep its answer for each paper object, so that a process that stays pays only for what changed.

    Papers are told apart as objects: to hash their fields would cost more than most answers.
    """
    known: dict[int, tuple[Paper, T]] = {}

    @wraps(function)
    def remembered(paper: Paper) -> T:
        found = known.get(id(paper))
        if found is None or found[0] is not paper:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[id(paper)] = paper, function(paper)
        return found[1]

    return remembered


def _numbered(catalogue: Catalogue) -> dict[int, Decision]:
    """Return the decisions about pairs by their number in the file, where rejections stand among them."""
    free = (number for number in count() if number not in catalogue.rejections)
    return dict(zip(free, catalogue.decisions, strict=False))


class State:
    """One run of the checks over one catalogue. A file is parsed again only to locate a problem in it."""

    def __init__(
        self,
        catalogue: Catalogue,
        known: Sequence[Problem] = (),
        salvage: Salvage | None = None,
        fresh: Collection[str] = (),
    ) -> None:
        """Keep what loads, and the sound parts of the rest."""
        salvage = salvage or Salvage()
        self.catalogue = catalogue
        self.root = catalogue.root
        self.fresh = fresh
        broken = {problem.path for problem in known if problem.severity == "error"}
        unread = {Path(path).stem for path in broken if Path(path).parent == Path(shown(self.root / "papers"))}
        self.papers = dict(sorted((dict(salvage.papers) | dict(catalogue.papers)).items()))
        self.keys = {*self.papers, *unread}
        self.paths = dict(sorted((dict(salvage.paths) | dict(catalogue.paths)).items()))
        self.faulty = self.keys - catalogue.papers.keys()
        self.taxonomy = salvage.taxonomy or catalogue.taxonomy
        self.decisions = _numbered(catalogue) if salvage.decisions is None else salvage.decisions
        self.rejections = {**catalogue.rejections, **salvage.rejections}
        self.has_taxonomy = salvage.taxonomy is not None or shown(self.root / "taxonomy.yml") not in broken
        self.former: dict[str, str] = {}
        for key, paper in self.papers.items():
            for name in paper.former_keys:
                if name not in self.keys:
                    self.former.setdefault(name, key)
        self._loaded: dict[Path, yaml_files.Loaded | None] = {}
        self._records: dict[str, frozenset[str]] = {}

    def problem(
        self,
        path: Path,
        at: yaml_files.Steps,
        code: str,
        message: str,
        hint: str,
        *,
        severity: Severity = "error",
        of_key: bool = False,
    ) -> Problem:
        """Return a problem at a value of a file, or at the name of the field that holds it."""
        line, column = self._place(path, at, of_key=of_key)
        return Problem(
            path=shown(path), line=line, column=column, code=code, message=message, hint=hint, severity=severity
        )

    def _place(self, path: Path, at: yaml_files.Steps, *, of_key: bool) -> tuple[int, int]:
        """Return line and column of a value in a file as it was loaded; if it was not, as it is now."""
        text = self.catalogue.texts.get(path.relative_to(self.root).as_posix())
        if text is not None and (known := _places.get((text, at, of_key))):
            return known
        if path not in self._loaded:
            try:
                self._loaded[path] = yaml_files.load(path) if text is None else yaml_files.load(text, shown(path))
            except ShelfError:
                self._loaded[path] = None
        loaded = self._loaded[path]
        found = loaded.place(at, of_key=of_key) if loaded else (1, 1)
        if text is not None:
            if len(_places) >= _REMEMBERED:
                _places.clear()
            _places[text, at, of_key] = found
        return found

    def unknown(self, path: Path, at: yaml_files.Steps, code: str, name: str, *, allowed: Collection[str]) -> Problem:
        """Return the problem of an unknown or impossible name, with the name that may have been meant."""
        hint = self.meant(name) if code == "ref.paper" else near_node(name, allowed)
        if is_key(name):
            return self.problem(path, at, code, f"{_UNKNOWN[code]} {name}", hint)
        return self.problem(path, at, "key.form", f"{yaml_files.quoted(name)} cannot be a key", hint)

    def file(self, key: str) -> Path:
        """Return the path of a paper's file."""
        return self.root / "papers" / f"{key}.yml"

    def meant(self, key: str) -> str:
        """Return the hint for the key of a missing paper: its new name, or the one that may have been meant."""
        if now := self.former.get(key):
            return f"it was renamed: write {now}"
        if now := self.moved.get(key):
            return f"did you rename it to {now}? if so, add to {shown(self.file(now))}: former_keys: [{key}]"
        if near_key(key) not in self.keys and (now := self._names.of(Paper.model_construct(title=key))):
            return f"did you mean {now}? papers are referred to by their keys"
        return near_paper(key, self.keys)

    @cached_property
    def _names(self) -> Names:
        return Names(self.papers)

    def records_of(self, stem: str) -> Collection[str]:
        """Return the references of a ledger's records; none if there is no such ledger."""
        if stem not in self._records:
            ledger = self.catalogue.ledgers.get(stem)
            self._records[stem] = frozenset(references(stem, ledger.records) if ledger else ())
        return self._records[stem]

    @cached_property
    def printed(self) -> Mapping[str, Sequence[str]]:
        """The abstracts that sources printed for each paper, as the characters of their fingerprints."""
        found: dict[str, dict[str, None]] = {}
        for ledger in self.catalogue.ledgers.values():
            for record in ledger.records:
                if record.sketch and record.paper:
                    found.setdefault(self.former.get(record.paper, record.paper), {})[record.sketch] = None
        return {key: [_characters(one) for one in fingerprints] for key, fingerprints in found.items()}

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """The new keys of papers whose keys are gone, found by what ledgers printed about them."""
        printed: dict[str, list[LedgerRecord]] = {}
        for ledger in self.catalogue.ledgers.values():
            for record in ledger.records:
                if record.paper and record.paper not in self.keys and record.paper not in self.former:
                    printed.setdefault(record.paper, []).append(record)
        found = {key: next(filter(None, map(self._names.of, records)), None) for key, records in printed.items()}
        return {key: now for key, now in found.items() if now}


class Names:
    """Papers by identifier, title and alias; what two papers share identifies neither."""

    def __init__(self, papers: Mapping[str, Paper]) -> None:
        """Index the papers."""
        self._keys: dict[tuple[str, str], str | None] = {}
        for key, paper in papers.items():
            for sign in {*_signs(paper), *(("title", fold(alias)) for alias in paper.aliases)}:
                self._keys[sign] = key if self._keys.get(sign, key) == key else None

    def of(self, one: Paper | LedgerRecord) -> str | None:
        """Return the key of the paper with an identifier or the title of this one."""
        return next((key for sign in _signs(one) if (key := self._keys.get(sign))), None)


@lru_cache(maxsize=_REMEMBERED)
def _characters(fingerprint: str) -> str:
    """Return a fingerprint's characters; none if somebody damaged it."""
    try:
        return characters(fingerprint)
    except ValueError:
        return ""


def _signs(one: Paper | LedgerRecord) -> list[tuple[str, str]]:
    title = fold(one.title or "")
    return [(kind, value) for kind, value in one.identifiers if value] + ([("title", title)] if title else [])
