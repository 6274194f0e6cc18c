"""Pooling against its witnesses: R on the same rows, a plain random walk, the evidence notes, a known truth."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from math import exp, lgamma, log, nan, pi, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.polynomial.hermite import hermgauss
from tests.unit.evidence.pooling_by_metropolis import metropolis
from tests.unit.evidence.pooling_coverage import SETTINGS, counted

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooling import (
    RATE_PRIORS,
    SHARE_PRIORS,
    Pooled,
    Priors,
    TooFewStudies,
    period_rates,
    pool_bayes,
    pool_ml,
    pool_rates_bayes,
    pool_rates_ml,
)
from cephalad.evidence.pooling_bayes import PosteriorGrid, posterior
from cephalad.evidence.pooling_integral import average_over_centres, log_likelihood
from cephalad.evidence.pooling_ml import fit
from cephalad.evidence.pooling_rows import rate_rows, share_rows

HERE = Path(__file__).parent
BY_R = tomllib.loads((HERE / "pooling_by_r.toml").read_text(encoding="utf-8"))
COVERAGE = tomllib.loads((HERE / "pooling_coverage.toml").read_text(encoding="utf-8"))

FIVE = ([29, 3, 1, 0, 1], [114, 23, 11, 16, 13])
INCOMPLETE = ([12, 14, 0], [31, 37, 3])
UTERUS_KEPT = ([4, 4], [7, 9])


def ml(events: list[int], patients: list[int]) -> Pooled:
    """Maximum likelihood of rows that are enough."""
    found = pool_ml(events, patients)
    assert isinstance(found, Pooled)
    return found


def bayes(events: list[int], patients: list[int], priors: Priors = SHARE_PRIORS) -> Pooled:
    """The Bayesian model of rows that are enough."""
    found = pool_bayes(events, patients, priors)
    assert isinstance(found, Pooled)
    return found


def percent(*shares: float | None) -> list[float]:
    """Shares as percentages to one decimal."""
    return [round(100 * share, 1) for share in shares if share is not None]


# --- the integral -----------------------------------------------------------------------------------------------------


def summed_densely(y: int, n: int, middle: float, spread: float) -> float:
    """The integral by two hundred thousand equal steps over everything it can reach."""
    logit = np.linspace(min(middle - 12 * spread, -40), max(middle + 12 * spread, 40), 200_001)
    told = y * logit - n * np.logaddexp(0, logit) - ((logit - middle) / spread) ** 2 / 2
    top = told.max()
    total = np.exp(told - top).sum() * (logit[1] - logit[0]) / (spread * sqrt(2 * pi))
    return float(top + log(total) + lgamma(n + 1) - lgamma(y + 1) - lgamma(n - y + 1))


def by_gauss_hermite(y: int, n: int, middle: float, spread: float, nodes: int = 100) -> float:
    """The integral by Gauss-Hermite quadrature around the peak, as lme4 does it with nAGQ nodes."""
    place = middle
    for _ in range(200):
        share = 1 / (1 + exp(-place))
        place += (y - n * share - (place - middle) / spread**2) / (n * share * (1 - share) + 1 / spread**2) / 2
    share = 1 / (1 + exp(-place))
    width = sqrt(2 / (n * share * (1 - share) + 1 / spread**2))
    x, weight = hermgauss(nodes)
    logit = place + width * x
    told = y * logit - n * np.logaddexp(0, logit) - ((logit - middle) / spread) ** 2 / 2 + x**2 + np.log(weight)
    total = np.exp(told - told.max()).sum() * width / (spread * sqrt(2 * pi))
    return float(told.max() + log(total) + lgamma(n + 1) - lgamma(y + 1) - lgamma(n - y + 1))


ROWS = [(0, 3), (0, 16), (0, 216), (1, 11), (30, 216), (29, 114), (3, 3), (216, 216), (108, 216), (150, 2000)]


@pytest.mark.parametrize(("y", "n"), ROWS)
@pytest.mark.parametrize("spread", [0.02, 0.3, 1.0, 3.0, 10.0])
def test_the_integral_is_exact(y: int, n: int, spread: float) -> None:
    """The logarithm of a row's likelihood is right to 1e-6 for 3 to 2000 patients, any middle and any spread."""
    for middle in (-8.0, -4.0, -1.7, 0.0, 3.0):
        found = average_over_centres(share_rows([y], [n]), np.array([middle]), np.array([spread])).log_likelihood[0]
        assert found == pytest.approx(summed_densely(y, n, middle, spread), abs=1e-6)


