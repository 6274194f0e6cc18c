"""Women instead of reports: what all reports of one woman say together, and the earliest that should have been read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from cephalad.columns.whole_file import written_whole
from cephalad.screen.events import Said
from cephalad.screen.parts import Parts
from cephalad.screen.priority import is_affirmed, priority
from cephalad.screen.tiers import READ_THE_CHART, TIER_NAMES
from cephalad.screen.trigger import Trigger, Verdict

__all__ = ["WOMEN", "write_women"]

WOMEN: Mapping[str, Any] = MappingProxyType(
    {
        "patient": pl.String,
        "tier": pl.String,
        "rank": pl.Int64,
        "reports": pl.Int64,
        "suspicious": pl.Int64,
        "first_id": pl.String,
        "first_date": pl.String,
        "first_tier": pl.String,
        "added_up": pl.Boolean,
        "ids": pl.List(pl.String),
    }
)
"""The columns of ``women.parquet``.

``reports`` counts all of hers, ``suspicious`` those that have a tier. ``ids`` names these, the earliest first, and
where they reach the tier only together (``added_up``) also those that have none by themselves.
``first_…`` is the earliest report of tier A to C, else the earliest with a tier.
"""

_METADATA = {"cephalad.schema": "cephalad-women/1"}
_WOMEN_AT_ONCE = 200_000
_KEY = ("place", "patient", "date", "id", "tier", "priority", "said", "mentioned", "explained")


@dataclass(frozen=True, slots=True)
class _Report:
    date: str | None
    place: int
    id: str
    tier: str | None
    priority: int
    said: frozenset[Said]
    mentioned: bool
    explained: bool


def write_women(parts: Parts, n_parts: int, path: str | Path) -> dict[str, int]:
    """Write one row for each woman with a tier, the most urgent first; how many there are of each tier."""
    rows = list(_women(parts, n_parts)) if n_parts else []
    made = pl.DataFrame(rows, schema={**WOMEN, "priority": pl.Int32}, orient="row")
    ordered = made.sort(["tier", "priority", "patient"], descending=[False, True, False])
    counted = ordered.with_columns(rank=pl.int_range(1, ordered.height + 1, dtype=pl.Int64))
    if n_parts:
        every = (
            parts.scan(n_parts).select("patient", "id").join(counted.lazy().select("patient"), on="patient", how="semi")
        )
        n_reports = every.group_by("patient").agg(pl.col("id").n_unique().cast(pl.Int64).alias("reports")).collect()
        counted = counted.drop("reports").join(n_reports, on="patient", how="left", maintain_order="left")
    table = counted.select(pl.col(name).cast(kind) for name, kind in WOMEN.items())
    with written_whole(path) as target:
        table.write_parquet(target, metadata=_METADATA)
    return {tier: table.filter(pl.col("tier") == tier).height for tier in TIER_NAMES}


def _women(parts: Parts, n_parts: int) -> Iterator[tuple[object, ...]]:
    """The women with a tier, some at a time, so that memory does not grow with the archive."""
    speaking = parts.scan(n_parts).filter(
        pl.col("patient").is_not_null() & (pl.col("tier").is_not_null() | (pl.col("said").list.len() > 0))
    )
    n_rows = speaking.select(pl.len()).collect().item()
    n_buckets = 1 + n_rows // _WOMEN_AT_ONCE
    trigger = Trigger()
    for bucket in range(n_buckets):
        rows = speaking.filter(pl.col("patient").hash(0) % n_buckets == bucket).select(_KEY).collect()
        by_woman: dict[str, list[_Report]] = {}
        for place, patient, date, name, tier, number, said, mentioned, explained in rows.iter_rows():
            packed = frozenset(Said(*each.split("\t")) for each in said)
            by_woman.setdefault(patient, []).append(
                _Report(date, place, name, tier, number, packed, mentioned, explained)
            )
        for patient, reports in by_woman.items():
            row = _woman(patient, reports, trigger)
            if row is not None:
                yield row


def _woman(patient: str, reports: list[_Report], trigger: Trigger) -> tuple[object, ...] | None:
    # Without a date a report comes after those that have one, as it stands in the archive.
    reports.sort(key=lambda each: (each.date is None, each.date or "", each.place))
    verdict = _together(reports, trigger)
    highest = min((each.tier for each in reports if each.tier), default=None)
    tier = min(filter(None, (verdict.tier, highest)), default=None)
    if tier is None:
        return None
    tiered = [each for each in reports if each.tier]
    suspicious = tiered or reports
    first = next((each for each in suspicious if each.tier in READ_THE_CHART), suspicious[0])
    affirmed = any(is_affirmed(each.priority) for each in reports)
    every = frozenset().union(*(each.said for each in reports))
    counted = priority(every, verdict.evidence, affirmed=affirmed)
    added_up = tier != highest
    # An archive may hold a report twice; it is one report of hers all the same.
    ids = list(dict.fromkeys(each.id for each in (reports if added_up else suspicious)))
    n_tiered = len({each.id for each in tiered})
    return (patient, tier, 0, 0, n_tiered, first.id, first.date, first.tier, added_up, ids, counted)


def _together(reports: list[_Report], trigger: Trigger) -> Verdict:
    """The verdict on all reports; masses of two reports stay two, so signs of one are never taken from two."""
    mentioned, explained = (any(getattr(each, name) for each in reports) for name in ("mentioned", "explained"))
    if len(reports) == 1:
        return trigger.of_said(reports[0].said, mentioned=mentioned, explained=explained)
    return trigger.of_reports([each.said for each in reports], mentioned=mentioned, explained=explained)
