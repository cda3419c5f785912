"""The page of ``shelf discover --html`` in a browser, from file://: answered by keyboard, saved, taken in."""

import pytest
from click.testing import CliRunner

from generator import load
from generator.cli import main
from tests.browser.conftest import opened, violations
from tests.intake.around import DAY, Around, shelf


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a shelf, and the page of what it lacks; one title is full of markup."""
    shelf(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    with Around().served() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert CliRunner().invoke(main, ["discover", "--html", "p.html"]).exit_code == 0
        yield tmp_path


def test_papers_are_answered_by_keyboard_and_taken_in(chromium, folder):
    """Add, reject with a reason, later; a closed tab; the saved file: the paper is written, the rejection remembered."""
    asked = []
    context = chromium.new_context(accept_downloads=True, viewport={"width": 375, "height": 700})
    page = opened(context, folder, asked)
    assert page.locator("#answered").inner_text() == "0"
    second = page.locator("#name-2 bdi").inner_text()
    for key in ("y", "n", "k", "r"):
        page.keyboard.press(key)
    page.keyboard.type("ynl 'quoted': #1 \\ 鴨")  # in the reason, keys are letters
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("l")
    assert page.locator("#answered").inner_text() == "3"
    page.close()
    page = opened(context, folder, asked)  # nothing is lost
    assert page.locator("#answered").inner_text() == "3"
    assert page.locator("#paper-2 input").input_value() == "ynl 'quoted': #1 \\ 鴨"
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("button", name="Add").nth(3).click()
    page.get_by_role("button", name="Add").nth(3).click()  # pressed again: no answer
    assert page.locator("#answered").inner_text() == "3"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save answers").click()
    download.value.save_as(folder / download.value.suggested_filename)
    done = CliRunner().invoke(main, ["discover", "--answers", "shelf-discoveries.yml", "--yes"])
    assert done.exit_code == 0, done.output
    found = load(folder / "content")
    assert "a-field-guide-to-long-legs" in found.papers
    [rejection] = found.rejections.values()
    assert (rejection.title, rejection.reason) == (second, "ynl 'quoted': #1 \\ 鴨")
    assert [one for one in asked if not one.startswith(("file://", "blob:"))] == []


def test_the_page_is_accessible_and_no_title_is_markup(chromium, folder):
    """No rule of axe is violated, and the script in a title does nothing."""
    asked = []
    page = opened(chromium.new_context(), folder, asked)
    assert violations(page) == []
    assert page.locator("article script").count() == 0
    assert "<script>alert(1)</script>" in page.locator("main").inner_text()
    assert [one for one in asked if not one.startswith("file://")] == []


def test_keys_can_be_switched_off(chromium, folder):
    """Who dictates, or types into another tool, answers nothing by chance; a key held down answers one paper."""
    page = opened(chromium.new_context(), folder, [])
    page.get_by_label("Use these keys").uncheck()
    page.locator("#paper-1").focus()
    page.keyboard.press("y")
    assert page.locator("#answered").inner_text() == "0"
    page.get_by_label("Use these keys").check()
    page.locator("#paper-1").focus()
    page.keyboard.down("l")
    page.keyboard.down("l")  # the key repeats
    assert page.locator("#answered").inner_text() == "1"
