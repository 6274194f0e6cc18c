"""New or growing tumour over many timelines, as `cephalad.facts.sheet.FactSheet.changes` defines it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cephalad.columns.epochs import Epochs
from cephalad.columns.timelines import NONE, Marks, Timelines
from cephalad.columns.vein_reports import VeinReports

__all__ = ["changes_of", "in_turn", "stages_left"]


def changes_of(timelines: Timelines, epochs: Epochs, reports: VeinReports) -> Marks:
    """The events that report new or growing tumour after the first operation, or while none was done."""
    live = timelines.after(epochs.exclusion)
    first = timelines.first(epochs.operations)
    named = timelines.says("imaging.new-or-growing-tumour", "yes") & timelines.after(first)
    recurred = timelines.says("recurrence.type", "recurrence", "progression", "unclear")
    return (live & (named | recurred)) | _seen_after_operation(timelines, epochs, reports)


def stages_left(timelines: Timelines) -> Marks:
    """The operations that were one of several planned stages, and not the last of them."""
    stage, planned = (timelines.first_number(f"operation.{name}") for name in ("stage", "stages-planned"))
    return np.asarray(stage < planned, dtype=np.bool_)


def _seen_after_operation(timelines: Timelines, epochs: Epochs, reports: VeinReports) -> Marks:
    """Events after an operation that show tumour where the operation cannot have left it.

    What remains in a timeline is carried from report to report: the first reports of all timelines are taken together,
    then the second ones, and so on.
    """
    first = timelines.first(epochs.operations)
    reports = reports.where((first != NONE)[reports.whose])
    told = epochs.operations[reports.place] | (reports.place < first[reports.whose])
    complete = timelines.says("operation.completeness", "complete")[reports.place]
    emptied = reports.removed | (complete & ~reports.left)
    before = timelines.previous(epochs.operations)[reports.place]
    between = (before != NONE) & stages_left(timelines)[before]
    later = reports.positive & (reports.place > first[reports.whose])
    new = np.zeros(len(reports), dtype=np.bool_)
    remaining = np.zeros(timelines.n, dtype=np.int64)
    for at in in_turn(reports.whose):
        whose, members = reports.whose[at], reports.members[at]
        held = remaining[whose]
        new[at] = ~told[at] & reports.positive[at] & (members & held == 0) & ~between[at]
        held = np.where(told[at] & emptied[at], held & ~members, held)
        added = (told[at] & ~emptied[at] & reports.positive[at]) | later[at]
        remaining[whose] = np.where(added, held | members, held)
    return timelines.marked(reports.place[new])


def in_turn(whose: NDArray[np.int64]) -> list[NDArray[np.intp]]:
    """The first report of each timeline, then the second of each that has one, and so on."""
    if not len(whose):
        return []
    starts = np.flatnonzero(np.concatenate([[True], whose[1:] != whose[:-1]]))
    counts = np.diff(np.append(starts, len(whose)))
    return [starts[counts > turn] + turn for turn in range(int(counts.max()))]
