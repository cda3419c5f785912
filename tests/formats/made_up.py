"""Made-up records for property tests of the formats: any text that a source could hold, as parsers return it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import strategies as st

from generator.formats import field_values
from generator.formats.tables import table_rows
from generator.model import Identifiers, Links, Name, PaperType, Record, Status
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
_TEXT = (
    st.one_of(st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
    .map(clean)
    .filter(lambda text: text.lower() not in table_rows.NOTHING)
)
_FAMILIES = st.sampled_from(
    [
        *(
            "Beethoven",
            "García López",
            "Vaughan Williams",
            "van der Berg",
            "de la Cruz",
            "O’Neil",
            "Li",
            "MA",
            "Świątek",
        ),
        *("Delgado de Marsh", "Smith-Jones", "王", "山田", "Ünal"),
    ]
)
_GIVEN = st.sampled_from(["Jane", "Ludwig", "José María", "Łukasz", "R.", "J.-P.", "A. B.", "伟", "太郎", "Ada"])
_GROUPS = st.one_of(
    st.sampled_from(
        ["ATLAS Collaboration", "Simon & Schuster", "Kelp, Tides; and Otters", "OpenThings, Inc.", "UNESCO"]
    ),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="{}\\"), min_size=1, max_size=30)
    .map(clean)
    .filter(lambda text: any(map(str.isalnum, text)) and not bylines.is_more(text) and text.strip(" ,;") == text),
)
NAMES = st.one_of(
    st.builds(Name, family=_FAMILIES, given=_GIVEN, suffix=st.sampled_from(["", "", "Jr.", "III"])),
    st.builds(Name, literal=_GROUPS),
    st.just(Name(family="Plato")),
    st.just(Name(family="Wang", given="Wei", also=("王伟",))),
)


IDENTIFIERS = st.builds(
    Identifiers,
    arxiv=st.sampled_from([None, "2107.02137", "cs/0112017"]),
    doi=st.sampled_from([None, "10.1000/a_b", "10.1002/(sici)1097(19980815)17:15<1661::aid>3.0.co;2-2"]),
    acl=st.sampled_from([None, "2021.acl-long.1", "P19-1441"]),
    openreview=st.sampled_from([None, "aBc-_12345"]),
    pmid=st.sampled_from([None, "31234567"]),
    isbn=st.sampled_from([None, "9780306406157", "0306406152"]),
)
RECORDS = st.builds(
    Record,
    source=st.just("made-up"),
    line=st.just(1),
    title=_TEXT,
    abstract=_TEXT,
    type=st.sampled_from([None, *get_args(PaperType)]),
    genre=st.sampled_from(["", "Master's thesis", "Working paper"]),
    authors=st.lists(NAMES, max_size=4).map(tuple),
    editors=st.lists(NAMES, max_size=2).map(tuple),
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
    publisher=_TEXT,
    series=st.sampled_from(["", "Tides & Winds", "Lecture Notes in Kelp"]),
    edition=st.sampled_from(["", "2"]),
    language=st.sampled_from(["", "en"]),
    note=st.sampled_from(["", "With <i>kelp</i> & tides", "See https://example.org/a_b"]),
    status=st.sampled_from(
        [
            (),
            (
                Status(
                    kind="retracted",
                    date="2021-07-05",
                    notice="https://doi.org/10.1000/a_b",
                    by=("Crossref", "Ponds & Co."),
                ),
            ),
            (Status(kind="concern", notice="https://example.org/n?a=1&b=%20~c"), Status(kind="corrected", date="2021")),
        ]
    ),
    keywords=st.lists(st.sampled_from(["graphs", "made-up, things", "A & B"]), unique=True, max_size=3).map(tuple),
).map(lambda record: record if record.venue else replace(record, series=""))
RECORDS = (
    RECORDS.filter(  # a file states no title of a whole, and no journal article outside of a journal, in another way
        lambda record: (
            bool(record.title or record.type != "book") and bool(record.venue or record.type != "article-journal")
        )
    )
)
RECORDS = RECORDS.filter(
    lambda record: bool(record.title or record.abstract or record.authors or record.identifiers != Identifiers())
)


def facts(record: Record) -> Record:
    """Return the record without its source, line, id and what only some sources state; its type as its venue tells it."""
    kind = field_values.publication_type(record)
    genre = record.genre if kind in {"thesis", "report"} else ""
    links = tuple(dict.fromkeys((*record.links, *field_values.links([record.note]))))
    return replace(
        record,
        source="",
        line=1,
        id="",
        author_count=None,
        type=kind,
        genre=genre,
        labeled=Links(),
        citation_keys=(),
        links=links,
    )
