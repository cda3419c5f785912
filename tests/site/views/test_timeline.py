"""The chart of the whole shelf: every dated paper is there, labels do not overlap, lines match the files."""

import random
import re
from itertools import pairwise

import pytest

from generator import site
from generator.model import Catalogue, Node, Paper, Taxonomy
from generator.site import renderer
from generator.site.views import arrangement, edges, home, timeline
from tests.site import invented


@pytest.fixture
def shelf(tmp_path):
    """Return the invented shelf, arranged."""
    catalogue = invented.shelf(tmp_path)
    return arrangement.arrange(catalogue, site.labels(catalogue))


def made_up(root, count, families=5):
    """Return a shelf of ``count`` papers over twelve years, some with unusual names."""
    dice = random.Random(count)
    papers, keys = {}, []
    for number in range(count):
        keys.append(f"p{number}")
        papers[f"p{number}"] = Paper(
            title=f"Paper {'W' * dice.randrange(1, 30)} {number}",
            date=f"{2010 + dice.randrange(12)}-{dice.randrange(1, 13):02}",
            families=(f"f{dice.randrange(families)}",) if dice.random() < 0.9 else (),
            builds_on=tuple(dice.sample(keys, 1)) if dice.random() < 0.3 else (),
            compared_with=tuple(dice.sample(keys, 1)) if dice.random() < 0.1 else (),
        )
    nodes = {
        f"f{number}": Node(
            name=f"Family {number}", description="X.", parents=(f"f{number - 1}",) if number % 3 else (), rules=()
        )
        for number in range(families)
    }
    catalogue = Catalogue(root=root, papers=papers, taxonomy=Taxonomy(families=nodes))
    return arrangement.arrange(catalogue, site.labels(catalogue))


def test_every_dated_paper_is_a_dot_in_its_family(shelf):
    """Each is in its narrowest family; papers without a date are counted."""
    canvas = timeline.overview(shelf)
    assert {band.name: [mark.label for mark in band.marks] for band in canvas.bands} == {
        "Heron": ["HERON", "HERON 2"],
        "Large herons": ["HERON Vast Technical Report"],
        "Otter": ["Otters Swim"],
    }
    assert (canvas.counted, canvas.undated, canvas.cut) == (False, 1, 0)
    assert [tick.year for tick in canvas.ticks] == [str(year) for year in range(2019, 2027)]


def test_lines_match_the_files(shelf):
    """Each subfamily, “builds on” and “compared with” has one line, with the later paper first."""
    canvas = timeline.overview(shelf)
    assert [(edge.style, edge.names) for edge in canvas.edges] == [
        ("family", ("Large herons", "Heron")),
        ("builds", ("HERON 2", "HERON")),
        ("builds", ("HERON Vast Technical Report", "HERON 2")),
        ("builds", ("HERON Vast Technical Report", "Otters Swim")),
        ("compared", ("HERON Vast Technical Report", "Otters Swim")),
    ]


def test_a_dot_is_within_its_year(shelf):
    """It is between the line where its year begins and the next one."""
    canvas = timeline.overview(shelf)
    lines = {tick.year: tick.line for tick in canvas.ticks}
    width = lines["2020"] - lines["2019"]
    for band in canvas.bands:
        for mark in band.marks:
            assert lines[mark.year] < mark.x < lines[mark.year] + width


@pytest.mark.parametrize("count", [1, 2, 30, 150])
def test_labels_do_not_overlap(tmp_path, count):
    """With letters of average width, no label overlaps another or leaves the chart."""
    canvas = timeline.overview(made_up(tmp_path, count))
    assert not canvas.counted
    spans = []
    for band in canvas.bands:
        for mark in band.marks:
            width = timeline.LETTER * len(mark.label) + 12
            spans.append((mark.y, mark.x - width, mark.x) if mark.left else (mark.y, mark.x, mark.x + width))
    assert len(spans) == count
    assert all(start >= 0 and end <= timeline.WIDE for _, start, end in spans)
    spans.sort()
    for (y, _, end), (other, start, _) in pairwise(spans):
        assert y != other or end <= start


