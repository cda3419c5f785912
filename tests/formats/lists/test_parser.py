"""Lists of papers in Markdown become records; what is no paper is counted."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.lists import parser
from generator.model import Identifiers, Record
from tests.conftest import people


def _one(text: str) -> Record:
    """Return the only record of a list, which has no other problems."""
    [record], problems = parser.parse("list.md", text)
    assert problems == []
    return record


ARXIV = "https://arxiv.org/abs/2901.00001"


@pytest.mark.parametrize(
    ("bullet", "title", "date"),
    [
        (f"- [Herding Sheep by Night]({ARXIV}), Ada Roe, Jürgen van der Berg, 2017", "Herding Sheep by Night", "2017"),
        (
            f"- (2023-01) **Herding Sheep by Night** [paper]({ARXIV}) | [code](https://github.com/roe/sheep)",
            "Herding Sheep by Night",
            "2023-01",
        ),
        (
            f"* [2023/01/05] [[Herding Sheep by Night]]({ARXIV}) ![](https://img.shields.io/github/stars/a/b)",
            "Herding Sheep by Night",
            "2023-01-05",
        ),
        (
            f'+ **Sheepy**: "Herding Sheep by Night", Moor Lab, Jan 2023. [[Paper]({ARXIV})]',
            "Herding Sheep by Night",
            "2023-01",
        ),
        (f"1. **Sheepy**: Herding Sheep by Night. [[pdf]]({ARXIV})", "Sheepy: Herding Sheep by Night", None),
        (
            f"- [x] Herding Sheep by Night. Ada Roe, Bo Lund. 2023. [arXiv:2901.00001]({ARXIV})",
            "Herding Sheep by Night",
            "2023",
        ),
        (f"- Sheep, Night and Day, Ada Roe, Bo Lund, 2020 [paper]({ARXIV})", "Sheep, Night and Day", "2020"),
        (
            f"- 🔥 [![arXiv](https://img.shields.io/badge/arXiv-2901.00001-red.svg)]({ARXIV}) **Herding Sheep by Night**",
            "Herding Sheep by Night",
            None,
        ),
        (
            f"- [[arXiv]]({ARXIV}) [[code]](https://github.com/roe/sheep) Herding sheep by night. Ada Roe, Bo Lund.",
            "Herding sheep by night",
            None,
        ),
        (f"- [Herding Sheep by Night](https://sheep.example.org/) [[paper]]({ARXIV})", "Herding Sheep by Night", None),
        (f'- <a href="{ARXIV}"><b>Herding Sheep by Night</b></a> <br> 2023', "Herding Sheep by Night", "2023"),
        (
            f'- [Herding $O(n^2)$ Sheep \\| Night & \\*Day\\*]({ARXIV} "tip")',
            "Herding $O(n^2)$ Sheep | Night & *Day*",
            None,
        ),
        (f"- [(Almost) Free Sheep]({ARXIV})", "(Almost) Free Sheep", None),
        (f"- [[Re] Herding Sheep]({ARXIV})", "[Re] Herding Sheep", None),
        (f"- [ICLR'23 Oral] [2020 Visions of Sheep]({ARXIV})", "2020 Visions of Sheep", "2023"),
        (
            f'- **"Why Do Sheep Sleep?": A Night Study**, Ada Roe, Bo Lund [paper]({ARXIV})',
            '"Why Do Sheep Sleep?": A Night Study',
            None,
        ),
        (f'- **HS**: "Herding Sheep", Moor, 2021 (*Dale*). [[Paper]({ARXIV})]', "Herding Sheep", "2021"),
        (f"- Herding sheep: an overview (2015), J. Roe [[pdf]]({ARXIV})", "Herding sheep: an overview", "2015"),
        (f"- [Herding Sheep by Night][night]\n\n[night]: {ARXIV}", "Herding Sheep by Night", None),
        (
            f"- **Herding Sheep by Night**\n  - Ada Roe, Bo Lund\n  - *2022*\n  - [Paper]({ARXIV}) / [Code](https://github.com/roe/sheep)",
            "Herding Sheep by Night",
            "2022",
        ),
        (
            f"**Herding Sheep by Night**  \n*Ada Roe, Bo Lund*, 2022  \n[[paper]]({ARXIV})",
            "Herding Sheep by Night",
            "2022",
        ),
        (
            f"### [Herding Sheep by Night]({ARXIV})\n[[code](https://github.com/roe/sheep)]",
            "Herding Sheep by Night",
            None,
        ),
    ],
)
def test_the_shapes_of_bullets(bullet, title, date):
    """Title and date are found wherever the list's own way of writing puts them."""
    record = _one(f"# Awesome Sheep\n\n{bullet}\n")
    assert (record.title, record.date, record.identifiers) == (title, date, Identifiers(arxiv="2901.00001"))
    own = [link for link in record.links if link != ARXIV]
    assert len(own) == len(record.links) - 1
    assert all("github.com/roe/sheep" in link or "sheep.example.org" in link for link in own)
    assert ("roe/sheep" in bullet) == any("roe/sheep" in link for link in own)


