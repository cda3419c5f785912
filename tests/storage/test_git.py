"""Git history is read safely; the working tree is never changed."""

import subprocess
from pathlib import Path

import pytest

from generator.problems import Problem, ShelfError
from generator.storage import git
from tests.content import repository
from tests.content.repository import Repository


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """A committed shelf."""
    return repository.shelf(tmp_path / "clone")


def refused(folder: Path, name: str) -> Problem:
    """Return the one problem of an unknown revision."""
    with pytest.raises(ShelfError) as caught:
        git.revision(folder, name)
    (problem,) = caught.value.problems
    return problem


def extracted(content: Path, name: str, into: Path) -> None:
    """Extract everything that the folder held at a revision."""
    revision = git.revision(content, name)
    git.extract(revision, git.tree(revision), into)


@pytest.mark.parametrize(
    "name",
    ["nope", "", "--help", "-1", "--git-dir=x", "a\nb", "a\0b", "HEAD; touch x", "$(touch x)", "^HEAD", "HEAD..HEAD",
     "HEAD:content", "HEAD^{tree}", "--output=x", "HEAD^2", "HEAD@{upstream}", "../..", "é", "\udce9"],
)  # fmt: skip
def test_a_name_that_is_no_commit_is_a_problem_and_nothing_else(made: Repository, name: str) -> None:
    """Options, ranges, trees, control characters and shell words name no commit, and git is not steered by them."""
    before = made.git("status", "--porcelain")
    found = refused(made.content, name)
    assert found.code == "git.unknown-revision"
    assert found.hint
    assert made.git("status", "--porcelain") == before


@pytest.mark.parametrize("name", ["HEAD", "main", "v1", "v-annotated", "main@{0}", "-odd"])
def test_names_of_commits_are_found(made: Repository, name: str) -> None:
    """Branches, tags of both kinds and git's own expressions are commits, and so is a branch that looks like an option."""
    commit = made.commit()
    made.git("tag", "v1")
    made.git("tag", "--annotate", "--message", "x", "v-annotated")
    made.git("update-ref", "refs/heads/-odd", "HEAD")
    assert git.revision(made.content, name).commit == commit


def test_a_shallow_clone_says_how_to_deepen_it(made: Repository, tmp_path: Path) -> None:
    """If the clone lacks history, the hint is to fetch it, not to check the name."""
    first = made.git("rev-parse", "HEAD").strip()
    made.paper("third", "title: A Third One\n")
    made.commit()
    made.git("clone", "--quiet", "--depth", "1", f"file://{made.folder}", str(tmp_path / "shallow"))
    found = refused(tmp_path / "shallow" / "content", first)
    assert found.code == "git.unknown-revision"
    assert "git fetch --unshallow" in found.hint


def test_outside_of_a_repository(tmp_path: Path) -> None:
    """A folder outside git has its own problem."""
    assert refused(tmp_path, "HEAD").code == "git.no-repository"


