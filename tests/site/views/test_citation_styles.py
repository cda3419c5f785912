"""Citations as text: each style cites each type of publication as its manual does, whatever is missing or odd."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.matching import merge
from generator.model import Identifiers, Name, Record
from generator.model.name import parse
from generator.site.views import citation_styles
from tests.site import invented, published, reading

GOLDEN = Path(__file__).parents[1] / "golden" / "citations.txt"


def cited(*authors, **facts):
    """Return the citations of a record in each style."""
    return citation_styles.styled(Record(source="", line=1, id="key", authors=tuple(map(parse, authors)), **facts))


def test_every_type_is_cited_as_approved():
    """The citations of each invented paper equal the approved ones (to approve: SHELF_GOLDEN=write)."""
    papers = {**published.PAPERS, **invented.PAPERS}
    rows = []
    for key, paper in papers.items():
        found = citation_styles.styled(merge.citation(key, paper))
        rows += [f"# {key}", *(f"{style}: {text}" for style, text in found.items()), ""]
    text = "\n".join(rows)
    if os.environ.get("SHELF_GOLDEN") == "write":
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "apa", "mla"),
    [
        ("Jean-Pierre de la Cruz", "de la Cruz, J.-P.", "de la Cruz, Jean-Pierre"),
        ("J.R.R. Tolkien", "Tolkien, J. R. R.", "Tolkien, J.R.R."),
        ("Юрий Гагарин", "Гагарин, Ю.", "Гагарин, Юрий"),
        ("García López, María", "García López, M.", "García López, María"),
        ("Marsh, Ada, Jr.", "Marsh, A., Jr.", "Marsh, Ada, Jr."),
        ("王, 伟", "王伟.", "王伟."),
        ("محمد علي", "محمد علي.", "محمد علي."),
        ("Wei Wang (王伟)", "Wang, W.", "Wang, Wei"),
        ("Björk", "Björk.", "Björk."),
        ("bell hooks", "hooks, b.", "hooks, bell"),
        ("Pond Society, Inc.", "Pond Society, Inc.", "Pond Society, Inc."),
    ],
)
def test_a_name_is_shortened_only_where_it_has_capitals(name, apa, mla):
    """APA gives initials, MLA the name as stated; a name in Chinese or Arabic and a group stay whole."""
    found = cited(name, title="T", date="2020")
    assert found["apa"].startswith(f"{apa} (2020). T.")
    assert found["mla"].startswith(f"{mla.removesuffix('.')}. “T.”")


def test_an_open_list_of_authors_ends_with_et_al():
    """Whether the number of authors is known or not, nobody is made the last author."""
    one = cited("Ada Marsh", title="T", et_al=True)
    two = cited("Ada Marsh", "Bo Reed", title="T", author_count=9)
    assert one["apa"].startswith("Marsh, A., et al. (n.d.)")
    assert two["apa"].startswith("Marsh, A., Reed, B., et al. (n.d.)")
    assert two["chicago"].startswith("Marsh, Ada, Bo Reed, et al. n.d.")
    assert not any(word in text for text in (*one.values(), *two.values()) for word in (" and et", "& et", "\ufdd0"))


def test_a_long_list_of_authors_is_cut_as_each_style_says():
    """APA names 19 authors and the last one, Chicago three of more than six, the others one."""
    found = cited(*(f"Ada Reed{n}" for n in range(1, 31)), title="T")
    assert "Reed19, A., … Reed30, A." in found["apa"]
    assert "Reed20" not in found["apa"]
    assert found["chicago"].startswith("Reed1, Ada, Ada Reed2, Ada Reed3, et al. ")
    assert found["mla"].startswith("Reed1, Ada, et al. ")
    assert found["ieee"].startswith("A. Reed1 et al., ")
    assert found["harvard"].startswith("Reed1, A. et al. (")


@pytest.mark.parametrize("title", ["Why?", "Why!", "Why.", "Why"])
def test_a_title_ends_with_one_mark(title):
    """Its own mark takes the place of the style's, also before a closing quote."""
    for style, text in cited("Ada Marsh", title=title, date="2020", venue="Ponds", type="article-journal").items():
        after = text.partition("Why")[2].removesuffix(".")
        assert not re.match(r"[?!.,]{2}|[?!.,]”[.,]|[?!.]{2}", after), (style, text)
    found = cited("Ada Marsh", title="Why?")
    assert found["mla"] == "Marsh, Ada. “Why?”"
    assert found["ieee"] == "A. Marsh, “Why?”"


def test_a_paper_with_only_a_title_is_a_sentence():
    """Missing facts leave no empty brackets and no stray commas; without a title there is no citation."""
    assert cited(title="Otters") == {
        "apa": "Otters. (n.d.).",
        "mla": "“Otters.”",
        "chicago": "“Otters.” n.d.",
        "ieee": "“Otters.”",
        "harvard": "‘Otters’ (no date).",
    }
    assert set(cited("Ada Marsh").values()) == {""}


def test_maths_and_markup_are_plain_text():
    """A formula reads as text, and what looks like markup or LaTeX is printed as it is."""
    for text in cited(title="On $O(n^2)$ & <b>bold</b> \\LaTeX {x}").values():
        assert "On O(n²) & <b>bold</b> \\LaTeX {x}" in text


def test_a_preprint_names_arxiv():
    """The number and the server are named where the style asks for them."""
    found = cited("Ada Marsh", title="T", date="2021", type="article", identifiers=Identifiers(arxiv="2107.00001"))
    assert found["apa"] == "Marsh, A. (2021). T (arXiv:2107.00001). arXiv. https://arxiv.org/abs/2107.00001"
    assert "“T,” arXiv:2107.00001, 2021." in found["ieee"]
    assert "Preprint, arXiv. https" in found["chicago"]


def test_an_institution_is_not_its_own_publisher():
    """Who is the author is not named again."""
    record = Record(source="", line=1, id="k", title="T", authors=(Name(literal="Mud Institute"),), type="report")
    for text in citation_styles.styled(replace(record, publisher="Mud Institute")).values():
        assert text.count("Mud Institute") == 1


def test_the_year_of_a_venue_is_not_repeated():
    """``ACL 2021, 2021`` says the year once."""
    found = cited(title="T", date="2021", venue="ACL 2021", type="paper-conference")
    assert found["mla"] == "“T.” ACL 2021."
    assert found["ieee"] == "“T,” in ACL 2021."


def test_hostile_texts_are_cited_without_errors(tmp_path):
    """Every paper of the hostile shelf has a citation in every style, with the title as it is."""
    paper = reading.nasty(tmp_path).papers["nasty"]
    found = citation_styles.styled(merge.citation("nasty", paper))
    assert len(found) == len(citation_styles.STYLES)
    assert all("{{ 7*7 }}" in text for text in found.values())
