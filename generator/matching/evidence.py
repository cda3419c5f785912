"""Evidence: two records compared field by field, what agrees and what contradicts. The verdict follows in verdict.py."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import Levenshtein

from generator.model import Identifiers, Record
from generator.text import fingerprints, names, pagination, titles
from generator.text.fingerprints import Overlap
from generator.text.fingerprints import compare as overlap
from generator.text.preprint_servers import is_preprint_doi
from generator.text.titles import SAID, SPELLING, Likeness, Title

AUTHOR_SHARE = 0.6  # of the shorter list's surnames (DESIGN.md): cut lists and typing errors leave more than half
UNRELATED = 0.40  # of the words, in order: two texts in one language share about a third by chance
PAIRS = 250_000  # of names that are compared letter by letter (500 × 500); in longer lists names must be equal
COMPARABLE_WORDS = 40  # a shorter abstract is only a heading or a notice


@dataclass(frozen=True, kw_only=True, slots=True)
class Traits:
    """A record ready for comparison; empty means not printed."""

    titles: tuple[Title, ...]  # the title, then a translation printed in brackets
    mark: str  # "reply", "erratum", … where the title says that it is about another paper
    shown: bool  # whether the title says that this is a demonstration or a poster
    surnames: tuple[str, ...]
    initials: tuple[str, ...]  # one for each surname
    name_words: frozenset[str]
    spellings: tuple[tuple[str, ...], ...]  # all folded forms of each name, where any name has several; else empty
    author_count: int | None
    date: str
    posted: str  # when the preprint appeared, where the date is the publication's
    identifiers: Identifiers
    preprint: bool  # as far as is known, it appeared on a preprint server only
    volume: str
    number: str
    first_page: str  # "" also for pages that cannot be read
    last_page: str
    printed_pages: str
    fingerprint: str  # of the abstract
    text: tuple[int, ...]  # the fingerprint's numbers, one for each word

    @property
    def title(self) -> str:
        """Return the folded title without spaces, "" for none."""
        return self.titles[0].folded if self.titles else ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of the title."""
        return self.titles[0].words if self.titles else ()

    @property
    def dates(self) -> tuple[str, ...]:
        """Return all dates, the publication's first."""
        return tuple(filter(None, (self.date, self.posted)))

    @property
    def years(self) -> frozenset[str]:
        """Return the years of all dates."""
        return frozenset(one[:4] for one in self.dates)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What agrees and what contradicts between two records: by field, a line for a person."""

    title: Likeness
    agreements: dict[str, str]
    contradictions: dict[str, str]
    abstract: Overlap
    all_authors: bool = False  # the two lists are the same

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the lines for a person: first what agrees, then what contradicts."""
        return (*self.agreements.values(), *self.contradictions.values())


def traits(record: Record) -> Traits:
    """Return what is compared of a record; ValueError where its ``sketch`` is not a fingerprint."""
    people = [(name, printed) for printed in record.authors if (name := names.fold(printed)).surname]
    first, last = pagination.pages(record.pages)
    fingerprint = record.sketch or fingerprints.fingerprint(record.abstract)
    return Traits(
        titles=titles.forms(record.title),
        mark=titles.mark(record.title),
        shown=titles.shown(record.title),
        surnames=tuple(name.surname for name, _ in people),
        initials=tuple(name.initials for name, _ in people),
        name_words=frozenset(
            word for name, _ in people for part in (name.surname, *name.given) for word in part.split() if len(word) > 2
        ),
        spellings=tuple(names.spellings(printed) for _, printed in people)
        if any(one.also for _, one in people)
        else (),
        author_count=record.author_count or len(record.authors) or None,
        date=_date(record.date or record.posted or ""),
        posted=_date(record.posted or ""),
        identifiers=record.identifiers,
        preprint=_is_preprint(record),
        volume=pagination.digits(record.volume),
        number=pagination.issue(record.number),
        first_page=first,
        last_page=last,
        printed_pages=record.pages.strip().lower() if any(map(str.isdigit, record.pages)) else "",
        fingerprint=fingerprint,
        text=tuple(fingerprints.word_hashes(fingerprint)),
    )


def _is_preprint(record: Record) -> bool:
    """Whether a record is of a preprint, as far as is known."""
    doi = record.identifiers.doi
    server = is_preprint_doi(doi) if doi else record.identifiers.arxiv
    return bool(server) and not pagination.digits(record.volume)


