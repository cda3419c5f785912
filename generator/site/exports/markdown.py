"""Text files for crawlers and language models: each paper's page as Markdown, llms.txt with links to them, robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.model import Paper, Record
from generator.site.escapes import line, markdown, web
from generator.site.settings import Settings
from generator.site.views import citation_lists, publication, reading_paths
from generator.site.views.arrangement import Shelf, lead
from generator.site.views.cards import Card
from generator.site.views.citations import formatted
from generator.site.views.details import Passage, details
from generator.site.views.paper_page import LINK_NAMES, VersionView, version_views
from generator.site.views.related import Related
from generator.site.views.relations import SIDES, Relative
from generator.site.views.status_lines import status_lines
from generator.text import identifiers
from generator.text.maths import plain

COPY = "paper.md.txt"  # MkDocs would turn an .md file into a page; every server and browser shows .txt as text
LISTED = 500  # papers in llms.txt; api/all.json has all of them


def files(
    shelf: Shelf,
    near: Mapping[str, Sequence[Related]],
    arrivals: Iterable[str],
    records: Mapping[str, Record],
    settings: Settings,
) -> Iterator[tuple[str, str]]:
    """Yield the site path and text of each file; ``arrivals`` holds the keys of the papers, most recently added first.

    A copy for file:// has none of them, because neither a crawler nor a script reads it.
    """
    if settings.offline:
        return
    end = "index.html" if settings.index_html else ""
    for key in shelf.keys:
        yield f"papers/{key}/{COPY}", _page(shelf, key, records[key], near.get(key, ()), end)
    yield "llms.txt", _llms(shelf, list(arrivals), settings)
    yield "robots.txt", _robots(settings)


def _page(shelf: Shelf, key: str, record: Record, near: Sequence[Related], end: str) -> str:
    """Return a paper's page as Markdown; ``end`` is appended to links to folders."""
    paper = shelf.catalogue.papers[key]
    facts = [*_facts(paper, shelf.cards[key], record, end), ("Last checked", _checked(shelf, key))]
    rows = [
        f"# {markdown(plain(shelf.cards[key].headline))}",
        "",
        *(f"- {name}: {text}" for name, text in facts if text),
    ]
    for paragraph in re.split(r"\n\s*\n", paper.summary or ""):
        rows += ["", markdown(plain(paragraph))] if paragraph else []
    if versions := version_views(paper, record):
        rows += ["", "## Versions", "", *map(_version, versions)]
    if paper.results:
        rows += ["", "## Results", "", *_results(paper)]
    if places := reading_paths.places(shelf, key):
        rows += ["", "## Reading paths", ""]
        rows += [
            f"- {_link(plain(one.name), f'../../{one.path}/{end}')}, step {one.number} of {one.of}" for one in places
        ]
    for side, found in shelf.relatives(key):
        rows += ["", f"## {SIDES[side]}", "", *(_relative(shelf, one) for one in found)]
    rows += _citations(shelf, key)
    if near:
        rows += ["", "## Related", ""]
        rows += [
            f"- {_link(plain(one.card.headline), f'../{one.card.key}/{COPY}')}: {markdown(one.reason)}" for one in near
        ]
    rows += ["", "## BibTeX", "", *(f"    {row}" for row in formatted(record, ".bib").splitlines() if row)]
    return "\n".join(rows) + "\n"


def _facts(paper: Paper, card: Card, record: Record, end: str) -> Iterator[tuple[str, str]]:
    """Yield the name and Markdown of each fact about a paper; a fact that is not known has no text."""
    more = max((paper.author_count or 0) - len(paper.authors), 0)
    names = [
        *map(markdown, map(str, paper.authors)),
        *([f"{more} more" if paper.authors else f"{more} authors"] if more else []),
    ]
    for one in status_lines(paper.status):
        yield "Status", markdown(one.text) + (f", {_link('notice', one.notice)}" if one.notice else "")
    yield "Authors", ", ".join(names) + (" et al." if paper.et_al and not more else "")
    yield "Editors", ", ".join(map(markdown, map(str, paper.editors)))
    yield "Also known as", "; ".join(markdown(plain(alias)) for alias in paper.aliases if alias != paper.title)
    yield "Date", f"{card.when.iso}{f' ({card.when.note})' if card.when.note else ''}"
    yield "Type", markdown(card.kind)
    yield "Venue", markdown(_place(record))
    known = details(record, card)
    yield "Publisher", markdown(record.publisher)
    yield from ((name, markdown(value)) for name, value in known.facts if name != "Publisher")
    for name, url, text in identifiers.addresses(paper.identifiers):
        yield name, _link(text, url)
    for kind, url in paper.links:
        yield LINK_NAMES[kind], _link(url or "", url or "")
    yield "Keywords", "; ".join(map(markdown, record.keywords))
    yield "Note", "".join(map(_passage, known.note))
    for name, chips in (("Families", card.families), ("Topics", card.topics)):
        yield name, ", ".join(_link(chip.name, f"../../{chip.path}/{end}") for chip in chips)


def _checked(shelf: Shelf, key: str) -> str:
    """Return when which services were last asked: ``2026-11-23 against Crossref and OpenAlex``; "" if none was."""
    found = shelf.checked.papers.get(key, ())
    return "; ".join(f"{one.when.iso} against {markdown(one.by)}" for one in found)


