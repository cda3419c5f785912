"""Suggests families and topics from what the shelf holds: headings, categories, keywords, model names, title phrases."""

from generator.taxonomy.suggestions.proposals import Proposal, Suggestions, suggest
from generator.taxonomy.suggestions.verdicts import Verdict, applied

__all__ = ["Proposal", "Suggestions", "Verdict", "applied", "suggest"]
