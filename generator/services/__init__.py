"""Looks papers up in five services and those of extensions: the typed text becomes a reference, the answers become records."""

from generator.services.client import Client
from generator.services.extensions import Provider
from generator.services.lookup import Fetched, Gathering, gather, gather_all
from generator.services.queries import Question
from generator.services.references import Reference, of_paper, parse, parse_lines
from generator.services.registry import SERVICES, Service
from generator.services.saved_answers import SavedAnswers

__all__ = [
    "SERVICES",
    "Client",
    "Fetched",
    "Gathering",
    "Provider",
    "Question",
    "Reference",
    "SavedAnswers",
    "Service",
    "gather",
    "gather_all",
    "of_paper",
    "parse",
    "parse_lines",
]
