"""Invented publications of every type, for the tests of what pages and exports say of each."""

from __future__ import annotations

from pathlib import Path

from generator.model import Catalogue, Identifiers, Links, Name, Paper, Version
from tests.site import invented

WANG = Name(family="Wang", given="Wei", orcid="0000-0002-1825-0097", also=("王伟",))
GARCIA = Name(family="García López", given="María")
PAPERS = {
    "book": Paper(
        title="The Book of Ponds: A Field Guide",
        type="book",
        authors=("García López, María", "Ada Marsh"),
        published="2019",
        date="2019",
        publisher="Pond University Press",
        series="Marsh Studies",
        volume="7",
        edition="2",
        language="spa",
        identifiers=Identifiers(isbn="9780262035613"),
        links=Links(paper="https://press.example.org/ponds/2nd?from=shelf"),
        keywords=("ponds", "field guides; birds"),
        note="Errata are at https://press.example.org/ponds/errata(2), and with the author.",
        citation_keys=("garcia2019ponds", "ponds:book"),
    ),
    "chapter": Paper(
        title="Counting Herons",
        type="chapter",
        authors=(WANG, "王, 伟"),
        editors=("Reed, Bo", "Sedge, Cai"),
        published="2020",
        date="2020",
        venue="The Handbook of Wading",
        publisher="Springer",
        series="Lecture Notes in Ponds",
        volume="12345",
        pages="12-34",
        edition="Revised",
        language="en",
        identifiers=Identifiers(doi="10.1234/wading.3", isbn="9780262035613"),
    ),
    "thesis": Paper(
        title="On Reeds",
        type="thesis",
        genre="PhD thesis",
        authors=("Reed, Bo",),
        published="2018-06",
        date="2018-06",
        publisher="University of the Marsh",
        language="ger",
        links=Links(pdf="https://marsh.example.edu/theses/reed.pdf"),
    ),
    "report": Paper(
        title="Measuring Mud",
        type="report",
        genre="Technical report",
        authors=(Name(literal="ATLAS Collaboration"),),
        published="2021",
        date="2021",
        number="17",
        publisher="Mud Institute",
        links=Links(paper="https://mud.example.org/17", slides="https://mud.example.org/17/slides"),
    ),
    "dataset": Paper(
        title="Ten Thousand Frogs",
        type="dataset",
        authors=(Name(literal="Simon & Schuster, Inc."), "Ada Marsh"),
        date="2022-05-04",
        publisher="Zenodo",
        edition="1.2",
        identifiers=Identifiers(doi="10.5281/zenodo.1234"),
        links=Links(
            data="https://frogs.example.org/data",
            code="https://example.org/frogs",
            model="https://frogs.example.org/model",
            demo="https://frogs.example.org/demo",
            video="https://frogs.example.org/video",
            blog="https://frogs.example.org/blog",
        ),
    ),
    "software": Paper(
        title="pondpy",
        type="software",
        authors=("Ada Marsh",),
        date="2023",
        edition="2.0",
        links=Links(code="https://example.org/pondpy"),
    ),
    "webpage": Paper(
        title="How Ponds Freeze",
        type="webpage",
        publisher="Pond Weather",
        date="2024",
        links=Links(paper="https://weather.example.org/freeze"),
    ),
    "edited": Paper(
        title="Proceedings of the Pond Conference",
        type="book",
        genre="Proceedings",
        editors=("Sedge, Cai", "Vaughan Williams, Ralph", Name(literal="Pond Society"), "Ada Marsh"),
        published="2021",
        date="2021",
        publisher="Pond Society",
    ),
    "article": Paper(
        title="Frogs in Winter",
        type="article-journal",
        authors=("Marsh, Ada, Jr.", "Jan van der Aa"),
        published="2020-02",
        date="2020-02",
        venue="Journal of Ponds",
        volume="5",
        number="2",
        pages="e1204",
        publisher="Pond Society",
        identifiers=Identifiers(pmid="31234567", doi="10.1234/jp.5.2.e1204"),
        other_versions=(Version(venue="Frog Letters", volume="3", number="1", pages="102502"),),
    ),
    "pdf-only": Paper(
        title="Algae at Night",
        authors=("Wei Wang",),
        date="2017",
        links=Links(pdf="https://algae.example.org/night.pdf"),
    ),
    "talk": Paper(
        title="Newts of the North",
        authors=("Dee Brook",),
        editors=("Reed, Bo",),
        published="2016",
        date="2016",
        venue="Pond Conference 2016",
        publisher="Springer",
        series="Lecture Notes in Ponds",
        volume="9",
        pages="3-9",
    ),
}  # fmt: skip


def shelf(root: Path) -> Catalogue:
    """Return a shelf of these publications as if it had been loaded from ``root``."""
    return Catalogue(root=root, papers=dict(PAPERS), taxonomy=invented.TAXONOMY)
