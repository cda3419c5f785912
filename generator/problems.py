"""Problems: faults in somebody's data, each with a code, a location, a message and a hint; the one exception; the table of codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]
_FIELDS = {
    "unknown": ("There is no field of this name.", "Look for a slip in the name; the hint lists what there is."),
    "missing": ("A field is missing that this kind of block must have.", "Add it."),
    "type": ("A value of another kind is due: a text, a list, a number.", "Write it as the hint shows."),
    "value": ("The value is empty, too long, or not one of those allowed.", "Write another, or leave the line out."),
}
_YAML = {
    "syntax": (
        "The file cannot be read as YAML.",
        "Look at the quotes, colons and indentation of this line and the one above.",
    ),
    "empty": ("The file holds nothing.", "Fill it in, or delete it."),
    "duplicate-key": ("A field stands twice.", "Keep one of the two."),
    "unquoted": ("Without quotes YAML takes this for a number, a date, or true or false.", "Put it in single quotes."),
    "key": ("A field has no name of one line before its colon.", "Write name: value."),
    "encoding": ("The file is not UTF-8.", "Save it as UTF-8."),
    "control-character": (
        "An invisible character that no text needs.",
        "Delete it; retype the words around it if need be.",
    ),
    "alias": ("A reference to a value elsewhere.", "Write the value out."),
    "anchor": ("A name that others could refer to.", "Delete it."),
    "merge": ("Fields drawn in from elsewhere with <<.", "Write the fields out."),
    "tag": ("A mark of type, which begins with an exclamation mark.", "Delete it, or quote the value."),
    "documents": ("A second document begins in the file.", "Delete the line of dashes."),
    "too-large": ("The file is larger than any of ours could be.", "Split it."),
    "too-deep": ("More levels inside each other than any file of ours needs.", "Write it flatter."),
}
_KEYS = {
    "form": ("This cannot be a key.", "Use small letters and digits, in words joined by single hyphens: ernie-3-0."),
    "file-name": (
        "The file's name is not a key with .yml, or nothing reads a file of this name at this place.",
        "Rename or move it as the hint says.",
    ),
    "renamed": (
        "A paper's file has another name than before, and its old address would lead nowhere.",
        "Add the old name to the paper's former_keys.",
    ),
}
_DATES = {
    "form": ("Not a date as we write it.", "Write '2021', '2021-07' or '2021-07-05', in quotes."),
    "value": ("There is no such day, or no paper can be of it.", "Look it up again; a month or a year alone will do."),
    "arxiv": (
        "The date lies more than a year from the month in the arXiv id.",
        "One of the two is wrong: look both up.",
    ),
    "acl": ("A date does not fit the year in the ACL Anthology id.", "One of the two is wrong: look both up."),
    "published": ("The cited version appeared years before the first public one.", "Look both dates up again."),
}
_IDENTIFIERS = {
    "arxiv": ("Not an arXiv id, or not as we write it.", "Write '2107.02137' or 'cs/0112017', without a version."),
    "doi": ("Not a DOI, or not as we write it.", "Write '10.…/…' in small letters; an arXiv DOI goes to arxiv."),
    "acl": ("Not an ACL Anthology id, or not as we write it.", "Write '2021.acl-long.1' or 'P19-1441'."),
    "openreview": ("Not an OpenReview id.", "Write what follows ?id= in its address."),
}
_LINKS = {
    "scheme": ("A link that is not of the web.", "Begin it with https:// or http://."),
    "form": ("A link with a character that no link may hold.", "Write blanks as %20 and quotes as %22."),
}
_REFERENCES = {
    "family": ("taxonomy.yml has no family of this key.", "Write one that it has, or add it there."),
    "topic": ("taxonomy.yml has no topic of this key.", "Write one that it has, or add it there."),
    "paper": (
        "There is no paper, or record of a source, of this name.",
        "Write another; if the paper was renamed or merged, add the old key to former_keys of the one that stands.",
    ),
    "self": ("A paper names itself.", "Delete the line."),
    "twice": ("A list names the same thing twice.", "Delete one of the two."),
    "cycle": ("Papers build on each other in a circle.", "Take one of them out of builds_on."),
}
_PAPERS = {
    "no-title": ("A draft: only an abstract is known.", "Add the title when you know it."),
    "author-count": ("More authors are named than are counted.", "Correct author_count, or delete it."),
    "duplicate-identifier": ("Two papers have one identifier.", "Merge the two files, or correct one."),
    "similar-title": (
        "Two papers have nearly one title.",
        "Merge the two files, or say in decisions.yml that they are different.",
    ),
}
_VERSIONS = {
    "unnamed": ("A version with neither venue nor DOI.", "Add one of them."),
    "twice": ("A DOI stands for two versions of one paper.", "Delete one of the two."),
    "newer": ("A version is newer than the one that is cited.", "Let the two change places."),
}
_DECISIONS = {
    "clash": ("Two decisions on one pair contradict each other.", "Delete one of the two."),
    "self": ("A decision on one thing alone.", "Name two, or delete it."),
    "two-papers": (
        "Two papers were found to be one, and both files are there.",
        "Merge them into one file, and add the other's key to its former_keys.",
    ),
}
_FOLDER = {
    "missing": (
        "The folder of the curated files is not there.",
        "Run shelf where content/ is, or name it with --content.",
    ),
    "unfinished": ("A command that changed the folder was cut short.", "Run it once more: it finishes what it began."),
}
_DISK = {
    "unreadable": ("A file or folder cannot be read.", "Look at its name, link target and permissions."),
    "link": ("A link stands where a file is due; it could lead to any file.", "Put the file itself there."),
    "access": ("A file cannot be opened or written.", "Look at its path and permissions."),
}
_GIT = {
    "missing": ("git is not installed.", "Install it."),
    "no-repository": ("The folder lies in no git repository.", "Run it in a clone."),
    "unknown-revision": ("git knows no such commit.", "Fetch it, or name another."),
    "incomplete": ("The clone lacks contents of old files.", "Fetch them: git fetch --refetch."),
    "refused": ("git would not do what it was asked.", "Its own words say why."),
}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Problem:
    """One fault, printed as ``path:line:column: code: message`` with the hint on the next line.

    ``line`` and ``column`` count from 1. A ``warning`` is worth a look and does not fail a command.
    """

    path: str
    line: int = 1
    column: int = 1
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the lines that a person reads; what was quoted from outside stays on its line."""
        kind = "" if self.severity == "error" else "warning: "
        text = f"{self.path}:{self.line}:{self.column}: {self.code}: {kind}{self.message}"
        return f"{printable(text)}\n  hint: {printable(self.hint)}" if self.hint else printable(text)

    def as_json(self) -> dict[str, str | int]:
        """Return the shape that ``--json`` prints."""
        return asdict(self)


