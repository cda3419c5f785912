"""Disagreements between sources: facts that differ are shown; differences in spelling and growing counts are not."""

from generator.model import Identifiers, LedgerRecord, Paper, Status, Version
from generator.site.views.disagreements import disagreements
from generator.site.views.popularity import series

PAPER = Paper(title="Otters Swim", authors=("A B", "C D"), date="2021-04-30")


def record(**printed):
    return LedgerRecord(line=1, **printed)


def told(records, paper=PAPER):
    return {
        one.field: [(said.value, said.sources, said.shown) for said in one.statements]
        for one in disagreements(paper, records)
    }


def test_two_titles_are_shown_with_their_sources():
    """The more frequent title is first, and the one that the page uses is marked."""
    found = told(
        [
            ("2021-05-01", "a.txt", record(title="Otters swim")),
            ("2021-05-02", "b.txt", record(title="OTTERS SWIM")),
            ("2021-05-03", "c.txt", record(title="Otters dive")),
        ]
    )
    assert found == {
        "Title": [
            ("Otters swim", ("a.txt, 2021-05-01", "b.txt, 2021-05-02"), True),
            ("Otters dive", ("c.txt, 2021-05-03",), False),
        ]
    }


def test_case_and_punctuation_are_ignored():
    """A year and a date in that year agree, too."""
    assert not told(
        [("2021-05-01", "a", record(title="otters: swim", date="2021")), ("2021-05-01", "b", record(date="2021-04-30"))]
    )


def test_the_shelfs_own_value_counts():
    """If a person chose another date than the only source, both are shown."""
    found = told([("2021-05-01", "a", record(date="2020-01-01", author_count=3))])
    assert found["Date"] == [("2020-01-01", ("a, 2021-05-01",), False), ("2021-04-30", ("this shelf",), True)]
    assert found["Authors"] == [("2", ("this shelf",), True), ("3", ("a, 2021-05-01",), False)]


def test_values_of_other_versions_are_ignored():
    """The preprint's DOI and venue are listed under versions."""
    paper = Paper(
        title="T",
        venue="Journal",
        identifiers=Identifiers(doi="10.1/b"),
        other_versions=(Version(venue="Preprints", doi="10.1/a"),),
    )
    printed = [
        ("2021-05-01", "a", record(venue="Preprints", identifiers=Identifiers(doi="10.1/a"))),
        ("2021-05-01", "b", record(venue="Journal", identifiers=Identifiers(doi="10.1/b"))),
    ]
    assert not told(printed, paper)


def test_upvotes_are_compared_within_a_day():
    """Two counts on one day disagree; a higher count on the next day is growth."""
    assert not told([("2021-05-01", "a", record(upvotes=3)), ("2021-05-02", "a", record(upvotes=9))])
    found = told([("2021-05-01", "a", record(upvotes=3)), ("2021-05-01", "b", record(upvotes=9))])
    assert found == {"Upvotes on 2021-05-01": [("3", ("a",), False), ("9", ("b",), False)]}


def test_counts_over_time_are_drawn_from_zero():
    """Days are spaced in proportion, with 0 at the bottom and the largest count on top; one day gives no line."""
    (found,) = series(
        [
            ("2021-01-01", "a", record(upvotes=0)),
            ("2021-01-02", "a", record(upvotes=5)),
            ("2021-01-05", "a", record(upvotes=10)),
            ("2021-01-05", "b", record(upvotes=8)),
        ]
    )
    assert [(point.day, point.figure) for point in found.points] == [
        ("2021-01-01", 0),
        ("2021-01-02", 5),
        ("2021-01-05", 10),
    ]
    assert [point.x for point in found.points] == [6, 43, 154]
    assert [point.y for point in found.points] == [34, 20, 6]
    assert series([("2021-01-01", "a", record(upvotes=3)), ("2021-01-01", "b", record(upvotes=4))]) == ()


def test_an_impossible_day_is_drawn():
    """Sources state dates such as 31 February."""
    assert series([("2021-02-31", "a", record(upvotes=3)), ("2021-03", "b", record(upvotes=4))])


RETRACTED = (Status(kind="retracted", date="2021-07-05", by=("Crossref",)),)


def test_a_status_that_a_source_denies_has_both_sides():
    """The page says nothing of it but here; the shelf follows neither source by itself."""
    printed = [
        ("2021-05-01", "Crossref", record(status=RETRACTED)),
        ("2021-05-02", "OpenAlex", record(denies=("retracted",))),
    ]
    both = [
        ("Retracted", ("Crossref, 2021-05-01",), False),
        ("Not retracted", ("OpenAlex, 2021-05-02",), True),
    ]
    assert told(printed) == {"Status": both}
    kept = PAPER.model_copy(update={"status": RETRACTED})
    assert told(printed, kept) == {"Status": [(value, sources, not shown) for value, sources, shown in both]}


def test_a_status_that_a_person_removed_is_a_disagreement_with_this_shelf():
    """So is one that only a person wrote and a source denies; what nobody denies is none."""
    claimed = [("2021-05-01", "Crossref", record(status=RETRACTED))]
    assert told(claimed) == {
        "Status": [("Retracted", ("Crossref, 2021-05-01",), False), ("Not retracted", ("this shelf",), True)]
    }
    kept = PAPER.model_copy(update={"status": RETRACTED})
    assert not told(claimed, kept)
    assert not told([("2021-05-01", "OpenAlex", record(denies=("retracted",)))])
    assert not told([("2021-05-01", "OpenAlex", record())], kept)
    denied = told([("2021-05-01", "OpenAlex", record(denies=("retracted",)))], kept)
    assert denied["Status"][0] == ("Retracted", ("this shelf",), True)


def test_what_a_source_says_later_replaces_what_it_said_before():
    """OpenAlex learns of a retraction after its first answer; a withdrawal is no retraction that this shelf lacks."""
    kept = PAPER.model_copy(update={"status": RETRACTED})
    answers = [
        ("2021-05-01", "OpenAlex", record(denies=("retracted",))),
        ("2021-08-01", "OpenAlex", record(status=(Status(kind="retracted"),))),
    ]
    assert not told(answers, kept)
    assert told(answers[::-1], kept)
    withdrawn = PAPER.model_copy(update={"status": (Status(kind="withdrawn"),)})
    assert not told(answers[1:], withdrawn)
