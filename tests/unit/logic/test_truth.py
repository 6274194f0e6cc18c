"""Three-valued truth follows Kleene's strong tables, row by row, and never passes for a condition."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from cephalad.logic import AND, NOT, OR, Truth, all_of, any_of, negation, some_of, truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

# Kleene, Introduction to Metamathematics (1952), § 64: the strong tables, written out by hand.
CONJUNCTION = [
    (T, T, T),
    (T, F, F),
    (T, U, U),
    (F, T, F),
    (F, F, F),
    (F, U, F),
    (U, T, U),
    (U, F, F),
    (U, U, U),
]
DISJUNCTION = [
    (T, T, T),
    (T, F, T),
    (T, U, T),
    (F, T, T),
    (F, F, F),
    (F, U, U),
    (U, T, T),
    (U, F, U),
    (U, U, U),
]


def worlds(value: Truth) -> tuple[bool, ...]:
    """What an unknown may turn out to be: both; a known value only itself."""
    return {T: (True,), F: (False,), U: (True, False)}[value]


def of_worlds(outcomes: set[bool]) -> Truth:
    """The truth that all outcomes share, unknown when they differ."""
    return U if len(outcomes) == 2 else truth(outcomes.pop())


@pytest.mark.parametrize(("left", "right", "expected"), CONJUNCTION)
def test_and(left: Truth, right: Truth, expected: Truth) -> None:
    """A conjunction is no as soon as one part is, yes only when both are."""
    assert AND[left, right] is expected
    assert all_of([left, right]) is expected


@pytest.mark.parametrize(("left", "right", "expected"), DISJUNCTION)
def test_or(left: Truth, right: Truth, expected: Truth) -> None:
    """A disjunction is yes as soon as one part is, no only when both are."""
    assert OR[left, right] is expected
    assert any_of([left, right]) is expected


@pytest.mark.parametrize(("value", "expected"), [(T, F), (F, T), (U, U)])
def test_not(value: Truth, expected: Truth) -> None:
    """The negation of unknown is unknown."""
    assert NOT[value] is expected
    assert negation(value) is expected


def test_the_tables_are_whole() -> None:
    """Every pair of truths has its row, and no other row exists."""
    assert set(AND) == set(OR) == set(product(Truth, repeat=2))
    assert set(NOT) == set(Truth)


@pytest.mark.parametrize("values", [values for n in range(4) for values in product(Truth, repeat=n)])
def test_what_is_known_holds_in_every_world(values: tuple[Truth, ...]) -> None:
    """Over up to three parts the answer is the one that all ways of filling in the unknowns share."""
    filled = list(product(*map(worlds, values)))
    assert all_of(values) is of_worlds({all(world) for world in filled})
    assert any_of(values) is of_worlds({any(world) for world in filled})


def test_no_parts_at_all() -> None:
    """Every one of none is yes, any one of none is no."""
    assert all_of([]) is T
    assert any_of([]) is F


def test_the_answer_needs_no_further_part() -> None:
    """Once a part has decided, the parts behind it are not asked for."""
    asked = iter([U, F, T])
    assert all_of(asked) is F
    assert next(asked) is T
    asked = iter([U, T, F])
    assert any_of(asked) is T
    assert next(asked) is F


@pytest.mark.parametrize("value", list(Truth))
def test_a_truth_is_no_condition(value: Truth) -> None:
    """None of the three can stand in an `if`, so unknown cannot pass for no."""
    with pytest.raises(TypeError, match="three values"):
        bool(value)
    with pytest.raises(TypeError):
        assert not value
    with pytest.raises(TypeError):
        truth(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("stranger", [True, False, None, "yes", 1])
def test_a_plain_condition_is_no_truth(stranger: object) -> None:
    """What is no `Truth` is refused instead of being read as one."""
    with pytest.raises(KeyError):
        all_of([stranger])  # type: ignore[list-item]
    with pytest.raises(KeyError):
        any_of([stranger])  # type: ignore[list-item]
    with pytest.raises(KeyError):
        negation(stranger)  # type: ignore[arg-type]


def test_words() -> None:
    """Truths print as yes, no and unknown."""
    assert [value.value for value in (T, F, U)] == ["yes", "no", "unknown"]
    assert truth(True) is T
    assert truth(False) is F


@pytest.mark.parametrize("values", list(product(Truth, repeat=3)), ids=lambda three: "-".join(v.value for v in three))
def test_some_of_is_the_disjunction_of_conjunctions(values: tuple[Truth, ...]) -> None:
    """At least one is any, all are all, and at least two is that any pair holds; more than there are is never."""
    assert some_of(1, values) is any_of(values)
    assert some_of(2, values) is any_of(all_of(pair) for pair in combinations(values, 2))
    assert some_of(3, values) is all_of(values)
    assert some_of(4, values) is Truth.FALSE
