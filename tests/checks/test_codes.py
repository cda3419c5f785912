"""Each code of `shelf check` is registered, explained, used, and triggered by a minimal file at the exact place."""

import ast
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.content import catalogue, recent
from generator.problems import CODES, GROUPS, Problem, ShelfError
from generator.storage import git
from generator.text import fingerprints
from tests.conftest import ROOT, TOO_STEEP, Shelf, growth
from tests.content.repository import Repository
from tests.content.repository import shelf as small
from tests.storage.packaged import Extend

CHECKED = [  # the modules that make problems for `shelf check`
    *sorted((ROOT / "generator/checks").glob("*.py")),
    *sorted((ROOT / "generator/yaml_files").glob("*.py")),
    ROOT / "generator/storage/entry_points.py",
    ROOT / "generator/storage/git.py",
    *(ROOT / "generator/content" / f"{name}.py" for name in ("catalogue", "recent")),
    *(ROOT / "generator/cli" / f"{name}.py" for name in ("check", "group")),
]
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*")
_OTHER = re.compile(r".*\.(?:ya?ml|json|md|toml)|safe\.directory")  # names of files, and a setting of git's
ABSTRACT = "herons wade where the water is shallow and wait for small fish to come near their feet in the morning, before the wind rises over the reeds"
LEDGER = "source: s\nformat: listing\ndate: '2021'\nsha256: '{}'\nrecords:\n  - line: 1\n    paper: {}\n".format(
    "0" * 64, "{}"
)
NODE = "    name: Nets\n    description: d\n"
TAXONOMY = f"families:\n  tiny:\n{NODE}topics:\n  books:\n{NODE}"
SAME = "- pair: [{}, {}]\n  verdict: same\n  reason: r\n"

Files = dict[str, str | bytes | Path]  # a path: a link to it


def a(text: str) -> Files:
    """Return one paper's file."""
    return {"papers/a.yml": text}


