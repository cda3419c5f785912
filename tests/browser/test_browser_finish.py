"""What holds for every kind of page: nothing moves, accessibility, type sizes, targets for fingers, narrow windows and zoom."""

import pytest

from tests.browser.conftest import IDLE, MOVES, POLICY, moved, open_settled, violations
from tests.browser.test_browser_reading import KINDS

# The sizes of all text that is drawn; parts of formulas are smaller by their own rules.
SIZES = """
() => {
  const root = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const styles = getComputedStyle(document.documentElement);
  const sizes = [1, 2, 3, 4, 5, 6].map(one => parseFloat(styles.getPropertyValue(`--shelf-size-${one}`)) * root);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const wrong = new Set();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || holder.closest('math, script, style, noscript, template, title') || !holder.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (!sizes.some(one => Math.abs(one - size) < 0.05)) wrong.add(`${size} ${holder.outerHTML.slice(0, 120)}`);
  }
  for (const field of document.querySelectorAll('input:not([type=checkbox], [type=radio], [type=range]), select, textarea')) {
    const size = parseFloat(getComputedStyle(field).fontSize);
    if (field.checkVisibility() && !field.ariaHidden && !sizes.some(one => Math.abs(one - size) < 0.05)) wrong.add(`${size} ${field.outerHTML}`);
  }
  return [...wrong];
}
"""
# From the middle of each target outwards: how far a finger still hits it, or its label. A link counts as running text if it
# is inline and the text around it is not all links. A drawing is left out where a list below it has the same links.
TARGETS = """
part => {
  const small = [];
  const shown = node => node.outerHTML.replace(/\\s+/g, ' ').slice(0, 140);
  const EACH = 'a[href], button, summary, select, input, textarea, label.md-header__button';
  const own = (target, hit) => hit && (target.contains(hit) || hit.closest('label')?.control === target);
  for (const target of [...document.querySelectorAll(part)].flatMap(one => [...one.querySelectorAll(EACH)])) {
    if (!target.checkVisibility({opacityProperty: true, visibilityProperty: true}) || target.closest('svg, [aria-hidden=true]')) continue;
    const label = target.labels?.length && ['checkbox', 'radio'].includes(target.type) ? target.labels[0] : target;
    if (target.classList.contains('md-skip') || target.classList.contains('md-toggle') || target.type === 'radio') continue;
    label.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'});
    let block = target;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    const words = node => node.nodeType === 3 ? node.data : node.nodeType !== 1 || node.matches('a, button, summary') ? '' : [...node.childNodes].map(words).join('');
    if (block !== target && words(block).trim()) continue;
    const box = label.getBoundingClientRect();
    if (!box.width) continue;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    const hits = (dx, dy) => own(target, document.elementFromPoint(x + dx, y + dy));
    if (!hits(0, 0)) { small.push(`covered: ${shown(target)}`); continue; }
    const reach = (dx, dy) => { let far = 0; while (far < 44 && hits(dx * (far + 1), dy * (far + 1))) far += 1; return far; };
    const [wide, high] = [reach(1, 0) + reach(-1, 0) + 1, reach(0, 1) + reach(0, -1) + 1];
    if (wide < 43 || high < 43) small.push(`${wide} x ${high}: ${shown(target)}`);
  }
  return small;
}
"""
# Text that is cut off at the side of the window or of its own box, and cannot be scrolled to.
CUT = """
() => {
  const cut = [];
  const scrolls = box => ['auto', 'scroll'].includes(getComputedStyle(box).overflowX);
  for (const box of document.querySelectorAll('header *, article *, footer *')) {
    if (!box.checkVisibility() || box.closest('svg, math, .browse-unseen')) continue;
    const style = getComputedStyle(box);
    if (style.clipPath !== 'none' || style.display === 'inline') continue;
    if (style.overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1) cut.push(box.outerHTML.slice(0, 140));
    const { left, right, width } = box.getBoundingClientRect();
    let around = box;
    while (around && !scrolls(around)) around = around.parentElement;
    const inside = around && around !== document.documentElement && around !== document.body;
    if (width > 1 && !inside && (left < -1 || right > innerWidth + 1)) cut.push(`out: ${box.outerHTML.slice(0, 140)}`);
  }
  return cut;
}
"""
OPEN = "document.querySelectorAll('article details').forEach(one => { one.name = ''; one.open = true; })"


@pytest.fixture(scope="module")
def base(invented_site, serve):
    """Return the address of the invented shelf, built for the web."""
    return serve(invented_site)


UNFOLDED = (
    "document.querySelectorAll('details:not(.browse-take *)').forEach(one => { one.name = ''; one.open = true; })"
)


def searched(page):
    """Find papers in the header."""
    page.locator("#finder-box").click()
    page.keyboard.type("heron")
    page.locator("#finder [role=option]").first.wait_for()
    page.keyboard.press("Escape")


