"""Partial dates are spans of days; what follows from a span is a span, and order is known only when both ends agree."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cephalad.logic import (
    Basis,
    Calendar,
    PartialDateError,
    Span,
    Truth,
    add_months,
    format_day,
    format_span,
    parse_partial_date,
)

DATES, NUMBERS = Calendar.DATES, Calendar.DAY_NUMBERS
DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))


def days(first: str, last: str = "") -> Span:
    """The span between two days in ISO form."""
    return Span(date.fromisoformat(first).toordinal(), date.fromisoformat(last or first).toordinal())


# --- parsing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-07-31", "2025-07-31", "2025-07-31"),
        ("2025-07", "2025-07-01", "2025-07-31"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-01", "2025-01-01", "2025-01-31"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("1800", "1800-01-01", "1800-12-31"),
        ("2200", "2200-01-01", "2200-12-31"),
        ("1800-01-01", "1800-01-01", "1800-01-01"),
        ("2200-12-31", "2200-12-31", "2200-12-31"),
        # A year is a leap year when 4 divides it, unless 100 does and 400 does not.
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("1900-02-28", "1900-02-28", "1900-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2100-02", "2100-02-01", "2100-02-28"),
    ],
)
def test_what_a_text_may_mean(text: str, first: str, last: str) -> None:
    """A day means itself, a month all its days, a year all of its."""
    assert parse_partial_date(text) == days(first, last)


@pytest.mark.parametrize(
    "text",
    [
        # days that do not exist, on each side of one that does
        "2023-02-29",
        "1900-02-29",
        "2100-02-29",
        "2024-02-30",
        "2025-04-31",
        "2025-07-32",
        "2025-07-00",
        "2025-00",
        "2025-00-15",
        "2025-13",
        "2025-13-01",
        # years outside the range
        "1799",
        "1799-12-31",
        "2201",
        "2201-01-01",
        "0000",
        "0001-01-01",
        "9999",
        # other ways of writing
        "",
        " ",
        "25",
        "202",
        "20255",
        "2025-7",
        "2025-7-1",
        "2025-07-1",
        "2025-07-",
        "2025-",
        "2025/07",
        "2025.07.31",
        "2025--31",
        "-2025",
        "+2025",
        " 2025",
        "2025 ",
        "2025\n",
        "2025-07-31T00:00:00",
        "20250731",
        "2025-W30",
        "2025-212",
        "31.07.2025",
        "July 2025",
        "2025年7月",
        "２０２５",
        "٢٠٢٥-٠٧",
        "2025–07",
        "yesterday",
        "null",
        "2025-07..2025-08",
        "1e3",
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Days that do not exist, years beyond 1800 to 2200 and every other way of writing are refused."""
    with pytest.raises(PartialDateError):
        parse_partial_date(text)


@given(day=DAYS)
@settings(derandomize=True, deadline=None)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day: date) -> None:
    """The three texts of one day are spans that hold each other, and print as they were written."""
    iso = day.isoformat()
    exact, month, year = (parse_partial_date(iso[:length]) for length in (10, 7, 4))
    assert year.earliest <= month.earliest <= exact.earliest == exact.latest <= month.latest <= year.latest
    assert year.latest - year.earliest + 1 == (366 if isleap(day.year) else 365)
    assert format_span(exact, DATES) == format_day(exact.earliest, DATES) == iso
    assert format_span(month, DATES).startswith(f"{iso[:7]}-01..{iso[:7]}-")


# --- spans ------------------------------------------------------------------------------------------------------------


def test_a_span_does_not_end_before_it_begins() -> None:
    """One day is the shortest span."""
    assert Span(7, 7).earliest == 7
    with pytest.raises(ValueError, match="before it begins"):
        Span(8, 7)


SPANS = [Span(first, last) for first, last in combinations_with_replacement(range(6), 2)]


def of_days(outcomes: set[bool]) -> Truth:
    """The truth that all possible pairs of days share."""
    return Truth.UNKNOWN if len(outcomes) == 2 else Truth.TRUE if outcomes == {True} else Truth.FALSE


@pytest.mark.parametrize(("left", "right"), list(product(SPANS, repeat=2)))
def test_order_is_what_all_possible_days_share(left: Span, right: Span) -> None:
    """For every overlap of two spans the answer is the one found by trying all pairs of days."""
    pairs = list(product(range(left.earliest, left.latest + 1), range(right.earliest, right.latest + 1)))
    assert left.before(right) is of_days({one < other for one, other in pairs})
    assert left.at_or_before(right) is of_days({one <= other for one, other in pairs})


@pytest.mark.parametrize(
    ("left", "right", "before", "at_or_before"),
    [
        ("2025-06", "2025-07", Truth.TRUE, Truth.TRUE),
        ("2025-07-30", "2025-07-31", Truth.TRUE, Truth.TRUE),
        ("2025-07-31", "2025-07-31", Truth.FALSE, Truth.TRUE),
        ("2025-07-31", "2025-07", Truth.FALSE, Truth.UNKNOWN),
        ("2025-07-01", "2025-07", Truth.UNKNOWN, Truth.TRUE),
        ("2025-07", "2025-07-31", Truth.UNKNOWN, Truth.TRUE),
        ("2025-07", "2025-07-30", Truth.UNKNOWN, Truth.UNKNOWN),
        ("2025-07", "2025-07", Truth.UNKNOWN, Truth.UNKNOWN),
        ("2025", "2025-07-15", Truth.UNKNOWN, Truth.UNKNOWN),
        ("2025-08", "2025-07", Truth.FALSE, Truth.FALSE),
    ],
)
def test_order_of_partial_dates(left: str, right: str, before: Truth, at_or_before: Truth) -> None:
    """A month lies before a day only when its last day does."""
    assert parse_partial_date(left).before(parse_partial_date(right)) is before
    assert parse_partial_date(left).at_or_before(parse_partial_date(right)) is at_or_before


