"""Reading paths: content/paths/<key>.yml, read strictly, with every fault at its place and a hint that helps."""

from pathlib import Path

import pytest

from generator.content import catalogue, layout
from generator.model import ReadingPath, Step
from generator.problems import Problem, ShelfError

HEAD = "title: P\naudience: All.\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with three papers, one of which was renamed."""
    monkeypatch.chdir(tmp_path)
    papers = tmp_path / "content" / "papers"
    papers.mkdir(parents=True)
    for key, more in (("tea-1", ""), ("tea-2", ""), ("kettle", "former_keys: [pot]\n")):
        (papers / f"{key}.yml").write_text(f"title: About {key}\n{more}")
    return Path("content")


def path(root: Path, text: str, name: str = "p.yml") -> Path:
    """Write a file of a reading path."""
    file = root / "paths" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def steps(*papers: str) -> str:
    """Return a whole file with these steps."""
    return HEAD + "steps:\n" + "".join(f"  - paper: {paper}\n    why: w\n" for paper in papers)


def found(root: Path) -> list[Problem]:
    """Return all problems."""
    return catalogue.inspect(root)[1]


def told(problems: list[Problem]) -> list[tuple[str, int, int, str]]:
    """Return place, code and severity of each problem."""
    return [(p.code, p.line, p.column, p.severity) for p in problems]


def test_a_path_is_read_and_written(root: Path) -> None:
    """Title, audience and steps are loaded under the file's name; an edit keeps comments and all other bytes."""
    file = path(root, "# mine\n" + steps("tea-1", "kettle").replace("title: P", 'title: "紅茶: a path"  # 1'))
    shelf, problems = catalogue.inspect(root)
    assert problems == []
    assert shelf.paths == {
        "p": ReadingPath(
            title="紅茶: a path",
            audience="All.",
            steps=(Step(paper="tea-1", why="w"), Step(paper="kettle", why="w")),
        )
    }
    changed = shelf.paths["p"].model_copy(update={"audience": "Nobody."})
    catalogue.save(root, {"paths/p.yml": changed})
    assert file.read_text("utf-8").startswith('# mine\ntitle: "紅茶: a path"  # 1\naudience: Nobody.\nsteps:')
    assert catalogue.load(root).paths["p"] == changed


def test_a_missing_paper_is_named_with_the_closest_one(root: Path) -> None:
    """The problem is at the key in the file, and the hint has the key that may have been meant; so for titles."""
    path(root, steps("tea-1", "tea-3", "About kettle", "xyz"))
    problems = found(root)
    assert told(problems) == [
        ("ref.paper", 6, 12, "error"),
        ("key.form", 8, 12, "error"),
        ("ref.paper", 10, 12, "error"),
    ]
    assert [problem.hint.partition("?")[0] for problem in problems[:2]] == ["did you mean tea-1", "did you mean kettle"]
    assert problems[2].hint.startswith("closest: ")


def test_a_renamed_paper_stays_in_its_paths(root: Path) -> None:
    """A former key is a warning that says which key to write; the shelf loads."""
    path(root, steps("pot"))
    (problem,) = found(root)
    assert (problem.code, problem.severity, problem.hint) == ("ref.renamed", "warning", "write kettle")
    assert list(catalogue.load(root).paths) == ["p"]


def test_a_paper_that_comes_twice_is_reported_once(root: Path) -> None:
    """By the same key or by a former one: the message names the first step, and the second one is the place."""
    path(root, steps("kettle", "tea-1", "pot", "tea-1"))
    assert told(found(root)) == [("ref.twice", 8, 12, "warning"), ("ref.twice", 10, 12, "warning")]
    assert [problem.message for problem in found(root)] == ["kettle is step 1 already", "tea-1 is step 2 already"]


