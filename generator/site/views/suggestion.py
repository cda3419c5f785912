"""Builds the view of the page that opens the repository's form for suggestions, filled in; its script finds the identifier."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from generator.site.views.contribute import Repository

PATH = "add"
FORM = "suggest.yml"  # in .github/ISSUE_TEMPLATE; its field ``reference`` is filled in
TITLE = "Suggestion: "


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestionView:
    """The page: the address of the form up to where the fields begin, and the fields by what the script knows."""

    form: str
    host: str
    title: str  # of the field for the title
    reference: str  # of the field for the paper
    bookmark: bool  # a copy on disk is no place for one

    @property
    def empty(self) -> str:
        """The address of the form with nothing filled in."""
        return self.form.rstrip("?&")


def suggestion_view(repository: Repository, *, offline: bool) -> SuggestionView | None:
    """Return the page; None without a repository."""
    if not repository.address:
        return None
    host = urlsplit(repository.address).netloc
    if repository.is_gitlab:
        form, title, reference = f"{repository.address}/-/issues/new?", "issue[title]", "issue[description]"
    else:
        template = urlencode({"template": FORM}, quote_via=quote)
        form, title, reference = f"{repository.address}/issues/new?{template}&", "title", "reference"
    return SuggestionView(form=form, host=host, title=title, reference=reference, bookmark=not offline)
