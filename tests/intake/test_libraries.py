"""libraries.py, amendments.py, updates.py: a library that is kept up to date elsewhere, from one export to the next."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from difflib import ndiff
from itertools import permutations
from pathlib import Path

import pytest

from generator import Catalogue
from generator.content import catalogue
from generator.intake import accession, imports, items, libraries, questions
from generator.intake.imports import Outcome
from generator.intake.libraries import Export
from generator.model import Decision, Ledger, LedgerRecord, Paper
from generator.storage import transactions
from tests.conftest import TOO_STEEP, growth
from tests.intake.exports import (
    DUNE,
    GAUGE,
    ITEMS,
    KELP,
    REED,
    TIDE,
    better_csl,
    bib,
    zotero_csl,
    zotero_csl_on_one_line,
)
from tests.intake.test_imports import tree

FIRST, LATER, LAST = "2026-11-01", "2026-11-08", "2026-11-15"
KELPS = "kelp-counts-itself-by-sonar"
DUNES = "dune-grass-as-a-language-model"
TIDES = "tide-tables-without-a-moon"
PUBLISHED = {
    "entry": "inproceedings",
    "key": DUNE["key"],
    "title": DUNE["title"],
    "booktitle": "Proceedings of the Conference on Shores",
    "author": DUNE["author"],
    "date": "2024-08",
    "pages": "1--12",
    "doi": "10.5555/shores.2024.1",
    "eprint": "2305.01234",
    "eprinttype": "arXiv",
}
Item = Mapping[str, str]


class Library:
    """A file that Zotero keeps up to date, and the shelf into which it is imported."""

    def __init__(self, folder: Path, name: str = "library.bib", write: Callable[..., str] = bib) -> None:
        """Begin with an empty shelf."""
        self.content, self.path, self.write = folder / "content", folder / name, write

    def put(self, date: str, now: Iterable[Item], *, answer: bool | None = None) -> Outcome:
        """Import the library's state on a day; the answer counts for all of its changes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.write(*now), encoding="utf-8")
        outcome = imports.run([self.path], content=self.content, date=date, verdict=lambda _: answer)
        assert sum(len(paper.records) for paper in outcome.papers) == len(outcome.records)
        assert not [one for one in catalogue.inspect(self.content)[1] if one.severity == "error"]
        return outcome

    @property
    def shelf(self) -> Catalogue:
        """Load the shelf."""
        return catalogue.load(self.content)

    @property
    def ledger(self) -> Ledger:
        """Return the only ledger."""
        (ledger,) = self.shelf.ledgers.values()
        return ledger


