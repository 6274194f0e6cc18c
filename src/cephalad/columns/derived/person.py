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
from cephalad.logic import Basis
from cephalad.record.read_case import MAX_AGE

__all__ = ["Ages", "partial_dates"]

_MENSTRUAL = ("menorrhagia", "prolonged-bleeding", "irregular-bleeding")
_ANY_DAY = date(1970, 1, 1)


# --- the calendar -----------------------------------------------------------------------------------------------------


def partial_dates(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The first and the last day that each partial date may mean; null where there is none.

    Examples
    --------
    >>> [end.to_list() for end in partial_dates(pl.Series(["2024-02"]))]
    [[datetime.date(2024, 2, 1)], [datetime.date(2024, 2, 29)]]
    """
    text, length = pl.col("text"), pl.col("text").str.len_bytes()
    padded = pl.when(length == 4).then(text + "-01-01").when(length == 7).then(text + "-01").otherwise(text)
    found = texts.to_frame("text").with_columns(first=padded.str.to_date("%Y-%m-%d", strict=False))
    first = pl.col("first")
    of_year = first.dt.offset_by("1y").dt.offset_by("-1d")
    last = pl.when(length == 4).then(of_year).when(length == 7).then(first.dt.month_end()).otherwise(first)
    found = found.select(first, last=last)
    return found["first"], found["last"]


def _month_and_day(days: Days) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each day its month, counted from January 1970, and the days of that month before it."""
    on = days.astype("datetime64[D]")
    month = on.astype("datetime64[M]")
    return month.astype(np.int64), (on - month.astype("datetime64[D]")).astype(np.int64)


def _first_of_month(months: NDArray[np.int64]) -> Days:
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _months_later(days: Days, months: NDArray[np.int64] | int) -> Days:
    """These days moved by calendar months, clamped to the last day of the month."""
    month, within = _month_and_day(days)
    start, end = _first_of_month(month + months), _first_of_month(month + months + 1)
    return np.minimum(start + within, end - 1)


def _completed_years(born: Days, on: Days) -> NDArray[np.int64]:
    (born_month, born_day), (month, day) = _month_and_day(born), _month_and_day(on)
    # A month is complete on its day, and twelve complete months are a year: 29 February comes round on 1 March.
    return np.asarray((month - born_month - (day < born_day)) // 12)


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
        events = timelines.standing.events.select("person", "place", qualifier="event")
        stated = stated.join(events, on=["person", "qualifier"], how="left", maintain_order="left")
        whose, years = stated["person"].to_numpy(), stated["value_number"].to_numpy()
        start, end = _days(stated["from"]), _days(stated["to"])
        self._age = _of_each(n, whose, years, missing=np.nan)
        self._start, self._end = _of_each(n, whose, start), _of_each(n, whose, end)
        self._timed = _of_each(n, whose, (stated["basis"] != Basis.ORDER_ONLY.value).to_numpy())
        # The event at which she had it may not count, or not stand: the age holds all the same.
        self._at = _of_each(n, whose, stated["place"].cast(pl.Int64).fill_null(NONE).to_numpy(), missing=NONE)
        born = headers.filter(pl.col("finding") == "patient.birth")
        told = np.concatenate([born["person"].to_numpy(), whose])
        first, last = (_days(each) for each in partial_dates(born["value_text"]))
        # Whoever is 48 on a day was born more than 48 and at most 49 years before it.
        months = 12 * years.astype(np.int64)
        first = np.concatenate([first, _months_later(start, -months - 12) + 1])
        last = np.concatenate([last, _months_later(end, -months)])
        self._first, self._last = _of_each(n, told, first), _of_each(n, told, last)
        self._dated = _of_each(n, told, np.ones(len(told), dtype=np.bool_)) & timelines.dated

    def on(self, earliest: Days, latest: Days) -> Numbers:
        """The ages on a day of each timeline that is one of these."""
        low, high = _completed_years(self._last, earliest), _completed_years(self._first, latest)
        # On day numbers the stated age is moved by whole years of 365 and 366 days: between birthdays the completed
        # years may turn on the next day, or not for a year.
        shortest, longest = earliest - self._end, latest - self._start
        counted = ~self._timelines.dated & self._timed
        return Numbers(
            np.select([self._dated, counted], [low, self._age + shortest // 366], np.nan),
            np.select([self._dated, counted], [high, self._age + 1 + (longest - 1) // 365], np.nan),
        )

    def at(self, place: Places) -> Numbers:
        """The ages at an event of each timeline; not a number where there is none."""
        t = self._timelines
        told = ~np.isnan(self._age)
        same = told & (self._at == place)
        uncounted = told & (self._at == NONE)
        # Of an order-only day no duration follows: only which of the two events came first.
        by_order = told & ~(_at(t.timed, place) & (uncounted | _at(t.timed, self._at)))
        before = by_order & (self._at < place)
        days = self.on(_at(t.start, place), _at(t.end, place))
        cases = [place == NONE, same, by_order & uncounted, before, by_order]
        return Numbers(
            np.select(cases, [np.nan, self._age, 0.0, self._age, 0.0], days.low),
            np.select(cases, [np.nan, self._age, MAX_AGE, MAX_AGE, self._age], days.high),
        )


def _of_each(n: int, whose: NDArray[Any], values: NDArray[Any], missing: float = 0) -> NDArray[Any]:
    """One entry for each of `n` timelines: the value that stands for it, else `missing`."""
    found = np.full(n, missing, dtype=values.dtype)
    found[whose] = values
    return found


def _at(values: NDArray[Any], place: Places) -> NDArray[Any]:
    """What holds at a place of each timeline; zero where it is `NONE`."""
    found = np.zeros(len(place), dtype=values.dtype)
    there = place != NONE
    found[there] = values[place[there]]
    return found


def _days(dates: pl.Series) -> Days:
    return dates.to_physical().to_numpy().astype(np.int64)


@column("patient.age-at-diagnosis")
def _age_at_diagnosis(sheets: Sheets) -> Numbers:
    return Ages(sheets.timelines).at(sheets.diagnosis)


@column("patient.age-at-bleeding")
def _age_at_bleeding(sheets: Sheets) -> Numbers:
    t = sheets.timelines
    ages = Ages(t)
    last = t.last(sheets.live & _bleedings(t, *_MENSTRUAL, "postmenopausal-bleeding"))
    then, now = ages.at(last), ages.on(t.earliest, t.latest)
    # No bleeding so far can have come at a greater age than today's.
    never = np.where(np.isnan(now.high), np.nan, 0.0)
    return Numbers(np.where(last == NONE, never, then.low), np.where(last == NONE, now.high, then.high))


@column("patient.dead")
def _dead(sheets: Sheets) -> Sides:
    t = sheets.timelines
    return first_of((t.any(t.of_kind("death") | t.says("state.vital-status", "dead")), YES), otherwise=NO)


# --- menstruation -----------------------------------------------------------------------------------------------------


@column("menstruation.conflict")
def _menstruation_conflict(sheets: Sheets) -> Sides:
    """Yes when the recorded last period ends before a menstrual bleeding that was recorded no later than it was."""
    t = sheets.timelines
    place, first, last = _last_period(t, stated=False)
    bleedings = _bleedings(t, *_MENSTRUAL) & t.before(place)
    return first_of((place == NONE, UNKNOWN), otherwise=_bleeding_after(t, first, last, bleedings))


@column("menstruation.bleeding-after-pause")
def _bleeding_after_pause(sheets: Sheets) -> Sides:
    """Whether a bleeding came more than the guideline's months after the recorded last period.

    No in a woman recorded as premenopausal, whose cycles may be that long.
    """
    t = sheets.timelines
    place, first, last = _last_period(t, stated=True)
    pause = int(sheets.numbers["workup.pause-months"])
    bleedings = _bleedings(t, *_MENSTRUAL)
    return first_of(
        (sheets.says("state.menopause", "premenopausal"), NO),
        ((place == NONE) | ~t.any(bleedings) | ~t.dated, UNKNOWN),
        otherwise=_bleeding_after(t, _months_later(first, pause), _months_later(last, pause), bleedings),
    )


def _bleedings(t: Timelines, *complaints: str) -> Marks:
    return reduce(or_, (t.says(f"complaint.{name}", "yes") for name in complaints))


def _last_period(t: Timelines, *, stated: bool) -> tuple[Places, Days, Days]:
    """The event that last tells of the last period, and the days that it names; `NONE` where it names none.

    Parameters
    ----------
    stated : whether only what names a day tells of it; else what records it as unknown does too
    """
    rows = t.rows("history.last-menstrual-period")
    first, last = partial_dates(t.texts(rows))
    readable = first.is_not_null().to_numpy()
    taken = np.flatnonzero(rows.given) if stated else np.arange(len(rows.places))
    row = _of_each(t.n, t.whose[rows.places[taken]], taken, missing=NONE)
    row = np.where(_at(readable, row), row, NONE)
    place = np.where(row == NONE, NONE, _at(rows.places, row))
    return place, _at(_days(first.fill_null(_ANY_DAY)), row), _at(_days(last.fill_null(_ANY_DAY)), row)


def _bleeding_after(t: Timelines, first: Days, last: Days, bleedings: Marks) -> Sides:
    """Whether one of these bleedings came after a day of each timeline: known only where both extremes agree."""
    # A date is told apart from day numbers: none lies before one.
    dated = bleedings & t.dated[t.whose]
    surely, perhaps = dated & (last[t.whose] < t.start), dated & (first[t.whose] < t.end)
    return first_of((t.any(surely), YES), (t.any(perhaps), UNKNOWN), otherwise=NO)
