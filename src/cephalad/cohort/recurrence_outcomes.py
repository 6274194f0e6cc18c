"""What became of each patient operated on for the disease: one row each, of which every estimate of recurrence is made.

Time runs from one operation, the *start*: the last operation for the disease before any new tumour, because a later
stage of a planned series is still the same treatment while an operation on a recurrence is the answer to it, not a new
beginning; or, when asked for, the first operation. A woman whose every operation on record follows new tumour has no
start: the operation that began her course is not on record.

Each event stands on its last possible day, as in every answer as of a date. The rules:

- A *change* is the first event after the start that reports new or growing tumour. What was found on the day of the
  operation is no outcome of it.
- A change after a complete resection is a recurrence, after an incomplete one a progression; otherwise it cannot be
  told which. The guideline's criterion says so on the record as it stood just before the change.
- Without a change a woman is observed until the day of her death, else until the last imaging study, examination or
  contact after the start; an attempt to reach her that failed is none. One who was never seen again has not been
  observed at all: to count her as free of tumour would be false, to say nothing of her too.
- Where days are known by order only, or lie within the same month or year as the operation, no time can be told.
- A study is *clear* when it says that it shows no tumour; silence is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

__all__ = ["APART", "NAMES", "OUTCOMES", "STARTS", "STRATA", "Source"]

STARTS = ("last-operation", "first-operation")
"""From which operation time may be counted."""

NAMES: Mapping[str, str] = MappingProxyType(
    {"complete": "recurrence", "incomplete": "progression", "conflicting": "cannot-tell", "unknown": "cannot-tell"}
)
"""What a change is called, by the completeness of the resection before it."""

APART = ("after-a-change", "never-seen-again", "days-not-told")
"""Why a woman is in no estimate: without a start; without any follow-up; without a time that could be counted."""

STRATA: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "completeness": ("complete", "incomplete", "conflicting", "unknown"),
        "extent": ("none", "confined", "confined-or-more", "large-vein", "not-told"),
        "operation": ("radical", "ovary-left", "uterus-kept", "not-told"),
    }
)
"""The columns by which patients may be told apart, each with its words.

`extent` is the group of Peking Union 2024 ever reached: ``confined-or-more`` where the record shows no more but does
not exclude the large veins, ``not-told`` where it shows no tumour in a vein and excludes none.
`operation` is what was left: neither uterus nor ovaries (``radical``), an ovary without the uterus, or the uterus.
All are as the record stood just before the change, or at its end.
"""

_DAY = pl.Int32()
OUTCOMES: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "patient": pl.String(),
        "start_earliest": _DAY,
        "start_latest": _DAY,
        "change_earliest": _DAY,
        "change_latest": _DAY,
        "name": pl.String(),
        "last_clear_earliest": _DAY,
        "last_clear_latest": _DAY,
        "last_seen_earliest": _DAY,
        "last_seen_latest": _DAY,
        "died": pl.Boolean(),
        "completeness": pl.String(),
        "extent": pl.String(),
        "operation": pl.String(),
        "apart": pl.String(),
    }
)
"""The columns of outcomes; days count from 1970-01-01, and all are null for a woman who stands apart.

`change_…` and `name` are null without a change; `name` is told of a woman who stands apart too. `last_clear_…` is the
last study before the change that shows no tumour, null without one. `last_seen_…` is null beside a change, and the day
of death of a woman who died without one. `apart` is one of `APART`, or null for a woman who is in the estimates.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """Which patients the figures are about.

    Attributes
    ----------
    n : patients in the table
    n_synthetic : those of them whom nobody ever was
    n_rejected : rows of the table that could not be read
    published : whether the table holds published case reports, which are selected
    """

    n: int
    n_synthetic: int = 0
    n_rejected: int = 0
    published: bool = False
