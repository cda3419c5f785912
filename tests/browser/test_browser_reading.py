"""The online site as a reader uses it: on phone and desktop, light and dark, with citations and lineage."""

import pytest

KINDS = (
    "",
    "families/",
    "families/heron/",
    "no-family/",
    "topics/",
    "topics/flying/",
    "topics/reading/",
    "years/",
    "years/2020/",
    "years/undated/",
    "browse/",
    "my-list/",
    "compare/",
    "add/",
    "pictures/",
    "map/",
    "authors/",
    "authors/ada-marsh/",
    "venues/",
    "venues/pond-workshop/",
    "results/",
    "paths/",
    "paths/first-steps/",
    "papers/heron-1/",
    "papers/heron-2/",
    "papers/untitled-wading-birds/",
    "new/",
    "api/",
    "codes/",
    "about/",
    "404.html",
)


@pytest.fixture(scope="module")
def base(invented_site, serve):
    """Return the address of the invented shelf, built for the web."""
    return serve(invented_site)


def test_a_citation_is_copied(base, chromium):
    """The button copies the BibTeX record to the clipboard as it is shown, line by line."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base + "papers/heron-1/")
    page.get_by_role("button", name="Copy BibTeX").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('@'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == page.locator("#cite-bibtex").inner_text().strip()
    assert copied.startswith("@inproceedings{heron-1,\n  title = ")
    context.close()


def test_a_long_author_list_can_be_expanded(base, chromium):
    """Eight of 45 authors are shown, and a click shows the others."""
    page = chromium.new_page()
    page.goto(base + "papers/heron-2/")
    last = page.locator(".shelf-authors").get_by_text("Author Number45")
    assert not last.is_visible()
    page.get_by_text("and 37 more").click()
    assert last.is_visible()
    page.close()


def test_the_lineage_links_to_papers(base, chromium):
    """Each row is a link to its paper, and says in words what that builds on."""
    page = chromium.new_page()
    page.goto(base + "families/heron/")
    row = page.locator(".shelf-lineage li", has=page.get_by_role("link", name="HERON 2", exact=True)).first
    assert "builds on HERON" in row.inner_text()
    row.get_by_role("link", name="HERON 2", exact=True).click()
    page.wait_for_url("**/papers/heron-2/")
    page.close()


def test_the_colour_scheme_is_remembered(base, chromium):
    """The site follows the system until the reader chooses, and keeps the choice on the next page."""
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(base)
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.locator("label[for=__palette_1]").click()
    page.goto(base + "families/")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    context.close()


@pytest.mark.parametrize("name", ["Ada Marsh", "Cai Sedge"])
def test_a_name_leads_to_that_authors_papers(base, chromium, name):
    """The link leads to the author's page, or to Browse for an author of one paper."""
    page = chromium.new_page()
    page.goto(base + "papers/heron-1/")
    page.get_by_role("link", name=name).click()
    page.wait_for_url("**/authors/ada-marsh/" if name == "Ada Marsh" else "**/browse/?*")
    found = {"Ada Marsh": ["heron-1", "otter"], "Cai Sedge": ["heron-1"]}[name]
    page.wait_for_function(
        "count => document.querySelectorAll('article [data-key] :is(h2, h3, .browse-paper) > a').length === count",
        arg=len(found),
    )
    links = page.locator("article [data-key] :is(h2, h3, .browse-paper) > a").evaluate_all(
        "all => all.map(a => a.pathname)"
    )
    assert sorted(links) == [f"/papers/{key}/" for key in found]
    page.close()