def test_a_span_is_moved_by_days_or_by_a_span_of_days() -> None:
    """Moved by an inexact distance a span grows by the inexactness."""
    assert Span(1, 3).plus(10) == Span(11, 13)
    assert Span(1, 3).plus(10, 12) == Span(11, 15)
    assert Span(1, 3).plus(-1) == Span(0, 2)
    assert Span(1, 3).plus(0, 0) == Span(1, 3)


# --- months -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-30", 1, "2025-02-28"),
        ("2025-01-28", 1, "2025-02-28"),
        ("2025-03-31", 1, "2025-04-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 24, "2026-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-31", 1, "2026-01-31"),
        ("2025-12-15", 12, "2026-12-15"),
        ("2025-07-31", 0, "2025-07-31"),
        ("2025-03-31", -1, "2025-02-28"),
        ("2025-01-15", -1, "2024-12-15"),
        ("2024-02-29", -12, "2023-02-28"),
    ],
)
def test_months_on_a_calendar(start: str, months: int, end: str) -> None:
    """The day of the month stays, clamped to the last day of a shorter month."""
    assert add_months(days(start), months, DATES) == days(end)


@pytest.mark.parametrize(
    ("start", "months", "first", "last"),
    [
        ("2025-01", 1, "2025-02-01", "2025-02-28"),
        ("2025-11", 3, "2026-02-01", "2026-02-28"),
        ("2024-02", 12, "2025-02-01", "2025-02-28"),
        ("2025-02", 1, "2025-03-01", "2025-03-28"),
        ("2025", 6, "2025-07-01", "2026-06-30"),
    ],
)
def test_months_from_a_span(start: str, months: int, first: str, last: str) -> None:
    """Both ends of a span move; what begins in a month ends in a month."""
    assert add_months(parse_partial_date(start), months, DATES) == days(first, last)


@given(one=DAYS, other=DAYS, months=st.integers(0, 240))
@settings(derandomize=True, deadline=None)
def test_months_keep_the_order(one: date, other: date, months: int) -> None:
    """A later start never has an earlier end, so a span of starts gives a span of ends."""
    first, last = sorted((one.toordinal(), other.toordinal()))
    moved = add_months(Span(first, last), months, DATES)
    assert moved.earliest <= moved.latest
    middle = add_months(Span((first + last) // 2, (first + last) // 2), months, DATES)
    assert moved.earliest <= middle.earliest <= moved.latest


def lengths_by_counting(months: int) -> tuple[int, int]:
    """The fewest and the most days from any day of 400 years to the same day so many months later."""
    fewest, most = 10**9, -(10**9)
    day, end = date(1800, 1, 1), date(2200, 1, 1)
    while day < end:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        later, length = date(year, month + 1, 1), day.day
        following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        target = min(later + timedelta(days=length - 1), following - timedelta(days=1))
        n_days = (target - day).days
        fewest, most = min(fewest, n_days), max(most, n_days)
        day += timedelta(days=1)
    return fewest, most


@pytest.mark.parametrize("months", [1, 3, 12, 48, -3])
def test_months_on_day_numbers_by_counting(months: int) -> None:
    """On day numbers so many months last what they can last anywhere in 400 years of the calendar."""
    fewest, most = lengths_by_counting(months)
    assert add_months(Span(0, 0), months, NUMBERS) == Span(fewest, most)


@pytest.mark.parametrize(
    ("months", "fewest", "most"),
    [
        (0, 0, 0),
        (1, 28, 31),
        (3, 89, 92),
        (6, 181, 184),
        (12, 365, 366),
        # four years without a leap day: around 1900
        (48, 1460, 1461),
        (4800, 146_097, 146_097),
    ],
)
def test_months_on_day_numbers(months: int, fewest: int, most: int) -> None:
    """Three months are 89 to 92 days: February to April, and the longest run of 31, 30 and 31."""
    assert add_months(Span(0, 0), months, NUMBERS) == Span(fewest, most)
    assert add_months(Span(-10, 5), months, NUMBERS) == Span(fewest - 10, most + 5)


# --- words ------------------------------------------------------------------------------------------------------------


def test_days_in_words() -> None:
    """A day prints as a date or as a number; a span as its two ends, one day as itself."""
    assert format_day(days("2025-07-31").earliest, DATES) == "2025-07-31"
    assert format_day(-3, NUMBERS) == "day -3"
    assert format_span(Span(7, 7), NUMBERS) == "day 7"
    assert format_span(Span(7, 9), NUMBERS) == "day 7..day 9"
    assert format_span(days("2025-07-01", "2025-07-31"), DATES) == "2025-07-01..2025-07-31"


def test_bases_and_calendars_in_words() -> None:
    """The words of the case file."""
    assert [basis.value for basis in Basis] == ["stated", "approximate", "order-only"]
    assert [calendar.value for calendar in Calendar] == ["dates", "day-numbers"]
