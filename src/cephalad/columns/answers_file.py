"""The answers of a cohort on disk, as Parquet or CSV: written whole or not at all, read after a look at its columns.

In a CSV file the words of a list stand in one cell, joined by a semicolon and a blank; a list without words is an empty
text in quotes, and nothing at all is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from cephalad.columns.answers import ANSWERS_VERSION, CRITERION, answer_schema, study_column
from cephalad.columns.rejected import shown
from cephalad.columns.whole_file import ending_of, write_rows
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.guideline import default_guideline
from cephalad.guideline.model import Guideline
from cephalad.terms import nearest

__all__ = ["read_answers", "scan_answers", "write_answers"]

_JOINT = "; "
_STUDY = study_column("")
_MADE_BY = "write it with `cephalad cohort assess`"


# --- writing ----------------------------------------------------------------------------------------------------------


def write_answers(frame: pl.DataFrame | pl.LazyFrame, path: str | Path, guideline: Guideline) -> None:
    """Write answers as Parquet or CSV, whatever the ending says; the same rows give the same bytes.

    Parameters
    ----------
    guideline : the one that gave the answers; its studies and criteria say which columns there are

    Raises
    ------
    InvalidArgument : for a file with another ending, and for rows that are not of the answers' columns and types
    UnreadableInput : when the file cannot be written; what stood there before is left alone
    """
    ending = ending_of(path)
    lazy = frame.lazy()
    given = lazy.collect_schema()
    if all(given != pl.Schema(answer_schema(guideline, criteria=criteria)) for criteria in (False, True)):
        raise InvalidArgument(f"the rows have other columns than the answers of {guideline.id}")
    if ending == ".csv":
        lists = [name for name, kind in given.items() if isinstance(kind, pl.List)]
        lazy = lazy.with_columns(pl.col(lists).list.join(_JOINT))
    write_rows(lazy, path, {"cephalad.schema": ANSWERS_VERSION})


# --- reading ----------------------------------------------------------------------------------------------------------


def read_answers(path: str | Path) -> pl.DataFrame:
    """The answers in a Parquet or CSV file, in their own types and their own order of columns.

    Raises
    ------
    InvalidArgument : for a file with another ending
    UnreadableInput : when the file cannot be read, has other columns or types, or holds another version of the answers
    """
    return _collected(path, scan_answers(path))


def scan_answers(path: str | Path) -> pl.LazyFrame:
    """The same answers without their rows, for a file of which only some columns are wanted.

    Raises
    ------
    InvalidArgument, UnreadableInput : as for `read_answers`
    """
    ending = ending_of(path)
    try:
        with open(path, "rb"):
            pass
        if ending == ".csv":
            rows = pl.scan_csv(path, infer_schema=False)
            wanted = _wanted(path, rows.collect_schema(), typed=False)
            _collected(path, _read_words(rows, wanted).select(pl.len(), *(pl.col(name).count() for name in wanted)))
            return _read_words(rows, wanted)
        stated = pl.read_parquet_metadata(path).get("cephalad.schema", "")
        if stated != ANSWERS_VERSION:
            told = f"holds {shown(stated)}" if stated else "says of no version what it holds"
            raise UnreadableInput(f"{path}: {told}; this program reads {ANSWERS_VERSION}: {_MADE_BY}")
        rows = pl.scan_parquet(path)
        return rows.select(*_wanted(path, rows.collect_schema(), typed=True))
    except OSError as error:
        raise UnreadableInput(f"{path}: cannot be read: {error.strerror or 'input error'}") from error
    except pl.exceptions.PolarsError as error:
        raise UnreadableInput(f"{path}: cannot be read: is no {ending.removeprefix('.').upper()} file") from error


def _collected(path: str | Path, rows: pl.LazyFrame) -> pl.DataFrame:
    try:
        return rows.collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UnreadableInput(
            f"{path}: cannot be read: a value does not belong in its column, or the file is damaged"
        ) from error


def _wanted(path: str | Path, given: Mapping[str, pl.DataType], *, typed: bool) -> dict[str, pl.DataType]:
    """The columns in their order, each with its type, after all that is wrong with them has been told at once."""
    needed = {name: kind for name, kind in answer_schema(default_guideline()).items() if not name.startswith(_STUDY)}
    faults = [f"{name} is missing" for name in needed if name not in given]
    # Studies and criteria are those of the guideline that was asked, whichever it was.
    own = {name: pl.String() for name in given if name.startswith((_STUDY, CRITERION))}
    wanted = {**needed, **own}
    faults += [_unknown(name, needed) for name in given if name not in wanted]
    faults += [
        f"{name} holds {shown(str(given[name]))}, not {kind}"
        for name, kind in wanted.items()
        if typed and name in given and given[name] != kind
    ]
    if faults:
        raise UnreadableInput(f"{path}: has other columns than {ANSWERS_VERSION}: {'; '.join(faults)}; {_MADE_BY}")
    return wanted


def _unknown(name: str, known: Iterable[str]) -> str:
    closest = nearest(name, tuple(known))
    return f"{shown(name)} is unknown" + (f" (write {closest})" if closest else "")


def _read_words(rows: pl.LazyFrame, wanted: Mapping[str, pl.DataType]) -> pl.LazyFrame:
    return rows.select(_from_words(name, kind) for name, kind in wanted.items())


def _from_words(name: str, kind: pl.DataType) -> pl.Expr:
    words = pl.col(name)
    if isinstance(kind, pl.List):
        none = pl.lit([], pl.List(pl.String))
        return pl.when(words == "").then(none).otherwise(words.str.split(_JOINT)).alias(name)
    if kind == pl.Date:
        return words.str.to_date("%Y-%m-%d")
    return words.cast(kind)
