"""The women of a finished run whose chart somebody should read, with the sentences that say why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from cephalad.errors import UnreadableInput
from cephalad.screen.excerpt import Excerpt
from cephalad.screen.parts import Parts
from cephalad.screen.run import MANIFEST

__all__ = ["MOST_LISTED", "Entry", "ShownReport", "Worklist", "read_worklist"]

MOST_LISTED = 300
"""Women on the list at most: more than anybody works through; the tables hold all of them."""

_READ_THE_CHART = ("A", "B", "C")
_MOST_REPORTS = 3


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report that put a woman on the list."""

    id: str
    date: str | None
    tier: str | None
    sentences: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A woman, or a report of nobody named.

    Attributes
    ----------
    patient : None where the archive does not say whose report it is
    reports : the earliest first, a few at most
    n_suspicious : how many of her reports have a tier
    added_up : whether only together her reports reach the tier
    """

    tier: str
    patient: str | None
    reports: tuple[ShownReport, ...]
    n_suspicious: int
    added_up: bool


@dataclass(frozen=True, slots=True)
class Worklist:
    """The list, with what the run read.

    Attributes
    ----------
    n_reports, n_women : by tier; women are None when the archive names no patients
    n_listed : of those in tiers A to C, how many the whole list would have
    """

    entries: tuple[Entry, ...]
    n_listed: int
    n_reports: Mapping[str, int]
    n_women: Mapping[str, int] | None
    n_rejected: int
    guideline: str
    guideline_hash: str
    rules_version: str
    rules_hash: str


def read_worklist(folder: str | Path) -> Worklist:
    """The list of a finished run.

    Raises
    ------
    UnreadableInput : when the folder holds no finished run
    """
    try:
        manifest = json.loads((Path(folder) / MANIFEST).read_text(encoding="utf-8"))
        listed = _listed(Path(folder), manifest)
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as fault:
        raise UnreadableInput(f"{folder}: holds no finished run") from fault
    shown = listed.head(MOST_LISTED)
    return Worklist(
        tuple(_entries(shown, _reports(folder, manifest["parts"], shown))),
        listed.height,
        manifest["reports"],
        manifest["women"],
        manifest["rejected"],
        manifest["guideline"],
        manifest["guideline_hash"],
        manifest["rules_version"],
        manifest["rules_hash"],
    )


def _listed(folder: Path, manifest: Mapping[str, Any]) -> pl.DataFrame:
    """Women of tiers A to C, then reports of nobody named, in the order of the list."""
    nobody = pl.lit(None, pl.String).alias("patient")
    ranked = pl.scan_parquet(folder / "ranked.parquet").filter(pl.col("tier").is_in(_READ_THE_CHART))
    if manifest["women"] is not None:
        ranked = ranked.filter(pl.col("patient").is_null())
    alone = ranked.select(
        nobody,
        "tier",
        "rank",
        pl.concat_list("id").alias("ids"),
        suspicious=pl.lit(1, pl.Int64),
        added_up=pl.lit(value=False),
    )
    if manifest["women"] is None:
        return alone.sort("rank").collect()
    women = pl.scan_parquet(folder / "women.parquet").filter(pl.col("tier").is_in(_READ_THE_CHART))
    both = pl.concat([women.select("patient", "tier", "rank", "ids", "suspicious", "added_up"), alone])
    return both.sort("tier", pl.col("patient").is_null(), "rank").collect()


def _reports(folder: str | Path, n_parts: int, shown: pl.DataFrame) -> dict[tuple[str | None, str], ShownReport]:
    """The reports of those on the list, by woman and id."""
    if not shown.height:
        return {}
    names = shown.select(pl.col("ids").list.head(_MOST_REPORTS).explode().unique().alias("id")).lazy()
    rows = Parts(folder).scan(n_parts).join(names, on="id", how="semi").sort("place", descending=True)
    chosen = rows.select("patient", "id", "date", "tier", "sentences").collect()
    # Of two reports of one woman with one id the first is shown.
    return {
        (patient, name): ShownReport(name, date, tier, _excerpts(sentences))
        for patient, name, date, tier, sentences in chosen.iter_rows()
    }


def _excerpts(sentences: list[dict[str, Any]]) -> tuple[Excerpt, ...]:
    return tuple(
        Excerpt(each["text"], tuple((mark["start"], mark["end"]) for mark in each["marks"])) for each in sentences
    )


def _entries(shown: pl.DataFrame, reports: Mapping[tuple[str | None, str], ShownReport]) -> Iterator[Entry]:
    for patient, tier, _, ids, suspicious, added_up in shown.iter_rows():
        found = (reports.get((patient, name)) for name in ids[:_MOST_REPORTS])
        yield Entry(tier, patient, tuple(each for each in found if each), suspicious, added_up)
