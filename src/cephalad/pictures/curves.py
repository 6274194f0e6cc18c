"""Smooth curves through given points: their path, a place on them, and the direction there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import atan2, cos, hypot, sin

__all__ = ["Curve", "Place", "Point", "number"]

Point = tuple[float, float]

_STEPS = 16
"""Straight pieces per stretch between two given points, when a place on the curve is looked up."""


def number(value: float) -> str:
    """A coordinate with at most two decimals, the shortest way to write it.

    Examples
    --------
    >>> number(3.0), number(2.506), number(-0.001)
    ('3', '2.51', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a curve and the direction of the curve there, as an angle in radians, clockwise from the right."""

    x: float
    y: float
    angle: float

    def aside(self, along: float, across: float) -> Point:
        """The point so far ahead on the curve's direction and so far to its right-hand side."""
        ahead, side = cos(self.angle), sin(self.angle)
        return (self.x + along * ahead - across * side, self.y + along * side + across * ahead)


@dataclass(frozen=True)
class Curve:
    """A smooth curve through at least two points (Catmull and Rom), open or closed."""

    points: tuple[Point, ...]
    closed: bool = False

    @cached_property
    def path(self) -> str:
        """The curve as the data of an SVG path."""
        start = self.points[0]
        parts = [f"M{number(start[0])} {number(start[1])}"]
        for one, two, end in self._handles:
            parts.append("C" + " ".join(f"{number(x)} {number(y)}" for x, y in (one, two, end)))
        return "".join(parts) + ("Z" if self.closed else "")

    @cached_property
    def _handles(self) -> tuple[tuple[Point, Point, Point], ...]:
        """For each stretch its two handles and its end."""
        return tuple(
            (_handle(before, start, end, 1), _handle(start, end, after, -1), end)
            for before, start, end, after in self._stretches()
        )

    def _stretches(self) -> list[tuple[Point, Point, Point, Point]]:
        at = self.points
        if self.closed:
            count = len(at)
            return [(at[i - 1], at[i], at[(i + 1) % count], at[(i + 2) % count]) for i in range(count)]
        padded = (at[0], *at, at[-1])
        return [(padded[i], padded[i + 1], padded[i + 2], padded[i + 3]) for i in range(len(at) - 1)]

    @cached_property
    def _trace(self) -> tuple[Point, ...]:
        start = self.points[0]
        trace = [start]
        for one, two, end in self._handles:
            trace.extend(_on_cubic(start, one, two, end, step / _STEPS) for step in range(1, _STEPS + 1))
            start = end
        return tuple(trace)

    @cached_property
    def length(self) -> float:
        """How long the curve is."""
        return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(self._trace))

    def at(self, share: float) -> Place:
        """The place after this share of the curve's length, 0 its start and 1 its end."""
        left = share * self.length
        steps = list(pairwise(self._trace))
        for a, b in steps:
            size = hypot(b[0] - a[0], b[1] - a[1])
            if left <= size and size > 0:
                return Place(*_between(a, b, left / size), atan2(b[1] - a[1], b[0] - a[0]))
            left -= size
        a, b = steps[-1]
        return Place(*b, atan2(b[1] - a[1], b[0] - a[0]))


def _handle(before: Point, here: Point, after: Point, sign: int) -> Point:
    return (here[0] + sign * (after[0] - before[0]) / 6, here[1] + sign * (after[1] - before[1]) / 6)


def _between(a: Point, b: Point, share: float) -> Point:
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share)


def _on_cubic(a: Point, b: Point, c: Point, d: Point, share: float) -> Point:
    ab, bc, cd = _between(a, b, share), _between(b, c, share), _between(c, d, share)
    return _between(_between(ab, bc, share), _between(bc, cd, share), share)
