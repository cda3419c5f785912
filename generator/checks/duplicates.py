"""Finds two files that may be the same paper: they share an identifier or have almost the same title."""

from __future__ import annotations

from collections.abc import Iterator

from generator import yaml_files
from generator.checks.inventory import State, once_a_paper
from generator.model import Paper, tied
from generator.problems import Problem
from generator.storage.files import shown
from generator.text import identifiers
from generator.text.folding import fold
from generator.text.similarity import alike


def of_pairs(state: State) -> Iterator[Problem]:
    """Yield the problems with pairs of papers."""
    yield from shared_identifiers(state)
    yield from almost_same_title(state)


def shared_identifiers(state: State) -> Iterator[Problem]:
    """Yield identifiers that an earlier paper has, too; a DOI may also be an arXiv or ACL Anthology id."""
    seen: dict[tuple[str, str], str] = {}
    for key, paper in sorted(state.papers.items(), key=lambda pair: pair[0] in state.fresh):
        for at, value, signs in _identifiers(paper):
            firsts = [seen.setdefault(sign, key) for sign in signs]
            first = next((one for one in firsts if one != key), None)
            if first:
                name = at[-1]
                message = f"{value} is also the {name} identifier of {first}"
                hint = f"merge the two files, or correct one; the other is {shown(state.file(first))}"
                yield state.problem(state.file(key), at, "paper.duplicate-identifier", message, hint)


def almost_same_title(state: State) -> Iterator[Problem]:
    """Yield papers with almost the same title as an earlier one, unless a person decided that they are different."""
    apart = [decision.pair for decision in state.decisions.values() if decision.verdict == "different"]
    paper_of = tied(state.catalogue.ledgers) if apart else {}  # what was decided about a record was about its paper
    different = {
        frozenset(state.former.get(key, key) for key in (paper_of.get(ref, ref) for ref in pair)) for pair in apart
    }
    titles = {key: _title(paper) for key, paper in state.papers.items() if paper.title}
    for pair in sorted(alike(titles)):
        first, second = sorted(pair, key=lambda key: key in state.fresh)
        if frozenset((first, second)) not in different:
            message = f"almost the same title as {first}: {state.papers[first].title}"
            hint = "merge the two files, or say in decisions.yml that they are different"
            path = state.file(second)
            yield state.problem(path, ("title",), "paper.similar-title", message, hint, severity="warning")


@once_a_paper
def _title(paper: Paper) -> str:
    return fold(paper.title or "")


@once_a_paper
def _identifiers(paper: Paper) -> list[tuple[yaml_files.Steps, str, list[tuple[str, str]]]]:
    """Return where each identifier is, the identifier, and the forms under which it equals another one."""
    found: list[tuple[yaml_files.Steps, str]] = [
        (("identifiers", name), value) for name, value in identifiers.unique(paper.identifiers)
    ]
    found += [
        (("other_versions", number, "doi"), one.doi) for number, one in enumerate(paper.other_versions) if one.doi
    ]
    return [(at, value, list(_signs(str(at[-1]), value))) for at, value in found]


def _signs(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the forms under which an identifier equals another one."""
    if name == "doi":
        yield name, value.lower()
    if name in {"arxiv", "doi"} and (arxiv := identifiers.arxiv(value)):
        yield "arxiv", arxiv
    elif name in {"acl", "doi"} and (acl := identifiers.acl(value)):
        yield "acl", acl.lower()
    elif name != "doi":
        yield name, value
