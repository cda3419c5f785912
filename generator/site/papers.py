"""Builds the view of one paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from generator import identifiers, merging
from generator.formats import bibtex
from generator.model import Paper, Record, Result
from generator.site.shelving import Shelf
from generator.site.views import Figure, Out, PaperView, Related, Relation, Why


def paper_view(
    shelf: Shelf, key: str, related: Mapping[str, tuple[Related, ...]], *, file: str, edit: str
) -> PaperView:
    """Return all that a paper's page shows. ``file`` is its YAML file's path, ``edit`` the URL to edit it, or empty."""
    paper, card = shelf.catalogue.papers[key], shelf.cards[key]
    ties = (
        ("Builds on", shelf.known({*paper.builds_on} - {key})),
        ("Built on by", shelf.followers[key]),
        ("Compared with", shelf.known({*paper.compared_with} - {key})),
        ("Compared in", tuple(k for k in shelf.rivals[key] if k not in paper.compared_with)),
    )
    return PaperView(
        card=card,
        draft=paper.title is None,
        aliases=tuple(alias for alias in paper.aliases if alias != paper.title),
        authors=paper.authors,
        unlisted=max((paper.author_count or 0) - len(paper.authors), 0),
        et_al=paper.et_al and not (paper.author_count or 0) > len(paper.authors),
        paragraphs=tuple(re.split(r"\n\s*\n", paper.summary)) if paper.summary else (),
        identifiers=tuple(
            Out(name=name, url=url, text=text) for name, url, text in identifiers.addresses(paper.identifiers)
        ),
        links=_links(paper),
        results=tuple(_figure(result) for result in paper.results),
        relations=tuple(Relation(name=name, cards=tuple(shelf.cards[k] for k in keys)) for name, keys in ties if keys),
        related=related.get(key, ()),
        whys=tuple(
            Why(chip=shelf.chip(label.kind, label.node), rule=label.rule, within=label.within, words=label.words)
            for label in shelf.labels.get(key, ())
            if label.node in shelf.trees[label.kind].nodes
        ),
        seen=shelf.seen[key],
        bibtex=bibtex.dump([citation(key, paper)]).strip(),
        file=file,
        edit=edit,
    )


def citation(key: str, paper: Paper) -> Record:
    """Return what is cited: the paper as a record, under its key, with the page of its first identifier."""
    ids = paper.identifiers
    pages = tuple(url for _, url, _ in identifiers.addresses(ids.model_copy(update={"doi": None})))
    date = paper.date or (identifiers.arxiv_month(ids.arxiv) if ids.arxiv else None)
    return replace(merging.as_record(paper, key=key), abstract="", date=date, links=pages[:1])


def _links(paper: Paper) -> tuple[Out, ...]:
    pairs = (("Code", paper.links.code), ("Project page", paper.links.project))
    return tuple(
        Out(name=name, url=url, text=re.sub(r"^https?://(?:www\.)?|/$", "", url)) for name, url in pairs if url
    )


def _figure(result: Result) -> Figure:
    value = f"{result.value:,}" if isinstance(result.value, int) else f"{result.value:,.10g}"
    unit = result.unit or ""
    shown = f"{value}{unit}" if unit in {"%", "×"} else f"{value} {unit}".strip()
    return Figure(benchmark=result.benchmark, value=shown, note=result.note or "")
