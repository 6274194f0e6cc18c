"""Which events of many patients stand, and in which order: the record's view as columns.

Order of two events: by days that do not overlap, else by sequence. The place of a counted event does not depend on the
date that an answer is given for, as long as the days of two events are nested or apart, as days, months and years are:
a month that counts has all its days behind it, so what does not count yet cannot have put two counted events in order.
It does depend on what is superseded, so the order is made after the corrections.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from cephalad.columns.schema import DATED, PATIENT, RECORDED
from cephalad.terms import FINDINGS, STATUSES

__all__ = ["Standing", "patient_batches", "standing"]

_EVENT = ("person", "event", "kind", "from", "to", "basis", "recorded_at", "run")
_FINDINGS = pl.Enum(list(FINDINGS))
_FINDING = ("person", "finding", "qualifier", "value_text", "value_number", "status")
_STATUSES = pl.Enum((RECORDED, *STATUSES))


@dataclass(frozen=True, slots=True)
class Standing:
    """The events that no other event has superseded, of a batch of whole patients, oldest first.

    Attributes
    ----------
    patients : `person` (UInt32, from 0), `patient`, and `dated`, whether her days are calendar dates; every patient of
        the table, those without events included
    events : one row for each event: `place` (UInt32, from 0: its place over the whole batch, so that `place` orders the
        events of one patient, and the patients among each other), `person`, `event`, `kind`, `from`, `to`, `basis`,
        `recorded_at`
    findings : one row for each finding: `place` of its event, `person`, and the table's columns from `finding` (an Enum
        of the vocabulary) on without `unit`, words as categories; in the order of the events, within an event in
        the order of the table
    headers : the rows about the patient herself, with `person`; an age also with the days (`from`, `to`, `basis`) of
        the event at which she had it, whether or not that event stands
    """

    patients: pl.DataFrame
    events: pl.DataFrame
    findings: pl.DataFrame
    headers: pl.DataFrame

    def counted(self, as_of: date) -> pl.DataFrame:
        """The events whose last possible day has come on that date."""
        return self.events.filter(pl.col("to") <= as_of)

    def straddling(self, as_of: date) -> pl.DataFrame:
        """The events that may already have happened on that date but do not count yet.

        They are told apart, not put in order among themselves: what that order is depends on which of them did happen.
        """
        return self.events.filter((pl.col("from") <= as_of) & (pl.col("to") > as_of))


def standing(table: pl.DataFrame, *, recorded_by: date | None = None) -> Standing:
    """The standing events of all patients in the table, oldest first.

    `sequence` must tell the events of a patient apart; where it says another order than the days, the days decide, as
    in the record.

    Parameters
    ----------
    table : rows of whole patients (`cephalad.columns.schema.COLUMNS`)
    recorded_by : only what was certainly recorded on or before this day is known; None for everything
    """
    rows = _numbered(table)
    undated = rows.lazy().filter(pl.col("basis") != DATED).select("person").unique().collect()
    patients = (
        rows.lazy()
        .filter(pl.col("person").ne_missing(pl.col("person").shift()))
        .select("person", "patient", dated=~pl.col("person").is_in(undated["person"].implode()))
    )
    about_her = pl.col("kind") == PATIENT
    first = rows.lazy().filter(pl.col("run").ne_missing(pl.col("run").shift()) & ~about_her)
    events = _ordered(_standing(first.select(*_EVENT, "supersedes", "withdrawn").collect(), recorded_by).select(_EVENT))
    events = events.with_row_index("place")
    places = pl.repeat(None, rows.height, dtype=pl.UInt32, eager=True).scatter(events["run"], events["place"])
    stands = rows.lazy().with_columns(place=places.gather(rows["run"])).filter(pl.col("place").is_not_null())
    # A table says few words many times. Categories of the batch's own: they go when it goes.
    words = pl.col("qualifier", "value_text").cast(pl.Categorical(pl.Categories.random()))
    known = pl.col("finding").cast(_FINDINGS, strict=False), pl.col("status").cast(_STATUSES, strict=False)
    named = stands.with_columns(words, *known)
    findings = named.filter(pl.col("finding").is_not_null()).select("place", *_FINDING).collect()
    if not findings["place"].is_sorted():
        findings = findings.sort("place", maintain_order=True)
    return Standing(patients.collect(), events.drop("run"), findings, _headers(rows, first))


def _headers(rows: pl.DataFrame, first: pl.LazyFrame) -> pl.DataFrame:
    """The rows about the patients themselves; those of an age with the days of its event.

    Parameters
    ----------
    first : the first row of every event
    """
    headers = rows.lazy().filter(pl.col("kind") == PATIENT).select(_FINDING).collect()
    named = headers["qualifier"].unique().implode()
    events = first.filter(pl.col("event").is_in(named)).select("person", "event", "from", "to", "basis").collect()
    return headers.join(
        events, left_on=["person", "qualifier"], right_on=["person", "event"], how="left", maintain_order="left"
    )


# --- order ------------------------------------------------------------------------------------------------------------


def _numbered(table: pl.DataFrame) -> pl.DataFrame:
    """The rows with each patient's events together, with the number of their patient and of their event (`run`).

    A table whose rows stand as they are written is not sorted again.
    """
    person, sequence = pl.col("person"), pl.col("sequence")
    rows = table.with_columns(person=pl.col("patient").rle_id())
    if rows.select(person.last() + 1 != pl.col("patient").n_unique()).item():
        rows = table.sort("patient", maintain_order=True).with_columns(person=pl.col("patient").rle_id())
    same = person == person.shift()
    if rows.select((same & (sequence < sequence.shift())).any()).item():
        rows = rows.sort("person", "sequence", maintain_order=True)
    starts = (~same | (sequence != sequence.shift())).fill_null(value=False)
    return rows.with_columns(run=starts.cum_sum().cast(pl.UInt32))


def _standing(events: pl.DataFrame, recorded_by: date | None) -> pl.DataFrame:
    corrections = events.filter(pl.col("supersedes").is_not_null()).select("person", "event", "supersedes")
    known = events if recorded_by is None else events.filter(pl.col("recorded_at") <= recorded_by)
    return known.filter(~pl.col("withdrawn")) if corrections.is_empty() else _uncorrected(known, corrections)


def _uncorrected(known: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    touched = known.filter(pl.col("person").is_in(corrections["person"].unique().implode()))
    gone = touched.join(_superseded(touched, corrections), on=["person", "event"], how="semi")["run"]
    return known.filter(~pl.col("run").is_in(gone.implode()) & ~pl.col("withdrawn"))


def _superseded(known: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """What the known corrections replace, over corrections in between that are not known themselves."""
    named = pl.col("supersedes").alias("event")
    step = known.filter(pl.col("supersedes").is_not_null()).select("person", named)
    found = step
    while not step.is_empty():
        step = corrections.join(step, on=["person", "event"], how="semi").select("person", named)
        step = step.join(found, on=["person", "event"], how="anti")
        found = pl.concat([found, step])
    return found


def _ordered(events: pl.DataFrame) -> pl.DataFrame:
    """The events oldest first; those of a patient whose sequence never runs against the days stay as they are."""
    days = {name: pl.col(name).cast(pl.Int32).cast(pl.Int64) for name in ("from", "to")}
    wide = pl.col("person").cast(pl.Int64) * 2**33
    against = (wide + days["to"]) < (wide + days["from"]).cum_max()
    persons = events.filter(against)["person"].unique()
    if persons.is_empty():
        return events
    moved = events.filter(pl.col("person").is_in(persons.implode()))
    begins = pl.Series("begin", list(_begins(moved)), dtype=pl.Int32)
    moved = moved.select("run", begins)
    return events.join(moved, on="run", how="left").sort("person", "begin", "run", nulls_last=False).drop("begin")


def _begins(events: pl.DataFrame) -> Iterator[int]:
    """For each event the first day of the run that it belongs to, as in `cephalad.record.in_order`.

    Runs stand by their first days, and within a run the sequence rules, so this day and the sequence give the order.
    """
    whose = -1
    begins: list[int] = []
    numbers = events.select("person", pl.col("from").cast(pl.Int32), pl.col("to").cast(pl.Int32))
    for person, earliest, latest in numbers.iter_rows():
        if person != whose:
            whose, begins = person, []
        place = bisect_right(begins, latest)
        if place and earliest <= begins[place - 1]:
            yield begins[place - 1]
        else:
            begins.insert(place, earliest)
            yield earliest


# --- tables larger than memory ----------------------------------------------------------------------------------------


def patient_batches(table: pl.LazyFrame, *, patients: int = 50_000) -> Iterator[pl.DataFrame]:
    """The table in pieces of whole patients; only one piece, and the number of rows of every patient, is in memory.

    Parameters
    ----------
    table : a scanned table in which the rows of each patient stand together, as they are written; one in which they do
        not is sorted first, in memory
    patients : how many patients a piece holds at most
    """
    lengths = pl.col("patient").rle()
    runs = table.select(lengths).unnest("patient").collect(engine="streaming")
    if runs["value"].is_duplicated().any():
        table = table.sort("patient", "sequence", maintain_order=True).collect().lazy()
        runs = table.select(lengths).unnest("patient").collect()
    ends = runs["len"].cast(pl.Int64).cum_sum()
    yield from _slices(table, ends.gather_every(patients, patients - 1).to_list(), ends.last() or 0)


def _slices(table: pl.LazyFrame, ends: Sequence[int], total: object) -> Iterator[pl.DataFrame]:
    start = 0
    for end in [*ends, total]:
        assert isinstance(end, int)
        if end > start:
            yield table.slice(start, end - start).collect()
        start = end
