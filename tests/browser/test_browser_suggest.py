"""The page that suggests a paper opens the repository's form with the identifier, and leads nowhere else, whatever it is given."""

import json
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from tests.browser.conftest import without_errors
from tests.conftest import ROOT

ASSETS = ROOT / "overrides" / "assets"
CASES = json.loads((ROOT / "tests" / "services" / "pasted.json").read_text("utf-8"))["cases"]
FORM = "https://example.org/me/shelf/issues/new"
NOBODY = "10.5555/shore.2029.77"  # of no paper of the invented shelf
PMLR = "https://proceedings.mlr.press/v519/marsh29a/marsh29a.pdf"
STATED = """<!DOCTYPE html><title>Counting Limpets | Shore Press</title>
<meta name="Citation_DOI" content="10.5555/shore.2029.77"><meta name="citation_title" content="Counting Limpets & Whelks">"""


@pytest.fixture(scope="module")
def base(invented_site, serve):
    """Return the address of the page, on the invented shelf."""
    return f"{serve(invented_site)}add/"


@pytest.fixture
def page(lend):
    """Return a page of a new reader; any error on it fails the test, and the repository's host is played here."""
    options = {"viewport": {"width": 1280, "height": 900}, "permissions": ["clipboard-read", "clipboard-write"]}
    with lend(**options) as page, without_errors(page):
        page.route(
            "https://example.org/**",
            lambda route: route.fulfill(body="<title>A form</title>", content_type="text/html"),
        )
        yield page


def arrived(page):
    """Return the fields of the form, once it is open."""
    page.wait_for_url(f"{FORM}?**")
    return {name: value for name, [value] in parse_qs(urlsplit(page.url).query).items()}


def said(page):
    """Return what the page answers."""
    page.locator("#suggest .suggest-said p").first.wait_for()
    return page.locator("#suggest .suggest-said").inner_text()


def test_the_script_finds_what_the_command_finds(chromium):
    """The same cases hold for `shelf add` (tests/services/test_references.py)."""
    page = chromium.new_page()
    page.add_script_tag(path=ASSETS / "references.js")
    found = page.evaluate("texts => texts.map(namedPapers)", [case["text"] for case in CASES])
    page.close()
    assert len(found) == len(CASES) > 100
    for case, papers in zip(CASES, found, strict=True):
        if case.get("refused") == "add.several":
            assert len(papers) > 1, case
        elif "refused" in case or ("title" in case and "pages" not in case):
            assert papers == [], case
        else:
            [paper] = papers
            pages = [f"https://{page}" for page in case.get("pages", [])]
            assert paper["value"] == case.get(paper["kind"]) or (paper["kind"] == "page" and pages), (case, paper)


@pytest.mark.parametrize(
    ("asked", "filled"),
    [
        ({"url": f"https://dl.acm.org/doi/{NOBODY}?a=b&c", "title": "Limpets & Co"}, (NOBODY, "Limpets & Co")),
        ({"id": f"doi:{NOBODY}", "url": "https://shore.example/77"}, (NOBODY, NOBODY)),
        ({"id": "", "url": "https://pubmed.ncbi.nlm.nih.gov/12345678/"}, ("PMID: 12345678", "PMID: 12345678")),
        ({"url": f"{PMLR}?x#y", "title": "T"}, (PMLR, "T")),
    ],
)
@pytest.mark.parametrize("mark", ["?", "#?"])
def test_a_bookmark_opens_the_form(page, base, asked, filled, mark):
    """It is filled in with the identifier that the page states, else with the one in its address."""
    page.goto(f"{base}{mark}{urlencode(asked)}")
    reference, title = filled
    assert arrived(page) == {"template": "suggest.yml", "reference": reference, "title": f"Suggestion: {title}"}


def test_the_bookmark_reads_what_a_page_states(page, base, serve, tmp_path):
    """Its code, run on a publisher's page, leads here with the DOI and title of the page, and on to the form."""
    page.goto(base)
    page.locator(".suggest-code").wait_for()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    code = page.evaluate("navigator.clipboard.readText()")
    assert code == page.locator(".suggest-code").inner_text()
    (tmp_path / "index.html").write_text(STATED, "utf-8")
    page.goto(serve(tmp_path))
    assert code.startswith("javascript:")
    page.evaluate("code => { location.href = code; }", code)
    assert arrived(page) == {
        "template": "suggest.yml",
        "title": "Suggestion: Counting Limpets & Whelks",
        "reference": NOBODY,
    }


