"""Open questions (pairs that a person must judge): what to show of each side, and how answers are saved and applied."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal, TypeAlias

from generator.content import catalogue
from generator.intake.accession import settle
from generator.intake.outcome import Outcome
from generator.model import Catalogue, Decision, Identifiers, LedgerRecord, Paper, Question, references, tied
from generator.storage import transactions
from generator.storage.transactions import Change
from generator.text import fingerprints, folding, identifiers

SEEN_FIRST = 3  # pairs of a kind that a person answers one by one before the others can be answered at once
REASON_LIMIT = 300  # characters of a reason made from the evidence
KIND_SHOWN = 100  # characters of a kind in such a reason
ADDRESSES = 4  # shown of a side
ABSTRACT_SHOWN = 400  # characters
SHOWN = 1_000  # characters of any other field: some papers have 5,000 authors
COMPARED = ("title", "authors", "date", "venue", "volume", "number", "pages", "identifiers")
FIELDS = (*COMPARED, "summary", "abstract", "where")


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """One side of a question as a person sees it; ``fields`` are in order, without empty ones."""

    ref: str
    key: str | None  # of a paper; None for a record
    fields: dict[str, str]
    fingerprints: tuple[str, ...] = ()  # of its abstract, if there is one
    addresses: tuple[str, ...] = ()  # where to look at it, as its sources print them


Words: TypeAlias = tuple[tuple[str, bool], ...]  # each with whether it differs from the other side


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One field of both sides, for comparison; a side without it has no words."""

    name: str
    left: Words
    right: Words


Open: TypeAlias = tuple[Question, Side, Side]  # an open question with its two sides


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """Open questions that the matcher asks for the same reason; ``name`` is "" for those of which it names none."""

    name: str
    pairs: tuple[Open, ...]


def kinds(pairs: Iterable[Open]) -> list[Kind]:
    """Return open questions by kind, the largest kind first, then the first; those without a kind come last."""
    found: dict[str, list[Open]] = defaultdict(list)
    for one in pairs:
        found[one[0].kind or ""].append(one)
    order = sorted(found.items(), key=lambda item: (not item[0], -len(item[1])))  # of equals, the first
    return [Kind(name=name, pairs=tuple(members)) for name, members in order]


def waiting(shelf: Catalogue) -> list[Open]:
    """Return the open questions with both sides, without those that are decided or whose sides are gone."""
    decided = {frozenset(decision.pair) for decision in shelf.decisions}
    found = sides(shelf, {ref for question in shelf.review for ref in question.pair})
    return [
        (question, found[question.pair[0]], found[question.pair[1]])
        for question in shelf.review
        if frozenset(question.pair) not in decided and found.keys() >= set(question.pair)
    ]


def sides(shelf: Catalogue, wanted: set[str]) -> dict[str, Side]:
    """Return what to show of papers and ledger records, by their references in questions."""
    found = {key: _of_paper(key, paper) for key, paper in shelf.papers.items() if key in wanted}
    former = {old: key for key, paper in shelf.papers.items() for old in paper.former_keys}
    for stem, ledger in shelf.ledgers.items():
        for ref, record in zip(references(stem, ledger.records), ledger.records, strict=True):
            line = "" if ledger.updated else f":{record.line}"  # the lines of a library move; its keys say which item
            where = f"{ledger.source}{line}, {ledger.updated or ledger.date}"
            if ref in wanted:
                found[ref] = _of_record(ref, record, where)
            if (key := former.get(record.paper or "", record.paper)) in found and key in shelf.papers:
                found[key] = _with_record(found[key], record, where)
    return found


def _with_record(paper: Side, record: LedgerRecord, where: str) -> Side:
    """Return a paper's side with what only a tied record has: volume, number, pages and the abstract's fingerprint."""
    fields = dict(paper.fields)
    for name, value in {
        "volume": record.volume,
        "number": record.number,
        "pages": record.pages,
        "where": where,
    }.items():
        known = fields.get(name, "").split("; ")
        if value and value not in known:
            fields[name] = "; ".join(filter(None, [*known, value]))
    return replace(paper, fields=_printed(fields), fingerprints=(*paper.fingerprints, *filter(None, [record.sketch])))


def _of_paper(key: str, paper: Paper) -> Side:
    fields = _facts(paper) | {"summary": paper.summary or "", "abstract": (paper.abstract or "")[:ABSTRACT_SHOWN]}
    printed = (fingerprints.fingerprint(paper.abstract),) if paper.abstract else ()
    return Side(
        ref=key,
        key=key,
        fields=_printed(fields | {"where": f"papers/{key}.yml"}),
        fingerprints=printed,
        addresses=_addresses(paper.identifiers, paper.links.paper, paper.links.pdf),
    )


def _of_record(ref: str, record: LedgerRecord, where: str) -> Side:
    fields = _facts(record) | {
        "volume": record.volume or "",
        "number": record.number or "",
        "pages": record.pages or "",
    }
    if record.abstract_words:
        fields["abstract"] = f"{record.abstract_words} words; only a fingerprint is kept"
    fields["where"] = f"{where}, {record.id}" if record.id else where
    return Side(
        ref=ref,
        key=None,
        fields=_printed(fields),
        fingerprints=(record.sketch,) if record.sketch else (),
        addresses=_addresses(record.identifiers, record.labeled.paper, *record.links),
    )


def _addresses(ids: Identifiers, *links: str | None) -> tuple[str, ...]:
    """Return the first few addresses of a side, those of its identifiers before others."""
    found = (*(url for _, url, _ in identifiers.addresses(ids)), *filter(None, links))
    return tuple(dict.fromkeys(found))[:ADDRESSES]


