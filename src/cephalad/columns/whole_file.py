"""Tables are written whole or not at all: what stood in a place before is left alone until the new file is complete."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import polars as pl

from cephalad.errors import InvalidArgument, UnreadableInput

__all__ = ["ENDINGS", "ending_of", "write_rows", "written_whole"]

ENDINGS = (".parquet", ".csv")
_ROWS_OF_A_GROUP = 250_000


def ending_of(path: str | Path) -> str:
    """``.parquet`` or ``.csv``.

    Raises
    ------
    InvalidArgument : for any other ending
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise InvalidArgument(f"{path}: a table is written to a file that ends in {' or '.join(ENDINGS)}")
    return ending


@contextmanager
def written_whole(path: str | Path) -> Iterator[str]:
    """The name of a new file to write to; it takes the place of `path` once the block has ended without a fault.

    Raises
    ------
    UnreadableInput : when the file cannot be written
    """
    target = os.path.realpath(path)
    temporary = f"{target}.{os.urandom(4).hex()}.tmp"
    try:
        if os.path.isdir(target):
            raise UnreadableInput(f"{path}: is a directory; name a file in it")
        # Opened first: a folder that does not exist is then an error of the system, told in its words.
        with open(temporary, "wb"):
            pass
        yield temporary
        os.replace(temporary, target)
    except OSError as error:
        raise UnreadableInput(f"{path}: cannot be written: {error.strerror or 'output error'}") from error
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def write_rows(rows: pl.LazyFrame, path: str | Path, metadata: Mapping[str, str]) -> None:
    """Write rows as Parquet or CSV, whatever the ending says; the same rows give the same bytes.

    Parameters
    ----------
    metadata : kept in a Parquet file; a CSV file has no place for it

    Raises
    ------
    InvalidArgument : for a file with another ending
    UnreadableInput : when the file cannot be written; what stood there before is left alone
    """
    ending = ending_of(path)
    with written_whole(path) as target:
        if ending == ".parquet":
            rows.sink_parquet(target, row_group_size=_ROWS_OF_A_GROUP, metadata=dict(metadata))
        else:
            rows.sink_csv(target)
