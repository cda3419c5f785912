"""Outgoing links of the shelf: found with their places, asked politely, told as problems and reports.

Links come out of pull requests, so they may be written to harm: only public addresses are asked (``network``), no body
is read, no password sent, and what a server says is shown as text.
"""

from generator.links.checker import Checked, Report, run
from generator.links.locations import Link, Place, collect
from generator.links.memory import Answer, Memory
from generator.links.probe import LinkProbe
from generator.links.report import as_json, lead, problems, sections
from generator.services.network import Network, any_address
from generator.services.throttle import Throttle

__all__ = [
    "Answer",
    "Checked",
    "Link",
    "LinkProbe",
    "Memory",
    "Network",
    "Place",
    "Report",
    "Throttle",
    "any_address",
    "as_json",
    "collect",
    "lead",
    "problems",
    "run",
    "sections",
]
