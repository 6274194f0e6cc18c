"""Marks and their names never touch in a row, and names give way before there are too many rows."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cephalad.pictures.lanes import NAME, Mark, Placed, place_marks


def reach(each: Placed) -> tuple[float, float]:
    """From where to where a mark and its name reach."""
    if not each.name:
        return each.left, each.right
    return min(each.left, each.name_x), max(each.right, each.name_x + NAME.width(each.name))


MARKS = st.lists(
    st.builds(
        lambda number, name, left, length, exact: Mark(str(number), name, left, left + length, exact, "counted"),
        st.integers(1, 999),
        st.text("abcdefgh-", min_size=1, max_size=40),
        st.floats(150, 850),
        st.floats(0, 40),
        st.booleans(),
    ),
    max_size=40,
)


@given(MARKS)
def test_nothing_in_a_row_touches(marks: list[Mark]) -> None:
    """Any two marks of one row, names included, stand apart, and all stay on the axis."""
    placed = place_marks(marks, left=150, right=890)
    assert len(placed) == len(marks)
    for one, two in combinations(placed, 2):
        if one.row == two.row:
            (a, b), (c, d) = reach(one), reach(two)
            assert b <= c or d <= a
    assert all(left >= 140 and right <= 890.01 for left, right in map(reach, placed))


def test_names_are_written_while_they_have_room() -> None:
    """A few marks carry their names; sixty on one day carry numbers only."""
    few = [Mark(str(at), "name", 200, 200, True, "counted") for at in range(9)]
    many = [Mark(str(at), "name", 200, 200, True, "counted") for at in range(10)]
    assert {each.name for each in place_marks(few, left=150, right=890)} == {"name"}
    assert {each.name for each in place_marks(many, left=150, right=890)} == {""}


def test_a_long_stretch_carries_its_name_inside() -> None:
    """A name that fits into its mark stands in it; at the right end it stands before the mark."""
    (inside,) = place_marks([Mark("1", "bleeding", 200, 400, False, "counted")], left=150, right=890)
    assert inside.left < inside.name_x < inside.right
    (before,) = place_marks([Mark("1", "a long name indeed", 880, 880, True, "counted")], left=150, right=890)
    assert before.name_x < before.left
