"""The regions of the map: families first, then topics, no small ones, each paper in one."""

from generator import site
from generator.model import Catalogue, Node, Paper, Taxonomy
from generator.site.views import regions
from generator.site.views.arrangement import arrange


def found(tmp_path, papers, **parents):
    """Return the regions of papers, given by their families and topics; ``parents`` are families with those above them."""
    kinds = {
        "families": {key: Node(name=key, parents=(above,) if above else ()) for key, above in parents.items()},
        "topics": {key: Node(name=key) for _, topics in papers for key in topics},
    }
    shelf = Catalogue(
        root=tmp_path,
        taxonomy=Taxonomy(**kinds),
        papers={
            f"p-{number:03}": Paper(title=f"P {number}", families=families, topics=topics)
            for number, (families, topics) in enumerate(papers)
        },
    )
    return {one.chip.path: one for one in regions.regions(arrange(shelf, site.labels(shelf)))}


def test_papers_without_a_family_go_to_a_topic(tmp_path):
    """To the largest of theirs; without one they are the rest."""
    papers = [(("otter",), ("nests",)), (("otter",), ()), ((), ("nests", "songs")), ((), ("nests",)), ((), ())]
    made = found(tmp_path, papers, otter="")
    assert {path: one.keys for path, one in made.items()} == {
        "families/otter": ("p-000", "p-001"),
        "topics/nests": ("p-002", "p-003"),
        "": ("p-004",),
    }
    assert made["topics/nests"].colour == -1


def test_a_small_subfamily_is_shown_in_the_family_above(tmp_path):
    """A single paper makes no region; a small family at the top goes to its topics."""
    papers = [(("otter",), ()), (("sea-otter",), ()), (("newt",), ("nests",)), ((), ("nests",))]
    made = found(tmp_path, papers, otter="", **{"sea-otter": "otter"}, newt="")
    assert {path: one.keys for path, one in made.items()} == {
        "families/otter": ("p-000", "p-001"),
        "topics/nests": ("p-002", "p-003"),
    }


def test_there_are_never_more_regions_than_can_be_told_apart(tmp_path):
    """The largest of very many families stay; no paper is lost."""
    papers = [((f"f-{number % 90}",), ()) for number in range(300)]
    made = found(tmp_path, papers, **{f"f-{number}": "" for number in range(90)})
    assert len(made) <= regions.MOST + 1
    assert sorted(key for one in made.values() for key in one.keys) == [f"p-{number:03}" for number in range(300)]


def test_subfamilies_share_the_colour_of_the_family_above(tmp_path):
    """Unless all are below one: then each has its own."""
    papers = [((name,), ()) for name in ("otter", "sea-otter", "newt") for _ in range(3)]
    made = found(tmp_path, papers, otter="", **{"sea-otter": "otter"}, newt="")
    assert made["families/otter"].colour == made["families/sea-otter"].colour != made["families/newt"].colour
    made = found(tmp_path, papers, pond="", otter="pond", **{"sea-otter": "otter"}, newt="pond")
    assert len({one.colour for one in made.values()}) == 3
