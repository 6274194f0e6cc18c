"""Counts of so few women that one of them could be recognised are not told, and neither is what would give them away.

A count from 1 to 4 is hidden (`Hidden.FEWER`). Where tables say that counts add up, one hidden count would follow from
the others by subtraction: further counts, the smallest that suffice, are hidden beside it (`Hidden.MORE`), until a
reader who knows every printed count, every sum and this rule still finds each of 1 to 4 possible. Where no choice of
counts achieves that, all parts of the sum are withheld (`Hidden.WITHHELD`). Zero is told: nobody is recognised by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from math import inf
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEWEST", "Hidden", "Shown", "Sum", "protected"]

FEWEST = 5
"""Women that a printed count stands for at least, if it is not zero.

With some 800 published cases, hospital, age and year are enough to recognise a woman among four. Five is also the usual
limit of research networks on hospital data (the minimum cell count of OHDSI and DARWIN EU, where zeros are told too).
"""


class Hidden(Enum):
    """Why a count is not told: it is below 5; it is not, but would give another away; or nothing is said of it."""

    FEWER = "fewer"
    MORE = "more"
    WITHHELD = "withheld"


Shown: TypeAlias = "int | Hidden"
"""A count as it is told."""

_Bounds: TypeAlias = "tuple[float, float]"
_KNOWN_BEFORE: Mapping[Hidden, _Bounds] = {
    Hidden.FEWER: (1, FEWEST - 1),
    Hidden.MORE: (FEWEST, inf),
    Hidden.WITHHELD: (0, inf),
}
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Sum:
    """That the women of `total` are those of the `parts`, each in one of them."""

    total: str
    parts: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


def protected(
    counts: Mapping[str, int], sums: Sequence[Sum], same: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Shown]:
    """The counts as they may be told.

    Parameters
    ----------
    counts : how many women, by name
    sums : every way in which counts that are told add up
    same : for the name of a count the name of another one of the very same women; what is hidden of one is of both
    """
    once = {name: count for name, count in counts.items() if name not in same}
    each_once = (
        Sum(same.get(each.total, each.total), tuple(same.get(name, name) for name in each.parts)) for each in sums
    )
    table = _Table(once, tuple(dict.fromkeys(each for each in each_once if each.total not in each.parts)))
    while fault := table.given_away():
        table.repair(fault)
    return {name: table.hidden.get(same.get(name, name), count) for name, count in counts.items()}


@dataclass
class _Table:
    """Counts, their sums, and which of them are hidden so far."""

    counts: Mapping[str, int]
    sums: Sequence[Sum]
    hidden: dict[str, Hidden] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hidden |= {name: Hidden.FEWER for name, count in self.counts.items() if 0 < count < FEWEST}

    # --- what a reader can work out -----------------------------------------------------------------------------------

    def given_away(self) -> str:
        """A hidden count that a reader can narrow down; "" when there is none. A hidden zero gives nobody away."""
        bounds = self._narrowed()
        for name, why in self.hidden.items():
            low, high = bounds[name]
            narrowed = bounds[name] != _KNOWN_BEFORE[why] if why is Hidden.FEWER else low == high
            if narrowed and self.counts[name]:
                return name
        return next((name for name in self._solved() if self.counts[name]), "")

    def _narrowed(self, without: Collection[str] = ()) -> dict[str, _Bounds]:
        """The least and the most that each hidden count can be, by what the sums leave for it.

        Parameters
        ----------
        without : counts whose sums are left aside
        """
        bounds = {name: _KNOWN_BEFORE[why] for name, why in self.hidden.items()}
        concerned = [
            each
            for each in self.sums
            if any(name in bounds for name in each.names) and not any(name in without for name in each.names)
        ]
        changed = True
        while changed:
            changed = False
            for each in concerned:
                for name, (low, high) in self._left_by(each, bounds):
                    after = max(bounds[name][0], low), min(bounds[name][1], high)
                    changed = changed or after != bounds[name]
                    bounds[name] = after
        return bounds

    def _left_by(self, each: Sum, bounds: Mapping[str, _Bounds]) -> Iterator[tuple[str, _Bounds]]:
        """What one sum says of each hidden count in it, given the stretches of the others."""
        low, high = zip(*(self._stretch(name, bounds) for name in each.parts), strict=True)
        total = self._stretch(each.total, bounds)
        if each.total in bounds:
            yield each.total, (sum(low), sum(high))
        for place, name in enumerate(each.parts):
            if name in bounds:
                least, most = (sum(ends[:place]) + sum(ends[place + 1 :]) for ends in (low, high))
                yield name, (total[0] - most, total[1] - least)

    def _stretch(self, name: str, bounds: Mapping[str, _Bounds]) -> _Bounds:
        return bounds.get(name) or (self.counts[name], self.counts[name])

    def _solved(self) -> Iterator[str]:
        """Hidden counts that follow from several sums taken together."""
        place = {name: at for at, name in enumerate(self.hidden)}
        rows = [row for each in self.sums if (row := self._row(each, place)).any()]
        if not rows:
            return
        _, sizes, directions = np.linalg.svd(np.array(rows))
        # What no free direction moves is fixed by the sums.
        free = directions[int((sizes > _NOTHING).sum()) :]
        moved = np.abs(free).sum(axis=0) > _NOTHING
        yield from (name for name, at in place.items() if not moved[at])

    def _row(self, each: Sum, place: Mapping[str, int]) -> NDArray[np.float64]:
        row = np.zeros(len(place))
        for name, sign in ((each.total, -1.0), *((part, 1.0) for part in each.parts)):
            if name in place:
                row[place[name]] += sign
        return row

    # --- what is hidden beside it -------------------------------------------------------------------------------------

    def repair(self, fault: str) -> None:
        """Hide a further count beside one that is given away, or withhold all parts of a sum that leaves no choice."""
        before = dict(self.hidden)
        self._cover(fault, ())
        if self.hidden == before:
            # Sums that run in circles: nothing short of silence about the whole family is safe.
            self.hidden |= dict.fromkeys((name for each in self.sums for name in each.names), Hidden.WITHHELD)

    def _cover(self, fault: str, above: tuple[str, ...]) -> None:
        """Cover a count in a sum that tells it: by the smallest part told there, or by covering what else is known.

        Parameters
        ----------
        above : counts for whose sake this one is covered
        """
        bounds = self._narrowed(without=(fault, *above))
        concerned = [each for each in self.sums if fault in each.names and not set(above) & set(each.names)]
        if not concerned:
            return
        each = next((each for each in concerned if self._tells(each, fault, bounds)), None)
        if each is None:
            # Several sums tell it together.
            each = next((each for each in concerned if self._told(each)), None) or concerned[0]
        further = [name for name in each.names if name in bounds and bounds[name][0] == bounds[name][1]]
        if told := self._told(each):
            self.hidden[min(told, key=lambda name: (self.counts[name], name))] = Hidden.MORE
        elif further:
            self._cover(further[0], (*above, fault))
        elif each.total not in self.hidden and each.total in self._parts:
            # The total of everything is told as long as possible: without it no share could be.
            self.hidden[each.total] = Hidden.MORE
        else:
            self.hidden |= dict.fromkeys(each.parts, Hidden.WITHHELD)

    def _told(self, each: Sum) -> list[str]:
        return [name for name in each.parts if name not in self.hidden and self.counts[name]]

    def _tells(self, each: Sum, name: str, bounds: Mapping[str, _Bounds]) -> bool:
        """Whether a sum by itself gives a count away, by what the other sums leave for the rest of it."""
        before = bounds[name]
        low, high = next(stretch for told, stretch in self._left_by(each, bounds) if told == name)
        after = max(before[0], low), min(before[1], high)
        return after != before if self.hidden[name] is Hidden.FEWER else after[0] == after[1]

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(name for each in self.sums for name in each.parts)
