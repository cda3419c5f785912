"""Services of other packages: asked after ours, at their own address; what is wrong with them costs no other answer."""

from __future__ import annotations

import pytest

from generator.services import SERVICES, Client, Gathering, extensions, gather, parse
from generator.services.throttle import Throttle
from tests.services.answers import LIMPETS
from tests.services.replaying import Clock, Replay, says
from tests.storage.packaged import Extend

HEAD = """
from generator.model import Identifiers
from generator.services import Provider, Question, Service

def service(**more):
    return Service(**{
        "name": "tides", "title": "Tide Archive", "variable": "SHELF_TIDES_URL", "base": "https://tides.example.org",
        "format": "bibtex", "pause": 7,
    } | more)

def ask(reference):
    if doi := reference.identifiers.doi:
        yield Question(service=service(), path=f"/{doi}", wanted=Identifiers(doi=doi))

def find(title):
    yield Question(service=service(), path="/find", query=(("title", title),))

def tides(questions=ask, **more):
    return Provider(service=service(**more), questions=questions)

"""
BIB = f"@misc{{x, title={{{LIMPETS.title}}}, author={{Ada Marsh and others}}, year=2029, doi={{{LIMPETS.doi}}}, note={{N}}}}"


@pytest.fixture(autouse=True)
def archive(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    """The added service on this machine; the others know one paper."""
    monkeypatch.setenv("SHELF_TIDES_URL", f"http://127.0.0.1:{replay.port}/tides")
    replay.papers.append(LIMPETS)
    replay.always["tides"] = says(200, BIB)


def gathered(extend: Extend, clock: Clock, text: str, typed: str = LIMPETS.doi, **points: str) -> Gathering:
    """Return what is found where a package has the service ``tides``."""
    extend({"tides.py": HEAD + text}, {"service": {"tides": "tides:TIDES"} | points})
    return gather(parse(typed), Client(throttle=Throttle(clock=clock.now, sleep=clock.sleep)))


def test_it_is_asked_after_ours(extend: Extend, clock: Clock, replay: Replay) -> None:
    """Its record is the last one, of least trust."""
    found = gathered(extend, clock, "TIDES = tides()\n")
    assert [one.service.name for one in found.found][-1] == "tides"
    assert len(found.found) == len(SERVICES) + 1
    assert found.found[-1].record.note == "N"
    assert ("tides", f"/{LIMPETS.doi}") in replay.asked
    assert found.problems == ()


def test_it_learns_from_the_answers_of_others(extend: Extend, clock: Clock) -> None:
    """A paper that is asked for by its arXiv id is asked for by its DOI there."""
    found = gathered(extend, clock, "TIDES = tides()\n", LIMPETS.arxiv)
    assert "tides" in {one.service.name for one in found.found}


def test_it_is_searched_by_title(extend: Extend, clock: Clock, replay: Replay) -> None:
    """Where it can search, it finds what nobody else knows."""
    replay.papers.clear()
    found = gathered(
        extend, clock, "TIDES = Provider(service=service(), questions=ask, searches=find)\n", LIMPETS.title
    )
    assert [(one.service.name, one.record.title) for one in found.found] == [("tides", LIMPETS.title)]
    assert ("tides", "/find?title=LimpetNet%3A+Counting+Limpets+Between+Two+Tides") in replay.asked


def test_an_answer_with_another_paper_is_ignored(extend: Extend, clock: Clock, replay: Replay) -> None:
    """As from ours: a warning, and the other records."""
    replay.always["tides"] = says(200, BIB.replace(LIMPETS.doi, "10.1234/other"))
    found = gathered(extend, clock, "TIDES = tides()\n")
    assert [(one.code, one.severity) for one in found.problems] == [("add.wrong-paper", "warning")]
    assert "Tide Archive answers with another paper" in found.problems[0].message


def test_its_own_format_can_answer(extend: Extend, clock: Clock, replay: Replay) -> None:
    """A package can bring the format of its service's answers."""
    text = f"""
from generator.formats import Format
from generator.model import Name, Record

def parse(name, text):
    ids, people = Identifiers(doi={LIMPETS.doi!r}), (Name(family="Marsh", given="Ada"),)
    return [Record(source=name, line=1, title=text, authors=people, et_al=True, identifiers=ids)], []

FORM = Format(title="one title", detect=lambda text: False, parse=parse)
OWN = service(format="one-title")
TIDES = Provider(service=OWN, questions=lambda reference: [Question(service=OWN, path="/x")])
"""
    replay.always["tides"] = says(200, LIMPETS.title)
    extend({}, {"format": {"one-title": "tides:FORM"}}, name="forms")
    found = gathered(extend, clock, text)
    assert found.problems == ()
    assert found.found[-1].record.title == LIMPETS.title


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("TIDES = tides(lambda reference: 1 / 0)", "extension.failed", "ZeroDivisionError"),
        ("TIDES = tides(lambda reference: None)", "extension.failed", "TypeError"),
        ("TIDES = tides(lambda reference: ['/x'])", "extension.refused", "not a Question to its own service"),
        (
            "TIDES = tides(lambda reference: [Question(service=service(name='arxiv'), path='/x')])",
            "extension.refused",
            "not a Question to its own service",
        ),
        (
            "TIDES = tides(lambda reference: [Question(service=service(), path='@evil.example/x')])",
            "extension.refused",
            "not a Question to its own service",
        ),
        (
            "TIDES = tides(lambda reference: [Question(service=service(), path=3)])",
            "extension.failed",
            "AttributeError",
        ),
        (
            "TIDES = tides(lambda reference: [Question(service=service(), path='/x', query=3)])",
            "extension.failed",
            "TypeError",
        ),
        (
            "TIDES = tides(lambda reference: [Question(service=service(), path='/x', wanted=None)])",
            "extension.refused",
            "not a Question to its own service",
        ),
        (
            "TIDES = tides(lambda reference: [Question(service=service(), path='/x', query=[('a', 'b')])])",
            "extension.failed",
            "unhashable type: 'list'",
        ),
        ("TIDES = tides", "extension.refused", "is of type function, not Provider"),
        ("TIDES = nothing", "extension.missing", "NameError"),
        ("TIDES = tides(name='arxiv')", "extension.refused", "taken"),
        ("TIDES = tides(variable='SHELF_ARXIV_URL')", "extension.refused", "taken"),
        ("TIDES = tides(variable='PATH')", "extension.refused", "not of the form SHELF_NAME_URL"),
        ("TIDES = tides(name='../x')", "extension.refused", "has the name '../x'"),
        ("TIDES = tides(format='wax-tablet')", "extension.refused", "'wax-tablet', which there is not"),
        (
            "TIDES = tides(variable='SHELF_T_URL', base='file:///etc')",
            "extension.refused",
            "has no address: SHELF_T_URL",
        ),
        ("TIDES = tides(pause=-1)", "extension.refused", "a pause of at least 0 seconds"),
        ("TIDES = tides(pause='1')", "extension.refused", "does not keep to its contract"),
        ("TIDES = tides(None)", "extension.refused", "questions to call"),
    ],
)
def test_a_broken_service_is_one_problem(extend: Extend, clock: Clock, text: str, code: str, told: str) -> None:
    """It is an error although the others answer, it is told once, and their records are all there."""
    found = gathered(extend, clock, text)
    assert sorted(one.service.name for one in found.found) == sorted(SERVICES)
    [problem] = found.problems
    assert (problem.code, problem.severity) == (code, "error")
    assert told in problem.message
    assert "the service 'tides' of tides 1.0" in problem.message


