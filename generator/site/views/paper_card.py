"""Makes the card of a paper, and the short texts on it: a name for charts, who wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.model import Label, Name, NodeKind, Paper, Record
from generator.site.escapes import line, web
from generator.site.views import publication
from generator.site.views.cards import Card, Chip
from generator.site.views.dates import when
from generator.site.views.disagreements import Printed
from generator.site.views.status_lines import kind_of
from generator.taxonomy.tree import Tree
from generator.text.maths import plain


def chips(kind: NodeKind, tree: Tree) -> dict[str, Chip]:
    """Return the links to the pages of all families or topics."""
    return {key: Chip(name=node.name, path=f"{kind}/{key}") for key, node in tree.nodes.items()}


def card(
    key: str,
    paper: Paper,
    records: Sequence[Printed],
    labels: Sequence[Label],
    *,
    chips: Mapping[NodeKind, Mapping[str, Chip]],
    families: Tree,
) -> Card:
    """Return the card of a paper: ``chips`` has the links to families and topics, ``families`` their tree."""
    nodes = {
        kind: dict.fromkeys(one.node for one in labels if one.kind == kind and one.node in known)
        for kind, known in chips.items()
    }
    above = {parent for node in nodes["families"] for parent in families.ancestors(node)}
    record = _publication(paper)
    return Card(
        key=key,
        title=paper.name,
        short=short_name(paper),
        path=f"papers/{key}",
        by=byline(paper),
        when=when(paper, [record.date for _, _, record in records if record.date]),
        venue=publication.venue(record),
        kind=publication.unusual(record),
        summary=paper.summary or "",
        families=tuple(chips["families"][node] for node in nodes["families"] if node not in above),
        topics=tuple(chips["topics"][node] for node in nodes["topics"]),
        pdf=publication.pdf(paper),
        code=web(paper.links.code or ""),
        status=kind_of(paper.status),
    )


def _publication(paper: Paper) -> Record:
    """Return what tells a paper's type and venue: to make a whole record takes as long as the rest of the card."""
    return Record(
        source="",
        line=1,
        type=paper.type,
        genre=paper.genre or "",
        identifiers=paper.identifiers,
        venue=paper.venue or "",
        volume=paper.volume or "",
        publisher=paper.publisher or "",
    )


def short_name(paper: Paper) -> str:
    """Return a short name for charts: the title before its colon, or the shortest alias, or the start of the title."""
    title = plain(paper.name)
    head = title.partition(":")[0].strip()
    if head != title and len(head) <= 36:
        return head
    shortest = min((alias for alias in map(plain, paper.aliases) if len(alias) >= 3), key=len, default=title)
    name = shortest if len(shortest) <= 36 else title
    return name if len(name) <= 38 else name[:37].rsplit(" ", 1)[0].rstrip(" ,:;-–") + "…"


def byline(paper: Paper) -> str:
    """Return a short text that names the authors, or else the editors."""
    if not paper.authors and not paper.author_count and paper.editors:
        return f"{_few(paper.editors, len(paper.editors))} {publication.editor_mark(paper.editors)}"
    count = max(len(paper.authors), paper.author_count or 0)
    if not paper.authors:
        return f"{count} authors" if count else ""
    if paper.et_al and count == len(paper.authors):
        return f"{paper.authors[0]} et al."
    return _few(paper.authors, count)


def people(paper: Paper, most: int) -> str:
    """Return the first authors by name, and how many more there are; where there are none, who edited the paper."""
    names = [line(name) for name in paper.authors[:most]]
    more = max(len(paper.authors), paper.author_count or 0) - len(names)
    if not names:
        return line(byline(paper))
    if more:
        return f"{', '.join(names)} and {more} more"
    return f"{', '.join(names)} et al." if paper.et_al else publication.joined(names)


def _few(names: Sequence[Name], count: int) -> str:
    """Return up to three names, or the first one and the number of the others."""
    if count > 3 or count > len(names):
        return f"{names[0]} and {count - 1} other{'s' if count > 2 else ''}"
    return publication.joined([str(name) for name in names])
