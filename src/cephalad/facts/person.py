"""Ages, and what can be said of menstruation; a span of birth days gives a span of ages."""

from __future__ import annotations

from datetime import date

from cephalad.facts.model import FactType, FactValue, Known, Unknown
from cephalad.facts.sheet import FactSheet, derived
from cephalad.logic import Calendar, PartialDateError, Span, Truth, add_months, parse_partial_date
from cephalad.record.model import Case
from cephalad.record.read_case import MAX_AGE

__all__ = ["age_on", "birth_span", "diagnosis_position"]


def birth_span(case: Case) -> Span | None:
    """The days on which the patient may have been born; None when neither birth nor age is recorded."""
    birth = case.birth
    if birth is None or case.calendar is not Calendar.DATES:
        return None
    if birth.span is not None:
        return birth.span
    stated = next((event for event in case.events if event.id == birth.at_event), None)
    if stated is None or birth.age_years is None:
        return None
    # Whoever is 48 on a day was born more than 48 and at most 49 years before it.
    earliest = _years_before(stated.moment.span.earliest, birth.age_years + 1) + 1
    return Span(earliest, _years_before(stated.moment.span.latest, birth.age_years))


def _years_before(day: int, years: int) -> int:
    on = date.fromordinal(day)
    try:
        return on.replace(year=on.year - years).toordinal()
    except ValueError:
        return date(on.year - years, 2, 28).toordinal()


def age_on(case: Case, on: Span) -> tuple[float, float] | None:
    """Lowest and highest age in completed years on a day; None when unknown."""
    birth = birth_span(case)
    if birth is None:
        return _age_without_calendar(case, on)
    return float(_completed_years(birth.latest, on.earliest)), float(_completed_years(birth.earliest, on.latest))


