"""The meaning of table headers and of types of papers: what databases and reference managers call them."""

from __future__ import annotations

import csv
import re
import typing

from generator.model import PaperType

# Of two headers with one meaning, the first in this list is used: "Source" may be a journal or a database.
_COLUMNS = {
    "id": "id key citekey citation-key citationkey record-id recordid eid ut lens-id publication-id accession-number",
    "title": "title article-title document-title paper-title item-title title-primary primary-title paper display-name publication-title-of-paper name-of-paper titel titre titulo ti",
    "author": "author-full-names authors-full-names author authors author-s author-names authors-primary primary-authors authorships-author-display-name creator creators first-author-et-al af au",
    "year": "year publication-year pub-year pubyear year-of-publication published-year py jahr",
    "date": "date publication-date pub-date pubdate published published-date date-published issued",
    "journal": "journal source-title journal-title journal-name publication-title pubtitle publication publication-name periodical-full periodical container-title booktitle book-title primary-location-source-display-name journal-book proceedings-title conference-name conference-title conference venue so source",
    "abstract": "abstract abstract-note summary ab",
    "doi": "doi item-doi doi-link digital-object-identifier di",
    "arxiv": "arxiv arxiv-id arxivid eprint",
    "acl": "acl acl-id anthology-id",
    "openreview": "openreview openreview-id",
    "url": "url urls paper-url paperurl article-url articleurl link links paper-link pdf pdf-url pdf-link source-urls external-url",
    "volume": "volume vol journal-volume vl",
    "number": "issue number no issue-number journal-issue is",
    "pages": "pages page page-numbers page-range pagination pp",
    "first_page": "page-start start-page startpage first-page beginning-page bp",
    "last_page": "page-end end-page endpage last-page ending-page other-pages ep",
    "pmid": "pmid pubmed-id",
    "isbn": "isbn isbns",
    "type": "type item-type document-type",
    "genre": "genre",
    "editor": "editor editors book-editors",
    "publisher": "publisher",
    "series": "series series-title book-series-title",
    "edition": "edition",
    "language": "language language-of-original-document",
    "note": "note",
    "ids": "ids citation-keys",
    "keywords": "author-keywords keywords keyword keyword-s manual-tags tags topics topic de",
}
# These are in many tables that are not of papers.
USUAL = frozenset({"isbn", "type", "genre", "editor", "publisher", "series", "edition", "language", "note", "ids"})
_MEANING = {
    header: (column, rank) for column, headers in _COLUMNS.items() for rank, header in enumerate(headers.split())
}

_TYPES: dict[str, PaperType] = {  # Zotero's and Scopus' words, in small letters without spaces
    "journalarticle": "article-journal",
    "review": "article-journal",
    "conferencepaper": "paper-conference",
    "preprint": "article",
    "bookchapter": "chapter",
    "booksection": "chapter",
    "dissertation": "thesis",
    "computerprogram": "software",
}


def meanings(line: str, delimiter: str) -> list[str]:
    """Return the meaning of each header; each meaning is used once."""
    try:
        headers = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []
    names = [_MEANING.get(re.sub(r"[^a-z]+", "-", header.lower()).strip("-"), ("", 0)) for header in headers]
    best = {
        column: (rank, at) for at, (column, rank) in sorted(enumerate(names), key=lambda each: (-each[1][1], -each[0]))
    }
    return [column if column and best[column] == (rank, at) else "" for at, (column, rank) in enumerate(names)]


def publication_type(text: str, venue: str) -> PaperType | None:
    """Return the type that a table names; "article" is a preprint in CSL's words and a journal's article in others."""
    if text.lower() == "article":
        return "article-journal" if text == "Article" and venue else None if venue else "article"
    word = text.lower().replace(" ", "")
    return _TYPES.get(word) or next((kind for kind in typing.get_args(PaperType) if kind == word), None)
