"""Reports a comparison: sections for a terminal or a comment, and the object that ``--format json`` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from generator.changes.difference import Difference, Field, PaperChange, PathChange
from generator.model import StatusKind
from generator.problems import Problem
from generator.text.sections import Line, Section, Value, line

_SHOWN = 240  # characters shown of a long text, from shortly before the first difference
_AHEAD = 40
_WORDS: dict[StatusKind, str] = {
    "retracted": "retracted",
    "withdrawn": "withdrawn",
    "concern": "under an expression of concern",
    "corrected": "corrected",
}
_PAGES = {
    "appears": "appears: ",
    "vanishes": "vanishes: ",
    "redirects": "redirects: ",
    "filled": "has its first papers: ",
    "emptied": "no longer has papers: ",
}


def lead(found: Difference) -> Line:
    """Return the summary line."""
    counts = _counts(found)
    parts = [f"{count} {kind}" for kind, count in counts["papers"].items() if count] or ["no paper changes"]
    parts += [f"{_many(count, 'label')} {kind}" for kind, count in counts["labels"].items() if count]
    off = sum(any(one.is_off for one in paper.said) for paper in found.papers)
    parts += [f"{off} now retracted or withdrawn"] if off else []
    parts += [f"{_many(len(found.paths), 'reading path')} changed"] if found.paths else []
    parts += [f"{len(found.notes)} to check"] if found.notes else []
    parts += [f"{_many(len(found.unread), 'file')} not read"] if found.unread else []
    if not any((found.papers, found.paths, found.ties, found.pages, found.notes, found.files, found.unread)):
        parts = ["nothing changes"]
    words = ["Since ", Value(found.revision), ": ", ", ".join(parts), "."]
    return line(*words, *([] if found.existed else [" There was no content folder then: everything is new."]))


def sections(found: Difference) -> list[Section]:
    """Return the sections, those that need a person first."""
    counted = (
        ("Left out: cannot be read", _unread(found)),
        ("Please check", _notes(found)),
        ("Statuses", _statuses(found)),
        ("Papers renamed", _papers(found.of("renamed"))),
        ("Papers removed", _papers(found.of("removed"))),
        ("Papers added", _papers(found.of("added"))),
        ("Papers changed", _papers(found.of("changed"))),
        ("Reading paths", _paths(found)),
        ("Labels", _labels(found)),
        ("Pages", _pages(found)),
        ("Other files", [line(one.change, " ", Value(one.path)) for one in found.files]),
    )
    made = []
    for title, lines in counted:
        if shown := tuple(lines):
            count = sum(not one.inner for one in shown)
            made.append(Section(title=f"{title} ({count})", lines=shown))
    return made


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def as_json(found: Difference) -> dict[str, Any]:
    """Return the one object that ``--format json`` prints; a paper has ``former`` and ``into`` where they apply."""
    return {
        "revision": found.revision,
        "commit": found.commit,
        "existed": found.existed,
        "counts": _counts(found),
        **{kind: [_as_json(one) for one in found.of(kind)] for kind in ("added", "changed", "renamed", "removed")},
        "paths": [_path_as_json(one) for one in found.paths],
        "labels": [{"paper": tie.paper, "gained": tie.gained, **asdict(tie.label)} for tie in found.ties],
        "pages": [asdict(one) for one in found.pages],
        "notes": [one.as_json() for one in found.notes],
        "files": [asdict(one) for one in found.files],
        "unread": list(found.unread),
        "problems": [one.as_json() for one in found.problems],
    }


def _as_json(paper: PaperChange) -> dict[str, Any]:
    result: dict[str, Any] = {"key": paper.key, "title": paper.title}
    result |= {name: value for name in ("former", "into") if (value := getattr(paper, name))}
    if paper.kind in {"changed", "renamed"}:
        result["fields"] = _fields_as_json(paper.fields)
    return result


def _path_as_json(path: PathChange) -> dict[str, Any]:
    return {"key": path.key, "title": path.title, "change": path.kind, "fields": _fields_as_json(path.fields)}


def _fields_as_json(fields: Sequence[Field]) -> list[dict[str, Any]]:
    return [{"field": one.name, "before": one.before, "after": one.after} for one in fields]


def _counts(found: Difference) -> dict[str, dict[str, int]]:
    kinds = {kind: len(found.of(kind)) for kind in ("added", "changed", "renamed", "removed")}
    gained = sum(tie.gained for tie in found.ties)
    return {
        "papers": kinds,
        "labels": {"gained": gained, "lost": len(found.ties) - gained},
    }


def _unread(found: Difference) -> Iterator[Line]:
    for name in found.unread:
        yield line(Value(name))
        for one in found.problems:
            if one.path.endswith(f"/{name}"):
                yield from _problem(one, inner=True)


def _notes(found: Difference) -> Iterator[Line]:
    for one in found.notes:
        yield from _problem(one)


def _statuses(found: Difference) -> Iterator[Line]:
    """Yield what is now said of papers, those that no longer stand first; then what no longer is."""
    said = [(paper, one) for paper in found.papers for one in paper.said]
    for paper, one in sorted(said, key=lambda pair: not pair[1].is_off):
        yield line(f"now {_WORDS[one.kind]}: ", Value(paper.key), ": ", Value(paper.title))
        about = ", ".join(filter(None, (one.date, one.notice, *one.by)))
        if about:
            yield line(Value(about), inner=True)
    for paper in found.papers:
        yield from (
            line(f"no longer {_WORDS[kind]}: ", Value(paper.key), ": ", Value(paper.title)) for kind in paper.unsaid
        )


def _problem(one: Problem, *, inner: bool = False) -> Iterator[Line]:
    yield line(Value(f"{one.path}:{one.line}:{one.column}"), f": {one.code}: ", Value(one.message), inner=inner)
    if one.hint:
        yield line("hint: ", Value(one.hint), inner=True)


def _papers(papers: Sequence[PaperChange]) -> Iterator[Line]:
    for paper in papers:
        words = [Value(paper.former), " → "] if paper.former else []
        into = [", now part of ", Value(paper.into)] if paper.into else []
        yield line(*words, Value(paper.key), ": ", Value(paper.title), *into)
        for one in paper.fields:
            yield from _field(one)


def _paths(found: Difference) -> Iterator[Line]:
    for path in found.paths:
        yield line(f"{path.kind} ", Value(path.key), ": ", Value(path.title))
        for one in path.fields:
            yield from _field(one)


def _field(one: Field) -> Iterator[Line]:
    """Yield a field before and after: the elements added to and removed from a list, the part of a long text that differs."""
    if isinstance(one.before, list) or isinstance(one.after, list):
        old, new = ([_shown(part) for part in side or []] for side in (one.before, one.after))
        added, removed = [part for part in new if part not in old], [part for part in old if part not in new]
        yield from (line(f"{one.name} − ", Value(part), inner=True) for part in removed)
        yield from (line(f"{one.name} + ", Value(part), inner=True) for part in added)
        if not added and not removed:
            before, after = _window(", ".join(old), ", ".join(new))
            yield line(f"{one.name}: ", Value(before), " → ", Value(after), inner=True)
        return
    old_text, new_text = _window(_shown(one.before), _shown(one.after))
    if one.before is None:
        yield line(f"{one.name} + ", Value(new_text), inner=True)
    elif one.after is None:
        yield line(f"{one.name} − ", Value(old_text), inner=True)
    else:
        yield line(f"{one.name}: ", Value(old_text), " → ", Value(new_text), inner=True)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return "" if value is None else str(value)


def _window(before: str, after: str) -> tuple[str, str]:
    """Return both texts, long ones cut to a window that starts shortly before the first difference."""
    if max(len(before), len(after)) <= _SHOWN:
        return before, after
    same = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    start = max(same - _AHEAD, 0) if before and after else 0

    def cut(text: str) -> str:
        return ("…" if start else "") + text[start : start + _SHOWN] + ("…" if len(text) > start + _SHOWN else "")

    return cut(before), cut(after)


def _labels(found: Difference) -> Iterator[Line]:
    for tie in found.ties:
        label = tie.label
        source = f" of imports/{label.ledger}.yml" if label.ledger else ""
        words = [": ", Value(label.words), f" in {label.within}{source}"] if label.words else []
        why = [", given by hand"] if label.rule == "curated" else [", by ", Value(label.rule), *words]
        verb = "gained " if tie.gained else "lost "
        yield line(verb, Value(f"{label.kind}/{label.node}"), ": ", Value(tie.paper), *why)


def _pages(found: Difference) -> Iterator[Line]:
    """Yield pages that appear and vanish; the pages of papers listed above are only counted."""
    own = {f"papers/{paper.key}" for paper in found.papers} | {f"papers/{paper.former}" for paper in found.papers}
    for change, verb in _PAGES.items():
        pages = [page for page in found.pages if page.change == change]
        if count := sum(page.path in own for page in pages):
            yield line(f"{verb}{count} of the papers above")
        yield from (line(verb, Value(page.path), ": ", Value(page.name)) for page in pages if page.path not in own)
