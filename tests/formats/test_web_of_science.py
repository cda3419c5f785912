"""Web of Science's field-tagged export."""

from __future__ import annotations

from generator.formats import Source, parse_all
from tests.conftest import people

EXPORT = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Marsh, A
   Reed, B
AF Marsh, Ada
   Reed, Bo
TI Kelp counts itself: a census
   by sonar
SO JOURNAL OF TIDAL COMPUTING
DE kelp; sonar
AB Kelp forests are counted by sonar
   from a small boat.
PD MAY 4
PY 2021
VL 4
IS 2
BP 12
EP 20
DI 10.1234/jtc.4.12
PM 12345678
UT WOS:000123456700001
ER

PT S
AU Lee, J
TI Newts
SO PROCEEDINGS OF PONDS
PY 2020
AR 17
UT WOS:000123456700002

PT J
TI Frogs
PY 2019
ER

EF
"""


def test_records_fields_and_lines() -> None:
    """Folded lines, full names, pages or article numbers; a record without ER keeps its neighbours."""
    parsed = parse_all([Source(name="savedrecs.txt", text=EXPORT)])
    assert parsed.formats == ("web-of-science",)
    kelp, newts, frogs = parsed.records
    assert (kelp.line, kelp.id, kelp.title) == (3, "WOS:000123456700001", "Kelp counts itself: a census by sonar")
    assert (kelp.authors, kelp.date, kelp.venue) == (
        people("Ada Marsh", "Bo Reed"),
        "2021-05-04",
        "JOURNAL OF TIDAL COMPUTING",
    )
    assert (kelp.volume, kelp.number, kelp.pages) == ("4", "2", "12-20")
    assert (kelp.identifiers.doi, kelp.keywords) == ("10.1234/jtc.4.12", ("kelp", "sonar"))
    assert kelp.abstract == "Kelp forests are counted by sonar from a small boat."
    assert kelp.links == ("https://pubmed.ncbi.nlm.nih.gov/12345678/",)
    assert (newts.line, newts.authors, newts.pages) == (25, people("Lee, J"), "17")
    assert (kelp.type, kelp.identifiers.pmid) == ("article-journal", "12345678")
    assert (frogs.line, frogs.title) == (33, "Frogs")
    assert [(problem.code, problem.line, problem.severity) for problem in parsed.problems] == [
        ("web-of-science.no-end", 25, "warning")
    ]


def test_an_export_without_its_header() -> None:
    """The first record is enough to recognise it, and Windows line ends do not matter."""
    text = EXPORT.split("VR 1.0\n")[1].replace("\n", "\r\n")
    parsed = parse_all([Source(name="a.txt", text=text.replace("\r\n", "\n"))])
    assert (parsed.formats, len(parsed.records)) == (("web-of-science",), 3)
    tabs = "PT\tAU\tTI\tSO\tPY\nJ\tMarsh, A\tKelp\tTides\t2021\n"
    assert parse_all([Source(name="a.txt", text=tabs)]).formats == ("csv",)
