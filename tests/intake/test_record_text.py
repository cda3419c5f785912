"""shelf dedupe of one RIS, CSL-JSON or CSV file into the same format: what was not merged comes out as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import formats
from generator.intake import bibliography
from generator.problems import Problem

RIS = (
    "Provider: Pond\r\n\r\nTY  - JOUR\r\nTI  - Kelp forests of the northern sea\r\nAU  - Marsh, Ada\r\nAU  - Reed, Bo\r\nJO  - Kelp Letters\r\n"
    "PY  - 2020\r\nVL  - 4\r\nSP  - 1\r\nEP  - 9\r\nKW  - kelp\r\nPB  - Otter\r\nC1  - M\xfcller\r\nER  - \r\n\r\n"
    "TY  - JOUR\r\nTI  - Quite another thing\r\nAU  - Reed, Bo\r\nPY  - 1999\r\nU1  - shelf 9\r\nER  - \r\n\r\n\r\n"
    "TY  - JOUR\r\nTI  - Kelp forests of the northern sea\r\nAU  - Marsh, Ada\r\nAU  - Reed, Bo\r\nJO  - Kelp Letters\r\n"
    "PY  - 2020\r\nVL  - 4\r\nSP  - 1\r\nEP  - 9\r\nKW  - tides\r\nPB  - Heron\r\nC2  - x\r\nER  - \r\n"
)
ITEMS = [
    {"id": "a", "type": "article-journal", "title": "Kelp forests of the northern sea", "volume": 4, "page": "1-9",
     "container-title": "Kelp Letters", "issued": {"date-parts": [[2020]]}, "author": [{"family": "Marsh", "given": "Ada"}],
     "custom": {"x": [1, 2]}},
    {"id": "b", "type": "book", "title": "Quite another thing", "note": "shelf: 9", "author": [{"family": "Reed"}]},
]  # fmt: skip
ITEMS.append({**ITEMS[0], "id": "c", "publisher": "Otter"})
del ITEMS[2]["custom"]


def saved(folder: Path, name: str, raw: bytes) -> tuple[bytes, list[str]]:
    """Return the output for a file, and the names of the fields that could not be kept."""
    source, output = folder / f"in{name}", folder / f"out{name}"
    source.write_bytes(raw)
    lost: list[Problem] = []
    bibliography.save(bibliography.run([source]), output, lost.extend)
    return output.read_bytes(), [one.message.partition(" = ")[0] for one in lost]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        (".ris", RIS[: RIS.rindex("TY")].encode("latin-1")),
        (".json", json.dumps(ITEMS[:2]).encode()),
        (".json", b"\xef\xbb\xbf" + json.dumps({"items": ITEMS[:2]}, indent=1).encode() + b"\r\n"),
        (".csv", 'id;title;shelfmark\r\n1;Kelp;"X;\r\n9"\r\n2;M\xfcller;\r\n'.encode("cp1252")),
    ],
)
def test_without_repeated_papers_the_output_is_the_input(tmp_path: Path, name: str, raw: bytes) -> None:
    """Unknown fields, order, line ends and encoding: not a byte changes."""
    assert saved(tmp_path, name, raw) == (raw, [])


def test_ris_records_are_merged_in_place(tmp_path: Path) -> None:
    """The kept record gains the other's lines, and all other text stays."""
    written, lost = saved(tmp_path, ".ris", RIS.encode("latin-1"))
    expected = RIS[: RIS.rindex("TY")].replace("M\xfcller\r\n", "M\xfcller\r\nKW  - tides\r\nC2  - x\r\n", 1)
    assert written.decode("latin-1") == expected
    assert lost == ["PB"]


@pytest.mark.parametrize("indent", [None, 2])
def test_csl_items_are_merged_in_place(tmp_path: Path, indent: int | None) -> None:
    """The kept item gains the other's keys; the list stays a list, wherever the removed item was."""
    for order in ([0, 1, 2], [2, 1, 0], [0, 2, 1], [1, 2, 0]):
        raw = json.dumps([ITEMS[number] for number in order], indent=indent)
        written, lost = saved(tmp_path, ".json", raw.encode())
        found = {one["id"]: one for one in json.loads(written)}
        assert found["b"] == ITEMS[1]
        assert json.dumps(ITEMS[1], indent=indent).replace("\n", "\n  " if indent else "\n") in written.decode()
        assert lost == ["id"]
        (kept,) = found.keys() - {"b"}
        assert {**found[kept], "id": "a"} == {**ITEMS[0], "publisher": "Otter"}


def test_what_is_merged_reads_back(tmp_path: Path) -> None:
    """The output of each format has as many records as there are papers."""
    for name, raw in ((".ris", RIS.encode()), (".json", json.dumps(ITEMS).encode())):
        written, _ = saved(tmp_path, name, raw)
        parsed = formats.parse_all([formats.Source(name=f"x{name}", text=written.decode().replace("\r\n", "\n"))])
        assert len(parsed.records) == 2
        assert not [one for one in parsed.problems if one.severity == "error"]
