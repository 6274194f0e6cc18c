"""Shares estimated from a sample whose reports stand for different numbers of reports, each with a Wilson interval.

A weighted share gets the interval of a plain share in as many reports as would be worth the same: the effective sample
size, the share's variance under plain sampling over its variance in this one (Franco, Little, Louis and Slud, J Surv
Stat Methodol 2019; 7: 334-364, who found Wilson's form among the two best for it). Where no report or every report
counts, that variance says nothing, and Kish's size takes its place (Survey Sampling, 1965): the squared sum of the
weights over the sum of their squares. With equal weights both are the number of reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan, nan, sqrt

from cephalad.cohort.proportion import wilson
from cephalad.cohort.survival import Estimate

__all__ = ["Share", "predictive_value", "weighted_share"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval.

    Attributes
    ----------
    estimate : not a number where there was no report
    n_counted, n : labelled reports that count, and labelled reports in all
    n_effective : reports of a plain sample that would tell as much
    """

    estimate: Estimate
    n_counted: int
    n: int
    n_effective: float


def weighted_share(counted: Sequence[tuple[bool, float]]) -> Share:
    """The share of the reports that count, from whether each does and how many reports it stands for.

    Examples
    --------
    >>> found = weighted_share([(True, 1.0)] * 194 + [(False, 1.0)] * 6)
    >>> found.estimate.value, round(found.estimate.low, 3), round(found.estimate.high, 3), found.n_effective
    (0.97, 0.936, 0.986, 200.0)
    """
    whole = sum(weight for _, weight in counted)
    if not whole:
        return Share(Estimate(nan, nan, nan), 0, 0, 0.0)
    # Of these alone, so that all gives exactly 1.
    value = sum(weight for counts, weight in counted if counts) / whole
    variance = sum((weight * (counts - value)) ** 2 for counts, weight in counted) / whole**2
    size = value * (1 - value) / variance if variance else whole**2 / sum(weight**2 for _, weight in counted)
    return Share(wilson(value * size, size), sum(counts for counts, _ in counted), len(counted), round(size, 6))


def predictive_value(sensitivity: Estimate, specificity: Estimate, prevalence: float) -> Estimate:
    """The share of cases among the reports that the screener names, where this share of all reports are cases.

    The interval is that of the ratio of two independent shares, false alarms over cases found, by the method of
    variance estimates recovery (Donner and Zou, Stat Methods Med Res 2012; 21: 347-359).

    Parameters
    ----------
    prevalence : above 0 and below 1

    Examples
    --------
    >>> found = predictive_value(Estimate(0.95, 0.95, 0.95), Estimate(0.98, 0.98, 0.98), 0.003)
    >>> round(found.value, 3)
    0.125
    """
    if isnan(sensitivity.value) or isnan(specificity.value):
        return Estimate(nan, nan, nan)
    alarms = Estimate(1 - specificity.value, 1 - specificity.high, 1 - specificity.low)
    others = (1 - prevalence) / prevalence

    def among(ratio: float) -> float:
        return 1 / (1 + others * ratio)

    if not sensitivity.value and not alarms.value:
        return Estimate(nan, nan, nan)
    ratio = alarms.value / sensitivity.value if sensitivity.value else inf
    low, high = _ratio_limits(alarms, sensitivity)
    return Estimate(among(ratio), among(high), among(low))


def _ratio_limits(top: Estimate, bottom: Estimate) -> tuple[float, float]:
    product = top.value * bottom.value
    low = _limit(product, bottom.high * (2 * bottom.value - bottom.high), top.low * (2 * top.value - top.low), -1)
    high = _limit(product, bottom.low * (2 * bottom.value - bottom.low), top.high * (2 * top.value - top.high), 1)
    return max(low, 0.0), high


def _limit(product: float, square: float, rest: float, side: int) -> float:
    """The root of ``square x² - 2 product x + rest`` on this side."""
    root = sqrt(max(product**2 - square * rest, 0.0))
    if abs(square) < 1e-12:
        return inf if side > 0 or not product else rest / (2 * product)
    return (product + side * root) / square
