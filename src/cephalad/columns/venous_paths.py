"""The venous tree asked about many sets of segments at once: what lies beyond them, and which ways lead into them.

A set of segments is a bit mask (`cephalad.columns.frame.segment_bits`) and every function takes an array of masks, one
for each timeline or report. The tree has few segments and few ways through it: loops run over those.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from cephalad.anatomy import EXTRAS, FLOW, ROUTES, SEGMENTS, SOURCES, SPREAD, TOPOLOGICAL_ORDER, members, spread_into
from cephalad.columns.frame import segment_bits
from cephalad.columns.vein_reports import NAMES, Bits
from cephalad.facts.extent import PATHS_BACK

__all__ = [
    "BIT",
    "EVERY_SEGMENT",
    "FURTHER",
    "ON_ROUTES",
    "ahead_of",
    "common_to_ways",
    "cut_above",
    "next_to",
    "not_reached",
    "reached_through",
]

BIT: Mapping[str, int] = MappingProxyType({name: segment_bits([name]) for name in SEGMENTS})
"""The bit of each segment."""

EVERY_SEGMENT = segment_bits(SEGMENTS)
"""All segments, as a mask."""

ON_ROUTES = segment_bits({name for route in ROUTES.values() for name in route})
"""The segments of the four routes, as a mask."""

_EDGES = {edge: 1 << place for place, edge in enumerate((name, onward) for name in SEGMENTS for onward in SPREAD[name])}
"""The bit of each way from a segment into the next."""


def _all_beyond() -> dict[str, int]:
    beyond: dict[str, int] = {}
    for name in reversed(TOPOLOGICAL_ORDER):
        beyond[name] = segment_bits(SPREAD[name])
        for near in SPREAD[name]:
            beyond[name] |= beyond[near]
    return beyond


def _all_further() -> dict[str, int]:
    trunks = ~segment_bits(EXTRAS)
    further = {name: _BEYOND[name] & trunks for name in SEGMENTS}
    for name in EXTRAS:
        further[name] = segment_bits(FLOW[name]) & trunks
        for near in FLOW[name]:
            further[name] |= _BEYOND[near] & trunks
    return further


_BEYOND = _all_beyond()

FURTHER: Mapping[str, int] = MappingProxyType(_all_further())
"""For each segment what lies nearer the heart, side branches left out; tumour there has passed the segment.

Of a side branch it is what its blood flows into: growing into one passes nothing, and it is passed once its trunk is.
"""


def _cut_by(name: str) -> int:
    """The ways that lead out of a segment or segment set."""
    inside = members(name)
    return sum(bit for (start, end), bit in _EDGES.items() if start in inside and end not in inside)


_CUTS = np.array([_cut_by(name) for name in NAMES], dtype=np.int64)
_WAYS = tuple((BIT[name], segment_bits(path)) for name, paths in PATHS_BACK.items() for path in paths)
"""Every way from a source to a segment: the bit of that segment, and the segments passed, itself among them."""


def ahead_of(segments: Bits) -> Bits:
    """Everything into which tumour in these segments could spread, near or far."""
    return _put_together(segments, _BEYOND)


def next_to(segments: Bits) -> Bits:
    """What tumour in these segments grows into next."""
    return _put_together(segments, {name: segment_bits(SPREAD[name]) for name in SEGMENTS})


def _put_together(segments: Bits, of: Mapping[str, int]) -> Bits:
    found = np.zeros_like(segments)
    for name, bit in BIT.items():
        found |= np.where(segments & bit, of[name], 0)
    return found


def reached_through(segments: Bits) -> Bits:
    """Those of the segments to which a way leads from a source that passes none but them."""
    found = np.zeros_like(segments)
    for name in TOPOLOGICAL_ORDER:
        entered = np.True_ if name in SOURCES else (found & segment_bits(spread_into(name))) != 0
        found |= np.where(entered, segments & BIT[name], 0)
    return found


def cut_above(names: NDArray[np.int64]) -> Bits:
    """The ways that lead out of named veins, for `not_reached`; `names` are places in `NAMES`."""
    return np.asarray(_CUTS[names])


def not_reached(clear: Bits, cut: Bits, may_be: Bits) -> Bits:
    """Those of the segments `may_be` into which every way passes a segment that is clear, or not reached, or is cut.

    Parameters
    ----------
    cut : ways, as `cut_above` gives them
    """
    found = np.zeros_like(clear)
    for name in TOPOLOGICAL_ORDER:
        ways = spread_into(name)
        if not ways:
            continue
        closed = np.ones(len(clear), dtype=np.bool_)
        for way in ways:
            closed &= ((clear | found) & BIT[way] | cut & _EDGES[way, name]) != 0
        found |= np.where(closed, may_be & BIT[name], 0)
    return found


def common_to_ways(segments: Bits, clear: Bits, named: Bits, study: NDArray[np.intp]) -> Bits:
    """The segments that every way from a source into one of `segments` has in common.

    Ways that were shown clear are left out, and so are those that do not pass what the same study names with tumour,
    each as long as some way is left.

    Parameters
    ----------
    segments, clear : for each report what it names, and what was shown clear
    named : the segments of each name that a study names with tumour, study after study
    study : for each report its study, as the place of that study's first name in `named`
    """
    if not len(segments):
        return segments
    starts, of_report = np.unique(study, return_inverse=True)
    leading = np.array([segments & end != 0 for end, _ in _WAYS])
    usable = _or_all(leading & np.array([clear & way == 0 for _, way in _WAYS]), leading)
    through = np.array([np.logical_and.reduceat(named & way != 0, starts)[of_report] for _, way in _WAYS])
    chosen = _or_all(usable & through, usable)
    common = np.full(len(segments), EVERY_SEGMENT, dtype=np.int64)
    for (_, way), taken in zip(_WAYS, chosen, strict=True):
        common &= np.where(taken, way, EVERY_SEGMENT)
    return np.where(chosen.any(axis=0), common, 0)


def _or_all(some: NDArray[np.bool_], every: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each report some of its ways, or all of them where none is among them."""
    return np.asarray(np.where(some.any(axis=0), some, every))
