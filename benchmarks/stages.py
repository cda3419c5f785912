"""Times the stages of a build one after the other, in one process: ``python -m benchmarks.stages MKDOCS_YML``.

It prints a JSON object: CPU seconds by stage. Nothing is kept from earlier runs, and nothing is written.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from benchmarks.processes import timed
from generator import site
from generator.content import catalogue
from generator.matching.merge import citation
from generator.site import metadata, renderer
from generator.site.exports import api, bibliographies, facts, feeds, holdings, markdown
from generator.site.renderer import Page
from generator.site.search import index
from generator.site.views import arrangement, contribute, news
from generator.site.views.citations import citations
from generator.site.views.nodes import node_view
from generator.site.views.paper_page import paper_view
from generator.site.views.related import related


def measure(config: Path) -> dict[str, float]:
    """Return the CPU seconds of each stage."""
    seconds: dict[str, float] = {}
    settings = site.settings(config)
    with timed(seconds, "load and check"):
        shelf, problems = catalogue.inspect(settings.content)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise SystemExit(str(errors[0]))
    with timed(seconds, "labels"):
        labels = site.labels(shelf)
    with timed(seconds, "arrange"):
        arranged = arrangement.arrange(shelf, labels)
    with timed(seconds, "related papers"):
        near = related(arranged)
        for key in arranged.keys:
            near[key]
    with timed(seconds, "arrivals"):
        arrivals = news.arrivals(arranged)
    with timed(seconds, "records to cite"):
        records = {key: citation(key, shelf.papers[key]) for key in arranged.keys}
    with timed(seconds, "search data"):
        _spend(index.scripts(arranged, arrivals))
    with timed(seconds, "bibliographies"):
        _spend(bibliographies.files(arranged, records))
    with timed(seconds, "API"):
        _spend(api.files(arranged, near, arrivals, settings))
    with timed(seconds, "Markdown twins"):
        _spend(markdown.files(arranged, near, arrivals, records, settings))
    with timed(seconds, "other exports"):
        _spend(facts.files(arranged))
        _spend(holdings.files(arranged))
        _spend(feeds.files(arranged, arrivals, settings))
    repository = contribute.repository(settings, shelf.root)
    with timed(seconds, "views of lists"):
        for kind in arranged.trees:
            for node in arranged.trees[kind].nodes:
                node_view(arranged, kind, node, repository)
    with timed(seconds, "citations"):
        for key in arranged.keys:
            citations(records[key])
    for key in arranged.keys:
        with timed(seconds, "views of papers"):  # with the citations that were just made
            view = paper_view(arranged, key, near, repository)
        with timed(seconds, "metadata"):
            metadata.of_paper(arranged, key, records[key], near[key], settings)
        with timed(seconds, "templates of papers"):
            renderer.render(Page(path=view.card.path, view=view, title=view.card.title))
    return seconds


def _spend(files: Iterable[object]) -> None:
    """Run through an iterable and keep nothing of it."""
    deque(files, maxlen=0)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
