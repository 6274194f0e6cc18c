"""A curve passes through its points, knows places by their share of its length, and numbers are written shortly."""

from __future__ import annotations

from math import pi

import pytest

from cephalad.pictures.curves import Curve, number

STRAIGHT = Curve(((0, 0), (10, 0), (30, 0)))


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (2.506, "2.51"), (-0.001, "0"), (-1.5, "-1.5"), (0, "0")])
def test_a_number_is_short(value: float, text: str) -> None:
    """At most two decimals, no trailing zero, no minus before nothing."""
    assert number(value) == text


def test_a_straight_curve_is_measured() -> None:
    """On a straight line the middle lies in the middle, and the direction is that of the line."""
    middle = STRAIGHT.at(0.5)
    assert STRAIGHT.length == pytest.approx(30)
    assert middle.x == pytest.approx(15)
    assert (middle.y, middle.angle) == (0, 0)
    assert STRAIGHT.at(1).x == pytest.approx(30)


def test_aside_is_to_the_right_hand_of_the_way() -> None:
    """Going right on the page, the right-hand side is below; going up, it is to the right."""
    assert STRAIGHT.at(0).aside(2, 3) == (2, 3)
    up = Curve(((0, 10), (0, 0))).at(0)
    assert up.angle == pytest.approx(-pi / 2)
    assert up.aside(2, 3) == pytest.approx((3, 8))


def test_a_closed_curve_comes_back() -> None:
    """A closed curve ends where it began and is written as closed."""
    round_ = Curve(((0, 0), (10, 0), (10, 10), (0, 10)), closed=True)
    assert round_.path.endswith("Z")
    assert (round_.at(1).x, round_.at(1).y) == pytest.approx((0, 0))
    assert STRAIGHT.path.startswith("M0 0C")
