"""Hostile values never become active: payloads in every text field of a real build, opened in a real browser."""

import typing

import pytest

from generator import site
from generator.model import (
    Catalogue,
    Identifiers,
    Ledger,
    LedgerRecord,
    Links,
    Name,
    Node,
    Paper,
    PaperType,
    Result,
    Rule,
    Taxonomy,
    Version,
)
from generator.text.maths import plain
from tests.cli import forking
from tests.site import invented

PAYLOADS = [
    "<script>hit()</script>",
    "</script><script>hit()</script>",
    "<img src=x onerror=hit()>",
    "<svg onload=hit()>",
    "<svg><script>hit()</script></svg>",
    '"><script>hit()</script>',
    "'><script>hit()</script>",
    '" autofocus onfocus="hit()" x="',
    "' onmouseover='hit()' x='",
    "</title><script>hit()</script>",
    "</code></pre><script>hit()</script>",
    "</h1></section></div></article><script>hit()</script>",
    "--><script>hit()</script><!--",
    "<!-- <script>hit()</script> -->",
    "]]><script>hit()</script>",
    "<details open ontoggle=hit()>x</details>",
    '<iframe srcdoc="<script>parent.hit()</script>"></iframe>',
    '<a href="javascript:hit()" id=lure>x</a>',
    "<math><a xlink:href=javascript:hit()>x</a></math>",
    "<style>*{display:none}</style>",
    '<meta http-equiv="refresh" content="0;url=javascript:hit()">',
    '<base href="https://example.invalid/">',
    "[x](javascript:hit())",
    "](javascript:hit())",
    '![x](x "onerror=hit()")',
    "<javascript:hit()>",
    "[x]: javascript:hit() [x]",
    "{{ 7*7 }}{{ config.site_name }}",
    "{% include 'main.html' %}{# comment #}",
    "{#top onclick=hit()} {: onclick=hit() }",
    "*[HTML]: <script>hit()</script> HTML",
    "[[hit]] :smile: ==mark== ^^ins^^ ~~del~~",
    '--8<-- "mkdocs.yml"',
    "`code` **bold** _thin_ # head",
    "--- title: other ---",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&#60;img src=x onerror=hit()&#62;",
    "<scr\u200bipt>hit()</scr\u200bipt>",
    "<script\u2028>hit()</script\u2028>",
    "\\<script\\>hit()\\</script\\>",
    "${hit()} $hit()$ \\(hit()\\) {hit()}",
    "| a | b |",
    "$\\href{javascript:hit()}{x}$ $\\text{<script>hit()</script>}$ $\\style{x:hit()}{y}\\class{md-header}{z}$",
    "\ud7ff\U0001f600 \u202egnp.exe wzxhzdk:0 klzzwxh:0000",
]
LONG = [  # only multi-line texts can contain these
    "\n\n---\ntitle: other\n---\n\n<script>hit()</script>\n",
    "\n\n# Heading\n\n[x]: javascript:hit()\n\n[x]\n\n*[x]: y\n",
    "\n```html\n<script>hit()</script>\n```\n",
    "\n</section>\n\n<script>hit()</script>\n\n    <b>x</b>\n",
    "\x02wzxhzdk:0\x03 \x00 \x1b[31m\n\x0c\n\n<script>hit()</script>",
]
TYPES = (*typing.get_args(PaperType), None)
LINKS = [
    "https://example.org/](javascript:hit())",
    "https://example.org/'onmouseover='hit()",
    "https://example.org/{{7*7}}?a=1&b=%22%3E#`x`",
    "http://example.org/&quot;onclick=&quot;hit()",
]


