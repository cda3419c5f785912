"""The links to edit, add and report lead to the right prefilled page, and hostile values stay inert."""

import dataclasses
import html
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

from generator import site, yaml_files
from generator.content import catalogue
from generator.model import Node, Paper, Taxonomy
from generator.site.views import contribute
from tests.site import invented

REPO = "https://example.org/me/shelf"
EVIL = "\"><script>hit()</script>'&#x27; %0A\n#x?y=&key=other </a> 日本"


@pytest.fixture
def settings(tmp_path):
    """Return the settings of the invented project."""
    return invented.project(tmp_path / "project")


def edit_links(settings, page):
    """Return the addresses of the links on a page, by their text."""
    shelf = invented.shelf(settings.content)
    site.write(shelf, site.labels(shelf), settings, settings.config.parent / "out")
    text = (settings.config.parent / "out" / "docs" / page / "index.md").read_text("utf-8")
    block = text[text.index('<div class="shelf-edit">') :]
    return {name: html.unescape(url) for url, name in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', block)}


def asked(url):
    """Return the parameters of an address, decoded."""
    return {name: value for name, [value] in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def test_edit_opens_the_papers_file(settings):
    """The link opens the editor for the paper's file, on the branch from which the site is built."""
    assert edit_links(settings, "papers/heron-1")["Edit"] == f"{REPO}/edit/main/content/papers/heron-1.yml"


@pytest.mark.parametrize(("page", "name"), [("families/heron-large", "heron-large"), ("topics/flying", "flying")])
def test_edit_opens_the_taxonomy_at_the_node(settings, page, name):
    """The link of a family or topic ends with the line of its key."""
    url, _, line = edit_links(settings, page)["Edit"].partition("#L")
    assert url == f"{REPO}/blob/main/content/taxonomy.yml"
    assert (settings.content / "taxonomy.yml").read_text("utf-8").splitlines()[int(line) - 1] == f"  {name}:"


@pytest.mark.parametrize(
    ("page", "field", "nodes"),
    [
        ("papers/heron-vast", "families", ["heron-large"]),
        ("families/heron", "families", ["heron"]),
        ("topics/flying", "topics", ["flying"]),
    ],
)
def test_add_opens_a_prefilled_file(settings, page, field, nodes):
    """The file's folder and name, the editor schema, and the page's family or topic are prefilled."""
    url = edit_links(settings, page)["Add a paper"]
    assert url.startswith(f"{REPO}/new/main/content/papers?")
    assert asked(url)["filename"] == "name-of-the-paper.yml"  # `shelf check` asks for another name
    text = asked(url)["value"]
    assert text.startswith("# yaml-language-server: $schema=../schemas/paper.json\n# ")
    assert yaml.safe_load(text)[field] == nodes


def test_empty_fields_of_the_template_are_reported(settings):
    """Committing the template unchanged reports each empty line; a filled one gives a valid paper."""
    text = asked(edit_links(settings, "families/heron")["Add a paper"])["value"]
    _, problems = yaml_files.parse("x.yml", text, Paper)
    empty = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith(("''", ">-"))]
    path = settings.content / "papers" / "new.yml"
    path.write_text(text, "utf-8")
    told = {p.line for p in catalogue.inspect(settings.content)[1] if Path(p.path).name == "new.yml"}
    assert told == set(empty)
    assert len(problems) < len(empty) == 6
    filled = re.sub(
        r"(arxiv|doi): ''",
        lambda found: f"{found[1]}: '{'2101.00001' if found[1] == 'arxiv' else '10.1234/new.1'}'",
        text,
    )
    filled = filled.replace("date: ''", "date: '2021-01'").replace("''", "New and unlike the others")
    filled = filled.replace(">-\n  \n", '>-\n  It\'s "small": a summary, as people write them.\n')
    path.write_text(filled, "utf-8")
    assert [p for p in catalogue.inspect(settings.content)[1] if Path(p.path).name == "new.yml"] == []


@pytest.mark.parametrize(
    ("page", "key", "title"),
    [
        ("papers/heron-1", "heron-1", "Mistake: HERON: Wading Through Shallow Text"),
        ("topics/flying", "flying", "Mistake: Flying"),
    ],
)
def test_report_opens_the_form_with_the_key(settings, page, key, title):
    """The issue form in .github has the field that the link prefills."""
    url = edit_links(settings, page)["Report a mistake"]
    assert url.startswith(f"{REPO}/issues/new?")
    assert asked(url) == {"template": contribute.FORM, "title": title, "key": key}


@pytest.mark.parametrize("repo", ["https://gitlab.com/me/deep/shelf", "http://GitLab.example.org:8443/shelf"])
def test_links_to_gitlab(tmp_path, repo):
    """GitLab has its own addresses, form names and no issue forms; the branch keeps its slash."""
    settings = dataclasses.replace(invented.project(tmp_path / "project", repo=repo), branch="live/one")
    shelf = invented.shelf(settings.content)
    repository = contribute.repository(settings, shelf.root)
    paper = repository.of_paper("heron-1", shelf.papers["heron-1"], ["heron"])
    assert paper.edit == f"{repo}/-/edit/live/one/content/papers/heron-1.yml"
    assert paper.history == f"{repo}/-/commits/live/one/content/papers/heron-1.yml"
    assert paper.add.startswith(f"{repo}/-/new/live/one/content/papers?")
    assert asked(paper.add)["file_name"] == "name-of-the-paper.yml"
    assert yaml.safe_load(asked(paper.add)["content"])["families"] == ["heron"]
    assert paper.report.startswith(f"{repo}/-/issues/new?")
    report = asked(paper.report)
    assert report.keys() == {"issue[title]", "issue[description]"}
    assert report["issue[title]"] == "Mistake: HERON: Wading Through Shallow Text"
    assert report["issue[description]"].startswith("Page: `heron-1`\n\nWhat is wrong:\n")
    node = repository.of_node("topics", "flying", "Flying")
    assert re.fullmatch(rf"{re.escape(repo)}/-/blob/live/one/content/taxonomy\.yml#L\d+", node.edit)


@pytest.mark.parametrize("repo", ["https://github.com/gitlab/shelf", "https://example.org/gitlab"])
def test_a_path_that_says_gitlab_is_not_gitlab(tmp_path, repo):
    """Only the host decides."""
    settings = invented.project(tmp_path / "project", repo=repo)
    links = contribute.repository(settings, settings.content).of_path("start", "Start")
    assert links.edit == f"{repo}/edit/main/content/paths/start.yml"


@pytest.mark.parametrize("page", ["papers/heron-1", "families/heron", "topics/flying"])
@pytest.mark.parametrize("repo", ["''", "javascript:hit()"])
def test_without_a_repository_the_links_are_left_out(tmp_path, page, repo):
    """Without a repository, or with an address that is not http(s), the page has no block of links to edit it."""
    settings = invented.project(tmp_path / "project", repo=repo)
    shelf = invented.shelf(settings.content)
    site.write(shelf, site.labels(shelf), settings, tmp_path / "out")
    text = (tmp_path / "out" / "docs" / page / "index.md").read_text("utf-8")
    assert "shelf-edit" not in text
    assert "javascript" not in text


def test_hostile_names_stay_inside_their_address(settings):
    """Whatever a title, key or branch contains, it stays one value of the address."""
    settings = dataclasses.replace(settings, branch=f"odd/{EVIL}")
    shelf = dataclasses.replace(
        invented.shelf(settings.content),
        papers={"a b": Paper(title=EVIL.replace("\n", " ") * 9)},
        taxonomy=Taxonomy(topics={"evil": Node(name="Evil", description="d")}),
    )
    repository = contribute.repository(settings, shelf.root)
    for found in (
        repository.of_paper(f"a b{EVIL}", shelf.papers["a b"], [EVIL]),
        repository.of_node("topics", EVIL, EVIL),
    ):
        for url in (found.edit, found.add, found.report):
            assert re.fullmatch(r"https://example\.org/[A-Za-z0-9%/?&=._~#-]+", url)
            assert len(url) < 8_000
        assert asked(found.report).keys() == {"template", "title", "key"}
        assert asked(found.report)["key"].endswith(EVIL)
        assert unquote(urlsplit(found.edit).path).startswith(
            f"/me/shelf/{'edit' if 'papers' in found.edit else 'blob'}/odd/{EVIL}/content/"
        )