@pytest.mark.parametrize(("y", "n"), [(1, 11), (30, 216), (29, 114), (108, 216)])
@pytest.mark.parametrize("spread", [0.1, 0.7, 1.5])
def test_the_integral_agrees_with_gauss_and_hermite(y: int, n: int, spread: float) -> None:
    """A hundred Gauss-Hermite nodes around the peak give the same to 1e-8 where they converge."""
    for middle in (-3.0, -1.7, 0.5):
        found = log_likelihood(share_rows([y], [n]), np.array([middle]), spread)[0]
        assert found == pytest.approx(by_gauss_hermite(y, n, middle, spread), abs=1e-8)


def test_without_spread_the_rows_are_binomial() -> None:
    """A spread of 0 is one share for all: the product of the binomial probabilities."""
    found = log_likelihood(share_rows([2, 0], [5, 3]), np.array([log(0.3 / 0.7)]), 0.0)[0]
    assert exp(found) == pytest.approx(10 * 0.3**2 * 0.7**3 * 0.7**3)


@pytest.mark.parametrize("spread", [1e-7, 1e-5, 1e-4])
def test_a_tiny_spread_is_nearly_none(spread: float) -> None:
    """The likelihood goes over into the binomial one as the spread goes to 0, by half its square times the slope."""
    for middle in (-8.0, -1.7, 3.0):
        rows = share_rows(*FIVE)
        none = average_over_centres(rows, np.array([middle]), np.array([0.0]))
        found = log_likelihood(rows, np.array([middle]), spread)[0]
        expected = none.log_likelihood[0] + none.by_spread[0] * spread**2 / 2
        assert found == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("spread", [0.0, 0.01, 0.5, 4.0])
def test_the_derivatives_are_those_of_the_likelihood(spread: float) -> None:
    """The slopes by the middle and by half the squared spread equal differences of the likelihood."""
    rows, step = share_rows(*FIVE), 1e-4
    found = average_over_centres(rows, np.array([-1.6]), np.array([spread]))
    up, down = (average_over_centres(rows, np.array([-1.6 + d]), np.array([spread])) for d in (step, -step))
    slope = (up.log_likelihood[0] - down.log_likelihood[0]) / (2 * step)
    assert found.by_middle[0] == pytest.approx(slope, rel=1e-5)
    half = spread**2 / 2
    ends = np.sqrt(2 * np.array([half, half + step, half + 2 * step]))
    low, middle, high = average_over_centres(rows, np.full(3, -1.6), ends).log_likelihood
    assert found.by_spread[0] == pytest.approx((4 * middle - 3 * low - high) / (2 * step), rel=1e-3)


# --- witness: R -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row_set", BY_R["row_set"], ids=lambda each: str(each["name"]))
def test_maximum_likelihood_agrees_with_metafor(row_set: dict[str, Any]) -> None:
    """`rma.glmm(measure = "PLO", xi = xi, ni = ni, method = "ML", nAGQ = 50)` finds the same middle and variance.

    To 1e-4 and no more: it stops where its optimiser does. Versions and rows stand in the file that R wrote.
    """
    found = fit(share_rows(row_set["events"], row_set["patients"]))
    assert found.middle == pytest.approx(row_set["metafor_middle"], abs=1e-4)
    assert found.spread**2 == pytest.approx(row_set["metafor_tau2"], abs=2e-4 * max(1, row_set["metafor_tau2"]))


