"""Ladders: the highest rung that is reached, and beside it the higher rungs that are not excluded."""

from __future__ import annotations

from dataclasses import dataclass

from cephalad.assess.evaluate import Evaluation
from cephalad.assess.trace import Reason, reasons
from cephalad.guideline.model import Ladder, Rung
from cephalad.logic import Truth

__all__ = ["LadderValue", "climb", "rung_of"]


@dataclass(frozen=True, slots=True)
class LadderValue:
    """Where a patient stands on an ordered scale."""

    value: str
    not_excluded: tuple[str, ...]
    reasons: tuple[Reason, ...]


def rung_of(evaluation: Evaluation, ladder: Ladder) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The value, the higher rungs not excluded, and the criteria that say so."""
    value, criterion = ladder.floor, ""
    not_excluded: list[Rung] = []
    for rung in ladder.rungs:
        verdict = evaluation[rung.criterion]
        if verdict is Truth.TRUE:
            value, criterion, not_excluded = rung.value, rung.criterion, []
        elif verdict is Truth.UNKNOWN:
            not_excluded.append(rung)
    named = (criterion,) if criterion else ()
    return value, tuple(rung.value for rung in not_excluded), named + tuple(rung.criterion for rung in not_excluded)


def climb(evaluation: Evaluation, ladder: Ladder) -> LadderValue:
    """Where the patient stands, with reasons."""
    value, not_excluded, criteria = rung_of(evaluation, ladder)
    found = {reason.id: reason for name in criteria for reason in reasons(evaluation, name)}
    return LadderValue(value, not_excluded, tuple(found.values()))
