"""A sample of a finished run for two readers to label: from every tier, in an order that gives no tier away.

A plain sample would hold hardly a case. Each tier gets the same number of reports; a tier with fewer gives all of them,
and the others share what is left. The probability with which a report came in is kept, so that estimates can be
weighted back to the archive. Which reports are taken follows from the seed and their ids alone: the order of the rows,
the machine and the versions of libraries change nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from cephalad.errors import InvalidArgument
from cephalad.screen.labels import TIERS, Label

__all__ = ["draw", "shares"]


def shares(n_by_tier: Mapping[str, int], size: int) -> dict[str, int]:
    """How many reports each tier gives.

    Parameters
    ----------
    n_by_tier : reports of the archive by tier
    size : reports wanted; the whole archive where it has fewer

    Raises
    ------
    InvalidArgument : when fewer are wanted than there are tiers with reports

    Examples
    --------
    >>> shares({"A": 12, "B": 40, "none": 90_000}, 150)
    {'A': 12, 'B': 40, 'none': 98}
    """
    open_tiers = {tier: n_by_tier[tier] for tier in TIERS if n_by_tier.get(tier)}
    if size < len(open_tiers):
        raise InvalidArgument(f"--size: must be at least {len(open_tiers)}, one report of each tier, got {size}")
    given = dict.fromkeys(open_tiers, 0)
    left = min(size, sum(open_tiers.values()))
    while left:
        with_room = [tier for tier in open_tiers if given[tier] < open_tiers[tier]]
        each, over = divmod(left, len(with_room))
        # What cannot be divided goes to the tiers at the end: they are the largest and hide the missed cases.
        for at, tier in enumerate(reversed(with_room)):
            more = min(each + (at < over), open_tiers[tier] - given[tier])
            given[tier] += more
            left -= more
    return given


def draw(reports: Iterable[tuple[str, str]], n_by_tier: Mapping[str, int], *, size: int, seed: int) -> list[Label]:
    """The reports to label, numbered in blinded order.

    Memory is bounded by `size`, whatever the archive holds.

    Parameters
    ----------
    reports : id and tier of every report of the archive, in any order
    n_by_tier : how many reports each tier has

    Raises
    ------
    InvalidArgument : as for `shares`
    """
    wanted = shares(n_by_tier, size)
    taken: dict[str, list[tuple[int, str]]] = {tier: [] for tier in wanted}
    for tier, drawn, name in _by_lot(reports, seed):
        # The largest of the negated numbers are the smallest, and the heap's first is the one to give way.
        heap = taken[tier]
        if len(heap) < wanted[tier]:
            heapq.heappush(heap, (-drawn, name))
        elif wanted[tier] and -drawn > heap[0][0]:
            heapq.heapreplace(heap, (-drawn, name))
    chosen = [(_lot(f"{seed}/order", name), tier, name) for tier, heap in taken.items() for _, name in heap]
    return [
        Label(number, name, "", "", "", tier, wanted[tier] / n_by_tier[tier])
        for number, (_, tier, name) in enumerate(sorted(chosen), start=1)
    ]


def _by_lot(reports: Iterable[tuple[str, str]], seed: int) -> Iterator[tuple[str, int, str]]:
    return ((tier, _lot(f"{seed}/drawn", name), name) for name, tier in reports)


def _lot(salt: str, name: str) -> int:
    return int.from_bytes(blake2b(f"{salt}/{name}".encode(), digest_size=16).digest(), "big")