@pytest.mark.parametrize(
    ("beside", "authors"),
    [
        (", Ada Roe, Jürgen van der Berg, and Li Wei, 2017", ("Ada Roe", "Jürgen van der Berg", "Li Wei")),
        (". *A. B. Roe, J.-P. O'Neill & Bo Lund*. **Moor 2020**", ("A. B. Roe", "J.-P. O'Neill", "Bo Lund")),
        (" by Ada Roe", ("Ada Roe",)),
        (
            ". Ada B. Roewood, Bo Lund, Charles D.E. Dallmann. Moor 2020.",
            ("Ada B. Roewood", "Bo Lund", "Charles D.E. Dallmann"),
        ),
        ("\n  Ada Roe, Bo Lund (University of Moor)", ("Ada Roe", "Bo Lund")),
        (", Ada Roe, Bo Lund, NeurIPS 2020", ("Ada Roe", "Bo Lund")),
        (". *Ada Roe, Bo Lund, Lina Wender.* **NeurIPS 2028**", ("Ada Roe", "Bo Lund", "Lina Wender")),
        (". *Ada Roe.* **CoRL 2028**", ("Ada Roe",)),
        (". Ada Roe. NeurIPS 2028.", ("Ada Roe",)),
        (", Bo An, Dawn Song, Lynn Ai, 2020", ("Bo An", "Dawn Song", "Lynn Ai")),
        (", Princeton Roe, Ada Lund, 2020", ("Princeton Roe", "Ada Lund")),
        (", Ada Roe, Bo Lund, Xian, Cy Dall", ("Ada Roe", "Bo Lund", "Xian", "Cy Dall")),
        (". Roe, A., Lund, B. C., & Dall, C. (2020). Moor.", ("A. Roe", "B. C. Lund", "C. Dall")),
        (", Ada March, Bo May, 2020", ("Ada March", "Bo May")),
        (". Ada Roe, Bo Lund, Lina Wender. 2028.", ("Ada Roe", "Bo Lund", "Lina Wender")),
        (". *Ada Roe*, *Bo Lund*", ("Ada Roe", "Bo Lund")),
        (" (Ada Roe, Bo Lund, 2020)", ("Ada Roe", "Bo Lund")),
        (", Ada Stanford, Bo Lund, 2020", ("Ada Stanford", "Bo Lund")),
        (", Ada Roe, Meta AI", ()),
        (", Cornell Tech, Oxford Robotics, 2020", ()),
        (" (*Pattern Recognition*), 2020", ()),
        (", USENIX ATC, 2020", ()),
        (", Google Research, Carnegie Mellon, 2023", ()),
        (" (*Facebook*), ICML, 2021", ()),
        (", University of Moor, Institute of Wool", ()),
        (", Object Detection, Image Segmentation, 2023", ()),
        (", Hill Top, 2023", ()),
        (" - a fast and simple way to herd.", ()),
    ],
)
def test_authors_are_read_and_never_guessed(beside, authors):
    """Lists of people are authors; institutes, venues, keywords and single unannounced names are not."""
    assert _one(f"- [Herding Sheep by Night]({ARXIV}){beside}").authors == people(*authors)


@pytest.mark.parametrize(
    ("beside", "authors"),
    [
        (", Ada Roe et al., 2020", ("Ada Roe",)),
        (", Ada Roe, Bo Lund, et al. 2025", ("Ada Roe", "Bo Lund")),
        (". *Roe et al. Moor.*", ("Roe",)),
        (" (Roe et al., 2020)", ("Roe",)),
        (", Ada Roe and others, 2020", ("Ada Roe",)),
        (". Roe, Ada, et al. Moor 2020", ("Ada Roe",)),
    ],
)
def test_a_cut_list_of_authors_says_so(beside, authors):
    """The people before "et al." are kept, and the record knows that there are more."""
    record = _one(f"- [Herding Sheep by Night]({ARXIV}){beside}")
    assert (record.authors, record.et_al) == (people(*authors), True)


def test_a_mention_of_others_gives_no_authors():
    """Only a citation right behind the title is the paper's own."""
    record = _one(f"- [Herding Sheep by Night]({ARXIV}) - improves on the sheep of Lund et al. (Roe et al., 2020)")
    assert (record.authors, record.et_al) == ((), False)


def test_a_lone_name_counts_where_the_list_names_authors():
    """One name is an author's in a list whose other papers name several there; alone, it may be a place."""
    several = "".join(
        f"- [Herding Sheep {n}](https://arxiv.org/abs/2901.1000{n}), Ada Roe, Bo Lund, 2020\n" for n in range(3)
    )
    single = f"- [Herding Sheep by Night]({ARXIV}), Ada Roe, 2023\n"
    records, _ = parser.parse("list.md", several + single)
    assert (records[-1].authors, records[-1].date) == (people("Ada Roe"), "2023")
    assert _one(single).authors == ()


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("1) The Sheep Engineer  This work herds sheep; see the [claims](https://x.com/roe/1)", "The Sheep Engineer"),
        ("2) **SheepFold**- releases a fold for sheep; it beats all others", "SheepFold"),
        ("3) SheepFold - releases a fold for sheep", "SheepFold"),
        ("4) **Sheep Fold**: Herding by Night", "Sheep Fold: Herding by Night"),
    ],
)
def test_a_description_is_no_part_of_a_title(row, title):
    """In weekly tables, the text behind the title and the links within it are the list's own."""
    text = f"| **Paper** | **Links** |\n|---|---|\n| {row} | [Paper]({ARXIV}), [Tweet](https://x.com/roe/2) |\n"
    record = _one(text)
    assert record.title == title
    assert record.links[-2:] == (ARXIV, "https://x.com/roe/2")
    assert ("https://x.com/roe/1" in row) == ("https://x.com/roe/1" in record.links)