def _results(paper: Paper) -> Iterator[str]:
    """Yield the rows of a table of the paper's results."""
    yield "| Benchmark | Metric | Setting | Kind | Value | Better | Note |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for one in paper.results:
        value = " ".join(filter(None, (f"{one.value:.10g}", one.unit)))
        cells = (one.benchmark, one.metric, one.setting, one.kind, value, one.better, one.note)
        yield f"| {' | '.join(markdown(cell or '') for cell in cells)} |"


def _place(record: Record) -> str:
    if not publication.is_numbered_as_journal(record):
        return publication.place(record, whole=False)
    volume = f"{record.volume}{f'({record.number})' if record.number else ''}"
    pages = line(record.pages)
    return ", ".join(
        filter(
            None, (line(record.venue), line(volume), publication.article(pages) or (f"pages {pages}" if pages else ""))
        )
    )


def _version(one: VersionView) -> str:
    link = _link(one.link.text, one.link.url) if one.link else ""
    said = ", ".join(filter(None, (markdown(one.place), one.when.shown, link)))
    return f"- {one.kind}{', the cited version' if one.cited else ''}" + (f": {said}" if said else "")


def _relative(shelf: Shelf, one: Relative) -> str:
    how = f" ({one.how.lower()})" if one.how else ""
    why = f": {markdown(plain(one.why))}" if one.why else ""
    return f"- {_link(plain(shelf.cards[one.key].headline), f'../{one.key}/{COPY}')}{how}{why}"


def _citations(shelf: Shelf, key: str) -> Iterator[str]:
    """Yield the rows on the papers that cite a paper, and on those that it cites, all of them."""
    lists = list(citation_lists.whole(shelf, key))
    for _, heading, keys in lists:
        yield from ("", f"## {heading}", "")
        yield from (f"- {_link(plain(shelf.cards[one].headline), f'../{one}/{COPY}')}" for one in keys)
    if lists and (source := citation_lists.source(shelf)):
        yield from ("", f"Citations according to {markdown(source)}")


def _link(text: str, url: str) -> str:
    """Return a link, or only the text if the address is neither one of our paths nor a web address."""
    shown = markdown(text)
    return f"[{shown}](<{url}>)" if web(url) or url.startswith("../") else shown


def _passage(one: Passage) -> str:
    """Return a part of a text, with the spaces around it."""
    if one.url:
        return _link(one.text, one.url)
    before, after = (" " * edge.isspace() for edge in (one.text[:1], one.text[-1:]))
    return f"{before}{markdown(one.text)}{after}"


def _llms(shelf: Shelf, keys: list[str], settings: Settings) -> str:
    """Return the shelf's llms.txt (llmstxt.org): a title, a sentence, and sections with links.

    Parsers of this format end a name at the first bracket, escaped or not, and an address at the first parenthesis.
    """
    site = settings.site_url.translate({ord("("): "%28", ord(")"): "%29"})

    def shown(text: str) -> str:
        return markdown(text).replace("\\[", "&#91;").replace("\\]", "&#93;")

    def row(name: str, path: str, about: str = "") -> str:
        return f"- [{shown(name)}]({site}{path})" + (f": {shown(about)}" if line(about) else "")

    papers = shelf.cards
    rows = [f"# {markdown(settings.name)}", ""]
    rows += [f"> {markdown(settings.about)}", ""] if line(settings.about) else []
    rows += [
        f"{len(papers)} papers. The summaries were written for this shelf; results are as each paper reports them.",
        "",
    ]
    rows += ["## Data", ""]
    rows += [
        row("API", "api/index.json", "counts, families and topics (JSON)"),
        row("All papers", "api/all.json", "everything known about every paper (JSON)"),
        row("Schema", "api/schema.json", "what the fields in these files mean (JSON Schema)"),
        row("BibTeX", "papers.bib"),
        row("Table", "papers.csv", "CSV"),
        row("Results", "results.csv", "every figure with its benchmark, metric, setting and paper (CSV)"),
        row("Recently added", "feed.json", "JSON Feed"),
    ]
    for kind, name in (("families", "Families"), ("topics", "Topics")):
        nodes = shelf.catalogue.taxonomy.families if kind == "families" else shelf.catalogue.taxonomy.topics
        rows += ["", f"## {name}", ""] if nodes else []
        rows += [row(node.name, f"api/{kind}/{key}.json", lead(node.description)) for key, node in nodes.items()]
    rows += ["", "## Reading paths", ""] if shelf.steps else []
    for key in shelf.steps:
        about = shelf.catalogue.paths[key]
        rows.append(row(plain(about.title), f"api/paths/{key}.json", lead(plain(about.audience))))
    rows += ["", "## Papers", ""]
    rows += [
        row(plain(papers[key].headline), f"papers/{key}/{COPY}", lead(plain(papers[key].summary)))
        for key in keys[:LISTED]
    ]
    if len(keys) > LISTED:
        rows += ["", f"Only the newest {LISTED} of {len(keys)} papers are listed here; api/all.json has all of them."]
    return "\n".join(rows) + "\n"


def _robots(settings: Settings) -> str:
    rows = ["User-agent: *", "Allow: /"]
    if settings.site_url:
        rows += ["", f"Sitemap: {settings.site_url}sitemap.xml"]
    return "\n".join(rows) + "\n"
