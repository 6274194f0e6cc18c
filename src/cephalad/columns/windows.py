"""Days of many timelines as spans, calendar months after them, and windows with the statuses that they leave possible.

The arithmetic of `cephalad.logic.dates` and `cephalad.plan.windows`, over arrays. Days are counted from 1970-01-01; on
day numbers that is day 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cephalad.columns.sheets import Sides, truths
from cephalad.columns.timelines import Days, Marks, Places, Timelines
from cephalad.logic import Calendar, Span, add_months

__all__ = ["Months", "Spans", "Windows", "days_of", "first_of_marked", "months_after", "statuses"]

Months = NDArray[np.int64] | int
"""Whole months: the same for all, or one number each."""


@dataclass(frozen=True, slots=True)
class Spans:
    """For each entry all days from `earliest` to `latest`, both included; the day meant is one of them."""

    earliest: Days
    latest: Days

    def before(self, other: Spans) -> Sides:
        """Whether this day lies before the other: known only if both extremes agree."""
        return truths(self.latest < other.earliest, self.earliest >= other.latest)

    def at_or_before(self, other: Spans) -> Sides:
        """Whether this day lies on or before the other."""
        return truths(self.latest <= other.earliest, self.earliest > other.latest)

    def of(self, entries: NDArray[np.int64]) -> Spans:
        """The spans of these entries."""
        return Spans(self.earliest[entries], self.latest[entries])

    def where(self, chosen: NDArray[np.bool_], other: Spans) -> Spans:
        """These spans where chosen, else the other ones."""
        return Spans(np.where(chosen, self.earliest, other.earliest), np.where(chosen, self.latest, other.latest))

    def no_later_than(self, other: Spans) -> Spans:
        """The earlier of both, end by end."""
        return Spans(np.minimum(self.earliest, other.earliest), np.minimum(self.latest, other.latest))


def days_of(timelines: Timelines, places: Places) -> Spans:
    """The days of an event of each timeline; day 0 where there is none, which the caller leaves out."""
    # `NONE` is the last entry of an array.
    return Spans(np.append(timelines.start, 0)[places], np.append(timelines.end, 0)[places])


def first_of_marked(timelines: Timelines, marks: Marks) -> Spans:
    """The least span of the marked events of each timeline, by its first day and then by its last.

    A timeline without one has days so far away that they are later than any.
    """
    never = np.iinfo(np.int64).max
    earliest = np.full(timelines.n, never, dtype=np.int64)
    np.minimum.at(earliest, timelines.whose[marks], timelines.start[marks])
    foremost = marks & (timelines.start == earliest[timelines.whose])
    latest = np.full(timelines.n, never, dtype=np.int64)
    np.minimum.at(latest, timelines.whose[foremost], timelines.end[foremost])
    return Spans(earliest, latest)


# --- calendar months --------------------------------------------------------------------------------------------------


def months_after(spans: Spans, months: Months, dated: NDArray[np.bool_]) -> Spans:
    """The spans moved by calendar months, as `cephalad.logic.add_months` moves one.

    Parameters
    ----------
    dated : for each span whether its days are calendar dates; on day numbers the result is widened
    """
    later = Spans(_month_later(spans.earliest, months), _month_later(spans.latest, months))
    if dated.all():
        return later
    shortest, longest = _lengths(months, len(dated))
    return later.where(dated, Spans(spans.earliest + shortest, spans.latest + longest))


def _month_later(days: Days, months: Months) -> Days:
    on = days.astype("datetime64[D]")
    month = on.astype("datetime64[M]")
    within = on - month.astype("datetime64[D]")
    reached = month + np.asarray(months, dtype="timedelta64[M]")
    first, after = reached.astype("datetime64[D]"), (reached + np.timedelta64(1, "M")).astype("datetime64[D]")
    # Clamped to the last day of the month.
    return np.asarray(np.minimum(first + within, after - np.timedelta64(1, "D")), dtype=np.int64)


def _lengths(months: Months, n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The fewest and the most days that this many months last, for each of `n` entries."""
    distinct, inverse = np.unique(np.broadcast_to(months, n), return_inverse=True)
    spans = [add_months(Span(0, 0), int(each), Calendar.DAY_NUMBERS) for each in distinct]
    shortest = np.array([span.earliest for span in spans], dtype=np.int64)
    longest = np.array([span.latest for span in spans], dtype=np.int64)
    return shortest[inverse], longest[inverse]


# --- windows ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Windows:
    """The days on which the windows may open, and those on which they may close."""

    opens: Spans
    closes: Spans


def statuses(windows: Windows, as_of: Spans) -> dict[str, NDArray[np.bool_]]:
    """For each status whether the spans leave it possible, the more urgent first; one of them always is.

    Overdue from the day after the window has closed, due from the day it opens, upcoming before.
    """
    opens, closes = windows.opens, windows.closes
    return {
        "overdue": np.asarray(as_of.latest > closes.earliest),
        "due": np.asarray((as_of.latest >= opens.earliest) & (as_of.earliest <= closes.latest)),
        "upcoming": np.asarray(as_of.earliest < opens.latest),
    }
