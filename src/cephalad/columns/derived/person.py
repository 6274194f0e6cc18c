"""Facts of `cephalad.facts.person` over many timelines."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.sheets import NO, UNKNOWN, YES, Numbers, Sheets, Sides, column, first_of
from cephalad.columns.timelines import NONE, Days, Marks, Places, Timelines
from cephalad.columns.windows import Months, Spans, days_of, months_after
from cephalad.logic import Basis
from cephalad.record.read_case import MAX_AGE

__all__ = ["Ages", "partial_dates"]

_MENSTRUAL = ("menorrhagia", "prolonged-bleeding", "irregular-bleeding")
_ANY_DAY = date(1970, 1, 1)


# --- the calendar -----------------------------------------------------------------------------------------------------


def partial_dates(texts: pl.Series) -> tuple[Spans, NDArray[np.bool_]]:
    """The days that each text may mean, and whether it is a partial date at all; day 0 where it is not.

    Examples
    --------
    >>> days, readable = partial_dates(pl.Series(["1970-02", None]))
    >>> days.earliest.tolist(), days.latest.tolist(), readable.tolist()
    ([31, 0], [58, 0], [True, False])
    """
    text, length = pl.col("text"), pl.col("text").str.len_bytes()
    padded = pl.when(length == 4).then(text + "-01-01").when(length == 7).then(text + "-01").otherwise(text)
    found = texts.to_frame("text").with_columns(first=padded.str.to_date("%Y-%m-%d", strict=False))
    first = pl.col("first")
    end_of_year = first.dt.offset_by("1y").dt.offset_by("-1d")
    last = pl.when(length == 4).then(end_of_year).when(length == 7).then(first.dt.month_end()).otherwise(first)
    found = found.select(first, last=last)
    readable = found["first"].is_not_null().to_numpy()
    found = found.fill_null(_ANY_DAY)
    return Spans(_days(found["first"]), _days(found["last"])), readable


def _days(dates: pl.Series) -> Days:
    return dates.to_physical().to_numpy().astype(np.int64)


def _moved(days: Spans, months: Months) -> Spans:
    """Calendar dates moved by months; on day numbers what comes out means nothing, and is not read."""
    return months_after(days, months, np.ones(len(days.earliest), dtype=np.bool_))


def _completed_years(born: Days, on: Days) -> NDArray[np.int64]:
    (born_month, born_day), (month, day) = _month_and_day(born), _month_and_day(on)
    # A month is complete on its day, and twelve complete months are a year: 29 February comes round on 1 March.
    return np.asarray((month - born_month - (day < born_day)) // 12)


def _month_and_day(days: Days) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each day its month, counted from January 1970, and how many days of that month lie before it."""
    on = days.astype("datetime64[D]")
    month = on.astype("datetime64[M]")
    return month.astype(np.int64), (on - month.astype("datetime64[D]")).astype(np.int64)


# --- ages -------------------------------------------------------------------------------------------------------------


