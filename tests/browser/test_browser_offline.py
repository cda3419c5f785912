"""The offline zip: every link works, search finds papers, and no request leaves; from file:// and over http."""

import html
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from generator import plugin, site
from tests.site import invented

LINKS = "[...document.querySelectorAll('a[href]')].map(a => new URL(a.href.baseVal ?? a.href, document.baseURI).href)"


@pytest.fixture(scope="module", params=["invented", "shipped"])
def unpacked(request, tmp_path_factory):
    """Return the top folder of an unpacked zip, some words with the paper that they should find, and pages to open."""
    folder = tmp_path_factory.mktemp("offline pages #1")
    if request.param == "invented":
        config = invented.project(folder / "project").config
        searches = {
            "heron vast": "heron-vast",
            "Heron One": "heron-1",
            "cai sedge": "heron-1",
            "larger fish": "heron-2",
        }
    else:
        config = invented.REPOSITORY / "mkdocs.yml"
        searches = {"ernie titan": "ernie-3-0-titan"}
    plugin.bundle(site.settings(config), folder / "shelf.zip")
    with zipfile.ZipFile(folder / "shelf.zip") as archive:
        archive.extractall(folder / "elsewhere")
    return folder / "elsewhere" / "reading-shelf", searches, 5 if request.param == "shipped" else 1000


def read(address):
    """Return the links of a page's file."""
    text = Path(unquote(urlsplit(address).path)).read_text("utf-8")
    return [urljoin(address, html.unescape(href)) for href in re.findall(r'<a\s[^>]*?href="?([^"\s>]*)', text)]


def crawl(page, start, most):
    """Open every page that links lead to; return the pages, the linked files, and the external links.

    Of a folder with more than ``most`` pages, the others are only read.
    """
    waiting, seen, out = [start], {start}, set()
    opened = Counter()
    while waiting:
        address = waiting.pop()
        folder = address.rsplit("/", 2)[0]
        opened[folder] += 1
        if opened[folder] <= most:
            page.goto(address)
        for href in page.evaluate(LINKS) if opened[folder] <= most else read(address):
            address = href.split("#")[0].split("?")[0]
            if urlsplit(address).scheme != urlsplit(start).scheme or urlsplit(address).netloc != urlsplit(start).netloc:
                out.add(address)
            elif address not in seen:
                seen.add(address)
                if address.endswith((".html", "/")):  # a feed or a bibliography would be downloaded
                    waiting.append(address)
    return seen, out


def watch(page):
    """Record the requests and errors of a page."""
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return requests, complaints


def test_every_link_leads_to_a_file_and_no_request_leaves(unpacked, chromium):
    """Crawled from file://, every link is a file of the zip, no page sends a request to a host, and there are no errors.

    Of the shipped shelf a few pages of each kind are opened, as many as may differ by what a paper has.
    """
    folder, _, most = unpacked
    page = chromium.new_page()
    requests, complaints = watch(page)
    seen, out = crawl(page, (folder / "index.html").as_uri(), most)
    page.close()
    missing = [address for address in seen if not Path(unquote(urlsplit(address).path)).is_file()]
    assert not missing
    pages = {path.as_uri() for path in folder.rglob("*.html")}
    former = {address for address in pages if "heron-two" in address}  # only external links lead there
    former |= {address for address in pages if "/codes/" in address} - seen  # the owner's About leads there
    former |= {address for address in pages if "/topics/flying/" in address}  # no list shows a topic without papers
    former |= {address for address in pages if "/embed/" in address}  # hand-written pages and other sites show them
    assert {address for address in seen if address.endswith(".html")} == pages - former
    assert any(address.endswith("/feed.xml") for address in seen)
    assert {urlsplit(url).scheme for url in requests} <= {"file", "data", "blob"}
    assert complaints == []
    assert all(urlsplit(address).scheme in {"http", "https"} for address in out)


@pytest.mark.parametrize("over", ["file", "http"])
def test_a_former_address_redirects(unpacked, chromium, serve, over):
    """An old link to a renamed paper leads to the paper, and the back button does not loop."""
    folder, *_ = unpacked
    former = "papers/heron-two/index.html"
    if not (folder / former).is_file():
        pytest.skip("in the shipped shelf nothing was renamed")
    page = chromium.new_page()
    requests, complaints = watch(page)
    page.goto((folder / former).as_uri() if over == "file" else serve(folder) + former)
    page.wait_for_url("**/papers/heron-2/index.html")
    assert complaints == []
    assert sum(url.endswith("/papers/heron-2/index.html") for url in requests) == 1
    page.close()


@pytest.mark.parametrize("over", ["file", "http"])
def test_search_finds_papers(unpacked, chromium, serve, over):
    """Words of a title, an alias, an author or a summary, typed into the header, lead to the paper."""
    folder, searches, _ = unpacked
    start = (folder / "index.html").as_uri() if over == "file" else serve(folder) + "index.html"
    page = chromium.new_page()
    requests, complaints = watch(page)
    for words, key in searches.items():
        page.goto(start)
        page.locator("#finder-box").click()
        page.keyboard.type(words)
        page.locator(f"#finder [role=option]:first-child[href$='/papers/{key}/index.html']").click()
        page.wait_for_url(f"**/papers/{key}/index.html")
    page.close()
    base = "file://" if over == "file" else start.removesuffix("index.html")
    assert [url for url in requests if not url.startswith((base, "data:", "blob:"))] == []
    assert complaints == []


def test_the_same_content_makes_the_same_bytes(tmp_path):
    """Two builds give the same zip: names are in order and there are no build times."""
    config = invented.project(tmp_path / "project").config
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from generator import plugin, site; plugin.bundle(site.settings(Path(sys.argv[1])), Path(sys.argv[2]))",
    ]
    for name in ("one.zip", "two.zip"):
        subprocess.run([*command, str(config), str(tmp_path / name)], check=True)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert all(name.startswith("reading-shelf/") for name in names)
        assert {f"reading-shelf/papers/{key}/index.html" for key in invented.PAPERS} <= set(names)
        assert {"reading-shelf/browse/papers.js", "reading-shelf/browse/texts.js"} <= set(names)
        assert not [name for name in names if name.startswith("reading-shelf/search/")]  # the theme's own search
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.zip", "project", "two.zip"]
