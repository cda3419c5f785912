"""Problems found in data (code, location, message, hint), the one exception, and the table of all codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]
_FIELDS = {
    "unknown": ("There is no field with this name.", "Look for a typo in the name; the hint lists the known fields."),
    "missing": ("A required field is missing.", "Add it."),
    "type": ("Another kind of value is expected: text, a list or a number.", "Write it as the hint shows."),
    "value": ("The value is empty, too long or not allowed.", "Change it, or leave the line out."),
}
_YAML = {
    "syntax": (
        "The file cannot be read as YAML.",
        "Check the quotes, colons and indentation of this line and the one above.",
    ),
    "empty": ("The file is empty.", "Fill it in, or delete it."),
    "duplicate-key": ("A field appears twice.", "Keep one of the two."),
    "unquoted": ("Without quotes, YAML reads this as a number, a date, or true or false.", "Put it in single quotes."),
    "comment": (
        "A # cuts a value short: what follows it is a comment to YAML.",
        "Quote the value, or put a space after the # if it is a comment.",
    ),
    "key": ("A field has no name before its colon, or the name spans several lines.", "Write name: value."),
    "encoding": ("The file is not UTF-8.", "Save it as UTF-8."),
    "control-character": (
        "The file contains an invisible control character.",
        "Delete it; retype the words around it if necessary.",
    ),
    "alias": ("A YAML alias refers to a value elsewhere.", "Write the value out."),
    "anchor": ("A YAML anchor, which other values could refer to.", "Delete it."),
    "merge": ("A YAML merge key (<<) copies fields from elsewhere.", "Write the fields out."),
    "tag": ("A YAML tag, which begins with an exclamation mark.", "Delete it, or quote the value."),
    "documents": ("A second YAML document begins in the file.", "Delete the line of dashes."),
    "too-large": ("The file is too large.", "Split it."),
    "too-deep": ("The file has too many nested levels.", "Reduce the nesting."),
}
_TEXT = {
    "invisible": (
        "The file contains a character that nobody sees: a control character, a mark of the writing direction, a character of no width.",
        "Delete it; it can hide words or turn them round.",
    ),
}
_KEYS = {
    "form": (
        "This cannot be a key.",
        "Use lowercase letters and digits, in words joined by single hyphens: ernie-3-0.",
    ),
    "file-name": (
        "The file's name is not a key followed by .yml, or no file with this name is read here.",
        "Rename or move it as the hint says.",
    ),
    "windows": (
        "Windows reserves or forbids this name: the shelf could not be checked out, or its site not unpacked, there.",
        "Rename it as the hint says.",
    ),
    "renamed": (
        "A paper's file was renamed, and its old address would no longer work.",
        "Add the old name to the paper's former_keys.",
    ),
}
_DATES = {
    "form": ("The date is not in the expected form.", "Write '2021', '2021-07' or '2021-07-05', in quotes."),
    "value": ("The date does not exist, or no paper can have it.", "Look it up again; a month or a year is enough."),
    "arxiv": (
        "The date is more than a year away from the month in the arXiv id.",
        "One of the two is wrong: check both.",
    ),
    "acl": ("A date does not match the year in the ACL Anthology id.", "One of the two is wrong: check both."),
    "published": ("The cited version appeared years before the first public one.", "Check both dates."),
}
_IDENTIFIERS = {
    "arxiv": (
        "This is not an arXiv id, or not in the expected form.",
        "Write '2107.02137' or 'cs/0112017', without a version.",
    ),
    "doi": (
        "This is not a DOI, or not in the expected form.",
        "Write '10.…/…' in lowercase; put an arXiv DOI in arxiv.",
    ),
    "pmid": ("This is not a PubMed id.", "Write its digits alone, in quotes."),
    "isbn": (
        "This is not an ISBN, or not in the expected form.",
        "Write its 10 or 13 digits without hyphens, in quotes.",
    ),
    "acl": ("This is not an ACL Anthology id, or not in the expected form.", "Write '2021.acl-long.1' or 'P19-1441'."),
    "openreview": ("This is not an OpenReview id.", "Write what follows ?id= in its address."),
}
_LINKS = {
    "scheme": ("The link is not a web address.", "Start it with https:// or http://."),
    "form": ("The link contains a character that links may not contain.", "Write spaces as %20 and quotes as %22."),
}
_REFERENCES = {
    "family": ("taxonomy.yml has no family with this key.", "Use one that it has, or add it there."),
    "topic": ("taxonomy.yml has no topic with this key.", "Use one that it has, or add it there."),
    "paper": (
        "There is no paper, or record of a source, with this name.",
        "Correct the name; if the paper was renamed or merged, add the old key to the former_keys of the remaining paper.",
    ),
    "renamed": ("A reading path names a paper by a key that it had before.", "Write the new key."),
    "retracted": (
        "A paper builds on one that is retracted or withdrawn, or a reading path leads to one.",
        "Delete the line, or say in its why that the paper is retracted or withdrawn.",
    ),
    "self": ("A paper refers to itself.", "Delete the line."),
    "twice": ("A list names the same thing twice.", "Delete one of the two."),
    "cycle": ("Papers build on each other in a circle.", "Remove one of them from builds_on."),
}
_PAPERS = {
    "no-title": ("This is a draft: the paper has no title yet.", "Add the title when you know it."),
    "author-count": ("More authors are listed than author_count says.", "Correct author_count, or delete it."),
    "duplicate-identifier": ("Two papers have the same identifier.", "Merge the two files, or correct one."),
    "similar-title": (
        "Two papers have almost the same title.",
        "Merge the two files, or say in decisions.yml that they are different.",
    ),
}
_NAMES = {
    "several": ("One line of authors or editors may hold several people.", "Write each person on a line of its own."),
    "more": ("A line says that there are more authors, but names nobody.", "Delete it, and write et_al: true."),
    "comma": (
        "A comma makes the words before it a family name, which may not be meant.",
        "Write the name in reading order, or a group as literal: … below a dash.",
    ),
    "orcid": (
        "An ORCID iD is not in the expected form, has a wrong check digit, or stands at two people of one paper.",
        "Copy the iD from the person's page at orcid.org.",
    ),
}
_RESULTS = {
    "kind": (
        "A score is worded as a gain, a ratio or a count, which no leaderboard can rank.",
        "Write its kind: gain, ratio or count.",
    ),
    "better": ("Lower is usually better for this metric, but the result says higher.", "Write better: lower."),
    "directions": (
        "Of one benchmark, metric and setting, one paper says that higher is better and another one lower.",
        "Correct one of them, or give the two different metrics or settings.",
    ),
    "units": (
        "Scores of one benchmark, metric and setting are in different units.",
        "Write all in one unit, or give them different metrics or settings.",
    ),
    "twice": ("A paper lists the same result twice.", "Delete one of the two."),
}
_VERSIONS = {
    "unnamed": ("A version has neither a venue nor a DOI.", "Add one of them."),
    "twice": ("Two versions of one paper have the same DOI.", "Delete one of the two."),
    "newer": ("A version is newer than the one that is cited.", "Swap the two."),
}
_STATUSES = {
    "twice": ("A kind of status is there twice.", "Delete one of the two, or join them."),
    "date": ("Something was said of a paper before it appeared.", "Check both dates."),
}
_DECISIONS = {
    "clash": ("Two decisions about the same pair contradict each other.", "Delete one of the two."),
    "self": ("A decision names the same thing twice.", "Name two things, or delete it."),
    "two-papers": (
        "Two papers were decided to be the same, but both files still exist.",
        "Merge them into one file, and add the other's key to its former_keys.",
    ),
    "reference": (
        "A rejection names no paper that can be recognised.",
        "Write an identifier, as shelf add takes it: doi:10.…, arxiv:2107.02137, openalex:W….",
    ),
    "rejected-paper": ("A paper is rejected, and it is on the shelf.", "Delete the rejection, or the paper."),
    "rejected-twice": ("A paper is rejected twice.", "Delete one of the two."),
}
_FOLDER = {
    "missing": (
        "The folder of curated files does not exist.",
        "Run shelf in the folder that contains content/, or name it with --content.",
    ),
    "unfinished": (
        "A command was interrupted while it changed the folder.",
        "Run it again: it finishes what it started.",
    ),
    "changed": (
        "Somebody edited a file while a command was about to replace it.",
        "The edit was kept. Run the command again; if a file ending in .shelf-new is there, copy what is missing and delete it.",
    ),
}
_DISK = {
    "unreadable": ("A file or folder cannot be read.", "Check its name, link target and permissions."),
    "conflict": (
        "Git could not merge two versions of these lines, and both are in the file.",
        "Keep what is right, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
    ),
    "link": ("There is a symbolic link instead of a file; it could point to any file.", "Put the file itself there."),
    "access": ("A file cannot be opened or written.", "Check its path and permissions."),
}
_CONFIGURATION = {
    "plugin": (
        "mkdocs.yml does not name the plugin shelf: MkDocs and ProperDocs would publish the hand-written pages alone.",
        "Add to its plugins: - shelf.",
    ),
    "other": (
        "A builder reads this file instead of mkdocs.yml, and Reading Shelf does not.",
        "Move its settings to mkdocs.yml, and delete it.",
    ),
}
_PAGES = {
    "notice": (
        "The first hand-written page lacks its notice; a builder that ignores plugins would publish it in silence, without a paper.",
        "Add the line in the hint to content/pages/index.md; shelf build leaves it out.",
    ),
}
_EXTENSIONS = {
    "missing": ("An extension cannot be loaded.", "Fix it, or remove it from the entry points of its package."),
    "refused": (
        "An extension is not what its contract says, or has a name or code that is taken.",
        "Change it as docs/extending.md says.",
    ),
    "failed": ("An extension raised an exception while it ran.", "Fix the line that the message names."),
}
_GIT = {
    "missing": ("git is not installed.", "Install it."),
    "no-repository": ("The folder is not in a git repository.", "Run the command in a clone."),
    "unknown-revision": ("git does not know this commit.", "Fetch it, or name another one."),
    "incomplete": ("The clone lacks the contents of old files.", "Fetch them: git fetch --refetch."),
    "refused": ("git refused the request.", "Its own message says why."),
}


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Problem:
    """One fault, printed as ``path:line:column: code: message`` with the hint on the next line.

    ``line`` and ``column`` count from 1. A ``warning`` does not fail a command.
    """

    path: str
    line: int = 1
    column: int = 1
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the lines that a person reads; line breaks in quoted text are escaped."""
        kind = "" if self.severity == "error" else "warning: "
        text = f"{self.path}:{self.line}:{self.column}: {self.code}: {kind}{self.message}"
        return f"{printable(text)}\n  hint: {printable(self.hint)}" if self.hint else printable(text)

    def as_json(self) -> dict[str, str | int]:
        """Return the shape that ``--json`` prints."""
        return asdict(self)


