"""The page of open questions as a file: whole, under a policy that names its own script, and inert whatever it shows."""

from __future__ import annotations

import hashlib
import html
import json
import re
from base64 import b64encode
from importlib import resources

import pytest

from generator.site import questionnaire
from generator.site.questionnaire import Field, Group, Pair, Passage, passages

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028\u202e\"'&{{ 7 * 7 }}"


def rendered(text: str = "plain", address: str = "https://example.org/a") -> str:
    """Return a page on which every text is this one."""
    one = (Passage(text=text, differs=True),)
    field = Field(name=text, sides=(one, ()))
    pair = Pair(refs=(text, "b"), fields=(field,), addresses=((address,), ()), evidence=(text,))
    return questionnaire.render(
        (Group(name=text, pairs=(pair, pair)),), name="f", version=1, file="a.yml", seen_first=3
    )


def outline(page: str) -> list[str]:
    """Return the tags of a page in order."""
    return re.findall(r"<[/!]?[a-z]+", page)


def test_the_policy_names_the_script_and_the_style() -> None:
    """Their hashes are those of the text between the tags; everything else is refused."""
    page = rendered()
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    for tag in ("script", "style"):
        text = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]  # type: ignore[index]
        assert f"{tag}-src 'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+ (?:style|on\w+)=", page)
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["data:,", *["https://example.org/a"] * 2]


def test_texts_are_inert() -> None:
    """Markup in any field makes no element, and cannot end the data that the script reads."""
    assert outline(rendered(EVIL)) == outline(rendered())
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', rendered(EVIL), re.DOTALL)
    assert json.loads(data[1])["pairs"] == [[EVIL, "b"]] * 2  # type: ignore[index]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//x", 'https://x"y']
)
def test_other_addresses_are_no_links(address: str) -> None:
    """Only http and https addresses can be clicked."""
    assert rendered(address=address).count("<a ") == 0


def test_kept_answers_belong_to_what_is_shown() -> None:
    """The id under which a browser keeps answers changes with the content, and only with it."""
    ids = [re.search(r'"id":"([0-9a-f]+)"', page)[1] for page in (rendered(), rendered(), rendered("other"))]  # type: ignore[index]
    assert ids[0] == ids[1] != ids[2]


def test_our_files_do_not_end_themselves() -> None:
    """The script and the style hold nothing that would end their element, or request anything."""
    for name in ("answers.js", "inbox.js", "questionnaire.js", "questionnaire.css"):
        text = resources.files("generator.site").joinpath("assets", name).read_text(encoding="utf-8")
        assert not re.search(r"</s|<!--|https?:|@import|url\(|fetch\(|eval\(|innerHTML", text)


def test_passages_keep_the_words() -> None:
    """Neighbouring words of one state are one passage."""
    words = [("a", False), ("b", True), ("c", True), ("d", False)]
    assert [(one.text, one.differs) for one in passages(words)] == [("a", False), ("b c", True), ("d", False)]
    assert passages([]) == ()
