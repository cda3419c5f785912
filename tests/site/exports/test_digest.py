"""The digest as an e-mail and as Markdown, read by an e-mail parser, with any title."""

import email
import re
from dataclasses import replace
from email.policy import default

import markdown
import pytest

from generator.site import labels
from generator.site.escapes import line
from generator.site.exports import digest
from tests.cli import forking
from tests.site import invented, reading


def made(folder, since, *, make=invented.shelf, **settings):
    """Return the digest of a shelf."""
    found = replace(invented.project(folder), **settings)
    shelf = make(found.content)
    return digest.digest(shelf, labels(shelf), found, since)


def read(found, date="2026-03-01"):
    """Parse the message as a mail program does."""
    return email.message_from_bytes(digest.as_message(found, date), policy=default)


def test_it_lists_papers_added_since_a_day(tmp_path):
    """Papers of that day are included; the newest are first."""
    found = made(tmp_path, "2021-05-01")
    assert [card.key for group in found.groups for card in group.cards] == [
        "heron-vast",
        "untitled-wading-birds",
        "otter",
        "heron-1",
    ]
    assert found.title == "Reading Shelf: 4 new papers since 2021-05-01"


def test_both_parts_of_the_message_say_the_same(tmp_path):
    """Plain text and HTML have every title and address; there is a date and a subject, and the parser reports no defect."""
    found = made(tmp_path, "2021-05-01", site_url=reading.HOME)
    message = read(found)
    assert not message.defects
    assert message["Subject"] == found.title
    assert message["Date"].datetime.isoformat() == "2026-03-01T00:00:00+00:00"
    assert message["From"].addresses[0].domain.endswith(".invalid")
    assert message["To"] is None
    plain, page = (part.get_content() for part in message.iter_parts())
    for group in found.groups:
        for card in group.cards:
            assert card.title in plain
            assert f"{reading.HOME}papers/{card.key}/" in plain
            assert f'href="{reading.HOME}papers/{card.key}/"' in page


def test_without_an_address_links_lead_to_the_papers(tmp_path):
    """A relative link would not work in a mailbox."""
    plain = read(made(tmp_path, "2021-05-01")).get_body(("plain",)).get_content()
    assert "https://arxiv.org/abs/2602.00003" in plain
    assert "https://aclanthology.org/2021.pond-main.7" in plain


def test_hostile_values_stay_inert(tmp_path):
    """A hostile title, summary and shelf name stay one subject line, and plain text in HTML and Markdown."""
    name = "Shelf\r\nBcc: all@example.org\n\n<b>x</b>"
    found = made(tmp_path, "2020-01-01", make=reading.nasty, name=name, site_url=reading.HOME)
    message = read(found)
    assert not message.defects
    assert set(message.keys()) == {"Subject", "From", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"}
    assert message["Subject"].startswith("Shelf Bcc: all@example.org <b>x</b>: ")
    page = message.get_body(("html",)).get_content()
    known = {"html", "head", "meta", "title", "body", "h1", "h2", "h3", "p", "a"}
    assert set(reading.Head(page).names) <= known
    plain = message.get_body(("plain",)).get_content()
    assert line(reading.NASTY) in plain
    shown = markdown.markdown(digest.as_markdown(found))
    assert set(re.findall(r"<([a-z0-9]+)", shown)) <= known
    assert all(link.startswith(reading.HOME) for link in re.findall(r'href="([^"]*)"', shown))


def test_the_same_shelf_gives_the_same_bytes(tmp_path):
    """The digest depends only on the shelf and the given day."""
    found = made(tmp_path, "2021-05-01")
    assert digest.as_message(found, "2026-03-01") == digest.as_message(found, "2026-03-01")
    assert read(found)["Message-ID"] != read(found, "2026-03-02")["Message-ID"]


def run(folder, *options):
    environment = invented.quiet() | {"SOURCE_DATE_EPOCH": "1772323200"}
    return forking.run("generator.cli", "digest", *options, cwd=folder, env=environment)


def test_the_suffix_decides_the_format(tmp_path):
    """It writes an e-mail, a Markdown file, or Markdown on standard output; no new papers is not an error."""
    invented.project(tmp_path)
    assert run(tmp_path, "--since", "2021-05-01", "--output", "out/new.eml").returncode == 0
    message = email.message_from_bytes((tmp_path / "out/new.eml").read_bytes(), policy=default)
    assert message["Date"].datetime.date().isoformat() == "2026-03-01"
    assert run(tmp_path, "--since", "2021-05-01", "--output", "new.md").returncode == 0
    assert run(tmp_path, "--since", "2021-05-01").stdout == (tmp_path / "new.md").read_text("utf-8")
    nothing = run(tmp_path, "--since", "2030-01-01")
    assert (nothing.returncode, nothing.stdout) == (0, "# Reading Shelf: no new papers since 2030-01-01\n")


@pytest.mark.parametrize(
    "options",
    [
        ("--since", "2021-02-30"),
        ("--since", "x"),
        ("--since", ""),
        (),
        ("--since", "2021-05-01", "--output", "new.pdf"),
    ],
)
def test_a_wrong_option_is_reported(tmp_path, options):
    """The command prints no traceback and writes no file."""
    invented.project(tmp_path)
    done = run(tmp_path, *options)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new.pdf").exists()


def test_a_faulty_shelf_gives_no_digest(tmp_path):
    """The command prints the problems, as every command does."""
    invented.project(tmp_path)
    (tmp_path / "content/papers/otter.yml").write_text("titel: Otter\n")
    done = run(tmp_path, "--since", "2021-05-01", "--output", "new.md")
    assert done.returncode == 1
    assert "content/papers/otter.yml:1:1: " in done.stderr
    assert not (tmp_path / "new.md").exists()
