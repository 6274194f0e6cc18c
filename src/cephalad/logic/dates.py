"""Partial dates as spans of days, on a calendar or counted from a case's day 0.

Every day is one integer: the proleptic ordinal of a calendar date, or the day number itself.
What is only partly known is a `Span` from the earliest to the latest possible day, and whatever follows from a span
is a span again.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from cephalad.logic.truth import Truth

__all__ = [
    "Basis",
    "Calendar",
    "PartialDateError",
    "Span",
    "add_months",
    "format_day",
    "format_span",
    "parse_partial_date",
]

_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
# The Gregorian calendar repeats after 400 years.
_MONTHS_IN_CYCLE, _DAYS_IN_CYCLE = 4800, 146_097


class Calendar(Enum):
    """How a case counts its days: by dates, or by numbers from its own day 0."""

    DATES = "dates"
    DAY_NUMBERS = "day-numbers"


class Basis(Enum):
    """How an event's time is known; from an order-only time no duration follows."""

    STATED = "stated"
    APPROXIMATE = "approximate"
    ORDER_ONLY = "order-only"


class PartialDateError(ValueError):
    """Raised for text that is no calendar date, month or year."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """All days from `earliest` to `latest`, both included; the day meant is one of them.

    Raises
    ------
    ValueError : when `earliest` lies after `latest`
    """

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError("a span must not end before it begins")

    def before(self, other: Span) -> Truth:
        """Whether this day lies before the other: known only if both extremes agree."""
        if self.latest < other.earliest:
            return Truth.TRUE
        if self.earliest >= other.latest:
            return Truth.FALSE
        return Truth.UNKNOWN

    def at_or_before(self, other: Span) -> Truth:
        """Whether this day lies on or before the other."""
        if self.latest <= other.earliest:
            return Truth.TRUE
        if self.earliest > other.latest:
            return Truth.FALSE
        return Truth.UNKNOWN

    def plus(self, shortest: int, longest: int | None = None) -> Span:
        """The span moved by `shortest` to `longest` days (by `shortest` exactly when only that is given)."""
        return Span(self.earliest + shortest, self.latest + (shortest if longest is None else longest))


def parse_partial_date(text: str) -> Span:
    """All days that ``2025``, ``2025-07`` or ``2025-07-31`` may mean.

    Raises
    ------
    PartialDateError : for anything else, for days that do not exist, and for years outside 1800 to 2200

    Examples
    --------
    >>> format_span(parse_partial_date("2024-02"), Calendar.DATES)
    '2024-02-01..2024-02-29'
    """
    match = _PARTIAL_DATE.fullmatch(text)
    if match is None:
        raise PartialDateError(text)
    year, month, day = match.groups()
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise PartialDateError(text)
    try:
        first = date(int(year), int(month or "01"), int(day or "01"))
    except ValueError as error:
        raise PartialDateError(text) from error
    if day:
        return Span(first.toordinal(), first.toordinal())
    last_month = first.month if month else 12
    last = first.replace(month=last_month, day=monthrange(first.year, last_month)[1])
    return Span(first.toordinal(), last.toordinal())


def add_months(span: Span, months: int, calendar: Calendar) -> Span:
    """The span moved by calendar months, clamped to the last day of the month.

    On day numbers the calendar is not known, so the result is widened to every length that this many months can have.

    Examples
    --------
    >>> format_span(add_months(parse_partial_date("2025-08-31"), 6, Calendar.DATES), Calendar.DATES)
    '2026-02-28'
    >>> add_months(Span(0, 0), 3, Calendar.DAY_NUMBERS)
    Span(earliest=89, latest=92)
    """
    if calendar is Calendar.DATES:
        return Span(_month_later(span.earliest, months), _month_later(span.latest, months))
    shortest, longest = _length_of_months(months)
    return span.plus(shortest, longest)


def _month_later(day: int, months: int) -> int:
    start = date.fromordinal(day)
    years, month_index = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month_index + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])).toordinal()


@lru_cache(maxsize=1)
def _month_starts() -> tuple[int, ...]:
    """The first day of every month of one whole cycle of the calendar, and of the month after it."""
    return tuple(date(2000 + month // 12, month % 12 + 1, 1).toordinal() for month in range(_MONTHS_IN_CYCLE + 1))


def _month_start(month: int) -> int:
    """The first day of a month counted from the beginning of the cycle, however far away."""
    cycles, within = divmod(month, _MONTHS_IN_CYCLE)
    return _month_starts()[within] + cycles * _DAYS_IN_CYCLE


@lru_cache(maxsize=256)
def _length_of_months(months: int) -> tuple[int, int]:
    """The fewest and the most days that this many consecutive calendar months can last."""
    # Whole months from the first of a month are enough: every day up to the 28th gives the same length, and a last day
    # that is clamped to a last day gives that of the month after it.
    lengths = [_month_start(month + months) - _month_start(month) for month in range(_MONTHS_IN_CYCLE)]
    return min(lengths), max(lengths)


def format_day(day: int, calendar: Calendar) -> str:
    """``2025-07-31`` on a calendar, ``day 31`` on day numbers."""
    return date.fromordinal(day).isoformat() if calendar is Calendar.DATES else f"day {day}"


def format_span(span: Span, calendar: Calendar) -> str:
    """One day, or two joined by ``..``."""
    first = format_day(span.earliest, calendar)
    return first if span.earliest == span.latest else f"{first}..{format_day(span.latest, calendar)}"
