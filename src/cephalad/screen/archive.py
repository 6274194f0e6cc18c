"""Files of reports come in, batches of rows go out: Parquet, CSV and JSON Lines, read as a stream.

Memory grows with a batch, never with a file. A row that is broken is told and left out, and the rows after it are read.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

import polars as pl

from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.read import LONGEST_TEXT
from cephalad.screen.columns import COLUMNS, Columns

__all__ = ["ENDINGS", "ROWS_AT_ONCE", "Refused", "Shard", "Source", "find_sources", "shards"]

ROWS_AT_ONCE = 10_000
"""Rows of a shard at most."""

_SIGNS_AT_ONCE = 32_000_000
_LONGEST_LINE = 16_000_000
_LONGEST_CELL = 2 * LONGEST_TEXT
_ROWS_OF_PARQUET = 2_000
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the archive.

    Attributes
    ----------
    name : as the caller named it, or the folder that holds it
    columns : the column of the file for each column that is read
    """

    name: str
    size: int
    sha256: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be read: where it stands and why, never what it holds."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Shard:
    """Some rows of one file, in their order.

    Attributes
    ----------
    number : counted over the whole archive; the same archive gives the same shards
    rows : `COLUMNS` and ``row``, the number of the row in its file, counted from 1
    """

    number: int
    file: str
    rows: pl.DataFrame
    refused: tuple[Refused, ...]


_Row = tuple[int, Sequence[object]]
"""The number of a row in its file and its values, one for each column that is read."""

# --- which files ------------------------------------------------------------------------------------------------------


def find_sources(named: Sequence[str], columns: Columns, *, leave_out: str = "") -> list[Source]:
    """The files that are named, a folder standing for every archive file in it and below, in order of their names.

    Parameters
    ----------
    leave_out : a folder that is no part of the archive, such as the one that the run writes to

    Raises
    ------
    UnreadableInput : for a folder without such a file, and for files that cannot be read or lack a column, all at once
    """
    sources: dict[str, Source] = {}
    faults: list[str] = []
    for name in named:
        for path in _files_of(name, os.path.realpath(leave_out) if leave_out else ""):
            try:
                sources.setdefault(os.path.realpath(path), _source(path, columns))
            except (UnreadableInput, InvalidArgument) as fault:
                faults.append(str(fault))
            except (OSError, pl.exceptions.PolarsError, csv.Error) as fault:
                faults.append(f"{path}: cannot be read: {getattr(fault, 'strerror', None) or 'is broken'}")
    if faults:
        raise UnreadableInput("\n".join(faults))
    return list(sources.values())


def _files_of(name: str, leave_out: str) -> list[str]:
    if not os.path.isdir(name):
        if _ending(name) not in _READERS:
            raise InvalidArgument(f"{name}: must end in {', '.join(ENDINGS)}")
        return [name]
    if os.path.realpath(name) == leave_out:
        raise UnreadableInput(f"{name}: is the folder that the run writes to; name another one with --output")
    found: list[str] = []
    for folder, folders, files in os.walk(name):
        folders[:] = sorted(
            each
            for each in folders
            if not each.startswith(".") and os.path.realpath(os.path.join(folder, each)) != leave_out
        )
        found += [
            os.path.join(folder, each)
            for each in sorted(files)
            if not each.startswith(".") and _ending(each) in _READERS
        ]
    if not found:
        raise UnreadableInput(f"{name}: holds no archive file; one ends in {', '.join(ENDINGS)}")
    return found


def _ending(name: str) -> str:
    return Path(name).suffix.lower()


