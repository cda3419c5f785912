"""The requests that find a paper at each service, and those that ask for many papers at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from generator.model import Identifiers
from generator.services.references import Reference
from generator.services.registry import SERVICES, Service

_NONE = Identifiers()
CANDIDATES = 5  # results of a title search that are considered
_FIELDS = "title,abstract,authors,year,publicationDate,publicationTypes,venue,publicationVenue,journal,externalIds,openAccessPdf"
_LEAN = {  # the facts that our formats read, without abstracts and references: an answer of megabytes shrinks to a tenth
    "crossref": "DOI,ISBN,article-number,assertion,author,container-title,degree,editor,event,group-title,issue,issued,member,page,"
    "posted,prefix,published-online,published-print,publisher,relation,subtitle,title,type,update-to,updated-by,volume",
    "openalex": "authorships,best_oa_location,biblio,display_name,doi,id,ids,is_retracted,keywords,language,locations,"
    "primary_location,publication_date,publication_year,title,topics,type",
    "semantic-scholar": _FIELDS.replace("abstract,", ""),
}
_OLD_ARXIV = re.compile(r"[a-z-]+/\d+")
# The most values in one request. OpenAlex allows 100 values (50 before 2026), Semantic Scholar 500, arXiv 2,000 results.
_PAGE = "locations.landing_page_url"
_MOST = {"id_list": 100, "doi": 50, "pmid": 50, _PAGE: 50, "ids": 500}
PAGE = 100  # results on a page: all that a request can bring, even where several works have one DOI
MANY = frozenset(
    {"arxiv", "crossref", "openalex", "semantic-scholar"}
)  # the services that take many papers in a request
_LONGEST = 4_000  # characters of the values in an address
# In filters, other characters separate or negate values; the last part is two addresses of one page.
_PLAIN = re.compile(r"[\w./()-]+|(?:https?://[\w./()-]+(?:\?id=[\w-]+)?\|?)+", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One request to a service: a path and a query below its base, and the identifiers that the right answer has.

    ``value`` is what the question adds to a request for many papers ``by`` the same thing; without it, it is always asked
    alone. A question with a ``body`` is posted.
    """

    service: Service
    path: str
    query: tuple[tuple[str, str], ...] = ()
    wanted: Identifiers = Identifiers()
    number: str = ""  # the service's own number for the paper
    by: str = ""
    value: str = ""
    body: str = ""

    @property
    def target(self) -> str:
        """Return path and query, percent-encoded, so that no value can change the path."""
        path = quote(self.path, safe="/:")
        return f"{path}?{urlencode(self.query)}" if self.query else path


def questions(reference: Reference) -> Iterator[tuple[Question, ...]]:
    """Yield the questions for each service that may know the paper; the first one with an answer counts."""
    ids = reference.identifiers
    arxiv, crossref, openalex, scholar, face = SERVICES.values()
    if ids.arxiv:
        question = _question(arxiv, "/api/query", Identifiers(arxiv=ids.arxiv), id_list=ids.arxiv, max_results="1")
        yield (_one_of("id_list", ids.arxiv, question),)
    if dois := _dois(ids):
        yield tuple(_one_of("doi", doi, _question(crossref, f"/works/{doi}", wanted)) for doi, wanted in dois)
    if asked := tuple(_openalex(openalex, reference)):
        yield asked
    if asked := tuple(_scholar(scholar, reference)):
        yield asked
    if ids.arxiv and not _OLD_ARXIV.fullmatch(ids.arxiv):
        yield (_question(face, f"/api/papers/{ids.arxiv}", Identifiers(arxiv=ids.arxiv)),)


def searches(title: str) -> Iterator[Question]:
    """Yield the title search of each service."""
    arxiv, crossref, openalex, scholar, _ = SERVICES.values()
    plain = " ".join(re.sub(r"[^\w\s.'-]", " ", title).split())  # other characters have a meaning in queries
    yield _question(arxiv, "/api/query", search_query=f'ti:"{plain}"', max_results=str(CANDIDATES))
    yield _question(crossref, "/works", _NONE, **{"query.bibliographic": title, "rows": str(CANDIDATES)})
    yield _question(openalex, "/works", filter=f"title.search:{plain}", per_page=str(CANDIDATES))
    yield _question(scholar, "/graph/v1/paper/search/match", query=title, fields=_FIELDS)


def together(questions: Sequence[Question]) -> Iterator[tuple[Question, ...]]:
    """Yield the questions to one service in the order in which they are asked, those of one request together."""
    alike: dict[str, list[Question]] = {}
    for question in questions:
        if question.value and question.service in SERVICES.values():
            alike.setdefault(question.by, []).append(question)
        else:
            yield (question,)
    for by, some in alike.items():
        taken: list[Question] = []
        for question in some:
            values = "".join(one.value for one in (*taken, question))
            count = len(taken) + 1 + values.count("|")
            if taken and (count > _MOST[by] or (by != "ids" and len(values) > _LONGEST)):
                yield tuple(taken)
                taken = []
            taken.append(question)
        yield tuple(taken)


