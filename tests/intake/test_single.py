"""shelf add and refresh: new papers, additions to existing ones, and people's values, which stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.content import catalogue
from generator.intake import imports, single
from generator.intake.offer import Offer, write
from generator.model import Catalogue, Identifiers
from generator.problems import ShelfError
from generator.services import Client, gather, of_paper, parse
from generator.services.throttle import Throttle
from generator.storage import transactions
from tests.conftest import people
from tests.services.answers import LIMPETS, TEXT, WHELKS, face, shoal
from tests.services.replaying import Replay, says

DAY = "2029-07-01"
PUBLICATION = {"type", "publisher", "identifiers.doi", "venue", "published", "volume", "number", "pages"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


@pytest.fixture(autouse=True)
def replay(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """Local stand-ins for the five services, which know two papers."""
    server = Replay()
    server.papers += [LIMPETS, WHELKS]
    for variable, base in server.environment().items():
        monkeypatch.setenv(variable, base)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield server
    server.close()


def put(content: Path, key: str, text: str) -> Path:
    """A paper's file as a person wrote it."""
    path = content / "papers" / f"{key}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def add(content: Path, typed: str, day: str = DAY) -> Offer:
    """Add a paper and write it."""
    gathering = gather(parse(typed), Client(throttle=Throttle(sleep=lambda _: None)))

    def plan(shelf: Catalogue) -> Offer:
        return single.add([gathering], shelf, date=day)

    shelf = catalogue.load(content)
    offer = plan(shelf)
    write(content, offer, shelf, plan)
    return offer


def refresh(content: Path, *keys: str) -> Offer:
    """Refresh papers and write what they gain."""
    client = Client(throttle=Throttle(sleep=lambda _: None))
    shelf = catalogue.load(content)
    gatherings = {}
    for key in keys or shelf.papers:
        reference = of_paper(shelf.papers[key].identifiers, shelf.papers[key].title)
        assert reference
        gatherings[key] = gather(reference, client)
    offer = single.refresh(gatherings, shelf, date=DAY)
    transactions.save(content, offer.changes)
    return offer


def is_clean(content: Path) -> bool:
    return catalogue.inspect(content)[1] == []


def test_a_new_paper_has_what_all_services_know(content: Path):
    """Title, authors, the first day, identifiers, venue and code come together in one file; the abstract in none."""
    offer = add(content, "2901.01234")
    assert [(one.key, one.verdict) for one in offer.papers] == [("limpetnet", "new")]
    paper = catalogue.load(content).papers["limpetnet"]
    assert paper.title == LIMPETS.title
    assert paper.authors == people(*LIMPETS.authors)
    assert paper.date == "2029-01-05"
    assert paper.identifiers == Identifiers(arxiv=LIMPETS.arxiv, doi=LIMPETS.doi)
    assert (paper.venue, paper.links.code, paper.abstract) == (LIMPETS.venue, LIMPETS.code, None)
    assert (paper.published, paper.volume, paper.pages) == (LIMPETS.published, "12", "45-67")
    assert not any(TEXT[:40] in text or TEXT[-40:] in text for text in tree(content).values())
    assert is_clean(content)


def test_each_answer_is_a_source(content: Path):
    """Each service has its ledger of the day: facts and a fingerprint, tied to the paper, without changing counts."""
    add(content, "2901.01234")
    ledgers = catalogue.load(content).ledgers
    assert sorted(one.format for one in ledgers.values()) == [
        "arxiv-atom",
        "csl-json",
        "hf-papers",
        "openalex",
        "semantic-scholar",
    ]
    assert f"{DAY}-arxiv" in ledgers
    for ledger in ledgers.values():
        [record] = ledger.records
        assert (record.paper, record.title, record.upvotes) == ("limpetnet", LIMPETS.title, None)
        assert record.sketch


