"""Facts of `cephalad.facts.operation` over many timelines; uterus and ovaries stand in a module of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cephalad.anatomy import EXTRA_UTERINE_VESSELS, HEART_AND_PULMONARY, members
from cephalad.columns.changes import stages_left
from cephalad.columns.epochs import made_elsewhere
from cephalad.columns.frame import segment_bits
from cephalad.columns.sheets import NO, UNKNOWN, YES, Sheets, Sides, column, first_of
from cephalad.columns.timelines import NONE, Marks, Places, Timelines, word_bits
from cephalad.facts.operation import HEART, TO_EXPLORE

__all__ = ["open_operations"]

_OPPOSITE = np.array([UNKNOWN, NO, YES, YES | NO], dtype=np.uint8)
"""By the sides of a truth those of its negation."""


def open_operations(t: Timelines) -> Marks:
    """The operations that may have met uterus, ovaries or tumour."""
    return np.asarray(t.of_kind("operation") & ~made_elsewhere(t))


# --- what is on record ------------------------------------------------------------------------------------------------


@column("operation.on-record")
def _on_record(sheets: Sheets) -> Sides:
    t = sheets.timelines
    return first_of(
        (t.any(sheets.operations & ~_purpose_disputed(sheets)), YES),
        (sheets.operated, YES | NO),
        (t.any(_of_untold_purpose(sheets)), UNKNOWN),
        otherwise=NO,
    )


def _purpose_disputed(sheets: Sheets) -> Marks:
    """Operations recorded both as for and as not for the disease, where nothing else settles it."""
    says = sheets.timelines.says
    settled = says("operation.worm-like-tumour", "yes") | says("operation.ivl-found", "yes") | sheets.epochs.confirmed
    return np.asarray(says("operation.for-ivl", "yes") & says("operation.for-ivl", "no") & ~settled)


def _of_untold_purpose(sheets: Sheets) -> Marks:
    """Operations after the first probable evidence whose record tells neither purpose nor procedures."""
    t, shown = sheets.timelines, sheets.diagnosis
    later = t.after(shown) & (shown != NONE)[t.whose]
    told = t.says("operation.for-ivl") | t.says("operation.procedures")
    return np.asarray(t.of_kind("operation") & sheets.live & later & ~told)


@column("operation.worm-like-tumour")
def _worm_like(sheets: Sheets) -> Sides:
    t, reports = sheets.timelines, sheets.reports
    # A mass in the heart or the lung's arteries alone may be another tumour; inside a vein the surgeon has seen it.
    in_vein = reports.positive & (reports.members & ~segment_bits(HEART_AND_PULMONARY) != 0)
    seen = t.of_kind("operation") & reports.marks(in_vein, t)
    return first_of(
        (t.any(seen | (sheets.live & t.says("operation.worm-like-tumour", "yes"))), YES),
        (t.any(sheets.live & t.says("operation.worm-like-tumour", "no")), NO),
        (t.any(sheets.live & open_operations(t)), UNKNOWN),
        otherwise=NO,
    )


@column("operation.ovarian-and-uterine-veins-explored")
def _explored(sheets: Sheets) -> Sides:
    """Yes when one operation explored both ovarian and both uterine veins and states where the tumour ends."""
    t, reports = sheets.timelines, sheets.reports
    operations = t.of_kind("operation") & sheets.live
    explored = reports.explored | (reports.clears != 0) | reports.positive
    ends = reports.marks(reports.clear_above, t) | t.says("operation.upper-limit-palpated", "yes")
    all_four = operations & ends
    for vein in TO_EXPLORE:
        of_vein = reports.members & segment_bits(members(vein)) != 0
        all_four = all_four & reports.marks(explored & of_vein, t)
    denied = t.says("vein.explored", "no") | t.says("operation.upper-limit-palpated", "no")
    return first_of(
        (~t.any(operations), NO),
        (t.any(all_four), YES),
        (t.any(sheets.live & denied), NO),
    )


@column("vein.thrombus-removed")
def _thrombus_removed(sheets: Sheets) -> Sides:
    """Whether what was read as thrombus has been taken out of the vein."""
    t, reports = sheets.timelines, sheets.reports
    removed = t.of_kind("operation") & reports.marks(reports.removed, t)
    specimen = sheets.live & t.says("pathology.specimen", "vein-content", "cardiac-mass")
    return first_of(
        (t.any(reports.marks(reports.removed & reports.left, t)), YES | NO),
        (t.any(removed | specimen), YES),
        (t.any(reports.marks(reports.left, t)), NO),
        (t.any(sheets.live & open_operations(t)), UNKNOWN),
        otherwise=NO,
    )


@column("heart.adherent")
def _heart_adherent(sheets: Sheets) -> Sides:
    """Whether tumour in the heart or the pulmonary arteries adheres to the wall."""
    t = sheets.timelines
    rows = t.rows("vein.adherent")
    in_heart = t.qualifiers(rows).is_in(HEART).to_numpy()

    def said(answer: str) -> NDArray[np.bool_]:
        return t.any(sheets.live & t.marked(rows.places[in_heart & rows.says(answer)]))

    return first_of((said("yes"), YES), (said("no"), NO))


# --- what is left of the tumour ---------------------------------------------------------------------------------------


@column("operation.involved-without-removal")
def _involved_without_removal(sheets: Sheets) -> Sides:
    """Whether a segment with tumour has neither removal nor remainder on record."""
    ever, now = sheets.extent, sheets.extent_now
    untold = (ever.possible == 0) & (ever.involves(EXTRA_UTERINE_VESSELS) == UNKNOWN)
    return first_of(
        (~sheets.operated, NO),
        (untold, UNKNOWN),
        (ever.possible & (now.not_reported | now.conflicting) != 0, YES),
        otherwise=NO,
    )


@column("resection.complete")
def _complete(sheets: Sheets) -> Sides:
    """What the record claims; a claim of completeness conflicts with an involved segment without recorded removal."""
    t, reports = sheets.timelines, sheets.reports
    since = _since(t, sheets.operation)
    claimed = t.any(since & t.says("operation.completeness", "complete"))
    left = reports.marks(reports.left, t) | t.says("operation.completeness", "incomplete")
    against = t.any(since & left)
    return first_of(
        (~sheets.operated, UNKNOWN),
        (claimed & (sheets.says("operation.involved-without-removal") | against), YES | NO),
        (claimed, YES),
        (against, NO),
    )


@column("tumour.residual")
def _residual(sheets: Sheets) -> Sides:
    """Whether tumour remains: seen, recorded as left, or never operated; no only after a complete resection."""
    t = sheets.timelines
    before = first_of((sheets.extent.possible != 0, YES))
    seen_since = t.after(sheets.operation) & (t.says("imaging.residual-tumour", "yes") | sheets.changes)
    complete = sheets.sides("resection.complete")
    incomplete = _OPPOSITE[complete]
    return first_of(
        (~sheets.operated, before),
        ((sheets.extent_now.possible != 0) | t.any(seen_since), YES),
        otherwise=incomplete,
    )


# --- what is left to do -----------------------------------------------------------------------------------------------


@column("surgery.outstanding")
def _outstanding(sheets: Sheets) -> Sides:
    """Whether an operation is still to come: none done yet, a second stage planned, or new tumour since."""
    t = sheets.timelines
    planned = _since(t, sheets.operation) & t.says("state.staged-surgery-planned", "yes")
    left = t.marked(sheets.operation[sheets.operated]) & stages_left(t)
    changed = t.after(sheets.operation) & sheets.changes
    return first_of((~sheets.operated | t.any(planned | left | changed), YES), otherwise=NO)


def _since(t: Timelines, place: Places) -> Marks:
    """The events from a place of their timeline on; all where it is `NONE`."""
    return t.after(place - 1)


@column("surgery.stage-outstanding")
def _stage_outstanding(sheets: Sheets) -> Sides:
    """Whether the last operation was one of several planned stages, and not the last of them."""
    t = sheets.timelines
    left = t.marked(sheets.operation[sheets.operated]) & stages_left(t)
    return first_of((t.any(left), YES), otherwise=NO)


@column("recurrence.reoperated")
def _reoperated(sheets: Sheets) -> Sides:
    """Whether a recurrence or progression was reoperated, or its reoperation is decided."""
    t = sheets.timelines
    recurred = t.of_kind("recurrence") & sheets.live & ~_is_only(t, "new-fibroid")
    planned = t.says("recurrence.reoperation", "done", "decided")
    doubtful = t.says("recurrence.reoperation", "not-planned") | _is_only(t, "unclear")
    decided = sheets.live & t.says("decision.reoperation", "yes")
    untold = recurred & np.where(planned, doubtful, t.recorded_unknown("recurrence.reoperation"))
    return first_of(
        (t.any(decided | (recurred & planned & ~doubtful) | _reoperations(sheets)), YES),
        (t.any(untold), UNKNOWN),
        otherwise=NO,
    )


def _is_only(t: Timelines, kind: str) -> Marks:
    """The events that give this kind of recurrence and no other."""
    return np.asarray(t.words("recurrence.type") == word_bits("recurrence.type")[kind])


def _reoperations(sheets: Sheets) -> Marks:
    """The operations for the disease after its first change.

    Before the first operation on record only a recurrence named as such is a change, and it tells of an earlier one. A
    later stage of a planned series is no reoperation.
    """
    t = sheets.timelines
    first = t.first(sheets.changes)
    rows = t.rows("operation.stage")
    later_stages = t.marked(rows.places[rows.numbers > 1])
    return np.asarray(sheets.operations & t.after(first) & (first != NONE)[t.whose] & ~later_stages)


# --- meetings ---------------------------------------------------------------------------------------------------------


@column("mdt.met")
def _mdt_met(sheets: Sheets) -> Sides:
    return _meeting(sheets, sheets.live & _since(sheets.timelines, sheets.change))


@column("mdt.met-before-operation")
def _mdt_before(sheets: Sheets) -> Sides:
    t = sheets.timelines
    return _meeting(sheets, sheets.live & (t.before(sheets.operation) | ~sheets.operated[t.whose]))


def _meeting(sheets: Sheets, counted: Marks) -> Sides:
    t = sheets.timelines
    meetings = t.of_kind("mdt") & counted
    denied, untold = t.says("mdt.convened", "no"), t.recorded_unknown("mdt.convened")
    return first_of((t.any(meetings & ~denied & ~untold), YES), (t.any(meetings & untold), UNKNOWN), otherwise=NO)
