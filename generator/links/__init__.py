"""Outgoing links of the shelf: found with their places, asked politely, told as problems and reports.

Links come out of pull requests, so they may be written to harm: only public addresses are asked (``network``), no body
is read, no password sent, and what a server says is shown as text.
"""

from generator.links.answers import Answer, Memory
from generator.links.asking import Asker
from generator.links.network import Network, any_address
from generator.links.pacing import Hosts
from generator.links.places import Link, Place, collect
from generator.links.running import Checked, Report, run
from generator.links.telling import as_json, lead, problems, sections

__all__ = [
    "Answer",
    "Asker",
    "Checked",
    "Hosts",
    "Link",
    "Memory",
    "Network",
    "Place",
    "Report",
    "any_address",
    "as_json",
    "collect",
    "lead",
    "problems",
    "run",
    "sections",
]