class ShelfError(Exception):
    """Problems that end a command with exit code 1; the command line prints them."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems; there is at least one."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A code, ``group.name``, with a line on what it means and a line on how to fix it."""

    code: str
    meaning: str
    fix: str

    def as_json(self) -> dict[str, str]:
        """Return the shape that ``shelf check --list --format json`` prints."""
        return {"code": self.code, "meaning": self.meaning, "fix": self.fix}


def printable(text: str) -> str:
    """Return the text with control characters escaped, so that a source cannot steer the terminal or break the line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _codes(group: str, explained: Mapping[str, tuple[str, str]]) -> tuple[Code, ...]:
    return tuple(Code(code=f"{group}.{name}", meaning=meaning, fix=fix) for name, (meaning, fix) in explained.items())


GROUPS: dict[str, tuple[Code, ...]] = {
    "Fields": _codes("field", _FIELDS),
    "YAML": _codes("yaml", _YAML),
    "Text": _codes("text", _TEXT),
    "Keys and file names": _codes("key", _KEYS)
    + _codes("former-key", {"clash": ("Another paper has, or had, this former key.", "Delete it in one of the two.")}),
    "Dates": _codes("date", _DATES),
    "Identifiers": _codes("id", _IDENTIFIERS),
    "Links": _codes("url", _LINKS),
    "References": _codes("ref", _REFERENCES)
    + _codes("taxonomy", {"cycle": ("A family or topic is its own ancestor.", "Remove one of the parents.")}),
    "Papers": _codes("paper", _PAPERS)
    + _codes("summary", {"copied": ("The summary repeats words of the abstract.", "Rewrite it in your own words.")}),
    "Names": _codes("name", _NAMES),
    "Results": _codes("result", _RESULTS),
    "Versions": _codes("version", _VERSIONS),
    "Statuses": _codes("status", _STATUSES),
    "Decisions": _codes("decision", _DECISIONS),
    "Folder and disk": _codes("content", _FOLDER) + _codes("file", _DISK),
    "Site": _codes("config", _CONFIGURATION) + _codes("pages", _PAGES),
    "Extensions": _codes("extension", _EXTENSIONS),
    "git": _codes("git", _GIT),
}
CODES = {one.code: one for group in GROUPS.values() for one in group}
