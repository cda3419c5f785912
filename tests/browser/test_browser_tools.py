"""The reader's tools, online and from file://: comparing papers, what is new, the count in the header, shared lists."""

import json
import shutil
import zipfile

import pytest

from generator import formats, plugin, site
from generator.content import catalogue
from generator.model import Paper, Result
from generator.site.exports import holdings
from tests.browser.conftest import MOVES, moved, violations, without_errors
from tests.site import invented

ASSETS = invented.REPOSITORY / "overrides" / "assets"
REFUSED = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }})"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
SWAN = Paper(
    title="SWAN: Gliding <b>Over</b> Text",
    authors=("Ada Marsh",),
    date="2018-01",
    summary="Glides.",
    results=(
        Result(benchmark="pond-qa", metric="F1", value=72, unit="%", setting="test split"),
        Result(benchmark="Feathers", value=3),
    ),
    compared_with=("heron-1",),
    topics=("reading",),
)


def built(folder, papers=(), *, former=None):
    """Build the invented shelf with more papers; return the folder of the site, and its configuration."""
    settings = invented.project(folder / "project")
    for key, paper in dict(papers).items():
        catalogue.save(settings.content, {f"papers/{key}.yml": paper})
    for old, new in (former or {}).items():
        (settings.content / "papers" / f"{old}.yml").rename(settings.content / "papers" / f"{new}.yml")
        path = settings.content / "papers" / f"{new}.yml"
        path.write_text(f"{path.read_text('utf-8')}former_keys: [{old}]\n", "utf-8")
    shelf, problems = catalogue.inspect(settings.content)
    assert not [problem for problem in problems if problem.severity == "error"], problems
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    return invented.built(folder / "out"), settings.config


@pytest.fixture(scope="module")
def starts(tmp_path_factory, serve):
    """Return the addresses of the site's root: served, and as files."""
    folder = tmp_path_factory.mktemp("tools #1")
    online, config = built(folder, {"swan": SWAN})
    plugin.bundle(site.settings(config), folder / "shelf.zip")
    with zipfile.ZipFile(folder / "shelf.zip") as archive:
        archive.extractall(folder)
    return {"http": serve(online), "file": (folder / "reading-shelf").as_uri() + "/"}


@pytest.fixture
def base(starts):
    """Return the address of the served site."""
    return starts["http"]


@pytest.fixture
def page(lend):
    """Return a page of a new reader; any error on it fails the test."""
    options = {"viewport": {"width": 1280, "height": 900}, "permissions": ["clipboard-read", "clipboard-write"]}
    with lend(accept_downloads=True, **options) as page, without_errors(page):
        yield page


@pytest.fixture(scope="module")
def bare(chromium):
    """Return an empty page with the scripts that need no page of the site."""
    page = chromium.new_page()
    for name in ("collection", "sharing", "comparison", "visits"):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()


def at(start, path, more=""):
    """Return the address of a page; a file has a name."""
    return f"{start}{path}/{'index.html' if start.startswith('file:') else ''}{more}"


def compare_button(page, title):
    return page.get_by_role("button", name=f"Compare: {title}")


def columns(page):
    """Return the titles at the head of the comparison, when it is there."""
    page.locator(".compare-table").wait_for()
    return page.locator(".compare-table thead th a").all_inner_texts()


def row(page, name):
    """Return the texts of a row of the comparison."""
    found = page.locator(".compare-table tr", has=page.locator("th[scope=row]", has_text=name)).first
    return [text.strip() for text in found.locator("td").all_inner_texts()]


