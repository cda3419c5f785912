"""A citation in four forms: the same facts, in the order and the words that each form has."""

import json
from dataclasses import replace

import rispy

from generator.matching import merge
from generator.model import Record
from generator.site.views import citations
from tests.site import invented


def forms(record):
    return {one.key: one for one in citations.citations(record)}


def test_every_form_states_the_same_paper():
    """Title, year and DOI stand in each of the four."""
    record = merge.citation("heron-2", invented.PAPERS["heron-2"])
    found = forms(record)
    assert set(found) == {"bibtex", "ris", "csl", "text"}
    for one in found.values():
        assert "HERON 2: Deeper Water" in one.text
        assert "2022" in one.text
        assert "10.1234/ponds.34.5" in one.text
        assert one.file.startswith("heron-2.")


def test_json_with_a_name_a_line_is_the_same_json():
    """Laying it out densely loses nothing, whatever a title holds."""
    record = replace(
        merge.citation("heron-1", invented.PAPERS["heron-1"]), title='A [\\n] "{x}" \\u007b\\u007d { [ ] } B'
    )
    found = json.loads(forms(record)["csl"].text)
    assert found[0]["title"] == record.title
    assert [name["family"] for name in found[0]["author"]] == ["Marsh", "Reed", "Sedge"]
    assert '{"family": "Marsh", "given": "Ada"}' in forms(record)["csl"].text


def test_ris_reads_back():
    """As a reference manager reads it: one record, all authors."""
    (found,) = rispy.loads(forms(merge.citation("heron-2", invented.PAPERS["heron-2"]))["ris"].text + "\n")
    assert found["title"] == "HERON 2: Deeper Water"
    assert len(found["authors"]) == 45


def test_plain_text_names_twenty_and_says_that_there_are_more():
    """A sentence of 45 names is none."""
    text = citations.plain(merge.citation("heron-2", invented.PAPERS["heron-2"]))
    assert "Author Number20, et al. (2022)." in text
    assert "Number21" not in text
    assert text.endswith("Journal of Ponds, 34(5): 896–912. https://doi.org/10.1234/ponds.34.5")


def test_plain_text_of_little_is_still_a_sentence():
    """Nothing but a title: no empty brackets, no lost commas."""
    assert citations.plain(Record(source="", line=1, title="Otters?")) == "Otters?"
    assert citations.plain(Record(source="", line=1, title="Otters", authors=("Ada Marsh",))) == "Ada Marsh. Otters."


def test_a_long_citation_is_known_as_long():
    """Two hundred names are a file beside the page, not a wall in it."""
    record = replace(merge.citation("heron-2", invented.PAPERS["heron-2"]), authors=("Ada Lovelace Marsh",) * 400)
    assert {one.key for one in citations.citations(record) if one.long} == {"bibtex", "ris", "csl"}
