"""Author lists as exports print them, turned into names: ``Family, Given``, ``Given Family`` or ``Liu R.``, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.model import Name
from generator.model.name import SUFFIX, is_particle, parse
from generator.text.folding import clean

_OTHER_SCRIPT = r"[(（][^()（）\s\x00-\x7f]+[)）]"  # after the name: Wei Wang (王伟)
_TAIL = re.compile(rf"{SUFFIX.pattern}|{_OTHER_SCRIPT}", re.IGNORECASE)
_ALSO = re.compile(rf"(?<=\S)\s*({_OTHER_SCRIPT})(?=,|$)")
_NUMBERED = re.compile(r"(?<=[^\W\d_]) \d{4}(?=,|$)")  # DBLP tells namesakes apart: Wei Wang 0012
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[A-Z]-[A-Z]")
_MORE = re.compile(r"(?:(?:and|&) )?(?:others|et\.? ?al\.?|\.\.\.|…)[ .,]*", re.IGNORECASE)
_OPEN_END = re.compile(rf"(?:^|[ ,;]){_MORE.pattern}$", re.IGNORECASE)
_AND = re.compile(r" ?,? (?:and|&) ", re.IGNORECASE)
_FULL_STOP = re.compile(r"[ ,][^\W\d_]*[a-z]{3}\.$")  # after a word, not after an initial or a suffix
# A capital after three small letters inside a word (not in MacDonald or VanDyke), but not after a longer prefix.
_NO_PREFIX = "".join(rf"(?<!\b{prefix})" for prefix in ("Fitz", "Della", "Saint"))
_JOINT = re.compile(rf"(?<=[^\W\d_A-Z]{{3}}){_NO_PREFIX}(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z]*[.\s])")
_STRAY_AND = re.compile(r"^and\s+|\s+and$")  # left over by some converters
_BRACE = re.compile(r"[{}]")
_LONGEST = 200_000  # characters, ten times the longest known list of authors


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Names in order; ``et_al``: the source says that there are more ("and others", "et al.")."""

    names: tuple[Name, ...]
    et_al: bool = False


def people(names: Iterable[str]) -> People:
    """Return the names, without empty ones; "et al." sets ``et_al``."""
    pieces = [piece for name in names for each in _split_joined(name) if (piece := clean(each))]
    et_al = any(_MORE.fullmatch(piece) for piece in pieces)
    found = (read(piece) for piece in pieces if not _MORE.fullmatch(piece))
    return People(names=tuple(name for name in found if name != Name()), et_al=et_al)


def read(name: str) -> Name:
    """Return the name that a source prints: ``Family, Given, Jr.``, ``Family, Jr., Given``, ``Liu R.`` or the like.

    A name in braces, with a doubled comma or a last comma (EndNote), or with a company's legal form is a group.
    """
    name = clean(name)
    if len(name) > 1 and name[0] == "{" and name[-1] == "}":
        return Name(literal=name[1:-1].strip())
    name = _STRAY_AND.sub("", name)
    if ",," in name:
        return Name(literal=name.replace(",,", ",", 1).rstrip(", "))
    if name.endswith(",") and name.count(",") == 1:
        return Name(literal=name[:-1].rstrip())
    name = _NUMBERED.sub("", name)
    if "," in name:
        also = tuple(found[1][1:-1] for found in _ALSO.finditer(name))
        found = parse(_ALSO.sub("", name).rstrip(", "))
        return replace(found, also=also or found.also)
    return _initials_last(name) or parse(name)


def is_more(name: str) -> bool:
    """Whether this is no name but says that there are more people."""
    return bool(_MORE.fullmatch(name))


def of_parts(family: str, given: str, suffix: str) -> Name:
    """Return a name whose parts a source states; a suffix behind the given names is none of them."""
    family, given = _NUMBERED.sub("", clean(family)), _NUMBERED.sub("", clean(given))
    if not suffix and given:
        return replace(parse(f"x, {given}"), family=family)
    return Name(family=family, given=given, suffix=clean(suffix))


def is_name(text: str) -> bool:
    """Whether a text can be a whole name: two words or more that begin with capitals or are particles."""
    words = text.split()
    return len(words) > 1 and all(word[0].isupper() or is_particle(word) for word in words)


def group(name: str) -> Name:
    """Return the name of a group."""
    return Name(literal=clean(name))


def _split_joined(name: str) -> list[str]:
    """Return the names that some exports print without a separator: ``Ada BeldonJan C. Roe``."""
    if not _JOINT.search(name) or "," in name or "{" in name[1:]:
        return [name]
    parts = _JOINT.split(name.strip("{}"))
    return parts if all(len(part.split()) > 1 for part in parts) else [name]


