"""Prepared CSL styles print what citeproc-py prints by itself, whatever a publication has and in whatever order they come."""

from types import SimpleNamespace

import pytest

from generator.matching import merge
from generator.model import Name, Record
from generator.site.views import citation_styles, csl_styles
from tests.site import invented, published

KEYS = [style.key for style in citation_styles.STYLES]
PEOPLE = tuple(Name(family=f"Reed{n}", given="Ada") for n in range(25))
BARE = Record(source="", line=1, id="key", title="Why?")
VARIED = (
    BARE,
    Record(source="", line=1, id="key", title="T", editors=PEOPLE[:2], venue="Ponds,", volume="3", type="chapter"),
    Record(
        source="",
        line=1,
        id="key",
        title="T",
        authors=PEOPLE,
        editors=PEOPLE[:9],
        pages="321-328",
        et_al=True,
        venue="V",
    ),
    Record(
        source="",
        line=1,
        id="key",
        title="T",
        editors=(Name(literal="Inc.,"),),
        type="report",
        number="7",
        date="2020-05-06",
    ),
    Record(
        source="",
        line=1,
        id="key",
        title="T",
        authors=PEOPLE[:1],
        type="software",
        edition="v2",
        date="0999",
        series="S",
    ),
    Record(
        source="",
        line=1,
        id="key",
        title="T",
        type="thesis",
        genre="PhD thesis",
        publisher="U.",
        pages="e12",
        date="2001-02",
    ),
)


@pytest.fixture(scope="module")
def records():
    """Return invented and odd records; the first one again at the end, after others of its shape."""
    papers = {**published.PAPERS, **invented.PAPERS}
    return [*(merge.citation(key, paper) for key, paper in papers.items()), *VARIED, BARE]


@pytest.mark.parametrize("key", KEYS)
def test_a_prepared_style_prints_what_citeproc_prints(key, records, monkeypatch):
    """Every record reads the same as from the style as citeproc-py reads it, with nothing prepared."""
    plain, prepared, seen = csl_styles.read(key), csl_styles.PreparedStyle(key), []

    def render(variables):
        (text,) = map(str, plain.render_bibliography([SimpleNamespace(reference=variables)]))
        seen.append((prepared.render(variables), text))
        return text

    monkeypatch.setattr(citation_styles, "_style", lambda _: SimpleNamespace(render=render))
    for record in records:
        citation_styles.styled(record)
    assert len(seen) == len(records) * len(KEYS)
    assert [found for found, _ in seen] == [expected for _, expected in seen]


@pytest.mark.parametrize("key", KEYS)
def test_a_style_asks_only_what_its_shape_tells(key):
    """Tests name types and variables alone, and nothing is sorted or substituted: the shape of a record decides all."""
    elements = list(csl_styles.read(key).root.iter("{*}if", "{*}else-if", "{*}sort", "{*}substitute"))
    assert {name for element in elements for name in element.attrib} <= {"type", "variable", "match"}
    assert not {element.tag.rpartition("}")[2] for element in elements} & {"sort", "substitute"}


def test_shapes_are_forgotten_before_they_fill_the_memory(monkeypatch, records):
    """A style that has met many combinations of variables begins anew, and prints the same."""
    expected = [citation_styles.styled(record) for record in records]
    monkeypatch.setattr(csl_styles, "_SHAPES", 2)
    styles = {key: csl_styles.PreparedStyle(key) for key in KEYS}
    monkeypatch.setattr(citation_styles, "_style", styles.__getitem__)
    assert [citation_styles.styled(record) for record in records] == expected
    assert all(len(style._shapes) <= 2 for style in styles.values())