FIRED: dict[str, tuple[Files, str]] = {
    "id.pmid": (a("title: T\nidentifiers:\n  pmid: 'x1'\n"), "papers/a.yml:3:9"),
    "id.isbn": (a("title: T\nidentifiers:\n  isbn: '978-0-306-40615-7'\n"), "papers/a.yml:3:9"),
    "name.several": (a("title: T\nauthors:\n  - Ada Marsh, Bo Reed\n"), "papers/a.yml:3:5"),
    "name.more": (a("title: T\nauthors:\n  - Ada Marsh\n  - et al.\n"), "papers/a.yml:4:5"),
    "name.comma": (a("title: T\nauthors:\n  - Pond Lab, Frogtown\n"), "papers/a.yml:3:5"),
    "name.orcid": (a("title: T\nauthors:\n  - family: Reed\n    orcid: 0000-0002\n"), "papers/a.yml:4:12"),
    "yaml.syntax": (a("title: T\nvenue: 'b\n"), "papers/a.yml:2:8"),
    "yaml.empty": (a("# nothing\n"), "papers/a.yml:1:1"),
    "yaml.duplicate-key": (a("title: T\nvenue: V\ntitle: T\n"), "papers/a.yml:3:1"),
    "yaml.unquoted": (a("title: T\nidentifiers:\n  arxiv: 2107.02137\n"), "papers/a.yml:3:10"),
    "yaml.comment": (a("title: Ponds #1 and frogs\n"), "papers/a.yml:1:14"),
    "yaml.key": (a("title: T\n? [x]\n: y\n"), "papers/a.yml:2:3"),
    "yaml.encoding": (a("") | {"papers/a.yml": b"title: T\nvenue: \xe9\n"}, "papers/a.yml:2:8"),
    "yaml.control-character": (a("title: T\nvenue: a\x07b\n"), "papers/a.yml:2:9"),
    "yaml.alias": (a("title: T\nvenue: *x\n"), "papers/a.yml:2:8"),
    "yaml.anchor": (a("title: T\nvenue: &x V\n"), "papers/a.yml:2:8"),
    "yaml.merge": (a("title: T\n<<: {venue: V}\n"), "papers/a.yml:2:1"),
    "yaml.tag": (a("title: T\nvenue: !!str V\n"), "papers/a.yml:2:8"),
    "yaml.documents": (a("title: T\n---\ntitle: U\n"), "papers/a.yml:2:1"),
    "yaml.too-large": (a("title: T\nvenue: V\n" + "#" * 20_000_000), "papers/a.yml:1:1"),
    "yaml.too-deep": (a("title: T\nvenue: " + "[" * 40 + "]" * 40), "papers/a.yml:2:39"),
    "text.invisible": (a("title: T\nvenue: a\u202eb\n"), "papers/a.yml:2:9"),
    "field.unknown": (a("title: T\ntitel: T\n"), "papers/a.yml:2:1"),
    "field.missing": (a("title: T\nresults:\n  - value: 3\n"), "papers/a.yml:3:5"),
    "field.type": (a("title: T\nauthors: A\n"), "papers/a.yml:2:10"),
    "field.value": (a("title: T\nvenue: ''\n"), "papers/a.yml:2:8"),
    "key.form": (a("title: T\nfamilies:\n  - A Family\n"), "papers/a.yml:3:5"),
    "key.file-name": ({"papers/Ernie 9.yml": "title: T\n"}, "papers/Ernie 9.yml:1:1"),
    "key.windows": ({"papers/aux.yml": "title: T\n"}, "papers/aux.yml:1:1"),
    "former-key.clash": (a("title: T\nformer_keys:\n  - b\n") | {"papers/b.yml": "title: Other\n"}, "papers/a.yml:3:5"),
    "date.form": (a("title: T\ndate: '5 July'\n"), "papers/a.yml:2:7"),
    "date.value": (a("title: T\ndate: '2021-02-30'\n"), "papers/a.yml:2:7"),
    "date.arxiv": (a("title: T\ndate: '2019'\nidentifiers:\n  arxiv: '2107.02137'\n"), "papers/a.yml:2:7"),
    "date.acl": (a("title: T\ndate: '2022'\nidentifiers:\n  acl: P19-1441\n"), "papers/a.yml:2:7"),
    "status.twice": (a("title: T\nstatus:\n  - retracted\n  - kind: retracted\n"), "papers/a.yml:4:5"),
    "status.date": (a("title: T\ndate: '2022'\nstatus:\n  kind: retracted\n  date: '2021-05'\n"), "papers/a.yml:5:9"),
    "ref.retracted": (
        a("title: T\nbuilds_on:\n  - paper: b\n    why: its nets\n")
        | {"papers/b.yml": "title: Other\nstatus: retracted\n"},
        "papers/a.yml:3:12",
    ),
    "date.published": (a("title: T\ndate: '2022'\npublished: '2020'\n"), "papers/a.yml:3:12"),
    "id.arxiv": (a("title: T\nidentifiers:\n  arxiv: 2107.02137v2\n"), "papers/a.yml:3:10"),
    "id.doi": (a("title: T\nidentifiers:\n  doi: 10.5555/ABC\n"), "papers/a.yml:3:8"),
    "id.acl": (a("title: T\nidentifiers:\n  acl: nothing\n"), "papers/a.yml:3:8"),
    "id.openreview": (a("title: T\nidentifiers:\n  openreview: x y\n"), "papers/a.yml:3:15"),
    "url.scheme": (a("title: T\nlinks:\n  code: javascript:x\n"), "papers/a.yml:3:9"),
    "url.form": (a("title: T\nlinks:\n  code: 'https://a b'\n"), "papers/a.yml:3:9"),
    "ref.family": (a("title: T\nfamilies:\n  - tinny\n") | {"taxonomy.yml": TAXONOMY}, "papers/a.yml:3:5"),
    "ref.topic": (a("title: T\ntopics:\n  - bookz\n") | {"taxonomy.yml": TAXONOMY}, "papers/a.yml:3:5"),
    "ref.paper": (a("title: T\nbuilds_on:\n  - b\n"), "papers/a.yml:3:5"),
    "ref.renamed": (
        a("title: T\nformer_keys: [old]\n")
        | {"paths/p.yml": "title: P\naudience: All.\nsteps:\n  - paper: old\n    why: w\n"},
        "paths/p.yml:4:12",
    ),
    "ref.self": (a("title: T\ncompared_with:\n  - a\n"), "papers/a.yml:3:5"),
    "ref.twice": (a("title: T\ntopics: [books, books]\n") | {"taxonomy.yml": TAXONOMY}, "papers/a.yml:2:17"),
    "ref.cycle": (
        a("title: T\nbuilds_on:\n  - b\n") | {"papers/b.yml": "title: Other\nbuilds_on: [a]\n"},
        "papers/a.yml:3:5",
    ),
    "taxonomy.cycle": ({"taxonomy.yml": f"topics:\n  x:\n{NODE}    parents:\n      - x\n"}, "taxonomy.yml:6:9"),
    "paper.no-title": (a("display: Some words\n"), "papers/a.yml:1:1"),
    "paper.author-count": (a("title: T\nauthors: [A, B]\nauthor_count: 1\n"), "papers/a.yml:3:15"),
    "paper.duplicate-identifier": (
        a("title: T\nidentifiers:\n  doi: 10.5555/a\n")
        | {"papers/b.yml": "title: Other\nother_versions:\n  - doi: 10.5555/a\n"},
        "papers/b.yml:3:10",
    ),
    "paper.similar-title": (
        a("title: Long Context Pretraining\n") | {"papers/b.yml": "venue: V\ntitle: Long Context Pre-training\n"},
        "papers/b.yml:2:8",
    ),
    "summary.copied": (a(f"title: T\nsummary: It says that {ABSTRACT}.\nabstract: {ABSTRACT}\n"), "papers/a.yml:2:10"),
    "result.kind": (a("title: T\nresults:\n  - benchmark: Q\n    value: 3\n    unit: x\n"), "papers/a.yml:5:11"),
    "result.better": (
        a("title: T\nresults:\n  - benchmark: Q\n    metric: FID\n    value: 3\n"),
        "papers/a.yml:4:13",
    ),
    "result.directions": (
        a("title: T\nresults:\n  - benchmark: Q\n    value: 3\n")
        | {"papers/b.yml": "title: Other\nresults:\n  - benchmark: Q\n    value: 3\n    better: lower\n"},
        "papers/a.yml:3:5",
    ),
    "result.twice": (
        a("title: T\nresults:\n  - benchmark: B\n    value: 1\n  - benchmark: B\n    value: 1\n"),
        "papers/a.yml:5:16",
    ),
    "result.units": (
        a("title: T\nresults:\n  - benchmark: Q\n    value: 3\n    unit: s\n")
        | {"papers/b.yml": "title: Other\nresults:\n  - benchmark: Q\n    value: 3\n    unit: ms\n"},
        "papers/b.yml:5:11",
    ),
    "version.unnamed": (a("title: T\nother_versions:\n  - date: '2021'\n"), "papers/a.yml:3:5"),
    "version.twice": (
        a("title: T\nidentifiers:\n  doi: 10.5555/a\nother_versions:\n  - doi: 10.5555/a\n"),
        "papers/a.yml:5:10",
    ),
    "version.newer": (
        a("title: T\npublished: '2020'\nother_versions:\n  - venue: V\n    date: '2022'\n"),
        "papers/a.yml:5:11",
    ),
    "decision.clash": (
        a("title: T\n")
        | {
            "imports/l.yml": LEDGER.format("a"),
            "decisions.yml": SAME.format("a", "'l#1'") + SAME.format("'l#1'", "a").replace("same", "different"),
        },
        "decisions.yml:5:12",
    ),
    "decision.reference": ({"decisions.yml": "- reject: nothing\n  reason: r\n"}, "decisions.yml:1:11"),
    "decision.rejected-paper": (
        a("title: T\nidentifiers:\n  arxiv: '2107.02137'\n")
        | {"decisions.yml": "- reject:\n    - doi:10.5555/x\n    - arXiv:2107.02137v2\n  reason: r\n"},
        "decisions.yml:3:7",
    ),
    "decision.rejected-twice": (
        {"decisions.yml": "- reject: doi:10.5555/x\n  reason: r\n- reject: https://doi.org/10.5555/X\n  reason: r\n"},
        "decisions.yml:3:11",
    ),
    "decision.self": (a("title: T\n") | {"decisions.yml": SAME.format("a", "a")}, "decisions.yml:1:9"),
    "decision.two-papers": (
        a("title: T\n") | {"papers/b.yml": "title: Other\n", "decisions.yml": SAME.format("a", "b")},
        "decisions.yml:1:9",
    ),
    "content.changed": (a("title: T\n") | {"papers/a.yml.shelf-new": "title: U\n"}, "papers/a.yml.shelf-new:1:1"),
    "content.unfinished": ({".shelf-ready/x": ""}, ":1:1"),
    "file.unreadable": ({"papers/a.yml/x": ""}, "papers/a.yml:1:1"),
    "file.conflict": (
        a("title: T\n<<<<<<< HEAD\nvenue: V\n=======\nvenue: W\n>>>>>>> branch\n"),
        "papers/a.yml:2:1",
    ),
    "config.plugin": ({"../mkdocs.yml": "site_name: S\nplugins:\n  - search\n"}, "mkdocs.yml:2:1"),
    "config.other": ({"../mkdocs.yml": "plugins: [shelf]\n", "../zensical.toml": ""}, "zensical.toml:1:1"),
    "pages.notice": ({"../mkdocs.yml": "plugins: [shelf]\n", "pages/index.md": "Ponds.\n"}, "pages/index.md:1:1"),
    "file.link": ({"pages/a.md": Path("../../mkdocs.yml")}, "pages/a.md:1:1"),
}