@pytest.mark.parametrize(
    ("bullet", "title", "authors", "date"),
    [
        (f"- 2029-01-22, **Newt Nets**, Bo Lund, Ada Roe, Paper: [2901.00001]({ARXIV})", "Newt Nets", ("Bo Lund", "Ada Roe"), "2029-01-22"),
        (f"- Newts and Nets, <ins>ICLR, 2029</ins> [[Paper]({ARXIV})]", "Newts and Nets", (), "2029"),
        (f"- Roe, A., & Lund, B. (2029). Newts and nets: a survey. *Moor*, 4(2). {ARXIV}", "Newts and nets: a survey", ("A. Roe", "B. Lund"), "2029"),
        (f"- **Newts and Nets:**\n  **A Survey of Ponds** [[paper]]({ARXIV})", "Newts and Nets: A Survey of Ponds", (), None),
        (f"**Newts and Nets of the Moor**<br>\nAda Roe, Bo Lund<br>\n[Moor Computing Surveys 2029]({ARXIV})", "Newts and Nets of the Moor", ("Ada Roe", "Bo Lund"), None),
        (f"- Roe et al., *Newts and Nets*, 2029. [arXiv]({ARXIV})", "Newts and Nets", ("Roe",), "2029"),
        (f"- Roe and Lund (2029). Newts and Nets. [arXiv]({ARXIV})", "Newts and Nets", (), "2029"),
        (f"- [2029] Newts and Nets, *NeurIPS* [[paper]]({ARXIV})", "Newts and Nets", (), "2029"),
        (f"- [A* Search for Newts]({ARXIV})", "A* Search for Newts", (), None),
        (f"- [Newts and Nets]({ARXIV}), Ada Roe, Bo March, 2029", "Newts and Nets", ("Ada Roe", "Bo March"), "2029"),
        (f"#### [Newts and Nets]({ARXIV})\n\nICLR 2029\n\n1. uses nets", "Newts and Nets", (), "2029"),
        (f"| Paper |\n|---|\n| [Newts and Nets]({ARXIV})<br>Ada Roe, Bo Lund |", "Newts and Nets", ("Ada Roe", "Bo Lund"), None),
    ],
)  # fmt: skip
def test_more_shapes_of_papers(bullet, title, authors, date):
    """Dates, labels, venues and descriptions around a title are no part of it, whatever marks them."""
    records, problems = parser.parse("list.md", f"# Moor\n\n## Newts\n\n{bullet}\n")
    [record] = records
    assert (record.title, record.authors, record.date, record.headings) == (title, people(*authors), date, ("Newts",))
    assert all(problem.code == "awesome.not-papers" for problem in problems)


@pytest.mark.parametrize(
    "text",
    [
        f"## Herding Sheep by Night and Day\n\n[[paper]]({ARXIV})\n",
        f"## Herding Sheep by Night and Day\n\n- [[paper]]({ARXIV}) [[code]](https://github.com/roe/sheep)\n",
        f"- a very nice one about sheep and goats [[paper]]({ARXIV})\n",
        f"- see also [[paper]]({ARXIV}) and [[code]](https://github.com/roe/sheep)\n",
        f"- [[paper]]({ARXIV}) and its sequel of the year\n",
    ],
)
def test_neither_a_heading_nor_a_remark_is_a_title(text):
    """A bare link is a paper without a title: reported, never named by the text around it."""
    records, [problem] = parser.parse("list.md", text)
    assert (records, problem.code) == ([], "record.unreadable")


@pytest.mark.parametrize(
    ("bullet", "paper"),
    [
        ("[Herding Sheep by Night](https://lab.example.com/research/publications/sheep)", True),
        ("[Herding Sheep by Night](https://www.example.edu/~roe/papers/sheep.html)", True),
        ("[Herding Sheep by Night](https://research.example.com/publication/2028-01_sheep)", True),
        ("[Herding Sheep by Night](https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/)", True),
        ("[Herding Sheep by Night](https://lab.example.org/sheep), Ada Roe, Bo Lund, NeurIPS 2028", True),
        ("Herding sheep by night [[ICLR 2028]](https://lab.example.org/sheep)", True),
        ("[Herding Sheep by Night](https://lab.example.org/sheep), Ada Roe, Bo Lund", False),
        ("[Herding Sheep by Night](https://lab.example.org/publications/)", False),
        ("[Sheep dataset](https://lab.example.org/papers/sheep)", False),
        ("[Herding Sheep by Night](https://lab.example.org/papers/sheep.zip)", False),
        ("[Ada Roe](https://arxiv.org/search/cs?query=Roe), [Bo Lund](https://openreview.net/profile?id=~Bo)", False),
        ("[ICLR 2028](https://talks.example.org/iclr28/)", False),
    ],
)
def test_publication_pages_of_any_host(bullet, paper):
    """Pages of publications are papers, and so is a title beside its authors and conference; pages about people are not."""
    records, problems = parser.parse("list.md", f"- {bullet}\n")
    assert (len(records), [problem.code for problem in problems]) == ((1, []) if paper else (0, ["awesome.not-papers"]))


