"""Every criterion under every one or two answers at once.

One bit stands for one assumption: one answer, or two. The verdict of a node is then two sets of assumptions, those that
make it yes and those that make it no, and Kleene's tables are set operations. This is exact: bit for bit it is what the
reference engine says when the facts have the assumed values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, TypeAlias

from cephalad.assess.answers import OpenFact, mass_fact, segment_fact, shapes
from cephalad.assess.evaluate import MAX_SIDES, Evaluation
from cephalad.assess.outlook_veins import Outcome, VeinOutlook
from cephalad.facts import Conflicting, FactValue
from cephalad.guideline.grammar import (
    Above,
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    AtLeast,
    Below,
    Established,
    Expression,
    Holds,
    Is,
    Not,
    OneOf,
)
from cephalad.logic import Truth

__all__ = ["Assumptions", "Outlook"]

Sides: TypeAlias = Mapping[str, FactValue]
Leaf: TypeAlias = Is | OneOf | Below | AtLeast | Above

_NONZERO = re.compile(rb"[^\0]")


class Assumptions:
    """All assumptions of one or two answers to a list of open facts, one bit each, laid out as a square.

    With `n` answers, bit ``i * n + j`` assumes answers `i` and `j`; the diagonal assumes a single one. Only `single`
    and `pairs` are ever read: the lower half repeats the upper, and two answers to one fact are no assumption.
    """

    def __init__(self, facts: Sequence[OpenFact]) -> None:
        self.facts = facts
        self.answers = [(place, answer) for place, fact in enumerate(facts) for answer in fact.answers]
        size = self.size = len(self.answers)
        self.all = (1 << size * size) - 1
        row, column = (1 << size) - 1, sum(1 << at * size for at in range(size))
        self.of_answer = [row << at * size | column << at for at in range(size)]
        self.single = sum(1 << at * (size + 1) for at in range(size))
        self.places: list[range] = []
        start = 0
        for fact in facts:
            self.places.append(range(start, start + len(fact.answers)))
            start += len(fact.answers)
        self.of_fact = [self._any(places) for places in self.places]
        self.pairs = self._pairs(row)

    def _any(self, places: range) -> int:
        found = 0
        for place in places:
            found |= self.of_answer[place]
        return found

    def _pairs(self, row: int) -> int:
        """Two answers to two different facts, the earlier fact first."""
        found = 0
        for places in self.places:
            after = row >> places.stop << places.stop
            for at in places:
                found |= after << at * self.size
        return found

    def of(self, fact: int, answer: str) -> int:
        """The assumptions that hold this answer to this fact; none when it has no such answer."""
        answers = self.facts[fact].answers
        return self.of_answer[self.places[fact].start + answers.index(answer)] if answer in answers else 0

    def in_set(self, found: int) -> Iterator[tuple[int, int]]:
        """The two answers of each assumption in a set, earlier first; the same twice for a single answer."""
        content = found.to_bytes(self.size * self.size // 8 + 1, "little")
        for match in _NONZERO.finditer(content):
            start, byte = match.start() * 8, content[match.start()]
            while byte:
                low = byte & -byte
                yield divmod(start + low.bit_length() - 1, self.size)
                byte ^= low


class Outlook:
    """For each criterion the assumptions that make it yes and those that make it no."""

    def __init__(self, evaluation: Evaluation, assumptions: Assumptions) -> None:
        self.evaluation = evaluation
        self.assumptions = assumptions
        self._places = {fact.id: place for place, fact in enumerate(assumptions.facts)}
        self._shapes = shapes(evaluation.guideline)[0]
        self._yes: Outcome = (assumptions.all, 0)
        self._no: Outcome = (0, assumptions.all)
        self._constant = {Truth.TRUE: self._yes, Truth.FALSE: self._no, Truth.UNKNOWN: (0, 0)}
        self._outcomes: dict[str, Outcome] = {}
        self._only_grows: dict[str, bool] = {}
        self._criterion = ""
        self._rules: dict[type, Callable[[Any, Sides], Outcome]] = {
            Is: self._leaf,
            OneOf: self._leaf,
            Below: self._leaf,
            AtLeast: self._leaf,
            Above: self._leaf,
            Holds: lambda node, _: self[node.criterion],
            Established: self._established,
            AnySegment: self._segments,
            AnyMass: self._masses,
            AllOf: self._all_of,
            AnyOf: self._any_of,
            Not: self._not,
        }

    def __getitem__(self, criterion: str) -> Outcome:
        found = self._outcomes.get(criterion)
        if found is None:
            verdict = self.evaluation[criterion]
            if verdict is not Truth.UNKNOWN and self._answers_only_add(criterion):
                found = self._constant[verdict]
            else:
                found = self._work_out(criterion)
            self._outcomes[criterion] = found
        return found

    def _work_out(self, criterion: str) -> Outcome:
        caller, self._criterion = self._criterion, criterion
        expression = self.evaluation.guideline.criteria[criterion].when
        found = self._node(expression, {})
        if found[0] | found[1] != self.assumptions.all:
            found = self._on_each_side(criterion, expression, found)
        self._criterion = caller
        return found

    def _on_each_side(self, criterion: str, expression: Expression, found: Outcome) -> Outcome:
        """What both sides of every unanswered conflict agree on is decided too."""
        conflicts = self._conflicts(criterion)
        if not conflicts or prod(len(value.sides) for value in conflicts.values()) > MAX_SIDES:
            return found
        yes = no = self.assumptions.all
        for sides in product(*(value.sides for value in conflicts.values())):
            yes_here, no_here = self._node(expression, dict(zip(conflicts, sides, strict=True)))
            yes, no = yes & yes_here, no & no_here
        return found[0] | yes, found[1] | no

    def _conflicts(self, criterion: str) -> dict[str, Conflicting]:
        values = ((fact, self.evaluation.sheet[fact]) for fact in self._shapes[criterion].facts)
        return {fact: value for fact, value in values if isinstance(value, Conflicting)}

    def _answers_only_add(self, criterion: str) -> bool:
        """Whether no answer can turn a known verdict round.

        An answer can do so in three ways: it names neither side of a conflict, it establishes what was not, or it
        contradicts a report that leaves the segment open.
        """
        found = self._only_grows.get(criterion)
        if found is None:
            shape = self._shapes[criterion]
            found = self._only_grows[criterion] = (
                not self._conflicts(criterion)
                and not (shape.reads_segments and self._veins.ambiguous)
                and all(self._answers_only_add(name) for name in shape.holds)
                and all(
                    self.evaluation[name] is not Truth.UNKNOWN and self._answers_only_add(name)
                    for name in shape.established
                )
            )
        return found

    # --- the nodes --------------------------------------------------------------------------------------------------

    def _node(self, node: Any, sides: Sides) -> Outcome:
        return self._rules[type(node)](node, sides)

    def _all_of(self, node: AllOf, sides: Sides) -> Outcome:
        yes, no = self._yes
        for part in node.of:
            yes_here, no_here = self._node(part, sides)
            yes, no = yes & yes_here, no | no_here
        return yes, no

    def _any_of(self, node: AnyOf, sides: Sides) -> Outcome:
        yes, no = self._no
        for part in node.of:
            yes_here, no_here = self._node(part, sides)
            yes, no = yes | yes_here, no & no_here
        return yes, no

    def _not(self, node: Not, sides: Sides) -> Outcome:
        yes, no = self._node(node.of, sides)
        return no, yes

    def _established(self, node: Established, _: Sides) -> Outcome:
        yes = self[node.criterion][0]
        return yes, self.assumptions.all ^ yes

    def _leaf(self, node: Leaf, sides: Sides) -> Outcome:
        today = sides.get(node.fact) or self.evaluation.sheet[node.fact]
        place = self._places.get(node.fact)
        yes, no = self._constant[self.evaluation.leaf(node, today)]
        if place is None:
            return yes, no
        answered = self.assumptions.of_fact[place]
        yes, no = yes & ~answered, no & ~answered
        for at, value in zip(self.assumptions.places[place], self.assumptions.facts[place].values, strict=True):
            truth = self.evaluation.leaf(node, value)
            if truth is Truth.TRUE:
                yes |= self.assumptions.of_answer[at]
            elif truth is Truth.FALSE:
                no |= self.assumptions.of_answer[at]
        return yes, no

    def _masses(self, node: AnyMass, _: Sides) -> Outcome:
        today = self.evaluation.truth(node)
        place = self._places.get(mass_fact(self._criterion))
        if today is not Truth.UNKNOWN or place is None:
            return self._constant[today]
        return self.assumptions.of(place, "described"), self.assumptions.of(place, "not described")

    def _segments(self, node: AnySegment, _: Sides) -> Outcome:
        return self._veins.any_of(node)

    @cached_property
    def _veins(self) -> VeinOutlook:
        answered: dict[str, dict[str, int]] = {"tumour": {}, "clear": {}}
        for place, fact in enumerate(self.assumptions.facts):
            if fact.id.startswith(segment_fact("")):
                for answer in fact.answers:
                    answered[answer][fact.id.removeprefix(segment_fact(""))] = self.assumptions.of(place, answer)
        return VeinOutlook(self.evaluation.sheet, answered["tumour"], answered["clear"], self.assumptions.all)
