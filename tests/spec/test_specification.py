"""The specification tables hold, and every criterion has one with a yes, a no and an unknown row."""

from __future__ import annotations

import pytest

from cephalad.assess import Evaluation
from cephalad.facts import FactSheet
from cephalad.guideline import default_guideline
from cephalad.guideline.specification import SpecificationRow, specification
from cephalad.logic import Span
from cephalad.record import Point, parse_point, standing_events, view

GUIDELINE = default_guideline()
ROWS = [row for rows in specification().values() for row in rows]


def _point(row: SpecificationRow) -> Point:
    if row.as_of:
        return parse_point(row.as_of, row.case)
    events = standing_events(row.case)
    return parse_point(f"after:{events[-1].id}", row.case) if events else Point(Span(740000, 740000))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.criterion}:{row.line}")
def test_row(row: SpecificationRow) -> None:
    """The verdict of the criterion over the row's record is the one that the text demands."""
    sheet = FactSheet(view(row.case, _point(row)), GUIDELINE.numbers)
    assert Evaluation(GUIDELINE, sheet)[row.criterion].value == row.verdict, row.because


@pytest.mark.parametrize("criterion", GUIDELINE.criteria)
def test_every_criterion_has_all_three_rows(criterion: str) -> None:
    """Each criterion's table has at least one yes, one no and one unknown row."""
    assert {row.verdict for row in specification()[criterion]} == {"yes", "no", "unknown"}


def test_no_table_without_criterion() -> None:
    """A table for a criterion that the guideline does not have is a leftover."""
    assert set(specification()) == set(GUIDELINE.criteria)
