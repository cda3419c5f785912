"""The page on which a person adds or rejects papers that a shelf lacks: one file that requests nothing, also from file://."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from generator.site import standalone


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A paper: how the answers file names it, what it is, where its page is, and why it may belong here."""

    references: tuple[str, ...]
    title: str
    about: str
    address: str
    reasons: tuple[str, ...]


def render(entries: tuple[Entry, ...], *, left_out: str, name: str, version: int, file: str, reason: str) -> str:
    """Return the page. It saves the answers as ``file`` in the format ``name``, version ``version``.

    ``left_out`` says what is not on it, ``reason`` is what a rejection gets without a reason.
    """
    data = {
        "papers": [{"references": one.references, "title": one.title[:300]} for one in entries],
        "format": name,
        "version": version,
        "file": file,
    }
    content = [asdict(one) for one in entries]
    shown = {"entries": entries, "left_out": left_out, "file": file, "reason": reason}
    return standalone.answer_page("inbox.jinja", "inbox.js", content, data, **shown)
