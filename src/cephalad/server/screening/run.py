"""A finished run of `cephalad screen` as the pages show it: counts, and the women of a tier, some at a time.

Polars is loaded when a page is asked for, never before the processes of the server are made from the first one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cephalad.errors import UnreadableInput
from cephalad.screen.tiers import READ_THE_CHART, TIER_NAMES

if TYPE_CHECKING:
    from cephalad.screen.worklist import ShownReport

__all__ = ["MOST_REPORTS", "Line", "Report", "Run", "check_folder", "open_run"]

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
    shown : those of them that the list shows
    first : her earliest report of tier A to C, where others stand beside it
    to_decide : those shown that make the list: of tier A to C, else all of them
    added_up : whether only together her reports reach the tier
    """

    tier: str
    patient: str | None
    ids: tuple[str, ...]
    shown: tuple[str, ...]
    first: str | None
    to_decide: tuple[str, ...]
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
        asked, named = (tier for tier in TIER_NAMES if tier in tiers), self.n_women is not None
        return [line for tier in asked for line in _lines(self.folder, self.written, tier, names_patients=named)]

    def reports(self, lines: Iterable[Line]) -> dict[tuple[str | None, str], Report]:
        """The reports of some lines, a few of each, by patient and id.

        Raises
        ------
        UnreadableInput : when the parts hold not all of them, since another run is being written
        """
        wanted = {(line.patient, name) for line in lines for name in line.shown}
        found = self._read({name for _, name in wanted})
        if not wanted <= found.keys():
            raise UnreadableInput(f"{self.folder}: holds no finished run any more")
        return {key: report for key, report in found.items() if key in wanted}

    def report(self, patient: str | None, name: str) -> Report | None:
        """One report; None when the run does not hold it."""
        return self._read({name}).get((patient, name))

    def tier_of_reports(self) -> dict[tuple[str | None, str], str]:
        """The tier of each report that has one of its own, by patient and id."""
        import polars as pl

        ranked = pl.scan_parquet(self.folder / "ranked.parquet").filter(pl.col("tier").is_not_null())
        patient = pl.col("patient") if self.n_women is not None else pl.lit(None, pl.String)
        with _still_there(self.folder):
            rows = ranked.select(patient.alias("patient"), "id", "tier").collect()
        rows = rows.reverse()  # of several with one id the most urgent stands first, and is to count
        return {(who, name): tier for who, name, tier in rows.iter_rows()}

    def _read(self, names: set[str]) -> dict[tuple[str | None, str], Report]:
        from cephalad.screen.worklist import report_rows

        with _still_there(self.folder):
            rows = report_rows(self.folder, self.n_parts, names, "findings", "said", "version", "rules_hash")
        return {key: _report(row) for key, row in rows.items()}


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


@lru_cache(maxsize=2 * len(TIER_NAMES))
def _lines(folder: Path, written: tuple[int, int], tier: str, *, names_patients: bool) -> tuple[Line, ...]:
    """The lines of one tier; kept, so that turning a page reads no table again."""
    from cephalad.screen.worklist import listed

    del written  # a part of the key only: with another run in the folder everything is read again
    with _still_there(folder):
        rows = listed(folder, [tier], names_patients=names_patients, most=MOST_REPORTS)
    return tuple(_line(row) for row in rows.iter_rows(named=True))


@contextmanager
def _still_there(folder: Path) -> Iterator[None]:
    """Tells of tables that go away while they are read as of a run that is not finished.

    Raises
    ------
    UnreadableInput : when the archive is being screened anew
    """
    import polars as pl

    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise UnreadableInput(f"{folder}: holds no finished run any more") from fault


def _line(row: Mapping[str, Any]) -> Line:
    shown = tuple(row["shown"])
    urgent = tuple(name for name, own in zip(shown, row["tiers"], strict=True) if own in READ_THE_CHART)
    first = row["first_id"] if urgent and len(shown) > 1 else None
    alone = row["added_up"] or not urgent
    return Line(
        row["tier"], row["patient"], tuple(row["ids"]), shown, first, shown if alone else urgent, row["added_up"]
    )


def _report(row: Mapping[str, Any]) -> Report:
    from cephalad.screen.worklist import shown_report

    packed = (each.split("\t") for each in row["said"] or ())
    modality = next((value for finding, value, _ in packed if finding == "imaging.modality"), None)
    return Report(shown_report(row), tuple(row["findings"] or ()), modality, row["version"], row["rules_hash"])
