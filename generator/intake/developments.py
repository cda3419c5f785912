"""Developments: what services say of one paper that nobody knew, and what of it may go into the paper's file.

Whose is a value? If a ledger of the paper prints it, a program wrote it; otherwise a person did, and it stays: what the
services say instead is proposed. A value that a service stated before and that the file lacks was removed by a person: it
is no news. What services state differently from each other or from the file, without a change, is no news either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.intake.completion import complete
from generator.intake.discrepancies import agree
from generator.intake.news_items import News, NewsKind
from generator.intake.paper_fields import VERSION, fields, shown, with_field
from generator.intake.past_records import PastRecords, stated
from generator.matching import merge, statuses, versions
from generator.model import Paper, Record, Status, Version
from generator.services import Fetched
from generator.text import identifiers

_PUBLICATION = {*VERSION, "type", "genre", "publisher", "series", "edition", "editors"}  # said of the cited version
_CORRECTED = ("date", "venue", "published", "volume", "number", "pages")  # another DOI is another version
_COSMETIC = {"venue", "pages"}  # that may be spelt differently
_NEEDED = {"display": "title", "author_count": "authors", "et_al": "authors"}  # what takes the place of a field
_PAGES = {"openalex": "https://openalex.org/", "semantic-scholar": "https://www.semanticscholar.org/paper/"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Development:
    """A paper as it would be now, the news, and the records that they come from."""

    paper: Paper
    news: tuple[News, ...] = ()
    used: tuple[Fetched, ...] = ()


def development(key: str, paper: Paper, answers: Sequence[Fetched], past: PastRecords) -> Development:
    """Return what the answers of services about one paper bring, compared with its file and its past records."""
    look = _Look(key, paper, answers, past)
    look.complete()
    look.correct()
    look.judge()
    return Development(
        paper=look.now,
        news=tuple(look.news),
        used=tuple(one for one in answers if any(one is other for other in look.used)),
    )


class _Look:
    """The comparison for one paper: ``now`` is the paper with what was found so far."""

    def __init__(self, key: str, paper: Paper, answers: Sequence[Fetched], past: PastRecords) -> None:
        self.key, self.paper, self.past = key, paper, past
        self.answers = answers
        self._stated: dict[int, dict[str, Any]] = {}
        self.now = paper
        self.news: list[News] = []
        self.used: list[Fetched] = []

    def stated(self, one: Fetched) -> dict[str, Any]:
        """Return the fields that an answer gives the paper; most answers bring nothing and are never looked at so closely."""
        if id(one) not in self._stated:
            self._stated[id(one)] = stated(one.record)
        return self._stated[id(one)]

    def complete(self) -> None:
        """Take what the file lacks; of a preprint, also where it was published."""
        records = [one.record for one in self.answers]
        filled = complete(self.paper, records, keep=True)
        ours = versions.cited(self.paper)
        preprint = ours is None or versions.is_preprint(ours)
        kind: NewsKind = (
            "published" if ours or self.paper.identifiers.arxiv or self.paper.type == "article" else "filled"
        )
        published = complete(self.paper, records, keep=False) if preprint and ours else filled
        theirs = versions.cited(published)
        if not preprint or theirs is None or versions.is_preprint(theirs):
            self._take(filled, "filled", set(fields(filled)) | set(fields(self.paper)))
            return
        self._take(filled, "filled", (set(fields(filled)) | set(fields(self.paper))) - _PUBLICATION)
        if not self.past.knows_version(theirs):
            self._take(published, kind, _PUBLICATION)

    def _take(self, found: Paper, kind: NewsKind, names: set[str]) -> None:
        """Take these fields of what was found, or propose them if one of them would replace what a person wrote."""
        before, after = fields(self.paper), fields(found)
        changed = [name for name in after if name in names and before.get(name) != after[name] and name != "status"]
        changed = [name for name in changed if kind == "published" or not self.past.knows(name, after[name])]
        own = [name for name in changed if name in before and name not in {"other_versions", "citation_keys"}]
        written = kind != "published" or all((name, str(before[name])) in self.past.printed for name in own)
        for name in changed:
            if written:
                self.now = with_field(self.now, name, after[name])
            if written or not isinstance(after[name], tuple):  # a list is no line to paste
                self._tell(kind if written else "proposal", name, before.get(name), after[name], written=written)
        if changed and written:
            for name in sorted(names & (set(before) - set(after))):  # such as the pages of a former version
                if not (_NEEDED.get(name) and _NEEDED[name] not in fields(self.now)):
                    self.now = with_field(self.now, name, None)

    def correct(self) -> None:
        """Follow services that corrected what they stated before, where the file has that."""
        for one in self.answers:
            last = self.past.newest(one.service.name)
            if not last or not _is_same_version(last, one.record):
                continue
            before, after = stated(last), self.stated(one)
            elsewhere = _is_elsewhere(before, after)
            for name in _CORRECTED:
                old, new = before.get(name), after.get(name)
                same = old == new or (name in _COSMETIC and old and new and _means(name, old, new))
                told = name == "date" and new == fields(self.now).get("published")  # where it appeared first stays
                if not (old and new) or same or told or self.past.knows(name, new):
                    continue
                self._correct(name, old, new, one, elsewhere=elsewhere)

    def _correct(self, name: str, old: Any, new: Any, by: Fetched, *, elsewhere: bool) -> None:
        """Write one corrected value if the file has the former one and no other service holds on to it; else propose it.

        What is said of a publication ``elsewhere`` is proposed, too: the file's other fields would not fit it.

        Where the file has what another source printed, this service was not followed before.
        """
        ours = fields(self.now).get(name)
        if ours is None or ours == new or any(name == one.field for one in self.news):
            return
        still = any(self.stated(other).get(name) == old for other in self.answers if other is not by)
        if ours == old and not still and (name == "date" or not elsewhere):
            self.now = with_field(self.now, name, new)
            self._tell("correction", name, ours, new, written=True)
        elif ours == old or not (_means(name, ours, new) or (name, str(ours)) in self.past.printed):
            self._tell("proposal", name, ours, new, written=False)

    def judge(self) -> None:
        """Take the statuses that no source denies, and tell of those that one does."""
        asked = {one.service.name for one in self.answers}
        last = {name: record for name in self.past.services if (record := self.past.newest(name))}
        kept = [record for name, record in last.items() if name not in asked]
        before = [*self.past.others, *last.values()]
        after = [*self.past.others, *kept, *(one.record for one in self.answers)]
        former = statuses.agreed(before)
        known = {one.kind for one in (*self.paper.status, *former)}
        noticed = {one.kind for one in former if one.notice}
        named = tuple(one for one in statuses.agreed(after) if one.kind not in known or one.kind not in noticed)
        status_now = statuses.added(self.paper.status, (one for one in named if one.kind not in known or one.notice))
        written = {one.kind for one in status_now if one not in self.paper.status}
        new = tuple(one for one in named if one.kind in written)
        self.now = self.now.model_copy(update={"status": status_now})
        for status in new:
            claimants = self._claimants(status)
            sources = status.by or tuple(one.service.title for one in claimants)
            url = status.notice or _first_page(claimants)
            self._add(kind="status", field="status", after=shown(status), sources=sources, url=url, written=True)
        file = Record(source="", line=1, status=self.paper.status)
        told = {one.kind for one in statuses.contested([*before, file])}
        for status in statuses.contested([*after, file]):
            if status.kind not in told:
                self._contradict(status)

    def _claimants(self, status: Status) -> list[Fetched]:
        """Return the answers that make this claim, which are kept."""
        found = [one for one in self.answers if any(each.kind == status.kind for each in one.record.status)]
        self.used += found
        return found

    def _contradict(self, claim: Status) -> None:
        """Tell that one source says what another denies."""
        claimants = self._claimants(claim)
        denying = [one for one in self.answers if claim.kind in one.record.denies]
        self.used += denying
        denied = tuple(one.service.title for one in denying)
        said = tuple(name for name in claim.by if name not in denied) or ("the paper’s file",)  # one may deny it by now
        self._add(
            kind="contradiction",
            field="status",
            before=shown(self.paper.status),
            after=f"{shown(claim)} ({', '.join(said)})" + (f"; not so ({', '.join(denied)})" if denied else ""),
            sources=(*said, *denied),
            url=claim.notice or _first_page([*claimants, *denying]),
        )

    def _tell(self, kind: NewsKind, name: str, before: Any, after: Any, *, written: bool) -> None:
        """Add news of a field, with the services that state the value."""
        saying = [
            one
            for one in self.answers
            if name in (their := self.stated(one)) and (isinstance(after, tuple) or their[name] == after)
        ] or list(self.answers)
        self.used += saying
        sources = tuple(dict.fromkeys(one.service.title for one in saying))
        values = {"before": shown(before), "after": shown(after)}
        self._add(kind=kind, field=name, **values, sources=sources, url=_first_page(saying), written=written)

    def _add(self, **facts: Any) -> None:
        self.news.append(News(key=self.key, title=self.paper.name, **facts))


def _is_same_version(one: Record, other: Record) -> bool:
    """Whether a service speaks of the same version as before: another one is no correction."""
    a, b = (versions.cited(merge.merge([record])[0]) for record in (one, other))
    return a is None or b is None or versions.compare(a, b) != "other"


def _is_elsewhere(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a service now names another venue and, for the first time, a DOI: perhaps the journal after the workshop."""
    venues = before.get("venue"), after.get("venue")
    new_doi = after.get("identifiers.doi") and not before.get("identifiers.doi")
    return bool(new_doi and all(venues) and not _means("venue", *venues))


def _means(name: str, ours: Any, theirs: Any) -> bool:
    """Whether two values of a field mean the same; a venue may be abbreviated."""
    if name == "venue" and versions.compare(Version(venue=ours), Version(venue=theirs)) == "same":
        return True
    return agree("date" if name == "published" else name, str(ours), str(theirs))


def _first_page(answers: Sequence[Fetched]) -> str:
    """Return the page of a paper at the first service that has one."""
    return next(iter(_pages(answers)), "")


def _pages(answers: Sequence[Fetched]) -> Iterator[str]:
    for one in answers:
        record = one.record
        if (base := _PAGES.get(one.service.name)) and record.id.isalnum():
            yield base + record.id
        yield from (url for _, url, _ in identifiers.addresses(record.identifiers))