def visit(context, base, look):
    """Return what ``look`` finds on each kind of page; what several pages share only once."""
    page = context.new_page()
    found = {}
    for path in KINDS:
        open_settled(page, base + path)
        for one in look(page):
            found.setdefault(one, path)
    context.close()
    return "\n".join(f"/{path}: {one}" for one, path in found.items())


def drawn(page, *scripts):
    """Return what scripts find with all that folds open."""
    page.evaluate(OPEN)
    return [one for script in scripts for one in page.evaluate(script, "header, .md-tabs, .md-content, footer")]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_every_kind_of_page_is_good(base, chromium, width, scheme):
    """Nothing moves while a page loads, scrolls and runs its scripts, none of which violates the policy, nor does search.

    No page is wider than its window, requests another host, logs an error or violates a rule of axe; every text that is
    drawn, ours or Material's, has one of the six sizes of shelf.css.
    """
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.add_init_script(MOVES + POLICY)
    complaints = []
    context.on("request", lambda one: None if one.url.startswith((base, "data:")) else complaints.append(one.url))
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def look(page):
        page.mouse.wheel(0, 2_000)
        for _ in range(2):
            page.evaluate(IDLE)
        found = moved(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("wider than the window")
        page.evaluate("scrollTo(0, 0)")
        page.evaluate(UNFOLDED)
        found += violations(page) + drawn(page, SIZES)
        if width > 1000:
            searched(page)
        return found + page.evaluate("refused")

    assert (visit(context, base, look), complaints) == ("", [])


@pytest.mark.parametrize("width", [390, 820])
def test_targets_are_large_enough_for_a_finger(base, chromium, width):
    """On a touch screen each link, button, chip, icon and checkbox that stands alone is 44 pixels high and wide.

    There, too, every text has one of the six sizes.
    """
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    assert visit(context, base, lambda page: drawn(page, TARGETS, SIZES)) == ""


def test_the_menu_of_a_phone_is_large_enough_for_a_finger(base, chromium):
    """Each link in the opened menu is 44 pixels high and wide."""
    context = chromium.new_context(viewport={"width": 390, "height": 900}, has_touch=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(base)
    page.locator("label.md-header__button[for=__drawer]").click()
    page.wait_for_function(
        "Math.round(document.querySelector('.md-sidebar--primary').getBoundingClientRect().left) === 0"
    )
    assert page.locator(".md-sidebar--primary a.md-nav__link").count() > 5
    assert page.evaluate(TARGETS, ".md-sidebar--primary .md-nav__list") == []
    context.close()


@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 2)])
def test_nothing_is_lost_in_a_narrow_window_or_at_200_percent(base, chromium, width, scale):
    """At 320 pixels, and at 200 percent in a window of 640, no text is cut off and the page does not scroll sideways."""
    context = chromium.new_context(
        viewport={"width": width // scale, "height": 900}, device_scale_factor=scale, reduced_motion="reduce"
    )
    assert visit(context, base, lambda page: drawn(page, CUT)) == ""


@pytest.mark.parametrize("path", ["families/heron/", "papers/heron-1/", "results/", "", "topics/reading/"])
def test_nothing_that_stays_whole_fills_half_a_sheet(base, chromium, path):
    """On paper a list breaks over as many sheets as it needs: what is kept on one sheet is lower than half of it."""
    page = chromium.new_page(viewport={"width": 700, "height": 1000})
    open_settled(page, base + path)
    page.emulate_media(media="print")
    page.evaluate(OPEN)  # as Material does before it prints
    tall = page.evaluate(
        """() => [...document.querySelectorAll('article *')].filter(one => one.checkVisibility()
          && (getComputedStyle(one).breakInside === 'avoid' || one.localName === 'svg')
          && one.getBoundingClientRect().height > 500).map(one => one.outerHTML.slice(0, 140))"""
    )
    assert tall == []
    page.close()


def test_a_paper_prints_its_citation_and_none_of_the_controls(base, chromium):
    """On paper are the citation as text and the addresses of links; no button, menu, search box or format to copy."""
    page = chromium.new_page(viewport={"width": 700, "height": 1000})
    open_settled(page, base + "papers/heron-1/")
    page.emulate_media(media="print")
    shown = page.locator("article").inner_text()
    assert "Marsh, A." in shown
    assert "@inproceedings" not in shown
    for control in (
        "button",
        "summary",
        "input",
        "nav",
        "header",
        "footer",
        ".shelf-path",
        ".shelf-turn",
        ".shelf-edit",
    ):
        assert [one.inner_text() for one in page.locator(control).all() if one.is_visible()] == [], control
    address = page.evaluate("getComputedStyle(document.querySelector('.shelf-outs a'), '::after').content")
    assert "attr(" in address or "http" in address
    page.close()
