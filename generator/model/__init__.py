"""The frozen types that all packages share: paper, record, taxonomy, ledger. Reading and writing them is elsewhere."""

from generator.model.ledger import Catalogue, Decision, Ledger, LedgerRecord, Question, references, tied
from generator.model.name import Name
from generator.model.paper import (
    Author,
    Count,
    Date,
    Frozen,
    Identifiers,
    Key,
    Line,
    Links,
    Paper,
    PaperType,
    Person,
    Result,
    Text,
    Url,
    Version,
)
from generator.model.reading_path import ReadingPath, Step
from generator.model.record import Match, Record, Skipped, Verdict
from generator.model.taxonomy import Label, Node, NodeKind, Rule, Taxonomy

__all__ = [
    "Author",
    "Catalogue",
    "Count",
    "Date",
    "Decision",
    "Frozen",
    "Identifiers",
    "Key",
    "Label",
    "Ledger",
    "LedgerRecord",
    "Line",
    "Links",
    "Match",
    "Name",
    "Node",
    "NodeKind",
    "Paper",
    "PaperType",
    "Person",
    "Question",
    "ReadingPath",
    "Record",
    "Result",
    "Rule",
    "Skipped",
    "Step",
    "Taxonomy",
    "Text",
    "Url",
    "Verdict",
    "Version",
    "references",
    "tied",
]
