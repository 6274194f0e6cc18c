"""The answers of a cohort worked out by the reference engine, one patient at a time: what the columns must equal.

Nothing here is fast or clever. Each column is taken from the `Assessment` of one case as of one point.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import polars as pl

from cephalad.assess import Evaluation
from cephalad.assessment import Assessment, assess
from cephalad.columns.answers import answer_schema, study_column
from cephalad.columns.expressions import verdict
from cephalad.facts import FactSheet, Known
from cephalad.guideline import Guideline
from cephalad.logic import Calendar, Span
from cephalad.plan import Examination
from cephalad.record import Case, Point

__all__ = ["answer_row", "answers_frame"]

DAY_ZERO = date(1970, 1, 1)
"""The date that stands for day 0 of a patient whose time is counted in days."""


def answer_row(case: Case, point: str | Point, guideline: Guideline, *, criteria: bool = False) -> dict[str, Any]:
    """One row of the answers: every column of `answer_schema`; *missing* is never worked out.

    Parameters
    ----------
    point : a point, or its words as a caller of `assess` would write them
    criteria : whether every criterion's verdict stands beside the conclusions
    """
    found = assess(case, as_of=point, guideline=guideline, with_missing=False, with_base=False)
    sheet = FactSheet(found.view, guideline.numbers)
    row: dict[str, Any] = {
        "patient": case.id,
        "as_of": found.as_of,
        "guideline": guideline.edition,
        "suspicion": found.suspicion_value,
        "suspicion_not_excluded": list(found.suspicion.not_excluded),
        "urgent": [item.id for item in found.urgent],
        "front": list((found.current or found.ever).front),
        "front_ever": list(found.ever.front),
        "routes": list(found.routes),
        "downward": found.downward,
        "continuity": found.ever.continuity()[0],
        **_stages(found),
        "completeness": found.completeness,
        "mdt": found.convene,
        "mdt_met": _in_words(sheet, "mdt.met"),
        "mdt_before_operation": _in_words(sheet, "mdt.met-before-operation") if _is_operated(found) else None,
        "endocrine": [item.id for item in found.indications if item.verdict == "yes"],
        "endocrine_not_excluded": [item.id for item in found.indications if item.verdict == "unknown"],
        "risk_group": found.surveillance.risk_group,
        "risk_group_not_excluded": list(found.surveillance.not_excluded),
        "plan_group": found.surveillance.plan_group or None,
        "baseline_done": _baseline_done(found, sheet),
        **_next(found),
        "missing": None,
        **{study_column(item.study): item.status for item in found.workup},
    }
    if criteria:
        evaluation = Evaluation(guideline, sheet)
        row |= {verdict(name): evaluation[name].value for name in guideline.criteria}
    return row


def answers_frame(
    pairs: Iterable[tuple[Case, str | Point]], guideline: Guideline, criteria: bool = False
) -> pl.DataFrame:
    """The rows of all these cases and points in the order given, in the columns and types of `answer_schema`."""
    rows = [answer_row(case, point, guideline, criteria=criteria) for case, point in pairs]
    schema = answer_schema(guideline, criteria=criteria)
    assert all(set(row) == set(schema) for row in rows)
    return pl.DataFrame(rows, schema=schema)


def _is_operated(found: Assessment) -> bool:
    return found.completeness != "not-operated"


def _in_words(sheet: FactSheet, fact: str) -> str:
    """``yes`` or ``no``; a conflict is ``unknown`` too."""
    value = sheet[fact]
    return str(value.value) if isinstance(value, Known) else "unknown"


def _stages(found: Assessment) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, stage in found.stages.items():
        column = name.replace("-", "_")
        columns[column] = stage.value
        columns[f"{column}_not_excluded"] = list(stage.not_excluded)
    return columns


def _baseline_done(found: Assessment, sheet: FactSheet) -> str | None:
    followed = found.surveillance.risk_group != "not-applicable"
    return _in_words(sheet, "surveillance.baseline-done") if followed and _is_operated(found) else None


# --- the next examination ---------------------------------------------------------------------------------------------


def _next(found: Assessment) -> dict[str, Any]:
    item = _next_examination(found)
    return {
        "next_study": item.study if item else None,
        "next_opens": _day(found, item.opens, "earliest") if item else None,
        "next_closes": _day(found, item.closes, "latest") if item else None,
        "next_status": item.status if item else None,
        "next_late_days": item.late_days[0] if item and item.late_days else None,
    }


def _next_examination(found: Assessment) -> Examination | None:
    """Of what is not done, the one whose window surely closes first; one without dates comes after all with dates."""
    waiting = [item for item in found.surveillance.examinations if item.status != "done"]
    # `min` keeps the first of equals, which is the order of the plan.
    return min(waiting, key=_closes_last, default=None)


def _closes_last(item: Examination) -> float:
    return float("inf") if item.closes is None else item.closes.latest


def _day(found: Assessment, span: Span | None, end: str) -> date | None:
    if span is None:
        return None
    day: int = getattr(span, end)
    dated = found.case.calendar is Calendar.DATES
    return date.fromordinal(day) if dated else DAY_ZERO + timedelta(days=day)
