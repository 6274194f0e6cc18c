"""The endocrine course: which doses were given, how long it lasts, and whether it goes on."""

from __future__ import annotations

from cephalad.facts.model import Conflicting, FactType, FactValue, Known, Unknown
from cephalad.facts.sheet import FactSheet, derived
from cephalad.facts.vein_reports import event_values
from cephalad.logic import Span, Truth

__all__ = ["AGONISTS", "DAYS_PER_MONTH", "dose_interval_days", "doses_given"]

AGONISTS = ("leuprolide", "goserelin", "triptorelin", "gnrh-agonist")
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


@derived("endocrine.given-agonist", ask="dose.drug")
def _given_agonist(sheet: FactSheet) -> FactValue:
    agonists = [
        at for at in doses_given(sheet) if any(drug in AGONISTS for drug in event_values(sheet.view, at, "dose.drug"))
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
    """Whether the course stands recorded as stopped; started again it does not."""
    rows = [(at, row) for at, row in sheet.rows("dose.course")]
    if not rows:
        return Known("no")
    last = rows[-1][0]
    said = {str(row.value) for at, row in rows if at == last}
    later = [at for at in doses_given(sheet) if at > last]
    if "None" in said:
        return Unknown("unknown.recorded-as-unknown", sheet.ids([last]))
    if len(said) > 1 and "stopped" in said:
        return Conflicting((Known("yes", sheet.ids([last])), Known("no", sheet.ids([last]))))
    return Known("yes", sheet.ids([last])) if said == {"stopped"} and not later else Known("no", sheet.ids([last]))


def _stop_position(sheet: FactSheet) -> int | None:
    return max(sheet.positions("dose.course", "stopped"), default=None)


@derived("endocrine.regrowth-after-stop", ask="imaging.new-or-growing-tumour")
def _regrowth(sheet: FactSheet) -> FactValue:
    """Whether tumour is on record as new or growing after the course was stopped."""
    stop = _stop_position(sheet)
    if stop is None:
        return Known("no")
    grown = [at for at in sheet.positions("imaging.new-or-growing-tumour", "yes") if at > stop]
    grown += [at for at in sheet.changes if at > stop]
    if grown:
        return Known("yes", sheet.ids(grown))
    silent = [
        at
        for at in sheet.kind_positions("imaging", stop + 1)
        if "no" not in event_values(sheet.view, at, "imaging.new-or-growing-tumour")
    ]
    return Unknown("unknown.not-recorded", sheet.ids(silent)) if silent else Known("no")


@derived("endocrine.examined-on-treatment", ask="imaging.modality")
def _examined_on_treatment(sheet: FactSheet) -> FactValue:
    """Whether an imaging study lies after the first dose and before the course was stopped."""
    doses = doses_given(sheet)
    if not doses:
        return Known("no")
    stopped = sheet["endocrine.stopped"]
    studies = list(sheet.kind_positions("imaging", doses[0] + 1))
    stop = _stop_position(sheet)
    if studies and isinstance(stopped, Conflicting | Unknown):
        return Unknown("unknown.recorded-as-unknown", stopped.events)
    during = [at for at in studies if stop is None or at < stop or (at > stop and doses[-1] > stop)]
    return Known("yes", sheet.ids(during)) if during else Known("no", sheet.ids(studies))


@derived("endocrine.ongoing", ask="dose.course")
def _ongoing(sheet: FactSheet) -> FactValue:
    """Whether treatment goes on: yes until the last dose's interval has surely run out, then unknown unless told."""
    stopped = sheet["endocrine.stopped"]
    given = doses_given(sheet)
    if not isinstance(stopped, Known):
        return Unknown("unknown.recorded-as-unknown", stopped.events)
    if stopped.value == "yes":
        return Known("no", stopped.events)
    if not given:
        return _ledger(sheet, given)
    if _may_go_on(sheet, given[-1]) is Truth.TRUE:
        return Known("yes", sheet.ids([given[-1]]))
    return Unknown("unknown.not-recorded", sheet.ids([given[-1]]))


def _may_go_on(sheet: FactSheet, last: int) -> Truth:
    interval = dose_interval_days(sheet)
    moment = sheet.events[last].moment
    if interval is None or not moment.has_duration:
        return Truth.UNKNOWN
    runs_out = Span(moment.span.latest, moment.span.latest).plus(int(interval))
    return sheet.as_of.at_or_before(runs_out)
