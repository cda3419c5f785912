"""The server of a shelf that somebody edits: pages that reload and show faults, files of the site and none beside it."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from generator import plugin, site
from generator.problems import Problem
from tests.site import invented

SCRIPT = '<script src="/shelf-live/reload.js" data-version="{}"></script>'


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A running server of the invented shelf, with a hand-written page whose name is Chinese."""
    config = invented.project(tmp_path_factory.mktemp("served")).config
    (config.parent / "content/pages/涉水").mkdir()
    (config.parent / "content/pages/涉水/index.md").write_text("# 涉水\n", "utf-8")
    live = site.Live(config, partial(plugin.build_theme, config, ("127.0.0.1", 0)))
    live.refresh()
    server = site.Server(("127.0.0.1", 0), live)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(served):
    """Return a function that sends a request, its path as it is, and returns the status, the headers and the text."""

    def asked(path, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", served.server_port, timeout=60)
        connection.request(method, path)
        answer = connection.getresponse()
        found = answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        connection.close()
        return found

    return asked


def test_a_page_is_that_of_the_site_with_a_script_at_its_end(served, ask):
    """Nothing else is added to it, and no browser keeps it."""
    status, headers, text = ask("/papers/otter/")
    page = served.live.answer("papers/otter/").content.decode()
    script = SCRIPT.format(served.live.version)
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert text.count(script) == 1
    assert text.replace(script, "") == page
    assert text.index(script) > text.index("</article>")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/papers.csl.json", "application/json; charset=utf-8"),
        ("/browse/papers.js", "text/javascript; charset=utf-8"),
        ("/assets/shelf.css", "text/css; charset=utf-8"),
        ("/assets/favicon.svg", "image/svg+xml; charset=utf-8"),
        ("/papers/otter/?from=mail#top", "text/html; charset=utf-8"),
        ("/papers/otter/index.html", "text/html; charset=utf-8"),
    ],
)
def test_files_have_their_kind(ask, path, kind):
    """A browser refuses a script of the wrong kind; a query is no part of the path."""
    status, headers, text = ask(path)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert len(text.encode()) == int(headers["Content-Length"])


def test_a_file_is_as_it_is(served, ask):
    """Only pages get a script."""
    assert ask("/papers.bib")[2] == served.live.answer("papers.bib").content.decode()


def test_the_head_of_an_answer(ask):
    """HEAD tells what GET would send."""
    _, whole, text = ask("/papers/otter/")
    status, headers, nothing = ask("/papers/otter/", "HEAD")
    assert (status, headers["Content-Length"], nothing) == (200, whole["Content-Length"], "")
    assert text


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/papers/otter", "/papers/otter/"),
        ("/about", "/about/"),
        ("/%E6%B6%89%E6%B0%B4", "/%E6%B6%89%E6%B0%B4/"),
        ("//about", "/about/"),
    ],
)
def test_a_page_without_its_slash_leads_to_the_page(ask, path, place):
    """As at GitHub Pages, and never to another host."""
    status, headers, _ = ask(path)
    assert (status, headers["Location"]) == (302, place)
    assert ask(place)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page/",
        "/papers/no-such-paper/",
        "/papers/no-such-paper",
        "/no.such",
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/assets/../../../../../../etc/passwd",
        "//etc/passwd",
        "/%2Fetc/passwd",
        "/etc/passwd",
        "/a%00b",
        "/a%00b/",
        "/%ff%fe",
        "/" + "x" * 5000,
        "/a%0d%0aSet-Cookie:%20a=b",
    ],
)
def test_what_is_not_in_the_site_is_not_found(ask, path):
    """The site's own page says so, whatever the path; nothing outside can be read."""
    status, headers, text = ask(path)
    assert status == 404
    assert "root:" not in text
    assert "Set-Cookie" not in headers
    assert "<title>" in text


def test_a_path_through_a_page_writes_no_header(ask):
    """A line break in a path stays within the address."""
    status, headers, _ = ask("/a%0d%0aSet-Cookie:%20a=b/../about")
    assert status in {302, 404}
    assert "Set-Cookie" not in headers
    assert "\n" not in headers.get("Location", "")


