"""benchmarks.browse: the tables have every figure, a shelf is made of records, and a box is timed as it should be."""

import csv
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks import boxes, browse, shelves
from benchmarks.boxes import Box, Figures
from benchmarks.browse import strokes, table, typed
from benchmarks.chromium import served

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ["id", "title", "author", "year", "journal", "abstract", "doi", "volume", "number", "pages"]
ABSTRACT = "Kites fly. They need wind. Strings hold them. Wind holds the strings. Nobody holds the wind."
FINDER = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Box</title><script src="assets/base.js"></script>
<input id="finder-box"><div id="finder-list"></div>"""
BASE = """
document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("finder-box"), list = document.getElementById("finder-list");
  const show = () => {
    for (const end = performance.now() + 30; performance.now() < end; );
    list.innerHTML = window.papers && box.value ? `<p role="option">${box.value}</p>` : "";
  };
  box.addEventListener("focus", () => {
    const script = document.createElement("script");
    script.src = "data/papers.js";
    script.onload = show;
    document.head.append(script);
  }, { once: true });
  box.addEventListener("input", show);
});
"""


def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run the benchmark as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.browse", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip


def test_the_search_is_timed(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sizes, the first result and the keystrokes of Browse stand in the tables, for a shelf of any size."""
    monkeypatch.setattr(browse, "started", lambda: nullcontext(chromium))
    monkeypatch.setattr(browse, "typed", lambda catalogue: [typed(catalogue)[0], "zzyzx"])  # each key takes its time
    monkeypatch.setattr(browse, "LOADS", 1)
    monkeypatch.setitem(boxes.measure.__kwdefaults__, "loads", 1)
    monkeypatch.setattr(sys, "argv", ["browse", "--papers", "30", "--alone"])
    browse.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "30 papers, invented"
    assert lines[2].split() == ["header", "Browse"]
    rows = {line[:46].strip(): line[46:].split() for line in lines[3:] if line}
    assert {"data until the first result, MB", "to the first result, ms", "keystroke, median ms"} <= set(rows)
    assert float(rows["to the first result, ms"][-1 if rows["to the first result, ms"][0] == "-" else 1]) > 0
    assert "zzyzx" in rows


def test_what_is_typed() -> None:
    """Seven texts of a shelf of any size, the last of which no paper has."""
    texts = typed(shelves.invented(30))
    assert len(set(texts)) == 7
    assert texts[-1] == "zzyzx"


def test_a_folder_without_records(tmp_path: Path) -> None:
    """A folder that holds no records is named."""
    done = run(tmp_path)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr


def test_a_box_is_timed(chromium: Browser, tmp_path: Path) -> None:
    """Data count when the focus loads them; a keystroke takes as long as its work; tasks of more than 50 ms are seen."""
    (tmp_path / "index.html").write_text(FINDER, encoding="utf-8")
    for name, text in {"assets/base.js": BASE, "data/papers.js": "papers = 1;" * 100, "data/more.js": "1"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with served(tmp_path) as base:
        box = Box(
            name="box", base=base, folder=tmp_path, page="", box="#finder-box", results="#finder-list [role=option]",
            data="data/", program=r"assets/[^/]*[.]js$",
        )  # fmt: skip
        figures = boxes.measure(chromium, box, ["kites", "go"], loads=2)
    assert figures.early == []
    assert figures.data == 1100
    assert 0 < figures.packed == figures.later < 1100
    assert figures.whole > figures.packed
    assert figures.program > 0
    assert [len(figures.work[text]) for text in ("kites", "go")] == [5, 2]
    assert all(30 <= one < 300 for one in figures.strokes)
    assert all(0 < one < 300 for one in figures.thread)  # CPU time, of which a busy machine gives less
    assert figures.first is not None
    assert figures.first > 30
    assert figures.memory > 0


def test_a_box_without_a_script_has_no_figures(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no result appears, nothing is timed."""
    monkeypatch.setattr(boxes, "PATIENCE", 500)
    (tmp_path / "index.html").write_text(FINDER, encoding="utf-8")
    with served(tmp_path) as base:
        box = Box(
            name="box", base=base, folder=tmp_path, page="", box="#finder-box", results="#none", data="a", program="b"
        )
        assert boxes.measure(chromium, box, ["kites"]).first is None


def test_the_table_of_figures() -> None:
    """Ratios are to the header; to Browse where the header has no figures. Without a figure there is a dash."""
    one = Figures(data=2_000_000, first=200, work={"x": [1.0, 3.0]}, thread=[4.0], memory=5_000_000)
    two = Figures(data=1_000_000, first=50, work={"x": [4.0, 8.0]}, thread=[2.0], typing=70)
    lines = {line[:46].strip(): line[46:].split() for line in table({"header": one, "Browse": two}, {"Browse": 1.5})}
    assert lines["data until the first result, MB"] == ["2.00", "1.00", "(0.5×)"]
    assert lines["to the first result, ms"] == ["200", "50", "(0.2×)"]
    assert lines["keystroke, worst ms"] == ["3.0", "8.0", "(2.7×)"]
    assert lines["longest task while typing, ms"] == ["0", "70"]
    assert lines["index made beforehand, s"] == ["-", "1.5"]
    lines = {line[:46].strip(): line[46:].split() for line in table({"header": Figures(), "Browse": two, "x": one}, {})}
    assert lines["keystroke, median ms"] == ["-", "6.0", "2.0", "(0.3×)"]
    assert [line.split() for line in strokes({"header": one, "Browse": two})][1] == [
        "x",
        "2.0",
        "/",
        "3.0",
        "6.0",
        "/",
        "8.0",
    ]


def test_a_shelf_is_made_of_records(tmp_path: Path) -> None:
    """Each title is one paper; summaries are two sentences, its own or else unused ones; variants fill a shelf that is too small."""
    rows = [
        ["1", "Wind over the Sea", "Quill, Ada", "2020", "Sea Letters", ABSTRACT, "10.5555/wind", "3", "", "1-9"],
        ["2", "Wind over the sea.", "Quill, Ada", "2020", "", "", "", "", "", ""],
        ["3", "Kites with Strings", "Haas, Noor", "2021", "", "", "", "", "", ""],
    ]
    (tmp_path / "winds").mkdir()
    with (tmp_path / "winds" / "records.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([FIELDS, *rows])
    made = shelves.real(tmp_path, 3).papers
    assert list(made) == ["wind-over-the-sea", "kites-with-strings", "wind-over-the-sea-part-2"]
    assert [one.summary for one in made.values()] == [
        "Kites fly. They need wind.", "Strings hold them. Wind holds the strings.", "Kites fly. They need wind.",
    ]  # fmt: skip
    assert made["wind-over-the-sea"].venue == "Sea Letters"
    assert made["wind-over-the-sea"].identifiers.doi == "10.5555/wind"
    assert shelves.real(tmp_path, 3) == shelves.real(tmp_path, 3)


def test_the_least_of_several_loads_counts() -> None:
    """Each time is the lower one; the sizes are the same anyway."""
    one = Figures(data=7, first=90, work={"x": [1.0, 9.0]}, thread=[5.0, 2.0], loading=60, typing=0)
    two = Figures(data=7, first=80, work={"x": [2.0, 3.0]}, thread=[4.0, 3.0], loading=0, typing=99)
    least = Figures(data=7, first=80, work={"x": [1.0, 3.0]}, thread=[4.0, 2.0])
    assert one.least(two) == two.least(one) == least
