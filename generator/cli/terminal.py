"""All that commands print goes through here: no character of a value can steer the terminal, hide text or turn it round."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from generator.problems import printable

_UNUSUAL = re.compile(r"[^\x20-\x7e\n]")


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print lines on standard output or standard error, with unprintable characters escaped."""
    click.echo("\n".join(map(printable, text.replace("\r\n", "\n").split("\n"))), err=err, nl=nl)


def say_json(value: Any) -> None:
    """Print one JSON object; it reads back the same."""
    click.echo(json_text(value))


def json_text(value: Any) -> str:
    """Return a value as JSON, with unprintable characters escaped."""
    return _UNUSUAL.sub(lambda found: _escaped(found[0]), json.dumps(value, ensure_ascii=False, indent=2))


def is_person() -> bool:
    """Whether a person at a terminal sees what is printed, and can answer."""
    return all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout))


def line(prompt: str) -> str:
    """Return the line that the person types; "" if it is not text in the terminal's encoding."""
    try:
        return input(prompt).encode("utf-8", "replace").decode()
    except UnicodeDecodeError:
        return ""


def choice(prompt: str, choices: Mapping[str, str]) -> str:
    """Ask until the person types a choice, as its letter or as its word; Enter alone is none."""
    while True:
        typed = line(prompt).strip().lower()
        if found := choices.get(typed, typed if typed in choices.values() else ""):
            return found


def _escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]


class Escaped(click.Group):
    """A group of commands; messages about what a person typed are escaped as well."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Parse the options of the group."""
        with _escaping():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Parse the rest, and run the command."""
        with _escaping():
            return super().invoke(ctx)


@contextmanager
def _escaping() -> Iterator[None]:
    try:
        yield
    except click.ClickException as error:
        error.message = "\n".join(map(printable, error.message.split("\n")))  # type: ignore[misc]  # click reads it later
        raise