def compare(a: Traits, b: Traits) -> Comparison:
    """Compare two records; their order does not matter.

    Keys of the agreements: title, identifier, count, authors, surnames, day, year, volume, place, page, range, abstract.
    Keys of the contradictions: numbers, mark, kind, identifier, authors, year, pages, volume, number, abstract.
    """
    likeness, numbers = titles.compare(a.titles, b.titles, max(a.years & b.years, default=""))
    shared = overlap(a.text, b.text)
    agreements: dict[str, str] = {}
    contradictions: dict[str, str] = {}
    if likeness in SAID:
        agreements["title"] = SAID[likeness]
        if numbers:
            contradictions["numbers"] = f"numbers differ in the titles: {numbers}"
    if a.title and b.title and a.mark != b.mark:
        contradictions["mark"] = _differ("marks", a.mark or "none", b.mark or "none")
    if likeness in SAID and a.shown != b.shown:
        contradictions["kind"] = "one is a demonstration or a poster"
    _compare_identifiers(a, b, agreements, contradictions)
    everybody = _compare_people(a, b, agreements, contradictions)
    _compare_dates(a, b, agreements, contradictions)
    _compare_places(a, b, likeness, agreements, contradictions)
    if shared.same:
        agreements["abstract"] = str(shared)
    elif min(len(a.text), len(b.text)) >= COMPARABLE_WORDS and shared.share < UNRELATED:
        contradictions["abstract"] = f"the abstracts have little in common ({shared.share:.0%})"
    return Comparison(
        title=likeness, agreements=agreements, contradictions=contradictions, abstract=shared, all_authors=everybody
    )