def test_every_address_of_a_bullet_is_kept_in_order():
    """Paper, PDF, code, data and the rest, wherever they are in the bullet; links within the page are none."""
    links = [
        "https://proceedings.mlr.press/v139/roe21a.html",
        ARXIV,
        "https://www.example.edu/~roe/sheep.pdf",
        "https://github.com/roe/sheep",
        "https://zenodo.org/records/1",
        "https://blog.example.org/sheep",
        "https://youtu.be/sheep",
    ]
    shown = " ".join(
        f"[[{label}]({link})]"
        for label, link in zip(["PMLR", "arXiv", "PDF", "code", "data", "blog", "video"], links, strict=True)
    )
    assert _one(f"- **Herding Sheep by Night** {shown} [top](#top)").links == tuple(links)


def test_everything_that_gives_no_record_is_named():
    """Bullets, rows and paragraphs that are not imported are listed with their line, their text and the reason."""
    text = f"""# Sheep
This list goes with [our survey]({ARXIV}).
- [Night](#night)
- [Sheep Toolkit](https://github.com/roe/sheep)
- [Herding Sheep by Night]({ARXIV})
- Herding Sheep by Day, Ada Roe, 2020

| Title | Code |
|---|---|
| Goats | [code](https://github.com/roe/goats) |
"""
    contents = parser.read("list.md", text)
    assert [(each.line, each.text, each.reason) for each in contents.skipped] == [
        (2, "This list goes with our survey.", "running text"),
        (3, "Night", "only links within the page or to files beside it"),
        (4, "Sheep Toolkit", "no link to a paper"),
        (6, "Herding Sheep by Day, Ada Roe, 2020", "no link to a paper"),
        (10, "Goats code", "no link to a paper"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"• [Sheep by Night]({ARXIV})\n• [Goats by Day](https://arxiv.org/abs/2901.00002)\n",
        f"#Sheep\n[Sheep by Night]({ARXIV})\n##Goats\n[Goats by Day](https://arxiv.org/abs/2901.00002)\n",
        f"| Title | Link | Code |\n|---|---|\n| Sheep by Night | [paper]({ARXIV}) | |\n| Goats by Day | [p](https://arxiv.org/abs/2901.00002) | |\n",
        f"| Title | Link |\n|---|---|---|\n| Sheep by Night | | [paper]({ARXIV}) |\n| Goats by Day | | | [pdf](https://arxiv.org/abs/2901.00002) |\n",
        f"<details><summary>Moor</summary>\n\n[Sheep by Night]({ARXIV})\n</details>\n---\n[Goats by Day](https://arxiv.org/abs/2901.00002)\n",
    ],
)
def test_what_other_readers_of_markdown_lose(text):
    """Round bullets, headings without a space, tables of another width, rules right below a fold: both papers are kept."""
    records, problems = parser.parse("list.md", text)
    assert (problems, [record.title for record in records]) == ([], ["Sheep by Night", "Goats by Day"])
    assert all(record.links for record in records)


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("[paper](https://arxiv.org/pdf/2901.00001v2.pdf)", Identifiers(arxiv="2901.00001")),
        ("[link](https://doi.org/10.1145/3000000.3000001)", Identifiers(doi="10.1145/3000000.3000001")),
        ("[link](https://aclanthology.org/2021.acl-long.7/)", Identifiers(acl="2021.acl-long.7")),
        ("[link](https://openreview.net/forum?id=abcDEF1234)", Identifiers(openreview="abcDEF1234")),
        ("[here](https://moor.example.edu/~roe/sheep.pdf)", Identifiers()),
        ("[here](https://proceedings.mlr.press/v139/roe21a.html)", Identifiers()),
        ("[Paper](https://www.nature.com/articles/s41586-029-0001-1)", Identifiers(doi="10.1038/s41586-029-0001-1")),
        ("[Paper](https://moor.example.edu/sheep)", Identifiers()),
        ("[PDF](https://github.com/roe/sheep/blob/main/sheep.pdf)", Identifiers()),
        ("[code](https://arxiv.org/abs/2901.00001)", Identifiers(arxiv="2901.00001")),
    ],
)
def test_papers_are_known_by_url_and_by_label(link, found):
    """A paper's address makes a paper whatever the label, and the label "paper" does on an unknown host."""
    record = _one(f"- **Herding Sheep by Night** {link}")
    assert record.identifiers == found
    assert record.links == (re.search(r"\((.*)\)", link)[1],)


