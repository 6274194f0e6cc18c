"""The one-patient interpreter of declared facts: slow enough to read, and the definition that others must meet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cephalad.facts.model import Conflicting, FactValue, Fold, Known, Reading, Spec, Unknown
from cephalad.record.model import Observation
from cephalad.record.view import View
from cephalad.terms import FINDINGS, Silence, ValueType

__all__ = ["NOT_RECORDED", "fold"]

NOT_RECORDED = Unknown()


class _Saying(NamedTuple):
    """One row that speaks: for which value, in which event, and whether the event denies this very statement."""

    value: str
    position: int
    denied: bool = False


def fold(spec: Spec, view: View, *, start: int, end: int) -> FactValue:
    """The value of a declared fact over the counted events from `start` up to, not including, `end`.

    Examples of the three folds are the specification tables of the guideline.
    """
    sayings: list[_Saying] = []
    undecided: list[int] = []
    for value, readings in spec.says:
        for reading in readings:
            rows = view.by_finding.get(reading.finding)
            if not rows:
                continue
            for position, observation in rows:
                if not start <= position < end:
                    continue
                if _says(reading, observation, firm=spec.firm):
                    sayings.append(_Saying(value, position, _is_denied(position, observation, reading, rows)))
                elif observation.status == "unknown":
                    undecided.append(position)
    if not sayings and spec.together:
        sayings = _denied_together(spec.together, view, start, end)
    if sayings:
        return _FOLDS[spec.fold](spec, view, sayings)
    if spec.without and not any(event.kind == spec.without for event in view.events[start:end]):
        return Known("no")
    return _silence(spec.silence, view, undecided)


def _says(reading: Reading, observation: Observation, *, firm: bool) -> bool:
    if observation.value is None or (firm and observation.status == "suspected"):
        return False
    return observation.value in reading.values


def _is_denied(
    position: int, observation: Observation, reading: Reading, rows: tuple[tuple[int, Observation], ...]
) -> bool:
    """Whether the same event makes the same single-valued statement with a value that does not speak so."""
    if len(rows) == 1 or FINDINGS[observation.finding].type is ValueType.CHOICES:
        return False
    return any(
        other.value is not None and other.value not in reading.values
        for at, other in rows
        if at == position and other.qualifier == observation.qualifier
    )


def _denied_together(findings: tuple[str, ...], view: View, start: int, end: int) -> list[_Saying]:
    """The rows of *no*, when every one of the findings was recorded as no and never as yes; else nothing."""
    rows: list[_Saying] = []
    for finding in findings:
        counted = [row for row in view.by_finding.get(finding, ()) if start <= row[0] < end]
        if not counted or any(observation.value != "no" for _, observation in counted):
            return []
        rows.append(_Saying("no", counted[-1][0]))
    return rows


def _silence(silence: Silence, view: View, undecided: list[int]) -> FactValue:
    if undecided:
        return Unknown("unknown.recorded-as-unknown", _events(view, undecided))
    return NOT_RECORDED if silence is Silence.OPEN else Known("no")


def _events(view: View, positions: Iterable[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([view.events[position].id for position in sorted(positions)]))


def _known(view: View, value: str, sayings: list[_Saying]) -> Known:
    return Known(value, _events(view, [saying.position for saying in sayings if saying.value == value]))


def _ever(spec: Spec, view: View, sayings: list[_Saying]) -> FactValue:
    return _strongest(spec.values, view, sayings)


def _most(spec: Spec, view: View, sayings: list[_Saying]) -> FactValue:
    return _strongest(tuple(reversed(spec.values)), view, sayings)


def _strongest(order: tuple[str, ...], view: View, sayings: list[_Saying]) -> FactValue:
    """The first value in order that any event gives; a conflict when every event that gives it also denies it."""
    said = {saying.value for saying in sayings}
    strongest = next(value for value in order if value in said)
    if any(saying.value == strongest and not saying.denied for saying in sayings):
        return _known(view, strongest, sayings)
    others = [value for value in order if value in said and value != strongest] or ["no"]
    mine = _known(view, strongest, sayings)
    return Conflicting((mine, *(Known(value, mine.events) for value in others)))


def _latest(spec: Spec, view: View, sayings: list[_Saying]) -> FactValue:
    last = max(saying.position for saying in sayings)
    final = [saying for saying in sayings if saying.position == last]
    given = {saying.value for saying in final}
    sides = tuple(_known(view, value, final) for value in spec.values if value in given)
    return sides[0] if len(sides) == 1 else Conflicting(sides)


_FOLDS: dict[Fold, Callable[[Spec, View, list[_Saying]], FactValue]] = {
    Fold.EVER: _ever,
    Fold.MOST: _most,
    Fold.LATEST: _latest,
}
