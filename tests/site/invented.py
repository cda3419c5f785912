"""A small shelf of invented papers, and a project on disk around it, for the tests of the site."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from generator import site
from generator.checks.notice import NOTICE
from generator.content import catalogue
from generator.model import (
    Catalogue,
    Identifiers,
    Ledger,
    LedgerRecord,
    Links,
    Node,
    Paper,
    ReadingPath,
    Result,
    Rule,
    Step,
    Taxonomy,
    Version,
)
from tests.cli import forking

REPOSITORY = Path(__file__).parents[2]

PAPERS = {
    "heron-1": Paper(
        title="HERON: Wading Through Shallow Text",
        aliases=("HERON", "Heron One"),
        authors=("Ada Marsh", "Bo Reed", "Cai Sedge"),
        date="2019-03-01",
        identifiers=Identifiers(arxiv="1903.00001", doi="10.1234/heron.1"),
        venue="Pond Workshop 2019",
        links=Links(code="https://example.org/heron", project="https://example.org/heron/page"),
        summary="Teaches a small model to skip what is shallow. It is the first of its line.",
        results=(
            Result(benchmark="PondQA", metric="F1", value=71.5, unit="%", setting="test split", note="one model"),
            Result(benchmark="Pages read", value=12000, unit="pages", kind="count"),
        ),
        topics=("reading",),
    ),
    "heron-2": Paper(
        title="HERON 2: Deeper Water",
        authors=tuple(f"Author Number{number}" for number in range(1, 46)),
        date="2020-07-15",
        identifiers=Identifiers(arxiv="2007.00002", doi="10.1234/ponds.34.5", openreview="abcDEF123_4"),
        venue="Journal of Ponds",
        published="2022-03",
        volume="34",
        number="5",
        pages="896-912",
        other_versions=(
            Version(venue="Preprints of Marshes", date="2020-07-20", doi="10.2139/ssrn.12345"),
            Version(venue="Pond Conference 2021", pages="7-12", doi="10.1234/pond.2021.7"),
        ),
        summary="The second model wades further and catches larger fish.",
        builds_on=("heron-1",),
        former_keys=("heron-two",),
    ),
    "heron-vast": Paper(
        title="HERON Vast Technical Report",
        author_count=438,
        identifiers=Identifiers(arxiv="2602.00003"),
        summary="A very large bird.",
        builds_on=("heron-2", "otter"),
        compared_with=("otter",),
        topics=("reading", "swimming"),
    ),
    "otter": Paper(
        title="Otters Swim: A Study & Its Limits",
        authors=("Ada Marsh", "Dee Brook"),
        identifiers=Identifiers(acl="2021.pond-main.7"),
        summary="Swimming in 100% of cases, with {braces} and back\\slashes.",
        results=(
            Result(benchmark="Pond-QA", metric="F1", value=80, unit="%", setting="test split"),
            Result(benchmark="Depth", metric="error", value=0.25, unit="m", better="lower"),
        ),
    ),
    "untitled-wading-birds": Paper(display="Untitled: wading birds in a row"),
}
TAXONOMY = Taxonomy(
    families={
        "heron": Node(name="Heron", description="Wading models. They share a stance.", rules=(Rule(words=("HERON",)),)),
        "heron-large": Node(
            name="Large herons", description="The large ones.", parents=("heron",), rules=(Rule(words=("HERON Vast",)),)
        ),
        "otter": Node(name="Otter", description="Swimming models.", rules=(Rule(words=("otters",)),)),
    },
    topics={
        "reading": Node(name="Reading", description="Models that read."),
        "swimming": Node(name="Swimming", description="Models that swim.", rules=(Rule(words=("swim", "swimming")),)),
        "flying": Node(name="Flying", description="Nobody flies yet."),
    },
)
PATHS = {
    "first-steps": ReadingPath(
        title="First steps into $O(n)$ water",
        audience="For tadpoles, and for frogs who have forgotten it all. Nothing is needed but legs.",
        steps=(
            Step(paper="heron-1", why="Stands where it is shallow."),
            Step(paper="otter", why="Swims: look at the feet, $2^n$ of them."),
            Step(paper="heron-vast", why="Only if you have a day to spare."),
        ),
    )
}
LEDGERS = {
    "2021-05-01-pond": Ledger(
        source="pond.txt",
        format="listing",
        date="2021-05-01",
        sha256="0" * 64,
        records=(
            LedgerRecord(
                line=3,
                paper="heron-1",
                title="Heron, wading",
                author_count=3,
                date="2019-03-02",
                upvotes=12,
                comments=0,
            ),
            LedgerRecord(line=9, paper="otter", title="Otters Swim", date="2021-04-30"),
        ),
    ),
    "2022-05-01-pond": Ledger(
        source="pond.txt",
        format="listing",
        date="2022-05-01",
        sha256="1" * 64,
        records=(
            LedgerRecord(line=3, paper="heron-1", title="Heron, wading", upvotes=40),
            LedgerRecord(line=7, paper="untitled-wading-birds"),
        ),
    ),
}


def shelf(root: Path) -> Catalogue:
    """Return the invented catalogue as if it had been loaded from ``root``."""
    return Catalogue(root=root, papers=dict(PAPERS), taxonomy=TAXONOMY, paths=dict(PATHS), ledgers=dict(LEDGERS))


def project(folder: Path, *, repo: str = "https://example.org/me/shelf") -> site.Settings:
    """Lay out a project as a fork has it: mkdocs.yml, overrides and content/ with the invented shelf; return its settings."""
    content = folder / "content"
    (content / "pages").mkdir(parents=True)
    (content / "pages" / "index.md").write_text(f"{NOTICE}\n\nBirds and *otters*, [about](about.md).\n", "utf-8")
    (content / "pages" / "about.md").write_text(
        "# About\n\nInvented. See the [families](families/index.md).\n", "utf-8"
    )
    shutil.copytree(REPOSITORY / "overrides", folder / "overrides")
    text = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    changed = text.replace("repo: ''", f"repo: {repo}", 1)
    (folder / "mkdocs.yml").write_text(changed, "utf-8")
    for key, paper in PAPERS.items():
        catalogue.save(content, {f"papers/{key}.yml": paper})
    catalogue.save(content, {"taxonomy.yml": TAXONOMY})
    catalogue.save(content, {f"paths/{key}.yml": path for key, path in PATHS.items()})
    for stem, ledger in LEDGERS.items():
        catalogue.save(content, {f"imports/{stem}.yml": ledger})
    return site.settings(folder / "mkdocs.yml")


def built(tree: Path) -> Path:
    """Build the site of a written tree with MkDocs; return its folder."""
    done = forking.run("mkdocs", "build", "--strict", "-f", "mkdocs.yml", cwd=tree, env=quiet())
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "site"


def quiet() -> dict[str, str]:
    """Return an environment in which the tools print no notices of their own."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
