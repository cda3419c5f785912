"""benchmarks.build: costs count child processes, shelves are whole, each table says what was measured and what was not."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import figures, live_edits, processes, projects, shelves, stock, weight
from benchmarks.figures import Figures
from benchmarks.processes import Cost, FailedError
from generator.content import catalogue
from generator.taxonomy import rules

ROOT = Path(__file__).resolve().parents[2]
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="needs wait4 and sessions")
GIT = pytest.mark.skipif(not shutil.which("git"), reason="needs git")
FRAME = (
    "<html><head><title>T</title></head><body><nav>N</nav><article class=a>{}</article><footer>F</footer></body></html>"
)
PARENT = """
import subprocess, sys
subprocess.run([sys.executable, "-c", "import time\\nheld = b'x' * 90_000_000\\nwhile time.process_time() < .3: pass"])
"""
SERVER = """
import http.server, pathlib, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        texts = b"".join(path.read_bytes() for path in pathlib.Path("content/papers").iterdir())
        key = pathlib.Path(self.path).name
        body = pathlib.Path(f"content/papers/{key}.yml").read_bytes() if self.path.startswith("/papers/") else texts
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)
host, port = sys.argv[-1].split(":")
http.server.HTTPServer((host, int(port)), Handler).serve_forever()
"""


@UNIX
def test_a_cost_includes_child_processes(tmp_path: Path) -> None:
    """CPU time and the largest process are those of the whole family, though the parent itself does nothing."""
    cost = processes.run([sys.executable, "-c", PARENT], tmp_path)
    assert cost.cpu >= 0.3
    assert cost.wall > 0
    assert cost.largest > 85


@UNIX
def test_a_failed_command_is_quoted(tmp_path: Path) -> None:
    """What a command printed last is in the message."""
    with pytest.raises(FailedError, match="no wind today"):
        processes.run([sys.executable, "-c", "raise SystemExit('no wind today')"], tmp_path)
    with pytest.raises(FailedError, match="no wind today"):
        processes.output([sys.executable, "-c", "raise SystemExit('no wind today')"], tmp_path)


@UNIX
def test_an_interrupted_command_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends the command with its children, which are in another session."""

    def interrupted(number: int, _: int) -> None:
        raise KeyboardInterrupt(number)

    monkeypatch.setattr(os, "wait4", interrupted)
    with pytest.raises(KeyboardInterrupt) as caught:
        processes.run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path)
    with pytest.raises(ProcessLookupError):
        os.kill(caught.value.args[0], 0)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").is_file(), reason="needs /proc")
def test_memory_of_a_session_is_sampled() -> None:
    """A session's processes are found, with their share of the memory and their CPU time."""
    child = processes.started([sys.executable, "-c", "x = b'x' * 90_000_000; import time; time.sleep(60)"], ROOT)
    try:
        sampler = processes.Sampler(child.pid)
        while sampler.together < 90 and child.poll() is None:
            os.sched_yield()
        sampler.stop()
        assert sampler.largest >= sampler.together > 85
        assert child.pid in processes.members(child.pid)
        assert processes.cpu(child.pid) >= 0
    finally:
        child.kill()
        child.wait()


def test_the_cheapest_of_short_runs_counts() -> None:
    """What is quick is measured three times; what is slow once."""
    runs = iter([3.0, 1.0, 2.0])
    assert processes.least(lambda: Cost(wall=1, cpu=next(runs))).cpu == 1.0
    slow = iter([9.0])
    assert processes.least(lambda: Cost(wall=processes.ENOUGH, cpu=next(slow))).cpu == 9.0


@GIT
def test_a_made_up_shelf_is_whole_and_can_be_edited(tmp_path: Path) -> None:
    """It has no errors and is committed; an edit of a summary changes one file, and one of a rule gives further labels."""
    shelf = shelves.invented(40)
    projects.write(shelf, tmp_path)

    def changed() -> list[str]:
        done = subprocess.run(["git", "status", "--short"], cwd=tmp_path, capture_output=True, text=True, check=True)
        return [line[3:] for line in done.stdout.splitlines()]

    found, problems = catalogue.inspect(tmp_path / "content")
    assert [one for one in problems if one.severity == "error"] == []
    assert found.papers == dict(sorted(shelf.papers.items()))
    assert changed() == []
    key = projects.edit_summary(tmp_path, shelf, "fleabane")
    assert changed() == [f"content/papers/{key}.yml"]
    projects.commit(tmp_path, "Edit")
    projects.edit_rule(tmp_path, shelf)
    assert changed() == ["content/taxonomy.yml"]
    taxonomy = catalogue.load(tmp_path / "content").taxonomy
    before, after = (
        sum(len(rules.classify(one, tree)) for one in shelf.papers.values()) for tree in (shelf.taxonomy, taxonomy)
    )
    assert after > before


def test_a_real_shelf_has_each_identifier_once(tmp_path: Path) -> None:
    """Of two records with the same DOI one keeps it, and variants have one of their own, so that nothing is an error."""
    (tmp_path / "sets" / "winds").mkdir(parents=True)
    rows = ["title,author,year,doi", "Wind over the Sea,A Quill,2020,10.1234/w", "Kites,A Quill,2021,10.1234/w"]
    (tmp_path / "sets" / "winds" / "records.csv").write_text("\n".join(rows), encoding="utf-8")
    made = list(shelves.real(tmp_path, 4).papers.values())
    assert [one.identifiers.doi for one in made] == ["10.1234/w", None, "10.5555/shelf.2", None]


