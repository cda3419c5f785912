"""The meaning of table headers: what databases and reference managers call their columns."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

# Of two cells with one meaning, the one whose header comes first in this list is used.
_COLUMNS = {
    "id": "id key citekey citation-key citationkey record-id recordid eid ut ut-unique-wos-id lens-id publication-id accession-number embase-accession-id",
    "title": "title article-title document-title paper-title item-title title-primary primary-title paper display-name publication-title-of-paper name-of-paper titel titre titulo ti",
    "author": "author-full-names authors-full-names author authors author-s author-names authors-primary primary-authors authorships-author-display-name creator creators first-author-et-al af au",
    "groups": "group-authors corporate-authors ca",
    "year": "year publication-year pub-year pubyear year-of-publication published-year py jahr",
    "date": "date publication-date pub-date pubdate date-of-publication published published-date date-published issued",
    "journal": "journal source-title journal-title journal-name publication-title pubtitle publication publication-name periodical-full periodical container-title booktitle book-title anthology-title primary-location-source-display-name journal-book proceedings-title conference-name conference-title conference venue so",
    "source": "source",
    "citation": "citation",
    "abstract": "abstract abstract-note summary ab original-abstract",
    "doi": "doi item-doi doi-link digital-object-identifier di",
    "arxiv": "arxiv arxiv-id arxivid eprint",
    "acl": "acl acl-id anthology-id",
    "openreview": "openreview openreview-id",
    "pmid": "pmid pubmed-id pubmedid medline-pmid pm",
    "isbn": "isbn isbns print-isbn e-isbn eisbn bn",
    "url": "url urls paper-url paperurl article-url articleurl link links paper-link full-text-link source-urls external-url landing-page landing-page-url",
    "pdf": "pdf pdf-url pdf-link pdf-links open-access-pdf",
    "code": "code code-url code-link github github-url repository",
    "project": "project project-page project-url",
    "data": "dataset-url data-url dataset-link",
    "volume": "volume vol journal-volume vl",
    "number": "issue number no issue-number journal-issue report-number is",
    "pages": "pages page page-numbers page-range pagination pp",
    "first_page": "page-start start-page startpage first-page beginning-page bp",
    "last_page": "page-end end-page endpage last-page ending-page other-pages ep",
    "article_number": "art-no article-number article-no articleno elocation-id ar",
    "keywords": "author-keywords keywords keyword keyword-s manual-tags tags topics topic de",
    "type": "item-type document-type publication-type reference-type entry-type content-type type dt pt document-identifier",
    "genre": "genre thesis-type report-type degree",
    "editors": "editors editor book-editors conference-editors edited-by be",
    "publisher": "publisher publishers book-publisher institution school university pu",
    "series": "series book-series-title series-title book-series se",
    "edition": "edition",
    "language": "language language-of-original-document article-language languages lang la",
    "note": "note notes extra comment comments remarks",
    "citation_keys": "citation-keys",
    "status": "status",
}
_WEAK = {  # columns of any table, which do not make it a table of papers
    *("source", "citation", "code", "project", "data", "article_number", "type", "genre", "editors", "publisher"),
    *("series", "edition", "language", "note", "citation_keys", "status", "isbn", "groups"),
}
_MEANING = {
    header: (column, rank) for column, headers in _COLUMNS.items() for rank, header in enumerate(headers.split())
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: its header as printed, its meaning ("" for unknown), and the rank of its header among those for this."""

    header: str
    meaning: str
    rank: int


def columns(line: str, delimiter: str) -> list[Column]:
    """Return the columns that a header line names."""
    try:
        headers = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    found = []
    for header in headers:
        name = re.sub(r"[^a-z]+", "-", header.lower()).strip("-")
        meaning, rank = _MEANING.get(name, ("", 0))
        found.append(Column(header=" ".join(header.split()), meaning=meaning, rank=rank))
    return found


def weight(found: list[Column]) -> int:
    """Return how many different columns of a table of papers there are."""
    return len({"journal" if one.meaning == "source" else one.meaning for one in found if one.meaning} - _WEAK)
