"""imports.py: turns sources into papers, ledgers and questions; a second import changes nothing."""

import json
from functools import partial
from itertools import permutations
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import imports, ties
from generator.intake.imports import Outcome
from generator.intake.ties import Member
from generator.model import Decision, Identifiers, Paper, Record, Version
from generator.problems import ShelfError
from tests.conftest import TOO_STEEP, growth, people
from tests.formats.listings.pages import FOOTERS, HARBOR, HEADER, KITE, PLAIN, RUNS, UNTITLED

HARBOR_TITLE = "Harbor: A Compact Planner for Tidal Energy Grids"


def write(folder: Path, **pages: str) -> list[Path]:
    """Write pages to files and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        (folder / f"{name}.txt").write_text(page, encoding="utf-8")
    return [folder / f"{name}.txt" for name in pages]


def run(paths: list[Path], content: Path, date: str = "2026-02-26", *, dry_run: bool = False) -> Outcome:
    """Import, with a check that no record is lost."""
    outcome = imports.run(paths, content=content, date=date, dry_run=dry_run)
    assert sum(len(paper.records) for paper in outcome.papers) == len(outcome.records)
    return outcome


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def pages(tmp_path: Path) -> list[Path]:
    """Three papers in four shapes; one shape has no titles."""
    return write(tmp_path / "in", footers=FOOTERS, plain=PLAIN, runs=RUNS, untitled=UNTITLED)


def test_sources_of_every_shape_are_one_shelf(pages: list[Path], tmp_path: Path) -> None:
    """The same papers in four shapes become one file each, and the ledgers keep what each source printed."""
    outcome = run(pages, tmp_path / "content")
    shelf, problems = catalogue.inspect(tmp_path / "content")
    assert not [problem for problem in problems if problem.severity == "error"]
    assert "harbor" in shelf.papers
    assert shelf.papers["harbor"].date == "2021-07-05"
    assert shelf.papers["harbor"].abstract is None
    assert [ledger.format for ledger in shelf.ledgers.values()] == ["listing", "listing", "listing-lines", "abstracts"]
    assert sum(record.paper == "harbor" for ledger in shelf.ledgers.values() for record in ledger.records) == 4
    assert outcome.counts["records"] == len(outcome.records)
    assert outcome.summary.startswith(f"{len(outcome.records)} records: {len(shelf.papers)} new papers, ")


def test_the_order_of_sources_changes_no_byte(pages: list[Path], tmp_path: Path) -> None:
    """Every order of the sources gives the same files."""
    trees = []
    for number, order in enumerate(permutations(pages)):
        run(list(order), tmp_path / str(number))
        trees.append(tree(tmp_path / str(number)))
    assert all(one == trees[0] for one in trees)


def test_a_second_import_changes_nothing(pages: list[Path], tmp_path: Path) -> None:
    """Even on another day, one by one, with other line ends; open questions stay open."""
    content = tmp_path / "content"
    run(pages, content)
    before = tree(content)
    for page in pages:
        page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
        outcome = run([page], content, "2026-09-09")
        assert (outcome.counts["new"], outcome.changed) == (0, ())
    assert tree(content) == before


def test_untitled_texts_are_known_though_no_abstract_is_kept(pages: list[Path], tmp_path: Path) -> None:
    """The fingerprints in the ledgers are enough to recognise a text; no file contains the text."""
    content = tmp_path / "content"
    run(pages[:3], content)
    assert not any(HARBOR[20:60].encode() in page for page in tree(content).values())
    outcome = run(pages[3:], content)
    assert {paper.key: paper.verdict for paper in outcome.papers}["harbor"] == "matched"


def test_a_draft_becomes_a_paper(tmp_path: Path) -> None:
    """An untitled abstract makes a draft; the listing that names it gives it the title, and the key stays."""
    content = tmp_path / "content"
    drafts, titled = write(tmp_path / "in", drafts=UNTITLED, titled=FOOTERS)
    first = run([drafts], content)
    key = next(str(paper.key) for paper in first.papers if paper.title.startswith("We present Harbor"))
    assert catalogue.load_sound(content)[0].papers[key].title is None
    second = run([titled], content)
    assert second.counts["new"] == 0
    assert catalogue.load_sound(content)[0].papers[key].title == HARBOR_TITLE


def test_what_a_person_wrote_stays(pages: list[Path], tmp_path: Path) -> None:
    """A curated paper is matched by title and date, and keeps its comments, date and links."""
    content = tmp_path / "content"
    (content / "papers").mkdir(parents=True)
    page = content / "papers" / "tides.yml"
    page.write_text(f"# mine\ntitle: '{HARBOR_TITLE}'\ndate: '2021-07-06' # v2\n", encoding="utf-8")
    before = page.read_bytes()
    outcome = run(pages[:1], content)
    assert {paper.key: paper.verdict for paper in outcome.papers}["tides"] == "matched"
    assert page.read_bytes() == before


def test_a_title_alone_is_a_question_until_a_person_answers(tmp_path: Path) -> None:
    """A record with only an equal title waits in review.yml; the answer ties it for good."""
    content = tmp_path / "content"
    (source,) = write(tmp_path / "in", plain=PLAIN)
    catalogue.save(content, {"papers/harbor.yml": Paper(title=HARBOR_TITLE)})
    outcome = run([source], content)
    assert outcome.counts["unsure"] == 1
    shelf, _ = catalogue.load_sound(content)
    (question,) = shelf.review
    ref = next(part for part in question.pair if "#" in part)
    assert set(question.pair) == {ref, "harbor"}
    assert question.evidence == ("titles equal",)
    before = tree(content)
    assert run([source], content, "2026-03-03").changed == ()
    assert tree(content) == before
    catalogue.save(content, {"decisions.yml": (Decision(pair=question.pair, verdict="same", reason="I looked."),)})
    assert run([source], content).counts == {"records": 2, "new": 0, "matched": 2, "unsure": 0, "unreadable": 0}
    shelf, _ = catalogue.load_sound(content)
    assert shelf.review == ()
    assert all(record.paper for ledger in shelf.ledgers.values() for record in ledger.records)
    assert run([source], content).changed == ()


def test_a_no_makes_a_paper_of_its_own(tmp_path: Path) -> None:
    """A record that is not the paper asked about becomes a new one, under a longer key."""
    content = tmp_path / "content"
    (source,) = write(tmp_path / "in", plain=PLAIN)
    catalogue.save(content, {"papers/harbor.yml": Paper(title=HARBOR_TITLE)})
    run([source], content)
    pair = catalogue.load_sound(content)[0].review[0].pair
    catalogue.save(content, {"decisions.yml": (Decision(pair=pair, verdict="different", reason="Another harbor."),)})
    outcome = run([source], content)
    assert [paper.key for paper in outcome.papers if paper.title == HARBOR_TITLE] == ["harbor-a-compact"]
    assert outcome.counts["unsure"] == 0


HERONS = "Herons Wade: A Study of Shallow Water"
PREPRINT_BIB = """@article{marsh2020,
  title = {Herons Wade: A Study of Shallow Water},
  author = {Marsh, Ada and Reed, Bo},
  journal = {arXiv preprint arXiv:2003.00001},
  year = {2020},
  month = mar
}
"""
JOURNAL_RIS = """TY  - JOUR
TI  - Herons Wade: A Study of Shallow Water
AU  - Marsh, Ada
AU  - Reed, Bo
JO  - Journal of Ponds
PY  - 2021
DA  - 2021/05/04
VL  - 34
IS  - 2
SP  - 100
EP  - 117
DO  - 10.1234/ponds.34.100
ER  -
"""


@pytest.mark.parametrize("names", [("pre.bib", "out.ris"), ("out.ris", "pre.bib"), ()])
def test_a_preprint_and_its_published_version_are_one_paper(names: tuple[str, ...], tmp_path: Path) -> None:
    """In either order or at once: one file, the journal cited with its numbers, dated by the preprint."""
    content = tmp_path / "content"
    paths = {name: tmp_path / name for name in ("pre.bib", "out.ris")}
    paths["pre.bib"].write_text(PREPRINT_BIB, encoding="utf-8")
    paths["out.ris"].write_text(JOURNAL_RIS, encoding="utf-8")
    for day, group in enumerate([[paths[name]] for name in names] or [list(paths.values())], start=1):
        run(group, content, f"2026-01-0{day}")
    assert tree(content / "papers") == {
        "herons-wade.yml": b"""# yaml-language-server: $schema=../schemas/paper.json
