"""Truth rows agree with Kleene's logic computed another way."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cephalad.guideline.grammar import AllOf, AnyMass, AnyOf, Established, Expression, Holds, Not, Sign
from cephalad.guideline.truth_rows import leaves, n_subjects, sign_values, verdicts
from cephalad.logic import Truth

NAMES = ("a", "b", "c")
LEAVES = st.sampled_from([node(name) for name in NAMES for node in (Holds, Established)])
AS_TRUTH = {0.0: Truth.FALSE, 0.5: Truth.UNKNOWN, 1.0: Truth.TRUE}


def compound(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Conjunctions, disjunctions and negations of smaller expressions."""
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return several.map(AllOf) | several.map(AnyOf) | parts.map(Not)


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(LEAVES, compound, max_leaves=8)


def number(node: object, row: dict[str, float]) -> float:
    """Łukasiewicz' reading of the same tables: minimum, maximum and one minus, on 0, a half and 1."""
    if isinstance(node, AllOf):
        return min(number(part, row) for part in node.of)
    if isinstance(node, AnyOf):
        return max(number(part, row) for part in node.of)
    if isinstance(node, Not):
        return 1 - number(node.of, row)
    if isinstance(node, Established):
        return float(row[node.criterion] == 1)
    assert isinstance(node, Holds)
    return row[node.criterion]


@given(EXPRESSIONS)
def test_every_row_is_found_and_no_other(expression: Expression) -> None:
    """The values reached are those of minimum, maximum and complement over all assignments."""
    rows = (dict(zip(NAMES, values, strict=True)) for values in product(AS_TRUTH, repeat=len(NAMES)))
    assert verdicts(expression, {}, {}) == {AS_TRUTH[number(expression, row)] for row in rows}


def test_leaves_of_one_criterion_are_one_subject() -> None:
    """`Holds` and `Established` of one criterion ask about the same thing; a quantifier is one leaf."""
    mass = AnyMass(AllOf((Sign("mass.firm"), Sign("mass.tender"))))
    expression = AllOf((Holds("a"), Not(Established("a")), mass, Holds("b")))
    assert list(leaves(expression)) == [Holds("a"), Established("a"), mass, Holds("b")]
    assert n_subjects(expression) == 3
    assert n_subjects(mass.where) == 2


@pytest.mark.parametrize(
    ("finding", "values"),
    [
        ("mass.firm", ("yes", "no")),
        ("mass.composition", ("solid", "cystic", "mixed")),
        ("mass.longest-diameter", ()),
    ],
)
def test_the_values_of_a_sign(finding: str, values: tuple[str, ...]) -> None:
    """A presence is yes or no, a choice one of its choices, and a number has no such values."""
    assert sign_values(finding) == values


def test_a_mass_that_no_study_lists_leaves_the_quantifier_unknown() -> None:
    """Even where the sign's silence is an answer, no mass at all is unknown."""
    assert verdicts(AnyMass(Sign("mass.firm", unstated="no")), {}, {}) == set(Truth)
    assert verdicts(Sign("mass.firm", unstated="no"), {}, {}) == {Truth.TRUE, Truth.FALSE}
