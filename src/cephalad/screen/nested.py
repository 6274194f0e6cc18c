"""Columns of lists, built flat: a list of lists of objects would be looked at one by one and cost more than reading."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

__all__ = ["list_column"]

_ROW, _ITEM = "row", "item"


def list_column(lengths: Sequence[int], items: pl.Series) -> pl.Series:
    """The items cut into lists of these lengths, in order.

    Examples
    --------
    >>> list_column([2, 0, 1], pl.Series(["a", "b", "c"])).to_list()
    [['a', 'b'], [], ['c']]
    """
    rows = pl.DataFrame({_ROW: pl.Series(range(len(lengths)), dtype=pl.UInt32), "length": lengths})
    owners = rows[_ROW].gather(rows.select(pl.col(_ROW).repeat_by("length").explode(empty_as_null=False))[_ROW])
    flat = pl.DataFrame({_ROW: owners, _ITEM: items})
    grouped = flat.group_by(_ROW, maintain_order=True).agg(_ITEM)
    whole = rows.select(_ROW).join(grouped, on=_ROW, how="left", maintain_order="left")
    return whole.select(pl.col(_ITEM).fill_null(pl.lit([], dtype=pl.List(items.dtype))))[_ITEM]
