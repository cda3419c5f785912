"""`shelf diff`: what a change to content/ does to the site, for the person who merges a pull request."""

from generator.changes.comparison import compare
from generator.changes.difference import Difference, Field, PageChange, PaperChange, Tie
from generator.changes.report import as_json, lead, sections
from generator.changes.revisions import run

__all__ = ["Difference", "Field", "PageChange", "PaperChange", "Tie", "as_json", "compare", "lead", "run", "sections"]
