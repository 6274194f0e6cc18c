"""Facts that alone settle an open criterion: expected values by Kleene's tables, and by the one-patient search."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from tests.generative.test_missing import AGE, evaluate, guideline, listed
from tests.unit.columns.given_facts import Values, settling_facts

from cephalad.columns.collect import collect
from cephalad.columns.moments import asked_moments, parse_as_of
from cephalad.columns.pathway import Pathway
from cephalad.columns.sets import marks_of, members_of
from cephalad.columns.standing import standing
from cephalad.facts import Conflicting, Known, fact_values
from cephalad.guideline import Guideline, default_guideline
from cephalad.guideline.grammar import AllOf, AnyOf, AtLeast, Below, Established, Expression, Holds, Is, Not, OneOf
from cephalad.logic import Truth
from cephalad.record import read_example

A, B, C, D = "history.fibroids", "lung.metastases", "state.fit-for-surgery", "ureter.involved"
NODULES = "lung.nodules"
YES, NO = Known("yes"), Known("no")
BOTH = Conflicting((YES, NO))
DISPUTED = (
    "wish.fertility",
    "operation.on-record",
    "complaint.pelvic",
    "complaint.venous",
    "complaint.cardiac",
    "patient.dead",
    "surgery.outstanding",
)


def settle(small: Guideline, values: Values, *about: str) -> set[str]:
    """The facts that settle something, which the one-patient search must name too."""
    found = settling_facts(small, [values], *about)[0]
    said = evaluate(small, values)
    open_ = [name for name in about or small.criteria if said[name] is Truth.UNKNOWN]
    assert found == {facts[0] for name in open_ for facts in listed(said, name) if len(facts) == 1}
    return found


@pytest.mark.parametrize(
    ("when", "values", "expected"),
    [
        pytest.param(AllOf((Is(A), Is(B))), {B: YES}, {A}, id="the-last-part-of-all"),
        pytest.param(AllOf((Is(A), Is(B))), {}, {A, B}, id="one-no-is-enough"),
        pytest.param(AnyOf((Is(A), Is(B))), {}, {A, B}, id="one-yes-is-enough"),
        pytest.param(AnyOf((Is(A), Is(B))), {B: YES}, set(), id="known-already"),
        pytest.param(Not(Is(A)), {}, {A}, id="denied"),
        pytest.param(AnyOf((AllOf((Is(A), Is(B))), AllOf((Is(C), Is(D))))), {}, set(), id="two-are-needed"),
        pytest.param(AnyOf((AllOf((Is(A), Is(B))), AllOf((Is(C), Is(D))))), {A: YES, C: NO}, {B}, id="one-way-closed"),
        pytest.param(OneOf(NODULES, fact_values(NODULES)[:1]), {}, {NODULES}, id="a-choice"),
    ],
)
def test_a_fact_settles_what_one_of_its_answers_makes_known(
    when: Expression, values: Values, expected: set[str]
) -> None:
    """A fact is named when yes or no to it is enough, and not when the other parts still leave it open."""
    assert settle(guideline(when), values) == expected


def test_a_criterion_passes_on_what_it_waits_for() -> None:
    """What an unknown criterion rests on settles those above it; what a known one rests on does not."""
    small = guideline(AllOf((Is(A), Is(B))), AnyOf((Holds("c0"), Is(C))))
    assert settle(small, {B: YES, C: NO}) == {A}
    assert settle(small, {B: NO, C: NO}) == set()
    assert settle(small, {B: NO}) == {C}


def test_nothing_is_asked_through_what_must_be_established() -> None:
    """A look at the record asks for no answer, although an answer would change what it sees."""
    small = guideline(Is(A), AnyOf((Established("c0"), AllOf((Is(B), Is(C))))))
    assert settle(small, {B: YES}, "c0") == {A}
    assert settle(small, {B: YES}, "c1") == {C}
    assert settle(guideline(Is(A), AnyOf((Holds("c0"), AllOf((Is(B), Is(C)))))), {B: YES}, "c1") == {A, C}


def test_an_answer_counts_wherever_it_is_read() -> None:
    """The answer to a fact that is open in one place is taken in all others, those behind what is established too."""
    ways = AllOf((Is(A), Is(B))), AllOf((Not(Is(A)), Is(C)))
    assert settle(guideline(Is(A), AnyOf((*ways, Established("c0")))), {}, "c1") == {A}
    assert settle(guideline(Is(A), AnyOf(ways)), {}, "c1") == set()


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        pytest.param(39, 39.5, set(), id="below"),
        pytest.param(39, 40, {AGE}, id="up-to-the-limit"),
        pytest.param(40, 41, set(), id="from-the-limit-on"),
    ],
)
def test_a_range_is_asked_when_a_limit_lies_in_it(low: float, high: float, expected: set[str]) -> None:
    """A number that is known well enough is not asked; one whose range straddles the limit is."""
    assert settle(guideline(Below(AGE, "younger")), {AGE: Known((low, high))}) == expected


@pytest.mark.parametrize(("low", "expected"), [(45, {C}), (39, {AGE})])
def test_an_answer_that_the_record_rules_out_is_none(low: float, expected: set[str]) -> None:
    """*Below 40* would settle it, but is no answer where the age is at least 45."""
    way = AllOf((AnyOf((AtLeast(AGE, "older"), Is(B))), Is(C)))
    assert settle(guideline(AnyOf((Below(AGE, "younger"), way))), {AGE: Known((low, 55))}) == expected


def test_sides_that_agree_settle_too() -> None:
    """Where sources disagree, an answer settles what both sides then say, and the disputed fact may be asked itself."""
    small = guideline(AnyOf((AllOf((Is(A), Is(B))), AllOf((Not(Is(A)), Is(C))))))
    assert settle(small, {A: BOTH, B: YES}) == {A, C}
    assert settle(small, {A: BOTH, B: YES, C: NO}) == {A}
    assert settle(small, {A: BOTH, B: YES, C: YES}) == set()
    assert settle(small, {B: YES}) == {A}


@pytest.mark.parametrize(("disputed", "expected"), [(6, {A}), (7, set())])
def test_so_many_sides_are_tried(disputed: int, expected: set[str]) -> None:
    """64 combinations of sides are tried, as the one-patient engine does, and no more."""
    first, *others = DISPUTED[:disputed]
    idle = [AllOf((Is(B), Is(fact), Not(Is(fact)))) for fact in others]
    sure = AllOf((Is(A), Is(first))), AllOf((Is(A), Not(Is(first))))
    small = guideline(AnyOf((*sure, AllOf((Not(Is(A)), Is(B))), *idle)))
    assert settle(small, dict.fromkeys(DISPUTED[:disputed], BOTH)) == expected


def test_each_timeline_is_answered_by_itself() -> None:
    """What stands in one row says nothing of the next, however many there are."""
    small = guideline(AllOf((Is(A), Is(B))))
    stories: list[tuple[Mapping[str, Known], set[str]]] = [({A: YES}, {B}), ({A: NO}, set()), ({}, {A, B})]
    assert settling_facts(small, [values for values, _ in stories * 7]) == [expected for _, expected in stories * 7]
    assert settling_facts(small, []) == []


@pytest.mark.parametrize("n", [0, 1, 8, 9, 64, 65])
def test_sets_are_read_as_they_were_written(n: int) -> None:
    """A set of timelines gives back the marks of which it was made; bit k is timeline k."""
    marks = np.arange(n) % 3 == 0
    assert members_of(marks) == sum(1 << place for place in range(0, n, 3))
    assert marks_of(members_of(marks), n).tolist() == marks.tolist()


def test_left_out_is_null_and_nothing_is_empty() -> None:
    """The column is null where the facts were not worked out, and a list, empty or not, where they were."""
    stands = standing(collect([read_example("zhao-tian-2026")]))
    moments = asked_moments(stands, [parse_as_of("2025-06"), parse_as_of("2026-03")])
    pathway = Pathway(default_guideline())
    without, with_ = (pathway.answers(stands, moments, missing=asked) for asked in (False, True))
    assert without["missing"].to_list() == [None, None]
    assert all(isinstance(each, list) for each in with_["missing"].to_list())
    assert with_.drop("missing").equals(without.drop("missing"))
