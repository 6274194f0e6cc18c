"""What may be asked of a patient: every conclusion that can be open, its two outcomes, and when it is asked at all.

The list stands once for each guideline; every engine takes from it what a patient's circumstances call for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from cephalad.assess.evaluate import Evaluation
from cephalad.assess.missing import Question
from cephalad.guideline.model import Guideline
from cephalad.logic import Truth

__all__ = ["STAGES", "SUSPECTED", "Circumstance", "PossibleQuestion", "possible_questions", "questions"]

STAGES = ("ma", "pumch-2024", "pelvic", "ivc-level")
"""The ladders that are stages, in the order of their printing."""

SUSPECTED = "ivl.suspicion.from-suspected"
"""The criterion that opens the questions of stage and treatment."""


class Circumstance(Enum):
    """What decides whether a question is asked.

    ALIVE : no death is on record
    SUSPECTED : the disease is at least suspected
    BEFORE_SURGERY : an operation for it is outstanding
    FOLLOWED : a group of the surveillance plan is hers
    """

    ALIVE = "alive"
    SUSPECTED = "suspected"
    BEFORE_SURGERY = "before-surgery"
    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True)
class PossibleQuestion:
    """A question, and when it is asked.

    Attributes
    ----------
    needs : the circumstances that must all be given
    unless : criteria, of which any that is yes makes the question idle: the higher rungs of a ladder
    """

    question: Question
    needs: frozenset[Circumstance] = frozenset()
    unless: tuple[str, ...] = ()


def possible_questions(guideline: Guideline) -> Iterator[PossibleQuestion]:
    """Everything that may be unknown under a guideline, in the order in which it is asked."""
    suspected = frozenset({Circumstance.SUSPECTED})
    yield from _rungs(guideline, "suspicion")
    for name in STAGES:
        yield from _rungs(guideline, name, Circumstance.SUSPECTED)
    yield from _rungs(guideline, "risk-group", Circumstance.FOLLOWED)
    alive = frozenset({Circumstance.ALIVE})
    for row in guideline.studies:
        yield PossibleQuestion(Question(f"workup.{row.id}", row.due, "due", "not-indicated"), alive)
    for option in guideline.options:
        asked = Question(f"options.{option.id}", option.eligible, "yes", "no")
        yield PossibleQuestion(asked, alive | suspected | {Circumstance.BEFORE_SURGERY})
    for item in guideline.indications:
        yield PossibleQuestion(Question(f"endocrine.{item.id}", item.criterion, "yes", "no"), alive | suspected)


def _rungs(guideline: Guideline, name: str, *needs: Circumstance) -> Iterator[PossibleQuestion]:
    rungs = guideline.ladders[name].rungs
    for place, rung in enumerate(rungs):
        asked = Question(f"{name}.{rung.value}", rung.criterion, rung.value, f"not {rung.value}")
        yield PossibleQuestion(asked, frozenset(needs), tuple(higher.criterion for higher in rungs[place + 1 :]))


def questions(evaluation: Evaluation, *, followed: bool) -> Iterator[Question]:
    """What is asked of this patient, known or not.

    Parameters
    ----------
    followed : whether a group of the surveillance plan is hers
    """
    given = set(_circumstances(evaluation))
    if followed:
        given.add(Circumstance.FOLLOWED)
    for each in possible_questions(evaluation.guideline):
        if each.needs <= given and not any(evaluation[higher] is Truth.TRUE for higher in each.unless):
            yield each.question


def _circumstances(evaluation: Evaluation) -> Iterator[Circumstance]:
    sheet = evaluation.sheet
    if not sheet.says("patient.dead"):
        yield Circumstance.ALIVE
    if evaluation[SUSPECTED] is Truth.TRUE:
        yield Circumstance.SUSPECTED
    if sheet.says("surgery.outstanding"):
        yield Circumstance.BEFORE_SURGERY
