"""Sources that no format reads, refused by name: web pages, tagged text, JSON and YAML of other shapes, reference lists."""

from __future__ import annotations

import re

from generator.formats.listings import Source
from generator.problems import Problem

_JSON = re.compile(r"[\[{]\s*(?:[\[{\"\]}]|-?\d+(?:\.\d+)?\s*(?:,|\]\s*\Z)|(?:null|true|false)\s*[,\]])")
_TAGGED = re.compile(r"FN [^\n]{1,100}\nVR \d|PT [A-Z]\n(?:AU|AF|TI|CA|BA) |%0 [A-Z][^\n]{1,60}\n%[A-Z0-9] ")
_YAML_LINE = re.compile(
    r"\s*(?:- +)*(?:[a-z][a-z0-9_-]*|DOI|URL|ISBN|ISSN|PMID|PMCID)\s*:(?:\s|$)|\s*- \S|\s*#|\s{4,}\S|---\s*$|\.\.\.\s*$"
)
_YAML_KEY = re.compile(
    r"^\s*(?:- +)*(?:title|author|authors|type|id|issued|container-title|family|given|literal|references|DOI|URL)\s*:(?:\s|$)",
    re.MULTILINE,
)
_YAML_KEYS = 3  # of a bibliography, at least
_LINES = 200  # that are looked at
_HEAD = 200_000  # characters, likewise

_NUMBERED = re.compile(r"\s*(?:\[\d{1,4}\]|\(?\d{1,4}[.)])\s+(?=\S)")
_NAME = r"[A-ZÀ-ÞŁŚŻŠŽČĆĐ][\w'’-]+"
_CITATION = re.compile(  # how a reference begins: with its authors
    rf"""
    (?: (?:(?:van|von|de|der|den|la|le|di|da)\ )* {_NAME} (?:\ {_NAME})? ,\ (?:[A-Z]\.?[\ -]?)+ [,.&(;]?   # Marsh, A. B.,
      | (?:{_NAME}\ )+ [A-Z]{{1,3}} [,.;]  # Marsh AB,
      | (?:[A-Z]\.[\ -]?)+ \ ? (?:(?:van|von|de|der)\ )* {_NAME} (?:\ {_NAME})? (?:,|\ and|\ et|:|;)  # A. B. Marsh,
      | {_NAME} ,\ [A-Z][\w'’-]+ (?:\ [A-Z]\.)? (?:,|\.|\ and)  # Marsh, Ada.
      | (?:{_NAME}|[A-Z]\.) (?:\ (?:{_NAME}|[A-Z]\.)){{1,3}} (?:,\ |\ and\ ) .{{0,300}}? (?:\(|\b)(?:19|20)\d\d[a-z]?\b  # Ada Marsh and …. 2021
    )
    """,
    re.VERBOSE,
)
_PUBLISHED = re.compile(
    r"\(\s*(?:19|20)\d\d[a-z]?\b|\b(?:19|20)\d\d\s*[;:]\s*\d+|\d+\s*\(\d+[^)]{0,8}\)|\bpp?\.|\bvol\.|\bno\.|\bdoi\b|\bin:? proc|\barxiv\b"
    r"|\bjournal\b|\bproceedings\b|\bpress\b|\d+\s*[–-]\s*\d+|https?://|\bet al\b|\.\s+(?:19|20)\d\d\.",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b|\bin press\b|\bn\.d\.", re.IGNORECASE)
_LONGEST = 1_500  # characters of a reference
_SHARE = 0.6  # of the entries that are references, at least


def is_yaml(text: str) -> bool:
    """Whether the text is a bibliography in YAML."""
    rows = [row for row in text[:_HEAD].split("\n")[:_LINES] if row.strip()]
    return (
        len(rows) >= _YAML_KEYS
        and len(_YAML_KEY.findall("\n".join(rows))) >= _YAML_KEYS
        and sum(_YAML_LINE.match(row) is not None for row in rows) >= 0.9 * len(rows)
    )


def are_references(text: str) -> bool:
    """Whether the text is a list of references as papers print them, numbered or not."""
    rows = [row.strip() for row in text[:_HEAD].lstrip("\ufeff").split("\n")[: 4 * _LINES]]
    numbered = sum(_NUMBERED.match(row) is not None for row in rows)
    blocks: list[str] = []
    blank = True
    for row in rows:
        if not row:
            blank = True
        elif (
            _NUMBERED.match(row) or (blank if numbered < 2 else not blocks) or (_CITATION.match(row) and _ended(blocks))
        ):
            blocks.append(row)
            blank = False
        else:
            blocks[-1] += f" {row}"
            blank = False
    if len(blocks) > 1 and len(blocks[0].split()) < 4:  # "References"
        blocks = blocks[1:]
    return bool(blocks) and sum(map(_is_reference, blocks)) >= _SHARE * len(blocks)


def _ended(blocks: list[str]) -> bool:
    """Whether the last block already is a reference that ends."""
    return bool(blocks) and blocks[-1][-1:] in ".)]0123456789/" and _is_reference(blocks[-1])


def _is_reference(block: str) -> bool:
    bare = _NUMBERED.sub("", block, count=1)
    if not 20 <= len(bare) <= _LONGEST or not _YEAR.search(bare):
        return False
    return bool(_CITATION.match(bare) and _PUBLISHED.search(bare))


def refused(source: Source) -> Problem | None:
    """Return the problem of a text that no parser reads and that is no plain page of text either."""
    head = source.text[:2_000].lstrip("\ufeff \t\n")
    if head.lower().startswith(("<!doctype html", "<html", "<?xml", "<!doctype", "<feed", "<rss", "<xml")):
        message, hint = "this is a web page or other XML", "save the page as plain text, or export BibTeX or RIS"
    elif _TAGGED.match(head):
        message = "this is tagged text of EndNote or another database, which is not supported"
        hint = "export it again as RIS or BibTeX"
    elif is_yaml(source.text):
        message = "this is a bibliography in YAML, such as CSL-YAML, which is not supported"
        hint = "export CSL-JSON or BibTeX; pandoc converts CSL-YAML: pandoc refs.yaml -t csljson -o refs.json"
    elif are_references(source.text):
        message = "this is a list of references as a paper prints them, which is not supported"
        hint = "export BibTeX or RIS from where it comes from, or list its DOIs, one on each line"
    elif _JSON.match(head):
        message = "this is JSON of an unknown shape"
        hint = "CSL-JSON, OpenAlex, Semantic Scholar and Hugging Face papers can be read"
    else:
        return None
    return Problem(path=source.name, code="source.unknown", message=message, hint=hint)
