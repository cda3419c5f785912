"""Private notes in downloads: whatever a note holds, our readers and others read the same papers again, and the note."""

import json
import random
import re
import unicodedata

import bibtexparser
import pytest
import rispy

from generator import formats
from generator.formats import bibtex, csl_json, ris
from generator.model import Identifiers, Paper
from generator.site.search import selection
from generator.text.latex import Decoder
from tests.site import invented

ASSETS = invented.REPOSITORY / "overrides" / "assets"
NOTES = [
    "Read again",
    "  {braces} and }more{ \\ backslash\\",
    "first\n\nER  - \nTY  - JOUR\nTI  - Not a paper\nER  - ",
    "}\n@article{evil, title = {Evil}}\n",
    '", } ] \\u0022 </script><script>alert(1)</script> <!-- x',
    "100% of $5 & #3_x ~ ^ `tick` -- --- ''quoted'' “curly”",
    "see arXiv:1706.03762, https://arxiv.org/abs/1706.03762 and doi:10.5555/other.1",
    "10.5555/other.2",
    "pmid:12345678 acl:P19-1 openreview:abcd",
    "<b>bold</b> &amp; &lt;i&gt; x<sub>2</sub> a < b > c",
    "\\'etude \\textbf{x} \\&amp; \\\\ $<$ $x^2$",
    "- [A paper](https://arxiv.org/abs/1706.03762)\n1. two\n+ three\n# head\n> quote\n```\ncode",
    "| a | b |\n| --- | --- |\n\ttab\x00\x07\x1b[31m\u2028next\x85line\x0bfeed",
    "深度学习 🎉 العربية é e\u0301",
    "Private note: twice",
    "FN Clarivate\nVR 1.0\nPT J\nTI A paper\nAU Marsh, A\nER\nEF\nPMID- 1\nTI  - x\n%0 Journal\n%T x",
    "x" * 10_000,
]
PAPERS = {
    **invented.PAPERS,
    "bare": Paper(
        title="Bare {Title} of \\Things",
        authors=("Ada Marsh",),
        note="Stated note; kept",
        citation_keys=("marsh:bare",),
    ),
    "doi-only": Paper(title="Only a DOI", identifiers=Identifiers(doi="10.1234/only"), date="2020"),
}
READERS = {
    "bibtex": (bibtex.parse, "papers.bib"),
    "ris": (ris.parse, "papers.ris"),
    "csl": (csl_json.parse, "papers.json"),
}


@pytest.fixture(scope="module")
def page(chromium):
    """Return an empty page with the script."""
    page = chromium.new_page()
    page.add_script_tag(path=ASSETS / "annotations.js")
    yield page
    page.close()


def download(page, name, notes):
    """Return the file in a format, with a note on each paper, as the page makes it."""
    layout = next(one for one in selection.FORMATS if one["name"] == name)
    texts = selection.citations(PAPERS)[name]
    written = page.evaluate(
        "([name, texts, notes]) => Object.keys(texts).map(key => annotated(name, texts[key], notes[key] || ''))",
        [name, texts, notes],
    )
    return layout.get("before", "") + layout["between"].join(written) + layout.get("after", "")


def squeezed(text):
    """Return a note's words, without control characters: formats of one line per value keep no more."""
    return " ".join(unicodedata.normalize("NFC", re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\ufeff]", " ", text)).split())


def facts(record):
    """Return what a record says of its paper, but for notes."""
    return (
        record.id,
        record.title,
        record.authors,
        record.identifiers,
        record.links,
        record.venue,
        record.date,
        record.keywords,
    )


def dumped_note(name, record, plain):
    """Return the private note that a record was read with."""
    if name == "bibtex":
        return Decoder().decode(dict(record.further)["annote"])
    assert record.note.startswith(plain.note)
    return record.note[len(plain.note) :].lstrip("; ").removeprefix("Private note: ")


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_our_readers_read_the_papers_and_the_notes(page, name, note):
    """No note changes a fact, adds or hides a paper, and each is read as it was written, on one line."""
    parse, file = READERS[name]
    plain, _ = parse(file, download(page, name, {}))
    text = download(page, name, dict.fromkeys(PAPERS, note))
    records, problems = parse(file, text)
    assert not [problem for problem in problems if problem.severity == "error"]
    assert [facts(record) for record in records] == [facts(record) for record in plain]
    assert len(records) == len(PAPERS)
    for record, before in zip(records, plain, strict=True):
        assert dumped_note(name, record, before) == squeezed(note)


@pytest.mark.parametrize("name", READERS)
def test_random_notes_are_read(page, name):
    """The same holds for notes of pieces that mean something in some format."""
    dice = random.Random(7)
    pieces = [
        *"aé中 {}\\\"'<>&$%#_^~`-\n.:;,@()[]|",
        "ER  - ",
        "TY  - JOUR",
        "</i>",
        "<sub>",
        "&#60;",
        "\\emph{",
        "--",
        "arXiv:",
        "10.1/x",
        "1. ",
    ]
    notes = {key: "".join(dice.choices(pieces, k=dice.randrange(1, 40))) for key in PAPERS}
    parse, file = READERS[name]
    plain, _ = parse(file, download(page, name, {}))
    for _ in range(40):
        notes = {key: "n" + "".join(dice.choices(pieces, k=dice.randrange(1, 40))) for key in PAPERS}
        records, _ = parse(file, download(page, name, notes))
        assert [facts(record) for record in records] == [facts(record) for record in plain]
        for record, before in zip(records, plain, strict=True):
            assert dumped_note(name, record, before) == squeezed(notes[record.id]), notes[record.id]


def test_other_parsers_find_the_notes_in_their_fields(page):
    """Libraries that reference managers are built like find the note in annote, N1 and note."""
    notes = dict.fromkeys(PAPERS, "Compare with {ours}\nER  - ")
    library = bibtexparser.parse_string(download(page, "bibtex", notes))
    assert not library.failed_blocks
    assert {Decoder().decode(one["annote"]) for one in library.entries} == {"Compare with {ours} ER -"}
    entries = rispy.loads(download(page, "ris", notes))
    assert [one["id"] for one in entries] == list(PAPERS)
    assert all("Private note: Compare with {ours} ER -" in one["notes"] for one in entries)
    elements = json.loads(download(page, "csl", notes))
    assert all(one["note"].endswith("Private note: Compare with {ours}\nER -") for one in elements)


@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_a_markdown_list_stays_a_list_of_the_same_papers(page, note):
    """The note is text in a list below its paper: no heading, link, quote or HTML, and no other paper for our reader."""
    markdown_it = pytest.importorskip("markdown_it").MarkdownIt
    plain, text = (download(page, "markdown", notes) for notes in ({}, dict.fromkeys(PAPERS, note)))
    shown = markdown_it("commonmark").render(text)
    assert shown.count("<a ") == markdown_it("commonmark").render(plain).count("<a ")
    assert not re.search(r"<(?:h\d|blockquote|pre|ol|script|table|b|img)\b", shown)
    assert shown.count("<li>") == 2 * len(PAPERS)

    def read(text):
        parsed = formats.parse_all([formats.Source(name="papers.md", text=text)])
        return [(record.title, record.authors, record.identifiers, record.links) for record in parsed.records]

    assert read(text) == read(plain)


def test_other_formats_and_empty_notes_change_nothing(page):
    """A note of blanks is none, and a format without a place for notes stays as it is."""
    assert download(page, "ris", dict.fromkeys(PAPERS, " \n\t")) == download(page, "ris", {})
    assert page.evaluate("annotated('constructor', 'x', 'note') + annotated('apa', 'x', 'note')") == "xx"
