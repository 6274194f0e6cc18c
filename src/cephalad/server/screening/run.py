"""A finished run of `cephalad screen` as the pages show it: counts, and the women of a tier, some at a time.

Polars is loaded when a page is asked for, never before the processes of the server are made from the first one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cephalad.errors import UnreadableInput

if TYPE_CHECKING:
    import polars as pl

    from cephalad.screen.worklist import ShownReport

__all__ = ["MOST_REPORTS", "NO_TIER", "TIERS", "Line", "Report", "Run", "check_folder", "open_run"]

TIERS = ("A", "B", "C", "D")
NO_TIER = "none"
MOST_REPORTS = 5
"""Reports of one woman that are shown at most."""

_MANIFEST = "manifest.json"
_TABLES = ("ranked.parquet", "parts")
_NEEDED = ("parts", "reports", "women", "rejected", "rules_version", "rules_hash", "guideline")


@dataclass(frozen=True, slots=True)
class Line:
    """A woman of the list, or a report of nobody named.

    Attributes
    ----------
    patient : as the archive names her; None where it does not say whose report it is
    ids : her reports that matter, the earliest first
    added_up : whether only together her reports reach the tier
    """

    tier: str
    patient: str | None
    ids: tuple[str, ...]
    added_up: bool


@dataclass(frozen=True, slots=True)
class Report:
    """One report as the parts of the run hold it.

    Attributes
    ----------
    shown : as a list shows it
    findings : of the reader, as `cephalad.screen.core.FINDING` has them
    modality : None where the report does not tell
    """

    shown: ShownReport
    findings: tuple[Mapping[str, Any], ...]
    modality: str | None
    rules_version: str
    rules_hash: str


@dataclass(frozen=True, slots=True)
class Run:
    """The run in a folder, as it stood when its manifest was written.

    Attributes
    ----------
    n_reports, n_women : by tier; women are None when the archive names no patients
    written : when the manifest was written, and how long it is: another run is another value
    """

    folder: Path
    n_parts: int
    n_reports: Mapping[str, int]
    n_women: Mapping[str, int] | None
    n_rejected: int
    rules_version: str
    rules_hash: str
    guideline: str
    written: tuple[int, int]

    @property
    def number_of_reports(self) -> int:
        """All reports that were read."""
        return sum(self.n_reports.values())

    def lines(self, tiers: Sequence[str]) -> list[Line]:
        """Women of these tiers and reports of nobody named, in the order in which charts should be read."""
        return [line for tier in TIERS if tier in tiers for line in _lines(self.folder, self.written, tier)]

    def reports(self, lines: Iterable[Line]) -> dict[tuple[str | None, str], Report]:
        """The reports of some lines, a few of each, by patient and id."""
        wanted = {(line.patient, name) for line in lines for name in line.ids[:MOST_REPORTS]}
        return {key: report for key, report in self._read({name for _, name in wanted}) if key in wanted}

    def report(self, patient: str | None, name: str) -> Report | None:
        """One report; None when the run does not hold it."""
        return next((report for key, report in self._read({name}) if key == (patient, name)), None)

    def tier_of_reports(self) -> dict[tuple[str | None, str], str]:
        """The tier of each report that has one of its own, by patient and id."""
        import polars as pl

        ranked = pl.scan_parquet(self.folder / "ranked.parquet").filter(pl.col("tier").is_not_null())
        patient = pl.col("patient") if self.n_women is not None else pl.lit(None, pl.String)
        rows = ranked.select(patient.alias("patient"), "id", "tier").collect()
        return {(who, name): tier for who, name, tier in rows.iter_rows()}

    def _read(self, names: set[str]) -> Iterator[tuple[tuple[str | None, str], Report]]:
        import polars as pl

        from cephalad.screen.parts import Parts

        if not names or not self.n_parts:
            return
        wanted = pl.LazyFrame({"id": sorted(names)}, schema={"id": pl.String})
        # Of two reports with one id and patient the first is shown.
        rows = Parts(self.folder).scan(self.n_parts).join(wanted, on="id", how="semi").sort("place", descending=True)
        for row in rows.collect().iter_rows(named=True):
            yield (row["patient"], row["id"]), _report(row)


def open_run(folder: Path) -> Run:
    """The finished run in a folder.

    Raises
    ------
    UnreadableInput : when there is none
    """
    manifest = check_folder(folder)
    told = (folder / _MANIFEST).stat()
    return Run(
        folder,
        int(manifest["parts"]),
        manifest["reports"],
        manifest["women"],
        int(manifest["rejected"]),
        str(manifest["rules_version"]),
        str(manifest["rules_hash"]),
        str(manifest["guideline"]),
        (told.st_mtime_ns, told.st_size),
    )


def check_folder(folder: Path) -> Mapping[str, Any]:
    """What the run in this folder says of itself.

    Raises
    ------
    UnreadableInput : when it holds no finished run
    """
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        complete = all(key in manifest for key in _NEEDED) and all((folder / name).exists() for name in _TABLES)
    except (OSError, ValueError, TypeError):
        complete = False
    if not complete:
        raise UnreadableInput(f"{folder}: holds no finished run; name the folder that cephalad screen wrote")
    return dict(manifest)


@lru_cache(maxsize=2 * len(TIERS))
def _lines(folder: Path, written: tuple[int, int], tier: str) -> tuple[Line, ...]:
    """The lines of one tier; kept, so that turning a page reads no table again."""
    import polars as pl

    del written  # a part of the key only: with another run in the folder everything is read again
    manifest = check_folder(folder)
    alone = pl.scan_parquet(folder / "ranked.parquet").filter(pl.col("tier") == tier)
    found: list[Line] = []
    if manifest["women"] is not None:
        alone = alone.filter(pl.col("patient").is_null())
        women = pl.scan_parquet(folder / "women.parquet").filter(pl.col("tier") == tier).sort("rank")
        rows = women.select("patient", "ids", "added_up").collect().iter_rows()
        found += [Line(tier, patient, tuple(ids), added_up) for patient, ids, added_up in rows]
    named = _ids(alone.sort("rank"))
    return (*found, *(Line(tier, None, (name,), added_up=False) for name in named))


def _ids(rows: pl.LazyFrame) -> list[str]:
    return rows.select("id").collect()["id"].to_list()


def _report(row: Mapping[str, Any]) -> Report:
    from cephalad.screen.excerpt import Excerpt
    from cephalad.screen.worklist import ShownReport

    sentences = tuple(
        Excerpt(each["text"], tuple((mark["start"], mark["end"]) for mark in each["marks"]))
        for each in row["sentences"] or ()
    )
    shown = ShownReport(row["id"], row["date"], row["tier"], sentences)
    packed = (each.split("\t") for each in row["said"] or ())
    modality = next((value for finding, value, _ in packed if finding == "imaging.modality"), None)
    return Report(shown, tuple(row["findings"] or ()), modality, row["version"], row["rules_hash"])
