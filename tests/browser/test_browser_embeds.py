"""A list of the shelf in a frame of another site: it fits, is readable in both colour schemes, and asks nobody for anything."""

import pytest

FRAME = '<iframe src="{}" title="Heron" width="{}" height="480" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize(("scheme", "width"), [("light", 300), ("dark", 800)])
def test_a_list_in_a_frame(lend, serve, tmp_path, invented_site, *, scheme, width):
    """It has its styles although the frame's sandbox allows no more than links, and these open a tab of their own."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    home = serve(invented_site)
    (tmp_path / "index.html").write_text(FRAME.format(f"{home}embed/families/heron/", width), "utf-8")
    other = serve(tmp_path)
    with lend(viewport={"width": 820, "height": 600}, color_scheme=scheme) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(other)
        frame = page.frame_locator("iframe")
        frame.locator("li").first.wait_for()
        assert [one.removeprefix(home) for one in asked if not one.startswith(other)] == [
            "embed/families/heron/",
            "embed/style.css",
        ]
        assert frame.locator("ul").evaluate("list => getComputedStyle(list).listStyleType") == "none"
        with page.expect_popup() as opened:
            frame.locator("a", has_text="HERON 2").click()
        opened.value.wait_for_selector("h1")
        assert opened.value.url == f"{home}papers/heron-2/"
        opened.value.close()
        page.set_viewport_size({"width": width, "height": 480})
        page.goto(f"{home}embed/families/heron/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe.run(page, options={"runOnly": RULES}).response["violations"] == []


def test_a_page_of_the_site_shows_its_lists(lend, serve, invented_site):
    """The policy of the site's pages lets hand-written ones show a list of the same site in a frame, and none of another."""
    home, other = serve(invented_site), serve(invented_site)
    with lend(viewport={"width": 820, "height": 600}) as page:
        page.goto(f"{home}about/")
        page.evaluate(
            "html => document.body.insertAdjacentHTML('beforeend', html)", FRAME.format("../embed/families/heron/", 300)
        )
        page.frame_locator("iframe").locator("li").first.wait_for()
        with page.expect_console_message(lambda said: "frame-src" in said.text):
            page.evaluate(
                "address => { document.querySelector('iframe').src = address }", f"{other}embed/families/heron/"
            )
