"""The settings in mkdocs.yml that the pages depend on, and the mkdocs.yml of a written tree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from generator import yaml_files
from generator.problems import Problem, ShelfError
from generator.site import escapes
from generator.storage import files

_TOP = re.compile(r"([A-Za-z_]+)\s*:")
_LINKED = r"assets/(?:shelf|browse|pictures|tools)\.css|assets/(?:collection|sharing|comparison|visits|marks|tables|finder)\.js"
_OURS = {  # what mkdocs.yml may list, but a tree must not: the plugin's work is done, overrides/main.html links the assets
    "plugins": "shelf",
    "extra_css": _LINKED,
    "extra_javascript": _LINKED,
}
_ITEM = r"(\s*)-\s+(?:path:\s*)?['\"]?(?:%s)['\"]?\s*(?::.*)?(?:#.*)?$"
_IN_FLOW = r"(?<![\w./-])['\"]?(?:%s)['\"]?(?![\w./-])\s*,?\s*"
_CUSTOM = re.compile(r"(\s+)custom_dir\s*:")
_ENTRY = re.compile(r"\s*-\s+(?:[^#]*[\s:'\"])?([\w./-]+\.md)['\"]?\s*(?:#.*)?$")
_NO_ITEM = re.compile(
    r"^(plugins|extra_css|extra_javascript):[ \t]*(?:#.*)?\n(?!(?:[ \t]*(?:#.*)?\n)*[ \t]*-)", re.MULTILINE
)  # for an empty list of plugins, MkDocs would add its own search
_Asset = TypeVar("_Asset")
BUILDERS = ("mkdocs", "properdocs", "zensical")
_REPLACED = {"site_name", "docs_dir", "site_dir", "use_directory_urls", "watch"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings of a shelf. ``index_html``: links end with the file's name, as file:// requires.

    ``offline``: a copy that is read from file://, which has no files that only crawlers and scripts read.
    """

    config: Path  # mkdocs.yml; other paths are relative to its folder
    name: str = "Reading Shelf"
    about: str = ""
    site_url: str = ""  # the site's address with a trailing slash; empty if it is not set
    repo: str = ""  # the repository's address, for edit links
    branch: str = "main"
    content: Path = Path("content")
    site_dir: Path = Path("site")  # where MkDocs builds
    overrides: Path | None = None
    index_html: bool = False
    offline: bool = False
    abstracts: bool = False  # show the abstracts that papers' files hold
    builder: str = BUILDERS[0]  # the program that makes a site of the pages
    embeds: Mapping[str, str] = field(default_factory=dict)  # queries whose papers other sites may show, by key


def settings(config: Path) -> Settings:
    """Read mkdocs.yml. Raises ShelfError if it is not valid YAML."""
    loaded = yaml_files.load(config)
    if not isinstance(loaded.value, dict):
        nothing = Problem(path=files.shown(config), code="config.empty", message="the file holds no settings")
        raise ShelfError(*(loaded.problems or [nothing]))
    if conflicts := [problem for problem in loaded.problems if problem.code == "file.conflict"]:
        raise ShelfError(*conflicts)
    found = loaded.value
    shelf = _inner(_inner(found, "extra"), "shelf")
    custom = _text(_inner(found, "theme"), "custom_dir", "")
    if (abstracts := shelf.get("abstracts", "hide")) not in ("show", "hide"):
        message = "abstracts is neither show nor hide"
        hint = "write show to show the abstracts that papers' files hold, if you may publish them"
        raise ShelfError(loaded.problem(("extra", "shelf", "abstracts"), "config.value", message, hint))
    if (builder := shelf.get("builder", BUILDERS[0])) not in BUILDERS:
        message = "builder is neither mkdocs nor properdocs nor zensical"
        hint = "write one of the three, or leave the line out: then MkDocs builds the site"
        raise ShelfError(loaded.problem(("extra", "shelf", "builder"), "config.value", message, hint))
    return Settings(
        config=config,
        name=_text(found, "site_name", "Reading Shelf"),
        about=_text(found, "site_description", ""),
        site_url=address(_text(found, "site_url", "")),
        repo=_text(shelf, "repo", "").rstrip("/"),
        branch=_text(shelf, "branch", "main"),
        site_dir=config.parent / _text(found, "site_dir", "site"),
        content=config.parent / Path(_text(found, "docs_dir", "content/pages")).parent,
        overrides=config.parent / custom if custom else None,
        index_html=found.get("use_directory_urls") is False,
        abstracts=abstracts == "show",
        builder=str(builder),
        embeds=_embeds(loaded, shelf),
    )


