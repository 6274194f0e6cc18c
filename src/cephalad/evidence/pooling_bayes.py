"""The Bayesian hierarchical model on a grid of middle and spread of the centres.

Each row's events are binomial with a share of its centre's own; the logits of the centres are normal around `middle`
with standard deviation `spread`. Beforehand, `middle` is normal and `spread` half normal. The sums over the grid are
over equal steps; for smooth functions that fade at both ends such sums converge faster than any power of the step. As
a function of the spread the likelihood goes on as its own mirror image below 0, so that the sum from 0 on, its first
value taken half, converges as fast. The steps are halved until no figure changes by more than `TOLERANCE`. The result
so depends on the rows and priors alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooling_density import Density, spread_by
from cephalad.evidence.pooling_exact import LEVEL
from cephalad.evidence.pooling_integral import log_likelihood
from cephalad.evidence.pooling_rows import Floats, Rows

__all__ = ["RATE_PRIORS", "SHARE_PRIORS", "TOLERANCE", "Posterior", "PosteriorGrid", "Priors", "posterior"]

TOLERANCE = 1e-5
"""What the last halving may change in a share, rate or spread; the error left is about the square of it."""

_FADED = 28.0
_REACH = 9.0
_PRIOR_REACH = 8.6
_MOST_HALVINGS = 7


@dataclass(frozen=True, slots=True)
class Priors:
    """What is assumed before any study is read.

    Attributes
    ----------
    centre : share, or rate per woman-year, of which the middle centre is as likely above as below
    centre_sd : standard deviation of the middle's logit, or log rate
    spread_scale : scale of the half normal distribution of the spread
    """

    centre: float
    centre_sd: float
    spread_scale: float

    def check(self, rows: Rows) -> None:
        """Nothing, when the priors fit the rows.

        Raises
        ------
        InvalidArgument : for a centre that is no share or rate, and for a width that is not positive
        """
        faults = []
        if not 0 < self.centre < (1 if rows.link == "logit" else np.inf):
            faults.append(f"centre: must be a share between 0 and 1 or a rate above 0, got {self.centre:g}; write 0.15")
        for name, value in (("centre_sd", self.centre_sd), ("spread_scale", self.spread_scale)):
            if not 0 < value <= 100:
                faults.append(f"{name}: must be above 0 and at most 100, got {value:g}; write 1")
        if faults:
            raise InvalidArgument("\n".join(faults))


SHARE_PRIORS = Priors(centre=0.15, centre_sd=1.5, spread_scale=1.0)
"""Weak: the middle centre between 0.9 and 77 %, centres likely to differ by less than a factor of 7 in the odds."""

RATE_PRIORS = Priors(centre=0.05, centre_sd=1.5, spread_scale=1.0)
"""Weak: the middle centre between 0.3 and 95 events per hundred woman-years."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the rows and priors say, as shares or rates; the spread on the scale of logits or log rates.

    Attributes
    ----------
    median, mean, low, high : of the middle centre
    across : mean over all centres; None for a rate, whose mean hangs on centres far out that no study has seen
    predictive_low, predictive_high : 95 % of new centres
    spread, spread_low, spread_high : median and 95 % interval
    """

    median: float
    mean: float
    low: float
    high: float
    across: float | None
    predictive_low: float
    predictive_high: float
    spread: float
    spread_low: float
    spread_high: float

    def differs(self, other: Posterior) -> float:
        """The greatest difference of any figure."""
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__slots__)
        return float(max(abs(one - two) for one, two in pairs if one is not None))


def posterior(rows: Rows, priors: Priors, *, tolerance: float = TOLERANCE) -> Posterior:
    """The posterior on a grid so fine that halving its steps changes no figure by more than the tolerance.

    Raises
    ------
    InvalidArgument : for priors that do not fit
    ArithmeticError : where no grid is fine enough; rows of studies never need one
    """
    priors.check(rows)
    grid = PosteriorGrid(rows, priors)
    found = grid.summary()
    for halve in (grid.halve_middles, grid.halve_spreads):
        for _ in range(_MOST_HALVINGS):
            halve()
            before, found = found, grid.summary()
            if found.differs(before) <= tolerance:
                break
        else:
            raise ArithmeticError("no grid is fine enough for these rows")
    return found


class PosteriorGrid:
    """The logarithm of the posterior at equal steps of spread and middle; a halving keeps what has been computed.

    Attributes
    ----------
    middles, spreads : the places; spreads from 0 on, as far as anything of the posterior reaches
    heights : by spread, then by middle
    """

    def __init__(self, rows: Rows, priors: Priors) -> None:
        self._rows, self._priors = rows, priors
        self.middles = np.linspace(*_window(rows, priors), 65)
        step = priors.spread_scale / 8
        heights: list[Floats] = []
        summit = -np.inf
        for at in range(int(8 * _PRIOR_REACH) + 1):
            heights.append(_heights(rows, priors, self.middles, at * step))
            summit = max(summit, float(heights[-1].max()))
            if heights[-1].max() < summit - _FADED:
                break
        self.heights = np.array(heights)
        self.spreads: Floats = step * np.arange(len(heights), dtype=np.float64)

    def halve_middles(self) -> None:
        """Twice as many middles."""
        between = (self.middles[1:] + self.middles[:-1]) / 2
        new = np.array([_heights(self._rows, self._priors, between, float(each)) for each in self.spreads])
        places = np.arange(1, len(self.middles))
        self.heights = np.insert(self.heights, places, new, axis=1)
        self.middles = np.insert(self.middles, places, between)

    def halve_spreads(self) -> None:
        """Twice as many spreads."""
        between = (self.spreads[1:] + self.spreads[:-1]) / 2
        new = np.array([_heights(self._rows, self._priors, self.middles, float(each)) for each in between])
        places = np.arange(1, len(self.spreads))
        self.heights = np.insert(self.heights, places, new, axis=0)
        self.spreads = np.insert(self.spreads, places, between)

    def summary(self) -> Posterior:
        """The figures of the posterior as this grid gives them."""
        weights = np.exp(self.heights - self.heights.max())
        weights[0] /= 2
        step = float(self.middles[1] - self.middles[0])
        middle = Density(float(self.middles[0]), step, weights.sum(axis=0))
        room = int(np.ceil(_REACH * self.spreads[-1] / step))
        new = Density(middle.start - room * step, step, spread_by(weights, step, self.spreads, room))
        spread = self._spread_and_its_mirror(weights)
        tail = (1 - LEVEL) / 2
        low, median, high = (self._share(middle.quantile(each)) for each in (tail, 0.5, 1 - tail))
        predictive = [self._share(new.quantile(each)) for each in (tail, 1 - tail)]
        # Below the q-th quantile of the spread lies (1 + q) / 2 of the density with its mirror image.
        spreads = [spread.quantile((1 + each) / 2) for each in (0.5, tail, 1 - tail)]
        mean = middle.mean(self._rows.share(middle.places))
        across = new.mean(self._rows.share(new.places)) if self._rows.link == "logit" else None
        return Posterior(median, mean, low, high, across, *predictive, *spreads)

    def _spread_and_its_mirror(self, weights: Floats) -> Density:
        heights = weights.sum(axis=1)
        heights[0] *= 2
        mirrored = np.concatenate([heights[:0:-1], heights])
        return Density(-float(self.spreads[-1]), float(self.spreads[1]), mirrored)

    def _share(self, place: float) -> float:
        return float(self._rows.share(np.array([place]))[0])


def _window(rows: Rows, priors: Priors) -> tuple[float, float]:
    """The middles that matter, found by looking at some spreads only.

    A narrow summit that falls between two places makes the window wider than need be, never narrower.
    """
    start, reach = rows.centre(priors.centre), _PRIOR_REACH * priors.centre_sd
    low, high = start - reach, start + reach
    spreads = priors.spread_scale * np.geomspace(0.02, _PRIOR_REACH, 12)
    for _ in range(2):
        middles = np.linspace(low, high, 65)
        heights = np.max([_heights(rows, priors, middles, float(spread)) for spread in spreads], axis=0)
        (kept,) = np.nonzero(heights > heights.max() - _FADED)
        low, high = (float(middles[at]) for at in (max(kept[0] - 1, 0), min(kept[-1] + 1, len(middles) - 1)))
    return low, high


def _heights(rows: Rows, priors: Priors, middles: Floats, spread: float) -> Floats:
    away = (middles - rows.centre(priors.centre)) / priors.centre_sd
    return log_likelihood(rows, middles, spread) - away**2 / 2 - (spread / priors.spread_scale) ** 2 / 2
