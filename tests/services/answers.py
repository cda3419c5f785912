"""Answers in the shapes in which the five services give them; the papers, people and texts are made up."""

from __future__ import annotations

import itertools
import json
import random
from dataclasses import dataclass, field
from typing import Any

TEXT = (
    "Limpets are counted on wet rocks before the tide is back. We let a small network look at the pictures instead, "
    "and ask how far it gets with forty of them. On three shores it errs less than a tired student does."
)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """An invented paper and what the services would say of it."""

    title: str
    arxiv: str = ""
    doi: str = ""
    acl: str = ""
    openreview: str = ""
    pmid: str = ""
    page: str = ""  # its address at a publisher that gives no identifiers
    authors: tuple[str, ...] = ("Ada Marsh", "Jürgen van der Berg", "Li Wen")
    date: str = "2029-01-05"
    published: str = "2029-06-11"
    venue: str = ""
    code: str = ""
    text: str = TEXT
    work: str = "W4200000001"
    number: str = "0123456789abcdef0123456789abcdef01234567"
    subtitle: str = ""
    comment: str = ""  # on arXiv
    retracted: bool | None = None  # says OpenAlex
    works: tuple[str, ...] = ()  # that it cites, by OpenAlex's numbers
    cited: tuple[dict[str, Any], ...] = ()  # that it cites, as Semantic Scholar names them
    other: dict[str, Any] = field(default_factory=dict)


LIMPETS = Paper(
    title="LimpetNet: Counting Limpets Between Two Tides",
    arxiv="2901.01234",
    doi="10.5555/shore.2029.77",
    venue="Journal of Shore Counting",
    code="https://github.com/marsh/limpetnet",
)
WHELKS = Paper(
    title="Whelks in the Wild: A Survey of Small Shells",
    acl="2029.acl-long.7",
    doi="10.18653/v1/2029.acl-long.7",
    authors=("Cy Dall", "Ada Marsh"),
    venue="Proceedings of the 67th Annual Meeting on Shells",
    work="W4200000002",
    number="1123456789abcdef0123456789abcdef01234567",
)


def atom(*papers: Paper) -> str:
    """Return arXiv's answer, as its API has sent it since the namespaces moved to the root."""
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query: search_query=&amp;id_list=…&amp;start=0&amp;max_results=1</title>
  <updated>2029-11-11T18:34:08Z</updated>
  <link href="https://arxiv.org/api/query?search_query=&amp;start=0&amp;max_results=1" type="application/atom+xml"/>
  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>
  <opensearch:totalResults>{len(papers)}</opensearch:totalResults>
  <opensearch:startIndex>0</opensearch:startIndex>
{"".join(map(_entry, papers))}</feed>
"""


def _entry(paper: Paper) -> str:
    people = "".join(f"    <author>\n      <name>{name}</name>\n    </author>\n" for name in paper.authors)
    said = paper.comment or (f"9 pages. Code: {paper.code}" if paper.code else "")
    comment = f"    <arxiv:comment>{said}</arxiv:comment>\n" if said else ""
    return f"""  <entry>
    <id>http://arxiv.org/abs/{paper.arxiv}v2</id>
    <title>{paper.title}</title>
    <updated>2029-02-06T00:00:00Z</updated>
    <link href="https://arxiv.org/abs/{paper.arxiv}v2" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/{paper.arxiv}v2" rel="related" type="application/pdf" title="pdf"/>
    <summary>{paper.text}</summary>
    <category term="cs.CV" scheme="http://arxiv.org/schemas/atom"/>
    <published>{paper.date}T16:54:59Z</published>
{comment}    <arxiv:primary_category term="cs.CV"/>
{people}  </entry>
"""


def crossref(paper: Paper) -> str:
    """Return Crossref's answer to /works/DOI."""
    return json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": _crossref(paper)})


