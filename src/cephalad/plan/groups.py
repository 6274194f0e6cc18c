"""The group in force: the highest reached on any earlier day, unless a clinician's recorded decision lowered it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cephalad.assess import Evaluation, rung_of
from cephalad.facts import FactSheet
from cephalad.facts.follow_up import index_position
from cephalad.facts.vein_reports import event_value, event_values
from cephalad.guideline.model import RISK_GROUPS

__all__ = ["InForce", "group_in_force", "strictest"]

_ALWAYS_LOOKED_AT = ("operation", "pathology", "decision")
_RAISING = ("operation", "pathology", "recurrence", "decision", "history", "state")
_TUMOUR_SEEN = ("imaging.residual-tumour", "imaging.new-or-growing-tumour")


@dataclass(frozen=True, slots=True)
class InForce:
    """The group that the plan may not fall below, and the events at which it was reached or decided."""

    group: str
    events: tuple[str, ...]


def strictest(*groups: str) -> str:
    """The strictest of these groups; "" when none of them is a group."""
    known = [group for group in groups if group in RISK_GROUPS]
    return max(known, key=RISK_GROUPS.index, default="")


def group_in_force(evaluation: Evaluation, just_before: Callable[[int], Evaluation]) -> InForce:
    """The group in force, from the verdicts at every earlier moment at which the group may have fallen.

    Parameters
    ----------
    just_before : the verdicts of the same record just before the event at a place
    """
    sheet = evaluation.sheet
    index = index_position(sheet)
    force, floor, reached, raised = "", "", "", True
    events: tuple[str, ...] = ()
    for at in range(0 if index is None else index + 1, len(sheet.events)):
        raised = raised or _may_raise(sheet, at - 1)
        if not _may_lower(sheet, at):
            continue
        decided = event_value(sheet.view, at, "decision.surveillance-group")
        # Where nothing since the last look can have raised the group, that look saw the highest.
        if raised or decided:
            reached, raised = _reached(just_before(at)), False
        if _above(reached, floor) and _above(reached, force):
            force, events = reached, (sheet.events[at - 1].id,)
        if decided:
            # What already held when the clinician decided does not raise the group again by itself.
            force, events, floor = decided, (sheet.events[at].id,), reached
    reached = _reached(evaluation)
    if _above(reached, floor) and _above(reached, force):
        force, events = reached, ()
    return InForce(force, events)


def _may_lower(sheet: FactSheet, at: int) -> bool:
    """Operations, pathology, decisions, and imaging that shows a vein clear or explains what was seen in it."""
    return sheet.events[at].kind in _ALWAYS_LOOKED_AT or any(report.clears for report in sheet.reports_of(at))


def _may_raise(sheet: FactSheet, at: int) -> bool:
    if sheet.events[at].kind in _RAISING or any(report.positive for report in sheet.reports_of(at)):
        return True
    return any("yes" in event_values(sheet.view, at, finding) for finding in _TUMOUR_SEEN)


def _reached(evaluation: Evaluation) -> str:
    value, _, _ = rung_of(evaluation, evaluation.guideline.ladders["risk-group"])
    return value if value in RISK_GROUPS else ""


def _above(one: str, other: str) -> bool:
    return bool(one) and (not other or RISK_GROUPS.index(one) > RISK_GROUPS.index(other))