@pytest.mark.parametrize(
    "bullet",
    [
        "- [Sheep Toolkit](https://github.com/roe/sheep) - A toolkit.",
        "- [Paper](https://github.com/roe/sheep) Herding sheep",
        "- [How we herd sheep at night](https://blog.example.org/sheep)",
        "- **Herding Sheep by Night** [slides](https://moor.example.edu/slides.pdf)",
        "- [Paper talk about sheep](https://www.youtube.com/watch?v=1)",
        "- [Herding Sheep by Night](papers/sheep.pdf) and [code](https://github.com/roe/sheep)",
        "- Herding Sheep by Night, Ada Roe, 2020",
    ],
)
def test_what_is_no_paper_is_counted(bullet):
    """Code, blogs, talks, slides and bullets without a link are not imported, and one warning says how many there are."""
    records, [problem] = parser.parse("list.md", f"# Sheep\n\n- [Sheep by Night]({ARXIV})\n{bullet}\n{bullet} again\n")
    assert [record.title for record in records] == ["Sheep by Night"]
    assert (problem.code, problem.severity, problem.line) == ("awesome.not-papers", "warning", 4)
    assert problem.message.startswith("2 ")


def test_contents_code_and_prose_count_for_nothing():
    """A table of contents, fenced code, comments and an introduction are neither papers nor left over."""
    text = f"""# Sheep
This list goes with [our survey]({ARXIV}).
- [Night](#night)
```
- [In Code Only]({ARXIV})
```
<!-- - [In a Comment Only]({ARXIV}) -->
"""
    assert parser.parse("list.md", text) == ([], [])


def test_two_papers_in_one_bullet_are_two_records():
    """Each has its own title, authors, date and identifier, whichever comes first."""
    text = "- [Sheep by Night](https://arxiv.org/abs/2901.00001), Ada Roe, Bo Lund, 2017; [Goats by Day](https://arxiv.org/abs/2901.00002), Cy Dall, Bo Lund, 2018\n"
    text += "- **Wool and the Moor** [paper](https://arxiv.org/abs/2901.00003), **Hay and the Dale** [paper](https://arxiv.org/abs/2901.00004)\n"
    text += "- [paper](https://arxiv.org/abs/2901.00005) **Milk of the Hill**; [paper](https://arxiv.org/abs/2901.00006) **Cheese of the Hill**\n"
    records, problems = parser.parse("list.md", text)
    assert problems == []
    assert [(record.title, record.identifiers.arxiv, record.line) for record in records] == [
        ("Sheep by Night", "2901.00001", 1),
        ("Goats by Day", "2901.00002", 1),
        ("Wool and the Moor", "2901.00003", 2),
        ("Hay and the Dale", "2901.00004", 2),
        ("Milk of the Hill", "2901.00005", 3),
        ("Cheese of the Hill", "2901.00006", 3),
    ]
    assert [(str(record.authors[0]), record.date) for record in records[:2]] == [
        ("Ada Roe", "2017"),
        ("Cy Dall", "2018"),
    ]


def test_a_group_of_bullets_keeps_each_of_its_papers():
    """Deeper bullets with titles of their own are papers, below a group's name and below another paper."""
    text = """- Herding:
  - **Sheepy**: "Sheep by Night", Moor, 2021. [[Paper](https://arxiv.org/abs/2901.00001)]
  - **Goaty**: "Goats by Day", Moor, 2021. [[Paper](https://arxiv.org/abs/2901.00002)]
  - Cows at dawn and dusk. [pdf](https://arxiv.org/abs/2901.00003)
- [Hay and the Dale](https://arxiv.org/abs/2901.00004)
  - Follows the wool of old. [pdf](https://arxiv.org/abs/2901.00005)
"""
    records, problems = parser.parse("list.md", text)
    assert problems == []
    assert [(record.title, record.line) for record in records] == [
        ("Sheep by Night", 2),
        ("Goats by Day", 3),
        ("Cows at dawn and dusk", 4),
        ("Hay and the Dale", 5),
        ("Follows the wool of old", 6),
    ]


def test_two_links_to_one_paper_are_one_record():
    """ArXiv and the published version, or two versions, do not make two papers."""
    record = _one(
        f"- **Sheep by Night** [arXiv]({ARXIV}) [ACL](https://aclanthology.org/2021.acl-long.7/) [v0](https://arxiv.org/abs/2801.00001)"
    )
    assert record.identifiers == Identifiers(arxiv="2901.00001", acl="2021.acl-long.7")


def test_a_paper_under_two_headings_is_one_record_with_two_headings():
    """The first place gives the line; what only the second one prints is added."""
    text = f"""# Awesome Sheep
## [🌙 Night](#contents)
- [Sheep by Night]({ARXIV})
## Papers
### 1.2 Herding ([top](#top))
- [Sheep by night](https://arxiv.org/pdf/2901.00001), Ada Roe, Bo Lund, 2017 [code](https://github.com/roe/sheep)
"""
    record = _one(text)
    assert (record.title, record.line, record.headings) == ("Sheep by Night", 3, ("Night", "Herding"))
    assert (record.authors, record.date, record.links) == (
        people("Ada Roe", "Bo Lund"),
        "2017",
        (ARXIV, "https://arxiv.org/pdf/2901.00001", "https://github.com/roe/sheep"),
    )


