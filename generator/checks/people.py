"""Checks of the lines of authors and editors: several people on one, "et al.", a stray comma, wrong ORCID iDs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.name import is_whole
from generator.problems import Problem
from generator.text import bylines
from generator.yaml_files import Loaded, quoted

_SEPARATED = re.compile(r"\s*;\s*|\s+(?:and|&)\s+", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:^|[\s,;])(?:et\.? al\.?|and others)\s*$", re.IGNORECASE)
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.ASCII)
_GROUP = re.compile(
    r"\b(?:universit\w*|institut\w*|department|laborator\w*|labs?|college|school|collaboration|consortium|team|group"
    r"|committee|society|association|company|research|cent(?:er|re))\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:prof|dr|ph\.? ?d|m\.? ?sc|m\.? ?d)\.?", re.IGNORECASE)


def of_people(loaded: Loaded) -> Iterator[Problem]:
    """Yield warnings about the names in a paper's file that may not mean what their writer meant."""
    paper = loaded.value if isinstance(loaded.value, dict) else {}
    for field in ("authors", "editors"):
        names = paper.get(field)
        if not isinstance(names, tuple):
            continue
        for number, name in enumerate(names):
            if isinstance(name, str) and (found := _doubt(name)):
                yield _warning(loaded, (field, number), *found)
        yield from _orcids(loaded, field, names)
        lone = [isinstance(name, str) and bool(name) and not re.search(r"[\s,]", name) for name in names]
        if len(names) == 2 and all(lone) and all(name.isascii() and len(name) > 1 for name in names):
            message = f"each of these {field} is one word"
            hint = f"for one person, write {quoted(', '.join(names))} in quotes on one line"
            yield _warning(loaded, (field, 0), "name.comma", message, hint)


def _orcids(loaded: Loaded, field: str, names: tuple[object, ...]) -> Iterator[Problem]:
    """Yield the ORCID iDs whose last character, which is computed from the others, is wrong, and those of two people."""
    seen: dict[str, int] = {}
    for number, name in enumerate(names):
        orcid = name.get("orcid") if isinstance(name, dict) else None
        if not isinstance(orcid, str) or not _ORCID.fullmatch(orcid):
            continue  # that it has another form is reported elsewhere
        at, hint = (field, number, "orcid"), "copy the iD from the person's page at orcid.org"
        if _check_character(orcid) != orcid[-1]:
            yield _warning(loaded, at, "name.orcid", f"the last character of {orcid} does not fit the others", hint)
        elif (first := seen.setdefault(orcid, number)) != number:
            message = f"{orcid} is the iD of person {first + 1} of the {field} already"
            yield _warning(loaded, at, "name.orcid", message, hint)


def _check_character(orcid: str) -> str:
    """Return the check character of ISO 7064 MOD 11-2."""
    total = 0
    for digit in orcid.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def _doubt(name: str) -> tuple[str, str, str] | None:
    """Return code, message and hint for a name that may not be one, else None."""
    if bylines.is_more(name.strip()) or _OPEN_END.search(name):
        return (
            "name.more",
            f"{quoted(name)} says that there are more authors",
            "delete these words, and write et_al: true",
        )
    parts = [part for part in _SEPARATED.split(name.strip()) if part]
    if len(parts) > 1 and (";" in name or all(bylines.is_name(part) for part in parts)):
        return _several(name, parts)
    if bylines.lists_by_comma(name):
        return _several(name, [part.strip() for part in name.split(",")])
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        return None
    if _TITLE.fullmatch(given) or _GROUP.search(name):
        hint = "write a group as literal: … below a dash, and leave out titles and addresses"
        return (
            "name.comma",
            f"{quoted(name)} is read as family name {quoted(family)} and given name {quoted(given)}",
            hint,
        )
    if is_whole(family) and is_whole(given):
        return _several(name, [family, given])
    return None


def _several(name: str, parts: list[str]) -> tuple[str, str, str]:
    hint = f"write each on a line of its own: {', '.join(parts[:3])}; one person as family: … and given: …"
    return "name.several", f"{quoted(name)} may be several people", hint


def _warning(loaded: Loaded, path: tuple[str | int, ...], code: str, message: str, hint: str) -> Problem:
    line, column = loaded.place(path)
    return Problem(
        path=loaded.name, line=line, column=column, code=code, message=message, hint=hint, severity="warning"
    )
