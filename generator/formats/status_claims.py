"""What the title, note, keywords and further fields of any record claim about its status, and its note as a file has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.formats import field_values
from generator.model import Record, Status, StatusKind
from generator.text import folding, retractions, status_notes, titles

_NOTES = frozenset(
    {"addendum", "annotation", "annote", "remark", "remarks"}
)  # no "comment": arXiv's tells of a version
_FLAGS = frozenset({"is_retracted", "is-retracted", "isretracted", "retracted", "is_withdrawn", "withdrawn"})
_TYPES = frozenset({"dt", "m3", "pt", "ty", "type", "document type", "publication type", "item type", "document-type"})
_STATES = frozenset({"status", "pubstate"})
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_WORDS = re.compile(  # as a keyword, a type or a status: the whole text, in capitals or not
    r"(?:(?:retracted|withdrawn)(?:\s+(?:article|paper|publication))?|corrected|concern|expression of concern)",
    re.IGNORECASE,
)
_OFF = frozenset({"retracted", "withdrawn"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A note of a file, taken apart."""

    statuses: tuple[Status, ...]  # in the sentences that exports write
    text: str  # the note without these sentences
    about: str  # what of it is about the paper itself: its identifiers and links are the paper's


def read(text: str) -> Note:
    """Return a note taken apart: neither a notice's address nor a private note says anything of the paper itself."""
    stated, private = field_values.stated_note(text)
    statuses, rest = status_notes.parse(stated)
    whole = " ".join(filter(None, (rest, private))) if statuses else text
    return Note(statuses=statuses, text=whole, about=retractions.without(rest))


def claimed(record: Record, by: str = "") -> Record:
    """Return a record with the statuses that its texts claim beside those of its own fields; ``by`` is its service's title.

    The sentences that exports write into notes are taken out of the note. A notice claims nothing about itself, and of
    one kind only the surest text counts: a field of its own, such a sentence, then one that names the notice.
    """
    if _is_of_journal(record):
        record = replace(record, title=notice_title(record.title, "Retraction"))
    note = read(record.note) if record.note else Note(statuses=(), text="", about="")
    notice = is_notice(record)
    further, denied = (record.further, ()) if notice else _flags(record.further)
    if not notice:  # what only says the status is told by it
        further = tuple(one for one in further if not (one[0].lower() in _STATES and state(one[1])))
    told = [] if notice else sorted(_told(record, note.text), key=_vagueness)
    named = (one.model_copy(update={"by": (by,) if by else ()}) for one in told)
    claims = joined(record.status, note.statuses, *((one,) for one in named))
    if further == record.further and claims == record.status:
        return record
    denies = tuple(dict.fromkeys((*record.denies, *denied)))
    return replace(record, status=claims, denies=denies, note=note.text, further=further)


def joined(*groups: Sequence[Status]) -> tuple[Status, ...]:
    """Return the statuses of the first group, and of the others those whose kind is in none before."""
    found: list[Status] = []
    for group in groups:
        known = {one.kind for one in found}
        found += [one for one in group if one.kind not in known]
    return tuple(dict.fromkeys(found))


def state(text: str) -> tuple[Status, ...]:
    """Return the statuses of a field that only says them: ``retracted``, ``corrected; concern``; none for other texts."""
    words = [one for one in re.split(r"\s*[;,]\s*", text.strip()) if one]
    found = tuple(_words(words, frozenset()))
    return found if len(found) == len(words) else ()


def is_notice(record: Record) -> bool:
    """Whether a record is of a notice about another paper, not of the paper."""
    return bool(titles.mark(retractions.bare(record.title, record.identifiers.doi or "")))


def _is_of_journal(record: Record) -> bool:
    """Whether a record is of a notice that some journals call “Retracted: X”: its only author is the journal itself."""
    if len(record.authors) != 1 or not record.venue or not retractions.of_title(record.title)[0]:
        return False
    return folding.fold(str(record.authors[0])) == folding.fold(record.venue)


def notice_title(title: str, kind: str) -> str:
    """Return the title of a notice so that nobody takes it for the paper's: “Retraction: X” for X, and for “Retracted: X”."""
    plain = retractions.bare(title)
    return title if not title or titles.mark(plain) else f"{kind}: {plain}"


def note(record: Record) -> str:
    """Return a record's note with its statuses in front; those that the note itself tells are not told twice."""
    if not record.status:
        return record.note
    told = set(retractions.of_note(field_values.stated_note(record.note)[0]))
    return status_notes.noted((one for one in record.status if one not in told), record.note)


def _told(record: Record, text: str) -> Iterator[Status]:
    """Yield what the texts of a record claim, the surest first."""
    yield from retractions.of_title(record.title, record.identifiers.doi or "")[0]
    fields = [(name.lower(), value) for name, value in record.further]
    for name, value in fields:
        if name in _FLAGS and value.strip().lower() in _YES and (kind := retractions.meaning(name)):
            yield Status(kind=kind)
        elif name in _STATES:
            yield from state(value)
    yield from retractions.of_note(text)
    yield from _words(record.keywords, _OFF)
    for name, value in fields:
        if name in _TYPES:
            yield from _words(re.split(r"\s*[;,]\s*", value), _OFF)
        elif name in _NOTES:
            yield from retractions.of_note(value)


def _words(texts: Iterable[str], kinds: frozenset[str]) -> Iterator[Status]:
    """Yield the statuses of texts that are one of the words; of these kinds only, if any are given."""
    for text in texts:
        kind = retractions.meaning(text) if _WORDS.fullmatch(text.strip()) else None
        if kind and (not kinds or kind in kinds):
            yield Status(kind=kind)


def _vagueness(one: Status) -> tuple[bool, bool]:
    return one.notice is None, one.date is None


def _flags(further: tuple[tuple[str, str], ...]) -> tuple[tuple[tuple[str, str], ...], tuple[StatusKind, ...]]:
    """Return the fields without those that are only a status, yes or no, and what these deny."""
    flags = [(name, value.strip().lower()) for name, value in further if name.lower() in _FLAGS]
    denied = (retractions.meaning(name) for name, value in flags if value in _NO)
    left = tuple((name, value) for name, value in further if not _is_status(name.lower(), value.strip().lower()))
    return left, tuple(kind for kind in denied if kind)


def _is_status(name: str, value: str) -> bool:
    return (name in _FLAGS and value in _YES | _NO) or (name in _STATES and bool(state(value)))
