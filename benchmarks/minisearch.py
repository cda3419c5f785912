"""MiniSearch in the browser over the texts of a shelf, all in one index: as it comes, and with a sensible tuning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playwright.sync_api import Browser, Page

from benchmarks import packages
from generator.site.views.arrangement import Shelf
from generator.text import identifiers

FIELDS = ("title", "aliases", "id", "label", "author", "venue", "year", "keyword", "benchmark", "summary")
SETUP = """
window.make = fields => new MiniSearch({ fields, idField: "key" });
const plain = term => term.normalize("NFKD").replace(/[\\u0300-\\u036f]/g, "").toLowerCase();
window.tuned = (fields, index) => {
  const options = { fields, idField: "key", storeFields: ["title"], processTerm: plain, searchOptions: {
    boost: { title: 4, aliases: 4, id: 4, label: 2, author: 2, keyword: 2, venue: 1.5 },
    fuzzy: term => term.length > 4 ? 0.2 : false,
    prefix: (term, at, terms) => at === terms.length - 1 && term.length > 1,
  } };
  return index ? MiniSearch.loadJSONAsync(index, options) : new MiniSearch(options);
};
"""


def texts(shelf: Shelf) -> list[dict[str, str]]:
    """Return the texts of each paper by field."""
    papers, labels = shelf.catalogue.papers, shelf.labels
    return [
        {
            "key": key,
            "title": papers[key].title or "",
            "aliases": " ; ".join(papers[key].aliases),
            "id": " ".join([key, *(text for _, _, text in identifiers.addresses(papers[key].identifiers))]),
            "label": " ; ".join(shelf.nodes(label.kind)[label.node].name for label in labels[key]),
            "author": " ; ".join(map(str, papers[key].authors)),
            "venue": papers[key].venue or "",
            "year": shelf.cards[key].when.iso[:4],
            "keyword": " ; ".join(papers[key].keywords),
            "benchmark": " ; ".join(one.benchmark for one in papers[key].results),
            "summary": papers[key].summary or "",
        }
        for key in shelf.keys
    ]


def page(browser: Browser, documents: Sequence[Mapping[str, str]]) -> Page:
    """Return a page with both engines: ``engines.default`` and ``engines.tuned``."""
    page = browser.new_page()
    page.add_script_tag(content=packages.minisearch())
    page.add_script_tag(content=SETUP)
    page.evaluate(
        """([fields, documents]) => {
          window.engines = { default: make(fields), tuned: tuned(fields) };
          Object.values(engines).forEach(engine => engine.addAll(documents));
        }""",
        [FIELDS, documents],
    )
    return page


def found(page: Page, tuning: str, query: str, limit: int) -> list[str]:
    """Return the keys of the first papers."""
    keys: list[str] = page.evaluate(
        "([tuning, query, limit]) => engines[tuning].search(query).slice(0, limit).map(found => found.id)",
        [tuning, query, limit],
    )
    return keys