title: 'Herons Wade: A Study of Shallow Water'
type: article-journal
authors:
  - Ada Marsh
  - Bo Reed
date: '2020-03'
identifiers:
  arxiv: '2003.00001'
  doi: '10.1234/ponds.34.100'
venue: Journal of Ponds
published: '2021-05-04'
volume: '34'
number: '2'
pages: '100-117'
citation_keys:
  - marsh2020
"""
    }
    assert run(list(paths.values()), content, "2026-02-01").changed == ()


def test_a_late_version_is_asked_about_once(tmp_path: Path) -> None:
    """If they are many years apart, a person decides; after that, sources of either version are matched without a question."""
    content = tmp_path / "content"
    preprint, journal = tmp_path / "pre.bib", tmp_path / "out.ris"
    preprint.write_text(PREPRINT_BIB.replace("2020", "2015").replace("2003", "1503"), encoding="utf-8")
    journal.write_text(JOURNAL_RIS, encoding="utf-8")
    run([preprint], content)
    assert run([journal], content).counts["unsure"] == 1
    pair = catalogue.load_sound(content)[0].review[0].pair
    catalogue.save(
        content, {"decisions.yml": (Decision(pair=pair, verdict="same", reason="The arXiv page names the journal."),)}
    )
    run([journal], content)
    shelf, problems = catalogue.inspect(content)
    (paper,) = shelf.papers.values()
    assert (paper.date, paper.published, paper.volume, problems) == ("2015-03", "2021-05-04", "34", [])
    again = tmp_path / "again.ris"
    for text in (JOURNAL_RIS.replace("Marsh, Ada", "Marsh, A."), JOURNAL_RIS.replace("2021", "2022")):
        again.write_text(text, encoding="utf-8")
        assert run([again], content).counts == {"records": 1, "new": 0, "matched": 1, "unsure": 0, "unreadable": 0}
    again.write_text(preprint.read_text("utf-8").replace("marsh2015", "herons"), encoding="utf-8")
    assert run([again], content).counts["matched"] == 1


def test_a_renamed_paper_keeps_its_records(pages: list[Path], tmp_path: Path) -> None:
    """A key in former_keys still refers to its paper, and the ledgers stay as they are."""
    content = tmp_path / "content"
    run(pages, content)
    old = content / "papers" / "harbor.yml"
    old.rename(old.with_name("tides.yml"))
    with old.with_name("tides.yml").open("a", encoding="utf-8") as stream:
        stream.write("former_keys:\n  - harbor\n")
    outcome = run(pages, content)
    assert (outcome.counts["new"], outcome.changed) == (0, ())
    assert "tides" in {paper.key for paper in outcome.papers}


def test_an_identifier_of_another_paper_is_not_taken_over(tmp_path: Path) -> None:
    """An import never gives two papers the same identifier."""
    content = tmp_path / "content"
    catalogue.save(content, {"papers/kite.yml": Paper(title="Kite", identifiers=Identifiers(arxiv="2107.02137"))})
    run(write(tmp_path / "in", plain=PLAIN), content)
    _, problems = catalogue.inspect(content)
    assert not [problem for problem in problems if problem.severity == "error"]


def test_a_doi_of_another_paper_s_version_is_not_taken_over(tmp_path: Path) -> None:
    """A DOI among a paper's other versions belongs to that paper; the rest of the record is used."""
    content = tmp_path / "content"
    other = Version(venue="Pond Workshop", doi="10.1234/ponds.34.100")
    kite, herons = (
        Paper(title="Kite", other_versions=(other,)),
        Paper(title=HERONS, authors=people("A. Marsh", "B. Reed")),
    )
    catalogue.save(content, {"papers/kite.yml": kite, "papers/herons.yml": herons.model_copy(update={"date": "2021"})})
    (tmp_path / "out.ris").write_text(JOURNAL_RIS, encoding="utf-8")
    assert run([tmp_path / "out.ris"], content).counts["matched"] == 1
    shelf, problems = catalogue.inspect(content)
    assert (shelf.papers["herons"].volume, shelf.papers["herons"].identifiers.doi) == ("34", None)
    assert not [problem for problem in problems if problem.severity == "error"]


