"""Outcomes by hand: a row for each woman, days given in months that are full on them."""

from __future__ import annotations

from math import floor
from typing import Any

import polars as pl

from cephalad.cohort.recurrence_outcomes import NAMES, OUTCOMES

__all__ = ["day", "frame", "woman"]


def day(month: float) -> int:
    """The day on which a month is full, months being a twelfth of 365.25 days."""
    return floor(month * 365.25 / 12)


def woman(
    month: float | None = None,
    *,
    changed: bool = False,
    clear: float | None = None,
    died: bool = False,
    apart: str | None = None,
    completeness: str = "complete",
    extent: str = "large-vein",
    operation: str = "radical",
    **more: Any,
) -> dict[str, Any]:
    """A woman operated on day 0, with a change, a death or her last observation in this month.

    Parameters
    ----------
    clear : the month of the last study without tumour
    apart : why she is in no curve; then she has no days
    more : columns to be overwritten
    """
    row: dict[str, Any] = dict.fromkeys(OUTCOMES)
    row |= {"patient": "", "died": died, "apart": apart}
    row |= {"completeness": completeness, "extent": extent, "operation": operation}
    row["name"] = NAMES[completeness] if changed else None
    if month is not None and apart is None:
        days = {"start": 0, "change" if changed else "last_seen": day(month)}
        if clear is not None:
            days["last_clear"] = day(clear)
        row |= {f"{name}_{end}": at for name, at in days.items() for end in ("earliest", "latest")}
    return row | more


def frame(*women: dict[str, Any]) -> pl.DataFrame:
    """The women, named by their places."""
    return pl.DataFrame([row | {"patient": f"w{at:03}"} for at, row in enumerate(women)], schema=OUTCOMES)