def without(*items: Item, plus: Iterable[Item] = ()) -> list[Item]:
    """Return the usual items with others in place of those with their keys, and some more, in the order of the keys."""
    named = {one["key"]: one for one in (*ITEMS, *items, *plus)}
    return [named[key] for key in sorted(named, key=str.lower)]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Four items, imported on the first day."""
    made = Library(tmp_path)
    made.put(FIRST, ITEMS)
    return made


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("library.bib", bib),
        ("library.json", better_csl),
        ("My Library.json", zotero_csl),
        ("line.json", zotero_csl_on_one_line),
    ],
)
def test_a_corrected_title_is_offered_and_written_after_a_yes(
    name: str, write: Callable[..., str], tmp_path: Path
) -> None:
    """The item is known by its key: no second paper, no question, one ledger; only the title waits for a person."""
    library = Library(tmp_path, name, write)
    library.put(FIRST, ITEMS)
    corrected = without({**KELP, "title": "Sonar Lets Kelp Count Itself"}, plus=[GAUGE])
    outcome = library.put(LATER, corrected)
    assert outcome.counts == {"records": 5, "new": 1, "matched": 4, "unsure": 0, "unreadable": 0}
    (offered,) = outcome.amendments
    assert offered.lines == (f"{KELPS}: title: 'Kelp Counts Itself by Sonar' → 'Sonar Lets Kelp Count Itself'",)
    assert library.shelf.papers[KELPS].title == "Kelp Counts Itself by Sonar"
    assert library.ledger.updated == LATER
    outcome = library.put(LAST, corrected, answer=True)
    assert outcome.changed == (f"papers/{KELPS}.yml", f"imports/{next(iter(library.shelf.ledgers))}.yml")
    assert library.shelf.papers[KELPS].title == "Sonar Lets Kelp Count Itself"
    assert len(library.shelf.papers) == 5
    assert library.put("2026-12-01", corrected).changed == ()


def test_what_nobody_decided_is_asked_again_and_what_was_refused_is_not(library: Library) -> None:
    """Undecided changes write nothing, again and again; after a no the ledger has them, until the library changes more."""
    corrected = without({**KELP, "pages": "100--118", "number": "11"})
    assert library.put(LATER, corrected).changed == ()
    before = tree(library.content)
    again = library.put(LAST, corrected)
    assert [one.name for one in again.waiting[0].fields] == ["number", "pages"]
    assert tree(library.content) == before
    refused = library.put(LAST, corrected, answer=False)
    assert refused.changed == ("imports/2026-11-01-library.yml",)
    assert library.put("2026-12-01", corrected).amendments == ()
    assert library.shelf.papers[KELPS].pages == "100-117"
    (later,) = library.put("2026-12-02", without({**KELP, "pages": "100--119", "number": "11"})).differences
    assert str(later) == f"{KELPS}: pages: ours '100-117', library.bib '100-119'"


def test_answers_count_for_what_was_shown(library: Library) -> None:
    """An answer to one paper leaves the others open, and one to another diff than the present one is no answer."""
    library.put(FIRST, without({**KELP, "pages": "7--9"}, {**REED, "journaltitle": "Notes on Shores"}))
    outcome = imports.run([library.path], content=library.content, date=LATER, dry_run=True)
    assert [one.key for one in outcome.waiting] == [KELPS, "salt-marshes-remember-their-storms"]
    path = library.content / f"papers/{KELPS}.yml"
    path.write_text(path.read_text("utf-8") + "# mine\n", encoding="utf-8")
    verdict = imports.decided(outcome.waiting, {KELPS: True, "salt-marshes-remember-their-storms": True})
    outcome = imports.run([library.path], content=library.content, date=LATER, verdict=verdict)
    assert [one.key for one in outcome.waiting] == [KELPS]
    assert library.shelf.papers["salt-marshes-remember-their-storms"].venue == "Notes on Shores"
    assert library.shelf.papers[KELPS].pages == "100-117"


def test_venue_and_date_filled_in_after_publication_are_additions(library: Library) -> None:
    """A preprint that has been published is a newer version: written at once, and the first date stays."""
    outcome = library.put(LATER, without(PUBLISHED))
    paper = library.shelf.papers[DUNES]
    assert (paper.venue, paper.published, paper.pages) == ("Proceedings of the Conference on Shores", "2024-08", "1-12")
    assert (paper.date, paper.identifiers.doi, paper.identifiers.arxiv) == (
        "2023-05-06",
        "10.5555/shores.2024.1",
        "2305.01234",
    )
    assert [one.name for one in outcome.waiting[0].fields] == ["type"]  # from webpage
    library.put(LAST, without(PUBLISHED), answer=True)
    assert library.shelf.papers[DUNES].type == "paper-conference"


def test_a_published_preprint_changes_its_type(tmp_path: Path) -> None:
    """CSL calls a preprint an article; once it has a venue it is what the library says, without a question."""
    library = Library(tmp_path, "library.json", better_csl)
    library.put(FIRST, ITEMS)
    assert library.shelf.papers[DUNES].type == "article"
    assert library.put(LATER, without(PUBLISHED)).amendments == ()
    assert library.shelf.papers[DUNES].type == "paper-conference"


def test_a_corrected_version_is_no_second_one(library: Library) -> None:
    """Another spelling of the venue, a corrected DOI and a precise date change the version; a journal after it is another."""
    corrected = {**REED, "journaltitle": "Shore Letters", "date": "2020-11-05"}
    library.put(LATER, without(corrected), answer=True)
    paper = library.shelf.papers["salt-marshes-remember-their-storms"]
    assert (paper.venue, paper.published, paper.date, paper.other_versions) == (
        "Shore Letters",
        "2020-11-05",
        "2020-11-05",
        (),
    )
    library.put(LATER, without({**corrected, "doi": "10.1234/los.8"}), answer=True)
    paper = library.shelf.papers["salt-marshes-remember-their-storms"]
    assert (paper.identifiers.doi, paper.other_versions) == ("10.1234/los.8", ())
    journal = {**TIDE, "entry": "article", "journaltitle": "Annals of the Sea", "date": "2024", "pages": "50--90"}
    library.put(LAST, without({**journal, "booktitle": "", "volume": "8"}))
    paper = library.shelf.papers[TIDES]
    assert (paper.venue, paper.published, paper.volume) == ("Annals of the Sea", "2024", "8")
    assert [one.venue for one in paper.other_versions] == ["Conference on Tidal Computing"]


def test_a_change_of_a_version_that_is_not_cited_is_made_there(library: Library) -> None:
    """The paper cites a journal that the library does not know: its conference is among the other versions."""
    path = library.content / f"papers/{TIDES}.yml"
    journal = (
        "venue: Annals of the Sea\npublished: '2024'\nvolume: '8'\n"
        "other_versions:\n  - venue: Conference on Tidal Computing\n    date: '2022'\n    pages: '1-9'\n"
    )
    text = path.read_text("utf-8")
    start, end = text.index("venue:"), text.index("citation_keys:")
    path.write_text(text[:start] + journal + text[end:], encoding="utf-8")
    outcome = library.put(LATER, without({**TIDE, "pages": "1--11", "number": "2"}), answer=True)
    assert [one.name for one in outcome.amendments[0].fields] == ["other_versions"]
    paper = library.shelf.papers[TIDES]
    assert (paper.venue, paper.pages) == ("Annals of the Sea", None)
    assert (paper.other_versions[0].pages, paper.other_versions[0].number) == ("1-11", "2")
    more = {**TIDE, "pages": "1--11", "number": "2", "volume": "3", "publisher": "Shore Press"}
    outcome = library.put(LAST, without(more))
    paper = library.shelf.papers[TIDES]
    assert (paper.volume, paper.publisher, paper.other_versions[0].volume) == ("8", None, "3")
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("other_versions:")] + text[text.index("citation_keys:") :], encoding="utf-8")
    outcome = library.put(LAST, without({**more, "doi": "10.1234/tide.1"}))
    assert (outcome.changed, outcome.differences) == (("imports/2026-11-01-library.yml",), ())
    assert library.shelf.papers[TIDES].other_versions == ()


def test_people_keywords_links_and_notes_are_offered_too(library: Library) -> None:
    """Whatever else the library states; an ORCID iD that the paper has stays with its person."""
    path = library.content / f"papers/{KELPS}.yml"
    text = path.read_text("utf-8").replace(
        "  - Ada Marsh\n", "  - family: Marsh\n    given: Ada\n    orcid: 0000-0002-1825-0097\n"
    )
    path.write_text(text, encoding="utf-8")
    changed = {
        **KELP,
        "author": "Marsh, Ada and Sedge, Cai and Wren, Dot",
        "keywords": "kelp,sonar",
        "url": "https://journals.example.org/jtc/4/kelp",
    }
    outcome = library.put(LATER, without(changed), answer=True)
    assert {one.name for one in outcome.amendments[0].fields} == {"authors", "keywords", "links.paper"}
    paper = library.shelf.papers[KELPS]
    assert [str(one) for one in paper.authors] == ["Ada Marsh", "Cai Sedge", "Dot Wren"]
    assert paper.authors[0].orcid == "0000-0002-1825-0097"
    assert (paper.keywords, paper.links.paper) == (("kelp", "sonar"), "https://journals.example.org/jtc/4/kelp")


def test_what_a_person_wrote_is_reported_and_not_offered(library: Library) -> None:
    """A title that a person chose stays; the library's other change is offered, and comments stay."""
    path = library.content / f"papers/{KELPS}.yml"
    path.write_text(
        "# ours\n" + path.read_text("utf-8").replace("Kelp Counts Itself by Sonar", "Kelp That Counts"),
        encoding="utf-8",
    )
    changed = without({**KELP, "title": "Kelp Counts Itself by Echo", "pages": "1--17"})
    outcome = library.put(LATER, changed, answer=True)
    assert [str(one) for one in outcome.differences] == [
        f"{KELPS}: title: ours 'Kelp That Counts', library.bib 'Kelp Counts Itself by Echo'"
    ]
    assert [one.name for one in outcome.amendments[0].fields] == ["pages"]
    paper = library.shelf.papers[KELPS]
    assert (paper.title, paper.pages) == ("Kelp That Counts", "1-17")
    assert path.read_text("utf-8").startswith("# ours\n")
    assert library.put(LAST, changed).differences == ()