class ShelfError(Exception):
    """A fault that ends a command: it carries the problems to print; exit code 1."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems, at least one."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """One code, ``group.name``, explained in a line each."""

    code: str
    meaning: str
    mending: str

    def as_json(self) -> dict[str, str]:
        """Return the shape that ``shelf check --list --format json`` prints."""
        return {"code": self.code, "meaning": self.meaning, "mending": self.mending}


def printable(text: str) -> str:
    """Return the text with control characters escaped, so that a source cannot steer the terminal or break the line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _codes(group: str, explained: Mapping[str, tuple[str, str]]) -> tuple[Code, ...]:
    return tuple(
        Code(code=f"{group}.{name}", meaning=meaning, mending=mending) for name, (meaning, mending) in explained.items()
    )


GROUPS: dict[str, tuple[Code, ...]] = {
    "Fields": _codes("field", _FIELDS),
    "YAML": _codes("yaml", _YAML),
    "Keys and file names": _codes("key", _KEYS)
    + _codes("former-key", {"clash": ("A former key that another paper has, or had.", "Delete it in one of the two.")}),
    "Dates": _codes("date", _DATES),
    "Identifiers": _codes("id", _IDENTIFIERS),
    "Links": _codes("url", _LINKS),
    "References": _codes("ref", _REFERENCES)
    + _codes("taxonomy", {"cycle": ("A family or topic is its own ancestor.", "Take one of the parents out.")}),
    "Papers": _codes("paper", _PAPERS)
    + _codes("summary", {"copied": ("The summary has words of the abstract.", "Say it in your own words.")}),
    "Versions": _codes("version", _VERSIONS),
    "Decisions": _codes("decision", _DECISIONS),
    "Folder and disk": _codes("content", _FOLDER) + _codes("file", _DISK),
    "git": _codes("git", _GIT),
}
CODES = {one.code: one for group in GROUPS.values() for one in group}