@pytest.mark.parametrize("over", ["http", "file"])
def test_papers_are_chosen_anywhere_and_compared(starts, over, page):
    """Cards, rows of Browse, My list and paper pages have the button; the tray keeps the choice and leads to the table."""
    start = starts[over]
    page.goto(at(start, "families/heron"))
    button = compare_button(page, "HERON: Wading Through Shallow Text")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    tray = page.get_by_role("region", name="Papers to compare")
    assert tray.get_by_role("status").inner_text() == "1 of 4 chosen: choose another"
    assert not tray.get_by_role("link").is_visible()
    page.goto(at(start, "browse", "?find=deeper"))
    page.locator(".facet").first.wait_for(state="attached")
    compare_button(page, "HERON 2: Deeper Water").click()
    page.goto(at(start, "papers/swan"))
    page.keyboard.press("Tab")
    compare_button(page, "SWAN: Gliding <b>Over</b> Text").focus()
    page.keyboard.press("Space")
    assert tray.get_by_role("status").inner_text() == "3 of 4 chosen"
    page.locator(".shelf-keep .mark--starred").click()
    page.goto(at(start, "my-list"))
    page.locator(".kept .browse-table").wait_for()
    assert page.locator(".kept .mark--compare").get_attribute("aria-pressed") == "true"
    tray.get_by_role("link", name="Compare").click()
    assert columns(page) == [
        "HERON: Wading Through Shallow Text",
        "HERON 2: Deeper Water",
        "SWAN: Gliding <b>Over</b> Text",
    ]
    assert page.locator("#tray").count() == 0
    assert page.url == at(start, "compare", f"{'#' if over == 'file' else ''}?papers=heron-1,heron-2,swan")
    page.get_by_role("button", name="Remove HERON 2").click()
    page.wait_for_function("() => document.querySelectorAll('.compare-table thead th').length === 2")
    assert page.url.endswith("?papers=heron-1,swan")
    page.reload()
    assert len(columns(page)) == 2
    page.goto(at(start, "years/2019"))
    assert tray.get_by_role("status").inner_text() == "2 of 4 chosen"
    tray.get_by_role("button", name="Clear").click()
    assert page.locator("#tray").count() == 0
    assert page.locator("[data-mark=compare][aria-pressed=true]").count() == 0


def test_the_table_has_facts_results_labels_and_relations(base, page):
    """Each is beside those of the other papers; what is the same is told, and no text becomes markup."""
    page.goto(base + "compare/?papers=heron-1,heron-2,swan,heron-vast")
    columns(page)
    assert row(page, "Authors")[0] == "Ada Marsh, Bo Reed and Cai Sedge"
    assert row(page, "Authors")[1].endswith("Author Number8 and 37 more")
    assert row(page, "Authors")[3] == "438 authors"
    assert row(page, "Date") == ["1 March 2019", "15 July 2020", "January 2018", "February 2026"]
    assert row(page, "Venue") == ["Pond Workshop 2019", "Journal of Ponds", "–", "–"]
    assert row(page, "Type")[1:3] == ["Journal article", "Preprint"]
    assert row(page, "Links")[0].split() == ["arXiv", "DOI", "Code", "Project", "page"]
    assert row(page, "PondQA") == ["71.5%\none model", "–", "72%\n(best)", "–"]
    assert row(page, "Feathers") == ["–", "–", "3", "–"]
    assert row(page, "Topics")[0] == "Reading"
    relations = row(page, "Between them")
    assert relations[0].split("\n") == ["HERON 2 builds on it", "SWAN is compared with it"]
    assert relations[3] == "builds on HERON 2"
    assert page.locator(".compare-table thead b, .compare-table script").count() == 0
    same = page.locator(".compare-same th").all_inner_texts()
    page.goto(base + "compare/?papers=heron-1,otter")
    columns(page)
    assert "Upvotes" not in "".join(same)
    assert page.locator(".compare-table tr:not(.compare-same) th[scope=row]", has_text="Authors").count() == 1


