"""Hugging Face papers as JSON: the daily list, a search, a single paper (huggingface.co/api/daily_papers, /papers)."""

from __future__ import annotations

import re

from generator.formats import coercion, json_elements
from generator.model import Identifiers, Links, Record
from generator.problems import Problem
from generator.text import identifiers

NAME = "hf-papers"

_HEAD = 50_000  # characters that are enough to recognise an answer that begins with a long author list
_MARKS = re.compile(
    r'"(?:submittedOnDailyAt|submittedOnDailyBy|discussionId|upvotes|ai_summary|githubRepo|projectPage|numComments)"\s*:'
)
_WRAPPED = re.compile(r'"paper"\s*:\s*\{')
_PERSON = re.compile(r'"_id"\s*:[^{}]*"(?:name|hidden)"\s*:')
_FAILED = re.compile(r'\s*\{\s*"error"\s*:')
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")


def detect(text: str) -> bool:
    """Whether this is JSON with the fields of Hugging Face papers, or its error answer."""
    head = text[:_HEAD].lstrip("\ufeff \t\n")
    if not head.startswith(("{", "[")):
        return False
    if _FAILED.match(head):
        return '"message"' not in head
    return bool(_MARKS.search(head) and (_WRAPPED.search(head) or '"id"' in head)) or bool(_PERSON.search(head))


def parse(name: str, text: str) -> tuple[list[Record], list[Problem]]:
    """Return the papers; problems as in ``json_elements.objects`` and ``record.unreadable``."""
    records: list[Record] = []
    problems: list[Problem] = []
    for element in json_elements.objects(name, text, lists=("papers",), problems=problems):
        record = _record(name, element)
        if record.title or record.abstract:
            records.append(record)
        else:
            problems.append(coercion.unreadable(name, element.line, "the paper has neither a title nor a summary"))
    return records, problems


def _record(name: str, element: json_elements.Element) -> Record:
    """Return the record; the daily list wraps each paper and repeats some of its fields."""
    outer = element.value
    paper = coercion.mapping(outer.get("paper")) or outer
    printed = coercion.line(paper.get("id"))
    found = identifiers.of_url(printed) if _ID.fullmatch(printed) else Identifiers()
    discussion = outer.get("numComments", paper.get("numComments"))
    comments = paper.get("comments")
    code, project = coercion.link(paper.get("githubRepo")), coercion.link(paper.get("projectPage"))
    # "hidden" authors are authors, too
    people = (coercion.mapping(author).get("name") for author in coercion.listing(paper.get("authors")))
    return Record(
        source=name,
        line=element.line,
        title=coercion.line(paper.get("title")) or coercion.line(outer.get("title")),
        abstract=coercion.line(paper.get("summary")) or coercion.line(outer.get("summary")),
        authors=coercion.names(people),
        date=coercion.date(paper.get("publishedAt")) or coercion.date(outer.get("publishedAt")),
        upvotes=_either(coercion.count(paper.get("upvotes")), coercion.count(outer.get("upvotes"))),
        comments=_either(
            coercion.count(discussion), len(comments) if isinstance(comments, list) else coercion.count(comments)
        ),
        links=coercion.links((code, project)),
        labeled=Links(code=code or None, project=project or None),
        identifiers=found,
        id=printed,
        headings=coercion.once(map(coercion.line, coercion.listing(paper.get("ai_keywords")))),
    )


def _either(first: int | None, second: int | None) -> int | None:
    return second if first is None else first
