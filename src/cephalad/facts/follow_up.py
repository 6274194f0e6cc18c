"""Follow-up: from which day it counts, which examinations closed a window, and what was new since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cephalad.facts.complaints import COMPLAINT_GROUPS
from cephalad.facts.model import FactType, FactValue, Known, Unknown
from cephalad.facts.person import diagnosis_position
from cephalad.facts.sheet import FactSheet, derived
from cephalad.facts.vein_reports import event_value, event_values
from cephalad.logic import Calendar, Span, Truth, add_months
from cephalad.record.model import Moment

__all__ = ["BANDS", "Examination", "examinations", "index_position", "negative"]

BANDS = ("first", "second", "third")
"""The stretches of follow-up, in order: their ends are parameters of the guideline."""
_REGIONS = ("pelvis", "abdomen")
_MODALITIES = ("mr", "ct")


@dataclass(frozen=True, slots=True)
class Examination:
    """An imaging study after the index date.

    Attributes
    ----------
    closes : contrast MR or CT of pelvis and abdomen, so that it closes a window
    negative : whether it showed no tumour
    """

    position: int
    event: str
    moment: Moment
    modality: str
    closes: bool
    negative: Truth


def index_position(sheet: FactSheet) -> int | None:
    """Place of the event that starts follow-up: the last operation that removed tumour, else the diagnosis."""
    return sheet.operation if sheet.operation is not None else diagnosis_position(sheet)


def examinations(sheet: FactSheet) -> tuple[Examination, ...]:
    """The imaging studies after the index event, oldest first."""
    index = index_position(sheet)
    if index is None:
        return ()
    return tuple(_examination(sheet, at) for at in sheet.kind_positions("imaging", index + 1))


def _examination(sheet: FactSheet, at: int) -> Examination:
    event = sheet.events[at]
    modality = event_value(sheet.view, at, "imaging.modality")
    regions = event_values(sheet.view, at, "imaging.regions")
    closes = (
        modality in _MODALITIES
        and event_value(sheet.view, at, "imaging.contrast") == "yes"
        and all(region in regions for region in _REGIONS)
    )
    return Examination(at, event.id, event.moment, modality, closes, negative(sheet, at))


def negative(sheet: FactSheet, at: int) -> Truth:
    """Whether an imaging study says that it shows no tumour; silence is unknown."""
    said = {
        name: event_values(sheet.view, at, f"imaging.{name}")
        for name in ("new-or-growing-tumour", "residual-tumour", "unclear-finding")
    }
    tumour = "yes" in said["new-or-growing-tumour"] or "yes" in said["residual-tumour"]
    if tumour or any(report.positive for report in sheet.reports_of(at)):
        return Truth.FALSE
    if "yes" in said["unclear-finding"]:
        return Truth.UNKNOWN
    cleared = "no" in said["new-or-growing-tumour"] or "no" in said["residual-tumour"]
    return Truth.TRUE if cleared else Truth.UNKNOWN


def _closing(sheet: FactSheet) -> list[Examination]:
    return [examination for examination in examinations(sheet) if examination.closes]


@derived("surveillance.band", ask="imaging.modality", type=FactType.CHOICE, values=BANDS)
def _band(sheet: FactSheet) -> FactValue:
    """The stretch of follow-up in which the last examination (or the operation) lies.

    A sparser band starts only after an examination in the band before showed no tumour.
    """
    index = index_position(sheet)
    if index is None:
        return Unknown("unknown.no-index")
    done = _closing(sheet)
    started = sheet.events[index]
    if not done or sheet.operation is None:
        return Known("first", (started.id,))
    moments = [started.moment, *(examination.moment for examination in done)]
    if not all(moment.has_duration for moment in moments):
        return Unknown("unknown.order-only", tuple(examination.event for examination in done))
    ends = [
        add_months(started.moment.span, int(sheet.numbers[name]), sheet.calendar)
        for name in ("surveillance.first-band", "surveillance.second-band")
    ]
    last = done[-1]
    events = (started.id, last.event)
    in_first = last.moment.span.before(ends[0])
    if in_first is Truth.TRUE:
        return Known("first", events)
    if in_first is Truth.UNKNOWN:
        return Unknown("unknown.span", events)
    return _later_band(done, ends, events)


def _later_band(done: list[Examination], ends: list[Span], events: tuple[str, ...]) -> FactValue:
    last = done[-1]
    first_clear = any(e.negative is Truth.TRUE and e.moment.span.before(ends[0]) is Truth.TRUE for e in done)
    if not first_clear:
        return Known("first", events)
    in_second = last.moment.span.before(ends[1])
    if in_second is Truth.UNKNOWN:
        return Unknown("unknown.span", events)
    second_clear = any(
        e.negative is Truth.TRUE
        and e.moment.span.before(ends[0]) is Truth.FALSE
        and e.moment.span.before(ends[1]) is Truth.TRUE
        for e in done
    )
    return Known("third" if in_second is Truth.FALSE and second_clear else "second", events)


@derived("surveillance.negative-years", ask="imaging.new-or-growing-tumour", type=FactType.NUMBER, values=())
def _negative_years(sheet: FactSheet) -> FactValue:
    """Years from the index date, or the last finding, to the last examination without tumour."""
    index = index_position(sheet)
    if index is None:
        return Unknown("unknown.no-index")
    start = sheet.events[index].moment
    end = start
    events = [sheet.events[index].id]
    for examination in _closing(sheet):
        events.append(examination.event)
        if examination.negative is Truth.UNKNOWN:
            return Unknown("unknown.not-recorded", (examination.event,))
        if examination.negative is Truth.FALSE:
            start = examination.moment
        end = examination.moment
    if not (start.has_duration and end.has_duration):
        return Unknown("unknown.order-only", tuple(events))
    shortest = _years(start.span.latest, end.span.earliest, sheet.calendar)
    longest = _years(start.span.earliest, end.span.latest, sheet.calendar)
    return Known((max(0.0, shortest), max(0.0, longest)), tuple(events))


def _years(start: int, end: int, calendar: Calendar) -> float:
    """Calendar years between two days, so that the tenth anniversary is exactly ten."""
    if calendar is not Calendar.DATES:
        return (end - start) / 365.25
    first, last = date.fromordinal(start), date.fromordinal(end)
    return (last.year - first.year) + (last.month - first.month) / 12 + (last.day - first.day) / 372


@derived("surveillance.baseline-done", ask="imaging.modality")
def _baseline_done(sheet: FactSheet) -> FactValue:
    """Whether an examination from the baseline month on is on record; an earlier one does not replace it."""
    operation = sheet.operation
    done = _closing(sheet)
    if operation is None or not done:
        return Known("no")
    started = sheet.events[operation].moment
    verdicts: list[tuple[Truth, str]] = []
    for examination in done:
        if not (started.has_duration and examination.moment.has_duration):
            verdicts.append((Truth.UNKNOWN, examination.event))
            continue
        opens = add_months(started.span, int(sheet.numbers["baseline.opens"]), sheet.calendar)
        verdicts.append((opens.at_or_before(examination.moment.span), examination.event))
    for verdict, value in ((Truth.TRUE, "yes"), (Truth.UNKNOWN, "")):
        events = tuple(event for found, event in verdicts if found is verdict)
        if events:
            return Known(value, events) if value else Unknown("unknown.span", events)
    return Known("no", tuple(event for _, event in verdicts))


def _is_treatment_only(studies: tuple[str, ...]) -> bool:
    return bool(studies) and set(studies) <= {"surgery", "endocrine-therapy"}


@derived("surveillance.declined", ask="declined.study")
def _declined(sheet: FactSheet) -> FactValue:
    """Whether an examination stands declined: refused, not done since, and not ended by a clinician."""
    index = index_position(sheet)
    start = 0 if index is None else index + 1
    refusals = [
        at
        for at in sheet.kind_positions("declined", start)
        if not _is_treatment_only(event_values(sheet.view, at, "declined.study"))
    ]
    answered = {e.position for e in _closing(sheet)}
    ended = sheet.positions("decision.ends-study") + sheet.positions("decision.stop-surveillance", "yes")
    standing = [at for at in refusals if not any(later > at for later in (*answered, *ended))]
    other = {"surgery", "endocrine-therapy"}
    told = [
        at
        for at in standing
        if (studies := event_values(sheet.view, at, "declined.study")) and not set(studies) & other
    ]
    if told:
        return Known("yes", sheet.ids(told))
    return Unknown("unknown.recorded-as-unknown", sheet.ids(standing)) if standing else Known("no")


@derived("change.new-tumour", ask="imaging.new-or-growing-tumour")
def _new_tumour(sheet: FactSheet) -> FactValue:
    """Whether new or growing tumour is on record since the last operation; a hedged report counts."""
    start = -1 if sheet.operation is None else sheet.operation
    found = [at for at in sheet.changes if at > start]
    if found:
        return Known("yes", sheet.ids(found))
    untold = [
        at
        for name in ("imaging.new-or-growing-tumour", "recurrence.type")
        for at, row in sheet.rows(name, max(sheet.live_start, start + 1))
        if row.value is None and row.status == "unknown"
    ]
    untold += [e.position for e in examinations(sheet)[-1:] if _is_unclear(sheet, e.position)]
    untold += [e.position for e in examinations(sheet)[-1:] if _says_nothing(sheet, e)]
    return Unknown("unknown.recorded-as-unknown", sheet.ids(untold)) if untold else Known("no")


def _says_nothing(sheet: FactSheet, examination: Examination) -> bool:
    """Whether a closing examination speaks neither of tumour nor of any vein."""
    spoken = bool(sheet.reports_of(examination.position))
    return examination.closes and examination.negative is Truth.UNKNOWN and not spoken


def _is_unclear(sheet: FactSheet, at: int) -> bool:
    return "yes" in event_values(sheet.view, at, "imaging.unclear-finding")


@derived("follow-up.new-symptom", ask="complaint.cardiac")
def _new_symptom(sheet: FactSheet) -> FactValue:
    """Whether a pelvic, venous or cardiac complaint came after the last closing examination, or the index event."""
    index = index_position(sheet)
    if index is None:
        return Known("no")
    done = _closing(sheet)
    start = (done[-1].position if done else index) + 1
    names = [f"complaint.{name}" for group in COMPLAINT_GROUPS for name in (group, *COMPLAINT_GROUPS[group])]
    complaints = sorted(at for name in names for at in sheet.positions(name, "yes", start=start))
    if complaints:
        return Known("yes", sheet.ids(complaints))
    untold = [at for name in names for at, row in sheet.rows(name, start) if row.status == "unknown"]
    if untold:
        return Unknown("unknown.recorded-as-unknown", sheet.ids(untold))
    denied = sheet.positions("complaint.asymptomatic", "yes", start=start)
    return Known("no", sheet.ids(denied))


@derived("follow-up.unclear-finding", ask="imaging.unclear-finding")
def _unclear_finding(sheet: FactSheet) -> FactValue:
    """Whether the last examination left an unclear finding."""
    done = examinations(sheet)
    if not done:
        return Known("no")
    last = done[-1]
    stated = event_values(sheet.view, last.position, "imaging.unclear-finding")
    if stated:
        return Known("yes" if "yes" in stated else "no", (last.event,))
    told = last.negative is not Truth.UNKNOWN
    return Known("no", (last.event,)) if told else Unknown("unknown.not-recorded", (last.event,))


@derived("echocardiography.since-cardiac-complaint", ask="imaging.modality")
def _echo_since_complaint(sheet: FactSheet) -> FactValue:
    """Whether an echocardiography on record lies after the last cardiac complaint."""
    complaints = [
        at
        for name in ("cardiac", *COMPLAINT_GROUPS["cardiac"])
        for at in sheet.positions(f"complaint.{name}", "yes", start=sheet.live_start)
    ]
    last = max(complaints, default=-1)
    echoes = [at for at in sheet.positions("imaging.modality", "echocardiography") if at > last]
    if echoes:
        return Known("yes", sheet.ids(echoes))
    untold = [at for at, row in sheet.rows("imaging.modality", last + 1) if row.status == "unknown"]
    return Unknown("unknown.recorded-as-unknown", sheet.ids(untold)) if untold else Known("no")