def test_values_that_the_library_deletes_stay(library: Library) -> None:
    """An export with fewer fields takes nothing away."""
    bare = {name: KELP[name] for name in ("entry", "key", "title", "author", "date")}
    before = (library.content / f"papers/{KELPS}.yml").read_bytes()
    outcome = library.put(LATER, without(bare))
    assert (outcome.amendments, outcome.differences) == ((), ())
    assert (library.content / f"papers/{KELPS}.yml").read_bytes() == before


def test_an_item_that_is_deleted_and_comes_back(library: Library) -> None:
    """Its paper stays, it is said once, and it is known again."""
    rest = [one for one in ITEMS if one is not TIDE]
    outcome = library.put(LATER, rest)
    assert [one.id for one in outcome.libraries[0].gone] == [TIDE["key"]]
    assert "1 item no longer in the file (its paper stays)" in outcome.libraries[0].summary
    assert TIDES in library.shelf.papers
    assert {one.id: one.gone for one in library.ledger.records}[TIDE["key"]] == LATER
    assert library.put(LAST, [*rest, GAUGE]).libraries[0].gone == ()
    back = library.put(LAST, [*ITEMS, GAUGE])
    assert back.counts["matched"] == 5
    assert all(one.gone is None for one in library.ledger.records)


def test_arrival_days_stay(library: Library) -> None:
    """The ledger keeps the first day; only a later item has a day of its own."""
    library.put(LATER, without(plus=[GAUGE]))
    assert (library.ledger.date, library.ledger.updated) == (FIRST, LATER)
    assert {one.id: one.since for one in library.ledger.records if one.since} == {GAUGE["key"]: LATER}


