"""The five services: their addresses, the requests that find a paper, and the formats of their answers."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from generator.model import Identifiers
from generator.problems import Problem, ShelfError
from generator.services.references import Reference

_NONE = Identifiers()
CANDIDATES = 5  # results of a title search that are considered
_FIELDS = "title,abstract,authors,year,publicationDate,publicationTypes,venue,publicationVenue,journal,externalIds,openAccessPdf"
_OLD_ARXIV = re.compile(r"[a-z-]+/\d+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A service with its API; the environment variable ``variable`` replaces the address ``base``."""

    name: str
    title: str  # its usual name
    variable: str
    base: str
    format: str
    pause: float  # seconds between two requests, as the service asks


# In order of trust: registries of identifiers come before aggregators.
SERVICES: Mapping[str, Service] = {
    service.name: service
    for service in (
        # info.arxiv.org/help/api/tou: one request every three seconds
        Service(
            name="arxiv",
            title="arXiv",
            variable="SHELF_ARXIV_URL",
            base="https://export.arxiv.org",
            format="arxiv-atom",
            pause=3,
        ),
        Service(
            name="crossref",
            title="Crossref",
            variable="SHELF_CROSSREF_URL",
            base="https://api.crossref.org",
            format="csl-json",
            pause=0.2,
        ),
        # developers.openalex.org: single works are free, lists and searches cheap, even without a key
        Service(
            name="openalex",
            title="OpenAlex",
            variable="SHELF_OPENALEX_URL",
            base="https://api.openalex.org",
            format="openalex",
            pause=0.2,
        ),
        Service(
            name="semantic-scholar",
            title="Semantic Scholar",
            variable="SHELF_SEMANTIC_SCHOLAR_URL",
            base="https://api.semanticscholar.org",
            format="semantic-scholar",
            pause=1,
        ),
        Service(
            name="hugging-face",
            title="Hugging Face",
            variable="SHELF_HUGGING_FACE_URL",
            base="https://huggingface.co",
            format="hf-papers",
            pause=0.2,
        ),
    )
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One request to a service: a path and a query below its base, and the identifiers that the right answer has."""

    service: Service
    path: str
    query: tuple[tuple[str, str], ...] = ()
    wanted: Identifiers = Identifiers()
    number: str = ""  # the service's own number for the paper

    @property
    def target(self) -> str:
        """Return path and query, percent-encoded, so that no value can change the path."""
        path = quote(self.path, safe="/:")
        return f"{path}?{urlencode(self.query)}" if self.query else path


def bases(services: Mapping[str, Service] = SERVICES) -> dict[str, str]:
    """Return each service's address, from the environment or built in. Raises ShelfError with ``add.base``."""
    found = {}
    for name, service in services.items():
        base = os.environ.get(service.variable) or service.base
        try:
            parts = urlsplit(base)
            right = parts.scheme in {"http", "https"} and parts.hostname and not (parts.query or parts.fragment)
            right = right and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
        except ValueError:
            right = False
        if not right:
            message, hint = f"{base!r} is not the address of a server", f"set it like {service.base}, or unset it"
            raise ShelfError(Problem(path=service.variable, code="add.base", message=message, hint=hint))
        found[name] = base.rstrip("/")
    return found


def is_configured(service: Service) -> bool:
    """Whether the environment sets the service's address."""
    return bool(os.environ.get(service.variable))


def questions(reference: Reference) -> Iterator[tuple[Question, ...]]:
    """Yield the questions for each service that may know the paper; the first one with an answer counts."""
    ids = reference.identifiers
    arxiv, crossref, openalex, scholar, face = SERVICES.values()
    if ids.arxiv:
        yield (_question(arxiv, "/api/query", Identifiers(arxiv=ids.arxiv), id_list=ids.arxiv, max_results="1"),)
    if dois := _dois(ids):
        yield tuple(_question(crossref, f"/works/{doi}", wanted) for doi, wanted in dois)
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


def _question(service: Service, path: str, wanted: Identifiers = _NONE, **query: str) -> Question:
    return Question(service=service, path=path, query=tuple(query.items()), wanted=wanted)


def _dois(ids: Identifiers) -> list[tuple[str, Identifiers]]:
    """Return the DOIs under which Crossref may know the paper; those of the ACL Anthology are made from its ids."""
    if ids.doi:
        return [(ids.doi, Identifiers(doi=ids.doi))]
    made = (f"{registrant}/{ids.acl}" for registrant in ("10.18653/v1", "10.3115/v1")) if ids.acl else ()
    return [(doi, Identifiers(acl=ids.acl)) for doi in made]


def _openalex(service: Service, reference: Reference) -> Iterator[Question]:
    """Yield single works by DOI first, since they are free, then works by the address of their page."""
    ids = reference.identifiers
    if reference.work:
        yield Question(service=service, path=f"/works/{reference.work}", number=reference.work)
    if ids.doi:
        yield _question(service, f"/works/doi:{ids.doi}", Identifiers(doi=ids.doi))
    elif ids.arxiv:
        yield _question(service, f"/works/doi:10.48550/arxiv.{ids.arxiv}", Identifiers(arxiv=ids.arxiv))
    elif ids.acl:
        yield _question(service, f"/works/doi:10.18653/v1/{ids.acl}", Identifiers(acl=ids.acl))
    elif ids.pmid:
        yield _question(service, f"/works/pmid:{ids.pmid}", Identifiers(pmid=ids.pmid))
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
        either = "|".join(f"{scheme}://{page}" for page in known for scheme in ("https", "http"))
        landing = f"locations.landing_page_url:{either}"
        yield _question(service, "/works", wanted, filter=landing, per_page=str(CANDIDATES))


def _scholar(service: Service, reference: Reference) -> Iterator[Question]:
    ids = reference.identifiers
    if reference.paper:
        query = (("fields", _FIELDS),)
        yield Question(service=service, path=f"/graph/v1/paper/{reference.paper}", query=query, number=reference.paper)
    for kind, prefix in (("arxiv", "ARXIV"), ("doi", "DOI"), ("acl", "ACL"), ("pmid", "PMID")):
        if value := getattr(ids, kind):
            path = f"/graph/v1/paper/{prefix}:{value}"
            yield _question(service, path, Identifiers(**{kind: value}), fields=_FIELDS)
            return
