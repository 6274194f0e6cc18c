"""Shares with their intervals on one axis from nothing to all: a row for each thing and moment, a dot and its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cephalad.anatomy import Language
from cephalad.cohort.survival import Estimate
from cephalad.pictures.drawing import Canvas, Words, wrapped, write_heading
from cephalad.pictures.palette import GROUND, OUTLINE, QUIET, TINTS, TUMOUR
from cephalad.pictures.picture import Picture, Table
from cephalad.pictures.stacked_bars import drawn_of
from cephalad.terms import clean

__all__ = ["Dot", "DotGroup", "interval_dots"]

_WIDTH = 900.0
_MARGIN = 10.0
_LEFT, _RIGHT = 300.0, 700.0
_ROW, _LINE = 24.0, 15.0
_NAME = Words(13)
_AT = Words(11.5, fill=QUIET, anchor="end")
_TOLD = Words(12.5)


@dataclass(frozen=True, slots=True)
class Dot:
    """A share at one moment; without an estimate only its words are written.

    Attributes
    ----------
    at : the moment; "" where there is only one
    """

    at: str
    share: Estimate | None
    told: str


@dataclass(frozen=True, slots=True)
class DotGroup:
    """What is shown, at each of its moments."""

    name: str
    dots: tuple[Dot, ...]


def interval_dots(
    groups: Sequence[DotGroup],
    *,
    lang: Language = "en",
    title: str,
    subtitle: str = "",
    table: Table,
    id: str = "dots",  # noqa: A002
) -> Picture:
    """The shares of all groups, below each other on one axis.

    Parameters
    ----------
    table : says what the drawing says, of every moment

    Raises
    ------
    InvalidArgument : for an id that is no plain word
    """
    name, about = clean(title), clean(subtitle)
    canvas = Canvas(id, width=_WIDTH, height=100, title=name, description=about or name, lang=lang)
    write_heading(canvas, name, about, margin=_MARGIN, room=_WIDTH - 2 * _MARGIN)
    top = 100.0 if about else 80.0
    drawn = [[group.dots[at] for at in drawn_of(len(group.dots))] for group in groups]
    heights = [max(len(dots) * _ROW, 2 * _LINE + 6) + 12 for dots in drawn]
    _draw_axis(canvas, top, top + sum(heights))
    y = top
    for place, (group, dots, height) in enumerate(zip(groups, drawn, heights, strict=True)):
        if place:
            canvas.line(((_MARGIN, y), (_WIDTH - _MARGIN, y)), TINTS["grey"], stroke_width=1)
        _draw_group(canvas, group.name, dots, y, height)
        y += height
    canvas.grow(y + 12)
    return Picture(id, name, about or name, canvas.root, table)


def _x(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * share


def _draw_axis(canvas: Canvas, top: float, bottom: float) -> None:
    for percent in (0, 25, 50, 75, 100):
        x = _x(percent / 100)
        canvas.line(((x, top), (x, bottom)), OUTLINE if percent == 0 else TINTS["grey"], stroke_width=1)
        canvas.write((x, top - 8), f"{percent} %", Words(11.5, fill=QUIET, anchor="middle"))


def _draw_group(canvas: Canvas, name: str, dots: Sequence[Dot], y: float, height: float) -> None:
    middle = y + height / 2
    named = any(dot.at for dot in dots)
    lines = wrapped(name, _NAME.size, _LEFT - _MARGIN - (100 if named else 16), most=2)
    for at, line in enumerate(lines):
        canvas.write((_MARGIN, middle + 4.5 + (at - (len(lines) - 1) / 2) * _LINE), line, _NAME)
    first = middle - (len(dots) - 1) * _ROW / 2
    for at, dot in enumerate(dots):
        _draw_dot(canvas, dot, first + at * _ROW)


def _draw_dot(canvas: Canvas, dot: Dot, y: float) -> None:
    for line in wrapped(dot.at, _AT.size, 88, most=1):
        canvas.write((_LEFT - 10, y + 4), line, _AT)
    if dot.share is not None:
        low, high = _x(dot.share.low), _x(dot.share.high)
        canvas.line(((low, y), (high, y)), TUMOUR, stroke_width=2.2, data_dot="interval")
        for end in (low, high):
            canvas.line(((end, y - 5), (end, y + 5)), TUMOUR, stroke_width=1.6)
        canvas.shape("circle", cx=_x(dot.share.value), cy=y, r=4.5, fill=TUMOUR, stroke=GROUND, stroke_width=1,
                     data_dot="share")  # fmt: skip
    for line in wrapped(dot.told, _TOLD.size, _WIDTH - _MARGIN - _RIGHT - 14, most=1):
        canvas.write((_RIGHT + 14, y + 4.5), line, _TOLD)
