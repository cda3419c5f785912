"""Merge: a group of records becomes a paper, or fills the empty fields of one; and a line for each choice made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from generator.matching import statuses, versions
from generator.model import Date, Identifiers, Line, Links, Name, Paper, Record, Text, Url, Version
from generator.text import fingerprints, folding, identifiers, link_kinds, retractions

T = TypeVar("T", str, int, tuple[str, ...], tuple[Name, ...])

DISPLAY_WORDS = 7  # of an untitled abstract: enough to know it, too few to copy it
_WHOLE = {"book", "thesis", "report", "dataset", "software", "webpage"}  # these need no venue
_PUBLICATION = ("type", "genre", "publisher", "series", "edition", "language")  # said of the cited version
_LINE: TypeAdapter[str] = TypeAdapter(Line)
_DATE: TypeAdapter[str] = TypeAdapter(Date)
_URL: TypeAdapter[str] = TypeAdapter(Url)
_TEXT: TypeAdapter[str] = TypeAdapter(Text)


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
            others = ", ".join(sorted(_shown(value) for value in counts if value != best))
            self.lines.append(f"{name}: {_shown(best)}, printed by {counts[best]} of {counts.total()}; not {others}")
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
    printed_titles = (_line(retractions.bare(one.title, one.identifiers.doi or "")) for one in group)
    title = choose("title", printed_titles, lambda one: (one.isupper(), -len(one), one))
    authors, author_count, et_al = _authorship(group, choices)
    printed = [(record, _version(record)) for record in group]
    found = [choices.version(same) for same in versions.grouped(one for _, one in printed if one)]
    cited = versions.newest(found) or Version()
    dates = (_date(record.posted or (record.date if one is None else None) or "") for record, one in printed)
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
            **{kind: choose(kind, _links(group, kind), lambda one: (len(one), one)) for kind in Links.model_fields}
        ),
        citation_keys=_union(one.citation_keys for one in group),
        keywords=_union(one.keywords for one in group),
        note=choose("note", (_valid(_TEXT, one.note) for one in group), lambda one: (-len(one), one)),
        status=statuses.agreed(group),
    )
    others = [one for one in found if one is not cited]
    paper = paper.model_copy(update=_publication(printed, cited, choices) | _versioned(paper, cited, others))
    return paper, tuple(choices.lines)


def _publication(
    printed: Sequence[tuple[Record, Version | None]], cited: Version, choices: _Choices
) -> dict[str, object]:
    """Return the fields that only records of the cited version, or of none, can know: type, editors, publisher."""
    own = [record for record, one in printed if one and versions.compare(one, cited) == "same"]
    own = own or [record for record, _ in printed]
    found: dict[str, object] = {
        name: choices.choose(name, (_line(getattr(one, name) or "") for one in own), lambda one: (-len(one), one))
        for name in _PUBLICATION
    }
    editors = choices.choose(
        "editors", (valid_names(one.editors) for one in own), lambda one: (-len(one), _letters(one))
    )
    return found | {"editors": editors or ()}


def _union(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return the texts of all groups that a paper's file can hold, each once, whatever the order of the groups."""
    counts = Counter(text for group in sorted(map(tuple, groups)) for each in group if (text := _line(each)))
    return tuple(counts)


def _letters(people: tuple[Name, ...]) -> tuple[int, tuple[str, ...]]:
    """Return a sort key: the longest names first, then by their letters."""
    shown = tuple(name.inverted for name in people)
    return -sum(map(len, shown)), shown


def _shown(value: object) -> str:
    """Return a value for the line about a choice."""
    return repr(", ".join(map(str, value))) if isinstance(value, tuple) else repr(value)


def _authorship(group: Sequence[Record], choices: _Choices) -> tuple[tuple[Name, ...], int | None, bool]:
    """Return the authors, their number where more are known than are named, and whether nobody knows how many more."""
    orcids = _orcids(group)
    people = [
        (
            record,
            tuple(replace(name, orcid=orcids.get(key, "")) for key, name in _numbered(valid_names(record.authors))),
        )
        for record in group
    ]
    whole = [names for record, names in people if names and not record.et_al]
    authors = choices.choose("authors", whole or (names for _, names in people), _letters) or ()
    count = choices.choose("author_count", (record.author_count or 0 for record in group), lambda one: one) or 0
    more = count > len(authors)
    return authors, count if more else None, bool(authors) and not whole and not more


def _orcids(group: Sequence[Record]) -> dict[tuple[str, int], str]:
    """Return the ORCID iD of each author for whom the records print one, and only one."""
    found: dict[tuple[str, int], set[str]] = {}
    for key, name in (pair for record in group for pair in _numbered(valid_names(record.authors))):
        if name.orcid:
            found.setdefault(key, set()).add(name.orcid)
    return {key: min(orcids) for key, orcids in found.items() if len(orcids) == 1}


