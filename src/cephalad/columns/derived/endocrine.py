"""Facts of `cephalad.facts.endocrine` over many timelines, and which doses count as given."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cephalad.columns.sheets import NO, UNKNOWN, YES, Numbers, Sheets, Sides, column, first_of
from cephalad.columns.timelines import NONE, Marks, Places, Timelines
from cephalad.facts.endocrine import AGONISTS, DAYS_PER_MONTH

__all__ = ["dose_interval_days", "doses_given"]


def doses_given(t: Timelines) -> Marks:
    """The doses on record as given: a dose with a drug that was not recorded as missed or unknown."""
    named = t.of_kind("dose") & t.says("dose.drug") & ~t.says("dose.given", "missed") & ~_untold(t)
    return named & (~t.says("dose.course", "stopped") | t.says("dose.given", "given"))


def _untold(t: Timelines) -> Marks:
    return t.recorded_unknown("dose.given") | t.recorded_unknown("dose.drug")


def dose_interval_days(t: Timelines) -> NDArray[np.float64]:
    """For each timeline the last recorded interval between doses, in days; not a number where none is recorded."""
    rows = t.rows("dose.interval")
    stated = ~np.isnan(rows.numbers)
    found = np.full(t.n, np.nan)
    found[t.whose[rows.places[stated]]] = rows.numbers[stated]
    return found


def _ledger(t: Timelines, given: Marks) -> Sides:
    return first_of((t.any(given), YES), (t.any(t.of_kind("dose") & _untold(t)), UNKNOWN), otherwise=NO)


@column("endocrine.given")
def _given(sheets: Sheets) -> Sides:
    return _ledger(sheets.timelines, doses_given(sheets.timelines))


@column("endocrine.given-agonist")
def _given_agonist(sheets: Sheets) -> Sides:
    t = sheets.timelines
    return _ledger(t, doses_given(t) & t.says("dose.drug", *AGONISTS))


@column("endocrine.interval-recorded")
def _interval_recorded(sheets: Sheets) -> Sides:
    t = sheets.timelines
    given = t.any(doses_given(t))
    untold = t.any(t.recorded_unknown("dose.interval")) | (~given & t.any(t.of_kind("dose")))
    return first_of((given & t.any(t.says("dose.interval")), YES), (untold, UNKNOWN), otherwise=NO)


@column("endocrine.months")
def _months(sheets: Sheets) -> Numbers:
    """Length of the course from the first dose to the end of the last dose's interval, in months."""
    t = sheets.timelines
    given = doses_given(t)
    first, last, interval = t.first(given), t.last(given), dose_interval_days(t)
    known = first != NONE
    known[known] = t.timed[first[known]] & t.timed[last[known]]
    low, high = np.full(t.n, np.nan), np.full(t.n, np.nan)
    first, last, interval = first[known], last[known], interval[known]
    low[known] = (np.maximum(0, t.start[last] - t.end[first]) + interval) / DAYS_PER_MONTH
    high[known] = (t.end[last] - t.start[first] + interval) / DAYS_PER_MONTH
    return Numbers(low, high)


@column("endocrine.stopped")
def _stopped(sheets: Sheets) -> Sides:
    """Whether the course stands recorded as stopped; started again it does not."""
    t = sheets.timelines
    rows = t.rows("dose.course")
    last = t.last(t.marked(rows.places))
    now = rows.places == last[t.whose[rows.places]]
    stopped, going_on, silent = (
        t.any(t.marked(rows.places[now & said]))
        for said in (rows.says("stopped"), rows.says("started", "continued"), ~rows.given)
    )
    resumed = t.any(doses_given(t) & t.after(last))
    return first_of(
        (silent, UNKNOWN),
        (stopped & going_on, YES | NO),
        (stopped & ~resumed, YES),
        otherwise=NO,
    )


def _stop_position(t: Timelines) -> Places:
    return t.last(t.says("dose.course", "stopped"))


@column("endocrine.regrowth-after-stop")
def _regrowth(sheets: Sheets) -> Sides:
    """Whether tumour is on record as new or growing after the course was stopped."""
    t = sheets.timelines
    stop = _stop_position(t)
    grown = t.says("imaging.new-or-growing-tumour", "yes") | sheets.changes
    silent = t.of_kind("imaging") & ~t.says("imaging.new-or-growing-tumour", "no")
    return first_of(
        (stop == NONE, NO),
        (t.any(grown & t.after(stop)), YES),
        (t.any(silent & t.after(stop)), UNKNOWN),
        otherwise=NO,
    )


@column("endocrine.examined-on-treatment")
def _examined_on_treatment(sheets: Sheets) -> Sides:
    """Whether an imaging study lies after the first dose and before the course was stopped."""
    t = sheets.timelines
    given = doses_given(t)
    first, last, stop = t.first(given), t.last(given), _stop_position(t)
    studies = t.of_kind("imaging") & t.after(first)
    # A study is never itself the stop: what does not lie before it lies after it, or there is none.
    during = studies & (t.before(stop) | ((stop == NONE) | (last > stop))[t.whose])
    return first_of(
        (first == NONE, NO),
        (t.any(studies) & ~sheets.known("endocrine.stopped"), UNKNOWN),
        (t.any(during), YES),
        otherwise=NO,
    )


@column("endocrine.ongoing")
def _ongoing(sheets: Sheets) -> Sides:
    """Whether treatment goes on: yes until the last dose's interval has surely run out, then unknown unless told."""
    t = sheets.timelines
    last = t.last(doses_given(t))
    return first_of(
        (~sheets.known("endocrine.stopped"), UNKNOWN),
        (sheets.says("endocrine.stopped"), NO),
        (last == NONE, sheets.sides("endocrine.given")),
        (_surely_goes_on(t, last), YES),
        otherwise=UNKNOWN,
    )


def _surely_goes_on(t: Timelines, last: Places) -> NDArray[np.bool_]:
    """Whether the moment lies within the interval of the last dose, wherever in its days that dose was given."""
    interval = dose_interval_days(t)
    found: NDArray[np.bool_] = (last != NONE) & ~np.isnan(interval)
    last = last[found]
    found[found] = t.timed[last] & (t.latest[found] <= t.end[last] + interval[found].astype(np.int64))
    return found
