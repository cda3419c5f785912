"""Texts in a picture: beside their points, in the picture, and never over each other."""

from generator.site.views.label_placement import Box, LabelPlacement
from generator.site.views.text_width import text_width


def test_a_text_goes_where_there_is_room():
    """To the right; to the left if the right is taken; nowhere if all is."""
    labels = LabelPlacement(width=400, height=200)
    assert labels.place("Otters", 200, 100, 8, 12).anchor == "start"
    labels = LabelPlacement(width=400, height=200)
    labels.take(Box(left=205, top=90, right=260, bottom=110))
    assert labels.place("Otters", 200, 100, 8, 12).anchor == "end"
    labels.take(Box(left=0, top=0, right=400, bottom=200))
    assert labels.place("Otters", 200, 100, 8, 12) is None


def test_no_text_leaves_the_picture():
    """At its edges it goes to the other side; one that is wider than the picture is left out, unless it must be there."""
    labels = LabelPlacement(width=300, height=100)
    assert labels.place("Otters", 296, 50, 8, 12).anchor == "end"
    assert labels.place("Otters of the sea, " * 9, 150, 50, 8, 12) is None
    name = labels.place_over("Herons", [(1, 40)], [(1, 60)], 14)
    assert name.x >= text_width("Herons", 14) / 2


def test_the_name_of_a_region_is_always_drawn():
    """Over its first point if there is room, otherwise under it, otherwise where it covers least."""
    labels = LabelPlacement(width=300, height=200)
    assert labels.place_over("Herons", [(150, 100)], [(150, 120)], 14).y < 100
    labels.take(Box(left=0, top=0, right=300, bottom=100))
    assert labels.place_over("Herons", [(150, 100)], [(150, 120)], 14).y > 120
    labels.take(Box(left=0, top=0, right=300, bottom=200))
    assert labels.place_over("Herons", [(150, 100)], [(150, 120)], 14)


def test_wide_letters_are_wider():
    """Chinese characters take a whole em, combining marks nothing."""
    assert text_width("沼泽", 10) == 20
    assert text_width("e\u0301", 10) == text_width("e", 10)
    assert text_width("ill", 10) < text_width("owl", 10) < text_width("MWM", 10)
