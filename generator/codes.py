"""Every code that ``shelf check`` can print: what it means, and how to fix it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A code, ``group.name``, with its meaning and how to fix it."""

    code: str
    meaning: str
    mending: str

    def as_json(self) -> dict[str, str]:
        """Return the code as ``shelf check --list --format json`` prints it."""
        return {"code": self.code, "meaning": self.meaning, "mending": self.mending}


def _codes(group: str, explained: Mapping[str, tuple[str, str]]) -> tuple[Code, ...]:
    return tuple(
        Code(code=f"{group}.{name}", meaning=meaning, mending=mending) for name, (meaning, mending) in explained.items()
    )


_FIELDS = {
    "unknown": ("There is no field with this name.", "Check the spelling; the hint lists the fields that exist."),
    "missing": ("A required field is missing.", "Add it."),
    "type": ("The value has the wrong type: text, a list or a number is expected.", "Write it as the hint shows."),
    "value": ("The value is empty, too long, or not one of those allowed.", "Change it, or delete the line."),
}
_YAML = {
    "syntax": (
        "The file is not valid YAML.",
        "Check the quotes, colons and indentation on this line and the line above.",
    ),
    "empty": ("The file is empty.", "Fill it in, or delete it."),
    "duplicate-key": ("The same field appears twice.", "Keep one of the two."),
    "unquoted": ("Without quotes, YAML reads this as a number, a date, or true or false.", "Put it in single quotes."),
    "key": ("A field has no name before its colon, or the name is longer than one line.", "Write name: value."),
    "encoding": ("The file is not UTF-8.", "Save it as UTF-8."),
    "control-character": (
        "The text contains an invisible control character.",
        "Delete it; if you cannot see it, retype the words around it.",
    ),
    "alias": ("A YAML alias (*name) refers to a value elsewhere.", "Write the value out."),
    "anchor": ("A YAML anchor (&name) marks a value.", "Delete the anchor."),
    "merge": ("A YAML merge key (<<) inserts fields from elsewhere.", "Write the fields out."),
    "tag": ("A YAML tag, which begins with an exclamation mark.", "Delete it, or quote the value."),
    "documents": ("The file contains a second YAML document.", "Delete the line of dashes."),
    "too-large": ("The file is too large.", "Split it."),
    "too-deep": ("The values are nested too deeply.", "Use fewer levels."),
}
_KEYS = {
    "form": ("This is not a valid key.", "Use lower-case letters and digits, with single hyphens: ernie-3-0."),
    "file-name": (
        "The file's name is not a key followed by .yml, or no file of this name is read in this folder.",
        "Rename or move it as the hint says.",
    ),
    "renamed": (
        "A paper's file was renamed, so its old address would no longer work.",
        "Add the old name to the paper's former_keys.",
    ),
}
_DATES = {
    "form": ("The date is not in the expected format.", "Write '2021', '2021-07' or '2021-07-05', in quotes."),
    "value": ("This day does not exist, or a paper cannot be from it.", "Check it; a year or a month is enough."),
    "arxiv": (
        "The date is more than a year from the month in the arXiv ID.",
        "One of the two is wrong; check both.",
    ),
    "acl": ("A date does not match the year in the ACL Anthology ID.", "One of the two is wrong; check both."),
    "published": ("The cited version is dated years before the first public version.", "Check both dates."),
}
_IDENTIFIERS = {
    "arxiv": ("Not an arXiv ID in the expected format.", "Write '2107.02137' or 'cs/0112017', without a version."),
    "doi": ("Not a DOI in the expected format.", "Write '10.…/…' in lower case; put an arXiv DOI into arxiv."),
    "acl": ("Not an ACL Anthology ID in the expected format.", "Write '2021.acl-long.1' or 'P19-1441'."),
    "openreview": ("Not an OpenReview ID.", "Write the part after ?id= in the paper's address."),
}
_LINKS = {
    "scheme": ("The link is not a web address.", "Begin it with https:// or http://."),
    "form": ("The link contains a character that links may not contain.", "Write spaces as %20 and quotes as %22."),
}
_REFERENCES = {
    "family": ("taxonomy.yml has no family with this key.", "Use an existing family, or add this one there."),
    "topic": ("taxonomy.yml has no topic with this key.", "Use an existing topic, or add this one there."),
    "paper": (
        "There is no paper or source record with this name.",
        "Correct it. If the paper was renamed or merged, add the old key to former_keys of the remaining paper.",
    ),
    "self": ("A paper refers to itself.", "Delete the line."),
    "twice": ("A list contains the same item twice.", "Delete one of the two."),
    "cycle": ("Papers build on each other in a circle.", "Remove one of them from builds_on."),
}
_PAPERS = {
    "no-title": ("Draft: only the paper's abstract is known.", "Add the title when you know it."),
    "author-count": ("More authors are listed than author_count says.", "Correct author_count, or delete it."),
    "duplicate-identifier": ("Two papers have the same identifier.", "Merge the two files, or correct one."),
    "similar-title": (
        "Two papers have nearly the same title.",
        "Merge the two files, or record in decisions.yml that they are different.",
    ),
}
_VERSIONS = {
    "unnamed": ("A version has neither a venue nor a DOI.", "Add one of them."),
    "twice": ("Two versions of a paper have the same DOI.", "Delete one of the two."),
    "newer": ("A version is newer than the cited version.", "Swap the two."),
}
_DECISIONS = {
    "clash": ("Two decisions on the same pair contradict each other.", "Delete one of the two."),
    "self": ("A decision compares something with itself.", "Name two different things, or delete it."),
    "two-papers": (
        "Two papers were decided to be the same, but both files exist.",
        "Merge them into one file, and add the other key to its former_keys.",
    ),
}
_FOLDER = {
    "missing": (
        "The content folder does not exist.",
        "Run shelf in the folder that contains content/, or use --content.",
    ),
    "unfinished": ("A command that changes the folder was interrupted.", "Run it again; it finishes the change."),
}
_DISK = {
    "unreadable": ("A file or folder cannot be read.", "Check its name, link target and permissions."),
    "link": ("A symbolic link is used where a file is expected; it could point anywhere.", "Use the file itself."),
    "access": ("A file cannot be opened or written.", "Check its path and permissions."),
}
_GIT = {
    "missing": ("git is not installed.", "Install it."),
    "no-repository": ("The folder is not in a git repository.", "Run the command in a clone."),
    "unknown-revision": ("The commit does not exist in this clone.", "Fetch it, or use another."),
    "incomplete": ("The clone lacks the contents of old files.", "Fetch them: git fetch --refetch."),
    "refused": ("A git command failed.", "Its own message says why."),
}

GROUPS: dict[str, tuple[Code, ...]] = {
    "Fields": _codes("field", _FIELDS),
    "YAML": _codes("yaml", _YAML),
    "Keys and file names": _codes("key", _KEYS)
    + _codes("former-key", {"clash": ("Another paper has or had the same key.", "Delete it in one of the two.")}),
    "Dates": _codes("date", _DATES),
    "Identifiers": _codes("id", _IDENTIFIERS),
    "Links": _codes("url", _LINKS),
    "References": _codes("ref", _REFERENCES)
    + _codes("taxonomy", {"cycle": ("A family or topic is its own ancestor.", "Remove one of the parents.")}),
    "Papers": _codes("paper", _PAPERS)
    + _codes("summary", {"copied": ("The summary copies text from the abstract.", "Say it in your own words.")}),
    "Versions": _codes("version", _VERSIONS),
    "Decisions": _codes("decision", _DECISIONS),
    "Folder and disk": _codes("content", _FOLDER) + _codes("file", _DISK),
    "git": _codes("git", _GIT),
}
CODES = {one.code: one for group in GROUPS.values() for one in group}