def _embeds(loaded: yaml_files.Loaded, shelf: Mapping[str, object]) -> dict[str, str]:
    """Return the queries under extra.shelf.embeds by key. Raises ShelfError with all that are not understood."""
    found = shelf.get("embeds")
    if found is None:
        return {}
    place = ("extra", "shelf", "embeds")
    if not isinstance(found, dict):
        hint = "write a key and a query on each line below it, such as recent-code: has:code year:2023.."
        raise ShelfError(loaded.problem(place, "config.value", "embeds does not map keys to queries", hint))
    from generator.checks import is_key  # noqa: PLC0415, few shelves have embeds, and all commands read the settings
    from generator.site.search.query_syntax import parse  # noqa: PLC0415

    problems = []
    for key, query in found.items():
        if not is_key(key):
            hint = "use lowercase letters and digits, in words joined by single hyphens: recent-code"
            problems.append(loaded.problem((*place, key), "config.value", f"{key} cannot be a key", hint, of_key=True))
        elif not isinstance(query, str) or not query.strip():
            hint = "write it as in Browse: 'has:code year:2023..'"
            problems.append(loaded.problem((*place, key), "config.value", f"{key} has no query", hint))
        else:
            try:
                parse(query)
            except ShelfError as error:
                problems += [
                    loaded.problem(
                        (*place, key), one.code, f"column {one.column} of the query: {one.message}", one.hint
                    )
                    for one in error.problems
                ]
    if problems:
        raise ShelfError(*problems)
    return {str(key): str(query) for key, query in found.items()}


def address(url: str) -> str:
    """Return a site's address with a trailing slash, or "" if it is not a web address."""
    return f"{found.rstrip('/')}/" if (found := escapes.web(url)) else ""


def pruned(nav: object, absent: Collection[str]) -> object:
    """Return the navigation of mkdocs.yml without entries that lead to the ``absent`` pages."""
    if isinstance(nav, list):
        return [pruned(entry, absent) for entry in nav if not _leads(entry, absent)]
    if isinstance(nav, dict):
        return {name: pruned(entry, absent) for name, entry in nav.items()}
    return nav


def _leads(entry: object, absent: Collection[str]) -> bool:
    target = next(iter(entry.values()), None) if isinstance(entry, dict) else entry
    return isinstance(target, str) and target in absent


def resolved(text: str, *, name: str, index_html: bool, absent: Collection[str] = ()) -> str:
    """Return mkdocs.yml for a written tree: without our plugin, whose work is done, and otherwise unchanged.

    Entries of the navigation that lead to the ``absent`` pages are left out.

    The site's name is escaped because themes print it unescaped. Apostrophes are left as they are: they do no harm, and
    Material escapes the name a second time in a tooltip.
    """
    escaped = escapes.front_matter(name).replace("&#x27;", "'")
    urls = "false" if index_html else "true"
    rows = [
        *_kept(text.splitlines(), absent),
        f"site_name: {escaped}",
        "docs_dir: docs",
        "site_dir: site",
        f"use_directory_urls: {urls}",
    ]
    return _NO_ITEM.sub(r"\1: []\n", "\n".join(rows) + "\n")


def foreign(listed: Iterable[_Asset]) -> list[_Asset]:
    """Return the styles or scripts of mkdocs.yml without our own, which overrides/main.html links in the right order.

    An older mkdocs.yml names some of ours, which would load twice.
    """
    return [asset for asset in listed if not re.fullmatch(_LINKED, str(asset))]


def _kept(rows: list[str], absent: Collection[str]) -> Iterator[str]:
    section, dropping = "", -1
    for row in rows:
        if found := _TOP.match(row):
            section = found[1]
        elif row.startswith("#"):  # inside a section or before the next one
            yield row
            continue
        if section in _REPLACED:
            continue
        if section == "nav" and (entry := _ENTRY.match(row)) and entry[1] in absent:
            continue
        if section in _OURS:
            indent = len(row) - len(row.lstrip())
            if dropping >= 0 and row.strip() and indent > dropping:
                continue  # an option of it
            dropping = -1
            if ours := re.match(_ITEM % _OURS[section], row):
                dropping = len(ours[1])
                continue
            if not row.lstrip().startswith(("-", "#")):  # a list in brackets
                row = re.sub(_IN_FLOW % _OURS[section], "", row)  # noqa: PLW2901
        elif section == "theme" and (custom := _CUSTOM.match(row)):
            row = f"{custom[1]}custom_dir: overrides"  # noqa: PLW2901
        yield row


def _inner(found: object, name: str) -> dict[str, object]:
    inner = found.get(name) if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else {}


def _text(found: dict[str, object], name: str, otherwise: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) and value else otherwise
