"""The site of a shelf that somebody edits: always what a build would write now, and the last sound one while something is wrong."""

import threading
from functools import partial
from pathlib import Path

import pytest

from generator import plugin, site
from generator.content import catalogue
from tests.site import invented

ADDRESS = ("127.0.0.1", 8000)
NOT_SERVED = {".shelf-site", "sitemap.xml", "sitemap.xml.gz"}  # a mark for the next build; lists for search engines


@pytest.fixture
def folder(tmp_path):
    """A project with the invented shelf, whose address is that of the server."""
    config = invented.project(tmp_path).config
    text = config.read_text("utf-8")
    config.write_text(text.replace("site_url: ''", "site_url: http://127.0.0.1:8000/"), "utf-8")
    return tmp_path


@pytest.fixture
def live(folder):
    """The project's site, loaded."""
    config = folder / "mkdocs.yml"
    live = site.Live(config, partial(plugin.build_theme, config, ADDRESS))
    live.refresh()
    assert errors(live) == []
    return live


def errors(live):
    """Return the codes of what keeps the site from being brought up to date."""
    return [problem.code for problem in live.problems if problem.severity == "error"]


def edit(live, path, old, new):
    """Replace a text in a file, and have the site read it."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    live.refresh([path])


def text(live, path):
    """Return what is at a path."""
    return live.answer(path).content.decode()


def test_every_file_is_what_a_build_writes(folder, live):
    """Each page and each data file byte for byte, asked for in any order."""
    plugin.publish(site.settings(folder / "mkdocs.yml"))
    built = {path.relative_to(folder / "site").as_posix(): path for path in (folder / "site").rglob("*")}
    names = [name for name, path in sorted(built.items(), reverse=True) if path.is_file() and name not in NOT_SERVED]
    assert len(names) > 20 * len(invented.PAPERS)
    for name in names:
        answer = live.answer(name)
        assert answer, name
        assert answer.content == built[name].read_bytes(), name
        if name.endswith("/index.html"):
            assert live.answer(name.removesuffix("index.html")) == answer


def test_after_edits_every_file_is_what_a_build_writes(folder, live):
    """Papers that are new, changed, renamed and gone; a rule; a path: everything that follows from them is new, too."""
    content = folder / "content"
    asked = ["", "papers/otter/", "papers/heron-1/", "browse/papers.js", "papers.bib", "api/all.json", "feed.xml"]
    for path in asked:
        assert live.answer(path)
    papers = content / "papers"
    catalogue.save(content, {"papers/stork.yml": invented.Paper(title="Storks Stand", builds_on=("otter",))})
    (papers / "untitled-wading-birds.yml").unlink()
    (content / "imports/2022-05-01-pond.yml").unlink()
    edit(live, papers / "otter.yml", "Otters Swim", "Otters Dive")
    edit(live, content / "taxonomy.yml", "Wading models.", "Standing models.")
    edit(live, content / "paths/first-steps.yml", "Stands where", "Waits where")
    assert errors(live) == []
    test_every_file_is_what_a_build_writes(folder, live)
    assert live.answer("papers/untitled-wading-birds/") is None


def test_an_edit_is_on_the_page_and_in_the_data(folder, live):
    """After one refresh, on the paper's page, in lists, and in the files that programs read."""
    edit(live, folder / "content/papers/otter.yml", "Otters Swim", "Otters Dive")
    for path in ("papers/otter/", "papers/otter/index.html", "papers.bib", "browse/papers.js", "topics/swimming/"):
        assert "Otters Dive" in text(live, path), path
        assert "Otters Swim:" not in text(live, path), path


def test_an_edited_heading_of_an_import_labels_papers(folder, live):
    """The paper comes to the topic's page and leaves it; meanwhile every file is what a build writes."""
    ledger, key = folder / "content/imports/2022-05-01-pond.yml", "papers/untitled-wading-birds/"
    record, heading = "    paper: untitled-wading-birds\n", "    headings:\n      - Flying\n"
    for path in ("topics/flying/", key, "browse/papers.js", "papers.bib"):
        assert live.answer(path)
    edit(live, ledger, record, record + heading)
    assert key in text(live, "topics/flying/")
    assert "topics/flying/" in text(live, key)
    test_every_file_is_what_a_build_writes(folder, live)
    edit(live, ledger, heading, "")
    assert key not in text(live, "topics/flying/")


def test_a_fault_leaves_the_last_sound_site(folder, live):
    """Its place is told; once it is fixed, nothing is."""
    path = folder / "content/papers/otter.yml"
    edit(live, path, "title:", "titel:")
    assert "field.unknown" in errors(live)
    assert "Otters Swim" in text(live, "papers/otter/")
    edit(live, path, "titel:", "title:")
    assert errors(live) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("mkdocs.yml", "site_name:", "site_name: ["),
        ("mkdocs.yml", "plugins:", "plugins:\n  - nobody-has-this"),
        ("overrides/main.html", "{% extends", "{% unknown %}{% extends"),
        ("overrides/main.html", "{{ super() }}", "{{ nothing.at.all }}"),
    ],
)
def test_a_faulty_theme_or_configuration_leaves_the_last_sound_site(folder, live, name, old, new):
    """The papers and the hand-written pages are there meanwhile, and the site goes on when it is fixed."""
    edit(live, folder / name, old, new)
    assert len(errors(live)) > 0
    for path in ("papers/otter/", "about/", "assets/shelf.css"):
        assert live.answer(path), path
    edit(live, folder / "content/papers/otter.yml", "Otters Swim", "Otters Dive")
    assert len(errors(live)) > 0
    edit(live, folder / name, new, old)
    assert errors(live) == []
    assert "Otters Dive" in text(live, "papers/otter/")