def spread(root: Path, files: Files) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            path.symlink_to(content)
            continue
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty content folder below the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    return Path("content")


def places(problems: list[Problem]) -> list[tuple[str, str]]:
    """Return code and place, under content/, of each problem."""
    return [(p.code, f"{p.path.removeprefix('content').lstrip('/')}:{p.line}:{p.column}") for p in problems]


@pytest.mark.parametrize("code", FIRED)
def test_each_code_is_fired_at_its_place(code: str, root: Path) -> None:
    """A minimal file has only this fault, reported once, at its line and column, with a hint."""
    files, place = FIRED[code]
    spread(root, files)
    problems = catalogue.inspect(root)[1]
    assert places(problems) == [(code, place)]
    assert problems[0].message
    assert problems[0].hint


def renamed(repository: Repository) -> None:
    (repository.content / "papers/otter.yml").rename(repository.content / "papers/sea-otter.yml")


def lost(repository: Repository) -> None:
    renamed(repository)
    blob = repository.git("rev-parse", "HEAD:content/papers/otter.yml").strip()
    (repository.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()


def doubtful(repository: Repository) -> None:
    (repository.folder / ".git/config").write_text("[core\n")


def uncommitted(repository: Repository) -> None:
    shutil.rmtree(repository.folder / ".git")


GIT: dict[str, tuple[Callable[[Repository], None], str, str]] = {
    "key.renamed": (renamed, "HEAD", "content/papers/sea-otter.yml:1:1"),
    "git.unknown-revision": (lambda _: None, "nowhere", ".:1:1"),
    "git.incomplete": (lost, "HEAD", "content:1:1"),
    "git.refused": (doubtful, "HEAD", "content:1:1"),
    "git.no-repository": (uncommitted, "HEAD", "content:1:1"),
    "git.missing": (lambda _: None, "HEAD", "git:1:1"),
}


@pytest.mark.parametrize("code", GIT)
def test_each_code_about_git_is_fired(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git does not know or cannot do is a problem with a code, reported at the folder or file concerned."""
    spoil, revision, place = GIT[code]
    repository = small(tmp_path / "repository")
    spoil(repository)
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    if code == "git.missing":
        monkeypatch.setenv("PATH", "")
    try:
        problems = recent.inspect(Path("content"), revision)[1]
    except ShelfError as error:
        problems = list(error.problems)
    found = [
        (p.code, f"{p.path.removeprefix(str(tmp_path / 'repository') + '/')}:{p.line}:{p.column}") for p in problems
    ]
    assert found == [(code, place)]


EXTENSIONS = {
    "extension.missing": ("import nothing_like_that\n", 1),
    "extension.refused": ("CHECK = None\n", 1),
    "extension.failed": (
        "from generator.checks import Check\ndef run(shelf):\n    yield shelf.papers['x']\nCHECK = Check(title='T', codes=[], run=run)\n",
        3,
    ),
}


@pytest.mark.parametrize("code", EXTENSIONS)
def test_each_code_about_extensions_is_fired(code: str, root: Path, extend: Extend) -> None:
    """A broken check is a problem at its own line."""
    text, line = EXTENSIONS[code]
    folder = extend({"tides.py": text}, {"check": {"summaries": "tides:CHECK"}})
    [problem] = catalogue.inspect(root)[1]
    assert (problem.code, problem.path, problem.line) == (code, f"{folder}/tides.py", line)
    assert "the check 'summaries' of tides 1.0" in problem.message
    assert problem.hint


def test_codes_of_the_command_itself(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing folder and a summary that cannot be written are problems, too."""
    assert shelf("check").stderr.startswith("content:1:1: content.missing: ")
    (tmp_path / "content").mkdir()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    done = shelf("check", "--format", "github")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{tmp_path}:1:1: file.access: ")


def test_no_code_is_without_a_test() -> None:
    """The four tests above trigger every registered code."""
    assert {*FIRED, *GIT, *EXTENSIONS, "content.missing", "file.access"} == CODES.keys()


def test_the_registry_and_the_source_agree() -> None:
    """Every code in the source is explained, and every explained code is used."""
    used: set[str] = set()
    for path in CHECKED:
        tree = ast.parse(path.read_text("utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "code":
                assert isinstance(node.value, (ast.Constant, ast.Name)), (
                    f"{path.name}:{node.value.lineno}: spell it out"
                )
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
                used |= {node.value} if _CODE.fullmatch(node.value) and not _OTHER.fullmatch(node.value) else set()
    assert used == CODES.keys()


def test_each_code_is_explained() -> None:
    """Each code has a sentence of its own."""
    assert len(CODES) == sum(map(len, GROUPS.values()))
    for one in CODES.values():
        assert one.meaning.endswith(".")
        assert one.fix.endswith(".")
    meanings = [one.meaning for one in CODES.values()]
    assert len(set(meanings)) == len(meanings)


def test_list_prints_every_code(shelf: Shelf) -> None:
    """--list works as text and as JSON, and needs no shelf."""
    done = shelf("check", "--list")
    assert done.returncode == 0
    assert all(f"  {one.code}\n    {one.meaning}\n    {one.fix}\n" in done.stdout for one in CODES.values())
    groups = json.loads(shelf("check", "--list", "--format", "json").stdout)["groups"]
    assert {one["code"] for group in groups.values() for one in group} == CODES.keys()


def test_a_faulty_file_hides_no_other_fault(root: Path) -> None:
    """References, identifiers, circles and copied words are reported even if the file has a fault elsewhere."""
    tie = "identifiers:\n  arxiv: '2107.02137'\n"
    spread(
        root,
        {
            "papers/a.yml": f"title: A\n{tie}",
            "papers/b.yml": f"titel: B\n{tie}families:\n  - tinny\nbuilds_on:\n  - c\n  - aa\n",
            "papers/c.yml": f"title: C\nvenu: V\nbuilds_on:\n  - b\nsummary: {ABSTRACT}\nabstract: {ABSTRACT}\n",
            "papers/d.yml": "title: [\n",
            "taxonomy.yml": f"families:\n  tiny:\n    nam: Nets\n    parents: [huge]\n  other:\n{NODE}",
        },
    )
    assert places(catalogue.inspect(root)[1]) == [
        ("field.unknown", "papers/b.yml:1:1"),
        ("paper.duplicate-identifier", "papers/b.yml:3:10"),
        ("ref.family", "papers/b.yml:5:5"),
        ("ref.cycle", "papers/b.yml:7:5"),
        ("ref.paper", "papers/b.yml:8:5"),
        ("field.unknown", "papers/c.yml:2:1"),
        ("summary.copied", "papers/c.yml:5:10"),
        ("yaml.syntax", "papers/d.yml:1:8"),
        ("field.missing", "taxonomy.yml:3:5"),
        ("field.unknown", "taxonomy.yml:3:5"),
        ("ref.family", "taxonomy.yml:4:15"),
    ]


def test_a_name_that_cannot_be_a_key_says_which_was_meant(root: Path) -> None:
    """A model's name, or a key with a dot or capitals, gets the right key as its hint; the rest of the list is checked."""
    spread(root, {"papers/tea-2-0.yml": "title: Tea\naliases: [The Big Kettle]\n", "taxonomy.yml": TAXONOMY})
    listed = "builds_on: [tea-2.0, Tea 2.0, tea_2.0, The Big Kettle, tea-2-1, a]\nfamilies: [Tiny, tinny]\n"
    spread(root, a(f"title: T\n{listed}former_keys: [A B, ab, ab]\n"))
    problems = catalogue.inspect(root)[1]
    assert [(p.code, p.column, p.hint.partition("?")[0].partition(":")[0]) for p in problems] == [
        ("key.form", 13, "did you mean tea-2-0"),
        ("key.form", 22, "did you mean tea-2-0"),
        ("key.form", 31, "did you mean tea-2-0"),
        ("key.form", 40, "did you mean tea-2-0"),
        ("ref.paper", 56, "did you mean tea-2-0"),
        ("ref.self", 65, "delete it"),
        ("key.form", 12, "did you mean tiny"),
        ("ref.family", 18, "did you mean tiny"),
        ("key.form", 15, "write a-b"),
        ("ref.twice", 24, "delete one of the two lines"),
    ]


def test_of_many_papers_the_nearest_are_named_always_the_same(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hint lists a few, independent of the order of a set: two runs print the same."""
    spread(tmp_path / "content", {f"papers/tea-{n}.yml": f"title: Number {n}\n" for n in range(30)})
    spread(tmp_path / "content", a("title: T\nbuilds_on: [xyz]\n"))
    printed = set()
    for seed in range(3):
        monkeypatch.setenv("PYTHONHASHSEED", str(seed))
        printed.add(shelf("check").stderr)
    assert len(printed) == 1
    assert re.search(r"hint: closest: [a-z0-9-]+(, [a-z0-9-]+){4}\n", printed.pop())


def test_values_without_quotes_are_checked_as_if_they_had_them(root: Path) -> None:
    """All faults show at once: adding the quotes reveals no other fault."""
    spread(root, a("title: T\ndate: 2019-13\nidentifiers:\n  arxiv: 2107.02137\n"))
    spread(root, {"papers/b.yml": "title: Other\ndate: 2019\nidentifiers:\n  arxiv: 2107.02137\n  doi: 10.5555\n"})
    assert places(catalogue.inspect(root)[1]) == [
        ("date.arxiv", "papers/a.yml:2:7"),
        ("date.value", "papers/a.yml:2:7"),
        ("yaml.unquoted", "papers/a.yml:4:10"),
        ("date.arxiv", "papers/b.yml:2:7"),
        ("yaml.unquoted", "papers/b.yml:2:7"),
        ("paper.duplicate-identifier", "papers/b.yml:4:10"),
        ("yaml.unquoted", "papers/b.yml:4:10"),
        ("id.doi", "papers/b.yml:5:8"),
        ("yaml.unquoted", "papers/b.yml:5:8"),
    ]


@pytest.mark.parametrize(("arxiv", "found"), [("2107.2137", True), ("1412.06980", True), ("1412.6980", False)])
def test_an_arxiv_id_that_lost_a_digit(arxiv: str, found: bool, root: Path) -> None:  # noqa: FBT001
    """Up to 2014 there are four digits after the dot, then five."""
    spread(root, a(f"title: T\nidentifiers:\n  arxiv: '{arxiv}'\n"))
    assert places(catalogue.inspect(root)[1]) == ([("id.arxiv", "papers/a.yml:3:10")] if found else [])


def test_of_two_papers_that_may_be_one_the_changed_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the keys: if somebody adds a paper that exists already, the problem is reported at the new file."""
    repository = small(tmp_path / "repository")
    text = "title: Long Context Pretraining\nidentifiers:\n  doi: 10.5555/a\n"
    repository.paper("m", text)
    repository.commit()
    for key in ("b", "z"):
        repository.paper(key, text.replace("Pretraining", "Pre-training"))
        monkeypatch.chdir(repository.folder)
        problems = recent.inspect(Path("content"), "HEAD")[1]
        assert {Path(problem.path).stem for problem in problems} == {key}
        assert {problem.code for problem in problems} == {"paper.similar-title", "paper.duplicate-identifier"}
        (repository.content / f"papers/{key}.yml").unlink()


def test_one_name_where_a_list_is_due_is_looked_up(root: Path) -> None:
    """It lacks its dash, and it is unknown: both are reported."""
    spread(root, a("title: T\nbuilds_on: b\n"))
    assert places(catalogue.inspect(root)[1]) == [
        ("field.type", "papers/a.yml:2:12"),
        ("ref.paper", "papers/a.yml:2:12"),
    ]


def test_a_faulty_decision_hides_no_other(root: Path) -> None:
    """In a file with a fault, the sound decisions are checked and count."""
    spread(root, a("title: Long Context Pretraining\n") | {"papers/b.yml": "title: Long Context Pre-training\n"})
    different = "- pair: [a, b]\n  verdict: different\n  reason: ''\n"
    spread(root, {"decisions.yml": f"{different}- pair: [a, c]\n  verdict: sam\n{SAME.format('a', 'nobody')}"})
    assert places(catalogue.inspect(root)[1]) == [
        ("field.value", "decisions.yml:3:11"),
        ("field.missing", "decisions.yml:4:3"),
        ("field.value", "decisions.yml:5:12"),
        ("ref.paper", "decisions.yml:6:13"),
    ]


@pytest.mark.parametrize(
    ("summary", "found"),
    [
        (f"Here {ABSTRACT} and so on.", True),
        ("Herons wade, where the WATER is shallow – and wait for small fish to come near; the rest is mine.", True),
        (" ".join(word for word in ABSTRACT.split() if word not in {"and", "their"}), True),
        (
            "Wading birds wait in the morning, where the water is shallow, until small fish come near to their feet and are caught at last.",
            False,
        ),
        ("Herons wade where the water is shallow.", False),
    ],
)
@pytest.mark.parametrize("printed", [False, True])
def test_copied_summaries(summary: str, found: bool, printed: bool, root: Path) -> None:  # noqa: FBT001
    """Twelve consecutive words, or most of the words in order, are too many: from an abstract or from its fingerprint."""
    spread(root, a(f"title: T\nsummary: '{summary}'\n" + ("" if printed else f"abstract: {ABSTRACT}\n")))
    if printed:
        spread(root, {"imports/l.yml": LEDGER.format("a") + f"    sketch: '{fingerprints.fingerprint(ABSTRACT)}'\n"})
    assert places(catalogue.inspect(root)[1]) == ([("summary.copied", "papers/a.yml:2:10")] if found else [])


def test_one_identifier_under_two_names(root: Path) -> None:
    """An ACL DOI contains the Anthology id."""
    spread(root, a("title: T\nidentifiers:\n  acl: P19-1441\n"))
    spread(root, {"papers/b.yml": "title: Other\nidentifiers:\n  doi: 10.18653/v1/p19-1441\n"})
    assert places(catalogue.inspect(root)[1]) == [("paper.duplicate-identifier", "papers/b.yml:3:8")]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("papers/ernie-9", "rename it to ernie-9.yml"),
        ("papers/ernie-9.yml.txt", "rename it to ernie-9.yml"),
        ("papers/new/ernie-9.yml", "move its files up into papers/"),
        ("paper/ernie-9.yml", "did you mean papers?"),
        ("ernie-9.yml", "move it to papers/ if it is a paper"),
        ("decisions.yaml", "rename it to decisions.yml"),
        ("papers/Ernie 9.yaml", "rename it to ernie-9.yml"),
        ("papers/name-of-the-paper.yml", "name it after the paper: ernie-3-0.yml"),
        ("papers/百度.yml", "rename it, using only the letters a to z and digits: ernie-3-0.yml"),
        ("papers/notes.txt", "rename it to notes.yml if it is a paper; otherwise move it elsewhere"),
    ],
)
def test_files_that_nothing_reads(name: str, hint: str, root: Path) -> None:
    """A file in the wrong place, or without .yml, is not silently ignored."""
    spread(root, {name: "title: T\n"})
    [problem] = catalogue.inspect(root)[1]
    assert (problem.code, problem.hint) == ("key.file-name", hint)


def test_a_rename_that_a_ledger_remembers_says_what_to_add(root: Path) -> None:
    """After a rename without former_keys, the hint is the line to add, wherever the old key is used."""
    record = LEDGER.format("old") + "    title: Long Context Pretraining\n"
    spread(root, {"imports/l.yml": record, "papers/new.yml": "title: Long context pretraining\n"})
    spread(root, {"papers/b.yml": "title: Other\nbuilds_on: [old]\n"})
    problems = catalogue.inspect(root)[1]
    assert places(problems) == [("ref.paper", "imports/l.yml:7:12"), ("ref.paper", "papers/b.yml:2:13")]
    hint = "did you rename it to new? if so, add to content/papers/new.yml: former_keys: [old]"
    assert [problem.hint for problem in problems] == [hint, hint]
    spread(root, {"papers/new.yml": "title: Long context pretraining\nformer_keys: [old]\n"})
    [problem] = catalogue.inspect(root)[1]
    assert problem.hint == "it was renamed: write new"


def test_a_deleted_paper_is_missed_where_others_name_it(root: Path) -> None:
    """Papers, decisions, questions and ledgers; a question only gives a warning, since the next import removes it."""
    spread(root, a("title: T\ncompared_with: [gone]\n") | {"imports/l.yml": LEDGER.format("gone")})
    spread(root, {"decisions.yml": SAME.format("a", "gone"), "review.yml": "- pair: [a, gone]\n"})
    problems = catalogue.inspect(root)[1]
    assert places(problems) == [
        ("ref.paper", "decisions.yml:1:13"),
        ("ref.paper", "imports/l.yml:7:12"),
        ("ref.paper", "papers/a.yml:2:17"),
        ("ref.paper", "review.yml:1:13"),
    ]
    assert [problem.severity for problem in problems] == ["error", "error", "error", "warning"]


def test_problems_of_changed_files_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest follows in the usual order; deleting a paper for good is not a rename."""
    repository = small(tmp_path / "repository")
    spread(repository.content, {"papers/a.yml": "titel: A\n", "papers/b.yml": "titel: B\n"})
    repository.commit()
    spread(repository.content, {"papers/z.yml": "titel: Z\n", "papers/b.yml": "titl: B\n"})
    (repository.content / "papers/otter.yml").unlink()
    monkeypatch.chdir(repository.folder)
    problems = recent.inspect(Path("content"), "HEAD")[1]
    assert [Path(problem.path).stem for problem in problems] == ["b", "z", "a"]
    assert git.revision(Path("content"), "HEAD").prefix == "content"


def test_a_rename_with_a_former_key_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a former key the old address still works; without it the hint is the line to add."""
    repository = small(tmp_path / "repository")
    renamed(repository)
    monkeypatch.chdir(repository.folder)
    [problem] = recent.inspect(Path("content"), "HEAD")[1]
    assert problem.hint == "did you rename otter.yml to sea-otter.yml? if so, add to it: former_keys: [otter]"
    path = repository.content / "papers/sea-otter.yml"
    path.write_text(path.read_text() + "former_keys:\n  - otter\n")
    assert recent.inspect(Path("content"), "HEAD")[1] == []


@pytest.mark.parametrize("form", ["topics:\n{}", "builds_on:\n{}", "former_keys:\n{}", "families:\n{}"])
@pytest.mark.parametrize("name", ["- t-{}\n", "- t\n", "- T {}\n"])
def test_long_lists_cost_what_they_weigh(tmp_path: Path, form: str, name: str) -> None:
    """Each element is checked, and has its own place, at a cost that is linear in their number."""

    def inspected(count: int) -> list[Problem]:
        rows = "".join(name.format(at) for at in range(count))
        spread(tmp_path, {"taxonomy.yml": TAXONOMY, "papers/a.yml": "title: T\n" + form.format(rows)})
        return catalogue.inspect(tmp_path)[1]

    assert growth(inspected, 16_000, 4_000) < TOO_STEEP


SINGLE = "write a single text, not a list or fields; quote it if it contains ': ' or begins with [ or {"
RELATED = """\
title: New
builds_on:
  - old
  - paper: old
    how: extends
  - paper: old
    how: uses
    why: its pond
  - paper: old
    how: uses
  - paper: olt
    how: uses
  - paper: former
    why: renamed since
  - paper: a
    how: extends
compared_with:
  - paper: old
    how: evaluates
  - paper: a
"""


def test_relations_with_how_and_why_are_checked_like_keys(root: Path) -> None:
    """The key inside is named with its place; two different relations to one paper are fine, the same twice is not."""
    spread(root, {"papers/old.yml": "title: Old\nformer_keys:\n  - former\n"})
    spread(root, a(RELATED))
    assert [(p.line, p.column, p.code, p.hint) for p in catalogue.inspect(root)[1]] == [
        (4, 12, "ref.twice", "delete one of the two"),
        (6, 12, "ref.twice", "delete one of the two"),
        (9, 12, "ref.twice", "delete one of the two"),
        (11, 12, "ref.paper", "did you mean old?"),
        (13, 12, "ref.paper", "it was renamed: write old"),
        (15, 12, "ref.self", "delete it"),
        (20, 12, "ref.self", "delete it"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("  - paper: old\n    how: extend\n", (4, 10, "field.value", "did you mean extends?")),
        ("  - paper: old\n    how: initialises from\n", (4, 10, "field.value", "did you mean initialises-from?")),
        (
            "  - paper: old\n    how: evaluates\n",
            (4, 10, "field.value", "allowed: extends, initialises-from, distils, uses"),
        ),
        ("  - paper: old\n    type: uses\n", (4, 5, "field.unknown", "did you mean how?")),
        ("  - how: uses\n", (3, 5, "field.missing", "add a line paper: …")),
        ("  - paper: Old One\n", (3, 12, "key.form", "did you mean old-one?")),
        ("  - paper: 2021\n", (3, 12, "yaml.unquoted", "quote it: '2021'")),
        ("  - paper: old\n    why: 2021\n", (4, 10, "yaml.unquoted", "quote it: '2021'")),
        ("  - paper: old\n    why: ''\n", (4, 10, "field.value", "leave the line out, or fill it in")),
        (f"  - paper: old\n    why: {'w' * 201}\n", (4, 10, "field.value", "shorten it")),
        ('  - paper: old\n    why: "two\\nlines"\n', (4, 10, "field.value", "write it on one line")),
        ("  - paper: old\n    why: [a]\n", (4, 10, "field.type", SINGLE)),
        ("  - [old]\n", (3, 5, "field.type", SINGLE)),
        ("  -\n", (3, 4, "field.type", "leave the line out, or fill it in")),
    ],
)
def test_a_faulty_relation_has_its_place_and_a_hint(
    root: Path, lines: str, expected: tuple[int, int, str, str]
) -> None:
    """Whatever stands there, nothing else is reported, and the other papers are still read."""
    spread(root, {"papers/old.yml": "title: Old\n", "papers/old-one.yml": "title: A second old one\n"})
    spread(root, a(f"title: T\nbuilds_on:\n{lines}"))
    assert [(p.line, p.column, p.code, p.hint) for p in catalogue.inspect(root)[1]] == [expected]


def test_a_circle_of_relations_is_found_however_they_are_written(root: Path) -> None:
    """Only what builds on another counts: two papers may be compared with each other."""
    spread(root, {"papers/b.yml": "title: Other\nbuilds_on:\n  - paper: a\n    how: uses\ncompared_with: [a]\n"})
    spread(root, a("title: T\nbuilds_on:\n  - c\n  - paper: b\n    how: extends\ncompared_with: [b]\n"))
    spread(root, {"papers/c.yml": "title: Third\n"})
    assert [(p.path[-12:], p.line, p.column, p.code) for p in catalogue.inspect(root)[1]] == [
        ("papers/a.yml", 4, 12, "ref.cycle")
    ]


def test_references_of_a_faulty_paper_are_still_checked(root: Path) -> None:
    """A fault in one relation hides no unknown key in another."""
    spread(root, a("title: T\nbuilds_on:\n  - paper: old\n    how: extend\n  - nobody\n  - paper: none\n"))
    spread(root, {"papers/old.yml": "title: Old\n"})
    assert [(p.line, p.code) for p in catalogue.inspect(root)[1]] == [
        (4, "field.value"),
        (5, "ref.paper"),
        (6, "ref.paper"),
    ]
