"""Reads text in any encoding, and writes files completely or not at all."""

from __future__ import annotations

import codecs
import errno
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from generator.problems import Problem, ShelfError

TEMPORARY = ".shelf-" + 16 * "[0-9a-f]"  # the names of files that are being written, as a pattern
LARGEST = 100_000_000  # bytes of a source; 50,000 records with abstracts have less

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WIDE = {"gb2312", "gbk", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"}  # their texts may be UTF-8 by chance
_SAMPLE = 20_000  # bytes on either side of the first stray byte: charset_normalizer takes seconds for megabytes
_LISTED = (
    "cp1252",
    "latin_1",
    "iso8859_2",
    "cp1250",
    "iso8859_9",
    "cp1251",
    "koi8_r",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
)
_LATIN = {"cp1252", "latin_1", "iso8859_2", "cp1250", "iso8859_9"}
_WORDS = 3_000  # most words with a non-ASCII letter to look at
_LONE_O = re.compile(r"õ(?!e)", re.IGNORECASE)
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SEQUENCE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")
# The non-ASCII letters of German, French, Spanish, Portuguese and Catalan, Italian, the Nordic languages, Dutch;
_WEST = tuple(map(frozenset, ("äöüß", "àâçéèêëîïôùûüœæ", "áéíóúüñ", "áâãàçéêíóôõúïèò", "àèéìòù", "åäöæøéü", "éëïöüèê")))
# of Czech and Slovak, Polish, Hungarian, Croatian and Slovene, Romanian, German; of Turkish; of Icelandic.
_CENTRE = tuple(map(frozenset, ("áčďéěíňóřšťúůýžľĺŕäô", "ąćęłńóśźż", "áéíóöőúüű", "čćđšž", "ăâîşţșț", "äöüß")))
_LANGUAGES = (
    ("cp1252", _WEST),
    ("cp1250", _CENTRE),
    ("iso8859_2", _CENTRE),
    ("iso8859_9", (*_WEST, frozenset("çğıiöşüâî\u0307"))),
    ("mac_roman", _WEST),
    ("cp1252", (*_WEST, frozenset("áéíóúýþæöð"), frozenset("šžéäöü"))),
)
_OWN = re.compile(r"/dev/(?:stdin|fd/\d+)")  # what the shell opened for this process: cat list | shelf …
_STRAY_BYTE = re.compile("[\udc80-\udcff]")


def _as_letter(found: re.Match[str]) -> str:
    """Return a stray byte as cp1252 reads it, or else latin-1."""
    stray = bytes([ord(found[0]) - 0xDC00])
    try:
        return stray.decode("cp1252")
    except UnicodeDecodeError:
        return stray.decode("latin-1")


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A source's text, and how its file holds it."""

    text: str  # with ``\n`` line ends
    written: str  # with the line ends of the file, and each stray byte as a surrogate
    encoding: str
    mark: bytes  # the byte order mark
    problems: tuple[Problem, ...]  # warnings

    def encoded(self, written: str) -> bytes:
        """Return another text as this file would hold it, in UTF-8 if its encoding lacks a character."""
        try:
            return self.mark + written.encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError:
            return written.encode("utf-8", "surrogateescape")


def shown(path: Path) -> str:
    """Return the path as a user would type it: relative if it is under the current folder."""
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def read(path: Path, most: int = LARGEST) -> bytes:
    """Return a file's bytes. Raises OSError, with EFBIG for more than ``most`` bytes, of which nothing is read if a size is known.

    A device or a named pipe is an error, too: reading one could wait for ever.
    """
    mode = path.stat().st_mode
    piped = stat.S_ISFIFO(mode) and _OWN.fullmatch(path.as_posix())
    if not (piped or stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # a folder has an error of its own
        raise _irregular(path)
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        raw = stream.read(size + 1) if size <= most else b""
        if len(raw) > size:  # a pipe has no size, and a file may grow
            raw += stream.read(most)
    if max(size, len(raw)) > most:
        raise OSError(errno.EFBIG, f"it has more than {most // 1_000_000} MB", str(path))
    return raw


def write(path: Path, content: str | bytes) -> bool:
    """Make the file hold ``content`` (text as UTF-8) and return whether anything changed.

    A reader sees the old file or the new one, never a part of it. Equal bytes are not written again. Raises OSError,
    also where a device or a pipe would be replaced.
    """
    wanted = content.encode() if isinstance(content, str) else content
    target = path.resolve() if path.is_symlink() else path
    try:
        before = target.stat()
        if not stat.S_ISREG(before.st_mode):
            raise _irregular(path)
        if before.st_size == len(wanted) and target.read_bytes() == wanted:
            return False
        mode = before.st_mode & 0o777
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = None
    with replacing(target) as stream:
        if mode is not None:
            Path(stream.name).chmod(mode)
        stream.write(wanted)
    return True


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a stream for what a file is to hold: it takes the file's place when the block ends, unless it raises.

    Raises OSError where a folder, a device or a pipe would be replaced.
    """
    if path.exists() and not path.is_file():
        raise _irregular(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".shelf-{secrets.token_hex(8)}"
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_text(path: Path) -> tuple[str, list[Problem]]:
    r"""Return a source's text with ``\n`` line ends, and a warning if it is not UTF-8.

    Raises ShelfError with ``source.unreadable``, ``source.too-large`` or ``source.binary``.
    """
    found = read_source(path)
    return found.text, list(found.problems)


def read_source(path: Path, declared: Callable[[bytes], str] = lambda _: "") -> Text:
    """Return a source's text and encoding, with a warning if that is guessed. ``declared`` finds the one it names.

    Raises ShelfError with ``source.unreadable`` or ``source.binary``.
    """
    name = shown(path)
    try:
        raw = read(path)
    except OSError as error:
        if error.errno == errno.EFBIG:
            message = f"the file is too large: {error.strerror}"
            raise ShelfError(Problem(path=name, code="source.too-large", message=message, hint="split it")) from error
        message = f"the file cannot be read: {error.strerror or error}"
        raise ShelfError(
            Problem(path=name, code="source.unreadable", message=message, hint="check the path and its permissions")
        ) from error
    mark, encoding = next(((mark, encoding) for mark, encoding in _MARKS if raw.startswith(mark)), (b"", "utf-8"))
    body = raw[len(mark) :]
    problems: list[Problem] = []
    try:
        written = body.decode(encoding)
        stated = "" if mark or body.isascii() else declared(body)
        if stated in _WIDE:
            written, encoding = _declared(body, stated) or (written, encoding)
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            raise ShelfError(_binary(name, *place(raw, len(mark) + error.start))) from error
        if found := _declared(body, declared(body)):
            written, encoding = found
        else:
            written, encoding, read_as = _guess(body, error.start)
            line, column = place(body, error.start)
            message = f"not UTF-8 from this byte on (0x{body[error.start]:02x}); read as {read_as}"
            hint = "check names with accents, or save the file as UTF-8"
            problems.append(
                Problem(
                    path=name,
                    line=line,
                    column=column,
                    code="source.encoding",
                    message=message,
                    hint=hint,
                    severity="warning",
                )
            )
    text = _STRAY_BYTE.sub(_as_letter, written) if encoding == "utf-8" and problems else written
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (at := text.find("\0")) >= 0:
        raise ShelfError(_binary(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)))
    return Text(text=text, written=written, encoding=encoding, mark=mark, problems=tuple(problems))


def place(raw: bytes, index: int) -> tuple[int, int]:
    """Return line and column of a byte, from 1; the column counts characters, and each stray byte as one."""
    before = raw[:index].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1


def _irregular(path: Path) -> OSError:
    return OSError(errno.EINVAL, "this is a folder, a pipe or a device, not a regular file", str(path))


def _declared(raw: bytes, encoding: str) -> tuple[str, str] | None:
    """Return the text in an encoding that the file names, and the encoding; None if it has none or is wrong."""
    try:
        return (raw.decode(encoding), encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _guess(raw: bytes, start: int) -> tuple[str, str, str]:
    """Return the text, its encoding, and what to call that."""
    whole = len(_SEQUENCE.findall(raw))
    if whole and len(_HIGH.findall(_SEQUENCE.sub(b"", raw))) <= whole:  # at least as much UTF-8 as stray bytes
        return raw.decode("utf-8", "surrogateescape"), "utf-8", "UTF-8, the stray bytes as cp1252"
    sample = raw[max(0, start - _SAMPLE) : start + _SAMPLE]
    from charset_normalizer import from_bytes  # noqa: PLC0415, most files are UTF-8

    best = from_bytes(sample, cp_isolation=list(_LISTED)).best()
    name = best.encoding if best else "cp1252"
    for encoding in (_latin(raw) if name in _LATIN else name, "cp1252"):
        try:
            return raw.decode(encoding), encoding, encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "latin-1", "latin-1"  # every byte is a latin-1 character: this cannot fail


def _latin(raw: bytes) -> str:
    """Return the encoding in which most words fit one of its languages; of equals, the more common one.

    charset_normalizer mistakes Spanish, Portuguese and Nordic names for cp1250; a few names are not enough for it.
    """
    words = [found[0] for found in islice(_WORD.finditer(raw), _WORDS)]
    scores: dict[str, int] = {}
    for encoding, languages in _LANGUAGES:
        try:
            read = [word.decode(encoding) for word in words]
        except UnicodeDecodeError:
            continue
        scores[encoding] = max(scores.get(encoding, 0), sum(_is_word(word, languages) for word in read))
    return max(scores, key=lambda encoding: scores[encoding], default="cp1252")


def _is_word(word: str, languages: tuple[frozenset[str], ...]) -> bool:
    """Whether all non-ASCII letters belong to one language, and capitals are where they can be."""
    bare = word.strip("‘’“”„‚–—…«»¿¡")
    odd = {sign.lower() for sign in bare if not sign.isascii()} - set("’‘–—")
    if (
        bare[1:] != bare[1:].lower()
        and bare != bare.upper()
        and any(sign.isupper() and not sign.isascii() for sign in bare[1:])
    ):
        return False
    if _LONE_O.search(bare):  # Portuguese has õ only before e; elsewhere it is Hungarian ő in the wrong encoding
        return False
    return any(odd <= language for language in languages)


def _binary(name: str, line: int, column: int) -> Problem:
    message = "this is not text: it contains a NUL byte"
    return Problem(
        path=name,
        line=line,
        column=column,
        code="source.binary",
        message=message,
        hint="save the page or document as plain text first",
    )
