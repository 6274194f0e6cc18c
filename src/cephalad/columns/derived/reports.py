"""Facts of `cephalad.facts.reports` over many timelines."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.anatomy import CAVAL_AND_CARDIAC, EXPLORATION, HEART, IVC, MODALITIES, SEGMENTS
from cephalad.columns.frame import segment_bits
from cephalad.columns.sheets import NO, UNKNOWN, YES, Sheets, Sides, column, first_of
from cephalad.columns.timelines import NONE, Marks, Places, Timelines
from cephalad.columns.vein_reports import NAMES, Bits, VeinReports
from cephalad.facts import BESIDE_THE_UTERUS
from cephalad.facts.reports import READ_WITHOUT_VESSEL, ULTRASOUND, WHERE_THROMBUS_MAY_BE_TUMOUR
from cephalad.facts.vein_reports import CROSS_SECTION

__all__: list[str] = []

_IS_SEGMENT = np.array([name in SEGMENTS for name in NAMES])
"""For each name of a report whether it is one segment, not a set of them."""


def _has(reports: VeinReports, chosen: NDArray[np.bool_], n: int) -> NDArray[np.bool_]:
    """For each of `n` timelines whether any report is chosen."""
    found = np.zeros(n, dtype=np.bool_)
    found[reports.whose[chosen]] = True
    return found


def _by_modality(t: Timelines, modalities: Iterable[str]) -> Marks:
    """The events whose first modality is one of these."""
    return np.isin(t.first_word("imaging.modality"), [t.code(modality) for modality in modalities])


# --- single reports ---------------------------------------------------------------------------------------------------


@column("vein.continuous-on-cross-section")
def _continuous_on_cross_section(sheets: Sheets) -> Sides:
    """Whether CT, MR or venography shows content of a vein continuous with a source mass."""
    t, reports = sheets.timelines, sheets.reports
    denied = t.says("vein.continuous-with-source", "no") & sheets.live & _by_modality(t, CROSS_SECTION)
    shown = reports.cross_section & reports.positive
    open_content = _has(reports, shown & ~denied[reports.place], t.n)
    clear = _has(reports, reports.cross_section & (reports.clears != 0), t.n)
    return first_of(
        (_has(reports, shown & reports.continuous, t.n), YES),
        (t.any(denied) & ~open_content, NO),
        (clear & ~_has(reports, reports.positive, t.n), NO),
        otherwise=UNKNOWN,
    )


@column("vein.thrombus-unexplained")
def _thrombus_unexplained(sheets: Sheets) -> Sides:
    """Whether a thrombus is reported where tumour would lie, and nothing has shown that it is none."""
    nowhere = np.full(sheets.n, NONE)
    return _unexplained(sheets, WHERE_THROMBUS_MAY_BE_TUMOUR, since=nowhere, free=sheets.extent.free)


@column("vein.thrombus-in-heart")
def _thrombus_in_heart(sheets: Sheets) -> Sides:
    """Whether an unexplained thrombus lies in the right heart since the last operation."""
    return _unexplained(sheets, HEART, since=sheets.operation, free=sheets.extent_now.free)


@column("vein.thrombus-in-cava")
def _thrombus_in_cava(sheets: Sheets) -> Sides:
    """Whether an unexplained thrombus lies in the inferior vena cava since the last operation."""
    return _unexplained(sheets, IVC, since=sheets.operation, free=sheets.extent_now.free)


def _unexplained(sheets: Sheets, where: Iterable[str], *, since: Places, free: Bits) -> Sides:
    """Whether a thrombus in these segments stands unexplained; `free` are the segments known to be without tumour."""
    t, bits = sheets.timelines, segment_bits(where)
    reports = sheets.reports.where(sheets.reports.members & ~bits == 0)
    later = reports.place > since[reports.whose]
    standing = reports.unexplained & reports.thrombus & later
    denied = t.any(t.says("imaging.venous-thrombus", "no") & sheets.live & t.after(since))
    return first_of(
        (_has(reports, standing, t.n), YES),
        (free & bits == bits, NO),
        (denied | _has(reports, reports.explained & later, t.n), NO),
        otherwise=UNKNOWN,
    )


@column("vein.enhancing-cord")
def _enhancing_cord(sheets: Sheets) -> Sides:
    """Whether one report shows an enhancing cord in a vein; after a hysterectomy only later reports count."""
    t = sheets.timelines
    later = t.after(sheets.hysterectomy)
    reports = sheets.reports.where((later & t.of_kind("imaging"))[sheets.reports.place])
    content = reports.cord | reports.positive
    denied = (t.says("vein.enhancing", "no") | t.says("vein.cord-like", "no")) & sheets.live & later
    denied |= reports.marks(reports.strongly & (reports.clears != 0), t)
    open_content = _has(reports, content & ~denied[reports.place], t.n)
    return first_of(
        (_has(reports, reports.enhancing & content, t.n), YES),
        (t.any(denied) & ~open_content, NO),
        otherwise=UNKNOWN,
    )


@column("imaging.upper-limit-by-two-modalities")
def _upper_limit_by_two(sheets: Sheets) -> Sides:
    """Whether two different imaging modalities spoke of the vena cava or the heart since the last operation."""
    t, reports = sheets.timelines, sheets.reports
    by = np.zeros(len(reports), dtype=np.int64)
    for place, modality in enumerate(MODALITIES):
        seen = reports.by_hand if modality == EXPLORATION else reports.modality == t.code(modality)
        by[seen] = 1 << place
    reaches = reports.members & segment_bits(CAVAL_AND_CARDIAC) != 0
    named = (by != 0) & reaches & (reports.place > sheets.operation[reports.whose])
    spoken = reports.union(by, named & ~reports.silent, t.n)
    return first_of(
        (spoken & (spoken - 1) != 0, YES),
        (_has(reports, named & reports.silent, t.n), UNKNOWN),
        otherwise=NO,
    )


# --- studies that disagree --------------------------------------------------------------------------------------------


@column("imaging.discordant")
def _discordant(sheets: Sheets) -> Sides:
    """Whether studies between the same two operations disagree about a vein, or read the vascular mass as another."""
    t = sheets.timelines
    disagree = _on_a_vein(sheets) | _on_the_mass(sheets)
    return first_of(
        (~t.any(t.of_kind("imaging") & sheets.live), UNKNOWN),
        (t.any(disagree), YES),
        (t.any(_silent_on_tumour(sheets)), UNKNOWN),
        otherwise=NO,
    )


def _stretches(sheets: Sheets) -> NDArray[np.int64]:
    """For each event the stretch between two operations in which it lies, counted over all timelines.

    Findings of an operation belong to the time before it.
    """
    t = sheets.timelines
    begins = np.ones(t.n_events, dtype=np.bool_)
    begins[1:] = (t.whose[1:] != t.whose[:-1]) | sheets.operations[:-1]
    return np.cumsum(begins)


def _on_a_vein(sheets: Sheets) -> Marks:
    """The events of a stretch in which one segment is reported both with tumour and clear."""
    reports, stretches = sheets.reports, _stretches(sheets)
    at, n = stretches[reports.place], len(stretches) + 1
    with_tumour, clear = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    chosen = reports.positive & _IS_SEGMENT[reports.name]
    np.bitwise_or.at(with_tumour, at[chosen], reports.members[chosen])
    np.bitwise_or.at(clear, at, reports.clears)
    return np.asarray((with_tumour & clear != 0)[stretches], dtype=np.bool_)


def _on_the_mass(sheets: Sheets) -> Marks:
    """The studies that read as something else what another study of their stretch shows in a vessel."""
    reports, stretches = sheets.reports, _stretches(sheets)
    vascular = reports.marks(reports.positive | reports.continuous, sheets.timelines)
    return _read_without_vessel(sheets) & ~vascular & np.isin(stretches, stretches[vascular])


def _read_without_vessel(sheets: Sheets) -> Marks:
    """Cross-sectional or cardiac studies that give the mass beside the uterus, or a vein, another reading."""
    t = sheets.timelines
    masses = _masses_that_say(t, "mass.reading", READ_WITHOUT_VESSEL).join(
        _masses_that_say(t, "mass.location", BESIDE_THE_UTERUS), on=["place", "mass"], how="semi"
    )
    read = t.marked(masses["place"].to_numpy()) & ~_by_modality(t, ULTRASOUND)
    read |= t.says("imaging.reading", "thrombus", "myxoma")
    return read & sheets.live & t.of_kind("imaging")


def _masses_that_say(t: Timelines, finding: str, answers: Iterable[str]) -> pl.DataFrame:
    """The masses, each with the place of its event, of which one of these answers is given."""
    rows = t.rows(finding)
    chosen = rows.says(*answers)
    return pl.DataFrame({"place": rows.places[chosen], "mass": t.qualifiers(rows).filter(pl.Series(chosen))})


def _silent_on_tumour(sheets: Sheets) -> Marks:
    """The events that leave a vein unreported in which a study of the same stretch shows tumour."""
    reports = sheets.reports
    vein = _stretches(sheets)[reports.place] * len(NAMES) + reports.name
    return reports.marks(reports.not_reported & np.isin(vein, vein[reports.positive]), sheets.timelines)


# --- studies that found nothing ---------------------------------------------------------------------------------------


@column("imaging.ultrasound-without-vessel-finding")
def _negative_ultrasound(sheets: Sheets) -> Sides:
    return _without_vessel_finding(sheets, ULTRASOUND)


@column("imaging.cross-section-without-vessel-finding")
def _negative_cross_section(sheets: Sheets) -> Sides:
    return _without_vessel_finding(sheets, CROSS_SECTION)


def _without_vessel_finding(sheets: Sheets, modalities: tuple[str, ...]) -> Sides:
    """Whether a study of these modalities reported veins or vessels and found nothing in them."""
    t, reports = sheets.timelines, sheets.reports
    relation = "imaging.relation-to-vessels"
    positive = reports.marks(reports.positive | reports.thrombus, t) | t.says(relation, "intravascular")
    studies = t.says("imaging.modality", *modalities) & sheets.live & ~positive
    told = t.says("vein.content", "clear") | t.says(relation) | t.says("imaging.venous-thrombus", "no")
    return first_of((t.any(studies & told), YES), (t.any(studies), UNKNOWN), otherwise=NO)
