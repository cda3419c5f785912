"""The written tree is complete, rewrites only what changed, and never overwrites other people's files."""

import dataclasses
import re
from pathlib import Path

import pytest
import yaml

from generator import site
from generator.problems import ShelfError
from generator.site.plan import Plan
from generator.site.settings import pruned, resolved
from tests.site import invented


def write(shelf, settings, out):
    return site.write(shelf, site.labels(shelf), settings, out)


@pytest.fixture
def made(tmp_path):
    """Return a project, its shelf and a tree written from them."""
    settings = invented.project(tmp_path / "project")
    shelf = invented.shelf(settings.content)
    out = tmp_path / "out"
    return shelf, settings, out, write(shelf, settings, out)


def test_every_paper_family_topic_and_year_has_a_page(made):
    """Each has a page, and a former key has a page that links to the paper."""
    _, _, out, written = made
    pages = {path.relative_to(out / "docs").parent.as_posix() for path in (out / "docs").rglob("index.md")}
    expected = {
        ".",
        "families",
        "topics",
        "codes",
        "years",
        "authors",
        "pictures",
        "map",
        "browse",
        "my-list",
        "compare",
        "add",
        "authors/ada-marsh",
        "venues",
        "venues/journal-of-ponds",
        "venues/pond-workshop",
        "results",
        "paths",
        "paths/first-steps",
        "papers/heron-two",
        "years/2019",
        "years/2020",
        "years/2021",
        "years/2026",
        "years/undated",
        "no-family",
        "no-topic",
        "new",
        "api",
    }
    expected |= {f"papers/{key}" for key in invented.PAPERS}
    expected |= {f"families/{key}" for key in invented.TAXONOMY.families} | {
        f"topics/{key}" for key in invented.TAXONOMY.topics
    }
    assert pages == expected
    assert written.pages == len(expected) + 1  # about.md
    assert "papers/heron-2/" in (out / "docs/papers/heron-two/index.md").read_text()


def test_writing_again_changes_no_file(made):
    """Files with the same bytes are not rewritten, so their modification time stays."""
    shelf, settings, out, _ = made
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = write(shelf, settings, out)
    assert (again.changed, again.removed) == ((), ())
    assert {
        path: path.stat().st_mtime_ns for path in out.rglob("*") if path.name != ".shelf-pages"
    }.items() <= before.items()


def test_the_page_of_a_removed_paper_is_removed(made):
    """The page, its data files and their folder are removed, but files that others put there stay."""
    shelf, settings, out, _ = made
    (out / "docs" / "papers" / "mine.txt").write_text("mine")
    papers = {key: paper for key, paper in shelf.papers.items() if key != "otter"}
    again = write(dataclasses.replace(shelf, papers=papers), settings, out)
    assert set(again.removed) == {
        "docs/authors/ada-marsh/index.md",
        "docs/papers/otter/index.md",
        "docs/papers/otter/paper.md.txt",
        "docs/years/2021/index.md",
    }
    assert not (out / "docs/papers/otter").exists()
    assert (out / "docs/papers/mine.txt").read_text() == "mine"


def test_changing_a_paper_rewrites_only_its_pages(made):
    """Only pages that show the paper change."""
    shelf, settings, out, _ = made
    papers = {**shelf.papers, "otter": shelf.papers["otter"].model_copy(update={"summary": "Otters still swim."})}
    changed = write(dataclasses.replace(shelf, papers=papers), settings, out).changed
    assert "docs/papers/otter/index.md" in changed
    assert not {"docs/papers/heron-1/index.md", "docs/years/2019/index.md", "mkdocs.yml"} & set(changed)


def test_a_folder_that_is_not_ours_is_refused(made, tmp_path):
    """If the folder has files that we did not write, nothing is written or removed."""
    shelf, settings, _, _ = made
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work")
    with pytest.raises(ShelfError) as caught:
        write(shelf, settings, theirs)
    assert caught.value.problems[0].code == "pages.folder"
    assert [path.name for path in theirs.iterdir()] == ["thesis.txt"]


def test_a_forged_manifest_removes_nothing_outside(made, tmp_path):
    """A manifest that names a file outside the folder does not make us delete it."""
    shelf, settings, out, _ = made
    precious = tmp_path / "precious.txt"
    precious.write_text("!")
    with (out / ".shelf-pages").open("a") as manifest:
        manifest.write(f"../precious.txt\n{precious}\n")
    write(shelf, settings, out)
    assert precious.exists()


def test_a_hand_written_page_cannot_replace_a_generated_one(made):
    """The conflict is reported as a problem with the file's name."""
    shelf, settings, out, _ = made
    page = Path(shelf.root) / "pages" / "families" / "index.md"
    page.parent.mkdir()
    page.write_text("# Mine")
    with pytest.raises(ShelfError) as caught:
        write(shelf, settings, out)
    assert caught.value.problems[0].code == "pages.taken"
    assert caught.value.problems[0].path.endswith("pages/families/index.md")


def test_an_empty_shelf_has_a_site(made, tmp_path):
    """The pages of a new shelf say how to add papers."""
    shelf, settings, _, _ = made
    empty = dataclasses.replace(shelf, papers={}, taxonomy=type(shelf.taxonomy)(), paths={}, ledgers={})
    assert write(empty, settings, tmp_path / "empty").pages == 16
    assert "There are no papers yet" in (tmp_path / "empty/docs/index.md").read_text()


