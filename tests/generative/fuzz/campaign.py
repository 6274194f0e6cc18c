"""A run over many damaged files, on one processor or several; the result is the same."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from tests.generative.fuzz.damage import Original, damaged_file
from tests.generative.fuzz.examination import Examined, examined

__all__ = ["campaign"]

_AT_ONCE = 25
"""Files handed to a process at once; what comes of a file does not depend on it."""


def campaign(seed: int, numbers: Sequence[int], originals: Sequence[Original], processes: int) -> Iterator[Examined]:
    """What came of the files with these numbers, in their order."""
    work = partial(_one, seed, originals)
    if processes == 1:
        yield from map(work, numbers)
        return
    with multiprocessing.Pool(processes) as pool:
        results: Iterable[Examined] = pool.imap(work, numbers, chunksize=_AT_ONCE)
        yield from results


def _one(seed: int, originals: Sequence[Original], number: int) -> Examined:
    return examined(damaged_file(seed, number, originals), seed)