def _completed_years(born: int, on: int) -> int:
    first, last = date.fromordinal(born), date.fromordinal(on)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def _age_without_calendar(case: Case, on: Span) -> tuple[float, float] | None:
    """On day numbers: the stated age, moved by whole years of 365 and 366 days."""
    birth = case.birth
    if birth is None or birth.age_years is None:
        return None
    stated = next((event for event in case.events if event.id == birth.at_event), None)
    if stated is None or not stated.moment.has_duration:
        return None
    shortest = on.earliest - stated.moment.span.latest
    longest = on.latest - stated.moment.span.earliest
    # Between birthdays the completed years may turn on the next day, or not for a year.
    return float(birth.age_years + shortest // 366), float(birth.age_years + 1 + (longest - 1) // 365)


def diagnosis_position(sheet: FactSheet) -> int | None:
    """Place of the first event that names the disease: pathology if there is any, else the first probable evidence."""
    pathology = [
        *sheet.positions("pathology.diagnosis", "ivl", start=sheet.live_start),
        *sheet.positions("pathology.intraluminal-smooth-muscle", "yes", start=sheet.live_start),
    ]
    if pathology:
        return min(pathology)
    probable = [
        *sheet.positions("operation.worm-like-tumour", "yes", start=sheet.live_start),
        *(report.position for report in sheet.vein_reports if report.continuous and report.positive),
        *(report.position for report in sheet.vein_reports if report.enhancing and report.cord),
        *(at for at in sheet.operations if any(report.positive for report in sheet.reports_of(at))),
    ]
    return min(probable, default=None)


@derived("patient.age-at-diagnosis", ask="state.menopause", type=FactType.NUMBER, values=())
def _age_at_diagnosis(sheet: FactSheet) -> FactValue:
    position = diagnosis_position(sheet)
    if position is None:
        return Unknown("unknown.no-diagnosis")
    return _age_at(sheet, position)


@derived("patient.age-at-bleeding", ask="state.menopause", type=FactType.NUMBER, values=())
def _age_at_bleeding(sheet: FactSheet) -> FactValue:
    places = [
        at
        for name in ("menorrhagia", "prolonged-bleeding", "irregular-bleeding", "postmenopausal-bleeding")
        for at in sheet.positions(f"complaint.{name}", "yes", start=sheet.live_start)
    ]
    if places:
        return _age_at(sheet, max(places))
    now = age_on(sheet.case, sheet.as_of)
    # No bleeding so far can have come at a greater age than today's.
    return Known((0.0, now[1])) if now else Unknown("unknown.no-age")


def _age_at(sheet: FactSheet, position: int) -> FactValue:
    event = sheet.events[position]
    ages = _age_by_order(sheet, position) or age_on(sheet.case, event.moment.span)
    if ages is None:
        return Unknown("unknown.no-age")
    return Known(ages, (event.id,))


def _age_by_order(sheet: FactSheet, position: int) -> tuple[float, float] | None:
    """The age at an event as far as order alone tells: of an order-only day no duration follows."""
    birth = sheet.case.birth
    if birth is None or birth.age_years is None:
        return None
    age, event = float(birth.age_years), sheet.events[position]
    if event.id == birth.at_event:
        return age, age
    stated = next((at for at, other in enumerate(sheet.events) if other.id == birth.at_event), None)
    if event.moment.has_duration and (stated is None or sheet.events[stated].moment.has_duration):
        return None
    if stated is None:
        return 0.0, float(MAX_AGE)
    return (age, float(MAX_AGE)) if stated < position else (0.0, age)


@derived("patient.dead", ask="state.vital-status")
def _dead(sheet: FactSheet) -> FactValue:
    places = [*sheet.kind_positions("death"), *sheet.positions("state.vital-status", "dead")]
    return Known("yes", sheet.ids(places)) if places else Known("no")


@derived("menstruation.conflict", ask="history.last-menstrual-period")
def _menstruation_conflict(sheet: FactSheet) -> FactValue:
    """Yes when the recorded last period ends before a menstrual bleeding that was recorded no later than it was."""
    stated = sheet.rows("history.last-menstrual-period")
    if not stated:
        return Unknown()
    position, observation = stated[-1]
    if not isinstance(observation.value, str):
        return Unknown("unknown.recorded-as-unknown", sheet.ids([position]))
    if sheet.calendar is not Calendar.DATES:  # a date and day numbers cannot be compared
        return Unknown("unknown.span", sheet.ids([position]))
    try:
        last_period = parse_partial_date(observation.value)
    except PartialDateError:
        return Unknown("unknown.not-recorded", sheet.ids([position]))
    for verdict in (Truth.TRUE, Truth.UNKNOWN):
        bleedings = [
            at
            for at in _menstrual_bleedings(sheet)
            if at < position and last_period.before(sheet.events[at].moment.span) is verdict
        ]
        if bleedings and verdict is Truth.TRUE:
            return Known("yes", sheet.ids([position, *bleedings]))
        if bleedings:
            return Unknown("unknown.span", sheet.ids([position, *bleedings]))
    return Known("no", sheet.ids([position]))


def _menstrual_bleedings(sheet: FactSheet) -> list[int]:
    names = ("menorrhagia", "prolonged-bleeding", "irregular-bleeding")
    return sorted(at for name in names for at in sheet.positions(f"complaint.{name}", "yes"))


@derived("menstruation.bleeding-after-pause", ask="history.last-menstrual-period")
def _bleeding_after_pause(sheet: FactSheet) -> FactValue:
    """Whether a bleeding came more than the guideline's months after the recorded last period.

    No in a woman recorded as premenopausal, whose cycles may be that long.
    """
    if sheet.says("state.menopause", "premenopausal"):
        return Known("no", sheet.ids(sheet.positions("state.menopause", "premenopausal")))
    stated = [row for row in sheet.rows("history.last-menstrual-period") if isinstance(row[1].value, str)]
    bleedings = _menstrual_bleedings(sheet)
    if not stated or not bleedings or sheet.calendar is not Calendar.DATES:
        return Unknown()
    position, observation = stated[-1]
    last_period = parse_partial_date(str(observation.value))
    pause_ends = add_months(last_period, int(sheet.numbers["workup.pause-months"]), sheet.calendar)
    verdicts = {at: pause_ends.before(sheet.events[at].moment.span) for at in bleedings}
    for verdict, answer in ((Truth.TRUE, "yes"), (Truth.UNKNOWN, "")):
        found = [at for at in bleedings if verdicts[at] is verdict]
        if found:
            events = sheet.ids([position, *found])
            return Known(answer, events) if answer else Unknown("unknown.span", events)
    return Known("no", sheet.ids([position, *bleedings]))