def test_a_renamed_key_is_known_by_facts(library: Library) -> None:
    """Better BibTeX made another key for one item: the same record, and both keys lead to the paper."""
    refs = [one.line for one in library.ledger.records]
    outcome = library.put(LATER, without(*(one for one in ITEMS if one is not KELP)))
    renamed = [{**one, "key": "marshKelpSonar2021"} if one is KELP else one for one in ITEMS]
    outcome = library.put(LATER, renamed)
    assert (outcome.counts["new"], outcome.libraries[0].gone) == (0, ())
    assert [one.line for one in library.ledger.records] == refs
    assert library.shelf.papers[KELPS].citation_keys == (KELP["key"], "marshKelpSonar2021")


def test_exchanged_keys_are_known_by_facts(library: Library) -> None:
    """Two items have each other's key: no other papers, and nothing to warn of."""
    swapped = [{**KELP, "key": REED["key"]}, {**REED, "key": KELP["key"]}]
    outcome = library.put(LATER, [DUNE, TIDE, *swapped])
    assert (outcome.counts["new"], outcome.problems, outcome.amendments) == (0, (), ())
    tied = {one.id: one.paper for one in library.ledger.records}
    assert tied[REED["key"]] == KELPS


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"title": "A Counting Song", "author": "Wren, Dot", "doi": "10.1234/other"}, "other"),
        ({"title": "A Counting Song", "author": "Wren, Dot"}, "doubtful"),  # the DOI stayed, by mistake or not
        ({"title": "A Counting Song", "doi": "10.1234/other"}, "other"),
        ({"title": "A Counting Song", "doi": ""}, "doubtful"),
        ({"title": "A Counting Song"}, "same"),
        ({"author": "Wren, Dot"}, "same"),
        ({"doi": "10.1234/other"}, "same"),
        ({"author": "Wren, Dot", "doi": "10.1234/other"}, "other"),
        ({"title": "Kelp Counts Itself by Echo", "doi": "10.1234/other"}, "other"),
        ({"title": "Kelp Counts Itself by Echo", "doi": ""}, "same"),
        ({"title": "Kelp Counts Itself by Sonar: A Census", "doi": "10.1234/other"}, "same"),
    ],
)
def test_what_makes_another_paper_of_an_item(changed: dict[str, str], same: str, tmp_path: Path) -> None:
    """One thing that differs is a correction; two are another paper; a new title with nothing that agrees is a doubt."""
    records = []
    for item in (KELP, {**KELP, **changed}):
        (tmp_path / "a.bib").write_text(bib({**item, "url": "", "annotation": ""}), encoding="utf-8")
        outcome = imports.run([tmp_path / "a.bib"], content=tmp_path / "none", date=FIRST, dry_run=True)
        records.append(accession.printed(outcome.records[0]))
    assert items.identity(records[0], records[1]) == same


def test_new_keys_for_all_items_are_another_source(library: Library) -> None:
    """Nothing tells the library, then: its records are matched by their facts as those of any other file."""
    outcome = library.put(LATER, [{**one, "key": f"item{number}"} for number, one in enumerate(ITEMS)])
    assert (outcome.libraries, outcome.counts["new"], outcome.counts["matched"]) == ((), 0, 4)
    assert len(library.shelf.ledgers) == 2


