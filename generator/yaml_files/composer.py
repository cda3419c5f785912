"""Turns YAML text into nodes and refuses risky features (aliases, tags, merge keys); the only importer of PyYAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from generator.problems import Problem, Severity
from generator.yaml_files.faults import REFUSED, Unquoted
from generator.yaml_files.positions import Node, scalar, spot
from generator.yaml_files.syntax import Slip, explained

MOST_VALUES = 1_000_000  # a ledger of 10,000 records has some 150,000
MOST_DEPTH = 32
MOST_PROBLEMS = 100  # of one file; a thousand usually have one cause
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_OLD_TRUTH = re.compile(r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|y|Y|n|N")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?|[-+]?[0-9]+[eE][-+]?[0-9]{1,3}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?")
_DASH = re.compile(r"\n[ \t]*-(?= )")
# A comment right after a value whose # has no space after it: "Ponds #1 and frogs" is cut, "Ponds # a remark" is meant.
CUT = re.compile(r"[ \t]+(#+(?![ \t#]).*)")
_ODD_NUMBER = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?::[0-9_.]+)*(?:\.[0-9_]*)?|0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|\.(?:inf|Inf|INF|nan|NaN|NAN))"
)


def _resolve(text: str) -> object:
    """Return the value of an unquoted scalar; if YAML readers disagree on it, return Unquoted instead of guessing."""
    first = text[:1]
    if first.isalpha() and len(text) > 5:  # the common case: words
        return text
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and abs(number := float(text)) != float("inf"):
        return number
    if _DATE.fullmatch(text):
        return Unquoted(text, "a date")
    if _OLD_TRUTH.fullmatch(text):
        return Unquoted(text, "true or false")
    return Unquoted(text, "a number") if _ODD_NUMBER.fullmatch(text) or _FLOAT.fullmatch(text) else text


class Composer:
    """Builds nodes from the parser's events; refuses what is ambiguous, hides something, or is too large."""

    def __init__(self, name: str, text: str, problems: list[Problem]) -> None:
        self.name, self.text, self.problems = name, text, problems
        self.quoted = (0, 0)  # start and end of the last quoted value
        self.slip: int | None = None  # position of the syntax error
        self.remarks = 0  # problems that are only warnings

    def compose(self) -> Node | None:
        """Return the root, or None if the file is empty or cannot be read to the end."""
        try:
            return self._walk(yaml.parse(self.text, Loader=yaml.CSafeLoader))
        except yaml.MarkedYAMLError as error:
            noticed = self._index(error.problem_mark or error.context_mark)
            slip = Slip(
                libyaml=str(error.problem or error.context or error),
                at=noticed,
                around=error.context or "",
                begin=self._index(error.context_mark) if error.context_mark else noticed,
                quoted=self.quoted,
            )
            self.slip, message, hint = explained(slip, self.text)
            self._refuse(self.slip, "yaml.syntax", message, hint)
        except (yaml.YAMLError, ValueError) as error:
            self._refuse(0, "yaml.syntax", str(error), "check the file in an editor that supports YAML")
        return None

    def _walk(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        open_nodes: list[Node] = []
        keys: list[tuple[str, Node] | None] = []  # for each open node: the key whose value comes next
        documents = 0
        for number, event in enumerate(events):
            if number > MOST_VALUES:
                index = event.start_mark.index
                self._refuse(
                    index, "yaml.too-large", f"more than {MOST_VALUES:,} values in one file", "split the source"
                )
                return None
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node = self._scalar(event)
            elif kind is yaml.AliasEvent:
                self._refuse(
                    event.start_mark.index, "yaml.alias", f"alias *{event.anchor}", "write the value out again"
                )
                node = scalar(event.start_mark.index, event.end_mark.index, "", REFUSED)
            elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
                self._plainness(event)
                style = "flow" if event.flow_style else "block"
                node = Node(event.start_mark.index, -1, "list" if kind is yaml.SequenceStartEvent else "mapping", style)
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                closed = open_nodes.pop()
                keys.pop()
                closed.end = event.end_mark.index
                continue
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse(
                        event.start_mark.index,
                        "yaml.documents",
                        "a second document begins here",
                        "delete the line of dashes; a file holds one document",
                    )
                    return root
                continue
            else:
                continue
            if not open_nodes:
                root = node
            else:
                parent = open_nodes[-1]
                if parent.kind == "list":
                    parent.parts.append(node)
                elif (waiting := keys[-1]) is None:
                    keys[-1] = (self._key(node, parent), node)
                else:
                    parent.fields[waiting[0]] = (waiting[1], node)
                    keys[-1] = None
            if node.kind != "scalar":
                open_nodes.append(node)
                keys.append(None)
                if len(open_nodes) > MOST_DEPTH:
                    self._refuse(
                        node.start,
                        "yaml.too-deep",
                        f"more than {MOST_DEPTH} nested levels",
                        "no shelf file needs that many",
                    )
                    return None
            if len(self.problems) - self.remarks >= MOST_PROBLEMS:
                return None
        return root

    def _scalar(self, event: Any) -> Node:
        self._plainness(event)
        style = event.style or ""
        value = REFUSED if event.tag else event.value if style else _resolve(event.value)
        start, end = event.start_mark.index, event.end_mark.index
        if style in {"'", '"'}:
            self.quoted = (start, end)
        elif not style and event.start_mark.line != event.end_mark.line:
            for found in _DASH.finditer(self.text, start, end):
                message = "this dash is read as part of the text on the line above"
                hint = "align all dashes of a list; put a text of several lines below >-"
                self._refuse(found.end() - 1, "yaml.syntax", message, hint)
                value = REFUSED
        if style not in {"|", ">"} and self.text[end : end + 1] in {" ", "\t"} and (cut := CUT.match(self.text, end)):
            self._warn_of_cut(cut, start)
        return scalar(start, end, style, value)

    def _warn_of_cut(self, cut: re.Match[str], start: int) -> None:
        """Warn of a comment that may have been meant as the end of the value before it."""
        if self.remarks >= MOST_PROBLEMS:
            return
        self.remarks += 1
        comment = cut[1].rstrip()
        before = self.text[start : cut.start()]
        whole = f"{before} {comment}".strip().replace("'", "''")
        hint = "quote the whole value" if "\n" in before or before[:1] in {"'", '"'} else f"quote the value: '{whole}'"
        self._refuse(
            cut.start(1),
            "yaml.comment",
            f"the value ends here, because {comment} is a comment to YAML",
            f"{hint}; put a space after the # if it is a comment",
            severity="warning",
        )

    def _index(self, mark: Any) -> int:
        return min(mark.index, len(self.text)) if mark else 0

    def _key(self, node: Node, parent: Node) -> str:
        if node.kind != "scalar" or node.value is None or node.value is REFUSED:
            if node.value is not REFUSED:
                self._refuse(
                    node.start, "yaml.key", "a field needs a name, on one line, before its colon", "write name: value"
                )
            return f"\0{len(parent.fields)}"  # a name that no file can contain
        written = self.text[node.start : node.end]
        if not isinstance(node.value, str):
            self._refuse(
                node.start,
                "yaml.unquoted",
                f"{written} is read as {_kind_of(node.value)}, but a name is expected",
                f"quote it: '{written}'",
            )
            name = written
        else:
            name = node.value
        if name == "<<" and not node.style:
            self._refuse(node.start, "yaml.merge", "merge key <<", "write the fields out")
            return f"\0{len(parent.fields)}"
        if name in parent.fields:
            line = spot(self.text, parent.fields[name][0].start)[0]
            self._refuse(
                node.start,
                "yaml.duplicate-key",
                f"{name} appears twice",
                f"it is already on line {line}: keep one of the two",
            )
            return f"\0{len(parent.fields)}"
        return name

    def _plainness(self, event: Any) -> None:
        index = event.start_mark.index
        if event.anchor:
            self._refuse(
                index, "yaml.anchor", f"anchor &{event.anchor}", "delete it; values are written out, without references"
            )
        if event.tag:
            self._refuse(
                index,
                "yaml.tag",
                f"type tag {event.tag}",
                "delete it, or quote the value if it begins with an exclamation mark",
            )

    def _refuse(self, index: int, code: str, message: str, hint: str, *, severity: Severity = "error") -> None:
        line, column = spot(self.text, index)
        self.problems.append(
            Problem(path=self.name, line=line, column=column, code=code, message=message, hint=hint, severity=severity)
        )


def _kind_of(value: object) -> str:
    if isinstance(value, Unquoted):
        return value.kind
    return "true or false" if isinstance(value, bool) else "a number"