def test_a_search_that_fails_is_one_problem(extend: Extend, clock: Clock) -> None:
    """The titles are searched for elsewhere."""
    text = "TIDES = Provider(service=service(), questions=lambda _: (), searches=lambda title: 1 / 0)\n"
    found = gathered(extend, clock, text, LIMPETS.title)
    assert LIMPETS.title in {one.record.title for one in found.found}
    assert [one.code for one in found.problems] == ["extension.failed"]


def test_two_packages_cannot_have_one_service(extend: Extend, clock: Clock) -> None:
    """The first in the alphabet is asked."""
    found = gathered(extend, clock, "TIDES = tides()\n", again="tides:TIDES")
    [problem] = found.problems
    assert "the service 'tides' of tides 1.0 has the name tides" in problem.message
    assert [one.service.name for one in found.found][-1] == "tides"


def test_it_is_one_of_the_services(extend: Extend, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last one, with its address and its pause."""
    extend({"tides.py": f"{HEAD}TIDES = tides()\n"}, {"service": {"tides": "tides:TIDES"}})
    assert list(extensions.services()) == [*SERVICES, "tides"]
    monkeypatch.delenv("SHELF_TIDES_URL")
    assert Client().bases["tides"] == "https://tides.example.org"
    assert extensions.services()["tides"].pause == 7