def _facts(one: Paper | LedgerRecord) -> dict[str, str]:
    """Return the fields that papers and records share."""
    authors = ", ".join(map(str, one.authors)) + (" et al." if one.et_al else "")
    count = f"{one.author_count} in all" if one.author_count else ""
    known = ", ".join(f"{kind} {value}" for kind, value in one.identifiers if value)
    title = one.name if isinstance(one, Paper) else one.title or ""
    return {
        "title": title,
        "authors": " – ".join(filter(None, (authors, count))),
        "date": one.date or "",
        "venue": one.venue or "",
        "identifiers": known,
    }


def _printed(fields: dict[str, str]) -> dict[str, str]:
    """Return the non-empty fields, each on one line, in the order of ``FIELDS``."""
    lines = {name: folding.clean(fields.get(name, "")) for name in FIELDS}
    return {name: line if len(line) <= SHOWN else line[:SHOWN] + " …" for name, line in lines.items() if line}


def rows(left: Side, right: Side) -> list[Row]:
    """Return the fields that either side has, in order, with the differing words of those that are compared."""
    found = []
    for name in FIELDS:
        one, other = left.fields.get(name, ""), right.fields.get(name, "")
        if name in COMPARED and one and other:
            marked = differing(one, other)
        else:
            marked = [(word, False) for word in one.split()], [(word, False) for word in other.split()]
        if one or other:
            found.append(Row(name=name, left=tuple(marked[0]), right=tuple(marked[1])))
    return found


def evidence(question: Question, left: Side, right: Side) -> list[str]:
    """Return what the matcher found, in lines: its evidence, and how much the abstracts share."""
    seen = "; ".join(question.evidence) or "nothing decisive"
    abstracts = shared(left, right)
    return [f"The matcher found: {seen}", *([abstracts] if abstracts and abstracts not in seen else [])]


def differing(left: str, right: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return the words of both texts, each with whether it differs from the other text, ignoring case and accents."""
    words = left.split(), right.split()
    folded = [[folding.fold(word) or word for word in side] for side in words]
    kept: tuple[set[int], set[int]] = set(), set()
    for a, b, size in SequenceMatcher(None, folded[0], folded[1], autojunk=False).get_matching_blocks():
        kept[0].update(range(a, a + size))
        kept[1].update(range(b, b + size))
    marked = [[(word, n not in same) for n, word in enumerate(side)] for side, same in zip(words, kept, strict=True)]
    return marked[0], marked[1]


def shared(left: Side, right: Side) -> str:
    """Return what the abstracts of two sides have in common, by their fingerprints; "" if one has none."""
    found = [
        fingerprints.compare(fingerprints.characters(one), fingerprints.characters(other))
        for one in left.fingerprints
        for other in right.fingerprints
    ]
    return str(max(found, key=lambda overlap: overlap.share)) if found else ""


def default_reason(question: Question, *, at_once: bool = False) -> str:
    """Return the reason that decisions.yml gets if the person gives none; ``at_once``: it is an answer to the whole kind."""
    seen = "; ".join(question.evidence)
    judged = "Judged by a person"
    if at_once and question.kind:
        judged += f" at once with others of the kind “{question.kind[:KIND_SHOWN]}”, after seeing three of them"
    return folding.clean(f"{judged}; the matcher found: {seen}"[:REASON_LIMIT] if seen else f"{judged}.")


def answer(
    content: Path,
    question: Question,
    verdict: Literal["same", "different"],
    reason: str,
    waiting: Callable[[], None] = lambda: None,
) -> None:
    """Write a person's answer to decisions.yml and remove the question from review.yml, both or neither."""
    decision = Decision(pair=question.pair, verdict=verdict, reason=reason)

    def plan() -> tuple[None, list[Change]]:
        shelf = catalogue.load_answers(content)
        rest = tuple(one for one in shelf.review if frozenset(one.pair) != frozenset(question.pair))
        return None, catalogue.changes(shelf, {"decisions.yml": (*shelf.decisions, decision), "review.yml": rest})

    transactions.carry_out(content, plan, waiting)


def apply(content: Path, *, date: str, waiting: Callable[[], None] = lambda: None) -> tuple[Catalogue, Outcome]:
    """Apply all decisions; return the shelf as it is afterwards, and what changed."""

    def plan() -> tuple[tuple[Catalogue, Outcome], tuple[Change, ...]]:
        shelf = catalogue.load(content)
        outcome = settle([], shelf, date=date)
        return (shelf, outcome), outcome.changes

    shelf, outcome = transactions.carry_out(content, plan, waiting)
    return catalogue.load(content) if outcome.changes else shelf, outcome


def unmerged(shelf: Catalogue, decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """Return the papers that are the same by these decisions, which have been applied, and still have a file each."""
    former = {old: key for key, paper in shelf.papers.items() for old in paper.former_keys}
    papers = {ref: former.get(key, key) for ref, key in tied(shelf.ledgers).items()}
    found = (
        (papers.get(one.pair[0], one.pair[0]), papers.get(one.pair[1], one.pair[1]))
        for one in decisions
        if one.verdict == "same"
    )
    return [pair for pair in dict.fromkeys(found) if pair[0] != pair[1] and shelf.papers.keys() >= set(pair)]


def nameless(shelf: Catalogue) -> Iterator[str]:
    """Yield source and line of each record that has no title, no paper and no open question.

    Its ledger keeps only a fingerprint of the text, so the source must be imported again.
    """
    asked = {ref for question in shelf.review for ref in question.pair}
    for stem, ledger in shelf.ledgers.items():
        for ref, record in zip(references(stem, ledger.records), ledger.records, strict=True):
            if record.paper is None and not record.title and not record.gone and ref not in asked:
                yield f"{ledger.source}:{record.line}"
