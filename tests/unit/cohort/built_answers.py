"""Answers made by hand, for the tests of what is counted and printed: a woman of whom nothing is known, and others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from cephalad.columns.answers import answer_schema
from cephalad.guideline import default_guideline

__all__ = ["DAY", "OPERATED", "answers", "same"]

DAY = "2026-03-01"
_NOTHING: dict[str, Any] = {
    "as_of": DAY,
    "guideline": "zhao-tian-2026/1",
    "suspicion": "not-raised",
    "downward": "unknown",
    "continuity": "none",
    "ma": "none",
    "pumch_2024": "none",
    "pelvic": "none",
    "ivc_level": "none",
    "completeness": "not-operated",
    "mdt": "unknown",
    "mdt_met": "no",
    "mdt_before_operation": None,
    "risk_group": "not-applicable",
}

OPERATED: dict[str, Any] = {
    "suspicion": "confirmed",
    "completeness": "complete",
    "mdt_before_operation": "yes",
    "risk_group": "low",
    "plan_group": "low",
    "baseline_done": "yes",
    "next_study": "surveillance-imaging",
    "next_opens": date(2026, 5, 1),
    "next_closes": date(2026, 9, 1),
    "next_status": "upcoming",
}
"""A woman in follow-up who has missed nothing."""


def answers(*women: dict[str, Any]) -> pl.DataFrame:
    """One answer for each woman; what she does not say is as of a woman of whom nothing is known."""
    schema = answer_schema(default_guideline())
    rows = []
    for number, woman in enumerate(women):
        row: dict[str, Any] = {
            name: [] if isinstance(kind, pl.List) and name != "missing" else None for name, kind in schema.items()
        }
        row |= {name: "unknown" for name in schema if name.startswith("workup_")}
        row |= _NOTHING | {"patient": f"woman-{number}"} | woman
        assert set(row) == set(schema)
        rows.append(row)
    return pl.DataFrame(rows, schema=schema)


def same(number: int, **woman: Any) -> Iterable[dict[str, Any]]:
    """So many women of one kind."""
    return [dict(woman) for _ in range(number)]
