"""A row of a table as a record: cells by their meaning, lists inside a cell, and what no field holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.formats import coercion, field_values, journal_refs, status_claims
from generator.formats.tables.headers import Column
from generator.model import Identifiers, Links, Name, PaperType, Record
from generator.text import bylines, months
from generator.text.folding import clean

_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_LIST = re.compile(rf"\[\s*(?:(?:{_STRING})[\s,]*)+\]")  # as Python and JSON write a list of texts
_STRINGS = re.compile(_STRING)
_NAMED = re.compile(rf"['\"](?:full_?|display_)?name['\"]\s*:\s*({_STRING})")
_BARE_LIST = re.compile(r"\[([^\[\]]*[,;][^\[\]]*)\]")
_NUMBERED = re.compile(r"\s*\(\d{6,}\)")  # Scopus numbers the authors' full names
_LONGEST = 5_000  # characters of a cell that no field holds
_APPEARED = re.compile(r"[.;,\s]*\bdate of publication:?\s*(?P<date>.*)$", re.IGNORECASE)  # in Embase's Source
_DATABASE = re.compile(
    r"scopus|pubmed|medline|embase|wos|web of science.*|crossref|openalex|dimensions|ieee xplore|google scholar|manual",
    re.IGNORECASE,
)
_KEY = re.compile(r"\bcitation key:\s*(\S+)", re.IGNORECASE)  # in Zotero's Extra
_WORDS: dict[PaperType, str] = {  # in lower case, letters only
    "chapter": "chapter bookchapter booksection bookpart incollection encyclopediaarticle dictionaryentry",
    "paper-conference": "paperconference conferencepaper conferenceabstract conferenceproceedings conferencearticle "
    "inproceedings proceedingspaper proceedingsarticle proceeding meetingabstract ieeeconferences c",
    "article": "preprint postedcontent manuscript unpublished workingpaper",
    "article-journal": "article articlejournal journalarticle journal review letter note editorial shortsurvey erratum "
    "datapaper articleinpress researcharticle reviewarticle casereport magazinearticle newspaperarticle ieeejournals "
    "ieeemagazines ieeeearlyaccessarticles j",
    "book": "book monograph editedbook referencebook proceedings b",
    "thesis": "thesis dissertation phdthesis mastersthesis masterthesis doctoralthesis",
    "report": "report technicalreport techreport researchreport",
    "dataset": "dataset",
    "software": "software computerprogram",
    "webpage": "webpage website online blogpost",
}
_TYPES: dict[str, PaperType] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
NOTHING = {"na", "n/a", "nan", "<na>", "null", "none"}  # how programs write an empty cell
_NUMERIC = {"volume", "number", "first_page", "last_page", "article_number", "pmid", "year"}
_FLOAT = re.compile(r"\d+\.0")  # how programs write a number in a column with empty cells
_WORDY = {  # columns whose texts may be such a word
    *("id", "title", "abstract", "author", "editors", "groups", "journal", "publisher", "series", "edition", "genre"),
    *("language", "keywords", "note", "citation_keys"),
}
_LABELS = ("pdf", "code", "project", "data")


class Layout:
    """The columns of a table, and where those of each meaning are, the best first."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Sort the columns of each meaning by the rank of their headers."""
        self.columns = columns
        self.places: dict[str, list[int]] = {}
        for at in sorted(range(len(columns)), key=lambda at: (columns[at].rank, at)):
            self.places.setdefault(columns[at].meaning, []).append(at)


