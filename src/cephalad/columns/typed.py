"""Columns as a file gives them become columns of the table's types, where that loses nothing.

A value that cannot be read becomes null, and a Boolean column beside it says so: ``sequence!`` for ``sequence``.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from cephalad.columns.schema import COLUMNS, RECORDED

__all__ = ["fits", "typed", "unread"]

_DAY = r"^\d{4}-\d{2}-\d{2}$"
_WHOLE = r"^-?\d{1,9}$"
_NUMBER = r"^-?\d+(\.\d+)?([eE][+-]?\d{1,2})?$"
_YES, _NO = ("true", "True", "yes", "1"), ("false", "False", "no", "0")
_INSTEAD_OF_NULL: Mapping[str, str | bool] = {
    **dict.fromkeys(("patient", "event", "kind", "finding", "qualifier", "unit"), ""),
    "status": RECORDED,
    "withdrawn": False,
}


def unread(column: str) -> str:
    """The name of the column that says where a value of `column` could not be read."""
    return f"{column}!"


def fits(column: str, given: pl.DataType) -> bool:
    """Whether values of the given type can be read as those of a column at all."""
    if _is_words(given) or given == pl.Null:
        return True
    wanted = COLUMNS[column]
    if wanted == pl.String:
        return given.is_integer()
    if wanted == pl.Date:
        return given.is_temporal() and given in (pl.Date, pl.Datetime)
    return given.is_numeric() or (wanted == pl.Boolean and given == pl.Boolean)


def typed(column: str, given: pl.DataType) -> list[pl.Expr]:
    """The column in its own type, and where its values could not be read."""
    value, lost = _read(column, given)
    if column in _INSTEAD_OF_NULL:
        value = value.fill_null(_INSTEAD_OF_NULL[column])
    return [value.alias(column), lost.fill_null(value=False).alias(unread(column))]


def _is_words(given: pl.DataType) -> bool:
    return given in (pl.String, pl.Categorical, pl.Enum)


def _read(column: str, given: pl.DataType) -> tuple[pl.Expr, pl.Expr]:
    wanted, raw = COLUMNS[column], pl.col(column)
    if given == wanted or given == pl.Null:
        return raw.cast(wanted), pl.lit(value=False)
    if _is_words(given):
        return _from_words(column, raw.cast(pl.String))
    if wanted == pl.String:
        return raw.cast(pl.String), pl.lit(value=False)
    if wanted == pl.Boolean:
        return (raw == 1), ~raw.is_in([0, 1])
    value = raw.cast(wanted, strict=False)
    # A moment within a day and a fraction are no day and no whole number: what does not come back was lost.
    return value, raw.is_not_null() & value.cast(given).ne_missing(raw)


def _from_words(column: str, words: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    wanted = COLUMNS[column]
    stated = pl.when(words != "").then(words)
    if wanted == pl.String:
        return stated, pl.lit(value=False)
    if wanted == pl.Date:
        value = pl.when(words.str.contains(_DAY)).then(words).str.to_date("%Y-%m-%d", strict=False)
    elif wanted == pl.Int32:
        value = pl.when(words.str.contains(_WHOLE)).then(words).cast(pl.Int32, strict=False)
    elif wanted == pl.Boolean:
        value = pl.when(words.is_in(_YES)).then(True).when(words.is_in(_NO)).then(False)
    else:
        value = pl.when(words.str.contains(_NUMBER)).then(words).cast(pl.Float64, strict=False)
    return value, stated.is_not_null() & value.is_null()
