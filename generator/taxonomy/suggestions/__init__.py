"""Suggests families and topics from what the shelf holds: headings, categories, keywords, model names, title phrases."""

from generator.taxonomy.suggestions.proposals import THRESHOLD, Proposal, Suggestions, suggest
from generator.taxonomy.suggestions.verdicts import Verdict, applied

__all__ = ["THRESHOLD", "Proposal", "Suggestions", "Verdict", "applied", "suggest"]
