"""The command line, ``shelf``: each command reads options, calls one function and prints the result."""

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
