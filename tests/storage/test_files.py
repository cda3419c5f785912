"""Text is read in any encoding, and written completely or not at all."""

import os
import re
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from generator import yaml_files
from generator.problems import ShelfError
from generator.storage import files
from tests.conftest import Shelf


def test_write_says_whether_anything_changed(tmp_path: Path) -> None:
    """Equal bytes are not written again: the file keeps its time stamp."""
    path = tmp_path / "deep" / "down" / "a.yml"
    assert files.write(path, "é\n")
    os.utime(path, (1, 1))
    assert not files.write(path, "é\n".encode())
    assert path.stat().st_mtime == 1
    assert files.write(path, "ö\n")
    assert path.read_bytes() == "ö\n".encode()


def test_write_keeps_permissions_and_links(tmp_path: Path) -> None:
    """A file's mode outlives a write, and a link stays one."""
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o655)
    link = tmp_path / "link"
    link.symlink_to(path)
    assert files.write(link, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o7777 == 0o655


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is ever half-written."""
    path = tmp_path / "a"
    path.write_text("old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        files.write(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    "raw", ["Zoë\n".encode(), b"\xef\xbb\xbfZo\xc3\xab\r\n", "Zoë\r".encode(), "\ufeffZoë\r\n".encode("utf-16-le")]
)
def test_unicode_with_and_without_mark_reads_alike(tmp_path: Path, raw: bytes) -> None:
    """A byte order mark is not text, and all line ends become one."""
    path = tmp_path / "source.txt"
    path.write_bytes(raw)
    assert files.read_text(path) == ("Zoë\n", [])


def test_another_encoding_is_read_with_a_warning_at_the_first_stray_byte(tmp_path: Path) -> None:
    """A Latin-1 source is read, and a warning says where to look."""
    path = tmp_path / "source.txt"
    path.write_bytes(
        "Grüße\nJosé Pérez, François Müller and Zoë Nuñez write of château, façade and café.\n".encode("latin-1") * 20
    )
    text, [problem] = files.read_text(path)
    assert text.startswith("Grüße\nJosé Pérez")
    assert (problem.code, problem.line, problem.column, problem.severity) == ("source.encoding", 1, 3, "warning")


@pytest.mark.parametrize(("raw", "line", "column"), [(b"a\nbc\0d", 2, 3), (b"\x89PNG\r\n\x1a\n\0\0\0\r", 1, 1)])
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes, line: int, column: int) -> None:
    """A NUL byte means that this is not text; its position, or that of the first stray byte, is reported."""
    path = tmp_path / "picture.txt"
    path.write_bytes(raw)
    with pytest.raises(ShelfError) as caught:
        files.read_text(path)
    [problem] = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("source.binary", line, column)


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    """A missing source and a folder are reported without a traceback."""
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ShelfError) as caught:
            files.read_text(path)
        assert caught.value.problems[0].code == "source.unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize(
    ("command", "pipe"),
    [
        ("import pipe", "pipe"),
        ("import list.bib linked", "pipe"),
        ("import /dev/zero", "pipe"),
        ("import list.bib", "content/papers/a.yml"),
        ("dedupe list.bib pipe", "pipe"),
        ("dedupe list.bib --output pipe.bib", "pipe.bib"),
        ("new birds --name Birds --from pipe", "pipe"),
        ("format content/papers/a.yml", "content/papers/a.yml"),
        ("format", "content/decisions.yml"),
        ("check", "content/review.yml"),
        ("review", "content/imports/a.yml"),
        ("pages out --config pipe", "pipe"),
        ("build", "mkdocs.yml"),
        ("bundle --output pipe", "pipe"),
    ],
)
def test_no_command_waits_for_a_pipe(command: str, pipe: str, shelf: Shelf, tmp_path: Path) -> None:
    """A named pipe or a device instead of a source, a content file, the settings or an output is a problem at its path."""
    for folder in ("papers", "imports"):
        (tmp_path / "content" / folder).mkdir(parents=True)
    if pipe != "mkdocs.yml":
        (tmp_path / "mkdocs.yml").write_text("site_name: Birds\n", encoding="utf-8")
    (tmp_path / "list.bib").write_text("@misc{a, title={Kelp Counts Itself}}\n", encoding="utf-8")
    (tmp_path / "linked").symlink_to("pipe")
    os.mkfifo(tmp_path / pipe)
    done = shelf(*command.split())
    assert done.returncode == 1
    wanted = r"^\S+:1:1: (source\.unreadable|file\.unreadable|file\.access): .*a pipe or a device"
    assert re.search(wanted, done.stderr, re.MULTILINE), done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / pipe).is_fifo()


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="needs /dev/fd")
def test_what_the_shell_pipes_in_is_read(tmp_path: Path) -> None:
    """Standard input and `<(…)` are pipes that somebody already writes to."""
    listed = "@misc{a, title={Kelp Counts Itself}}\n"
    for path in ("/dev/stdin", "/dev/fd/0"):
        command = [sys.executable, "-m", "generator.cli", "import", path, "--dry-run"]
        done = subprocess.run(
            command, cwd=tmp_path, input=listed, capture_output=True, text=True, check=False, timeout=120
        )
        assert (done.returncode, done.stdout.count("1 record: 1 new paper")) == (0, 1), done.stderr


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    """Nor is a folder: only a regular file gives way to a new one."""
    for path in (Path("/dev/null"), tmp_path):
        with pytest.raises(OSError, match="not a regular file"):
            files.write(path, "new")
    assert Path("/dev/null").is_char_device()


def test_paths_are_shown_as_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the current folder a path is relative."""
    monkeypatch.chdir(tmp_path)
    assert files.shown(tmp_path / "content" / "a.yml") == "content/a.yml"
    assert files.shown(Path("content/a.yml")) == "content/a.yml"
    assert files.shown(Path("/elsewhere/a.yml")) == "/elsewhere/a.yml"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Muñoz, José: el año"),
        ("latin-1", "Sørensen, Åge"),
        ("latin-1", "Gonçalves, João: avaliação"),
        ("latin-1", "Jürgen Groß and François Lefèvre and Björn Åström"),
        ("cp1252", "O’Neil, Zoë – “tides”"),
        ("cp1250", "Jiří Dvořák and Šárka Žižková"),
        ("iso8859_2", "Jiří Dvořák and Šárka Černá"),
        ("cp1250", "Łukasz Wałęsa: źródła"),
        ("iso8859_2", "Pál Erdős and Jenő Szűcs"),
        ("iso8859_9", "Işık, Gökçe: şiir ölçümü"),
        ("mac_roman", "Pérez, José: le modèle"),
        ("gbk", "基于深度学习的图像识别方法研究, 王小明"),
        ("big5", "基於深度學習的影像辨識方法研究"),
        ("shift_jis", "深層学習による画像認識の研究について"),
        ("euc_kr", "딥러닝 기반 영상 인식 연구"),
        ("koi8_r", "Исследование методов машинного обучения"),
        ("cp1251", "Исследование методов машинного обучения"),
        ("gb18030", "基于深度学习的图像识别方法研究, 王小明"),
        ("latin-1", "Þórður Ægisson: rannsókn á hafi"),
        ("latin-1", "Noël, Zoë: één idee"),
        ("latin-1", "Ångström, Bjørn: på sjøen"),
        ("latin-1", "perché la città è più in là"),
        ("latin-1", "coração, ações e lições"),
        ("latin-1", "goût, flûte, août"),
        ("latin-1", "così, lunedì, venerdì"),
        ("latin-1", "irmã, manhã, não, põe"),
        ("latin-1", "með, það, við"),
        ("latin-1", "MÜLLER, GROß, ÅSA"),
        ("latin-1", "¿Qué? ¡Año! «Señor»"),
        ("cp1252", "‘Zoë’ — ‘Noël’"),
        ("cp1250", "Živković, Đorđe"),
        ("cp1252", "Žižek, Möller"),
        ("cp1250", "Ştefan Ionescu: în oraş"),
        ("iso8859_9", "Gülşen Çağlar, İzmir"),
        ("mac_roman", "Müller, Jürgen: Größe"),
    ],
)
def test_encodings_are_told_by_a_few_words(tmp_path: Path, encoding: str, text: str) -> None:
    """A short file in a national encoding is read so that its words make sense, with a warning."""
    path = tmp_path / "a.bib"
    path.write_bytes(f"@misc{{a, title = {{{text}}}}}\n".encode(encoding))
    read, problems = files.read_text(path)
    assert read == f"@misc{{a, title = {{{text}}}}}\n"
    assert [problem.code for problem in problems] == ["source.encoding"]


