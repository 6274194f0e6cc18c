"""What the rows of one patient must hold together: one calendar, one order, events that agree with themselves.

A fault here leaves open what happened when, so it refuses the whole patient: no answer is better than a false one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from cephalad.columns.schema import DATED, EVENT_COLUMNS, PATIENT

__all__ = ["PatientRule", "broken_patient_rules"]

_KEY = ["patient", "event"]


@dataclass(frozen=True, slots=True)
class PatientRule:
    """A rule for the rows of one patient; `column` is where a reader should look."""

    code: str
    column: str
    rule: str
    remedy: str


_CALENDAR = PatientRule(
    "TABLE-30", "basis", "a patient uses dates or day numbers, not both", f"write {DATED} in all her rows or in none"
)
_DISAGREE = PatientRule(
    "TABLE-31", "event", "the rows of an event say the same of it", "write one kind, time and place in its order"
)
_CLASH = PatientRule("TABLE-32", "sequence", "two events of a patient have two places", "number her events 0, 1, 2, …")
_UNNAMED = PatientRule(
    "TABLE-33", "supersedes", "must name another event of the patient", "name the event that is corrected"
)
_TWICE = PatientRule("TABLE-34", "supersedes", "an event is corrected once", "supersede its correction instead")
_CIRCLE = PatientRule("TABLE-35", "supersedes", "corrections must not run in a circle", "supersede the earlier event")
_REPEATED = PatientRule("TABLE-36", "finding", "is said of a patient once, a birth or an age", "leave one of the rows")
_AGE = PatientRule("TABLE-37", "qualifier", "an age is stated at an event of the patient", "name one of her events")
_BIRTH = PatientRule(
    "TABLE-38", "value_text", "must be an age where times are day numbers", "write patient.age-years, said of an event"
)
_UNBORN = PatientRule("TABLE-39", "value_text", "must not lie after an event", "correct the birth or the event")


def broken_patient_rules(records: pl.DataFrame, headers: pl.DataFrame) -> Iterator[tuple[PatientRule, pl.Series]]:
    """Each rule that is broken, with the patients that break it.

    Parameters
    ----------
    records : everything different that is said of an event, at least once
    headers : the rows about the patients themselves
    """
    events = _events(records)
    checks = (
        (_CALENDAR, _two_calendars(events)),
        (_DISAGREE, _repeated(events, _KEY)),
        (_CLASH, _clashing(events)),
        *_corrections(events),
        *_headers(headers, events),
    )
    for rule, found in checks:
        patients = found.get_column("patient").unique()
        if patients.len():
            yield rule, patients


def _events(records: pl.DataFrame) -> pl.DataFrame:
    """Every different thing that is said of an event: one row each, if its rows agree."""
    is_event = (pl.col("kind") != PATIENT) & (pl.col("patient") != "") & (pl.col("event") != "")
    events = records.lazy().filter(is_event).select(EVENT_COLUMNS).collect()
    return events if _each_has_its_place(events) else events.unique()


def _each_has_its_place(events: pl.DataFrame) -> bool:
    """Whether the rows stand by patient and place and no place is taken twice, as in a table that is written whole."""
    patient, sequence = pl.col("patient"), pl.col("sequence")
    before = patient.shift()
    follows = (patient > before) | ((patient == before) & (sequence > sequence.shift()))
    return bool(events.select(follows.slice(1).fill_null(value=False).all()).item())


def _repeated(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    return rows.filter(pl.struct(key).is_duplicated() & pl.col(key[-1]).is_not_null())


def _clashing(events: pl.DataFrame) -> pl.DataFrame:
    if _each_has_its_place(events):
        return events.clear()
    doubtful = _repeated(events, ["patient", "sequence"])
    return _repeated(doubtful.unique([*_KEY, "sequence"]), ["patient", "sequence"])


def _two_calendars(events: pl.DataFrame) -> pl.DataFrame:
    kinds = events.select("patient", dated=pl.col("basis") == DATED).drop_nulls().unique()
    return _repeated(kinds.select("dated", "patient"), ["patient"])


# --- corrections ------------------------------------------------------------------------------------------------------


def _corrections(events: pl.DataFrame) -> Iterator[tuple[PatientRule, pl.DataFrame]]:
    found = events.filter(pl.col("supersedes").is_not_null()).select(*_KEY, "supersedes").unique()
    if not found.height:
        return
    events = events.join(found, on="patient", how="semi")
    named = found.join(events, left_on=["patient", "supersedes"], right_on=_KEY, how="semi")
    itself = pl.col("supersedes") == pl.col("event")
    unnamed = found.join(events, left_on=["patient", "supersedes"], right_on=_KEY, how="anti")
    yield _UNNAMED, pl.concat([unnamed, found.filter(itself)])
    yield _TWICE, _repeated(named, ["patient", "supersedes"])
    yield _CIRCLE, _in_circles(named.filter(~itself))


def _in_circles(corrections: pl.DataFrame) -> pl.DataFrame:
    """The corrections that never come to an uncorrected event, each step twice as far as the one before."""
    steps = corrections.unique(_KEY)
    taken, longest = 1, steps.height
    while steps.height and taken <= longest:
        further = steps.select("patient", pl.col("event").alias("supersedes"), pl.col("supersedes").alias("next"))
        steps = steps.join(further, on=["patient", "supersedes"]).select(*_KEY, pl.col("next").alias("supersedes"))
        taken *= 2
    return steps


# --- the patient herself ----------------------------------------------------------------------------------------------


def _headers(headers: pl.DataFrame, events: pl.DataFrame) -> Iterator[tuple[PatientRule, pl.DataFrame]]:
    said = headers.with_columns(about=pl.col("finding").replace("patient.age-years", "patient.birth"))
    yield _REPEATED, _repeated(said, ["patient", "about"])
    ages = headers.filter(pl.col("finding") == "patient.age-years")
    named = events.filter(pl.col("event").is_in(ages["qualifier"].unique().implode()))
    yield _AGE, ages.join(named, left_on=["patient", "qualifier"], right_on=_KEY, how="anti")
    births = headers.filter(pl.col("finding") == "patient.birth")
    counted = events.filter(pl.col("basis") != DATED)
    yield _BIRTH, births.join(counted, on="patient", how="semi")
    born = births.select("patient", born=pl.col("value_text"))
    earliest = events.filter(pl.col("basis") == DATED).group_by("patient").agg(pl.col("to").min())
    # A partial date compares with a whole one as text: 2025 stands before 2025-01-01, its first day.
    late = pl.col("to").dt.to_string("%Y-%m-%d") < pl.col("born")
    yield _UNBORN, born.join(earliest, on="patient").filter(late)
