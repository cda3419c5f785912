"""`shelf serve` as a person runs it: it says where the site is, follows edits, names faults once, and ends with Ctrl+C."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager

import pytest

from tests.site import invented


@contextmanager
def served(folder, *options):
    """Run the command on a free port meanwhile; yield the process and the address that it prints."""
    command = [sys.executable, "-m", "generator.cli", "serve", "--address", "127.0.0.1:0", *options]
    environment = invented.quiet() | {"PYTHONPATH": str(invented.REPOSITORY), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            lines, found = [], None
            while found is None:
                lines.append(process.stdout.readline())
                assert lines[-1], lines
                found = re.search(r"http://\S+/", lines[-1])
            yield process, found[0], lines
        finally:
            process.kill()


def read(address):
    """Return what is at an address."""
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310, of this computer
        return answer.read().decode()


def until(look):
    """Wait until something is true, or fail after a minute."""
    end = time.monotonic() + 60
    while not look():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_an_edit_is_served_and_a_fault_is_told(tmp_path):
    """On the terminal once, with its place; it stays served as it was; Ctrl+C ends the command without a traceback."""
    invented.project(tmp_path)
    paper = tmp_path / "content/papers/otter.yml"
    sound = paper.read_text("utf-8")
    with served(tmp_path) as (process, address, lines):
        assert lines == [
            "1 warning: shelf check lists them\n",
            f"The site is at {address} (Ctrl+C to stop)\n",
        ]
        assert "Otters Swim" in read(f"{address}papers/otter/")
        paper.write_text(sound.replace("Otters Swim", "Otters Dive"), "utf-8")
        until(lambda: "Otters Dive: A Study" in read(f"{address}papers/otter/"))
        about = tmp_path / "content/pages/about.md"
        about.write_text("# About\n\nFound in mud.\n", "utf-8")
        until(lambda: "Found in mud." in read(f"{address}about/"))
        paper.write_text(sound.replace("title:", "titel:"), "utf-8")
        said = process.stdout.readline()
        assert said.startswith("content/papers/otter.yml:2:1: field.unknown: ")
        assert "field.unknown" in read(f"{address}papers/otter/")
        assert "Otters Dive: A Study" in read(f"{address}papers/otter/")
        paper.write_text(sound, "utf-8")
        until(lambda: "Otters Swim: A Study" in read(f"{address}papers/otter/"))
        assert "field.unknown" not in read(f"{address}papers/otter/")
        process.send_signal(signal.SIGINT)
        left = process.stdout.read()
        assert process.wait() == 0
        assert "Traceback" not in left
        assert "field.unknown" not in left


def test_the_server_writes_nothing_into_the_project(tmp_path):
    """But what it keeps under .cache."""
    invented.project(tmp_path)

    def names():
        return {path for path in tmp_path.rglob("*") if ".cache" not in path.parts}

    before = names()
    with served(tmp_path) as (_, address, _lines):
        read(f"{address}papers/otter/")
        assert names() == before


@pytest.mark.parametrize(
    "address", ["8000", "localhost", ":8000", "localhost:http", "localhost:70000", "localhost:-1", ""]
)
def test_a_wrong_address_is_told(shelf, address):
    """With an example of a right one."""
    done = shelf("serve", "--address", address)
    assert done.returncode == 2
    assert f"{address!r} is not a host and a port, such as 127.0.0.1:8000" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "nobody.invalid", "::1"])
def test_an_address_that_cannot_be_taken_is_told(tmp_path, shelf, host):
    """It is in use, or not of this computer: one line says which, and what to do."""
    invented.project(tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = shelf("serve", "--address", f"{host}:{port}")
    assert done.returncode == 1
    assert f"serve.address: nothing can be served at {host}:{port}: " in done.stderr
    assert done.stderr.endswith("hint: name another one with --address\n")
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_shelf_is_told(shelf):
    """As with all commands."""
    done = shelf("serve")
    assert done.returncode == 1
    assert "mkdocs.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_shelf_with_faults_is_served_when_they_are_fixed(tmp_path):
    """The command starts all the same, and prints them."""
    invented.project(tmp_path)
    paper = tmp_path / "content/papers/otter.yml"
    sound = paper.read_text("utf-8")
    paper.write_text(sound.replace("title:", "titel:"), "utf-8")
    with served(tmp_path) as (_, address, lines):
        assert lines[0].startswith("content/papers/otter.yml:2:1: field.unknown: ")
        paper.write_text(sound, "utf-8")

        def is_there():
            try:
                return "Otters Swim" in read(f"{address}papers/otter/")
            except urllib.error.HTTPError:
                return False

        until(is_there)
