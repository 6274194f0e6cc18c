"""The roster of the team meeting, and the endocrine course with its next dose."""

from __future__ import annotations

from cephalad.assess import Evaluation, reasons
from cephalad.facts import FactSheet
from cephalad.facts.endocrine import dose_interval_days, doses_given
from cephalad.facts.vein_reports import event_values
from cephalad.logic import Truth
from cephalad.plan.model import Course, Dose, RosterEntry

__all__ = ["course", "roster"]


def roster(evaluation: Evaluation) -> tuple[RosterEntry, ...]:
    """Who belongs to the meeting; empty while none is to be convened."""
    if evaluation["ivl.mdt.convene"] is not Truth.TRUE:
        return ()
    entries: list[RosterEntry] = []
    for role in evaluation.guideline.roles:
        verdict = evaluation[role.when]
        if verdict is Truth.TRUE:
            entries.append(RosterEntry(role.id, "required", reasons(evaluation, role.when)))
        elif verdict is Truth.UNKNOWN and role.on_call:
            entries.append(RosterEntry(role.id, "on-call", reasons(evaluation, role.when)))
    return tuple(entries)


def course(sheet: FactSheet) -> Course | None:
    """The endocrine course on record; None when no dose is."""
    given = doses_given(sheet)
    if not given:
        return None
    doses = tuple(_dose(sheet, at) for at in given)
    missed = sheet.ids(sheet.positions("dose.given", "missed"))
    interval = dose_interval_days(sheet)
    last = sheet.events[given[-1]].moment
    goes_on = not sheet.says("endocrine.stopped")
    next_on = last.span.plus(int(interval)) if goes_on and interval is not None and last.has_duration else None
    return Course(doses[-1].drug, doses, next_on, missed)


def _dose(sheet: FactSheet, at: int) -> Dose:
    event = sheet.events[at]
    amounts = [row.value for place, row in sheet.rows("dose.amount") if place == at and isinstance(row.value, float)]
    return Dose(
        event.id,
        event.moment.span,
        " or ".join(event_values(sheet.view, at, "dose.drug")),
        amounts[0] if amounts else None,
    )
