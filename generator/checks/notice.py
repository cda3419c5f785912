"""Checks that no builder can publish the hand-written pages alone in silence: some ignore plugins, so that no paper has a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator import yaml_files
from generator.problems import Problem, ShelfError
from generator.storage import files

NOTICE = (
    '<p class="unbuilt"><!-- Only a builder that does not run Reading Shelf publishes this paragraph. -->'
    "<strong>The papers are missing: this site was built without Reading Shelf.</strong>"
    " Build it with <code>shelf build</code>, and publish the folder <code>site</code>.</p>"
)
_NOTICE = re.compile(r"<p\s+class=[\"']?unbuilt[\"']?\s*>.*?(?:</p>|(?=\n[ \t]*\n)|\Z)\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PREFERRED = {"zensical.toml": "Zensical", "properdocs.yml": "ProperDocs", "properdocs.yaml": "ProperDocs"}


def without_notice(text: str) -> str:
    """Return the text of the first hand-written page without the notice, which the site's own home page must not show."""
    return _NOTICE.sub("", text)


def unguarded(root: Path) -> Iterator[Problem]:
    """Yield a warning for each way in which a builder could publish the pages of the content folder without its papers.

    Without an mkdocs.yml for this folder there is nothing to build.
    """
    config = root.parent / "mkdocs.yml"
    try:
        loaded = yaml_files.load(config)
    except (ShelfError, OSError):
        return
    docs = loaded.value.get("docs_dir", "content/pages") if isinstance(loaded.value, dict) else None
    if not isinstance(docs, str) or (config.parent / docs).resolve() != (root / "pages").resolve():
        return
    if "shelf" not in _names(loaded.at(("plugins",))):
        message = "no plugin shelf: MkDocs and ProperDocs would publish the hand-written pages alone, without a paper"
        found = loaded.problem(("plugins",), "config.plugin", message, "add below plugins: - shelf", of_key=True)
        yield replace(found, severity="warning")
    for name, builder in _PREFERRED.items():
        if (other := config.with_name(name)).is_file():
            message = f"{builder} reads this file instead of mkdocs.yml; Reading Shelf does not"
            yield _warning(other, "config.other", message, "move its settings to mkdocs.yml, and delete it")
    first = root / "pages" / "index.md"
    if first.is_file() and not first.is_symlink() and not _says_so(first):
        message = "a builder that ignores plugins would publish this page, and no paper, in silence"
        yield _warning(first, "pages.notice", message, f"add a line that shelf build leaves out: {NOTICE}")


def _names(plugins: object) -> set[object]:
    """Return the names of the plugins, which mkdocs.yml lists or maps to their options."""
    if isinstance(plugins, dict):
        return set(plugins)
    listed = plugins if isinstance(plugins, (list, tuple)) else ()
    return {name for one in listed for name in (one if isinstance(one, dict) else (one,)) if isinstance(name, str)}


def _says_so(page: Path) -> bool:
    try:
        return bool(_NOTICE.search(_COMMENT.sub("", files.read_text(page)[0])))
    except ShelfError:
        return True  # reported where the file is used


def _warning(path: Path, code: str, message: str, hint: str) -> Problem:
    return Problem(path=files.shown(path), code=code, message=message, hint=hint, severity="warning")
