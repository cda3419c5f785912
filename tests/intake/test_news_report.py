"""The report of news: what changed and why, what is left to a person, never longer than a pull request may be."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.markdown import MarkdownIt  # markdown-it, which rich brings

from generator import yaml_files
from generator.intake.news_items import LeftOut, News
from generator.intake.news_report import SHOWN, as_markdown, as_text
from generator.model import Paper

LONGEST = 60_000


def news(field: str = "venue", **facts: Any) -> News:
    """One finding of Crossref, which is written."""
    told = {"key": "limpetnet", "title": "LimpetNet", "kind": "published", "after": "Tide Letters", "written": True}
    told |= {"sources": ("Crossref",), "url": "https://doi.org/10.5555/a(1)"}
    return News(field=field, **told | facts)


def html(text: str) -> str:
    """The Markdown as GitHub renders it, near enough."""
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_one_row_for_each_paper_and_kind():
    """All fields of a publication are in one row, with a link to each source that says more than those before."""
    items = [
        news("venue", sources=("Crossref", "OpenAlex")),
        news("pages", after="1-9"),
        news(
            "status",
            kind="status",
            after="retracted (2030)",
            sources=("Retraction Watch",),
            url="https://shore.example/n",
        ),
    ]
    shown = html(as_markdown(items, (), "content"))
    assert shown.count("<tr>") == 3
    assert "venue: <code>Tide Letters</code><br>pages: <code>1-9</code>" in shown
    assert shown.count('<a href="https://doi.org/10.5555/a(1)">Crossref, OpenAlex</a>') == 1
    assert '<a href="https://shore.example/n">Retraction Watch</a>' in shown
    assert "3 findings about 1 paper<" in shown


def test_a_proposal_has_the_lines_to_paste():
    """They are valid YAML of a paper's file, even where a value looks like something else."""
    items = [
        news("published", kind="proposal", after="2021-07-05", before="2021", written=False),
        news("identifiers.doi", kind="proposal", after="10.5555/x```y", written=False),
        news("venue", kind="proposal", after="yes: ``` @everyone", written=False),
    ]
    text = as_markdown(items, (), "content")
    shown = html(text)
    block = shown.partition('<code class="language-yaml">')[2].partition("</code>")[0]
    lines = block.replace("&quot;", '"')
    paper, problems = yaml_files.parse("x.yml", lines, Paper)
    assert problems == []
    assert paper
    assert (paper.published, paper.venue) == ("2021-07-05", "yes: ``` @everyone")
    assert "<code>content/papers/limpetnet.yml</code>" in shown
    assert "3 to decide" in shown


def test_a_contradiction_names_both_sides():
    """It is in a part of its own, and nothing is called written."""
    one = news("status", kind="contradiction", after="retracted (Crossref); not so (OpenAlex)", written=False)
    text = as_markdown([one], (), "content")
    assert "**Contradictions**" in text
    assert "not so (OpenAlex)" in text
    assert "**Written**" not in text


def test_no_news_says_so():
    """With what was left out."""
    text = as_markdown([], [LeftOut(what="Crossref", count=7, why="Crossref is busy")], "content")
    assert text.startswith("No news.\n")
    assert "`Crossref` (7): `Crossref is busy`" in text
    assert as_markdown([], (), "content") == "No news.\n"


def test_it_is_cut_where_a_pull_request_would_refuse_it():
    """Thousands of findings with long values: the first ones, and how many more there are."""
    items = [news(key=f"paper-{number}", after="x" * 290, title="T" * 290) for number in range(2_000)]
    items += [news(key=f"paper-{number}", kind="proposal", written=False, after="y" * 290) for number in range(2_000)]
    items += [news(key=f"p-{number}", kind="contradiction", written=False, after="z" * 290) for number in range(2_000)]
    text = as_markdown(items, [LeftOut(what="w" * 90, count=1, why="v" * 900)] * 500, "content")
    assert len(text) < LONGEST
    assert text.count("… and ") == 4
    assert len(as_text(items, ()).splitlines()) == SHOWN + 2


@pytest.mark.parametrize(
    "value",
    [
        "@everyone",
        "#1",
        "GH-1",
        "<img src=x onerror=alert(1)>",
        "![x](http://evil.example/x.png)",
        "a|b`c`|d",
        "```",
        "\x1b[31m\u202e",
    ],
)
def test_values_stay_text(value: str):
    """Whatever a service says, no page of GitHub is mentioned, nothing is loaded, and the table keeps its columns."""
    one = news(after=value, before=value, title=value, sources=(value,), url=f"https://shore.example/{value}")
    rest = [LeftOut(what=value, count=1, why=value)]
    texts = [
        as_markdown([each], rest, "content") for each in (one, news(kind="contradiction", after=value, written=False))
    ]
    for text in texts:
        shown = html(text)
        assert "<img" not in shown
        assert "\x1b" not in text
        assert "\u202e" not in text
        outside = re.sub(r"<code>.*?</code>|<[^>]*>", "", shown, flags=re.DOTALL)
        assert not any(mark in outside for mark in ("@everyone", "#1", "GH-1", "|"))
    assert html(texts[0]).count("<td>") == 4


@pytest.mark.parametrize("page", ["issues/7", "pull/7", "commit/abc", "discussions/7"])
def test_no_page_of_github_is_told_that_it_is_mentioned(page: str):
    """An address of an issue is shown, not linked."""
    text = as_markdown([news(url=f"https://github.com/marsh/limpetnet/{page}")], (), "content")
    assert f"`https://github.com/marsh/limpetnet/{page}`" in text
    assert "](<" not in text