@pytest.mark.parametrize("again", ["2901.01234", "10.5555/shore.2029.77", LIMPETS.title, "W4200000001"])
def test_adding_again_changes_nothing(content: Path, replay: Replay, again: str):
    """The same paper, by any of its names, on another day, with other counts: not a byte changes."""
    add(content, "2901.01234")
    before = tree(content)
    replay.always["hugging-face"] = says(200, face(LIMPETS, upvotes=99))
    offer = add(content, again, day="2030-02-03")
    assert [(one.key, one.verdict) for one in offer.papers] == [("limpetnet", "matched")]
    assert offer.changes == ()
    assert tree(content) == before


def test_a_service_that_was_down_the_first_time_adds_its_part(content: Path, replay: Replay):
    """The second time a missing venue and DOI are filled in, and only what gave something leaves a ledger."""
    for service in ("openalex", "crossref", "semantic-scholar"):
        replay.always[service] = says(500)
    add(content, "2901.01234")
    assert catalogue.load(content).papers["limpetnet"].identifiers.doi is None
    replay.always.clear()
    replay.always["hugging-face"] = says(200, face(LIMPETS, upvotes=99))
    offer = add(content, "2901.01234")
    assert len(list((content / "imports").iterdir())) == 5  # what was said before is known again
    assert {field for _, field in offer.filled} == PUBLICATION
    assert add(content, "2901.01234").changes == ()
    assert is_clean(content)


def test_a_preprint_of_a_published_paper_is_that_paper(content: Path):
    """A published version was added by hand; its preprint adds the arXiv id and the code, but no file."""
    written = (
        "# seen at the shore\n"
        f"title:   'LimpetNet: counting limpets between two tides'\nauthors: [A. Marsh, J. van der Berg, L. Wen]\n"
        f"date: '2029-06-11'   # print\nidentifiers:\n  doi: {LIMPETS.doi}\nvenue: J. Shore Counting\n"
    )
    path = put(content, "limpets", written)
    offer = add(content, "arXiv:2901.01234")
    assert [(one.key, one.verdict) for one in offer.papers] == [("limpets", "matched")]
    after = path.read_text(encoding="utf-8")
    kept = [line for line in after.splitlines(keepends=True) if line in written.splitlines(keepends=True)]
    assert "".join(kept) == written
    added = after.splitlines()
    assert f"  arxiv: '{LIMPETS.arxiv}'" in added
    assert f"  code: {LIMPETS.code}" in added
    assert list((content / "papers").iterdir()) == [path]
    assert is_clean(content)


def test_a_published_version_of_a_preprint_is_that_paper(content: Path, replay: Replay):
    """The other way round: the DOI leads to the preprint on the shelf."""
    put(
        content,
        "limpets",
        f"title: {LIMPETS.title!r}\nauthors:\n  - Ada Marsh\n  - Jürgen van der Berg\n  - Li Wen\n"
        f"date: '2029-01-05'\nidentifiers:\n  arxiv: '{LIMPETS.arxiv}'\n",
    )
    replay.always["openalex"] = says(500)
    replay.always["semantic-scholar"] = says(500)
    offer = add(content, LIMPETS.doi)
    assert [(one.key, one.verdict) for one in offer.papers] == [("limpets", "matched")]
    assert {field for _, field in offer.filled} == PUBLICATION


def test_a_title_on_the_shelf_with_other_authors_is_a_question(content: Path, replay: Replay):
    """What may be another paper is neither merged nor added: a person decides, and adding again asks nothing new."""
    put(content, "old", f"title: {LIMPETS.title!r}\nidentifiers:\n  doi: 10.9999/other\n")
    offer = add(content, "2901.01234")
    assert [(one.key, one.verdict) for one in offer.papers] == [(None, "unsure")]
    assert list((content / "papers").iterdir()) == [content / "papers" / "old.yml"]
    assert catalogue.load(content).review
    before = tree(content)
    replay.always["hugging-face"] = says(200, face(LIMPETS, upvotes=99))
    assert add(content, "2901.01234", day="2030-01-01").changes == ()
    assert tree(content) == before