@pytest.mark.parametrize(("count", "families"), [(151, 5), (1000, 300)])
def test_a_large_shelf_is_counted(tmp_path, count, families):
    """Circles have numbers that add up; lines and families are limited, and the number left out is shown."""
    canvas = timeline.overview(made_up(tmp_path, count, families))
    assert canvas.counted
    assert sum(mark.count for band in canvas.bands for mark in band.marks) + canvas.cut == count
    assert len([edge for edge in canvas.edges if edge.style != "family"]) <= edges.COUNTED
    assert len(canvas.bands) <= 3 * timeline.BANDS  # the largest, and the two above each


def test_the_timeline_adds_up(shelf):
    """The total is at the top, and subfamilies count towards their family."""
    canvas = timeline.timeline(shelf)
    assert [(band.name, band.counts) for band in canvas.bands] == [
        ("All papers", {"2019": 1, "2020": 1, "2021": 1, "2026": 1}),
        ("Heron", {"2019": 1, "2020": 1, "2026": 1}),
        ("Otter", {"2021": 1}),
    ]


@pytest.mark.parametrize("dates", [("0001", "9999-12-31"), ("2020-02-31", "2020"), ("1066-10-14",)])
def test_odd_dates_are_drawn(tmp_path, dates):
    """With ten thousand years, impossible days or only one year, the chart keeps its width and labels few years."""
    papers = {f"p{number}": Paper(title=f"T{number}", date=date) for number, date in enumerate(dates)}
    canvas = timeline.overview(arrangement.arrange(Catalogue(root=tmp_path, papers=papers), {}))
    marks = [mark for band in canvas.bands for mark in band.marks]
    assert len(marks) == len(dates)
    assert all(0 <= mark.x <= timeline.WIDE for mark in marks)
    assert len(canvas.ticks) <= timeline.WIDE // 40


def test_without_dates_there_is_no_chart(tmp_path):
    """The page says so."""
    shelf = arrangement.arrange(Catalogue(root=tmp_path, papers={"p": Paper(title="T")}), {})
    assert timeline.overview(shelf) is None
    page = renderer.render(renderer.Page(path="pictures", view=home.charts_view(shelf), title="Charts")).markdown
    assert "nothing to show" in page


def test_the_text_lists_every_mark_and_line(tmp_path):
    """Each paper is a link in the chart, in the list for narrow screens and in the text; each line is a sentence there."""
    shelf = made_up(tmp_path, 40)
    view = home.charts_view(shelf)
    page = renderer.render(renderer.Page(path="pictures", view=view, title="Charts")).markdown
    drawing, words = page.split("</svg>")[0], page.split("As text")[1]
    spine = page.partition('<ol class="shelf-spine">')[2].partition("</ol>")[0]
    for key in shelf.keys:
        assert f'href="../papers/{key}/"' in drawing
        assert f'href="../papers/{key}/"' in words
        assert f'href="../papers/{key}/"' in spine
    assert drawing.count('class="shelf-line ') == len(view.canvas.edges)
    assert len(re.findall("builds on|is compared with|is a subfamily of", words)) == len(view.canvas.edges)


def test_the_largest_families_have_colours(tmp_path):
    """Where there are more families than colours, those with the fewest papers are grey."""
    counts = {f"f{number}": number + 1 for number in range(11)}
    papers = {
        f"{family}-{number}": Paper(title=f"Paper {number} of {family}", date=f"{2015 + number}-01", families=(family,))
        for family, count in counts.items()
        for number in range(count)
    }
    nodes = {family: Node(name=family, description="X.", rules=()) for family in counts}
    catalogue = Catalogue(root=tmp_path, papers=papers, taxonomy=Taxonomy(families=nodes))
    canvas = timeline.timeline(arrangement.arrange(catalogue, site.labels(catalogue)))
    hues = {band.name: band.colour for band in canvas.bands}
    assert [hues[f"f{number}"] < 0 for number in range(11) if f"f{number}" in hues][-8:] == [False] * 8
    assert sum(hue >= 0 for hue in hues.values()) == 8
