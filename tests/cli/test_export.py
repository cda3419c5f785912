"""`shelf export`: which papers land in which file, and what is said if none does."""

import os

import pytest

from tests.cli import forking
from tests.site import invented


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Return the folder of a project; tests only add files beside its content."""
    folder = tmp_path_factory.mktemp("export")
    invented.project(folder)
    return folder


@pytest.fixture
def export(project):
    """Return a function that runs the command in the project."""

    def run(*arguments, **environment):
        return forking.run("generator.cli", "export", *arguments, cwd=project, env={**os.environ, **environment})

    return run


def test_a_query_decides_which_papers_are_written(export, project):
    """Its words may be one argument or several, and an excluded one may come first."""
    wanted = None
    for words in (["-title:deeper has:code family:heron"], ["-title:deeper", "has:code", "family:heron"]):
        done = export("some.md", *words)
        assert (done.returncode, done.stderr) == (0, "")
        text = (project / "some.md").read_text("utf-8")
        assert text == (wanted := wanted or text)
        assert text.count("\n- ") == 1
    assert done.stdout == "some.md already had 1 paper\n"


def test_each_suffix_has_its_format(export, project):
    """Capitals do not count, and folders are made; an existing file is replaced."""
    starts = {"a.bib": "@", "b.RIS": "TY  - ", "c.json": "[", "new/d.csv": "id,", "e.md": "# ", "f.tex": "% "}
    for name, start in starts.items():
        (project / "e.md").write_text("old")
        done = export(name)
        assert done.stdout == f"{name} now has {len(invented.PAPERS)} papers\n"
        assert (project / name).read_text("utf-8").startswith(start)


REFUSED = {
    (
        "x.doc",
    ): "x.doc:1:1: export.suffix: cannot write a file whose name ends in '.doc'\n  hint: use one of .bib, .ris, .json, .csv, .md, .tex, .pdf\n",
    ("x",): "x:1:1: export.suffix: cannot write a file whose name ends in ''\n",
    (
        "x.md",
        "heron is:starred",
    ): "query:1:7: query.reader: is:starred asks for marks and notes, which only a reader's browser has\n",
    ("x.md", "heron", "year:soon"): "query:1:12: query.value: soon is not a year\n",
    ("x.md", "zxqvzxqv\x1b[1m"): "query:1:1: query.nothing: no paper has zxqvzxqv\\x1b[1m\n",
    (
        "x.md",
        "otter family:heron",
    ): "query:1:1: query.nothing: no paper fits all of the query\n  hint: leave out a part of it\n",
    ("x.md", "--content", "elsewhere"): "elsewhere:1:1: content.missing: there is no such folder\n",
}


@pytest.mark.parametrize(("arguments", "told"), REFUSED.items(), ids=map(" ".join, REFUSED))
def test_what_cannot_be_written_is_a_problem(export, project, arguments, told):
    """The exit code is 1, and there is no file."""
    done = export(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(told)
    assert not (project / arguments[0]).exists()


def test_without_a_browser_there_is_no_pdf(export, project, tmp_path):
    """The old file stays; the hint says what to install."""
    (project / "old.pdf").write_text("old")
    done = export("old.pdf", PATH=str(tmp_path))
    assert done.returncode == 1
    assert "export.no-browser" in done.stderr
    assert "hint: install one" in done.stderr
    assert (project / "old.pdf").read_text() == "old"


def test_an_option_that_does_not_exist_is_no_query(export, project):
    """Neither is -h, which shows the help."""
    done = export("x.md", "--contnet", "content")
    assert done.returncode == 2
    assert "No such option" in done.stderr
    assert not (project / "x.md").exists()
    assert "Usage" in export("-h").stdout
