"""Made-up records for property tests of the formats: any text that a source could hold, as parsers return it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from generator.formats import field_values
from generator.model import Identifiers, Record
from generator.text import bylines
from generator.text.folding import clean

NASTY = (
    "Trap\nER  - \nTY  - JOUR",
    "Trap }}@article{trap, title={Second",
    '=cmd|"/c calc"!A1',
    "'=1+1",
    "@SUM(A1)",
    '"quoted, and" ; \ttab',
    "50% of $5 & #1_a ^ ~ \\ { } -- `` ''",
    "On $\\alpha_{x}$-mixing {braces} in \\textbf{LaTeX}",
    "&amp; <i>x</i> &lt;",
    "PMID- 1",
)
_TEXT = st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)).map(clean)
_WORD = st.sampled_from(
    [
        "Jane",
        "Ludwig",
        "van",
        "de",
        "la",
        "Beethoven",
        "José",
        "Łukasz",
        "O’Neil",
        "R.",
        "J.-P.",
        "Li",
        "MA",
        "Jr.",
        "III",
        "and",
        "Inc.",
        "others",
        "{X}",
        "$x$",
        "\\a",
        "A,B",
    ]
)
_NAME = st.one_of(st.lists(_WORD, min_size=1, max_size=5).map(" ".join), _TEXT)


def _real_name(name: str) -> bool:
    """Whether a parser could return this name: not empty, not "et al.", no braces or commas at its ends."""
    if any(name[:at].count("}") > name[:at].count("{") for at in range(len(name) + 1)) or name.count("{") != name.count(
        "}"
    ):
        return False
    people_in = bylines.people([f"{{{name}}}"])
    return people_in.names == (name,) and not people_in.et_al and name.strip(" ,;{}") == name


IDENTIFIERS = st.builds(
    Identifiers,
    arxiv=st.sampled_from([None, "2107.02137", "cs/0112017"]),
    doi=st.sampled_from([None, "10.1000/a_b", "10.1002/(sici)1097(19980815)17:15<1661::aid>3.0.co;2-2"]),
    acl=st.sampled_from([None, "2021.acl-long.1", "P19-1441"]),
    openreview=st.sampled_from([None, "aBc-_12345"]),
)
RECORDS = st.builds(
    Record,
    source=st.just("made-up"),
    line=st.just(1),
    title=_TEXT,
    abstract=_TEXT,
    authors=st.lists(_NAME.filter(_real_name), max_size=4).map(tuple),
    date=st.sampled_from([None, "2021", "2021-07", "2021-07-05"]),
    links=st.sampled_from(
        [(), ("https://example.org/a_b~c?x=1&y=%20;z",), ("https://a.example/(x)", "http://b.example/#f")]
    ),
    identifiers=IDENTIFIERS,
    venue=_TEXT.map(field_values.venue),
    volume=st.sampled_from(["", "4", "12B", "=4", "S_1"]),
    number=st.sampled_from(["", "7", "3-4"]),
    pages=st.sampled_from(["", "123-130", "e1204", "S1-S9", "12-15,20-22", "7"]),
    id=st.sampled_from(["", "doe2021", "DBLP:journals/x", "10", "=id", "two words"]),
    hints=st.lists(st.sampled_from(["graphs", "made-up, things", "A & B"]), unique=True, max_size=3).map(tuple),
).filter(lambda record: bool(record.title or record.abstract or record.authors or record.identifiers != Identifiers()))


def facts(record: Record) -> Record:
    """Return the record without its source, line, id and type."""
    return replace(record, source="", line=1, id="", author_count=None, kind="")
