"""The fields of one record of PubMed's nbib: texts by code, names by role, and which of them were read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from generator.formats import field_values
from generator.model import Name
from generator.text import bylines

_ORDINAL = re.compile(r"([^,]+), (.+) (2nd|3rd|[4-9]th)")  # how NLM writes II and III
_ORCID = re.compile(r"\d{4}-?\d{4}-?\d{4}-?\d{3}[\dX]")
_ABSTRACTS = {"AB", "OAB", "OABL"}


@dataclass(kw_only=True)
class People:
    """Names of one role in order; ``et_al``: there are more."""

    names: list[Name] = field(default_factory=list)
    et_al: bool = False


class Fields:
    """The fields of a record; remembers which were read."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        """Hold the fields that have a text, none of them read."""
        self._fields = [(code, text) for code, text in fields if text]
        self._read: set[tuple[str, str]] = set()

    def every(self, *codes: str) -> list[str]:
        """Return all texts of these codes, in order."""
        found = [one for one in self._fields if one[0] in codes]
        self._read.update(found)
        return [text for _, text in found]

    def get(self, *codes: str) -> str:
        """Return the first text of the first of these codes that has one; the others are not read."""
        found = next((one for code in codes for one in self._fields if one[0] == code), None)
        if found:
            self._read.add(found)
        return found[1] if found else ""

    def line(self, *codes: str) -> str:
        """Return the first of these texts without markup and without the full stop that NLM adds."""
        text = field_values.line(self.get(*codes))
        return text.removesuffix(".") if not text.endswith("..") else text

    def texts(self, *codes: str) -> list[str]:
        """Return all texts of these codes without counting them as read."""
        return [text for code, text in self._fields if code in codes]

    def used(self, code: str, text: str) -> None:
        """Count a field as read."""
        self._read.add((code, text))

    def people(self, full: str, short: str) -> People:
        """Return the names of a role: the full form of each, which comes before its short one, where there is one."""
        found = People()
        named = len(self.texts(full)) >= len([text for text in self.texts(short) if not bylines.is_more(text)])
        complete = named
        for code, text in self._fields:
            if code == full or (code == short and (not named or bylines.is_more(text))):
                printed = bylines.people([text])
                parts = _ORDINAL.fullmatch(text)
                found.names += [bylines.of_parts(*parts.groups())] if parts else printed.names
                found.et_al = found.et_al or printed.et_al
                named = complete or code == full
            elif code == short:
                named = complete
            elif code == "AUID" and found.names and full == "FAU" and (orcid := _ORCID.search(text)):
                digits = orcid[0].replace("-", "")
                spelled = "-".join(digits[at : at + 4] for at in range(0, 16, 4))
                found.names[-1] = replace(found.names[-1], orcid=spelled)
            else:
                continue
            self.used(code, text)
        return found

    def unread(self) -> tuple[tuple[str, str], ...]:
        """Return each code with the texts that were not read, except abstracts."""
        left: dict[str, list[str]] = {}
        for code, text in self._fields:
            if (code, text) not in self._read and code not in _ABSTRACTS | {"ER"}:
                left.setdefault(code, []).append(text)
        return tuple((code, "; ".join(dict.fromkeys(texts))) for code, texts in left.items())