def test_the_best_score_is_marked_where_its_direction_is_known(base, page):
    """The highest or lowest, ties included; never a gain, a result without a rival, or one whose direction is unknown or disputed."""
    page.goto(base + "compare/?papers=heron-1,swan")
    columns(page)
    marked = page.evaluate(
        """() => {
          const result = (row, value, better, kind) => ({row, benchmark: row, value, shown: String(value), better, kind});
          const rows = [
            [result("higher", 1, "higher", "score"), result("higher", 2, "higher", "score"), result("higher", 2, "higher", "score")],
            [result("lower", 1, "lower"), result("lower", 2, "lower"), result("lower", 3, "lower")],
            [result("unknown", 1), result("unknown", 2)],
            [result("disputed", 1, "higher"), result("disputed", 2, "lower")],
            [result("gain", 1, "higher", "gain"), result("gain", 2, "higher", "gain")],
            [result("alone", 1, "higher")],
          ];
          const papers = [0, 1, 2].map(at => ({key: `p-${at}`, facts: {title: `P${at}`, short: `P${at}`, results: rows.map(row => row[at]).filter(Boolean)}}));
          const table = comparisonTable(papers, () => {});
          return [...table.querySelectorAll(".compare-best")].map(best => [
            best.closest("tr").cells[0].firstChild.firstChild.textContent, best.closest("td").cellIndex]);
        }"""
    )
    assert marked == [["higher", 2], ["higher", 3], ["lower", 1]]


@pytest.mark.parametrize(
    ("papers", "shown", "said"),
    [
        ("heron-1,nope,swan", 2, "“nope” is not on this shelf"),
        ("heron-1,n1,n2,n3,n4,swan", 2, "“n1”, “n2”, “n3” and 1 more are not on this shelf"),
        ("heron-two,swan", 2, ""),
        ("heron-two,heron-2,swan", 2, "HERON 2 stood in the address more than once"),
        ("heron-1,heron-1", 1, "This is only one paper."),
        ("heron-1,heron-2,swan,otter,heron-vast", 4, "The address names 5 papers."),
        ("HERON-1,swan.", 2, ""),
        ("%3Cimg+src=x+onerror=alert(1)%3E,heron-1,swan", 2, "are not on this shelf"),
        ("constructor,__proto__,heron-1,swan", 2, "are not on this shelf"),
        ("%E6%B7%B1%E5%BA%A6,heron-1,swan", 2, "“深度” is not on this shelf"),
        ("heron-1&papers=swan", 2, ""),
        ("", 0, "No paper is chosen yet."),
        (",,;", 0, "No paper is chosen yet."),
        ("gone", 0, "“gone” is not on this shelf"),
        ("x" * 3000, 0, "is not on this shelf"),
    ],
)
def test_odd_addresses_get_a_kind_message(base, page, papers, shown, said):
    """Unknown, former, repeated, misspelt or too many keys: what is known is shown, and the rest explained."""
    page.goto(f"{base}compare/{'#?' if len(papers) % 2 else '?'}papers={papers}")
    page.locator(".compare-table, #compare p").first.wait_for()
    assert page.locator(".compare-table thead th").count() == shown
    text = page.locator("#compare").inner_text()
    assert said in text
    if not said:
        assert page.locator(".compare-said p").count() == 0
    assert page.locator("#compare img").count() == 0


def test_a_fifth_paper_is_refused(base, page):
    """The message says how many can be compared, and the choice stays."""
    page.goto(base + "browse/")
    page.locator(".facet").first.wait_for(state="attached")
    buttons = page.locator(".mark--compare")
    for number in range(5):
        buttons.nth(number).click()
    assert "up to 4 papers" in page.locator("#said").inner_text()
    assert [one.get_attribute("aria-pressed") for one in buttons.all()[:5]] == ["true"] * 4 + ["false"]


def test_the_choice_is_the_same_in_every_tab(base, page):
    """A paper that is chosen in one tab is chosen in the other."""
    page.goto(base + "years/2019/")
    other = page.context.new_page()
    other.goto(base + "papers/swan/")
    other.locator(".mark--compare").click()
    page.locator(".mark--compare").first.click()
    other.get_by_text("2 of 4 chosen").wait_for()
    page.get_by_text("2 of 4 chosen").wait_for()


