"""Sizes in every usual spelling, in millimetres."""

from __future__ import annotations

import pytest

from cephalad.read.sizes import sizes
from cephalad.read.text import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7.6x5.4x4.9 cm", (76.0, 54.0, 49.0)),
        ("76 × 54 mm", (76.0, 54.0)),
        ("约4.8×2.5cm", (48.0, 25.0)),
        ("5.4 cm x 7.6 cm", (76.0, 54.0)),
        ("7,6 x 5,4 cm", (76.0, 54.0)),
        ("7.6*5.4*4.9厘米", (76.0, 54.0, 49.0)),
        ("７．６ｃｍ×５．４ｃｍ", (76.0, 54.0)),
        ("48mm", (48.0,)),
        ("5 centimeters", (50.0,)),
        ("12 by 9 millimetres", (12.0, 9.0)),
        ("5.2X4.1CM", (52.0, 41.0)),
    ],
)
def test_a_size_is_read(text: str, expected: tuple[float, ...]) -> None:
    """Numbers, signs and units as reports write them, the longest first."""
    (found,) = sizes(plain(text).text)
    assert found.millimetres == expected


@pytest.mark.parametrize(
    "text", ["5 cm²", "20 ml", "2018-07", "12345 cm", "0.01 mm", "less than 5 mm", ">3 cm", "3 weeks"]
)
def test_what_is_no_size_is_left_out(text: str) -> None:
    """Areas, volumes, dates, bounds and what no mass can measure are no size."""
    assert list(sizes(plain(text).text)) == []


@pytest.mark.parametrize("text", ["3-5 cm", "3 cm to 5 cm", "from 3 to 5 cm", "3~5cm", "up to 5 cm"])
def test_of_a_range_the_upper_end_is_read(text: str) -> None:
    """*3-5 cm* says how large the largest is."""
    assert [found.millimetres for found in sizes(text)] == [(50.0,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3,4 x 2,8 cm", (34.0, 28.0)),
        ("5.O x 4.2 cm", (50.0, 42.0)),
        ("65 mm AP x 48 mm TR x 70 mm CC", (70.0, 65.0, 48.0)),
    ],
)
def test_a_decimal_comma_a_misread_nought_and_axes_are_read(text: str, expected: tuple[float, ...]) -> None:
    """What stands between the numbers of one size parts it no more than a blank."""
    assert [found.millimetres for found in sizes(plain(text).text)] == [expected]
