"""Open questions as a page for a browser, which saves the answers as a file (answer_file.py)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.intake import answer_file, questions
from generator.intake.questions import Kind, Open
from generator.site import questionnaire
from generator.site.questionnaire import Field, Group, Pair, passages


def page(kinds: Iterable[Kind]) -> str:
    """Return the page with all pairs, by kind."""
    groups = tuple(Group(name=kind.name, pairs=tuple(map(_pair, kind.pairs))) for kind in kinds)
    return questionnaire.render(
        groups,
        name=answer_file.FORMAT,
        version=answer_file.VERSION,
        file=answer_file.FILE,
        seen_first=questions.SEEN_FIRST,
    )


def _pair(one: Open) -> Pair:
    question, left, right = one
    return Pair(
        refs=question.pair,
        fields=tuple(
            Field(name=row.name, sides=(passages(row.left), passages(row.right))) for row in questions.rows(left, right)
        ),
        addresses=(left.addresses, right.addresses),
        evidence=tuple(questions.evidence(question, left, right)),
    )