@UNIX
def test_edits_are_seen_on_the_page_and_in_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is asked until both have the new words; it is stopped at the end."""
    shelf = shelves.invented(3)
    projects.write(shelf, tmp_path)
    (tmp_path / "server.py").write_text(SERVER, encoding="utf-8")
    monkeypatch.setattr(live_edits, "SHELF", (sys.executable, "server.py"))
    found = live_edits.measure(tmp_path, shelf)
    assert 0 < found.page <= found.both
    assert found.start.wall > 0
    assert "Saltwort is new here" in (tmp_path / "content/papers/paper-1.yml").read_text(encoding="utf-8")


@UNIX
def test_a_server_that_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a server that is not there any more."""
    monkeypatch.setattr(live_edits, "SHELF", (sys.executable, "-c", ""))
    with pytest.raises(FailedError, match="ended by itself"):
        live_edits.measure(tmp_path, shelves.invented(3))


def test_stock_pages_have_our_texts(tmp_path: Path) -> None:
    """The Markdown of a stock page is the text of ours, without tags and drawings, with Markdown's signs escaped."""
    page = tmp_path / "ours" / "docs" / "kites" / "index.md"
    page.parent.mkdir(parents=True)
    body = "<p>Kites &amp; <b>winds</b>_1</p>\n<svg><text>3</text></svg>\n\n<p>End</p>\n"
    page.write_text(f'---\ntitle: "Kites &amp; Co"\n---\n{body}', encoding="utf-8")
    stock.write(tmp_path / "ours", tmp_path / "stock")
    text = (tmp_path / "stock/docs/kites/index.md").read_text(encoding="utf-8")
    assert text == "# Kites & Co\n\nKites & winds \\_1\n\nEnd\n"


def test_the_floor_writes_the_same_pages(tmp_path: Path) -> None:
    """The bare loop writes each page with its frame and its rows."""
    page = tmp_path / "site" / "kites" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(FRAME.format("<p>Kites</p>\n<p>{{ Winds }}</p>"), encoding="utf-8")
    stock.floor(tmp_path / "site", tmp_path / "bare")
    written = (tmp_path / "bare/kites/index.html").read_text(encoding="utf-8")
    assert written.replace("\n", "") == page.read_text(encoding="utf-8").replace("\n", "")


@UNIX
def test_a_builder_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Hugo or Zensical there is a line that says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(FailedError, match="hugo is not installed"):
        stock.hugo(tmp_path, tmp_path)
    with pytest.raises(FailedError, match="zensical is not installed"):
        stock.zensical(tmp_path)


def test_a_site_is_weighed(tmp_path: Path) -> None:
    """Files and bytes are counted, and the largest and the fullest page are named, which may differ; links cost nothing."""
    site = tmp_path / "site"
    (site / "full").mkdir(parents=True)
    (site / "index.html").write_text(FRAME.format("x" * 900), encoding="utf-8")
    (site / "full" / "index.html").write_text(FRAME.format("<p>a</p><!-- no --><p>b</p>"), encoding="utf-8")
    (site / "data.js").write_text("1", encoding="utf-8")
    found = weight.weigh(site)
    assert (found.files, found.pages) == (3, 2)
    assert (found.largest_page, found.fullest_page) == ("index.html", "full/index.html")
    assert found.largest == (site / "index.html").stat().st_size
    assert (found.elements, found.nodes) == (9, 14)
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "data.js").hardlink_to(site / "data.js")
    (cache / "more.js").write_text("22", encoding="utf-8")
    assert weight.beyond(cache, site) == (1, 2)


def test_the_tables_have_what_was_measured() -> None:
    """Ratios, growth and targets are of the right sizes; what was not measured is a dash, or has no row at all."""
    heavy = weight.Weight(
        files=1, size=2, pages=1, average=2, largest=300_000, largest_page="a/index.html", nodes=7000, elements=9,
        fullest_page="b/index.html",
    )  # fmt: skip
    small = Figures(papers=50, costs={figures.COLD: Cost(wall=2, cpu=3), figures.STOCK: Cost(wall=4, cpu=2)})
    large = Figures(
        papers=10_000,
        costs={
            figures.COLD: Cost(wall=20, cpu=36, together=390, largest=200),
            figures.STOCK: Cost(wall=100, cpu=120, together=500, largest=500),
            figures.FOUND: Cost(wall=0.5, cpu=0.6),
        },
        weights={figures.OURS: heavy},
    )
    lines = list(figures.report({"made-up": {50: small, 10_000: large}, "real": {50: small}}))
    for row in (
        "| at 10,000 papers | target | measured, made-up | measured, real |",
        "| cold build / stock, wall | ≤ .25 | 0.20 | – |",
        "| the same at 50 papers, CPU | ≤ 1.0 | 1.50 | 1.50 |",
        "| edit while serving, until page and search data are new | ≤ 1 s | 0.50 s | – |",
        "| largest page | ≤ 250 kB, 6,000 nodes | 300 kB, 7,000 nodes | – |",
        "| cold build | 2.00 / 3.00 | 20.0 / 36.0 |",
        "| **cold build / stock** | 0.50 / 1.50 | 0.20 / 0.30 |",
        "| stock MkDocs + Material | – | 500 / 500 |",
        "| | 50 → 10,000 papers (200 ×) |",
        "| cold build | 10.0 / 12.0 × |",
    ):
        assert row in lines
    assert not any("Hugo" in line for line in lines)


def test_stages_are_timed() -> None:
    """A run of one part prints its table, with a column for each size."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.build", "--papers", "4", "8", "--only", "stages"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Measured on 20")
    assert "| stage | 4 papers | 8 papers |" in done.stdout.splitlines()
    assert "| search data |" in done.stdout


def test_a_folder_without_texts_is_named(tmp_path: Path) -> None:
    """A folder that holds no records is a mistake of the caller."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.build", "--text", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
