"""Listings of every shape become records; unreadable blocks become problems and do not affect other papers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formats import FORMATS, Parsed, Source, parse_all
from generator.problems import ShelfError
from tests.conftest import people
from tests.formats.listings.pages import FOOTERS, HARBOR, HEADER, KITE, PLAIN, QUILT, RUNS, UNTITLED


def parse(text: str, format_name: str | None = None) -> Parsed:
    """Parse one page."""
    return parse_all([Source(name="page.txt", text=text)], format_name=format_name)


def figures(parsed: Parsed) -> list[tuple[object, ...]]:
    """Return everything but the texts."""
    return [(r.line, r.author_count, r.date, r.upvotes, r.comments) for r in parsed.records]


def test_footers() -> None:
    """Titles, abstracts and footers are on their own lines; a paper without a footer does not get another one's."""
    parsed = parse(FOOTERS)
    assert parsed.formats == ("listing",)
    assert parsed.problems == ()
    assert figures(parsed) == [
        (13, 22, "2021-07-05", None, 1),
        (21, None, None, None, None),
        (25, 1, "2020-10-22", None, None),
    ]
    assert [r.title for r in parsed.records][1] == "KiteNet 2.0 Technical Report"
    assert [r.abstract for r in parsed.records] == [HARBOR, KITE, QUILT]
    assert parsed.records[0].links == ("https://example.org/harbor",)
    assert parsed.records[1].links == ("http://example.org/kite_(sound)",)


def test_without_footers() -> None:
    """A title, a blank line and an abstract are enough; the page header is not a paper."""
    parsed = parse(PLAIN)
    assert [(r.line, r.title[:6], r.abstract) for r in parsed.records] == [
        (13, "Harbor", HARBOR),
        (17, "Quilt:", QUILT),
    ]
    assert parsed.problems == ()
    assert parsed.formats == ("listing",)


def test_one_paper_a_line() -> None:
    """Upvotes, title, abstract and footer of a line are separated; digits in a title are not upvotes."""
    parsed = parse(RUNS)
    assert parsed.formats == ("listing-lines",)
    assert figures(parsed) == [
        (1, 1022, "2021-07-05", 128, 13),
        (2, 1, "2024-02-29", None, None),
        (3, 6, "2020-10-22", 1200, None),
    ]
    assert [r.title for r in parsed.records] == [
        "Harbor: A Compact Planner for Tidal Energy Grids",
        "3D KiteNet: Wind-Aware Drone Control",
        "Quilt: patching instruction data without retraining",
    ]
    assert [r.abstract for r in parsed.records] == [HARBOR, KITE, QUILT]


def test_untitled() -> None:
    """Abstracts without titles give records without titles; prefixes are removed."""
    parsed = parse(UNTITLED)
    assert parsed.formats == ("abstracts",)
    assert [(r.line, r.title, r.abstract) for r in parsed.records] == [(5, "", HARBOR), (10, "", KITE), (13, "", QUILT)]


def test_mixed() -> None:
    """A page that changes its shape halfway loses nothing."""
    parsed = parse(f"{FOOTERS}\n\n{RUNS}\n\n{UNTITLED}")
    assert [r.abstract for r in parsed.records] == [HARBOR, KITE, QUILT] * 3
    assert [bool(r.title) for r in parsed.records] == [True] * 6 + [False] * 3


@pytest.mark.parametrize("text", [FOOTERS, PLAIN, RUNS, UNTITLED], ids=["footers", "plain", "runs", "untitled"])
@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replace("\n", "\r\n"),
        lambda s: s.replace("\n", "  \t\n"),
        lambda s: s.replace(" authors", "\u00a0authors").replace("  •", "\u00a0•\u00a0"),
        lambda s: s.replace("•", "-").replace("·", "•"),
        lambda s: "\ufeff" + s + "\n\n\n",
        lambda s: s.replace("• ", ""),
    ],
    ids=["crlf", "trailing blanks", "nbsp", "other bullets", "bom", "no bullets"],
)
def test_layout_does_not_matter(text, change) -> None:
    """Line breaks, spaces and bullets change no record."""
    assert parse(change(text)).records == parse(text).records


