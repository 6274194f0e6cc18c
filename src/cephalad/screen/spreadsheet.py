"""CSV that spreadsheets show and never calculate, and know for Unicode."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

__all__ = ["BYTE_ORDER_MARK", "csv_line", "defused", "restored"]

BYTE_ORDER_MARK = "\ufeff"
"""What a file begins with for a spreadsheet to take it for Unicode."""

# A spreadsheet runs a cell that begins with one of these; the full-width ones where the language is Chinese.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTE = "'"


def csv_line(cells: Iterable[str]) -> str:
    """One line of CSV with its line end, each cell defused."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([defused(cell) for cell in cells])
    return text.getvalue()


def defused(cell: str) -> str:
    """The cell, led by an apostrophe where a spreadsheet would take it for a formula.

    Examples
    --------
    >>> defused("=1+1"), defused("report 7")
    ("'=1+1", 'report 7')
    """
    return f"{_QUOTE}{cell}" if cell.lstrip(" ").startswith(_BEGINS_A_FORMULA) else cell


def restored(cell: str) -> str:
    """The cell as it was before `defused`."""
    return cell[1:] if cell.startswith(_QUOTE) and defused(cell[1:]) != cell[1:] else cell
