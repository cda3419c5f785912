"""The page that tests use one after the other is to each as it is to a new reader."""

import contextlib

import pytest

STORE = "() => { localStorage.kept = 1; sessionStorage.kept = 1; document.cookie = 'kept=1'; }"
STORED = "() => [localStorage.kept, sessionStorage.kept, document.cookie, innerWidth]"
SIZE = {"width": 1000, "height": 700}


@pytest.mark.parametrize("over", ["http", "file"])
def test_nothing_is_left_of_the_test_before(lend, invented_site, serve, over):
    """Neither in storage nor of its size, its tabs and what it did with requests."""
    address = serve(invented_site) if over == "http" else (invented_site / "index.html").as_uri()
    with lend(viewport=SIZE) as page:
        page.goto(address)
        page.evaluate(STORE)
        page.set_viewport_size({"width": 500, "height": 500})
        page.route("**/*", lambda route: route.abort())
        page.context.new_page()
        before = page
    with lend(viewport=SIZE) as page:
        assert page is before
        page.goto(address)
        assert page.evaluate(STORED) == [None, None, "", 1000]
        assert page.context.pages == [page]


@pytest.mark.parametrize("way", ["script", "media", "session", "failure", "closed"])
def test_a_page_that_cannot_be_as_new_is_not_lent_again(lend, way):
    """A script that runs on each page, another medium, what a session of the protocol set, and whatever a failed test left."""
    with contextlib.suppress(KeyError), lend(viewport=SIZE) as page:
        before = page
        if way == "script":
            page.add_init_script("window.left = 1")
        elif way == "media":
            page.emulate_media(media="print")
        elif way == "session":
            page.context.new_cdp_session(page)
        elif way == "closed":
            page.close()
        else:
            raise KeyError
    with lend(viewport=SIZE) as page:
        assert page is not before
        assert before.is_closed()
