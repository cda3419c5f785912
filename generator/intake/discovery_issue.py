"""Discoveries as the body of an issue on GitHub or GitLab: two boxes for each paper, each with a hidden comment."""

from __future__ import annotations

from collections.abc import Sequence

from generator.intake import discovery_answers
from generator.intake.discoveries import Discovered, Discovery
from generator.site import escapes
from generator.text.sections import counted

LIMIT = 60_000  # characters; GitHub takes 65,536
_HEAD = """{mark}
{count} that this shelf may lack, the best first. Tick **add** or **reject**. You can write why after a rejection; it goes to \
`decisions.yml`, and the paper is not offered again. What has no tick is offered again.
"""
_NONE = "No paper was found that this shelf may lack.\n"


def body(found: Discovered, *, limit: int = LIMIT) -> str:
    """Return the body, of at most ``limit`` characters; what does not fit is counted."""
    if not found.papers:
        return f"{discovery_answers.MARK}\n{_NONE}"
    text = _HEAD.format(mark=discovery_answers.MARK, count=counted(len(found.papers), "paper").capitalize())
    end = f"\n*Left out: {found.told}.*\n" if found.told else ""
    rows = [_row(number, one) for number, one in enumerate(found.papers, start=1)]
    kept = _fitting(rows, limit - len(text) - len(end) - 100)
    more = f"\n*{counted(len(rows) - kept, 'more paper')} did not fit.*\n" if kept < len(rows) else ""
    return text + "".join(rows[:kept]) + more + end


def _row(number: int, one: Discovery) -> str:
    title = escapes.markdown(one.title[:300])
    url = escapes.web(one.address)
    name = f"[{title}](<{url}>)" if url else title
    boxes = "".join(
        f"- [ ] {verdict} {discovery_answers.comment(verdict, one.references, one.title)}\n"
        for verdict in discovery_answers.VERDICTS
    )
    about = f"{escapes.markdown(one.about[:300])}  \n" if one.about else ""
    return f"\n#### {number}. {name}\n\n{about}{escapes.markdown('; '.join(one.reasons))}\n\n{boxes}"


def _fitting(rows: Sequence[str], room: int) -> int:
    """Return how many of the first rows fit."""
    size = 0
    for number, row in enumerate(rows):
        size += len(row)
        if size > room:
            return number
    return len(rows)
