"""The watch over a shelf: content/watch.yml, which says when papers were last checked, by whom, and which links fail."""

from __future__ import annotations

from typing import Literal, TypeAlias

from generator.model.primitives import Date, Frozen, Key, Line, Url

LinkFault: TypeAlias = Literal["gone", "archived", "moved"]


class Check(Frozen):
    """Papers about which the same services were last asked on the same day. A paper has one day for each service."""

    date: Date
    services: tuple[Line, ...]
    """By name, as in model and ledgers: arxiv, crossref, …"""
    papers: tuple[Key, ...]
    """In key order."""


class FaultyLink(Frozen):
    """A link of a paper that no longer works, or a repository that is no longer kept up."""

    paper: Key
    url: Url
    fault: LinkFault
    """Gone; archived, of a code repository; or moved for good."""
    to: Url | None = None
    """Where it moved."""
    since: Date
    """The day on which it was first found so."""


class Watch(Frozen):
    """What `shelf refresh --all` found out. The program writes it; a rerun makes it anew."""

    checks: tuple[Check, ...] = ()
    """By day, newest first."""
    links: tuple[FaultyLink, ...] = ()
    """By paper and address."""
