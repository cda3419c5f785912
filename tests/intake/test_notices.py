"""Notices: the paper that a notice names gets the status, before or after the notice; the notice stays a text of its own."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import imports
from generator.model import Catalogue, Status
from generator.text import folding

TITLE = "Frogs of the Pond in Early Spring"
FROGS = f"@article{{frogs, title = {{{TITLE}}}, author = {{Marsh, Ada}}, journal = {{Pond}}, year = 2019, doi = {{10.1234/a.7}}}}"
STATUS = Status(kind="retracted", date="2021-07-05", notice="https://doi.org/10.1234/a.9", by=("Crossref",))
WORK = {
    "source": "Crossref",
    "prefix": "10.1234",
    "member": "1",
    "DOI": "10.1234/a.9",
    "type": "journal-article",
    "title": [f"Retracted: {TITLE}"],
    "container-title": ["Pond"],
    "issued": {"date-parts": [[2021, 7]]},
    "update-to": [{"DOI": "10.1234/A.7", "type": "retraction", "updated": {"date-parts": [[2021, 7, 5]]}}],
}
PUBMED = """PMID- 20000002
TI  - Retracted: Frogs of the Pond in Early Spring.
PT  - Retraction of Publication
DP  - 2021 Jul
JT  - Pond
ROF - Pond. 2019 Feb;1(1):7. doi: 10.1234/a.7. PMID: 10000001
"""


def add(content: Path, *texts: str) -> Catalogue:
    """Import texts one after the other and return the shelf."""
    content.parent.mkdir(exist_ok=True)
    for at, text in enumerate(texts):
        path = content.parent / f"{folding.fold(text[:8]).replace(' ', '')}{at}.txt"
        path.write_text(text, "utf-8")
        imports.run([path], content=content, date="2026-02-26")
    return catalogue.load(content)


def status(shelf: Catalogue) -> tuple[Status, ...]:
    """Return the status of the paper, while the notice is another paper without one."""
    one, notice = sorted(shelf.papers.values(), key=lambda paper: (paper.title or "") != TITLE)
    assert (one.title, notice.title, notice.status) == (TITLE, f"Retraction: {TITLE}", ())
    return one.status


@pytest.mark.parametrize("texts", list(permutations((FROGS, json.dumps(WORK)))))
def test_a_notice_of_crossref(texts: tuple[str, ...], tmp_path: Path) -> None:
    """Whichever comes first, and once more, the paper has the status and the notice's address."""
    assert status(add(tmp_path / "content", *texts)) == (STATUS,)
    assert status(add(tmp_path / "content", *texts)) == (STATUS,)


def test_a_notice_of_pubmed(tmp_path: Path) -> None:
    """PubMed names the paper by DOI and by its own id."""
    expected = Status(
        kind="retracted", date="2021-07", notice="https://pubmed.ncbi.nlm.nih.gov/20000002/", by=("PubMed",)
    )
    assert status(add(tmp_path / "content", FROGS, PUBMED)) == (expected,)


def test_a_status_that_a_person_removed_stays_away(tmp_path: Path) -> None:
    """The same notice, imported again, does not bring it back."""
    content = tmp_path / "content"
    shelf = add(content, FROGS, json.dumps(WORK))
    key = next(key for key, paper in shelf.papers.items() if paper.status)
    path = content / "papers" / f"{key}.yml"
    text = path.read_text("utf-8")
    start = text.index("status:")
    end = next(
        (at for at in range(text.index("\n", start) + 1, len(text)) if text[at - 1] == "\n" and text[at].isalpha()),
        len(text),
    )
    path.write_text(text[:start] + text[end:], "utf-8")
    assert status(add(content, FROGS, json.dumps(WORK))) == ()


def test_what_another_source_denies_is_not_applied(tmp_path: Path) -> None:
    """OpenAlex says that the paper is not retracted: a disagreement, no status."""
    work = {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.1234/a.7",
        "title": TITLE,
        "is_retracted": False,
    }
    answer = json.dumps(work | {"authorships": [{"raw_author_name": "Ada Marsh"}], "publication_year": 2019})
    assert status(add(tmp_path / "content", FROGS, answer, json.dumps(WORK))) == ()
    assert status(add(tmp_path / "other" / "content", json.dumps(WORK), answer)) == ()
