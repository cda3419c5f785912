"""BibTeX and biblatex."""

from generator.formats.bibtex.parser import NAME, count, detect, entries_of, parse, parse_together
from generator.formats.bibtex.rewrite import Member, Rewrite, as_member
from generator.formats.bibtex.splices import Splice, as_written
from generator.formats.bibtex.writer import dump

__all__ = [
    "NAME",
    "Member",
    "Rewrite",
    "Splice",
    "as_member",
    "as_written",
    "count",
    "detect",
    "dump",
    "entries_of",
    "parse",
    "parse_together",
]