def test_blank_lines_lost() -> None:
    """A page without its blank lines gives the same records, apart from line numbers."""
    bare = "\n".join(line for line in FOOTERS.splitlines() if line)
    strip = [(r.title, r.abstract, r.author_count, r.date) for r in parse(bare).records]
    assert strip == [(r.title, r.abstract, r.author_count, r.date) for r in parse(FOOTERS).records]


def test_wrapped_by_hand() -> None:
    """Lines of one paragraph belong together."""
    cut = KITE.replace("This study", "This\nstudy").replace("They need", "They\nneed")
    assert [r.abstract for r in parse(f"KiteNet 2.0 Technical Report\n\n{cut}\n").records] == [KITE]


def test_footer_in_one_line() -> None:
    """Authors, date and comments may share a line."""
    parsed = parse(f"A Planner\n\n{HARBOR}\n\n22 authors · Jul 5, 2021 · 3\n\nA Kite\n\n{KITE}\n\n5 July 2021")
    assert [(r.author_count, r.date, r.comments) for r in parsed.records] == [(22, "2021-07-05", 3), (None, None, None)]


def test_upvotes_in_a_line_of_their_own() -> None:
    """A number alone above a title is its upvotes."""
    parsed = parse(f"1,234\n\nA Planner\n\n{HARBOR}\n\n-\n\nA Kite\n\n{KITE}\n")
    assert [(r.title, r.upvotes) for r in parsed.records] == [("A Planner", 1234), ("A Kite", None)]


def test_a_line_without_footer() -> None:
    """With one paper per line, a paper without a footer does not get another one's, and wrapped lines are joined."""
    rows = RUNS.split("\n")
    rows[0] = rows[0].split(" 1,022 authors")[0]
    assert [r.author_count for r in parse("\n".join(rows)).records] == [None, 1, 6]
    broken = RUNS.replace("This study", "\nThis study").replace(" 6 authors", "\n6 authors")
    assert [r.abstract for r in parse(broken).records] == [HARBOR, KITE, QUILT]
    assert [r.author_count for r in parse(broken).records] == [1022, 1, 6]
    assert parse(f"{HEADER}{RUNS}").records[0].abstract == HARBOR
    assert parse(f"{HEADER}{RUNS}").problems == ()


def test_runs_with_footers_below() -> None:
    """If no title stands alone, title and abstract share a paragraph."""
    page = f"Harbor: A Compact Planner {HARBOR}\n\n  • 2 authors\n·\nJan 1, 2024\n\nKiteNet Report {KITE}\n\n  • 3 authors\n·\nJan 2, 2024"
    assert [(r.title, r.author_count) for r in parse(page).records] == [
        ("Harbor: A Compact Planner", 2),
        ("KiteNet Report", 3),
    ]


def test_links_in_lines_of_their_own() -> None:
    """A link below a title belongs to the paper and identifies it."""
    parsed = parse(f"A Planner\n\nhttps://arxiv.org/abs/2401.01234\n\n{HARBOR}\n")
    assert parsed.records[0].identifiers.arxiv == "2401.01234"
    assert parsed.records[0].links == ("https://example.org/harbor", "https://arxiv.org/abs/2401.01234")


def test_titles_known_from_elsewhere() -> None:
    """A title that stands alone in another source, or that the shelf knows, ends the run, in any order of the sources."""
    title = "Retrieval for Programs Contrastive Code Search and More"
    line = Source(
        name="a", text=f"- {title} Contrastive Search In Programs Aligns Questions. {KITE} 2 authors · Jan 1, 2024\n"
    )
    page = Source(name="b", text=f"{title.upper()}\n\n{QUILT}\n")
    for sources in ([line, page], [page, line]):
        assert {r.title for r in parse_all(sources).records} == {title, title.upper()}
    assert parse_all([line], known_titles=[title]).records[0].title == title
    assert parse_all([line], known_titles=["Retrieval for"]).records == parse_all([line]).records