def test_a_key_that_another_paper_got_ties_nothing(library: Library) -> None:
    """With another title and another DOI it is another paper: a paper of its own, and a warning."""
    before = (library.content / f"papers/{KELPS}.yml").read_bytes()
    outcome = library.put(LATER, without({**GAUGE, "key": KELP["key"]}))
    (problem,) = outcome.problems
    assert (problem.code, problem.severity, problem.path) == ("import.reused-key", "warning", "library.bib")
    assert library.path.read_text("utf-8").splitlines()[problem.line - 1].startswith(f"@article{{{KELP['key']},")
    assert outcome.counts == {"records": 4, "new": 1, "matched": 3, "unsure": 0, "unreadable": 0}
    assert outcome.amendments == ()
    assert (library.content / f"papers/{KELPS}.yml").read_bytes() == before
    again = library.put(LAST, without({**GAUGE, "key": KELP["key"], "pages": "3"}))
    assert (again.problems, again.counts["new"], len(library.shelf.papers)) == ((), 0, 5)


@pytest.mark.parametrize("answer", ["same", "different"])
def test_a_key_with_nothing_but_a_new_title_is_a_question(answer: str, library: Library) -> None:
    """A renamed draft or another paper of the same people: only a person knows, and it waits until then."""
    renamed = {**TIDE, "title": "Predicting the Sea from a Bucket", "pages": "20--30"}
    outcome = library.put(LATER, without(renamed))
    assert (outcome.counts["unsure"], outcome.problems) == (1, ())
    (question,) = library.shelf.review
    assert TIDES in question.pair
    assert "had the title 'Tide Tables Without a Moon' before" in question.evidence[0]
    questions.apply(library.content, date=LATER)
    library.put(LAST, without(renamed, plus=[GAUGE]))
    assert library.shelf.review == (question,)
    questions.answer(library.content, question, "same" if answer == "same" else "different", "I looked.")
    shelf, _ = questions.apply(library.content, date=LAST)
    tied = {one.paper for one in library.ledger.records if one.title == renamed["title"]}
    assert tied == {TIDES if answer == "same" else "predicting-the-sea-from-a-bucket"}
    assert shelf.review == ()
    assert library.put(LAST, without(renamed, plus=[GAUGE])).changed == ()


def test_libraries_of_two_people_are_two(library: Library, tmp_path: Path) -> None:
    """Under one file name: with other keys, and with the same keys for other papers."""
    theirs = [
        {**GAUGE, "key": "wren2025"},
        {**GAUGE, "key": "wren2024", "title": "Salt in the Lamp of a Lighthouse", "doi": "10.1234/los.98"},
    ]
    other = Library(tmp_path / "other")
    other.content = library.content
    assert other.put(LATER, theirs).libraries == ()
    third = Library(tmp_path / "third")
    third.content = library.content
    stolen = [
        {
            **GAUGE,
            "key": one["key"],
            "title": f"{word} and the Art of Rowing Home",
            "author": f"{word}, Jo",
            "doi": f"10.77/{word}",
        }
        for one, word in zip(ITEMS, ("Eider", "Smew", "Teal", "Pochard"), strict=True)
    ]
    outcome = third.put(LATER, stolen)
    assert (outcome.libraries, outcome.counts["new"]) == ((), 4)
    assert {ledger.source for ledger in library.shelf.ledgers.values()} == {"library.bib"}
    assert len(library.shelf.ledgers) == 3


def test_a_renamed_file_is_the_same_library_only_with_nearly_all_keys(library: Library, tmp_path: Path) -> None:
    """A dated export goes on; a large collection that has a few of the same keys does not."""
    dated = Library(tmp_path, "library-2026-11-08.bib")
    assert len(dated.put(LATER, without(plus=[GAUGE])).libraries) == 1
    assert library.ledger.source == "library-2026-11-08.bib"
    before = tree(library.content)
    assert library.put(LAST, ITEMS).changed == ()  # the text under the former name is nothing new
    assert tree(library.content) == before
    more = [
        {**GAUGE, "key": f"k{number}", "title": f"Gauge {number} of the Coast", "doi": f"10.7/{number}"}
        for number in range(9)
    ]
    large = Library(tmp_path, "everything.bib")
    assert large.put(LAST, without(plus=more)).libraries == ()


