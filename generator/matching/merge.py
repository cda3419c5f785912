"""Merge: a group of records becomes a paper, or fills the empty fields of one; and a line for each choice made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from generator.matching import versions
from generator.model import Date, Identifiers, Line, Links, Paper, Record, Url, Version
from generator.text import fingerprints, folding, identifiers

T = TypeVar("T", str, int, tuple[str, ...])

DISPLAY_WORDS = 7  # of an untitled abstract: enough to know it, too few to copy it
_CODE_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "gitee.com", "sourceforge.net", "sr.ht")
_PAGE_HOSTS = (".github.io", ".gitlab.io", ".pages.dev", ".netlify.app", ".vercel.app", "sites.google.com")
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_DATE: TypeAdapter[str] = TypeAdapter(Date)
_URL: TypeAdapter[str] = TypeAdapter(Url)


class _Choices:
    """Values chosen among those that records print, and a line for each field on which they differ."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def choose(self, name: str, values: Iterable[T], rank: Callable[[T], object]) -> T | None:
        """Return the value printed most often; ties go to the lowest ``rank``."""
        counts = Counter(value for value in values if value)
        if not counts:
            return None
        best = min(counts, key=lambda value: (-counts[value], rank(value)))
        if len(counts) > 1:
            others = ", ".join(sorted(repr(value) for value in counts if value != best))
            self.lines.append(f"{name}: {best!r}, printed by {counts[best]} of {counts.total()}; not {others}")
        return best

    def version(self, same: Sequence[Version]) -> Version:
        """Return one version out of what records print of it; number and pages from those that print its volume."""
        chosen: dict[str, str | None] = {}
        for name in ("venue", "date", "doi", "volume", "number", "pages"):
            values = [
                getattr(one, name) or "" for one in same if one.volume in (None, chosen.get("volume", one.volume))
            ]
            chosen[name] = self.choose(name, values, lambda one: (-len(one), one))
        return Version(**chosen)


def merge(group: Sequence[Record]) -> tuple[Paper, tuple[str, ...]]:
    """Return the paper that the records print, and a line for each field on which they differ.

    The order of the records does not matter. Without a title, the paper is a draft, named after its first words.
    """
    choices = _Choices()
    choose = choices.choose
    title = choose("title", (_line(record.title) for record in group), lambda one: (one.isupper(), -len(one), one))
    authors, author_count, et_al = _authorship(group, choices)
    printed = [(record, _version(record)) for record in group]
    found = [choices.version(same) for same in versions.grouped(one for _, one in printed if one)]
    cited = versions.newest(found) or Version()
    dates = (_date(record.date or "") for record, one in printed if one is None)
    first = choose("date", dates, lambda one: (-len(one), one))
    names = {
        kind: choose(kind, (getattr(record.identifiers, kind) or "" for record in group), lambda one: one)
        for kind in Identifiers.model_fields
        if kind != "doi"
    }
    paper = Paper(
        title=title,
        display=None if title else display(group),
        authors=authors,
        author_count=author_count,
        et_al=et_al,
        date=versions.first_date(first, found),
        identifiers=Identifiers(**names),
        links=Links(
            code=choose("code", _links(group, _is_code), lambda one: (len(one), one)),
            project=choose("project", _links(group, _is_page), lambda one: (len(one), one)),
        ),
    )
    paper = paper.model_copy(update=_versioned(paper, cited, [one for one in found if one is not cited]))
    return paper, tuple(choices.lines)


def _authorship(group: Sequence[Record], choices: _Choices) -> tuple[tuple[str, ...], int | None, bool]:
    """Return the authors, their number where more are known than are named, and whether nobody knows how many more."""
    whole = [people for record in group if not record.et_al and (people := _people(record))]
    authors = choices.choose("authors", whole or map(_people, group), lambda one: (-sum(map(len, one)), one)) or ()
    count = choices.choose("author_count", (record.author_count or 0 for record in group), lambda one: one) or 0
    more = count > len(authors)
    return authors, count if more else None, bool(authors) and not whole and not more


def fill(existing: Paper, group: Sequence[Record]) -> Paper:
    """Return the paper with empty fields filled from the records; what a person wrote stays.

    This fills title, authors, identifiers and versions only, as a listing's dates and links may not be the paper's. A
    draft, which nobody has edited yet, takes these too when it gets its title. A newer published version becomes the
    cited one, and the former one joins the other versions.
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
    missing = {
        kind: value
        for kind, value in found.identifiers
        if value and kind != "doi" and getattr(existing.identifiers, kind) is None
    }
    named = existing.model_copy(update={"identifiers": existing.identifiers.model_copy(update=missing)})
    changes |= {"identifiers": named.identifiers} | _found_versions(named, found)
    changes = {name: value for name, value in changes.items() if getattr(existing, name) != value}
    return existing.model_copy(update=changes) if changes else existing


def _found_versions(paper: Paper, found: Paper) -> dict[str, object]:
    """Return the fields of a paper that change with the versions found."""
    cited = versions.cited(paper)
    known, new = versions.joined(versions.every(paper), versions.every(found))
    now = known[0] if cited else None
    if new and (
        now is None or versions.is_preprint(now) or versions.when(now)
    ):  # a cited version without a date may be the newest
        now = versions.newest([*new, *([now] if now else [])])
    others = [one for one in (*known, *new) if one is not now]
    changes = _versioned(paper, now, sorted(others, key=versions.order) if new else others) if now else {}
    if paper.date and not _own_date(paper):  # the only known date was a version's
        preprint = _own_date(found)
        first = versions.first_date(preprint, (*known, *new)) or paper.date
        size = min(len(first), len(paper.date))
        if preprint or first[:size] < paper.date[:size]:
            changes["date"] = first
    return changes


def _versioned(paper: Paper, cited: Version, others: Sequence[Version]) -> dict[str, object]:
    """Return the fields of a paper that say where and when it appeared."""
    return {
        "venue": cited.venue,
        "published": cited.date,
        "volume": cited.volume,
        "number": cited.number,
        "pages": cited.pages,
        "identifiers": paper.identifiers.model_copy(update={"doi": cited.doi}),
        "other_versions": tuple(others),
    }


def _own_date(paper: Paper) -> str | None:
    """Return the paper's date, unless it only repeats the day of a version."""
    return None if paper.date in {one.date for one in versions.every(paper)} else paper.date


