"""Time to an event in one group of patients: Kaplan-Meier, and the cumulative incidence beside a competing event.

Times are months since the start of observation. The conventions are those of R's `survival`: who is censored at a time
is still at risk for the events of that time, and the number at risk at a time counts who stands there just before it.
A group of fewer than `FEWEST` patients is refused with a value, not with an exception: it is a matter of the data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from cephalad.cohort.survival_input import (
    Counts,
    Floats,
    checked_flags,
    checked_time,
    checked_times,
    made_read_only,
    wrong_row,
)

__all__ = [
    "FEWEST",
    "LEVEL",
    "Estimate",
    "IncidenceCurve",
    "SurvivalCurve",
    "TooFew",
    "cumulative_incidence",
    "kaplan_meier",
]

FEWEST = 5
"""Patients that a group needs at least, so that a curve tells neither chance nor a single woman's course."""

LEVEL = 0.95
"""Coverage of every interval."""

_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
# As in R: a curve counts as being at one half when it differs from it by less.
_HALF_TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))
# Sums of shares end this near to nothing and to one; a share of patients is never so small.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class TooFew:
    """The refusal to estimate anything from a group of so few patients.

    Attributes
    ----------
    n : patients in the group; not to be printed where small cells are suppressed
    """

    n: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; not a number (nan) where the data do not determine it."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCurve:
    """A Kaplan-Meier curve; its arrays have one place for each distinct time, ascending, and cannot be written to.

    Attributes
    ----------
    n, n_events : patients, and those of them with the event
    person_time : months under observation, all patients together
    times : every month at which an event or a censoring happened
    n_risk : patients at risk just before the time
    n_event, n_censored : events and censorings at the time
    survival : share without the event just after the time
    standard_error : by Greenwood; nan once the curve is at zero
    low, high : 95 % interval by log(-log); nan while the curve is at one and once it is at zero, as in R
    median : the time at which half have had the event; nan where it, or a limit, is not reached
    """

    n: int
    n_events: int
    person_time: float
    times: Floats
    n_risk: Counts
    n_event: Counts
    n_censored: Counts
    survival: Floats
    standard_error: Floats
    low: Floats
    high: Floats
    median: Estimate

    def __post_init__(self) -> None:
        made_read_only(self)

    @property
    def last(self) -> float:
        """The longest observation, in months; the curve says nothing beyond it, unless it is at zero."""
        return float(self.times[-1])

    def at(self, time: float) -> Estimate:
        """The share without the event at a time; nan beyond the longest observation, unless the curve is at zero.

        Raises
        ------
        InvalidArgument : for a time that is not finite or lies before 0
        """
        place = int(np.searchsorted(self.times, checked_time(time), side="right")) - 1
        if place < 0:
            return Estimate(1.0, nan, nan)
        if time > self.last and self.survival[-1] > 0:
            return Estimate(nan, nan, nan)
        return Estimate(float(self.survival[place]), float(self.low[place]), float(self.high[place]))

    def at_risk(self, times: Iterable[float]) -> tuple[int, ...]:
        """How many patients are at risk just before each time: those observed for that time or longer.

        This is `summary(survfit(...), times)$n.risk` of R's `survival`. The `add_at_risk_counts` of lifelines counts
        just after the events and censorings of the time instead (CamDavidsonPilon/lifelines#1316): of the 21 patients
        on 6-mercaptopurine in Freireich's trial 21 are at risk at 6 months, of whom 3 relapse then and 1 is censored;
        lifelines prints 17.

        Raises
        ------
        InvalidArgument : for a time that is not finite or lies before 0

        Examples
        --------
        >>> curve = kaplan_meier([2, 6, 6, 6, 9], [True, True, True, False, False])
        >>> curve.at_risk([0, 6, 7, 10])
        (5, 4, 1, 0)
        """
        left = np.append(self.n_risk, 0)
        return tuple(int(left[np.searchsorted(self.times, checked_time(time), side="left")]) for time in times)


