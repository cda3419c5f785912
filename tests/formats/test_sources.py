"""Files as sources: the encoding that a .bib file names in a comment is believed where it can be."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.formats.sources import declared_encoding, read_sources

NAMES = "Müller, Erdős, Łukasz"


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("% -*- coding: latin-1 -*-", "iso8859-1"),
        ("%% -*- mode: bibtex; coding: iso-8859-15-unix; -*-", "iso8859-15"),
        ("% !TeX encoding = windows-1250", "cp1250"),
        ("%!TEX encoding=IsoLatin2", "iso8859-2"),
        ("% Encoding: windows-1252", "cp1252"),
        ("Encoding: ISO8859_1", "iso8859-1"),
        ("% Encoding: x-MacRoman", "mac-roman"),
        ("%% Saved with string encoding Western (ISO Latin 1) ", "iso8859-1"),
        ("% vim: set fileencoding=cp1251 :", "cp1251"),
        ("% -*- coding: gbk -*-", "gbk"),
        ("% Encoding: UTF-8", "utf-8"),
        ("% -*- coding: rot13 -*-", ""),
        ("% Encoding: nonsense", ""),
        ("coding: latin-1", ""),
        ("title = {Encoding: latin-1}", ""),
    ],
)
def test_the_ways_to_name_an_encoding(line: str, encoding: str) -> None:
    """Emacs, TeX editors, JabRef, BibDesk and Vim name it, at the head of a file or at its end."""
    for text in (
        f"{line}\n@misc{{a}}\n",
        f"@misc{{a}}\n\r\n{line}",
        f"{'x' * 9_000}\n{line}\n",
        f"{line}\n{'x' * 9_000}",
    ):
        assert declared_encoding(text.encode()) == encoding


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("% -*- coding: iso-8859-2 -*-", "iso8859-2"),
        ("% Encoding: windows-1250", "cp1250"),
        ("% !TeX encoding = gb18030", "gb18030"),
        ("% -*- coding: utf-8 -*-", "utf-8"),
    ],
)
def test_a_named_encoding_is_believed(tmp_path: Path, line: str, encoding: str) -> None:
    """No warning, no guess: the few names in a file are enough."""
    text = f"{line}\n@misc{{a, author={{{NAMES}}}}}\n"
    path = tmp_path / "a.bib"
    path.write_bytes(text.encode(encoding))
    found = read_sources([path])
    assert (found.sources[0].text, found.problems) == (text, ())
    assert found.texts[0].encoded(found.texts[0].written) == path.read_bytes()


def test_a_wrong_name_is_not_believed(tmp_path: Path) -> None:
    """A file that is UTF-8, whatever it says, and one that cannot be what it says, are read as they are."""
    (tmp_path / "a.bib").write_bytes(f"% Encoding: windows-1252\n{NAMES}\n".encode())
    (tmp_path / "b.bib").write_bytes(b"% Encoding: UTF-8\nM\xfcller\n")
    (tmp_path / "c.bib").write_bytes("% Encoding: ISO8859_1\nMüller “says”\n".encode("cp1252"))
    found = read_sources([tmp_path / f"{name}.bib" for name in "abc"])
    assert [one.text.split("\n")[1] for one in found.sources] == [NAMES, "Müller", "Müller “says”"]
    assert [one.code for one in found.problems] == ["source.encoding"]


@pytest.mark.parametrize(
    "raw",
    [
        b"M\xc3\xbcller \xc3\xa9 \xfc stray\r\n",
        b"\xef\xbb\xbfM\xc3\xbcller\r\nx\ry\n",
        "Müller\r\n".encode("utf-16"),
        b"\xfe\xff" + "Müller\n".encode("utf-16-be"),
        b"M\xfcller\n",
        "% -*- coding: shift_jis -*-\n潮の\\\n".encode("shift_jis"),
    ],
)
def test_a_file_is_written_as_it_was(tmp_path: Path, raw: bytes) -> None:
    """Line ends, byte order marks, encodings and stray bytes come back as they were."""
    (tmp_path / "a.bib").write_bytes(raw)
    (found,) = read_sources([tmp_path / "a.bib"]).texts
    assert found.encoded(found.written) == raw
    assert "\r" not in found.text
    assert not any(0xD800 <= ord(one) < 0xE000 for one in found.text)