def test_one_link_below_two_different_titles_stays_two_records():
    """A link copied by mistake does not merge two papers: that is left to the matcher."""
    records, _ = parser.parse(
        "list.md", f"- [Sheep by Night]({ARXIV})\n- [Cheese of the Hill]({ARXIV})\n- [cheese of the hill]({ARXIV})\n"
    )
    assert [(record.title, record.line) for record in records] == [("Sheep by Night", 1), ("Cheese of the Hill", 2)]


def test_headings_that_are_dates_give_the_date():
    """Topics become hints; years and months date the papers that print no date; general headings are passed over."""
    text = """Sheep
=====
## Herding
### 2023
- [Sheep by Night](https://arxiv.org/abs/2301.00001)
- [Sheep by Day](https://arxiv.org/abs/2301.00002), 2022
### May 2023
- [Sheep at Dawn](https://arxiv.org/abs/2305.00001)
## Must-read papers
- [Sheep at Dusk](https://arxiv.org/abs/2305.00002)
"""
    records, problems = parser.parse("list.md", text)
    assert problems == []
    assert [(record.date, record.headings) for record in records] == [
        ("2023", ("Herding",)),
        ("2022", ("Herding",)),
        ("2023-05", ("Herding",)),
        (None, ()),
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("| Title | Link |", f"| Sheep by Night | [paper]({ARXIV}) |"),
        (
            "| Rank | Year | Link | Code | Title |",
            f"| 1 | 2023 | [arXiv]({ARXIV}) | [GitHub](https://github.com/roe/sheep) | **Sheep by Night** |",
        ),
        (
            "| # | Paper | Stars |",
            f"| 🥇 1 | [Sheep by Night]({ARXIV})<br>Ada Roe | ![](https://img.shields.io/x.svg) |",
        ),
        ("| Name | Paper | Where |", f"| Sheep by Night | [Paper]({ARXIV}) | Moor |"),
        ("Date | Paper | Authors", f"2023-05 | [Sheep by Night]({ARXIV}) | Ada Roe, Bo Lund"),
        (
            "| **Papers** | **Links** |",
            f"| 1) **Sheep by Night** - a study of how sheep are herded by night and by day | [Paper]({ARXIV}), [Tweet](https://twitter.com/x/1) |",
        ),
        ("| a | b | c |", f"| x | {ARXIV} | Sheep by Night |"),
    ],
)
def test_tables_have_the_title_in_any_column(header, row):
    """The column's name decides, else what the row's cells look like; outer pipes do not matter."""
    rule = "|".join(":--" for _ in range(header.strip("|").count("|") + 1))
    record = _one(f"## Night\n\n{header}\n{rule}\n{row}\n")
    assert (record.title, record.identifiers.arxiv, record.line, record.headings) == (
        "Sheep by Night",
        "2901.00001",
        5,
        ("Night",),
    )
    assert record.authors == (people("Ada Roe", "Bo Lund") if "Authors" in header else ())
    assert (record.date is None) == ("Year" not in header and "Date" not in header)


def test_table_rows_without_a_paper_are_counted():
    """A row whose only link is code is left over like a bullet; venues and dates come from their columns."""
    text = f"| Title | Venue | Link |\n|---|---|---|\n| Sheep by Night | ICLR 2023 | [p]({ARXIV}) [paper]({ARXIV}) |\n| Goats by Day | - | [code](https://github.com/a/b) |\n"
    [record], [problem] = parser.parse("list.md", text)
    assert (record.venue, record.date) == ("ICLR 2023", "2023")
    assert (problem.code, problem.line) == ("awesome.not-papers", 4)


def test_folded_sections_are_headings_and_folded_abstracts_abstracts():
    """A summary names a topic unless it says that an abstract follows, which belongs to the paper before it."""
    text = f"""## Herding
<details open>
<summary><b>Night sheep</b></summary>

- [Sheep by Night]({ARXIV})
  <details><summary>Abstract</summary>
  Sheep are *herded*
  by night.
  </details>

</details>

- [Sheep by Day](https://arxiv.org/abs/2901.00002)
"""
    [night, day], problems = parser.parse("list.md", text)
    assert problems == []
    assert (night.headings, night.abstract) == (("Herding > Night sheep",), "Sheep are herded by night.")
    assert (day.headings, day.abstract) == (("Herding",), "")


def test_a_link_without_a_title_is_a_problem_that_says_what_to_do():
    """A bare address is not imported as an untitled paper."""
    records, [problem] = parser.parse("list.md", f"- {ARXIV}\n")
    assert records == []
    assert (problem.code, problem.line) == ("record.unreadable", 1)
    assert "shelf add" in problem.hint


