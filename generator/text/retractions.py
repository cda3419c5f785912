"""Retractions in words: what a title, a note or a comment says happened to its own paper. Notices are in titles.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from pydantic import TypeAdapter, ValidationError

from generator.model.primitives import Url
from generator.model.status import Status, StatusKind
from generator.text import identifiers

LENGTH = 2_000  # characters of a text that count
_NOUN = (
    r"(?:\s+(?:conference\s+)?(?:abstract|article|chapter|editorial|letter|manuscript|note|paper|preprint|proceeding"
    r"|publication|report|review|submission|work))"
)
_THIS = r"(?:(?:this|the)\s+(?:present\s+)?(?:arxiv\s+)?(?:article|chapter|manuscript|paper|preprint|publication|submission|work))"
# Other languages have only what their journals print before a title, not their whole grammar.
_FOREIGN = r"(?:art[íi]culo\s+)?retractado|(?:article\s+)?rétractée?|zurückgezogen(?:er\s+artikel)?|отозван[ао]|已撤[稿回销]|撤回論文"
_HINT = re.compile(
    rf"retract|withdrawn|removed:|removed\]|concern|violation\ of|{_FOREIGN}|撤[稿回]", re.IGNORECASE | re.VERBOSE
)
_BEFORE = re.compile(
    rf"""
      ^ [\s\[(【*<«]{{0,6}} (?P<word> retracted | withdrawn | removed | {_FOREIGN} ) {_NOUN}?
        (?: \s*\*{{1,3}} )? \s* (?: [:：] | [\])】] \s* [:：.]? | \s [-–—] \s | — ) \s*
    | ^ (?P<upper> (?-i: RETRACTED | WITHDRAWN ) ) (?: \s+ (?-i: ARTICLE | CHAPTER | PAPER ) )? \s+ (?= (?-i: [A-Z]?[a-z] ) )
    | ^ \s* [【\[] \s* (?P<bracketed> 撤[稿回] ) \s* [\]】] \s*
    | ^ (?P<violation> notice \s of \s violation \s of \s ieee ) \s publication \s principles? \s* [:.–—-]? \s*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_IEEE = re.compile(r"^notice\s+of\s+retraction\s*[:.–—-]?\s*(?=\w)", re.IGNORECASE)
