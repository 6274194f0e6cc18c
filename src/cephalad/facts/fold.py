"""The one-patient interpreter of declared facts: slow enough to read, and the definition that others must meet."""

from __future__ import annotations

from collections.abc import Callable

from cephalad.facts.model import Conflicting, FactValue, Fold, Known, Reading, Silence, Spec, Unknown
from cephalad.record.model import Observation
from cephalad.record.view import View

__all__ = ["NOT_RECORDED", "fold"]

NOT_RECORDED = Unknown()

Row = tuple[int, Observation]


def fold(spec: Spec, view: View, *, start: int, end: int) -> FactValue:
    """The value of a declared fact over the counted events from `start` up to, not including, `end`.

    Examples of the three folds are the specification tables of the guideline.
    """
    speaking: list[tuple[str, int]] = []
    undecided: list[int] = []
    for value, readings in spec.says:
        for reading in readings:
            for position, observation in view.by_finding.get(reading.finding, ()):
                if not start <= position < end:
                    continue
                if _says(reading, observation, firm=spec.firm):
                    speaking.append((value, position))
                elif observation.status == "unknown":
                    undecided.append(position)
    if not speaking and spec.together:
        speaking = _denied_together(spec.together, view, start, end)
    if not speaking:
        return _silence(spec.silence, view, undecided)
    return _FOLDS[spec.fold](spec, view, speaking)


def _says(reading: Reading, observation: Observation, *, firm: bool) -> bool:
    if observation.value is None or (firm and observation.status == "suspected"):
        return False
    return observation.value in reading.values


def _denied_together(findings: tuple[str, ...], view: View, start: int, end: int) -> list[tuple[str, int]]:
    """The rows of *no*, when every one of the findings was last recorded as no; else nothing."""
    rows: list[tuple[str, int]] = []
    for finding in findings:
        counted = [row for row in view.by_finding.get(finding, ()) if start <= row[0] < end]
        if not counted or any(observation.value != "no" for _, observation in counted):
            return []
        rows.append(("no", counted[-1][0]))
    return rows


def _silence(silence: Silence, view: View, undecided: list[int]) -> FactValue:
    if undecided:
        return Unknown("unknown.recorded-as-unknown", _events(view, undecided))
    return NOT_RECORDED if silence is Silence.OPEN else Known("no")


def _events(view: View, positions: list[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(view.events[position].id for position in sorted(positions)))


def _known(view: View, value: str, speaking: list[tuple[str, int]]) -> Known:
    return Known(value, _events(view, [position for said, position in speaking if said == value]))


def _ever(spec: Spec, view: View, speaking: list[tuple[str, int]]) -> FactValue:
    said = {value for value, _ in speaking}
    return _known(view, next(value for value in spec.values if value in said), speaking)


def _most(spec: Spec, view: View, speaking: list[tuple[str, int]]) -> FactValue:
    said = {value for value, _ in speaking}
    return _known(view, next(value for value in reversed(spec.values) if value in said), speaking)


def _latest(spec: Spec, view: View, speaking: list[tuple[str, int]]) -> FactValue:
    last = max(position for _, position in speaking)
    final = [row for row in speaking if row[1] == last]
    sides = tuple(_known(view, value, final) for value in spec.values if (value, last) in final)
    return sides[0] if len(sides) == 1 else Conflicting(sides)


_FOLDS: dict[Fold, Callable[[Spec, View, list[tuple[str, int]]], FactValue]] = {
    Fold.EVER: _ever,
    Fold.MOST: _most,
    Fold.LATEST: _latest,
}