def _version(record: Record) -> Version | None:
    """Return the publication that a record prints, None for a preprint on arXiv or a listing's record."""
    one = Version(
        venue=_line(record.venue) or None,
        date=_date(record.date or "") or None,
        volume=_line(record.volume) or None,
        number=_line(record.number) or None,
        pages=_line(record.pages) or None,
        doi=record.identifiers.doi,
    )
    return one if one.venue or one.volume or one.doi or record.identifiers.acl else None


def as_record(paper: Paper, *, key: str = "", title: str | None = None) -> Record:
    """Return a paper of the shelf as a record of its cited version, under its own title or the one given."""
    return Record(
        source="",
        line=1,
        id=key,
        title=paper.name if title is None else title,
        abstract=paper.abstract or "",
        authors=paper.authors,
        author_count=paper.author_count,
        et_al=paper.et_al,
        date=versions.appeared(paper),
        identifiers=paper.identifiers,
        venue=paper.venue or "",
        volume=paper.volume or "",
        number=paper.number or "",
        pages=paper.pages or "",
    )


def as_records(paper: Paper, *, title: str | None = None) -> Iterator[Record]:
    """Yield a record for each version of a paper of the shelf: the cited one, the first public one, the others."""
    cited = as_record(paper, title=title)
    yield cited
    plain = replace(cited, venue="", volume="", number="", pages="")
    unpublished = paper.identifiers.model_copy(update={"doi": None})
    if paper.date and paper.date != cited.date:
        yield replace(plain, date=paper.date, identifiers=unpublished)
    for one in paper.other_versions:
        yield replace(
            plain,
            date=one.date,
            identifiers=unpublished.model_copy(update={"doi": one.doi}),
            venue=one.venue or "",
            volume=one.volume or "",
            number=one.number or "",
            pages=one.pages or "",
        )


def display(group: Sequence[Record]) -> str:
    """Return the name of a paper without a title: the first ``DISPLAY_WORDS`` words of its abstract, or an identifier."""
    openings = (folding.clean(fingerprints.without_prefix(record.abstract)).split()[:DISPLAY_WORDS] for record in group)
    counts = Counter(" ".join(words) for words in openings if words)
    if not counts:
        named = (
            f"{registry} {text}" for record in group for registry, _, text in identifiers.addresses(record.identifiers)
        )
        ids = (text for record in group for text in (record.id, *record.links) if text)
        return _line(next(named, "") or next(ids, "")) or "Untitled"
    best = min(counts, key=lambda one: (-counts[one], one))
    return (best[:200].rstrip(" .,;:–—-") or "Untitled") + " …"


def _people(record: Record) -> tuple[str, ...]:
    """Return the authors that are valid in a paper's file."""
    return tuple(name for name in map(_line, record.authors) if name)


def _line(value: str) -> str:
    """Return the value on one line, "" where it is not valid in a paper's file."""
    return _valid(_LINE, folding.clean(value))


def _date(value: str) -> str:
    """Return the date, "" where it is not valid."""
    return _valid(_DATE, value)


def _valid(kind: TypeAdapter[str], value: str) -> str:
    try:
        return kind.validate_python(value)
    except ValidationError:
        return ""


def _links(group: Sequence[Record], wanted: Callable[[str, str], bool]) -> list[str]:
    """Return the first link of the wanted kind from each record."""
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
    """Whether this is a repository: an address on a code host with an owner and a name."""
    return (host in _CODE_HOSTS or host.startswith(("gitlab.", "git."))) and "/" in path


def _is_page(host: str, _: str) -> bool:
    """Whether this is a project page: its host serves pages of projects."""
    return host.endswith(_PAGE_HOSTS)


def citation(key: str, paper: Paper) -> Record:
    """Return the cited version (the newest published one) as a record under the paper's key, with one web address."""
    ids = paper.identifiers
    pages = tuple(url for _, url, _ in identifiers.addresses(ids.model_copy(update={"doi": None})))
    record = as_record(paper, key=key)
    date = record.date or (identifiers.arxiv_month(ids.arxiv) if ids.arxiv else None)
    return replace(record, abstract="", date=date, links=pages[:1])
