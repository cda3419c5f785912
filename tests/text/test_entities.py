"""Character references: decoded to the end, and only where a semicolon ends them."""

import pytest

from generator.text.entities import unescape
from tests.conftest import TOO_STEEP, growth


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Fish &amp; Chips &AMP; Peas", "Fish & Chips & Peas"),
        ("Fish &amp;amp; Chips &amp;amp;amp; Peas", "Fish & Chips & Peas"),
        ("&amp;lt;i&amp;gt; &#38;lt; &#x26;amp;lt;", "<i> < <"),
        ("&eacute;t&#233; &#xE9; &ndash; &#150;", "été é – –"),
        ("Macro&micro AT&T R&D &c Q&A; x &notit; &;", "Macro&micro AT&T R&D &c Q&A; x &notit; &;"),
        ("?id=X&noteId=Y&copy=1&lt=2", "?id=X&noteId=Y&copy=1&lt=2"),
    ],
)
def test_references(written: str, read: str) -> None:
    """What has a name or a number and a semicolon is decoded, however often it was escaped."""
    assert unescape(written) == read


def test_cost_is_linear() -> None:
    """A reference that was escaped without end costs no more than its length."""
    assert growth(unescape, "&amp;" + "amp;" * 100_000) < TOO_STEEP
