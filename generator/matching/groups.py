"""Groups: which records are together, the paper of each group, and which groups a person keeps apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.matching.traits import Traits


class Groups:
    """Records in groups that only grow; what a group's members print is looked up when it is first asked for."""

    def __init__(
        self, known: Sequence[str | None], different: Iterable[tuple[int, int]], traits: Mapping[int, Traits]
    ) -> None:
        """Put the records of each known paper together; ``different`` are pairs that a person decided."""
        first: dict[str, int] = {}
        self.of = [first.setdefault(key, number) if key else number for number, key in enumerate(known)]
        self.members: dict[int, list[int]] = defaultdict(list)
        for number, group in enumerate(self.of):
            self.members[group].append(number)
        self._paper = {number: key for key, number in first.items()}
        self._known = known
        self._traits = traits
        self._ways: dict[Traits, int] = {}
        self._printed: dict[int, tuple[set[int], set[str]]] = {}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in different:
            self._apart[self.of[one]].add(other)
            self._apart[self.of[other]].add(one)

    def join(self, a: int, b: int) -> None:
        """Make the groups of two records one."""
        left, right = self.of[a], self.of[b]
        if left == right:
            return
        if len(self.members[left]) < len(self.members[right]):
            left, right = right, left
        if left in self._printed or right in self._printed:
            (ways, titles), (more_ways, more_titles) = self.printed(left), self.printed(right)
            ways |= more_ways
            titles |= more_titles
        for number in self.members[right]:
            self.of[number] = left
        self.members[left] += self.members.pop(right)
        self._printed.pop(right, None)
        if right in self._apart:
            self._apart[left] |= self._apart.pop(right)
        if right in self._paper:
            self._paper.setdefault(left, self._paper.pop(right))

    def forbidden(self, left: int, right: int) -> bool:
        """Whether a person keeps the groups apart, or they are two papers of the shelf."""
        if left in self._paper and right in self._paper and self._paper[left] != self._paper[right]:
            return True
        return any(self.of[other] == right for other in self._apart.get(left, ()))

    def printed(self, group: int) -> tuple[set[int], set[str]]:
        """Return one member of a group for each set of equal traits, and the titles of all."""
        if group not in self._printed:
            members = self.members[group]
            titles = {form.folded for number in members for form in self._traits[number].titles}
            self._printed[group] = {self._way(number) for number in members}, titles
        return self._printed[group]

    def versions(self, group: int) -> list[Traits]:
        """Return the known records of a group's paper: as preprint, at a conference, in a journal."""
        known = {self._way(number) for number in self.members[group] if self._known[number]}
        return [self._traits[number] for number in sorted(known)]

    def _way(self, number: int) -> int:
        """Return the record that stands for all with these traits."""
        return self._ways.setdefault(self._traits[number], number)
