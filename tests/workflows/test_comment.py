"""comment.py, which has write access, with artifacts that anybody may have made."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.workflows.conftest import Script
from tests.workflows.fake_github import FakeGitHub, zipped

SHA = "a" * 40
MARKER = "<!-- shelf diff -->"
RUN = {"id": 5, "head_sha": SHA, "head_branch": "otters", "head_repository": {"id": 77}}
GOOD = {"summary.md": f"{MARKER}\n### One paper more\n\n`otters`\n", "number.txt": "12\n"}


def pull(**changes: Any) -> dict[str, Any]:
    return {"number": 12, "head": {"sha": SHA, "ref": "otters", "repo": {"id": 77}} | changes}


@pytest.fixture(autouse=True)
def ready(github: FakeGitHub) -> None:
    """One pull request with a finished run."""
    github.pulls[12] = pull()
    github.artifacts["summary"] = zipped(dict(GOOD))


def bodies(github: FakeGitHub, number: int = 12) -> list[str]:
    return [comment["body"] for comment in github.comments.get(number, [])]


def test_one_comment_is_made_then_updated(github: FakeGitHub, script: Script):
    """The first run posts the comment, the second updates it, and a third with the same text does nothing."""
    github.artifacts["reading-shelf-offline.zip"] = b"zip"
    assert script("comment.py", event={"workflow_run": RUN}).returncode == 0
    (first,) = bodies(github)
    assert first.startswith(f"{MARKER}\n### One paper more\n")
    assert "(https://github.example/someone/shelf/actions/runs/5/artifacts/1)" in first
    github.artifacts["summary"] = zipped(GOOD | {"summary.md": f"{MARKER}\nTwo now\n"})
    for changes in (2, 2):
        assert script("comment.py", event={"workflow_run": RUN}).returncode == 0
        assert len(github.changes) == changes
    (second,) = bodies(github)
    assert second.startswith(f"{MARKER}\nTwo now\n")


@pytest.mark.parametrize(("hosted", "links"), [("", False), ("https://someone.example.io/shelf/previews/pr-12/", True)])
def test_the_comment_links_the_hosted_preview(github: FakeGitHub, script: Script, hosted: str, links: bool):  # noqa: FBT001
    """Its address comes from the job that has hosted it, and is empty if nothing was."""
    assert script("comment.py", event={"workflow_run": RUN}, HOSTED=hosted).returncode == 0
    (body,) = bodies(github)
    assert ("[preview, online in a few minutes](https://someone.example.io/shelf/previews/pr-12/)" in body) is links
    assert "[]" not in body
    assert "()" not in body


def test_a_comment_of_someone_else_is_left_alone(github: FakeGitHub, script: Script):
    """A stranger's comment with our marker is not changed and does not block ours, even on a second page."""
    other = {"user": {"login": "mallory", "type": "User"}, "body": f"{MARKER}\nmine"}
    github.comments[12] = [other | {"id": n} for n in range(1, 121)]
    for _ in range(2):
        script("comment.py", event={"workflow_run": RUN})
    assert bodies(github)[:120] == [f"{MARKER}\nmine"] * 120
    assert len(bodies(github)) == 121


def test_the_token_is_not_sent_to_the_store(github: FakeGitHub, script: Script):
    """The artifact is fetched from another host after a redirect, without the token."""
    script("comment.py", event={"workflow_run": RUN})
    assert bodies(github)
    assert github.tokens_at_the_store == []


BOMB = 400_000_000  # bytes, above the memory limit of the tests


@functools.cache
def bomb() -> bytes:
    """Return half a megabyte that unpacks to four hundred."""
    return zipped(GOOD | {"summary.md": f"{MARKER}\n" + "a" * BOMB})


def lying() -> bytes:
    """Return an archive whose index states a small file but whose stream goes on."""
    size = len(MARKER) + 1 + BOMB
    return bomb().replace(size.to_bytes(4, "little"), (20).to_bytes(4, "little"))


def twice() -> bytes:
    """Return an archive with the right names, one of them twice."""
    written = io.BytesIO(zipped(dict(GOOD)))
    with zipfile.ZipFile(written, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("summary.md", GOOD["summary.md"])
    return written.getvalue()


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (b"", "cannot be read"),
        (b"no archive at all", "cannot be read"),
        (zipped({}), "unexpected files"),
        (zipped({"summary.md": GOOD["summary.md"]}), "unexpected files"),
        (zipped(GOOD | {"../../../../tmp/evil": "x"}), "unexpected files"),
        (zipped({"../number.txt": "12", "summary.md": GOOD["summary.md"]}), "unexpected files"),
        (zipped({"/number.txt": "12", "summary.md": GOOD["summary.md"]}), "unexpected files"),
        (twice(), "unexpected files"),
        (bomb, "too large"),  # packed when the test runs: that takes a second
        (lying, "summary"),
        (b"x" * (1 << 21), "too large"),
        (zipped(GOOD | {"summary.md": b"\xff\xfe\x00"}), "cannot be read"),
        (zipped(GOOD | {"summary.md": "no marker"}), "marker"),
        (zipped(GOOD | {"summary.md": ""}), "marker"),
        *[(zipped(GOOD | {"number.txt": number}), "not a number") for number in (
            "", "x", "-12", "0", "012", "1.2", "12/../13", "12\n13", "¹²", "１２", "12?x=y", "1234567890", "$(touch x)")],
        (zipped(GOOD | {"number.txt": "13"}), "404"),
    ],
)  # fmt: skip
def test_a_hostile_archive_is_refused(
    github: FakeGitHub, script: Script, packed: bytes | Callable[[], bytes], reason: str
):
    """Whatever is in the archive: nothing is written to GitHub or to disk, and the run's page says why."""
    github.artifacts["summary"] = packed() if callable(packed) else packed
    done = script("comment.py", event={"workflow_run": RUN})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("::notice::No comment: ")
    assert reason in done.stdout
    assert github.changes == []


