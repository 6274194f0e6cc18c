"""Why a verdict stands: the criteria, facts and events it rests on, with statements, sources and contrary literature.

The trace is built from the stored verdicts, never by evaluating anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias, TypeGuard
from weakref import WeakKeyDictionary

from cephalad.assess.evaluate import Evaluation, FactLeaf, Mass, mass_truth
from cephalad.evidence import challenges_of
from cephalad.facts import Conflicting, FactValue, Known
from cephalad.guideline.grammar import (
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    Established,
    Expression,
    Holds,
    MassExpression,
    Not,
    Sign,
    children,
)
from cephalad.logic import Truth, negation

__all__ = ["FactReading", "Reason", "print_value", "reason", "reasons"]

Leaf: TypeAlias = FactLeaf | Holds | Established | AnySegment | AnyMass
Deciding: TypeAlias = tuple[Leaf, Truth]
"""A leaf that carries a verdict, and the value of the leaf that does."""

_YES, _NO, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_JOINED = (AllOf, AnyOf)
_UNDECIDED = ("not-assessed", "not-reported", "conflicting")


@dataclass(frozen=True, slots=True)
class FactReading:
    """A fact as a criterion read it, with the events behind it."""

    fact: str
    value: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion with its verdict and everything that it rests on."""

    id: str
    verdict: str
    facts: tuple[FactReading, ...]
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    challenged_by: tuple[str, ...]

    def __hash__(self) -> int:
        # Equality compares everything; within one assessment id and verdict already tell two reasons apart.
        return hash((self.id, self.verdict))


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told of one evaluation so far: many conclusions rest on the same criteria."""

    deciding: dict[str, tuple[Deciding, ...]] = field(default_factory=dict)
    carrying: dict[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)


_TOLD: WeakKeyDictionary[Evaluation, _Told] = WeakKeyDictionary()


def _told(evaluation: Evaluation) -> _Told:
    found = _TOLD.get(evaluation)
    if found is None:
        found = _TOLD[evaluation] = _Told()
    return found


def reasons(evaluation: Evaluation, criterion: str) -> tuple[Reason, ...]:
    """The criterion and, below it, every criterion that carries the same verdict."""
    told = _told(evaluation)
    return tuple([_reason(evaluation, told, name) for name in _carrying(evaluation, told, criterion)])


def reason(evaluation: Evaluation, criterion: str) -> Reason:
    """One criterion: its verdict, and of its own facts those that carry the verdict."""
    return _reason(evaluation, _told(evaluation), criterion)


def _reason(evaluation: Evaluation, told: _Told, criterion: str) -> Reason:
    found = told.reasons.get(criterion)
    if found is None:
        declared = evaluation.guideline.criteria[criterion]
        found = told.reasons[criterion] = Reason(
            criterion,
            evaluation[criterion].value,
            tuple(dict.fromkeys(_readings(evaluation, _deciding(evaluation, told, criterion)))),
            declared.statements,
            declared.sources,
            _challenge_ids(declared.statements) + declared.challenges,
        )
    return found


@cache
def _challenge_ids(statements: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(challenge.id for challenge in challenges_of(statements))


def _carrying(evaluation: Evaluation, told: _Told, criterion: str) -> tuple[str, ...]:
    """The criterion and those below it that carry the same verdict, each once, in writing order."""
    found = told.carrying.get(criterion)
    if found is None:
        names = {criterion: None}
        for leaf, wanted in _deciding(evaluation, told, criterion):
            if _carries(leaf, wanted, evaluation):
                names.update(dict.fromkeys(_carrying(evaluation, told, leaf.criterion)))
        found = told.carrying[criterion] = tuple(names)
    return found


def _carries(leaf: Leaf, wanted: Truth, evaluation: Evaluation) -> TypeGuard[Holds | Established]:
    """Whether the leaf names a criterion whose own verdict stands behind the value of the leaf."""
    if isinstance(leaf, Holds):
        return evaluation[leaf.criterion] is wanted
    if isinstance(leaf, Established):
        # That something is not established carries no verdict worth printing as a reason.
        return wanted is _YES and evaluation[leaf.criterion] is _YES
    return False


def _deciding(evaluation: Evaluation, told: _Told, criterion: str) -> tuple[Deciding, ...]:
    found = told.deciding.get(criterion)
    if found is None:
        when = evaluation.guideline.criteria[criterion].when
        found = told.deciding[criterion] = tuple(_leaves(evaluation, when, evaluation[criterion]))
    return found


def _leaves(evaluation: Evaluation, node: Expression, wanted: Truth) -> Iterator[Deciding]:
    """The leaves that carry the value of a node, in writing order."""
    if isinstance(node, Not):
        yield from _leaves(evaluation, node.of, negation(wanted))  # type: ignore[arg-type]
    elif isinstance(node, _JOINED):
        for part in node.of:
            if evaluation.truth(part) is wanted:  # type: ignore[arg-type]
                yield from _leaves(evaluation, part, wanted)  # type: ignore[arg-type]
    else:
        yield node, wanted


def _readings(evaluation: Evaluation, deciding: Iterable[Deciding]) -> Iterator[FactReading]:
    for leaf, wanted in deciding:
        if isinstance(leaf, AnySegment):
            yield from _segments(evaluation, leaf, wanted)
        elif isinstance(leaf, AnyMass):
            yield from _masses(evaluation, leaf, wanted)
        elif not isinstance(leaf, (Holds, Established)):
            value = evaluation.sheet[leaf.fact]
            yield FactReading(leaf.fact, print_value(value), value.events)


def _segments(evaluation: Evaluation, node: AnySegment, wanted: Truth) -> Iterator[FactReading]:
    now = None if node.ever else evaluation.sheet.extent_now
    extent = now or evaluation.sheet.extent
    in_sets = {name for names, _ in extent.open_sets for name in names}
    for name in node.segments:
        state = extent.states[name]
        if wanted is _YES and (state.status == "tumour" or name in in_sets):
            value = "tumour" if state.status == "tumour" else "tumour in one of a set"
            yield FactReading(f"segment.{name}", value, state.events)
        elif (wanted is _UNKNOWN and state.status in _UNDECIDED) or wanted is _NO:
            yield FactReading(f"segment.{name}", state.status, state.events)


def _masses(evaluation: Evaluation, node: AnyMass, wanted: Truth) -> Iterator[FactReading]:
    signs = tuple(_signs(node.where))
    for mass in evaluation.masses:
        if (mass.live or not node.live) and mass_truth(node.where, mass.signs, evaluation.guideline.numbers) is wanted:
            yield FactReading(f"mass.{mass.name}", _mass_value(mass, signs), (mass.event,))


def _signs(node: MassExpression | Expression) -> Iterator[str]:
    if isinstance(node, Sign):
        yield node.finding
    for part in children(node):
        yield from _signs(part)


def _mass_value(mass: Mass, signs: tuple[str, ...]) -> str:
    told = (
        f"{finding.removeprefix('mass.')}: {' or '.join(sorted(str(value) for value in mass.signs[finding]))}"
        if finding in mass.signs
        else f"{finding.removeprefix('mass.')}: not recorded"
        for finding in dict.fromkeys(signs)
    )
    return ", ".join(told)


def print_value(value: FactValue) -> str:
    """A fact's value as printed: the word, a number or a range, both sides of a conflict, or ``unknown``."""
    if isinstance(value, Known):
        if isinstance(value.value, str):
            return value.value
        low, high = value.value
        return f"{low:.6g}" if low == high else f"{low:.6g} to {high:.6g}"
    if isinstance(value, Conflicting):
        return " against ".join(print_value(side) for side in value.sides)
    return "unknown"
