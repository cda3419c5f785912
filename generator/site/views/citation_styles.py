"""Citations as text in the styles that journals and universities ask for: APA, MLA, Chicago, IEEE, Harvard.

citeproc-py fills in the short CSL styles in site/styles. What it gets wrong is prepared here, so that no style meets it:
initials, names in scripts without capitals, an open list of authors, editions, the punctuation before a closing quote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from citeproc.source import Date
from citeproc.source import Name as Named
from citeproc.string import String

from generator.formats import field_values
from generator.model import Name, PaperType, Record, Status
from generator.site.views import csl_styles, publication
from generator.site.views.status_lines import gravest
from generator.text import identifiers, maths, status_notes

_MORE = "\ufdd0"  # stands for the authors who are not listed; not a character, so that no text holds it
_OPEN = re.compile(rf"(?:,? (?:and|&)|,? …|,) {_MORE}|{_MORE}")
# These begin with the characters that they look for, not with what must stand before them: re searches ten times as fast.
_DOUBLE = re.compile(r"[.,](?<=[?!.].)(?=[”’])")  # “Why?,” is “Why?”
_AFTER_MARK = re.compile(r"\.(?:(?<=[?!]\.)|(?<=[?!.]”\.))(?=\s|$)")
_BEGINS = re.compile(r" (?:(?<=[.?!] )|(?<=[.?!]” ))(edited by|vol\.|no\.|pp?\.|article)(?= )")  # a sentence
_SAME_YEAR = re.compile(r"((?:1[4-9]|20)\d\d)(?<!\w\d{4}), \1\b")  # of a venue (ACL 2021), then of the date
_LAST = re.compile(r",(”?)\.(?=\s|$)")  # a comma before what is missing
_WORD_EDITION = re.compile(r"\bedition\b")
_MEDIA = {"dataset": "Data set", "software": "Computer software"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """A style: its name on the page, its key (of site/styles/KEY.csl), and what follows an initial in it."""

    name: str
    key: str
    initial: str = ""  # "" where given names are written out


STYLES = (
    Style(name="APA", key="apa", initial=". "),
    Style(name="MLA", key="mla"),
    Style(name="Chicago", key="chicago"),
    Style(name="IEEE", key="ieee", initial=". "),
    Style(name="Harvard", key="harvard", initial="."),
)


def styled(record: Record) -> dict[str, str]:
    """Return a record as text in each style, by the style's key."""
    if not record.title:
        return {style.key: "" for style in STYLES}
    kind = field_values.publication_type(record)
    facts = _facts(record, kind)
    items: dict[str, csl_styles.Variables] = {}
    found = {}
    for style in STYLES:
        if style.initial not in items:
            people = {
                role: [_named(name, style.initial) for name in names]
                for role, names in (("author", record.authors), ("editor", record.editors))
                if names
            }
            if field_values.more_authors(record):
                people["author"].append(Named(literal=_MORE))
            items[style.initial] = csl_styles.Variables(kind, facts | people)
        found[style.key] = _finished(_style(style.key).render(items[style.initial])) + _stamp(record.status, style)
    return found


def _stamp(statuses: Sequence[Status], style: Style) -> str:
    """Return what says behind the citation that the paper no longer stands; APA has a form for a retraction."""
    off = next((one for one in gravest(statuses) if one.is_off), None)
    if not off:
        return ""
    word, year = status_notes.WORDS[off.kind], (off.date or "")[:4]
    if style.key == "apa" and off.kind == "retracted" and year:
        return f" (Retraction published {year})"
    return f" [{word} {year}]" if year else f" [{word}]"


def _facts(record: Record, kind: PaperType) -> dict[str, Any]:
    """Return the variables of a record beside its people."""
    ids = record.identifiers
    journal, edition = publication.is_numbered_as_journal(record), publication.edition(record)
    has_versions = kind in {"dataset", "software"}
    on_arxiv = kind == "article" and ids.arxiv and not record.venue
    article = publication.article(record.pages)
    doi = next((url for name, url, _ in identifiers.addresses(ids) if name == "DOI"), "")
    publisher = "" if kind == "article-journal" else record.publisher
    alone = str(record.authors[0]) if len(record.authors) == 1 else ""
    named = kind == "thesis" or (kind == "report" and bool(record.genre or record.number))
    title = maths.plain(record.title)
    found = {
        "title": title if title.endswith("..") else title.removesuffix("."),
        "container_title": record.venue,
        "collection_title": record.series,
        "collection_number": record.volume if record.series and not journal else "",
        "volume": record.volume,
        "issue": record.number if kind != "report" else "",
        "number": f"arXiv:{ids.arxiv}" if on_arxiv else record.number if kind == "report" else "",
        "archive": "arXiv" if on_arxiv else "",
        "page": "" if article else record.pages,
        "section": String(article),  # a String can be given a capital
        "publisher": "" if publisher in {alone, record.venue} else publisher,
        "edition": String("" if has_versions else _WORD_EDITION.sub("ed.", edition)),
        "version": String(edition if has_versions else ""),
        "genre": String(publication.type_name(record) if named else ""),
        "medium": _MEDIA.get(kind, ""),
        "DOI": ids.doi or "",
        "URL": doi or publication.address(record),
    }
    return {name: value for name, value in found.items() if value} | _issued(record.date)


def _issued(date: str | None) -> dict[str, Any]:
    parts = dict(zip(("year", "month", "day"), map(int, date.split("-")), strict=False)) if date else {}
    return {"issued": Date(**parts)} if parts else {}


@lru_cache(maxsize=1 << 16)  # people write more than one paper
def _named(name: Name, initial: str) -> Any:
    """Return a name for citeproc; one without capitals, as in Chinese or Arabic, is a whole that nothing can shorten."""
    if name.literal or name.given.lower() == name.given.upper():
        whole = name.literal or str(name)
        return Named(literal=whole) if name.literal or name.given else Named(family=name.family)
    particle = name.particle
    parts = {
        "family": name.family.removeprefix(particle).strip(),
        "given": _initials(name.given, initial) if initial else name.given,
        "non-dropping-particle": particle,
        "suffix": name.suffix,
    }
    return Named(**{part: text for part, text in parts.items() if text})


def _initials(given: str, mark: str) -> str:
    """Return ``J.-P. de R.`` for ``Jean-Pierre de Rode``: words in lower case stay, unless there are no others."""
    words = given.replace(".", ". ").split()
    if not given.islower():
        words = [word if word.islower() else _initial(word) for word in words]
    else:
        words = [_initial(word) for word in words]
    return mark.removeprefix(".").join(words)


def _initial(word: str) -> str:
    parts = [f"{part[0]}." for part in word.split("-") if part]
    return "-".join([*parts[:1], *map(str.upper, parts[1:])]) or word


def _finished(text: str) -> str:
    """Return a citation without doubled punctuation, and with “et al.” where the list of authors is open."""
    if _MORE in text:
        text = _OPEN.sub(", et al.", text)
    text = text.replace("et al..", "et al.")
    text = _SAME_YEAR.sub(r"\1", text)
    text = _BEGINS.sub(lambda found: f" {found[1].capitalize()}", text)
    return _LAST.sub(r".\1", _AFTER_MARK.sub("", _DOUBLE.sub("", text)))


@cache
def _style(key: str) -> csl_styles.PreparedStyle:
    """Read a style once."""
    return csl_styles.PreparedStyle(key)