def test_hand_written_pages_theme_and_configuration_are_followed(folder, live):
    """An edited page, a new one, one that is gone, a template, a style, and the site's name."""
    edit(live, folder / "content/pages/about.md", "Invented.", "All of it invented.")
    assert "All of it invented." in text(live, "about/")
    edit(live, folder / "content/pages/index.md", "*otters*", "*beavers*")
    assert "<em>beavers</em>" in text(live, "")
    new = folder / "content/pages/shore.md"
    new.write_text("# Shore\n\nSand.\n", "utf-8")
    live.refresh([new])
    assert "Sand." in text(live, "shore/")
    new.unlink()
    live.refresh([new])
    assert live.answer("shore/") is None
    edit(live, folder / "overrides/main.html", "{% extends", "{# #}{% extends")
    assert errors(live) == []
    style = folder / "overrides/assets/shelf.css"
    style.write_text(f"{style.read_text('utf-8')}\n/* moss */\n", "utf-8")
    live.refresh([style])
    assert "/* moss */" in text(live, "assets/shelf.css")
    edit(live, folder / "mkdocs.yml", "site_name: ", "site_name: Mossy ")
    for path in ("about/", "papers/otter/", ""):
        assert "Mossy" in text(live, path), path


def test_a_page_that_was_edited_beside_a_fault_is_shown_when_the_fault_is_fixed(folder, live):
    """It is not forgotten, though the last edit was none of it."""
    paper = folder / "content/papers/otter.yml"
    edit(live, paper, "title:", "titel:")
    edit(live, folder / "content/pages/about.md", "Invented.", "All of it invented.")
    edit(live, paper, "titel:", "title:")
    assert "All of it invented." in text(live, "about/")


def test_links_of_hand_written_pages_follow_the_papers(folder, live):
    """A paper that goes leaves no page behind, and the link is a warning; one that comes is linked."""
    about = folder / "content/pages/about.md"
    edit(live, about, "Invented.", "See [storks](papers/stork/index.md).")
    assert [problem.code for problem in live.problems if "stork" in problem.message] == ["build.mkdocs"]
    stork = folder / "content/papers/stork.yml"
    stork.write_text("title: Storks Stand\n", "utf-8")
    live.refresh([stork])
    assert [problem for problem in live.problems if "stork" in problem.message] == []
    assert 'href="../papers/stork/"' in text(live, "about/")
    assert "Storks Stand" in text(live, "papers/stork/")
    stork.unlink()
    live.refresh([stork])
    assert live.answer("papers/stork/") is None
    assert [problem.code for problem in live.problems if "stork" in problem.message] == ["build.mkdocs"]


def test_nothing_outside_the_site_can_be_read(folder, live):
    """Neither by steps upwards, nor by an absolute path, nor through a name that no file can have."""
    (folder / "secret.html").write_text("secret", "utf-8")
    (Path(live._now.folder.name).parent / "secret.html").write_text("secret", "utf-8")
    for path in (
        "../secret.html",
        "assets/../../secret.html",
        str(folder / "secret.html"),
        "/etc/passwd",
        "../../../../../../etc/passwd",
        "../",
        "..",
        ".",
        "assets",
        "a\0b",
        "a\0b/",
        "x" * 5000,
        "papers/no-such-paper/",
        "papers/",
        "papers.exe",
    ):
        assert live.answer(path) is None, path


def test_a_shelf_that_cannot_be_read_has_no_pages_yet(folder):
    """The faults are told; when they are fixed, the site is there."""
    config = folder / "mkdocs.yml"
    path = folder / "content/papers/otter.yml"
    sound = path.read_text("utf-8")
    path.write_text("titel: Otters\n", "utf-8")
    live = site.Live(config, partial(plugin.build_theme, config, ADDRESS))
    live.refresh()
    assert "field.unknown" in errors(live)
    assert live.answer("") is None
    path.write_text(sound, "utf-8")
    live.refresh([path])
    assert errors(live) == []
    assert "Otters Swim" in text(live, "papers/otter/")


def test_who_waits_is_told_of_a_change(live):
    """Each refresh is a new version, one with faults, too; who has an old one does not wait."""
    before = live.version
    told = []
    waiting = threading.Thread(target=lambda: told.append(live.wait(before, 60)))
    waiting.start()
    live.refresh()
    waiting.join(60)
    assert told == [before + 1]
    assert live.wait(before, 60) == before + 1
    assert live.wait(before + 1, 0) == before + 1
