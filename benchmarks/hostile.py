"""Inputs made to hurt each reader: shapes that grow to any size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import TypeAlias

Shape: TypeAlias = Callable[[int], str]  # from a size in characters to a text of about that size

# Each fills a field, once as long as the file and once in many records: what parsers stumble over, again and again.
PIECES = {
    "braces": "{",
    "groups": "{a} ",
    r"\(": r"\(",
    r"\(a\)": r"\(a\) ",
    "dollars": "$",
    "maths": "$a$ ",
    "backslashes": "\\",
    "macros": r"\foo{a} ",
    "accents": r"\'",
    "backquotes": "`a",
    "asterisks": "*a",
    "underscores": "_a ",
    "brackets": "[",
    "links": "[a](",
    "images": "![",
    "tags": "<td>",
    "less-than": "<",
    "end tags": "</b>",
    "comments": "<!--",
    "ampersands": "&",
    "entities": "&amp;",
    "numbered entities": "&#38;amp;",
    "pipes": "a|",
    "quotes": '"a ',
    "apostrophes": "'a ",
    "dashes": "-",
    "colons": ": ",
    "parentheses": "(",
    "addresses": "https://a.b/",
    "dois": "10.1000/a ",
    "arxiv": "arXiv:2001.00001 ",
    "and": "a and ",
    "commas": "a, ",
    "semicolons": "A.; ",
    "initials": "A. B. ",
    "digits": "1",
    "years": "2001 ",
    "spaces": "a    ",
    "blank": " ",
    "words": "Ponds and Newts of 2001 in a Sea. ",
    "letters": "a",
    "capitals": "A",
    "combining": "e\u0301",
    "marks": "\u0301",
    "Chinese": "海",
    "invisible": "\u200b\u202e\x9b",
    "lines": "a\n",
    "empty lines": "\n\n",
}
SMALL = 900  # characters of a field in a record of many: less than the most that a title may have


def _bibtex(title: str, people: str, text: str) -> str:
    return f"@article{{k,\n title = {{{title}}},\n author = {{{people}}},\n abstract = {{{text}}},\n note = {{{text}}}\n}}\n"


def _ris(title: str, people: str, text: str) -> str:
    return f"TY  - JOUR\nTI  - {title}\nAU  - {people}\nAB  - {text}\nER  - \n\n"


def _nbib(title: str, people: str, text: str) -> str:
    return f"PMID- 1\nTI  - {title}\nFAU - {people}\nAB  - {text}\n\n"


def _csl(title: str, people: str, text: str) -> str:
    return json.dumps([{"title": title, "author": [{"literal": people}], "abstract": text}])[1:-1]


def _openalex(title: str, people: str, text: str) -> str:
    return json.dumps({
        "id": "https://openalex.org/W1", "title": title, "authorships": [{"author": {"display_name": people}}],
        "abstract_inverted_index": {text: [0]},
    })  # fmt: skip


def _semantic_scholar(title: str, people: str, text: str) -> str:
    return json.dumps({"paperId": "a", "title": title, "authors": [{"name": people}], "abstract": text})


def _hugging_face(title: str, people: str, text: str) -> str:
    paper = {"id": "2001.00001", "title": title, "authors": [{"name": people}], "summary": text, "upvotes": 1}
    return json.dumps({"paper": paper, "title": title})


def _atom(title: str, people: str, text: str) -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/2001.00001v1</id><title>{escape(title)}</title>"
        f"<summary>{escape(text)}</summary><author><name>{escape(people)}</name></author></entry>\n"
    )


def _csv(title: str, people: str, text: str) -> str:
    return ",".join('"' + one.replace('"', '""') + '"' for one in (title, people, text)) + "\n"


def _bullet(title: str, people: str, text: str) -> str:
    return f"- [{title}](https://arxiv.org/abs/2001.00001), {people}. {text}\n"


def _row(title: str, people: str, text: str) -> str:
    return f"| {title} | {people} {text} | [paper](https://arxiv.org/abs/2001.00001) |\n"


def _listing(title: str, people: str, text: str) -> str:
    return f"{title}\n{text}\n{people}\n\n"


def _line(title: str, people: str, text: str) -> str:
    return f"12 {title} {text} {people}\n"


def _paper(title: str, people: str, text: str) -> str:
    return f"title: {title}\nauthors:\n- {people}\nsummary: {json.dumps(text)}\n"


_HEADS = {"arxiv-atom": '<feed xmlns="http://www.w3.org/2005/Atom">\n', "csv": "title,author,abstract\n"}
# The reader, a record of it, and what is between records.
READERS: Mapping[str, tuple[Callable[[str, str, str], str], str]] = {
    "bibtex": (_bibtex, ""),
    "ris": (_ris, ""),
    "nbib": (_nbib, ""),
    "csl-json": (_csl, ",\n"),
    "csv": (_csv, ""),
    "arxiv-atom": (_atom, ""),
    "openalex": (_openalex, "\n"),
    "semantic-scholar": (_semantic_scholar, "\n"),
    "hf-papers": (_hugging_face, "\n"),
    "awesome": (_bullet, ""),
    "table": (_row, ""),
    "listing": (_listing, ""),
    "listing-lines": (_line, ""),
    "abstracts": (_listing, ""),
    "yaml": (_paper, ""),
}


def shapes(reader: str) -> Iterator[tuple[str, Shape]]:
    """Yield the name and the shape of each hostile input of a reader."""
    for name, piece in PIECES.items():
        yield f"one field of {name}", _one(reader, piece)
        yield f"fields of {name}", _many(reader, piece)
        yield f"only {name}", _alone(piece)
    yield from SPECIAL.get(reader, {}).items()


def _one(reader: str, piece: str) -> Shape:
    record, _ = READERS[reader]
    return lambda size: _framed(reader, record(*[_filled(piece, size // 4)] * 3))


def _many(reader: str, piece: str) -> Shape:
    record, between = READERS[reader]

    def made(size: int) -> str:
        small = record(*[_filled(piece, SMALL)] * 3)
        return _framed(reader, between.join([small] * (size // len(small) + 1)))

    return made


def _alone(piece: str) -> Shape:
    return lambda size: _filled(piece, size)


def _framed(reader: str, text: str) -> str:
    if reader == "csl-json":
        return f"[{text}]"
    return _HEADS.get(reader, "") + text + ("</feed>" if reader == "arxiv-atom" else "")


def _filled(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def _numbered(form: str, size: int) -> str:
    """Return the form again and again, with a number in place of each ``#``, and the one before in place of each ``~``."""
    parts: list[str] = []
    length = number = 0
    while length < size:
        parts.append(form.replace("#", str(number)).replace("~", str(max(number - 1, 0))))
        length += len(parts[-1])
        number += 1
    return "".join(parts)


