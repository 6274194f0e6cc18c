"""A share of women with its interval, after Wilson (J Am Stat Assoc 1927; 22: 209-212).

Unlike the textbook interval around the observed share it never leaves 0 to 1, and it keeps its coverage where the share
is small or nobody is counted (Brown, Cai and DasGupta, Statistical Science 2001; 16: 101-133).
"""

from __future__ import annotations

from math import nan

from cephalad.cohort.survival import Estimate
from cephalad.errors import InvalidArgument
from cephalad.evidence.diagnostics import wilson_interval

__all__ = ["wilson"]


def wilson(n_events: float, n: float) -> Estimate:
    """The share of `n_events` in `n` with its 95 % interval; not a number (nan) where nobody was asked.

    Counts of a weighted sample need not be whole.

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
    return Estimate(n_events / n, *wilson_interval(n_events, n))
