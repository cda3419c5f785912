"""The JSON API: static files under /api/."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic.json_schema import models_json_schema

from generator.formats import field_values
from generator.model import Identifiers, Name, NodeKind
from generator.site.escapes import line, web
from generator.site.exports.api_schema import (
    FILES,
    VERSION,
    CheckedShape,
    CitationsShape,
    IndexShape,
    NodeCount,
    NodeShape,
    PaperShape,
    PathShape,
    PathStep,
    Shape,
)
from generator.site.settings import Settings
from generator.site.views.arrangement import Shelf
from generator.site.views.citation_network import CitationNetwork
from generator.site.views.mentions import Mention
from generator.site.views.news import Arrival
from generator.site.views.related import Related
from generator.site.views.relations import Relative, Side
from generator.site.views.status_lines import gravest
from generator.text import identifiers

PATH = "api"


def files(
    shelf: Shelf, near: Mapping[str, tuple[Related, ...]], arrivals: Mapping[str, Arrival], settings: Settings
) -> Iterator[tuple[str, str]]:
    """Yield the site path and text of each API file."""
    yield "api/index.json", _text(_index(shelf, arrivals, settings))
    yield "api/schema.json", json.dumps(_schema(), indent=1, ensure_ascii=False) + "\n"
    papers = (_paper(shelf, key, near.get(key, ()), arrivals[key], settings) for key in shelf.keys)
    listed = ",\n".join(paper.model_dump_json() for paper in papers)
    yield "api/all.json", f'{{"version":{VERSION},"papers":[\n{listed}\n]}}\n'
    for kind, node in shelf.members:
        yield f"api/{kind}/{node}.json", _text(_node(shelf, kind, node, settings))
    for name in shelf.steps:
        yield f"api/paths/{name}.json", _text(_reading_path(shelf, name, settings))


def _text(shape: Shape) -> str:
    return shape.model_dump_json() + "\n"


def _schema() -> dict[str, Any]:
    """Return the JSON Schema of all API files; the shapes are under ``$defs``, by name."""
    models = [(shape, "serialization") for shape in FILES]
    references, schema = models_json_schema(models, title=f"API, version {VERSION}")  # type: ignore[arg-type]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": list(references.values()), **schema}


def _paper(shelf: Shelf, key: str, near: tuple[Related, ...], arrival: Arrival, settings: Settings) -> PaperShape:
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    sides = dict(shelf.relatives(key))
    keys = {side: [one.key for one in found] for side, found in sides.items()}
    known = {
        "key": key,
        "path": _path(card.path, settings),
        "url": settings.site_url + _path(card.path, settings) if settings.site_url else None,
        "title": card.title,
        "draft": paper.title is None,
        "aliases": list(paper.aliases),
        "type": field_values.publication_type(paper),
        "genre": paper.genre,
        "authors": [str(name) for name in paper.authors],
        "author_count": paper.author_count,
        "et_al": paper.et_al,
        "editors": [str(name) for name in paper.editors],
        "people": [
            *(_person(name, "author") for name in paper.authors),
            *(_person(name, "editor") for name in paper.editors),
        ],
        "date": card.when.iso or None,
        "date_note": card.when.note,
        "venue": paper.venue,
        "published": paper.published,
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages,
        "publisher": paper.publisher,
        "series": paper.series,
        "edition": paper.edition,
        "language": paper.language,
        **_identified(paper.identifiers),
        "code": paper.links.code,
        "project": paper.links.project,
        "links": paper.links.model_dump(),
        "citation_keys": list(paper.citation_keys),
        "keywords": list(paper.keywords),
        "note": paper.note,
        "status": [
            {"kind": one.kind, "date": one.date, "notice": web(one.notice or "") or None, "by": list(one.by)}
            for one in gravest(paper.status)
        ],
        "summary": paper.summary,
        "results": [result.model_dump() for result in paper.results],
        "other_versions": [one.model_dump() for one in paper.other_versions],
        "families": _places(shelf, key, "families"),
        "topics": _places(shelf, key, "topics"),
        "builds_on": keys.get("builds_on", []),
        "built_on_by": keys.get("built_on_by", []),
        "compared_with": keys.get("compared_with", []),
        "compared_in": keys.get("compared_in", []),
        "relations": _ties(sides),
        "cites": list(shelf.citations.cites.get(key, ())),
        "cited_by": list(shelf.citations.cited_by.get(key, ())),
        "references_outside": shelf.citations.outside.get(key),
        "paths": list(shelf.paths_of.get(key, ())),
        "related": [{"key": one.card.key, "reason": one.reason} for one in near],
        "seen": [_sighting(mention) for mention in shelf.mentions[key]],
        "arrived": arrival.iso or None,
        "arrived_by": arrival.origin,
        "checked": [
            {"service": service, "date": one.when.iso}
            for one in shelf.checked.papers.get(key, ())
            for service in one.services
        ],
        "former_keys": list(paper.former_keys),
    }
    return PaperShape.model_validate(known)  # the parts, too, at one go


def _identified(ids: Identifiers) -> dict[str, Any]:
    addresses = [url for _, url, _ in identifiers.addresses(ids) if web(url)]
    return {**ids.model_dump(), "addresses": addresses}


def _person(name: Name, role: Literal["author", "editor"]) -> dict[str, object]:
    return {
        "role": role,
        "family": name.family or None,
        "given": name.given or None,
        "suffix": name.suffix or None,
        "literal": name.literal or None,
        "orcid": name.orcid or None,
        "also": list(name.also),
    }


def _places(shelf: Shelf, key: str, kind: NodeKind) -> list[dict[str, str | None]]:
    nodes = shelf.nodes(kind)
    return [
        {
            "key": label.node,
            "name": nodes[label.node].name,
            "rule": label.rule,
            "words": label.words,
            "source": shelf.source_name(label.ledger) or None,
        }
        for label in shelf.labels.get(key, ())
        if label.kind == kind and label.node in shelf.trees[kind].nodes
    ]


def _ties(sides: Mapping[Side, tuple[Relative, ...]]) -> list[dict[str, object]]:
    return [
        {"relation": side, "key": one.key, "how": said.how or None, "why": said.why or None}
        for side, found in sides.items()
        for one in found
        for said in one.said
    ]


def _sighting(mention: Mention) -> dict[str, object]:
    return {
        "source": mention.source,
        "taken": mention.taken,
        "title": mention.title,
        "date": mention.date or None,
        "authors": int(mention.authors) if mention.authors else None,
        "upvotes": int(mention.upvotes) if mention.upvotes else None,
        "comments": int(mention.comments) if mention.comments else None,
    }


def _node(shelf: Shelf, kind: NodeKind, node: str, settings: Settings) -> NodeShape:
    about = shelf.nodes(kind)[node]
    return NodeShape(
        version=VERSION,
        kind=kind,
        key=node,
        path=_path(f"{kind}/{node}", settings),
        name=about.name,
        description=about.description,
        parents=list(shelf.trees[kind].parents(node)),
        children=list(shelf.trees[kind].children(node)),
        papers=list(shelf.members[kind, node]),
    )


def _reading_path(shelf: Shelf, key: str, settings: Settings) -> PathShape:
    about = shelf.catalogue.paths[key]
    return PathShape(
        version=VERSION,
        key=key,
        path=_path(f"paths/{key}", settings),
        title=about.title,
        audience=about.audience,
        steps=[PathStep(paper=step.paper, why=step.why) for step in shelf.steps[key]],
    )


def _index(shelf: Shelf, arrivals: Mapping[str, Arrival], settings: Settings) -> IndexShape:
    papers = shelf.catalogue.papers.values()
    years: dict[str, int] = {}
    for key in shelf.keys:
        if year := shelf.cards[key].when.year:
            years[year] = years.get(year, 0) + 1

    def counted(kind: NodeKind) -> list[NodeCount]:
        nodes = shelf.nodes(kind)
        return [NodeCount(key=key, name=nodes[key].name, papers=len(shelf.members[kind, key])) for key in nodes]

    return IndexShape(
        version=VERSION,
        name=line(settings.name),
        description=line(settings.about),
        url=settings.site_url or None,
        updated=next((arrival.iso for arrival in arrivals.values() if arrival.iso), None),
        papers=len(shelf.keys),
        checked=CheckedShape(papers=checked.papers, first=checked.first.iso, last=checked.last.iso)
        if (checked := shelf.checked.overview)
        else None,
        sources=len(shelf.catalogue.ledgers),
        with_code=sum(bool(paper.links.code) for paper in papers),
        with_results=sum(bool(paper.results) for paper in papers),
        citations=_citations(shelf.citations),
        years=years,
        families=counted("families"),
        topics=counted("topics"),
        paths=[
            NodeCount(key=key, name=shelf.catalogue.paths[key].title, papers=len(steps))
            for key, steps in shelf.steps.items()
        ],
    )


def _citations(index: CitationNetwork) -> CitationsShape | None:
    if not index:
        return None
    links = sum(map(len, index.cites.values()))
    return CitationsShape(date=index.date or None, services=list(index.services), papers=len(index.cites), links=links)


def _path(path: str, settings: Settings) -> str:
    return f"{path}/{'index.html' if settings.index_html else ''}"
