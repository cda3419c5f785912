"""Suggests families and topics from what the shelf holds: headings, categories, keywords, model names, title phrases; and what papers build on."""

from generator.taxonomy.suggestions.predecessors import Predecessor, predecessors
from generator.taxonomy.suggestions.proposals import THRESHOLD, Proposal, Suggestions, amounts, suggest
from generator.taxonomy.suggestions.verdicts import Verdict, accepted, applied

__all__ = [
    "THRESHOLD",
    "Predecessor",
    "Proposal",
    "Suggestions",
    "Verdict",
    "accepted",
    "amounts",
    "applied",
    "predecessors",
    "suggest",
]
