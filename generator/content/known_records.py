"""Known records: the papers and ledgers of a shelf as the matcher sees them, with signatures that the cache keeps."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from generator.matching import merge
from generator.matching.signatures import Signature, packed, signature, unpacked
from generator.matching.traits import traits
from generator.model import Catalogue, Ledger, LedgerRecord, Paper, Record
from generator.storage import cache


def of_paper(paper: Paper) -> tuple[Record, ...]:
    """Return a record for each version of a paper, under each of its titles."""
    titles = dict.fromkeys((paper.title or "", *paper.aliases))
    return tuple(record for title in titles for record in merge.as_records(paper, title=title))


def of_ledger(ledger: Ledger, printed: LedgerRecord) -> Record:
    """Return a record from a ledger, with the fingerprint instead of the abstract."""
    return Record(
        source=ledger.source,
        line=printed.line,
        id=printed.id or "",
        title=printed.title or "",
        authors=printed.authors,
        author_count=printed.author_count,
        et_al=printed.et_al,
        date=printed.date,
        posted=printed.posted,
        links=printed.links,
        identifiers=printed.identifiers,
        venue=printed.venue or "",
        volume=printed.volume or "",
        number=printed.number or "",
        pages=printed.pages or "",
        type=printed.type,
        genre=printed.genre or "",
        editors=printed.editors,
        publisher=printed.publisher or "",
        series=printed.series or "",
        edition=printed.edition or "",
        language=printed.language or "",
        citation_keys=printed.citation_keys,
        keywords=printed.keywords,
        note=printed.note or "",
        status=printed.status,
        denies=printed.denies,
        labeled=printed.labeled,
        further=tuple(printed.further.items()),
        headings=printed.headings,
        sketch=printed.sketch or "",
    )


def signatures(shelf: Catalogue) -> dict[str, tuple[Signature, ...]]:
    """Return the signatures of the records of each paper, by its key, and of each ledger, by its path."""
    found: dict[str, tuple[Signature, ...]] = {}
    kept = cache.beside(shelf.root)
    keys = dict(_keys(shelf))
    values = kept.get(keys.values())
    new: dict[bytes, bytes] = {}
    for name, key in keys.items():
        if key in values:
            found[name] = unpacked(values[key])
        else:
            found[name] = tuple(signature(traits(record)) for record in _records(name, shelf))
            new[key] = packed(found[name])
    kept.put(new)
    return found


def path(stem: str) -> str:
    """Return the path of a ledger in the content folder."""
    return f"imports/{stem}.yml"


def _keys(shelf: Catalogue) -> Iterable[tuple[str, bytes]]:
    """Yield what the signatures depend on: the text of a file, and identifiers, which a search may have added to a paper."""
    for name, paper in shelf.papers.items():
        text = shelf.texts.get(f"papers/{name}.yml") or paper.model_dump_json()
        yield name, cache.key("signatures", sys.byteorder, text, paper.identifiers.model_dump_json())
    for stem, ledger in shelf.ledgers.items():
        text = shelf.texts.get(path(stem)) or ledger.model_dump_json()
        yield path(stem), cache.key("signatures", sys.byteorder, text)


def _records(name: str, shelf: Catalogue) -> Iterable[Record]:
    if name in shelf.papers:
        return of_paper(shelf.papers[name])
    ledger = {path(stem): ledger for stem, ledger in shelf.ledgers.items()}[name]
    return (of_ledger(ledger, printed) for printed in ledger.records)
