"""When papers were last checked, by which services, and which of their links no longer work: what content/watch.yml holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model import Paper, Watch
from generator.model.watch import FaultyLink
from generator.site.views import dates, publication
from generator.site.views.cards import When
from generator.site.views.mentions import service_title


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """A day, and the services that were then last asked about a paper; ``services`` has their names in files."""

    when: When
    services: tuple[str, ...]

    @property
    def by(self) -> str:
        """Return the services as readers know them: ``Crossref and OpenAlex``."""
        return publication.joined([service_title(service) for service in self.services])


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """How many papers were checked, and the days on which the first and the last of them were last checked."""

    papers: int
    first: When
    last: When

    @property
    def between(self) -> str:
        """Return the first day without what the last one says again: ``16`` of 23 November 2026."""
        if self.first.year != self.last.year:
            return self.first.shown
        same_month = dates.month(self.first.iso) == dates.month(self.last.iso)
        return self.first.shown.rsplit(" ", 2 if same_month else 1)[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class LastChecked:
    """What is known of each paper, by the key that it has now."""

    papers: Mapping[str, tuple[Checked, ...]] = field(default_factory=dict)  # newest day first
    links: Mapping[str, Mapping[str, FaultyLink]] = field(default_factory=dict)  # by address

    @property
    def overview(self) -> Overview | None:
        """Return how many papers were checked, and when; None if none was."""
        days = [found[0].when.iso for found in self.papers.values()]
        if not days:
            return None
        return Overview(papers=len(days), first=dates.of(min(days)), last=dates.of(max(days)))

    @property
    def gone(self) -> int:
        """Return how many links are dead."""
        return sum(link.fault == "gone" for found in self.links.values() for link in found.values())


def gather(watch: Watch, papers: Mapping[str, Paper]) -> LastChecked:
    """Return what is known of the papers of a shelf."""
    now = {former: key for key, paper in papers.items() for former in paper.former_keys}
    now |= {key: key for key in papers}
    days: dict[str, dict[str, list[str]]] = {}
    for check in watch.checks:
        for key in check.papers:
            if key in now:
                days.setdefault(now[key], {}).setdefault(check.date, []).extend(check.services)
    links: dict[str, dict[str, FaultyLink]] = {}
    for link in watch.links:
        if link.paper in now:
            links.setdefault(now[link.paper], {})[link.url] = link
    return LastChecked(
        papers={
            key: tuple(
                Checked(when=dates.of(day), services=tuple(sorted({*found[day]})))
                for day in sorted(found, reverse=True)
            )
            for key, found in days.items()
        },
        links=links,
    )


def fault(link: FaultyLink) -> str:
    """Return what a reader must know of a link: ``archived``, ``gone since 3 March 2026``."""
    return f"gone since {dates.of(link.since).shown}" if link.fault == "gone" else link.fault
