"""The layout of generator/ and tests/: a stranger goes to the right file by its name."""

import re
from collections import Counter
from pathlib import Path

from tests.conftest import ROOT

# Names that mean the same wherever they stand: what turns a text into records, what lists all of a kind, what tells people the
# outcome of a command, what writes a format or the site, and what other packages add to ours.
REPEATED = {"extensions", "parser", "registry", "report", "writer"}


def modules(folder: str) -> list[Path]:
    """Return the Python files below a folder of the project, but for what a new shelf is made of."""
    found = (path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))
    return [path for path in found if not {"fresh", "skeleton", "__pycache__"} & {*path.parts}]


def test_base_names_are_unique():
    """No name stands for two things; the few that repeat mean the same everywhere."""
    names = Counter(path.stem for path in modules("generator") if not path.stem.startswith("__"))
    assert {name for name, count in names.items() if count > 1} <= REPEATED


def test_nothing_is_loose():
    """generator/ has two modules of its own, tests/ what all tests share."""
    assert {path.name for path in modules("generator") if len(path.parts) == 2} == {"__init__.py", "problems.py"}
    assert {path.name for path in modules("tests") if len(path.parts) == 2} == {
        "__init__.py",
        "citations_fixture.py",
        "conftest.py",
    }


def test_tests_mirror_the_packages():
    """Each package of generator/ has a folder of tests under its name."""
    packages = {path.parts[1] for path in modules("generator") if len(path.parts) > 2}
    assert packages - {path.parts[1] for path in modules("tests") if len(path.parts) > 2} == set()


def test_each_file_says_what_it_is_for():
    """Every module begins with one sentence."""
    for path in (*modules("generator"), *modules("benchmarks")):
        assert (ROOT / path).read_text(encoding="utf-8").startswith('"""'), path


def test_no_two_scripts_of_the_site_share_a_name():
    """Scripts are no modules, so that they work from file://: a function of one would silently replace that of another."""
    named = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
    scripts = (ROOT / "overrides" / "assets").glob("*.js")
    names = Counter(name for script in scripts for name in named.findall(script.read_text("utf-8")))
    assert {name for name, count in names.items() if count > 1} == set()
    assert names["hashOf"] == 1
