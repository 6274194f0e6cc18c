"""Facts of `cephalad.facts.pathology` over many timelines."""

from __future__ import annotations

import numpy as np

from cephalad.anatomy import EXTRA_UTERINE_VESSELS
from cephalad.columns.extent import CONTINUITY
from cephalad.columns.sheets import NO, UNKNOWN, YES, Sheets, Sides, column, first_of, truths
from cephalad.columns.timelines import NONE, Marks
from cephalad.facts import fact_values
from cephalad.facts.pathology import SMOOTH_MUSCLE

__all__: list[str] = []

_DIAGNOSIS = "pathology.diagnosis"
_OUTSIDE = "pathology.vessels-outside-uterus"


@column("pathology.excludes")
def _excludes(sheets: Sheets) -> Sides:
    """Yes when one report gives another diagnosis and accounts for the vessels; unknown while one leaves that open."""
    excluded = sheets.exclusion != NONE
    return first_of((excluded, YES), (sheets.timelines.any(_could_exclude(sheets)), UNKNOWN), otherwise=NO)


def _could_exclude(sheets: Sheets) -> Marks:
    t = sheets.timelines
    other = t.says(_DIAGNOSIS) & ~t.says(_DIAGNOSIS, "ivl") & ~t.says("pathology.biopsy", "yes")
    tumour = t.says("pathology.intraluminal-smooth-muscle", "yes") | t.says("pathology.vessels-contain-tumour", "yes")
    return np.asarray(t.of_kind("pathology") & other & ~tumour & ~t.says("pathology.index-lesion", "no"))


@column("vessels.outside-uterus")
def _outside_uterus(sheets: Sheets) -> Sides:
    """Whether intravenous tumour lies in vessels outside the uterine contour; a positive finding wins."""
    t = sheets.timelines
    inside = sheets.extent.involves(EXTRA_UTERINE_VESSELS)
    stated, denied = (t.any(sheets.live & t.says(_OUTSIDE, answer)) for answer in ("yes", "no"))
    return truths((inside == YES) | stated, (inside == NO) | denied)


@column("extent.continuity")
def _continuity(sheets: Sheets) -> Sides:
    """Continuity of the tumour with its source, against the flow."""
    bits = {value: 1 << place for place, value in enumerate(fact_values("extent.continuity"))}
    told = np.array([bits.get(value, UNKNOWN) for value in CONTINUITY], dtype=np.uint8)[sheets.extent.continuity_place]
    # That no tumour was seen is told only where every vein was seen to be free.
    free = sheets.extent.involves(EXTRA_UTERINE_VESSELS) == NO
    return np.where((told == bits["none"]) & ~free, np.uint8(UNKNOWN), told)


@column("pathology.lung-smooth-muscle")
def _lung_smooth_muscle(sheets: Sheets) -> Sides:
    """Whether pathology of a lung specimen found smooth-muscle tumour; a biopsy is enough to find it."""
    t = sheets.timelines
    lung = t.of_kind("pathology") & sheets.live & t.says("pathology.specimen", "lung")
    found = t.any(lung & t.says(_DIAGNOSIS, *SMOOTH_MUSCLE))
    untold = t.any(lung & ~t.says(_DIAGNOSIS))
    return first_of((found, YES), (untold, UNKNOWN), otherwise=NO)
