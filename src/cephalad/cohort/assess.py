"""A cohort's table in, its answers out: some patients at a time, so that memory does not grow with the cohort."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import polars as pl

from cephalad.columns.answers import answer_schema
from cephalad.columns.answers_file import write_answers
from cephalad.columns.moments import Asked, asked_moments
from cephalad.columns.pathway import Pathway
from cephalad.columns.rejected import Rejected
from cephalad.columns.standing import standing
from cephalad.columns.table import read_batches
from cephalad.columns.whole_file import written_whole
from cephalad.errors import InvalidArgument
from cephalad.guideline.model import Guideline

__all__ = ["REJECTED_ENDING", "Run", "assess_cohort"]

REJECTED_ENDING = ".rejected.jsonl"
"""Added to the name of the answers' file: what was refused, one JSON object a line."""

ROWS_AT_ONCE = 1_500_000
"""Rows of the table that are worked on at a time, about; memory grows with it, never with the cohort."""


@dataclass(slots=True)
class Run:
    """What a run has done so far.

    Attributes
    ----------
    patients : patients read
    answers : rows of answers written
    rejected : rows of the table refused, and patients of whom nothing could be asked
    """

    patients: int = 0
    answers: int = 0
    rejected: int = 0


def assess_cohort(
    table: str | Path,
    asked: Sequence[Asked],
    guideline: Guideline,
    output: str | Path,
    *,
    criteria: bool = False,
    missing: bool = True,
    recorded_by: date | None = None,
    told: Callable[[Run], None] | None = None,
) -> Run:
    """Write the answers of every patient as of every moment, and beside them what was refused.

    Neither file is touched until the whole run has succeeded.

    Parameters
    ----------
    asked : the moments, at least one
    criteria : whether every criterion's verdict stands beside the conclusions
    missing : whether the facts that would settle an open conclusion are worked out
    recorded_by : only what was certainly recorded on or before this day is known; None for everything
    told : called after each batch

    Raises
    ------
    InvalidArgument : for a file with another ending, and for an output that is the table itself
    UnreadableInput : when the table cannot be read, or the answers cannot be written
    """
    if os.path.realpath(table) == os.path.realpath(output):
        raise InvalidArgument(f"{output}: is the table itself; name another file for the answers")
    from polars.io.plugins import register_io_source

    run, pathway = Run(), Pathway(guideline)
    schema = answer_schema(guideline, criteria=criteria)

    def made(*_: Any) -> Iterator[pl.DataFrame]:
        with open(refused_path, "w", encoding="utf-8") as refused:
            for batch in read_batches(table, n_rows=ROWS_AT_ONCE):
                yield _answered(batch.rows, refused, batch.rejected)

    def _answered(rows: pl.DataFrame, refused: TextIO, rejected: Sequence[Rejected]) -> pl.DataFrame:
        stands = standing(rows, recorded_by=recorded_by)
        moments = asked_moments(stands, asked)
        for each in (*rejected, *_never_asked(stands.patients, moments, asked)):
            refused.write(f"{json.dumps(asdict(each), ensure_ascii=False)}\n")
            run.rejected += 1
        answers = pathway.answers(stands, moments, criteria=criteria, missing=missing)
        run.patients += stands.patients.height
        run.answers += answers.height
        if told is not None:
            told(run)
        return answers

    with written_whole(f"{output}{REJECTED_ENDING}") as refused_path:
        write_answers(register_io_source(made, schema=schema), output, guideline)
    return run


def _never_asked(patients: pl.DataFrame, moments: pl.DataFrame, asked: Sequence[Asked]) -> Iterator[Rejected]:
    """Patients to whom none of the moments applies."""
    given = ", ".join(each.text for each in asked)
    for patient, dated in patients.join(moments, on="person", how="anti").select("patient", "dated").iter_rows():
        rule = "must be a moment of this patient's calendar"
        remedy = "ask as of a date" if dated else "her events have day numbers: ask as of day:N, or last"
        yield Rejected("", patient, "", "as_of", rule, given, remedy, "TABLE-41")
