"""The command line, ``shelf``: reads options, calls one function a command, prints what came of it."""

from generator.cli import add, build, check, dedupe, diff, format, import_, links, new, refresh, review  # noqa: A004, a command
from generator.cli.group import main

__all__ = [
    "add",
    "build",
    "check",
    "dedupe",
    "diff",
    "format",
    "import_",
    "links",
    "main",
    "new",
    "refresh",
    "review",
]
