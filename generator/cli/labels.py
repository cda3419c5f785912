"""`shelf labels`: says how well families and topics cover the papers, and which rules and nodes need a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from generator.cli.group import CONTENT, existing, guarded, main, progress
from generator.cli.terminal import say, say_json
from generator.content import catalogue
from generator.model import NodeKind
from generator.taxonomy.coverage import WIDE, Coverage, NodeCount, RuleCount, coverage
from generator.text.sections import Line, Section, Value, as_text, line

_MOST = 20  # lines of a section; the rest is in --json
_WORDS = 6  # of a rule


@main.command(name="labels")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with all rules and nodes.")
@CONTENT
@guarded
def command(content: Path, *, as_json: bool) -> None:
    """Report how well families and topics cover the papers.

    The report counts the papers without a family or topic. It lists the rules that match nothing or nearly everything, the
    families and topics without papers, those that always come together, and those with the same name.
    """
    existing(content)
    with progress("Counting labels"):
        found = coverage(catalogue.load(content))
    if as_json:
        say_json(found.as_json())
    else:
        say(as_text(line(f"{_papers(found.papers)}{_names(found)}"), list(_sections(found))))
        say(_next(found, content))


def _names(found: Coverage) -> str:
    """Return how many families and topics there are."""
    count = Counter(one.kind for one in found.nodes)
    words: tuple[tuple[NodeKind, str], ...] = (("families", "family"), ("topics", "topic"))
    return "".join(f", {count[kind]:,} {one if count[kind] == 1 else kind}" for kind, one in words)


def _next(found: Coverage, content: Path) -> str:
    """Return a sentence that says what to do next, with its command."""
    left = found.unlabelled["topics"]
    if not found.papers:
        return "Next: `shelf import FILE` brings papers."
    if not found.nodes:
        return f"Next: `shelf suggest` proposes families and topics for the {_papers(found.papers)}."
    if left:
        rest = f"where it finds none, write rules in {content / 'taxonomy.yml'}."
        return f"Next: `shelf suggest` looks for topics for the {_papers(left)} without one; {rest}"
    if any((found.idle, found.wide, found.empty, found.together, found.namesakes)):
        return f"Every paper has a topic. Next: look at what is listed here in {content / 'taxonomy.yml'}."
    return "Every paper has a topic. `shelf check --explain KEY` says why a paper has its labels."


def _sections(found: Coverage) -> Iterator[Section]:
    if not found.papers:
        return
    kinds = {one.kind for one in found.nodes}
    counts = {
        "in no family": found.unlabelled["families"] if "families" in kinds else 0,
        "without a topic": found.unlabelled["topics"] if "topics" in kinds else 0,
        "with neither": found.neither if len(kinds) > 1 else 0,
    }
    rows = (line(f"{count:,} {words} ({_share(count, found.papers)})") for words, count in counts.items() if count)
    yield from _section("Papers without labels", rows)
    yield from _section("Rules that match nothing", map(_rule, found.idle))
    yield from _section(
        f"Rules that match {WIDE:.0%} of the papers or more, so that they tell little",
        (
            line(*_rule(one).words, f": {_papers(one.papers)} ({_share(one.papers, found.papers)})")
            for one in found.wide
        ),
    )
    yield from _section("Families and topics without a paper", map(_node, found.empty))
    yield from _section(
        "Families or topics that always come together, so that one may be enough", map(_same, found.together)
    )
    yield from _section("The same name more than once", map(_namesakes, found.namesakes))


def _section(title: str, rows: Iterable[Line]) -> Iterator[Section]:
    """Yield a section with its first lines, if there are any."""
    lines = list(rows)
    if len(lines) > _MOST:
        more = f"… and {len(lines) - _MOST:,} more, see `shelf labels --json`"
        lines = [*lines[:_MOST], line(more)]
    if lines:
        yield Section(title=title, lines=tuple(lines))


def _rule(one: RuleCount) -> Line:
    if one.rule is None:
        return line(Value(one.path), " (a name matches as a heading or keyword)")
    lists = (("words", one.rule.words), ("headings", one.rule.headings), ("keywords", one.rule.keywords))
    return line(Value(one.path), ": ", Value("; ".join(f"{name} {_listed(texts)}" for name, texts in lists if texts)))


def _listed(texts: tuple[str, ...]) -> str:
    more = f" and {len(texts) - _WORDS} more" if len(texts) > _WORDS else ""
    return ", ".join(f"“{text}”" for text in texts[:_WORDS]) + more


def _node(one: NodeCount) -> Line:
    return line(Value(one.path), ": ", Value(one.name))


def _same(group: tuple[NodeCount, ...]) -> Line:
    names = ", ".join(f"{one.path} ({one.name})" for one in group)
    return line(Value(names), f": the same {_papers(group[0].papers)}")


def _namesakes(group: tuple[NodeCount, ...]) -> Line:
    return line(Value(group[0].name), ": ", Value(", ".join(f"{one.path} ({_papers(one.papers)})" for one in group)))


def _papers(count: int) -> str:
    return f"{count:,} {'paper' if count == 1 else 'papers'}"


def _share(part: int, whole: int) -> str:
    """Return a percentage that is 100 only for all and 0 only for none."""
    return f"{part / whole:.0%}" if part in {0, whole} else f"{min(99, max(1, round(100 * part / whole)))}%"
