"""Files as sources: each text is read once, whatever its encoding, and what cannot be read is a problem."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.formats.listings import Source
from generator.problems import Problem, ShelfError
from generator.storage import files

_DECLARATION = re.compile(
    rb"""
    ^%.*?-\*-.*?\bcoding:[ \t]*(?P<emacs>[\w.-]+)
    | ^%.*?\bvim?:.*?(?:fileencoding|fenc|encoding)=(?P<vim>[\w.-]+)
    | ^%[ \t%]*![ \t]*tex[ \t]+encoding[ \t]*=[ \t]*(?P<tex>[^\r\n]+)
    | ^%?[ \t]*encoding:[ \t]*(?P<jabref>[\w.:-]+)[ \t]*\r?$
    | ^%+[ \t]*Saved[ ]with[ ]string[ ]encoding[ ](?P<bibdesk>[^\r\n]+)
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_ENDS = 4_000  # bytes at either end of a file in which it may name its encoding
_ALIASES = {  # names of TeX, TeXShop, Java and BibDesk that Python does not know
    "ansinew": "cp1252",
    "applemac": "mac_roman",
    "isolatin": "latin_1",
    "isolatin2": "iso8859_2",
    "isolatin9": "iso8859_15",
    "latin9": "iso8859_15",
    "macosroman": "mac_roman",
    "xmacroman": "mac_roman",
    "westernisolatin1": "latin_1",
    "westernisolatin9": "iso8859_15",
    "westernmacosroman": "mac_roman",
    "westernwindowslatin1": "cp1252",
    "sjis": "shift_jis",
}
_C1 = re.compile(rb"[\x80-\x9f]")
_KNOWN = re.compile(r"cp\d{3,4}|iso8859-\d+|koi8-[ru]|mac-roman|utf-8|gb2312|gbk|gb18030|big5|shift_jis|euc_jp|euc_kr")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """Texts in the order of their files, the name under which each file's text was read, and what could not be read."""

    sources: tuple[Source, ...]
    names: Mapping[Path, str]
    problems: tuple[Problem, ...]
    texts: tuple[files.Text, ...]  # how the file of each source holds its text


def read_sources(paths: Sequence[Path]) -> Sources:
    """Read the files in the order given. Two files with one text are one source, with a warning."""
    names: dict[Path, str] = {}
    sources: dict[str, tuple[str, files.Text]] = {}
    problems: list[Problem] = []
    for path in paths:
        names[path] = shown = files.shown(path)
        try:
            found = files.read_source(path, declared_encoding)
        except ShelfError as error:
            problems += error.problems
            continue
        problems += found.problems
        repeated = found.text in sources
        names[path], _ = sources.setdefault(found.text, (shown, found))
        if repeated:
            message, hint = f"the same text as {names[path]}", "it is read once"
            problems.append(Problem(path=shown, code="source.repeated", message=message, hint=hint, severity="warning"))
    return Sources(
        sources=tuple(Source(name=name, text=text) for text, (name, _) in sources.items()),
        names=names,
        problems=tuple(problems),
        texts=tuple(found for _, found in sources.values()),
    )


def declared_encoding(raw: bytes) -> str:
    """Return the encoding that a .bib file names in a comment for an editor or reference manager, or "".

    ``% -*- coding: latin-1 -*-``, ``% !TeX encoding = …``, JabRef's ``% Encoding: windows-1252``, a line of BibDesk.
    """
    ends = raw if len(raw) <= 2 * _ENDS else raw[:_ENDS] + b"\n" + raw[-_ENDS:]
    found = _DECLARATION.search(ends)
    if not found:
        return ""
    name = next(filter(None, found.groups())).decode("ascii", "replace").strip().lower()
    bare = re.sub(r"-?(?:unix|dos|mac)$", "", name) if found["emacs"] else name
    alias = _ALIASES.get(re.sub(r"[\W_]+", "", bare), bare)
    try:
        known = codecs.lookup(alias).name
    except (LookupError, ValueError):
        return ""
    if known == "iso8859-1" and _C1.search(raw):
        return "cp1252"  # which many editors call latin-1
    return known if _KNOWN.fullmatch(known) else ""
