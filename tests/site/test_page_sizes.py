"""No page is large, whatever is on the shelf: at most 250 kB and 6,000 elements, with a frame of 16 kB and 160 elements."""

import dataclasses
import random
import re
from html.parser import HTMLParser

import pytest

from generator.model import (
    CitationGraph,
    Ledger,
    LedgerRecord,
    Node,
    Paper,
    ReadingPath,
    ReferenceList,
    Result,
    Step,
    Taxonomy,
    Version,
)
from generator.model.name import Name
from tests.site import invented, reading

BYTES, NODES = 250_000 - 16_000, 6_000 - 160
WORDS = ["otter", "tide", "kelp", "harbour", "gull", "current", "plankton", "reef", "storm", "lagoon", "ferry", "salt"]
PAPERS, TOPICS, FAMILIES, PATHS = 540, 420, 210, 210


def _words(dice, count):
    return " ".join(dice.choice(WORDS) for _ in range(count))


def _paper(dice, number):
    """A paper with texts as long as people write them; every paper has a venue of its own, and builds on the first one."""
    return Paper(
        title=f"{_words(dice, 12)} {number}",
        authors=tuple(Name(given=f"Ann {number % 600}", family=f"{_words(dice, 1)}{n}") for n in range(6)),
        date=f"{1890 + number % 135}-{1 + number % 12:02}",
        venue=f"Journal of {_words(dice, 4)} {number}",
        summary=_words(dice, 70),
        results=(Result(benchmark=f"Bench {number % 230}", value=number, unit="%", note=_words(dice, 20)),),
        families=(f"f-{number % FAMILIES}",),
        topics=(f"t-{number % TOPICS}", f"t-{number * 7 % TOPICS}", "t-0"),
        builds_on=("p-0",) if number else (),
    )


def _vast(dice):
    """A paper of which everything is too much."""
    return Paper(
        title=_words(dice, 150)[:999],
        aliases=tuple(f"{_words(dice, 4)} {n}" for n in range(300)),
        authors=tuple(Name(given="Bo", family=f"Reed{n}") for n in range(5_000)),
        editors=tuple(Name(given="Cai", family=f"Sedge{n}") for n in range(500)),
        date="2001",
        summary=_words(dice, 3_000),
        results=tuple(Result(benchmark=f"B {n}", metric="F1", value=n, note=_words(dice, 12)) for n in range(500)),
        other_versions=tuple(Version(venue=_words(dice, 5), doi=f"10.1/{n}") for n in range(300)),
        citation_keys=tuple(f"key-{n}" for n in range(400)),
        keywords=tuple(f"{_words(dice, 2)} {n}" for n in range(500)),
        families=tuple(f"f-{n}" for n in range(0, FAMILIES, 5)),
        topics=tuple(f"t-{n}" for n in range(0, TOPICS, 2)),
        builds_on=tuple(f"p-{n}" for n in range(1, PAPERS)),
    )


def _shelf(root):
    dice = random.Random(5)
    papers = {f"p-{number}": _paper(dice, number) for number in range(PAPERS)}
    papers["p-0"] = _vast(dice)
    papers["p-1"] = papers["p-1"].model_copy(update={"title": "$x_1$ " * 160, "summary": r"$\frac{a}{b}$ and " * 1_000})
    kinds = {"families": ("f", FAMILIES), "topics": ("t", TOPICS)}
    nodes = {
        kind: {
            f"{letter}-{n}": Node(
                name=f"{_words(dice, 3)} {n}",
                description=_words(dice, 40),
                parents=(f"{letter}-0",) if 0 < n < count // 2 else (),
            )
            for n in range(count)
        }
        for kind, (letter, count) in kinds.items()
    }
    ledgers = {
        f"{2000 + n // 12}-{1 + n % 12:02}-01-pond": Ledger(
            source=f"pond-{n}.txt",
            format="listing",
            date=f"{2000 + n // 12}-{1 + n % 12:02}-01",
            sha256="0" * 64,
            records=(LedgerRecord(line=1, paper="p-0", title=f"{_words(dice, 9)} {n}", upvotes=n),),
        )
        for n in range(200)
    }
    steps = tuple(Step(paper=f"p-{n}", why=_words(dice, 30)) for n in range(400))
    paths = {
        f"r-{n}": ReadingPath(title=f"R {n}", audience=_words(dice, 30), steps=steps if n == 7 else steps[n : n + 2])
        for n in range(PATHS)
    }
    most = tuple(papers)[:20]
    cites = {key: ReferenceList(cites=tuple(one for one in most if one != key), outside=900) for key in papers}
    cites["p-0"] = ReferenceList(cites=tuple(papers)[1:], outside=900)
    return dataclasses.replace(
        invented.shelf(root),
        papers=papers,
        taxonomy=Taxonomy(**nodes),
        ledgers=ledgers,
        paths=paths,
        citations=CitationGraph(date="2026-03-02", services=("openalex",), papers=cites),
    )


class _Elements(HTMLParser):
    """Counts the elements of a page and collects its links."""

    def __init__(self, text):
        super().__init__()
        self.count, self.links = 0, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.count += 1
        self.links += [found["href"]] if tag == "a" and (found := dict(attrs)).get("href") else []


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Each page of the written shelf, by its site path; papers beside the vast ones are left out."""
    _, docs = reading.written(tmp_path_factory.mktemp("vast"), make=_shelf)
    found = {path.parent.relative_to(docs).as_posix(): path for path in docs.rglob("index.md")}
    usual = {path for path in found if path.startswith("papers/") and path not in {"papers/p-0", "papers/p-1"}}
    return {path: found[path].read_text("utf-8") for path in found.keys() - usual}


def test_no_page_is_large(pages):
    """Lists, indexes, charts, leaderboards, reading paths, the home page and the pages of the vast papers stay within bounds."""
    sizes = {path: (len(text.encode()), _Elements(text).count) for path, text in pages.items()}
    assert {path: size for path, size in sizes.items() if size[0] > BYTES or size[1] > NODES} == {}


@pytest.mark.parametrize(
    ("index", "below"),
    [("topics", "t-"), ("families", "f-"), ("venues", "journal-of-"), ("paths", "r-"), ("results", "bench-")],
)
def test_every_page_of_an_index_is_reached(pages, index, below):
    """Its pages lead to each other, and together to all that they list, each once."""
    further = {path for path in pages if re.fullmatch(rf"{index}/(page_)?\d+", path)}
    assert further
    listed = []
    for path in (index, *further):
        links = _Elements(pages[path]).links
        up = "../" * len(path.split("/"))
        listed += [link for link in dict.fromkeys(links) if link.startswith(f"{up}{index}/{below}")]
        assert len({link for link in links if re.search(r"/(page_)?\d+/$", link)}) >= min(len(further), 2)
    own = {path for path in pages if re.fullmatch(rf"{index}/{below}[a-z0-9-]+", path)}
    assert {link.replace("../", "").rstrip("/") for link in listed} == own
    assert len(listed) == len(own)


def test_the_paper_says_what_it_leaves_out(pages):
    """The number of results, names, sources and the like that are not on the page."""
    text = pages["papers/p-0"]
    for said in (
        "And 400 more, all of them in",
        "; and 270 more",
        "and 4992 more",
        "And 100 more",
        "10 of ",
        "502 more are in",
    ):
        assert said in text, said