@pytest.mark.parametrize("row_set", BY_R["row_set"], ids=lambda each: str(each["name"]))
def test_the_profile_agrees_with_one_made_in_r(row_set: dict[str, Any]) -> None:
    """R's own `integrate`, `optimize` and `uniroot` on the same likelihood give the same maximum and limits."""
    found = fit(share_rows(row_set["events"], row_set["patients"]))
    assert found.log_likelihood == pytest.approx(row_set["profile_log_likelihood"], abs=1e-7)
    assert found.middle == pytest.approx(row_set["profile_middle"], abs=1e-6)
    assert found.spread == pytest.approx(row_set["profile_spread"], abs=1e-6)
    assert found.low == pytest.approx(row_set["profile_low"], abs=1e-6)
    assert found.high == pytest.approx(row_set["profile_high"], abs=1e-6)


def test_the_error_is_larger_than_with_a_known_spread() -> None:
    """The standard error is metafor's where the spread is 0, and above it where the spread had to be estimated."""
    by_r = {each["name"]: each for each in BY_R["row_set"]}
    alike, apart = (fit(share_rows(by_r[name]["events"], by_r[name]["patients"])) for name in ("incomplete", "wide"))
    assert alike.error == pytest.approx(by_r["incomplete"]["metafor_error"], rel=1e-4)
    assert apart.error > by_r["wide"]["metafor_error"] * 0.99


# --- witness: a random walk -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [FIVE, UTERUS_KEPT], ids=["five-mixed", "uterus-kept"])
def test_the_grid_agrees_with_a_random_walk(rows: tuple[list[int], list[int]]) -> None:
    """Medians, means, intervals, the prediction and the spread are those of a plain Metropolis walk to two decimals."""
    found, walked = bayes(*rows), metropolis(*rows, SHARE_PRIORS, seed=20260301)
    middle, new, spread = (
        np.quantile(each, [0.025, 0.5, 0.975]) for each in (walked.middle, walked.new, walked.spread)
    )
    assert [found.low, found.estimate, found.high] == pytest.approx(middle.tolist(), abs=0.005)
    assert [found.predictive_low, found.predictive_high] == pytest.approx(new[[0, 2]].tolist(), abs=0.008)
    assert [found.spread_low, found.spread, found.spread_high] == pytest.approx(spread.tolist(), abs=0.02)
    assert [found.mean, found.across] == pytest.approx([walked.middle.mean(), walked.new.mean()], abs=0.003)


# --- witness: the evidence notes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [(FIVE, (11.7, nan, 23.5)), (INCOMPLETE, (36.6, 22, 48)), (UTERUS_KEPT, (50, 24, 77))],
    ids=["five-mixed", "incomplete", "uterus-kept"],
)
def test_maximum_likelihood_meets_the_notes(
    rows: tuple[list[int], list[int]], expected: tuple[float, float, float]
) -> None:
    """`evidence/recurrence.md` 7.3 within a point: 11.7 (to 23.5), 36.6 (22 to 48), 50 (24 to 77).

    Their intervals are those of the profile. Their lower limit of 2.1 % for the five cohorts is not met: there the
    profile lies 2.23 below its maximum, not 1.92, and R gives 2.6 % too.
    """
    found = ml(*rows)
    for value, noted in zip((found.estimate, found.low, found.high), expected, strict=True):
        assert np.isnan(noted) or 100 * value == pytest.approx(noted, abs=0.65)


def test_the_notes_lower_limit_is_too_low() -> None:
    """At 2.1 % no spread makes the five cohorts likely enough for a 95 % interval to hold it; at 2.6 % one does."""
    top = fit(share_rows(*FIVE)).log_likelihood
    spreads = np.linspace(0, 5, 501)
    drops = {
        share: top - average_over_centres(share_rows(*FIVE), np.full(501, log(share / (1 - share))), spreads)
        .log_likelihood.max()
        for share in (0.021, 0.026)
    }  # fmt: skip
    assert drops[0.021] == pytest.approx(2.23, abs=0.01)
    assert drops[0.026] < 1.92


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (FIVE, (11.6, 3.6, 24.0, 1, 52)),
        (INCOMPLETE, (32, 10, 51, 5, 71)),
        (UTERUS_KEPT, (42, 14, 71, nan, nan)),
    ],
    ids=["five-mixed", "incomplete", "uterus-kept"],
)
def test_the_bayesian_model_meets_the_notes(
    rows: tuple[list[int], list[int]], expected: tuple[float, float, float, float, float]
) -> None:
    """`evidence/recurrence.md` 7.3 within a point; its figures lie up to 0.8 lower, as on a grid of steps of 0.05."""
    found = bayes(*rows)
    told = (found.estimate, found.low, found.high, found.predictive_low, found.predictive_high)
    for value, noted in zip(told, expected, strict=True):
        assert np.isnan(noted) or 100 * (value or 0) == pytest.approx(noted, abs=0.85)