def test_pages_that_are_not_there_have_no_place_in_the_navigation(made):
    """Those of papers without a family or topic, if there is none, and the form without a repository."""
    shelf, settings, _, _ = made
    entries = {"no-family/index.md", "no-topic/index.md", "add/index.md", "paths/index.md"}
    sorted_ = {key: paper.model_copy(update={"topics": ("reading",)}) for key, paper in shelf.papers.items()}
    for catalogue, repo, gone in (
        (shelf, "https://github.com/me/x", set()),
        (shelf, "", {"add/index.md"}),
        (dataclasses.replace(shelf, papers=sorted_), "", {"add/index.md", "no-topic/index.md"}),
    ):
        plan = Plan(catalogue, site.labels(catalogue), dataclasses.replace(settings, repo=repo))
        assert plan.absent == gone
        assert {path for path in entries if plan.page(path.removesuffix("/index.md"))} == entries - gone


def test_without_reading_paths_nothing_speaks_of_them(made, tmp_path):
    """No page, section or entry of the navigation; only the documentation of the API and of the error codes knows them."""
    shelf, settings, _, _ = made
    out = tmp_path / "plain"
    write(dataclasses.replace(shelf, paths={}), settings, out)
    assert not (out / "docs/paths").exists()
    assert "paths/index.md" not in (out / "mkdocs.yml").read_text()
    assert "Topics: topics/index.md" in (out / "mkdocs.yml").read_text()
    found = [
        path.relative_to(out / "docs").as_posix()
        for path in (out / "docs").rglob("*.md")
        if re.search("reading path", path.read_text("utf-8"), re.IGNORECASE)
    ]
    assert sorted(found) == ["api/index.md", "codes/index.md"]


@pytest.mark.parametrize(
    "row", ["  - Reading paths: paths/index.md", "- 'Paths': \"paths/index.md\"  # mine", "    - paths/index.md"]
)
def test_an_entry_that_leads_to_an_absent_page_is_left_out(row):
    """However it is written; entries that only look like it stay, and so does everything outside the navigation."""
    text = f"nav:\n{row}\n  - Other: my-paths/index.md\n  - A: b.md\nextra:\n  x: paths/index.md\n"
    found = resolved(text, name="X", index_html=False, absent={"paths/index.md"})
    assert found.startswith("nav:\n  - Other: my-paths/index.md\n  - A: b.md\nextra:\n  x: paths/index.md\n")
    nav = ["paths/index.md", {"P": "paths/index.md"}, {"More": ["b.md", {"P": "paths/index.md"}]}, {"A": "b.md"}]
    assert pruned(nav, {"paths/index.md"}) == [{"More": ["b.md"]}, {"A": "b.md"}]
    assert pruned(None, {"paths/index.md"}) is None


@pytest.mark.parametrize(
    "plugins",
    ["plugins:\n  - shelf", "plugins:\n- shelf:\n    x: 1\n", "plugins: [shelf]", "plugins:\n  # ours\n  - shelf\n"],
)
def test_without_other_plugins_there_are_none(plugins):
    """An empty list of plugins is written as such: for nothing at all MkDocs adds its own search."""
    text = resolved(f"site_name: X\n{plugins}\ntheme: material\n", name="X", index_html=False)
    assert text.startswith("plugins: []\n")


@pytest.mark.parametrize(
    "listed",
    [
        "extra_css:\n  - assets/shelf.css\n  - assets/mine.css\n",
        "extra_css:\n- 'assets/mine.css'\n# ours\n- \"assets/browse.css\"  # ours\n",
        "extra_css: [assets/shelf.css, assets/mine.css]\n",
        "extra_css: [\n  'assets/mine.css', 'assets/browse.css',\n  assets/shelf.css]\n",
        "extra_javascript:\n  - assets/marks.js\n  - path: assets/mine.css\n    defer: true\n",
        "extra_javascript:\n  - path: assets/tables.js\n    defer: true\n  - assets/mine.css\n",
    ],
)
def test_own_assets_that_an_older_configuration_lists_are_left_out(listed):
    """The theme links them, so they would load twice; a fork's own stay, with their options."""
    loaded = yaml.safe_load(resolved(f"site_name: X\n{listed}theme: material\n", name="X", index_html=False))
    (kept,) = loaded["extra_javascript" if "extra_javascript" in listed else "extra_css"]
    mine = {"path": "assets/mine.css", "defer": True}
    assert kept == (mine if "mine.css\n    defer" in listed else "assets/mine.css")


@pytest.mark.parametrize("section", ["extra_css", "extra_javascript"])
def test_a_list_of_own_assets_only_is_empty(section):
    """It is not left without a value."""
    text = f"{section}:  # all of them\n  - assets/shelf.css\n  - assets/marks.js\nsite_name: X\n"
    assert yaml.safe_load(resolved(text, name="X", index_html=False))[section] == []


@pytest.mark.parametrize(
    "plugins",
    [
        "plugins:\n  - shelf\n  - search",
        "plugins:\n- search\n- shelf:\n    x: 1\n",
        "plugins: [shelf, search]",
        "plugins: [search, shelf]",
    ],
)
def test_only_our_plugin_is_removed_from_the_configuration(plugins):
    """Other plugins, comments and settings stay as they are."""
    text = f"# mine\nsite_name: X\ndocs_dir: a\nwatch:\n  - b\ntheme:\n  name: material\n  custom_dir: looks\n{plugins}\nnav:\n  - shelf: a.md\n"
    found = resolved(text, name="X", index_html=True)
    assert "search" in found
    assert found.count("shelf") == 1  # in nav
    assert "# mine\ntheme:\n  name: material\n  custom_dir: overrides\n" in found
    assert found.endswith('site_name: "X"\ndocs_dir: docs\nsite_dir: site\nuse_directory_urls: false\n')
