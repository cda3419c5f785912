"""What a person types becomes a reference, or a problem that says what to type instead."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Identifiers
from generator.problems import ShelfError
from generator.services import Reference, of_paper, parse, parse_lines

PASTED = json.loads((Path(__file__).parent / "pasted.json").read_text(encoding="utf-8"))["cases"]
ARXIV = Identifiers(arxiv="2107.02137")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2107.02137", ARXIV),
        ("  2107.02137v2 ", ARXIV),
        ("arXiv:2107.02137", ARXIV),
        ("arxiv: 2107.02137v1", ARXIV),
        ("arXiv:2107.02137v2 [cs.CL] 5 Jul 2021", ARXIV),
        ("https://arxiv.org/abs/2107.02137v1", ARXIV),
        ("http://www.arxiv.org/pdf/2107.02137v1.pdf?download=1#page=3", ARXIV),
        ("https://arxiv.org/html/2107.02137v3/", ARXIV),
        ("https://export.arxiv.org/abs/2107.02137", ARXIV),
        ("HTTPS://ARXIV.ORG/abs/2107.02137", ARXIV),
        ("arxiv.org/abs/2107.02137", ARXIV),
        ("https://huggingface.co/papers/2107.02137", ARXIV),
        ("https://hf.co/papers/2107.02137#community", ARXIV),
        ("https://huggingface.co/papers/2107.02137.md", ARXIV),
        ("10.48550/arXiv.2107.02137", ARXIV),
        ("https://doi.org/10.48550/arXiv.2107.02137", ARXIV),
        ("cs/0112017", Identifiers(arxiv="cs/0112017")),
        ("math.GT/0309136v1", Identifiers(arxiv="math/0309136")),
        ("https://arxiv.org/abs/hep-th/9901001", Identifiers(arxiv="hep-th/9901001")),
        ("10.1145/3442188.3445922", Identifiers(doi="10.1145/3442188.3445922")),
        ("doi:10.1145/3442188.3445922", Identifiers(doi="10.1145/3442188.3445922")),
        ("DOI: 10.1145/ABC", Identifiers(doi="10.1145/abc")),
        ("https://doi.org/10.1145/3442188.3445922", Identifiers(doi="10.1145/3442188.3445922")),
        ("http://dx.doi.org/10.1145%2F3442188", Identifiers(doi="10.1145/3442188")),
        (
            "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
            Identifiers(doi="10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"),
        ),
        ("10.18653/v1/P19-1441", Identifiers(doi="10.18653/v1/p19-1441", acl="P19-1441")),
        ("P19-1441", Identifiers(acl="P19-1441")),
        ("https://aclanthology.org/2021.acl-long.1/", Identifiers(acl="2021.acl-long.1")),
        ("https://aclanthology.org/2021.acl-long.1.pdf", Identifiers(acl="2021.acl-long.1")),
        ("https://www.aclweb.org/anthology/P19-1441", Identifiers(acl="P19-1441")),
        ("https://openreview.net/forum?id=rJ4km2R5t7", Identifiers(openreview="rJ4km2R5t7")),
        ("https://openreview.net/pdf?id=rJ4km2R5t7&noteId=x", Identifiers(openreview="rJ4km2R5t7")),
        ("openreview:rJ4km2R5t7", Identifiers(openreview="rJ4km2R5t7")),
    ],
)
def test_identifiers_and_pages_are_understood(typed: str, wanted: Identifiers):
    """Bare ids, prefixed ids and the addresses of papers' pages give identifiers in canonical form."""
    found = parse(typed)
    assert found.identifiers == wanted
    assert (found.title, found.work, found.paper) == ("", "", "")


@pytest.mark.parametrize(
    ("typed", "work", "paper"),
    [
        ("W2741809807", "W2741809807", ""),
        ("https://openalex.org/works/w2741809807", "W2741809807", ""),
        ("https://api.openalex.org/works/W2741809807", "W2741809807", ""),
        ("https://www.semanticscholar.org/paper/Some-Title/" + "0a" * 20, "", "0a" * 20),
        ("0A" * 20, "", "0a" * 20),
    ],
)
def test_the_services_own_numbers_are_understood(typed: str, work: str, paper: str):
    """OpenAlex's and Semantic Scholar's numbers name a paper too."""
    found = parse(typed)
    assert (found.work, found.paper, found.identifiers) == (work, paper, Identifiers())


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Counting Limpets Between Two Tides", "Counting Limpets Between Two Tides"),
        ('"BERT"', "BERT"),
        ("“Ein  Versuch”", "Ein Versuch"),
        ("ERNIE 3.0: Large-scale 知识", "ERNIE 3.0: Large-scale 知识"),
        ("预训练语言模型综述", "预训练语言模型综述"),
        ('"What is 10.1145/3 anyway? A look at one number"', "What is 10.1145/3 anyway? A look at one number"),
        ("$\\lambda$-Sheep: A Study\u00a0of Wool", "$\\lambda$-Sheep: A Study of Wool"),
    ],
)
def test_titles_are_understood(typed: str, title: str):
    """Several words are a title, one word is a title if it is quoted, and so is a title in a script without spaces."""
    assert parse(typed) == Reference(typed=typed, title=title)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "add.empty"),
        ("   ", "add.empty"),
        ("BERT", "add.reference"),
        ("2107.2137000", "add.reference"),
        ("10.1145", "add.reference"),
        ("12345678", "add.reference"),
        ("PMID:0", "add.reference"),
        ("...", "add.reference"),
        ("? !", "add.reference"),
        ("2107.02137\r\nX-Injected: 1", "add.reference"),
        ("10.1145/3442188\x00", "add.reference"),
        ("10.1145/../../members", "add.reference"),
        ("bytes that are \udcff no text", "add.reference"),
        ("a word " * 500, "add.reference"),
        ("https://example.org/a-paper", "add.address"),
        ("https://arxiv.org/list/cs.CL/recent", "add.address"),
        ("https://doi.org/", "add.address"),
        ("https://github.com/marsh/limpetnet", "add.address"),
        ("ftp://arxiv.org/abs/2107.02137", "add.address"),
    ],
)
def test_anything_else_is_a_problem_with_a_hint(typed: str, code: str):
    """Anything else is refused, with a hint of what to type."""
    with pytest.raises(ShelfError) as caught:
        parse(typed)
    [problem] = caught.value.problems
    assert problem.code == code
    assert problem.hint
    assert str(problem).count("\n") == 1


