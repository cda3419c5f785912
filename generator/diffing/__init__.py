"""What a change of content/ does to the site: two catalogues compared, for a person who merges a pull request."""

from generator.diffing.comparison import compare
from generator.diffing.differences import Difference, Field, PageChange, PaperChange, Tie
from generator.diffing.running import run
from generator.diffing.telling import as_json, lead, sections

__all__ = ["Difference", "Field", "PageChange", "PaperChange", "Tie", "as_json", "compare", "lead", "run", "sections"]
