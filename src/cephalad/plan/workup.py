"""The status of every study of the work-up: indicated or not, done with the coverage asked for, declined, late."""

from __future__ import annotations

from dataclasses import dataclass

from cephalad.anatomy import SEGMENTS, covered, members
from cephalad.assess import Evaluation, reasons
from cephalad.facts import FactSheet
from cephalad.facts.vein_reports import able_to_show, event_value, event_values
from cephalad.guideline.model import StudyRow
from cephalad.logic import Truth
from cephalad.plan.model import WorkupRow

__all__ = ["workup"]


@dataclass(frozen=True, slots=True)
class _Done:
    """How far a study has been done: the places that did it, those that did part of it, and what stays uncovered."""

    wholly: tuple[int, ...]
    partly: tuple[int, ...]
    uncovered: tuple[str, ...]


def workup(evaluation: Evaluation, before_operation: Evaluation | None) -> tuple[WorkupRow, ...]:
    """Every study of the guideline with its status.

    Parameters
    ----------
    before_operation : the verdicts just before the last operation; None when none is on record
    """
    return tuple(_row(row, evaluation, before_operation) for row in evaluation.guideline.studies)


def _row(row: StudyRow, evaluation: Evaluation, before_operation: Evaluation | None) -> WorkupRow:
    sheet = evaluation.sheet
    done = _done(row, sheet)
    refused = _refusals(row, sheet, done)
    status, also = _status(row, evaluation, before_operation, done, refused)
    return WorkupRow(
        study=row.id,
        status=status,
        also=also,
        asked=row.asks,
        uncovered=done.uncovered if status not in ("not-indicated", "done") else (),
        events=sheet.ids([*done.wholly, *done.partly, *refused]),
        reasons=reasons(evaluation, row.due),
    )


def _status(
    row: StudyRow,
    evaluation: Evaluation,
    before_operation: Evaluation | None,
    done: _Done,
    refused: tuple[int, ...],
) -> tuple[str, tuple[str, ...]]:
    verdict = evaluation[row.due]
    if verdict is not Truth.TRUE:
        return ("unknown" if verdict is Truth.UNKNOWN else "not-indicated"), ()
    sheet = evaluation.sheet
    if sheet.says("patient.dead") or sheet.positions("decision.ends-study", row.id, start=sheet.change_start):
        return "not-indicated", ()
    again = bool(row.repeats_on) and evaluation[row.repeats_on] is Truth.TRUE
    if done.wholly:
        return ("due", ("done",)) if again else ("done", ())
    found: list[str] = []
    if _operated_without(row, before_operation):
        found.append("overdue")
    if refused:
        found.insert(0, "declined")
    if not found or again:
        found.append("due")
    if done.partly:
        found.append("partly-done")
        if found[0] == "due":
            found.reverse()
    return found[0], tuple(found[1:])


def _operated_without(row: StudyRow, before_operation: Evaluation | None) -> bool:
    """A study that was already indicated before the last operation, which took place without it."""
    return row.preoperative and before_operation is not None and before_operation[row.due] is Truth.TRUE


def _refusals(row: StudyRow, sheet: FactSheet, done: _Done) -> tuple[int, ...]:
    last_done = max(done.wholly, default=-1)
    return tuple(at for at in sheet.positions("declined.study", row.id) if at > last_done)


def _done(row: StudyRow, sheet: FactSheet) -> _Done:
    """What was done since the last new or growing tumour; earlier studies no longer count after one."""
    start = sheet.change_start
    if not row.modalities:
        places = [at for finding, values in row.findings for at in sheet.positions(finding, *values, start=start)]
        return _Done(tuple(sorted(set(places))), (), ())
    studies = [
        at
        for at in sheet.positions("imaging.modality", *row.modalities, start=start)
        if not row.contrast or event_value(sheet.view, at, "imaging.contrast") == "yes" or _needs_no_contrast(sheet, at)
    ]
    if row.asks:
        return _covered(row, sheet, studies)
    in_region = [at for at in studies if not row.regions or _covers_region(sheet, at, row.regions)]
    stated = [at for at in in_region if not row.findings or _states(sheet, at, row)]
    return _Done(tuple(stated), tuple(at for at in in_region if at not in stated), ())


def _needs_no_contrast(sheet: FactSheet, at: int) -> bool:
    """A contrast-enhanced ultrasound is a contrast study by its name."""
    return event_value(sheet.view, at, "imaging.modality") == "contrast-ultrasound"


def _states(sheet: FactSheet, at: int, row: StudyRow) -> bool:
    return any(at in sheet.positions(finding, *values, start=at) for finding, values in row.findings)


def _covers_region(sheet: FactSheet, at: int, regions: tuple[str, ...]) -> bool:
    stated = set(event_values(sheet.view, at, "imaging.regions"))
    if stated:
        return bool(stated & set(regions))
    # Where no region is told, a vein that lies in no other region tells it.
    only_there = {name for name in covered(regions) if set(SEGMENTS[name].regions) <= set(regions)}
    return any(only_there.issuperset(members(report.name)) for report in sheet.reports_of(at))


def _covered(row: StudyRow, sheet: FactSheet, studies: list[int]) -> _Done:
    reached: set[str] = set()
    partly: list[int] = []
    for at in studies:
        found = _segments_of(sheet, at) & set(row.asks)
        if found:
            partly.append(at)
        reached |= found
    uncovered = tuple(name for name in row.asks if name not in reached)
    if not uncovered:
        return _Done(tuple(partly), (), ())
    return _Done((), tuple(partly), uncovered)


def _segments_of(sheet: FactSheet, at: int) -> set[str]:
    """The segments that one study spoke of, or covered with the means to speak of them."""
    modality = event_value(sheet.view, at, "imaging.modality")
    contrast = event_value(sheet.view, at, "imaging.contrast")
    regions = event_values(sheet.view, at, "imaging.regions")
    if modality == "echocardiography" and not regions:
        regions = ("heart",)
    named = {name for report in sheet.reports_of(at) if not report.statuses for name in members(report.name)}
    return named.union(able_to_show(modality, contrast, regions))
