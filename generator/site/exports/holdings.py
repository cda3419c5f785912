"""The keys of all papers as short hashes, by which the scripts know what is new to a reader, and names of data files."""

from __future__ import annotations

from collections.abc import Iterator

from generator.site import escapes
from generator.site.views.arrangement import Shelf
from generator.site.views.browse import PATH

NAME = "holdings"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def files(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """Yield the file with the hash of each paper; a renamed paper has those of its former keys beside it, as it is not new."""
    papers = shelf.catalogue.papers
    former = {
        short(key): [short(old) for old in papers[key].former_keys] for key in shelf.keys if papers[key].former_keys
    }
    yield data_file(NAME, {"papers": "".join(map(short, shelf.keys)), "former": former})


def data_file(name: str, value: object) -> tuple[str, str]:
    """Return the site path and the text of a data file. It is a script because file:// pages can load nothing else."""
    return f"{PATH}/{name}.js", f'shelfData("{name}",{escapes.script(value)});\n'


def number(key: str) -> int:
    """Return the 24-bit hash of a key: FNV-1a, as in visits.js."""
    found = 0x811C9DC5
    for byte in key.encode():
        found = ((found ^ byte) * 0x01000193) & 0xFFFFFFFF
    return (found >> 24) ^ (found & 0xFFFFFF)


def short(key: str) -> str:
    """Return the hash as four characters: of 10,000 new papers, six have that of another one."""
    value = number(key)
    return "".join(_ALPHABET[value >> shift & 63] for shift in (18, 12, 6, 0))
