"""What no format reads is refused by name, with one problem, and never becomes a paper made of nonsense."""

from __future__ import annotations

import pytest

from generator.formats import Source, parse_all

REFERENCES = {
    "APA": "Marsh, A., & Reed, B. (2021). Kelp counts itself. Tidal Computing, 4(2), 12–20. https://doi.org/10.1234/t.7\n"
    "O'Neill, S. T., Marsh, A., & Lee, J. (2019). Frogs in ponds. In Proceedings of Ponds (pp. 1–9).\nLee, J. (2020). Newts. Pond Press.\n",
    "APA, wrapped": "References\n\nMarsh, A., & Reed, B. (2021). Kelp counts itself: A census\n   by sonar. Tidal Computing, 4(2), 12–20.\n\n"
    "Lee, J. (2020). Newts in the winters of the far north. Pond\n  Press.\n",
    "IEEE": '[1] A. Marsh and B. Reed, "Kelp counts itself," Tidal Comput., vol. 4, no. 2, pp. 12-20, 2021.\n'
    '[2] J. Lee, S. O\'Neill, and A. Marsh, "Newts," in Proc. Ponds, 2020, pp. 1-9.\n',
    "Vancouver": "1. Marsh A, Reed B. Kelp counts itself. Tidal Comput. 2021;4(2):12-20.\n2. Lee JK, Marsh A, et al. Newts. Ponds. 2020;1:1-9.\n",
    "Vancouver, wrapped": "1.  Marsh A, Reed B. Kelp counts itself: a census by\n    sonar. Tidal Comput. 2021;4(2):12-20.\n2.  Lee JK. Newts and\n    ponds. Ponds. 2020;1:1-9.\n",
    "ACM": "[1] Ada Marsh and Bo Reed. 2021. Kelp Counts Itself. In Proceedings of Tides. 12–20.\n"
    "[2] Jan Lee, Bo Reed, and Ada Marsh. 2020. Newts. arXiv preprint arXiv:2001.00001.\n",
    "MLA": 'Marsh, Ada, and Bo Reed. "Kelp Counts Itself." Tides, vol. 4, no. 2, 2021, pp. 12-20.\nLee, Jan. "Newts." Ponds 1 (2020): 1-9.\n',
    "one": "Marsh, A., & Reed, B. (2021). Kelp counts itself. Tidal Computing, 4(2), 12–20.",
}
YAML = {
    "CSL-YAML": "---\nreferences:\n- id: marsh2021\n  type: article-journal\n  author:\n  - family: Marsh\n    given: Ada\n"
    "  issued:\n    date-parts:\n    - - 2021\n  title: Kelp counts itself\n  URL: https://tides.example.org/a\n...\n",
    "a list": "# my papers\n- id: marsh2021\n  title: Kelp counts itself\n  type: article\n  URL: https://arxiv.org/abs/2401.00001\n",
    "by key": "marsh2021:\n  type: article\n  title: Kelp counts itself\n  author: Marsh, Ada\n  date: 2021\n",
}


@pytest.mark.parametrize("text", REFERENCES.values(), ids=REFERENCES)
def test_a_list_of_references_is_refused_by_name(text) -> None:
    """Numbered or not, wrapped or not, in any of the usual styles."""
    parsed = parse_all([Source(name="refs.txt", text=text)])
    [problem] = parsed.problems
    assert (parsed.records, problem.code, problem.severity) == ((), "source.unknown", "error")
    assert "list of references" in problem.message


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_a_bibliography_in_yaml_is_refused_by_name(text) -> None:
    """Also where it looks like Markdown's bullets with links."""
    parsed = parse_all([Source(name="refs.yaml", text=text)])
    [problem] = parsed.problems
    assert (parsed.records, problem.code) == ((), "source.unknown")
    assert "YAML" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        (
            "# Tides\n\nA list of all that we have read, with a word on each, for the benefit of those who come after us and wish to know.\n\n"
            "- [Kelp](kelp.md)\n- [Newts](newts.md)\n"
        ),
        "# Tides\n\n1. Marsh, A., & Reed, B. (2021). Kelp counts itself. *Tides*, 4(2), 12–20.\n",
        (
            '<p align="center"><img src="https://tides.example.org/a.png"></p>\n\nA list of all that we have read, with a word on each, for the '
            "benefit of those who come after us and wish to know. It is long enough for an abstract, and it ends like one.\n"
        ),
        "## Tides\n\nWe thank all who sent us their work, [[paper]](https://arxiv.org/abs/2401.00001), and those who did not.\n",
    ],
    ids=["contents", "references", "HTML", "prose"],
)
def test_markdown_without_papers_has_no_papers(text) -> None:
    """It is no listing whose paragraphs are abstracts: one error says that no paper was found."""
    parsed = parse_all([Source(name="README.md", text=text)])
    assert parsed.records == ()
    assert [problem.code for problem in parsed.problems if problem.severity == "error"] == ["source.no-papers"]


def test_a_listing_is_no_list_of_references() -> None:
    """A title, an abstract with years and people in it, and a footer."""
    abstract = (
        "Marsh and Reed (2021) counted kelp by hand, which takes a whole season. We listen to the sea floor with a small sonar and let "
        "the kelp forest count itself. On three coasts the counts differ from those of divers by less than one in fifty."
    )
    parsed = parse_all([Source(name="page.txt", text=f"Kelp Counts Itself\n\n{abstract}\n\n2 authors · May 4, 2021\n")])
    assert [record.title for record in parsed.records] == ["Kelp Counts Itself"]
