"""A private note in a download of My list stays a note: what it mentions is no fact about the paper."""

import json

from generator.formats import csl_json, ris

NOTE = "Private note: see arXiv:1706.03762 pmid:123 10.5555/other and arXiv:1810.04805"


def test_identifiers_in_a_private_note_of_ris_are_not_the_papers():
    """Those in a stated note are."""
    text = "TY  - JOUR\nTI  - Ponds\nN1  - arXiv:1903.00001\nN1  - {}\nER  - \n"
    (record,), _ = ris.parse("a.ris", text.format(NOTE))
    assert (record.identifiers.arxiv, record.identifiers.doi, record.identifiers.pmid) == ("1903.00001", None, None)
    assert record.note == NOTE
    (bare,), _ = ris.parse("a.ris", f"TY  - JOUR\nTI  - Ponds\nN1  - {NOTE}\nER  - \n")
    assert bare.identifiers.arxiv is None


def test_identifiers_in_a_private_note_of_csl_are_not_the_papers():
    """Those before it are, and leave the note; the private part keeps every word."""
    element = {"id": "a", "type": "article", "title": "Ponds", "note": f"arXiv:1903.00001 stated\n{NOTE}"}
    (record,), _ = csl_json.parse("a.json", json.dumps([element]))
    assert (record.identifiers.arxiv, record.identifiers.doi, record.identifiers.pmid) == ("1903.00001", None, None)
    assert record.note == f"stated {NOTE}"
    (again,), _ = csl_json.parse("a.json", csl_json.dump([record]))
    assert (again.identifiers, again.note) == (record.identifiers, record.note)
