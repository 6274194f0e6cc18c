"""The status of every study of the work-up over many timelines, as `cephalad.plan.workup` defines it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.anatomy import SEGMENTS, covered
from cephalad.columns.expressions import verdict
from cephalad.columns.frame import segment_bits
from cephalad.columns.sheets import Sheets, first_of
from cephalad.columns.timelines import Marks, word_bits
from cephalad.columns.vein_reports import Bits, able_to_show_bits
from cephalad.facts.vein_reports import able_to_show
from cephalad.guideline.model import Guideline, StudyRow

__all__ = ["workup_status"]

_WORDS = pl.Series(["not-indicated", "unknown", "done", "declined", "overdue", "partly-done", "due"])
_NOT_INDICATED, _UNKNOWN, _DONE, _DECLINED, _OVERDUE, _PARTLY, _DUE = range(len(_WORDS))
_HEART_BY_ECHOCARDIOGRAPHY = segment_bits(able_to_show("echocardiography", "", ("heart",)))
"""What an echocardiography of which no region is told can speak of."""


def workup_status(
    sheets: Sheets,
    verdicts: pl.DataFrame,
    operated: NDArray[np.int64],
    before_operation: pl.DataFrame,
    guideline: Guideline,
) -> dict[str, pl.Series]:
    """For each study of the guideline its status, the first word only, one for each timeline.

    Parameters
    ----------
    verdicts : columns ``c.<criterion>`` of nullable Booleans, one row for each timeline
    operated : the timelines with an operation for the disease, each once
    before_operation : the same columns, those of the preoperative studies at least, as they stood just before the last
        operation of each of `operated`, one row for each of them, in their order
    """
    studies = _Studies(sheets)
    found: dict[str, pl.Series] = {}
    for row in guideline.studies:
        late = np.zeros(sheets.n, dtype=np.bool_)
        if row.preoperative:
            late[operated] = _is_yes(before_operation, row.due)
        again = _is_yes(verdicts, row.repeats_on) if row.repeats_on else np.zeros(sheets.n, dtype=np.bool_)
        undecided = verdicts[verdict(row.due)].is_null().to_numpy()
        due = _is_yes(verdicts, row.due)
        found[row.id] = _WORDS[_status(row, studies, undecided=undecided, due=due, late=late, again=again)]
    return found


def _is_yes(verdicts: pl.DataFrame, criterion: str) -> NDArray[np.bool_]:
    return verdicts[verdict(criterion)].fill_null(value=False).to_numpy()


def _status(
    row: StudyRow,
    studies: _Studies,
    *,
    undecided: NDArray[np.bool_],
    due: NDArray[np.bool_],
    late: NDArray[np.bool_],
    again: NDArray[np.bool_],
) -> NDArray[np.uint8]:
    """The status of one study, as a place in the words.

    Parameters
    ----------
    undecided, due : whether it cannot be told that the study is indicated; whether it is
    late : whether it was indicated already before the last operation, which took place without it
    again : whether it is due again once it was done
    """
    t = studies.t
    done = studies.done(row)
    wholly = done.wholly
    return first_of(
        (undecided, _UNKNOWN),
        (~due | studies.ended(row), _NOT_INDICATED),
        (wholly & again, _DUE),
        (wholly, _DONE),
        (t.any(studies.names("declined.study", row)), _DECLINED),
        (late, _OVERDUE),
        (done.partly, _PARTLY),
        otherwise=_DUE,
    )


# --- what was done ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Done:
    """For each timeline whether the study was done since the last change, and whether part of it was."""

    wholly: NDArray[np.bool_]
    partly: NDArray[np.bool_]


class _Studies:
    """What was done since the last new or growing tumour; earlier studies no longer count after one."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.t = sheets.timelines

    @cached_property
    def since(self) -> Marks:
        """The event of the last change and those after it; all where nothing has changed."""
        return np.asarray(np.arange(self.t.n_events) >= self.sheets.change[self.t.whose])

    def names(self, finding: str, row: StudyRow) -> Marks:
        """The events that name this study; a study that only this guideline knows is named by none."""
        if row.id not in word_bits(finding):
            return np.zeros(self.t.n_events, dtype=np.bool_)
        return self.t.says(finding, row.id)

    def ended(self, row: StudyRow) -> NDArray[np.bool_]:
        """Whether nobody waits for the study any more."""
        return self.sheets.says("patient.dead") | self.t.any(self.names("decision.ends-study", row) & self.since)

    def done(self, row: StudyRow) -> _Done:
        """How far the study has been done."""
        if not row.modalities:
            return self._all_or_nothing(self._states(row) & self.since)
        studies = self.t.says("imaging.modality", *row.modalities) & self.since
        if row.contrast:
            studies &= self._with_contrast
        if row.asks:
            return self._covering(row, studies)
        if row.regions:
            studies &= self._in_region(row.regions)
        if not row.findings:
            return self._all_or_nothing(studies)
        stated = self._states(row)
        return _Done(self.t.any(studies & stated), self.t.any(studies & ~stated))

    def _all_or_nothing(self, marks: Marks) -> _Done:
        return _Done(self.t.any(marks), np.zeros(self.t.n, dtype=np.bool_))

    def _states(self, row: StudyRow) -> Marks:
        """The events that record one of the findings that make the study."""
        return reduce(or_, (self.t.says(finding, *values) for finding, values in row.findings))

    # --- imaging ------------------------------------------------------------------------------------------------------

    @cached_property
    def _modality(self) -> NDArray[np.int16]:
        return self.t.first_word("imaging.modality")

    @cached_property
    def _regions(self) -> Bits:
        return self.t.words("imaging.regions")

    @cached_property
    def _with_contrast(self) -> Marks:
        """Studies with contrast; a contrast-enhanced ultrasound is one by its name."""
        given = self.t.first_word("imaging.contrast") == self.t.code("yes")
        return np.asarray(given | (self._modality == self.t.code("contrast-ultrasound")))

    def _in_region(self, regions: tuple[str, ...]) -> Marks:
        """The events that cover one of the regions; where no region is told, a vein that lies in no other tells it."""
        bits = word_bits("imaging.regions")
        wanted = sum(bits[region] for region in regions)
        only_there = segment_bits(name for name in covered(regions) if set(SEGMENTS[name].regions) <= set(regions))
        reports = self.sheets.reports
        by_vein = reports.marks(reports.members & ~only_there == 0, self.t)
        return np.where(self._regions != 0, self._regions & wanted != 0, by_vein)

    def _covering(self, row: StudyRow, studies: Marks) -> _Done:
        """A study that asks for segments: several studies may cover them together."""
        asked = segment_bits(row.asks)
        reached = self._segments(studies) & asked
        together = np.zeros(self.t.n, dtype=np.int64)
        np.bitwise_or.at(together, self.t.whose, reached)
        return _Done(together == asked, together != 0)

    def _segments(self, studies: Marks) -> Bits:
        """For each of the studies the segments that it spoke of, or covered with the means to speak of them."""
        found = able_to_show_bits(self.t, studies)
        of_the_heart = (self._modality == self.t.code("echocardiography")) & (self._regions == 0)
        found[of_the_heart] = _HEART_BY_ECHOCARDIOGRAPHY
        reports = self.sheets.reports
        spoken = ~reports.silent
        np.bitwise_or.at(found, reports.place[spoken], reports.members[spoken])
        return np.where(studies, found, 0)
