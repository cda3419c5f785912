"""Times each stage of a build, next to a stock MkDocs + Material site with the same number of pages and the same text.

``python -m benchmarks.build --papers 50 1000 5000``. The catalogue is generated from a seed. ``whole`` is a complete
``mkdocs build``; ``mkdocs`` is its time without our stages, which are timed separately. Both sites are built one after the
other in the same run, so the ratio does not depend on the machine. Seconds are CPU time, so other load hardly matters.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator import site
from generator.content import catalogue
from generator.model import Basis, Identifiers, Name, Node, Paper, Result, Rule, Taxonomy
from generator.site.views import arrangement, contribute, related
from generator.site.views.nodes import node_view
from generator.site.views.paper_page import paper_view

ROOT = Path(__file__).resolve().parent.parent
SUBJECTS = [
    "otters",
    "tides",
    "kelp",
    "harbours",
    "gulls",
    "currents",
    "plankton",
    "reefs",
    "storms",
    "lagoons",
    "ferries",
    "salt",
    "nets",
    "lamps",
    "sand",
    "pilots",
]
VERBS = [
    "counting",
    "mapping",
    "predicting",
    "translating",
    "compressing",
    "retrieving",
    "ranking",
    "drawing",
    "simulating",
    "explaining",
]
METHODS = [
    "sparse attention",
    "graph networks",
    "diffusion",
    "retrieval",
    "distillation",
    "contrastive learning",
    "quantization",
    "prompting",
]
STOCK = """site_name: Stock
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
validation: {nav: {omitted_files: ignore}}
"""


def paper(dice: random.Random, number: int, keys: list[str]) -> Paper:
    """Return an invented paper; about a third build on earlier ones."""
    subject, verb, method = dice.choice(SUBJECTS), dice.choice(VERBS), dice.choice(METHODS)
    sentences = [
        f"A study of {verb} {dice.choice(SUBJECTS)} near {dice.choice(SUBJECTS)} with {dice.choice(METHODS)}, on"
        f" {dice.randrange(2, 900)} {dice.choice(SUBJECTS)} and {dice.randrange(2, 90)} seasons of notes."
        for _ in range(3)
    ]
    year = dice.randrange(2012, 2026)
    return Paper(
        title=f"{subject.title()}{number}: {verb.title()} {dice.choice(SUBJECTS)} by {method}",
        aliases=(f"{subject.title()} {number}",),
        authors=tuple(
            Name(given=dice.choice(SUBJECTS).title(), family=dice.choice(VERBS).title())
            for _ in range(dice.randrange(2, 9))
        ),
        date=f"{year}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}",
        identifiers=Identifiers(doi=f"10.5555/shelf.{number}"),
        venue=f"{dice.choice(METHODS).split()[0].upper()[:5]} {year}",
        summary=" ".join(sentences),
        results=(Result(benchmark=f"{subject.title()}Bench", value=round(dice.uniform(1, 99), 1), unit="%"),),
        builds_on=tuple(Basis(paper=key) for key in sorted(set(dice.sample(keys, 2))))
        if len(keys) > 5 and dice.random() < 0.3
        else (),
    )


def write_content(folder: Path, count: int) -> None:
    """Write a content folder of ``count`` papers in 16 families and 18 topics."""
    dice = random.Random(7)
    keys: list[str] = []
    for number in range(count):
        key = f"paper-{number}"
        catalogue.save(folder, {f"papers/{key}.yml": paper(dice, number, keys)})
        keys.append(key)
    catalogue.save(folder, {"taxonomy.yml": taxonomy()})


def taxonomy() -> Taxonomy:
    """Return 16 families and 18 topics with rules."""

    def nodes(words: list[str], within: tuple[str, ...]) -> dict[str, Node]:
        return {
            word.replace(" ", "-"): Node(
                name=word.title(),
                description=f"Papers about {word}.",
                rules=(Rule.model_validate({"words": (word,), "within": within}),),
            )
            for word in words
        }

    return Taxonomy(families=nodes(SUBJECTS, ("title",)), topics=nodes([*VERBS, *METHODS], ("title", "summary")))


class Stages:
    """Seconds by stage, in the order in which they ran."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Time the body of the ``with`` statement."""
        start = time.process_time()
        yield
        self.seconds[name] = time.process_time() - start


