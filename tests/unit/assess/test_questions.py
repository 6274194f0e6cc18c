"""What is asked, and when: the list that every engine takes its open questions from."""

from __future__ import annotations

import pytest

from cephalad.assess.questions import STAGES, Circumstance, PossibleQuestion, possible_questions
from cephalad.guideline import Guideline, shipped_guideline
from cephalad.guideline.shipped import SHIPPED

ALIVE, SUSPECTED = Circumstance.ALIVE, Circumstance.SUSPECTED


@pytest.fixture(params=SHIPPED)
def guideline(request: pytest.FixtureRequest) -> Guideline:
    """Each shipped guideline."""
    return shipped_guideline(request.param)


def of(guideline: Guideline, kind: str) -> list[PossibleQuestion]:
    """The questions whose conclusion begins so."""
    return [each for each in possible_questions(guideline) if each.question.conclusion.startswith(f"{kind}.")]


def test_each_conclusion_is_asked_once_about_a_criterion(guideline: Guideline) -> None:
    """No conclusion stands twice, and each rests on a criterion of the guideline."""
    found = list(possible_questions(guideline))
    assert len({each.question.conclusion for each in found}) == len(found)
    assert all(name in guideline.criteria for each in found for name in (each.question.criterion, *each.unless))


def test_a_rung_is_idle_once_a_higher_one_is_reached(guideline: Guideline) -> None:
    """Of a ladder each rung is asked about unless one above it holds; about the highest always."""
    for name in ("suspicion", *STAGES, "risk-group"):
        criteria = [rung.criterion for rung in guideline.ladders[name].rungs]
        assert [each.question.criterion for each in of(guideline, name)] == criteria
        assert [each.unless for each in of(guideline, name)] == [
            tuple(criteria[place:]) for place in range(1, len(criteria) + 1)
        ]


@pytest.mark.parametrize(
    ("kind", "needs"),
    [
        ("suspicion", set()),
        *((stage, {SUSPECTED}) for stage in STAGES),
        ("risk-group", {Circumstance.FOLLOWED}),
        ("workup", {ALIVE}),
        ("options", {ALIVE, SUSPECTED, Circumstance.BEFORE_SURGERY}),
        ("endocrine", {ALIVE, SUSPECTED}),
    ],
)
def test_what_a_question_needs(guideline: Guideline, kind: str, needs: set[Circumstance]) -> None:
    """Stages are asked from suspicion on, the risk group with a plan, studies of the living, options before surgery."""
    found = of(guideline, kind)
    assert found
    assert all(each.needs == needs for each in found)
