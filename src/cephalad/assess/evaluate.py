"""The reference engine for one patient: every criterion gets one verdict, stored under its id.

Conjunction, disjunction and negation give what the tables of `logic` say, and stop at the first part that decides.
A criterion that reads a conflicting fact is evaluated on each side: agreement is the verdict, otherwise it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from cephalad.facts import Conflicting, FactSheet, FactValue, Known, involved
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
    MassExpression,
    Not,
    OneOf,
    Sign,
    SomeOf,
    children,
)
from cephalad.guideline.model import Guideline
from cephalad.logic import Truth, all_of, any_of, negation, some_of, truth
from cephalad.record.model import Value
from cephalad.terms import FINDINGS, ValueType

__all__ = ["Evaluation", "FactLeaf", "Mass", "MassSigns", "leaves"]

MAX_SIDES = 64
"""Combinations of conflicting sides that are tried; beyond that a criterion stays unknown."""

Numbers: TypeAlias = Mapping[str, float]
MassSigns = Mapping[str, frozenset[Value]]
"""The recorded values of each sign of one mass in one study."""


@dataclass(frozen=True, slots=True)
class Mass:
    """One mass of one study; `live` when the study lies after the last exclusion of the disease."""

    event: str
    name: str
    signs: MassSigns
    live: bool


FactLeaf: TypeAlias = Is | OneOf | Below | AtLeast | Above
Assumed: TypeAlias = Mapping[str, FactValue] | None

# Names of their own: looking a member up in its enumeration costs as much as evaluating a leaf.
_YES, _NO, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_YES_NO = {"yes": _YES, "no": _NO}
_NOTHING: frozenset[Value] = frozenset()
_UNCLEAR: frozenset[Value] = frozenset({"unclear"})
_UNSTATED = {**_YES_NO, "unknown": _UNKNOWN}


class Evaluation:
    """The verdicts of a guideline over one fact sheet, each worked out when first asked for and then kept."""

    def __init__(self, guideline: Guideline, sheet: FactSheet) -> None:
        self.guideline = guideline
        self.sheet = sheet
        self._verdicts: dict[str, Truth] = {}
        self._masses: tuple[Mass, ...] | None = None
        self._conflicts_read = 0

    def __getitem__(self, criterion: str) -> Truth:
        verdict = self._verdicts.get(criterion)
        if verdict is None:
            expression = self.guideline.criteria[criterion].when
            read_before = self._conflicts_read
            verdict = self.truth(expression)
            # Where no conflict was read on the way, its sides cannot make a difference.
            if verdict is _UNKNOWN and self._conflicts_read > read_before:
                verdict = self._on_each_side(expression)
            self._verdicts[criterion] = verdict
        return verdict

    def truth(self, node: Expression, assumed: Assumed = None) -> Truth:
        """The value of an expression; `assumed` replaces facts by other values."""
        return _RULES[type(node)](self, node, assumed)

    def _all_of(self, node: AllOf, assumed: Assumed) -> Truth:
        return all_of(_RULES[type(part)](self, part, assumed) for part in node.of)

    def _any_of(self, node: AnyOf, assumed: Assumed) -> Truth:
        return any_of(_RULES[type(part)](self, part, assumed) for part in node.of)

    def _not(self, node: Not, assumed: Assumed) -> Truth:
        return negation(self.truth(node.of, assumed))  # type: ignore[arg-type]

    def _holds(self, node: Holds, _: Assumed) -> Truth:
        return self[node.criterion]

    def _established(self, node: Established, _: Assumed) -> Truth:
        return _YES if self[node.criterion] is _YES else _NO

    def _any_segment(self, node: AnySegment, _: Assumed) -> Truth:
        return self.segments(node)[0]

    def _any_mass(self, node: AnyMass, _: Assumed) -> Truth:
        counted = [mass.signs for mass in self.masses if mass.live or not node.live]
        return any_of_masses(node.where, counted, self.guideline.numbers)

    def _read(self, node: FactLeaf, assumed: Assumed) -> Truth:
        value = assumed[node.fact] if assumed and node.fact in assumed else self.sheet[node.fact]
        return self.leaf(node, value)

    def leaf(self, node: FactLeaf, value: FactValue) -> Truth:
        """The value of a leaf for one value of its fact; both sides of a conflict must agree."""
        if isinstance(value, Known):
            return self._known(node, value.value)
        if isinstance(value, Conflicting):
            self._conflicts_read += 1
            sides = {self._known(node, side.value) for side in value.sides}
            return sides.pop() if len(sides) == 1 else _UNKNOWN
        return _UNKNOWN

    def _known(self, node: FactLeaf, value: str | tuple[float, float]) -> Truth:
        if isinstance(value, str):
            if isinstance(node, OneOf):
                return _YES if value in node.values else _NO
            return _YES_NO[value]
        low, high = value
        limit = self.guideline.number(node.parameter)  # type: ignore[union-attr]
        if isinstance(node, Below):
            return truth(high < limit) if high < limit or low >= limit else _UNKNOWN
        if isinstance(node, AtLeast):
            return truth(low >= limit) if low >= limit or high < limit else _UNKNOWN
        return truth(low > limit) if low > limit or high <= limit else _UNKNOWN

    def segments(self, node: AnySegment) -> tuple[Truth, tuple[str, ...]]:
        """Whether a segment of the node is involved, ever or now, and the events that say so."""
        now = None if node.ever else self.sheet.extent_now
        return involved(now or self.sheet.extent, node.segments)

    @property
    def masses(self) -> tuple[Mass, ...]:
        """Every mass of every counted study."""
        if self._masses is None:
            self._masses = tuple(_masses(self.sheet))
        return self._masses

    def _on_each_side(self, expression: Expression) -> Truth:
        conflicts = {
            fact: value
            for fact in dict.fromkeys(_facts(expression))
            if isinstance(value := self.sheet[fact], Conflicting)
        }
        combinations = 1
        for value in conflicts.values():
            combinations *= len(value.sides)
        if not conflicts or combinations > MAX_SIDES:
            return _UNKNOWN
        verdicts = {
            self.truth(expression, dict(zip(conflicts, sides, strict=True)))
            for sides in product(*(value.sides for value in conflicts.values()))
        }
        return verdicts.pop() if len(verdicts) == 1 else _UNKNOWN


_RULES: dict[type, Callable[[Evaluation, Any, Assumed], Truth]] = {
    Is: Evaluation._read,
    OneOf: Evaluation._read,
    Below: Evaluation._read,
    AtLeast: Evaluation._read,
    Above: Evaluation._read,
    Holds: Evaluation._holds,
    Established: Evaluation._established,
    AnySegment: Evaluation._any_segment,
    AnyMass: Evaluation._any_mass,
    AllOf: Evaluation._all_of,
    AnyOf: Evaluation._any_of,
    Not: Evaluation._not,
}


def leaves(node: Expression | MassExpression) -> Iterator[Expression | MassExpression]:
    """Every node without parts, in writing order; a quantifier over masses counts as one leaf."""
    parts = () if isinstance(node, AnyMass) else children(node)
    if not parts:
        yield node
    for part in parts:
        yield from leaves(part)


def _facts(expression: Expression) -> Iterator[str]:
    for leaf in leaves(expression):
        if isinstance(leaf, FactLeaf):
            yield leaf.fact


def _masses(sheet: FactSheet) -> Iterator[Mass]:
    found: dict[tuple[int, str], dict[str, set[Value]]] = {}
    for finding, rows in sheet.view.by_finding.items():
        if not finding.startswith("mass."):
            continue
        for position, observation in rows:
            signs = found.setdefault((position, observation.qualifier), {})
            if observation.value is not None:
                signs.setdefault(finding, set()).add(observation.value)
    for position, name in sorted(found):
        signs = found[position, name]
        recorded = {sign: frozenset(values) for sign, values in signs.items()}
        yield Mass(sheet.events[position].id, name, recorded, position >= sheet.live_start)


def any_of_masses(where: MassExpression, masses: list[MassSigns], numbers: Numbers) -> Truth:
    """Whether one mass shows it all; unknown when no study lists a mass, for a study lists the masses that it saw."""
    if not masses:
        return _UNKNOWN
    return any_of(mass_truth(where, signs, numbers) for signs in masses)


def mass_truth(node: MassExpression, signs: MassSigns, numbers: Numbers) -> Truth:
    """The value of an expression for one mass of one study; `numbers` are the guideline's parameters."""
    if isinstance(node, Sign):
        return _sign(node, signs)
    if isinstance(node, Not):
        return negation(mass_truth(node.of, signs, numbers))  # type: ignore[arg-type]
    parts = (mass_truth(part, signs, numbers) for part in node.of)  # type: ignore[arg-type]
    if isinstance(node, SomeOf):
        return some_of(int(numbers[node.parameter]), parts)
    return all_of(parts) if isinstance(node, AllOf) else any_of(parts)


def _sign(node: Sign, signs: MassSigns) -> Truth:
    """Any of several readings counts; a sign that takes one value and was given two must agree with itself."""
    values = signs.get(node.finding, _NOTHING)
    if "unclear" in values and "unclear" not in node.values:
        values -= _UNCLEAR
    if not values:
        return _UNSTATED[node.unstated]
    inside = [value in node.values for value in values]
    if not any(inside):
        return _NO
    takes_several = FINDINGS[node.finding].type is ValueType.CHOICES
    return _YES if takes_several or all(inside) else _UNKNOWN
