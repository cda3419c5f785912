"""A shelf on disk to measure: written and committed as a curator has it, then edited as a curator would."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import copytree

from benchmarks import ROOT
from generator.content import catalogue
from generator.content.catalogue import Thing
from generator.model import Catalogue, Rule

BUILT = ("site", ".cache", "dist")
BIB = """@article{{bench{number},
  title = {{A Census of Pebblewort on {number} Islands}},
  author = {{Quill, Ada and Reed, Bo}},
  journal = {{Letters on Pebbles}},
  year = {{2024}},
  doi = {{10.5555/pebblewort.{number}}},
}}
"""


def write(shelf: Catalogue, folder: Path) -> None:
    """Write a shelf with the configuration and the theme of this project, and commit it."""
    content = folder / "content"
    things: dict[str, Thing] = {f"papers/{key}.yml": paper for key, paper in shelf.papers.items()}
    things["taxonomy.yml"] = shelf.taxonomy
    (content / "papers").mkdir(parents=True)
    (content / "pages").mkdir()
    for change in catalogue.changes(Catalogue(root=content), things):
        (content / change.path).write_text(change.after, encoding="utf-8")
    (content / "pages" / "about.md").write_text("# About\n\nA shelf to measure.\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_bytes((ROOT / "mkdocs.yml").read_bytes())
    copytree(ROOT / "overrides", folder / "overrides")
    (folder / ".gitignore").write_bytes((ROOT / ".gitignore").read_bytes())
    git(folder, "init", "--quiet")
    commit(folder, "Begin")


def git(folder: Path, *arguments: str) -> None:
    """Run git quietly, whoever runs it."""
    who = ("-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def commit(folder: Path, subject: str) -> None:
    """Commit all files."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", subject)


def edit_summary(folder: Path, shelf: Catalogue, word: str) -> str:
    """Put a word at the beginning of one paper's summary; return the paper's key."""
    keys = sorted(shelf.papers)
    key = keys[len(keys) // 2]
    paper = shelf.papers[key]
    edited = paper.model_copy(update={"summary": f"{word.title()} is new here. {paper.summary or ''}".strip()})
    catalogue.save(folder / "content", {f"papers/{key}.yml": edited})
    return key


def edit_rule(folder: Path, shelf: Catalogue) -> None:
    """Give the first topic the words of the last one as well, so that many papers get a further label."""
    topics = dict(shelf.taxonomy.topics)
    first, *_, last = topics
    rules = (*topics[first].rules, Rule(words=topics[last].rules[0].words))
    topics[first] = topics[first].model_copy(update={"rules": rules})
    catalogue.save(folder / "content", {"taxonomy.yml": shelf.taxonomy.model_copy(update={"topics": topics})})


def source(folder: Path, number: int) -> Path:
    """Write a source with one record of a paper that the shelf does not have."""
    path = folder / f"pebbles-{number}.bib"
    path.write_text(BIB.format(number=number), encoding="utf-8")
    return path
