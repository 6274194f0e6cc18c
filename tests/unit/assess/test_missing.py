"""The facts that would decide, on the reference patient, on an empty record, and rule by rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pytest

from cephalad.assess.evaluate import Evaluation
from cephalad.assess.missing import Decision, MissingFact, Question, missing_facts
from cephalad.facts import Conflicting, FactSheet, FactValue, Known, Unknown
from cephalad.guideline import default_guideline
from cephalad.guideline.grammar import (
    Above,
    AllOf,
    AnyMass,
    AnyOf,
    Below,
    Established,
    Expression,
    Holds,
    Is,
    Not,
    OneOf,
    Sign,
)
from cephalad.guideline.model import Chapter, Criterion, Guideline, Parameter
from cephalad.logic import Truth
from cephalad.record import parse_point, read_example, view

GUIDELINE = default_guideline()
NUMBERS = {name: parameter.value for name, parameter in GUIDELINE.parameters.items()}
VERY_HIGH = Question("risk-group.very-high", "ivl.risk.very-high", "very-high", "not very-high")
SUSPICION = tuple(
    Question(f"suspicion.{rung.value}", rung.criterion, rung.value, f"not {rung.value}")
    for rung in GUIDELINE.ladders["suspicion"].rungs
)
AGE = "patient.age-at-diagnosis"
A, B, C, D, E, F = (
    "history.fibroids",
    "history.uterine-surgery",
    "lung.metastases",
    "state.fit-for-surgery",
    "ureter.involved",
    "wish.fertility",
)


def reference(as_of: str) -> Evaluation:
    """The shipped patient as of a point."""
    case = read_example("zhao-tian-2026")
    return Evaluation(GUIDELINE, FactSheet(view(case, parse_point(as_of, case)), NUMBERS))


def by_facts(found: tuple[MissingFact, ...], conclusion: str) -> dict[tuple[str, ...], dict[str, str]]:
    """For one conclusion, the outcomes of each set of facts."""
    return {
        item.facts: dict(decision.outcomes)
        for item in found
        for decision in item.decides
        if decision.conclusion == conclusion
    }


@dataclass
class Sheet:
    """Facts as given, all others unknown; no study lists a mass."""

    values: Mapping[str, FactValue]

    def __getitem__(self, fact: str) -> FactValue:
        return self.values.get(fact, Unknown())


class NoMass(Evaluation):
    """An evaluation without any study of a mass."""

    @property
    def masses(self) -> tuple[()]:
        """No mass."""
        return ()


def ask(*expressions: Expression, values: Mapping[str, FactValue] | None = None) -> tuple[MissingFact, ...]:
    """What decides the last of these criteria, c0, c1 and so on."""
    return missing_facts(small(*expressions, values=values), [Question("it", f"c{len(expressions) - 1}", "yes", "no")])


def small(*expressions: Expression, values: Mapping[str, FactValue] | None = None) -> Evaluation:
    """An evaluation of criteria c0, c1 and so on."""
    criteria = tuple(Criterion(f"c{place}", when, "") for place, when in enumerate(expressions))
    limit = Parameter("limit", 45.0, "a", 0, 99, "")
    guideline = Guideline("small", "small/1", "", (Chapter("only", "", criteria, (limit,)),))
    return NoMass(guideline, cast(FactSheet, Sheet(values or {})))


# --- the reference patient --------------------------------------------------------------------------------------


def test_infrarenal_cava_decides_very_high() -> None:
    """After pathology the vena cava below the renal veins alone decides very-high: tumour there makes it so (S93)."""
    found = by_facts(missing_facts(reference("after:pathology"), [VERY_HIGH]), VERY_HIGH.conclusion)
    assert found["segment.infrarenal-ivc",]["tumour"] == "very-high"


def test_clear_infrarenal_cava_closes_the_way() -> None:
    """Shown clear, the same segment excludes very-high: the left renal way was palpated clear, no other is left."""
    evaluation = reference("after:pathology")
    assert evaluation.sheet.extent.states["left-renal-vein"].status == "not-reached"
    found = by_facts(missing_facts(evaluation, [VERY_HIGH]), VERY_HIGH.conclusion)
    assert found["segment.infrarenal-ivc",]["clear"] == "not very-high"


def test_each_segment_towards_the_heart_decides_one_way() -> None:
    """Tumour in the heart makes it very-high; a clear heart does not exclude it, for the vena cava is still open."""
    found = by_facts(missing_facts(reference("after:pathology"), [VERY_HIGH]), VERY_HIGH.conclusion)
    assert found["segment.right-atrium",] == {"tumour": "very-high"}


def test_empty_record_lists_single_facts_for_suspicion() -> None:
    """With nothing on record every rung of suspicion that is open can be reached by one fact."""
    evaluation = reference("2024-01-01")
    assert evaluation.sheet.events == ()
    found = missing_facts(evaluation, SUSPICION)
    for rung in SUSPICION:
        assert evaluation[rung.criterion] is Truth.UNKNOWN
        singles = [outcomes for facts, outcomes in by_facts(found, rung.conclusion).items() if len(facts) == 1]
        assert any(rung.if_yes in outcomes.values() for outcomes in singles)


def test_pathology_confirms() -> None:
    """On an empty record the pathologist's diagnosis alone confirms, and its question is the one asked."""
    found = missing_facts(reference("2024-01-01"), SUSPICION)
    assert by_facts(found, "suspicion.confirmed")["pathology.ivl",] == {"yes": "confirmed"}
    assert next(item for item in found if item.facts == ("pathology.ivl",)).questions == ("pathology.diagnosis",)


