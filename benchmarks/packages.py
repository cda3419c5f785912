"""Other search tools to compare with, from npm: pinned, checked against their hash, and kept in .cache/benchmarks."""

from __future__ import annotations

import base64
import hashlib
import platform
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from benchmarks import ROOT

KEPT = ROOT / ".cache" / "benchmarks"
MINISEARCH = "minisearch@7.2.0"
PAGEFIND = "1.6.0"  # its program is a package for each platform
HASHES = {  # dist.integrity, as `npm view` prints it
    MINISEARCH: "dqT2XBYUOZOiC5t2HRnwADjhNS2cecp9u+TJRiJ1Qp/f5qjkeT5APcGPjHw+bz89Ms8Jp+cG4AlE+QZ/QnDglg==",
    f"@pagefind/linux-x64@{PAGEFIND}": "IbMSx/+Vr/Xk0TTBlLkjgK+rvnbOXGmmb2/MKxQu99AR5DsqQoV3NKEA9PQz2tAhuCZjeD5xJBp4w5N5DHIC7Q==",
    f"@pagefind/linux-arm64@{PAGEFIND}": "SLB2I+XqCZma8NvIGIH8nyKblgKIxw5PmqsVtofWOKxNHhEtOEsddbqU+hsrNcT3EV0faM6UmKDHVIxcPYq29w==",
    f"@pagefind/darwin-arm64@{PAGEFIND}": "611gl64aqN12UcMyKPtZ8+vRWBKlJFSh2JgO8uScxa1Eyjo1dXz9r4wZuRno0yCUE/KN0FauEoKZ3KEwUYHCCg==",
    f"@pagefind/darwin-x64@{PAGEFIND}": "rd3ZbtuxyYqjASKZAPuIV7eeQQHJ7VYpoNKKG8CvglaD3g30eT5Nb7XGNLYwVReBsCccpkURwrGwWjSwr8nyQQ==",
}


class MissingError(Exception):
    """A package cannot be had here; the message says why."""


def minisearch() -> str:
    """Return MiniSearch's script, which defines ``MiniSearch``."""
    return (fetched(MINISEARCH) / "dist" / "umd" / "index.js").read_text(encoding="utf-8")


def pagefind() -> Path:
    """Return Pagefind's program, with the segmentation of Chinese and Japanese."""
    machine = {"x86_64": "x64", "AMD64": "x64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "unknown")
    return fetched(f"@pagefind/{platform.system().lower()}-{machine}@{PAGEFIND}") / "bin" / "pagefind_extended"


def fetched(name: str) -> Path:
    """Return the folder of a package; npm fetches it the first time."""
    if name not in HASHES:
        raise MissingError(f"no {name} is pinned")
    folder = KEPT / name.lstrip("@").replace("/", "-")
    if folder.exists():
        return folder / "package"
    if not shutil.which("npm"):
        raise MissingError("npm is not installed")
    shelf = KEPT / "fetched"
    shelf.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", str(shelf), name], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise MissingError(f"npm could not fetch {name}")
    archive = shelf / done.stdout.split()[-1]
    if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != HASHES[name]:
        archive.unlink()
        raise MissingError(f"{name} has another hash than the one that is pinned")
    with tempfile.TemporaryDirectory(dir=KEPT) as unpacked, tarfile.open(archive) as packed:
        packed.extractall(unpacked, filter="data")
        shutil.move(unpacked, folder)
        Path(unpacked).mkdir()  # which is removed
    return folder / "package"