def test_a_service_s_answer_is_no_library(library: Library, tmp_path: Path) -> None:
    """A record that `shelf add` fetched has the same key as one in a file of the same format: they stay apart."""
    ledger = library.ledger.model_copy(update={"source": "crossref-10-1234-jtc-4-12"})
    catalogue.save(library.content, {"imports/2026-11-01-library.yml": ledger})
    other = Library(tmp_path, "mine.bib")
    assert other.put(LATER, without(plus=[GAUGE])).libraries == ()


def test_decisions_and_questions_name_the_same_item_for_ever(tmp_path: Path) -> None:
    """An item moves down in the file; what was asked and decided about it stays true, and nothing else gets its name."""
    library = Library(tmp_path)
    catalogue.save(library.content, {"papers/old.yml": Paper(title="Tide Tables Without a Moon", date="2018")})
    item = {**TIDE, "doi": "10.1234/tide.1"}
    library.put(FIRST, [item, KELP])
    (question,) = library.shelf.review
    ref = next(side for side in question.pair if "#" in side)
    library.put(LATER, [GAUGE, REED, KELP, {**item, "annotation": "moved"}])
    assert library.shelf.review == (question,)
    questions.answer(library.content, question, "different", "I looked.")
    questions.apply(library.content, date=LATER)
    tied = {one.title: one.paper for one in library.ledger.records}
    assert tied["Tide Tables Without a Moon"] not in {None, "old"}
    before = library.shelf.decisions
    library.put(LAST, [DUNE, GAUGE, REED, KELP, {**item, "title": "The Sea Comes Home by Itself"}], answer=True)
    assert library.shelf.decisions == before
    assert ref in before[0].pair
    assert {one.title: one.paper for one in library.ledger.records}["The Sea Comes Home by Itself"] == tied[
        "Tide Tables Without a Moon"
    ]
    assert library.shelf.papers["old"].title == "Tide Tables Without a Moon"


def test_a_decided_tie_outlives_a_new_title(library: Library) -> None:
    """A record that a person tied stays tied, though its facts alone would not tie it."""
    key = "a-paper-of-ours"
    catalogue.save(library.content, {f"papers/{key}.yml": Paper(title="A Paper of Ours")})
    library.put(LATER, without(plus=[{**GAUGE, "title": "A Paper of Ours"}]))
    line = next(one.line for one in library.ledger.records if one.id == GAUGE["key"])
    pair = (f"2026-11-01-library#{line}", key)
    catalogue.save(library.content, {"decisions.yml": (Decision(pair=pair, verdict="same", reason="I wrote it."),)})
    questions.apply(library.content, date=LATER)
    assert next(one.paper for one in library.ledger.records if one.id == GAUGE["key"]) == key
    library.put(LAST, without(plus=[{**GAUGE, "title": "A Paper of Theirs"}]))
    assert next(one.paper for one in library.ledger.records if one.id == GAUGE["key"]) == key


def test_a_question_about_an_item_that_is_gone_is_gone(library: Library) -> None:
    """Nobody needs to decide about it; when it comes back, it is asked again."""
    catalogue.save(
        library.content, {"papers/old.yml": Paper(title="A Tide Gauge for Everyone on the Coast", date="2018")}
    )
    library.put(LATER, without(plus=[GAUGE]))
    assert len(library.shelf.review) == 1
    library.put(LAST, ITEMS)
    assert library.shelf.review == ()
    library.put(LAST, without(plus=[GAUGE]))
    assert len(library.shelf.review) == 1


def test_records_that_a_person_joined_stay_of_their_paper(library: Library) -> None:
    """An item that a decision ties again is still no new record: its changes wait for a yes, too."""
    twice = {**KELP, "key": "zKelpAgain"}
    library.put(LATER, without(plus=[twice]))
    lines = {one.id: one.line for one in library.ledger.records}
    pair = tuple(f"2026-11-01-library#{lines[one['key']]}" for one in (KELP, twice))
    decision = Decision(pair=(pair[0], pair[1]), verdict="same", reason="I looked.")
    catalogue.save(library.content, {"decisions.yml": (decision,)})
    before = (library.content / f"papers/{KELPS}.yml").read_bytes()
    outcome = library.put(LAST, without({**KELP, "doi": "10.1234/jtc.4.13"}, plus=[twice]))
    assert outcome.waiting[0].lines == (f"{KELPS}: identifiers.doi: '10.1234/jtc.4.12' → '10.1234/jtc.4.13'",)
    assert (library.content / f"papers/{KELPS}.yml").read_bytes() == before