@pytest.mark.parametrize("fault", [REFUSED, FULL])
def test_nothing_breaks_where_nothing_can_be_stored(base, page, fault):
    """The choice lasts until the page is left, nothing is new, and the reader is not told of what was not asked for."""
    page.add_init_script(fault)
    page.goto(base)
    page.wait_for_timeout(400)
    page.locator(".mark--compare").nth(0).click()
    page.locator(".mark--compare").nth(1).click()
    assert page.locator("#tray").get_by_role("status").inner_text() == "2 of 4 chosen"
    assert page.locator(".mark-new, #said").all_inner_texts() == []
    page.get_by_role("link", name="Compare", exact=True).click()
    assert len(columns(page)) == 2


def test_without_scripts_compare_says_what_it_needs(base, chromium):
    """There is a plain text, and no empty table."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + "compare/?papers=heron-1,swan")
    assert "needs JavaScript" in page.locator("#compare").inner_text()
    assert page.locator("table").count() == 0
    context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_scrolls_the_table_beside_its_first_column(base, chromium, width):
    """The table scrolls in its own box, by touch or keyboard, and the names of the rows stay."""
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(base + "compare/?papers=heron-1,heron-2,swan,otter")
    columns(page)
    box = page.locator(".compare-wide")
    assert box.evaluate("one => one.scrollWidth > one.clientWidth + 200")
    assert page.locator("article").evaluate("one => one.getBoundingClientRect().right") <= width
    name = page.locator("th[scope=row]", has_text="Authors")
    before = name.bounding_box()["x"]
    box.focus()
    box.evaluate("one => one.scrollBy(400, 0)")
    assert box.evaluate("one => one.scrollLeft") > 200
    assert name.bounding_box()["x"] == before
    context.close()


def test_the_list_is_in_the_header_with_its_count(base, chromium):
    """The count follows each mark without moving anything, on a phone, too; the link says it to screen readers."""
    for width in (320, 1280):
        context = chromium.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        page.add_init_script(MOVES)
        page.goto(base + "papers/swan/")
        link = page.locator(".shelf-mine")
        page.locator(".mark--starred").wait_for()
        assert not page.locator("#my-list-count").is_visible()
        before = link.bounding_box()
        page.locator(".shelf-keep .mark--starred").click()
        assert page.locator("#my-list-count").inner_text() == "1"
        assert link.get_attribute("aria-label") == "My list, 1 paper"
        assert link.bounding_box() == before
        assert before["x"] >= 0
        assert before["x"] + before["width"] <= width
        assert (page.locator(".shelf-mine__name").bounding_box()["width"] > 5) == (width > 960)
        assert moved(page, asked=True) == []
        link.click()
        page.locator(".kept .browse-table").wait_for()
        context.close()


STORE = """(() => {
  const kept = new Map();
  return {kept, getItem: name => (kept.has(name) ? kept.get(name) : null), setItem: (name, text) => kept.set(name, text)};
})()"""


def visit(bare, steps):
    """Run steps on one storage, each a visit at a time in hours with some papers; return what is new after each of them."""
    return bare.evaluate(
        f"""steps => {{
          const storage = {STORE};
          return steps.map(({{at, papers, former = {{}}, stored, clear}}) => {{
            if (stored !== undefined) storage.setItem("x", stored);
            const visits = new Visits(() => storage, "x", () => at * 3600 * 1000);
            const hashed = Object.fromEntries(Object.entries(former).map(([key, old]) => [hashOf(key), old.map(hashOf)]));
            if (papers) visits.update({{papers: papers.map(hashOf).join(""), former: hashed}});
            if (clear) visits.clear();
            return ["a", "b", "c", "d", "new-b"].filter(key => visits.isNew(key)).join("");
          }});
        }}""",
        steps,
    )


@pytest.mark.parametrize(
    ("steps", "new"),
    [
        ([{"at": 1, "papers": ["a", "b"]}, {"at": 2, "papers": ["a", "b"]}], ["", ""]),
        ([{"at": 1, "papers": ["a"]}, {"at": 30, "papers": ["a", "b"]}, {"at": 31, "papers": ["a", "b"]}], ["", "b", "b"]),
        ([{"at": 1, "papers": ["a"]}, {"at": 30, "papers": ["a", "b"]}, {"at": 60, "papers": ["a", "b", "c"]}], ["", "b", "c"]),
        ([{"at": 1, "papers": ["a"]}, {"at": 2, "papers": ["a", "b"]}, {"at": 3, "papers": ["a", "b", "c"]}], ["", "b", "bc"]),
        ([{"at": 1, "papers": ["a"]}, {"at": 30, "papers": ["a", "b"], "clear": True}, {"at": 31, "papers": ["a", "b"]}], ["", "", ""]),
        ([{"at": 1, "papers": ["a", "b"]}, {"at": 30, "papers": ["a"]}, {"at": 60, "papers": ["a", "b"]}], ["", "", ""]),
        ([{"at": 1, "papers": ["a", "b"]}, {"at": 30, "papers": ["a", "new-b"], "former": {"new-b": ["b"]}}], ["", ""]),
        ([{"at": 1, "papers": ["a"]}, {"at": 30}, {"at": 31, "papers": ["a", "b"]}, {"at": 60}], ["", "", "b", ""]),
        # a clock that was wrong: far ahead at the first visit, set back at the second, right at last
        ([{"at": 9e6, "papers": ["a"]}, {"at": 1, "papers": ["a", "b"]}, {"at": 30, "papers": ["a", "b", "c"]}], ["", "b", "c"]),
        ([{"at": 0, "papers": ["a"]}, {"at": 5e5, "papers": ["a"]}, {"at": 3, "papers": ["a"]}], ["", "", ""]),
        # what cannot be read is a first visit
        *(
            ([{"at": 1, "papers": ["a"], "stored": stored}, {"at": 30, "papers": ["a", "b"]}], ["", "b"])
            for stored in ("", "{", "null", "7", "[]", '{"version":1}', '{"version":1,"at":"x","known":"","fresh":""}',
                           '{"version":1,"at":1,"known":"abc","fresh":""}', '{"version":1,"at":1,"known":"","fresh":["x"]}',
                           '{"version":1,"at":null,"known":"","fresh":""}')
        ),
    ],
)  # fmt: skip
def test_what_is_new_since_the_last_visit(bare, steps, new):
    """Nothing at the first visit; then what was not there at the last one, until the next visit or until it is marked as seen."""
    assert visit(bare, steps) == new


def test_python_and_javascript_make_the_same_hashes(bare):
    """Those of the data file are those of the script."""
    keys = ["a", "heron-1", "ernie-3-0", "x" * 80, *(f"paper-{number}" for number in range(500))]
    assert bare.evaluate("keys => keys.map(hashOf)", keys) == [holdings.short(key) for key in keys]
    assert bare.evaluate("keys => keys.map(hashNumber)", keys) == [holdings.number(key) for key in keys]
    assert len({holdings.short(key) for key in keys}) == len(keys)


def test_new_papers_are_marked_on_cards_and_rows_until_seen(tmp_path, serve, page):
    """A first visit marks nothing. After a rebuild the added paper is marked, in every tab, and nothing moves; a renamed one is not."""
    folder = tmp_path / "served"
    goose = Paper(title="Geese", authors=("Bo Reed",), date="2017")
    shutil.copytree(built(tmp_path / "one", {"goose": goose})[0], folder)
    base = serve(folder)
    page.add_init_script(MOVES)
    page.goto(base + "new/")
    page.wait_for_function("() => Object.keys(localStorage).some(name => name.includes('visit'))")
    assert page.locator(".mark-new, .shelf-fresh").count() == 0
    shutil.rmtree(folder)
    shutil.copytree(built(tmp_path / "two", {"goose": goose, "swan": SWAN}, former={"goose": "grey-goose"})[0], folder)
    for path in ("", "new/", "years/2018/"):
        page.goto(base + path)
        page.locator(".mark-new").first.wait_for()
        assert page.locator("[data-key]:has(.mark-new)").evaluate_all("all => all.map(one => one.dataset.key)") == [
            "swan"
        ]
        assert page.locator(".mark-new").inner_text() == "New"
        assert page.locator(".shelf-fresh p").inner_text() == "1 new since your last visit Mark all as seen"
        page.wait_for_timeout(200)
        assert moved(page, asked=True) == []
    page.goto(base + "browse/")
    page.locator("tr[data-key=swan] .mark-new").wait_for()
    assert page.locator(".mark-new").count() == 1
    assert page.locator(".shelf-fresh p").inner_text() == "1 new since your last visit Mark all as seen"
    page.wait_for_timeout(200)
    assert moved(page, asked=True) == []
    other = page.context.new_page()
    other.goto(base + "new/")
    other.locator(".mark-new").wait_for()
    other.get_by_role("button", name="Mark all as seen").click()
    assert other.locator(".mark-new, .shelf-fresh").count() == 0
    page.wait_for_function("() => !document.querySelector('.mark-new')")
    page.reload()
    page.locator(".facet").first.wait_for(state="attached")
    page.wait_for_timeout(300)
    assert page.locator(".mark-new").count() == 0


def marked(page, papers):
    """Store a list, as if the reader had marked these papers before."""
    page.evaluate(
        "text => localStorage.setItem('reading-shelf.kept', text)",
        json.dumps({"shelf": "kept", "version": 1, "papers": papers}),
    )


@pytest.mark.parametrize("over", ["http", "file"])
def test_my_list_is_shared_as_an_address(starts, over, page, chromium):
    """The copied address shows the list beside the other reader's own, who can take all of it; no note is in it."""
    start = starts[over]
    page.goto(at(start, "my-list"))
    marked(
        page,
        {
            "heron-1": {"starred": "2026-01-01", "note": "A secret"},
            "swan": {"read": "2026-01-02"},
            "elsewhere": {"note": "y"},
        },
    )
    page.reload()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link to 2 papers copied.").wait_for()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == at(start, "my-list", f"{'#' if over == 'file' else ''}?papers=swan,heron-1") or address.endswith(
        "papers=heron-1,swan"
    )
    other = chromium.new_context()
    reader = other.new_page()
    reader.goto(at(start, "my-list"))
    marked(reader, {"heron-1": {"read": "2025-05-05", "note": "mine"}, "otter": {"starred": "2025-05-05"}})
    reader.goto("about:blank")
    reader.goto(f"{address},gone,heron-two,heron-1")
    reader.get_by_role("heading", name="Shared with you").wait_for()
    assert reader.locator(".shared .browse-count").inner_text() == "3 papers, and 1 that is not on this shelf"
    assert reader.locator(".kept tr[data-key=otter]").count() == 1
    reader.get_by_role("button", name="Add all to my list").click()
    assert "2 papers added to your list; 1 was on it before." in reader.locator("#said").inner_text()
    kept = json.loads(reader.evaluate("localStorage.getItem('reading-shelf.kept')"))["papers"]
    assert set(kept) == {"heron-1", "heron-2", "otter", "swan"}
    assert kept["heron-1"]["read"] == "2025-05-05"
    assert kept["heron-1"]["note"] == "mine"
    assert kept["heron-1"]["starred"]
    reader.get_by_role("button", name="Close", exact=True).first.click()
    assert reader.get_by_role("heading", name="Shared with you").count() == 0
    assert "papers=" not in reader.url
    other.close()


