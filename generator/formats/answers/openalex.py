"""Works of OpenAlex as JSON: a list, a single work, JSON Lines (docs.openalex.org, the Work object)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

from generator.formats import coercion, field_values, json_elements, status_claims
from generator.model import Identifiers, Links, Name, PaperType, Record, Status
from generator.model.name import is_eastern
from generator.problems import Problem
from generator.text import folding, headings, identifiers

NAME = "openalex"
_TITLE = "OpenAlex"

WORDS = 20_000  # words of an abstract; the longest real ones have about 5,000
_LENGTH = 200_000  # characters of an abstract, likewise: a word may stand at many positions

_HEAD = 50_000  # characters that are enough to recognise an answer
_MARKS = re.compile(
    r'"https?://(?:api\.)?openalex\.org/|"(?:abstract_inverted_index|authorships|db_response_time_ms|primary_location)"\s*:'
)
_FAILED = re.compile(r'\s*\{\s*"error"\s*:\s*"[^"]*"\s*,\s*"message"\s*:')
_REPOSITORIES = re.compile(r"\b(?:arxiv|zenodo|pubmed|hal|ssrn|repository|research ?gate)\b", re.IGNORECASE)
_WORD_ID = re.compile(r"W[0-9]+$", re.IGNORECASE)
_ABSTRACT = re.compile(r"^abstract(?:\s*[:.]\s*|\s+(?=[A-Z]))", re.IGNORECASE)


_TYPES: dict[str, PaperType] = {  # its own and Crossref's; its "article" may be in a journal or in proceedings
    **dict.fromkeys(("journal-article", "review", "letter", "editorial", "erratum", "retraction"), "article-journal"),
    **dict.fromkeys(("proceedings-article",), "paper-conference"),
    **dict.fromkeys(("preprint", "posted-content"), "article"),
    **dict.fromkeys(("book-chapter", "book-part", "book-section", "reference-entry"), "chapter"),
    **dict.fromkeys(("book", "monograph", "edited-book", "reference-book", "proceedings"), "book"),
    **dict.fromkeys(("dissertation",), "thesis"),
    **dict.fromkeys(("report", "standard"), "report"),
    **dict.fromkeys(("dataset", "database"), "dataset"),
    **dict.fromkeys(("software",), "software"),
}
_SOURCES: dict[str, PaperType] = {"journal": "article-journal", "conference": "paper-conference"}


def detect(text: str) -> bool:
    """Whether this is JSON with fields that only OpenAlex has, or its error answer."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    return head.startswith(("{", "[")) and bool(_MARKS.search(head) or _FAILED.match(head))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the works; problems as in ``json_elements.objects``, and ``openalex.authors-cut``."""
    records: list[Record] = []
    problems: list[Problem] = []
    for element in json_elements.objects(name, text, lists=("results",), problems=problems):
        record = _record(name, element)
        if not record.title and not record.abstract:
            message = f"{record.id or 'this work'} has neither a title nor an abstract"
            problems.append(coercion.unreadable(name, element.line, message))
            continue
        records.append(record)
        if element.value.get("is_authors_truncated") is True:
            message = f"this answer has only the first {len(record.authors)} authors of {record.title!r}"
            hint = "request this work by itself to get all of them"
            place = {"path": name, "line": element.line, "code": "openalex.authors-cut"}
            problems.append(Problem(**place, message=message, hint=hint, severity="warning"))  # type: ignore[arg-type]
    return records, problems


def _record(name: str, element: json_elements.Element) -> Record:
    work = element.value
    locations = list(_locations(work))
    found = _identifiers(work, locations)
    biblio = coercion.mapping(work.get("biblio"))
    published = coercion.date(work.get("publication_date")) or coercion.date(work.get("publication_year"))
    printed = coercion.line(work.get("id")) or coercion.line(coercion.mapping(work.get("ids")).get("openalex"))
    number = _WORD_ID.search(printed)
    venue, source = _venue(work, locations)
    first = bool(venue and found.arxiv and not found.doi) and locations[:1] != [] and _is_copy(locations[0])
    pages, pdfs = ([url for url in map(coercion.link, places) if url and _is_new(url)] for places in _addresses(work))
    kind = _type(work, source)
    title = coercion.plain(work.get("title")) or coercion.plain(work.get("display_name"))
    retracted = work.get("is_retracted")
    notice = retracted is not True and coercion.line(work.get("type")) == "retraction"
    record = Record(
        source=name,
        line=element.line,
        title=status_claims.notice_title(title, "Retraction") if notice else title,
        abstract=rebuilt(work.get("abstract_inverted_index")) or coercion.plain(work.get("abstract")),
        type=kind,
        authors=tuple(one for one in map(_author, coercion.listing(work.get("authorships"))) if one != Name()),
        date=None if first else published,
        posted=published if first else None,  # the first location's date
        links=coercion.links([*pages[:1], *pdfs[:1]]),
        labeled=Links(paper=next(iter(pages), None), pdf=next(iter(pdfs), None)),
        identifiers=found,
        venue=venue,
        volume=coercion.line(biblio.get("volume")),
        number=coercion.line(biblio.get("issue")),
        pages=field_values.pages(
            _pages(coercion.line(biblio.get("first_page")), coercion.line(biblio.get("last_page")))
        ),
        publisher=_publisher(source),
        language=coercion.line(work.get("language")),
        id=number[0].upper() if number else printed,
        keywords=coercion.once(_keywords(work)),
        headings=coercion.once(_topics(work)),  # concepts are too coarse to be useful
        status=(Status(kind="retracted", by=(_TITLE,)),) if retracted is True else (),
        further=tuple(_further(work, kind)),
    )
    record = status_claims.claimed(record, _TITLE)
    stands = retracted is False and not notice and not any(one.is_off for one in record.status)
    return replace(record, denies=("retracted",)) if stands else record


def _type(work: dict[str, Any], source: dict[str, Any]) -> PaperType | None:
    """Return the type; that of an article is told by its source."""
    own, crossrefs = coercion.line(work.get("type")), coercion.line(work.get("type_crossref"))
    if own in {"", "article"}:
        return _SOURCES.get(coercion.line(source.get("type"))) or _TYPES.get(crossrefs)
    return _TYPES.get(own) or _TYPES.get(crossrefs)


def _further(work: dict[str, Any], kind: PaperType | None) -> Iterator[tuple[str, str]]:
    """Yield what it states and no field holds."""
    if not kind and (stated := coercion.line(work.get("type"))) not in {"", "article"}:
        yield "type", stated
    ids = coercion.mapping(work.get("ids"))
    for key in ("pmcid", "mag"):
        if text := str(ids[key]) if type(ids.get(key)) is int else coercion.line(ids.get(key)):
            yield key, text


def _addresses(work: dict[str, Any]) -> tuple[list[object], list[object]]:
    """Return the addresses of pages and PDFs: where it was published, then the best open copy."""
    places = [*_locations({key: work.get(key) for key in ("primary_location", "best_oa_location", "host_venue")})]
    return [place.get("landing_page_url") for place in places], [place.get("pdf_url") for place in places]


def _is_new(url: str) -> bool:
    """Whether no identifier leads to an address."""
    return identifiers.of_url(url) == Identifiers()


def rebuilt(index: object) -> str:
    """Return the abstract of an inverted index, which maps words to positions; "" for null and other shapes."""
    if not isinstance(index, dict):
        return ""
    # Microsoft Academic nested it one level deeper; old exports still do.
    nested: dict[str, object] = coercion.mapping(index.get("InvertedIndex")) or index
    words: dict[int, str] = {}
    for word, positions in nested.items():
        for position in coercion.listing(positions):
            if type(position) is int and 0 <= position < WORDS:
                words[position] = word
    ordered = [words[position] for position in sorted(words)]
    ends = accumulate(len(word) + 1 for word in ordered)
    return _ABSTRACT.sub(
        "", coercion.plain(" ".join(word for word, end in zip(ordered, ends, strict=True) if end <= _LENGTH))
    )


def _author(authorship: object) -> Name:
    """Return the author's name; as the paper prints it where that tells the family name, or is all there is."""
    held = coercion.mapping(authorship)
    author = coercion.mapping(held.get("author"))
    shown, raw = coercion.line(author.get("display_name")), coercion.line(held.get("raw_author_name"))
    if raw.count(",") == 1 and sorted(folding.fold(raw).split()) == sorted(folding.fold(shown).split()):
        shown = raw
    found = coercion.person(shown or raw, author.get("orcid"))
    other = raw.replace(" ", "")
    return replace(found, also=(other,)) if is_eastern(other) and str(found).isascii() else found


def _locations(work: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the work's locations, the primary one first; older answers have a host_venue."""
    for key in ("primary_location", "best_oa_location"):
        if location := coercion.mapping(work.get(key)):
            yield location
    yield from filter(None, map(coercion.mapping, coercion.listing(work.get("locations"))))
    if host := coercion.mapping(work.get("host_venue")):
        yield {"landing_page_url": host.get("url"), "source": host}


def _identifiers(work: dict[str, Any], locations: list[dict[str, Any]]) -> Identifiers:
    """Return the identifiers; a location may have the DOI of another version, so only the work's own DOI counts."""
    ids = coercion.mapping(work.get("ids"))
    own = [work.get("doi"), *(ids.get(key) for key in ids if key not in {"openalex", "mag", "pmid", "pmcid"})]
    found = coercion.joined(identifiers.of_url(coercion.line(each)) for each in own)
    pubmed = coercion.line(ids.get("pmid"))
    named = identifiers.of_url(pubmed if "/" in pubmed else f"pmid:{pubmed}")
    urls = [coercion.line(location.get(key)) for location in locations for key in ("landing_page_url", "pdf_url", "id")]
    elsewhere = coercion.joined(
        identifiers.of_url(url.removeprefix("pmh:").removeprefix("oai:arXiv.org:")) for url in urls if url
    )
    books = field_values.find_identifiers(isbns=_isbns(work, ids, *locations))
    return coercion.joined([found, named, elsewhere.model_copy(update={"doi": None}), books])


def _isbns(*places: dict[str, Any]) -> Iterator[str]:
    """Yield the ISBNs of a work, its ids and its sources."""
    for place in places:
        for held in (place, coercion.mapping(place.get("source"))):
            for key in ("isbn", "isbns"):
                yield from map(coercion.line, [held.get(key), *coercion.listing(held.get(key))])


def _is_copy(location: dict[str, Any]) -> bool:
    """Whether a location is a repository, which only holds copies."""
    source = coercion.mapping(location.get("source"))
    kind = source.get("type")
    return kind == "repository" or (
        kind is None and bool(_REPOSITORIES.search(coercion.plain(source.get("display_name"))))
    )


def _venue(work: dict[str, Any], locations: list[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Return the first journal or conference among the locations, and what is said of it."""
    for location in locations:
        source = coercion.mapping(location.get("source"))
        if (venue := coercion.plain(source.get("display_name"))) and not _is_copy(location):
            return venue, source
    venue = coercion.plain(coercion.mapping(work.get("primary_location")).get("raw_source_name"))
    return "" if _REPOSITORIES.search(venue) else venue, {}


def _publisher(source: dict[str, Any]) -> str:
    """Return the publisher of a source; older answers had it under another name."""
    return coercion.plain(source.get("host_organization_name")) or coercion.plain(source.get("publisher"))


def _pages(first: str, last: str) -> str:
    return f"{first}-{last}" if first and last and first != last else first or last


def _keywords(work: dict[str, Any]) -> Iterator[str]:
    for one in coercion.listing(work.get("keywords")):
        yield coercion.line(coercion.mapping(one).get("display_name") or coercion.mapping(one).get("keyword") or one)


def _topics(work: dict[str, Any]) -> Iterator[str]:
    """Yield each topic below its field and subfield."""
    for one in map(coercion.mapping, coercion.listing(work.get("topics"))):
        above = (coercion.mapping(one.get(level)).get("display_name") for level in ("field", "subfield"))
        yield headings.joined(coercion.once(map(coercion.line, (*above, one.get("display_name")))))