def test_figures_of_today() -> None:
    """What the two models make of the five cohorts, to a decimal."""
    likely, found = ml(*FIVE), bayes(*FIVE)
    assert percent(likely.estimate, likely.low, likely.high) == [11.7, 2.6, 23.5]
    assert round(likely.spread, 2) == 0.67
    assert percent(found.estimate, found.low, found.high) == [11.9, 3.7, 24.5]
    assert percent(found.predictive_low, found.predictive_high) == [1.0, 52.4]
    assert (found.studies, found.patients, found.events) == (5, 177, 34)


# --- what must hold ---------------------------------------------------------------------------------------------------


SETS = [FIVE, INCOMPLETE, UTERUS_KEPT, ([0, 0], [7, 16]), ([30, 18, 29, 3, 0], [216, 58, 114, 23, 16])]


@pytest.mark.parametrize("rows", SETS)
def test_a_finer_grid_changes_nothing(rows: tuple[list[int], list[int]]) -> None:
    """On a grid that is halved until nothing changes by 1e-8, every figure is the same to 1e-6."""
    checked = share_rows(*rows)
    found = posterior(checked, SHARE_PRIORS)
    assert posterior(checked, SHARE_PRIORS, tolerance=1e-8).differs(found) < 1e-6


def test_half_the_step_changes_nothing() -> None:
    """Of two small series, half the step of middle and of spread changes no figure by more than 1e-6."""
    grid = PosteriorGrid(share_rows(*UTERUS_KEPT), SHARE_PRIORS)
    grid.halve_middles()
    grid.halve_spreads()
    before = grid.summary()
    grid.halve_middles()
    grid.halve_spreads()
    assert (len(grid.middles), grid.heights.shape) == (257, (len(grid.spreads), 257))
    assert 0 < grid.summary().differs(before) < 1e-6


def test_with_one_spread_and_flat_priors_it_is_the_beta_distribution() -> None:
    """Centres all but alike under a vague middle: the posterior of 20 of 50 is nearly Haldane's beta(20, 30)."""
    found = bayes([8, 12], [20, 30], Priors(0.5, 50.0, 0.001))
    draws = np.random.default_rng(5).beta(20, 30, 2_000_000)
    assert [found.low, found.estimate, found.high] == pytest.approx(
        np.quantile(draws, [0.025, 0.5, 0.975]).tolist(), abs=2e-3
    )


def test_the_order_of_the_rows_does_not_matter() -> None:
    """Rows in reverse give the same figures in both models."""
    turned = (FIVE[0][::-1], FIVE[1][::-1])
    assert ml(*turned).low == pytest.approx(ml(*FIVE).low, abs=1e-9)
    assert bayes(*turned).high == pytest.approx(bayes(*FIVE).high, abs=1e-9)


def test_who_has_no_event_mirrors_who_has() -> None:
    """Counting the women without the event gives one minus each figure, with priors around one half."""
    events, patients = FIVE
    others = [n - y for y, n in zip(events, patients, strict=True)]
    assert ml(others, patients).high == pytest.approx(1 - ml(*FIVE).low, abs=1e-7)
    around_half = replace(SHARE_PRIORS, centre=0.5)
    one, other = bayes(*FIVE, around_half), bayes(others, patients, around_half)
    assert other.low == pytest.approx(1 - one.high, abs=1e-8)
    assert other.predictive_low == pytest.approx(1 - (one.predictive_high or 0), abs=1e-8)
    assert other.spread == pytest.approx(one.spread, abs=1e-8)


