"""The page that suggests a paper leads to the repository's form, on GitHub and on GitLab, and is there only with a repository."""

from pathlib import Path

import pytest
import yaml

from generator import site
from generator.site.views import suggestion
from generator.site.views.contribute import Repository
from tests.conftest import ROOT
from tests.site import invented


def view(address: str, *, offline: bool = False) -> suggestion.SuggestionView | None:
    repository = Repository(address=address, branch="main", folder="content", lines={})
    return suggestion.suggestion_view(repository, offline=offline)


def test_github_has_a_form_with_the_field():
    """The page fills in a field of the issue form in .github, which is there under the same name."""
    found = view("https://github.com/me/shelf")
    assert found is not None
    assert found.form == f"https://github.com/me/shelf/issues/new?template={suggestion.FORM}&"
    assert found.empty == f"https://github.com/me/shelf/issues/new?template={suggestion.FORM}"
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / suggestion.FORM).read_text("utf-8"))
    assert found.reference in {field["id"] for field in form["body"]}
    assert (found.title, found.host, found.bookmark) == ("title", "github.com", True)


@pytest.mark.parametrize("address", ["https://gitlab.com/me/shelf", "https://gitlab.shore.example/group/me/shelf"])
def test_gitlab_has_a_title_and_a_description(address: str):
    """It has no forms."""
    found = view(address, offline=True)
    assert found is not None
    assert (found.form, found.empty) == (f"{address}/-/issues/new?", f"{address}/-/issues/new")
    assert (found.title, found.reference, found.bookmark) == ("issue[title]", "issue[description]", False)


@pytest.mark.parametrize("repo", ["''", "javascript:hit()"])
def test_without_a_repository_there_is_no_page(tmp_path: Path, repo: str):
    """Neither the page nor a link to it."""
    settings = invented.project(tmp_path / "project", repo=repo)
    shelf = invented.shelf(settings.content)
    site.write(shelf, site.labels(shelf), settings, tmp_path / "out")
    assert not (tmp_path / "out" / "docs" / "add").exists()
    assert not [path for path in (tmp_path / "out" / "docs").rglob("*.md") if "/add/" in path.read_text("utf-8")]
