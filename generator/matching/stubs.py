"""Records of which nothing is known but an identifier: stubs that a person fills in later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.matching.evidence import Traits


def stubs(traits: Sequence[Traits], order: Sequence[int], limit: int) -> Iterator[tuple[int, list[int]]]:
    """Yield each record without title and text, in order, with those that share an identifier with it.

    An identifier that more than ``limit`` records bear is a collection's and tells nothing.
    """
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in order:
        for name in traits[number].identifiers:
            if name[1]:
                sharing[name].append(number)
    for number in order:
        if not traits[number].title and not traits[number].text:
            found = [sharing.get(name, []) for name in traits[number].identifiers]
            yield number, [other for block in found if len(block) <= limit for other in block if other != number]