def test_detection_wants_a_bullet_row_or_bold_line_with_a_link():
    """Lists are Markdown with links; prose, listings and other formats are not."""
    assert parser.detect(f"# Awesome\n\n- [Sheep]({ARXIV})\n")
    assert parser.detect(f"| a | b |\n|---|---|\n| x | [y]({ARXIV}) |\n")
    assert parser.detect(f'<ul>\n<li><a href="{ARXIV}">Sheep</a></li>\n</ul>')
    for text in (
        "",
        "Sheep by Night\n\nUpvote\n\n17\n",
        "@article{a, url={https://x.y}}",
        '[{"a": "- [x](https://y.z)"}]',
        "- a bullet\n- another\n",
    ):
        assert not parser.detect(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            f"- [Sheep by\n  Night]({ARXIV}) and\n  `code\n  span` **Goats\n  by Day** [pdf\n  ](https://arxiv.org/abs/2901.00002)",
            [1, 5],
        ),
        (
            f"1. **Sheep by Night**\n\n  [paper]({ARXIV})\n2. **Goats by Day**\n  - [pdf](https://arxiv.org/abs/2901.00002)",
            [1, 4],
        ),
        (
            f"* **Sheep by Night**\n[paper]({ARXIV})\n\n\n\t* **Goats by Day**\n\t[pdf](https://arxiv.org/abs/2901.00002)",
            [1, 5],
        ),
        (f"• Sheep by Night [paper]({ARXIV})\n‣ Goats by Day [pdf](https://arxiv.org/abs/2901.00002)", [1, 2]),
        (
            f"> > - Sheep by Night [paper]({ARXIV})\n>\n> Moor\n\n[Goats by Day](https://arxiv.org/abs/2901.00002)",
            [1, 5],
        ),
        (f"- [Sheep by Night]({ARXIV})\r\n\r\n- [Goats by Day](https://arxiv.org/abs/2901.00002)\r\n", [1, 3]),
        (
            f"<!-- a\n\nb --> - [Sheep by Night]({ARXIV})\n<!-- - [No](https://arxiv.org/abs/2901.00009)\n\n -->\n- [Goats by Day](https://arxiv.org/abs/2901.00002)",
            [3, 7],
        ),
        (
            f"<details>\n<summary>Moor</summary>\n- [Sheep by Night]({ARXIV})\n</details>\n---\n- [Goats by Day](https://arxiv.org/abs/2901.00002)",
            [3, 6],
        ),
        (
            f"<ul><li><a\nhref='{ARXIV}'>Sheep by Night</a></li>\n<li>Goats by Day <a href=https://arxiv.org/abs/2901.00002>pdf</a></ul>",
            [1, 3],
        ),
        (
            f"**Sheep by Night**\n[paper]({ARXIV})\n---\n\n<p align=center>\n<b>Goats by Day</b><br>\n<a href='https://arxiv.org/abs/2901.00002'>pdf</a></p>",
            [1, 5],
        ),
        (
            f"**Sheep by Night.**Ada Roe, Bo Lund [paper]({ARXIV})\n\n*Goats by Day** [pdf](https://arxiv.org/abs/2901.00002)",
            [1],
        ),
        (f"- *Sheep by Night** [paper]({ARXIV})\n- **[Goats by Day](https://arxiv.org/abs/2901.00002)", [1, 2]),
        (
            f"| Paper | Link |\n|---|\n| Sheep by Night | [paper]({ARXIV}) |\n| Goats by Day |  | [pdf](https://arxiv.org/abs/2901.00002) |",
            [3, 4],
        ),
        (
            f"Moor:\n        - Sheep by Night [paper]({ARXIV})\n        - Goats by Day [pdf](https://arxiv.org/abs/2901.00002)",
            [2, 3],
        ),
        (f"Moor:\n2. Sheep by Night [paper]({ARXIV})\n3) Goats by Day [pdf](https://arxiv.org/abs/2901.00002)", [2, 3]),
        (
            f"- [Sheep by Night][1] [[1]]\n- [Goats by Day][]\n\n[1]: {ARXIV} 'tip'\n[goats by day]: <https://arxiv.org/abs/2901.00002>",
            [1, 2],
        ),
        (f"- [Sheep by\xa0Night]({ARXIV})\n-\xa0[Goats by Day](https://arxiv.org/abs/2901.00002)", [1, 2]),
    ],
)
def test_markdown_as_it_is_written(text, lines):
    """Bullets without indentation, markers and headings of other kinds, HTML and unclosed marks: each title at its line."""
    records, problems = parser.parse("list.md", f"{text}\n")
    assert problems == []
    assert [(record.title, record.line) for record in records] == list(
        zip(["Sheep by Night", "Goats by Day"], lines, strict=False)
    )


def test_authors_in_italics_end_where_the_italics_do():
    """What stands right behind them is no part of the last name; italics in brackets may be a place."""
    assert _one(f"- [Herding Sheep by Night]({ARXIV}). *Ada Roe, Bo Lund* MOOR'24").authors == people(
        "Ada Roe", "Bo Lund"
    )
    assert _one(f"- [Herding Sheep by Night]({ARXIV}) (*Moor Analytics, South Dale*)").authors == ()


