"""The extent of the tumour in many timelines: the state of every segment, and what follows from it for the whole tree.

What `cephalad.facts.extent.Extent` is for one patient: the same names, over arrays. A set of segments is a bit mask
(`cephalad.columns.frame.segment_bits`), one for each timeline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.frame import involvement, open_sets, segment_bits
from cephalad.columns.vein_reports import Bits
from cephalad.columns.venous_paths import BIT, EVERY_SEGMENT, FURTHER, ON_ROUTES, ahead_of, next_to, reached_through

if TYPE_CHECKING:
    from cephalad.columns.sheets import Sheets, Sides

__all__ = ["CONTINUITY", "Extents", "OpenSets", "frame_columns"]

CONTINUITY = ("none", "continuous", "gap", "cannot-tell")
"""What may be told of the tumour's continuity with its source."""
_NONE, _CONTINUOUS, _GAP, _CANNOT_TELL = range(4)


@dataclass(frozen=True, slots=True)
class OpenSets:
    """Reports of tumour in at least one of several segments that nothing narrows down, timeline after timeline.

    Attributes
    ----------
    whose : the timeline of each set
    members : its segments
    continuous : whether a report calls the tumour in it continuous with a source
    n : number of timelines
    """

    whose: NDArray[np.int64]
    members: Bits
    continuous: NDArray[np.bool_]
    n: int

    @property
    def together(self) -> Bits:
        """For each timeline the members of all its sets."""
        found = np.zeros(self.n, dtype=np.int64)
        np.bitwise_or.at(found, self.whose, self.members)
        return found

    def timelines(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each timeline whether one of its sets is chosen."""
        found = np.zeros(self.n, dtype=np.bool_)
        found[self.whose[chosen]] = True
        return found

    def some_within(self, segments: int) -> NDArray[np.bool_]:
        """For each timeline whether one of its sets lies wholly among these segments."""
        return self.timelines(self.members & ~np.int64(segments) == 0)

    def where(self, operated: NDArray[np.bool_], other: OpenSets) -> OpenSets:
        """The sets of the timelines chosen, and the other's of those not chosen."""
        mine, others = operated[self.whose], ~operated[other.whose]
        whose = np.concatenate([self.whose[mine], other.whose[others]])
        members = np.concatenate([self.members[mine], other.members[others]])
        continuous = np.concatenate([self.continuous[mine], other.continuous[others]])
        order = np.argsort(whose, kind="stable")
        return OpenSets(whose[order], members[order], continuous[order], self.n)


@dataclass(frozen=True)
class Extents:
    """The state of every segment of many timelines and what follows from it.

    Attributes
    ----------
    involved, clear, removed, not_reached, not_reported, conflicting : the segments of each status (with tumour:
        `involved`); the rest is not assessed
    sets : reports of tumour in at least one of several segments
    strongly_clear : segments shown clear by contrast cross-section or exploration
    reported_continuous : segments that a report calls continuous, or apparently so, with a source mass
    after_removal : segments first seen involved after the uterus, the source, was removed
    untold : segments that had tumour and of which no operation says what became of it
    """

    involved: Bits
    clear: Bits
    removed: Bits
    not_reached: Bits
    not_reported: Bits
    conflicting: Bits
    sets: OpenSets
    strongly_clear: Bits
    reported_continuous: Bits
    after_removal: Bits
    untold: Bits

    @property
    def free(self) -> Bits:
        """Segments without tumour: clear, removed or not reached."""
        return self.clear | self.removed | self.not_reached

    @property
    def untold_now(self) -> Bits:
        """Segments that were spoken of and of which it is not told, or not agreed, whether they hold tumour."""
        return self.not_reported | self.conflicting

    @property
    def not_assessed(self) -> Bits:
        """Segments of which nothing is known."""
        return EVERY_SEGMENT & ~(self.involved | self.free | self.untold_now)

    @cached_property
    def possible(self) -> Bits:
        """Segments with tumour and members of unresolved sets."""
        return self.involved | self.sets.together

    @cached_property
    def front(self) -> Bits:
        """The most cephalad segments reached; all members of a set whose level is not told."""
        vague = self.sets.together
        known = self.possible & ~vague
        passed = np.zeros_like(vague)
        for name, further in FURTHER.items():
            # Of a set it is not told which member holds tumour: it passes a segment when all its members do.
            surely = (known & further != 0) | self.sets.some_within(further)
            told = np.where(vague & BIT[name], surely, self.possible & further != 0)
            passed |= np.where(told, BIT[name], 0)
        return self.possible & ~passed

    @property
    def at_risk(self) -> Bits:
        """The next segments towards the heart, beyond the tumour on its own routes."""
        return next_to(self.possible) & ~self.possible & ON_ROUTES

    @property
    def ahead(self) -> Bits:
        """Every segment between the tumour and the pulmonary arteries on its own routes."""
        return ahead_of(self.possible) & ~self.possible & ON_ROUTES

    @property
    def uncovered(self) -> Bits:
        """Segments on the open routes that no study covered."""
        return self.ahead & self.not_assessed

    def involves(self, names: Iterable[str]) -> Sides:
        """Whether at least one of these segments is involved, as the sides of a truth.

        Yes when one has tumour, or when tumour is reported in a set that lies wholly among them. No when each is
        clear, removed or not reached. Otherwise unknown.
        """
        wanted = segment_bits(set(names))
        yes = (self.involved & wanted != 0) | self.sets.some_within(wanted)
        no = ~yes & (wanted & ~self.free == 0)
        return np.asarray(yes.astype(np.uint8) | no.astype(np.uint8) << np.uint8(1))

    @property
    def continuity(self) -> pl.Series:
        """For each timeline one of `CONTINUITY`."""
        return pl.Series(CONTINUITY).gather(self.continuity_place)

    @cached_property
    def continuity_place(self) -> NDArray[np.int64]:
        """For each timeline the place of its answer in `CONTINUITY`."""
        untraced = self.sets.timelines(~self._is_traced())
        doubtful = (self.involved == 0) & (self.untold != 0) | untraced
        followed, open_way = self._followed(), self._on_open_way()
        gap = self.involved & ~followed & ~open_way & ~BIT["other"]
        doubtful |= self.involved & ~followed & ~gap != 0
        any_tumour = (self.possible != 0) | doubtful
        return np.select([~any_tumour, gap != 0, doubtful], [_NONE, _GAP, _CANNOT_TELL], _CONTINUOUS)

    def _is_traced(self) -> NDArray[np.bool_]:
        """Whether a set is reported continuous with a source, or lies on the way to what is."""
        sets = self.sets
        return np.asarray(sets.continuous | (ahead_of(sets.members) & self.reported_continuous[sets.whose] != 0))

    def _followed(self) -> Bits:
        """Segments that are continuous with a source: by report, or because a whole way to them has tumour.

        No way is known to another vein.
        """
        followed = self.reported_continuous | (reached_through(self.involved) & ~self.after_removal)
        return followed & ~BIT["other"]

    def _on_open_way(self) -> Bits:
        """Segments to which a way leads of which no segment was surely shown clear."""
        return reached_through(self.involved | ~self.strongly_clear)

    def where(self, operated: NDArray[np.bool_], other: Extents) -> Extents:
        """These extents in the timelines chosen, the other ones elsewhere."""
        pairs = {each.name: (getattr(self, each.name), getattr(other, each.name)) for each in fields(self)}
        sets = self.sets.where(operated, other.sets)
        masks = {name: np.where(operated, mine, its) for name, (mine, its) in pairs.items() if name != "sets"}
        return Extents(**masks, sets=sets)


# --- as the columns of `cephalad.columns.frame` -----------------------------------------------------------------------


def frame_columns(sheets: Sheets) -> list[pl.Series]:
    """The extents ever and now in the encodings of `cephalad.columns.frame`."""
    return [*_columns(sheets.extent, ever=True), *_columns(sheets.extent_now, ever=False)]


def _columns(extents: Extents, *, ever: bool) -> list[pl.Series]:
    free = extents.free
    states = [
        _state(extents.involved & bit != 0, free & bit != 0, involvement(name, ever=ever)) for name, bit in BIT.items()
    ]
    return [*states, _listed(extents.sets).alias(open_sets(ever=ever))]


def _state(involved: NDArray[np.bool_], free: NDArray[np.bool_], name: str) -> pl.Series:
    return pl.Series(name, involved).set(pl.Series(~(involved | free)), None)


def _listed(sets: OpenSets) -> pl.Series:
    """For each timeline the masks of its sets; null where it has none."""
    masks = pl.DataFrame({"whose": sets.whose, "members": sets.members.astype(np.uint32)})
    lists = masks.group_by("whose", maintain_order=True).agg("members")
    rows = np.full(sets.n, lists.height, dtype=np.uint32)
    rows[lists["whose"].to_numpy()] = np.arange(lists.height)
    return lists["members"].extend_constant(None, 1).gather(rows)
