"""What `shelf discover` proposes: which works, in which order, for which reasons, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import load
from generator.intake import discoveries
from generator.intake.discoveries import Discovered
from generator.intake.surroundings import least_cited_by
from generator.services import Client, SavedAnswers
from generator.services.network import Network
from generator.services.throttle import Throttle
from tests.intake.around import EVIL, Around, shelf, work
from tests.services.replaying import Clock

BUSY = (429, "{}")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Around]:
    """The services on this machine."""
    found = Around()
    with found.served() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shelf(tmp_path)


def client(**more: object) -> Client:
    """Return a client that does not really wait."""
    clock = Clock()
    network = Network(connect=1.0, read=1.0, whole=60.0)
    return Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep), network=network, **more)  # type: ignore[arg-type]


def discover(content: Path, **more: object) -> Discovered:
    return discoveries.discover(load(content), client(), date="2026-11-28", **more)  # type: ignore[arg-type]


def titles(found: Discovered) -> list[str]:
    return [one.title for one in found.papers]


@pytest.mark.usefixtures("world")
def test_each_reason_brings_papers_and_is_told(content: Path) -> None:
    """Cited by several, citing several, cited and citing, new by an author of the shelf, recommended: best first, in words."""
    found = discover(content)
    assert titles(found)[0] == "A Field Guide to Long Legs"
    [evil] = [title for title in titles(found) if title.startswith("Spoonbills")]
    reasons = {one.title: one.reasons for one in found.papers}
    assert reasons == {
        "A Field Guide to Long Legs": (
            "cited by Storks Clatter in Pairs, Herons Wade by Night and 2 others",
            "recommended by Semantic Scholar",
        ),
        "Long-Legged Birds: A Survey": (
            "cites 4 papers here: Storks Clatter in Pairs, Herons Wade by Night and 2 others",
        ),
        evil: ("cited by Herons Wade by Night and Egrets Stand on One Leg",),
        "Ibises Probe the Mud": ("cited by Storks Clatter in Pairs", "cites 1 paper here: Herons Wade by Night"),
        "Bitterns Boom at Dusk": (
            "by Ada Marsh, who wrote 2 papers here",
            "by Bo Reed, who wrote 2 papers here",
        ),
        "Rails Run between Reeds": ("recommended by Semantic Scholar",),
    }
    assert found.problems == ()


@pytest.mark.usefixtures("world")
def test_what_is_here_or_retracted_or_hardly_tied_is_left_out_and_counted(content: Path) -> None:
    """The shelf's own paper under another DOI, a retracted one, one that a single paper cites; none of them is proposed."""
    found = discover(content)
    assert not {"Herons Wade by Night", "Flamingos Filter Salt", "Sand Grains under a Lens", "Old Bitterns Boomed"} & {
        *titles(found)
    }
    assert "perhaps the same as another paper (1)" in found.told
    assert "retracted or no paper (1)" in found.told
    assert "papers here without an identifier (1)" in found.told


