"""Words and lines stand out from the white ground as far as readers with low vision need it."""

from __future__ import annotations

import pytest

from cephalad.pictures.palette import GROUND, INK, LINES, TEXTS, TINTS, TUMOUR


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula_is_the_published_one() -> None:
    """Black on white is 21 to 1, and #767676 on white just above 4.5 to 1 (WCAG 2.2, understanding 1.4.3)."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colour", TEXTS)
def test_words_have_a_contrast_of_4_5(colour: str) -> None:
    """Every colour of words reaches 4.5 to 1 on the ground, and on the band behind a lane."""
    assert contrast(colour, GROUND) >= 4.5
    assert contrast(colour, TINTS["band"]) >= 4.5


@pytest.mark.parametrize("colour", LINES)
def test_lines_have_a_contrast_of_3(colour: str) -> None:
    """Every colour of a line that tells something reaches 3 to 1 on the ground."""
    assert contrast(colour, GROUND) >= 3


@pytest.mark.parametrize(("over", "under"), [(INK, TINTS["mark"]), (GROUND, INK), (GROUND, TUMOUR)])
def test_words_on_marks_can_be_read(over: str, under: str) -> None:
    """A number on a mark, dark on light or light on dark, reaches 4.5 to 1."""
    assert contrast(over, under) >= 4.5