def test_faults_are_in_the_page_escaped_until_they_are_fixed(served, ask, monkeypatch):
    """On every page, errors only: what a file holds cannot become markup."""
    path = "content/papers/<b>.yml"
    error = Problem(path=path, line=3, code="field.unknown", message="<script>alert(1)</script> & more", hint="fix it")
    warning = Problem(path=path, code="paper.no-title", message="only a warning", severity="warning")
    monkeypatch.setattr(served.live, "problems", (error, warning))
    for page in ("/papers/otter/", "/about/", "/no-such-page/"):
        text = ask(page)[2]
        shown = text[text.index('<div role="alert"') :]
        assert (
            "content/papers/&lt;b&gt;.yml:3:1: field.unknown: &lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in shown
        )
        assert "<script>alert" not in text
        assert "only a warning" not in text
    monkeypatch.undo()
    assert '<div role="alert"' not in ask("/papers/otter/")[2]


def test_a_site_that_could_not_be_read_shows_its_faults(tmp_path):
    """There is no page yet, but there is something to reload."""
    config = invented.project(tmp_path).config
    (tmp_path / "content/papers/otter.yml").write_text("titel: Otters\n", "utf-8")
    live = site.Live(config, partial(plugin.build_theme, config, ("127.0.0.1", 0)))
    live.refresh()
    server = site.Server(("127.0.0.1", 0), live)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request("GET", "/")
    text = connection.getresponse().read().decode()
    connection.close()
    server.shutdown()
    server.server_close()
    assert "content/papers/otter.yml:1:1: field.unknown" in text
    assert SCRIPT.format(live.version) in text


def test_who_waits_for_a_change_is_answered_at_once(served, ask):
    """An open page asks with the version that it has; with another one it need not wait, nor with nonsense."""
    before = served.live.version
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(ask, f"/shelf-live/changes?since={before}")
        served.live.refresh()
        assert waiting.result()[::2] == (200, str(before + 1))
    for since in (f"?since={before}", "?since=²", "?since=-1", "?since=", ""):
        assert ask(f"/shelf-live/changes{since.replace('²', '%C2%B2')}")[::2] == (200, str(before + 1))


def test_the_script_asks_only_this_server(ask):
    """It is a file, because pages forbid inline scripts."""
    status, headers, text = ask("/shelf-live/reload.js")
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert 'fetch("/shelf-live/changes?since="' in text
    assert "http" not in text


def test_an_address_in_use_is_an_error(served):
    """The command tells it."""
    with pytest.raises(OSError, match="in use"):
        site.Server(("127.0.0.1", served.server_port), served.live)


@pytest.fixture
def watched(tmp_path):
    """A folder and a file beside another one, watched."""
    folder = tmp_path / "content"
    (folder / "papers").mkdir(parents=True)
    config = tmp_path / "mkdocs.yml"
    config.write_text("a", "utf-8")
    return tmp_path, site.Watch([config, folder])


def test_changes_below_a_folder_are_seen(watched):
    """New, renamed and removed files, several at once; nothing is told twice."""
    root, watch = watched
    papers = root / "content/papers"
    (papers / "a.yml").write_text("a", "utf-8")
    (papers / "b.yml").write_text("b", "utf-8")
    found = set()
    while not {papers / "a.yml", papers / "b.yml"} <= found:
        found |= watch.changed()
    (papers / "a.yml").rename(papers / "c.yml")
    found = set()
    while not {papers / "a.yml", papers / "c.yml"} <= found:
        found |= watch.changed()
    (papers / "b.yml").unlink()
    while papers / "b.yml" not in watch.changed():
        pass


def test_a_watched_file_is_seen_and_its_neighbours_are_not(watched):
    """The site that is built beside mkdocs.yml would be a change without end."""
    root, watch = watched
    (root / "site").mkdir()
    (root / "site/index.html").write_text("a", "utf-8")
    (root / "notes.txt").write_text("a", "utf-8")
    (root / "new.yml").write_text("b", "utf-8")
    (root / "new.yml").replace(root / "mkdocs.yml")
    assert watch.changed() == {root / "mkdocs.yml"}


def test_reading_a_file_is_no_change(watched):
    """Otherwise each refresh would cause the next one."""
    root, watch = watched
    (root / "mkdocs.yml").read_bytes()
    (root / "content/papers/a.yml").write_text("a", "utf-8")
    found = watch.changed()
    assert root / "mkdocs.yml" not in found
