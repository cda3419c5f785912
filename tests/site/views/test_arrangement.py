"""The arrangement: what an earlier shelf is used for does not show; a page of a list needs no other."""

import random
from dataclasses import fields, replace

import pytest

from generator import site
from generator.model import (
    Basis,
    Catalogue,
    Comparison,
    Identifiers,
    Ledger,
    LedgerRecord,
    Name,
    Node,
    Paper,
    Result,
    Rule,
    Taxonomy,
)
from generator.site.views import authors, news, nodes, paging, venue_pages, years
from generator.site.views.arrangement import arrange
from generator.site.views.related import related

KEYS = [f"paper-{number}" for number in range(30)]
NAMES = [
    *(Name(given=given, family=family) for given in ("Ada", "A.", "Bo") for family in ("Marsh", "Reed")),
    Name(given="Ada", family="Marsh", orcid="0000-0000-0000-0001"),
    Name(given="A.", family="Marsh", orcid="0000-0000-0000-0002"),
    Name(given="Ada", family="Sedge", also=("Ada Reed",)),
    Name(literal="The Pond Group"),
]
WORDS = ["heron", "otter", "pond", "reed", "tide"]


def paper(dice: random.Random) -> Paper:
    """Return an invented paper that shares authors, labels, venues and results with others."""
    return Paper(
        title=" ".join(dice.sample(WORDS, 2)),
        authors=tuple(dice.choices(NAMES, k=dice.randrange(4))),
        date=dice.choice((None, "2019", "2020-05", "2021-03-04", f"20{dice.randrange(10, 30)}")),
        venue=dice.choice((None, "Ponds 2020", "ponds 2021", "Tides")),
        identifiers=Identifiers(arxiv=dice.choice((None, "2107.00001"))),
        topics=tuple(dice.sample(("pond", "gone"), dice.randrange(2))),
        builds_on=tuple(Basis(paper=key) for key in dice.sample([*KEYS, "old-name"], dice.randrange(3))),
        compared_with=tuple(Comparison(paper=key) for key in dice.sample(KEYS, dice.randrange(2))),
        results=tuple(
            Result(benchmark=name, value=dice.randrange(9)) for name in dice.sample(WORDS, dice.randrange(3))
        ),
        former_keys=tuple(dice.choices(("old-name",), k=dice.random() < 0.1)),
    )


def ledger(dice: random.Random, name: str) -> Ledger:
    """Return an invented source of a few papers, one of which the shelf may not have."""
    records = tuple(
        LedgerRecord(line=number, paper=dice.choice([*KEYS, None]), title="T", date=dice.choice((None, "2018-01-01")))
        for number in range(1, 6)
    )
    return Ledger(source=f"{name}.bib", format="bibtex", date="2026-01-01", sha256="0" * 64, records=records)


def taxonomy(dice: random.Random) -> Taxonomy:
    """Return an invented taxonomy in which some nodes have parents."""
    names = tuple(dice.sample(WORDS, 4))
    found = [
        {
            name: Node(name=name.title(), description="D.", rules=(Rule(words=(name,)),), parents=above)
            for name, above in zip(names, [(), (), names[:1], names[1:2]], strict=True)
        }
        for _ in range(2)
    ]
    return Taxonomy(families=found[0], topics=found[1])


def edited(catalogue: Catalogue, dice: random.Random) -> Catalogue:
    """Return the catalogue after one edit; all that did not change is the same object."""
    papers, ledgers, key = dict(catalogue.papers), dict(catalogue.ledgers), dice.choice(KEYS)
    change = dice.randrange(8)
    if change == 0:
        papers.pop(key, None)
    elif change == 1:
        papers[key] = paper(dice)
    elif change == 2:
        ledgers.pop(dice.choice("abc"), None)
    elif change == 3:
        name = dice.choice("abc")
        ledgers[name] = ledger(dice, name)
    elif change == 4:
        return replace(catalogue, taxonomy=taxonomy(dice))
    elif key in papers:
        other = paper(dice)
        part = dice.choice(("title", "authors", "date", "venue", "builds_on", "results", "topics", "former_keys"))
        papers[key] = papers[key].model_copy(update={part: getattr(other, part)})
    return replace(catalogue, papers=dict(sorted(papers.items())), ledgers=dict(sorted(ledgers.items())))


@pytest.mark.parametrize("seed", range(12))
def test_an_earlier_shelf_changes_nothing(tmp_path, seed):
    """After each of many edits, the shelf made with the one before it is that made from nothing, and so are related papers."""
    dice = random.Random(seed)
    catalogue = Catalogue(root=tmp_path, papers={key: paper(dice) for key in KEYS[:20]}, taxonomy=taxonomy(dice))
    shelf = arrange(catalogue, site.labels(catalogue))
    for _ in range(40):
        catalogue = edited(catalogue, dice)
        labels = site.labels(catalogue)
        assert site.labels(catalogue, shelf) == labels
        shelf, fresh = arrange(catalogue, site.labels(catalogue, shelf), shelf), arrange(catalogue, labels)
        for field in fields(fresh):
            if field.name != "trees":  # which are made from the taxonomy alone
                assert getattr(shelf, field.name) == getattr(fresh, field.name), field.name
        assert list(shelf.cards) == list(fresh.cards)
        assert dict(related(shelf)) == dict(related(fresh))


def test_what_did_not_change_is_taken_over(tmp_path):
    """An edited summary makes one card anew, and neither the people nor the venues nor the leaderboards."""
    dice = random.Random(1)
    catalogue = Catalogue(root=tmp_path, papers={key: paper(dice) for key in KEYS}, taxonomy=taxonomy(dice))
    before = arrange(catalogue, site.labels(catalogue))
    edit = catalogue.papers[KEYS[3]].model_copy(update={"summary": "New."})
    catalogue = replace(catalogue, papers={**catalogue.papers, KEYS[3]: edit})
    shelf = arrange(catalogue, site.labels(catalogue, before), before)
    assert [key for key in shelf.keys if shelf.cards[key] is not before.cards[key]] == [KEYS[3]]
    for name in ("people", "venues", "boards", "members", "trees"):
        assert getattr(shelf, name) is getattr(before, name), name


def test_a_page_of_a_list_is_made_without_the_others(tmp_path):
    """Each family of lists names the paths of its pages, and makes the view of any of them, equal to the one in the row."""
    dice = random.Random(2)
    papers = {f"paper-{number}": paper(dice) for number in range(450)}
    catalogue = Catalogue(root=tmp_path, papers=papers, taxonomy=taxonomy(dice))
    shelf = arrange(catalogue, site.labels(catalogue))
    arrivals = news.arrivals(shelf)
    rows = [
        (years.year_lists(shelf), years.year_views(shelf), lambda path: years.year_view(shelf, path)),
        (authors.author_lists(shelf), authors.author_views(shelf), lambda path: authors.author_view(shelf, path)),
        (
            venue_pages.venue_lists(shelf),
            venue_pages.venue_views(shelf),
            lambda path: venue_pages.venue_view(shelf, path),
        ),
        (
            news.month_lists(shelf, arrivals),
            news.month_views(shelf, arrivals),
            lambda path: news.month_view(shelf, arrivals, path),
        ),
    ]
    for lists, views, view in rows:
        every = [page for whole in views for page in paging.pages(whole)]
        assert [page for path in lists for page in paging.pages(view(path))] == every
    counts = {path: count for kind in shelf.trees for path, count in nodes.node_lists(shelf, kind).items()}
    assert counts == {f"{kind}/{node}": len(members) for (kind, node), members in shelf.members.items()}
