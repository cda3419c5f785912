"""A paper's page as a reader meets it: links on the first screen of a phone, citations to copy, a citation in print."""

import dataclasses

import pytest

from generator import site
from generator.model import Identifiers, Paper
from tests.site import invented

NAMES = [
    "Alexandrina",
    "Bartholomew",
    "Christopher",
    "Dorothea",
    "Evangeline",
    "Ferdinand",
    "Guinevere",
    "Humphrey",
    "Isabella",
]
NINE = tuple(f"{name} Featherstone-Marshwater" for name in NAMES)
TITLE = (
    "A Very Long Title About Wading Through Shallow and Deep Water with Herons, Otters, Newts and Frogs: What a Large "
    "Collection of Invented Birds Can Teach Us About Reading Long Documents Slowly, Carefully and with Attention"
)
PAPERS = {
    "long": Paper(
        title=TITLE,
        authors=NINE,
        date="2021-05",
        venue="Proceedings of the 59th Annual Meeting of the Society for Ponds 2021",
        identifiers=Identifiers(arxiv="2105.00001", doi="10.1234/long"),
        summary="A long summary. " * 20,
    ),
    "middle": Paper(title=TITLE[:190], authors=NINE, identifiers=Identifiers(acl="2021.pond-main.7")),
    "longest": Paper(title=f"{TITLE} {TITLE}", authors=NINE, identifiers=Identifiers(arxiv="2105.00002")),
    "bare": Paper(title="Only a Title"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory, serve):
    """Return the address of a shelf of these papers, built for the web."""
    folder = tmp_path_factory.mktemp("papers")
    settings = invented.project(folder)
    shelf = dataclasses.replace(invented.shelf(settings.content), papers={**invented.PAPERS, **PAPERS})
    site.write(shelf, site.labels(shelf), settings, folder / "out")
    return serve(invented.built(folder / "out"))


@pytest.mark.parametrize("key", [*PAPERS, "heron-2"])
def test_the_first_link_is_on_the_first_screen_of_a_phone(base, chromium, key):
    """Whatever the title and the authors; what the reader does with a paper can be tapped with a thumb."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{base}papers/{key}/")
    page.locator(".shelf-keep button").first.wait_for()
    first = page.locator(".shelf-outs a").first.bounding_box()
    assert first["y"] + first["height"] <= 844
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        assert first["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_every_citation_is_copied_as_it_is_shown(base, chromium):
    """Each format and style has a button that copies its text; Cite in the head leads there."""
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(base + "papers/long/")
    page.get_by_role("link", name="Cite", exact=True).click()
    assert page.url.endswith("#cite")
    names = page.locator(".shelf-cite summary").all_inner_texts()
    assert names == ["BibTeX", "APA", "MLA", "Chicago", "IEEE", "Harvard", "RIS", "CSL-JSON"]
    for number, name in enumerate(names):
        if number:
            page.locator(".shelf-cite summary", has_text=name).click()
        shown = page.locator(".shelf-cite details[open] code").inner_text().strip()
        page.get_by_role("button", name=f"Copy {name}").click()
        page.wait_for_function(
            "text => navigator.clipboard.readText().then(copied => copied.trim() === text)", arg=shown
        )
    context.close()


def test_a_citation_is_printed_as_text(base, chromium):
    """On paper there is one citation, in full, and no button, link without an address or folded part."""
    page = chromium.new_page()
    page.goto(base + "papers/long/")
    page.emulate_media(media="print")
    assert page.locator("#cite-apa").is_visible()
    assert page.locator("#cite-apa").inner_text().startswith("Featherstone-Marshwater, A., ")
    for hidden in ("#cite-bibtex", "#cite-ris", ".shelf-outs .mark", ".shelf-provenance", ".shelf-keys button"):
        assert not page.locator(hidden).first.is_visible(), hidden
    page.close()
