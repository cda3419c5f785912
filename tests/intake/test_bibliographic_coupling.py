"""Common references of pairs: exact counts, the strongest pairs, and no pair too many to count."""

from __future__ import annotations

import random
import time

from generator.intake.bibliographic_coupling import MOST, coupled


def works(*numbers: int) -> set[str]:
    return {f"W{one}" for one in numbers}


def test_common_references_are_counted_at_the_earlier_key():
    """From three on a pair counts, and of two services the one that knows more."""
    one = {"b": works(1, 2, 3, 4), "a": works(1, 2, 3, 9), "c": works(1, 2)}
    assert coupled([one]) == {"a": {"b": 3}}
    other = {"a": works(21, 22, 23, 24), "b": works(21, 22, 23, 24), "c": works(21, 22, 23)}
    assert coupled([one, other]) == coupled([other, one]) == {"a": {"b": 4, "c": 3}, "b": {"c": 3}}


def test_the_strongest_pairs_of_each_paper_stay():
    """A paper names ten at most by itself; that it is among the ten of another one is said, too."""
    references = {f"p{at:02}": works(*range(at)) for at in range(3, 23)}
    found = coupled([references])
    pairs = {(key, other): number for key, others in found.items() for other, number in others.items()}
    of_last = sorted((number for pair, number in pairs.items() if "p22" in pair), reverse=True)
    assert of_last[:MOST] == list(range(21, 11, -1))
    assert pairs["p03", "p04"] == 3
    assert all(key < other for key, other in pairs)


def test_a_reference_that_everybody_cites_is_counted_but_makes_no_pairs():
    """2,000 papers that cite one work are not two million pairs; a pair found through rarer ones counts it."""
    references = {f"p{at:04}": {"everybody", "most", f"own{at}"} for at in range(2000)}
    references["p0001"] |= works(1, 2)
    references["p0002"] |= works(1, 2)
    assert coupled([references]) == {"p0001": {"p0002": 4}}


def test_a_large_shelf_takes_little_time():
    """2,400 papers with 50 references each, some of which hundreds cite: far below the time of the requests."""
    dice = random.Random(0)
    references = {f"p{at:04}": {f"W{int(20_000 * dice.random() ** 3)}" for _ in range(50)} for at in range(2400)}
    start = time.process_time()
    found = coupled([references])
    assert time.process_time() - start < 20
    assert sum(map(len, found.values())) <= 2400 * MOST


def test_the_order_of_papers_does_not_matter():
    """The same papers in another order are the same pairs."""
    dice = random.Random(1)
    references = {f"p{at}": {f"W{dice.randrange(40)}" for _ in range(12)} for at in range(60)}
    keys = list(references)
    dice.shuffle(keys)
    again = {key: set(references[key]) for key in keys}
    assert coupled([again]) == coupled([references])
