"""Exact figures of one study, and the quantile that a prediction needs; without numpy, so that a page may call them."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log, log1p, sqrt

from cephalad.errors import InvalidArgument

__all__ = ["LEVEL", "exact_interval", "exact_rate_interval", "t_quantile"]

LEVEL = 0.95
"""Coverage of every interval of pooling."""

_TAIL = (1 - LEVEL) / 2
_TINY = 1e-300
_ENOUGH = 1e-16
_MOST_TERMS = 100_000


def exact_interval(events: int, patients: int) -> tuple[float, float]:
    """The 95 % interval of a share by Clopper and Pearson: both tails of the binomial hold at most 2.5 %.

    Raises
    ------
    InvalidArgument : for no patients, a negative count, and more events than patients

    References
    ----------
    Clopper CJ, Pearson ES. Biometrika 1934;26:404-413.

    Examples
    --------
    >>> low, high = exact_interval(18, 58)
    >>> f"{100 * low:.1f} to {100 * high:.1f}"
    '19.5 to 44.5'
    """
    if not 0 <= events <= patients or patients < 1:
        raise InvalidArgument(
            f"events of patients: must be 0 to as many as there are patients, got {events} of {patients}; count again"
        )
    # The chance of at least so many events grows with the share, that of at most so many falls.
    low = _root(lambda share: _beta_share(events, patients - events + 1, share) - _TAIL) if events else 0.0
    if events == patients:
        return low, 1.0
    return low, _root(lambda share: _beta_share(events + 1, patients - events, share) - (1 - _TAIL))


def exact_rate_interval(events: int, woman_years: float) -> tuple[float, float]:
    """The exact 95 % interval of a rate per woman-year: both tails of the Poisson distribution hold at most 2.5 %.

    Raises
    ------
    InvalidArgument : for a negative count, and for a time that is not positive

    Examples
    --------
    >>> low, high = exact_rate_interval(0, 120.0)
    >>> low, round(120 * high, 4)
    (0.0, 3.6889)
    """
    if events < 0 or not woman_years > 0:
        raise InvalidArgument(
            f"events in woman-years: must be 0 or more in a time above 0, got {events} in {woman_years:g}; count again"
        )
    most = events + 40 + 20 * sqrt(events)
    low = _root(lambda mean: 1 - _TAIL - _poisson_up_to(events - 1, mean), most) if events else 0.0
    high = _root(lambda mean: _TAIL - _poisson_up_to(events, mean), most)
    return low / woman_years, high / woman_years


def t_quantile(share: float, degrees: int) -> float:
    """The value below which Student's t with so many degrees of freedom lies in this share of cases.

    Examples
    --------
    >>> round(t_quantile(0.975, 3), 4)
    3.1824
    """
    if share < 0.5:
        return -t_quantile(1 - share, degrees)
    # t squared over t squared plus the degrees follows a beta distribution.
    part = _root(lambda part: _beta_share(0.5, degrees / 2, part) - (2 * share - 1))
    return sqrt(degrees * part / (1 - part))


def _root(rising: Callable[[float], float], most: float = 1.0) -> float:
    """Where a rising function between 0 and `most` crosses zero, as exactly as a number can tell."""
    low, high = 0.0, most
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)


def _poisson_up_to(events: int, mean: float) -> float:
    """The chance of at most so many events."""
    if mean == 0:
        return 1.0
    return sum(exp(n * log(mean) - mean - lgamma(n + 1)) for n in range(events + 1))


def _beta_share(a: float, b: float, share: float) -> float:
    """The beta distribution up to a share (the regularised incomplete beta function), by its continued fraction.

    References
    ----------
    NIST Digital Library of Mathematical Functions, 8.17.22.
    """
    if share <= 0 or share >= 1:
        return 0.0 if share <= 0 else 1.0
    if share > (a + 1) / (a + b + 2):  # beyond it the fraction of the other tail converges faster
        return 1 - _beta_share(b, a, 1 - share)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(share) + b * log1p(-share)) / a
    return front / _fraction(a, b, share)


def _fraction(a: float, b: float, share: float) -> float:
    """1 + d1/(1 + d2/(1 + …)) by the method of Lentz."""
    value, above, below = 1.0, 1.0, 0.0
    for term in range(1, _MOST_TERMS):
        m = term // 2
        if term % 2:
            d = -(a + m) * (a + b + m) * share / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            d = m * (b - m) * share / ((a + 2 * m - 1) * (a + 2 * m))
        below = 1 / ((1 + d * below) or _TINY)
        above = (1 + d / above) or _TINY
        value *= above * below
        if abs(above * below - 1) < _ENOUGH * 4:
            return value
    raise ArithmeticError(f"the fraction does not settle for {a:g}, {b:g}")
