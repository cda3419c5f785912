"""Faults between the files of content/: references, cycles, duplicates, and dates that contradict identifiers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from generator import identifiers, yaml_files
from generator.alike import alike, nearby
from generator.appearing import doubts
from generator.files import shown
from generator.model import Catalogue, Paper, references
from generator.problems import Problem, Severity, ShelfError
from generator.taxonomy import Tree, cycles
from generator.text import fold

_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_UNKNOWN = {
    "ref.family": "taxonomy.yml has no family",
    "ref.topic": "taxonomy.yml has no topic",
    "ref.paper": "there is no paper",
}


def is_key(text: str) -> bool:
    """Return whether the text has the form of a key."""
    return len(text) <= 80 and bool(_KEY.fullmatch(text))


def near_key(text: str) -> str:
    """Return a key near to the text."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:80].strip("-") or "a-name"


def has_date_form(text: str) -> bool:
    """Return whether the text has the form of our dates, whatever the day."""
    return bool(_DATE.fullmatch(text))


def near_paper(key: str, catalogue: Catalogue) -> str:
    """Return the hint for a key that no paper has."""
    renamed = next((now for now, paper in catalogue.papers.items() if key in paper.former_keys), None)
    if renamed:
        return f"it was renamed: write {renamed}"
    return yaml_files.did_you_mean(key, nearby(key, catalogue.papers))


def check(catalogue: Catalogue, known: Sequence[Problem] = ()) -> list[Problem]:
    """Return the problems between files; ``known`` are those of single files, which must not draw others after them."""
    return sorted(_Check(catalogue, known).all())


