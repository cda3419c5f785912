"""BibTeX and biblatex."""

from generator.formats.bibtex.parser import NAME, count, detect, parse, remarks
from generator.formats.bibtex.writer import dump

__all__ = ["NAME", "count", "detect", "dump", "parse", "remarks"]
