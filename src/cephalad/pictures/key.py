"""The key of a picture: a sample and its words for each sign that occurs, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cephalad.pictures.drawing import Canvas, Words, wrapped

__all__ = ["SWATCH", "Entry", "draw_key"]

SWATCH = 52.0
"""How wide the sample beside an entry is."""

_COLUMNS = 3
_MARGIN = 10.0
_ROW = 34.0
_TEXT = 12.5
_LINE = 15.5

Entry = tuple[str, Callable[[float, float], None]]
"""The words of an entry, and what draws its sample at a place: the left end and the height of its middle."""


def draw_key(canvas: Canvas, entries: Sequence[Entry], top: float) -> float:
    """The entries row by row; gives the height below the last row."""
    width = (canvas.width - 2 * _MARGIN) / _COLUMNS
    words = Words(_TEXT)
    for number, (text, draw) in enumerate(entries):
        row, column = divmod(number, _COLUMNS)
        x, y = _MARGIN + column * width, top + row * _ROW
        draw(x + 2, y)
        lines = wrapped(text, _TEXT, width - SWATCH - 22, most=2)
        for at, line in enumerate(lines):
            canvas.write((x + SWATCH + 12, y + 4.5 - (len(lines) - 1) * _LINE / 2 + at * _LINE), line, words)
    rows = -(-len(entries) // _COLUMNS)
    return top + rows * _ROW
