"""The frozen types that all packages share: paper, record, taxonomy, ledger. Reading and writing them is elsewhere."""

from generator.model.citation_graph import CitationGraph, ReferenceList
from generator.model.ledger import (
    Catalogue,
    Decision,
    DecisionOrRejection,
    Ledger,
    LedgerRecord,
    Question,
    references,
    tied,
)
from generator.model.name import Name
from generator.model.paper import (
    Author,
    Basis,
    Comparison,
    Direction,
    Identifiers,
    Links,
    Paper,
    PaperType,
    Person,
    Relation,
    Result,
    ResultKind,
    Version,
)
from generator.model.primitives import Count, Date, Frozen, Key, Line, Text, Url
from generator.model.reading_path import ReadingPath, Step
from generator.model.record import Match, Record, Skipped, Verdict
from generator.model.rejection import Rejection, is_rejection
from generator.model.status import OFF, Status, StatusKind
from generator.model.taxonomy import Label, Node, NodeKind, Refused, Rule, Taxonomy
from generator.model.watch import Check, FaultyLink, LinkFault, Watch

__all__ = [
    "OFF",
    "Author",
    "Basis",
    "Catalogue",
    "Check",
    "CitationGraph",
    "Comparison",
    "Count",
    "Date",
    "Decision",
    "DecisionOrRejection",
    "Direction",
    "FaultyLink",
    "Frozen",
    "Identifiers",
    "Key",
    "Label",
    "Ledger",
    "LedgerRecord",
    "Line",
    "LinkFault",
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
    "ReferenceList",
    "Refused",
    "Rejection",
    "Relation",
    "Result",
    "ResultKind",
    "Rule",
    "Skipped",
    "Status",
    "StatusKind",
    "Step",
    "Taxonomy",
    "Text",
    "Url",
    "Verdict",
    "Version",
    "Watch",
    "is_rejection",
    "references",
    "tied",
]
