"""The reference engine for one patient: every criterion gets one verdict, stored under its id.

Conjunction, disjunction and negation are the tables of `logic`. A criterion that reads a conflicting fact is evaluated
on each side: agreement is the verdict, otherwise it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

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
    children,
)
from cephalad.guideline.model import Guideline
from cephalad.logic import Truth, all_of, any_of, negation, truth
from cephalad.record.model import Value
from cephalad.terms import FINDINGS, ValueType

__all__ = ["Evaluation", "Mass", "MassSigns", "leaves"]

MAX_SIDES = 64
"""Combinations of conflicting sides that are tried; beyond that a criterion stays unknown."""

MassSigns = Mapping[str, frozenset[Value]]
"""The recorded values of each sign of one mass in one study."""


@dataclass(frozen=True, slots=True)
class Mass:
    """One mass of one study; `live` when the study lies after the last exclusion of the disease."""

    event: str
    name: str
    signs: MassSigns
    live: bool


_YES_NO = {"yes": Truth.TRUE, "no": Truth.FALSE}
_UNCLEAR: frozenset[Value] = frozenset({"unclear"})
_UNSTATED = {**_YES_NO, "unknown": Truth.UNKNOWN}


class Evaluation:
    """The verdicts of a guideline over one fact sheet, each worked out when first asked for and then kept."""

    def __init__(self, guideline: Guideline, sheet: FactSheet) -> None:
        self.guideline = guideline
        self.sheet = sheet
        self._verdicts: dict[str, Truth] = {}
        self._masses: tuple[Mass, ...] | None = None

    def __getitem__(self, criterion: str) -> Truth:
        verdict = self._verdicts.get(criterion)
        if verdict is None:
            expression = self.guideline.criteria[criterion].when
            verdict = self.truth(expression)
            if verdict is Truth.UNKNOWN:
                verdict = self._on_each_side(expression)
            self._verdicts[criterion] = verdict
        return verdict

    def truth(self, node: Expression, assumed: Mapping[str, FactValue] | None = None) -> Truth:
        """The value of an expression; `assumed` replaces facts by other values."""
        if isinstance(node, Holds):
            return self[node.criterion]
        if isinstance(node, Established):
            return truth(self[node.criterion] is Truth.TRUE)
        if isinstance(node, AllOf):
            return all_of(self.truth(part, assumed) for part in node.of)  # type: ignore[arg-type]
        if isinstance(node, AnyOf):
            return any_of(self.truth(part, assumed) for part in node.of)  # type: ignore[arg-type]
        if isinstance(node, Not):
            return negation(self.truth(node.of, assumed))  # type: ignore[arg-type]
        if isinstance(node, AnySegment):
            return self.segments(node)[0]
        if isinstance(node, AnyMass):
            return any_of_masses(node.where, [mass.signs for mass in self.masses if mass.live or not node.live])
        value = assumed[node.fact] if assumed and node.fact in assumed else self.sheet[node.fact]
        return self.leaf(node, value)

    def leaf(self, node: Is | OneOf | Below | AtLeast | Above, value: FactValue) -> Truth:
        """The value of a leaf for one value of its fact; both sides of a conflict must agree."""
        if isinstance(value, Known):
            return self._known(node, value.value)
        if isinstance(value, Conflicting):
            sides = {self._known(node, side.value) for side in value.sides}
            return sides.pop() if len(sides) == 1 else Truth.UNKNOWN
        return Truth.UNKNOWN

    def _known(self, node: Is | OneOf | Below | AtLeast | Above, value: str | tuple[float, float]) -> Truth:
        if isinstance(value, str):
            return truth(value in node.values) if isinstance(node, OneOf) else _YES_NO[value]
        low, high = value
        limit = self.guideline.number(node.parameter)  # type: ignore[union-attr]
        if isinstance(node, Below):
            return truth(high < limit) if high < limit or low >= limit else Truth.UNKNOWN
        if isinstance(node, AtLeast):
            return truth(low >= limit) if low >= limit or high < limit else Truth.UNKNOWN
        return truth(low > limit) if low > limit or high <= limit else Truth.UNKNOWN

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
            return Truth.UNKNOWN
        verdicts = {
            self.truth(expression, dict(zip(conflicts, sides, strict=True)))
            for sides in product(*(value.sides for value in conflicts.values()))
        }
        return verdicts.pop() if len(verdicts) == 1 else Truth.UNKNOWN


def leaves(node: Expression | MassExpression) -> Iterator[Expression | MassExpression]:
    """Every node without parts, in writing order; a quantifier over masses counts as one leaf."""
    parts = () if isinstance(node, AnyMass) else children(node)
    if not parts:
        yield node
    for part in parts:
        yield from leaves(part)


def _facts(expression: Expression) -> Iterator[str]:
    for leaf in leaves(expression):
        if isinstance(leaf, Is | OneOf | Below | AtLeast | Above):
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


def any_of_masses(where: MassExpression, masses: list[MassSigns]) -> Truth:
    """Whether one mass shows it all; unknown when no study lists a mass, for a study lists the masses that it saw."""
    if not masses:
        return Truth.UNKNOWN
    return any_of(mass_truth(where, signs) for signs in masses)


def mass_truth(node: MassExpression, signs: MassSigns) -> Truth:
    """The value of an expression for one mass of one study."""
    if isinstance(node, Sign):
        return _sign(node, signs)
    if isinstance(node, Not):
        return negation(mass_truth(node.of, signs))  # type: ignore[arg-type]
    combine = all_of if isinstance(node, AllOf) else any_of
    return combine(mass_truth(part, signs) for part in node.of)  # type: ignore[arg-type]


def _sign(node: Sign, signs: MassSigns) -> Truth:
    """Any of several readings counts; a sign that takes one value and was given two must agree with itself."""
    values = signs.get(node.finding, frozenset()) - (_UNCLEAR - set(node.values))
    if not values:
        return _UNSTATED[node.unstated]
    inside = [value in node.values for value in values]
    if FINDINGS[node.finding].type is ValueType.CHOICES or all(inside):
        return truth(any(inside))
    return Truth.UNKNOWN if any(inside) else Truth.FALSE
