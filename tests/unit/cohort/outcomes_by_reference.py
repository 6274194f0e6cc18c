"""What became of each operated patient by the reference engine, one at a time: what the columns must equal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from cephalad.assess import Evaluation, rung_of
from cephalad.cohort.recurrence_outcomes import OUTCOMES
from cephalad.facts import Conflicting, FactSheet, Known
from cephalad.facts.follow_up import negative
from cephalad.guideline import Guideline
from cephalad.logic import Calendar, Span, Truth
from cephalad.record import Case, Point, first_events, view

__all__ = ["outcomes_by_reference"]

DAY_ZERO = date(1970, 1, 1).toordinal()
NAMES = {Truth.TRUE: "recurrence", Truth.FALSE: "progression", Truth.UNKNOWN: "cannot-tell"}


def outcomes_by_reference(cases: Iterable[Case], guideline: Guideline, start: str = "last-operation") -> pl.DataFrame:
    """One row a patient operated on for the disease, in the order of their names."""
    found = (_row(case, guideline, start) for case in sorted(cases, key=lambda case: case.id))
    return pl.DataFrame([row for row in found if row], schema=OUTCOMES)


def _row(case: Case, guideline: Guideline, start: str) -> dict[str, Any] | None:
    last = max((event.moment.span.latest for event in case.events), default=0)
    sheet = FactSheet(view(case, Point(Span(last, last))), guideline.numbers)
    if not sheet.operations:
        return None
    index = _start(sheet, start)
    change = None if index is None else _change(sheet, index)
    told = sheet if change is None else FactSheet(first_events(sheet.view, change), guideline.numbers)
    verdicts = Evaluation(guideline, told)
    row: dict[str, Any] = dict.fromkeys(OUTCOMES) | {
        "patient": case.id,
        "name": None if change is None else NAMES[verdicts["ivl.surveillance.completeness-decides-name"]],
        "died": sheet.says("patient.dead"),
        "completeness": _completeness(told),
        "extent": _extent(verdicts, guideline),
        "operation": _operation(told),
    }
    days: dict[str, Span] = {}
    if index is None:
        return row | {"apart": "after-a-change"}
    row["apart"] = _observe(sheet, index, change, days)
    if row["apart"] is None:
        zero = DAY_ZERO if case.calendar is Calendar.DATES else 0
        for name, span in days.items():
            row |= {f"{name}_earliest": span.earliest - zero, f"{name}_latest": span.latest - zero}
    return row


def _start(sheet: FactSheet, start: str) -> int | None:
    free = [at for at in sheet.operations if not any(change < at for change in sheet.changes)]
    if not free:
        return None
    return free[0] if start == "first-operation" else free[-1]


def _same_day_or_before(sheet: FactSheet, at: int, index: int) -> bool:
    """Whether an event surely happened no later than the day of the operation."""
    return sheet.events[at].moment.span.latest <= sheet.events[index].moment.span.earliest


def _change(sheet: FactSheet, index: int) -> int | None:
    ordered = not sheet.events[index].moment.has_duration
    for at in sheet.changes:
        if at > index and (
            ordered or not sheet.events[at].moment.has_duration or not _same_day_or_before(sheet, at, index)
        ):
            return at
    return None


def _observe(sheet: FactSheet, index: int, change: int | None, days: dict[str, Span]) -> str | None:
    """Fill in the days; gives why the woman stands apart, or None."""
    started = sheet.events[index].moment
    days["start"] = started.span

    def timed(at: int) -> bool:
        """Whether the event stands on a day after that of the operation."""
        moment = sheet.events[at].moment
        return started.has_duration and moment.has_duration and moment.span.latest > started.span.latest

    if change is not None:
        days["change"] = sheet.events[change].moment.span
        if not timed(change):
            return "days-not-told"
    elif said := _observed_until(sheet, index, timed, days):
        return said
    limit = len(sheet.events) if change is None else change
    clear = [
        sheet.events[at].moment.span
        for at in sheet.kind_positions("imaging", index + 1)
        if at < limit and timed(at) and negative(sheet, at) is Truth.TRUE
        if change is None or sheet.events[at].moment.span.earliest < days["change"].latest
    ]
    if clear:
        days["last_clear"] = max(clear, key=lambda span: (span.earliest, span.latest))
    return None


def _observed_until(sheet: FactSheet, index: int, timed: Any, days: dict[str, Span]) -> str | None:
    deaths = sorted({*sheet.kind_positions("death"), *sheet.positions("state.vital-status", "dead")})
    after = [at for at in deaths if at > index]
    started = sheet.events[index].moment
    if deaths:
        known = [at for at in after if sheet.events[at].moment.has_duration]
        if not known or not started.has_duration:
            return "days-not-told"
        days["last_seen"] = sheet.events[known[0]].moment.span
        return None
    failed = sheet.positions("contact.reached", "no")
    seen = [
        at
        for kind in ("imaging", "examination", "contact")
        for at in sheet.kind_positions(kind, index + 1)
        if at not in failed
    ]
    if started.has_duration:
        seen = [
            at for at in seen if not sheet.events[at].moment.has_duration or not _same_day_or_before(sheet, at, index)
        ]
    if not seen:
        return "never-seen-again"
    counted = [sheet.events[at].moment.span for at in seen if timed(at)]
    if not counted:
        return "days-not-told"
    days["last_seen"] = max(counted, key=lambda span: (span.latest, span.earliest))
    return None


def _completeness(sheet: FactSheet) -> str:
    found = sheet["resection.complete"]
    if isinstance(found, Conflicting):
        return "conflicting"
    if isinstance(found, Known):
        return "complete" if found.value == "yes" else "incomplete"
    return "unknown"


def _extent(verdicts: Evaluation, guideline: Guideline) -> str:
    value, not_excluded, _ = rung_of(verdicts, guideline.ladders["pumch-2024"])
    if not not_excluded:
        return value
    return "not-told" if value == "none" else "confined-or-more"


def _operation(sheet: FactSheet) -> str:
    if sheet.says("uterus.removed", "no"):
        return "uterus-kept"
    if not sheet.says("uterus.removed") or not isinstance(sheet["ovaries.left"], Known):
        return "not-told"
    return "radical" if sheet.says("ovaries.left", "none") else "ovary-left"