def test_addresses_and_formulas_keep_their_signs():
    """Underscores and stars in them are no emphasis, and an ``&`` is no entity."""
    link = "https://openreview.net/forum?id=_a_bCdEf_&noteId=1"
    assert _one(f"- Sheep $x_1 * y_{{2}}$ and *Goats* {link} *x*\n").title == "Sheep $x_1 * y_{2}$ and Goats"
    assert _one(f"- Sheep by Night {link}").identifiers == Identifiers(openreview="_a_bCdEf_")


def test_deep_bullets_are_not_lost():
    """Bullets deeper than the parser goes are still read, and so is what follows."""
    text = "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(90))
    records, _ = parser.parse(
        "list.md",
        f"{text}{'  ' * 90}- [Sheep by Night]({ARXIV})\n\n- [Goats by Day](https://arxiv.org/abs/2901.00002)\n",
    )
    assert [record.title for record in records] == ["Sheep by Night", "Goats by Day"]


def test_limits_say_what_is_not_read(monkeypatch):
    """A long bullet is read as far as it goes, a long list likewise; each gives a problem at its line."""
    records, [problem] = parser.parse("list.md", f"- [Sheep by Night]({ARXIV}) {'baa ' * 5_000}\n")
    assert [record.title for record in records] == ["Sheep by Night"]
    assert (problem.code, problem.line) == ("record.unreadable", 1)
    monkeypatch.setattr(parser, "BLOCKS", 4)
    text = "".join(f"- [Sheep by Night {n}](https://arxiv.org/abs/2901.0000{n})\n" for n in range(9))
    records, [problem] = parser.parse("list.md", text)
    assert [record.line for record in records] == [1, 2, 3, 4]
    assert (problem.code, problem.line) == ("source.too-large", 5)


HOSTILE = {
    "brackets": "- [a [b] [c](\n",
    "anchors": "- <a href=x\n",
    "one line": "- " + "[a](" * 2_000_000,
    "comments": "<!--",
    "quotes": ">",
    "details": "<details><summary>a</summary>\n",
    "nested": "  - x\n",
    "headings": "# a\n",
    "tables": "a|b\n-|-\n",
    "links": "- " + f"[p]({ARXIV}) " * 200 + "\n",
    "images": "- " + "![" * 30 + "\n",
    "stars": "- **a *b __c\n",
    "one row": "|a",
    "HTML rows": f"<table><tr><td>a<td><a href={ARXIV}>x</a>\n",
    "HTML cells": "<table><tr><td rowspan=999 colspan=999>a",
    "HTML bullets": "<li>a",
    "bullets in bullets": "- - - - - - - - - - - - - - - - - x\n",
    "definitions": "[a]: http://x.y\n",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lists_cost_what_they_weigh(piece):
    """Eight times the text costs no more than its length says; what does not fit into the limits is a problem."""

    def cost(length: int) -> float:
        start = time.process_time()
        parser.parse("list.md", (piece * (length // len(piece) + 1))[:length])
        return time.process_time() - start

    small = min(cost(parser.LENGTH // 128) for _ in range(2))
    bound = 8 * 4 * max(small, 0.02)  # quadratic would be 64 times as much
    assert any(cost(parser.LENGTH // 16) < bound for _ in range(2))  # a second time where the machine was busy
    assert [problem.code for problem in parser.parse("list.md", "x" * (parser.LENGTH + 1))[1]] == ["source.too-large"]


PARTS = [
    "- ",
    "  - ",
    "[",
    "](",
    ")",
    ARXIV,
    "https://doi.org/10.1/x",
    "**",
    "*",
    "|",
    "---",
    "\n",
    "# ",
    "<details>",
    "<summary>",
    "</details>",
    "```",
    "Sheep by Night",
    "Ada Roe, ",
    "![",
    "<a href=",
    "\\",
    "$",
    "2023",
    "<!--",
    "-->",
]


@given(st.text() | st.lists(st.sampled_from(PARTS)).map("".join))
def test_any_text_gives_a_result(text):
    """Whatever the text, there are titled records at real lines and no exception."""
    parser.detect(text)
    records, problems = parser.parse("list.md", text)
    for record in records:
        assert record.title
        assert 1 <= record.line <= text.count("\n") + 1
        assert record.identifiers != Identifiers() or record.links
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)


def test_a_heading_keeps_the_bracket_at_its_beginning():
    """Chinese lists put a part of a heading in brackets."""
    record = _one("# 列表\n\n## 🐟 【关于 潮汐】 的论文\n\n- [Tides at dusk](https://arxiv.org/abs/2101.00001)\n")
    assert record.headings == ("【关于 潮汐】 的论文",)


def test_latex_in_titles_is_decoded():
    """Lists are pasted from BibTeX, and Markdown takes the backslash before a sign."""
    text = "# L\n\n- [Belle{\\textasciitilde}II Sees Otters {\\&} Herons](https://arxiv.org/abs/2901.00001)\n"
    ([record], _) = parser.parse("list.md", text)
    assert record.title == "Belle~II Sees Otters & Herons"
