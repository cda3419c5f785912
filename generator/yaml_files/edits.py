"""Edits YAML text in place: only the span of the changed value is replaced, every other byte stays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from difflib import SequenceMatcher

from pydantic import BaseModel

from generator.yaml_files.emitter import ESCAPED, bullet, escape, layout, pair
from generator.yaml_files.loader import load
from generator.yaml_files.positions import Node, Steps, plain


def line_ending(text: str) -> str:
    """Return the line ending of a text: CRLF if any of its lines ends so."""
    return "\r\n" if "\r\n" in text else "\n"


def set_field(text: str, path: Steps, value: object, order: Sequence[str] = (), ending: str | None = None) -> str:
    """Return the text with the field at ``path`` set to ``value``; every other byte, comments included, stays.

    ``order``, the names of its siblings, decides where a new field goes. An empty value (None, an empty list or
    mapping) removes the field's lines. ``ending`` is the line ending of new lines where an earlier edit may have left
    none to go by; by default it is the text's own. Raises ValueError if the text has no such place: then rewrite the whole file.
    """
    loaded = load(text)
    if loaded.faulty or loaded.node is None or not path:
        message = "the text cannot be read, or the path is empty"
        raise ValueError(message)
    edit = _Edit(text, ending or line_ending(text))
    changed = edit.apply(loaded.node, path, value, order)
    after = load(changed)
    if after.faulty or plain(after.node) != _expected(plain(loaded.node), path, value):
        message = f"no way to set {'.'.join(map(str, path))} in place"
        raise ValueError(message)
    return changed


def extend(text: str, path: Steps, value: Mapping[str, object], ending: str | None = None) -> str:
    """Return the text with ``value`` in place of the mapping at ``path``, which has its first fields already.

    New fields go after those, which keep their bytes. A mapping in braces is rewritten as lines.
    """
    root = node = load(text).node
    for step in path:
        node = node.fields.get(str(step), (None, None))[1] if node else None
    if root is None or node is None or node.style != "block" or not node.fields:
        return set_field(text, path, value, ending=ending)
    edit = _Edit(text, ending or line_ending(text))
    added = {name: new for name, new in value.items() if name not in node.fields}
    changed = edit.append(node, added)
    after = load(changed)
    if after.faulty or plain(after.node) != _expected(plain(root), path, {**_fields(node), **added}):
        return set_field(text, path, value, ending=ending)
    return changed


def _is_empty(value: object) -> bool:
    return value is None or value in ((), [], {}) or (isinstance(value, BaseModel) and layout(value, 2, "-") == ["{}"])


def _expected(root: object, path: Steps, value: object) -> object:
    """Return the value that the whole file should have after the edit."""
    first, *rest = path
    if isinstance(root, tuple) and isinstance(first, int):
        return tuple(
            _expected(part, rest, value) if rest and number == first else part if number != first else _bare(value)
            for number, part in enumerate(root)
        )
    fields = dict(root) if isinstance(root, dict) else {}
    result = _expected(fields.get(first), rest, value) if rest else _bare(value)
    if result in (None, (), {}):
        fields.pop(first, None)
    else:
        fields[first] = result
    return fields


def _fields(node: Node) -> dict[str, object]:
    found = plain(node)
    return found if isinstance(found, dict) else {}


def _nested(path: Steps, value: object) -> object:
    """Return the value nested inside fields with these names."""
    for name in reversed(path):
        value = {name: value}
    return value


def _json(value: object) -> str:
    """Return a plain or model value as JSON that is also YAML: without characters that YAML does not allow."""
    return ESCAPED.sub(escape, json.dumps(_bare(value), ensure_ascii=False))


def _bare(value: object) -> object:
    loaded = load("\n".join(pair("x", value, 0)) + "\n")
    return loaded.value["x"] if isinstance(loaded.value, dict) else None


class _Edit:
    """One change of one text."""

    def __init__(self, text: str, ending: str) -> None:
        self.text, self.ending = text, ending

    def apply(self, root: Node, path: Steps, value: object, order: Sequence[str]) -> str:
        """Return the changed text."""
        way = [root]
        for number, step in enumerate(path):
            node = way[-1]
            if node.style == "flow":
                changed = _expected(plain(node), path[number:], value)
                if number == 0:
                    return self._in_braces(node, str(step), changed)
                # A value in brackets is rewritten as lines.
                if _is_empty(changed):
                    return self._remove(way, path[:number])
                return self._replace(node, way[-2], str(path[number - 1]), changed)
            if node.style != "block":
                break
            if step in node.fields:
                way.append(node.fields[str(step)][1])
            elif isinstance(step, int) and step < len(node.parts):
                way.append(node.parts[step])
            elif node.kind == "mapping" and not _is_empty(value):
                return self._insert(node, str(step), _nested(path[number + 1 :], value), order)
            elif node.kind == "mapping":
                return self.text
            else:
                break
        else:
            return (
                self._remove(way, path) if _is_empty(value) else self._replace(way[-1], way[-2], str(path[-1]), value)
            )
        message = "there is no such place"
        raise ValueError(message)

    def append(self, parent: Node, fields: Mapping[str, object]) -> str:
        """Return the text with these fields after those of a mapping."""
        column = self._column(next(iter(parent.fields.values()))[0].start)
        lines = [line for name, value in fields.items() for line in pair(name, value, column)]
        return self._after(self._line_end(self._last(parent)), lines)

    def _in_braces(self, root: Node, name: str, wanted: object) -> str:
        """Change one field of a file that is written in braces, so that the file holds ``wanted``; the value is JSON."""
        value = wanted.get(name) if isinstance(wanted, dict) else None
        names = list(root.fields)
        if name in root.fields:
            key, node = root.fields[name]
            if not _is_empty(value):
                return self.text[: node.start] + _json(value) + self.text[node.end :]
            at = names.index(name)
            if at:
                return self.text[: root.fields[names[at - 1]][1].end] + self.text[node.end :]
            end = root.fields[names[1]][0].start if len(names) > 1 else node.end
            return self.text[: key.start] + self.text[end:]
        if _is_empty(value):
            return self.text
        at = root.fields[names[-1]][1].end if names else root.start + 1
        return self.text[:at] + (", " if names else "") + f'"{name}": {_json(value)}' + self.text[at:]

    def _insert(self, parent: Node, name: str, value: object, order: Sequence[str]) -> str:
        first = next(iter(parent.fields.values()))[0].start
        lines = pair(name, value, self._column(first))
        before = order[: order.index(name)] if name in order else parent.fields
        earlier = [part for known, (_, part) in parent.fields.items() if known in before]
        if earlier:
            return self._after(self._line_end(self._last(earlier[-1])), lines)
        start = self._line_start(first)
        if self.text[start:first].strip():  # it is beside a list's dash
            last = next(reversed(parent.fields.values()))[1]
            return self._after(self._line_end(self._last(last)), lines)
        return self.text[:start] + "".join(line + self.ending for line in lines) + self.text[start:]

    def _remove(self, way: Sequence[Node], path: Steps) -> str:
        depth = len(way) - 1
        while depth > 1 and _size(way[depth - 1]) == 1:
            depth -= 1
        parent, node = way[depth - 1], way[depth]
        if _size(parent) == 1:
            return self.text[: parent.start] + "{}" + self.text[self._last(node) :]
        step = path[depth - 1]
        begin = parent.fields[step][0].start if isinstance(step, str) else node.start
        start = self._line_start(begin)
        if isinstance(step, str) and self.text[start:begin].strip():
            message = "its line begins with a list's dash"
            raise ValueError(message)
        return self.text[:start] + self.text[self._next_line(self._last(node)) :]

    def _replace(self, node: Node, parent: Node, name: str, value: object) -> str:
        if node.kind == "list" and node.style == "block" and isinstance(value, (tuple, list)):
            with suppress(ValueError):
                return self._relist(node, value, name)
        indent = self._column(parent.start)
        first, *rest = layout(value, indent + 2, name if parent.kind == "mapping" else "-")
        start, end = node.start, self._last(node)
        if not self.text[start:end].strip():  # no value yet: after the colon, before a comment
            start = end = self.text.rindex(":", 0, start + 1) + 1
            first = f" {first}" if first else ""
        elif node.kind != "scalar" and node.style == "block":
            start = self.text.rindex(":", 0, start) + 1 if parent.kind == "mapping" else start
            first = f" {first}" if first else ""
        elif not first:
            start -= len(self.text[:start]) - len(self.text[:start].rstrip(" "))
        changed = self.text[:start] + first + self.text[end:]
        stop = _line_end(changed, start + len(first))
        return changed[:stop] + "".join(self.ending + line for line in rest) + changed[stop:]

    def _relist(self, node: Node, value: Sequence[object], name: str) -> str:
        """Remove and insert whole elements; the others keep their lines and comments."""
        indent = self._column(node.start)
        old = [repr(plain(part)) for part in node.parts]
        new = [repr(_bare(element)) for element in value]
        starts = [self._line_start(part.start) for part in node.parts]
        if len(set(starts)) < len(starts) or any(
            self.text[start : part.start].strip() != "-" for start, part in zip(starts, node.parts, strict=True)
        ):
            message = "some elements do not have their own lines"
            raise ValueError(message)
        ends = [self._next_line(self._last(part)) for part in node.parts]
        if any(end > start for end, start in zip(ends, starts[1:], strict=False)):
            message = "some elements share lines"
            raise ValueError(message)
        pieces = [self.text[: starts[0]]]
        gaps = [
            *(self.text[end:start] for end, start in zip(ends, starts[1:], strict=False)),
            "",
        ]  # comments between elements
        for verb, low, high, new_low, new_high in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
            if verb == "equal":
                pieces.extend(self._whole(starts[at], ends[at]) + gaps[at] for at in range(low, high))
            else:
                pieces.extend(gaps[at] for at in range(low, high))
                pieces.extend(
                    line + self.ending for element in value[new_low:new_high] for line in bullet(element, indent, name)
                )
        return "".join(pieces) + self.text[ends[-1] :]

    def _whole(self, start: int, end: int) -> str:
        piece = self.text[start:end]
        return piece if piece.endswith("\n") else piece + self.ending

    def _after(self, at: int, lines: Sequence[str]) -> str:
        return self.text[:at] + "".join(self.ending + line for line in lines) + (self.text[at:] or self.ending)

    def _last(self, node: Node) -> int:
        """Return where the last character of a value ends; libyaml's own mark of a block is after the blank lines."""
        while node.style == "block" and _size(node):
            node = node.parts[-1] if node.parts else next(reversed(node.fields.values()))[1]
        if node.kind == "scalar" and node.style in {"|", ">"}:
            return node.start + len(self.text[node.start : node.end].rstrip())
        return node.end

    def _column(self, index: int) -> int:
        return index - self._line_start(index)

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        return _line_end(self.text, index)

    def _next_line(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end + 1


def _size(node: Node) -> int:
    return len(node.parts) + len(node.fields)


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    if end < 0:
        return len(text)
    return end - 1 if end > index and text[end - 1] == "\r" else end
