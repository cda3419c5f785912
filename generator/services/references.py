"""Parses what a person typed to name a paper: an identifier, a page's address or a title. No typed address is opened."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, unquote, urlsplit

from generator.model import Identifiers
from generator.problems import Problem, ShelfError
from generator.text import folding, identifiers

LENGTH = 1_000  # characters, as model.Line allows for a title
_FORMS = (
    "name it by an arXiv id (2107.02137), a DOI, the address of its page at arXiv, doi.org, Hugging Face, the ACL "
    "Anthology, OpenReview, OpenAlex or Semantic Scholar, or its title in quotes"
)
_HOSTS = (
    r"(?:(?:www\.|export\.)?arxiv\.org|ar5iv\.org|ar5iv\.labs\.arxiv\.org|(?:www\.)?alphaxiv\.org|(?:www\.|dx\.)?doi\.org"
    r"|huggingface\.co|hf\.co|(?:www\.)?aclanthology\.org|(?:www\.)?aclweb\.org|aclanthology\.info|(?:www\.)?openreview\.net"
    r"|(?:api\.)?openalex\.org|(?:www\.)?semanticscholar\.org)"
)
_HOST = re.compile(_HOSTS, re.IGNORECASE)
_BARE_PAGE = re.compile(rf"{_HOSTS}/", re.IGNORECASE)  # arxiv.org/abs/…, as browsers show it
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[/\\]|[/\\]{2}|.*://", re.DOTALL)
_WORK = re.compile(r"(?:openalex:)?(W\d{4,12})", re.IGNORECASE)
_PAPER = re.compile(r"[0-9a-f]{40}")
_WITHIN = re.compile(r"10\.\d{4,9}/[^\s?#&]+|\d{4}\.\d{4,5}")
_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "‘": "’"}
_COMMENT = re.compile(r"^\s*#.*|(?<!\s)\s+#\s.*")
_BULLET = re.compile(r"\s*(?:(?:[-*+•]|\d{1,4}[.)]|\[\d{1,4}\])\s+(?:\[[ xX]\]\s+)?)?")
_PREFIXED = 5  # most words around an identifier: "arXiv:2107.02137v2 [cs.CL] 5 Jul 2021"


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
    """Parse an identifier, the address of a known page, or a title.

    Raises ShelfError with ``add.empty``, ``add.address`` for an address that is no paper's page on a known host,
    and ``add.reference`` for anything else.
    """
    given = typed.strip()
    if not given:
        raise _refused(typed, "add.empty", "no paper was named", _FORMS)
    if len(given) > LENGTH or any(unicodedata.category(c) in {"Cc", "Cs"} for c in given):
        message = "it contains a line break or another control character" if len(given) <= LENGTH else "it is too long"
        raise _refused(given, "add.reference", message, "type one reference, on one line")
    quoted = len(given) > 2 and _QUOTES.get(given[0]) == given[-1]
    if quoted:
        given = given[1:-1].strip()
    if _ADDRESS.match(given):
        return _of_address(given)
    if _BARE_PAGE.match(given):
        return _of_address(f"https://{given}")
    if identified := _identified(given):
        return identified
    title = folding.clean(given)
    if folding.fold(title) and any(map(str.isalpha, title)) and (quoted or " " in title or _is_unspaced(title)):
        return Reference(typed=typed, title=title)
    hint = f"if it is a title of one word, quote it twice: '\"{title}\"'; otherwise {_FORMS}"
    raise _refused(given, "add.reference", "this is not an identifier of a known kind", hint)


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


def _names(reference: Reference) -> list[tuple[str, str]]:
    """Return all that tells a reference's paper from others."""
    own = [("work", reference.work), ("paper", reference.paper), ("title", folding.fold(reference.title))]
    own += [("page", page) for page in reference.pages]
    return [*identifiers.unique(reference.identifiers), *((kind, value) for kind, value in own if value)]


def of_paper(known: Identifiers, title: str | None) -> Reference | None:
    """Return the reference to a paper of the shelf; None if it has neither identifiers nor a title."""
    if known != Identifiers():
        return Reference(typed=next(value for _, value in known if value), identifiers=known)
    return Reference(typed=title, title=title) if title else None


def _identified(given: str) -> Reference | None:
    """Return the reference for a bare or prefixed identifier."""
    if len(given.split()) > _PREFIXED:
        return None
    if given.lower().startswith("openreview:"):
        found = Identifiers(openreview=identifiers.openreview(given))
    else:
        found = Identifiers(arxiv=identifiers.arxiv(given), doi=identifiers.doi(given), acl=identifiers.acl(given))
    if found != Identifiers() and _is_plain(found):
        return Reference(typed=given, identifiers=found)
    if work := _WORK.fullmatch(given):
        return Reference(typed=given, work=work[1].upper())
    return Reference(typed=given, paper=given.lower()) if _PAPER.fullmatch(given.lower()) else None


def _of_address(given: str) -> Reference:
    """Return the paper whose page has this address. The page is not opened."""
    try:
        parts = urlsplit(given)
        # A paper's address has no user, password or port: one that does was made to mislead.
        known = parts.scheme.lower() in {"http", "https"} and _HOST.fullmatch(parts.netloc) is not None
    except ValueError:  # brackets without an IPv6 address
        known = False
    if not known or " " in given or "\\" in given:
        found = _WITHIN.search(unquote(given))
        hint = f"if you mean {found[0]}, type that" if found and _identified(found[0]) else _FORMS
        raise _refused(given, "add.address", "this address is not on a host that shelf knows", hint)
    parts = parts._replace(scheme="https", netloc=parts.netloc.lower())
    if parts.netloc == "hf.co":
        parts = parts._replace(netloc="huggingface.co")
    if page := _page(given, parts):
        return page
    raise _refused(given, "add.address", "this is not the address of a paper's page", _FORMS)


def _page(given: str, parts: SplitResult) -> Reference | None:
    host = parts.netloc.removeprefix("www.").removeprefix("api.")
    steps = [step for step in parts.path.split("/") if step]
    if host == "openalex.org":
        work = _WORK.fullmatch(steps[-1]) if steps else None
        return Reference(typed=given, work=work[1].upper()) if work else None
    if host == "semanticscholar.org":
        number = steps[-1] if steps and steps[0] == "paper" else ""
        return Reference(typed=given, paper=number) if _PAPER.fullmatch(number) else None
    path = parts.path.removesuffix(".md") if host == "huggingface.co" else parts.path
    query = parts.query if host == "openreview.net" else ""
    found = identifiers.of_url(parts._replace(path=path.rstrip("/"), query=query, fragment="").geturl())
    return Reference(typed=given, identifiers=found) if found != Identifiers() and _is_plain(found) else None


def _is_plain(found: Identifiers) -> bool:
    """Whether the identifiers are safe in a request's path: printable, without steps up the path."""
    values = [value for _, value in found if value]
    return all(value.isprintable() and not {"", ".", ".."} & set(value.split("/")) for value in values)


def _is_unspaced(title: str) -> bool:
    """Whether this is a title in a script that uses no spaces."""
    return not title.isascii() and len(folding.words(title)) > 2 and not set("/\\@:") & set(title)


def _refused(typed: str, code: str, message: str, hint: str) -> ShelfError:
    return ShelfError(Problem(path=folding.clean(typed)[:100] or '""', code=code, message=message, hint=hint))
