"""Times a search box in Chromium: what it loads and when, its first result, each keystroke, the longest task, the memory.

A keystroke is timed from its event until the page is laid out again, or until the box says that it has answered (a promise in
``window.answer``). ``thread`` is the CPU time of the page's main thread for it, some frames later included. The page is loaded
anew several times, and the least value of each figure counts: other programs on the machine can only add to it.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, CDPSession, Page
from playwright.sync_api import TimeoutError as Late

LOADS = 3
PATIENCE = 15_000  # milliseconds
AFTER = 60  # milliseconds in which work of a keystroke may follow
WATCH = """results => {
  window.bench = { strokes: [], focused: 0, first: 0, tasks: [] };
  new PerformanceObserver(list => list.getEntries().forEach(task => bench.tasks.push(task.duration)))
    .observe({ type: "longtask", buffered: true });
  addEventListener("focusin", () => { bench.focused = bench.focused || performance.now(); }, true);
  addEventListener("input", event => {  // the first listener
    const start = performance.now();
    addEventListener("input", () => {  // and the last
      const answered = () => {
        void document.body.offsetHeight;  // lays the page out
        bench.strokes.push(performance.now() - start);
      };
      if (window.answer) window.answer.then(answered);
      else answered();
    }, { once: true });
  }, true);
  new MutationObserver((_, observer) => {
    const shown = bench.focused && document.querySelector(results);
    if (!shown || !shown.getClientRects().length) return;  // lays the page out
    bench.first = performance.now() - bench.focused;
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true, attributes: true });
}"""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A search box on a served page; ``data`` and ``program`` are patterns of the paths of its files."""

    name: str
    base: str
    folder: Path  # what is served
    page: str
    box: str
    results: str  # a selector of a result
    data: str
    program: str


@dataclass(kw_only=True)
class Figures:
    """What was measured; times in milliseconds, sizes in bytes. ``first`` is empty where no result appeared."""

    early: list[str] = field(default_factory=list)  # data loaded before the focus
    data: int = 0  # loaded until the first result
    packed: int = 0  # the same, gzipped
    later: int = 0  # loaded until all texts were typed, gzipped
    whole: int = 0  # all data that there are, gzipped
    program: int = 0  # gzipped
    first: float | None = None
    work: dict[str, list[float]] = field(default_factory=dict)  # of each keystroke, by typed text
    thread: list[float] = field(default_factory=list)
    loading: float = 0.0  # the longest task until the first result
    typing: float = 0.0  # and while somebody types
    memory: int = 0

    @property
    def strokes(self) -> list[float]:
        """Return the work of all keystrokes."""
        return [one for some in self.work.values() for one in some]

    def least(self, other: Figures) -> Figures:
        """Return the figures with the lower times of two loads."""
        return replace(
            self,
            first=min(self.first or 0, other.first or 0),
            work={text: list(map(min, times, other.work[text])) for text, times in self.work.items()},
            thread=list(map(min, self.thread, other.thread)),
            loading=min(self.loading, other.loading),
            typing=min(self.typing, other.typing),
        )


def measure(browser: Browser, box: Box, typed: Sequence[str], *, loads: int = LOADS) -> Figures:
    """Return the figures of a box; the first text is typed at once, without waiting for the data."""
    figures = _load(browser, box, typed)
    for _ in range(loads - 1 if figures.first else 0):
        figures = figures.least(_load(browser, box, typed))
    return figures


def _load(browser: Browser, box: Box, typed: Sequence[str]) -> Figures:
    """Return the figures of one load."""
    page, loaded = _page(browser, box)
    _settle(page)
    figures = Figures(early=[path for path in loaded if re.match(box.data, path)])
    page.locator(box.box).click()
    page.keyboard.type(typed[0])
    try:
        page.wait_for_function("() => bench.first", timeout=PATIENCE)
    except Late:
        page.context.close()
        return figures
    _settle(page)
    figures.first = page.evaluate("bench.first")
    figures.loading = max([0.0, *page.evaluate("bench.tasks")])
    figures.data, figures.packed = _weighed(box, loaded, box.data)
    _type(page, box, typed, figures)
    _, figures.later = _weighed(box, loaded, box.data)
    _, figures.program = _weighed(box, loaded, box.program)
    there = (str(path.relative_to(box.folder)) for path in box.folder.rglob("*"))
    _, figures.whole = _weighed(box, there, box.data)
    page.context.close()
    return figures


def _page(browser: Browser, box: Box) -> tuple[Page, list[str]]:
    """Open the page with an empty cache; return it and the list of the paths that it loads, which grows."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(unquote(urlsplit(request.url).path.lstrip("/"))))
    page.add_init_script(f"({WATCH})({box.results!r})")
    page.goto(f"{box.base}{box.page}")
    return page, loaded


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def _weighed(box: Box, paths: Iterable[str], pattern: str) -> tuple[int, int]:
    """Return the size of some files, as they are and gzipped."""
    files = [box.folder / path for path in dict.fromkeys(paths) if re.match(pattern, path)]
    contents = [file.read_bytes() for file in files if file.is_file()]
    return sum(map(len, contents)), sum(len(gzip.compress(content, 6)) for content in contents)


def _type(page: Page, box: Box, typed: Sequence[str], figures: Figures) -> None:
    """Type each text key by key into the emptied box."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("Performance.enable", {"timeDomain": "threadTicks"})  # CPU time
    page.evaluate("() => { bench.tasks.length = 0; }")
    for text in typed:
        page.locator(box.box).fill("")
        page.wait_for_timeout(500)
        page.evaluate("() => { bench.strokes.length = 0; }")
        for done, key in enumerate(text, start=1):
            before = _metric(chrome, "TaskDuration")
            page.keyboard.type(key)
            page.wait_for_function("count => bench.strokes.length >= count", arg=done)
            page.wait_for_timeout(AFTER)
            figures.thread.append((_metric(chrome, "TaskDuration") - before) * 1000)
        figures.work[text] = page.evaluate("bench.strokes")
    figures.typing = max([0.0, *page.evaluate("bench.tasks")])
    chrome.send("HeapProfiler.collectGarbage")
    figures.memory = int(_metric(chrome, "JSHeapUsedSize"))


def _metric(chrome: CDPSession, name: str) -> float:
    metrics = chrome.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == name))