def test_a_file_put_together_of_two_encodings(tmp_path: Path) -> None:
    """A stray byte in UTF-8 does not spoil the rest of the file."""
    path = tmp_path / "a.bib"
    path.write_bytes("Jürgen Groß — tides\n".encode() + "José\n".encode("latin-1") + "Dvořák\n".encode())
    assert files.read_text(path)[0] == "Jürgen Groß — tides\nJosé\nDvořák\n"


def test_places_count_every_kind_of_line_end(tmp_path: Path) -> None:
    """A stray byte's line is right after old Mac line ends too."""
    path = tmp_path / "a.ris"
    path.write_bytes(b"TY\rTI\r\nab\xe9\n")
    ((problem,), text) = files.read_text(path)[::-1]
    assert (problem.line, problem.column, text.split("\n")[2]) == (3, 3, "abé")


def test_write_takes_whatever_differs_for_a_change(tmp_path: Path) -> None:
    """Different bytes of the same length are written; a new file gets the usual mode."""
    path = tmp_path / "a"
    (tmp_path / "usual").touch()
    assert files.write(path, b"one")
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode
    assert files.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "usual"]


def test_what_is_written_lasts_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All the bytes are on the disk before the new file takes the old one's place."""
    seen: list[tuple[bytes, bytes]] = []
    fsync = os.fsync

    def lasting(descriptor: int) -> None:
        (other,) = (one for one in tmp_path.iterdir() if one.name != "a")
        seen.append((path.read_bytes(), other.read_bytes()))
        fsync(descriptor)

    path = tmp_path / "a"
    path.write_bytes(b"old")
    monkeypatch.setattr(files.os, "fsync", lasting)
    files.write(path, "new")
    assert seen == [(b"old", b"new")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfZo\xc3\xab\r\n", "Zoë\n"),
        ("\ufeffZoë".encode("utf-16-le"), "Zoë"),
        ("\ufeffZoë".encode("utf-16-be"), "Zoë"),
        (b"a\rb\r\nc\n\nd", "a\nb\nc\n\nd"),
        (b"", ""),
    ],
)
def test_marks_and_line_ends(tmp_path: Path, raw: bytes, text: str) -> None:
    """A byte order mark gives the encoding and is removed; all line ends become one."""
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert files.read_text(path) == (text, [])