def test_a_paper_of_the_shelf_is_named_with_a_link(page, base):
    """Nobody has to suggest it; a link leads to it, another one to the form."""
    page.goto(f"{base}?{urlencode({'url': 'https://arxiv.org/abs/1903.00001v2'})}")
    assert "This paper is already on this shelf: HERON: Wading" in said(page)
    assert (
        page.get_by_role("link", name="HERON: Wading Through Shallow Text")
        .get_attribute("href")
        .endswith("papers/heron-1/")
    )
    page.get_by_role("link", name="Suggest it all the same").click()
    assert arrived(page)["reference"] == "1903.00001"


def test_what_is_typed_opens_the_form(page, base):
    """An identifier in a sentence, or a title; what may be two papers, or none, is said."""
    page.goto(base)
    field, go = page.get_by_label("Paper", exact=True), page.get_by_role("button", name="Open the form")
    for text, answer in (
        ("2901.01234 and 2902.05678", "This may name 2 papers: 2901.01234, 2902.05678."),
        ("https://github.com/marsh/limpetnet", "no paper’s identifier"),
        ("", "no paper’s identifier"),
        ("heron 2, deeper water", "A paper with this title is already on this shelf: HERON 2"),
    ):
        field.fill(text)
        go.click()
        page.get_by_text(answer).wait_for()
    field.fill("  Counting Limpets <b>Between</b> Two Tides ")
    go.click()
    assert arrived(page)["reference"] == "Counting Limpets <b>Between</b> Two Tides"


def test_a_title_is_not_sent_unasked(page, base):
    """A page without an identifier has its title in the field, for the reader to look at."""
    page.goto(f"{base}#?{urlencode({'url': 'https://shore.example/77', 'title': 'Limpets | Shore Press'})}")
    assert "states no identifier" in said(page)
    assert page.get_by_label("Paper", exact=True).input_value() == "Limpets | Shore Press"
    assert page.url.startswith(base)


@pytest.mark.parametrize(
    "query",
    [
        "url=javascript:hit()",
        "url=javascript://arxiv.org/%250ahit()",
        "id=%3Cscript%3Ehit()%3C/script%3E",
        "title=%3Cimg src=x onerror=hit()%3E",
        "url=data:text/html,%3Cscript%3Ehit()%3C/script%3E",
        "url=//evil.example/10.5555/x",
        "url=https://arxiv.org@evil.example/abs/2901.01234",
        "url=https://arxiv.org:8443/abs/2901.01234",
        "id=2901.01234%0d%0aHost:%20evil.example",
        f"id={NOBODY}&x=" + "x" * 100_000,
        "id=" + "(" * 3_000,
        "form=https://evil.example/&data-form=https://evil.example/",
        "%",
    ],
)
def test_hostile_addresses_do_nothing(page, base, query):
    """No script runs, nothing else is opened, and the page still works."""
    page.evaluate("window.hit = () => { document.title = 'hit'; }")
    page.goto(f"{base}{'#' if len(query) > 5_000 else ''}?{query}")
    page.locator("#suggest form").wait_for()
    if query not in {"%", "form=https://evil.example/&data-form=https://evil.example/"}:
        assert said(page)
    assert page.url.startswith(base)
    assert page.title() != "hit"
    assert page.locator("#suggest :is(img, script, [onerror])").count() == 0
    page.get_by_label("Paper", exact=True).fill(NOBODY)
    page.get_by_role("button", name="Open the form").click()
    assert arrived(page)["reference"] == NOBODY


@pytest.mark.parametrize("text", [f"10.5555/{quote('a&title=b#?c=d')}", "10.5555/a%26reference=b"])
def test_an_identifier_stays_one_field(page, base, text):
    """Whatever signs it has, they fill in no other field."""
    page.goto(f"{base}?{urlencode({'id': text})}")
    assert set(arrived(page)) == {"template", "title", "reference"}
