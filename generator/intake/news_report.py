"""Reports of news: as text for a terminal, and as Markdown for the text of one pull request.

In Markdown, every value from outside is in a code span or block, the only places where GitHub ignores markup, mentions and
references; addresses become links, unless GitHub would tell the page behind one that it was mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator import yaml_files
from generator.intake.news_items import LeftOut, News
from generator.intake.paper_fields import with_field
from generator.model import Paper
from generator.text.sections import counted, quoted

NOTHING = "No news."
SHOWN = 40  # news on a terminal
ROOM = {"written": 30_000, "proposed": 15_000, "contradicted": 7_000, "left out": 5_000}  # characters of each part
_WHAT = {"published": "published", "status": "status", "correction": "corrected", "filled": "filled in"} | {
    "repository": "code repository",
    "link": "link",
}
_NAME = re.compile(r"[A-Za-z][A-Za-z ’-]*")
_ADDRESS = re.compile(r"https?://[!#-;=?-\[\]-_a-{}~]+")  # ASCII without what ends or breaks a link
_TELLING = re.compile(
    r"https?://(?:www\.)?github\.com/[^/]+/[^/]+/(?:issues|pull|commit|commits|discussions)/", re.IGNORECASE
)
_TICKS = re.compile("`+")


def as_text(news: Sequence[News], left_out: Sequence[LeftOut]) -> str:
    """Return the report for a terminal, one line for each finding; ``say`` escapes it."""
    rows = [NOTHING] if not news else [f"{_lead(news)}:"]
    for one in news[:SHOWN]:
        change = f"{one.before} → {one.after}" if one.before else one.after
        to_do = "" if one.written else " (yours to decide)"
        rows.append(f"  {one.key}: {one.kind}: {one.field}: {change} [{', '.join(one.sources)}]{to_do}")
    if len(news) > SHOWN:
        rows.append(f"  … and {len(news) - SHOWN} more: --output FILE writes all of them")
    rows += [f"Left out: {one.what} ({one.count}): {one.why}" for one in left_out]
    return "\n".join(rows)


def as_markdown(news: Sequence[News], left_out: Sequence[LeftOut], folder: str) -> str:
    """Return the report for a pull request, at most 60,000 characters; ``folder`` is the name of the content folder."""
    if not news:
        return f"{NOTHING}\n" + _part("Left out", "", _left_out(left_out), ROOM["left out"])
    written = [one for one in news if one.written]
    proposed = [one for one in news if not one.written and one.kind != "contradiction"]
    contradicted = [one for one in news if one.kind == "contradiction"]
    head = "| paper | what | change | source |\n|---|---|---|---|\n"
    why = "A person wrote the present value, so it stays. To take the other one, put these lines into the file.\n\n"
    both = "One source says what another denies. Nothing was written.\n\n"
    return f"### {_lead(news)}\n" + "".join(
        (
            _part("Written", head, _rows(written), ROOM["written"]),
            _part("To decide", why, _proposals(proposed, folder), ROOM["proposed"]),
            _part("Contradictions", both, _contradictions(contradicted), ROOM["contradicted"]),
            _part("Left out", "", _left_out(left_out), ROOM["left out"]),
        )
    )


def _lead(news: Sequence[News]) -> str:
    papers = counted(len({one.key for one in news}), "paper")
    open_ones = sum(not one.written for one in news)
    return f"{counted(len(news), 'finding')} about {papers}" + (f", {open_ones} to decide" if open_ones else "")


def _part(title: str, head: str, rows: Iterable[str], room: int) -> str:
    """Return a part with its first rows, and how many did not fit; nothing without rows."""
    made = list(rows)
    kept: list[str] = []
    while len(kept) < len(made) and len(head) + sum(map(len, kept)) + len(made[len(kept)]) < room:
        kept.append(made[len(kept)])
    more = f"\n… and {len(made) - len(kept)} more\n" if len(kept) < len(made) else ""
    return f"\n**{title}**\n\n{head}{''.join(kept)}{more}" if made else ""


def _rows(news: Sequence[News]) -> Iterator[str]:
    """Yield a row of the table for all news of one kind about a paper."""
    for _, group in groupby(news, key=lambda one: (one.key, one.kind)):
        some = list(group)
        changes = "<br>".join(dict.fromkeys(map(_change, some)))
        sources = "<br>".join(_sources(some))
        paper = f"{quoted(some[0].key)}<br>{quoted(some[0].title)}"
        yield "| " + " | ".join(_cell(one) for one in (paper, _WHAT[some[0].kind], changes, sources)) + " |\n"


def _proposals(news: Sequence[News], folder: str) -> Iterator[str]:
    for key, group in groupby(news, key=lambda one: one.key):
        some = list(group)
        paper = Paper()
        for one in some:
            paper = with_field(paper, one.field, one.after)
        lines = yaml_files.dump(paper).rstrip("\n")
        fence = "`" * max(3, *(len(ticks) + 1 for ticks in _TICKS.findall(lines)), 3)
        sources = " and ".join(_sources(some))
        block = "".join(f"  {line}\n" for line in (f"{fence}yaml", *lines.split("\n"), fence))
        yield f"- {quoted(f'{folder}/papers/{key}.yml')}, {quoted(some[0].title)}; says {sources}:\n\n{block}\n"


def _contradictions(news: Sequence[News]) -> Iterator[str]:
    for one in news:
        yield f"- {quoted(one.key)}, {quoted(one.title)}: {quoted(one.after)}; see {_source(one)}\n"


def _left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    for one in left_out:
        yield f"- {quoted(one.what)} ({one.count}): {quoted(one.why)}\n"


def _change(one: News) -> str:
    before = f"{quoted(one.before)} → " if one.before else ""
    return f"{before}{quoted(one.after)}" if one.kind == "status" else f"{one.field}: {before}{quoted(one.after)}"


def _sources(news: Sequence[News]) -> list[str]:
    """Return who says so, the most sources first, without those whose names are all there already."""
    found: dict[str, None] = {}
    named: set[str] = set()
    for one in sorted(news, key=lambda one: -len(one.sources)):
        if not named.issuperset(one.sources):
            found[_source(one)] = None
            named.update(one.sources)
    return list(found)


def _source(one: News) -> str:
    """Return who says so, as a link where there is a page."""
    names = ", ".join(name if _NAME.fullmatch(name) else quoted(name) for name in one.sources)
    if _ADDRESS.fullmatch(one.url) and not _TELLING.match(one.url):
        return f"[{names}](<{one.url}>)"
    return f"{names} {quoted(one.url)}" if one.url else names


def _cell(text: str) -> str:
    """Return a text for a table, where a stroke would end the cell, even in a code span."""
    return text.replace("|", "\\|")
