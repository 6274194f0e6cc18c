"""Facts of `cephalad.facts.follow_up` over many timelines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cephalad.columns.sheets import NO, UNKNOWN, YES, Numbers, Sheets, Sides, column, first_of
from cephalad.columns.timelines import NONE, Marks, Places, Timelines, word_bits
from cephalad.columns.windows import Spans, days_of, months_after
from cephalad.facts.complaints import COMPLAINT_GROUPS
from cephalad.facts.follow_up import BANDS

__all__ = ["Examinations", "examinations", "new_symptoms", "unclear_findings"]

FIRST, SECOND, THIRD = (1 << place for place in range(len(BANDS)))
_TREATMENTS = ("surgery", "endocrine-therapy")
_COMPLAINTS = tuple(f"complaint.{name}" for group in COMPLAINT_GROUPS for name in (group, *COMPLAINT_GROUPS[group]))


@dataclass(frozen=True, slots=True)
class Examinations:
    """The imaging studies after the index event.

    Attributes
    ----------
    all : every one of them
    closing : contrast MR or CT of pelvis and abdomen, which closes a window
    """

    all: Marks
    closing: Marks


def examinations(sheets: Sheets) -> Examinations:
    """The imaging studies after the index event; none where nothing starts follow-up."""
    t, index = sheets.timelines, sheets.index
    every = t.of_kind("imaging") & t.after(index) & (index != NONE)[t.whose]
    return Examinations(every, every & _closes(t))


def _closes(t: Timelines) -> Marks:
    modality, contrast = t.first_word("imaging.modality"), t.first_word("imaging.contrast")
    regions = t.says("imaging.regions", "pelvis") & t.says("imaging.regions", "abdomen")
    cross_section = np.isin(modality, [t.code("mr"), t.code("ct")])
    return np.asarray(cross_section & (contrast == t.code("yes")) & regions, dtype=np.bool_)


def _negative(sheets: Sheets) -> Sides:
    """For each event whether it says that it shows no tumour; silence is unknown."""
    t = sheets.timelines
    told = ("imaging.new-or-growing-tumour", "imaging.residual-tumour")
    tumour = t.says(told[0], "yes") | t.says(told[1], "yes") | sheets.reports.marks(sheets.reports.positive, t)
    cleared = t.says(told[0], "no") | t.says(told[1], "no")
    return first_of((tumour, NO), (t.says("imaging.unclear-finding", "yes"), UNKNOWN), (cleared, YES))


def _all_timed(t: Timelines, index: Places, marks: Marks) -> NDArray[np.bool_]:
    return np.asarray(_timed(t, index) & ~t.any(marks & ~t.timed))


def _timed(t: Timelines, places: Places) -> NDArray[np.bool_]:
    """Whether intervals may be counted from an event of each timeline; not where there is none."""
    return np.append(t.timed, False)[places]


# --- bands ------------------------------------------------------------------------------------------------------------


@column("surveillance.band")
def _band(sheets: Sheets) -> Sides:
    """The stretch of follow-up in which the last examination (or the operation) lies.

    A sparser band starts only after an examination in the band before showed no tumour.
    """
    t, index = sheets.timelines, sheets.index
    done = examinations(sheets).closing
    last = t.last(done)
    ends = [_band_end(sheets, name) for name in ("surveillance.first-band", "surveillance.second-band")]
    in_first, in_second = (days_of(t, last).before(end) for end in ends)
    return first_of(
        (index == NONE, UNKNOWN),
        ((last == NONE) | ~sheets.operated, FIRST),
        (~_all_timed(t, index, done), UNKNOWN),
        (in_first == YES, FIRST),
        (in_first == UNKNOWN, UNKNOWN),
        (~_clear_in_first(sheets, done, ends), FIRST),
        (in_second == UNKNOWN, UNKNOWN),
        ((in_second == NO) & _clear_in_second(sheets, done, ends), THIRD),
        otherwise=SECOND,
    )


def _band_end(sheets: Sheets, name: str) -> Spans:
    t = sheets.timelines
    return months_after(days_of(t, sheets.index), int(sheets.numbers[name]), t.dated)


def _clear_in_first(sheets: Sheets, done: Marks, ends: list[Spans]) -> NDArray[np.bool_]:
    return sheets.timelines.any(done & (_negative(sheets) == YES) & (_lies_before(sheets, ends[0]) == YES))


def _clear_in_second(sheets: Sheets, done: Marks, ends: list[Spans]) -> NDArray[np.bool_]:
    within = (_lies_before(sheets, ends[0]) == NO) & (_lies_before(sheets, ends[1]) == YES)
    return sheets.timelines.any(done & (_negative(sheets) == YES) & within)


def _lies_before(sheets: Sheets, end: Spans) -> Sides:
    """For each event whether it lies before a day of its timeline."""
    t = sheets.timelines
    return Spans(t.start, t.end).before(end.of(t.whose))


# --- years without a finding ------------------------------------------------------------------------------------------


@column("surveillance.negative-years")
def _negative_years(sheets: Sheets) -> Numbers:
    """Years from the index date, or the last finding, to the last examination without tumour."""
    t, index = sheets.timelines, sheets.index
    done, negative = examinations(sheets).closing, _negative(sheets)
    found, last = t.last(done & (negative == NO)), t.last(done)
    start, end = np.where(found == NONE, index, found), np.where(last == NONE, index, last)
    unknown = t.any(done & (negative == UNKNOWN)) | ~_timed(t, start) | ~_timed(t, end)
    first, final = days_of(t, start), days_of(t, end)
    shortest = _years(first.latest, final.earliest, t.dated)
    longest = _years(first.earliest, final.latest, t.dated)
    return Numbers(*(np.where(unknown, np.nan, np.maximum(0.0, years)) for years in (shortest, longest)))


def _years(start: NDArray[np.int64], end: NDArray[np.int64], dated: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Calendar years between two days, so that the tenth anniversary is exactly ten."""
    (year, month, day), (last_year, last_month, last_day) = _calendar(start), _calendar(end)
    years = (last_year - year) + (last_month - month) / 12 + (last_day - day) / 372
    return np.where(dated, years, (end - start) / 365.25)