def test_two_files_of_one_paper_are_told_of(content: Path):
    """A preprint and a published version in separate files stay separate, with a warning."""
    people = "authors:\n  - Ada Marsh\n  - Jürgen van der Berg\n  - Li Wen\n"
    put(content, "a", f"title: {LIMPETS.title!r}\n{people}date: '2029-01-05'\nidentifiers:\n  arxiv: '2901.01234'\n")
    put(content, "b", f"title: {LIMPETS.title!r}\n{people}date: '2029-06-11'\nidentifiers:\n  doi: {LIMPETS.doi}\n")
    offer = add(content, "2901.01234")
    papers = catalogue.load(content).papers
    assert (papers["a"].identifiers.doi, papers["b"].identifiers.arxiv) == (None, None)
    assert [(Path(problem.path).name, problem.code) for problem in offer.problems] == [
        ("a.yml", "add.shared-identifier")
    ]


def test_a_stub_is_a_valid_file(content: Path):
    """Offline an identifier makes a draft; the one warning of shelf check says what to fill in."""
    offer = single.stubs([parse("https://arxiv.org/abs/2901.01234v2")], catalogue.load(content))
    transactions.save(content, offer.changes)
    assert (content / "papers/arxiv-2901-01234.yml").read_text(encoding="utf-8") == (
        "# yaml-language-server: $schema=../schemas/paper.json\n"
        "display: arxiv 2901.01234\nidentifiers:\n  arxiv: '2901.01234'\n"
    )
    [problem] = catalogue.inspect(content)[1]
    assert (problem.code, problem.severity) == ("paper.no-title", "warning")
    assert "title" in problem.hint


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("10.5555/Shore.2029.77", "doi-10-5555-shore-2029-77"),
        ("P29-1441", "acl-p29-1441"),
        ("openreview:rJ4km2R5t7", "openreview-rj4km2r5t7"),
        (LIMPETS.title, "limpetnet"),
        ("预训练语言模型综述", "yu-xun-lian-yu-yan-mo-xing-zong-shu"),
    ],
)
def test_stubs_of_each_kind(content: Path, typed: str, key: str):
    """Every kind of identifier and a title make a file that loads; the same again makes none."""
    offer = single.stubs([parse(typed)], catalogue.load(content))
    transactions.save(content, offer.changes)
    shelf = catalogue.load(content)
    assert list(shelf.papers) == [key]
    again = single.stubs([parse(typed)], shelf)
    assert (again.changes, again.papers[0].key, again.papers[0].verdict) == ((), key, "matched")


def test_a_stub_needs_something_to_keep(content: Path):
    """A paper's file cannot hold a service's own number."""
    offer = single.stubs([parse("W4200000001"), parse("2901.01234")], catalogue.load(content))
    assert [problem.code for problem in offer.problems] == ["add.stub"]
    assert [paper.key for paper in offer.papers] == ["arxiv-2901-01234"]


@pytest.mark.parametrize("typed", ["2901.01234", "10.5555/shore.2029.77", LIMPETS.title])
@pytest.mark.parametrize("by", ["add", "refresh"])
def test_a_stub_is_filled_once_there_is_a_net(content: Path, typed: str, by: str):
    """What was made offline becomes the whole paper under its key, by adding it once more or by refreshing."""
    transactions.save(content, single.stubs([parse(typed)], catalogue.load(content)).changes)
    [key] = catalogue.load(content).papers
    offer = add(content, typed) if by == "add" else refresh(content)
    assert [(one.key, one.verdict) for one in offer.papers] == [(key, "matched")]
    paper = catalogue.load(content).papers[key]
    assert (paper.title, paper.authors, paper.display) == (LIMPETS.title, people(*LIMPETS.authors), None)
    assert (paper.identifiers.arxiv, paper.identifiers.doi) == (LIMPETS.arxiv, LIMPETS.doi)
    assert (paper.date, paper.venue, paper.links.code) == ("2029-01-05", LIMPETS.venue, LIMPETS.code)
    assert is_clean(content)