def test_what_works_around_the_shelf_cite_with_it_is_found(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No paper here cites the avocet; three surveys of our birds do. One of them cites the curlews, too: that is not enough."""
    avocet, curlews = work("W4001", "Avocets Sweep the Shallows"), work("W4002", "Curlews Call in Spring")
    ours = ("W1001", "W1002", "W1003", "W4001")
    cited = (ours, ours, (*ours, "W4002"))
    surveys = [work(f"W410{at}", f"Survey {at} of Waders", some) for at, some in enumerate(cited)]
    with Around(*surveys, avocet, curlews).served() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        found = {one.title: one for one in discover(content).papers}
    assert curlews["title"] not in found
    assert found[avocet["title"]].cited_by == ()
    assert found[avocet["title"]].reasons == (
        "often cited together with Egrets Stand on One Leg, Herons Wade by Night and Storks Clatter in Pairs",
    )


@pytest.mark.usefixtures("world")
def test_one_paper_from_two_services_is_one_candidate(content: Path) -> None:
    """The guide is a work at OpenAlex and a paper at Semantic Scholar: it has the names of both."""
    [guide] = [one for one in discover(content).papers if one.title == "A Field Guide to Long Legs"]
    assert guide.references == (
        "doi:10.5555/w2001",
        "openalex:W2001",
        f"https://www.semanticscholar.org/paper/{'b' * 40}",
    )
    assert guide.address == "https://doi.org/10.5555/w2001"


def test_rejected_papers_stay_away_by_any_name(content: Path, world: Around) -> None:
    """By an identifier, by a number, and, for another version, by the title."""
    (content / "decisions.yml").write_text(
        "- reject: openalex:W2001\n  reason: r\n"
        "- reject: doi:10.5555/another\n  title: Long-Legged birds – a survey\n  reason: r\n"
        "- reject: https://doi.org/10.48550/arXiv.2609.01234\n  reason: r\n",
        "utf-8",
    )
    found = discover(content)
    assert not {"A Field Guide to Long Legs", "Long-Legged Birds: A Survey", "Rails Run between Reeds"} & {
        *titles(found)
    }
    assert found.left_out["rejected before"] == 3
    assert world.asked


@pytest.mark.usefixtures("world")
def test_the_limits_are_told(content: Path) -> None:
    """With a limit, the rest is counted; a higher threshold leaves weakly cited ones out."""
    found = discover(content, most=1)
    assert titles(found) == ["A Field Guide to Long Legs"]
    assert found.left_out["more with a lower score"] == 5
    assert EVIL.split("<")[0] not in " ".join(titles(discover(content, least=3)))
    assert [least_cited_by(papers) for papers in (0, 48, 899, 900, 2_400)] == [2, 2, 2, 3, 4]


def test_a_busy_service_costs_only_its_own_part(content: Path, world: Around) -> None:
    """Semantic Scholar answers 429: the rest is found, and the fault is a warning whose hint is about this command."""
    world.down = {"semantic-scholar": BUSY}
    found = discover(content)
    assert "Long-Legged Birds: A Survey" in titles(found)
    assert "Rails Run between Reeds" not in titles(found)
    assert {(one.code, one.severity) for one in found.problems} == {("add.busy", "warning")}
    assert all("shelf add" not in one.hint for one in found.problems)


def test_no_service_at_all_is_an_error(content: Path, world: Around) -> None:
    """Nothing can be said, and that is no success."""
    world.down = {"semantic-scholar": BUSY, "openalex": (503, "")}
    found = discover(content)
    assert found.papers == ()
    assert {one.severity for one in found.problems} == {"error"}


def test_a_run_that_stopped_goes_on(content: Path, world: Around, tmp_path: Path) -> None:
    """An outage half-way: the next run asks only what is missing; offline, the same is found without a request."""

    def run(**more: object) -> Discovered:
        saved = SavedAnswers(tmp_path / "saved", fresh=None)
        return discoveries.discover(load(content), client(saved=saved, **more), date="2026-11-28")

    world.down, world.after = {"openalex": (503, "")}, 3
    assert {one.code for one in run().problems} == {"add.busy"}
    world.down, before = {}, len(world.asked)
    whole = run()
    assert whole.problems == ()
    assert world.asked[before:]
    assert not {*world.asked[:3]} & {*world.asked[before:]}
    before = len(world.asked)
    assert titles(run(offline=True)) == titles(whole)
    assert len(world.asked) == before
    texts = "".join(path.read_text("utf-8") for path in (tmp_path / "saved").rglob("*.json"))
    assert "Secret" not in texts


def test_requests_are_few(content: Path, world: Around) -> None:
    """A small shelf needs a few requests, and no filter has more values than OpenAlex takes."""
    discover(content)
    assert len(world.asked) < 15
    assert all(path.count("%7C") < 200 for _, path in world.asked)


def test_a_refused_list_is_halved(content: Path, world: Around) -> None:
    """One number that OpenAlex does not take costs no other work."""
    answer = world.answer

    def picky(service: str, path: str, query: dict[str, str]) -> tuple[int, str]:
        wanted = query.get("filter", "")
        if wanted.startswith("openalex_id:") and "W2004" in wanted:
            return 400, '{"error": "Invalid query parameters error."}'
        return answer(service, path, query)

    world.answer = picky  # type: ignore[method-assign]
    assert "A Field Guide to Long Legs" in titles(discover(content))


def test_a_notice_is_no_paper(content: Path, world: Around) -> None:
    """What says that another paper was retracted or corrected is not proposed."""
    cited = work("W2999", "Correction to: Cranes Dance before Dawn", ("W1001", "W1002", "W1003"))
    world.__init__(cited)  # type: ignore[misc]
    assert not any("Correction" in title for title in titles(discover(content)))
