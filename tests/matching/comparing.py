"""Records and comparisons for the tests of matching."""

from generator.matching.evidence import Comparison, compare
from generator.matching.traits import traits
from generator.model import Record
from tests.conftest import named

TITLE = "Wind over the Sea of Finland in Spring"
OTHER = "Kites for Everybody and Their Strings"
PEOPLE = ("Ada Quill", "Bo Lindgren", "Cy Nurmi", "Di Okamoto", "Ed Pasquale")


def record(title: str = TITLE, **fields: object) -> Record:
    """Return a record with these fields alone."""
    return Record(source="a", line=1, title=title, **named(fields))


def compared(a: Record, b: Record) -> Comparison:
    """Return the comparison of two records, which has no direction."""
    found = compare(traits(a), traits(b))
    assert found == compare(traits(b), traits(a))
    return found


def names(found: Comparison) -> tuple[set[str], set[str]]:
    """Return which fields agree, the title aside, and which contradict."""
    return set(found.agreements) - {"title"}, set(found.contradictions)