class Row:
    """The cells of a row; remembers which were read."""

    def __init__(self, layout: Layout, texts: Iterable[str]) -> None:
        """Hold the cells that are not empty, none of them read."""
        self._layout = layout
        self._texts = [clean(text) for text in texts]
        for at, text in enumerate(self._texts):
            meaning = layout.columns[at].meaning
            if text == "[]" or (text.lower() in NOTHING and meaning not in _WORDY):
                self._texts[at] = ""
            elif meaning in _NUMERIC and _FLOAT.fullmatch(text):
                self._texts[at] = text[:-2]
        self._read: set[int] = set()

    def _of(self, meaning: str) -> list[int]:
        """Return the numbers of the cells with this meaning, the best first."""
        return [at for at in self._layout.places.get(meaning, ()) if at < len(self._texts) and self._texts[at]]

    def has(self, meaning: str) -> bool:
        """Whether the table has such a column."""
        return meaning in self._layout.places

    def text(self, meaning: str) -> str:
        """Return the best cell of this meaning without counting it as read."""
        return next((self._texts[at] for at in self._of(meaning)), "") if self.has(meaning) else ""

    def get(self, meaning: str) -> str:
        """Return the best cell of this meaning, and count those that say the same as read."""
        places = self._of(meaning) if self.has(meaning) else []
        text = self._texts[places[0]] if places else ""
        self._read.update(at for at in places if self._texts[at] == text)
        return text

    def line(self, meaning: str) -> str:
        """Return the best cell of this meaning without markup."""
        return field_values.line(self.get(meaning))

    def every(self, meaning: str) -> Iterator[str]:
        """Yield all cells of this meaning, the best first; each counts as read unless ``unused`` is called."""
        for at in self._of(meaning):
            self._read.add(at)
            yield self._texts[at]

    def unused(self, meaning: str, text: str = "") -> None:
        """Count cells of this meaning, or only those with this text, as not read."""
        self._read.difference_update(at for at in self._of(meaning) if not text or self._texts[at] == text)

    def unread(self) -> tuple[tuple[str, str], ...]:
        """Return header and text of each cell that was not read, except abstracts."""
        left: dict[str, list[str]] = {}
        for at, (column, text) in enumerate(zip(self._layout.columns, self._texts, strict=False)):
            if text and at not in self._read and column.header and column.meaning != "abstract":
                left.setdefault(column.header, []).append(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
        return tuple((header, "; ".join(dict.fromkeys(texts))) for header, texts in left.items())


def record(name: str, line: int, row: Row, *, commas: bool) -> Record:
    """Map the columns."""
    authors, editors = (_people(row.get(role), commas=commas) for role in ("author", "editors"))
    groups = [bylines.group(text) for text in row.get("groups").split(";") if text.strip()]
    kind, genre = _type(row)
    place = _place(row)
    number = row.get("number") or place.number
    pages = _pages(row) or place.pages
    note = status_claims.read(row.line("note"))
    said = {one.kind for one in status_claims.state(row.get("status"))}
    if not said or not said <= {one.kind for one in note.statuses}:
        row.unused("status")  # it says more than the note, or is about something else: "to read"
    links = field_values.links(text for meaning in ("url", *_LABELS) for text in _texts(row, meaning))
    known = _identifiers(row, links, [place.venue, number, row.text("volume"), note.about])
    return replace(
        Record(
            source=name,
            line=line,
            id=row.get("id") if row.has("id") else row.text("pmid"),
            title=_title(row),
            abstract=row.line("abstract"),
            type=kind,
            genre=genre,
            authors=(*authors.names, *groups),
            et_al=authors.et_al,
            editors=editors.names,
            date=_date(row) or place.date,
            links=links,
            labeled=_labeled(row),
            identifiers=known,
            venue=place.venue,
            volume=field_values.volume(row.get("volume") or place.volume),
            number=field_values.volume(number),
            pages=field_values.pages(pages),
            publisher=row.line("publisher"),
            series=row.line("series"),
            edition=row.line("edition"),
            language=row.line("language"),
            citation_keys=tuple(dict.fromkeys(_keys(row.get("citation_keys"), note.text))),
            keywords=_keywords(row.get("keywords")),
            note=note.text,
            status=note.statuses,
        ),
        further=row.unread(),
    )


def _title(row: Row) -> str:
    """Return the title, without the full stop that PubMed adds in its tables, which have a column of citations."""
    title = row.line("title")
    return title.removesuffix(".") if row.has("citation") and not title.endswith("..") else title


def listed(text: str) -> list[str]:
    """Return the texts of a cell that holds a list as a program writes it: ``['Ada Marsh', 'Bo Reed']``; else none."""
    if not text.startswith("[") or not text.endswith("]"):
        return []
    if _LIST.fullmatch(text):
        found = _STRINGS.findall(text)
    elif text.startswith(("[{", "[ {")):
        found = _NAMED.findall(text)
    else:
        return []
    return [clean(re.sub(r"\\(.)", r"\1", each[1:-1])) for each in found]


def _people(text: str, *, commas: bool) -> bylines.People:
    """Return the names of a cell."""
    if found := listed(text):
        return bylines.people(found)
    if bare := _BARE_LIST.fullmatch(text):
        return bylines.split_names(bare[1], commas=True)
    pieces = [] if "{" in text else text.rstrip(" .").split(";")
    if len(pieces) > 1 and any(map(bylines.lists_by_comma, pieces)):  # PubMed: Marsh A, Reed B; Pond Study Group.
        parts = [bylines.split_names(piece, commas=True) for piece in pieces]
    else:
        parts = [bylines.split_names(_NUMBERED.sub("", text), commas=commas)]
    names = (name for part in parts for name in part.names)
    groups = (name if "," in text and str(name) not in text else _as_group(name) for name in names)
    return bylines.People(names=tuple(groups), et_al=any(part.et_al for part in parts))


def _as_group(name: Name) -> Name:
    """Return the name of a group without parts; any other name as it is."""
    return bylines.group(str(name)) if not name.literal and coercion.is_group(str(name)) else name


def _keywords(text: str) -> tuple[str, ...]:
    """Return the keywords of a cell."""
    found = listed(text)
    return tuple(filter(None, found)) if found else field_values.split_keywords(text)


def _keys(cell: str, note: str) -> Iterator[str]:
    """Yield citation keys."""
    yield from filter(None, map(str.strip, cell.split(";")))
    yield from _KEY.findall(note)


def _texts(row: Row, meaning: str) -> Iterator[str]:
    """Yield the texts of the cells with a meaning, those of a list one by one."""
    for text in row.every(meaning):
        yield from listed(text) or [text]


def _labeled(row: Row) -> Links:
    """Return the addresses whose kind their column or they themselves tell."""
    named = {label: next(iter(field_values.links(_texts(row, label))), None) for label in _LABELS}
    own = field_values.labeled(_texts(row, "url"))
    return own.model_copy(update={label: url for label, url in named.items() if url})


def _type(row: Row) -> tuple[PaperType | None, str]:
    """Return the type, and the genre of a thesis or report; words that tell neither are not read."""
    found: PaperType | None = None
    genre = row.line("genre")
    for text in list(row.every("type")):
        words = [re.sub(r"[^a-z]", "", part.lower()) for part in re.split(r"[;,:]", text)]
        kinds = {kind for word in words if (kind := _TYPES.get(word))}
        kind = next(
            (kind for kind in _WORDS if kind in kinds), None
        )  # "Article; Book Chapter", "Article; Proceedings Paper"
        found = found or kind
        if found in {"thesis", "report"} and not genre and words[0] not in {"thesis", "report"}:
            genre = text
        elif not kind or kind != found or len(kinds) < len(words):
            row.unused("type", text)
    return found, genre


def _place(row: Row) -> journal_refs.JournalRef:
    """Return where a paper appeared: its journal, and what a column that holds a whole reference adds."""
    found = journal_refs.JournalRef(venue=field_values.venue(row.line("journal")))
    for meaning in ("source", "citation"):
        text = row.text(meaning)
        if not text or _DATABASE.fullmatch(text):
            continue
        appeared = _APPEARED.search(text)
        ref = journal_refs.read(field_values.line(text[: appeared.start()] if appeared else text))
        date = field_values.date(appeared["date"]) if appeared else None
        if ref.volume or ref.pages or (meaning == "source" and not row.has("journal")):
            if not ref.rest:
                row.get(meaning)
            found = replace(ref, venue=found.venue or ref.venue, date=date or ref.date)
    return found


def _date(row: Row) -> str | None:
    """Return the date; the column of dates may have only month and day (Web of Science)."""
    year, printed = row.get("year"), row.get("date")
    if not (found := field_values.date(printed)) and not months.number(printed):
        row.unused("date")
    return found or field_values.date(year, printed)


def _pages(row: Row) -> str:
    """Return the pages, or the article number."""
    first, last = row.get("first_page"), row.get("last_page")
    found = row.get("pages") or (f"{first}-{last}" if first and last and first != last else first)
    return found or row.get("article_number")


def _identifiers(row: Row, links: Sequence[str], notes: Sequence[str]) -> Identifiers:
    """Return the identifiers; a cell that holds none is not read."""
    cells = {
        kind: " ".join(listed(row.text(kind))) or row.get(kind)
        for kind in ("doi", "arxiv", "acl", "openreview", "pmid")
    }
    named = (("arxiv", "arXiv"), ("acl", "acl"), ("openreview", "openreview"), ("pmid", "pmid"))
    isbns = list(row.every("isbn"))
    found = field_values.find_identifiers(
        dois=[cells["doi"]],
        urls=[*(f"{prefix}:{cells[kind]}" for kind, prefix in named if cells[kind]), *links],
        notes=notes,
        isbns=isbns,
    )
    for kind, text in cells.items():
        if text and not getattr(found, kind) and not (kind == "doi" and found.arxiv):
            row.unused(kind)
        elif text:
            row.get(kind)
    for text in isbns:
        if not found.isbn or not found.isbn.startswith(re.sub(r"[^0-9X]", "", text.upper())[:13]):
            row.unused("isbn", text)
    return found
