"""The Bayesian hierarchical model on a grid of middle and spread of the centres.

Each row's events are binomial with a share of its centre's own; the logits of the centres are normal around `middle`
with standard deviation `spread`. Beforehand, `middle` is normal and `spread` half normal. The likelihood of a row for
all middles at once is a sum over equal steps, and so are the sums over the grid; for smooth functions that fade at both
ends such sums converge faster than any power of the step. As a function of the spread the likelihood goes on as its
own mirror image below 0, so that the sum from 0 on, its first value taken half, converges as fast. The steps are
halved until no figure changes by more than `TOLERANCE`, so that the result depends on the rows and priors alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooling_density import Density, spread_by
from cephalad.evidence.pooling_exact import LEVEL
from cephalad.evidence.pooling_integral import log_likelihood
from cephalad.evidence.pooling_rows import Floats, Rows

__all__ = ["RATE_PRIORS", "SHARE_PRIORS", "TOLERANCE", "Grid", "Posterior", "Priors", "posterior", "posterior_on"]

TOLERANCE = 1e-6
"""What halving the grid may change, in any share, rate or spread that is told."""

_FADED = 28.0
_REACH = 9.0
_PRIOR_REACH = 8.6
_MOST_HALVINGS = 6


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
class Grid:
    """Steps of the middle and of the spread, and the window of middles."""

    low: float
    high: float
    middle_step: float
    spread_step: float

    def with_finer_middles(self) -> Grid:
        """The grid with half the step from middle to middle."""
        return replace(self, middle_step=self.middle_step / 2)

    def with_finer_spreads(self) -> Grid:
        """The grid with half the step from spread to spread."""
        return replace(self, spread_step=self.spread_step / 2)

    @property
    def middles(self) -> Floats:
        """The middles of the grid."""
        return self.low + self.middle_step * np.arange(round((self.high - self.low) / self.middle_step) + 1)


@dataclass(frozen=True, slots=True)
class Posterior:
    """What the rows and priors say, as shares or rates; the spread on the scale of logits or log rates.

    Attributes
    ----------
    median, mean, low, high : of the middle centre
    across : mean over all centres
    predictive_low, predictive_high : 95 % of new centres
    spread, spread_low, spread_high : median and 95 % interval
    """

    median: float
    mean: float
    low: float
    high: float
    across: float
    predictive_low: float
    predictive_high: float
    spread: float
    spread_low: float
    spread_high: float

    def differs(self, other: Posterior) -> float:
        """The greatest difference of any figure."""
        return max(abs(getattr(self, name) - getattr(other, name)) for name in self.__slots__)


def posterior(rows: Rows, priors: Priors, *, tolerance: float = TOLERANCE) -> Posterior:
    """The posterior on a grid so fine that one of half the steps gives the same within the tolerance.

    Raises
    ------
    InvalidArgument : for priors that do not fit
    ArithmeticError : where no grid is fine enough; rows of studies never need one
    """
    priors.check(rows)
    grid = first_grid(rows, priors)
    found = posterior_on(rows, priors, grid)
    for halved in (Grid.with_finer_middles, Grid.with_finer_spreads):
        for _ in range(_MOST_HALVINGS):
            grid = halved(grid)
            before, found = found, posterior_on(rows, priors, grid)
            if found.differs(before) <= tolerance:
                break
        else:
            raise ArithmeticError("no grid is fine enough for these rows")
    return found


def first_grid(rows: Rows, priors: Priors) -> Grid:
    """A grid over every middle that matters, found by looking at some spreads only.

    A narrow summit that falls between two places makes the window wider than need be, never narrower.
    """
    start, reach = rows.centre(priors.centre), _PRIOR_REACH * priors.centre_sd
    low, high = start - reach, start + reach
    spreads = priors.spread_scale * np.geomspace(0.02, _PRIOR_REACH, 12)
    for _ in range(2):
        middles = np.linspace(low, high, 65)
        heights = np.max([_height(rows, priors, middles, float(spread)) for spread in spreads], axis=0)
        (kept,) = np.nonzero(heights > heights.max() - _FADED)
        low, high = (float(middles[at]) for at in (max(kept[0] - 1, 0), min(kept[-1] + 1, len(middles) - 1)))
    return Grid(low, high, (high - low) / 64, priors.spread_scale / 8)


def posterior_on(rows: Rows, priors: Priors, grid: Grid) -> Posterior:
    """The posterior as this grid gives it."""
    heights, spreads = _heights(rows, priors, grid)
    weights = np.exp(heights - heights.max())
    weights[0] /= 2
    middles = grid.middles
    step = middles[1] - middles[0]
    middle = Density(float(middles[0]), float(step), weights.sum(axis=0))
    by_spread = heights_of_spread(weights)
    spread = Density(-float(spreads[-1]), grid.spread_step, by_spread)
    room = int(np.ceil(_REACH * spreads[-1] / step))
    new = Density(float(middles[0] - room * step), float(step), spread_by(weights, float(step), spreads, room))
    tail = (1 - LEVEL) / 2

    def share(place: float) -> float:
        return float(rows.share(np.array([place]))[0])

    return Posterior(
        median=share(middle.quantile(0.5)),
        mean=middle.mean(rows.share(middle.places)),
        low=share(middle.quantile(tail)),
        high=share(middle.quantile(1 - tail)),
        across=new.mean(rows.share(new.places)),
        predictive_low=share(new.quantile(tail)),
        predictive_high=share(new.quantile(1 - tail)),
        # Of the density and its mirror image: below the q-th quantile of the spread lies (1 + q) / 2.
        spread=spread.quantile(0.75),
        spread_low=spread.quantile((1 + tail) / 2),
        spread_high=spread.quantile(1 - tail / 2),
    )


def heights_of_spread(weights: Floats) -> Floats:
    """The density of the spread beside its mirror image below 0."""
    by_spread = weights.sum(axis=1)
    by_spread[0] *= 2
    mirrored: Floats = np.concatenate([by_spread[:0:-1], by_spread])
    return mirrored


def _heights(rows: Rows, priors: Priors, grid: Grid) -> tuple[Floats, Floats]:
    """The logarithm of the posterior by spread and middle, and the spreads, up to where it has faded."""
    spreads = grid.spread_step * np.arange(int(_PRIOR_REACH * priors.spread_scale / grid.spread_step) + 1)
    told: list[Floats] = []
    summit = -np.inf
    for spread in spreads:
        told.append(_height(rows, priors, grid.middles, float(spread)))
        summit = max(summit, told[-1].max())
        if told[-1].max() < summit - _FADED:
            break
    return np.array(told), spreads[: len(told)]


def _height(rows: Rows, priors: Priors, middles: Floats, spread: float) -> Floats:
    away = (middles - rows.centre(priors.centre)) / priors.centre_sd
    return log_likelihood(rows, middles, spread) - away**2 / 2 - (spread / priors.spread_scale) ** 2 / 2
