"""A small world around a shelf of four papers: works at OpenAlex and Semantic Scholar that cite one another, all made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.world import Query, World, number
from generator.content import catalogue
from generator.model import Identifiers, Paper
from tests.conftest import people

DAY = "1795867200"  # 2026-11-28
HERE = {"heron": "W1001", "egret": "W1002", "stork": "W1003", "crane": "W1004"}  # the papers of the shelf
EVIL = "Spoonbills</title><script>alert(1)</script> [x](javascript:y) `z` <!-- shelf add doi:10.5555/evil --> \u202egnp"


def work(name: str, title: str, cites: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    """Return a work as OpenAlex prints it; ``authors`` are pairs of a number and a name."""
    authors = more.pop("authors", (("A9", "Di Dune"),))
    doi = more.pop("doi", f"10.5555/{name.lower()}")
    return {
        "id": f"https://openalex.org/{name}",
        "doi": doi and f"https://doi.org/{doi}",
        "ids": {"openalex": f"https://openalex.org/{name}"},
        "title": title,
        "publication_year": 2020,
        "publication_date": "2020-02-03",
        "type": "article",
        "authorships": [
            {"author": {"id": f"https://openalex.org/{key}", "display_name": shown}, "raw_author_name": shown}
            for key, shown in authors
        ],
        "primary_location": {"source": {"display_name": "Journal of Waders", "type": "journal"}},
        "locations": [],
        "biblio": {},
        "cited_by_count": 40,
        "is_retracted": False,
        "abstract_inverted_index": {"Secret": [0], "abstract": [1]},
        "referenced_works": [f"https://openalex.org/{one}" for one in cites],
    } | more


MARSH = (("A1", "Ada Marsh"), ("A2", "Bo Reed"))
OWN = (
    work("W1001", "Herons Wade by Night", ("W2001", "W2002", "W2004", "W2005"), authors=MARSH),
    work("W1002", "Egrets Stand on One Leg", ("W2001", "W2002", "W2005", "W1001"), authors=MARSH),
    work("W1003", "Storks Clatter in Pairs", ("W2001", "W2003", "W2004"), authors=(("A7", "Eve Chimney"),)),
    work("W1004", "Cranes Dance before Dawn", ("W2001", "W2006"), authors=(("A8", "Fay Bog"),)),
)
AROUND = (
    work("W2001", "A Field Guide to Long Legs"),  # all four cite it
    work("W2002", EVIL),
    work("W2003", "Ibises Probe the Mud", ("W1001",)),  # one cites it, and it cites one
    work("W2004", "Flamingos Filter Salt", is_retracted=True),
    work("W2005", "Herons Wade by Night.", doi="10.5555/preprint", authors=MARSH),  # the same as one of ours
    work("W2006", "Sand Grains under a Lens"),  # one cites it
    work("W3001", "Long-Legged Birds: A Survey", ("W1001", "W1002", "W1003", "W1004"), cited_by_count=7),
    work("W3002", "Bitterns Boom at Dusk", (), authors=MARSH, publication_date="2026-09-01", publication_year=2026),
    work("W3003", "Old Bitterns Boomed", (), authors=MARSH, publication_date="2011-09-01", publication_year=2011),
)
RECOMMENDED = {
    "paperId": "a" * 40,
    "title": "Rails Run between Reeds",
    "year": 2026,
    "authors": [{"authorId": "1", "name": "Cy Rail"}],
    "externalIds": {"ArXiv": "2609.01234", "CorpusId": 1},
    "citationCount": 0,
}
AGAIN = {
    **RECOMMENDED,
    "paperId": "b" * 40,
    "title": "A Field Guide to Long Legs",
    "year": 2020,
    "authors": [{"authorId": "2", "name": "Di Dune"}],
    "externalIds": {"DOI": "10.5555/W2001"},
}


class Around(World):
    """The world, in which Semantic Scholar knows one paper of the shelf, and recommends two."""

    def __init__(self, *more: dict[str, Any]) -> None:
        """Know these works besides."""
        super().__init__((*OWN, *AROUND, *more))
        self.down: dict[str, tuple[int, str]] = {}  # services that answer with a fault
        self.after = 0  # requests that are answered before that

    def answer(self, service: str, path: str, query: Query) -> tuple[int, str]:
        """Answer as the services do."""
        if service in self.down and len(self.asked) > self.after:
            return self.down[service]
        if service == "semantic-scholar" and path.endswith("/batch"):
            ids = json.loads(query["body"])["ids"]
            known = [{"paperId": "c" * 40, "references": []} if one == "DOI:10.5555/w1001" else None for one in ids]
            return (200, json.dumps(known)) if any(known) else super().answer(service, path, query)
        if service == "semantic-scholar" and path.startswith("/recommendations"):
            assert json.loads(query["body"])["positivePaperIds"] == ["c" * 40]
            assert "abstract" not in query["fields"]
            return 200, json.dumps({"recommendedPapers": [RECOMMENDED, AGAIN]})
        return super().answer(service, path, query)


def shelf(folder: Path) -> Path:
    """Write the four papers, and one that no service can be asked for; return the content folder."""
    things: dict[str, Any] = {"papers/nameless.yml": Paper(title="A Paper without Any Identifier")}
    for key, one in HERE.items():
        own = next(each for each in OWN if number(each["id"]) == one)
        names = (each["author"]["display_name"] for each in own["authorships"])
        things[f"papers/{key}.yml"] = Paper(
            title=own["title"],
            date="2020",
            authors=people(*names),
            identifiers=Identifiers(doi=f"10.5555/{one.lower()}"),
        )
    content = folder / "content"
    catalogue.save(content, things)
    return content