def test_what_the_paper_knows_already_is_no_difference(library: Library) -> None:
    """An earlier first version, and a title that is one of its other names."""
    path = library.content / f"papers/{KELPS}.yml"
    text = path.read_text("utf-8").replace(
        "title: Kelp Counts Itself by Sonar", "title: Kelp\naliases:\n  - Kelp Counts"
    )
    path.write_text(
        text.replace("doi:", "arxiv: '2101.00001'\n  doi:").replace("\ndate: '2021-03-04'", "\ndate: '2021-01-05'"),
        encoding="utf-8",
    )
    outcome = library.put(LATER, without({**KELP, "title": "Kelp Counts", "date": "2021-03-05"}))
    assert outcome.differences == ()
    assert [one.name for one in outcome.waiting[0].fields] == ["published"]


def test_an_identifier_of_another_paper_is_not_taken_over(library: Library) -> None:
    """A person must look: it is reported."""
    outcome = library.put(LATER, without({**KELP, "doi": REED["doi"]}), answer=True)
    assert [(one.field, one.theirs) for one in outcome.differences] == [("identifiers.doi", REED["doi"])]
    assert library.shelf.papers[KELPS].identifiers.doi == KELP["doi"]


def test_the_ledger_changes_only_where_the_library_did(library: Library) -> None:
    """One ledger, in whose text only the changed lines are others; the new item comes last."""
    (path,) = (library.content / "imports").iterdir()
    before = path.read_text("utf-8").splitlines()
    library.put(LATER, [GAUGE, *without({**KELP, "annotation": "Read twice."})])
    found = [line for line in ndiff(before, path.read_text("utf-8").splitlines()) if line[0] in "-+"]
    assert [line.split(":")[0].split()[1] for line in found if line[0] == "-"] == ["sha256", "annotation"]
    assert [line.split(":")[0].split()[-1] for line in found if line[0] == "+"][:4] == [
        "updated",
        "sha256",
        "annotation",
        "line",
    ]
    assert library.ledger.records[-1].id == GAUGE["key"]


def test_an_older_state_or_two_states_at_once_are_sources_of_their_own(library: Library, tmp_path: Path) -> None:
    """Nobody can tell which state of a library is the last, unless it is dated and alone."""
    library.put(LATER, without(plus=[GAUGE]))
    outcome = library.put("2026-11-02", without({**KELP, "pages": "5"}))
    assert (outcome.libraries, outcome.amendments) == ((), ())
    paths = []
    for name, pages in (("one.bib", "6"), ("two.bib", "7")):
        (tmp_path / name).write_text(bib(*without({**KELP, "pages": pages}, plus=[GAUGE])), encoding="utf-8")
        paths.append(tmp_path / name)
    trees = []
    for order in permutations(paths):
        outcome = imports.run(list(order), content=library.content, date=LAST, dry_run=True)
        assert outcome.libraries == ()
        trees.append([change.after for change in outcome.changes])
    assert trees[0] == trees[1]
    library.path.write_text(bib(*without(plus=[GAUGE])), encoding="utf-8")  # the state that the shelf has
    outcome = imports.run([library.path, paths[0]], content=library.content, date=LAST, dry_run=True)
    assert "imports/2026-11-01-library.yml" not in outcome.changed
    assert outcome.changed


def test_a_state_beside_the_one_that_the_shelf_has_is_another_source(library: Library, tmp_path: Path) -> None:
    """The ledger is that of the text that it was made from."""
    later = tmp_path / "later.bib"
    later.write_text(bib(*without({**KELP, "pages": "7"}, plus=[GAUGE])), encoding="utf-8")
    outcome = imports.run([later, library.path], content=library.content, date=LATER)
    assert (outcome.libraries, outcome.counts["records"], outcome.counts["matched"]) == ((), 9, 8)
    assert {ledger.source for ledger in library.shelf.ledgers.values()} == {"library.bib", "later.bib"}


