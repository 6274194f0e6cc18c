"""A finished run: its reports by id and tier, and the texts of some of them, read again from the archive."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from cephalad.errors import UnreadableInput
from cephalad.screen.archive import Source, shards
from cephalad.screen.labels import NO_TIER

__all__ = ["Finished", "read_finished"]

_ROWS_AT_ONCE = 100_000
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Finished:
    """The folder that a run wrote.

    Attributes
    ----------
    n_by_tier : reports of each tier, those without one under `NO_TIER`
    sources : the files of the archive as the run saw them
    """

    folder: Path
    n_by_tier: Mapping[str, int]
    sources: tuple[Source, ...]

    def reports(self) -> Iterator[tuple[str, str]]:
        """Id and tier of every report, as many in memory at once as a batch holds."""
        for batch in _ranked(self.folder).collect_batches(chunk_size=_ROWS_AT_ONCE):
            yield from batch.iter_rows()

    def texts(self, ids: Collection[str]) -> dict[str, str]:
        """The texts of these reports, by id.

        Raises
        ------
        UnreadableInput : when a file of the archive cannot be read, is not the one that was screened, or lacks a report
        """
        for source in self.sources:
            _must_be_the_same(source)
        wanted = set(ids)
        found: dict[str, str] = {}
        for shard in shards(self.sources):
            rows = shard.rows.filter(pl.col("id").is_in(wanted)).select("id", "text")
            found |= {name: text or "" for name, text in rows.iter_rows() if name not in found}
            if len(found) == len(wanted):
                return found
        raise UnreadableInput(f"{self.folder}: {len(wanted) - len(found)} reports of the sample are not in the archive")


def read_finished(folder: str | Path) -> Finished:
    """The run that ended in this folder.

    Raises
    ------
    UnreadableInput : for a folder that holds no finished run
    """
    place = Path(folder)
    try:
        manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
        sources = tuple(_source(each) for each in manifest["sources"])
        counted = _ranked(place).group_by("tier").len().collect()
        return Finished(place, {tier: n for tier, n in counted.iter_rows() if n}, sources)
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        rule = "holds no finished run; screen an archive with --output"
        raise UnreadableInput(f"{folder}: {rule} {folder}") from error


def _source(told: Mapping[str, Any]) -> Source:
    return Source(str(told["name"]), int(told["size"]), str(told["sha256"]), dict(told["columns"]))


def _ranked(folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(folder / "ranked.parquet").select("id", pl.col("tier").fill_null(NO_TIER))


def _must_be_the_same(source: Source) -> None:
    digest = sha256()
    try:
        with open(source.name, "rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        reason = f"{error.strerror or 'input error'}; type the command in the folder where the archive was screened"
        raise UnreadableInput(f"{source.name}: cannot be read: {reason}") from error
    if digest.hexdigest() != source.sha256:
        raise UnreadableInput(f"{source.name}: is not the file that was screened; screen the archive again")
