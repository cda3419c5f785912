"""The command line, ``shelf``: each command reads options, calls one function and prints the result."""

from generator.cli.group import main

__all__ = ["main"]
