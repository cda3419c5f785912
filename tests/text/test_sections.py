"""Reports of sections: values stay text on GitHub and in a terminal, and a comment is never too long to post."""

import html
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.text import sections as sections_module
from generator.text.sections import Section, Value, line

NASTY = [
    "`", "``", "\n", "\n\n", "|", "<script>", "</details>", "<!--", "-->", "@octocat", "#12", "GH-3", "x/y#1",
    "https://evil.example/", "www.evil.example", "a@b.example", "![x](y)", "[a](b)", "\\", "$x$", "*", "_", " ", "- ",
    "<img src=x onerror=y>", "&lt;", "\u202e", "\u2028", "---", "\t", "[^1]", ":smile:", "\x00", "é",
]  # fmt: skip
values = st.lists(st.sampled_from(NASTY), min_size=1, max_size=8).map("".join)


def markdown(sections: list[Section], limit: int = sections_module.LIMIT) -> str:
    """Return a comment with these sections only."""
    return sections_module.as_markdown("shelf test", "Title", line("Lead."), sections, limit=limit)


@given(st.lists(values, min_size=2, max_size=20))
def test_a_value_is_a_code_span_and_nothing_else(given_values: list[str]) -> None:
    """Whatever a file holds, a CommonMark reader sees one literal code span for it: no HTML, no link, no new block."""
    lines = tuple(line("a: ", Value(one), " → ", Value(one), inner=bool(n % 2)) for n, one in enumerate(given_values))
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown([Section(title="Papers (1)", lines=lines)]))
    blocks = {token.type for token in tokens}
    assert blocks <= {
        "html_block", "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close",
        "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
    }  # fmt: skip
    assert {t.content.strip() for t in tokens if t.type == "html_block"} <= {
        "<!-- shelf test -->",
        "<details><summary><b>Papers (1)</b></summary>",
        "</details>",
    }
    inner = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    assert {child.type for child in inner} <= {"text", "code_inline", "strong_open", "strong_close"}
    assert "".join(child.content for child in inner if child.type == "text").replace("(empty)", "").count(" → ") == len(
        given_values
    )
    shown = [" ".join(child.content.split()) for child in inner if child.type == "code_inline"]
    assert shown == [
        " ".join(sections_module.printable(" ".join(v.split())).split())
        for v in given_values
        if v.split()
        for _ in "ab"
    ]


def test_what_nobody_sees_is_spelt_out() -> None:
    """A reviewer sees direction marks and control characters, in both forms."""
    lines = (line(Value("abc\u202edef\x1b[2J")),)
    for told in (
        markdown([Section(title="T", lines=lines)]),
        sections_module.as_text(line("Lead."), [Section(title="T", lines=lines)]),
    ):
        assert "abc\\u202edef\\x1b[2J" in told


def test_short_sections_stand_open_and_long_ones_are_folded() -> None:
    """A section of ten lines is folded under its heading, one of two is not."""
    few = Section(title="Few (2)", lines=(line("x"),) * 2)
    many = Section(title="Many (10)", lines=(line("x"),) * 10)
    told = markdown([few, many])
    assert "**Few (2)**" in told
    assert "<details><summary><b>Many (10)</b></summary>" in told
    assert told.count("</details>") == 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=9), st.integers(3_000, 20_000))
def test_a_comment_is_never_too_long(sizes: list[int], limit: int) -> None:
    """The limit always holds; a cut section says how many lines it lacks, and each fold is closed."""
    sections = [Section(title=f"S {n}", lines=(line("a ", Value("b" * 250)),) * size) for n, size in enumerate(sizes)]
    told = markdown(sections, limit)
    assert len(told) <= limit
    assert told.startswith("<!-- shelf test -->\n")
    assert told.count("<details>") == told.count("</details>")
    kept = told.count("- a ")
    lacking = sum(int(count) for count in re.findall(r"… and (\d+) more lines", told))
    assert kept + lacking == sum(sizes)


def test_short_sections_leave_their_room_to_long_ones() -> None:
    """One long section uses all the space that the others leave."""
    sections = [Section(title=f"S {n}", lines=(line("x"),)) for n in range(6)]
    sections.append(Section(title="Long", lines=(line("y" * 100),) * 1000))
    assert 59_000 < len(markdown(sections)) <= 60_000


def test_headings_are_escaped_in_html() -> None:
    """A heading inside HTML is escaped."""
    told = markdown([Section(title="a < b", lines=(line("x"),) * 10)])
    assert html.escape("a < b") in told