def test_alike_rows_have_no_spread() -> None:
    """Two centres with the same share: spread 0, and the likelihood interval still wider than that of their sum."""
    found = ml(*UTERUS_KEPT)
    assert found.spread == 0
    wald = 1 / (1 + exp(1.96 * 0.5))
    assert found.low < wald


@pytest.mark.parametrize(("apart", "spread"), [(39, 0.0), (41, 0.0056)])
def test_a_spread_begins_where_chance_ends(apart: int, spread: float) -> None:
    """Two large series around a fifth: chance alone gives 40 to either side, so 39 have no spread and 41 a small one.

    By moments: the square of 41 exceeds the variance of 1600 by 81; a variance of 81 / 1600² of the logit explains it.
    """
    assert ml([2000 - apart, 2000 + apart], [10_000, 10_000]).spread == pytest.approx(spread, abs=1e-4)


def test_without_an_event_there_is_only_an_upper_limit() -> None:
    """No event anywhere: 0 to an upper limit; Bayesian priors keep the estimate off 0."""
    found = ml([0, 0, 0], [7, 3, 16])
    assert (found.estimate, found.low, found.spread) == (0, 0, 0)
    # Without spread the limit would be where the 26 women make it: 1 - exp(-1.92 / 26).
    assert 1 - exp(-1.9207 / 26) <= found.high < 0.2
    assert found.predictive_low is None
    assert 0 < bayes([0, 0, 0], [7, 3, 16]).low < 0.01
    every = ml([7, 3, 16], [7, 3, 16])
    assert (every.estimate, every.high) == (1, 1)
    assert every.low == pytest.approx(1 - found.high, abs=1e-9)


def test_nothing_limits_two_small_series() -> None:
    """0 of 7 and 1 of 3: the likelihood excludes no small share at all, and says so with a limit of 0."""
    assert ml([0, 1], [7, 3]).low < 1e-6


@pytest.mark.parametrize(("n_studies", "told"), [(3, False), (4, True)])
def test_a_likelihood_prediction_needs_four_studies(n_studies: int, told: bool) -> None:
    """Three studies leave one degree of freedom and no prediction, four leave two."""
    found = ml([3, 2, 5, 4][:n_studies], [20, 25, 22, 31][:n_studies])
    assert (found.predictive_low is not None) == told


def test_the_likelihood_prediction_is_that_of_higgins() -> None:
    """Without spread it is the middle plus and minus t with k - 2 degrees times metafor's standard error."""
    (row_set,) = (each for each in BY_R["row_set"] if each["name"] == "mostly-none")
    reach = 4.302653 * row_set["metafor_error"]
    ends = [1 / (1 + exp(-(row_set["metafor_middle"] + side * reach))) for side in (-1, 1)]
    found = ml(row_set["events"], row_set["patients"])
    assert [found.predictive_low, found.predictive_high] == pytest.approx(ends, rel=1e-4)


def test_a_new_centre_is_less_certain_than_the_middle() -> None:
    """The prediction is wider than the interval in both models, and `across` lies nearer to one half."""
    for found in (ml(*FIVE), bayes(*FIVE)):
        assert found.predictive_low is not None
        assert found.predictive_high is not None
        assert found.predictive_low < found.low < found.estimate < found.high < found.predictive_high
        assert found.estimate < (found.across or 0) < 0.5


def test_narrower_priors_draw_nearer() -> None:
    """A narrow prior around 2 % pulls the estimate down, a small scale of spread narrows the prediction."""
    stated = bayes(*FIVE)
    assert bayes(*FIVE, Priors(0.02, 0.3, 1.0)).estimate < stated.estimate
    alike = bayes(*FIVE, replace(SHARE_PRIORS, spread_scale=0.2))
    assert (alike.predictive_high or 1) < (stated.predictive_high or 0)


