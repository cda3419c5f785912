"""Random edits of a shelf on disk, as people, programs and tools make them: each is a function of the project and the dice."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.content import catalogue
from generator.intake import imports
from generator.model import (
    Catalogue,
    Check,
    CitationGraph,
    Decision,
    FaultyLink,
    Identifiers,
    Paper,
    ReferenceList,
    Result,
    Status,
    Watch,
)
from tests.site import invented

WORDS = (
    "otters", "HERON", "swim", "reeds", "tides", "PondQA", "10%", "C&A", "<script>alert(1)</script>", '"quoted"', "{{ page.title }}",
    "shelfgaptitle", "shelfgapblock", "shelfgaphead", "$x^2$", "沼泽", "naïve", "{% if %}", "&amp;", "`code`", "*stars*", "[a](b)",
)  # fmt: skip
HELD = re.compile(r"(^.*): (?!.*[|>&{])(.+)$", re.MULTILINE)


@dataclass
class State:
    """A project, and texts that its files had before."""

    folder: Path
    past: list[tuple[Path, bytes, int]] = field(default_factory=list)
    made: int = 0

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.folder / "content"

    def shelf(self) -> Catalogue:
        """Return the shelf as it is on disk."""
        return catalogue.load(self.content)

    def number(self) -> int:
        """Return a number that was not used before."""
        self.made += 1
        return self.made

    def note(self, path: Path) -> None:
        """Remember a file as it is, to restore it later."""
        self.past.append((path, path.read_bytes(), path.stat().st_mtime_ns))

    def replace(self, path: Path, old: str, new: str) -> None:
        """Replace a text in a file, once."""
        self.note(path)
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    def paper(self, dice: random.Random, **fields: Any) -> None:
        """Change fields of a random paper."""
        papers = self.shelf().papers
        key = dice.choice(sorted(papers))
        self.note(self.content / f"papers/{key}.yml")
        changed = Paper.model_validate({**papers[key].model_dump(exclude_unset=True), **fields})
        catalogue.save(self.content, {f"papers/{key}.yml": changed})


Edit = Callable[[State, random.Random], None]


def words(dice: random.Random, most: int = 6) -> str:
    """Return a random text."""
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(2, most)))


def keys(state: State, dice: random.Random, most: int) -> list[str]:
    """Return random keys of papers, most of the time."""
    known = sorted(state.shelf().papers)
    return dice.sample(known, min(len(known), dice.randint(0, most)))


def add_paper(state: State, dice: random.Random) -> None:
    """Add a paper that builds on others."""
    number = state.number()
    catalogue.save(
        state.content,
        {
            f"papers/new-{number}.yml": Paper(
                title=f"New {number}: {words(dice)}",
                authors=tuple(dice.sample(["Ada Marsh", "Bo Reed", "Dee Brook", "Wei Wang"], 2)),
                date=f"20{dice.randint(10, 24)}-0{dice.randint(1, 9)}-11",
                identifiers=Identifiers(doi=f"10.5555/edit.{number}"),
                venue=dice.choice([None, "Journal of Ponds", "Pond Conference 2021"]),
                summary=f"{words(dice, 20)}.",
                builds_on=tuple(sorted(keys(state, dice, 2))),
            )
        },
    )


def rename_paper(state: State, dice: random.Random) -> None:
    """Give a paper another key, keep the old one as a former key, and follow it wherever it stands."""
    papers = state.shelf().papers
    old, new = dice.choice(sorted(papers)), f"renamed-{state.number()}"
    for path in sorted(state.content.rglob("*.yml")):
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"(?m)(?<=[- ]){re.escape(old)}$", new, text), "utf-8")
    (state.content / f"papers/{old}.yml").unlink()
    former = (*papers[old].former_keys, old)
    paper = Paper.model_validate({**papers[old].model_dump(exclude_unset=True), "former_keys": former})
    catalogue.save(state.content, {f"papers/{new}.yml": paper})


def delete_paper(state: State, dice: random.Random) -> None:
    """Delete a paper, most of the time one that nothing refers to."""
    known = sorted(state.shelf().papers)
    texts = "\n".join(path.read_text("utf-8") for path in state.content.rglob("*.yml"))
    free = [key for key in known if not re.search(rf"(?m)(?<=[- ]){re.escape(key)}$", texts)]
    path = state.content / f"papers/{dice.choice(free if free and dice.random() < 0.9 else known)}.yml"
    state.note(path)
    path.unlink()


def edit_title(state: State, dice: random.Random) -> None:
    """Change a title."""
    state.paper(dice, title=words(dice))


def edit_summary(state: State, dice: random.Random) -> None:
    """Change a summary, or remove it."""
    state.paper(dice, summary=dice.choice([None, f"{words(dice, 30)}.", "shelfgapdescription"]))


def edit_authors(state: State, dice: random.Random) -> None:
    """Change the authors."""
    state.paper(dice, authors=tuple(dice.sample(["Ada Marsh", "Bo Reed", "Dee Brook", "Wei Wang", "O'Neil, Ann"], 3)))


def edit_date(state: State, dice: random.Random) -> None:
    """Change the date and the venue."""
    state.paper(dice, date=f"20{dice.randint(10, 24)}", venue=dice.choice(["Journal of Ponds", "Frog Letters", None]))


def edit_status(state: State, dice: random.Random) -> None:
    """Say something of a paper, or take back what was said."""
    said = Status(kind=dice.choice(["retracted", "corrected"]), date=dice.choice([None, "2023-05"]), by=(words(dice),))
    state.paper(dice, status=dice.choice([(), (said,)]))


def edit_results(state: State, dice: random.Random) -> None:
    """Change the results."""
    value = dice.randint(1, 99)
    found = [Result(benchmark="PondQA", metric="F1", value=value, unit="%", setting="test split")]
    state.paper(dice, results=tuple(found[: dice.randint(0, 1)]))


def edit_relations(state: State, dice: random.Random) -> None:
    """Change what a paper builds on and is compared with; some become faulty, because a paper cannot build on itself."""
    state.paper(dice, builds_on=tuple(sorted(keys(state, dice, 2))), compared_with=tuple(sorted(keys(state, dice, 2))))


def edit_labels(state: State, dice: random.Random) -> None:
    """Put a paper in families and topics by hand."""
    tree = state.shelf().taxonomy
    families = tuple(sorted(dice.sample(sorted(tree.families), dice.randint(0, 2))))
    state.paper(dice, families=families, topics=tuple(sorted(dice.sample(sorted(tree.topics), dice.randint(0, 2)))))


def edit_rule(state: State, dice: random.Random) -> None:
    """Change the words of a rule."""
    old = dice.choice(["- HERON\n", "- otters\n", "- swim\n", "- swimming\n", "- reeds\n", "- tides\n"])
    state.replace(state.content / "taxonomy.yml", old, f"- {dice.choice(['otters', 'reeds', 'tides', 'swim'])}\n")


def edit_node(state: State, dice: random.Random) -> None:
    """Change a name, a description or a parent in the taxonomy."""
    old, new = dice.choice(
        [
            ("name: Heron\n", f"name: Herons {state.number()}\n"),
            ("description: Models that read.\n", f"description: Models that read {state.number()} texts.\n"),
            ("    parents:\n      - heron\n", "    parents:\n      - otter\n"),
            ("    parents:\n      - otter\n", "    parents:\n      - heron\n"),
            (
                "  flying:\n",
                f"  node-{state.number()}:\n    name: Node {state.made}\n    description: New.\n  flying:\n",
            ),
        ]
    )
    state.replace(state.content / "taxonomy.yml", old, new)


def edit_ledger(state: State, dice: random.Random) -> None:
    """Change the headings and keywords under which a source has a paper, or what readers call the source."""
    ledgers = state.shelf().ledgers
    stem = dice.choice(sorted(ledgers))
    state.note(state.content / f"imports/{stem}.yml")
    ledger = ledgers[stem]
    if dice.random() < 0.2:
        changed = ledger.model_copy(update={"title": f"List {state.number()}"})
    else:
        records = list(ledger.records)
        place = dice.randrange(len(records))
        said = {
            name: dice.choice([(), ("Otter",), ("Life > Flying",), ("reading",)]) for name in ("headings", "keywords")
        }
        records[place] = records[place].model_copy(update=said)
        changed = ledger.model_copy(update={"records": tuple(records)})
    catalogue.save(state.content, {f"imports/{stem}.yml": changed})


def edit_path(state: State, dice: random.Random) -> None:
    """Change a reading path, remove it or restore it."""
    path = state.content / "paths/first-steps.yml"
    if not path.exists():
        known = sorted(state.shelf().papers)
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"title: Back\naudience: All.\nsteps:\n  - paper: {dice.choice(known)}\n    why: To begin.\n", "utf-8"
        )
    elif dice.random() < 0.3:
        state.note(path)
        path.unlink()
    else:
        state.replace(path, "why: ", f"why: Step {state.number()}. ")


def edit_template(state: State, dice: random.Random) -> None:
    """Change a template of the theme, or add one."""
    number = state.number()
    overrides = state.folder / "overrides"
    kind = dice.randrange(4)
    if kind == 0:
        looking = dice.choice(
            ["'HERON' in page.title", "page.meta.title|length > 30", "page.meta.description", "not page.toc"]
        )
        inner = (
            f"{{% block announce %}}{number}{{% if page and page.meta and {looking} %}}!{{% endif %}}{{% endblock %}}\n"
        )
        text = (overrides / "main.html").read_text("utf-8").partition("{% block announce %}")[0]
        state.note(overrides / "main.html")
        (overrides / "main.html").write_text(text + inner, "utf-8")
    elif kind == 1:
        (overrides / "partials").mkdir(exist_ok=True)
        (overrides / "partials" / "copyright.html").write_text(f"<p>{number} {{{{ page.title }}}}</p>\n", "utf-8")
    elif kind == 2:
        (overrides / "partials" / "copyright.html").unlink(missing_ok=True)
    else:
        state.replace(overrides / "404.html", "{% extends", f"{{# {number} #}}{{% extends")


def edit_style(state: State, dice: random.Random) -> None:
    """Change a style sheet or a script."""
    path = state.folder / "overrides" / "assets" / dice.choice(["shelf.css", "search.js", "favicon.svg"])
    state.note(path)
    path.write_bytes(path.read_bytes() + f"/* {state.number()} */\n".encode())


def edit_configuration(state: State, dice: random.Random) -> None:
    """Change a setting in mkdocs.yml."""
    config = state.folder / "mkdocs.yml"
    number = state.number()
    settings = {
        "site_name": ["Ponds & <Lakes>", f"Shelf {number}", "shelfgaptitle"],
        "site_url": ["''", "https://ponds.example.org/", f"https://example.org/{number}"],
        "site_description": [f"Number {number}.", "shelfgapdescription"],
        "    branch": ["main", f"branch-{number}"],
        "    repo": ["''", "https://example.org/you/ponds"],
        "use_directory_urls": ["true", "false"],
        "    abstracts": ["show", "hide"],
        "    embeds": ["{}", "{recent: 'year:2020..'}", "{recent: 'year:2020..', otters: otter}"],
        "  - About": ["about.md"],
        "  - Years": ["years/index.md"],
        "  - All years": ["years/index.md"],
        "  - Unsorted": ["no-topic/index.md"],
        "  - Suggest": ["add/index.md"],
    }
    name = dice.choice(list(settings))
    text = config.read_text("utf-8")
    state.note(config)
    if name.startswith("  - "):  # in the navigation: there, or not there
        row = f"{name}: {settings[name][0]}\n"
        changed = text.replace(row, "") if row in text else text.replace("\n\ntheme:", f"\n{row}\ntheme:")
    else:
        row = f"{name}: {dice.choice(settings[name])}"
        found = re.subn(rf"(?m)^{name}:.*$", row, text)
        after = "  shelf:\n" if name.startswith(" ") else ""
        changed = found[0] if found[1] else text.replace(after, f"{after}{row}\n", 1) if after else f"{text}{row}\n"
    config.write_text(changed, "utf-8")


def edit_page(state: State, dice: random.Random) -> None:
    """Add, change or remove a hand-written page or file; links may lead to generated pages, files, and nowhere."""
    pages = state.content / "pages"
    number = state.number()
    name = dice.choice(["notes.md", "deep/er/more.md", "robots.txt", "llms.txt", "photo.svg", "index.md", "about.md"])
    path = pages / name
    key = dice.choice(sorted(state.shelf().papers))
    up = "../" * name.count("/")
    links = [
        f"{up}papers/{key}/index.md",
        f"{up}papers.bib",
        f"{up}years/index.md",
        f"{up}about.md",
        f"{up}index.md",
        f"{up}feed.xml",
    ]
    if dice.random() < 0.05:
        links.append("nowhere.md")
    if path.exists():
        state.note(path)
        if name not in {"index.md", "about.md"} and dice.random() < 0.4:
            path.unlink()
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    if not name.endswith(".md"):
        path.write_text(f"User-agent: {number}\n", "utf-8")
        return
    first = path.read_text("utf-8").splitlines()[0] if path.exists() and name == "index.md" else f"# Notes {number}"
    chosen = dice.sample(links, dice.randint(0, 2))
    path.write_text(f"{first}\n\nText {number}. {' '.join(f'[{number}]({one})' for one in chosen)}\n", "utf-8")


def decide(state: State, dice: random.Random) -> None:
    """Add a decision on a pair of papers."""
    first, second = dice.sample(sorted(state.shelf().papers), 2)
    decision = Decision(pair=(first, second), verdict="different", reason=f"Other ponds {state.number()}.")
    catalogue.save(state.content, {"decisions.yml": (*state.shelf().decisions, decision)})


def import_record(state: State, dice: random.Random) -> None:
    """Import a record by the program: a new paper, or one that the shelf has."""
    number = state.number()
    paper = dice.choice(list(state.shelf().papers.values()))
    title = (
        paper.title if paper.title and dice.random() < 0.3 else f"Imported {number}: frogs of {number} ponds in winter"
    )
    text = re.sub(r"[{}\\%$&#]", "", title)
    source = state.folder / f"list-{number}.bib"
    source.write_text(
        f"@article{{k{number}, title={{{text}}}, author={{Marsh, Ada and Brook, Dee}}, year={{2021}}, doi={{10.7777/i.{number}}}}}\n"
    )
    imports.run([source], content=state.content, date="2026-02-26")
    source.unlink()


def edit_watch(state: State, dice: random.Random) -> None:
    """Check papers at services, one of which no longer has its code, or forget all that was checked."""
    shelf = state.shelf()
    codes = [(key, paper.links.code) for key, paper in shelf.papers.items() if paper.links.code]
    day = f"2026-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"
    watch = Watch(
        checks=(Check(date=day, services=("crossref",), papers=tuple(keys(state, dice, 5))),),
        links=tuple(
            FaultyLink(paper=key, url=url, fault="gone", since=day) for key, url in codes[: dice.randint(0, 1)]
        ),
    )
    catalogue.save(state.content, {"watch.yml": watch if dice.random() < 0.8 else Watch()})


def edit_citations(state: State, dice: random.Random) -> None:
    """State other references of some papers, or forget all citations."""
    path, shelf = state.content / "citations.yml", state.shelf()
    if path.exists():
        state.note(path)
        if dice.random() < 0.1:
            path.unlink()
            return
    known = dict(shelf.citations.papers)
    for key in keys(state, dice, 3):
        others = sorted(set(shelf.papers) - {key})
        cites = tuple(sorted(dice.sample(others, min(len(others), dice.randint(0, 8)))))
        common = {other: dice.randint(3, 9) for other in others if other > key and dice.random() < 0.2}
        known[key] = ReferenceList(cites=cites, outside=dice.randint(0, 20), common=common)
    graph = CitationGraph(
        date=f"2026-03-{dice.randint(10, 30)}",
        services=dice.choice([("openalex",), ("openalex", "semantic-scholar")]),
        papers={key: known[key] for key in sorted(known)},
    )
    catalogue.save(state.content, {"citations.yml": graph})


def touch(state: State, dice: random.Random) -> None:
    """Give a file another time or mode; its text stays."""
    path = dice.choice(sorted(one for one in state.content.rglob("*") if one.is_file()))
    if dice.random() < 0.5:
        os.utime(path, ns=(dice.randrange(10**18), dice.randrange(10**18)))
    else:
        path.chmod(dice.choice([0o600, 0o644, 0o755]))


def restore(state: State, dice: random.Random) -> None:
    """Give a file an earlier text and its earlier time, as a backup does."""
    if state.past:
        path, text, time = dice.choice(state.past)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        os.utime(path, ns=(time, time))


def break_paper(state: State, dice: random.Random) -> None:
    """Make a paper faulty."""
    path = state.content / f"papers/{dice.choice(sorted(state.shelf().papers))}.yml"
    path.write_bytes(
        path.read_bytes() + dice.choice([b"colour: red\n", b"title: again\n", b"\xff\n", b"builds_on: [none]\n"])
    )


EDITS: tuple[Edit, ...] = (
    add_paper, add_paper, rename_paper, delete_paper, edit_title, edit_summary, edit_authors, edit_date, edit_status, edit_results, edit_relations,
    edit_labels, edit_rule, edit_node, edit_ledger, edit_path, edit_template, edit_style, edit_configuration, edit_configuration, edit_page,
    edit_page, edit_citations, edit_citations, decide, import_record, edit_watch, touch, restore, break_paper,
)  # fmt: skip


def project(folder: Path) -> State:
    """Return the project of the invented shelf with some more papers."""
    invented.project(folder)
    state = State(folder)
    dice = random.Random(0)
    for _ in range(8):
        add_paper(state, dice)
    import_record(state, dice)
    edit_citations(state, dice)
    return state
