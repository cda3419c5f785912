"""A citation in the formats of reference managers and in five styles: the same facts, in the words of each."""

import json
from dataclasses import replace

import rispy

from generator.matching import merge
from generator.model.name import parse
from generator.site.views import citations
from tests.site import invented


def forms(record):
    return {one.key: one for one in citations.citations(record)}


def test_every_format_states_the_same_paper():
    """Each format and style has the title, year and DOI."""
    record = merge.citation("heron-2", invented.PAPERS["heron-2"])
    found = forms(record)
    assert set(found) == {"bibtex", "ris", "csl", "apa", "mla", "chicago", "ieee", "harvard"}
    for one in found.values():
        assert "HERON 2: Deeper Water" in one.text
        assert "2022" in one.text
        assert "10.1234/ponds.34.5" in one.text
        assert one.file.startswith("heron-2.")


def test_compact_json_has_the_same_content():
    """Putting each name on one line loses nothing, whatever a title contains."""
    record = replace(
        merge.citation("heron-1", invented.PAPERS["heron-1"]), title='A [\\n] "{x}" \\u007b\\u007d { [ ] } B'
    )
    found = json.loads(forms(record)["csl"].text)
    assert found[0]["title"] == record.title
    assert [name["family"] for name in found[0]["author"]] == ["Marsh", "Reed", "Sedge"]
    assert '{"family": "Marsh", "given": "Ada"}' in forms(record)["csl"].text


def test_ris_reads_back():
    """A reference manager reads one record with all authors."""
    (found,) = rispy.loads(forms(merge.citation("heron-2", invented.PAPERS["heron-2"]))["ris"].text + "\n")
    assert found["title"] == "HERON 2: Deeper Water"
    assert len(found["authors"]) == 45


def test_a_long_citation_is_marked_as_long():
    """A citation with 200 names goes into a file next to the page."""
    record = replace(
        merge.citation("heron-2", invented.PAPERS["heron-2"]), authors=(parse("Ada Lovelace Marsh"),) * 400
    )
    assert {one.key for one in citations.citations(record) if one.long} == {"bibtex", "ris", "csl"}
