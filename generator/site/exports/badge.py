"""The badge of a shelf for READMEs: how many papers, when one was last added, and dead links. An SVG without fonts and scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from generator.site.escapes import line
from generator.site.settings import Settings
from generator.site.views import dates
from generator.site.views.arrangement import Shelf
from generator.site.views.news import Arrival
from generator.site.views.text_width import text_width

PATH = "badge.svg"
HIGH, LETTER, SIDE = 20, 11, 6  # pixels
_DARK, _PLAIN, _GOOD, _BAD = "#444c56", "#0d6371", "#2f6b34", "#a6351c"  # white letters on each have a contrast above 6


@dataclass(frozen=True, kw_only=True, slots=True)
class _Field:
    """A text of the badge on its colour."""

    text: str
    colour: str

    @property
    def width(self) -> int:
        return round(text_width(self.text, LETTER)) + 2 * SIDE


def files(shelf: Shelf, arrivals: Mapping[str, Arrival], settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the site path and text of the badge."""
    yield PATH, _drawn(line(settings.name), _fields(shelf, arrivals))


def snippet(settings: Settings) -> str:
    """Return the Markdown that shows the badge in a README; "" if the address of the site is not known."""
    if not settings.site_url or settings.offline:
        return ""
    name = "".join(f"\\{sign}" if sign in r"\[]" else sign for sign in line(settings.name))
    return f"[![{name}]({settings.site_url}{PATH})]({settings.site_url})"


def _fields(shelf: Shelf, arrivals: Mapping[str, Arrival]) -> list[_Field]:
    count = len(shelf.keys)
    found = [_Field(text=f"{count:,} paper{'' if count == 1 else 's'}", colour=_DARK)]
    if day := next((arrival.iso for arrival in arrivals.values() if arrival.iso), ""):
        found.append(_Field(text=f"updated {_short(day)}", colour=_PLAIN))
    if dead := shelf.checked.gone:
        found.append(_Field(text=f"{dead:,} dead link{'' if dead == 1 else 's'}", colour=_BAD))
    elif shelf.checked.papers:
        found.append(_Field(text="no dead links", colour=_GOOD))
    return found


def _short(iso: str) -> str:
    """Return a date with a short name of its month: ``21 Nov 2026``."""
    month = dates.month(iso)
    return dates.of(iso).shown.replace(month, month[:3]) if month else iso


def _drawn(name: str, fields: list[_Field]) -> str:
    """Return the SVG; ``textLength`` gives each text the width that was estimated for it, whatever the font."""
    words = escape(f"{name}: {', '.join(field.text for field in fields)}")
    width = sum(field.width for field in fields)
    rects, texts, x = [], [], 0
    for field in fields:
        rects.append(f'<rect x="{x}" width="{field.width}" height="{HIGH}" fill="{field.colour}"/>')
        texts.append(
            f'<text x="{x + SIDE}" y="14" textLength="{field.width - 2 * SIDE}" lengthAdjust="spacingAndGlyphs">'
            f"{escape(field.text)}</text>"
        )
        x += field.width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HIGH}" viewBox="0 0 {width} {HIGH}" role="img"'
        f' aria-label="{words}"><title>{words}</title>\n'
        f'<clipPath id="corners"><rect width="{width}" height="{HIGH}" rx="3"/></clipPath>\n'
        f'<g clip-path="url(#corners)">{"".join(rects)}</g>\n'
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="{LETTER}">{"".join(texts)}</g>\n'
        "</svg>\n"
    )
