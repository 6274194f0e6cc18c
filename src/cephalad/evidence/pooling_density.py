"""A smooth density on equal steps: its distribution function and quantiles as exact as the density itself.

A density that has faded at both ends of its grid is a sum of waves. Summing the grid integrates the waves exactly, and
each wave is integrated in closed form up to any place between two steps; no step of the grid shows in a quantile.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cephalad.evidence.pooling_rows import Floats

__all__ = ["Density", "spread_by"]

_PADDING = 8
_TOO_SMALL = 1e-13


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """Values at `start`, `start` + `step` and so on; they need not add up to one.

    Attributes
    ----------
    values : faded at both ends
    """

    start: float
    step: float
    values: Floats

    @property
    def places(self) -> Floats:
        """The places of the values."""
        return self.start + self.step * np.arange(len(self.values), dtype=np.float64)

    def mean(self, of: Floats) -> float:
        """The mean of a function that is given at the places."""
        return float((self.values * of).sum() / self.values.sum())

    def below(self, place: float) -> float:
        """The share that lies below a place."""
        heights, waves = self._waves()
        return self._below(place, heights, waves)

    def quantile(self, share: float) -> float:
        """The place below which this share lies."""
        heights, waves = self._waves()
        summed = np.cumsum(self.values) / self.values.sum()
        at = int(np.searchsorted(summed, share))
        low, high = (self.start + self.step * each for each in (at - 2, at + 2))
        while True:
            middle = (low + high) / 2
            if high - low < 1e-12 or middle in (low, high):
                return float(middle)
            low, high = (middle, high) if self._below(middle, heights, waves) < share else (low, middle)

    def _waves(self) -> tuple[Floats, Floats]:
        """Heights of the waves, one complex number each, relative to the mean, and how fast each turns."""
        n = len(self.values) + _PADDING
        found = np.fft.rfft(self.values, n)
        heights = found[1:] / found[0].real
        waves = 2 * np.pi * np.arange(1, len(heights) + 1) / (n * self.step)
        if n % 2 == 0:
            heights[-1] /= 2
        kept = np.abs(heights) > _TOO_SMALL
        return heights[kept], waves[kept]

    def _below(self, place: float, heights: Floats, waves: Floats) -> float:
        length = (len(self.values) + _PADDING) * self.step
        begin = self.start - _PADDING / 2 * self.step
        ends = [np.exp(1j * waves * (at - self.start)) for at in (place, begin)]
        return float((place - begin) / length + 2 * (heights * (ends[0] - ends[1]) / (1j * waves)).real.sum() / length)


def spread_by(rows: Floats, step: float, spreads: Floats, room: int) -> Floats:
    """Each row of values blurred by a normal distribution of its own spread, and summed; `room` steps longer each side.

    The values are taken as zero outside their grid.
    """
    n = rows.shape[1] + 2 * room
    length = 1 << (n - 1).bit_length()
    waves = 2 * np.pi * np.fft.rfftfreq(length, step)
    total = np.zeros(len(waves), dtype=np.complex128)
    for row, spread in zip(rows, spreads, strict=True):
        total += np.fft.rfft(row, length) * np.exp(-((spread * waves) ** 2) / 2)
    # What was blurred to the left of the grid stands at the end of the period.
    blurred: Floats = np.roll(np.fft.irfft(total, length), room)[:n]
    return blurred
