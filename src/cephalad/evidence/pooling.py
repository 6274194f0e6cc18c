"""Studies pooled by the exact likelihood of their counts: two models, and for rates over time the same two.

Counts of events among patients are binomial, counts in woman-years Poisson; no continuity correction is made and no
transformation of a share. Between the centres the logit, or the log rate, is normal. `pool_ml` maximises the
likelihood; its interval is that of the profile likelihood (see `cephalad.evidence.pooling_ml`). `pool_bayes` states
weak priors instead of a spread of 0. The *estimate* of both is the middle centre: half of the centres lie above it.
`across` is the mean over the centres; with a wide spread it lies nearer to one half. Of rates no mean is told: it would
hang on centres far out that no study has seen.

This module loads numpy, so nothing that works on one patient may import it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, log

import numpy as np

from cephalad.errors import InvalidArgument
from cephalad.evidence.pooled_model import Pooled, TooFewStudies
from cephalad.evidence.pooling_bayes import RATE_PRIORS, SHARE_PRIORS, TOLERANCE, Posterior, Priors, posterior
from cephalad.evidence.pooling_exact import exact_interval, exact_rate_interval
from cephalad.evidence.pooling_ml import Fit, fit
from cephalad.evidence.pooling_rows import Rows, rate_rows, share_rows

__all__ = [
    "RATE_PRIORS",
    "SHARE_PRIORS",
    "TOLERANCE",
    "Pooled",
    "Priors",
    "TooFewStudies",
    "period_rates",
    "pool_bayes",
    "pool_ml",
    "pool_rates_bayes",
    "pool_rates_ml",
]


def pool_ml(events: Sequence[int], totals: Sequence[int]) -> Pooled | TooFewStudies:
    """The share under which the counts are most probable, centres differing normally in the logit.

    Parameters
    ----------
    events, totals : patients with the event, and all patients, of each study

    Raises
    ------
    InvalidArgument : listing every row with more events than patients, or with a count that is none

    Examples
    --------
    >>> pooled = pool_ml([29, 3, 1, 0, 1], [114, 23, 11, 16, 13])
    >>> f"{100 * pooled.estimate:.1f} % ({100 * pooled.low:.1f} to {100 * pooled.high:.1f}), spread {pooled.spread:.2f}"
    '11.7 % (2.6 to 23.5), spread 0.67'
    """
    rows = share_rows(events, totals)
    if len(rows) < 2:
        return _one_share(events, totals)
    return _of_fit(fit(rows), rows, patients=int(sum(totals)))


def pool_bayes(
    events: Sequence[int], totals: Sequence[int], priors: Priors = SHARE_PRIORS, *, tolerance: float = TOLERANCE
) -> Pooled | TooFewStudies:
    """The share that counts and priors together tell, centres differing normally in the logit.

    Parameters
    ----------
    tolerance : what halving the grid may change; the error left is about its square

    Raises
    ------
    InvalidArgument : listing every row with more events than patients, or with a count that is none, and for priors
        that are none

    Examples
    --------
    >>> pooled = pool_bayes([29, 3, 1, 0, 1], [114, 23, 11, 16, 13])
    >>> f"{100 * pooled.estimate:.1f} % ({100 * pooled.low:.1f} to {100 * pooled.high:.1f})"
    '11.9 % (3.7 to 24.5)'
    """
    rows = share_rows(events, totals)
    priors.check(rows)
    if len(rows) < 2:
        return _one_share(events, totals)
    return _of_posterior(posterior(rows, priors, tolerance=tolerance), rows, patients=int(sum(totals)))


def pool_rates_ml(
    events: Sequence[int], woman_years: Sequence[float], patients: Sequence[int]
) -> Pooled | TooFewStudies:
    """The rate per woman-year under which the counts are most probable, centres differing normally in the logarithm.

    Raises
    ------
    InvalidArgument : listing every row with a count that is none, or a time that is not positive
    """
    rows = rate_rows(events, woman_years)
    if len(rows) < 2:
        return _one_rate(events, woman_years, patients)
    return _of_fit(fit(rows), rows, patients=sum(patients))


def pool_rates_bayes(
    events: Sequence[int],
    woman_years: Sequence[float],
    patients: Sequence[int],
    priors: Priors = RATE_PRIORS,
    *,
    tolerance: float = TOLERANCE,
) -> Pooled | TooFewStudies:
    """The rate per woman-year that counts and priors together tell.

    Raises
    ------
    InvalidArgument : listing every row with a count that is none, or a time that is not positive, and for priors that
        are none
    """
    rows = rate_rows(events, woman_years)
    priors.check(rows)
    if len(rows) < 2:
        return _one_rate(events, woman_years, patients)
    return _of_posterior(posterior(rows, priors, tolerance=tolerance), rows, patients=sum(patients))


def period_rates(months: Sequence[float], cumulative: Sequence[float]) -> list[tuple[float, float, float]]:
    """From month, to month and the rate per woman-year in between, of a curve that is given at some months.

    Within each stretch the rate is taken as constant: minus the logarithm of the share that stays free, by its years.

    Raises
    ------
    InvalidArgument : for months that do not ascend from above 0, and shares that fall or do not lie below 1

    Examples
    --------
    >>> [round(100 * rate, 1) for _, _, rate in period_rates([36, 60, 120], [0.09, 0.103, 0.14])]
    [3.1, 0.7, 0.8]
    """
    points = [(0.0, 0.0), *zip(map(float, months), map(float, cumulative), strict=True)]
    for (before, had), (after, has) in pairwise(points):
        if not (before < after < inf and had <= has < 1):
            raise InvalidArgument(
                f"curve: months must ascend and shares must not fall, from 0 to below 1, got {has:g} by {after:g} "
                f"after {had:g} by {before:g}; correct the points"
            )
    return [
        (before, after, log((1 - had) / (1 - has)) * 12 / (after - before))
        for (before, had), (after, has) in pairwise(points)
    ]


# --- one study ------------------------------------------------------------------------------------------------------


def _one_share(events: Sequence[int], totals: Sequence[int]) -> TooFewStudies:
    y, n = int(events[0]), int(totals[0])
    return TooFewStudies(1, n, y, *exact_interval(y, n))


def _one_rate(events: Sequence[int], woman_years: Sequence[float], patients: Sequence[int]) -> TooFewStudies:
    y, t = int(events[0]), float(woman_years[0])
    return TooFewStudies(1, int(patients[0]), y, *exact_rate_interval(y, t), woman_years=t)


# --- results ----------------------------------------------------------------------------------------------------------


def _of_fit(found: Fit, rows: Rows, *, patients: int) -> Pooled:
    def share(place: float) -> float:
        return float(rows.share(np.array([place]))[0])

    predicted = (None, None) if found.prediction is None else tuple(share(each) for each in found.prediction)
    return Pooled(
        method="ml",
        estimate=share(found.middle),
        low=share(found.low),
        high=share(found.high),
        mean=None,
        across=_mean_over_centres(rows, found.middle, found.spread),
        predictive_low=predicted[0],
        predictive_high=predicted[1],
        spread=found.spread,
        spread_low=None,
        spread_high=None,
        studies=len(rows),
        patients=patients,
        events=int(rows.events.sum()),
        woman_years=_woman_years(rows),
    )


def _of_posterior(found: Posterior, rows: Rows, *, patients: int) -> Pooled:
    return Pooled(
        method="bayes",
        estimate=found.median,
        low=found.low,
        high=found.high,
        mean=found.mean,
        across=found.across,
        predictive_low=found.predictive_low,
        predictive_high=found.predictive_high,
        spread=found.spread,
        spread_low=found.spread_low,
        spread_high=found.spread_high,
        studies=len(rows),
        patients=patients,
        events=int(rows.events.sum()),
        woman_years=_woman_years(rows),
    )


def _woman_years(rows: Rows) -> float | None:
    return float(rows.totals.sum()) if rows.link == "log" else None


def _mean_over_centres(rows: Rows, middle: float, spread: float) -> float | None:
    if rows.link == "log":
        return None
    if not np.isfinite(middle):
        return float(rows.share(np.array([middle]))[0])
    away = np.linspace(-9, 9, 721)
    weights = np.exp(-(away**2) / 2)
    return float((weights * rows.share(middle + spread * away)).sum() / weights.sum())
