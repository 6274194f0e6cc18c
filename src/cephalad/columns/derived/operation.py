"""Facts of `cephalad.facts.operation` over many timelines; those of uterus and ovaries stand in `uterus_and_ovaries`."""

from __future__ import annotations

import numpy as np

from cephalad.anatomy import EXTRA_UTERINE_VESSELS, HEART_AND_PULMONARY, members
from cephalad.columns.changes import stages_left
from cephalad.columns.epochs import made_elsewhere
from cephalad.columns.frame import segment_bits
from cephalad.columns.sheets import NO, UNKNOWN, YES, Sheets, Sides, column, first_of, truths
from cephalad.columns.timelines import NONE, Marks, Timelines
from cephalad.facts.operation import TO_EXPLORE

__all__ = ["open_operations"]

_HEART = ("right-atrium", "right-ventricle", "pulmonary-arteries", "right-heart-unspecified")


def open_operations(t: Timelines) -> Marks:
    """The operations that may have met uterus, ovaries or tumour."""
    return np.asarray(t.of_kind("operation") & ~made_elsewhere(t))


# --- what is on record ------------------------------------------------------------------------------------------------


@column("operation.on-record")
def _on_record(sheets: Sheets) -> Sides:
    t = sheets.timelines
    undisputed = t.any(sheets.operations & ~_purpose_disputed(sheets))
    return first_of(
        (undisputed, YES),
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
    t = sheets.timelines
    later = t.after(sheets.diagnosis) & (sheets.diagnosis != NONE)[t.whose]
    told = t.says("operation.for-ivl") | t.says("operation.procedures")
    return np.asarray(t.of_kind("operation") & sheets.live & later & ~told)


@column("operation.worm-like-tumour")
def _worm_like(sheets: Sheets) -> Sides:
    t, reports = sheets.timelines, sheets.reports
    # A mass in the heart or the lung's arteries alone may be another tumour; inside a vein the surgeon has seen it.
    in_vein = reports.positive & (reports.members & ~segment_bits(HEART_AND_PULMONARY) != 0)
    seen = t.of_kind("operation") & reports.marks(in_vein, t)
    return first_of(
        (t.any(seen | sheets.live & t.says("operation.worm-like-tumour", "yes")), YES),
        (t.any(sheets.live & t.says("operation.worm-like-tumour", "no")), NO),
        (t.any(sheets.live & open_operations(t)), UNKNOWN),
        otherwise=NO,
    )


@column("operation.ovarian-and-uterine-veins-explored")
def _explored(sheets: Sheets) -> Sides:
    """Yes when one operation explored both ovarian and both uterine veins and states where the tumour ends."""
    t, reports = sheets.timelines, sheets.reports
    operations = t.of_kind("operation") & sheets.live
    looked_at = reports.explored | (reports.clears != 0) | reports.positive
    all_four = operations & reports.marks(reports.clear_above, t) | t.says("operation.upper-limit-palpated", "yes")
    for vein in TO_EXPLORE:
        of_vein = reports.members & segment_bits(members(vein)) != 0
        all_four &= reports.marks(looked_at & of_vein, t)
    denied = t.says("vein.explored", "no") | t.says("operation.upper-limit-palpated", "no")
    return first_of(
        (~t.any(operations), NO),
        (t.any(all_four), YES),
        (t.any(denied & sheets.live), NO),
    )
