"""The five real listings: every record as the facts have it. Skipped where one of the two is not there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.formats import Source, parse_all

SHARED = Path(__file__).resolve().parents[4] / "shared"
pytestmark = pytest.mark.skipif(
    not ((SHARED / "seeds").is_dir() and (SHARED / "facts/papers.yml").is_file()),
    reason="../shared/seeds or ../shared/facts is not there",
)
PRINTED = ("author_count", "date", "upvotes", "comments")


def sources() -> list[Source]:
    """Return the five documents by name."""
    return [
        Source(name=path.stem, text=path.read_text(encoding="utf-8"))
        for path in sorted((SHARED / "seeds").glob("*.txt"))
    ]


def titles(paper: dict[str, Any], seen: dict[str, Any]) -> list[str]:
    """Return the title as printed; the facts keep an earlier full title among the aliases."""
    if "title_printed" in seen:
        return [seen["title_printed"]]
    return [paper["title"], *(alias for alias in paper.get("aliases", ()) if len(alias.split()) > 5)]


def facts() -> dict[tuple[str, int], dict[str, Any]]:
    """Return the expected records: (document, position) → printed facts and titles."""
    papers = yaml.safe_load((SHARED / "facts/papers.yml").read_text(encoding="utf-8"))
    return {
        (seen["doc"], seen["position"]): {"titles": titles(paper, seen), **seen}
        for paper in papers
        for seen in paper["seen_in"]
    }


def test_all_at_once() -> None:
    """57 records, each with its title and numbers as printed, and no problem."""
    parsed = parse_all(sources())
    assert parsed.formats == ("listing", "listing", "listing", "listing-lines", "abstracts")
    assert parsed.problems == ()
    assert len(parsed.records) == 57
    known = facts()
    position: Counter[str] = Counter()
    for record in parsed.records:
        position[record.source] += 1
        fact = known[record.source, position[record.source]]
        assert record.title in ([""] if record.source == "004" else fact["titles"])
        assert {key: getattr(record, key) for key in PRINTED} == {key: fact.get(key) for key in PRINTED}


@pytest.mark.parametrize("source", sources() if (SHARED / "seeds").is_dir() else [], ids=lambda source: source.name)
def test_each_alone(source) -> None:
    """Runs are split correctly even without the other documents."""
    whole = [record for record in parse_all(sources()).records if record.source == source.name]
    assert list(parse_all([source]).records) == whole


def test_abstracts_are_whole() -> None:
    """The text between title and footer is the abstract, word for word; links end where they should."""
    texts = {source.name: source.text.split("\n") for source in sources()}
    for record in parse_all(sources()).records:
        lines = texts[record.source]
        line = next(text for text in lines[record.line - 1 :] if record.abstract[-60:] in text)
        assert record.abstract[:60] in line
        before, _, after = line.partition(record.abstract)
        assert not after or after.split()[1].startswith("author")
        assert before.removeprefix("Abstract:") == "" or before.rstrip().endswith(record.title)
        assert all(link[-1] not in ".,)" for link in record.links)
        assert len(record.links) == len({*record.links}) == line.count("http")