def joined(questions: Sequence[Question], *, lean: bool = False) -> Question:
    """Return the one request that asks for all of these papers, which ``together`` found alike.

    A ``lean`` one asks for facts alone, without abstracts and references.
    """
    first, values = questions[0], [question.value for question in questions]
    facts = _LEAN.get(first.service.name, "") if lean else ""
    if first.by == "ids":
        query, body = {"fields": facts or _FIELDS}, json.dumps({"ids": values})
        return Question(service=first.service, path="/graph/v1/paper/batch", query=tuple(query.items()), body=body)
    if first.by == "id_list":
        return _question(first.service, "/api/query", id_list=",".join(values), max_results=str(len(values)))
    select = {"select": facts} if facts else {}
    if first.service.name == "crossref":
        asked = ",".join(f"{first.by}:{one}" for one in values)
        return _question(first.service, "/works", _NONE, filter=asked, rows=str(PAGE), **select)
    asked = f"{first.by}:{'|'.join(values)}"
    return _question(first.service, "/works", _NONE, filter=asked, per_page=str(PAGE), **select)


def _question(service: Service, path: str, wanted: Identifiers = _NONE, **query: str) -> Question:
    return Question(service=service, path=path, query=tuple(query.items()), wanted=wanted)


def _one_of(by: str, value: str, question: Question) -> Question:
    """Return a question that can also be asked together with others, unless its value has a meaning in filters."""
    return replace(question, by=by, value=value) if _PLAIN.fullmatch(value) else question


def _dois(ids: Identifiers) -> list[tuple[str, Identifiers]]:
    """Return the DOIs under which Crossref may know the paper; those of the ACL Anthology are made from its ids."""
    if ids.doi:
        return [(ids.doi, Identifiers(doi=ids.doi))]
    made = (f"{registrant}/{ids.acl}" for registrant in ("10.18653/v1", "10.3115/v1")) if ids.acl else ()
    return [(doi, Identifiers(acl=ids.acl)) for doi in made]


def _openalex(service: Service, reference: Reference) -> Iterator[Question]:
    """Yield single works by DOI or PMID first, since they are free, then works by the address of their page."""
    ids = reference.identifiers
    if reference.work:
        yield Question(service=service, path=f"/works/{reference.work}", number=reference.work)
    named = (
        ("doi", ids.doi, Identifiers(doi=ids.doi)),
        ("doi", ids.arxiv and f"10.48550/arxiv.{ids.arxiv}", Identifiers(arxiv=ids.arxiv)),
        ("doi", ids.acl and f"10.18653/v1/{ids.acl}", Identifiers(acl=ids.acl)),
        ("pmid", ids.pmid, Identifiers(pmid=ids.pmid)),
    )
    if kind := next((one for one in named if one[1]), None):
        by, value, wanted = kind
        yield _one_of(by, value or "", _question(service, f"/works/{by}:{value}", wanted))
    pages: list[tuple[Identifiers, tuple[str, ...]]] = []
    if ids.arxiv:
        pages.append((Identifiers(arxiv=ids.arxiv), (f"arxiv.org/abs/{ids.arxiv}",)))
    if ids.acl and not ids.doi:
        pages.append((Identifiers(acl=ids.acl), (f"aclanthology.org/{ids.acl}",)))
    if ids.openreview:
        pages.append((Identifiers(openreview=ids.openreview), (f"openreview.net/forum?id={ids.openreview}",)))
    if reference.pages:
        pages.append((_NONE, reference.pages))
    for wanted, known in pages:
        by, either = _PAGE, "|".join(f"{scheme}://{page}" for page in known for scheme in ("https", "http"))
        question = _question(service, "/works", wanted, filter=f"{by}:{either}", per_page=str(CANDIDATES))
        # Only by its identifiers is the right record found among others.
        yield question if wanted == _NONE else _one_of(by, either, question)


def _scholar(service: Service, reference: Reference) -> Iterator[Question]:
    ids = reference.identifiers
    if reference.paper:
        query = (("fields", _FIELDS),)
        yield Question(service=service, path=f"/graph/v1/paper/{reference.paper}", query=query, number=reference.paper)
    for kind, prefix in (("arxiv", "ARXIV"), ("doi", "DOI"), ("acl", "ACL"), ("pmid", "PMID")):
        if value := getattr(ids, kind):
            name = f"{prefix}:{value}"
            question = _question(service, f"/graph/v1/paper/{name}", Identifiers(**{kind: value}), fields=_FIELDS)
            yield replace(question, by="ids", value=name)
            return
