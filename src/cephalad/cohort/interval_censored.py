"""Time to an event that is only known to lie between two examinations: the estimate of Turnbull.

Recurrence on imaging happened after the last clear image and on or before the first positive one: in (left, right].
Taking the day of the image for the day of the recurrence makes every curve too good by half the time between images.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from cephalad.cohort.survival import FEWEST, TooFew
from cephalad.cohort.survival_input import Counts, Floats, checked_times, made_read_only, wrong_row
from cephalad.errors import InvalidArgument

__all__ = ["MOST_STEPS", "TOLERANCE", "IntervalCurve", "turnbull"]

TOLERANCE = 1e-9
"""How far below its greatest value the mean log-likelihood of a patient may stop."""

MOST_STEPS = 2_000

# The shortest part of a step that is tried.
_SHORTEST = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class IntervalCurve:
    """The likeliest distribution of a time known by intervals; its arrays cannot be written to.

    The data say how much mass lies in each *innermost* interval, not where inside it. There is no 95 % interval:
    Greenwood's error does not hold for this estimate.

    Attributes
    ----------
    n, n_events : patients, and those of them whose interval has an end
    lefts, rights : the innermost intervals (left, right], ascending; left equals right where a time is known exactly,
        and the last right is inf where patients are left without the event
    mass : share of patients whose event lies in each
    steps : how often the expectation and the maximum were taken
    gap : by how much at most the mean log-likelihood of a patient could still rise (the greatest derivative, less one)
    converged : whether the gap came down to the tolerance within `MOST_STEPS`
    """

    n: int
    n_events: int
    lefts: Floats
    rights: Floats
    mass: Floats
    steps: int
    gap: float
    converged: bool

    def __post_init__(self) -> None:
        made_read_only(self)

    def at(self, time: float) -> tuple[float, float]:
        """Least and greatest share without the event at a time; the two differ inside an innermost interval only.

        Raises
        ------
        InvalidArgument : for a time that is not finite or lies before 0
        """
        if not 0 <= time < inf:
            raise InvalidArgument(f"time: must be a finite number of months, 0 or more, got {time}; write 12")
        surely = self.rights <= time
        perhaps = surely | (self.lefts < time)
        return (max(1 - float(self.mass[perhaps].sum()), 0.0), max(1 - float(self.mass[surely].sum()), 0.0))

    @property
    def median(self) -> tuple[float, float]:
        """The innermost interval in which half of the patients have had the event."""
        place = int(np.searchsorted(np.cumsum(self.mass), 0.5 - 1e-9))
        return (float(self.lefts[place]), float(self.rights[place]))


def turnbull(lefts: ArrayLike, rights: ArrayLike, *, tolerance: float = TOLERANCE) -> IntervalCurve | TooFew:
    """The likeliest distribution of the time to an event in (left, right]; `TooFew` below five patients.

    Where every interval is a point or has no end, it is the Kaplan-Meier curve. Found by expectation and maximum
    (Turnbull 1976), each step followed by one of the iterative convex minorant (Wellner and Zhan 1997), which takes
    tens of steps where the expectation alone takes thousands.

    Parameters
    ----------
    lefts : months at which the patient was last known without the event
    rights : months at which she was first known with it; equal to left when the time is known exactly, inf when she is
        not known to have had it
    tolerance : how far below its greatest value the mean log-likelihood of a patient may stop

    Raises
    ------
    InvalidArgument : for a tolerance that is not above 0, a time before 0, a left that is not finite, a right before
        its left, unequal lengths

    Examples
    --------
    >>> found = turnbull([0, 0, 3, 3, 6], [6, 3, 6, 9, float("inf")])
    >>> found.lefts.tolist(), found.rights.tolist()
    ([0.0, 3.0, 6.0], [3.0, 6.0, 9.0])
    """
    if not 0 < tolerance < 1:
        raise InvalidArgument(f"tolerance: must be above 0 and below 1, got {tolerance}; write 1e-9")
    left, right = checked_times("lefts", lefts), checked_times("rights", rights, may_be_infinite=True)
    if len(left) != len(right):
        raise InvalidArgument(f"rights: must be as many as lefts ({len(left)}), got {len(right)}; give both alike")
    if (right < left).any():
        row = int(np.argmax(right < left))
        raise wrong_row("rights", row, f"must not lie before its left ({left[row]:g})", right[row])
    if len(left) < FEWEST:
        return TooFew(len(left))
    inner_left, inner_right, first, end = _innermost(left, right)
    # Patients with the same innermost intervals are one, counted.
    size = len(inner_left) + 1
    kinds, counts = np.unique(first * size + end, return_counts=True)
    mass = np.full(size - 1, 1 / (size - 1))
    mass, steps, gap = _likeliest(mass, kinds // size, kinds % size, counts.astype(np.float64), tolerance)
    return IntervalCurve(
        n=len(left),
        n_events=int((right < inf).sum()),
        lefts=inner_left,
        rights=inner_right,
        mass=mass,
        steps=steps,
        gap=gap,
        converged=gap <= tolerance,
    )


def _innermost(left: Floats, right: Floats) -> tuple[Floats, Floats, Counts, Counts]:
    """The intervals from a left end to a right end with no other end between, and which of them each patient's holds.

    At one time the ends are passed in this order: the left end of an exact time, right ends, left ends of intervals
    that begin after it.
    """
    values = np.unique(np.concatenate((left, right)))
    left_keys = 3 * np.searchsorted(values, left) + np.where(left == right, 0, 2)
    right_keys = 3 * np.searchsorted(values, right) + 1
    keys = np.unique(np.concatenate((left_keys, right_keys)))
    opens = keys % 3 != 1
    (starts,) = np.nonzero(opens[:-1] & ~opens[1:])
    inner_left, inner_right = keys[starts], keys[starts + 1]
    first = np.searchsorted(inner_left, left_keys, side="left")
    end = np.searchsorted(inner_right, right_keys, side="right")
    return values[inner_left // 3], values[inner_right // 3], first, end


def _likeliest(mass: Floats, first: Counts, end: Counts, counts: Floats, tolerance: float) -> tuple[Floats, int, float]:
    """The masses of the innermost intervals, the steps taken from those given, and the gap that is left."""
    n, size = counts.sum(), len(mass) + 1

    def slopes(mass: Floats) -> Floats:
        """The derivative of the mean log-likelihood by each mass."""
        below = np.concatenate(([0.0], np.cumsum(mass)))
        chance = below[end] - below[first]
        weight = counts / chance
        slope: Floats = np.cumsum(np.bincount(first, weight, size) - np.bincount(end, weight, size))[:-1] / n
        return slope

    steps = 0
    while True:
        slope = slopes(mass)
        gap = float(slope.max()) - 1
        if gap <= tolerance or steps == MOST_STEPS:
            return mass, steps, gap
        steps += 1
        mass = mass * slope
        mass = _convex_minorant(mass / mass.sum(), first, end, counts)


def _convex_minorant(mass: Floats, first: Counts, end: Counts, counts: Floats) -> Floats:
    """A likelier distribution: a step of Newton, each place by itself, brought back to a rising curve and shortened.

    Unlike the expectation it lets a mass come to nothing in one step, and come back.
    """
    size = len(mass) + 1
    rising = np.concatenate(([0.0], np.cumsum(mass)))
    rising[-1] = 1.0

    def likelihood(curve: Floats) -> float:
        with np.errstate(divide="ignore"):
            return float(counts @ np.log(np.maximum(curve[end] - curve[first], 0)))

    chance = rising[end] - rising[first]
    weight, bend = counts / chance, counts / chance**2
    pull = np.bincount(end, weight, size) - np.bincount(first, weight, size)
    stiff: Floats = np.add(np.bincount(end, bend, size), np.bincount(first, bend, size), dtype=np.float64)
    aim = rising.copy()
    aim[1:-1] = np.clip(_rising(rising[1:-1] + pull[1:-1] / stiff[1:-1], stiff[1:-1]), 0, 1)
    now, part = likelihood(rising), 1.0
    while part > _SHORTEST:
        ahead = rising + part * (aim - rising)
        if likelihood(ahead) > now:
            return np.diff(ahead)
        part /= 2
    return mass


def _rising(values: Floats, weights: Floats) -> Floats:
    """The nearest values that never fall, by weighted least squares: neighbours that would fall are pooled."""
    means, sums, sizes = list[float](), list[float](), list[int]()
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        size = 1
        while means and means[-1] >= value:
            other = sums.pop()
            value = (value * weight + means.pop() * other) / (weight + other)
            weight += other
            size += sizes.pop()
        means.append(value)
        sums.append(weight)
        sizes.append(size)
    return np.repeat(means, sizes)
