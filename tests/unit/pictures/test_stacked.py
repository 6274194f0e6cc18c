"""Several pictures in one file: below each other, each whole, one as it is."""

from __future__ import annotations

import pytest
from tests.unit.pictures.reading import SVG, read

from cephalad.cohort.survival import SurvivalCurve, kaplan_meier
from cephalad.errors import InvalidArgument
from cephalad.pictures import Picture
from cephalad.pictures.stacked import stacked
from cephalad.pictures.survival_curve import survival_curve


def picture(name: str, n: int) -> Picture:
    """The curve of a group of this size."""
    curve = kaplan_meier(list(range(1, n + 1)), [True] * n)
    assert isinstance(curve, SurvivalCurve)
    return survival_curve({name: curve, f"{name}-again": curve} if n > 6 else {name: curve}, id=name)


FIRST, SECOND = picture("first", 6), picture("second", 7)


def test_one_picture_stays_as_it_is() -> None:
    """A single picture is its own file."""
    assert stacked([FIRST]) == FIRST.to_text()


def test_several_stand_below_each_other() -> None:
    """Each keeps its size and its elements; the next begins below its end, and the file is as high as all."""
    whole = read(stacked([FIRST, SECOND, FIRST]))
    parts = whole.findall(f"{SVG}svg")
    ends = [(float(part.get("y", "0")), float(part.get("height", "0"))) for part in parts]
    assert len(parts) == 3
    assert ends[0][0] == 0
    assert [y for y, _ in ends[1:]] == [ends[0][1] + 24, ends[0][1] + ends[1][1] + 48]
    assert whole.get("viewBox") == f"0 0 {whole.get('width')} {whole.get('height')}"
    assert float(whole.get("height", "0")) == sum(ends[2])
    for part, own in zip(parts, (FIRST, SECOND, FIRST), strict=True):
        assert len(list(part.iter())) == len(list(read(own.to_text()).iter()))


def test_the_pictures_are_not_changed() -> None:
    """Putting pictures together leaves each as it was."""
    before = FIRST.to_text()
    assert stacked([FIRST, SECOND]) == stacked([FIRST, SECOND])
    assert FIRST.to_text() == before


def test_no_picture_is_refused() -> None:
    """There is no drawing of nothing."""
    with pytest.raises(InvalidArgument, match="must be one at least"):
        stacked([])