def hostile(root):
    """Return a shelf in which every text field of each paper, node and ledger has that paper's payload."""
    papers, families, topics, records = {}, {}, {}, []
    for number, payload in enumerate(PAYLOADS + LONG):
        line = " ".join("".join(c for c in payload if c >= " " or c in "\n\t").split())
        key, link = f"paper-{number}", LINKS[number % len(LINKS)]
        papers[key] = Paper(
            title=line,
            aliases=(f"alias {line}",),
            type=TYPES[number % len(TYPES)],
            genre=line if number % 2 else None,
            authors=(line, f"B {line}", Name(literal=line), Name(family=line, given=line, orcid=line, also=(line,))),
            editors=(Name(literal=line), Name(family=line, given=line, orcid=line, also=(line,))),
            date=None if number % 3 else "2020-01-02",
            identifiers=Identifiers(arxiv=payload, doi=payload, acl=payload, openreview=payload, pmid=line, isbn=line),
            venue=line if number % 4 else None,
            published="2021",
            volume=line,
            number=line,
            pages=line,
            publisher=line,
            series=line,
            edition=line,
            language=line,
            citation_keys=(line, f"key {line}"),
            keywords=(line, f"word {line}"),
            note=f"{payload} {link} https://example.org/{payload}",
            other_versions=(
                Version(venue=line, volume=line, number=line, pages=line, doi=payload),
                Version(venue=f"bioRxiv ({line})", doi=f"10.1101/1{payload}"),
            ),
            links=Links(**dict.fromkeys(Links.model_fields, link)),
            summary=f"{payload} and {payload}",
            results=(Result(benchmark=line, value=1.5, unit=line, note=line),),
            families=(f"family-{number}",),
            topics=()
            if number % 2
            else (f"topic-{number}",),  # the others match by rule, so that the evidence is shown
            builds_on=(f"paper-{number - 1}",) if number else (),
            abstract=payload,
        )
        above = (f"family-{number - 1}",) if number % 5 else ()
        families[f"family-{number}"] = Node(
            name=line, description=payload.strip(), parents=above, rules=(Rule(words=(line,)),)
        )
        topics[f"topic-{number}"] = Node(name=line, description=payload.strip(), rules=(Rule(words=(line,)),))
        records.append(
            LedgerRecord(line=number + 1, paper=key, title=payload, authors=(line,), upvotes=3, links=(payload,))
        )
    ledgers = {
        f"2021-01-01-{number}": Ledger(
            source=record.title.split("\n")[0] or "x", format="x", date="2021-01-01", sha256="0" * 64, records=(record,)
        )
        for number, record in enumerate(records[: len(PAYLOADS)])
    }
    return Catalogue(root=root, papers=papers, taxonomy=Taxonomy(families=families, topics=topics), ledgers=ledgers)


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def built(request, tmp_path_factory):
    """Return the hostile shelf, its site's folder, and the tool that built it."""
    folder = tmp_path_factory.mktemp("hostile")
    settings = invented.project(folder / "project")
    shelf = hostile(settings.content)
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    done = forking.run(request.param, "build", "-f", "mkdocs.yml", cwd=folder / "out", env=invented.quiet())
    assert done.returncode == 0, done.stderr
    return shelf, folder / "out" / "site", request.param


ALIVE = """() => {
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) found.push(`${element.tagName} ${name}`);
      if (/^\\s*(javascript|data|vbscript):/i.test(value) && name !== "content" && element.closest("article")) found.push(value);
    }
  }
  for (const name of ["script", "iframe", "style", "base", "meta", "img", "object", "embed", "form", "input"]) {
    for (const element of document.querySelectorAll(`article ${name}, header ${name}`)) {
      if (element.matches("form.finder, .finder__box")) continue;  // ours, with texts in it; both are looked at one by one
      if (element.closest(".browse-ask, .facet, .kept > .browse-bar")) continue;  // ours; their attributes are looked at above
      if (element.closest("article")?.contains(element) || /hit|7\\*7/.test(element.outerHTML)) found.push(element.outerHTML);
    }
  }
  for (const element of document.querySelectorAll("math, math *")) {  // formulas only draw
    const foreign = element.namespaceURI !== "http://www.w3.org/1998/Math/MathML" || element.localName.startsWith("annotation");
    const names = ["accent", "fence", "form", "linethickness", "mathvariant", "stretchy", "width"];
    if (foreign || [...element.attributes].some(({ name }) => !names.includes(name))) found.push(element.outerHTML);
  }
  return found;
}"""


SHOWN = """() => [
  document.querySelector("h1").textContent,
  document.title,
  [...document.querySelectorAll(".shelf-lead")].map(one => one.textContent).join(" "),
]"""


