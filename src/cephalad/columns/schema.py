"""The cohort table: its columns, their types and order, and what a row about the patient herself may say.

One row holds one finding. An event without findings is one row whose finding is "". What the header of a case says of
the patient stands in rows of kind ``patient``, before her events, without a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

__all__ = [
    "BASES",
    "COLUMNS",
    "DATED",
    "EVENT_COLUMNS",
    "METADATA",
    "PATIENT",
    "PATIENT_FACTS",
    "RECORDED",
    "SCHEMA",
    "VERSION",
]

VERSION = "cephalad-cohort/1"
METADATA: Mapping[str, str] = MappingProxyType({"cephalad.schema": VERSION})
"""What stands in the metadata of every Parquet file that holds a table."""

COLUMNS: Mapping[str, pl.DataType] = MappingProxyType(
    {
        "patient": pl.String(),
        "event": pl.String(),
        "kind": pl.String(),
        "sequence": pl.Int32(),
        "from": pl.Date(),
        "to": pl.Date(),
        "basis": pl.String(),
        "recorded_at": pl.Date(),
        "supersedes": pl.String(),
        "withdrawn": pl.Boolean(),
        "finding": pl.String(),
        "qualifier": pl.String(),
        "value_text": pl.String(),
        "value_number": pl.Float64(),
        "unit": pl.String(),
        "status": pl.String(),
    }
)
"""The columns in their order, each with its type."""

SCHEMA = pl.Schema(COLUMNS)

EVENT_COLUMNS = tuple(COLUMNS)[: tuple(COLUMNS).index("finding")]
"""The columns that say the same in every row of one event."""

DATED = "date"
"""The basis of a calendar date; every other basis is that of a day number, counted from 1970-01-01 as day 0."""

BASES = (DATED, "stated", "approximate", "order-only")
RECORDED = "recorded"

PATIENT = "patient"
"""The kind of the rows that say something of the patient herself; their event is "", their sequence -1."""

PATIENT_FACTS = ("patient.sex", "patient.birth", "patient.age-years", "patient.written-on", "patient.synthetic")
"""The findings of such rows: at most one each; a birth or an age, never both."""
