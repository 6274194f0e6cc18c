"""From reports of veins to the extent of the tumour, over many timelines: the definitions of `cephalad.facts.veins`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cephalad.anatomy import OVARIAN, PLEXUS, SEGMENT_SETS, SOURCES, UTERINE
from cephalad.columns.changes import in_turn
from cephalad.columns.extent import Extents, OpenSets
from cephalad.columns.frame import segment_bits
from cephalad.columns.timelines import NONE, Marks, Places, Timelines, word_bits
from cephalad.columns.vein_reports import NAMES, Bits, VeinReports
from cephalad.columns.venous_paths import EVERY_SEGMENT, common_to_ways, cut_above, not_reached
from cephalad.facts.sheet import EXTRACTING

__all__ = ["extent_now", "extent_of", "may_be_emptied"]

_IS_SET = np.array([name in SEGMENT_SETS for name in NAMES])
_BESIDE = segment_bits({*UTERINE, *PLEXUS, *OVARIAN})
_NEVER_UNREACHED = segment_bits({*SOURCES, "other"})
_PROCEDURES = "operation.procedures"
_MEMBERS_END = EVERY_SEGMENT.bit_length()


def extent_of(
    timelines: Timelines,
    reports: VeinReports,
    able: Bits,
    *,
    source_removed: Places | None = None,
    emptied: Bits | None = None,
) -> Extents:
    """The extent ever reached, from all reports.

    Parameters
    ----------
    able : for each event that counts the segments of which its study can speak; nothing for the others
    source_removed : the first hysterectomy; what is first seen later cannot be followed to its source
    emptied : for each report the segments that an operation before it may have emptied; a study that finds them clear
        does not say that they always were
    """
    n, everything = timelines.n, np.ones(len(reports), dtype=np.bool_)
    standing = reports.unexplained
    # Of a thrombus that nothing has explained the more vascular reading is kept (pathway, Work-up).
    thrombosed = reports.union(reports.members, standing & reports.thrombus, n)
    tumour = _tumour(reports, standing, n)
    vague = tumour.sets.together & ~tumour.involved
    shown = reports.clears & ~thrombosed[reports.whose] & ~(0 if emptied is None else emptied)
    clear = reports.union(shown, everything, n) & ~tumour.involved & ~vague
    may_be_unreached = ~(tumour.involved | vague | clear | thrombosed | _NEVER_UNREACHED)
    unreached = not_reached(clear, _cut(reports, n), may_be_unreached)
    others = ~(tumour.involved | vague | clear | unreached)
    none = np.zeros(n, dtype=np.int64)
    return Extents(
        involved=tumour.involved,
        clear=clear,
        removed=none,
        not_reached=unreached,
        not_reported=vague | _mentioned(timelines, reports, able) & others,
        conflicting=none,
        sets=tumour.sets,
        strongly_clear=reports.union(shown, reports.strongly, n) & ~tumour.involved,
        reported_continuous=tumour.continuous,
        after_removal=none if source_removed is None else tumour.involved & _first_seen_after(reports, source_removed),
        untold=none,
    )


def _cut(reports: VeinReports, n: int) -> Bits:
    """Ways out of a vein whose upper part was examined above the tumour and is clear."""
    return reports.union(cut_above(reports.name), reports.clear_above, n)


def _mentioned(timelines: Timelines, reports: VeinReports, able: Bits) -> Bits:
    """Segments that were covered or named without being spoken of."""
    unspoken = (reports.clears == 0) & ~reports.positive & (~reports.not_assessed | reports.thrombus)
    named = reports.union(reports.members, unspoken, timelines.n)
    spoken = np.flatnonzero(able)
    np.bitwise_or.at(named, timelines.whose[spoken], able[spoken])
    return named


def _first_seen_after(reports: VeinReports, source_removed: Places) -> Bits:
    """Segments that are named with tumour after the source was removed, and not before."""
    removed = source_removed[reports.whose]
    late = reports.positive & (removed != NONE) & (reports.place > removed)
    n = len(source_removed)
    return reports.union(reports.members, late, n) & ~reports.union(reports.members, reports.positive & ~late, n)


# --- tumour -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tumour:
    """Segments with tumour; those reported continuous; sets of which one member has it."""

    involved: Bits
    continuous: Bits
    sets: OpenSets


def _tumour(reports: VeinReports, unexplained: NDArray[np.bool_], n: int) -> _Tumour:
    clear = reports.union(reports.clears, np.ones(len(reports), dtype=np.bool_), n)
    standing = reports.where(unexplained & reports.positive)
    implied = np.where(_IS_SET[standing.name], 0, standing.members) | _common_path(standing, clear)
    everything = np.ones(len(standing), dtype=np.bool_)
    involved = standing.union(implied, everything, n)
    continuous = standing.union(implied, standing.continuous, n)
    named_continuous = reports.where(reports.continuous & reports.positive)
    traced = _keys(named_continuous.whose, named_continuous.members)
    found = _narrowed(standing.where(_IS_SET[standing.name]), clear, involved)
    sets = OpenSets(found.whose, found.members, np.isin(_keys(found.whose, found.members), traced), n)
    return _Tumour(found.involved, continuous, sets)


def _keys(whose: NDArray[np.int64], members: Bits) -> NDArray[np.int64]:
    return whose << _MEMBERS_END | members


def _common_path(standing: VeinReports, clear: Bits) -> Bits:
    """For each report that calls the tumour continuous, what all ways from a source to it have in common."""
    found = np.zeros(len(standing), dtype=np.int64)
    if not standing.continuous.any():
        return found
    beside = np.isin(standing.place, standing.place[standing.continuous])
    place, named = standing.place[beside], standing.members[beside]
    asked = standing.continuous[beside]
    study = np.searchsorted(place, place[asked])
    found[standing.continuous] = common_to_ways(named[asked], clear[standing.whose[standing.continuous]], named, study)
    return found


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """The sets that stay open, and the segments with tumour once the others are narrowed down to one."""

    whose: NDArray[np.int64]
    members: Bits
    involved: Bits


def _narrowed(sets: VeinReports, clear: Bits, involved: Bits) -> _Narrowed:
    """Sets less the members shown clear; what one set comes down to is known to the later ones."""
    involved = involved.copy()
    candidates = np.zeros(len(sets), dtype=np.int64)
    stays = np.zeros(len(sets), dtype=np.bool_)
    for at in in_turn(sets.whose):
        whose, members = sets.whose[at], sets.members[at]
        known = involved[whose]
        left = members & (known | ~clear[whose])
        left = np.where(left == 0, members, left)
        single = np.bitwise_count(left) == 1
        # What is already known inside the set does not say how far the tumour goes in it.
        further = (left & ~known != 0) & ((left & known == 0) | sets.continuous[at])
        candidates[at], stays[at] = left, ~single & further
        involved[whose] = known | np.where(single, left, 0)
    whose, members = sets.whose[stays], candidates[stays]
    _, first = np.unique(_keys(whose, members), return_index=True)
    once = np.sort(first)
    return _Narrowed(whose[once], members[once], involved)


# --- operations -------------------------------------------------------------------------------------------------------


def may_be_emptied(timelines: Timelines, operations: Marks, reports: VeinReports) -> Bits:
    """For each report the segments out of which an operation before it may have taken tumour."""
    places = np.flatnonzero(operations)
    until = np.zeros(timelines.n_events, dtype=np.int64)
    until[places] = _may_have_emptied(timelines, reports)[places]
    for at in in_turn(timelines.whose[places])[1:]:
        until[places[at]] |= until[places[at - 1]]
    before = timelines.previous(operations)[reports.place]
    return np.where(before != NONE, until[before], 0)


def _may_have_emptied(timelines: Timelines, reports: VeinReports) -> Bits:
    """For each event what an operation there may have emptied: what it names, else by its procedures."""
    bits = word_bits(_PROCEDURES)
    extracting = sum(bits[name] for name in EXTRACTING)
    told = timelines.words(_PROCEDURES)
    named = np.zeros(timelines.n_events, dtype=np.int64)
    np.bitwise_or.at(named, reports.place[reports.outcome], reports.members[reports.outcome])
    known = (named != 0) | ((told != 0) & (told & extracting == 0))
    return np.where(known, _BESIDE | named, EVERY_SEGMENT)


def extent_now(timelines: Timelines, reports: VeinReports, ever: Extents, operation: Places) -> Extents:
    """The extent after the last operation: removed, left, seen since, or not told; before the first one as ever."""
    operated = operation != NONE
    last = operation[reports.whose]
    since = operated[reports.whose] & (reports.place > last)
    # A vein that a later study could have shown, and does not speak of, stays as the operation left it.
    seen = extent_of(timelines, reports.where(since), np.zeros(timelines.n_events, dtype=np.int64))
    fates = _fates(reports.where(reports.place <= last), operation, ever)
    open_since = seen.sets.together
    newly = seen.involved | open_since
    by_fate = fates.any & ~newly & (fates.removed | ~seen.clear)
    clear = seen.clear & ~newly & ~by_fate
    rest = ~(newly | by_fate | clear)
    untold = rest & ever.possible
    as_ever = rest & ~untold
    involved = seen.involved | fates.tumour & by_fate
    now = Extents(
        involved=involved,
        clear=clear | ever.clear & as_ever,
        removed=fates.removed & by_fate,
        not_reached=ever.not_reached & as_ever,
        not_reported=open_since & ~seen.involved | untold | ever.not_reported & as_ever,
        conflicting=fates.conflicting & by_fate,
        sets=seen.sets,
        strongly_clear=seen.strongly_clear,
        reported_continuous=seen.reported_continuous,
        after_removal=seen.involved,
        untold=untold,
    )
    return now.where(operated, ever)


@dataclass(frozen=True, slots=True)
class _Fates:
    """What operations say became of each segment."""

    removed: Bits
    tumour: Bits
    conflicting: Bits

    @property
    def any(self) -> Bits:
        return self.removed | self.tumour | self.conflicting


def _fates(reports: VeinReports, operation: Places, ever: Extents) -> _Fates:
    """The last operation that speaks of a segment decides; what was seen again since is not told.

    What an earlier operation left may have been taken by the last one. Of a set, what was taken out of it says nothing
    of members that never can have held tumour.
    """
    earlier = reports.place < operation[reports.whose]
    only_left = reports.left & ~reports.removed
    seen_again = ~reports.outcome & reports.positive
    reports = reports.where(reports.outcome & ~(only_left & earlier) | seen_again & earlier)
    narrowed = reports.outcome & _IS_SET[reports.name]
    members = np.where(narrowed, reports.members & ever.possible[reports.whose], reports.members)
    removed, tumour, conflicting = np.zeros((3, len(operation)), dtype=np.int64)
    for at in in_turn(reports.whose):
        whose, about = reports.whose[at], members[at]
        took, left = reports.removed[at], reports.left[at]
        for fate, said in ((removed, took & ~left), (tumour, left & ~took), (conflicting, took & left)):
            fate[whose] = fate[whose] & ~about | np.where(said, about, 0)
    return _Fates(removed, tumour, conflicting)