def test_without_git(made: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without git gets a sentence, not a traceback."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused(made.content, "HEAD").code == "git.missing"


def test_the_repository_is_the_folder_s_own(made: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables set by another repository's hook have no effect."""
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    assert git.revision(made.content, "HEAD").top == made.folder.resolve()


def test_changed_files_are_new_different_or_gone(made: Repository) -> None:
    """New files count before they are added, and deleted ones too; ignored ones and those outside of content/ do not."""
    (made.folder / ".gitignore").write_text("*.bak\n")
    made.commit()
    made.paper("née", "title: New\n")
    made.paper("otter", "title: Otters Swim\n")
    made.write("papers/x.bak", "")
    (made.content / "papers/heron.yml").unlink()
    (made.folder / "README.md").write_text("else\n")
    found = git.changed(git.revision(made.content, "HEAD"))
    assert {path.name for path in found} == {"née.yml", "otter.yml", "heron.yml"}
    assert found == {(made.content / "papers" / path.name).resolve() for path in found}


def test_content_is_extracted_as_it_was(made: Repository, tmp_path: Path) -> None:
    """Every byte of every regular file comes out, whatever its name; symbolic links do not, and the tree stays as it is."""
    odd = "pages/ä b\n“c”.md"
    made.write(odd, b"\xff\r\n\0")
    made.write("pages/empty.md", b"")
    (made.content / "papers/link.yml").symlink_to("/etc/hostname")
    made.commit()
    made.write(odd, "else")
    (made.content / "taxonomy.yml").unlink()
    status = made.git("status", "--porcelain")
    out = tmp_path / "out"
    extracted(made.content, "HEAD", out)
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert names == {odd, "pages/empty.md", "taxonomy.yml", "papers/heron.yml", "papers/otter.yml"}
    assert (out / odd).read_bytes() == b"\xff\r\n\0"
    assert made.git("status", "--porcelain") == status


def test_a_content_folder_that_is_the_repository(tmp_path: Path) -> None:
    """content/ may be the top of its repository."""
    inner = repository.shelf(tmp_path / "x")
    top = Repository(inner.content)
    top.commit()
    extracted(top.folder, "HEAD", tmp_path / "out")
    assert (tmp_path / "out/papers/otter.yml").is_file()


def test_no_content_at_the_revision(made: Repository) -> None:
    """A folder that did not exist yet is distinguished from one without changes."""
    other = made.folder / "elsewhere"
    other.mkdir()
    assert not git.tree(git.revision(other, "HEAD"))


def test_a_tree_cannot_lead_out_of_the_folder(made: Repository, tmp_path: Path) -> None:
    """A forged tree with a folder named .. writes nothing outside."""
    blob = made.git("hash-object", "-w", "content/taxonomy.yml").strip()
    rows = bytes.fromhex(blob)
    inner = tmp_path / "inner"
    inner.write_bytes(b"100644 evil.yml\0" + rows)
    tree = made.git("hash-object", "-w", "-t", "tree", "--literally", str(inner)).strip()
    middle = tmp_path / "middle"
    middle.write_bytes(b"40000 ..\0" + bytes.fromhex(tree))
    tree = made.git("hash-object", "-w", "-t", "tree", "--literally", str(middle)).strip()
    outer = tmp_path / "outer"
    outer.write_bytes(b"40000 content\0" + bytes.fromhex(tree))
    tree = made.git("hash-object", "-w", "-t", "tree", "--literally", str(outer)).strip()
    commit = made.git("commit-tree", "-m", "evil", tree).strip()
    extracted(made.content, commit, tmp_path / "deep" / "out")
    assert not list(tmp_path.rglob("evil.yml"))


def test_a_clone_without_contents_says_so(made: Repository, tmp_path: Path) -> None:
    """An object that git has lost is a problem with its name, and half a folder is never taken for the whole."""
    blob = made.git("rev-parse", "HEAD:content/papers/otter.yml").strip()
    (made.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(ShelfError) as caught:
        extracted(made.content, "HEAD", tmp_path / "out")
    assert caught.value.problems[0].code == "git.incomplete"
    assert "papers/otter.yml" in caught.value.problems[0].message


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_an_object_is_known_by_its_content(tmp_path: Path, form: str) -> None:
    """A text is the object that git has of it, in repositories of both kinds, and no other text is."""
    folder = tmp_path / form
    subprocess.run(["git", "init", "--quiet", f"--object-format={form}", str(folder)], check=True, env=repository.QUIET)
    made = Repository(folder)
    made.paper("otter", "title: Otters Swim Far\r\n")
    made.commit()
    blob = git.tree(git.revision(made.content, "HEAD"))["papers/otter.yml"]
    assert git.is_object(b"title: Otters Swim Far\r\n", blob)
    assert not git.is_object(b"title: Otters Swim Far\n", blob)