def _source(path: str, columns: Columns) -> Source:
    found = _READERS[_ending(path)].columns(path)
    chosen = columns.chosen(found, path) if found is not None else columns.wanted()
    digest, size = hashlib.sha256(), 0
    with open(path, "rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Source(path, size, digest.hexdigest(), chosen)


# --- rows into shards -------------------------------------------------------------------------------------------------


def shards(sources: Sequence[Source], *, rows_at_once: int = ROWS_AT_ONCE) -> Iterator[Shard]:
    """The rows of the files as shards; a shard never holds rows of two files.

    Raises
    ------
    UnreadableInput : when a file breaks off or is no such file from some place on
    """
    number = 0
    for source in sources:
        refused: list[Refused] = []
        rows: list[_Row] = []
        n_signs = 0
        try:
            for each in _READERS[_ending(source.name)].rows(source):
                if isinstance(each, Refused):
                    refused.append(each)
                else:
                    rows.append(each)
                    text = each[1][_TEXT]
                    n_signs += len(text) if isinstance(text, str) else 0
                if len(rows) + len(refused) >= rows_at_once or n_signs >= _SIGNS_AT_ONCE:
                    yield _shard(number, source, rows, refused)
                    rows, refused, n_signs, number = [], [], 0, number + 1
        except (OSError, pl.exceptions.PolarsError) as fault:
            raise UnreadableInput(f"{source.name}: cannot be read to its end: it is broken") from fault
        if rows or refused:
            yield _shard(number, source, rows, refused)
            number += 1


_TEXT = COLUMNS.index("text")


def _shard(number: int, source: Source, rows: Sequence[_Row], refused: Sequence[Refused]) -> Shard:
    kept: list[_Row] = []
    faults = list(refused)
    for row in rows:
        fault = _fault_of(row[1])
        if fault:
            faults.append(Refused(source.name, row[0], fault))
        else:
            kept.append(row)
    columns = {name: [_word(row[1][place]) for row in kept] for place, name in enumerate(COLUMNS)}
    frame = pl.DataFrame(
        {"row": [row[0] for row in kept], **columns}, schema={"row": pl.Int64, **dict.fromkeys(COLUMNS, pl.String)}
    )
    return Shard(number, source.name, frame, tuple(sorted(faults, key=lambda each: each.row)))


def _fault_of(values: Sequence[object]) -> str:
    """Why the values of a row cannot stand in a batch; "" when they can."""
    for name, value in zip(COLUMNS, values, strict=True):
        if isinstance(value, str):
            if not value.isascii() and not _is_unicode(value):
                return f"{name} is not UTF-8"
        elif value is not None and (name == "text" or type(value) not in (int, float)):
            return f"{name} must be a text"
    return ""


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _word(value: object) -> str | None:
    return value if isinstance(value, str) or value is None else str(value)


# --- the three formats ------------------------------------------------------------------------------------------------


def _parquet_columns(path: str) -> Sequence[str] | None:
    return list(pl.read_parquet_schema(path))


def _parquet_rows(source: Source) -> Iterator[_Row | Refused]:
    chosen = [
        pl.col(source.columns[name]).cast(pl.String).alias(name) if name in source.columns else _NOTHING.alias(name)
        for name in COLUMNS
    ]
    row = 0
    for batch in pl.scan_parquet(source.name).select(chosen).collect_batches(chunk_size=_ROWS_OF_PARQUET):
        for values in batch.iter_rows():
            row += 1
            yield row, values


_NOTHING = pl.lit(None, dtype=pl.String)


def _csv_columns(path: str) -> Sequence[str] | None:
    with _csv_text(open(path, "rb")) as stream:
        return next(csv.reader(stream), [])


def _csv_text(stream: BinaryIO) -> TextIOWrapper:
    """The text of a CSV file; bytes that are no UTF-8 stay recognisable, so that only their rows are refused."""
    return TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _csv_rows(source: Source) -> Iterator[_Row | Refused]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    with _csv_text(open(source.name, "rb")) as stream:
        # Strict, because a quote that is never closed would make one report of all that follows and not be told.
        cells = csv.reader(stream, strict=True)
        head = next(cells, [])
        places = [head.index(source.columns[name]) if name in source.columns else None for name in COLUMNS]
        row = 0
        while True:
            try:
                found = next(cells, None)
            except csv.Error as fault:
                row += 1
                yield Refused(source.name, row, _why_no_csv(fault))
                continue
            if found is None:
                return
            if not found:
                continue
            row += 1
            if len(found) == len(head):
                yield row, [None if place is None else found[place] for place in places]
            else:
                yield Refused(source.name, row, f"has {len(found)} cells where the head has {len(head)}")


def _why_no_csv(fault: csv.Error) -> str:
    if "end of data" in str(fault):
        return "opens a quote that is never closed: nothing after it was read"
    return "is no CSV: a cell too long, or a sign after a closing quote; double the quotes inside a cell"


def _no_columns(_path: str) -> Sequence[str] | None:
    """Each line of JSON Lines has its own keys."""
    return None


def _json_rows(source: Source) -> Iterator[_Row | Refused]:
    keys = [source.columns.get(name, "") for name in COLUMNS]
    with open(source.name, "rb") as stream:
        row = 0
        while line := stream.readline(_LONGEST_LINE):
            row += 1
            if len(line) >= _LONGEST_LINE and not line.endswith(b"\n"):
                while (rest := stream.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                    pass
                yield Refused(source.name, row, f"is longer than {_LONGEST_LINE:,} bytes")
            elif line.strip():
                yield _json_row(source, row, line, keys)


def _json_row(source: Source, row: int, line: bytes, keys: Sequence[str]) -> _Row | Refused:
    try:
        tree: Any = json.loads(line.removeprefix(b"\xef\xbb\xbf") if row == 1 else line)
    except UnicodeDecodeError:
        return Refused(source.name, row, "is not UTF-8")
    except (ValueError, RecursionError):
        return Refused(source.name, row, "is no JSON")
    if not isinstance(tree, dict):
        return Refused(source.name, row, "is no JSON object")
    return row, [tree.get(key) for key in keys]


@dataclass(frozen=True, slots=True)
class _Format:
    columns: Callable[[str], Sequence[str] | None]
    rows: Callable[[Source], Iterator[_Row | Refused]]


_READERS: Mapping[str, _Format] = MappingProxyType(
    {
        ".parquet": _Format(_parquet_columns, _parquet_rows),
        ".csv": _Format(_csv_columns, _csv_rows),
        ".jsonl": _Format(_no_columns, _json_rows),
        ".ndjson": _Format(_no_columns, _json_rows),
    }
)
ENDINGS = tuple(_READERS)
"""Endings of the files that an archive is made of."""
