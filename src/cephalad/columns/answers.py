"""The answers of a cohort: one row for each patient and each moment that was asked about, in the JSON's own words.

A list stands as a list of words. What is not asked of a patient (the plan of a woman without the disease) is null,
never an empty word; *unknown* and *cannot-tell* are answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import polars as pl

from cephalad.columns.expressions import verdict
from cephalad.guideline.model import Guideline

__all__ = ["ANSWERS_VERSION", "CRITERION", "answer_schema", "study_column"]

ANSWERS_VERSION = "cephalad-answers/1"
"""Stands in the metadata of the file under `cephalad.schema`."""

CRITERION = verdict("")
"""How the columns of single criteria begin, in a file that was asked for them."""

_WORD, _WORDS = pl.String(), pl.List(pl.String())
_BEFORE_STUDIES: Mapping[str, Any] = MappingProxyType(
    {
        "patient": _WORD,
        "as_of": _WORD,
        "guideline": _WORD,
        "suspicion": _WORD,
        "suspicion_not_excluded": _WORDS,
        "urgent": _WORDS,
        "front": _WORDS,
        "front_ever": _WORDS,
        "routes": _WORDS,
        "downward": _WORD,
        "continuity": _WORD,
        "ma": _WORD,
        "ma_not_excluded": _WORDS,
        "pumch_2024": _WORD,
        "pumch_2024_not_excluded": _WORDS,
        "pelvic": _WORD,
        "pelvic_not_excluded": _WORDS,
        "ivc_level": _WORD,
        "ivc_level_not_excluded": _WORDS,
        "completeness": _WORD,
        "mdt": _WORD,
        "mdt_met": _WORD,
        "mdt_before_operation": _WORD,
        "endocrine": _WORDS,
        "endocrine_not_excluded": _WORDS,
        "risk_group": _WORD,
        "risk_group_not_excluded": _WORDS,
        "plan_group": _WORD,
        "baseline_done": _WORD,
        "next_study": _WORD,
        "next_opens": pl.Date(),
        "next_closes": pl.Date(),
        "next_status": _WORD,
        "next_late_days": pl.Int32(),
        "missing": _WORDS,
    }
)


def study_column(study: str) -> str:
    """The column in which the status of a study of the work-up stands.

    Examples
    --------
    >>> study_column("pelvic-ultrasound")
    'workup_pelvic_ultrasound'
    """
    return f"workup_{study.replace('-', '_')}"


def answer_schema(guideline: Guideline, *, criteria: bool = False) -> dict[str, Any]:
    """Columns and types of the answers that a guideline gives, in order.

    Parameters
    ----------
    criteria : whether every criterion's verdict stands beside the conclusions
    """
    studies = {study_column(row.id): _WORD for row in guideline.studies}
    every = {verdict(name): _WORD for name in guideline.criteria} if criteria else {}
    return {**_BEFORE_STUDIES, **studies, **every}