def _compare_identifiers(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare identifiers of the same kind; the DOIs of a preprint and of a publisher do not contradict."""
    for kind in ("arxiv", "doi", "pmid", "acl", "openreview"):
        left, right = getattr(a.identifiers, kind), getattr(b.identifiers, kind)
        if not left or not right:
            continue
        if left == right:
            agreements["identifier"] = f"{kind} {left}"
        elif kind == "openreview" or (kind == "doi" and is_preprint_doi(left) != is_preprint_doi(right)):
            continue  # a paper is submitted more than once; a preprint is published
        else:
            contradictions["identifier"] = _differ(f"{kind} ids", left, right)


def _compare_people(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> bool:
    """Compare authors by surname and initials, or by words, in case the names were split wrongly.

    Return whether the two lists are the same.
    """
    if not a.surnames or not b.surnames:
        if a.author_count and a.author_count == b.author_count:
            agreements["count"] = f"{a.author_count} authors"
        return False
    share = max(_people_share(a, b), _word_share(a, b), _spelling_share(a, b))
    if share >= AUTHOR_SHARE:
        agreements["authors"] = f"authors agree ({share:.0%})"
    elif sorted(a.surnames) == sorted(b.surnames):
        agreements["surnames"] = "surnames agree, initials do not"
    elif share == 0 and not _any_alike(a.surnames, b.surnames):
        contradictions["authors"] = "no author in common"
    return share == 1 and len(a.surnames) == len(b.surnames)


def _people_share(a: Traits, b: Traits) -> float:
    """Return how much of the shorter list of authors (0–1) is also in the other, with initials that do not conflict."""
    short, long = sorted((a, b), key=lambda one: len(one.surnames))
    if len(short.surnames) * len(long.surnames) > PAIRS:
        shared = _first_initials(short) & _first_initials(long)
        return sum(shared.values()) / len(short.surnames)
    rest = list(zip(long.surnames, long.initials, strict=True))
    found = 0
    for surname, initials in zip(short.surnames, short.initials, strict=True):
        for one in rest:
            if names.same_surname(one[0], surname) and names.same_initials(one[1], initials):
                rest.remove(one)
                found += 1
                break
    return found / len(short.surnames)


def _spelling_share(a: Traits, b: Traits) -> float:
    """Return how much of the shorter list (0–1) is in the other, by the names' other spellings; 0 if there are none."""
    if not (a.spellings or b.spellings) or len(a.surnames) * len(b.surnames) > PAIRS:
        return 0.0
    short, long = sorted((_forms(a), _forms(b)), key=len)
    rest = list(long)
    found = 0
    for forms in short:
        same = next((one for one in rest if not forms.isdisjoint(one)), None)
        if same is not None:
            rest.remove(same)
            found += 1
    return found / len(short)


def _forms(one: Traits) -> list[frozenset[str]]:
    """Return the folded forms of each name."""
    if one.spellings:
        return [frozenset(forms) for forms in one.spellings]
    return [frozenset({surname}) for surname in one.surnames]


def _first_initials(one: Traits) -> Counter[tuple[str, str]]:
    """Return how often each surname with its first initial is among the authors."""
    return Counter((surname, initials[:1]) for surname, initials in zip(one.surnames, one.initials, strict=True))


def _word_share(a: Traits, b: Traits) -> float:
    """Return how many words of names are in common (0–1 of the fewer), in any order: ``Sun Yu`` is ``Yu Sun``."""
    short, long = sorted((a.name_words, b.name_words), key=len)
    found = len(short & long)
    lossy = names.LOST in "".join((*short, *long))
    if lossy and len(short) * len(long) <= PAIRS:
        found += sum(any(names.restored(word, other) for other in long - short) for word in short - long)
    return found / len(short) if short else 0.0


def _any_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether any two surnames differ only in spelling (a transliteration, a typing error, a particle)."""
    if len(left) * len(right) > PAIRS:
        return not {word for one in left for word in one.split()}.isdisjoint(
            word for one in right for word in one.split()
        )
    return any(
        Levenshtein.normalized_similarity(one, other) >= SPELLING or one in other.split() or other in one.split()
        for one in left
        for other in right
    )


def _compare_dates(a: Traits, b: Traits, agreements: dict[str, str], contradictions: dict[str, str]) -> None:
    """Compare dates: days may differ by one (time zones), and so may years (online first, then in print).

    Where one side also knows when its preprint appeared, the dates that agree best count.
    """
    pairs = sorted(sorted((one, other)) for one in a.dates for other in b.dates)
    if not pairs:
        return
    if same_day := next((pair for pair in pairs if _same_day(*pair)), None):
        agreements["day"] = f"same day: {same_day[0]}"
    elif years := a.years & b.years:
        agreements["year"] = f"same year: {min(years)}"
    elif all(abs(int(one[:4]) - int(other[:4])) > 1 for one, other in pairs):
        contradictions["year"] = _differ("years", *(pairs[0][at][:4] for at in (0, 1)))


def _same_day(one: str, other: str) -> bool:
    """Whether two dates are days that differ by one at most."""
    if not len(one) == len(other) == len("2021-07-05"):
        return False
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= 1


def _compare_places(
    a: Traits, b: Traits, title: Likeness, agreements: dict[str, str], contradictions: dict[str, str]
) -> None:
    """Compare volume, issue and pages.

    Under one title, an issue that differs is a mistake where volume and page agree; under two titles, the pages may agree
    because of a journal's habits, and the issue counts.
    """
    same_page = bool(a.first_page) and _same_page(a, b)
    same_volume = a.volume == b.volume != ""
    # Outside of one volume, pages that cannot be read ("Suppl-61") count as different even if they are equal.
    if a.printed_pages and b.printed_pages and not same_page and not (same_volume and _may_be_one(a, b)):
        contradictions["pages"] = _differ("pages", a.printed_pages, b.printed_pages)
    if a.volume and b.volume and not same_volume:
        contradictions["volume"] = _differ("volumes", a.volume, b.volume)
    if a.number and b.number and a.number != b.number and not (same_page and same_volume and title in SAID):
        contradictions["number"] = _differ("issues", a.number, b.number)
    if same_page and "volume" not in contradictions:
        _agree_on_page(a, b, same_volume=same_volume, agreements=agreements)
    elif same_volume and "pages" not in contradictions:
        agreements["volume"] = f"volume {a.volume}"


def _agree_on_page(a: Traits, b: Traits, *, same_volume: bool, agreements: dict[str, str]) -> None:
    """Say how far one first page identifies a place in print: with the volume, with the last page, or by itself."""
    page = min((a.first_page, b.first_page), key=lambda one: (len(one), one))  # the same either way round
    pages = f"pages {page}–{a.last_page}" if a.last_page and a.last_page == b.last_page else ""
    if same_volume:
        agreements["place"] = f"volume {a.volume}, page {page}"
    elif pages:
        agreements["place"] = pages
    elif page not in {"0", "1"}:  # the first page of every paper that is a file of its own
        agreements["page"] = f"page {page}"
    if pages and a.last_page.isdigit() and page.isdigit() and int(a.last_page) - int(page) > 1:
        agreements["range"] = pages  # notes and abstracts share a page; only a paper fills three


def _may_be_one(a: Traits, b: Traits) -> bool:
    """Whether different pages of one volume may be of one paper: of different kinds, or overlapping by mistake."""
    if a.printed_pages == b.printed_pages or (a.last_page and a.last_page == b.last_page):
        return True
    if a.first_page.isdigit() and b.first_page.isdigit():
        ends = [int(one.last_page) if one.last_page.isdigit() else int(one.first_page) for one in (a, b)]
        return max(int(a.first_page), int(b.first_page)) <= min(ends)
    # An article number or a supplement's page does not contradict a page; but one person's notes repeat their titles.
    kinds = {(bool(one.first_page), one.first_page.isdigit()) for one in (a, b)}
    return len(kinds) > 1 and min(len(a.surnames), len(b.surnames)) > 1


def _same_page(a: Traits, b: Traits) -> bool:
    """Whether first pages are the same, even where a letter (``c37–c42``) or the dash (``433444``) was lost."""
    if a.first_page == b.first_page:
        return True
    if a.last_page and b.last_page:
        return [page.lstrip("abcdefghijklmnopqrstuvwxyz") for page in (a.first_page, a.last_page)] == [
            page.lstrip("abcdefghijklmnopqrstuvwxyz") for page in (b.first_page, b.last_page)
        ] and a.first_page.isdigit() != b.first_page.isdigit()
    return bool(a.first_page and b.first_page) and (
        a.first_page == b.first_page + b.last_page or b.first_page == a.first_page + a.last_page
    )


def _differ(what: str, one: object, other: object) -> str:
    """Return how two values differ; their order does not matter."""
    return f"{what} differ: {' / '.join(sorted((str(one), str(other))))}"


def _date(value: str) -> str:
    """Return an ISO date if there is such a day, else its year, else ""."""
    try:
        if len(value) == len("2021-07-05"):
            date.fromisoformat(value)
    except ValueError:
        value = value[:4]
    return value if re.fullmatch(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", value) else ""