def _calendar(days: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Year and month, counted from 1970-01, and day of the month."""
    on = days.astype("datetime64[D]")
    month = on.astype("datetime64[M]")
    number = month.astype(np.int64)
    return number // 12, number % 12, (on - month.astype("datetime64[D]")).astype(np.int64)


@column("surveillance.baseline-done")
def _baseline_done(sheets: Sheets) -> Sides:
    """Whether an examination from the baseline month on is on record; an earlier one does not replace it."""
    t, operation = sheets.timelines, sheets.operation
    done = examinations(sheets).closing
    opens = months_after(days_of(t, operation), int(sheets.numbers["baseline.opens"]), t.dated)
    late_enough = opens.of(t.whose).at_or_before(Spans(t.start, t.end))
    timed = t.timed & _timed(t, operation)[t.whose]
    return first_of(
        (~sheets.operated, NO),
        (t.any(done & timed & (late_enough == YES)), YES),
        (t.any(done & (~timed | (late_enough == UNKNOWN))), UNKNOWN),
        otherwise=NO,
    )


# --- refusals ---------------------------------------------------------------------------------------------------------


@column("surveillance.declined")
def _declined(sheets: Sheets) -> Sides:
    """Whether an examination stands declined: refused, not done since, and not ended by a clinician."""
    t = sheets.timelines
    bits = word_bits("declined.study")
    studies, treatment = t.words("declined.study"), sum(bits[name] for name in _TREATMENTS)
    refused = t.of_kind("declined") & t.after(sheets.index) & ((studies == 0) | (studies & ~treatment != 0))
    ended = t.says("decision.ends-study") | t.says("decision.stop-surveillance", "yes")
    standing = refused & ~t.before(t.last(examinations(sheets).closing | ended))
    told = standing & (studies != 0) & (studies & treatment == 0)
    return first_of((t.any(told), YES), (t.any(standing), UNKNOWN), otherwise=NO)


# --- what was new -----------------------------------------------------------------------------------------------------


@column("change.new-tumour")
def _new_tumour(sheets: Sheets) -> Sides:
    """Whether new or growing tumour is on record since the last operation; a hedged report counts."""
    t = sheets.timelines
    since = t.after(sheets.operation)
    untold = t.recorded_unknown("imaging.new-or-growing-tumour") | t.recorded_unknown("recurrence.type")
    open_ = (untold & since & sheets.live) | (_last_examination(sheets) & (_is_unclear(t) | _says_nothing(sheets)))
    return first_of((t.any(sheets.changes & since), YES), (t.any(open_), UNKNOWN), otherwise=NO)


def _last_examination(sheets: Sheets) -> Marks:
    t = sheets.timelines
    last = t.last(examinations(sheets).all)
    return t.marked(last[last != NONE])


def _says_nothing(sheets: Sheets) -> Marks:
    """The closing examinations that speak neither of tumour nor of any vein."""
    t, reports = sheets.timelines, sheets.reports
    spoken = reports.marks(np.ones(len(reports), dtype=np.bool_), t)
    return np.asarray(examinations(sheets).closing & (_negative(sheets) == UNKNOWN) & ~spoken)


def _is_unclear(t: Timelines) -> Marks:
    return t.says("imaging.unclear-finding", "yes")


def new_symptoms(sheets: Sheets) -> Marks:
    """The pelvic, venous and cardiac complaints after the last closing examination, or the index event."""
    t = sheets.timelines
    told = np.logical_or.reduce([t.says(name, "yes") for name in _COMPLAINTS])
    return np.asarray(told & _since_examination(sheets), dtype=np.bool_)


def _since_examination(sheets: Sheets) -> Marks:
    t, index = sheets.timelines, sheets.index
    last = t.last(examinations(sheets).closing)
    return np.asarray(t.after(np.where(last == NONE, index, last)) & (index != NONE)[t.whose], dtype=np.bool_)


@column("follow-up.new-symptom")
def _new_symptom(sheets: Sheets) -> Sides:
    """Whether a pelvic, venous or cardiac complaint came after the last closing examination, or the index event."""
    t = sheets.timelines
    untold = np.logical_or.reduce([t.recorded_unknown(name) for name in _COMPLAINTS])
    return first_of(
        (t.any(new_symptoms(sheets)), YES), (t.any(untold & _since_examination(sheets)), UNKNOWN), otherwise=NO
    )


def unclear_findings(sheets: Sheets) -> Marks:
    """The last examination of each timeline, where it left an unclear finding."""
    return np.asarray(_last_examination(sheets) & _is_unclear(sheets.timelines), dtype=np.bool_)


@column("follow-up.unclear-finding")
def _unclear_finding(sheets: Sheets) -> Sides:
    """Whether the last examination left an unclear finding."""
    t, last = sheets.timelines, _last_examination(sheets)
    stated = t.says("imaging.unclear-finding") | (_negative(sheets) != UNKNOWN)
    return first_of((t.any(unclear_findings(sheets)), YES), (t.any(last & ~stated), UNKNOWN), otherwise=NO)


@column("echocardiography.since-cardiac-complaint")
def _echo_since_complaint(sheets: Sheets) -> Sides:
    """Whether an echocardiography on record lies after the last cardiac complaint."""
    t = sheets.timelines
    names = ("cardiac", *COMPLAINT_GROUPS["cardiac"])
    complained = np.logical_or.reduce([t.says(f"complaint.{name}", "yes") for name in names]) & sheets.live
    since = t.after(t.last(complained))
    echoes = t.says("imaging.modality", "echocardiography") & since
    untold = t.recorded_unknown("imaging.modality") & since
    return first_of((t.any(echoes), YES), (t.any(untold), UNKNOWN), otherwise=NO)
