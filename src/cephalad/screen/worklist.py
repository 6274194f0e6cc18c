"""The women of a finished run whose chart somebody should read, with the sentences that say why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from cephalad.errors import UnreadableInput
from cephalad.screen.excerpt import Excerpt
from cephalad.screen.labels import NO_TIER
from cephalad.screen.parts import Parts
from cephalad.screen.run import MANIFEST
from cephalad.screen.tiers import READ_THE_CHART

__all__ = ["MOST_LISTED", "Entry", "ShownReport", "Worklist", "listed", "read_worklist", "report_rows", "shown_report"]

MOST_LISTED = 300
"""Women on the list at most: more than anybody works through; the tables hold all of them."""

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
    reports : those of tier A to C first, each by date; of many a few, among them one that has her tier
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
        whole = listed(Path(folder), READ_THE_CHART, names_patients=manifest["women"] is not None)
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as fault:
        raise UnreadableInput(f"{folder}: holds no finished run") from fault
    shown = whole.head(MOST_LISTED)
    wanted = {name for names in shown["shown"] for name in names}
    return Worklist(
        tuple(_entries(shown, report_rows(folder, manifest["parts"], wanted))),
        whole.height,
        manifest["reports"],
        manifest["women"],
        manifest["rejected"],
        manifest["guideline"],
        manifest["guideline_hash"],
        manifest["rules_version"],
        manifest["rules_hash"],
    )


def listed(folder: Path, tiers: Sequence[str], *, names_patients: bool, most: int = _MOST_REPORTS) -> pl.DataFrame:
    """Women of these tiers, and reports of nobody named, in the order in which charts should be read.

    ``shown`` are at most so many of the ``ids``, among them her earliest report of tier A to C (``first_id``) and one
    that has her tier; those of tier A to C come first, each by date. ``tiers`` are theirs, null for a report that has
    none by itself.

    Parameters
    ----------
    names_patients : whether the archive does; where it does not, every report stands by itself
    most : reports shown of one woman at most
    """
    ranked = pl.scan_parquet(folder / "ranked.parquet").filter(pl.col("tier").is_not_null())
    nobodys = ranked.filter(pl.col("tier").is_in(tiers))
    if names_patients:
        nobodys = nobodys.filter(pl.col("patient").is_null())
    alone = (
        nobodys.sort("rank")
        .unique("id", keep="first")
        .select(
            pl.lit(None, pl.String).alias("patient"),
            "tier",
            "rank",
            pl.concat_list("id").alias("ids"),
            suspicious=pl.lit(1, pl.Int64),
            added_up=pl.lit(value=False),
            first_id="id",
            shown=pl.concat_list("id"),
            tiers=pl.concat_list("tier"),
        )
    )
    if not names_patients:
        return alone.sort("rank").collect()
    women = pl.scan_parquet(folder / "women.parquet").filter(pl.col("tier").is_in(tiers))
    hers = women.select("patient", "tier", "rank", "ids", "suspicious", "added_up", "first_id")
    both = pl.concat([hers.join(_shown_of(hers, ranked, most), on="patient"), alone])
    return both.sort("tier", pl.col("patient").is_null(), "rank").collect()


def _shown_of(women: pl.LazyFrame, ranked: pl.LazyFrame, most: int) -> pl.LazyFrame:
    """For each woman the reports that are shown and their tiers: those of tier A to C first, each by date."""
    own = ranked.select("patient", ids="id", own="tier").group_by("patient", "ids").agg(pl.col("own").min())
    hers = women.select("patient", "first_id", "ids").explode("ids")
    each = hers.with_columns(place=pl.int_range(pl.len()).over("patient")).join(own, on=["patient", "ids"], how="left")
    urgency = pl.struct(later=pl.col("ids") != pl.col("first_id"), own=pl.col("own").fill_null(NO_TIER), place="place")
    chosen = each.filter(urgency.rank("ordinal").over("patient") <= most)
    is_lesser = ~pl.col("own").is_in(READ_THE_CHART).fill_null(value=False)
    return chosen.sort("patient", is_lesser, "place").group_by("patient").agg(pl.col("ids").alias("shown"), tiers="own")


def report_rows(
    folder: str | Path, n_parts: int, ids: Iterable[str], *more: str
) -> dict[tuple[str | None, str], dict[str, Any]]:
    """What the parts hold of these reports, by patient and id: what `shown_report` takes.

    Parameters
    ----------
    more : further columns, as `cephalad.screen.core.RESULT` has them
    """
    names = pl.LazyFrame({"id": sorted(ids)}, schema={"id": pl.String})
    if not n_parts:
        return {}
    # Of several with one id, as of a preliminary and a final report, the most urgent is shown, of equals the first.
    rows = Parts(folder).scan(n_parts).join(names, on="id", how="semi").sort("tier", "place", descending=True)
    chosen = rows.select("patient", "id", "date", "tier", "sentences", *more).collect()
    return {(row["patient"], row["id"]): row for row in chosen.iter_rows(named=True)}


def shown_report(row: Mapping[str, Any]) -> ShownReport:
    """A report as a list shows it, made of its row."""
    sentences = (
        Excerpt(each["text"], tuple((mark["start"], mark["end"]) for mark in each["marks"]))
        for each in row["sentences"] or ()
    )
    return ShownReport(row["id"], row["date"], row["tier"], tuple(sentences))


def _entries(shown: pl.DataFrame, rows: Mapping[tuple[str | None, str], Mapping[str, Any]]) -> Iterator[Entry]:
    chosen = shown.select("patient", "tier", "shown", "suspicious", "added_up")
    for patient, tier, names, suspicious, added_up in chosen.iter_rows():
        found = (rows.get((patient, name)) for name in names)
        yield Entry(tier, patient, tuple(shown_report(each) for each in found if each), suspicious, added_up)
