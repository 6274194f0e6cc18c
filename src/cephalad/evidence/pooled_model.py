"""The values of pooling: what a model finds, what is shown where studies are too few, and a stratum with all of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "PeriodRate",
    "Pooled",
    "PooledRate",
    "PooledRow",
    "PooledStratum",
    "PooledVariant",
    "TooFewStudies",
    "natural_frequency",
]


@dataclass(frozen=True, slots=True)
class Pooled:
    """Shares of several studies taken together, all from 0 to 1.

    Attributes
    ----------
    method : ``ml`` (maximum likelihood) or ``bayes``
    estimate, low, high : the share of the middle centre, with its 95 % interval
    across : the mean share over all centres, which a wide spread pulls towards one half
    predictive_low, predictive_high : 95 % of new centres have their true share between them; None where the method
        cannot tell
    spread : standard deviation of the centres' logits; of the Bayesian model the median, with its 95 % interval
    spread_low, spread_high : None for maximum likelihood
    mean : the posterior mean of the middle centre's share; None for maximum likelihood
    studies, patients, events : what the figure rests on
    """

    method: str
    estimate: float
    low: float
    high: float
    across: float
    predictive_low: float | None
    predictive_high: float | None
    spread: float
    spread_low: float | None
    spread_high: float | None
    mean: float | None
    studies: int
    patients: int
    events: int


@dataclass(frozen=True, slots=True)
class PooledRate:
    """Rates of several studies taken together, all in events per woman-year; otherwise as `Pooled`.

    Attributes
    ----------
    spread : standard deviation of the logarithms of the centres' rates
    """

    method: str
    estimate: float
    low: float
    high: float
    across: float
    predictive_low: float | None
    predictive_high: float | None
    spread: float
    spread_low: float | None
    spread_high: float | None
    mean: float | None
    studies: int
    woman_years: float
    events: int


@dataclass(frozen=True, slots=True)
class TooFewStudies:
    """The refusal to pool what fewer than two studies tell: the raw counts of the one there is.

    Attributes
    ----------
    low, high : exact 95 % interval by Clopper and Pearson, of this study alone; 0 and 1 without a study
    """

    studies: int
    patients: int
    events: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PooledRow:
    """One cohort as it entered: its counts, and the exact 95 % interval of its share alone.

    Attributes
    ----------
    woman_years : patients followed times their mean follow-up; None where that is not told
    """

    study: str
    cohort: str
    events: int
    patients: int
    low: float
    high: float
    woman_years: float | None = None

    @property
    def share(self) -> float:
        """Events among patients."""
        return self.events / self.patients


@dataclass(frozen=True, slots=True)
class PooledVariant:
    """The same stratum computed otherwise: with other rows, or under other priors.

    Attributes
    ----------
    name : an alternative of the stratum, or the name of the priors
    rows : study/cohort of each row, when they are others
    ml : None where the rows are the same and only the priors are not
    """

    name: str
    rows: tuple[str, ...]
    ml: Pooled | None
    bayes: Pooled | TooFewStudies


@dataclass(frozen=True, slots=True)
class PeriodRate:
    """The rate in one stretch of follow-up, computed here from the cumulative shares that a study prints.

    Attributes
    ----------
    rate : events per woman-year among those without the event so far
    """

    study: str
    cohort: str
    event: str
    from_months: float
    to_months: float
    rate: float


@dataclass(frozen=True, slots=True)
class PooledStratum:
    """All that pooling tells of one stratum.

    Attributes
    ----------
    inputs : SHA-256 of the rows and the settings that the figures were computed from
    rows : the cohorts of the main analysis
    ml, bayes : the two models; raw counts in place of both where studies are too few
    ml_rate, bayes_rate : events per woman-year, where two studies or more tell their mean follow-up
    alternatives : sensitivity to the choice of cohorts
    priors : sensitivity to the priors
    """

    id: str
    inputs: str
    rows: tuple[PooledRow, ...]
    ml: Pooled | TooFewStudies
    bayes: Pooled | TooFewStudies
    ml_rate: PooledRate | None
    bayes_rate: PooledRate | None
    alternatives: tuple[PooledVariant, ...]
    priors: tuple[PooledVariant, ...]

    @property
    def studies(self) -> int:
        """How many studies the main analysis has."""
        return len(self.rows)

    @property
    def patients(self) -> int:
        """Patients of the main analysis."""
        return sum(row.patients for row in self.rows)

    @property
    def events(self) -> int:
        """Events of the main analysis."""
        return sum(row.events for row in self.rows)


def natural_frequency(low: float, high: float) -> tuple[int, int]:
    """An interval as women out of a hundred, each end rounded to the nearest.

    Examples
    --------
    >>> natural_frequency(0.036, 0.24)
    (4, 24)
    """
    return round(100 * low), round(100 * high)
