"""Wilson's interval for a share, against published figures and its own definition."""

from __future__ import annotations

from math import isnan, sqrt
from statistics import NormalDist

import pytest

from cephalad.cohort.proportion import wilson
from cephalad.errors import InvalidArgument

Z = NormalDist().inv_cdf(0.975)


@pytest.mark.parametrize(
    ("events", "n", "low", "high"),
    # Newcombe RG, Statistics in Medicine 1998; 17: 857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_intervals(events: int, n: int, low: float, high: float) -> None:
    """The limits of four published examples, to their four decimals."""
    found = wilson(events, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert found.value == events / n


@pytest.mark.parametrize(("events", "n"), [(1, 5), (3, 7), (50, 100), (99, 100), (400_000, 1_000_000)])
def test_a_limit_is_a_share_that_the_data_just_do_not_refute(events: int, n: int) -> None:
    """At each limit the observed share lies just 1.96 standard errors away."""
    found = wilson(events, n)
    for limit in (found.low, found.high):
        assert abs(events / n - limit) == pytest.approx(Z * sqrt(limit * (1 - limit) / n), rel=1e-6)
    assert found.low < found.value < found.high


def test_nobody_and_everybody() -> None:
    """At nothing and all the interval ends there exactly, and still has a length."""
    assert wilson(0, 10).low == 0.0 < wilson(0, 10).high
    assert wilson(10, 10).high == 1.0 > wilson(10, 10).low
    assert wilson(10, 10).low == pytest.approx(1 - wilson(0, 10).high)


def test_of_nobody_there_is_no_share() -> None:
    """Where nobody was asked, share and limits are no numbers."""
    found = wilson(0, 0)
    assert all(isnan(each) for each in (found.value, found.low, found.high))


@pytest.mark.parametrize(("events", "n"), [(-1, 5), (6, 5), (1, 0)])
def test_impossible_counts_are_refused(events: int, n: int) -> None:
    """More events than women, or fewer than none, are a fault in the call."""
    with pytest.raises(InvalidArgument, match="n_events"):
        wilson(events, n)
