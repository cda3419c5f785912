"""The pages of other search tools over the texts of a shelf, each with a box and a list of eight results: MiniSearch, Pagefind."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import minisearch, packages
from benchmarks.boxes import Box

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Search</title>
<input id="box" type="search"><ul id="list"></ul><script src="box.js" {kind}></script></html>"""
SHOW = """
const box = document.getElementById("box"), list = document.getElementById("list");
const show = titles => list.replaceChildren(...titles.map(title => {
  const item = document.createElement("li");
  item.textContent = title;
  return item;
}));
"""
MINISEARCH = """
const load = name => new Promise(done => {
  const script = document.createElement("script");
  script.src = name;
  script.onload = done;
  document.head.append(script);
});
let engine, loading;
const find = () => show(box.value ? engine.search(box.value).slice(0, 8).map(found => found.title) : []);
box.addEventListener("focus", () => {
  loading = loading || load("minisearch.js").then(() => load("data/index.js")).then(async () => {
    engine = await tuned(window.fields, window.index);
    window.index = undefined;
    find();
  });
});
box.addEventListener("input", () => { if (engine) find(); });
"""
PAGEFIND = """
let engine;
const find = async () => {
  const text = box.value;
  const found = await (await engine).search(text);
  const first = await Promise.all(found.results.slice(0, 8).map(one => one.data()));
  if (text === box.value) show(first.map(one => one.meta.title));
};
box.addEventListener("focus", () => { engine = engine || import("./pagefind/pagefind.js"); });
box.addEventListener("input", () => { window.answer = find(); });
"""


def minisearch_box(browser: Browser, folder: Path, base: str, texts: Sequence[Mapping[str, str]]) -> tuple[Box, float]:
    """Write the page and the index, which is made in the browser and kept as JSON; return the box and the seconds it took."""
    page = minisearch.page(browser, ())
    start = time.perf_counter()
    index = page.evaluate(
        "([fields, texts]) => { const engine = tuned(fields); engine.addAll(texts); return JSON.stringify(engine); }",
        [minisearch.FIELDS, list(texts)],
    )
    seconds = time.perf_counter() - start
    page.close()
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE.format(kind=""), encoding="utf-8")
    (folder / "box.js").write_text(SHOW + MINISEARCH, encoding="utf-8")
    (folder / "minisearch.js").write_text(packages.minisearch() + minisearch.SETUP, encoding="utf-8")
    literal = index.replace("\\", "\\\\").replace("'", "\\'")  # a string, because JSON is parsed faster than a script
    script = f"window.fields = {json.dumps(minisearch.FIELDS)}; window.index = '{literal}';"
    (folder / "data" / "index.js").write_text(script, encoding="utf-8")
    return _box("MiniSearch", folder, base, "data/", r"(minisearch|box)\.js$"), seconds


def pagefind_box(_: Browser, folder: Path, base: str, texts: Sequence[Mapping[str, str]]) -> tuple[Box, float]:
    """Write a page for each paper and let Pagefind index them; return the box and the seconds it took."""
    program = packages.pagefind()
    for one in texts:
        page = folder / one["key"] / "index.html"
        page.parent.mkdir(parents=True)
        rest = "".join(f"<p>{escape(text)}</p>" for name, text in one.items() if name not in {"key", "title"} and text)
        page.write_text(
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(one["title"])}</title>'
            f"<main data-pagefind-body><h1>{escape(one['title'])}</h1>{rest}</main></html>",
            encoding="utf-8",
        )
    start = time.perf_counter()
    done = subprocess.run(
        [program, "--site", str(folder), "--glob", "*/index.html"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise packages.MissingError("its program does not run here")
    seconds = time.perf_counter() - start
    (folder / "index.html").write_text(PAGE.format(kind='type="module"'), encoding="utf-8")
    (folder / "box.js").write_text(SHOW + PAGEFIND, encoding="utf-8")
    return _box("Pagefind", folder, base, r"pagefind/(?!wasm|.*\.js$)", r"box\.js$|pagefind/(wasm|.*\.js$)"), seconds


def _box(name: str, folder: Path, base: str, data: str, program: str) -> Box:
    results = "#list li"
    return Box(name=name, base=base, folder=folder, page="", box="#box", results=results, data=data, program=program)
