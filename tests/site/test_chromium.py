"""Printing by Chromium: how it is called, and what becomes of its faults."""

import os
import re
import stat
import time
from pathlib import Path

import pytest

from generator.problems import ShelfError
from generator.site import chromium

PAGE = "<!doctype html><title>Pond</title><p>One</p><p style='break-before: page'>Two 深度</p>"


def browser(folder, script, name="chromium"):
    """Put a program of that name, a shell script, into a folder."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def path(tmp_path, monkeypatch):
    """Return the only folder in which programs are looked for, beside those of the system's shell."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    return tmp_path / "bin"


def failure(page=PAGE):
    with pytest.raises(ShelfError) as caught:
        chromium.printed(page)
    return str(caught.value)


WRITES = """
for word in "$@"; do case "$word" in --print-to-pdf=*) target="${word#--print-to-pdf=}";; file://*) source="${word#file://}";; esac; done
{ /bin/cat "$source"; for word in "$@"; do echo "$word"; done; } > "$target"
"""


def test_the_browser_prints_a_file_in_a_folder_of_its_own(path):
    """Without a window, a network or the user's profile; the folder is gone afterwards."""
    browser(path, WRITES, "google-chrome")
    found = chromium.printed(PAGE).decode()
    assert found.startswith(PAGE)
    words = found.removeprefix(PAGE).split("\n")
    for word in ("--headless", "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer"):
        assert word in words
    assert ("--no-sandbox" in words) == (os.geteuid() == 0)
    (profile,) = (word.partition("=")[2] for word in words if word.startswith("--user-data-dir="))
    assert not Path(profile).parent.exists()


def test_only_root_runs_without_the_sandbox(path, monkeypatch):
    """Anybody else has the protection that the browser offers."""
    browser(path, WRITES)
    for user, wanted in ((0, True), (1000, False)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        assert (b"--no-sandbox" in chromium.printed(PAGE)) is wanted


def test_a_snap_prints_in_a_folder_that_it_sees(tmp_path, monkeypatch):
    """It has a /tmp of its own; what it shares with others is in the home folder."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'snap' / 'bin'}")
    monkeypatch.setenv("HOME", f"{tmp_path / 'home'}")
    shared = tmp_path / "home" / "snap" / "chromium" / "common"
    shared.mkdir(parents=True)
    (tmp_path / "snap").mkdir()
    browser(tmp_path / "snap" / "bin", WRITES)
    assert f"file://{shared}/shelf-" in chromium.printed(PAGE).decode()
    assert list(shared.iterdir()) == []


def test_without_a_browser_the_names_are_told(path):
    """The hint says what to install, and what can be written instead."""
    assert not path.exists()
    assert failure() == (
        "chromium:1:1: export.no-browser: no Chromium was found; looked for chromium, chromium-browser, google-chrome, google-chrome-stable\n"
        "  hint: install one (on Debian: apt install chromium), or write .md or .tex"
    )


def test_a_browser_that_fails_is_quoted(path):
    """Its last line is in the message; a silent one is told, too."""
    browser(path, "echo first >&2; echo 'no usable sandbox\x1b[1m' >&2; exit 1")
    assert re.fullmatch(
        r"chromium:1:1: export.browser: \S+/chromium printed no file: no usable sandbox\\x1b\[1m\n.*", failure()
    )
    browser(path, "exit 0")
    assert "printed no file: it said nothing" in failure()


def test_a_browser_that_hangs_is_ended(path, monkeypatch, tmp_path):
    """After the deadline, with whatever it started."""
    monkeypatch.setattr(chromium, "LONGEST", 0.5)
    browser(path, f"(/bin/sleep 3; /usr/bin/touch {tmp_path / 'late'}) & wait")
    start = time.monotonic()
    assert "took more than 0.5 seconds" in failure()
    assert time.monotonic() - start < 2.5
    time.sleep(max(0, 3.3 - (time.monotonic() - start)))
    assert not (tmp_path / "late").exists()
