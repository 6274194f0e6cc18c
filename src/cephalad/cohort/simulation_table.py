"""From the chart of a block to rows of the cohort table: corrections, vague dates, places in the order, columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from cephalad.cohort.simulation_chart import Chart, Entry
from cephalad.cohort.simulation_parameters import Flags, Integers, Numbers
from cephalad.columns.schema import BASES, DATED, PATIENT, SCHEMA
from cephalad.terms import KINDS

__all__ = ["table_of"]

_KINDS = (PATIENT, *KINDS)
_CORRECTABLE = tuple(_KINDS.index(kind) for kind in ("complaint", "imaging", "laboratory", "pathology"))
_CORRECTION, _SECOND_ENTRY, _WITHDRAWAL = 1, 2, 3
_VARIANTS = ("", "-corrected", "-second-entry", "-second-entry-withdrawn")
_LONGEST_CORRECTION = 120
_BASIS_ORDER = ("stated", "approximate", "order-only")


def table_of(
    chart: Chart, patients: pl.Series, *, day_zero: Integers, numbered: Flags, written_on: int
) -> pl.DataFrame:
    """The rows of the block, sorted by patient and place in the order.

    Parameters
    ----------
    patients : the ids
    day_zero : the day from which a case with day numbers counts
    numbered : whose case counts days
    written_on : the day on which all files were written
    """
    events, index, codes, numbers = chart.gathered()
    events, index, codes, numbers = _with_corrections(chart, events, index, codes, numbers)
    codes, numbers, index = _with_silent(chart, events, codes, numbers, index)
    order = _in_order(events)
    placed = _Placed(chart, events, order)
    framed = placed.frame(patients, day_zero=day_zero, numbered=numbered, written_on=written_on)
    position = np.empty(order.size, dtype=np.int64)
    position[order] = np.arange(order.size)
    # The place of the row is in the lower bits, so that one plain sort keeps the order within an event.
    bits = int(index.size).bit_length()
    keys = np.sort((position[index] << bits) | np.arange(index.size))
    rows = keys & ((1 << bits) - 1)
    # Places as Polars counts them, so that nothing is converted a second time.
    of_event = pl.Series((keys >> bits).astype(np.uint32))
    of_statement = pl.Series(codes[rows].astype(np.uint32))
    said = chart.vocabulary.columns().select(pl.all().gather(of_statement))
    measured = pl.Series("value_number", numbers[rows]).fill_nan(None)
    return framed.select(pl.all().gather(of_event)).hstack(said).with_columns(measured).select(SCHEMA.names())


def _in_order(events: Entry) -> Integers:
    """By patient, day, the order in which things were written, and the corrections last: one number for all four."""
    earliest = events.day.min()
    key = events.patient * (events.day.max() - earliest + 1) + events.day - earliest
    return np.argsort((key * (events.rank.max() + 1) + events.rank) * len(_VARIANTS) + events.variant)


def _with_silent(
    chart: Chart, events: Entry, codes: Integers, numbers: Numbers, index: Integers
) -> tuple[Integers, Numbers, Integers]:
    """An event without findings is one row that says nothing."""
    silent = np.flatnonzero(np.bincount(index, minlength=events.day.size) == 0)
    nothing = np.full(silent.size, chart.vocabulary.silence)
    return (
        np.concatenate((codes, nothing)),
        np.concatenate((numbers, np.full(silent.size, np.nan))),
        np.concatenate((index, silent)),
    )


# --- corrections ------------------------------------------------------------------------------------------------------


def _with_corrections(
    chart: Chart, events: Entry, index: Integers, codes: Integers, numbers: Numbers
) -> tuple[Entry, Integers, Integers, Numbers]:
    """Some events get a corrected version that says more, some were entered twice and the second entry is withdrawn."""
    throw, parameters = chart.dice.source, chart.dice.numbers
    thrown = throw.random(events.day.size)
    open_to = np.isin(events.kind, _CORRECTABLE)
    corrected = open_to & (thrown < parameters.value("corrected"))
    doubled = open_to & ~corrected & (thrown > 1 - parameters.value("withdrawn"))
    added = (
        _copies(events, corrected, _CORRECTION),
        _copies(events, doubled, _SECOND_ENTRY),
        _copies(events, doubled, _WITHDRAWAL),
    )
    # Where the copy of each event stands, for the rows to follow it.
    copy = np.full(events.day.size, -1)
    start = events.day.size
    copy[corrected] = start + np.arange(added[0].day.size)
    copy[doubled] = start + added[0].day.size + np.arange(added[1].day.size)
    follows = copy[index] >= 0
    missing = corrected[index] & (throw.random(index.size) < parameters.value("first-version-misses"))
    kept = ~missing
    names = ("patient", "day", "rank", "kind", "name", "variant")
    every = Entry(*(np.concatenate([getattr(each, name) for each in (events, *added)]) for name in names))
    return (
        every,
        np.concatenate((index[kept], copy[index[follows]])),
        np.concatenate((codes[kept], codes[follows])),
        np.concatenate((numbers[kept], numbers[follows])),
    )


def _copies(events: Entry, which: Flags, variant: int) -> Entry:
    places = np.flatnonzero(which)
    return Entry(
        events.patient[places],
        events.day[places],
        events.rank[places],
        events.kind[places],
        events.name[places],
        np.full(places.size, variant),
    )


# --- time and order ---------------------------------------------------------------------------------------------------


class _Placed:
    """The events in their order, with how vaguely each is dated."""

    def __init__(self, chart: Chart, events: Entry, order: Integers) -> None:
        self.chart = chart
        self.patient = events.patient[order]
        self.day = events.day[order]
        self.kind = events.kind[order]
        self.name = events.name[order]
        self.variant = events.variant[order]
        self.header = self.kind == 0

    def frame(self, patients: pl.Series, *, day_zero: Integers, numbered: Flags, written_on: int) -> pl.DataFrame:
        """The columns that say the same in every row of an event."""
        counts_days = numbered[self.patient]
        first, last = self._span(counts_days, day_zero)
        starts = np.flatnonzero(np.diff(self.patient, prepend=-1))
        lengths = np.diff(np.append(starts, self.patient.size))
        # The header's row is the first of a patient and stands before her events.
        sequence = np.arange(self.patient.size) - np.repeat(starts, lengths) - 1
        no_time = pl.Series(self.header)
        frame = pl.DataFrame(
            {
                "patient": patients.gather(self.patient),
                "event": self._names(self.variant),
                "kind": pl.Series(_KINDS, dtype=pl.String).gather(self.kind),
                "sequence": sequence.astype(np.int32),
                "from": pl.Series(first.astype(np.int32)).cast(pl.Date),
                "to": pl.Series(last.astype(np.int32)).cast(pl.Date),
                "basis": pl.Series(BASES, dtype=pl.String).gather(self._basis(counts_days)),
                "recorded_at": pl.Series(self._recorded(last, counts_days, written_on)).cast(pl.Date),
                "supersedes": self._superseded(),
                "withdrawn": pl.Series(self.variant == _WITHDRAWAL),
            }
        )
        timeless = [pl.when(no_time).then(None).otherwise(pl.col(name)).alias(name) for name in ("from", "to", "basis")]
        return frame.with_columns(timeless)

    def _span(self, counts_days: Flags, day_zero: Integers) -> tuple[Integers, Integers]:
        """The days that each event may have been; a month or a year takes the true day in."""
        chances = self.chart.dice.numbers.shares("dated")
        thrown = self.chart.dice.source.random(self.day.size)
        # A withdrawal and what it withdraws were entered in one go: the date of both is the same.
        by_year = thrown < chances["year"]
        by_month = ~by_year & (thrown < chances["year"] + chances["month"])
        exact = counts_days | (self.variant != 0)
        days = self.day.astype("datetime64[D]")
        first, last = self.day.copy(), self.day.copy()
        for vague, unit in ((by_month & ~exact, "M"), (by_year & ~exact, "Y")):
            whole = days[vague].astype(f"datetime64[{unit}]")
            first[vague] = whole.astype("datetime64[D]").astype(np.int64)
            last[vague] = (whole + 1).astype("datetime64[D]").astype(np.int64) - 1
        shift = np.where(counts_days, day_zero[self.patient], 0)
        return first - shift, last - shift

    def _basis(self, counts_days: Flags) -> Integers:
        shares = list(self.chart.dice.numbers.shares("day-basis").values())
        thrown = self.chart.dice.source.random(self.day.size)
        of_number = np.searchsorted(np.cumsum(shares)[:-1], thrown, side="right")
        places = np.array([BASES.index(basis) for basis in _BASIS_ORDER])
        return np.where(counts_days, places[of_number], BASES.index(DATED))

    def _recorded(self, last: Integers, counts_days: Flags, written_on: int) -> npt.NDArray[np.int32]:
        chances, source = self.chart.dice.numbers.chances("recorded"), self.chart.dice.source
        delay = (source.standard_exponential(self.day.size) * chances["delay"]).astype(np.int64)
        later = np.where(source.random(self.day.size) < chances["same-day"], 0, delay + 1)
        correcting = np.isin(self.variant, (_CORRECTION, _WITHDRAWAL))
        later += np.where(correcting, source.integers(7, _LONGEST_CORRECTION, self.day.size), 0)
        day = np.where(counts_days | self.header, written_on, np.minimum(last + later, written_on))
        return day.astype(np.int32)

    def _names(self, variant: Integers) -> pl.Series:
        base = self.chart.vocabulary.named()
        names = pl.concat([base + suffix for suffix in _VARIANTS])
        return names.gather(variant * base.len() + self.name)

    def _superseded(self) -> pl.Series:
        """A correction supersedes the event as first written, a withdrawal the second entry."""
        supersedes = np.isin(self.variant, (_CORRECTION, _WITHDRAWAL))
        named = self._names(np.where(self.variant == _WITHDRAWAL, _SECOND_ENTRY, 0))
        return pl.select(pl.when(pl.Series(supersedes)).then(named)).to_series()
