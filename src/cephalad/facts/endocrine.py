"""The endocrine course: which doses were given, how long it lasts, and whether it goes on."""

from __future__ import annotations

from cephalad.facts.model import FactType, FactValue, Known, Unknown
from cephalad.facts.sheet import FactSheet, derived
from cephalad.facts.veins import event_values
from cephalad.logic import Span, Truth

__all__ = ["DAYS_PER_MONTH", "dose_interval_days", "doses_given"]

_AGONISTS = ("leuprolide", "goserelin", "triptorelin")
DAYS_PER_MONTH = 365.25 / 12
"""Mean length of a calendar month; turns the days of a course into months."""


def doses_given(sheet: FactSheet) -> list[int]:
    """Places of the doses on record as given: a dose with a drug that was not recorded as missed or unknown."""
    return [
        at
        for at in sheet.kind_positions("dose")
        if event_values(sheet.view, at, "dose.drug")
        and "missed" not in event_values(sheet.view, at, "dose.given")
        and not _untold(sheet, at)
        and (
            "stopped" not in event_values(sheet.view, at, "dose.course")
            or "given" in event_values(sheet.view, at, "dose.given")
        )
    ]


def _untold(sheet: FactSheet, at: int) -> bool:
    return any(
        row.value is None and row.status == "unknown"
        for finding in ("dose.given", "dose.drug")
        for place, row in sheet.rows(finding)
        if place == at
    )


def dose_interval_days(sheet: FactSheet) -> float | None:
    """The last recorded interval between doses, in days; None when none is recorded."""
    intervals = [row.value for _, row in sheet.rows("dose.interval") if isinstance(row.value, float)]
    return intervals[-1] if intervals else None


def _ledger(sheet: FactSheet, given: list[int]) -> FactValue:
    if given:
        return Known("yes", sheet.ids(given))
    untold = [at for at in sheet.kind_positions("dose") if _untold(sheet, at)]
    return Unknown("unknown.recorded-as-unknown", sheet.ids(untold)) if untold else Known("no")


@derived("endocrine.given", ask="dose.given")
def _given(sheet: FactSheet) -> FactValue:
    return _ledger(sheet, doses_given(sheet))


@derived("endocrine.ever", ask="dose.given")
def _ever(sheet: FactSheet) -> FactValue:
    return _ledger(sheet, doses_given(sheet))


@derived("endocrine.given-agonist", ask="dose.drug")
def _given_agonist(sheet: FactSheet) -> FactValue:
    agonists = [
        at
        for at in doses_given(sheet)
        if any(drug in _AGONISTS for drug in event_values(sheet.view, at, "dose.drug"))
    ]
    return _ledger(sheet, agonists)


@derived("endocrine.interval-recorded", ask="dose.interval")
def _interval_recorded(sheet: FactSheet) -> FactValue:
    given = doses_given(sheet)
    stated = sheet.positions("dose.interval")
    if given and stated:
        return Known("yes", sheet.ids(stated))
    if any(row.status == "unknown" for _, row in sheet.rows("dose.interval")) or (
        not given and sheet.kind_positions("dose")
    ):
        return Unknown("unknown.recorded-as-unknown", sheet.ids(sheet.kind_positions("dose")))
    return Known("no", sheet.ids(given))


@derived("endocrine.months", ask="dose.given", type=FactType.NUMBER, values=())
def _months(sheet: FactSheet) -> FactValue:
    """Length of the course from the first dose to the end of the last dose's interval, in months."""
    given = doses_given(sheet)
    interval = dose_interval_days(sheet)
    if not given:
        return Unknown("unknown.no-dose")
    first, last = sheet.events[given[0]].moment, sheet.events[given[-1]].moment
    if interval is None or not (first.has_duration and last.has_duration):
        return Unknown("unknown.not-recorded", sheet.ids(given))
    shortest = max(0, last.span.earliest - first.span.latest) + interval
    longest = last.span.latest - first.span.earliest + interval
    return Known((shortest / DAYS_PER_MONTH, longest / DAYS_PER_MONTH), sheet.ids([given[0], given[-1]]))


@derived("endocrine.stopped", ask="dose.course")
def _stopped(sheet: FactSheet) -> FactValue:
    """Whether the course is recorded as stopped; while doses are due nobody knows without a record."""
    given = doses_given(sheet)
    stops = sheet.positions("dose.course", "stopped")
    last = given[-1] if given else -1
    later = [at for at in stops if at >= last]
    if later:
        return Known("yes", sheet.ids(later))
    if not given:
        return Known("no") if not sheet.kind_positions("dose") else Unknown("unknown.recorded-as-unknown")
    ongoing = _may_go_on(sheet, last)
    return Known("no", sheet.ids([last])) if ongoing is Truth.TRUE else Unknown("unknown.not-recorded")


@derived("endocrine.ongoing", ask="dose.course")
def _ongoing(sheet: FactSheet) -> FactValue:
    """Whether treatment goes on: yes until the last dose's interval has surely run out, then unknown unless told."""
    stopped = sheet["endocrine.stopped"]
    given = doses_given(sheet)
    if isinstance(stopped, Known) and stopped.value == "yes":
        return Known("no", stopped.events)
    if not given:
        return stopped
    if isinstance(stopped, Known):
        return Known("yes", sheet.ids([given[-1]]))
    return Unknown("unknown.not-recorded", sheet.ids([given[-1]]))


def _may_go_on(sheet: FactSheet, last: int) -> Truth:
    interval = dose_interval_days(sheet)
    moment = sheet.events[last].moment
    if interval is None or not moment.has_duration:
        return Truth.UNKNOWN
    runs_out = Span(moment.span.latest, moment.span.latest).plus(int(interval))
    return sheet.as_of.at_or_before(runs_out)
