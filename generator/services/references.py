"""Parses what a person typed to name a paper: an identifier, a page's address or a title. No typed address is opened."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.model import Identifiers
from generator.problems import Problem, ShelfError
from generator.services import pasted_text
from generator.services.paper_pages import FORMS, Mention
from generator.text import folding, identifiers, invisible

LENGTH = 1_000  # characters, as model.Line allows for a title
_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "‘": "’"}
_COMMENT = re.compile(r"^\s*#.*|(?<!\s)\s+#\s.*")
_BULLET = re.compile(r"\s*(?:(?:[-*+•]|\d{1,4}[.)]|\[\d{1,4}\])\s+(?:\[[ xX]\]\s+)?)?")
_ENTRY = re.compile(r"\s*@\w+\s*\{(?!.*@\w+\s*\{)")  # one BibTeX entry
_CITED = re.compile(r"\bdoi\s*:.*\bpmid\s*:|\bpmid\s*:.*\bdoi\s*:", re.IGNORECASE)  # as PubMed cites
_LISTED = 4  # papers named in a message


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """How a paper was named: by identifiers, by a service's own number for it, by its page, or by its title."""

    typed: str
    identifiers: Identifiers = Identifiers()
    work: str = ""  # OpenAlex's number, W…
    paper: str = ""  # Semantic Scholar's number, 40 hexadecimal digits
    pages: tuple[str, ...] = ()  # addresses, without https://, one of which the paper's page may have
    title: str = ""


def parse(typed: str) -> Reference:
    """Parse a text that names one paper: an identifier, an address, a sentence or citation with one of them, or a title.

    Raises ShelfError with ``add.empty``, ``add.address`` for an address that says nothing of a paper, ``add.several`` for
    a text that may name several papers, and ``add.reference`` for anything else.
    """
    given = typed.strip()
    if not given:
        raise _refused(typed, "add.empty", "no paper was named", FORMS)
    if len(given) > LENGTH or any(unicodedata.category(c) in {"Cc", "Cs"} for c in given):
        message = "it contains a line break or another control character" if len(given) <= LENGTH else "it is too long"
        raise _refused(given, "add.reference", message, "type one reference, on one line")
    quoted = len(given) > 2 and _QUOTES.get(given[0]) == given[-1]
    given = given[1:-1].strip() if quoted else given
    visible = invisible.without(given)
    if quoted and not pasted_text.whole(visible):
        found = [one for one in pasted_text.mentions(visible) if one.misleading]
    else:
        found = pasted_text.mentions(visible)
    if found:
        return _of_mentions(given, found)
    title = folding.clean(given)
    if folding.fold(title) and any(map(str.isalpha, title)) and (quoted or " " in title or _is_unspaced(title)):
        return Reference(typed=typed, title=title)
    word = f"if it is a title of one word, quote it twice: '\"{title}\"'; otherwise "
    hint = f"{word if any(map(str.isalpha, title)) else ''}{FORMS}"
    raise _refused(given, "add.reference", "this is not an identifier of a known kind", hint)


def _of_mentions(given: str, found: Sequence[Mention]) -> Reference:
    """Return the one paper that a text mentions. Raises ShelfError."""
    refusals = sorted((one for one in found if one.refusal), key=lambda one: not one.misleading)
    named = [one for one in found if not one.refusal]
    if refusals and (refusals[0].misleading or not named):
        code = "add.address" if "/" in refusals[0].text else "add.reference"
        raise _refused(refusals[0].text, code, refusals[0].refusal, refusals[0].hint)
    papers = _papers(given, named)
    if len(papers) > 1:
        more = [f"{len(papers) - _LISTED} more"] if len(papers) > _LISTED else []
        *most, last = [*(_shown(paper[0]) for paper in papers[:_LISTED]), *more]
        listed = f"{', '.join(most)} and {last}"
        hint = "name one paper at a time; if all this is one paper, one of its identifiers is enough"
        raise _refused(given, "add.several", f"it may name {len(papers)} papers: {listed}", hint)
    [paper] = papers
    ids: dict[str, str] = {}
    for one in paper:
        ids = {kind: value for kind, value in one.identifiers if value} | ids
    first = next((one for one in paper if one.identifiers == Identifiers()), paper[0])
    return Reference(
        typed=paper[0].text,
        identifiers=Identifiers(**ids),
        work=first.work,
        paper=first.paper,
        pages=first.pages,
        title=first.title,
    )


def _papers(given: str, named: Sequence[Mention]) -> list[list[Mention]]:
    """Return the mentions by paper: those that share an identifier are of one."""
    papers: list[list[Mention]] = []
    for one in named:
        same = [paper for paper in papers if any(_names(one) & _names(other) for other in paper)]
        papers = [paper for paper in papers if paper not in same] + [[*(m for paper in same for m in paper), one]]
    kinds = [kind for paper in papers for kind, value in paper[0].identifiers if value]
    is_record = _ENTRY.match(given) or (set(kinds) == {"doi", "pmid"} and _CITED.search(given))
    if is_record and len(kinds) == len(set(kinds)) == len(papers) > 1:  # one paper's record has all of its identifiers
        return [[one for paper in papers for one in paper]]
    return papers


def _shown(one: Mention) -> str:
    return next((value for _, value in one.identifiers if value), "") or one.work or one.paper or one.text


def parse_lines(name: str, text: str) -> tuple[list[tuple[int, Reference]], list[Problem]]:
    """Parse a list with a reference on each line; return each with its line, and the problems.

    Empty lines, comments that begin with ``#``, bullets and numbers of a list are skipped. A faulty line is a problem of
    ``parse`` at its place and costs its neighbours nothing; one that names an earlier line's paper again is left out, with
    the warning ``add.repeated``.
    """
    found: list[tuple[int, Reference]] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = _COMMENT.sub("", raw.rstrip())
        start = _BULLET.match(line)
        line = line[start.end() :] if start else line
        if not line:
            continue
        column = start.end() + 1 if start else 1
        try:
            reference = parse(line)
        except ShelfError as error:
            problems += [replace(one, path=name, line=number, column=column) for one in error.problems]
            continue
        names = _names(reference)
        if earlier := next((seen[one] for one in names if one in seen), None):
            message, hint = f"the same paper as on line {earlier}", "it is added once"
            problems.append(
                Problem(
                    path=name,
                    line=number,
                    column=column,
                    code="add.repeated",
                    message=message,
                    hint=hint,
                    severity="warning",
                )
            )
            continue
        seen |= dict.fromkeys(names, number)
        found.append((number, reference))
    return found, problems


def _names(one: Reference | Mention) -> set[tuple[str, str]]:
    """Return all that tells a paper from others."""
    own = (
        ("work", one.work),
        ("paper", one.paper),
        ("title", folding.fold(one.title)),
        *(("page", page) for page in one.pages),
    )
    return {*identifiers.unique(one.identifiers), *((kind, value) for kind, value in own if value)}


def of_paper(known: Identifiers, title: str | None) -> Reference | None:
    """Return the reference to a paper of the shelf; None if it has neither identifiers nor a title."""
    if known != Identifiers():
        return Reference(typed=next(value for _, value in known if value), identifiers=known)
    return Reference(typed=title, title=title) if title else None


def _is_unspaced(title: str) -> bool:
    """Whether this is a title in a script that uses no spaces."""
    return not title.isascii() and len(folding.words(title)) > 2 and not set("/\\@:") & set(title)


def _refused(typed: str, code: str, message: str, hint: str) -> ShelfError:
    return ShelfError(Problem(path=folding.clean(typed)[:100] or '""', code=code, message=message, hint=hint))
