"""The cohort table on disk: written whole or not at all, read with every row that is refused and why.

`read_table` reads a table into memory; `read_batches` reads one that is larger than memory, some patients at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from cephalad.columns.check import Table, check_rows
from cephalad.columns.rejected import shown
from cephalad.columns.schema import COLUMNS, METADATA, SCHEMA, VERSION
from cephalad.columns.typed import fits
from cephalad.columns.whole_file import ending_of, write_rows
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.terms import nearest

__all__ = ["ending_of", "parse_csv", "read_batches", "read_table", "write_table"]

ROWS_AT_ONCE = 2_000_000
"""Rows of a batch, about: a batch ends with a patient."""


# --- writing ----------------------------------------------------------------------------------------------------------


def write_table(rows: pl.DataFrame | pl.LazyFrame, path: str | Path) -> None:
    """Write a table as Parquet or CSV, whatever the ending says; the same rows give the same bytes.

    Raises
    ------
    InvalidArgument : for a file with another ending, and for rows that are not of the table's columns and types
    UnreadableInput : when the file cannot be written; what stood there before is left alone
    """
    ending_of(path)
    lazy = rows.lazy()
    if lazy.collect_schema() != SCHEMA:
        raise InvalidArgument("the rows have other columns than the cohort table")
    write_rows(lazy, path, METADATA)


# --- reading ----------------------------------------------------------------------------------------------------------


def read_table(path: str | Path) -> Table:
    """The table in a Parquet or CSV file, with every row that was refused.

    Types are taken over where nothing is lost: words that are dates or numbers, numbers in another unit. A row with a
    faulty finding is refused and its event stands without it; a fault in the order or time of a patient's events
    refuses all her rows.

    Raises
    ------
    InvalidArgument : for a file with another ending
    UnreadableInput : when the file cannot be read, has other columns, or holds another version of the table
    """
    return check_rows(_opened(path).collect())


def parse_csv(content: bytes) -> Table:
    """The table in the bytes of a CSV file, with every row that was refused; as `read_table`.

    Raises
    ------
    UnreadableInput : when it is no CSV, or has other columns
    """
    try:
        rows = pl.read_csv(content, infer_schema=False)
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise UnreadableInput("table: cannot be read: is no CSV file") from error
    _check_columns("table", rows.schema)
    return check_rows(rows)


def read_batches(path: str | Path, *, n_rows: int = ROWS_AT_ONCE) -> Iterator[Table]:
    """The same table some patients at a time, for a Parquet file that is larger than memory; a CSV file comes whole.

    Parameters
    ----------
    n_rows : rows of a batch, about; memory grows with it, never with the file

    Raises
    ------
    InvalidArgument, UnreadableInput : as for `read_table`
    UnreadableInput : also when the rows of a patient do not stand together, in the order of the patients' names
    """
    rows = _opened(path)
    if ending_of(path) == ".csv":  # every look at a later part would read all before it again
        yield check_rows(rows.collect())
        return
    start, last = 0, ""
    while True:
        part = rows.slice(start, n_rows).collect()
        names = _names(part)
        if part.height == n_rows:
            part = _whole_patients(rows, start, part, names)
            names = names.head(part.height)
        if not part.height:
            return
        if not names.is_sorted() or (start and names[0] <= last):
            raise UnreadableInput(f"{path}: is not sorted by patient; write it again with its rows in that order")
        last = names[-1]
        yield check_rows(part, first_row=start + 1)
        start += part.height


def _names(rows: pl.DataFrame) -> pl.Series:
    return rows.get_column("patient").cast(pl.String).fill_null("")


def _whole_patients(rows: pl.LazyFrame, start: int, part: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """The part without its last patient, of whom more may follow; all rows of a patient who fills it alone."""
    before_last = part.height - int((names.reverse() == names[-1]).cast(pl.UInt8).cum_min().sum())
    if before_last:
        return part.head(before_last)
    later = rows.slice(start).select(pl.col("patient").cast(pl.String).fill_null("") == names[0])
    n_rows = later.select(pl.all().cast(pl.UInt8).cum_min().cast(pl.Int64).sum()).collect().item()
    return rows.slice(start, n_rows).collect()


def _opened(path: str | Path) -> pl.LazyFrame:
    """The file as it is, after its columns have been found to be those of the table."""
    ending = ending_of(path)
    try:
        with open(path, "rb"):
            pass
        if ending == ".csv":
            rows = pl.scan_csv(path, infer_schema=False)
            _check_columns(path, rows.collect_schema())
            return rows
        stated = pl.read_parquet_metadata(path).get("cephalad.schema", VERSION)
        if stated != VERSION:
            raise UnreadableInput(f"{path}: holds {shown(stated)}; this program reads {VERSION}")
        rows = pl.scan_parquet(path)
        _check_columns(path, rows.collect_schema())
    except OSError as error:
        raise UnreadableInput(f"{path}: cannot be read: {error.strerror or 'input error'}") from error
    except pl.exceptions.PolarsError as error:
        raise UnreadableInput(f"{path}: cannot be read: is no {ending.removeprefix('.').upper()} file") from error
    return rows


def _check_columns(path: str | Path, given: Mapping[str, pl.DataType]) -> None:
    """All that is wrong with the columns at once: without them no row can be read."""
    faults = [f"{name} is missing" for name in COLUMNS if name not in given]
    for name, kind in given.items():
        if name not in COLUMNS:
            closest = nearest(name, COLUMNS)
            faults.append(f"{shown(name)} is unknown" + (f" (write {closest})" if closest else ""))
        elif not fits(name, kind):
            faults.append(f"{name} holds {shown(str(kind))}, not {COLUMNS[name]}")
    if faults:
        raise UnreadableInput(f"{path}: has other columns than {VERSION}: {'; '.join(faults)}")