def test_a_stray_footer_is_a_problem() -> None:
    """A footer without a paper is reported with its line; the papers around it are complete."""
    parsed = parse(
        f"A Planner\n\n{HARBOR}\n\n  • 2 authors\n·\nJan 1, 2024\n\n   • 9 authors\n·\nJan 2, 2024\n\nA Kite\n\n{KITE}\n"
    )
    assert [(p.line, p.column, p.code) for p in parsed.problems] == [(9, 4, "record.unreadable")]
    assert figures(parsed) == [(1, 2, "2024-01-01", None, None), (13, None, None, None, None)]
    assert parsed.unreadable == 1


def test_a_stray_title_is_a_problem() -> None:
    """A title without an abstract is reported, not added to the next paper."""
    parsed = parse(f"A Planner\n\n{HARBOR}\n\nA Title That Lost Its Abstract\n\nA Kite\n\n{KITE}\n")
    assert [(p.line, p.code) for p in parsed.problems] == [(5, "record.unreadable")]
    assert [r.title for r in parsed.records] == ["A Planner", "A Kite"]


def test_a_wrong_date_is_a_warning() -> None:
    """An impossible date is dropped; the paper is kept."""
    parsed = parse(f"A Planner\n\n{HARBOR}\n\n  • 2 authors\n·\nFeb 30, 2024\n")
    assert [(p.line, p.code, p.severity) for p in parsed.problems] == [(7, "source.date", "warning")]
    assert figures(parsed) == [(1, 2, None, None, None)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "source.empty"), (" \n\t\n", "source.empty"), (HEADER, "source.no-papers"), ("{'a': 1}", "source.no-papers")],
)
def test_nothing_found(text, code) -> None:
    """A source without papers is reported with a hint."""
    problems = parse(text).problems
    assert [(p.code, bool(p.hint)) for p in problems] == [(code, True)]


def test_a_line_of_50_megabytes() -> None:
    """It is reported (anything quadratic would take days) and does not affect other papers."""
    parsed = parse(f"A Planner\n\n{HARBOR}\n\n{'word ' * 10_000_000}\n\nA Kite\n\n{KITE}\n")
    assert [(p.line, p.code) for p in parsed.problems] == [(5, "record.too-long")]
    assert [r.abstract for r in parsed.records] == [HARBOR, KITE]


def test_forced_formats() -> None:
    """A forced format replaces detection; an unknown one is refused."""
    assert parse(f"{HARBOR}\n\n{KITE}", "abstracts").formats == ("abstracts",)
    assert [r.title for r in parse(f"{HARBOR}\n\n{KITE}", "abstracts").records] == ["", ""]
    assert [r.title for r in parse(f"KiteNet Technical Report {KITE}", "listing-lines").records] == [
        "KiteNet Technical Report"
    ]
    with pytest.raises(ShelfError, match="unknown-format"):
        parse(HARBOR, "word")


PIECES = st.sampled_from(
    [
        *FOOTERS.splitlines(),
        *RUNS.splitlines(),
        *UNTITLED.splitlines(),
        "",
        "•",
        "-",
        "7",
        "Abstract",
        "Feb 31, 2024",
        "https://arxiv.org/abs/2401.00001",
    ]
)


