"""The reference engine joins verdicts as the tables of `logic` say, and looks at conflicts where they matter."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, product

import pytest

from cephalad.assess import Evaluation
from cephalad.assess.evaluate import mass_truth
from cephalad.facts import Conflicting, FactSheet, FactValue, Known
from cephalad.facts.model import Unknown
from cephalad.guideline import Guideline
from cephalad.guideline.grammar import AllOf, AnyOf, Expression, Is, MassExpression, Not, Sign, SomeOf
from cephalad.guideline.model import Chapter, Criterion
from cephalad.logic import Span, Truth, all_of, any_of, negation
from cephalad.record import Case, Point, View, read_example

FACTS = ("history.fibroids", "history.uterine-surgery", "pathology.atypia")
SIGNS = ("mass.irregular-shape", "mass.heterogeneous", "mass.cord-like")
CASE: Case = read_example("zhao-tian-2026")
EMPTY = View(CASE, Point(Span(740000, 740000)), ())


class _Told(FactSheet):
    """A fact sheet that says what a test wants."""

    def __init__(self, values: Mapping[str, FactValue]) -> None:
        super().__init__(EMPTY, {})
        self._values = dict(values)


def _evaluation(values: Mapping[str, FactValue], when: Expression) -> Evaluation:
    chapter = Chapter("c", "C", criteria=(Criterion("c", when, "says"),))
    return Evaluation(Guideline("g", "g/1", "G", (chapter,)), _Told(values))


def _value(truth: Truth) -> FactValue:
    return Unknown() if truth is Truth.UNKNOWN else Known(truth.value)


THREE = list(product(Truth, repeat=3))


@pytest.mark.parametrize("truths", THREE, ids=lambda three: "-".join(item.value for item in three))
def test_the_engine_joins_facts_as_the_tables_say(truths: tuple[Truth, ...]) -> None:
    """All, any and not over three facts give what the tables of `logic` give, for all 27 combinations."""
    facts = {name: _value(truth) for name, truth in zip(FACTS, truths, strict=True)}
    parts = tuple(Is(name) for name in FACTS)
    assert _evaluation(facts, AllOf(parts))["c"] is all_of(truths)
    assert _evaluation(facts, AnyOf(parts))["c"] is any_of(truths)
    assert _evaluation(facts, Not(AllOf(parts)))["c"] is negation(all_of(truths))


@pytest.mark.parametrize("truths", THREE, ids=lambda three: "-".join(item.value for item in three))
def test_the_signs_of_a_mass_are_joined_as_the_tables_say(truths: tuple[Truth, ...]) -> None:
    """All, any, some and not over three signs of one mass give what the tables give, for all 27 combinations."""
    signs = {
        name: frozenset({truth.value}) if truth is not Truth.UNKNOWN else frozenset({"unclear"})
        for name, truth in zip(SIGNS, truths, strict=True)
    }
    parts: tuple[MassExpression, ...] = tuple(Sign(name) for name in SIGNS)
    assert mass_truth(AllOf(parts), signs, {}) is all_of(truths)
    assert mass_truth(AnyOf(parts), signs, {}) is any_of(truths)
    assert mass_truth(Not(AnyOf(parts)), signs, {}) is negation(any_of(truths))
    some = SomeOf("least", tuple(Sign(name) for name in SIGNS))
    pairs = any_of(all_of(pair) for pair in combinations(truths, 2))
    for least, wanted in ((1, any_of(truths)), (2, pairs), (3, all_of(truths))):
        assert mass_truth(some, signs, {"least": least}) is wanted


DISPUTED = Conflicting((Known("yes", ("a",)), Known("no", ("b",))))


def test_a_conflict_whose_sides_agree_on_the_verdict_does_not_hide_it() -> None:
    """A fact or its contrary holds on either side of a conflict; of an unknown fact that is not known."""
    either = AnyOf((Is(FACTS[0]), Not(Is(FACTS[0]))))
    assert _evaluation({FACTS[0]: DISPUTED}, either)["c"] is Truth.TRUE
    assert _evaluation({FACTS[0]: Unknown()}, either)["c"] is Truth.UNKNOWN


def test_sides_that_lead_to_different_verdicts_leave_it_unknown() -> None:
    """Where one side leads to yes and the other to no, or waits for an unknown fact, nothing is known."""
    assert _evaluation({FACTS[0]: DISPUTED}, Is(FACTS[0]))["c"] is Truth.UNKNOWN
    when = AnyOf((Is(FACTS[0]), Is(FACTS[1])))
    assert _evaluation({FACTS[0]: DISPUTED, FACTS[1]: Unknown()}, when)["c"] is Truth.UNKNOWN
    assert _evaluation({FACTS[0]: DISPUTED, FACTS[1]: Known("yes")}, when)["c"] is Truth.TRUE