_AFTER = re.compile(
    rf"""
      \s* [\[(（【] \s* (?P<word> retracted | withdrawn ) {_NOUN}?
        (?: \s*[.,;:] [^\[\]]{{0,400}} | \s+ (?: by | in | on | due | at | see | because | for | \d{{4}} )\b [^\[\]]{{0,400}} )?
        [\])）】] \W* $
    | \s* [\[(] \s* (?P<concern> (?:publication|article|paper)\ with\ (?:an\ )?(?:editorial\ )?expressions?\ of\ concern )
        (?: \s*[.,;:] [^\[\]]{{0,400}} )? [\])] \W* $
    | \s* [-–—:] \s* (?P<upper> (?-i: RETRACTED | WITHDRAWN ) ) (?: \s+ (?-i: ARTICLE | PAPER ) )? \W* $
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MEANINGS: tuple[tuple[str, StatusKind], ...] = (
    (r"concern|violation", "concern"),
    (r"partial\w*[\s_-]*retract", "corrected"),  # the rest of the paper stands
    (r"retract|rétract|zurück|отозван|撤", "retracted"),
    (r"withdr|remov", "withdrawn"),
    (r"correct|corrig|errat", "corrected"),
)

_SEE = r"(?:\s*[:.,;(\[]|\s+[–—-]\s|\s+(?:in|published|issued|notice|note|see|on|at|is|was|has|available|doi|\d{4})\b|\W*$)"
_SERVER = r"(?:the\s+)?(?:\w{1,6}rxiv|publication|literature|(?:preprint\s+)?server|ssrn)\b"
_REASON = (
    r"(?:\s*[:.,;(\[!]|\s+[–—-]\s|\W*$"
    rf"|\s+(?:by|in|on|due|at|see|because|owing|since|after|as|and|for|\d{{4}}|from\s+{_SERVER})\b)"
)
_NOTES = re.compile(
    rf"""
    (?P<claim>
      (?: (?:this|the|article|paper)\s+ )? (?P<own> retracted | withdrawn ) {_NOUN}? {_REASON}
    | {_THIS} \s+ (?: has | have | had | was | were | is ) (?: \s+ (?:now|since|later|subsequently|officially) )? (?: \s+ been )?
        (?: \s+ (?:now|since|later|subsequently|officially) )? \s+ (?P<has> retracted | withdrawn ) \b
    | {_THIS} \s+ (?: has | have ) \s+ been \s+ (?P<fixed> corrected ) \b
    | (?: article | paper ) \s+ (?P<short> retracted | withdrawn ) {_REASON}
    | (?: see\s+ | partial\s+ | the\s+ | a\s+ )? (?P<notice> retraction | withdrawal\ notice | errat(?:um|a) | corrigend(?:um|a) | correction
        | (?: editorial\s+ )? expressions?\s+of\s+concern ) {_SEE}
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"(?:^|(?<=[.;!?|\])])\s+|\s*[\n|]\s*)(?=\S)")
_ELSEWHERE = re.compile(  # a paper may be withdrawn from a conference and stand on a server; another one may be meant
    rf"(?:retracted|withdrawn)\s+from\b(?!\s+{_SERVER})|\breinstat|\b(?:previous|earlier|first|old|former)\s+version"
    r"|\bnot\s+(?:been\s+)?(?:retracted|withdrawn)|\b(?:v|version\s+)\d+\s+(?:is|was|has|withdrawn)",
    re.IGNORECASE,
)
_CITED = re.compile(r"[\w\s]{1,30}\bin:")  # how PubMed begins the place of a notice, which has full stops of its own
_MORE = re.compile(r"[.;]?\s*(?:see\b|doi\b|https?:|pmid\b|10\.\d{4})[^\n]{0,200}?(?=[.;]\s|[.;]?$)", re.IGNORECASE)
_NEXT = re.compile(r"(?<=.)\b[A-Z][a-z]+(?:\s[a-z]+){0,3}\s(?:in|on|of|for):", re.DOTALL)
_AUTHORS = re.compile(
    rf"""
      ^ \W* (?: {_THIS} | paper | submission | article | manuscript ) \s+
        (?: (?: has | have | had | was | is ) \s+ )? (?: (?:be|been|being|now) \s+ )* withdrawn \b
    | ^ \W* (?: the\s+ )? (?: authors? | i | we | arxiv ) \s+ (?: (?:has|have|had) \s+ )? (?: withdrawn | withdrew | withdraws? )
        \s+ (?: this | the | our | my ) \s+ (?: article | manuscript | paper | preprint | submission | work )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_COMMENT = re.compile(
    rf"^\W*(?:(?:this|it)\s+(?:has\s+been|was|is)\s+)?(?:now\s+)?withdrawn{_REASON}"
    r"|,\s*(?:now\s+)?withdrawn(?:\W*$|\s+(?:by|due|because)\b)",
    re.IGNORECASE,
)
_ADMIN = re.compile(r"\barxiv\s+(?:admin\s+)?note:?\s*", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s;,\"<>]+")
_DATE = re.compile(r"(?<![\d/.-])((?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?)(?![\d/-])")
_ADDRESS: TypeAdapter[str] = TypeAdapter(Url)


def meaning(words: str) -> StatusKind | None:
    """Return the kind of status that a service's word for it means, None for another word: ``partial_retraction``."""
    return next((kind for pattern, kind in _MEANINGS if re.search(pattern, words[:200], re.IGNORECASE)), None)


def of_title(title: str, doi: str = "") -> tuple[tuple[Status, ...], str]:
    """Return what a title says happened to its paper, and the title without it; a notice's title says nothing.

    “Retracted: X” and “X (Retracted article. See vol. 3, 2021)” are of the paper X. IEEE, as the ``doi`` tells, also prints
    “Notice of Retraction: X” on the paper itself.
    """
    ieee = _IEEE.match(title) if doi.startswith("10.1109/") else None
    if not ieee and not _HINT.search(title[:LENGTH]):
        return (), title
    found: list[Status] = [Status(kind="retracted")] if ieee else []
    rest = title[ieee.end() :] if ieee else title
    while len(rest) <= LENGTH and (match := _BEFORE.match(rest) or _AFTER.search(rest)):
        whole, word = match[0], next(filter(None, match.groups()))
        if word.islower() and "(" in whole and not re.search(r"\s\w+\W*$|[.:;,]", whole.strip(" ()")):
            break  # "Claws, extended and (retracted)"
        found.append(_status(meaning(word) or "retracted", whole, last=True))
        rest = (rest[match.end() :] if match.start() == 0 else rest[: match.start()]).strip()
    if not any(map(str.isalnum, rest)):
        return (), title
    return tuple({one.kind: one for one in found}.values()), rest


def bare(title: str, doi: str = "") -> str:
    """Return a title without what it says happened to its paper."""
    return of_title(title, doi)[1]


def of_note(note: str) -> Iterator[Status]:
    """Yield what the sentences of a note say happened to the paper: “Retraction published 2021, see doi:10.1234/x”."""
    yield from (status for status, _, _ in _claims(note))


def without(note: str) -> str:
    """Return a note without the sentences that say what happened: their links and identifiers are not the paper's."""
    rest, at = "", 0
    for _, start, end in _claims(note):
        rest, at = rest + note[at:start], end
    return rest + note[at:]


def _claims(note: str) -> Iterator[tuple[Status, int, int]]:
    """Yield each status that a note tells, with the start and end of the text that tells it."""
    note, at, done = note[:LENGTH], 0, 0
    for sentence in _SENTENCE.split(note):
        start = note.index(sentence, at)
        at = start + len(sentence)
        found = _NOTES.match(sentence) if start >= done else None
        if found and not _ELSEWHERE.search(sentence) and (kind := meaning(found["claim"])):
            more = _MORE.match(note, at)
            done = more.end() if more else at
            if _CITED.match(sentence):
                following = _NEXT.search(note, at)
                done = following.start() if following else len(note)
            yield _status(kind, note[start:done]), start, done


def of_arxiv(comment: str, abstract: str = "") -> bool:
    """Whether the authors' comment, or the abstract of a paper's last version, says that it is withdrawn from arXiv."""
    said = [one for part in _ADMIN.split(comment[:LENGTH]) for one in _SENTENCE.split(part)]
    written = _SENTENCE.split(abstract[:LENGTH])
    return any(
        pattern.search(one) and not _ELSEWHERE.search(one)
        for pattern, sentences in ((_AUTHORS, [*said, *written]), (_COMMENT, said))
        for one in sentences
    )


def notice(text: str) -> str | None:
    """Return the address of the notice that a text names: an address, a DOI, a PubMed id; None without one."""
    for url in _URL.findall(text):
        if found := _valid(url.rstrip(".,;:)]}'")):
            return found
    if named := next(filter(None, map(identifiers.doi, _DOI.findall(text))), None):
        return address(doi=named)
    number = identifiers.pmid(text)
    return address(pmid=number) if number else None


def address(*, doi: str = "", pmid: str = "") -> str | None:
    """Return the address of a notice with this identifier."""
    return _valid(
        f"https://doi.org/{quote(doi, safe='/:;()._-')}" if doi else f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
    )


def _status(kind: StatusKind, text: str, *, last: bool = False) -> Status:
    """Return a status with the date and the notice that a text names; of several dates the first, or the last."""
    dates = _DATE.findall(_DOI.sub(" ", _URL.sub(" ", text)))
    return Status(kind=kind, date=dates[-1 if last else 0] if dates else None, notice=notice(text))


def _valid(url: str) -> str | None:
    try:
        return _ADDRESS.validate_python(url)
    except ValidationError:
        return None
