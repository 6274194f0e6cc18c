"""What is open with many cases of the store, by one run of the column engine.

Apart from `cephalad.server.lists.work`, so that a server starts without the libraries of the columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import polars as pl

from cephalad.columns.answers import study_column
from cephalad.columns.collect import collect
from cephalad.columns.moments import asked_moments, parse_as_of
from cephalad.columns.pathway import OpenWork, Pathway
from cephalad.columns.standing import standing
from cephalad.guideline import default_guideline
from cephalad.logic import Calendar
from cephalad.record import Case
from cephalad.server.lists.recorded import as_recorded
from cephalad.server.lists.work import OpenCase, OpenExamination
from cephalad.write.overview import pressing

__all__ = ["worked_out"]

_DAY_ZERO = date(1970, 1, 1).toordinal()


@cache
def _pathway() -> Pathway:
    return Pathway(default_guideline())


def worked_out(cases: Mapping[str, Case], today: str) -> Iterator[OpenCase]:
    """The open work of these cases, by one run of the column engine."""
    if not cases:
        return
    stands = standing(collect(cases.values()))
    dated = asked_moments(stands, [parse_as_of(today)])
    counted = stands.patients.filter(~pl.col("dated"))["person"]
    last = asked_moments(stands, [parse_as_of("last")]).filter(pl.col("person").is_in(counted.implode()))
    work = _pathway().open_work(stands, pl.concat([dated, last]).sort("person"))
    told = {row["patient"]: row for row in _rows(work)}
    for subject, case in cases.items():
        yield _open_case(subject, case, told.get(case.id), today)


def _rows(work: OpenWork) -> Iterator[dict[str, object]]:
    """The answers of each case with its open examinations and what is proposed."""
    examinations: dict[int, list[tuple[object, ...]]] = {}
    for row, *said in work.examinations.iter_rows():
        examinations.setdefault(row, []).append(tuple(said))
    rows = zip(work.answers.iter_rows(named=True), work.proposed.iter_rows(), strict=True)
    for place, (row, (kind, group)) in enumerate(rows):
        yield {**row, "examinations": examinations.get(place, []), "proposed": kind, "proposed_group": group}


def _open_case(subject: str, case: Case, row: Mapping[str, object] | None, today: str) -> OpenCase:
    own = as_recorded(subject, case, today)
    return own if row is None else _with_answers(own, row)


def _with_answers(own: OpenCase, row: Mapping[str, object]) -> OpenCase:
    zero = _DAY_ZERO if own.calendar is Calendar.DATES else 0
    status = {study.id: str(row[study_column(study.id)]) for study in default_guideline().studies}
    return replace(
        own,
        urgent=_names(row["urgent"]),
        examinations=tuple(_examination(each, zero) for each in _listed(row["examinations"])),
        overdue_studies=tuple(study for study, said in status.items() if pressing(said, ()) == "overdue"),
        due_studies=tuple(study for study, said in status.items() if pressing(said, ()) == "due"),
        front=_names(row["front"]),
        awaits_team=row["mdt"] == "yes" and row["mdt_met"] != "yes",
        plan_group=str(row["plan_group"] or ""),
        proposed=str(row["proposed"] or ""),
        proposed_group=str(row["proposed_group"] or ""),
        missing=_names(row["missing"]),
    )


def _listed(value: object) -> Iterable[tuple[object, ...]]:
    assert isinstance(value, list)
    return value


def _names(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()


def _examination(said: tuple[object, ...], zero: int) -> OpenExamination:
    study, opens, closes, status, declined = said
    first, last = (each.toordinal() - _DAY_ZERO + zero if isinstance(each, date) else None for each in (opens, closes))
    return OpenExamination(str(study), first, last, str(status), bool(declined))