def _is_initials(word: str) -> bool:
    """Whether the word is ``R.``, ``R.M.``, ``J.-P.``, ``R`` or ``RM``; a suffix (``II``) is not."""
    bare = len(word) <= 2 and word.isalpha() and word.isupper()
    return (bare or bool(_DOTTED.fullmatch(word))) and not SUFFIX.fullmatch(word)


def _initials_last(name: str) -> Name | None:
    """Return the name that has its initials last, ``Liu R.`` or ``Le Quintrec M``; None for other names.

    In a name all in capitals only single letters are initials.
    """
    words = name.split()
    start = len(words)
    if start > 2 and words[-1] == "MD":  # a degree
        return None
    while start > 1 and _is_initials(words[start - 1]):
        start -= 1
    family = words[:start]
    if start == len(words) or (_is_initials(family[0]) and not is_particle(family[0])):
        return None
    if not any(map(str.islower, "".join(family))) and any(len(word.strip(".")) > 1 for word in words[start:]):
        return None
    return Name(family=" ".join(family), given=" ".join(words[start:]))


def split_names(text: str, *, commas: bool = False) -> People:
    """Return the names of one text, separated by ``;``, by ``and`` or, where it is unambiguous, by commas.

    ``commas``: in this source commas always separate names.
    """
    text = clean(text).strip(" ,;")
    if len(text) > _LONGEST:
        return People(names=(group(text),))
    tail = text[-30:]
    open_end = _OPEN_END.search(tail)
    if open_end:
        text = (text[:-30] + tail[: open_end.start()]).strip(" ,;")
    if _FULL_STOP.search(text[-30:]):
        text = text[:-1]
    found = people(_pieces(text, commas=commas))
    return People(names=found.names, et_al=found.et_al or bool(open_end))


def _pieces(text: str, *, commas: bool) -> list[str]:
    """Return the single names as printed."""
    if "{" in text:
        outside, groups = _without_groups(text)
        parts = re.split(r" ?; ?| and ", outside, flags=re.IGNORECASE)
        return [re.sub("\x00", lambda _: next(groups), part) for part in parts]
    if ";" in text:
        return text.split(";")
    parts = _AND.split(text)
    by_comma = [piece for part in parts for piece in map(str.strip, part.split(",")) if piece]
    if ",," in text:
        return parts
    if lists_by_comma(text):
        return _with_suffixes(by_comma)
    if len(by_comma) > 2 and len(by_comma) % 2 == 0 and all(map(_only_initials, by_comma[1::2])):
        return [f"{family}, {given}" for family, given in zip(by_comma[::2], by_comma[1::2], strict=True)]  # APA
    return _with_suffixes(by_comma) if commas else parts


def _without_groups(text: str) -> tuple[str, Iterator[str]]:
    """Return the text with a placeholder for each group in braces, and the groups."""
    outside, groups = [], []
    depth = end = start = 0
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            if depth == 0:
                outside.append(text[end : brace.start()])
                start = brace.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                end = brace.end()
                groups.append(text[start:end])
    if depth:  # not closed
        groups.append(text[start:])
        end = len(text)
    return "\x00".join([*outside, text[end:]]), iter(groups)


def _only_initials(text: str) -> bool:
    """Whether the text has only initials: ``R E``, ``R.E.``, ``j. p.``."""
    return all(_is_initials(word) or len(word) == 1 for word in text.split())


def lists_by_comma(text: str) -> bool:
    """Whether commas can only separate names here, as each piece is a full name of two words or more."""
    parts = _AND.split(clean(text))
    pieces = [piece.strip() for part in parts for piece in part.split(",")]
    whole = [piece for piece in pieces if piece and not _TAIL.fullmatch(piece)]
    if "," not in text or not {";", "{"}.isdisjoint(text) or len(whole) < 2:
        return False
    if not all(" " in piece and not _only_initials(piece) for piece in whole):  # "Zuna, R E": a comma inside a name
        return False
    marked = all(_is_initials(piece.split()[0]) or _initials_last(piece) is not None for piece in whole)
    # "De Vries, Jan Piet and Van Dam, An Els"
    one_each = len(parts) > 1 and all(part.count(",") == 1 for part in parts)
    return marked or (len(whole) > 2 and not one_each)


def _with_suffixes(pieces: list[str]) -> list[str]:
    """Return the names with each ``Jr.`` and each piece of initials joined to its name."""
    names: list[str] = []
    for piece in pieces:
        if names and _TAIL.fullmatch(piece):
            names[-1] += f" {piece}"
        elif names and _only_initials(piece) and " " not in names[-1]:
            names[-1] += f", {piece}"
        else:
            names.append(piece)
    return names
