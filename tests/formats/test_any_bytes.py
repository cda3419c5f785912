"""Any bytes: every parser returns records and problems, and every position in a problem exists."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import FORMATS, Parsed, Source, parse_all
from generator.problems import ShelfError
from generator.storage.files import read_text

# One small source of each format, invented; hypothesis cuts, joins and damages them.
SAMPLES = {
    "bibtex": '@string{jt = "Journal of Tides"}\n@article{a1,\n  title = {{Harbor} grids: $x_{1}$},\n  author = {Vale, Mara and\n    Br{\\"u}ck, Jan},\n  journal = jt,\n  year = 2021\n}\n\n@misc(b2, title = "Kites", eprint = {2107.02137}, archiveprefix = {arXiv})\n@comment{jabref-meta: x}\n',
    "ris": "TY  - JOUR\nTI  - Harbor grids\nAU  - Vale, Mara\nPY  - 2021/07/05\nDO  - 10.1000/h1\nAB  - We plan\ntides.\nER  - \n\nprose\nTY  - CONF\nT1  - Kites\nER  -\n",
    "nbib": "\nPMID- 12345\nTI  - Harbor grids and\n      tides.\nFAU - Vale, Mara\nDP  - 2021 Jul\nLID - 10.1000/h1 [doi]\n\nPMID- 12346\nTI  - Kites.\n",
    "arxiv-atom": '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>arXiv</title>\n<entry>\n<id>http://arxiv.org/abs/2107.02137v1</id>\n<title>Harbor</title><summary>We plan.</summary>\n<author><name>Mara Vale</name></author>\n</entry>\n<entry><id>x</id></entry></feed>',
    "hf-papers": '[\n {"paper": {"id": "2107.02137", "title": "Harbor", "summary": "We plan.", "upvotes": 3, "authors": [{"name": "Mara Vale"}]}},\n null,\n {"paper": {"id": "x"}}\n]',
    "openalex": '{"meta": {}, "results": [\n {"id": "https://openalex.org/W1", "title": "Harbor", "authorships": [null], "abstract_inverted_index": {"We": [0], "plan": [1]}},\n null]}',
    "semantic-scholar": '{"data": [\n {"paperId": "a", "title": "Harbor", "externalIds": {"ArXiv": "2107.02137"}, "authors": [{"name": "Mara Vale"}]},\n 7]}',
    "csl-json": '[\n {"id": "a", "type": "article-journal", "title": "Harbor", "author": [{"family": "Vale", "given": "Mara"}], "issued": {"date-parts": [["2021", 7]]}},\n {"type": "book"}\n]',
    "csv": 'id,title,author,year\n1,"Harbor, grids","Vale, Mara; Bruck, Jan",2021\n2,Kites\n3,"a\nb",x,y,z,w\n',
    "web-of-science": "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Vale, M\n   Reed, B\nTI Harbor grids\n   and tides\nSO TIDES\nPY 2021\nDI 10.1000/a\nPM 12345678\nUT WOS:1\nER\n\nEF\n",
    "endnote-xml": "<xml><records><record><rec-number>1</rec-number><contributors><authors><author><style>Vale, Mara</style></author></authors></contributors><titles><title>Harbor &amp; grids</title></titles><dates><year>2021</year></dates></record></records></xml>",
    "identifiers": "# tides\n2107.02137\n10.1000/a\nPMID: 12345678\nno id\n",
    "awesome": "# List\n## Tides\n- [Harbor grids and tides](https://arxiv.org/abs/2107.02137), Mara Vale, 2021 [code](https://github.com/a/b)\n\n**A title of its own in bold**\n\n- Paper: https://arxiv.org/abs/2107.02138\n\n| Title | Year |\n|---|---|\n| [Kites in wind again](https://doi.org/10.1000/k) | 2020 |\n<details><summary>more</summary>\n\n1. [paper](https://arxiv.org/abs/2107.02139)\n</details>\n",
    "listing": "Harbor grids\n\nWe plan how tides may be used by harbors, and show that it can be done. They need less than others do, and this paper says why it is so for each of them.\n\n  • 22 authors\n·\nJul 5, 2021\n",
}
TEXTS = st.sampled_from(list(SAMPLES.values()))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a sample with pieces cut out, doubled or replaced by random bytes, or two samples in one file."""
    raw = draw(TEXTS).encode(draw(st.sampled_from(["utf-8", "latin-1", "utf-16"])), "replace")
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 40)))
        raw = raw[:start] + draw(st.sampled_from([b"", raw[start:end] * 2]) | st.binary(max_size=6)) + raw[end:]
    return raw + draw(st.sampled_from([b"", b"\r\n"])) + (draw(TEXTS).encode() if draw(st.booleans()) else b"")


def assert_places(text: str, parsed: Parsed) -> None:
    """Assert that every line and column in a problem is inside the text."""
    rows = text.split("\n")
    for problem in parsed.problems:
        assert 1 <= problem.line <= len(rows), problem
        assert 1 <= problem.column <= max(1, len(rows[problem.line - 1])), problem
    assert all(1 <= record.line <= len(rows) for record in parsed.records)


@settings(deadline=None)
@given(raw=st.binary(max_size=200) | damaged(), forced=st.sampled_from([None, *FORMATS]))
def test_any_bytes(tmp_path_factory, raw, forced) -> None:
    """Any file gives records or a problem, never an exception or nothing; binary files are refused."""
    path = tmp_path_factory.mktemp("any") / "source"
    path.write_bytes(raw)
    try:
        text, problems = read_text(path)
    except ShelfError as error:
        assert error.problems[0].code == "source.binary"  # noqa: PT017 - no exception is fine, too
        return
    parsed = parse_all([Source(name="source", text=text)], format_name=forced)
    assert_places(text, parsed)
    assert_places(text, Parsed(problems=tuple(problems)))
    assert parsed.records or parsed.problems
    assert all(
        r.title or r.abstract or r.authors or r.identifiers.model_dump(exclude_none=True) or (r.id and r.links)
        for r in parsed.records
    )


@pytest.mark.parametrize("forced", list(FORMATS))
@pytest.mark.parametrize("sample", list(SAMPLES))
def test_a_forced_format_says_what_it_cannot_read(sample, forced) -> None:
    """Each format forced on each other format's source gives problems or records, never an exception or nothing."""
    parsed = parse_all([Source(name="source", text=SAMPLES[sample])], format_name=forced)
    assert_places(SAMPLES[sample], parsed)
    assert parsed.formats == (forced,)
    assert parsed.records or any(problem.severity == "error" and problem.message for problem in parsed.problems)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in {"abstracts", "listing-lines"}])
def test_samples_are_recognised(name) -> None:
    """The samples above are recognised as the formats that they are named after."""
    parsed = parse_all([Source(name="source", text=SAMPLES[name])])
    assert parsed.formats == (name,)
    assert parsed.records
