"""A group of records that are one paper becomes that paper, or fills what an existing one lacks; with what was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from generator import text
from generator.model import Date, Identifiers, Line, Links, Paper, Record, Url

T = TypeVar("T", str, int, tuple[str, ...])

DISPLAY_WORDS = 7  # of an untitled abstract: enough to know it, too few to copy it
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sourceforge.net", "sr.ht")
_PAGE_HOSTS = (".github.io", ".gitlab.io", ".pages.dev", ".netlify.app", ".vercel.app", "sites.google.com")
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_DATE: TypeAdapter[str] = TypeAdapter(Date)
_URL: TypeAdapter[str] = TypeAdapter(Url)


def merge(group: Sequence[Record]) -> tuple[Paper, tuple[str, ...]]:
    """Return the paper that the records print, and a line for each field on which they differ.

    The order of the records does not matter. Without a title the paper is a draft, called by its first words.
    """
    choices: list[str] = []

    def choose(name: str, values: Iterable[T], rank: Callable[[T], object]) -> T | None:
        """Return the value printed most often; ties go to the lowest ``rank``."""
        counts = Counter(value for value in values if value)
        if not counts:
            return None
        best = min(counts, key=lambda value: (-counts[value], rank(value)))
        if len(counts) > 1:
            others = ", ".join(sorted(repr(value) for value in counts if value != best))
            choices.append(f"{name}: {best!r}, printed by {counts[best]} of {counts.total()}; not {others}")
        return best

    title = choose("title", (_line(record.title) for record in group), lambda one: (one.isupper(), -len(one), one))
    whole = [people for record in group if not record.et_al and (people := _people(record))]
    authors = choose("authors", whole or map(_people, group), lambda one: (-sum(map(len, one)), one)) or ()
    counts = [record.author_count for record in group if record.author_count]
    author_count = choose("author_count", counts, lambda one: one)
    paper = Paper(
        title=title,
        display=None if title else display(group),
        authors=authors,
        author_count=author_count if author_count and author_count > len(authors) else None,
        et_al=bool(authors) and not whole and (author_count or 0) <= len(authors),
        date=choose("date", (_date(record.date or "") for record in group), lambda one: (-len(one), one)),
        identifiers=Identifiers(
            **{
                kind: choose(kind, (getattr(record.identifiers, kind) or "" for record in group), lambda one: one)
                for kind in Identifiers.model_fields
            }
        ),
        venue=choose("venue", (_line(record.venue) for record in group), lambda one: (-len(one), one)),
        links=Links(
            code=choose("code", _links(group, _is_code), lambda one: (len(one), one)),
            project=choose("project", _links(group, _is_page), lambda one: (len(one), one)),
        ),
    )
    return paper, tuple(choices)


def fill(existing: Paper, group: Sequence[Record]) -> Paper:
    """Return the paper with empty fields filled from the records; what a person wrote stays.

    Title, authors, identifiers and venue only: a date or a link of a listing is the listing's. A draft, which nobody
    has edited yet, takes these too once it gets its title.
    """
    found, _ = merge(group)
    changes: dict[str, object] = {}
    if not existing.title and found.title:
        changes = {"title": found.title, "display": None}
        changes |= {
            name: getattr(found, name)
            for name in ("date", "author_count", "links")
            if getattr(existing, name) == Paper.model_fields[name].default
        }
    if not existing.authors and found.authors:
        changes["authors"] = found.authors
        changes["et_al"] = found.et_al
        if existing.author_count is not None and existing.author_count <= len(found.authors):
            changes["author_count"] = None
    if not existing.venue and found.venue:
        changes["venue"] = found.venue
    missing = {
        kind: value for kind, value in found.identifiers if value and getattr(existing.identifiers, kind) is None
    }
    if missing:
        changes["identifiers"] = existing.identifiers.model_copy(update=missing)
    changes = {name: value for name, value in changes.items() if getattr(existing, name) != value}
    return existing.model_copy(update=changes) if changes else existing


def as_record(paper: Paper, *, key: str = "", title: str | None = None) -> Record:
    """Return a paper of the shelf as a record, under one of its titles."""
    return Record(
        source="",
        line=1,
        id=key,
        title=paper.name if title is None else title,
        abstract=paper.abstract or "",
        authors=paper.authors,
        author_count=paper.author_count,
        et_al=paper.et_al,
        date=paper.date,
        identifiers=paper.identifiers,
        venue=paper.venue or "",
    )


def display(group: Sequence[Record]) -> str:
    """Return what an untitled paper is called: the first words of its abstract."""
    openings = (text.clean(text.without_prefix(record.abstract)).split()[:DISPLAY_WORDS] for record in group)
    counts = Counter(" ".join(words) for words in openings if words)
    if not counts:
        return "Untitled"
    best = min(counts, key=lambda one: (-counts[one], one))
    return (best[:200].rstrip(" .,;:–—-") or "Untitled") + " …"


def _people(record: Record) -> tuple[str, ...]:
    """Return the authors that can stand in a paper's file."""
    return tuple(name for name in map(_line, record.authors) if name)


def _line(value: str) -> str:
    """Return the value on one line, "" where it cannot stand in a paper's file."""
    return _valid(_LINE, text.clean(value))


def _date(value: str) -> str:
    """Return the date, "" where it is none."""
    return _valid(_DATE, value)


def _valid(kind: TypeAdapter[str], value: str) -> str:
    try:
        return kind.validate_python(value)
    except ValidationError:
        return ""


def _links(group: Sequence[Record], wanted: Callable[[str, str], bool]) -> list[str]:
    """Return the links of the wanted kind, each record's first."""
    found = []
    for record in group:
        for link in record.links:
            url = _valid(_URL, link)
            host, path = _host_and_path(url)
            if url and wanted(host, path):
                found.append(url)
                break
    return found


def _host_and_path(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    except ValueError:
        return "", ""


def _is_code(host: str, path: str) -> bool:
    """Whether this is a repository: a forge's address with an owner and a name."""
    return (host in _CODE_HOSTS or host.startswith(("gitlab.", "git."))) and "/" in path


def _is_page(host: str, _: str) -> bool:
    """Whether this is a page of its own on a host that serves such pages."""
    return host.endswith(_PAGE_HOSTS)