def _numbered(people: Sequence[Name]) -> Iterator[tuple[tuple[str, int], Name]]:
    """Yield each name with its text and a number, which tells namesakes apart."""
    seen: Counter[str] = Counter()
    for name in people:
        seen[str(name)] += 1
        yield (str(name), seen[str(name)]), name


def fill(existing: Paper, group: Sequence[Record]) -> Paper:
    """Return the paper with empty fields filled from the records; what a person wrote stays.

    The date and links are not filled, as a listing's may not be the paper's; only a draft, which nobody has edited yet,
    takes these too when it gets its title, and a paper that can be found nowhere takes an address that is called its own. A newer published version becomes the cited one, and the former one joins
    the other versions. Citation keys and new kinds of status are added to those that are there.
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
    if existing.identifiers == Identifiers() and not (existing.links.paper or existing.links.pdf):
        stated = [replace(one, links=()) for one in group]
        where = {kind: next(iter(_links(stated, kind)), None) for kind in ("paper", "pdf")}
        changes.setdefault("links", existing.links.model_copy(update=where))
    changes["citation_keys"] = tuple(dict.fromkeys((*existing.citation_keys, *found.citation_keys)))
    changes["status"] = statuses.added(existing.status, found.status)
    missing = {
        kind: value
        for kind, value in found.identifiers
        if value and kind != "doi" and getattr(existing.identifiers, kind) is None
    }
    named = existing.model_copy(update={"identifiers": existing.identifiers.model_copy(update=missing)})
    changes |= {"identifiers": named.identifiers} | _found_versions(named, found)
    ours, theirs = versions.cited(existing.model_copy(update=changes)), versions.cited(found)
    same = not theirs or (ours is not None and versions.compare(ours, theirs) == "same")
    for name in (*(_PUBLICATION if same else ()), *(("editors",) if same else ()), "keywords", "note"):
        if not getattr(existing, name) and getattr(found, name):
            changes[name] = getattr(found, name)
    if existing.type == "article" and found.type and changes.get("venue") == found.venue != existing.venue:
        changes["type"] = found.type  # the preprint has been published
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
    whole = record.type in _WHOLE and (one.number or one.pages)
    return one if one.venue or one.volume or one.doi or record.identifiers.acl or whole else None


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
        type=paper.type,
        genre=paper.genre or "",
        editors=paper.editors,
        publisher=paper.publisher or "",
        series=paper.series or "",
        edition=paper.edition or "",
        language=paper.language or "",
        citation_keys=tuple(dict.fromkeys(filter(None, (key, *paper.citation_keys)))),
        keywords=paper.keywords,
        note=paper.note or "",
        status=paper.status,
        links=tuple(dict.fromkeys(url for _, url in paper.links if url)),
        labeled=paper.links,
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


def valid_names(names: Iterable[Name]) -> tuple[Name, ...]:
    """Return the names that are valid in a paper's file."""
    return tuple(name for name in names if _line(str(name)))


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


def _links(group: Sequence[Record], kind: str) -> list[str]:
    """Return a link of this kind from each record that has one: the one that its source calls so, else the first."""
    found = []
    for record in group:
        labeled = {url for _, url in record.labeled if url}
        others = (
            url
            for url in record.links
            if url not in labeled and link_kinds.kind(url) == kind and _is_new(url, record.identifiers, kind)
        )
        stated = getattr(record.labeled, kind) or ""
        own = stated if _is_new(stated, record.identifiers, kind) else ""
        if url := next(filter(None, (_valid(_URL, one) for one in (own, *others))), ""):
            found.append(url)
    return found


def _is_new(url: str, known: Identifiers, kind: str) -> bool:
    """Whether an address of the paper says more than its identifiers do."""
    if kind not in {"paper", "pdf"}:
        return True
    told = identifiers.of_url(url)
    return not any(value and value == getattr(known, name) for name, value in told)


def citation(key: str, paper: Paper) -> Record:
    """Return the cited version (the newest published one) as a record under the paper's key, with one web address."""
    ids, found = paper.identifiers, identifiers.addresses(paper.identifiers)
    pages = tuple(url for name, url, _ in found if name != "DOI")
    record = as_record(paper, key=key)
    date = record.date or (identifiers.arxiv_month(ids.arxiv) if ids.arxiv else None)
    own = () if paper.links.paper else pages[:1]
    if not (own or paper.links.paper or paper.links.pdf) and record.links and ids.doi:
        own = tuple(url for name, url, _ in found if name == "DOI")  # before its code
    return replace(record, abstract="", date=date, links=(*own, *record.links))
