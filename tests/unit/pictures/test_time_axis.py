"""Days become places in their order, on one scale, with only long empty stretches broken out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cephalad.logic import Calendar, parse_partial_date
from cephalad.pictures.drawing import Words
from cephalad.pictures.time_axis import BREAK, gaps, time_axis

WORDS = Words(10)
SPANS = st.lists(st.tuples(st.integers(700_000, 740_000), st.integers(1, 400)), min_size=1, max_size=12).map(
    lambda starts: [(start, start + length) for start, length in starts]
)


def test_gaps_lie_between_runs() -> None:
    """Overlapping and touching spans make one run; gaps come longest first."""
    assert gaps([(0, 10), (5, 12), (12, 20), (30, 40), (100, 101)]) == ((40, 100), (20, 30))
    assert gaps([(0, 10), (2, 4)]) == ()


def test_an_axis_without_breaks_is_linear() -> None:
    """The first day lies at the left, the day after the last at the right, the middle between them."""
    axis = time_axis([(0, 10), (90, 100)], Calendar.DAY_NUMBERS, left=50, right=250, n_breaks=0)
    assert (axis.x(0), axis.x(50), axis.x(100)) == (50, 150, 250)
    assert axis.breaks == ()


def test_a_break_leaves_out_what_is_empty() -> None:
    """The longest gap shrinks to a break; a tenth of it, at most a month, stays on either side; the scale grows."""
    plain = time_axis([(0, 10), (1000, 1010)], Calendar.DAY_NUMBERS, left=0, right=500, n_breaks=0)
    axis = time_axis([(0, 10), (1000, 1010)], Calendar.DAY_NUMBERS, left=0, right=500, n_breaks=1)
    (left_out,) = axis.breaks
    assert (left_out.first, left_out.last, left_out.days) == (40, 970, 930)
    assert axis.x(970) - axis.x(40) == pytest.approx(BREAK)
    assert axis.scale > 5 * plain.scale
    assert axis.x(1010) == pytest.approx(500)


@pytest.mark.parametrize(("days", "n_breaks"), [(44, 0), (45, 1)])
def test_a_short_gap_is_never_broken_out(days: int, n_breaks: int) -> None:
    """A gap of six weeks and a half may be broken out, a shorter one may not."""
    axis = time_axis([(0, 1), (1 + days, 2 + days)], Calendar.DAY_NUMBERS, left=0, right=500, n_breaks=8)
    assert len(axis.breaks) == n_breaks


@given(SPANS, st.integers(0, 8))
def test_later_days_never_lie_farther_left(spans: list[tuple[int, int]], n_breaks: int) -> None:
    """Whatever is broken out, the order of days is kept, all lie on the axis, and no event lies in a break."""
    axis = time_axis(spans, Calendar.DATES, left=100, right=900, n_breaks=n_breaks)
    days = sorted({day for span in spans for day in span})
    places = [axis.x(day) for day in days]
    assert places == sorted(places)
    assert places[0] == pytest.approx(100)
    assert places[-1] == pytest.approx(900)
    for each in axis.breaks:
        assert not any(each.first < day < each.last for day in days)


@given(SPANS, st.integers(0, 8), st.sampled_from(list(Calendar)))
def test_the_words_of_ticks_never_touch(spans: list[tuple[int, int]], n_breaks: int, calendar: Calendar) -> None:
    """Between the words of two ticks there is always room, and some tick always has words."""
    axis = time_axis(spans, calendar, left=100, right=900, n_breaks=n_breaks)
    told = [(tick.x, WORDS.width(tick.text) / 2) for tick in axis.ticks(WORDS) if tick.text]
    assert all(x + half < next_x - next_half for (x, half), (next_x, next_half) in pairwise(told))
    assert told


@pytest.mark.parametrize(
    ("first", "last", "texts"),
    [
        ("2025-01-10", "2025-01-13", ("2025-01-10", "2025-01-11", "2025-01-12", "2025-01-13", "2025-01-14")),
        ("2025-01-10", "2025-05-10", ("2025-02", "2025-03", "2025-04", "2025-05")),
        ("2009-06-01", "2015-06-01", ("2010", "2011", "2012", "2013", "2014", "2015")),
    ],
)
def test_ticks_have_the_precision_that_fits(first: str, last: str, texts: tuple[str, ...]) -> None:
    """Days in a week, months in a season, years in a life; each at its beginning."""
    span = (parse_partial_date(first).earliest, parse_partial_date(last).latest + 1)
    axis = time_axis([span], Calendar.DATES, left=0, right=500, n_breaks=0)
    ticks = axis.ticks(WORDS)
    assert tuple(tick.text for tick in ticks) == texts
    assert [tick.x for tick in ticks] == [axis.x(parse_partial_date(text).earliest) for text in texts]