def test_refresh_fills_what_is_empty_and_nothing_else(content: Path):
    """Each line that a person wrote stays, byte by byte; what lacked is there; a second time nothing changes."""
    written = (
        "# mine\ntitle: LimpetNet — counting limpets between two tides  # my spelling\n"
        "authors:\n    - Marsh, Ada\n    - van der Berg, J.\n    - Wen, Li\n"
        "summary: >-\n  Counts limpets.\n\nidentifiers: {arxiv: '2901.01234'}\n"
    )
    path = put(content, "limpets", written)
    offer = refresh(content)
    paper = catalogue.load(content).papers["limpets"]
    assert {field for _, field in offer.filled} == {"date", "links.code"} | PUBLICATION
    assert (paper.date, paper.venue, paper.links.code) == ("2029-01-05", LIMPETS.venue, LIMPETS.code)
    after = path.read_text(encoding="utf-8")
    for line in written.splitlines():
        assert line in after or line.startswith("identifiers: {")  # braces cannot be added to in place
    assert refresh(content).changes == ()
    assert is_clean(content)


def test_refresh_reports_where_services_disagree_and_keeps_ours(content: Path):
    """Another author, an earlier day, another DOI and other code are reported with field, ours and theirs."""
    written = (
        f"title: {LIMPETS.title!r}\nauthors:\n  - Ada Marsh\n  - Jürgen van der Berg\n  - Li Wong\ndate: '2029-02-01'\n"
        f"identifiers:\n  arxiv: '2901.01234'\nvenue: Tide Letters\nlinks:\n  code: https://github.com/other/limpets\n"
    )
    path = put(content, "limpets", written)
    offer = refresh(content)
    found = {one.field: (one.ours, one.theirs) for one in offer.differences}
    assert found["venue"] == ("Tide Letters", LIMPETS.venue)
    assert found["date"] == ("2029-02-01", "2029-01-05")
    assert found["links.code"] == ("https://github.com/other/limpets", LIMPETS.code)
    assert found["authors"][0].endswith("Li Wong")
    assert "title" not in found
    services = next(one.service for one in offer.differences if one.field == "venue")
    assert "Crossref" in services
    assert "OpenAlex" in services
    after = path.read_text(encoding="utf-8")
    assert after == written  # which version another DOI and volume would belong to is not clear


WORKSHOP = (
    f"title: {LIMPETS.title!r}\nauthors:\n  - Ada Marsh\n  - Jürgen van der Berg\n  - Li Wen\ndate: '2029-01-05'\n"
    "identifiers:\n  arxiv: '2901.01234'\n  doi: '10.5555/workshop.3'\nvenue: Workshop on Wet Rocks\npublished: '2029-02-02'\n"
    f"links:\n  code: {LIMPETS.code}\n"
)


def test_refresh_does_not_cite_another_version_than_a_person_did(content: Path):
    """A newer version that the services know is reported; the version in the file stays cited."""
    path = put(content, "limpets", WORKSHOP)
    offer = refresh(content)
    assert path.read_text(encoding="utf-8") == WORKSHOP
    found = {one.field: (one.ours, one.theirs) for one in offer.differences}
    assert found["identifiers.doi"] == ("10.5555/workshop.3", LIMPETS.doi)
    assert found["venue"] == ("Workshop on Wet Rocks", LIMPETS.venue)


def test_a_second_publisher_s_doi_is_a_question(content: Path, replay: Replay):
    """Two DOIs of publishers under one title may be two papers: a person decides, and the paper stays as it is."""
    path = put(content, "limpets", WORKSHOP.replace("  arxiv: '2901.01234'\n", ""))
    before = path.read_text(encoding="utf-8")
    replay.papers[:] = [replace(LIMPETS, arxiv="")]
    offer = add(content, LIMPETS.doi)
    assert offer.papers[0].verdict == "unsure"
    assert path.read_text(encoding="utf-8") == before
    (question,) = catalogue.load(content).review
    assert "limpets" in question.pair


