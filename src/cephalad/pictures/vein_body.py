"""What every picture of the veins shares: the body behind them, its sides, and a column of names on either side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cephalad.pictures.curves import Point
from cephalad.pictures.drawing import Canvas, Words, wrapped
from cephalad.pictures.palette import GROUND, INK, OUTLINE, PALE, QUIET, TINTS
from cephalad.pictures.vein_layout import COLUMN, LAYOUT, ORGANS, TOP, WIDTH
from cephalad.terms import message

__all__ = ["MARGIN", "Name", "draw_body", "draw_borders", "draw_heading", "draw_names"]

MARGIN = 10.0

_NAME = 12.5
_TOLD = 12.0
_STEP = 15.5
_GAP = 6.0
_NAME_LINES, _TOLD_LINES = 3, 2


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a segment, what is told of it, whether it is printed strong, and the colour of what is told."""

    id: str
    text: str
    told: str = ""
    strong: bool = False
    fill: str = QUIET


def draw_heading(canvas: Canvas, title: str, subtitle: str, lang: str) -> None:
    """Title, subtitle, and which side of the page is which side of the patient."""
    room = WIDTH - 2 * MARGIN
    for at, (text, words) in enumerate(((title, Words(19, bold=True)), (subtitle, Words(13, fill=QUIET)))):
        for line in wrapped(text, words.size, room, most=1, bold=words.bold):
            canvas.write((MARGIN, 28 + at * 22), line, words)
    sides: tuple[tuple[str, float], ...] = (("right", COLUMN + 30), ("left", WIDTH - COLUMN - 30))
    for side, x in sides:
        canvas.shape("circle", cx=x, cy=TOP + 20, r=14, fill=GROUND, stroke=OUTLINE, stroke_width=1.4)
        canvas.write((x, TOP + 25.5), message(f"picture.side.{side}", lang), Words(15, bold=True, anchor="middle"))


def draw_body(canvas: Canvas) -> None:
    """The organs behind the veins, as tints with a faint edge."""
    behind = canvas.group(stroke=TINTS["edge"], stroke_width=1)
    for organ in ORGANS:
        if organ.thick:
            canvas.shape("path", behind, d=organ.shape.path, fill="none", stroke_width=organ.thick + 2)
            tint = TINTS[organ.tint]
            canvas.shape("path", behind, d=organ.shape.path, fill="none", stroke=tint, stroke_width=organ.thick)
        else:
            canvas.shape("path", behind, d=organ.shape.path, fill=TINTS[organ.tint])


def draw_borders(canvas: Canvas) -> None:
    """A fine line where a segment ends and the next goes on in the same direction."""
    for spot in LAYOUT.values():
        for share in spot.borders:
            place = spot.course.at(share)
            across = spot.width / 2 + 3
            canvas.line((place.aside(0, -across), place.aside(0, across)), OUTLINE, stroke_width=1)


def draw_names(canvas: Canvas, names: Iterable[Name]) -> None:
    """The names in their columns, each with a line to its segment; drawn before the veins, which cover its end."""
    for name in names:
        column, height = LAYOUT[name.id].label
        place = LAYOUT[name.id].course.at(LAYOUT[name.id].touch)
        edge = COLUMN if column == "left" else WIDTH - COLUMN
        knee = edge + (10 if column == "left" else -10)
        points: tuple[Point, ...] = ((edge, height), (knee, height), (place.x, place.y))
        canvas.line(points, OUTLINE if name.strong else PALE, stroke_width=1.1 if name.strong else 0.8)
        _write(canvas, name, edge, height, "end" if column == "left" else "start")


def _write(canvas: Canvas, name: Name, edge: float, height: float, anchor: Literal["start", "end"]) -> None:
    room = COLUMN - MARGIN - _GAP
    above = Words(_NAME, bold=name.strong, fill=INK if name.strong else QUIET, anchor=anchor)
    below = Words(_TOLD, bold=name.strong, fill=name.fill, anchor=anchor)
    lines = [(line, above) for line in wrapped(name.text, _NAME, room, most=_NAME_LINES, bold=name.strong)]
    lines += [(line, below) for line in wrapped(name.told, _TOLD, room, most=_TOLD_LINES, bold=name.strong)]
    x = edge - _GAP if anchor == "end" else edge + _GAP
    first = height - _STEP * (len(lines) - 1) / 2 + _NAME * 0.36
    for number, (line, words) in enumerate(lines):
        canvas.write((x, first + number * _STEP), line, words)
