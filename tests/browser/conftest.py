"""Fixtures: pages of the Chromium of tests/conftest.py, and a server. Without Chromium the tests are skipped."""

import contextlib
import functools
import http.server
import threading
from urllib.parse import urlsplit

import pytest

from tests.browser import built


@contextlib.contextmanager
def without_errors(page, *, logged=True):
    """Fail if a script of the page fails meanwhile, or, unless a request may, if an error is logged."""
    complaints = []

    def said(message):
        if logged and message.type == "error":
            complaints.append(message.text)

    def thrown(error):
        complaints.append(str(error))

    page.on("console", said)
    page.on("pageerror", thrown)
    yield page
    page.remove_listener("console", said)
    page.remove_listener("pageerror", thrown)
    assert complaints == []


@pytest.fixture
def page(context):
    """Return a page of the module's ``context``; any error on it fails the test."""
    with without_errors(context.new_page()) as page:
        yield page


POLICY = """
window.refused = [];
document.addEventListener('securitypolicyviolation', e => refused.push(`${e.effectiveDirective} ${e.blockedURI}`));
"""
MOVES = """
window.moves = [];
(() => {
  const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
  const named = node => node && (node.id || node.className || node.nodeName);
  new PerformanceObserver(list => list.getEntries().forEach(({ value, sources, startTime, hadRecentInput }) => {
    const what = sources.map(one => `${named(one.node)} from ${box(one.previousRect)} to ${box(one.currentRect)}`);
    const said = `${value.toFixed(4)} after ${Math.round(startTime)} ms: ${what.join('; ')}`;
    moves.push({ value, said, asked: hadRecentInput });
  })).observe({ type: 'layout-shift', buffered: true });
})();
"""


def moved(page, *, asked=False):
    """Return what moved on a page with the script above, and how far; with ``asked`` also what followed a click or a key."""
    return [one["said"] for one in page.evaluate("moves") if asked or not one["asked"]]


RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def violations(page, part=None, *, rules=RULES):
    """Return what breaks a rule of axe on a page, or in a part of it; without axe, the test is skipped."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = axe.run(page, context=part, options=options).response["violations"]
    return [f"{page.url} {rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


IDLE = "() => new Promise(done => requestIdleCallback(() => requestAnimationFrame(() => setTimeout(done))))"


def open_settled(page, address):
    """Open a page, and return when nothing is loading and its scripts are idle; "networkidle" is half a second later."""
    loading = set()

    def begun(request):
        loading.add(request)

    def ended(request):
        loading.discard(request)

    listeners = {"request": begun, "requestfinished": ended, "requestfailed": ended}
    for event, listener in listeners.items():
        page.on(event, listener)
    page.goto(address)
    idle = 0
    while idle < 2:
        page.evaluate(IDLE)
        idle = 0 if loading else idle + 1
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


class Lent:
    """The only page of a browser context. Each test gets it as a new reader would have it: nothing stored, one tab.

    To start a context and its processes takes four times as long as to open a page of the site in one that runs.
    """

    LASTING = ("add_init_script", "emulate_media", "expose_binding", "expose_function")  # cannot be taken back

    def __init__(self, chromium, script, options):
        self.context = chromium.new_context(**options)
        if script:
            self.context.add_init_script(script)
        self.page, self.size, self.spent, self.origins = self.context.new_page(), options["viewport"], False, set()
        self.context.on("page", lambda page: page.on("framenavigated", self.navigated))
        self.page.on("framenavigated", self.navigated)
        self.session = self.context.new_cdp_session(self.page)
        self.context.new_cdp_session = self.spending(self.context.new_cdp_session)
        for name in self.LASTING:
            setattr(self.page, name, self.spending(getattr(self.page, name)))

    def navigated(self, frame):
        """Remember where something may be stored."""
        parts = urlsplit(frame.url)
        if parts.scheme in {"http", "file"}:
            self.origins.add(f"{parts.scheme}://{parts.netloc}")

    def spending(self, method):
        """Return the method, after which the page is not lent again."""

        def called(*arguments, **named):
            self.spent = True
            return method(*arguments, **named)

        return called

    def renew(self):
        """Undo what a test did to the page; return whether that was possible."""
        if self.spent or self.page.is_closed():
            self.context.close()
            return False
        for other in self.context.pages:
            if other is not self.page:
                other.close()
        self.page.unroute_all()
        if self.origins:
            self.page.evaluate("sessionStorage.clear()")
        self.page.goto("about:blank")
        for origin in self.origins:
            self.session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self.origins.clear()
        self.page.set_viewport_size(self.size)
        return True


@pytest.fixture(scope="module")
def lend(chromium):
    """Return a function that lends a page of a context with these options, and with a script that runs on every page."""
    kept = {}

    @contextlib.contextmanager
    def lending(script="", **options):
        name = script + repr(sorted(options.items()))
        lent = kept.pop(name, None) or Lent(chromium, script, options)
        try:
            yield lent.page
        except BaseException:
            lent.context.close()
            raise
        if lent.renew():
            kept[name] = lent

    yield lending
    for lent in kept.values():
        lent.context.close()


@pytest.fixture(scope="session")
def invented_site(tmp_path_factory):
    """Return the folder of the invented shelf, built for the web; tests only read it."""
    return built.once(tmp_path_factory, "invented-site", built.online) / "out" / "site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server without a log."""

    def log_message(self, *_):
        pass

    def copyfile(self, source, outputfile):
        with contextlib.suppress(ConnectionError):  # the reader left before the page was loaded
            super().copyfile(source, outputfile)


@pytest.fixture(scope="session")
def serve():
    """Return a function that serves a folder until the tests end and returns its address."""
    servers = []

    def start(folder):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def opened(context, folder, asked):
    """Return the opened page p.html of a folder; everything that it requests or complains about goes to ``asked``."""
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto((folder / "p.html").as_uri())
    return page
