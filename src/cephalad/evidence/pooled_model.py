"""The values of pooling: what a model finds, what is shown where studies are too few, and a stratum with all of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "CurvePoint",
    "PeriodRate",
    "Pooled",
    "PooledAnalysis",
    "PooledRow",
    "PooledStratum",
    "PriorChange",
    "TooFewStudies",
    "natural_frequency",
]


@dataclass(frozen=True, slots=True)
class Pooled:
    """Several studies taken together: shares from 0 to 1, or rates in events per woman-year.

    Attributes
    ----------
    method : ``ml`` (maximum likelihood) or ``bayes``
    estimate, low, high : the middle centre, half of the centres lying above it, with its 95 % interval
    mean : the posterior mean of the middle centre; None for maximum likelihood
    across : the mean over all centres, which a wide spread draws towards one half; None for a rate
    predictive_low, predictive_high : 95 % of new centres have their true share between them; None where the method
        cannot tell
    spread : standard deviation of the centres' logits, or log rates; of the Bayesian model the median
    spread_low, spread_high : its 95 % interval; None for maximum likelihood
    studies, patients, events : what the figure rests on
    woman_years : of a rate; None for a share
    """

    method: str
    estimate: float
    low: float
    high: float
    mean: float | None
    across: float | None
    predictive_low: float | None
    predictive_high: float | None
    spread: float
    spread_low: float | None
    spread_high: float | None
    studies: int
    patients: int
    events: int
    woman_years: float | None = None


@dataclass(frozen=True, slots=True)
class TooFewStudies:
    """The refusal to pool what fewer than two studies tell: the raw counts of the one there is.

    Attributes
    ----------
    low, high : exact 95 % interval of this study alone: Clopper and Pearson, or Poisson for a rate
    woman_years : of a rate; None for a share
    """

    studies: int
    patients: int
    events: int
    low: float
    high: float
    woman_years: float | None = None

    @property
    def estimate(self) -> float:
        """The raw share, or the raw rate."""
        return self.events / (self.patients if self.woman_years is None else self.woman_years)


@dataclass(frozen=True, slots=True)
class PooledRow:
    """One cohort as it enters: its counts, and the exact 95 % interval of it alone.

    Attributes
    ----------
    event : what this cohort counts
    low, high : of its share, or of its rate where `woman_years` is told
    """

    study: str
    cohort: str
    event: str
    events: int
    patients: int
    low: float
    high: float
    woman_years: float | None = None

    @property
    def name(self) -> str:
        """The row as strata name it: ``Study/cohort``."""
        return f"{self.study}/{self.cohort}"

    @property
    def estimate(self) -> float:
        """The share of this cohort, or its rate."""
        return self.events / (self.patients if self.woman_years is None else self.woman_years)


@dataclass(frozen=True, slots=True)
class PooledAnalysis:
    """Some rows and what the two models make of them, or the raw counts where studies are too few.

    Attributes
    ----------
    name : "" for the main analysis, else that of the alternative
    event : what it counts
    ml, bayes : None where studies are too few
    raw : None where studies are enough
    """

    name: str
    event: str
    rows: tuple[PooledRow, ...]
    ml: Pooled | None
    bayes: Pooled | None
    raw: TooFewStudies | None

    @property
    def studies(self) -> int:
        """How many studies it rests on."""
        return len({row.study for row in self.rows})

    @property
    def patients(self) -> int:
        """Patients of all rows."""
        return sum(row.patients for row in self.rows)

    @property
    def events(self) -> int:
        """Events of all rows."""
        return sum(row.events for row in self.rows)


@dataclass(frozen=True, slots=True)
class PriorChange:
    """The Bayesian model of the main analysis under other priors.

    Attributes
    ----------
    name : a word for what differs from the stated priors
    centre, centre_sd, spread_scale : the priors, as in `cephalad.evidence.pooling.Priors`
    """

    name: str
    centre: float
    centre_sd: float
    spread_scale: float
    bayes: Pooled


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A cumulative share by some months, as a study prints it; the interval None where it gives none."""

    study: str
    cohort: str
    months: float
    share: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class PeriodRate:
    """The rate in one stretch of follow-up, computed here from the cumulative shares that a study prints.

    Attributes
    ----------
    rate : events per woman-year among those still without the event
    """

    study: str
    cohort: str
    from_months: float
    to_months: float
    rate: float


@dataclass(frozen=True, slots=True)
class PooledStratum:
    """All that pooling tells of one stratum.

    Attributes
    ----------
    figure : counts, cumulative or rate, as in the stratum
    inputs : SHA-256 of the rows and settings that the figures were computed from
    main : None for cumulative shares, which are told and not pooled
    alternatives : the same question answered by other rows
    priors : sensitivity to the priors
    curve, periods : cumulative shares as printed, and the rates between them, computed here
    """

    id: str
    figure: str
    inputs: str
    main: PooledAnalysis | None
    alternatives: tuple[PooledAnalysis, ...] = ()
    priors: tuple[PriorChange, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    periods: tuple[PeriodRate, ...] = ()


def natural_frequency(low: float, high: float) -> tuple[int, int]:
    """An interval of shares as women out of a hundred, each end rounded to the nearest.

    Examples
    --------
    >>> natural_frequency(0.036, 0.24)
    (4, 24)
    """
    return round(100 * low), round(100 * high)
