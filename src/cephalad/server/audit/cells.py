"""Lines of CSV that a spreadsheet shows and never calculates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

__all__ = ["csv_line", "defused"]

# A spreadsheet takes a cell that begins so for a formula.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV with its line end, each cell defused."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return text.getvalue()


def defused(cell: str) -> str:
    """The text of a cell, led by an apostrophe where a spreadsheet would calculate it.

    Examples
    --------
    >>> defused("=1+1"), defused("anna")
    ("'=1+1", 'anna')
    """
    return f"'{cell}" if cell.startswith("\t") or cell.lstrip(" ").startswith(_BEGINS_A_FORMULA) else cell
