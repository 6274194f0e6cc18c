"""Every segment has a place, sides are where a frontal view has them, and neighbours in the tree touch on the page."""

from __future__ import annotations

from itertools import chain
from math import hypot

import pytest

from cephalad.anatomy import EXTRAS, SEGMENTS, SPREAD
from cephalad.pictures.curves import Point
from cephalad.pictures.vein_layout import BOTTOM, COLUMN, LAYOUT, TOP, WIDTH

EDGES = [(start, end) for start, ends in SPREAD.items() for end in ends]


def test_every_segment_has_a_place() -> None:
    """The layout knows exactly the segments of the venous tree."""
    assert LAYOUT.keys() == SEGMENTS.keys()


@pytest.mark.parametrize("name", [name for name in SEGMENTS if name != "other"])
def test_a_segment_lies_between_the_columns(name: str) -> None:
    """No vein runs under the names, above the marks of the sides or below the line over the key."""
    spot = LAYOUT[name]
    for x, y in chain.from_iterable(course.points for course in spot.courses):
        assert COLUMN < x < WIDTH - COLUMN
        assert TOP < y < BOTTOM


@pytest.mark.parametrize("name", [name for name, each in SEGMENTS.items() if each.side])
def test_the_patients_left_is_on_the_readers_right(name: str) -> None:
    """A left segment begins, and has its name, on the right of the page; a right one on the left."""
    left = SEGMENTS[name].side == "left"
    assert (LAYOUT[name].course.points[0][0] > WIDTH / 2) == left or "renal" in name
    assert LAYOUT[name].label[0] == ("right" if left else "left")


def test_the_renal_veins_lie_on_their_sides() -> None:
    """On the page the left renal vein comes from the right of the vena cava, the right one from its left."""
    cava = LAYOUT["suprarenal-ivc"].course.points[0][0]
    assert LAYOUT["left-renal-vein"].course.points[0][0] > cava + 100
    assert LAYOUT["right-renal-vein"].course.points[-1][0] < cava - 100


def distance(point: Point, name: str) -> float:
    """How far a point is from the outline of a segment; 0 inside it."""
    spot = LAYOUT[name]
    near = min(
        hypot(point[0] - at.x, point[1] - at.y)
        for course in spot.courses
        for at in (course.at(step / 60) for step in range(61))
    )
    return max(near - spot.width / 2, 0)


@pytest.mark.parametrize(("start", "end"), EDGES, ids=lambda name: name)
def test_what_is_joined_in_the_tree_touches_on_the_page(start: str, end: str) -> None:
    """Tumour that leaves a segment enters the next one without a jump; a side branch leaves from its trunk."""
    ends = [end] if end in EXTRAS or end.endswith("plexus") else [start]
    tips = [course.points[0] if name == end else course.points[-1] for name in ends for course in LAYOUT[name].courses]
    other = start if ends == [end] else end
    assert min(distance(tip, other) for tip in tips) <= 14


def test_the_way_to_the_heart_goes_up() -> None:
    """From the pelvis to the right atrium every segment of the trunk ends higher than it begins."""
    for name in ("left-common-iliac-vein", "infrarenal-ivc", "suprarenal-ivc", "retrohepatic-ivc", "suprahepatic-ivc"):
        points = LAYOUT[name].course.points
        assert points[-1][1] < points[0][1], name