def test_the_first_stray_byte_is_named(tmp_path: Path) -> None:
    """Line, column and byte are reported, and how the file was read."""
    path = tmp_path / "a.txt"
    path.write_bytes("ü ü\nü José\n".encode() + b"caf\xe9\n")
    text, (problem,) = files.read_text(path)
    assert text == "ü ü\nü José\ncafé\n"
    assert (problem.line, problem.column, problem.severity) == (3, 4, "warning")
    assert problem.message == "not UTF-8 from this byte on (0xe9); read as UTF-8, the stray bytes as cp1252"
    path.write_bytes(b"\x93so\x94 caf\xe9\n")
    text, (problem,) = files.read_text(path)
    assert (text, problem.message) == ("“so” café\n", "not UTF-8 from this byte on (0x93); read as cp1252")


def test_bytes_that_no_encoding_has(tmp_path: Path) -> None:
    """A stray byte that cp1252 lacks is read as latin-1, within UTF-8 and in other files."""
    path = tmp_path / "a.txt"
    path.write_bytes("ü ü\n".encode() + b"\x81\xe9\n")
    assert files.read_text(path)[0] == "ü ü\n\x81é\n"


@pytest.mark.parametrize(
    ("raw", "index", "place"),
    [
        (b"abc", 0, (1, 1)),
        (b"abc", 2, (1, 3)),
        ("üb".encode(), 2, (1, 2)),
        (b"a\nb", 2, (2, 1)),
        (b"a\r\nb", 3, (2, 1)),
        (b"a\rb\n\nc", 5, (4, 1)),
        (b"\xe9\xe9x", 2, (1, 3)),
    ],
)
def test_line_and_column_of_a_byte(raw: bytes, index: int, place: tuple[int, int]) -> None:
    """Both count from 1; the column counts characters."""
    assert files.place(raw, index) == place


def test_a_nul_after_the_decoding(tmp_path: Path) -> None:
    """A file with a NUL in UTF-16 is not text either; its position is reported."""
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffab\nc\0".encode("utf-16-le"))
    with pytest.raises(ShelfError) as caught:
        files.read_text(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("source.binary", 2, 2)


def test_a_file_that_cannot_be_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk's own word comes through where not even the new file can be opened."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(OSError, match="No space"):
        files.write(tmp_path / "a", "new")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size decides before anything is in memory; the problem names the maximum."""
    path = tmp_path / "a.bib"
    with path.open("wb") as stream:
        stream.truncate(700_000_000)
    monkeypatch.chdir(tmp_path)
    tracemalloc.start()
    try:
        with pytest.raises(ShelfError) as caught:
            files.read_text(Path("a.bib"))
        with pytest.raises(ShelfError) as of_yaml:
            yaml_files.read(Path("a.bib"))
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    [problem] = caught.value.problems
    assert (problem.path, problem.code, problem.hint) == ("a.bib", "source.too-large", "split it")
    assert "100 MB" in problem.message
    assert [(one.path, one.code) for one in of_yaml.value.problems] == [("a.bib", "yaml.too-large")]


@pytest.mark.parametrize(("size", "fits"), [(0, True), (999, True), (1_000, True), (1_001, False), (50_000, False)])
def test_a_pipe_is_read_up_to_the_maximum(size: int, *, fits: bool) -> None:
    """It has no size that could be looked up, and may have no end."""
    reading, writing = os.pipe()
    try:
        os.write(writing, b"x" * size)
        os.close(writing)
        path = Path(f"/dev/fd/{reading}")
        if fits:
            assert files.read(path, 1_000) == b"x" * size
        else:
            with pytest.raises(OSError, match="more than"):
                files.read(path, 1_000)
    finally:
        os.close(reading)


def test_a_stream_without_an_end_is_refused() -> None:
    """Not even its first part is kept."""
    with pytest.raises(OSError, match="more than"):
        files.read(Path("/dev/zero"), 100_000)