def test_long_lists_fit_into_an_address_or_say_so(base, page, bare):
    """Up to 2,000 characters stand after the ?, longer ones after the #, which no server refuses; 500 keys of any length fit."""
    long = bare.evaluate(
        """() => {
          window.ROOT = new URL("https://me.example.org/shelf/");
          const keys = (count, length) => Array.from({length: count}, (_, at) => `${at}-`.padEnd(length, "x"));
          return [keysAddress("my-list", keys(3, 8)), ...[[500, 31], [500, 80], [1000, 80]].map(of => keysAddress("my-list", keys(...of)))];
        }"""
    )
    assert long[0] == "https://me.example.org/shelf/my-list/?papers=0-xxxxxx,1-xxxxxx,2-xxxxxx"
    assert [text.partition("papers=")[0] for text in long[1:3]] == ["https://me.example.org/shelf/my-list/#?"] * 2
    assert long[3] == ""
    keys = [f"unknown-paper-with-a-long-key-{number}" for number in range(500)]
    page.goto(f"{base}my-list/#?papers={','.join([*keys, 'swan'])}")
    page.locator(".shared tr[data-key=swan]").wait_for()
    assert page.locator(".shared .browse-count").inner_text() == "1 paper, and 500 that are not on this shelf"
    page.evaluate("keysAddress = () => ''")
    marked(page, {"swan": {"starred": "2026-01-01"}})
    page.evaluate("collection.refresh() && collection.notify()")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("too many for an address. Export the list").wait_for()


