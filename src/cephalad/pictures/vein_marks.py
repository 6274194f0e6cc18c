"""The marks on the veins: the front, what is next at risk, what no study covered, and the letter of a set."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from cephalad.anatomy import spread_into
from cephalad.pictures.curves import Place
from cephalad.pictures.drawing import Canvas, Words
from cephalad.pictures.palette import GROUND, INK, NEXT, QUIET, TUMOUR
from cephalad.pictures.vein_layout import LAYOUT
from cephalad.pictures.vein_states import Told

__all__ = ["draw_badge", "draw_front", "draw_marks", "draw_next"]

_RADIUS = 8.5


def draw_marks(canvas: Canvas, segments: Iterable[Told]) -> None:
    """All marks of all segments, above the veins."""
    over = canvas.group()
    for told in segments:
        spot = LAYOUT[told.id]
        if told.uncovered:
            draw_badge(canvas, over, spot.course.at(0.75 if told.at_risk else 0.5), "?", told.id)
        for number, letter in enumerate(told.sets):
            if told.state != "tumour":
                draw_badge(canvas, over, spot.course.at(0.45 - 0.18 * number), letter, told.id, fill=TUMOUR)
        if told.at_risk:
            # Where a vein is entered at its side only, growth begins there and not at its own beginning.
            entry = spot.enters if len(spread_into(told.id)) == 1 else 0
            draw_next(canvas, over, spot.course.at(entry + 0.2), told.id)
        if told.front:
            for course in spot.courses:
                draw_front(canvas, over, course.at(1), spot.width, told)


def draw_front(canvas: Canvas, parent: Element, end: Place, width: float, told: Told) -> None:
    """An arrowhead at the end of the tumour, hollow where the report does not tell the level."""
    size = min(max(width * 0.62, 10), 19)
    tip, notch = end.aside(size * 1.25, 0), end.aside(-size * 0.15, 0)
    left, right = end.aside(-size * 0.6, -size), end.aside(-size * 0.6, size)
    sure = told.front == "reached"
    canvas.polygon(
        (tip, left, notch, right), parent, fill=INK if sure else GROUND, stroke=GROUND if sure else INK,
        stroke_width=1.6, stroke_linejoin="round", data_mark="front" if sure else "front-possible", data_of=told.id,
    )  # fmt: skip


def draw_next(canvas: Canvas, parent: Element, at: Place, name: str) -> None:
    """An open ring with a caret in the direction of growth."""
    canvas.shape(
        "circle", parent, cx=at.x, cy=at.y, r=_RADIUS + 1.5, fill=GROUND, stroke=NEXT, stroke_width=2.4,
        data_mark="next", data_of=name,
    )  # fmt: skip
    caret = (at.aside(-2.5, -4.5), at.aside(3.5, 0), at.aside(-2.5, 4.5))
    canvas.line(caret, NEXT, parent, stroke_width=2.2, stroke_linecap="round", stroke_linejoin="round")


def draw_badge(canvas: Canvas, parent: Element, at: Place, sign: str, name: str, fill: str = QUIET) -> None:
    """A letter in a disc."""
    canvas.shape(
        "circle", parent, cx=at.x, cy=at.y, r=_RADIUS, fill=GROUND, stroke=fill, stroke_width=1.3,
        data_mark="uncovered" if sign == "?" else "set", data_of=name,
    )  # fmt: skip
    canvas.write((at.x, at.y + 4.2), sign, Words(12, bold=True, fill=fill, anchor="middle"), parent)
