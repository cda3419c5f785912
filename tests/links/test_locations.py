"""Finding links: each with the line and column where a person can fix it."""

from pathlib import Path

import pytest

from generator.links import Link, collect
from tests.content import repository


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty content folder under the current one."""
    monkeypatch.chdir(tmp_path)
    for folder in ("papers", "pages"):
        (tmp_path / "content" / folder).mkdir(parents=True)
    return Path("content")


def places(links: list[Link]) -> dict[str, list[str]]:
    """Return the position and kind of each address."""
    return {
        link.url: [f"{place.path}:{place.line}:{place.column} {place.kind}" for place in link.places] for link in links
    }


def test_links_of_a_paper(content: Path) -> None:
    """Code and project, identifiers at their own lines, and addresses in the summary at their own positions."""
    (content / "papers/heron.yml").write_text(
        "title: Heron\nidentifiers:\n  arxiv: '1903.00001'\n  doi: 10.1234/heron\nlinks:\n"
        "  code: https://example.org/heron#readme\n"
        "summary: >-\n  Wades. The figures (https://example.org/figures_(1)) and\n  the rest, http://example.org/a.\n"
    )
    found, problems = collect(content)
    assert not problems
    assert places(found) == {
        "http://example.org/a": ["content/papers/heron.yml:9:13 text"],
        "https://arxiv.org/abs/1903.00001": ["content/papers/heron.yml:3:10 identifier"],
        "https://doi.org/10.1234/heron": ["content/papers/heron.yml:4:8 identifier"],
        "https://example.org/figures_(1)": ["content/papers/heron.yml:8:23 text"],
        "https://example.org/heron": ["content/papers/heron.yml:6:9 link"],
    }


def test_other_versions_of_a_paper_have_pages_too(content: Path) -> None:
    """The DOI of each version is at its own line."""
    (content / "papers/heron.yml").write_text(
        "title: Heron\nother_versions:\n  - venue: Pond\n  - venue: Lake\n    doi: 10.1234/lake\n"
    )
    found, problems = collect(content)
    assert not problems
    assert places(found) == {"https://doi.org/10.1234/lake": ["content/papers/heron.yml:5:10 identifier"]}


def test_links_of_a_page(content: Path) -> None:
    """In every form of Markdown and HTML; addresses in code are no links, and relative links are not ours."""
    (content / "pages/a").mkdir()
    (content / "pages/a/guide.md").write_text(
        "# Guide\n\n[one](https://one.example/x_(y) 'title'), <https://two.example>, https://three.example/.\n"
        "`http://code.example` and ``http://`more.example``\n\n```sh\ncurl http://fence.example\n```\n\n"
        '<a href="https://four.example/?a=b&amp;c">x</a> **https://five.example** [x](../about.md) ftp://six.example\n'
        "[ref]: https://seven.example/path\n[a](https://eight.example),[b](https://nine.example)\n"
    )
    found, _ = collect(content)
    at = "content/pages/a/guide.md"
    assert places(found) == {
        "https://one.example/x_(y)": [f"{at}:3:7 text"],
        "https://two.example": [f"{at}:3:44 text"],
        "https://three.example/": [f"{at}:3:66 text"],
        "https://four.example/?a=b&c": [f"{at}:10:10 text"],
        "https://five.example": [f"{at}:10:51 text"],
        "https://seven.example/path": [f"{at}:11:8 text"],
        "https://eight.example": [f"{at}:12:5 text"],
        "https://nine.example": [f"{at}:12:32 text"],
    }


def test_an_address_is_one_link_wherever_it_stands(content: Path) -> None:
    """Two papers with one project page are one link with two positions, in order; fragments do not count."""
    for key in ("b", "a"):
        (content / f"papers/{key}.yml").write_text(f"title: {key}\nlinks:\n  project: https://example.org/#{key}\n")
    found, _ = collect(content)
    assert places(found) == {
        "https://example.org/": ["content/papers/a.yml:3:12 link", "content/papers/b.yml:3:12 link"]
    }


def test_a_faulty_file_does_not_lose_its_neighbours(content: Path) -> None:
    """Its problems are reported; the links of the others are found."""
    (content / "papers/a.yml").write_text("title: [\n")
    (content / "papers/b.yml").write_text("title: B\nlinks:\n  code: https://example.org/b\n")
    (content / "papers/c.yml").write_bytes(b"\xff\xfe\x00")
    found, problems = collect(content)
    assert [link.url for link in found] == ["https://example.org/b"]
    assert {problem.path for problem in problems} == {"content/papers/a.yml", "content/papers/c.yml"}


def test_only_the_files_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of resolved paths, those that are there."""
    made = repository.shelf(tmp_path / "clone")
    monkeypatch.chdir(made.folder)
    made.write("pages/x.md", "https://example.org/x\n")
    found, _ = collect(Path("content"), {(made.content / "pages/x.md").resolve(), tmp_path / "gone.yml"})
    assert [link.url for link in found] == ["https://example.org/x"]