def test_refresh_takes_nothing_from_another_paper(content: Path):
    """An arXiv id that a person mistyped leads to another paper: it is reported, and no field is filled from it."""
    path = put(content, "urchins", "title: Urchins at Dusk and at Dawn\nidentifiers:\n  arxiv: '2901.01234'\n")
    before = path.read_text(encoding="utf-8")
    offer = refresh(content)
    assert path.read_text(encoding="utf-8") == before
    assert tree(content) == {"papers/urchins.yml": before}
    assert {problem.code for problem in offer.problems} == {"refresh.other-paper"}
    assert [(one.field, one.theirs) for one in offer.differences] == [("title", LIMPETS.title)]


def test_refresh_keeps_a_count_of_authors_that_contradicts(content: Path):
    """Four authors by hand, three from all services: nothing is filled in, both are reported; an equal count is fine."""
    text = f"title: {LIMPETS.title!r}\nauthor_count: 4\ndate: '2029-01-05'\nidentifiers:\n  arxiv: '2901.01234'\n"
    path = put(content, "limpets", text)
    offer = refresh(content)
    assert ("author_count", "4", "3") in {(one.field, one.ours, one.theirs) for one in offer.differences}
    assert "authors" not in path.read_text(encoding="utf-8")
    path.write_text(text.replace("4", "3", 1), encoding="utf-8")
    refresh(content)
    assert catalogue.load(content).papers["limpets"].authors == people(*LIMPETS.authors)


def test_refresh_of_several_papers_keeps_neighbours(content: Path):
    """A paper that nobody knows does not keep the others from being filled."""
    put(content, "a", f"title: {LIMPETS.title!r}\nidentifiers:\n  arxiv: '2901.01234'\n")
    put(content, "b", "title: Nobody Knows This One Here\nidentifiers:\n  arxiv: '2901.09999'\n")
    put(content, "c", f"title: {WHELKS.title!r}\nidentifiers:\n  acl: {WHELKS.acl}\n")
    offer = refresh(content)
    papers = catalogue.load(content).papers
    assert (papers["a"].authors, papers["c"].authors) == (people(*LIMPETS.authors), people(*WHELKS.authors))
    assert [problem.code for problem in offer.problems] == ["add.unknown"]
    assert not any("b" in field for field, _ in offer.filled)


def test_a_day_off_by_a_time_zone_is_no_difference(content: Path):
    """Dates a day apart, a year alone and initials for names are other spellings of the same."""
    put(
        content,
        "limpets",
        f"title: {LIMPETS.title!r}\nauthors:\n  - A. Marsh\n  - Jurgen van der Berg\n  - Li Wen\ndate: '2029-01-04'\n"
        f"identifiers:\n  arxiv: '2901.01234'\n  doi: {LIMPETS.doi}\nvenue: Shore Counting\n",
    )
    assert refresh(content).differences == ()


def test_nothing_is_written_over_a_change_made_meanwhile(content: Path):
    """If somebody changes the shelf between question and yes, the command ends with a problem, and the change stays."""
    gathering = gather(parse("2901.01234"), Client(throttle=Throttle(sleep=lambda _: None)))

    def plan(shelf: Catalogue) -> Offer:
        return single.add([gathering], shelf, date=DAY)

    shelf = catalogue.load(content)
    shown = plan(shelf)
    put(content, "limpetnet", "title: Another Paper of This Key\n")
    before = tree(content)
    with pytest.raises(ShelfError) as caught:
        write(content, shown, shelf, plan)
    assert caught.value.problems[0].code == "content.changed"
    assert tree(content) == before


