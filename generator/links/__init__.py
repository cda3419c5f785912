"""Checks the shelf's outgoing links: finds them with their positions, requests them politely, reports the broken ones.

Links come from pull requests, so they may be malicious: only public addresses are requested (``services.network``), no
body is read, no password is sent, and what a server says is shown as plain text.
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
