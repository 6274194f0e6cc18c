"""Why a verdict stands: the criteria, facts and events it rests on, with statements, sources and contrary literature.

The trace is built from the stored verdicts, never by evaluating anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cephalad.assess.evaluate import Evaluation, Mass, mass_truth
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


def reasons(evaluation: Evaluation, criterion: str) -> tuple[Reason, ...]:
    """The criterion and, below it, every criterion that carries the same verdict."""
    named = dict.fromkeys(_carrying(evaluation, criterion))
    return tuple(reason(evaluation, name) for name in named)


def reason(evaluation: Evaluation, criterion: str) -> Reason:
    """One criterion: its verdict, and of its own facts those that carry the verdict."""
    declared = evaluation.guideline.criteria[criterion]
    verdict = evaluation[criterion]
    found = tuple(dict.fromkeys(_readings(evaluation, declared.when, verdict)))
    return Reason(
        criterion,
        verdict.value,
        found,
        declared.statements,
        declared.sources,
        tuple(challenge.id for challenge in challenges_of(declared.statements)) + declared.challenges,
    )


def _carrying(evaluation: Evaluation, criterion: str) -> Iterator[str]:
    yield criterion
    yield from _carried(evaluation, evaluation.guideline.criteria[criterion].when, evaluation[criterion])


def _carried(evaluation: Evaluation, node: Expression | MassExpression, wanted: Truth) -> Iterator[str]:
    if isinstance(node, Holds):
        if evaluation[node.criterion] is wanted:
            yield from _carrying(evaluation, node.criterion)
    elif isinstance(node, Established):
        if wanted is not Truth.UNKNOWN and (evaluation[node.criterion] is Truth.TRUE) is (wanted is Truth.TRUE):
            yield from _carrying(evaluation, node.criterion)
    elif isinstance(node, Not):
        yield from _carried(evaluation, node.of, negation(wanted))
    elif isinstance(node, AllOf | AnyOf):
        for part in node.of:
            if evaluation.truth(part) is wanted:  # type: ignore[arg-type]
                yield from _carried(evaluation, part, wanted)


def _readings(evaluation: Evaluation, node: Expression | MassExpression, wanted: Truth) -> Iterator[FactReading]:
    if isinstance(node, Holds | Established | Sign):
        return
    if isinstance(node, Not):
        yield from _readings(evaluation, node.of, negation(wanted))
    elif isinstance(node, AllOf | AnyOf):
        for part in node.of:
            if evaluation.truth(part) is wanted:  # type: ignore[arg-type]
                yield from _readings(evaluation, part, wanted)
    elif isinstance(node, AnySegment):
        yield from _segments(evaluation, node, wanted)
    elif isinstance(node, AnyMass):
        yield from _masses(evaluation, node, wanted)
    else:
        value = evaluation.sheet[node.fact]
        yield FactReading(node.fact, print_value(value), value.events)


def _segments(evaluation: Evaluation, node: AnySegment, wanted: Truth) -> Iterator[FactReading]:
    now = None if node.ever else evaluation.sheet.extent_now
    extent = now or evaluation.sheet.extent
    in_sets = {name for names, _ in extent.open_sets for name in names}
    for name in node.segments:
        state = extent.states[name]
        if wanted is Truth.TRUE and (state.status == "tumour" or name in in_sets):
            value = "tumour" if state.status == "tumour" else "tumour in one of a set"
            yield FactReading(f"segment.{name}", value, state.events)
        elif (wanted is Truth.UNKNOWN and state.status in _UNDECIDED) or wanted is Truth.FALSE:
            yield FactReading(f"segment.{name}", state.status, state.events)


def _masses(evaluation: Evaluation, node: AnyMass, wanted: Truth) -> Iterator[FactReading]:
    signs = tuple(_signs(node.where))
    for mass in evaluation.masses:
        if (mass.live or not node.live) and mass_truth(node.where, mass.signs) is wanted:
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