def test_a_change_elsewhere_does_not_matter(content: Path):
    """Somebody who added another paper meanwhile does not keep this one from being written."""
    gathering = gather(parse("2901.01234"), Client(throttle=Throttle(sleep=lambda _: None)))

    def plan(shelf: Catalogue) -> Offer:
        return single.add([gathering], shelf, date=DAY)

    shelf = catalogue.load(content)
    shown = plan(shelf)
    put(content, "urchins", "title: Urchins at Dusk and at Dawn\n")
    write(content, shown, shelf, plan)
    assert set(catalogue.load(content).papers) == {"limpetnet", "urchins"}


def test_an_identifier_of_another_paper_is_not_taken(content: Path):
    """A DOI in another paper's file is not given to this one, too."""
    put(content, "a", f"title: {LIMPETS.title!r}\nidentifiers:\n  arxiv: '2901.01234'\n")
    put(content, "b", f"title: Something Else Altogether Here\nidentifiers:\n  doi: {LIMPETS.doi}\n")
    refresh(content, "a")
    papers = catalogue.load(content).papers
    assert papers["a"].identifiers.doi is None
    assert not [problem for problem in catalogue.inspect(content)[1] if problem.severity == "error"]


def test_the_abstract_is_known_again_without_its_title(content: Path, replay: Replay, tmp_path: Path):
    """The fingerprint in a ledger ties a listing's untitled abstract to the added paper."""
    long = replace(LIMPETS, text=" ".join(f"{TEXT} Part {word}." for word in ("one", "two", "three")))
    replay.papers[:] = [long]
    add(content, "2901.01234")
    listing = tmp_path / "list.txt"
    listing.write_text(long.text + "\n", encoding="utf-8")
    outcome = imports.run([listing], content=content, format_name="abstracts", date=DAY)
    assert [(one.key, one.verdict) for one in outcome.papers] == [("limpetnet", "matched")]


def test_a_longer_ledger_does_not_matter(content: Path, replay: Replay):
    """Somebody who added another paper to the same ledgers meanwhile does not keep this one from being written."""
    other = replace(shoal(2)[1], arxiv="")
    replay.papers.append(other)
    gathering = gather(parse("2901.01234"), Client(throttle=Throttle(sleep=lambda _: None)))

    def plan(shelf: Catalogue) -> Offer:
        return single.add([gathering], shelf, date=DAY)

    shelf = catalogue.load(content)
    shown = plan(shelf)
    add(content, other.doi)
    write(content, shown, shelf, plan)
    ledger = catalogue.load(content).ledgers[f"{DAY}-crossref"]
    assert [(one.line, one.title) for one in ledger.records] == [(1, other.title), (2, LIMPETS.title)]


def test_changed_facts_follow_the_old_ones(content: Path, replay: Replay):
    """What a service says otherwise on the same day is a record of its own; the old one keeps its number."""
    put(
        content,
        "limpets",
        "title: 'LimpetNet: Counting Limpets Between Two Tides'\nidentifiers:\n  arxiv: '2901.01234'\n",
    )
    add(content, LIMPETS.arxiv)
    replay.papers[:] = [replace(LIMPETS, openreview="rJ4km2R5t7")]
    add(content, LIMPETS.arxiv)
    records = catalogue.load(content).ledgers[f"{DAY}-openalex"].records
    assert [(one.line, one.paper, one.identifiers.openreview) for one in records] == [
        (1, "limpets", None),
        (2, "limpets", "rJ4km2R5t7"),
    ]
    assert len(catalogue.load(content).ledgers[f"{DAY}-crossref"].records) == 1
    before = tree(content)
    assert add(content, LIMPETS.arxiv).changes == ()
    assert tree(content) == before


