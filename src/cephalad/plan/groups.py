"""The group in force: the highest reached on any earlier day, unless a clinician's recorded decision lowered it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cephalad.assess import Evaluation, rung_of
from cephalad.facts.follow_up import index_position
from cephalad.facts.vein_reports import event_value

__all__ = ["GROUPS", "InForce", "group_in_force", "strictest"]

GROUPS = ("low", "high", "very-high")
_MAY_LOWER = ("operation", "imaging", "pathology", "decision")


@dataclass(frozen=True, slots=True)
class InForce:
    """The group that the plan may not fall below, and the events at which it was reached or decided."""

    group: str
    events: tuple[str, ...]


def strictest(*groups: str) -> str:
    """The strictest of these groups; "" when none of them is a group."""
    known = [group for group in groups if group in GROUPS]
    return max(known, key=GROUPS.index, default="")


def group_in_force(evaluation: Evaluation, just_before: Callable[[int], Evaluation]) -> InForce:
    """The group in force, from the verdicts at every earlier moment at which the group may have fallen.

    Parameters
    ----------
    just_before : the verdicts of the same record just before the event at a place
    """
    sheet = evaluation.sheet
    index = index_position(sheet)
    force, floor = "", ""
    events: tuple[str, ...] = ()
    for at in range(0 if index is None else index + 1, len(sheet.events)):
        if sheet.events[at].kind not in _MAY_LOWER:
            continue
        reached = _reached(just_before(at))
        decided = event_value(sheet.view, at, "decision.surveillance-group")
        if _above(reached, floor) and _above(reached, force):
            force, events = reached, (sheet.events[at - 1].id,)
        if decided:
            # What already held when the clinician decided does not raise the group again by itself.
            force, events, floor = decided, (sheet.events[at].id,), reached
    reached = _reached(evaluation)
    if _above(reached, floor) and _above(reached, force):
        force, events = reached, ()
    return InForce(force, events)


def _reached(evaluation: Evaluation) -> str:
    value, _, _ = rung_of(evaluation, evaluation.guideline.ladders["risk-group"])
    return value if value in GROUPS else ""


def _above(one: str, other: str) -> bool:
    return bool(one) and (not other or GROUPS.index(one) > GROUPS.index(other))
