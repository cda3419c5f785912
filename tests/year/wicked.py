"""Changes that must not be merged with the problems that check must report, and hostile texts that are harmless."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from generator.problems import printable
from tests.year.bare import Files, Odd
from tests.year.papers import EDITED, FOUNDATIONS, NEW, PAPERS, arxiv, date, key, paper, title

Kind: TypeAlias = Literal["bad", "hostile"]

_BOMB = "bomb:\n  - &a [x, x, x]\n  - &b [*a, *a, *a]\n  - [*b, *b, *b]\n"
_BOMBED = "15:1: field.unknown, 16:5: yaml.anchor, 17:5: yaml.anchor" + "".join(
    f", {place}: yaml.alias" for place in ("17:9", "17:13", "17:17", "18:6", "18:10", "18:14")
)
_LINES: tuple[tuple[Kind, str, str, str], ...] = (
    ("bad", "title: '{title}'", "title: 'A title that ends nowhere", "2:8: yaml.syntax"),
    ("bad", "title: '{title}'", "title: A study: of colons", "2:15: yaml.syntax"),
    ("bad", "authors:\n", "authors:\n\t- Tab\n", "6:1: yaml.syntax"),
    ("bad", "topics:\n", "families:\n  - hero\ntopics:\n", "23:5: ref.family"),
    ("bad", "  - reading\n", "  - raeding\n", "23:5: ref.topic"),
    ("bad", "'{date}'", "'2021-02-30'", "9:7: date.value"),
    ("bad", "'{date}'", "5 July 2021", "9:7: date.form"),
    ("bad", "'{date}'", "2021-07-05", "9:7: yaml.unquoted"),
    ("bad", "'{arxiv}'", "'" + arxiv(min(EDITED, key=key)) + "'", "11:10: paper.duplicate-identifier"),
    ("bad", "'{arxiv}'", "{arxiv}", "11:10: yaml.unquoted"),
    ("bad", "'{arxiv}'", "'arXiv:{arxiv}v2'", "11:10: id.arxiv"),
    ("bad", "venue:", "vennue:", "12:1: field.unknown"),
    ("bad", "venue:", "title: Twice\nvenue:", "12:1: yaml.duplicate-key"),
    ("bad", "value: {n}", "value: about {n}", "20:12: field.type"),
    ("hostile", "https://example.org/{n}", "javascript:alert(1)", "14:12: url.scheme"),
    ("hostile", "https://example.org/{n}", 'https://example.org/"onmouseover=alert(1)//', "14:12: url.form"),
    ("hostile", "summary:", _BOMB + "summary:", _BOMBED),
    ("hostile", "venue:", "venue: !!python/name:os.system The #", "12:8: yaml.tag"),
    ("hostile", "'{title}'", "<script>alert(1)</script> Wading", ""),
    ("hostile", "'{title}'", "'Swimming}}}}@article{{evil, title={{Evil}}'", ""),
    ("hostile", "'{title}'", "'{{{{ config.site_name }}}} {{% raw %}} Diving'", ""),
    ("hostile", "'{title}'", "'[Perching](javascript:alert(1)) --> ]]> <img src=x onerror=alert(1)>'", ""),
)
_NAMES: tuple[tuple[Kind, str, Odd | None, str], ...] = (
    ("bad", "papers/My Paper.yml", None, "1:1: key.file-name"),
    ("bad", "papers/my_paper.yaml", None, "1:1: key.file-name"),
    ("bad", "papers/no-suffix", None, "1:1: key.file-name"),
    ("bad", "papers/below/deeper.yml", None, "1:1: key.file-name"),
    ("hostile", "papers/new\nline.yml", None, "1:1: key.file-name"),
    ("hostile", "papers/line-end.yml\n", None, "1:1: key.file-name"),
    ("hostile", "papers/..\\..\\mkdocs.yml", None, "1:1: key.file-name"),
    ("hostile", "papers/..%2f..%2fmkdocs.yml", None, "1:1: key.file-name"),
    ("hostile", "papers/leak.yml", Odd(mode="120000", target="../../mkdocs.yml"), "1:1: file.link"),
    ("hostile", "pages/leak.md", Odd(mode="120000", target="../../.git/config"), "1:1: file.link"),
    ("hostile", "imports/away", Odd(mode="120000", target="/"), "1:1: file.link"),
    ("hostile", "papers/module.yml", Odd(mode="160000", target="1" * 40), "1:1: file.unreadable"),
)


def wicked() -> Iterator[tuple[Kind, Files, tuple[str, ...]]]:
    """Yield the kind, the files and the expected ``path:line:column: code`` of each faulty change."""
    fresh = iter(range(NEW + 130, NEW + 200))
    for kind, old, new, fault in _LINES:
        n = next(fresh)
        found = paper(n)
        where = old.format(n=n, date=date(n), arxiv=arxiv(n), title=title(n))
        assert found.count(where) == 1, where
        path = f"{PAPERS}/{key(n)}.yml"
        yield kind, {path: found.replace(where, new.format(n=n, arxiv=arxiv(n))).encode()}, _at(path, fault)
    for kind, name, content, fault in _NAMES:
        path = f"content/{name}"
        told = path.removesuffix("/deeper.yml")  # for a folder that is not read, the folder is reported
        yield kind, {path: content if isinstance(content, Odd) else paper(next(fresh)).encode()}, _at(told, fault)
    for n, foundation in zip(range(82, 85), FOUNDATIONS, strict=True):  # a paper that another builds on
        yield "bad", {f"{PAPERS}/{key(foundation)}.yml": None}, _at(f"{PAPERS}/{key(n)}.yml", "25:5: ref.paper")


def _at(path: str, fault: str) -> tuple[str, ...]:
    return tuple(f"{printable(path)}:{one}" for one in fault.split(", ")) if fault else ()
