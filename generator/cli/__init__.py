"""The command line, ``shelf``: reads options, calls one function a command, prints what came of it."""

from generator.cli import adding, checking, collecting, diffing, formatting, links, publishing, reviewing, starting
from generator.cli.frame import main

__all__ = [
    "adding",
    "checking",
    "collecting",
    "diffing",
    "formatting",
    "links",
    "main",
    "publishing",
    "reviewing",
    "starting",
]
