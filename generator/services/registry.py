"""The five services that describe papers, and GitHub: addresses, pace, the formats of answers, where keys go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A service with its API; the environment variable ``variable`` replaces the address ``base``.

    ``key_variable`` names the variable that holds the key for it, where keys exist. Such a key is sent in ``key_header``,
    or else as the parameter ``key_parameter``.
    """

    name: str
    title: str  # its usual name
    variable: str
    base: str
    format: str
    pause: float  # seconds between two requests, as the service asks
    key_variable: str = ""
    key_header: str = ""
    key_prefix: str = ""  # of the key in its header
    key_parameter: str = ""
    contact_parameter: str = ""  # besides the User-Agent


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
        # crossref.org, access and authentication: one list a second without an address, three with one
        Service(
            name="crossref",
            title="Crossref",
            variable="SHELF_CROSSREF_URL",
            base="https://api.crossref.org",
            format="csl-json",
            pause=1,
        ),
        # developers.openalex.org: single works are free, lists and searches cheap; a free key raises the daily limit
        Service(
            name="openalex",
            title="OpenAlex",
            variable="SHELF_OPENALEX_URL",
            base="https://api.openalex.org",
            format="openalex",
            pause=0.2,
            key_variable="SHELF_OPENALEX_KEY",
            key_parameter="api_key",
            contact_parameter="mailto",
        ),
        Service(
            name="semantic-scholar",
            title="Semantic Scholar",
            variable="SHELF_SEMANTIC_SCHOLAR_URL",
            base="https://api.semanticscholar.org",
            format="semantic-scholar",
            pause=1,
            key_variable="SHELF_SEMANTIC_SCHOLAR_KEY",
            key_header="x-api-key",
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

# docs.github.com, GraphQL API: only with a key; it is asked what became of repositories, not about papers
GITHUB = Service(
    name="github",
    title="GitHub",
    variable="SHELF_GITHUB_URL",
    base="https://api.github.com",
    format="",
    pause=1,
    key_variable="SHELF_GITHUB_KEY",
    key_header="Authorization",
    key_prefix="Bearer ",
)
