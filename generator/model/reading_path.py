"""A reading path: papers in the order in which to read them, each with a line that says why."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.primitives import Frozen, Key, Line, Text

MOST = 1_000  # steps of one path


class Step(Frozen):
    """A paper of a reading path."""

    paper: Key
    """The paper, by its key: its file name without .yml."""
    why: Line = Field(examples=["Moves from masked words to masked phrases and entities."])
    """Why to read it here, in one line of your own."""


class ReadingPath(Frozen):
    """A reading path, content/paths/<key>.yml."""

    title: Line = Field(examples=["From encoders to general models"])
    """The title of its page."""
    audience: Text = Field(examples=["Readers who know BERT and want to see what came of it."])
    """For whom it is, in one or two sentences."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=MOST)]
    """The papers in reading order, each with a line on why."""