class _Check:
    """One run over one catalogue. Files are read again for a place, but only where there is a fault."""

    def __init__(self, catalogue: Catalogue, known: Sequence[Problem]) -> None:
        self.catalogue = catalogue
        self.root = catalogue.root
        broken = {problem.path for problem in known if problem.severity == "error"}
        papers = self.root / "papers"
        unread = {Path(path).stem for path in broken if Path(path).parent == Path(shown(papers))}
        self.keys = {*catalogue.papers, *unread}
        self.has_taxonomy = shown(self.root / "taxonomy.yml") not in broken
        self.former: dict[str, str] = {}
        self.loaded: dict[Path, yaml_files.Loaded | None] = {}

    def all(self) -> Iterator[Problem]:
        """Yield everything that is wrong."""
        yield from self._former_keys()
        yield from self._taxonomy()
        for key, paper in self.catalogue.papers.items():
            yield from self._paper(key, paper)
        yield from self._lineage()
        yield from self._identifiers()
        yield from self._titles()
        yield from self._decisions()
        yield from self._ledgers()

    def _problem(
        self, path: Path, at: yaml_files.Steps, code: str, message: str, hint: str, *, severity: Severity = "error"
    ) -> Problem:
        if path not in self.loaded:
            try:
                self.loaded[path] = yaml_files.load(path)
            except ShelfError:
                self.loaded[path] = None
        loaded = self.loaded[path]
        line, column = loaded.place(at) if loaded else (1, 1)
        return Problem(
            path=shown(path), line=line, column=column, code=code, message=message, hint=hint, severity=severity
        )

    def _file(self, key: str) -> Path:
        return self.root / "papers" / f"{key}.yml"

    def _former_keys(self) -> Iterator[Problem]:
        for key, paper in self.catalogue.papers.items():
            for number, former in enumerate(paper.former_keys):
                at = ("former_keys", number)
                if former in self.keys:
                    message = f"{former} is the key of {'this paper itself' if former == key else 'another paper'}"
                    yield self._problem(
                        self._file(key), at, "former-key.clash", message, "delete it here, or rename that paper"
                    )
                elif former in self.former:
                    message = f"{former} is a former key of {self.former[former]} too"
                    yield self._problem(
                        self._file(key),
                        at,
                        "former-key.clash",
                        message,
                        "an old address can lead to one paper only: delete it in one of the two",
                    )
                else:
                    self.former[former] = key

    def _taxonomy(self) -> Iterator[Problem]:
        path = self.root / "taxonomy.yml"
        for kind, nodes in (("families", self.catalogue.taxonomy.families), ("topics", self.catalogue.taxonomy.topics)):
            code = "ref.family" if kind == "families" else "ref.topic"
            for key, node in nodes.items():
                for number, parent in enumerate(node.parents):
                    if parent not in nodes:
                        hint = yaml_files.did_you_mean(parent, list(nodes))
                        yield self._problem(
                            path, (kind, key, "parents", number), code, f"{_UNKNOWN[code]} {parent}", hint
                        )
            for cycle in Tree(nodes).cycles():
                at = (kind, cycle[0], "parents", nodes[cycle[0]].parents.index(cycle[1 % len(cycle)]))
                yield self._problem(
                    path,
                    at,
                    "taxonomy.cycle",
                    f"these are their own ancestors: {_round(cycle)}",
                    "take one of these parents out",
                )

    def _paper(self, key: str, paper: Paper) -> Iterator[Problem]:
        path = self._file(key)
        if paper.title is None:
            hint = "add title: … when you know it"
            yield self._problem(path, (), "paper.no-title", "a draft without a title", hint, severity="warning")
        if self.has_taxonomy:
            taxonomy = self.catalogue.taxonomy
            yield from self._references(path, "families", paper.families, taxonomy.families, "ref.family")
            yield from self._references(path, "topics", paper.topics, taxonomy.topics, "ref.topic")
        for name, others in (("builds_on", paper.builds_on), ("compared_with", paper.compared_with)):
            yield from self._references(path, name, others, self.keys, "ref.paper")
            for number, other in enumerate(others):
                if other == key:
                    yield self._problem(
                        path, (name, number), "ref.self", f"{name} names the paper itself", "delete the line"
                    )
        for doubt in doubts(paper):
            yield self._problem(path, doubt.at, doubt.code, doubt.message, doubt.hint, severity=doubt.severity)

    def _references(
        self, path: Path, field: str, names: Sequence[str], allowed: Collection[str], code: str
    ) -> Iterator[Problem]:
        message = _UNKNOWN[code]
        for number, name in enumerate(names):
            if name in allowed:
                if name in names[:number]:
                    yield self._problem(
                        path,
                        (field, number),
                        "ref.twice",
                        f"{field} names {name} twice",
                        "delete one of the two lines",
                        severity="warning",
                    )
                continue
            renamed = self.former.get(name) if code == "ref.paper" else None
            hint = (
                f"it was renamed: write {renamed}" if renamed else yaml_files.did_you_mean(name, nearby(name, allowed))
            )
            yield self._problem(path, (field, number), code, f"{message} {name}", hint)

    def _lineage(self) -> Iterator[Problem]:
        links = {
            key: [other for other in paper.builds_on if other != key] for key, paper in self.catalogue.papers.items()
        }
        for cycle in cycles(links):
            at = ("builds_on", self.catalogue.papers[cycle[0]].builds_on.index(cycle[1]))
            yield self._problem(
                self._file(cycle[0]),
                at,
                "ref.cycle",
                f"these build on each other in a circle: {_round(cycle)}",
                "take one of these out of builds_on",
            )

    def _identifiers(self) -> Iterator[Problem]:
        seen: dict[tuple[str, str], str] = {}
        for key, paper in self.catalogue.papers.items():
            found: list[tuple[yaml_files.Steps, str | None]] = [
                (("identifiers", name), value) for name, value in paper.identifiers
            ]
            found += [(("other_versions", number, "doi"), one.doi) for number, one in enumerate(paper.other_versions)]
            for at, value in found:
                if not value:
                    continue
                name = str(at[-1])
                arxiv = identifiers.arxiv(value) if name in {"arxiv", "doi"} else None
                first = seen.setdefault(
                    ("arxiv", arxiv) if arxiv else (name, value.lower() if name == "doi" else value), key
                )
                if first != key:
                    message = f"{value} is the {name} identifier of {first} too"
                    hint = f"merge the two files, or correct one; the other is {shown(self._file(first))}"
                    yield self._problem(self._file(key), at, "paper.duplicate-identifier", message, hint)

    def _titles(self) -> Iterator[Problem]:
        paper_of = {  # of a record: what was decided about it was decided about its paper
            ref: record.paper
            for stem, ledger in self.catalogue.ledgers.items()
            for ref, record in zip(references(stem, ledger.records), ledger.records, strict=True)
        }
        different = {
            frozenset(self.former.get(key, key) for key in (paper_of.get(ref) or ref for ref in decision.pair))
            for decision in self.catalogue.decisions
            if decision.verdict == "different"
        }
        for first, second in sorted(
            alike({key: fold(paper.title) for key, paper in self.catalogue.papers.items() if paper.title})
        ):
            if frozenset((first, second)) not in different:
                message = f"nearly the title of {first}: {self.catalogue.papers[first].title}"
                hint = "merge the two files, or say in decisions.yml that they are different"
                yield self._problem(
                    self._file(second), ("title",), "paper.similar-title", message, hint, severity="warning"
                )

    def _decisions(self) -> Iterator[Problem]:
        path = self.root / "decisions.yml"
        said: dict[frozenset[str], str] = {}
        for number, decision in enumerate(self.catalogue.decisions):
            for side, name in enumerate(decision.pair):
                if not self._is_side(name):
                    hint = (
                        yaml_files.did_you_mean(name, nearby(name, self.keys))
                        if "#" not in name
                        else "write <ledger>#<line>, the ledger without folder and .yml"
                    )
                    yield self._problem(
                        path, (number, "pair", side), "ref.paper", f"there is no paper or record {name}", hint
                    )
            if decision.verdict == "same" and self.catalogue.papers.keys() >= set(decision.pair):
                message = "{} and {} are one paper, and still two files".format(*decision.pair)
                hint = (
                    "move what the first lacks into it, add the second to its former_keys, and remove the second's file"
                )
                yield self._problem(path, (number, "pair"), "decision.two-papers", message, hint, severity="warning")
            if said.setdefault(frozenset(decision.pair), decision.verdict) != decision.verdict:
                yield self._problem(
                    path,
                    (number, "verdict"),
                    "decision.clash",
                    "another decision on this pair says the opposite",
                    "delete one of the two",
                )

    def _is_side(self, name: str) -> bool:
        if name in self.keys or name in self.former:
            return True
        stem = name.rpartition("#")[0]
        ledger = self.catalogue.ledgers.get(stem)
        return bool(ledger and name in references(stem, ledger.records))

    def _ledgers(self) -> Iterator[Problem]:
        for stem, ledger in self.catalogue.ledgers.items():
            for number, record in enumerate(ledger.records):
                if record.paper and record.paper not in self.keys and record.paper not in self.former:
                    hint = f"who deletes or renames a paper leaves its key in another's former_keys; {yaml_files.did_you_mean(record.paper, nearby(record.paper, self.keys))}"
                    yield self._problem(
                        self.root / "imports" / f"{stem}.yml",
                        ("records", number, "paper"),
                        "ref.paper",
                        f"there is no paper {record.paper}",
                        hint,
                    )


def _round(cycle: Sequence[str]) -> str:
    return " → ".join([*cycle, cycle[0]])
