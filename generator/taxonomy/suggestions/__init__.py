"""Suggests families and topics from what the shelf holds: headings, categories, keywords, model names, title phrases."""

from generator.taxonomy.suggestions.proposals import THRESHOLD, Proposal, Suggestions, amounts, suggest
from generator.taxonomy.suggestions.verdicts import Verdict, accepted, applied

__all__ = ["THRESHOLD", "Proposal", "Suggestions", "Verdict", "accepted", "amounts", "applied", "suggest"]