def test_a_dry_run_writes_nothing(pages: list[Path], tmp_path: Path) -> None:
    """It reports what would change, and a real run changes exactly that."""
    dry = run(pages, tmp_path / "content", dry_run=True)
    assert not (tmp_path / "content").exists()
    assert run(pages, tmp_path / "content").changed == dry.changed


def test_two_sources_of_one_name_have_two_ledgers(tmp_path: Path) -> None:
    """The same file name twice on one day: neither ledger is lost."""
    (one,) = write(tmp_path / "x", list=FOOTERS)
    (two,) = write(tmp_path / "y", list=UNTITLED)
    run([one, two], tmp_path / "a")
    run([two, one], tmp_path / "b")
    assert len(list((tmp_path / "a" / "imports").iterdir())) == 2
    assert set(tree(tmp_path / "a")) == set(tree(tmp_path / "b"))


def test_a_bad_source_costs_no_neighbour(pages: list[Path], tmp_path: Path) -> None:
    """An unreadable source is a problem with its position; the other sources are imported."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"a\0b")
    outcome = run([bad, tmp_path / "none.txt", *pages[:1], *pages[:1]], tmp_path / "content")
    assert {problem.code for problem in outcome.problems} == {"source.binary", "source.unreadable", "source.repeated"}
    assert outcome.counts["new"] == 3


def test_a_faulty_shelf_is_left_alone(pages: list[Path], tmp_path: Path) -> None:
    """A paper that cannot be read might be imported a second time: nothing is written."""
    content = tmp_path / "content"
    (content / "papers").mkdir(parents=True)
    (content / "papers" / "harbor.yml").write_text("title: [\n", encoding="utf-8")
    before = tree(content)
    with pytest.raises(ShelfError) as caught:
        run(pages, content)
    assert caught.value.problems[0].path.endswith("harbor.yml")
    assert tree(content) == before


def test_equal_heads_get_keys_of_their_own(tmp_path: Path) -> None:
    """If two papers want the same key, the older gets it and the other gets a longer one, in either order."""
    page = HEADER + "".join(
        f"Harbor: {rest}\n\n{abstract}\n\n  • {count} authors\n·\nJul 5, {year}\n\n"
        for rest, abstract, count, year in [("Boats at Rest", KITE, 3, 2022), ("Tides in Motion", HARBOR, 2, 2020)]
    )
    outcome = run(write(tmp_path / "in", page=page), tmp_path / "content")
    assert {paper.title: paper.key for paper in outcome.papers} == {
        "Harbor: Tides in Motion": "harbor",
        "Harbor: Boats at Rest": "harbor-boats",
    }


def test_many_papers_of_one_title_get_their_keys_in_linear_time(tmp_path: Path) -> None:
    """The key of each is the title's with the next number that is free; one that a paper has is left out."""
    (tmp_path / "content/papers").mkdir(parents=True)
    (tmp_path / "content/papers/kites-3.yml").write_text("title: Kites\nauthors: [Zoe Quay]\n")
    members = [
        Member(ref=str(at), made=partial(Record, source="a", line=at, title="Kites"), key=None, role="new")
        for at in range(8_000)
    ]
    shelf = catalogue.load(tmp_path / "content")

    def keys(some: list[Member]) -> list[str]:
        return list(ties._keys(some, [(at,) for at in range(len(some))], shelf))

    assert set(keys(members[:5])) == {"kites", "kites-2", "kites-4", "kites-5", "kites-6"}
    assert growth(keys, members) < TOO_STEEP