@pytest.mark.parametrize(
    ("text", "wanted", "hint"),
    [
        ("", ("yaml.empty", 1, 1), "fill it in, or delete it"),
        ("- a\n", ("field.type", 1, 1), "write lines of the form name: value"),
        (HEAD, ("field.missing", 1, 1), "add a line steps: …"),
        (HEAD + "steps: []\n", ("field.value", 3, 8), "it needs at least 1"),
        (HEAD + "steps: tea-1\n", ("field.type", 3, 8), "write one element per line"),
        (HEAD + "steps:\n  - tea-1\n", ("field.type", 4, 5), "write its fields after the dash: paper: …; why: …"),
        (HEAD + "steps:\n  - paper: tea-1\n", ("field.missing", 4, 5), "add a line why: …"),
        (HEAD + "steps:\n  - paper: tea-1\n    why: ''\n", ("field.value", 5, 10), "fill it in"),
        (HEAD + "steps:\n  - paper: tea-1\n    why: 3\n", ("yaml.unquoted", 5, 10), "quote it: '3'"),
        (HEAD + 'steps:\n  - paper: tea-1\n    why: "a\\nb"\n', ("field.value", 5, 10), "write it on one line"),
        (HEAD + "papers: []\n" + steps("tea-1")[len(HEAD) :], ("field.unknown", 3, 1), "did you mean steps?"),
        (steps("tea-1").replace("P", "2021", 1), ("yaml.unquoted", 1, 8), "quote it: '2021'"),
        (steps("tea-1").replace("title: P\n", ""), ("field.missing", 1, 1), "add a line title: …"),
        (steps("tea-1").replace("All.", "[a]"), ("field.type", 2, 11), "write a single text"),
        (steps("tea-1") + "steps: []\n", ("yaml.duplicate-key", 6, 1), ""),
        (steps(*["tea-1"] * 1001), ("field.value", 4, 3), "the maximum is 1000"),
    ],
)
def test_wrong_types_are_explained(root: Path, text: str, wanted: tuple[str, int, int], hint: str) -> None:
    """Each fault has its code, its line and column, and a hint; nothing is loaded, and nothing breaks."""
    path(root, text)
    errors = [problem for problem in found(root) if problem.severity == "error"]
    assert [told([problem])[0][:3] for problem in errors] == [wanted]
    assert errors[0].hint.startswith(hint)
    with pytest.raises(ShelfError):
        catalogue.load(root)


def test_a_faulty_path_hides_no_other_fault(root: Path) -> None:
    """Its steps are checked all the same, even beside one that is no step."""
    path(root, "titel: P\nsteps:\n  - tea-1\n  - paper: tea-3\n  - paper: Tea 2\n    why: w\n")
    assert {problem[:3] for problem in told(found(root))} == {
        ("field.missing", 1, 1),
        ("field.unknown", 1, 1),
        ("field.type", 3, 5),
        ("field.missing", 4, 5),
        ("ref.paper", 4, 12),
        ("key.form", 5, 12),
    }


def test_a_faulty_paper_is_still_a_step(root: Path) -> None:
    """A paper that cannot be read is no unknown paper."""
    (root / "papers" / "tea-2.yml").write_text("titel: T\n")
    path(root, steps("tea-2"))
    assert [problem.path for problem in found(root) if problem.path.startswith("content/paths")] == []


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("My Path.yml", "key.file-name", "rename it to my-path.yml"),
        ("p.yaml", "key.file-name", "rename it to p.yml"),
        ("p.txt", "key.file-name", "rename it to p.yml if it is a reading path"),
        ("deep/p.yml", "key.file-name", "move its files up into paths/"),
        ("con.yml", "key.windows", "rename it: con-1.yml"),
        ("p:q.yml", "key.file-name", "rename it to p-q.yml"),
    ],
)
def test_file_names_are_checked(root: Path, name: str, code: str, hint: str) -> None:
    """As in papers/: a key and .yml, in no folder below, and a name that Windows can store."""
    (root / "paths" / name).parent.mkdir(parents=True, exist_ok=True)
    path(root, steps("tea-1"), name)
    problem = found(root)[0]
    assert (problem.code, problem.hint[: len(hint)]) == (code, hint)


def test_format_lays_paths_out(root: Path) -> None:
    """`shelf format` puts the fields in order, names the schema and keeps comments; a second run changes nothing."""
    path(root, "steps:\n- {why: w, paper: tea-1}   # first\naudience: 'All.'\ntitle: P\n")
    layout.run(root, dry_run=False)
    assert (root / "paths/p.yml").read_text() == (
        "# yaml-language-server: $schema=../schemas/path.json\n"
        "title: P\naudience: All.\nsteps:\n  - paper: tea-1  # first\n    why: w\n"
    )
    assert layout.run(root, dry_run=True).changes == ()
    assert layout.run(root, [root / "paths/p.yml"], dry_run=True).changes == ()