def test_the_order_of_files_changes_no_byte(tmp_path: Path) -> None:
    """Two libraries and a loose file, in any order, on two days."""
    trees = []
    for number, order in enumerate(permutations((0, 1, 2))):
        folder = tmp_path / str(number)
        folder.mkdir()
        for day, pages in ((FIRST, "1--2"), (LATER, "1--3")):
            texts = {
                "a.bib": bib(*without({**KELP, "pages": pages})),
                "b.json": better_csl(GAUGE, {**DUNE, "title": f"Dune Grass as a Language Model {day}"}),
                "c.bib": bib({**GAUGE, "key": f"loose{day}"}),
            }
            for name, text in texts.items():
                (folder / name).write_text(text, encoding="utf-8")
            paths = [folder / list(texts)[one] for one in order]
            imports.run(paths, content=folder / "content", date=day, verdict=lambda _: True)
        trees.append(tree(folder / "content"))
    assert all(one == trees[0] for one in trees)


def test_several_items_of_one_paper_and_repeated_keys(library: Library) -> None:
    """Two items that are one paper change it together; items with one key, or without any, are told apart by facts."""
    twice = {**KELP, "key": "kelpAgain"}
    same_key = {**REED, "title": "Reeds That Bend in Every Wind", "doi": "10.1234/los.50"}
    there = [*ITEMS, twice, same_key]
    assert library.put(LATER, there).counts["new"] == 1
    lines = {one.title: one.paper for one in library.ledger.records}
    changed = [{**one, "pages": "3--4"} if one["title"] == KELP["title"] else one for one in there]
    outcome = library.put(LAST, [changed[-1], *changed[:-1]], answer=True)
    assert outcome.libraries[0].counts == {"new": 0, "changed": 2, "unchanged": 4, "gone": 0}
    assert library.shelf.papers[KELPS].pages == "3-4"
    assert {one.title: one.paper for one in library.ledger.records} == lines


def test_a_source_imported_again_is_known_after_an_update(library: Library) -> None:
    """Exactly the same text changes nothing, on any day, also in another order of line ends."""
    now = without({**KELP, "pages": "7"}, plus=[GAUGE])
    library.put(LATER, now, answer=True)
    before = tree(library.content)
    library.path.write_bytes(library.path.read_bytes().replace(b"\n", b"\r\n"))
    outcome = imports.run([library.path], content=library.content, date="2027-01-01")
    assert (outcome.changed, outcome.amendments) == ((), ())
    assert tree(library.content) == before


def test_an_undone_change_is_a_change(library: Library) -> None:
    """The library's first text again, after another one was taken over: it says so again, and is asked about."""
    library.put(LATER, without({**KELP, "pages": "7"}), answer=True)
    assert library.put(LAST, ITEMS).waiting[0].lines == (f"{KELPS}: pages: '7' → '100-117'",)


@pytest.mark.parametrize("key", ["key{}", "untitled"])
def test_recognising_a_library_is_linear(key: str) -> None:
    """Thousands of items, of which some are new, changed or under another key; or all have one key."""
    records = [
        LedgerRecord(line=1 + number, id=key.format(number), title=f"The tale of wader number {number}", date="2020")
        for number in range(8_000)
    ]

    def recognise(some: list[LedgerRecord]) -> None:
        ledger = Ledger(source="a.bib", format="bibtex", date=FIRST, sha256="0" * 64, records=tuple(some))
        later = [
            one.model_copy(update={"language": "en", "id": one.id if one.line % 9 else f"new{one.line}"})
            for one in some[5:]
        ]
        export = Export(name="a.bib", format="bibtex", sha256="1" * 64, records=tuple(later))
        found = libraries.recognise([export], {"2026-11-01-a": ledger}, LATER)
        assert len(found) == (key == "key{}")  # one key for all is none

    assert growth(recognise, records) < TOO_STEEP


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_leaves_every_file_whole(moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before and after the commit each file is the old one; the import, repeated, ends as if nobody had disturbed it."""
    library = Library(tmp_path)
    library.put(FIRST, ITEMS)
    before = tree(library.content)
    changed = without(PUBLISHED, {**KELP, "pages": "7"}, plus=[GAUGE])
    undisturbed = Library(tmp_path / "undisturbed")
    shutil.copytree(library.content, undisturbed.content)
    undisturbed.put(LATER, changed, answer=True)

    class KilledError(BaseException):
        pass

    def kill(*_: object) -> None:
        raise KilledError

    with monkeypatch.context() as patch:
        if moment == "before":
            patch.setattr(transactions, "_sync", kill)
        else:
            patch.setattr(transactions, "_replaced", kill)
        with pytest.raises(KilledError):
            library.put(LATER, changed, answer=True)
    left = {name: text for name, text in tree(library.content).items() if not name.startswith(".shelf-")}
    assert left == before
    library.put(LATER, changed, answer=True)
    assert tree(library.content) == tree(undisturbed.content)