@dataclass(frozen=True, slots=True, eq=False)
class IncidenceCurve:
    """The cumulative incidence of an event that death, or another event, may forestall (Aalen and Johansen).

    Attributes
    ----------
    n, n_events, n_competing : patients, those with the event first, and those with the competing event first
    person_time : months until the first of either event or censoring, all patients together
    times, n_risk : as of a `SurvivalCurve`
    n_event, n_other : events and competing events at the time
    incidence, competing : share that has had the event, or the competing one, first, by the time
    standard_error : of the incidence, by the delta method; without competing events Greenwood's
    low, high : 95 % interval of the incidence by log(-log(1 - incidence)); nan at zero and at one
    """

    n: int
    n_events: int
    n_competing: int
    person_time: float
    times: Floats
    n_risk: Counts
    n_event: Counts
    n_other: Counts
    incidence: Floats
    competing: Floats
    standard_error: Floats
    low: Floats
    high: Floats

    def __post_init__(self) -> None:
        made_read_only(self)

    def at(self, time: float) -> Estimate:
        """The share that has had the event first by a time; nan beyond the longest observation, unless nobody is left.

        Raises
        ------
        InvalidArgument : for a time that is not finite or lies before 0
        """
        place = self._place(time)
        if place is None:
            return Estimate(nan, nan, nan)
        if place < 0:
            return Estimate(0.0, nan, nan)
        return Estimate(float(self.incidence[place]), float(self.low[place]), float(self.high[place]))

    def competing_at(self, time: float) -> float:
        """The share that has had the competing event first by a time; nan as for `at`.

        Raises
        ------
        InvalidArgument : for a time that is not finite or lies before 0
        """
        place = self._place(time)
        if place is None:
            return nan
        return float(self.competing[place]) if place >= 0 else 0.0

    def _place(self, time: float) -> int | None:
        """The last distinct time that is not later; -1 before the first, None where nothing is known of the time."""
        place = int(np.searchsorted(self.times, checked_time(time), side="right")) - 1
        left = 1 - float(self.incidence[-1] + self.competing[-1])
        return None if time > self.times[-1] and left > _ROUNDING else place