def own_stages(config: Path, out: Path, stages: Stages) -> int:
    """Run our stages in this process; return the number of pages. ``pages`` is site.write without the views."""
    settings = site.settings(config)
    with stages.timed("load"):
        shelf, problems = catalogue.inspect(settings.content)
    assert not [problem for problem in problems if problem.severity == "error"], problems[:3]
    with stages.timed("classify"):
        labels = site.labels(shelf)
    with stages.timed("views"):
        arranged = arrangement.arrange(shelf, labels)
        neighbours = related.related(arranged)
        repository = contribute.repository(settings, settings.content)
        for key in arranged.keys:
            paper_view(arranged, key, neighbours, repository)
        for kind in arranged.trees:
            for node in arranged.trees[kind].nodes:
                node_view(arranged, kind, node, repository)
    with stages.timed("pages"):
        written = site.write(shelf, labels, settings, out)
    stages.seconds["pages"] -= stages.seconds["views"]
    return written.pages


def stock_tree(ours: Path, out: Path) -> None:
    """Write the text of each of our pages as plain Markdown, as in a stock MkDocs site."""
    for page in sorted((ours / "docs").rglob("*.md")):
        head, _, body = page.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        title = json.loads(
            next((row.removeprefix("title: ") for row in head.split("\n") if row.startswith("title: ")), '"About"')
        )
        rows = [
            html.unescape(re.sub(r"<[^>]*>", " ", row)) for row in re.sub(r"(?s)<svg.*?</svg>", "", body).split("\n")
        ]
        text = "\n\n".join(
            re.sub(r"([\\`*_{}\[\]<>#+|~])", r"\\\1", " ".join(row.split())) for row in rows if row.strip()
        )
        target = out / "docs" / page.relative_to(ours / "docs")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"# {html.unescape(title)}\n\n{text}\n", encoding="utf-8")
    (out / "mkdocs.yml").write_text(STOCK, encoding="utf-8")


def build(config: Path) -> tuple[float, float]:
    """Build a tree in its own process; return its seconds and peak memory in MB."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    child = subprocess.Popen(command, env={"NO_MKDOCS_2_WARNING": "1"} | os.environ)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"mkdocs failed on {config}"
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def page_bytes(folder: Path) -> tuple[int, int]:
    """Return the number of HTML pages of a built site and their average size in bytes."""
    sizes = [page.stat().st_size for page in folder.rglob("index.html")]
    return len(sizes), sum(sizes) // max(len(sizes), 1)


def measure(count: int) -> None:
    """Build one catalogue both ways and print its table."""
    with tempfile.TemporaryDirectory(prefix="shelf-bench-") as name:
        folder = Path(name)
        write_content(folder / "content", count)
        (folder / "content/pages").mkdir()
        (folder / "content/pages/about.md").write_text("# About\n\nA made-up shelf.\n", encoding="utf-8")
        config = folder / "mkdocs.yml"
        config.write_bytes((ROOT / "mkdocs.yml").read_bytes())
        (folder / "overrides").symlink_to(ROOT / "overrides")
        stages = Stages()
        pages = own_stages(config, folder / "ours", stages)
        own_memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        total, memory = build(config)
        stages.seconds["mkdocs"] = total - sum(stages.seconds.values())
        stock_tree(folder / "ours", folder / "stock")
        stock_seconds, stock_memory = build(folder / "stock/mkdocs.yml")
        print(f"\n{count} papers, {pages} pages\n{'stage':10}{'seconds':>10}{'ms/paper':>10}")
        for stage, seconds in [*stages.seconds.items(), ("whole", total), ("stock", stock_seconds)]:
            print(f"{stage:10}{seconds:10.2f}{seconds / count * 1000:10.3f}")
        print(f"ratio to the stock site: {total / stock_seconds:.2f}")
        print(
            f"peak memory: our stages alone {own_memory:.0f} MB, whole build {memory:.0f} MB, stock {stock_memory:.0f} MB"
        )
        for kind, built in (("ours", folder / "site"), ("stock", folder / "stock/site")):
            number, size = page_bytes(built)
            print(f"{kind}: {number} HTML pages of {size:,} bytes on average")


def main() -> None:
    """Read the sizes and measure each."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, nargs="+", default=[50, 1000, 5000], metavar="N")
    for count in arguments.parse_args().papers:
        measure(count)


if __name__ == "__main__":
    main()
