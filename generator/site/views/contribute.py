"""Edit links: addresses on the repository's website that edit a file, add a paper or report a mistake, with prefilled forms.

GitHub's addresses, or GitLab's where the host's name says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from generator import checks, yaml_files
from generator.content import schema
from generator.model import NodeKind, Paper
from generator.problems import ShelfError
from generator.site import escapes
from generator.site.settings import Settings

FORM = "mistake.yml"  # in .github/ISSUE_TEMPLATE; its field ``key`` is prefilled
TITLE = 150  # characters of a title in an address; GitHub rejects addresses above about 8,000 characters
_GITLAB = re.compile(r"https?://[^/?#]*gitlab", re.IGNORECASE)  # gitlab.com, or a host like gitlab.example.org
_TEMPLATE = """\
# Name the file after the paper, for example a-study-of-ponds.yml. Fill in what you know, then delete this line and the empty ones.
title: ''
authors:
  - ''
date: ''
identifiers:
  arxiv: ''
  doi: ''
summary: >-
  \n"""  # after >- quotes and colons need no escaping
# instead of the form, which GitLab does not have
_REPORT = "Page: `{key}`\n\nWhat is wrong:\n\n\nWhat would be correct, and where to check it:\n"


@dataclass(frozen=True, kw_only=True)
class Repository:
    """The repository's address for reading and editing in a browser, and the path of the content folder in it."""

    address: str  # http(s), "" if it is not set
    branch: str
    folder: str
    lines: Mapping[tuple[NodeKind, str], int]  # the line of each node in taxonomy.yml

    def of_paper(self, key: str, paper: Paper, families: Sequence[str]) -> EditLinks:
        """Return the links of a paper's page. A new paper gets the same families."""
        file = f"{self.folder}/papers/{key}.yml"
        return self._edit_links(file, self._at("edit", file), key, paper.name, families=families)

    def of_node(self, kind: NodeKind, node: str, name: str) -> EditLinks:
        """Return the links of a family's or topic's page. A new paper gets that family or topic."""
        file = f"{self.folder}/taxonomy.yml"
        line = self.lines.get((kind, node))
        edit = self._at("blob", file) + (f"#L{line}" if line else "")  # the editor cannot open at a line
        nodes = (node,)
        return self._edit_links(
            file, edit, node, name, **({"families": nodes} if kind == "families" else {"topics": nodes})
        )

    def of_path(self, key: str, title: str) -> EditLinks:
        """Return the links of a reading path's page."""
        file = f"{self.folder}/paths/{key}.yml"
        return self._edit_links(file, self._at("edit", file), key, title)

    def _edit_links(
        self, file: str, edit: str, key: str, name: str, *, families: Sequence[str] = (), topics: Sequence[str] = ()
    ) -> EditLinks:
        if not self.address:
            return EditLinks(file=file, edit="", add="", report="", history="")
        new = _new_paper(tuple(families), tuple(topics), gitlab=self.is_gitlab)
        title = f"Mistake: {escapes.line(name)[:TITLE]}"
        form = {"template": FORM, "title": title, "key": key}
        if self.is_gitlab:
            form = {"issue[title]": title, "issue[description]": _REPORT.format(key=key)}
        return EditLinks(
            file=file,
            edit=edit,
            add=f"{self._at('new', f'{self.folder}/papers')}?{new}",
            report=f"{self._site}/issues/new?{urlencode(form, quote_via=quote)}",
            history=self._at("commits", file),
        )

    def _at(self, verb: str, file: str) -> str:
        return f"{self._site}/{verb}/{quote(self.branch)}/{quote(file)}"

    @property
    def _site(self) -> str:
        """The address before a page of the repository's website; GitLab has a dash after the project's path."""
        return f"{self.address}/-" if self.is_gitlab else self.address

    @property
    def is_gitlab(self) -> bool:
        """Whether the repository is on GitLab, as far as its host tells."""
        return bool(_GITLAB.match(self.address))


@dataclass(frozen=True, kw_only=True, slots=True)
class EditLinks:
    """A page's source file, and links to edit it; the links are empty without a repository."""

    file: str
    edit: str
    add: str  # a form for a new paper
    report: str
    history: str


def repository(settings: Settings, content: Path) -> Repository:
    """Return the repository from a shelf's settings. Without an http(s) address its links are empty."""
    base, folder = settings.config.parent.resolve(), content.resolve()
    return Repository(
        address=escapes.web(settings.repo),
        branch=settings.branch,
        folder=folder.relative_to(base).as_posix() if folder.is_relative_to(base) else folder.name,
        lines=_lines(content / "taxonomy.yml"),
    )


def _lines(taxonomy: Path) -> dict[tuple[NodeKind, str], int]:
    try:
        loaded = yaml_files.load(taxonomy)
    except ShelfError:  # no such file
        return {}
    kinds: tuple[NodeKind, ...] = ("families", "topics")
    found = loaded.value if isinstance(loaded.value, dict) else {}
    return {
        (kind, node): loaded.place((kind, node), of_key=True)[0]
        for kind in kinds
        if isinstance(found.get(kind), dict)
        for node in found[kind]
    }


@cache  # many papers have the same families
def _new_paper(families: Sequence[str], topics: Sequence[str], *, gitlab: bool) -> str:
    """Return the query that fills in the form for a new paper."""
    name, content = ("file_name", "content") if gitlab else ("filename", "value")
    text = schema.line("papers/new.yml") + _TEMPLATE + _listed("families", families) + _listed("topics", topics)
    return urlencode({name: f"{checks.NEW}.yml", content: text}, quote_via=quote)


def _listed(field: str, keys: Sequence[str]) -> str:
    return "".join([f"{field}:\n", *(f"  - {key}\n" for key in keys)]) if keys else ""
