"""Names of people as exports print them, turned into what a reader expects: ``Given Family``, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.text.folding import clean

_OTHER_SCRIPT = r"[(（][^()（）\s\x00-\x7f]+[)）]"  # behind the name: Wei Wang (王伟)
_SUFFIX = re.compile(rf"(?:jr|sr|junior|senior|ii|iii|iv)\.?|{_OTHER_SCRIPT}", re.IGNORECASE)
_ALSO = re.compile(rf"(?<=\S)\s*({_OTHER_SCRIPT})$")
_COMPANY = re.compile(r"(?:inc|ltd|llc|gmbh|corp|co|plc)\.?", re.IGNORECASE)  # legal forms stand after a comma too
_DOTTED = re.compile(r"(?:[^\W\d_]\.-?){1,4}")
_MORE = re.compile(r"(?:(?:and|&) )?(?:others|et\.? ?al\.?|\.\.\.|…)[ .,]*", re.IGNORECASE)
_OPEN_END = re.compile(rf"(?:^|[ ,;]){_MORE.pattern}$", re.IGNORECASE)
_AND = re.compile(r" ?,? (?:and|&) ", re.IGNORECASE)
_FULL_STOP = re.compile(r"[ ,][^\W\d_]*[a-z]{3}\.$")  # behind a word, not behind an initial or a suffix
# A small letter and a capital meet within a word, where no Mac, De, Van or the like stands before the capital.
_NO_PREFIX = "".join(rf"(?<!\b{prefix})" for prefix in ("Mac", "Van", "Von", "Del", "Der", "Fitz", "Della", "Saint"))
_JOINT = re.compile(rf"(?<=[^\W\d_A-Z]{{3}}){_NO_PREFIX}(?=[A-ZÀ-ÖØ-Þ][^\W\d_A-Z]*[.\s])")
_STRAY_AND = re.compile(r"^and\s+|\s+and$")  # left over where somebody's converter cut a list
_BRACE = re.compile(r"[{}]")
_LONGEST = 200_000  # characters, ten times the longest list of authors there is


@dataclass(frozen=True, kw_only=True, slots=True)
class People:
    """Names in order; ``et_al``: the source says that the list goes on ("and others", "et al.")."""

    names: tuple[str, ...]
    et_al: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """A displayed name taken apart; lower-case words before the family name are its particle."""

    given: str = ""
    particle: str = ""
    family: str = ""
    suffix: str = ""

    @property
    def display(self) -> str:
        """Return the parts in the order of speech."""
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


def people(names: Iterable[str]) -> People:
    """Return the displayed names, without blanks and without "et al.", which sets ``et_al``."""
    shown = [display(each) for name in names for each in _split_joined(name)]
    et_al = any(_MORE.fullmatch(name) for name in shown)
    return People(names=tuple(name for name in shown if name and not _MORE.fullmatch(name)), et_al=et_al)


def display(name: str) -> str:
    """Return ``Given Family Suffix`` for ``Family, Given, Jr.``, ``Family, Jr., Given``, ``Liu R.`` or the like.

    Braces around it, a doubled comma (EndNote's way) or a company's legal form keep a name as it stands.
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
    """Return the people whose names some exports print without anything between them: ``Ada BeldonJan C. Roe``."""
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


@lru_cache(maxsize=1 << 14)  # every format asks, and people write more than one paper
def split_name(name: str) -> Parts:
    """Return the parts of a displayed name; the last word is the family name, with lower-case words before it."""
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


@lru_cache(maxsize=1 << 14)  # every format asks, and people write more than one paper
def inverted(name: str) -> str:
    """Return ``Family, Given, Suffix``, or another form that ``display`` turns back into the same name."""
    parts = split_name(name)
    family = f"{parts.particle} {parts.family}".strip()
    turned = ", ".join(filter(None, (family, parts.given, parts.suffix)))
    forms = (turned, name, name.replace(",", ",,", 1))
    return next((form for form in forms if display(form) == name), f"{{{name}}}")


def split_names(text: str, *, commas: bool = False) -> People:
    """Return the names of one text, separated by ``;``, by ``and`` or by commas where these are unambiguous.

    ``commas`` says that in this source a comma stands between names, never within one.
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
    """Return the single names, still as printed."""
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
    """Return the text with a sign in place of each group in braces, and the groups."""
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
    if depth:  # never closed
        groups.append(text[start:])
        end = len(text)
    return "\x00".join([*outside, text[end:]]), iter(groups)


def _only_initials(text: str) -> bool:
    """Whether there are only initials: ``R E``, ``R.E.``, ``j. p.``."""
    return all(_is_initials(word) or len(word) == 1 for word in text.split())


def lists_by_comma(text: str) -> bool:
    """Whether commas in this text can only stand between names: each piece is a whole name of two words or more."""
    parts = _AND.split(clean(text))
    pieces = [piece.strip() for part in parts for piece in part.split(",")]
    whole = [piece for piece in pieces if piece and not _SUFFIX.fullmatch(piece)]
    if "," not in text or ";" in text or "{" in text or len(whole) < 2:
        return False
    if not all(" " in piece and not _only_initials(piece) for piece in whole):  # "Zuna, R E": within the name
        return False
    marked = all(_is_initials(piece.split()[0]) or _initials_first(piece) != piece for piece in whole)
    one_each = len(parts) > 1 and all(
        part.count(",") == 1 for part in parts
    )  # "De Vries, Jan Piet and Van Dam, An Els"
    return marked or (len(whole) > 2 and not one_each)


def _with_suffixes(pieces: list[str]) -> list[str]:
    """Put ``Jr.`` back behind the name that it belongs to, and initials before it."""
    names: list[str] = []
    for piece in pieces:
        if names and _SUFFIX.fullmatch(piece):
            names[-1] += f" {piece}"
        elif names and _only_initials(piece) and " " not in names[-1]:
            names[-1] += f", {piece}"
        else:
            names.append(piece)
    return names
