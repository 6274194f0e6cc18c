"""Weighted shares and predictive values against printed intervals, simulations and a second way of solving them."""

from __future__ import annotations

from math import isnan, nan, sqrt
from random import Random

import pytest

from cephalad.cohort.proportion import wilson
from cephalad.cohort.survival import Estimate
from cephalad.screen.weighted import predictive_value, weighted_share

POINT = Estimate


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    [(60, 60, 0.940, 1.0), (194, 200, 0.936, 0.986), (97, 100, 0.915, 0.990)],
)
@pytest.mark.parametrize("weight", [1.0, 25.0])
def test_equal_weights_give_the_plain_interval(found: int, of: int, low: float, high: float, weight: float) -> None:
    """60 of 60 has the lower limit 94 %, 97 % of 200 gives 93.6 to 98.6, of 100 91.5 to 99.0, whatever the weight."""
    share = weighted_share([(True, weight)] * found + [(False, weight)] * (of - found))
    assert (round(share.estimate.low, 3), round(share.estimate.high, 3)) == (low, high)
    assert (share.n_counted, share.n) == (found, of)
    assert share.n_effective == pytest.approx(of)


def test_a_rare_weight_counts_for_what_it_stands_for() -> None:
    """Sixty reports that stand for themselves and one that stands for 3,000: the share is 60 of 3,060."""
    share = weighted_share([(True, 1.0)] * 60 + [(False, 3000.0)])
    assert share.estimate.value == pytest.approx(60 / 3060)
    assert share.estimate.low < 60 / 9000
    assert share.estimate.high > 60 / 1000


def test_all_that_count_take_kishs_size() -> None:
    """Weights 1, 1 and 2, all of which count: (1+1+2)² over 1+1+4 is 16/6."""
    share = weighted_share([(True, 1.0), (True, 1.0), (True, 2.0)])
    assert share.n_effective == pytest.approx(16 / 6)
    assert share.estimate.high == 1.0


def test_nothing_has_no_share() -> None:
    """Without a report the share is not a number."""
    assert isnan(weighted_share([]).estimate.value)


def test_the_interval_covers_in_a_stratified_sample() -> None:
    """Of 400 samples from two strata drawn at 1 in 2 and 1 in 20, the interval holds the truth in 92 % or more."""
    lot, held = Random(7), 0  # noqa: S311  no secret
    strata = [([True] * 120 + [False] * 80, 0.5), ([True] * 800 + [False] * 3200, 0.05)]
    truth = 920 / 4200
    for _ in range(400):
        drawn = [
            (counts, 1 / p) for all_of_it, p in strata for counts in lot.sample(all_of_it, int(len(all_of_it) * p))
        ]
        found = weighted_share(drawn).estimate
        held += found.low <= truth <= found.high
    assert held >= 368


@pytest.mark.parametrize(
    ("specificity", "prevalence", "predictive"),
    [(0.98, 0.003, 0.125), (0.99, 0.003, 0.22), (0.995, 0.003, 0.36), (0.999, 0.003, 0.74), (0.98, 0.01, 0.32)],
)
def test_the_predictive_value_follows_bayes(specificity: float, prevalence: float, predictive: float) -> None:
    """A sensitivity of 95 % gives 12.5, 22, 36 and 74 % at a prevalence of 0.3 %, and 32 % at 1 %."""
    exact = predictive_value(POINT(0.95, 0.95, 0.95), POINT(specificity, specificity, specificity), prevalence)
    assert exact.value == pytest.approx(predictive, abs=0.005)
    assert [exact.low, exact.high] == pytest.approx([exact.value] * 2)


def by_bisection(top: Estimate, bottom: Estimate, *, lower: bool) -> float:
    """The ratio at which the recovered limit of top − ratio × bottom is nought, found by halving."""

    def limit(ratio: float) -> float:
        middle = top.value - ratio * bottom.value
        if lower:
            return middle - sqrt((top.value - top.low) ** 2 + (ratio * (bottom.high - bottom.value)) ** 2)
        return middle + sqrt((top.high - top.value) ** 2 + (ratio * (bottom.value - bottom.low)) ** 2)

    low, high = 0.0, 50.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if limit(middle) > 0 else (low, middle)
    return low


@pytest.mark.parametrize(
    ("found", "cases", "quiet", "others"), [(97, 100, 990, 1000), (55, 60, 280, 300), (30, 60, 299, 300)]
)
def test_the_interval_of_the_predictive_value_solved_in_another_way(
    found: int, cases: int, quiet: int, others: int
) -> None:
    """Both limits are those at which the recovered limit of the difference vanishes."""
    sensitivity, specificity, prevalence = wilson(found, cases), wilson(quiet, others), 0.01
    alarms = Estimate(1 - specificity.value, 1 - specificity.high, 1 - specificity.low)
    told = predictive_value(sensitivity, specificity, prevalence)
    for limit, lower in ((told.high, True), (told.low, False)):
        ratio = by_bisection(alarms, sensitivity, lower=lower)
        assert limit == pytest.approx(1 / (1 + ratio * 99), rel=1e-6)


def test_no_false_alarm_still_has_a_lower_limit() -> None:
    """Sixty of sixty cases found and no alarm among 300 others: 100 %, but far less is not excluded."""
    told = predictive_value(wilson(60, 60), wilson(300, 300), 0.003)
    assert (told.value, told.high) == (1.0, 1.0)
    assert 0.05 < told.low < 0.3


def test_what_is_not_known_has_no_predictive_value() -> None:
    """Without a case there is no sensitivity, and without one there is no predictive value."""
    assert isnan(predictive_value(POINT(nan, nan, nan), wilson(9, 10), 0.1).value)


def test_a_screener_that_finds_nothing_predicts_nothing() -> None:
    """No case found and some alarms: every alarm is false."""
    told = predictive_value(wilson(0, 20), wilson(90, 100), 0.1)
    assert (told.value, told.low) == (0.0, 0.0)
    assert 0 < told.high < 0.9
