"""The page of `shelf review --html` as a person uses it: by key and by button, closed and opened again, saved, taken in."""

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.content import catalogue
from generator.model import Identifiers, Paper, Question
from tests.browser.conftest import opened, violations
from tests.conftest import people

KIND = "equal titles, years differ"
EVIL = "</script><script>window.alive = 1</script><img src=x onerror='window.alive = 2'>"
COUNT = 6


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a shelf, and the page of its pairs: six of one kind, and one of papers full of markup."""
    monkeypatch.chdir(tmp_path)
    things, review = {}, []
    for n in range(COUNT):
        for side, year in (("a", "2001"), ("b", "2009")):
            title = f"Herons of the {n}{side} Shore, Counted by Night" + " and by Day" * n
            things[f"papers/heron-{n}-{side}.yml"] = Paper(title=title, date=year, authors=people("Ada Marsh"))
        review.append(Question(pair=(f"heron-{n}-a", f"heron-{n}-b"), kind=KIND, evidence=("equal titles",)))
    ids = Identifiers(doi="10.1234/pond")
    things["papers/evil.yml"] = Paper(title=EVIL, venue=EVIL, summary=EVIL, authors=people(EVIL), identifiers=ids)
    things["papers/good.yml"] = Paper(title="Averylongword" * 30, venue=EVIL + " more")
    review.append(Question(pair=("evil", "good"), kind=EVIL, evidence=(EVIL,)))
    catalogue.save(tmp_path / "content", {**things, "review.yml": tuple(review)})
    assert CliRunner().invoke(main, ["review", "--html", "p.html"]).exit_code == 0
    return tmp_path


def test_pairs_are_answered_by_keyboard_and_taken_in(chromium, folder):
    """Answers by key, the rest of a kind at once, undo, a closed tab, the saved file: each answer becomes a decision."""
    asked = []
    context = chromium.new_context(accept_downloads=True)
    page = opened(context, folder, asked)
    count, said = page.locator("#count"), page.locator("#said")
    assert page.locator("#pair-1 mark").all_inner_texts()[:2] == ["0a", "0b"]
    assert page.locator("#pair-1 mark").first.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"
    assert page.get_by_role("button", name="All").count() == 0
    for key in ("s", "k", "d", "u", "d", "r"):
        page.keyboard.press(key)
    page.keyboard.type("skd? 'quoted': #1 \\ 鴨")  # in the reason, keys are letters
    page.keyboard.press("Enter")
    assert count.inner_text() == "2 of 7 answered, 1 skipped"
    assert page.locator("article[aria-current]").get_attribute("id") == "pair-4"
    page.keyboard.press("s")
    assert (
        page.locator(".offer:visible p")
        .inner_text()
        .startswith("You have answered 3 pairs of this kind: 2 same, 1 different. They are not all alike")
    )
    page.close()
    page = opened(context, folder, asked)  # nothing is lost
    count, said = page.locator("#count"), page.locator("#said")
    assert count.inner_text() == "3 of 7 answered, 1 skipped"
    assert page.locator("#pair-4 input").input_value() == "skd? 'quoted': #1 \\ 鴨"
    page.get_by_role("button", name="All 2 same").click()
    assert page.evaluate("document.activeElement.textContent") == "No, one by one"  # Enter answers nothing
    page.keyboard.press("Enter")
    assert count.inner_text() == "3 of 7 answered, 1 skipped"
    page.get_by_role("button", name="All 2 same").click()
    page.get_by_role("button", name="Yes, 2 same").click()
    assert count.inner_text() == "5 of 7 answered, 1 skipped"
    page.keyboard.press("u")
    assert count.inner_text() == "3 of 7 answered, 1 skipped"
    page.get_by_role("button", name="All 2 same").click()
    page.get_by_role("button", name="Yes, 2 same").click()
    page.keyboard.press("?")
    assert page.locator("dialog").is_visible()
    page.keyboard.press("Escape")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Save answers").click()
    assert saving.value.suggested_filename == "shelf-answers.yml"
    assert "5 answers saved" in said.inner_text()
    saving.value.save_as(folder / "shelf-answers.yml")
    assert page.evaluate("window.alive") is None
    context.close()
    assert [one for one in asked if not one.startswith(("file:", "data:", "blob:"))] == []
    done = CliRunner().invoke(main, ["review", "--answers", "shelf-answers.yml"])
    assert done.exit_code == 0, done.output
    assert "5 answers taken: 4 same, 1 different; 2 pairs are waiting" in done.output
    decisions = {one.pair[0]: one for one in catalogue.load(folder / "content").decisions}
    assert {ref: one.verdict for ref, one in decisions.items()} == {
        "heron-0-a": "same", "heron-2-a": "different", "heron-3-a": "same", "heron-4-a": "same", "heron-5-a": "same"
    }  # fmt: skip
    assert decisions["heron-3-a"].reason == "skd? 'quoted': #1 \\ 鴨"
    assert "after seeing three" in decisions["heron-5-a"].reason


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")])
def test_the_page_is_accessible(chromium, folder, width, scheme):
    """It fits, breaks no rule of axe in any of its states, and its buttons are large enough to touch."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = opened(context, folder, [])
    found = []
    for keys in ("", "sss", "a"):
        for key in keys:
            page.keyboard.press(key)
        found += violations(page, rules=())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = page.evaluate(
        "[...document.querySelectorAll('button, .reason input')].map(one => one.getBoundingClientRect())"
        ".filter(box => box.width).map(box => Math.min(box.width, box.height))"
    )
    page.keyboard.press("?")
    found += violations(page, rules=())
    context.close()
    assert found == []
    assert min(sizes) >= 44


def test_keys_can_be_switched_off_and_answers_withdrawn(chromium, folder):
    """Without keys only buttons answer; a pressed button that is pressed again takes the answer back."""
    context = chromium.new_context()
    page = opened(context, folder, [])
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("s")
    assert page.locator("#count").inner_text() == "0 of 7 answered"
    page.locator("#pair-2").get_by_role("button", name="Different").click()
    assert page.locator("#count").inner_text() == "1 of 7 answered"
    assert page.locator("article[aria-current]").get_attribute("id") == "pair-3"
    page.locator("#pair-2").get_by_role("button", name="Different").click()
    assert page.locator("#count").inner_text() == "0 of 7 answered"
    page.get_by_role("button", name="Save answers").click()
    assert page.locator("#said").inner_text() == "There is no answer to save yet."
    context.close()