class Ages:
    """Ages in completed years, as far as the header of each patient tells of her birth.

    Parameters
    ----------
    timelines : whose patients are asked about
    """

    def __init__(self, timelines: Timelines) -> None:
        self._timelines, n = timelines, timelines.n
        headers = timelines.standing.headers
        stated = headers.filter(pl.col("finding") == "patient.age-years")
        named = pl.col("event").is_in(stated["qualifier"].unique().implode())
        events = timelines.standing.events.filter(named).select("person", "place", qualifier="event")
        stated = stated.join(events, on=["person", "qualifier"], how="left", maintain_order="left")
        whose, years = stated["person"].to_numpy(), stated["value_number"].to_numpy()
        then = Spans(_days(stated["from"]), _days(stated["to"]))
        self._age = _of_each(n, whose, years, missing=np.nan)
        self._then = _spans_of_each(n, whose, then)
        self._timed = _of_each(n, whose, (stated["basis"] != Basis.ORDER_ONLY.value).to_numpy())
        # The event at which she had it may not count, or not stand: the age holds all the same.
        self._at = _of_each(n, whose, stated["place"].cast(pl.Int64).fill_null(NONE).to_numpy(), missing=NONE)
        born = headers.filter(pl.col("finding") == "patient.birth")
        on, _ = partial_dates(born["value_text"])
        by_date = _spans_of_each(n, born["person"].to_numpy(), on)
        by_age = _spans_of_each(n, whose, _born_before(then, years))
        stated_birth = _of_each(n, born["person"].to_numpy(), np.ones(born.height, dtype=np.bool_))
        self._born = by_date.where(stated_birth, by_age)
        self._dated = timelines.dated & (stated_birth | ~np.isnan(self._age))

    def on(self, days: Spans) -> Numbers:
        """The ages on a day of each timeline that is one of these."""
        low = _completed_years(self._born.latest, days.earliest)
        high = _completed_years(self._born.earliest, days.latest)
        # On day numbers the stated age is moved by whole years of 365 and 366 days: between birthdays the completed
        # years may turn on the next day, or not for a year.
        shortest, longest = days.earliest - self._then.latest, days.latest - self._then.earliest
        counted = ~self._timelines.dated & self._timed
        return Numbers(
            np.select([self._dated, counted], [low, self._age + shortest // 366], np.nan),
            np.select([self._dated, counted], [high, self._age + 1 + (longest - 1) // 365], np.nan),
        )

    def at(self, place: Places) -> Numbers:
        """The ages at an event of each timeline; not a number where there is none."""
        t = self._timelines
        told, counted = ~np.isnan(self._age), self._at != NONE
        # Of an order-only day no duration follows: only which of the two events came first.
        by_order = told & ~(_at(t.timed, place) & (~counted | _at(t.timed, self._at)))
        same, not_before = told & (self._at == place), by_order & counted & (self._at < place)
        age, by_days = self._age, self.on(days_of(t, place))
        cases = [place == NONE, same, not_before, by_order & counted, by_order]
        return Numbers(
            np.select(cases, [np.nan, age, age, 0.0, 0.0], by_days.low),
            np.select(cases, [np.nan, age, float(MAX_AGE), age, float(MAX_AGE)], by_days.high),
        )


def _born_before(then: Spans, years: NDArray[np.float64]) -> Spans:
    """The days of birth of those who had these ages on days given."""
    months = 12 * years.astype(np.int64)
    # Whoever is 48 on a day was born more than 48 and at most 49 years before it.
    return Spans(_moved(then, -months - 12).earliest + 1, _moved(then, -months).latest)


def _of_each(n: int, whose: NDArray[Any], values: NDArray[Any], missing: float = 0) -> NDArray[Any]:
    """One entry for each of `n` timelines: the value that stands for it, the last if several do, else `missing`."""
    found = np.full(n, missing, dtype=values.dtype)
    found[whose] = values
    return found


def _spans_of_each(n: int, whose: NDArray[Any], days: Spans) -> Spans:
    return Spans(_of_each(n, whose, days.earliest), _of_each(n, whose, days.latest))


def _at(values: NDArray[Any], place: Places) -> NDArray[Any]:
    """What holds at a place of each timeline; zero where it is `NONE`."""
    # `NONE` is the last entry of an array.
    return np.append(values, np.zeros(1, values.dtype))[place]


@column("patient.age-at-diagnosis")
def _age_at_diagnosis(sheets: Sheets) -> Numbers:
    return Ages(sheets.timelines).at(sheets.diagnosis)


@column("patient.age-at-bleeding")
def _age_at_bleeding(sheets: Sheets) -> Numbers:
    t = sheets.timelines
    ages = Ages(t)
    last = t.last(sheets.live & _bleedings(t, *_MENSTRUAL, "postmenopausal-bleeding"))
    then, now = ages.at(last), ages.on(Spans(t.earliest, t.latest))
    # No bleeding so far can have come at a greater age than today's.
    youngest = np.where(np.isnan(now.high), np.nan, 0.0)
    return Numbers(np.where(last == NONE, youngest, then.low), np.where(last == NONE, now.high, then.high))


@column("patient.dead")
def _dead(sheets: Sheets) -> Sides:
    t = sheets.timelines
    return first_of((t.any(t.of_kind("death") | t.says("state.vital-status", "dead")), YES), otherwise=NO)


# --- menstruation -----------------------------------------------------------------------------------------------------


@column("menstruation.conflict")
def _menstruation_conflict(sheets: Sheets) -> Sides:
    """Yes when the recorded last period ends before a menstrual bleeding that was recorded no later than it was."""
    t = sheets.timelines
    place, last_period = _last_period(t, stated=False)
    bleedings = _bleedings(t, *_MENSTRUAL) & t.before(place)
    return first_of(((place == NONE) | ~t.dated, UNKNOWN), otherwise=_one_after(t, last_period, bleedings))


@column("menstruation.bleeding-after-pause")
def _bleeding_after_pause(sheets: Sheets) -> Sides:
    """Whether a bleeding came more than the guideline's months after the recorded last period.

    No in a woman recorded as premenopausal, whose cycles may be that long.
    """
    t = sheets.timelines
    place, last_period = _last_period(t, stated=True)
    pause_ends = _moved(last_period, int(sheets.numbers["workup.pause-months"]))
    bleedings = _bleedings(t, *_MENSTRUAL)
    return first_of(
        (sheets.says("state.menopause", "premenopausal"), NO),
        ((place == NONE) | ~t.any(bleedings) | ~t.dated, UNKNOWN),
        otherwise=_one_after(t, pause_ends, bleedings),
    )


def _bleedings(t: Timelines, *complaints: str) -> Marks:
    return reduce(or_, (t.says(f"complaint.{name}", "yes") for name in complaints))


def _last_period(t: Timelines, *, stated: bool) -> tuple[Places, Spans]:
    """The event that last tells of the last period, and the days that it names; `NONE` where it names none.

    Parameters
    ----------
    stated : whether only what names a day tells of it; else what records it as unknown does too
    """
    rows = t.rows("history.last-menstrual-period")
    days, readable = partial_dates(t.texts(rows))
    taken = np.flatnonzero(rows.given) if stated else np.arange(len(rows.places))
    row = _of_each(t.n, t.whose[rows.places[taken]], taken, missing=NONE)
    place = np.where(_at(readable, row), _at(rows.places, row), NONE)
    return place, Spans(_at(days.earliest, row), _at(days.latest, row))


def _one_after(t: Timelines, days: Spans, bleedings: Marks) -> Sides:
    """Whether one of these bleedings came after a day of each timeline: known only where both extremes agree."""
    later = days.of(t.whose).before(Spans(t.start, t.end))
    # On day numbers a bleeding has no date: the reference counts it as none after the last period.
    dated = bleedings & t.dated[t.whose]
    return first_of((t.any(dated & (later == YES)), YES), (t.any(dated & (later == UNKNOWN)), UNKNOWN), otherwise=NO)