@pytest.mark.parametrize("events", [0, 4, 7])
def test_one_study_is_not_pooled(events: int) -> None:
    """A single study gives its raw counts with the exact interval, in both models."""
    found = pool_ml([events], [7])
    assert isinstance(found, TooFewStudies)
    assert found == pool_bayes([events], [7])
    assert found.estimate == events / 7
    assert found.low <= events / 7 <= found.high


# --- wrong rows -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "patients", "told"),
    [
        ([], [], "one at least"),
        ([1, 2], [5], "a total for each"),
        ([6, 1], [5, 9], "row 1: events must be no more than patients, got 6 of 5"),
        ([-1, 1], [5, 9], "row 1: events must be a whole number from 0 on, got -1"),
        ([0.5, 1], [5, 9], "row 1: events must be a whole number from 0 on, got 0.5"),
        ([1, 0], [5, 0], "row 2: patients must be a whole number from 1 on, got 0"),
        ([nan, 1], [5, 9], "row 1: events must be a whole number from 0 on, got nan"),
        ([1, 1], [float("inf"), 9], "row 1: patients must be a whole number"),
    ],
)
def test_a_wrong_row_is_refused(events: list[int], patients: list[int], told: str) -> None:
    """A count that is none, too many events, and rows that do not pair are refused by both models."""
    for pool in (pool_ml, pool_bayes):
        with pytest.raises(InvalidArgument, match=told):
            pool(events, patients)


def test_every_wrong_row_is_told_at_once() -> None:
    """Three faults in two rows make three lines; of thirty faults twenty are told and the rest counted."""
    with pytest.raises(InvalidArgument) as caught:
        pool_ml([9, -1], [5, 0])
    assert len(str(caught.value).splitlines()) == 3
    with pytest.raises(InvalidArgument, match="and 10 more") as caught:
        pool_ml([2] * 30, [1] * 30)
    assert len(str(caught.value).splitlines()) == 21


@pytest.mark.parametrize(
    ("priors", "told"),
    [(Priors(0, 1, 1), "centre:"), (Priors(1, 1, 1), "centre:"), (Priors(0.1, 0, 1), "centre_sd:"),
     (Priors(0.1, 1, -1), "spread_scale:"), (Priors(nan, 1, 1), "centre:")],
)  # fmt: skip
def test_wrong_priors_are_refused(priors: Priors, told: str) -> None:
    """A centre that is no share and a width that is not positive are refused, for one study too."""
    for rows in (FIVE, ([1], [5])):
        with pytest.raises(InvalidArgument, match=told):
            pool_bayes(*rows, priors)


# --- rates ------------------------------------------------------------------------------------------------------------


def test_rates_of_alike_centres_are_their_sum() -> None:
    """Centres with one rate: spread 0, the rate of the sum, its error that of the Poisson count."""
    found = pool_rates_ml([10, 20], [100.0, 200.0], [30, 60])
    assert isinstance(found, Pooled)
    assert found.spread == 0
    assert found.estimate == pytest.approx(0.1)
    assert (found.woman_years, found.patients, found.events) == (300, 90, 30)
    assert fit(rate_rows([10, 20, 5], [100.0, 200.0, 50.0])).error == pytest.approx(1 / sqrt(35), rel=1e-3)


def test_the_rate_model_is_the_negative_binomials_neighbour() -> None:
    """The likelihood of a row of rates is the mean of the Poisson probability over many drawn centres."""
    logs = -2.0 + 0.8 * np.random.default_rng(3).standard_normal(2_000_000)
    mean = np.exp(logs) * 40
    drawn = np.mean(np.exp(6 * np.log(mean) - mean - lgamma(7)))
    found = log_likelihood(rate_rows([6], [40.0]), np.array([-2.0]), 0.8)[0]
    assert exp(found) == pytest.approx(drawn, rel=3e-3)