def crossref_list(*papers: Paper) -> str:
    """Return Crossref's answer to a search."""
    message = {
        "facets": {},
        "total-results": 4711,
        "items": [_crossref(paper) for paper in papers],
        "items-per-page": 5,
        "query": {"start-index": 0, "search-terms": None},
    }
    return json.dumps({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def _crossref(paper: Paper) -> dict[str, Any]:
    head, colon, tail = paper.title.partition(": ")
    return {
        "indexed": {"date-parts": [[2029, 7, 1]], "date-time": "2029-07-01T00:00:00Z", "timestamp": 1},
        "publisher": "Shore Press",
        "issue": "2",
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{paper.text}</jats:p>",
        "DOI": paper.doi.upper() if "v1" not in paper.doi else paper.doi,
        "type": "journal-article",
        "page": "45-67",
        "source": "Crossref",
        "title": [head if colon else paper.title],
        "subtitle": [tail] if colon else [],
        "prefix": paper.doi.partition("/")[0],
        "member": "7777",
        "volume": "12",
        "author": [
            {
                "given": name.split()[0],
                "family": " ".join(name.split()[1:]),
                "sequence": "first" if at == 0 else "additional",
                "affiliation": [{"name": "University of the Shore"}],
            }
            for at, name in enumerate(paper.authors)
        ],
        "container-title": [paper.venue] if paper.venue else [],
        "short-container-title": ["J. Shore"],
        "issued": {"date-parts": [[int(part) for part in paper.published.split("-")]]},
        "published-online": {"date-parts": [[int(part) for part in paper.published.split("-")]]},
        "URL": f"https://doi.org/{paper.doi}",
        "reference": [{"key": "ref1", "unstructured": "Somebody: Another paper"}],
        "relation": {},
        "score": 1,
    } | paper.other


def openalex(paper: Paper) -> str:
    """Return OpenAlex's answer to /works/…: a single work."""
    return json.dumps(_openalex(paper))


def openalex_list(*papers: Paper | dict[str, Any]) -> str:
    """Return OpenAlex's answer to a filter or a search, of papers or of whole works."""
    meta = {"count": len(papers), "db_response_time_ms": 9, "page": 1, "per_page": 5, "groups_count": None}
    works = [_openalex(paper) if isinstance(paper, Paper) else paper for paper in papers]
    return json.dumps({"meta": meta, "results": works, "group_by": []})


def _openalex(paper: Paper) -> dict[str, Any]:
    doi = f"https://doi.org/{paper.doi or f'10.48550/arxiv.{paper.arxiv}'}" if paper.doi or paper.arxiv else None
    places = []
    if paper.doi:
        source = {"display_name": paper.venue, "type": "journal"} if paper.venue else None
        places.append({"is_oa": False, "landing_page_url": doi, "pdf_url": None, "source": source})
    if paper.arxiv:
        source = {"display_name": "arXiv (Cornell University)", "type": "repository"}
        places.append({"is_oa": True, "landing_page_url": f"http://arxiv.org/abs/{paper.arxiv}", "source": source})
    if paper.openreview:
        page = f"https://openreview.net/forum?id={paper.openreview}"
        places.append({"is_oa": True, "landing_page_url": page, "source": None})
    if paper.page:
        places.append({"is_oa": True, "landing_page_url": paper.page, "source": None})
    words: dict[str, list[int]] = {}
    for at, word in enumerate(paper.text.split()):
        words.setdefault(word, []).append(at)
    return {
        "id": f"https://openalex.org/{paper.work}",
        "doi": doi,
        "title": paper.title,
        "display_name": paper.title,
        "publication_year": int(paper.date[:4]),
        "publication_date": paper.published if paper.doi else paper.date,
        "ids": {"openalex": f"https://openalex.org/{paper.work}", "doi": doi}
        | ({"pmid": f"https://pubmed.ncbi.nlm.nih.gov/{paper.pmid}"} if paper.pmid else {}),
        "primary_location": places[0] if places else None,
        "locations": places,
        "authorships": [
            {"author": {"id": f"https://openalex.org/A{at}", "display_name": name}, "raw_author_name": name}
            for at, name in enumerate(paper.authors)
        ],
        "biblio": {"volume": None, "issue": None, "first_page": None, "last_page": None},
        "cited_by_count": 3,
        "abstract_inverted_index": words,
        "referenced_works": [f"https://openalex.org/{one}" for one in paper.works],
    } | ({} if paper.retracted is None else {"is_retracted": paper.retracted})


def scholar(paper: Paper, *, abstract: bool = True) -> str:
    """Return Semantic Scholar's answer to /paper/…."""
    return json.dumps({key: one for key, one in _scholar(paper).items() if abstract or key != "abstract"})


def scholar_match(paper: Paper) -> str:
    """Return Semantic Scholar's answer to /paper/search/match."""
    return json.dumps({"data": [_scholar(paper) | {"matchScore": 131.8}]})


def _scholar(paper: Paper) -> dict[str, Any]:
    known = {"ArXiv": paper.arxiv, "DOI": paper.doi, "ACL": paper.acl, "PubMed": paper.pmid, "CorpusId": 999000111}
    return {
        "paperId": paper.number,
        "externalIds": {key: value for key, value in known.items() if value},
        "url": f"https://www.semanticscholar.org/paper/{paper.number}",
        "title": paper.title,
        "abstract": paper.text,
        "venue": paper.venue,
        "publicationVenue": None,
        "year": int(paper.date[:4]),
        "publicationDate": paper.date,
        "journal": {"name": paper.venue or "ArXiv", "volume": f"abs/{paper.arxiv}"},
        "authors": [{"authorId": str(at), "name": name} for at, name in enumerate(paper.authors)],
        "openAccessPdf": {"url": "", "status": "CLOSED"},
        "references": list(paper.cited),
    }


def face(paper: Paper, upvotes: int = 17) -> str:
    """Return Hugging Face's answer to /api/papers/ID."""
    return json.dumps(
        {
            "id": paper.arxiv,
            "authors": [{"_id": f"65a{at}", "name": name, "hidden": False} for at, name in enumerate(paper.authors)],
            "publishedAt": f"{paper.date}T16:54:59.000Z",
            "title": paper.title,
            "summary": paper.text,
            "upvotes": upvotes,
            "discussionId": "65a6",
            "githubRepo": paper.code or None,
            "ai_keywords": ["limpets"],
        }
    )


def selected(text: str, fields: str) -> str:
    """Return a list of works of Crossref or OpenAlex with the fields that ``select`` names."""
    answer = json.loads(text)
    holder, name = (answer["message"], "items") if "message" in answer else (answer, "results")
    holder[name] = [{key: one for key, one in work.items() if key in fields.split(",")} for work in holder[name]]
    return json.dumps(answer)


def graphql(known: dict[str, Any]) -> str:
    """Return GitHub's answer about repositories, by alias; False: there is none, None: it may not be told."""
    lost = {
        alias: ("NOT_FOUND", "Could not resolve to a Repository") if one is False else ("FORBIDDEN", "Not allowed")
        for alias, one in known.items()
        if not one
    }
    errors = [
        {"type": kind, "path": [alias], "locations": [{"line": 1, "column": 9}], "message": message}
        for alias, (kind, message) in lost.items()
    ]
    data = {alias: one or None for alias, one in known.items()}
    return json.dumps({"data": data} | ({"errors": errors} if errors else {}))


UNKNOWN = {
    "arxiv": (200, atom()),
    "crossref": (404, "Resource not found."),
    "openalex": (404, "<!doctype html><html lang=en><title>404 Not Found</title><h1>Not Found</h1></html>"),
    "semantic-scholar": (404, json.dumps({"error": "Paper with id ARXIV:2901.09999 not found"})),
    "hugging-face": (404, json.dumps({"error": "Paper not found"})),
}


WORDS = [
    "algae",
    "anchor",
    "barnacle",
    "beach",
    "bristle",
    "buoy",
    "cable",
    "canal",
    "chalk",
    "cliff",
    "cockle",
    "coral",
    "crab",
    "current",
    "dune",
    "eel",
    "estuary",
    "fog",
    "foam",
    "goby",
    "gravel",
    "gull",
    "harbour",
    "hydroid",
    "iceberg",
    "island",
    "jetty",
    "kelp",
    "lagoon",
    "lantern",
    "ledge",
    "limpet",
    "lugworm",
    "marsh",
    "mussel",
    "net",
    "oar",
    "oyster",
    "pebble",
    "pier",
    "plankton",
    "pool",
    "reef",
    "river",
    "rope",
    "sail",
    "salt",
    "sand",
    "seal",
    "shell",
    "shingle",
    "silt",
    "slate",
    "squid",
    "storm",
    "tide",
    "trawl",
]


def shoal(count: int) -> list[Paper]:
    """Return many papers that nobody takes for one another; every second one is published."""
    papers = []
    for at in range(count):
        dice = random.Random(at)
        people = ["".join(dice.sample(("mar", "ven", "lo", "tis", "dun", "ke", "bri", "so"), 3)) for _ in range(4)]
        papers.append(
            Paper(
                title=" ".join(dice.sample(WORDS, 6)).capitalize(),
                arxiv=f"2902.{10_000 + at}",
                doi=f"10.5555/shoal.{at}" if at % 2 else "",
                venue="Journal of Shore Counting" if at % 2 else "",
                authors=tuple(f"{one} {other}".title() for one, other in itertools.pairwise(people)),
                date=f"2029-02-{at % 28 + 1:02}",
                text=" ".join(dice.choices(WORDS, k=60)).capitalize(),
                work=f"W43{at:08}",
                number=f"{at:040x}",
            )
        )
    return papers
