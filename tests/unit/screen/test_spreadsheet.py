"""Cells that a spreadsheet shows and never calculates, and that come back as they were."""

from __future__ import annotations

import csv

import pytest

from cephalad.screen.spreadsheet import csv_line, defused, restored

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "-",
    "@SUM(A1)",
    "\tx",
    "\t=1",
    "\r=1",
    "\nx",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "  =1",
    '=HYPERLINK("x")',
]
PLAIN = ["anna", "", "a=b", "1-2", "张", "'", "'tis", "report 7"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_begins_a_formula_is_defused(cell: str) -> None:
    """What a spreadsheet would calculate is led by an apostrophe, and nothing of it is lost."""
    assert defused(cell) == f"'{cell}"
    assert restored(defused(cell)) == cell


@pytest.mark.parametrize("cell", PLAIN)
def test_other_cells_stay_as_they_are(cell: str) -> None:
    """A cell without a formula is not touched, on the way out or back."""
    assert defused(cell) == cell
    assert restored(cell) == cell


def test_a_line_is_one_row_of_csv() -> None:
    """Commas, quotes and line ends stay within their cell; a cell that looks like a formula is defused."""
    line = csv_line(["=1", 'a "b", c', "first\nsecond"])
    assert line.endswith("\r\n")
    assert next(csv.reader([line])) == ["'=1", 'a "b", c', "first\nsecond"]