def test_rates_do_not_depend_on_the_unit() -> None:
    """Ten times the time at a tenth of the rate gives a tenth of each figure, the priors moved along."""
    one = pool_rates_bayes([3, 0, 5], [40.0, 30.0, 25.0], [9, 9, 9])
    priors = replace(RATE_PRIORS, centre=RATE_PRIORS.centre / 10)
    other = pool_rates_bayes([3, 0, 5], [400.0, 300.0, 250.0], [9, 9, 9], priors)
    assert isinstance(one, Pooled)
    assert isinstance(other, Pooled)
    assert other.high == pytest.approx(one.high / 10, rel=1e-6)
    assert other.spread == pytest.approx(one.spread, abs=1e-6)
    assert one.across is None


def test_one_rate_is_not_pooled() -> None:
    """A single study in woman-years gives its count and the exact Poisson interval."""
    found = pool_rates_bayes([3], [120.0], [16])
    assert isinstance(found, TooFewStudies)
    assert found == pool_rates_ml([3], [120.0], [16])
    assert (found.estimate, found.woman_years) == (3 / 120, 120)


@pytest.mark.parametrize("years", [0.0, -1.0, nan, float("inf")])
def test_a_time_that_is_none_is_refused(years: float) -> None:
    """Woman-years must be above 0 and finite."""
    with pytest.raises(InvalidArgument, match="row 2: woman-years must be above 0"):
        pool_rates_ml([1, 1], [5.0, years], [3, 3])


def test_rates_of_a_curve_are_those_of_the_notes() -> None:
    """Shi-2025: ovaries kept 3.1, then 0.7 and 0.8 a year; both removed 0.3, 0.9 and 0.3 (notes, 2)."""
    kept, removed = ([0.09, 0.103, 0.14], [0.008, 0.026, 0.04])
    assert [round(100 * rate, 1) for _, _, rate in period_rates([36, 60, 120], kept)] == [3.1, 0.7, 0.8]
    assert [round(100 * rate, 1) for _, _, rate in period_rates([36, 60, 120], removed)] == [0.3, 0.9, 0.3]
    assert [each[:2] for each in period_rates([36, 60, 120], kept)] == [(0, 36), (36, 60), (60, 120)]


@pytest.mark.parametrize(
    ("months", "shares"), [([12, 12], [0.1, 0.2]), ([12, 24], [0.2, 0.1]), ([12], [1.0]), ([0], [0.1])]
)
def test_a_curve_that_turns_back_is_refused(months: list[float], shares: list[float]) -> None:
    """Months must ascend, shares must not fall nor reach 1."""
    with pytest.raises(InvalidArgument, match="curve:"):
        period_rates(months, shares)


# --- a known truth ----------------------------------------------------------------------------------------------------


def test_intervals_hold_a_known_truth() -> None:
    """Over a few draws of two settings the intervals hold the middle in at least three of four, the new centres too."""
    for name in ("two-small-series", "from-the-priors"):
        found = counted(SETTINGS[name], 12, seed=7)
        assert min(found.ml, found.bayes, found.bayes_new) >= 0.75


def test_the_long_run_is_kept() -> None:
    """The kept long run has every setting, over 200 draws or more of each."""
    assert [each["name"] for each in COVERAGE["setting"]] == list(SETTINGS)
    assert all(each["runs"] >= 200 for each in COVERAGE["setting"])


def test_bayesian_intervals_hold_what_the_priors_draw() -> None:
    """Truths drawn from the priors lie in 95 % of the Bayesian intervals and predictions, within chance."""
    (setting,) = (each for each in COVERAGE["setting"] if each["name"] == "from-the-priors")
    assert setting["bayes"] == pytest.approx(0.95, abs=2 * setting["chance"])
    assert setting["bayes_new"] == pytest.approx(0.95, abs=2 * setting["chance"])


@pytest.mark.parametrize(("model", "least"), [("bayes", 0.9), ("ml", 0.85)])
def test_intervals_hold_the_middle_in_the_long_run(model: str, least: float) -> None:
    """In no setting do the Bayesian intervals hold the middle in less than nine of ten draws.

    They fall short (92 %) only for two small series far from the stated middle. Those of the likelihood hold it in
    88 % of draws like the five series: the reason why it is not the one to show.
    """
    assert all(each[model] >= least for each in COVERAGE["setting"])
