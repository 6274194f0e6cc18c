"""Cases become rows of the cohort table: everything that a rule or a count may need, no free words around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from cephalad.columns.schema import DATED, PATIENT, RECORDED, SCHEMA
from cephalad.logic import Calendar, Span
from cephalad.record import Case, Event, Observation

__all__ = ["collect"]

_DAY_ZERO = date(1970, 1, 1).toordinal()
_Row = tuple[object, ...]


def collect(cases: Iterable[Case]) -> pl.DataFrame:
    """The cohort table of these cases, in the order of their ids.

    Notes, report texts, authors, sources and titles are left out. `sequence` is the rank of the event's own sequence
    among all events of the record, corrected and withdrawn ones included: it decides between events whose days overlap.

    Parameters
    ----------
    cases : valid cases, each with an id of its own
    """
    rows = [row for case in sorted(cases, key=lambda case: case.id) for row in _rows(case)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _rows(case: Case) -> Iterator[_Row]:
    yield from _patient_rows(case)
    for place, event in enumerate(sorted(case.events, key=lambda event: (event.sequence, event.id))):
        common = _event_columns(case, event, place)
        findings = [_finding_columns(observation) for observation in event.observations]
        yield from ((*common, *finding) for finding in findings or [_NO_FINDING])


_NO_FINDING: _Row = ("", "", None, None, "", RECORDED)


def _event_columns(case: Case, event: Event, place: int) -> _Row:
    """What stands in every row of an event."""
    moment = event.moment
    dated = case.calendar is Calendar.DATES
    zero = 0 if dated else _DAY_ZERO
    return (
        case.id,
        event.id,
        event.kind,
        place,
        date.fromordinal(moment.span.earliest + zero),
        date.fromordinal(moment.span.latest + zero),
        DATED if dated else moment.basis.value,
        date.fromordinal(event.recorded_at.latest),
        event.supersedes or None,
        event.withdrawn,
    )


def _finding_columns(observation: Observation) -> _Row:
    value = observation.value
    text = value if isinstance(value, str) else None
    number = None if value is None or isinstance(value, str) else float(value)
    return (observation.finding, observation.qualifier, text, number, observation.unit, observation.status)


# --- the patient herself ----------------------------------------------------------------------------------------------


def _patient_rows(case: Case) -> Iterator[_Row]:
    """One row for each thing that the header says of her."""
    written_on = date.fromordinal(case.written_on.latest)
    common = (case.id, "", PATIENT, -1, None, None, None, written_on, None, False)
    for finding, qualifier, text, number, unit in _header(case):
        yield (*common, finding, qualifier, text, number, unit, RECORDED)


def _header(case: Case) -> Iterator[_Row]:
    if case.sex:
        yield "patient.sex", "", case.sex, None, ""
    if case.birth is not None and case.birth.span is not None:
        yield "patient.birth", "", case.birth.text, None, ""
    elif case.birth is not None and case.birth.age_years is not None:
        yield "patient.age-years", case.birth.at_event, None, float(case.birth.age_years), "years"
    yield "patient.written-on", "", _partial_date(case.written_on), None, ""
    if "synthetic" in case.header:
        yield "patient.synthetic", "", case.header["synthetic"], None, ""


def _partial_date(span: Span) -> str:
    """The shortest partial date that means these days."""
    first, last = date.fromordinal(span.earliest), date.fromordinal(span.latest)
    if first == last:
        return first.isoformat()
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"
