"""Signatures: hashes of what a record may share with others, which can be kept; they find candidates without its traits."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

from generator.matching.traits import Traits
from generator.text import fingerprints

_ITEM = "Q"  # 64 bits: two of a million names are the same once in 30 million shelves, and then they are only compared


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """What decides with which others a record is compared."""

    titled: bool
    stub: bool  # it has neither a title nor an abstract
    names: array[int]  # hashes of the names of its blocks; of a record without a title, of its identifiers
    phrases: array[int]  # of its abstract (fingerprints.phrases)


def blocks(one: Traits) -> Iterator[tuple[str, ...]]:
    """Yield the names of the blocks that a record belongs to: records in one block are candidates for the same paper.

    The first part of a name says what is shared; ``title`` blocks are compared whatever their size.
    """
    yield from (("title", name) for form in one.titles for name in {form.folded, form.plain})
    yield from identified(one)
    if len(one.words) > 3:
        yield "begin", *one.words[:4]
        yield "end", *one.words[-4:]
        yield "middle", *sorted(one.words, key=lambda word: (-len(word), word))[:3]  # long words survive reordering
    if one.first_page and one.volume:
        yield "place", one.volume, one.first_page
    for year in sorted(one.years):
        if one.first_page:
            yield "page", year, one.first_page, one.title[:4]
        if one.surnames:
            yield "author", one.surnames[0], year, one.title[:6]
        if len(one.surnames) > 1:
            yield "people", year, *sorted(one.surnames)  # each database orders authors in its own way


def identified(one: Traits) -> Iterator[tuple[str, ...]]:
    """Yield the names of the blocks of those that share an identifier."""
    yield from (("id", kind, value) for kind, value in one.identifiers if value)


def hashed(block: Iterable[str]) -> int:
    """Return the hash of a block's name, the same on every machine."""
    digest = blake2b("\n".join(block).encode(errors="surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def signature(one: Traits) -> Signature:
    """Return the signature of a record."""
    names = blocks(one) if one.title else identified(one)
    return Signature(
        titled=bool(one.title),
        stub=not one.title and not one.text,
        names=array(_ITEM, sorted(set(map(hashed, names)))),
        phrases=array(_ITEM, sorted(fingerprints.phrases(one.text))),
    )


def packed(signatures: Sequence[Signature]) -> bytes:
    """Return signatures as bytes, in the byte order of this machine."""
    sizes = [(one.titled, one.stub, len(one.names), len(one.phrases)) for one in signatures]
    values = array(_ITEM, (len(sizes), *chain.from_iterable(sizes)))
    for one in signatures:
        values += one.names
        values += one.phrases
    return values.tobytes()


def unpacked(packed: bytes) -> tuple[Signature, ...]:
    """Return the signatures that ``packed`` made to bytes."""
    values = array(_ITEM, packed)
    found = []
    start = 1 + 4 * values[0]
    for at in range(1, start, 4):
        titled, stub, names, phrases = values[at : at + 4]
        middle, end = start + names, start + names + phrases
        found.append(
            Signature(titled=bool(titled), stub=bool(stub), names=values[start:middle], phrases=values[middle:end])
        )
        start = end
    return tuple(found)
