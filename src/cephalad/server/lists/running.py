"""One run of the column engine over cases of the store, and what each record says of contacts and bookings.

Apart from `cephalad.server.lists.work`, so that a server starts without the libraries of the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

import polars as pl

from cephalad.columns.answers import study_column
from cephalad.columns.collect import collect
from cephalad.columns.moments import asked_moments, parse_as_of
from cephalad.columns.pathway import OpenWork, Pathway
from cephalad.columns.standing import standing
from cephalad.guideline import default_guideline
from cephalad.logic import Calendar, parse_partial_date
from cephalad.record import Case, Event, standing_events
from cephalad.server.lists.work import Booking, Contact, OpenCase, OpenExamination
from cephalad.write.overview import pressing

__all__ = ["worked_out"]

_DAY_ZERO = date(1970, 1, 1).toordinal()


@cache
def _pathway() -> Pathway:
    return Pathway(default_guideline())


def worked_out(cases: Mapping[str, Case], today: str) -> Iterator[OpenCase]:
    """The open work of these cases, by one run of the column engine."""
    if not cases:
        return
    stands = standing(collect(cases.values()))
    dated = asked_moments(stands, [parse_as_of(today)])
    counted = stands.patients.filter(~pl.col("dated"))["person"]
    last = asked_moments(stands, [parse_as_of("last")]).filter(pl.col("person").is_in(counted.implode()))
    work = _pathway().open_work(stands, pl.concat([dated, last]).sort("person"))
    told = {row["patient"]: row for row in _rows(work)}
    for subject, case in cases.items():
        yield _open_case(subject, case, told.get(case.id), today)


def _rows(work: OpenWork) -> Iterator[dict[str, object]]:
    """The answers of each case with its open examinations and what is proposed."""
    examinations: dict[int, list[tuple[object, ...]]] = {}
    for row, *said in work.examinations.iter_rows():
        examinations.setdefault(row, []).append(tuple(said))
    rows = zip(work.answers.iter_rows(named=True), work.proposed.iter_rows(), strict=True)
    for place, (row, (kind, group)) in enumerate(rows):
        yield {**row, "examinations": examinations.get(place, []), "proposed": kind, "proposed_group": group}


def _open_case(subject: str, case: Case, row: Mapping[str, object] | None, today: str) -> OpenCase:
    events = list(_counted(case, today))
    own = OpenCase(
        subject, case.id, case.calendar,
        contacts=tuple(_contact(event) for event in events if event.kind == "contact"),
        bookings=tuple(_booking(event) for event in events if event.kind == "booking"),
        newest=events[-1].moment.span if events else None,
    )  # fmt: skip
    return own if row is None else _with_answers(own, row)


def _with_answers(own: OpenCase, row: Mapping[str, object]) -> OpenCase:
    zero = _DAY_ZERO if own.calendar is Calendar.DATES else 0
    status = {study.id: str(row[study_column(study.id)]) for study in default_guideline().studies}
    return OpenCase(
        own.subject,
        own.pseudonym,
        own.calendar,
        _names(row["urgent"]),
        tuple(_examination(each, zero) for each in _listed(row["examinations"])),
        tuple(study for study, said in status.items() if pressing(said, ()) == "overdue"),
        tuple(study for study, said in status.items() if pressing(said, ()) == "due"),
        _names(row["front"]),
        row["mdt"] == "yes" and row["mdt_met"] != "yes",
        str(row["plan_group"] or ""),
        str(row["proposed"] or ""),
        str(row["proposed_group"] or ""),
        _names(row["missing"]),
        own.contacts,
        own.bookings,
        own.newest,
    )


def _listed(value: object) -> Iterable[tuple[object, ...]]:
    assert isinstance(value, list)
    return value


def _names(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()


def _examination(said: tuple[object, ...], zero: int) -> OpenExamination:
    study, opens, closes, status, declined = said
    first, last = (each.toordinal() - _DAY_ZERO + zero if isinstance(each, date) else None for each in (opens, closes))
    return OpenExamination(str(study), first, last, str(status), bool(declined))


# --- what the record says of contacts and bookings --------------------------------------------------------------------


def _counted(case: Case, today: str) -> Iterator[Event]:
    """The events that stand and have surely happened."""
    last = parse_partial_date(today).latest
    for event in standing_events(case):
        if case.calendar is not Calendar.DATES or event.moment.span.latest <= last:
            yield event


def _contact(event: Event) -> Contact:
    said = next((each for each in event.observations if each.finding == "contact.reached"), None)
    told = "" if said is None or said.status == "suspected" else str(said.value or "")
    return Contact(event.moment.span, told)


def _booking(event: Event) -> Booking:
    said = {each.finding: each.value for each in event.observations}
    planned = said.get("booking.planned-on")
    days = parse_partial_date(planned) if isinstance(planned, str) else None
    return Booking(str(said.get("booking.study") or ""), days)
