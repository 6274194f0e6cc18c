"""The specification tables hold, and every criterion has one with a yes, a no and an unknown row."""

from __future__ import annotations

import pytest

from cephalad.assess import Evaluation
from cephalad.facts import FactSheet
from cephalad.guideline import Criterion, Guideline, default_guideline, shipped_guideline
from cephalad.guideline.shipped import SHIPPED
from cephalad.guideline.specification import SpecificationRow, specification
from cephalad.logic import Span
from cephalad.record import Point, parse_point, standing_events, view

GUIDELINES = [shipped_guideline(name) for name in SHIPPED]
BASE = default_guideline()
# A variant's own criteria only: those that it keeps are the same objects and have the same rows.
OWN = [
    (guideline, criterion)
    for guideline in GUIDELINES
    for criterion in guideline.criteria.values()
    if guideline is BASE or BASE.criteria.get(criterion.id) != criterion
]
CRITERIA = [pytest.param(guideline, criterion, id=f"{guideline.id}:{criterion.id}") for guideline, criterion in OWN]
ROWS = [
    pytest.param(guideline, row, id=f"{guideline.id}:{row.criterion}:{row.line}")
    for guideline, criterion in OWN
    for row in specification(guideline)[criterion.id]
]


def _point(row: SpecificationRow) -> Point:
    if row.as_of:
        return parse_point(row.as_of, row.case)
    events = standing_events(row.case)
    return parse_point(f"after:{events[-1].id}", row.case) if events else Point(Span(740000, 740000))


@pytest.mark.parametrize(("guideline", "row"), ROWS)
def test_row(guideline: Guideline, row: SpecificationRow) -> None:
    """The verdict of the criterion over the row's record is the one that the text demands."""
    sheet = FactSheet(view(row.case, _point(row)), guideline.numbers)
    assert Evaluation(guideline, sheet)[row.criterion].value == row.verdict, row.because


@pytest.mark.parametrize(("guideline", "criterion"), CRITERIA)
def test_every_criterion_has_all_three_rows(guideline: Guideline, criterion: Criterion) -> None:
    """Each criterion's table has at least one yes, one no and one unknown row."""
    assert {row.verdict for row in specification(guideline)[criterion.id]} == {"yes", "no", "unknown"}


@pytest.mark.parametrize("guideline", GUIDELINES, ids=lambda guideline: guideline.id)
def test_tables_and_criteria_are_the_same_set(guideline: Guideline) -> None:
    """A table for a criterion that the guideline does not have is a leftover."""
    assert set(specification(guideline)) == set(guideline.criteria)
