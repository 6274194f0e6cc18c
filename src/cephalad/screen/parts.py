"""The parts of a run under its folder: each shard's result written whole, so that a run that was ended can go on.

A part that is there is complete. What a run is of (the archive's files, the rules, the guideline) stands beside the
parts; with other rules or other files the parts are those of another run, and are not mixed with it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from cephalad.columns.whole_file import written_whole
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.screen.archive import Refused, Source

__all__ = ["Identity", "Parts"]

_IDENTITY = "run.json"
_METADATA = {"cephalad.schema": "cephalad-screen-part/1"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Everything that the result of a run depends on."""

    sources: tuple[Source, ...]
    program: str
    rules_version: str
    rules_hash: str
    guideline: str
    guideline_hash: str
    tiers_hash: str
    rows_at_once: int

    def as_json(self) -> dict[str, object]:
        """The identity as it stands in the files of a run."""
        return {**asdict(self), "sources": [{**asdict(each), "columns": dict(each.columns)} for each in self.sources]}


class Parts:
    """The part files of one run.

    Parameters
    ----------
    folder : where the run writes
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder) / "parts"

    def begin(self, identity: Identity, *, anew: bool) -> None:
        """Make the folder ready: go on with the parts of the same run, and never with those of another.

        Parameters
        ----------
        anew : whether the parts of another run may be thrown away

        Raises
        ------
        InvalidArgument : when the folder holds another run, and it may not
        UnreadableInput : when the folder cannot be written
        """
        told = f"{json.dumps(identity.as_json(), ensure_ascii=False, indent=2, sort_keys=True)}\n"
        file = self.folder / _IDENTITY
        try:
            before = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
        except (OSError, ValueError):
            before = {}
        if before is not None and before != json.loads(told):
            if not anew:
                other = _differing(before, json.loads(told))
                remedy = "name another folder, or throw that run away with --anew"
                raise InvalidArgument(f"{self.folder.parent}: holds a run with other {other}; {remedy}")
            shutil.rmtree(self.folder)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise UnreadableInput(f"{self.folder}: cannot be written: {fault.strerror}") from fault
        for left in self.folder.glob("*.tmp"):  # of a run that was ended while it wrote
            left.unlink()
        if before is None or before != json.loads(told):
            with written_whole(file) as target:
                Path(target).write_text(told, encoding="utf-8")

    def path(self, number: int) -> Path:
        """Where the result of a shard stands."""
        return self.folder / f"{number:06d}.parquet"

    def refused_path(self, number: int) -> Path:
        """Where the rows of a shard stand that could not be read."""
        return self.folder / f"{number:06d}.rejected.jsonl"

    def is_done(self, number: int) -> bool:
        """Whether the shard has its part; the result is written last."""
        return self.path(number).exists()

    def write(self, number: int, rows: pl.DataFrame, refused: Sequence[Refused]) -> None:
        """Write the part of a shard, the refused rows first."""
        with written_whole(self.refused_path(number)) as target:
            lines = [f"{json.dumps(asdict(each), ensure_ascii=False)}\n" for each in refused]
            Path(target).write_text("".join(lines), encoding="utf-8")
        with written_whole(self.path(number)) as target:
            rows.write_parquet(target, metadata=_METADATA, compression="lz4")

    def scan(self, n_parts: int) -> pl.LazyFrame:
        """The rows of all parts, with ``place``: their order in the archive."""
        return pl.scan_parquet([self.path(number) for number in range(n_parts)], row_index_name="place")


def _differing(before: Mapping[str, object], now: Mapping[str, object]) -> str:
    named = {"sources": "files", "program": "program", "rows_at_once": "shards"}
    keys = [key for key in now if before.get(key) != now[key]]
    return " and ".join(dict.fromkeys(named.get(key, "rules") for key in keys)) or "rules"
