"""Rows of the cohort table become cases again, without the free words that the table leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from cephalad.columns.schema import DATED, PATIENT
from cephalad.logic import Basis, Calendar, Span, parse_partial_date
from cephalad.record import Birth, Case, Event, Moment, Observation

__all__ = ["restore"]

_DAY_ZERO = date(1970, 1, 1).toordinal()
_Row = dict[str, Any]


def restore(rows: pl.DataFrame) -> Iterator[Case]:
    """The case of each patient of a table that has been checked, in the order of the table.

    Days of recording and the file's date become the day that the table gives; `collect` of the cases is the same table
    again.

    Parameters
    ----------
    rows : the rows of whole patients, those of a patient together
    """
    for _, group in groupby(rows.iter_rows(named=True), key=lambda row: row["patient"]):
        yield _case(list(group))


def _case(rows: list[_Row]) -> Case:
    header = {row["finding"]: row for row in rows if row["kind"] == PATIENT}
    told = sorted((row for row in rows if row["kind"] != PATIENT), key=lambda row: row["sequence"])
    dated = all(row["basis"] == DATED for row in told)
    zero = 0 if dated else _DAY_ZERO
    events = [_event(list(group), zero, dated=dated) for _, group in groupby(told, key=lambda row: row["event"])]
    return Case(
        rows[0]["patient"],
        header["patient.sex"]["value_text"] if "patient.sex" in header else "",
        _birth(header),
        Calendar.DATES if dated else Calendar.DAY_NUMBERS,
        _written_on(rows, header),
        # What corrects stands after what it corrects, as in a file that grows.
        tuple(sorted(events, key=lambda event: bool(event.supersedes))),
        {"synthetic": header["patient.synthetic"]["value_text"]} if "patient.synthetic" in header else {},
    )


def _written_on(rows: list[_Row], header: dict[str, _Row]) -> Span:
    if "patient.written-on" in header:
        return parse_partial_date(header["patient.written-on"]["value_text"])
    latest = max(row["recorded_at"].toordinal() for row in rows)
    return Span(latest, latest)


def _birth(header: dict[str, _Row]) -> Birth | None:
    if "patient.birth" in header:
        text = header["patient.birth"]["value_text"]
        return Birth(span=parse_partial_date(text), text=text)
    if "patient.age-years" in header:
        age = header["patient.age-years"]
        return Birth(age_years=int(age["value_number"]), at_event=age["qualifier"])
    return None


def _event(rows: list[_Row], zero: int, *, dated: bool) -> Event:
    row = rows[0]
    span = Span(row["from"].toordinal() - zero, row["to"].toordinal() - zero)
    recorded = row["recorded_at"].toordinal()
    return Event(
        id=row["event"],
        kind=row["kind"],
        moment=Moment(span, Basis.STATED if dated else Basis(row["basis"]), _text(span, dated=dated)),
        sequence=row["sequence"],
        recorded_at=Span(recorded, recorded),
        observations=tuple(_observation(each) for each in rows if each["finding"]),
        supersedes=row["supersedes"] or "",
        withdrawn=row["withdrawn"],
    )


def _observation(row: _Row) -> Observation:
    value = row["value_text"] if row["value_number"] is None else row["value_number"]
    return Observation(row["finding"], row["qualifier"], value, row["unit"], row["status"])


def _text(span: Span, *, dated: bool) -> str:
    """The shortest partial date that means these days, or the day number."""
    if not dated:
        return str(span.earliest)
    first, last = date.fromordinal(span.earliest), date.fromordinal(span.latest)
    if first == last:
        return first.isoformat()
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"
