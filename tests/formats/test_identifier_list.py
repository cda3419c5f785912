"""A list of identifiers, one on each line, is a source like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.formats import Source, identifier_list, parse_all
from generator.intake import imports
from generator.model import Identifiers


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2107.02137", Identifiers(arxiv="2107.02137")),
        ("arXiv:2107.02137v2", Identifiers(arxiv="2107.02137")),
        ("cs/0112017", Identifiers(arxiv="cs/0112017")),
        ("https://arxiv.org/pdf/2107.02137.pdf", Identifiers(arxiv="2107.02137")),
        ("10.1234/Tide.7", Identifiers(doi="10.1234/tide.7")),
        ("doi: 10.1234/tide.7", Identifiers(doi="10.1234/tide.7")),
        ("<https://doi.org/10.1234/tide.7>,", Identifiers(doi="10.1234/tide.7")),
        ("- 10.1234/tide.7  # read this", Identifiers(doi="10.1234/tide.7")),
        ("3. P19-1441", Identifiers(acl="P19-1441")),
        ("https://aclanthology.org/2021.acl-long.7/", Identifiers(acl="2021.acl-long.7")),
        ("openreview:abcDEF1234", Identifiers(openreview="abcDEF1234")),
        ("https://openreview.net/forum?id=abcDEF1234", Identifiers(openreview="abcDEF1234")),
    ],
)
def test_a_line_is_an_identifier(line, found) -> None:
    """Bare, with a prefix, as an address, in a list or with a comment."""
    parsed = parse_all([Source(name="ids.txt", text=f"# kelp\n\n{line}\n")])
    assert (parsed.formats, parsed.problems) == (("identifiers",), ())
    [record] = parsed.records
    assert (record.line, record.identifiers, record.title) == (3, found, "")
    assert bool(record.links) == ("http" in line)


@pytest.mark.parametrize("line", ["PMID: 12345678", "12345678", "https://pubmed.ncbi.nlm.nih.gov/12345678/"])
def test_a_pubmed_number_keeps_its_address(line) -> None:
    """However it is written, it leads to PubMed."""
    [record], problems = identifier_list.parse("ids.txt", line)
    assert (record.links, problems) == (("https://pubmed.ncbi.nlm.nih.gov/12345678/",), [])


def test_a_bad_line_and_a_repeated_one_are_told_with_their_lines() -> None:
    """Neither costs its neighbours anything, and the same id in two forms is one record."""
    text = "2107.02137\nnot an id\narXiv:2107.02137v3\n10.1234/tide.7\nhttps://example.org/kelp\n10.1234/tide.8\n"
    parsed = parse_all([Source(name="ids.txt", text=text)])
    assert [record.line for record in parsed.records] == [1, 4, 6]
    assert [(problem.line, problem.code) for problem in parsed.problems] == [
        (2, "record.unreadable"),
        (3, "identifiers.repeated"),
        (5, "record.unreadable"),
    ]
    assert [each.line for each in parsed.skipped] == [2, 5]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "Kelp counts itself\n\nCounting kelp by hand takes a whole season, and nobody likes to do it twice.\n",
        "17\n\n2021\n",
        "See 10.1234/tide.7 for more\n",
        "a title\nanother title\n10.1234/tide.7\n",
    ],
)
def test_other_texts_are_no_list_of_identifiers(text) -> None:
    """Numbers, years and texts that mention an identifier are not."""
    assert not identifier_list.detect(text)


def test_an_import_makes_drafts_that_a_later_one_completes(tmp_path: Path) -> None:
    """A paper without a title is named by its identifier; the title comes with a source that has it."""
    (tmp_path / "content" / "papers").mkdir(parents=True)
    (tmp_path / "ids.txt").write_text("2107.02137\n10.1234/tide.7\nPMID: 12345678\n", encoding="utf-8")
    outcome = imports.run([tmp_path / "ids.txt"], content=tmp_path / "content", date="2026-01-01")
    assert [(paper.verdict, paper.key) for paper in outcome.papers] == [
        ("new", "arxiv-2107-02137"),
        ("new", "doi-10-1234-tide-7"),
        ("new", "pubmed-12345678"),
    ]
    (tmp_path / "a.bib").write_text(
        "@misc{a, title={Kelp Counts Itself}, eprint={2107.02137}, archiveprefix={arXiv}}", encoding="utf-8"
    )
    outcome = imports.run([tmp_path / "a.bib"], content=tmp_path / "content", date="2026-01-02")
    assert [(paper.verdict, paper.key, paper.title) for paper in outcome.papers] == [
        ("matched", "arxiv-2107-02137", "Kelp Counts Itself")
    ]
