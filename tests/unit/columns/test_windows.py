"""Spans, calendar months and windows of many timelines are those of one, day by day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from tests.generative.derived_facts import sheets_of
from tests.unit.columns.follow_up_stories import LOW, case_of
from tests.unit.columns.followed import as_of

from cephalad.columns.sheets import NO, UNKNOWN, YES
from cephalad.columns.timelines import NONE, Timelines
from cephalad.columns.windows import Spans, Windows, days_of, first_of_marked, months_after, statuses
from cephalad.logic import Calendar, Span, Truth, add_months
from cephalad.plan.windows import Window
from cephalad.plan.windows import statuses as statuses_of_one

DAY_ZERO = date(1970, 1, 1).toordinal()
MONTHS = (0, 1, 2, 3, 5, 6, 11, 12, 23, 24, 60, 120)
SIDES = {Truth.TRUE: YES, Truth.FALSE: NO, Truth.UNKNOWN: UNKNOWN}


def spans(*pairs: tuple[int, int]) -> Spans:
    """Spans from first and last days."""
    return Spans(*(np.array(ends, dtype=np.int64) for ends in zip(*pairs, strict=True)))


@pytest.mark.parametrize("first", [date(2019, 1, 1), date(1896, 3, 1), date(1967, 6, 1)])
@pytest.mark.parametrize("months", MONTHS)
def test_months_are_those_of_one_day(months: int, first: date) -> None:
    """Every day of eight years, leap years and the missing one of 1900 among them, moves as the reference moves it."""
    days = np.arange(first.toordinal(), first.toordinal() + 8 * 366)
    ours = months_after(Spans(days - DAY_ZERO, days + 30 - DAY_ZERO), months, np.ones(len(days), dtype=np.bool_))
    theirs = [add_months(Span(day, day + 30), months, Calendar.DATES) for day in days.tolist()]
    assert (ours.earliest + DAY_ZERO).tolist() == [span.earliest for span in theirs]
    assert (ours.latest + DAY_ZERO).tolist() == [span.latest for span in theirs]


@pytest.mark.parametrize("months", MONTHS)
def test_months_of_day_numbers_are_spans(months: int) -> None:
    """Without a calendar the months are every length that they may have, from any day on, those before day 0 too."""
    days = np.array([-400, -1, 0, 1, 58, 59, 3000])
    ours = months_after(Spans(days, days + 3), months, np.zeros(len(days), dtype=np.bool_))
    theirs = [add_months(Span(day, day + 3), months, Calendar.DAY_NUMBERS) for day in days.tolist()]
    assert list(zip(ours.earliest.tolist(), ours.latest.tolist(), strict=True)) == [
        (span.earliest, span.latest) for span in theirs
    ]


def test_each_timeline_has_its_calendar_and_its_months() -> None:
    """Dates and day numbers stand side by side, each moved by months of its own."""
    found = months_after(spans((30, 30), (30, 30), (30, 30)), np.array([1, 1, 3]), np.array([True, False, False]))
    # 1970-01-31 and a month is 28 February; day 30 and a month is day 58 to 61, and three months 119 to 122.
    assert found.earliest.tolist() == [58, 58, 119]
    assert found.latest.tolist() == [58, 61, 122]


def test_comparing_spans_is_comparing_single_ones() -> None:
    """Before, and at or before: yes and no only where both extremes agree, at every distance of two spans."""
    pairs = [((a, a + b), (c, c + d)) for a in range(4) for b in range(3) for c in range(6) for d in range(3)]
    first, second = (spans(*(pair[side] for pair in pairs)) for side in (0, 1))
    one = [(Span(*a), Span(*b)) for a, b in pairs]
    assert first.before(second).tolist() == [SIDES[a.before(b)] for a, b in one]
    assert first.at_or_before(second).tolist() == [SIDES[a.at_or_before(b)] for a, b in one]


def test_statuses_are_those_of_one_window() -> None:
    """Every status that is possible, at every day around the ends of a window, and none that is not."""
    windows = [((0, a), (4, 4 + b)) for a in range(4) for b in range(4)]
    moments = [(day, day + width) for day in range(-2, 12) for width in (0, 2)]
    cases = [(opens, closes, moment) for opens, closes in windows for moment in moments]
    opens, closes, as_of_ = (spans(*(case[place] for case in cases)) for place in range(3))
    ours = statuses(Windows(opens, closes), as_of_)
    theirs = [statuses_of_one(Window(Span(*a), Span(*b)), Span(*c)) for a, b, c in cases]
    assert list(ours) == ["overdue", "due", "upcoming"]
    for place, expected in enumerate(theirs):
        assert tuple(name for name, possible in ours.items() if possible[place]) == expected
    assert all(theirs)


def timelines() -> Timelines:
    """One woman without events, and one with a month and two days."""
    events = [{**LOW[0], "effective_on": "2025-01"}, {**LOW[1], "effective_on": "2025-01-31"}, LOW[2]]
    events[2] = {**events[2], "effective_on": "2025-02-03"}
    return sheets_of([as_of(case_of(list(each)), "2025-12-31") for each in ([], events)], {}).timelines


def test_the_days_of_no_event_are_no_days_of_another() -> None:
    """Who has no event gets day 0, not the days of somebody else's last one."""
    found = days_of(timelines(), np.array([NONE, 0]))
    assert (found.earliest.tolist(), found.latest.tolist()) == ([0, 20089], [0, 20119])


def test_the_first_of_the_marked_is_the_least_span() -> None:
    """Of spans that begin on one day the shorter one is less; unmarked events do not count, and no event is never."""
    t = timelines()
    never = np.iinfo(np.int64).max
    every = first_of_marked(t, np.ones(3, dtype=np.bool_))
    assert (every.earliest.tolist(), every.latest.tolist()) == ([never, 20089], [never, 20119])
    last = first_of_marked(t, np.array([False, True, True]))
    assert (last.earliest.tolist(), last.latest.tolist()) == ([never, 20119], [never, 20119])
    t.start[1] = 20089
    both = first_of_marked(t, np.array([True, True, False]))
    assert both.latest.tolist() == [never, 20119]
    t.start[1] = t.end[1] = 20098
    assert first_of_marked(t, np.array([True, True, False])).latest.tolist() == [never, 20119]
    t.start[1], t.end[1] = 20089, 20100
    assert first_of_marked(t, np.array([True, True, False])).latest.tolist() == [never, 20100]