def kaplan_meier(times: ArrayLike, events: ArrayLike) -> SurvivalCurve | TooFew:
    """The Kaplan-Meier curve of a group; `TooFew` below five patients.

    Parameters
    ----------
    times : months until the event or the end of observation, one for each patient
    events : whether the event happened then; false for a patient who is censored

    Raises
    ------
    InvalidArgument : for a time that is not finite or lies before 0, a flag that is neither yes nor no, unequal lengths

    Examples
    --------
    >>> curve = kaplan_meier([1, 2, 2, 3, 4], [True, True, False, True, False])
    >>> [round(share, 3) for share in curve.survival.tolist()]
    [0.8, 0.6, 0.3, 0.3]
    """
    time = checked_times("times", times)
    event = checked_flags("events", events, len(time))
    n = len(time)
    if n < FEWEST:
        return TooFew(n)
    distinct, places = np.unique(time, return_inverse=True)
    n_event = np.bincount(places[event], minlength=len(distinct))
    leaving = np.bincount(places, minlength=len(distinct))
    n_risk = n - np.cumsum(leaving) + leaving
    survival: Floats = np.cumprod((n_risk - n_event) / n_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Greenwood's sum: the variance of the logarithm of the curve.
        error = np.sqrt(np.cumsum(n_event / (n_risk * (n_risk - n_event))))
        standard_error: Floats = np.where(survival > 0, survival * error, nan)
    low, high = _log_log(survival, standard_error)
    return SurvivalCurve(
        n=n,
        n_events=int(event.sum()),
        person_time=float(time.sum()),
        times=distinct,
        n_risk=n_risk,
        n_event=n_event,
        n_censored=leaving - n_event,
        survival=survival,
        standard_error=standard_error,
        low=low,
        high=high,
        median=Estimate(*(_half(distinct, curve) for curve in (survival, low, high))),
    )


def cumulative_incidence(times: ArrayLike, events: ArrayLike, competing: ArrayLike) -> IncidenceCurve | TooFew:
    """The share that has had the event by each time, where a competing event ends the chance of it.

    One minus Kaplan-Meier would count the dead as if they could still recur; without competing events both are equal.

    Parameters
    ----------
    times : months until the first of both events or the end of observation
    events, competing : which of them happened then; neither for a patient who is censored, never both

    Raises
    ------
    InvalidArgument : for a time that is not finite or lies before 0, a flag that is neither yes nor no, a patient with
        both events, unequal lengths
    """
    time = checked_times("times", times)
    n = len(time)
    event, other = checked_flags("events", events, n), checked_flags("competing", competing, n)
    if (event & other).any():
        raise wrong_row("competing", int(np.argmax(event & other)), "must be false where the event is true", 1.0)
    if n < FEWEST:
        return TooFew(n)
    distinct, places = np.unique(time, return_inverse=True)
    n_event, n_other = (np.bincount(places[each], minlength=len(distinct)) for each in (event, other))
    leaving = np.bincount(places, minlength=len(distinct))
    n_risk = n - np.cumsum(leaving) + leaving
    free = np.cumprod((n_risk - n_event - n_other) / n_risk)
    before = np.concatenate(([1.0], free[:-1]))
    incidence, forestalled = np.cumsum(before * n_event / n_risk), np.cumsum(before * n_other / n_risk)
    error = _incidence_error(n_risk, n_event, n_event + n_other, before, incidence)
    high, low = (1 - limit for limit in _log_log(1 - incidence, error))
    return IncidenceCurve(
        n=n,
        n_events=int(event.sum()),
        n_competing=int(other.sum()),
        person_time=float(time.sum()),
        times=distinct,
        n_risk=n_risk,
        n_event=n_event,
        n_other=n_other,
        incidence=incidence,
        competing=forestalled,
        standard_error=error,
        low=low,
        high=high,
    )


def _incidence_error(risk: Counts, event: Counts, either: Counts, before: Floats, incidence: Floats) -> Floats:
    """The standard error of an incidence by the delta method (Marubini and Valsecchi 1995).

    The sum over earlier times j of (I(t) - I(j))² a(j) + b(j) - 2 (I(t) - I(j)) c(j), its squares multiplied out so
    that running sums do.
    """
    # Where everybody at risk has an event, the curve is flat from there on and the first and last terms are nothing.
    going_on = either < risk
    a = np.where(going_on, either / (risk * np.where(going_on, risk - either, 1)), 0.0)
    b = before**2 * (risk - event) * event / risk.astype(np.float64) ** 3
    c = np.where(going_on, before * event / risk.astype(np.float64) ** 2, 0.0)
    squared = incidence**2 * np.cumsum(a) - 2 * incidence * np.cumsum(a * incidence) + np.cumsum(a * incidence**2)
    mixed = incidence * np.cumsum(c) - np.cumsum(c * incidence)
    # Rounding may leave a variance of nothing a hair below it.
    error: Floats = np.sqrt(np.maximum(squared + np.cumsum(b) - 2 * mixed, 0))
    return error


def _log_log(share: Floats, error: Floats) -> tuple[Floats, Floats]:
    """The 95 % interval of a share on the scale of log(-log), which never leaves 0 to 1; nan at both ends."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where((share > _ROUNDING) & (share < 1 - _ROUNDING), share, nan)
        # The standard error of log(-log(share)); the logarithm is below nothing, and so is the quotient.
        width = _Z * error / (inside * np.log(inside))
        return inside ** np.exp(-width), inside ** np.exp(width)


def _half(times: Floats, curve: Floats) -> float:
    """The first time at which a falling curve is at one half or below; the middle of the stretch if level there.

    So the medians of R's `survfit` and their limits are found; places without a value (nan) do not count.
    """
    (reached,) = np.nonzero(curve < 0.5 + _HALF_TOLERANCE)
    if not len(reached):
        return nan
    first = reached[0]
    below = reached[curve[reached] < curve[first]]
    if abs(curve[first] - 0.5) < _HALF_TOLERANCE and len(below):
        return float((times[first] + times[below[0]]) / 2)
    return float(times[first])