@settings(deadline=None)
@given(
    text=st.text() | st.lists(PIECES | st.text(max_size=40), max_size=25).map("\n".join),
    forced=st.sampled_from([None, *FORMATS]),
)
def test_any_text(text, forced) -> None:
    """Any text gives a result with existing positions and records in order."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as files.read_text returns it
    parsed = parse(text, forced)
    rows = text.split("\n")
    for problem in parsed.problems:
        assert 1 <= problem.line <= len(rows)
        assert 1 <= problem.column <= max(1, len(rows[problem.line - 1]))
    places = [record.line for record in parsed.records]
    assert places == sorted(places)
    assert all(1 <= line <= len(rows) for line in places)
    assert parsed.records or parsed.problems
    # A text of addresses alone is a list of identifiers.
    assert all(
        record.title or record.abstract or record.links or any(dict(record.identifiers).values())
        for record in parsed.records
    )


@settings(deadline=None)
@given(
    blocks=st.lists(st.sampled_from(["paper", "bare", "line", "untitled", "footer", "stray"]), min_size=1, max_size=12)
)
def test_nothing_is_lost(blocks) -> None:
    """Each block is a record or a problem: the sums agree."""
    shapes = {
        "paper": f"A Planner for Grids\n\n{HARBOR}\n\n  • 2 authors\n·\nJan 1, 2024",
        "bare": f"A Kite for Drones\n\n{KITE}",
        "line": f"5 Quilt: patching instruction data without retraining {QUILT} 6 authors · Oct 2, 2020",
        "untitled": f"Abstract: {HARBOR}",
        "footer": "10,000,000 authors · Oct 2, 2020",
        "stray": "A Title That Lost Its Abstract",
    }
    # A footer belongs to the paper before it; a stray title would become the title of the next block.
    kept: list[str] = []
    for block in blocks:
        last = kept[-1] if kept else ""
        if (
            block in {"paper", "bare", "line"}
            or (last in {"paper", "line"})
            or (block == "untitled" and last != "stray")
        ):
            kept.append(block)
    papers = [block for block in kept if block not in {"footer", "stray"}]
    if not papers:
        return
    parsed = parse("\n\n".join(shapes[block] for block in kept))
    assert len(parsed.records) == len(papers)
    assert len(parsed.records) + parsed.unreadable == len(kept)


ABSTRACT = (
    "Counting kelp by hand takes a whole season, and nobody likes to do it twice. We listen to the sea floor with a small "
    "sonar and let the kelp forest count itself. On three coasts the counts differ from those of divers by less than one in fifty."
)
KELP = "Kelp Counts Itself: A Census by Sonar"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{KELP} Paper • 2401.01111 • Published Jan 11 • 43\n", ("2024-01-11", 43)),
        (f"{KELP}\nPaper • 2401.01111 • Published Jan 11, 2024 • 1.2k\n", ("2024-01-11", 1200)),
        (f"{KELP}\n\nPaper • 2401.01111 • Published Dec 31 • 7\n", ("2023-12-31", 7)),
        (f"{KELP}\n\nPaper\n•\n2401.01111\n•\nPublished Feb 2\n•\n43\n", ("2024-02-02", 43)),
        (f"Tidal papers\n\nupdated Feb 3\n\n{KELP}\nPaper • 2401.01111 • Published Jan 11\n", ("2024-01-11", None)),
    ],
)
def test_lines_of_a_collection(text, expected):
    """Title, id, date and upvotes, on one line or several; the year of a date without one is the nearest to the id's month."""
    more = "Newts in Ponds Paper • 2312.00002 • Published Dec 1, 2023 • 7\n\nmarsh/kelp-7b\nText Generation • Updated Jan 3 • 12k • 4\n"
    parsed = parse_all([Source(name="page", text=f"{text}{more}")])
    kelp, newts = parsed.records
    assert parsed.problems == ()
    assert (kelp.title, kelp.identifiers.arxiv, (kelp.date, kelp.upvotes)) == (KELP, "2401.01111", expected)
    assert (newts.title, newts.identifiers.arxiv, newts.date, newts.upvotes) == (
        "Newts in Ponds",
        "2312.00002",
        "2023-12-01",
        7,
    )
    assert {each.text for each in parsed.skipped} >= {"marsh/kelp-7b", "Text Generation • Updated Jan 3 • 12k • 4"}