def test_json(pages: list[Path], tmp_path: Path) -> None:
    """One object with records, papers and problems, in plain JSON."""
    shown = json.loads(json.dumps(run(pages, tmp_path / "content").as_json()))
    assert {"records", "papers", "problems", "counts"} <= set(shown)
    first = shown["records"][0]
    assert (first["source"], first["title"], first["author_count"]) == ("footers.txt", HARBOR_TITLE, 22)
    assert first["abstract_words"] == len(HARBOR.split())
    assert all(set(paper) == {"key", "title", "verdict", "records", "evidence"} for paper in shown["papers"])


def test_the_seeds_into_an_empty_folder(seeds: list[Path], tmp_path: Path) -> None:
    """57 records of 48 papers, 8 of them without a title; near namesakes stay apart."""
    outcome = run(seeds, tmp_path / "a")
    assert outcome.summary == "57 records: 48 new papers, 9 matched, 0 unsure, 0 unreadable"
    shelf, _ = catalogue.load_sound(tmp_path / "a")
    assert sum(paper.title is None for paper in shelf.papers.values()) == 8
    titan = {record.source for paper in outcome.papers if paper.key == "ernie-3-0-titan" for record in paper.records}
    three = {record.source for paper in outcome.papers if paper.key == "ernie-3-0" for record in paper.records}
    assert len(three) == 5
    assert titan
    run(seeds[::-1], tmp_path / "b")
    assert tree(tmp_path / "a") == tree(tmp_path / "b")


def test_the_seeds_into_the_shipped_shelf(seeds: list[Path]) -> None:
    """The shipped content knows every record of the seeds, and no file would change."""
    content = Path(__file__).resolve().parents[2] / "content"
    outcome = run(seeds, content, dry_run=True)
    assert outcome.summary == "57 records: 0 new papers, 57 matched, 0 unsure, 0 unreadable"
    assert outcome.changed == ()
