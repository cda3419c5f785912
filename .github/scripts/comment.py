"""Posts the summary of a finished `check` run as a comment on its pull request, and updates that comment later.

Runs with a write token, and only from the main branch. The artifact comes from a run of the pull request's own code,
so it may contain anything, including the number of another pull request.
"""

from __future__ import annotations

import io
import lzma
import os
import re
import zipfile
import zlib
from typing import Any

from github import Api, Refused, comment_once, event, notice, tamed

MARKER = "<!-- shelf diff -->"
ARTIFACT = "summary"
PREVIEW = "reading-shelf-offline.zip"
FILES = frozenset({"summary.md", "number.txt"})
ARCHIVE_BYTES = 1 << 20
FILE_BYTES = 1 << 19
UNREADABLE = (  # what zipfile and its decompressors raise on crafted files
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


def main() -> None:
    """Post the comment, or say on the run's page why there is none."""
    api, run = Api.from_environment(), event()["workflow_run"]
    artifacts = api.get(f"actions/runs/{int(run['id'])}/artifacts?per_page=100")["artifacts"]
    try:
        number, summary = unpacked(archive(api, artifacts))
        expect_same_pull(api.get(f"pulls/{number}"), run)
    except Refused as reason:
        notice(f"No comment: {reason}")
        return
    comment_once(api, number, MARKER, tamed(summary) + footer(run, artifacts))


def archive(api: Api, artifacts: list[dict[str, Any]], name: str = ARTIFACT, limit: int = ARCHIVE_BYTES) -> bytes:
    """Return an artifact's archive. Raises Refused if it is missing or too large."""
    found = [one for one in artifacts if one["name"] == name and not one["expired"]]
    if len(found) != 1:
        raise Refused(f"the run left no {name}")
    if found[0]["size_in_bytes"] > limit:
        raise Refused(f"the artifact {name} is too large")
    return api.download(f"actions/artifacts/{int(found[0]['id'])}/zip", limit=limit)


def unpacked(packed: bytes) -> tuple[int, str]:
    """Return the pull request's number and the summary, read in memory. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as opened:
            parts = opened.infolist()
            if len(parts) != len(FILES) or {part.filename for part in parts} != FILES:
                raise Refused("the summary's archive contains unexpected files")
            texts = {part.filename: _text(opened, part) for part in parts}
    except UNREADABLE as error:
        raise Refused(f"the summary's archive cannot be read: {error}") from None
    number, summary = texts["number.txt"].strip(), texts["summary.md"]
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number):
        raise Refused("the pull request's number is not a number")
    first, _, rest = summary.partition("\n")
    if first.strip() != MARKER:
        raise Refused("the summary does not begin with its marker")
    return int(number), rest


def _text(opened: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Return one file; read no more than the limit, whatever size it claims."""
    with opened.open(part) as stream:
        found = stream.read(FILE_BYTES + 1)
    if len(found) > FILE_BYTES:
        raise Refused("the summary is too large")
    return found.decode()


def expect_same_pull(pull: dict[str, Any], run: dict[str, Any]) -> None:
    """Check that the pull request and the run have the same commit and branch. Raises Refused."""
    head = pull["head"]
    if head["sha"] != run["head_sha"]:
        raise Refused("the pull request has newer commits, or the number is that of another one")
    theirs = (head["repo"] or {}).get("id")  # null if the fork is gone
    if theirs != run["head_repository"]["id"] or head["ref"] != run["head_branch"]:
        raise Refused("the run and the pull request belong to different branches")


def footer(run: dict[str, Any], artifacts: list[dict[str, Any]]) -> str:
    """Return the links to the preview and the run, which we write ourselves; HOSTED is the preview's address, if any."""
    where = f"{os.environ['GITHUB_SERVER_URL']}/{os.environ['GITHUB_REPOSITORY']}/actions/runs/{int(run['id'])}"
    preview = next((one for one in artifacts if one["name"] == PREVIEW and not one["expired"]), None)
    links = [f"[check results]({where})"]
    if preview:
        links.insert(0, f"[preview: download the whole site with this change]({where}/artifacts/{int(preview['id'])})")
    if hosted := os.environ.get("HOSTED"):
        links.insert(0, f"[preview, online in a few minutes]({hosted})")
    return f"\n\n<sub>For {run['head_sha'][:7]}: {', '.join(links)}</sub>"


if __name__ == "__main__":
    main()
