"""From the parts of a run to its tables: reports in order of their tiers, women by all that their reports say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from cephalad.columns.whole_file import written_whole
from cephalad.screen.core import RESULT
from cephalad.screen.parts import Parts
from cephalad.screen.tiers import TIER_NAMES

__all__ = ["RANKED", "columns_present", "counts_by_tier", "write_ranked", "write_rejected"]

RANKED: Mapping[str, Any] = MappingProxyType(
    {
        "id": pl.String,
        "tier": pl.String,
        "rank": pl.Int64,
        "findings": RESULT["findings"],
        "words": RESULT["words"],
        "rule_ids": RESULT["rule_ids"],
        "patient": pl.String,
        "date": pl.String,
        "version": pl.String,
        "rules_hash": pl.String,
    }
)
"""The columns of ``ranked.parquet``; ``patient`` and ``date`` stand in it when the archive has them."""

_METADATA = {"cephalad.schema": "cephalad-ranked/1"}
_ROWS_OF_A_GROUP = 50_000
_OPTIONAL = ("patient", "date")


def columns_present(parts: Parts, n_parts: int) -> frozenset[str]:
    """Which of the optional columns say something of any report."""
    if not n_parts:
        return frozenset()
    told = parts.scan(n_parts).select(pl.col(_OPTIONAL).is_not_null().any()).collect()
    return frozenset(name for name in _OPTIONAL if told[name].item())


def write_ranked(parts: Parts, n_parts: int, path: str | Path, *, present: frozenset[str]) -> None:
    """Write one row for each report: those with a tier first, by tier, priority and id, then the others as they came.

    Parameters
    ----------
    present : the optional columns that are to stand in it
    """
    names = [name for name in RANKED if name not in _OPTIONAL or name in present]
    schema = pl.Schema({name: RANKED[name] for name in names})

    def made(*_: Any) -> Iterator[pl.DataFrame]:
        rank = 0
        for tier in TIER_NAMES:
            rows = _of_tier(parts, n_parts, tier)
            yield rows.with_columns(rank=pl.int_range(rank + 1, rank + rows.height + 1, dtype=pl.Int64)).select(names)
            rank += rows.height
        for number in range(n_parts):
            rest = pl.read_parquet(parts.path(number)).filter(pl.col("tier").is_null())
            yield rest.with_columns(rank=pl.lit(None, pl.Int64)).select(names)

    from polars.io.plugins import register_io_source

    with written_whole(path) as target:
        register_io_source(made, schema=schema).sink_parquet(
            target, row_group_size=_ROWS_OF_A_GROUP, metadata=_METADATA
        )


def _of_tier(parts: Parts, n_parts: int, tier: str) -> pl.DataFrame:
    """The reports of one tier in their order; of equals, the first of the archive comes first."""
    if not n_parts:
        return pl.DataFrame(schema={**RESULT, "place": pl.UInt32})
    rows = parts.scan(n_parts).filter(pl.col("tier") == tier)
    return rows.sort(["priority", "id", "place"], descending=[True, False, False]).collect()


def counts_by_tier(parts: Parts, n_parts: int) -> dict[str, int]:
    """How many reports each tier has; those without one under ``none``."""
    counts = dict.fromkeys((*TIER_NAMES, "none"), 0)
    if n_parts:
        read = parts.scan(n_parts)
        counts |= dict(read.group_by(pl.col("tier").fill_null("none")).len().collect().iter_rows())
    return counts


def write_rejected(parts: Parts, n_parts: int, path: str | Path) -> int:
    """Write what could not be read, one JSON object a line, in the order of the archive; their number."""
    n_rejected = 0
    with written_whole(path) as target, open(target, "w", encoding="utf-8") as stream:
        for number in range(n_parts):
            for line in parts.refused_path(number).read_text(encoding="utf-8").splitlines(keepends=True):
                stream.write(line)
                n_rejected += 1
    return n_rejected