def test_an_archive_is_not_larger_than_it_is_said_to_be(github: FakeGitHub, script: Script):
    """Even if GitHub reports a small size, no more than the limit is read."""
    github.artifacts["summary"] = zipped(dict(GOOD)) + b"x" * (1 << 21)
    github.claimed_sizes["summary"] = 10
    assert "more than 1048576 bytes" in script("comment.py", event={"workflow_run": RUN}).stdout
    assert github.changes == []


def test_a_large_archive_is_not_even_fetched(github: FakeGitHub, script: Script):
    """The size that GitHub reports is checked first."""
    github.claimed_sizes["summary"] = 1 << 40
    script("comment.py", event={"workflow_run": RUN})
    assert not any(path.endswith("/zip") for _, path in github.asked)


@pytest.mark.parametrize("changes", [{"sha": "b" * 40}, {"repo": {"id": 78}}, {"repo": None}, {"ref": "main"}], ids=str)
def test_the_number_must_belong_to_the_run(github: FakeGitHub, script: Script, changes: dict[str, Any]):
    """A number of another pull request, or of one with newer commits, is refused; GitHub's own data decide."""
    github.pulls[12] = pull(**changes)
    assert script("comment.py", event={"workflow_run": RUN}).returncode == 0
    assert github.changes == []


def test_a_run_without_a_summary_says_so(github: FakeGitHub, script: Script):
    """A run that failed before its summary posts no comment and does not fail this job."""
    github.artifacts.clear()
    done = script("comment.py", event={"workflow_run": RUN})
    assert (done.returncode, github.changes) == (0, [])
    assert "no summary" in done.stdout


def test_a_refusal_to_write_is_no_success(github: FakeGitHub, script: Script):
    """Without write permission the job fails: it is not mistaken for a hostile archive."""
    done = script("comment.py", event={"workflow_run": RUN}, GITHUB_TOKEN="another")  # noqa: S106 - of nothing
    assert done.returncode == 1
    assert "401" in done.stderr
    assert github.changes == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("@everyone, see #12 and GH-3", "@\u200beveryone, see #\u200b12 and GH\u200b-3"),
        ("![x](https://example.org/x.png)", "!\u200b[x](https://example.org/x.png)"),
        ("<img src=x onerror=y> <!-- hidden -->", "<\u200bimg src=x onerror=y> <\u200b!-- hidden -->"),
        ("<details><summary>more</summary>x<br>y</details>",) * 2,
        ("<details open onclick=x>", "<\u200bdetails open onclick=x>"),
        ("https://example.org/@someone#5",) * 2,
        ("xhttps://example.org/@someone", "xhttps://example.org/@\u200bsomeone"),
        ("https://@someone", "https://@\u200bsomeone"),
        ("one\u202etwo\u200b\x1b[31m", "onetwo[31m"),
        ("| a | `b` |\n|---|---|\n## head",) * 2,
    ],
)
def test_outside_text_is_escaped(github: FakeGitHub, script: Script, written: str, shown: str):
    """It mentions nobody, links no issue, loads no image and hides nothing; tables and addresses stay."""
    github.artifacts["summary"] = zipped(GOOD | {"summary.md": f"{MARKER}\n{written}"})
    script("comment.py", event={"workflow_run": RUN})
    (body,) = bodies(github)
    assert body.removeprefix(f"{MARKER}\n").partition("\n\n<sub>")[0] == shown


def test_a_long_summary_is_cut_at_a_line(github: FakeGitHub, script: Script):
    """GitHub accepts 65,536 characters; a note says that something does not fit."""
    github.artifacts["summary"] = zipped(GOOD | {"summary.md": MARKER + "\n0123456789" * 20_000})
    script("comment.py", event={"workflow_run": RUN})
    (body,) = bodies(github)
    assert len(body) < 65_536
    assert "0123456789\n\n… and more" in body


def test_what_follows_a_cut_is_not_folded_away(module: Callable[[str], ModuleType]):
    """A list that is cut is closed."""
    cut = module("github").cut("<details><summary>Papers</summary>\n\n" + "- one more paper\n" * 5_000)
    assert cut.endswith("… and more, which does not fit here.\n\n</details>\n")
    assert len(cut) < 65_536
