"""A share of women with its interval, after Wilson (J Am Stat Assoc 1927; 22: 209-212).

Unlike the textbook interval around the observed share it never leaves 0 to 1, and it keeps its coverage where the share
is small or nobody is counted (Brown, Cai and DasGupta, Statistical Science 2001; 16: 101-133).
"""

from __future__ import annotations

from math import nan, sqrt
from statistics import NormalDist

from cephalad.cohort.survival import LEVEL, Estimate
from cephalad.errors import InvalidArgument

__all__ = ["wilson"]

_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


def wilson(n_events: int, n: int) -> Estimate:
    """The share of `n_events` in `n` with its 95 % interval; not a number (nan) where nobody was asked.

    Raises
    ------
    InvalidArgument : for a negative number, and for more events than women

    Examples
    --------
    >>> found = wilson(0, 10)
    >>> found.value, found.low, round(found.high, 4)
    (0.0, 0.0, 0.2775)
    """
    if not 0 <= n_events <= n:
        raise InvalidArgument(f"n_events: must lie between 0 and n, got {n_events} of {n}")
    if n == 0:
        return Estimate(nan, nan, nan)
    share = n_events / n
    spread = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    middle, scale = share + _Z**2 / (2 * n), 1 + _Z**2 / n
    # At the ends the limit is the share itself; a sum of fractions would miss it by a rounding.
    low = 0.0 if n_events == 0 else (middle - spread) / scale
    high = 1.0 if n_events == n else (middle + spread) / scale
    return Estimate(share, low, high)