def test_no_payload_is_active_on_any_page(built, chromium, serve):
    """No script runs, no dialog opens, and no page has a handler, script link or foreign element.

    And escaping loses nothing visible: a paper's heading, window title and summary read as they were written.
    """
    shelf, folder, tool = built
    base = serve(folder)
    context = chromium.new_context()
    context.add_init_script("window.alive = 0; window.hit = () => { window.alive += 1; };")
    page = context.new_page()
    dialogs, foreign = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda request: foreign.append(request.url) if not request.url.startswith((base, "data:", "blob:")) else None,
    )
    pages = sorted(path.parent.relative_to(folder).as_posix() for path in folder.rglob("index.html"))
    assert len(pages) > 3 * len(shelf.papers)
    if tool == "zensical":  # it makes the same articles (test_builders)
        pages = [path for path in pages if path.startswith("papers/")]
    for path in pages:
        page.goto(f"{base}{path}/", wait_until="load")
        if path == "browse":
            page.locator(".facet").first.wait_for()
        assert page.evaluate("window.alive") == 0, path
        assert page.evaluate(ALIVE) == [], path
        assert page.url == f"{base}{path}/".replace("/./", "/"), path
        paper = shelf.papers.get(path.removeprefix("papers/"))
        if paper:
            title = site.escapes.line(plain(paper.title))
            heading, window, summary = page.evaluate(SHOWN)
            assert heading.split() == title.split()
            assert window == f"{title} - Reading Shelf"
            assert summary.split() == site.escapes.line(plain(paper.summary)).split()
    assert (dialogs, foreign) == ([], [])
    context.close()


def test_no_payload_becomes_active_on_browse_or_my_list(built, chromium, serve):
    """Neither typed into the field, nor in what is unfolded, starred, noted and listed."""
    _, folder, tool = built
    base = serve(folder)
    context = chromium.new_context()
    context.add_init_script("window.alive = 0; window.hit = () => { window.alive += 1; };")
    page = context.new_page()
    dialogs, foreign = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda request: foreign.append(request.url) if not request.url.startswith((base, "data:", "blob:")) else None,
    )
    page.goto(f"{base}browse/")
    page.locator(".facet").first.wait_for()
    for payload in PAYLOADS if tool == "mkdocs" else PAYLOADS[:3]:  # typed; then unfolded, starred, noted and listed
        page.locator("#browse-query").fill(payload)
        page.locator("#browse-query").fill(f'author:"{payload}"')
        page.wait_for_timeout(20)
        assert page.evaluate(ALIVE) == [], payload
    page.locator("#browse-query").fill("")
    for star in page.locator(".mark--starred").all():
        star.click()
    assert page.evaluate(ALIVE) == []
    page.goto(f"{base}my-list/")
    page.locator(".kept .browse-table").first.wait_for()
    page.locator(".kept .mark-note summary").first.click()
    page.locator(".kept textarea").first.fill(PAYLOADS[1])
    page.locator(".kept textarea").first.blur()
    assert page.evaluate(ALIVE) == []
    page.goto(f"{base}browse/?find=has:note")
    page.locator(".browse-paper textarea").wait_for()
    assert page.locator(".browse-paper textarea").input_value() == PAYLOADS[1]
    assert page.evaluate(ALIVE) == []
    assert page.evaluate("window.alive") == 0
    assert (dialogs, foreign) == ([], [])
    context.close()


def test_no_payload_is_active_in_the_search_box(built, chromium, serve):
    """Titles, names and quoted matches are text in the list, whatever is typed, and its links lead to papers and Browse."""
    shelf, folder, tool = built
    base = serve(folder)
    context = chromium.new_context()
    context.add_init_script("window.alive = 0; window.hit = () => { window.alive += 1; };")
    page = context.new_page()
    page.goto(f"{base}papers/paper-0/")
    page.locator("#finder-box").click()
    shown = 0
    for payload in PAYLOADS if tool == "mkdocs" else PAYLOADS[:3]:
        for query in (payload, f'"{payload}"', f"alias {payload}", f"zxqvzxqv {payload}"):
            page.locator("#finder-box").fill(query)
            page.wait_for_function("() => performance.getEntriesByName('shelf-found').length")
            assert page.evaluate(ALIVE) == [], query
            within = "#finder :is(script, img, iframe, style, math, svg, a[id=lure], [onload], [onfocus], [onclick])"
            assert page.locator(within).count() == 0, query
            hrefs = page.locator("#finder a[role=option]").evaluate_all("all => all.map(one => one.href)")
            assert all(href.startswith(f"{base}papers/paper-") for href in hrefs), query
            assert (
                page.locator("#finder .finder__all")
                .evaluate("one => one.href || location.origin")
                .startswith(base[:-1])
            )
            shown += len(hrefs)
    assert shown > len(shelf.papers) if tool == "mkdocs" else shown
    assert page.evaluate("window.alive") == 0
    context.close()