def test_complaint_and_fibroids_together_make_it_worth_considering() -> None:
    """Neither a pelvic complaint nor known fibroids raises suspicion alone; both together do (S18, S19)."""
    found = by_facts(missing_facts(reference("2024-01-01"), SUSPICION), "suspicion.consider")
    assert found["complaint.pelvic", "history.fibroids"] == {"yes + yes": "consider"}
    assert ("complaint.pelvic",) not in found


def test_every_outcome_stands_when_the_fact_is_recorded() -> None:
    """On the reference patient each plain fact's outcome is the verdict that the reference engine gives for it."""
    evaluation = reference("after:pathology")
    asked = [Question(name, name, "yes", "no") for name in GUIDELINE.criteria]
    checked = 0
    for item in missing_facts(evaluation, asked):
        if item.more_than_two or any(fact.startswith(("segment.", "mass:")) for fact in item.facts):
            continue
        for decision in item.decides:
            for answer, outcome in decision.outcomes:
                if answer.startswith(("below", "above")) or answer.endswith(("more", "less")):
                    continue
                case = read_example("zhao-tian-2026")
                sheet = FactSheet(view(case, parse_point("after:pathology", case)), NUMBERS)
                for fact, value in zip(item.facts, answer.split(" + "), strict=True):
                    sheet._values[fact] = Known(value)
                assert Evaluation(GUIDELINE, sheet)[decision.conclusion].value == outcome
                checked += 1
    assert checked > 50


# --- rule by rule -----------------------------------------------------------------------------------------------


def test_a_known_conclusion_is_not_considered() -> None:
    """What is known has no missing fact, whether yes or no."""
    assert ask(Is(A), values={A: Known("yes")}) == ()
    assert ask(Is(A), values={A: Known("no")}) == ()
    assert len(ask(Is(A))) == 1


def test_one_fact_with_its_outcomes() -> None:
    """An answer that leaves the conclusion open has no outcome."""
    assert ask(AnyOf((Is(A), Is(B))), values={B: Known("no")}) == (
        MissingFact((A,), ("history.fibroids",), (Decision("it", (("yes", "yes"), ("no", "no"))),)),
    )
    either = by_facts(ask(AnyOf((Is(A), Is(B)))), "it")
    assert either == {(A,): {"yes": "yes"}, (B,): {"yes": "yes"}}


def test_two_facts_where_one_does_not() -> None:
    """A pair is listed where neither member decides alone; its answers are joined in the order of the facts."""
    found = by_facts(ask(AnyOf((AllOf((Is(B), Is(A))), AllOf((Is(C), Is(D)))))), "it")
    assert found[A, B] == {"yes + yes": "yes"}
    assert found[A, C] == {"no + no": "no"}
    assert len(found) == 6


def test_no_pair_with_a_fact_that_decides_alone() -> None:
    """A fact of which one answer decides is in no pair, though it takes a second fact for its other answer."""
    found = by_facts(ask(AnyOf((Is(A), AllOf((Is(B), Is(C)))))), "it")
    assert found == {(A,): {"yes": "yes"}, (B, C): {"yes + yes": "yes"}}


def test_more_than_two() -> None:
    """Where it takes three facts, the five that most criteria wait for are listed, without outcomes.

    Each of three groups needs three facts to hold, and no two facts stop all three.
    """
    one, two = AllOf((Is(A), Is(B), Is(C))), AllOf((Is(D), Is(E), Is(F)))
    three = AllOf((Is("now.syncope"), Is("now.collapse"), Is("sign.leg-thrombosis")))
    found = ask(
        one, Is(F), AllOf((Holds("c1"), Is(E), Is(D))), three, AnyOf((Holds("c0"), Holds("c2"), Holds("c3"), two))
    )
    assert found == (
        MissingFact(
            (D, E, F, A, B),
            ("state.fit-for-surgery", "imaging.ureter-involved", "wish.fertility", A, "history.uterine-surgery"),
            (Decision("it", ()),),
            more_than_two=True,
        ),
    )


def test_two_answers_suffice_for_two_groups() -> None:
    """The other side: with two groups of three, two answers stop both, so it is no longer more than two."""
    found = ask(AnyOf((AllOf((Is(A), Is(B), Is(C))), AllOf((Is(D), Is(E), Is(F))))))
    assert len(found) == 9
    assert not any(item.more_than_two for item in found)
    assert by_facts(found, "it")[A, D] == {"no + no": "no"}


