"""Maximum likelihood: the middle and the spread of the centres under which the counted events are most probable.

The interval is that of the profile likelihood, not Wald's: it holds every middle that some spread makes likely enough
(less than 1.92 below the maximum). With few studies the best spread is often 0; Wald's interval then takes it for
known and is too short, while the profile asks for every other spread as well. The figures of other software for the
same model differ in this choice.

The prediction interval is `middle` plus and minus t times the square root of spread² + error², with two degrees of
freedom fewer than studies (Higgins, Thompson and Spiegelhalter, J R Stat Soc A 2009;172:137-159), where the error is
taken from the curvature of the profile. It needs four studies: three leave one degree of freedom, of which t says only
that a new centre may have any share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, sqrt
from statistics import NormalDist

import numpy as np

from cephalad.evidence.pooling_exact import LEVEL, t_quantile
from cephalad.evidence.pooling_integral import average_over_centres
from cephalad.evidence.pooling_rows import Rows

__all__ = ["MOST_SPREAD", "Fit", "fit"]

MOST_SPREAD = 10.0
"""A spread beyond which a centre has nearly all or nearly none; it is not searched further."""

_DROP = NormalDist().inv_cdf((1 + LEVEL) / 2) ** 2 / 2
_FURTHEST = 20.0
_FEWEST_TO_PREDICT = 4
_SPREADS = np.concatenate([[0.0], np.geomspace(0.02, MOST_SPREAD, 22)])
_FLAT = 1e-9
_STEP = 1e-3
_MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Fit:
    """The maximum, on the scale of the centres' logits or log rates.

    Attributes
    ----------
    middle, low, high : infinite where nothing limits them
    spread : 0 to `MOST_SPREAD`
    error : standard error of the middle with the spread unknown; infinite where the middle is
    log_likelihood : at the maximum, with the binomial or Poisson constants
    prediction : None where studies are too few or the middle is infinite
    """

    middle: float
    low: float
    high: float
    spread: float
    error: float
    log_likelihood: float
    prediction: tuple[float, float] | None


def fit(rows: Rows) -> Fit:
    """The maximum of the likelihood, its profile interval and the prediction for a new centre."""
    if not rows.events.any():
        return _fit_without_events(rows)
    if rows.link == "logit" and (rows.events == rows.totals).all():
        found = _fit_without_events(rows.mirrored)
        return Fit(inf, -found.high, inf, 0.0, inf, 0.0, None)
    middle = _best_middle(rows)
    top = _profile(rows, middle)
    limits = [_limit(rows, middle, top.height - _DROP, side) for side in (-1, 1)]
    error = _error(rows, middle)
    return Fit(
        middle, limits[0], limits[1], top.spread, error, top.height,
        _prediction(middle, top.spread, error, len(rows)),
    )  # fmt: skip


def _fit_without_events(rows: Rows) -> Fit:
    """The likelihood rises up to 1 as the middle falls without end; only an upper limit exists."""
    high = _limit(rows, -_FURTHEST, -_DROP, 1)
    return Fit(-inf, -inf, high, 0.0, inf, 0.0, None)


def _prediction(middle: float, spread: float, error: float, n: int) -> tuple[float, float] | None:
    if n < _FEWEST_TO_PREDICT or not 0 < error < inf:
        return None
    reach = t_quantile((1 + LEVEL) / 2, n - 2) * sqrt(spread**2 + error**2)
    return middle - reach, middle + reach


# --- the profile ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Point:
    """The likeliest spread for one middle, the logarithm of the likelihood there, and its slope by the middle."""

    spread: float
    height: float
    slope: float


def _profile(rows: Rows, middle: float) -> _Point:
    scanned = average_over_centres(rows, np.full(len(_SPREADS), middle), _SPREADS)
    at = int(np.argmax(scanned.log_likelihood))
    # At a spread of 0 the derivative tells whether the likelihood rises from there.
    if at == 0 and scanned.by_spread[0] <= 0:
        return _Point(0.0, float(scanned.log_likelihood[0]), float(scanned.by_middle[0]))
    if at == len(_SPREADS) - 1 and scanned.by_spread[-1] >= 0:
        return _Point(MOST_SPREAD, float(scanned.log_likelihood[-1]), float(scanned.by_middle[-1]))
    low, high = float(_SPREADS[max(at - 1, 0)]), float(_SPREADS[min(at + 1, len(_SPREADS) - 1)])

    def rise(spread: float) -> float:
        return _at(rows, middle, spread)[2]

    spread = _crossing(rise, low, high) if rise(low) > 0 > rise(high) else float(_SPREADS[at])
    height, slope, _ = _at(rows, middle, spread)
    return _Point(spread, height, slope)


def _at(rows: Rows, middle: float, spread: float) -> tuple[float, float, float]:
    found = average_over_centres(rows, np.array([middle]), np.array([spread]))
    return float(found.log_likelihood[0]), float(found.by_middle[0]), float(found.by_spread[0])


def _best_middle(rows: Rows) -> float:
    """The middle of the maximum; its neighbourhood is found by scanning, lest a lower summit be taken."""
    places = rows.places
    middles = np.linspace(places.min() - 1, places.max() + 1, 25)
    grid = [each.ravel() for each in np.meshgrid(middles, _SPREADS)]
    heights = average_over_centres(rows, *grid).log_likelihood
    best = float(grid[0][int(np.argmax(heights))])
    step = float(middles[1] - middles[0])
    low, high = best - step, best + step
    while _profile(rows, low).slope < 0 and low > -_FURTHEST:
        low -= step
    while _profile(rows, high).slope > 0 and high < _FURTHEST:
        high += step
    return _crossing(lambda middle: _profile(rows, middle).slope, low, high)


def _limit(rows: Rows, middle: float, ground: float, side: int) -> float:
    """Where the profile has come down to the ground on one side; infinite where it does not within the range."""
    inner, step = middle, 0.5
    while True:
        outer = inner + side * step
        if abs(outer) > _FURTHEST and abs(outer) > abs(middle):
            return side * inf
        if _profile(rows, outer).height < ground:
            break
        inner, step = outer, step * 1.5
    low, high = min(inner, outer), max(inner, outer)
    return _crossing(lambda place: _profile(rows, place).height - ground, low, high)


def _error(rows: Rows, middle: float) -> float:
    bend = (_profile(rows, middle - _STEP).slope - _profile(rows, middle + _STEP).slope) / (2 * _STEP)
    return 1 / sqrt(bend) if bend > 0 else inf


def _crossing(function: Callable[[float], float], low: float, high: float) -> float:
    """Where the function is zero between two places of opposite sign (false position, by the rule of Illinois)."""
    at_low, at_high = function(low), function(high)
    last, place, side = inf, (low + high) / 2, 0
    for _ in range(_MOST_STEPS):
        if at_low == at_high:
            break
        last, place = place, (low * at_high - high * at_low) / (at_high - at_low)
        value = function(place)
        if value == 0 or abs(place - last) < _FLAT:
            break
        # An end that stays twice counts half, lest it stay for ever.
        if (value > 0) == (at_high > 0):
            high, at_high, at_low, side = place, value, at_low / (2 if side > 0 else 1), 1
        else:
            low, at_low, at_high, side = place, value, at_high / (2 if side < 0 else 1), -1
    return place