def test_the_ledgers_of_older_versions_are_known(content: Path):
    """A ledger of one answer, as older versions wrote it, stays as it is, and what it has is not kept again."""
    add(content, LIMPETS.arxiv)
    for path in sorted((content / "imports").iterdir()):
        text = path.read_text(encoding="utf-8")
        service = path.stem.removeprefix(f"{DAY}-")
        text = text.replace(f"source: {service}\n", f"source: {service}-2901-01234\n")
        text = text.replace("records:\n", f"sha256: '{'0' * 63}{len(service) % 10}'\nrecords:\n")
        path.rename(path.with_name(f"{path.stem}-2901-01234.yml")).write_text(text, encoding="utf-8")
    (content / "papers/limpetnet.yml").write_text(
        "title: 'LimpetNet: Counting Limpets Between Two Tides'\nidentifiers:\n  arxiv: '2901.01234'\n",
        encoding="utf-8",
    )
    before = {name: text for name, text in tree(content).items() if name.startswith("imports/")}
    assert len(before) == 5
    offer = add(content, LIMPETS.arxiv, day="2029-07-09")
    assert [change.path for change in offer.changes] == ["papers/limpetnet.yml"]
    assert {name: text for name, text in tree(content).items() if name.startswith("imports/")} == before
    assert is_clean(content)


def test_a_file_of_the_ledgers_name_is_left_alone(content: Path, tmp_path: Path):
    """An imported file called like a service has a ledger of its own, to which no answer is added."""
    listing = tmp_path / "arxiv.txt"
    listing.write_text(
        "Whelks at Noon and Elsewhere\n\nWhelks are seen at noon, and at other times.\n", encoding="utf-8"
    )
    imports.run([listing], content=content, date=DAY)
    before = (content / f"imports/{DAY}-arxiv.yml").read_text(encoding="utf-8")
    add(content, LIMPETS.arxiv)
    assert (content / f"imports/{DAY}-arxiv.yml").read_text(encoding="utf-8") == before
    assert catalogue.load(content).ledgers[f"{DAY}-arxiv-2"].source == "arxiv"
    before_all = tree(content)
    assert add(content, LIMPETS.arxiv).changes == ()
    assert tree(content) == before_all


def test_two_runs_in_any_order_settle(tmp_path: Path, replay: Replay):
    """Adding two papers one after the other, in either order, leads to the same papers and records."""
    other = shoal(2)[1]
    replay.papers.append(other)
    found = []
    for number, order in enumerate(([LIMPETS.arxiv, other.doi], [other.doi, LIMPETS.arxiv])):
        folder = tmp_path / str(number)
        for typed in order:
            add(folder, typed)
        shelf = catalogue.load(folder)
        records = {
            (ledger.source, record.model_copy(update={"line": 1}).model_dump_json())
            for ledger in shelf.ledgers.values()
            for record in ledger.records
        }
        found.append((dict(shelf.papers), records))
    assert found[0] == found[1]


def test_odd_facts_are_known_again(content: Path, replay: Replay):
    """Whatever characters a service's facts have, the same facts are the same record in another run."""
    odd = {
        "container-title": ["# J: of \u2028 Shore\u00a0'Counting'\t "],
        "short-container-title": ["- \x07x: {y}\r\n z", "𝔘 \u202e\u200d é e\u0301"],
        "page": " 0012-0x1F ",
        "issue": "1e5",
        "volume": "0777",
        "publisher": "null",
        "language": "no",
    }
    replay.papers[:] = [replace(LIMPETS, title="Yes: no, # and\u00a0'two' \\alpha  $x^2$ — 1:30", other=odd)]
    add(content, LIMPETS.doi)
    before = {name: text for name, text in tree(content).items() if name.startswith("imports/")}
    assert len(before) == 5
    [path] = (content / "papers").iterdir()
    path.write_text(f"title: 'Yes'\nidentifiers:\n  doi: {LIMPETS.doi}\n  arxiv: '{LIMPETS.arxiv}'\n", encoding="utf-8")
    assert add(content, LIMPETS.doi, day="2029-07-02").filled
    assert {name: text for name, text in tree(content).items() if name.startswith("imports/")} == before