@pytest.mark.parametrize(
    "authors",
    [
        "Authors:\nAda Marsh\n,\nBo Reed\n,\nLina Wender\nAbstract\n",
        "Authors:\nAda Marsh ,\nBo Reed ,\nLina Wender\n\nAbstract\n\n",
        "Authors: Ada Marsh, Bo Reed, Lina Wender\n\nAbstract\n\n",
    ],
)
@pytest.mark.parametrize("date", ["Published on Jan 11, 2024", "Published on Jan 11"])
def test_the_page_of_a_paper(authors, date):
    """The id is above the title, the authors between title and abstract; comments below the paper are not its text."""
    text = (
        f"Papers\narxiv:2401.01111\n\n{KELP}\n\n{date}\n· Submitted by\nmarsh on Jan 12, 2024\nUpvote\n43\n+38\n{authors}{ABSTRACT}\n"
        f"View arXiv page\nView PDF\nAdd to collection\nCommunity\nreed\nJan 13, 2024\n{ABSTRACT} So they say.\nModels citing this paper 3\n"
    )
    parsed = parse_all([Source(name="page", text=text)])
    [record] = parsed.records
    assert (record.title, record.identifiers.arxiv, record.date) == (KELP, "2401.01111", "2024-01-11")
    assert (record.authors, record.abstract) == (people("Ada Marsh", "Bo Reed", "Lina Wender"), ABSTRACT)
    assert parsed.problems == ()
    assert [each.reason for each in parsed.skipped if each.text.startswith("Counting")] == [
        "below the paper on its page"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{KELP}\nAda Marsh, Bo van der Reed\n{ABSTRACT}\n\nNewts in Ponds\nJan Lee and Lina Wender\n{ABSTRACT}\n",
        f"{KELP}\n\nAda Marsh, Bo van der Reed\n\n{ABSTRACT}\n\n2 authors · Jan 11, 2024\n\nNewts in Ponds\n\nJan Lee, Lina Wender\n\n{ABSTRACT}\n\n2 authors · Jan 12, 2024\n",
        (
            f"[1] arXiv:2401.01111 [pdf, html, other]\nTitle: {KELP}\nAuthors: Ada Marsh, Bo van der Reed\nComments: 12 pages\nSubjects: Ponds (cs.PD)\nAbstract: {ABSTRACT}\n"
            f"[2] arXiv:2401.01112 [pdf]\nTitle: Newts in Ponds\nAuthors: Jan Lee, Lina Wender\nSubjects: Ponds (cs.PD)\n"
        ),
        f"[1] arXiv:2401.01111 [pdf]\nTitle: {KELP}\nAda Marsh, Bo van der Reed\nSubjects: Ponds (cs.PD)\n[2] arXiv:2401.01112 [pdf]\nTitle: Newts in Ponds\nJan Lee, Lina Wender\nSubjects: Ponds (cs.PD)\n",
    ],
    ids=["lines", "paragraphs", "arXiv's with abstracts", "arXiv's"],
)
def test_names_below_a_title_are_its_authors(text):
    """They are part of neither the title nor the abstract; ids above the titles are the papers'."""
    parsed = parse_all([Source(name="page", text=text)])
    assert parsed.problems == ()
    assert [(record.title, tuple(map(str, record.authors))) for record in parsed.records] == [
        (KELP, ("Ada Marsh", "Bo van der Reed")),
        ("Newts in Ponds", ("Jan Lee", "Lina Wender")),
    ]
    ids = [record.identifiers.arxiv for record in parsed.records]
    assert ids == (["2401.01111", "2401.01112"] if "arXiv:" in text else [None, None])


def test_ids_below_the_papers_are_theirs():
    """Where the first id comes after a paper, each belongs to the paper above it."""
    text = f"{KELP}\n\n{ABSTRACT}\n\narXiv:2401.01111\n\nNewts in Ponds\n\n{ABSTRACT} More.\n\narXiv:2401.01112\n"
    parsed = parse_all([Source(name="page", text=text)])
    assert [(record.title, record.identifiers.arxiv) for record in parsed.records] == [
        (KELP, "2401.01111"),
        ("Newts in Ponds", "2401.01112"),
    ]


@pytest.mark.parametrize(
    "line", ["Deep Ponds of the North, and Why", "A Study of Newts, Frogs and Toads", "Newts, Frogs, Toads"]
)
def test_a_second_line_of_a_title_is_no_list_of_authors(line):
    """Names have a given and a family name each, and no small words."""
    parsed = parse_all([Source(name="page", text=f"{KELP}:\n{line}\n\n{ABSTRACT}\n")])
    assert [(record.title, tuple(map(str, record.authors))) for record in parsed.records] == [(f"{KELP}: {line}", ())]
