"""The rows that are pooled, checked all at once, and how likely each is for a centre of given logit or log rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, lgamma, log
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cephalad.errors import InvalidArgument

__all__ = ["Floats", "Link", "Rows", "rate_rows", "share_rows"]

Floats = NDArray[np.float64]

Link = Literal["logit", "log"]
"""On which scale centres differ: the logit of a share, or the logarithm of a rate."""

_MOST_TOLD = 20


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Events in each study, and out of what: patients under ``logit``, woman-years under ``log``.

    Attributes
    ----------
    constant : what does not depend on the centre, of the logarithm of the exact probability
    """

    link: Link
    events: Floats
    totals: Floats
    constant: Floats

    def __len__(self) -> int:
        return len(self.events)

    def log_likelihood(self, centres: Floats) -> Floats:
        """The logarithm of the probability of each row's events; the rows are the axis before the last."""
        events, totals, constant = (each[:, None] for each in (self.events, self.totals, self.constant))
        told: Floats = constant + events * centres - totals * self._cumulant(centres)
        return told

    def slope(self, centres: Floats) -> Floats:
        """Its derivative at one place for each row; the rows are the last axis."""
        return self.events - self.totals * self.share(centres)

    def bend(self, centres: Floats) -> Floats:
        """Minus the second derivative; the rows are the last axis."""
        share = self.share(centres)
        return self.totals * (share * (1 - share) if self.link == "logit" else share)

    def share(self, centres: Floats) -> Floats:
        """The share, or the rate, of a centre."""
        with np.errstate(over="ignore"):
            return 1 / (1 + np.exp(-centres)) if self.link == "logit" else np.exp(centres)

    def centre(self, share: float) -> float:
        """The place of a share, or of a rate; the inverse of `share`."""
        return log(share / (1 - share)) if self.link == "logit" else log(share)

    @property
    def places(self) -> Floats:
        """Where each row stands by itself, half an event added on either side so that none stands at infinity."""
        if self.link == "logit":
            told: Floats = np.log((self.events + 0.5) / (self.totals - self.events + 0.5))
        else:
            told = np.log((self.events + 0.5) / self.totals)
        return told

    @property
    def mirrored(self) -> Rows:
        """The rows with the patients without the event in the place of those with it."""
        return Rows(self.link, self.totals - self.events, self.totals, self.constant)

    def _cumulant(self, centres: Floats) -> Floats:
        if self.link == "logit":
            # log(1 + exp(x)), ten times as fast as `logaddexp`
            return np.log1p(np.exp(-np.abs(centres))) + np.maximum(centres, 0)
        with np.errstate(over="ignore"):
            return np.exp(centres)


def share_rows(events: Sequence[float], totals: Sequence[float]) -> Rows:
    """Rows of events among patients.

    Raises
    ------
    InvalidArgument : listing every row with more events than patients, or with a count that is none
    """
    _check(events, totals, [*_share_faults(events, totals)])
    pairs = list(zip(events, totals, strict=True))
    constant = [lgamma(n + 1) - lgamma(y + 1) - lgamma(n - y + 1) for y, n in pairs]
    return Rows("logit", *(np.array(each, dtype=np.float64) for each in (events, totals, constant)))


def rate_rows(events: Sequence[float], woman_years: Sequence[float]) -> Rows:
    """Rows of events in woman-years.

    Raises
    ------
    InvalidArgument : listing every row with a count that is none, or with a time that is not positive
    """
    _check(events, woman_years, [*_rate_faults(events, woman_years)])
    constant = [y * log(t) - lgamma(y + 1) for y, t in zip(events, woman_years, strict=True)]
    return Rows("log", *(np.array(each, dtype=np.float64) for each in (events, woman_years, constant)))


def _check(events: Sequence[float], totals: Sequence[float], faults: list[str]) -> None:
    if len(events) != len(totals):
        raise InvalidArgument(
            f"rows: must have a total for each count of events, got {len(events)} and {len(totals)}; complete them"
        )
    if not len(events):
        raise InvalidArgument("rows: must be one at least, got none; name the studies")
    if faults:
        told = faults[:_MOST_TOLD] + ([f"and {len(faults) - _MOST_TOLD} more"] if len(faults) > _MOST_TOLD else [])
        raise InvalidArgument("\n".join(told))


def _share_faults(events: Sequence[float], totals: Sequence[float]) -> Iterator[str]:
    for row, (y, n) in enumerate(zip(events, totals, strict=False), start=1):
        yield from _count_faults(row, "events", y, 0)
        yield from _count_faults(row, "patients", n, 1)
        if isfinite(y) and isfinite(n) and y > n >= 1:
            yield f"row {row}: events must be no more than patients, got {y:g} of {n:g}; count again"


def _rate_faults(events: Sequence[float], woman_years: Sequence[float]) -> Iterator[str]:
    for row, (y, t) in enumerate(zip(events, woman_years, strict=False), start=1):
        yield from _count_faults(row, "events", y, 0)
        if not (isfinite(t) and t > 0):
            yield f"row {row}: woman-years must be above 0, got {t:g}; leave the row out or complete it"


def _count_faults(row: int, what: str, value: float, least: int) -> Iterator[str]:
    if not (isfinite(value) and value >= least and value == int(value)):
        yield f"row {row}: {what} must be a whole number from {least} on, got {value:g}; count again"