def test_a_link_can_be_copied_by_hand(base, page):
    """Where the browser does not let the site copy, the address is shown, selected."""
    page.goto(base + "my-list/")
    marked(page, {"swan": {"starred": "2026-01-01"}})
    page.reload()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy link").click()
    assert page.get_by_label("Link to these papers").input_value() == base + "my-list/?papers=swan"


def test_downloads_of_my_list_have_the_notes(base, page, tmp_path):
    """Every paper of the list is in each download, with its note; downloads of Browse have none."""
    page.goto(base + "my-list/")
    marked(
        page, {"heron-1": {"starred": "2026-01-01", "note": "Ask {Ada}\nER  - "}, "swan": {"note": "Feathers & more"}}
    )
    page.reload()
    page.locator(".kept .browse-table").first.wait_for()
    for name, suffix in (
        ("BibTeX", ".bib"),
        ("RIS", ".ris"),
        ("CSL-JSON", ".json"),
        ("Markdown", ".md"),
        ("Export", ".json"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        waiting.value.save_as(tmp_path / f"papers{suffix}")
        text = (tmp_path / f"papers{suffix}").read_text("utf-8")
        assert "Ask " in text, name
        assert "Feathers" in text, name
        if name not in {"Markdown", "Export"}:
            parsed = formats.parse_all([formats.Source(name=f"papers{suffix}", text=text)])
            assert sorted(record.id for record in parsed.records) == ["heron-1", "swan"], name
    page.goto(base + "browse/")
    page.locator(".facet").first.wait_for(state="attached")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="RIS").click()
    waiting.value.save_as(tmp_path / "all.ris")
    assert "Feathers & more" not in (tmp_path / "all.ris").read_text("utf-8")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_tools_are_accessible(base, chromium, width, scheme):
    """Axe finds no WCAG A or AA violation on Compare, with a tray and new papers, and on a shared list; no page is too wide."""
    context = chromium.new_context(
        viewport={"width": width, "height": 3000}, color_scheme=scheme, reduced_motion="reduce", has_touch=width < 900
    )
    page = context.new_page()
    found = []

    def judge(part="body"):
        page.evaluate("scrollTo(0, 0)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found.extend(violations(page, part))

    page.goto(base + "compare/?papers=heron-1,heron-2,swan,gone")
    columns(page)
    page.locator(".mark-note summary").first.click()
    judge()
    page.goto(base + "new/")
    page.wait_for_function("() => Object.keys(localStorage).some(name => name.includes('visit'))")
    page.evaluate(
        """() => {
          const name = Object.keys(localStorage).find(name => name.includes("visit"));
          localStorage.setItem(name, JSON.stringify({...JSON.parse(localStorage[name]), known: hashOf("otter")}));
        }"""
    )
    page.reload()
    page.locator(".shelf-fresh p").wait_for()
    page.locator(".mark--compare").nth(0).click()
    page.locator(".mark--compare").nth(1).click()
    page.locator(".mark--starred").nth(1).click()
    judge()
    page.goto(base + "browse/")
    page.locator(".browse-paper .mark-new").first.wait_for()
    judge("#browse-table")
    page.goto(base + "my-list/?papers=heron-1,swan,gone")
    page.locator(".shared .browse-table").wait_for()
    judge()
    assert found == []
    context.close()
