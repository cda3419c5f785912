"""Made-up papers and a taxonomy for them, from a seed: as many as are wanted, the same each time."""

from __future__ import annotations

import random

from generator.model import Basis, Identifiers, Name, Node, Paper, Result, Rule, Taxonomy

SUBJECTS = [
    "otters",
    "tides",
    "kelp",
    "harbours",
    "gulls",
    "currents",
    "plankton",
    "reefs",
    "storms",
    "lagoons",
    "ferries",
    "salt",
    "nets",
    "lamps",
    "sand",
    "pilots",
]
VERBS = [
    "counting",
    "mapping",
    "predicting",
    "translating",
    "compressing",
    "retrieving",
    "ranking",
    "drawing",
    "simulating",
    "explaining",
]
METHODS = [
    "sparse attention",
    "graph networks",
    "diffusion",
    "retrieval",
    "distillation",
    "contrastive learning",
    "quantization",
    "prompting",
]


def paper(dice: random.Random, number: int, keys: list[str]) -> Paper:
    """Return an invented paper; about a third build on earlier ones."""
    subject, verb, method = dice.choice(SUBJECTS), dice.choice(VERBS), dice.choice(METHODS)
    sentences = [
        f"A study of {verb} {dice.choice(SUBJECTS)} near {dice.choice(SUBJECTS)} with {dice.choice(METHODS)}, on"
        f" {dice.randrange(2, 900)} {dice.choice(SUBJECTS)} and {dice.randrange(2, 90)} seasons of notes."
        for _ in range(3)
    ]
    year = dice.randrange(2012, 2026)
    return Paper(
        title=f"{subject.title()}{number}: {verb.title()} {dice.choice(SUBJECTS)} by {method}",
        aliases=(f"{subject.title()} {number}",),
        authors=tuple(
            Name(given=dice.choice(SUBJECTS).title(), family=dice.choice(VERBS).title())
            for _ in range(dice.randrange(2, 9))
        ),
        date=f"{year}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}",
        identifiers=Identifiers(doi=f"10.5555/shelf.{number}"),
        venue=f"{dice.choice(METHODS).split()[0].upper()[:5]} {year}",
        summary=" ".join(sentences),
        results=(Result(benchmark=f"{subject.title()}Bench", value=round(dice.uniform(1, 99), 1), unit="%"),),
        builds_on=tuple(Basis(paper=key) for key in sorted(set(dice.sample(keys, 2))))
        if len(keys) > 5 and dice.random() < 0.3
        else (),
    )


def taxonomy() -> Taxonomy:
    """Return 16 families and 18 topics with rules."""

    def nodes(words: list[str], within: tuple[str, ...]) -> dict[str, Node]:
        return {
            word.replace(" ", "-"): Node(
                name=word.title(),
                description=f"Papers about {word}.",
                rules=(Rule.model_validate({"words": (word,), "within": within}),),
            )
            for word in words
        }

    return Taxonomy(families=nodes(SUBJECTS, ("title",)), topics=nodes([*VERBS, *METHODS], ("title", "summary")))