def test_a_fact_that_occurs_twice_is_answered_once() -> None:
    """A fact keeps its answer wherever it is read: one answer about menopause settles both parts."""
    before, after = OneOf("state.menopause", ("premenopausal",)), OneOf("state.menopause", ("postmenopausal",))
    found = by_facts(ask(AnyOf((AllOf((before, Is(A))), AllOf((after, Is(B)))))), "it")
    assert found == {("state.menopause",): {"perimenopausal": "no"}, (A, B): {"no + no": "no"}}


@pytest.mark.parametrize(
    ("node", "age", "outcomes"),
    [
        (Below(AGE, "limit"), Unknown(), {"below 45": "yes", "45 or more": "no"}),
        (Above(AGE, "limit"), Unknown(), {"45 or less": "no", "above 45": "yes"}),
        (Below(AGE, "limit"), Known((44.0, 45.0)), {"below 45": "yes", "45 or more": "no"}),
        (Below(AGE, "limit"), Known((44.0, 44.0)), None),
        (Below(AGE, "limit"), Known((45.0, 45.0)), None),
        (
            Below(AGE, "limit"),
            Conflicting((Known((44.0, 44.0)), Known((45.0, 45.0)))),
            {"below 45": "yes", "45 or more": "no"},
        ),
    ],
)
def test_numbers_are_answered_by_the_limits(node: Expression, age: FactValue, outcomes: dict[str, str] | None) -> None:
    """A number is asked by the side of the limit that it lies on, also when a range on record spans the limit."""
    assert by_facts(ask(node, values={AGE: age}), "it") == ({(AGE,): outcomes} if outcomes else {})


def test_what_is_established_is_not_asked() -> None:
    """What stands behind `Established` counts as no while unknown and is not asked; behind `Holds` it is."""
    assert by_facts(ask(Is(A), AnyOf((Established("c0"), Is(B)))), "it") == {(B,): {"yes": "yes", "no": "no"}}
    assert by_facts(ask(Is(A), AnyOf((Holds("c0"), Is(B)))), "it") == {(A,): {"yes": "yes"}, (B,): {"yes": "yes"}}


def test_an_answer_that_establishes_something_is_foreseen() -> None:
    """A fact that is asked for its own sake and also establishes an exclusion gets the outcome of both."""
    found = by_facts(ask(Is(A), AllOf((Is(A), Not(Established("c0"))))), "it")
    assert found == {(A,): {"yes": "no", "no": "no"}}


def test_an_answer_that_turns_round_what_is_known_is_foreseen() -> None:
    """What is known through a conflict or through `Established` is worked out anew under each answer."""
    conflict = Conflicting((Known("premenopausal", ("e1",)), Known("postmenopausal", ("e2",))))
    either = OneOf("state.menopause", ("premenopausal", "postmenopausal"))
    before = OneOf("state.menopause", ("premenopausal",))
    found = by_facts(ask(either, AnyOf((Not(Holds("c0")), before)), values={"state.menopause": conflict}), "it")
    assert found == {("state.menopause",): {"premenopausal": "yes", "perimenopausal": "yes", "postmenopausal": "no"}}
    found = by_facts(ask(Is(A), Not(Established("c0")), AllOf((Is(A), Holds("c1")))), "it")
    assert found == {(A,): {"yes": "no", "no": "no"}}


def test_conflict_that_both_sides_settle() -> None:
    """A conflict need not be resolved where both sides lead to the same verdict once another fact is known."""
    both = AnyOf((AllOf((Is(A), Is(B))), AllOf((Not(Is(A)), Is(B)))))
    conflict = Conflicting((Known("yes", ("e1",)), Known("no", ("e2",))))
    assert by_facts(ask(both, values={A: conflict}), "it") == {(B,): {"yes": "yes", "no": "no"}}
    assert by_facts(ask(both), "it") == {(B,): {"no": "no"}}


def test_a_conflict_is_asked_like_an_unknown() -> None:
    """Sources that disagree are settled by either answer."""
    conflict = Conflicting((Known("yes", ("e1",)), Known("no", ("e2",))))
    assert by_facts(ask(Is(A), values={A: conflict}), "it") == {(A,): {"yes": "yes", "no": "no"}}


def test_mass_stands_for_its_criterion() -> None:
    """A mass that no study lists is one fact, named after the criterion that describes it."""
    cord = AnyMass(Sign("mass.shape", ("cord-like",)))
    assert ask(cord, Not(Holds("c0"))) == (
        MissingFact(
            ("mass:c0",), ("mass.reading",), (Decision("it", (("described", "no"), ("not described", "yes"))),)
        ),
    )


def test_order_by_size_conclusions_and_id() -> None:
    """Fewer facts first, then more conclusions, then the id."""
    evaluation = small(
        AnyOf((Is(B), Is(C))), AnyOf((Is(C), Is(A))), AnyOf((AllOf((Is(D), Is(E))), AllOf((Is(F), Is(E)))))
    )
    found = missing_facts(evaluation, [Question(name, name, "yes", "no") for name in ("c0", "c1", "c2")])
    assert [item.facts for item in found] == [(C,), (A,), (B,), (E,), (D, F)]
