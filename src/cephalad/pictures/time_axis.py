"""An axis of time: days become places, and long stretches in which nothing happens are broken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from cephalad.logic import Calendar
from cephalad.pictures.drawing import Words

__all__ = ["BREAK", "MOST_BREAKS", "Break", "Tick", "TimeAxis", "gaps", "time_axis"]

BREAK = 38.0
"""How wide a broken-out stretch is drawn."""

MOST_BREAKS = 8

_SHORTEST_BREAK_DAYS = 45
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_DAYS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_ROOM = 12.0


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch of days that is drawn no wider than `BREAK`, whatever its length."""

    first: int
    last: int
    x: float

    @property
    def days(self) -> int:
        """How long it lasts."""
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis: its place and its words; without words where they would touch their neighbour's."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Places for days: one scale in all stretches, the breaks between them left out.

    Attributes
    ----------
    stretches : first day, day after the last, and place of the first, oldest first
    scale : units of the drawing for one day
    """

    calendar: Calendar
    stretches: tuple[tuple[int, int, float], ...]
    breaks: tuple[Break, ...]
    scale: float

    def x(self, day: float) -> float:
        """The place at which a day begins; a day in a break lies at its end, one outside the axis at the nearer end."""
        first, last, start = next((each for each in self.stretches if day <= each[1]), self.stretches[-1])
        return start + min(max(day - first, 0), last - first) * self.scale

    def ticks(self, words: Words) -> tuple[Tick, ...]:
        """Beginnings of months or years, or round day numbers, as many as have room."""
        found: list[Tick] = []
        free = float("-inf")
        for day, text in self._marks(words):
            x = self.x(day)
            half = words.width(text) / 2
            fits = x - half >= free
            found.append(Tick(x, text if fits else ""))
            if fits:
                free = x + half + _ROOM
        return tuple(found)

    def _marks(self, words: Words) -> Iterator[tuple[int, str]]:
        if self.calendar is Calendar.DAY_NUMBERS:
            step = next((size for size in _DAYS if size * self.scale >= 46), _DAYS[-1])
            for first, last, _ in self.stretches:
                yield from ((day, str(day)) for day in range(-(-first // step) * step, last + 1, step))
            return
        month = words.width("2000-00") + _ROOM
        if 30 * self.scale > 4 * month:
            step = next(size for size in _DAYS if size * self.scale >= words.width("2000-00-00") + _ROOM)
            for first, last, _ in self.stretches:
                yield from ((day, date.fromordinal(day).isoformat()) for day in range(first, last + 1, step))
            return
        months = next((size for size in _MONTHS if size * 30 * self.scale >= month), _MONTHS[-1])
        for first, last, _ in self.stretches:
            marks = list(_month_starts(first, last, months))
            # A stretch shorter than a step still says when it is.
            yield from marks or [(first, date.fromordinal(first).isoformat()[:7])]


def _month_starts(first: int, last: int, step: int) -> Iterator[tuple[int, str]]:
    start = date.fromordinal(first)
    month = (start.year * 12 + start.month - 1) // step * step
    while (day := date(month // 12, month % 12 + 1, 1).toordinal()) <= last:
        if day >= first:
            text = date.fromordinal(day).isoformat()
            yield day, text[:4] if step >= 12 else text[:7]
        month += step


def gaps(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The stretches in which nothing happens, the longest first; those of equal length oldest first."""
    runs: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if runs and first <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((first, last))
    between = ((before[1], after[0]) for before, after in pairwise(runs))
    return tuple(sorted(between, key=lambda gap: (gap[0] - gap[1], gap[0])))


def time_axis(
    spans: Iterable[tuple[int, int]], calendar: Calendar, *, left: float, right: float, n_breaks: int
) -> TimeAxis:
    """The axis that holds all spans (first day, day after the last), with that many of its longest gaps broken out.

    A gap shorter than six weeks is never broken out; at either end of a break a little of the gap stays, so that no
    event stands against the break.
    """
    told = list(spans)
    first, last = min(start for start, _ in told), max(end for _, end in told)
    chosen = [gap for gap in gaps(told) if gap[1] - gap[0] >= _SHORTEST_BREAK_DAYS][:n_breaks]
    cut = sorted((start + _margin(start, end), end - _margin(start, end)) for start, end in chosen)
    scale = (right - left - len(cut) * BREAK) / max(last - first - sum(end - start for start, end in cut), 1)
    stretches: list[tuple[int, int, float]] = []
    breaks: list[Break] = []
    day, x = first, left
    for start, end in cut:
        stretches.append((day, start, x))
        x += (start - day) * scale
        breaks.append(Break(start, end, x))
        day, x = end, x + BREAK
    stretches.append((day, last, x))
    return TimeAxis(calendar, tuple(stretches), tuple(breaks), scale)


def _margin(first: int, last: int) -> int:
    """The days of a gap that stay before and after its break."""
    return min((last - first) // 10, 30)
