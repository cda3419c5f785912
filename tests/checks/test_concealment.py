"""Invisible characters in content/: a warning at each, as it is written or as an escape."""

from pathlib import Path

from generator.checks.concealment import MOST, concealed


def found(root: Path, name: str, text: str) -> list[tuple[str, int, int]]:
    """Return name, line and column of the warnings about one file."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    problems = list(concealed(root))
    assert {(one.code, one.severity) for one in problems} <= {("text.invisible", "warning")}
    return [(Path(one.path).name, one.line, one.column) for one in problems]


def test_each_character_has_its_place(tmp_path: Path) -> None:
    """In a value, a key, a comment; in papers, the taxonomy, ledgers and pages."""
    assert found(tmp_path, "papers/a.yml", "title: a\u200bb\nvenue: c # \u202e\n") == [
        ("a.yml", 1, 9),
        ("a.yml", 2, 12),
    ]
    (tmp_path / "papers/a.yml").unlink()
    assert found(tmp_path, "pages/x/b.md", "# A\n\nb\u2066c\x85\u009b\n") == [("b.md", 3, 2), ("b.md", 3, 5)]
    (tmp_path / "pages/x/b.md").unlink()
    assert found(tmp_path, "taxonomy.yml", "families:\n  a\u200d: {}\n") == [("taxonomy.yml", 2, 4)]
    (tmp_path / "taxonomy.yml").unlink()
    assert found(tmp_path, "imports/c.yml", "source: \u00ad\n") == [("c.yml", 1, 9)]


def test_escapes_hide_as_well(tmp_path: Path) -> None:
    """YAML's escapes in double quotes become the characters: the warning is at the value."""
    text = 'title: "a \\u202E b"\nauthors:\n  - "c \\x9b"\n  - \'d \\u202E\'\nvenue: "e \\t \\" f"\n'
    assert found(tmp_path, "papers/a.yml", text) == [("a.yml", 1, 8), ("a.yml", 3, 5)]


def test_what_a_script_needs_is_fine(tmp_path: Path) -> None:
    """A Persian joiner, an emoji of several parts, a hard space, and a mark at the start of the file."""
    assert found(tmp_path, "papers/a.yml", "\ufefftitle: می\u200cخواهم 👩\u200d💻 a\u00a0b\nvenue: é海\n") == []


def test_the_warnings_of_a_file_are_limited(tmp_path: Path) -> None:
    """A file full of them does not fill the screen."""
    assert len(found(tmp_path, "papers/a.yml", "title: a" + "\u200b" * 10_000)) == MOST


def test_a_file_that_cannot_be_read_is_no_fault_here(tmp_path: Path) -> None:
    """Others report bytes that are no UTF-8, and links."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/a.yml").write_bytes(b"title: \xff\xe2\x80\xae\n")
    (tmp_path / "papers/b.yml").symlink_to("a.yml")
    (tmp_path / "papers/c.yml").mkdir()
    assert list(concealed(tmp_path)) == []
