"""Lists and remarks in BibTeX values: keywords, files and keys joined and renamed, with the separator that they have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from generator.text.folding import fold

SIGNS = re.compile(r"[+#*=<>^%$]")  # that make a difference, as in C and C++
_MARKS = re.compile(r"\\.?|[{}]|[^\\{}]+", re.DOTALL)
_TOKEN = re.compile(r"[^,{}\"#]+")


def renamed(raw: str, new_key: Callable[[str], str | None], own: str) -> str | None:
    """Return a raw list of keys with those that have another name now; None if it is empty without the entry's own.

    A key is named once. The spaces around keys stay.
    """
    keys = [key for found in _TOKEN.finditer(raw) if (key := found[0].strip())]
    new = {key: named for key in keys if (named := new_key(key)) is not None}
    if not new and own not in keys:
        return raw
    seen: set[str] = set()
    changed = set(new.values())

    def replaced(found: re.Match[str]) -> str:
        key = found[0].strip()
        named = new.get(key, key)
        if key and (named == own or (named in seen and named in changed)):
            return "\0"
        seen.add(named)
        return found[0].replace(key, named) if key else found[0]

    written = re.sub(r"\0,\s*|,\s*\0|\0", "", _TOKEN.sub(replaced, raw))
    return written if re.search(r"[^\s{}\",]", written) else None


def remark_joined(mine: str, theirs: str, known: dict[str, None]) -> str | None:
    """Return what to write after a remark so that it says what another one says, too."""
    if not known:
        known[fold(mine) or mine] = None
    folded = fold(theirs) or theirs
    if folded in known or f" {folded} " in f" {next(iter(known))} ":
        return None
    known[folded] = None
    mark = " " if mine.rstrip().endswith((".", "!", "?")) else "; "
    return f"{mark}{theirs.strip()}"


def list_joined(mine: str, theirs: str, known: dict[str, None], *, usual: str, exact: bool) -> str | None:
    """Return what to write after a list so that it has the values of another one, too, each once."""
    same = str if exact else _value
    single = not (mark := _separator(mine))
    mark = mark or (_separator(theirs) if usual == "," else "") or usual
    if not known:
        known.update((same(one), None) for one in _split(mine, mark))
    space = " " if (single and usual == ",") or re.search(rf"{mark}\s", mine) else ""
    added = []
    for one in _split(theirs, _separator(theirs) or mark):
        if same(one) not in known:
            known[same(one)] = None
            added.append(f"{{{one}}}" if len(_split(one, mark)) > 1 else one)
    if not added:
        return None
    lead = "" if mine.rstrip().endswith(mark) or not mine.strip() else mark
    return f"{lead}{space if lead else ''}{f'{mark}{space}'.join(added)}"


def _value(text: str) -> str:
    """Return the form in which two values of a list are the same."""
    return " ".join([fold(text), *SIGNS.findall(text)]) if fold(text) else text


def _separator(text: str) -> str:
    """Return what separates the values of a list: semicolons if there are any, or commas; "" for one value."""
    bare = _outside_braces(text)
    return ";" if ";" in bare else "," if "," in bare else ""


def _outside_braces(text: str) -> str:
    """Return a text of the same length with spaces for what is in braces or escaped."""
    parts: list[str] = []
    depth = 0
    for found in _MARKS.finditer(text):
        depth += (found[0] == "{") - (found[0] == "}")
        hidden = depth > 0 or found[0][0] in "\\{}"
        parts.append(" " * len(found[0]) if hidden else found[0])
    return "".join(parts)


def _split(text: str, mark: str) -> list[str]:
    """Return the values of a list that are not empty; a separator in braces or behind a backslash is none."""
    ends = [at for at, one in enumerate(_outside_braces(text)) if one == mark]
    starts: Iterable[int] = (0, *(at + 1 for at in ends))
    parts = (text[start:end] for start, end in zip(starts, (*ends, len(text)), strict=True))
    return [part.strip() for part in parts if part.strip()]