def _between(head: str, form: str, tail: str) -> Shape:
    return lambda size: head + _numbered(form, size) + tail


def _index(positions: Callable[[int], object], size: int) -> str:
    """Return an OpenAlex answer whose inverted abstract has words at these positions."""
    entries = [f'"w{number}":{json.dumps(positions(number))}' for number in range(size // 20)]
    return (
        '{"id":"https://openalex.org/W1","title":"a","abstract_inverted_index":{'
        + ",".join(entries)[:size]
        + ',"z":[0]}}'
    )


def _nested(opened: str, closed: str, head: str = "", tail: str = "") -> Shape:
    def made(size: int) -> str:
        count = size // (len(opened) + len(closed))
        return head + opened * count + closed * count + tail

    return made


_NESTED_JSON: dict[str, Shape] = {
    "nested lists": _nested("[", "]"),
    "nested objects": _nested('{"a":', "}", tail="1"),
    "open lists": lambda size: "[" * size,
    "open objects": lambda size: '{"a":' * (size // 5),
    "open string": lambda size: '[{"title":"' + "a" * size,
    "broken objects": _between("[", '{"title":"a#" "b"},\n', "]"),
    "nulls": lambda size: "[" + "null," * (size // 5) + "null]",
    "numbers": lambda size: "[" + "1" * size + "]",
    "escapes": lambda size: '[{"title":"' + "\\u0041" * (size // 6) + '"}]',
    "many keys": _between('[{"title":"a",', '"k#":#,', '"z":1}]'),
}
SPECIAL: Mapping[str, Mapping[str, Shape]] = {
    "bibtex": {
        "string chain": _between('@string{s0="a"}\n', "@string{s# = s~ # s~}\n", "@a{k,title=s9}"),
        "string chain, long": lambda size: (
            '@string{s0="' + "a" * (size // 2) + '"}\n' + _numbered("@string{s# = s~}\n@a{k#,title=s#}\n", size // 2)
        ),
        "used strings": lambda size: f'@string{{s="{"a" * (size // 10)}"}}\n' + "@a{k,title=s # s}\n" * (size // 20),
        "crossref chain": _between("", "@a{k#,title={a},crossref={k~}}\n", ""),
        "crossref circle": _between("", "@a{k#,title={a},crossref={k#}}\n", ""),
        "crossref to one": lambda size: (
            "@book{p,title={" + "a " * (size // 4) + "}}\n" + _numbered("@a{k#,crossref={p}}\n", size // 2)
        ),
        "crossref backwards": lambda size: "".join(
            f"@a{{k{number},title={{a}},crossref={{k{number + 1}}}}}\n" for number in range(size // 35)
        ),
        "unclosed entries": lambda size: "@a{k,\n" * (size // 6),
        "unclosed fields": lambda size: "@a{k, title={a\n" * (size // 15),
        "tiny fields": _between("@a{k,", "f#={a},", "}"),
        "equal fields": lambda size: "@a{k," + "title={a}," * (size // 10) + "}",
        "equal keys": lambda size: "@a{k,title={a}}\n" * (size // 16),
        "authors": _between("@a{k,title={a},author={", "Marsh#, Ada and ", "Reed, Bo}}"),
        "authors, inverted": _between("@a{k,title={a},author={", "Marsh#, ", "Bo}}"),
        "groups of authors": _between("@a{k,title={a},author={", "{Group #} and ", "Reed, Bo}}"),
        "deep braces": _nested("{", "}", "@a{k,title=", "}"),
        "concatenations": lambda size: "@a{k,title=" + "a # " * (size // 4) + "a}",
        "remarks": lambda size: "@comment{a}\n% a\n" * (size // 16),
        "no commas": lambda size: "@a{k " + "a={x} " * (size // 6) + "}",
        "keywords": _between("@a{k,title={a},keywords={", "k#, ", "}}"),
        "urls": _between("@a{k,title={a},url={", "https://a.b/# ", "}}"),
        "at signs": lambda size: "@" * size,
        "entries on one line": _between("", "@a{k#,title={a}}", ""),
    },
    "ris": {
        "authors": _between("TY  - JOUR\nTI  - a\n", "AU  - Marsh#, Ada\n", "ER  - \n"),
        "unclosed records": lambda size: "TY  - JOUR\n" * (size // 11),
        "tags": lambda size: "TY  - JOUR\n" + "ZZ  - \n" * (size // 7),
        "folded lines": lambda size: "TY  - JOUR\nTI  - a\n" + " a\n" * (size // 3) + "ER  - \n",
        "tiny records": lambda size: "TY  - JOUR\nER  - \n" * (size // 18),
        "titles": lambda size: "TY  - JOUR\n" + "TI  - a\n" * (size // 8) + "ER  - \n",
        "addresses": _between("TY  - JOUR\nTI  - a\nUR  - ", "https://a.b/#;", "\nER  - \n"),
    },
    "nbib": {
        "authors": _between("PMID- 1\nTI  - a\n", "FAU - Marsh#, Ada\n", "\n"),
        "folded lines": lambda size: "PMID- 1\nTI  - a\n" + "      a\n" * (size // 8),
        "tiny records": lambda size: "PMID- 1\n\n" * (size // 9),
        "identifiers": _between("PMID- 1\nTI  - a\n", "AID - 10.1000/# [doi]\n", "\n"),
    },
    "csl-json": _NESTED_JSON
    | {
        "authors": _between('[{"title":"a","author":[', '{"family":"Marsh#","given":"Ada"},', "{}]}]"),
        "date parts": lambda size: '[{"title":"a","issued":{"date-parts":[' + "[1]," * (size // 4) + "[1]]}}]",
    },
    "openalex": _NESTED_JSON
    | {
        "inverted index": lambda size: _index(lambda number: [number], size),
        "far positions": lambda size: _index(lambda number: [10**9 + number], size),
        "equal positions": lambda size: _index(lambda _: [0], size),
        "long word everywhere": lambda size: (
            '{"id":"https://openalex.org/W1","title":"a","abstract_inverted_index":{"'
            + "a" * (size // 2)
            + '":['
            + ",".join(map(str, range(size // 14)))
            + "]}}"
        ),
        "authors": _between(
            '{"id":"https://openalex.org/W1","title":"a","authorships":[', '{"author":{"display_name":"A M#"}},', "{}]}"
        ),
        "locations": _between(
            '{"id":"https://openalex.org/W1","title":"a","locations":[', '{"landing_page_url":"https://a.b/#"},', "{}]}"
        ),
    },
    "semantic-scholar": _NESTED_JSON
    | {"authors": _between('{"paperId":"a","title":"a","authors":[', '{"name":"A M#"},', "{}]}")},
    "hf-papers": _NESTED_JSON
    | {"authors": _between('[{"paper":{"id":"2001.00001","title":"a","authors":[', '{"name":"A M#"},', "{}]}}]")},
    "csv": {
        "columns": lambda size: "title,author" + ",a" * (size // 4) + "\n" + "b," * (size // 4),
        "rows": lambda size: "title,author\n" + "a,b\n" * (size // 4),
        "empty rows": lambda size: "title,author\n" + ",\n" * (size // 2),
        "open quote": lambda size: 'title,author\n"' + "a,b\n" * (size // 4),
        "quotes": lambda size: "title,author\n" + '"' * size,
        "open quotes": lambda size: "title,author\n" + '"a,b\n' * (size // 5),
        "authors": _between('title,author\na,"', "Marsh# A, ", '"\n'),
        "semicolons": lambda size: "title;author\n" + "a;b\n" * (size // 4),
        "tabs": lambda size: "title\tauthor\n" + "\t" * size,
    },
    "arxiv-atom": {
        "open entries": lambda size: _HEADS["arxiv-atom"] + "<entry>" * (size // 7),
        "nested entries": _nested("<entry>", "</entry>", _HEADS["arxiv-atom"], "</feed>"),
        "deep tags": _nested("<a>", "</a>", _HEADS["arxiv-atom"] + "<entry><title>", "</title></entry></feed>"),
        "declared entities": lambda size: (
            "<!DOCTYPE a ["
            + "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "a"}">' for at in range(10))
            + "]>"
            + _HEADS["arxiv-atom"]
            + "<entry><title>&a9;</title></entry>\n" * (size // 36)
            + "</feed>"
        ),
        "attributes": _between(_HEADS["arxiv-atom"] + "<entry ", 'a#="b" ', "/></feed>"),
        "authors": _between(
            _HEADS["arxiv-atom"] + "<entry><title>a</title>", "<author><name>A M#</name></author>", "</entry></feed>"
        ),
        "no end tags": lambda size: _HEADS["arxiv-atom"] + "<entry><title>a\n" * (size // 16),
        "tiny entries": lambda size: _HEADS["arxiv-atom"] + "<entry/>\n" * (size // 9) + "</feed>",
    },
    "awesome": {
        "nested bullets": lambda size: "".join(
            "  " * (at % 200) + "- [a](https://arxiv.org/abs/2001.00001)\n" for at in range(size // 240)
        ),
        "bullets": _between("", "- [a #](https://arxiv.org/abs/2001.00001)\n", ""),
        "links in one bullet": lambda size: "- " + "[a](https://arxiv.org/abs/2001.00001) " * (size // 38),
        "headings": lambda size: "# a\n" * (size // 4) + "- [a](https://arxiv.org/abs/2001.00001)\n",
        "open code": lambda size: "```\n" + "- [a](https://arxiv.org/abs/2001.00001)\n" * (size // 40),
        "fences": lambda size: "```\n" * (size // 4) + "- [a](https://arxiv.org/abs/2001.00001)\n",
        "open details": lambda size: "<details>\n" * (size // 10) + "- [a](https://arxiv.org/abs/2001.00001)\n",
        "html rows": lambda size: (
            "<table>" + '<tr><td><a href="https://arxiv.org/abs/2001.00001">a</a>\n' * (size // 58) + "</table>"
        ),
        "open cells": lambda size: "<table><tr>" + "<td>" * (size // 4),
        "nested tables": _nested("<table><tr><td>", "</td></tr></table>"),
        "quotes": lambda size: "> " * (size // 2) + "- [a](https://arxiv.org/abs/2001.00001)\n",
        "references": _between("", "[a#]: https://arxiv.org/abs/2001.00001\n", "- [a][a1]\n"),
        "one long line": lambda size: "- [a](https://arxiv.org/abs/2001.00001) " + "word " * (size // 5),
        "emphasis": lambda size: "- [a](https://arxiv.org/abs/2001.00001) " + "**a *b " * (size // 7),
    },
    "table": {
        "columns": lambda size: (
            "| a " * (size // 8) + "|\n" + "|---" * (size // 8) + "|\n| [a](https://arxiv.org/abs/2001.00001) |"
        ),
        "rows": lambda size: (
            "| a | b |\n|---|---|\n" + "| [a](https://arxiv.org/abs/2001.00001) | b |\n" * (size // 45)
        ),
        "escaped pipes": lambda size: (
            "| a | b |\n|---|---|\n| [a](https://arxiv.org/abs/2001.00001) " + "\\|" * (size // 2)
        ),
    },
    "yaml": {
        "anchors": _between("", "a#: &a# b\n", ""),
        "aliases": lambda size: "a: &a b\n" + "c: *a\n" * (size // 6),
        "laughs": lambda size: (
            "".join(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}' if at else 'b'] * 9)}]\n" for at in range(9))
            + "#" * size
        ),
        "flow lists": _nested("[", "]", "title: "),
        "open flow lists": lambda size: "title: " + "[" * size,
        "flow mappings": _nested("{a: ", "}", "title: "),
        "indented": lambda size: "".join(" " * (at % 1_000) + "a:\n" for at in range(size // 500)),
        "authors": _between("title: a\nauthors:\n", "- Ada Marsh#\n", ""),
        "unknown fields": _between("title: a\n", "field#: a\n", ""),
        "equal fields": lambda size: "title: a\n" * (size // 9),
        "documents": lambda size: "---\n" * (size // 4),
        "folded text": lambda size: "summary: >\n" + "  a\n" * (size // 4),
        "quoted text": lambda size: 'summary: "' + "a\n\n " * (size // 4) + '"\n',
        "open quote": lambda size: "summary: '" + "a ''" * (size // 4),
        "broken fields": _between("title: a\n", "a#: [\n", ""),
        "remarks": lambda size: "# a\n" * (size // 4),
        "tags": _between("", "a#: !b c\n", ""),
        "merge keys": _between("", "a#: {<<: {b: c}}\n", ""),
        "broken papers": _between("title: a\nlinks:\n", "  code: 'a#\n", ""),
    },
}
