"""Statuses in words: what happened, when as far as it is known, and who said so."""

import pytest

from generator.model import Status
from generator.site.views.status_lines import kind_of, status_lines


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (Status(kind="retracted"), "Retracted"),
        (Status(kind="retracted", date="2021-07-05"), "Retracted on 5 July 2021"),
        (Status(kind="withdrawn", date="2021-07", by=("arXiv",)), "Withdrawn in July 2021, according to arXiv"),
        (Status(kind="corrected", date="2021"), "Corrected in 2021"),
        (Status(kind="concern", date="2021-07-05"), "Expression of concern of 5 July 2021"),
        (
            Status(kind="concern", by=("Crossref", "J\u202enl", "Retraction Watch")),
            "Expression of concern, according to Crossref, Jnl and Retraction Watch",
        ),
    ],
)
def test_a_status_is_one_line(status, text):
    """What is not known is left out, and no mark of the writing direction turns the line round."""
    (line,) = status_lines([status])
    assert line.text == text


def test_the_gravest_is_first():
    """It is the one that lists show."""
    statuses = [Status(kind=kind) for kind in ("corrected", "concern", "withdrawn", "retracted")]
    assert [line.kind for line in status_lines(statuses)] == ["retracted", "withdrawn", "concern", "corrected"]
    assert [line.is_off for line in status_lines(statuses)] == [True, True, False, False]
    assert kind_of(statuses[:2]) == "concern"
    assert kind_of(()) is None
