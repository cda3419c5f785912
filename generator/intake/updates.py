"""Updates: what later exports of libraries do to papers and ledgers, once their items are tied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from generator.content import catalogue, known_records
from generator.intake import amendments
from generator.intake.amendments import Amendment, Comparison
from generator.intake.discrepancies import Difference
from generator.intake.libraries import Library
from generator.intake.ties import RENAMED
from generator.model import Catalogue, Ledger, Paper, Question, Record, references
from generator.problems import Problem
from generator.storage.transactions import Change
from generator.text import identifiers

Verdict: TypeAlias = Callable[[Amendment], bool | None]  # of a person; None: not decided yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """What later exports change; ``waiting`` are the references of items whose changes a person has not decided about."""

    papers: Mapping[str, Paper]
    amendments: tuple[Amendment, ...]
    differences: tuple[Difference, ...]
    waiting: frozenset[str]


def update(
    libraries: Iterable[Library],
    tied: Mapping[str, str | None],
    papers: Mapping[str, Paper],
    shelf: Catalogue,
    verdict: Verdict,
) -> Update:
    """Return what becomes of the papers of items that say something else than before.

    ``tied`` has the paper of each item by its reference; ``papers`` are those that the import changes anyway.
    """
    changed: dict[str, list[tuple[str, Record, Record]]] = defaultdict(list)
    for library in libraries:
        for ref, pair in library.changed.items():
            key = tied[ref]
            if key and is_still(pair[0].paper, key, shelf):
                was, now = (known_records.of_ledger(library.ledger, one) for one in pair)
                changed[key].append((ref, was, replace(now, source=library.export.name)))
    used = owners({**shelf.papers, **papers}) if changed else {}
    found: dict[str, Paper] = {}
    offered: list[Amendment] = []
    differences: list[Difference] = []
    waiting: set[str] = set()
    for key, items in sorted(changed.items()):
        paper = papers.get(key, shelf.papers[key])
        seen, sources = _compared(key, paper, items, used)
        differences += seen.differences
        accepted = None
        if seen.fields:
            one = Amendment(
                key=key,
                title=seen.filled.name,
                sources=tuple(dict.fromkeys(sources.values())),
                fields=seen.fields,
                change=_change(shelf, key, seen.filled, seen.amended),
            )
            accepted = verdict(one)
            offered.append(replace(one, accepted=accepted))
            waiting.update(sources if accepted is None else ())
        now_paper = seen.amended if accepted else seen.filled
        if now_paper != paper:
            found[key] = now_paper
    return Update(papers=found, amendments=tuple(offered), differences=tuple(differences), waiting=frozenset(waiting))


def _compared(
    key: str, paper: Paper, items: Iterable[tuple[str, Record, Record]], used: Mapping[tuple[str, str], str]
) -> tuple[Comparison, dict[str, str]]:
    """Return what all items of a paper change in it, and the source of each that changes something, by reference."""

    def is_foreign(kind: str, value: str) -> bool:
        return used.get((kind, value), key) != key

    whole = Comparison(filled=paper, amended=paper)
    sources = {}
    for ref, was, now in items:
        seen = amendments.compare(key, whole.amended, was, now, is_foreign)
        filled = amendments.compare(key, whole.filled, was, now, is_foreign).filled
        if seen.fields:
            sources[ref] = now.source
        whole = Comparison(
            filled=filled,
            amended=seen.amended,
            fields=(*whole.fields, *seen.fields),
            differences=(*whole.differences, *seen.differences),
        )
    return whole, sources


def is_still(former: str | None, key: str, shelf: Catalogue) -> bool:
    """Whether a record is tied to the paper that it was tied to before, perhaps under a former key."""
    return former is not None and key in shelf.papers and former in (key, *shelf.papers[key].former_keys)


def owners(papers: Mapping[str, Paper]) -> dict[tuple[str, str], str]:
    """Return the paper of each identifier that only one paper has, those of its other versions included."""
    found: dict[tuple[str, str], str] = {}
    for key, paper in papers.items():
        dois = [("doi", one.doi) for one in paper.other_versions if one.doi]
        for kind, value in (*identifiers.unique(paper.identifiers), *dois):
            found[kind, value] = key
    return found


def _change(shelf: Catalogue, key: str, filled: Paper, amended: Paper) -> Change:
    """Return the change of the paper's file that a person is asked about."""
    path = f"papers/{key}.yml"
    before = shelf.texts.get(path, "").removeprefix("\ufeff")
    before = next((one.after for one in catalogue.changes(shelf, {path: filled})), before)
    return Change(path=path, before=before, after=catalogue.edited(before, filled, amended))


def later(
    library: Library, before: Ledger, tied: Mapping[str, str | None], waiting: Collection[str], date: str
) -> Ledger:
    """Return the ledger after an export, itself if nothing changed: known records keep their places.

    Items with undecided changes stay as they were, and so does the checksum then: the next import asks again.
    """
    now = library.now
    records = []
    for ref, old in zip(references(library.stem, before.records), before.records, strict=True):
        if ref not in now:
            records.append(old if old.gone else old.model_copy(update={"gone": date}))
        elif ref in waiting:
            records.append(old.model_copy(update={"gone": None}))
        else:
            place = {"line": old.line, "paper": old.paper, "since": old.since}
            records.append(now[ref].model_copy(update=place))
    since = date if date != before.date else None
    fresh = (ref for ref in library.refs if ref not in library.before)
    records += [now[ref].model_copy(update={"paper": tied[ref], "since": since}) for ref in fresh]
    sha256 = before.sha256 if waiting else library.export.sha256
    if library.is_same or (tuple(records) == before.records and sha256 == before.sha256):
        return before
    former = (*before.former, before.sha256) if library.export.name != before.source else before.former
    return before.model_copy(
        update={
            "source": library.export.name,
            "updated": date,
            "sha256": sha256,
            "former": tuple(one for one in dict.fromkeys(former) if one != sha256),
            "records": tuple(records),
        }
    )


def doubts(libraries: Iterable[Library], shelf: Catalogue) -> tuple[Question, ...]:
    """Return the questions about items whose key had another title before, and nothing else that agrees or contradicts."""
    now = {former: key for key, paper in shelf.papers.items() for former in paper.former_keys}
    found = []
    for library in libraries:
        for ref in sorted(library.doubtful):
            old = library.reused[ref]
            key = now.get(old.paper or "", old.paper or "")
            if key in shelf.papers:
                evidence = (f"the item {old.id} of {library.export.name} had the title {old.title!r} before",)
                found.append(Question(pair=(ref, key), kind=RENAMED, evidence=evidence))
    return tuple(found)


def problems(libraries: Iterable[Library]) -> Iterator[Problem]:
    """Yield a warning for each item whose key was another paper's before."""
    for library in libraries:
        for ref, old in library.reused.items():
            if ref not in library.doubtful:
                new = library.now[ref]
                message = f"the key {old.id} was that of {old.title!r} ({old.paper or 'undecided'}), and is now that of {new.title!r}"
                hint = "it was matched by its facts, as a new item is, and the former paper stays as it is"
                yield Problem(
                    path=library.export.name,
                    line=new.line,
                    code="import.reused-key",
                    message=message,
                    hint=hint,
                    severity="warning",
                )