@pytest.mark.parametrize("case", PASTED, ids=lambda case: str(case["text"])[:60])
def test_the_one_identifier_in_what_people_paste_is_found(case: dict[str, Any]):
    """The same cases hold for the script of the page that opens the issue form (tests/browser/test_browser_add.py)."""
    wanted = {kind: value for kind, value in case.items() if kind != "text"}
    if code := wanted.get("refused"):
        with pytest.raises(ShelfError) as caught:
            parse(case["text"])
        assert [(problem.code, bool(problem.hint)) for problem in caught.value.problems] == [(code, True)]
        return
    found = parse(case["text"])
    own = {"work": found.work, "paper": found.paper, "title": found.title, "pages": list(found.pages)}
    assert found.identifiers.model_dump(exclude_none=True) | {kind: one for kind, one in own.items() if one} == wanted


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("2901.01234 or 10.5555/shore.2029.77", "2901.01234 and 10.5555/shore.2029.77"),
        ("https://arxiv.org/abs/2901.01234 https://openalex.org/W4200000001", "2901.01234 and W4200000001"),
        (" ".join(f"2901.0000{number}" for number in range(6)), "2901.00003 and 2 more"),
    ],
)
def test_several_papers_are_named_in_the_message(typed: str, named: str):
    """Nothing is guessed where a text may be about two papers."""
    with pytest.raises(ShelfError) as caught:
        parse(typed)
    [problem] = caught.value.problems
    assert problem.code == "add.several"
    assert problem.message.endswith(named)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://arxiv.org.shore.example/abs/2901.01234", "2901.01234"),
        ("http://127.0.0.1/doi/10.5555/shore.2029.77", "10.5555/shore.2029.77"),
        ("https://user:password@arxiv.org/abs/2901.01234", "2901.01234"),
    ],
)
def test_an_identifier_in_a_misleading_address_is_named_in_the_hint(typed: str, meant: str):
    """It is not used, and the hint says how to go on."""
    with pytest.raises(ShelfError) as caught:
        parse(typed)
    assert caught.value.problems[0].hint == f"if you mean {meant}, type that"


def test_invisible_characters_are_no_part_of_an_identifier():
    """Pages hide them in DOIs so that lines can break."""
    assert parse("10.5555/\u200bshore.\u00ad2029.77\ufeff").identifiers == Identifiers(doi="10.5555/shore.2029.77")


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_categories=()), max_size=20),
            st.sampled_from(
                ["https://", "doi.org/", "10.5555/", "2901.01234", "(", "<", "://", "%2F", "?id=", "@", ":", " "]
            ),
        ),
        max_size=8,
    ).map("".join)
)
def test_no_text_is_too_odd(typed: str):
    """Any text gives a reference or a problem, never another exception."""
    try:
        found = parse(typed)
    except ShelfError as error:
        codes = {problem.code for problem in error.problems}
    else:
        codes = set()
        assert found.title or found.work or found.paper or found.pages or found.identifiers != Identifiers()
    assert codes <= {"add.empty", "add.reference", "add.address", "add.several"}


def test_a_paper_of_the_shelf_is_asked_for_by_identifiers_before_its_title():
    """Identifiers name one paper; a paper without any is looked up by title, and an empty draft cannot be looked up."""
    assert of_paper(ARXIV, "A Title") == Reference(typed="2107.02137", identifiers=ARXIV)
    assert of_paper(Identifiers(), "A Title") == Reference(typed="A Title", title="A Title")
    assert of_paper(Identifiers(), None) is None


LIST = """\ufeff# to read
2107.02137
- https://arxiv.org/abs/2901.01234v2  # read this first
3. doi:10.5555/shore.2029.77
[4] P19-1441

* [ ] Counting Limpets Between Two Tides
  BERT
"Ponds #1 and frogs"
arXiv:2107.02137v3
Counting limpets between two tides
"""


def test_a_list_has_a_reference_on_each_line():
    """Comments, bullets and numbers are no part of it; a faulty line is told with its place, a repeated one is left out."""
    found, problems = parse_lines("ids.txt", LIST.replace("\n", "\r\n"))
    assert [(line, one.identifiers, one.title) for line, one in found] == [
        (2, ARXIV, ""),
        (3, Identifiers(arxiv="2901.01234"), ""),
        (4, Identifiers(doi="10.5555/shore.2029.77"), ""),
        (5, Identifiers(acl="P19-1441"), ""),
        (7, Identifiers(), "Counting Limpets Between Two Tides"),
        (9, Identifiers(), "Ponds #1 and frogs"),
    ]
    assert [(one.path, one.line, one.column, one.code, one.severity) for one in problems] == [
        ("ids.txt", 8, 3, "add.reference", "error"),
        ("ids.txt", 10, 1, "add.repeated", "warning"),
        ("ids.txt", 11, 1, "add.repeated", "warning"),
    ]
    assert problems[1].message == "the same paper as on line 2"
