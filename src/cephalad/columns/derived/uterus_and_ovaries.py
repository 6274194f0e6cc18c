"""What is left of uterus and ovaries in many timelines: facts of `cephalad.facts.operation`."""

from __future__ import annotations

from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from cephalad.columns.derived.operation import open_operations
from cephalad.columns.sheets import NO, UNKNOWN, YES, Sheets, Sides, column, first_of
from cephalad.columns.timelines import NONE, Marks, Timelines
from cephalad.facts import DECLARED
from cephalad.facts.operation import LEFT_BY_PROCEDURE, LEFT_BY_REMOVED
from cephalad.facts.sheet import HYSTERECTOMIES

__all__: list[str] = []

_PROCEDURES, _UTERUS = "operation.procedures", "operation.uterus"
_LEFT = {value: 1 << place for place, value in enumerate(("none", "one", "both"))}
"""The bit of each answer to how many ovaries remain, as in the sides of ``ovaries.left``."""


# --- uterus -----------------------------------------------------------------------------------------------------------


@column("uterus.removed")
def _uterus_removed(sheets: Sheets) -> Sides:
    """Whether the uterus is gone, by history and operations; unknown when nothing at all is told."""
    t, removed = sheets.timelines, sheets.hysterectomy
    gone = removed != NONE
    kept_there = t.any(t.marked(removed[gone]) & t.says(_UTERUS, "kept"))
    kept = t.says(_UTERUS, "kept") | t.says("history.hysterectomy", "no")
    met = open_operations(t)
    silent = met & ~_tells_of_uterus(t)
    kept_since = kept & t.after(t.last(silent))
    surgery = "history.uterine-surgery"
    other = kept | t.says("history.myomectomy", "yes") | t.says("history.caesarean", "yes")
    return first_of(
        (kept_there, YES | NO),
        (gone, YES),
        (t.any(silent) & ~t.any(kept_since), UNKNOWN),
        (t.any(t.says(surgery, "yes")) & ~t.any(other), UNKNOWN),
        (t.any(kept | met | t.says(surgery, "no")), NO),
    )


def _tells_of_uterus(t: Timelines) -> Marks:
    return t.says(_UTERUS) | t.says(_PROCEDURES, "myomectomy")


@column("uterus.mass")
def _uterus_mass(sheets: Sheets) -> Sides:
    """Whether there is a uterine mass; what was known before the uterus was removed went with it."""
    t, ever = sheets.timelines, sheets.sides("uterus.mass-ever")
    gone = (sheets.hysterectomy != NONE) & sheets.says("uterus.mass-ever")
    later = t.any(t.after(sheets.hysterectomy) & _shows_mass(t))
    return first_of((gone & later, YES), (gone, UNKNOWN), otherwise=ever)


def _shows_mass(t: Timelines) -> Marks:
    """The events that say yes to a uterine mass ever."""
    readings = dict(DECLARED["uterus.mass-ever"].says)["yes"]
    return reduce(or_, (t.says(reading.finding, *reading.values) for reading in readings))


@column("operation.tumour-removed-uterus-kept")
def _uterus_sparing(sheets: Sheets) -> Sides:
    """Whether an operation for the disease took tumour out of the pelvis and left the uterus."""
    t = sheets.timelines
    done = t.any(sheets.operations & t.says(_PROCEDURES, "myomectomy", "tumour-excision"))
    untold = t.any(sheets.operations & ~t.says(_PROCEDURES))
    return first_of(
        (~done & untold, UNKNOWN),
        (~done, NO),
        (sheets.says("uterus.removed"), NO),
        (sheets.says("uterus.removed", "no"), YES),
    )


@column("operation.uterus-removed-for-ivl")
def _removed_for_ivl(sheets: Sheets) -> Sides:
    """Whether an operation for the disease removed the uterus, not one before it."""
    t = sheets.timelines
    removes = t.says(_PROCEDURES, *sorted(HYSTERECTOMIES)) | t.says(_UTERUS, "removed")
    return first_of(
        (~sheets.operated, NO),
        (t.any(sheets.operations & removes), YES),
        (sheets.known("uterus.removed"), NO),
    )


# --- ovaries ----------------------------------------------------------------------------------------------------------


@column("ovaries.left")
def _ovaries_left(sheets: Sheets) -> Sides:
    """How many ovaries remain, by the last event that tells; two answers in one event conflict."""
    t = sheets.timelines
    told = _ovaries_told(t)
    last = t.last(told != 0)
    # `NONE` is the last entry of an array.
    final = np.append(told, np.uint8(0))[last]
    may_touch = t.of_kind("operation") & _may_touch_ovaries(t)
    silent = t.any(may_touch & t.after(last)) & (final & _LEFT["none"] == 0)
    touched = t.any(may_touch | t.says("history.hysterectomy", "yes"))
    never = last == NONE
    # Operations are a ledger: none on record leaves both ovaries.
    return first_of(
        (never & touched, UNKNOWN),
        (never, _LEFT["both"]),
        (silent, UNKNOWN),
        otherwise=final,
    )


def _ovaries_told(t: Timelines) -> NDArray[np.uint8]:
    """For each event all that it tells of the ovaries, as a mask; by its procedures only where it states nothing."""
    told = np.zeros(t.n_events, dtype=np.uint8)
    for removed, left in LEFT_BY_REMOVED.items():
        says = t.says("operation.ovaries-left", left) | t.says("history.ovaries-removed", removed)
        told |= np.where(says, _LEFT[left], 0).astype(np.uint8)
    silent = t.of_kind("operation") & (told == 0)
    for procedure, left in LEFT_BY_PROCEDURE.items():
        told |= np.where(silent & t.says(_PROCEDURES, procedure), _LEFT[left], 0).astype(np.uint8)
    return told


def _may_touch_ovaries(t: Timelines) -> Marks:
    """The operations whose record leaves open whether they removed ovaries."""
    uterine = t.says(_PROCEDURES, *sorted(HYSTERECTOMIES), "other") | t.says(_UTERUS, "removed")
    # A tumour operation whose record does not even tell of the uterus is silent about the ovaries too.
    tumour = t.says(_PROCEDURES, "venous-tumour-extraction", "tumour-excision") & ~_tells_of_uterus(t)
    return ~t.says(_PROCEDURES) | uterine | tumour


@column("ovaries.both-removed-at-operation")
def _both_removed(sheets: Sheets) -> Sides:
    """Whether an operation on record removed both ovaries."""
    t = sheets.timelines
    return first_of(
        (~t.any(t.of_kind("operation")), NO),
        (sheets.says("ovaries.left", "none"), YES),
        (sheets.known("ovaries.left"), NO),
    )
