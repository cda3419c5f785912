"""Author lists as exports print them, turned into names in display form: ``Given Family``, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.text.folding import clean

_OTHER_SCRIPT = r"[(（][^()（）\s\x00-\x7f]+[)）]"  # after the name: Wei Wang (王伟)
_SUFFIX = re.compile(rf"(?:jr|sr|junior|senior|ii|iii|iv)\.?|{_OTHER_SCRIPT}", re.IGNORECASE)
_ALSO = re.compile(rf"(?<=\S)\s*({_OTHER_SCRIPT})$")
_COMPANY = re.compile(r"(?:inc|ltd|llc|gmbh|corp|co|plc)\.?", re.IGNORECASE)  # legal forms come after a comma, too
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?){1,4}")
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

    names: tuple[str, ...]
    et_al: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The parts of a name in display form; lower-case words before the family name are its particle."""

    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""

    @property
    def display(self) -> str:
        """Return the name in display form."""
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


def people(names: Iterable[str]) -> People:
    """Return the names in display form, without empty ones; "et al." sets ``et_al``."""
    shown = [display(each) for name in names for each in _split_joined(name)]
    et_al = any(_MORE.fullmatch(name) for name in shown)
    return People(names=tuple(name for name in shown if name and not _MORE.fullmatch(name)), et_al=et_al)


def display(name: str) -> str:
    """Return ``Given Family Suffix`` for ``Family, Given, Jr.``, ``Family, Jr., Given``, ``Liu R.`` or the like.

    A name in braces, with a doubled comma (EndNote) or with a company's legal form is kept as it is.
    """
    name = clean(name)
    if len(name) > 1 and name[0] == "{" and name[-1] == "}":
        return name[1:-1].strip()
    name = _STRAY_AND.sub("", name)
    if ",," in name:
        return name.replace(",,", ",", 1)
    parts = [part for part in map(str.strip, name.split(",")) if part]
    if len(parts) < 2:
        return _initials_first(parts[0]) if parts else ""
    if _COMPANY.fullmatch(parts[-1]):
        return ", ".join(parts)
    parts = [piece for part in parts for piece in _ALSO.sub(r",\1", part).split(",")]
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    given = [part for part in parts[1:] if not _SUFFIX.fullmatch(part)]
    return " ".join([*given, parts[0], *suffixes])


def _split_joined(name: str) -> list[str]:
    """Return the names that some exports print without a separator: ``Ada BeldonJan C. Roe``."""
    if not _JOINT.search(name) or "," in name or "{" in name[1:]:
        return [name]
    parts = _JOINT.split(name.strip("{}"))
    return parts if all(len(part.split()) > 1 for part in parts) else [name]


def _is_initials(word: str) -> bool:
    """Whether the word is ``R.``, ``R.M.``, ``J.-P.``, ``R`` or ``RM``; a suffix (``II``) is not."""
    bare = len(word) <= 2 and word.isalpha() and word.isupper()
    return (bare or bool(_DOTTED.fullmatch(word))) and not _SUFFIX.fullmatch(word)


def _initials_first(name: str) -> str:
    """Return ``R. Liu`` for ``Liu R.`` and ``M Le Quintrec`` for ``Le Quintrec M``; other names as they are."""
    words = name.split()
    start = len(words)
    while start > 1 and _is_initials(words[start - 1]):
        start -= 1
    family = words[:start]
    if start == len(words) or _is_initials(family[0]) or not any(c.islower() for c in "".join(family)):
        return name
    return " ".join([*words[start:], *family])


@lru_cache(maxsize=1 << 14)  # names recur in every format and on many papers
def split_name(name: str) -> Parts:
    """Return the parts of a name in display form; its last word is the family name."""
    words = name.split()
    end = len(words)
    if end > 2 and _SUFFIX.fullmatch(words[-1]):
        end -= 1
    start = next((at for at in range(1, end - 1) if words[at][:1].islower()), end - 1)
    last = max((at + 1 for at in range(start, end - 1) if words[at][:1].islower()), default=start)
    given, particle, family = words[:start], words[start:last], words[last:end]
    return Parts(
        given=" ".join(given), particle=" ".join(particle), family=" ".join(family), suffix=" ".join(words[end:])
    )


@lru_cache(maxsize=1 << 14)  # names recur in every format and on many papers
def inverted(name: str) -> str:
    """Return ``Family, Given, Suffix``, or another form that ``display`` turns back into the same name."""
    parts = split_name(name)
    family = f"{parts.particle} {parts.family}".strip()
    turned = ", ".join(filter(None, (family, parts.given, parts.suffix)))
    forms = (turned, name, name.replace(",", ",,", 1))
    return next((form for form in forms if display(form) == name), f"{{{name}}}")


def split_names(text: str, *, commas: bool = False) -> People:
    """Return the names of one text, separated by ``;``, by ``and`` or, where it is unambiguous, by commas.

    ``commas``: in this source commas always separate names.
    """
    text = clean(text).strip(" ,;")
    if len(text) > _LONGEST:
        return People(names=(text,))
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
    whole = [piece for piece in pieces if piece and not _SUFFIX.fullmatch(piece)]
    if "," not in text or not {";", "{"}.isdisjoint(text) or len(whole) < 2:
        return False
    if not all(" " in piece and not _only_initials(piece) for piece in whole):  # "Zuna, R E": a comma inside a name
        return False
    marked = all(_is_initials(piece.split()[0]) or _initials_first(piece) != piece for piece in whole)
    # "De Vries, Jan Piet and Van Dam, An Els"
    one_each = len(parts) > 1 and all(part.count(",") == 1 for part in parts)
    return marked or (len(whole) > 2 and not one_each)


def _with_suffixes(pieces: list[str]) -> list[str]:
    """Return the names with each ``Jr.`` and each piece of initials joined to its name."""
    names: list[str] = []
    for piece in pieces:
        if names and _SUFFIX.fullmatch(piece):
            names[-1] += f" {piece}"
        elif names and _only_initials(piece) and " " not in names[-1]:
            names[-1] += f", {piece}"
        else:
            names.append(piece)
    return names
