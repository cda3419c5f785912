"""Charts count by years, or by decades and more where there are too many years."""

import pytest

from generator.site.views import periods


@pytest.mark.parametrize(
    ("years", "word", "count"),
    [
        ((2021,), "year", 1),
        ((1980, 2019), "year", 40),
        ((1980, 2020), "decade", 5),
        ((1450, 2020), "century", 7),
        ((1, 9999), "millennium", 10),
    ],
)
def test_there_are_at_most_forty(years, word, count):
    """As many as there is room for, without gaps, the newest first."""
    found = periods.of(years)
    assert (found.word, len(found.starts)) == (word, count)
    assert [found.start(year) in found.starts for year in years] == [True] * len(years)
    assert list(found.starts) == sorted(found.starts, reverse=True)


def test_a_period_leads_to_its_papers():
    """A year to its page; a decade to Browse; with a family to the papers of that family in Browse."""
    year, decade = periods.of([2021]), periods.of([1900, 2021])
    assert (year.name(2021), year.path(2021)) == ("2021", "years/2021")
    assert year.path(2021, "heron") == "browse?family=heron&year=2021"
    assert (decade.name(2021), decade.path(2021)) == ("2020s", "browse?find=year%3A2020..2029")
    assert decade.path(1987, "heron") == "browse?find=family%3Aheron%20year%3A1980..1989"
