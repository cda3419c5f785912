"""A simulated year: 200 pull requests by 20 writers, merged in random order into a bare repository with plain git."""

from __future__ import annotations

import hashlib
import random
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator import site
from generator.content import catalogue
from tests.cli import forking
from tests.site import invented
from tests.year import papers, writers
from tests.year.bare import Bare, Checkout
from tests.year.papers import PAPERS, key, paper
from tests.year.running import Became, Request, Start, Year
from tests.year.writers import put, replaced

SEEDS = (1, 2)  # of the merge orders
DISPUTED = {"edit one line", "question"}  # may conflict: one line; pairs in doubt, all in content/review.yml
LIVE = (b"<script>alert", b"<img src=x", b'="javascript:')  # from hostile titles that are merged


def begun(folder: Path) -> tuple[site.Settings, dict[str, bytes]]:
    """Create the project as it is on the first of January; return its settings and files."""
    settings = invented.project(folder)
    for path, text in papers.base().items():
        (folder / path).write_text(text, "utf-8")
    found = (path for path in folder.rglob("*") if path.is_file())
    return settings, {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def new_year(tmp_path: Path) -> Year:
    """A year before anything has happened."""
    bare = Bare(tmp_path / "bare.git", begun(tmp_path / "january")[1])
    return Year(bare=bare, folder=tmp_path / "year", draw=random.Random(1))


class First(random.Random):
    """A random source that always chooses the first value, so that writers start from the oldest main."""

    def choice(self, seq: Any) -> Any:
        """Return the first value."""
        return seq[0]


def unexpected(requests: list[Request], became: list[Became]) -> list[str]:
    """Return the requests that were not blocked, blocked at the wrong place, or blocked without a reason."""
    return [
        f"{request.kind}: {one.verdict}, {one.faults}, not {request.faults}"
        for request, one in zip(requests, became, strict=True)
        if one.faults != request.faults or (one.verdict == "stopped") != bool(request.faults)
    ]


def done_over(requests: list[Request], became: list[Became], why: str) -> Counter[str]:
    """Count the pull requests that had to be redone, by kind."""
    return Counter(request.kind for request, one in zip(requests, became, strict=True) if why in one.again)


def tree(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Return the files that are not the same."""
    return [name for name in sorted(one | other) if one.get(name) != other.get(name)]


def published(year: Year, project: Path) -> dict[str, str]:
    """Return the tree of the pages at the end of a year; leave the project of that day."""
    Checkout(year.bare, project).switch(year.mains[-1])
    settings = site.settings(project / "mkdocs.yml")
    shelf, problems = catalogue.inspect(settings.content)
    assert [problem for problem in problems if problem.severity == "error"] == []
    pages = project.with_name("pages")
    site.write(shelf, site.labels(shelf), settings, pages)
    return tree(pages)


def test_a_year_of_pull_requests(tmp_path: Path) -> None:
    """Only unavoidable changes conflict, each faulty one is reported, and every merge order gives the same site.

    Corrections of the same line conflict, and so do imports that leave pairs to a person. Sources with the same name and day
    would conflict too, but none are tested here. If one change renames a paper and another builds on it, git merges both, but
    check blocks the second, and its writer redoes it on the current main.
    """
    settings, files = begun(tmp_path / "january")
    requests = writers.requests(settings, random.Random(1))
    assert (len(requests), len({request.writer for request in requests})) == (200, 20)
    years = []
    conflicts: Counter[str] = Counter()
    clashes: Counter[str] = Counter()
    for seed in SEEDS:
        bare = Bare(tmp_path / f"{seed}.git", files)
        year = Year(bare=bare, folder=tmp_path / str(seed), draw=random.Random(seed))
        became = year.spend(requests)
        assert unexpected(requests, became) == []
        conflicts += done_over(requests, became, "conflict")
        clashes += done_over(requests, became, "check")
        years.append(year)
    assert set(conflicts) == DISPUTED
    assert set(clashes) == {"add", "rename"}
    assert years[0].mains[-1] != years[1].mains[-1]
    assert years[0].bare.tree(years[0].mains[-1]) == years[1].bare.tree(years[1].mains[-1])
    projects = [tmp_path / f"{seed}" / "december" for seed in SEEDS]
    pages, other = (published(year, project) for year, project in zip(years, projects, strict=True))
    assert len(pages) > 150
    assert differing(pages, other) == []
    done = forking.run("generator.cli", "build", cwd=projects[0], timeout=600)
    assert done.returncode == 0, done.stderr
    html = list((projects[0] / "site").rglob("*.html"))
    assert len(html) > 150
    assert [path for path in html if any(words in path.read_bytes() for words in LIVE)] == []


def test_a_conflict_would_be_seen(new_year: Year) -> None:
    """Two files with one name, and two changes to one line, are reported as conflicts: the year can fail."""
    first, second = (put(f"{PAPERS}/twin.yml", paper(number)) for number in (400, 401))
    requests = [Request(kind="add", change=change) for change in (first, second)]
    requests += [Request(kind="edit", change=replaced(0, "Journal of", name)) for name in ("Annals of", "Acta of")]
    bare, main = new_year.bare, new_year.mains[0]
    start = Start(folder=new_year.desk.folder, files=new_year.desk.switch(main))
    commits = [
        bare.commit(request.change(start), message="Change", branch=f"refs/heads/{number}", onto=main)
        for number, request in enumerate(requests)
    ]
    assert bare.merged(commits[0], commits[1]) is None
    assert bare.merged(commits[2], commits[3]) is None
    assert bare.merged(commits[0], commits[2])
    new_year.draw = First()
    assert done_over(requests[:2], new_year.spend(requests[:2]), "conflict") == {"add": 1}


def test_what_is_not_stopped_would_be_seen(new_year: Year) -> None:
    """A good change mistaken for a bad one, the reverse, and a fault at the wrong position are reported."""
    good = put(f"{PAPERS}/{key(400)}.yml", paper(400))
    path = f"{PAPERS}/{key(401)}.yml"
    bad = put(path, paper(401).replace("venue:", "vennue:"))
    requests = [
        Request(kind="bad", change=good, faults=(f"{path}:12:1: field.unknown",)),
        Request(kind="add", change=bad),
        Request(kind="bad", change=bad, faults=(f"{path}:12:2: field.unknown",)),
        Request(kind="bad", change=bad, faults=(f"{path}:12:1: field.unknown",)),
    ]
    became = new_year.spend(requests)
    assert [one.verdict for one in became] == ["merged", "stopped", "stopped", "stopped"]
    assert len(unexpected(requests, became)) == 3
    assert unexpected(requests[3:], became[3:]) == []


@pytest.mark.parametrize("name", ["..", ".git", "."])
def test_paths_outside_the_repository_are_refused(new_year: Year, name: str) -> None:
    """A repository that checks what it receives refuses a tree with such a path."""
    bare = new_year.bare
    writer = bare.folder.with_name("writer.git")
    bare.git("clone", "--quiet", "--bare", str(bare.folder), str(writer))
    blob = bare.git("hash-object", "-w", "--stdin", sent=b"title: Out\n", where=writer).decode().strip()
    raw = f"100644 {name}\0".encode() + bytes.fromhex(blob)
    hostile = bare.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", sent=raw, where=writer)
    asked = ("commit-tree", hostile.decode().strip(), "-p", new_year.mains[0], "-m", "Out")
    commit = bare.git(*asked, where=writer).decode().strip()
    bare.git("config", "receive.fsckObjects", "true")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        bare.git("push", "--quiet", str(bare.folder), f"{commit}:refs/heads/out", where=writer)
    assert b"fsck" in refused.value.stderr or b"unpack" in refused.value.stderr
    plain = bare.git("commit-tree", f"{new_year.mains[0]}^{{tree}}", "-p", new_year.mains[0], "-m", "In", where=writer)
    bare.git("push", "--quiet", str(bare.folder), f"{plain.decode().strip()}:refs/heads/in", where=writer)
