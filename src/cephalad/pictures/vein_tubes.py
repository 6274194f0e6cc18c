"""How a segment is drawn: its outline, what fills it and what runs along it tell its state, never its colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.etree.ElementTree import Element

from cephalad.pictures.curves import Curve, Place
from cephalad.pictures.drawing import Canvas
from cephalad.pictures.palette import GROUND, OUTLINE, PALE, TINTS, TUMOUR
from cephalad.pictures.vein_layout import Spot

__all__ = ["PAINTS", "Paint", "Patterns", "draw_tubes"]


@dataclass(frozen=True, slots=True)
class Paint:
    """How one state is drawn.

    Attributes
    ----------
    dash : of the outline; "" for a line without breaks
    filled : a colour, or the name of a pattern: ``hatch`` or ``squares``
    along : what runs along the middle: ``beads``, ``rings``, ``bars`` across it, or nothing
    """

    line: str
    thick: float
    dash: str
    filled: str
    along: str = ""


PAINTS: Mapping[str, Paint] = MappingProxyType(
    {
        "tumour": Paint(TUMOUR, 1.8, "", TUMOUR, "beads"),
        "tumour-in-one-of-a-set": Paint(TUMOUR, 1.8, "", "hatch"),
        "conflicting": Paint(TUMOUR, 1.8, "", "squares"),
        "untold": Paint(TUMOUR, 1.8, "2 3", GROUND, "rings"),
        "removed": Paint(OUTLINE, 1.9, "11 5", GROUND, "bars"),
        "clear": Paint(OUTLINE, 1.6, "", GROUND),
        "not-reached": Paint(PALE, 1.2, "", TINTS["grey"]),
        "not-reported": Paint(OUTLINE, 1.9, "2 3", GROUND),
        "not-assessed": Paint(PALE, 1.2, "6 5", GROUND),
    }
)
"""The paint of every state; no two differ in colour alone."""


@dataclass
class Patterns:
    """The patterns of one drawing, made when first used."""

    canvas: Canvas
    made: dict[str, str] = field(default_factory=dict)

    def paint(self, filled: str) -> str:
        """A colour as it stands; for a pattern's name the reference to it."""
        if filled.startswith("#"):
            return filled
        if filled not in self.made:
            self.made[filled] = self._hatch() if filled == "hatch" else self._squares()
        return self.made[filled]

    def _hatch(self) -> str:
        paint, tile = self.canvas.pattern("hatch", 7, turned=45)
        self.canvas.shape("rect", tile, width=7, height=7, fill=GROUND)
        self.canvas.shape("rect", tile, width=3, height=7, fill=TUMOUR)
        return paint

    def _squares(self) -> str:
        paint, tile = self.canvas.pattern("squares", 10)
        self.canvas.shape("rect", tile, width=10, height=10, fill=GROUND)
        for at in (0, 5):
            self.canvas.shape("rect", tile, x=at, y=at, width=5, height=5, fill=TUMOUR)
        return paint


def draw_tubes(canvas: Canvas, patterns: Patterns, spots: Mapping[str, tuple[Spot, str]]) -> None:
    """The segments in their states; where two open into each other, no line stands between them.

    Parameters
    ----------
    spots : the place and the state of each segment by its id
    """
    for layer in sorted({spot.above for spot, _ in spots.values()}):
        _layer(canvas, patterns, {name: each for name, each in spots.items() if each[0].above == layer}, layer)


def _layer(canvas: Canvas, patterns: Patterns, spots: Mapping[str, tuple[Spot, str]], layer: int) -> None:
    """First all outlines, then all fillings, so that lumens run together."""
    if layer:
        halo = canvas.group(fill="none", stroke=GROUND)
        for spot, _ in spots.values():
            for course in spot.courses:
                canvas.shape("path", halo, d=course.path, stroke_width=spot.width + 7)
    outlines, fillings, marks = (canvas.group(fill="none") for _ in range(3))
    # Segments in which something is known cover the ends of those in which nothing is.
    order = sorted(spots.items(), key=lambda item: -list(PAINTS).index(item[1][1]))
    for name, (spot, state) in order:
        paint = PAINTS[state]
        if spot.outline is not None:
            _chamber(canvas, patterns, outlines, spot.outline, paint, f"{name} {state}")
        for course in spot.courses if spot.outline is None else ():
            line = canvas.shape(
                "path", outlines, d=course.path, stroke=paint.line, stroke_width=spot.width + paint.thick,
                data_segment=name, data_state=state,
            )  # fmt: skip
            if paint.dash:
                line.set("stroke-dasharray", paint.dash)
            filled = patterns.paint(paint.filled)
            canvas.shape("path", fillings, d=course.path, stroke=filled, stroke_width=spot.width - paint.thick)
        for course in spot.courses:
            _along(canvas, marks, course, spot, paint)


def _chamber(canvas: Canvas, patterns: Patterns, parent: Element, shape: Curve, paint: Paint, told: str) -> None:
    name, _, state = told.partition(" ")
    element = canvas.shape(
        "path", parent, d=shape.path, fill=patterns.paint(paint.filled), stroke=paint.line,
        stroke_width=paint.thick * 1.1, data_segment=name, data_state=state,
    )  # fmt: skip
    if paint.dash:
        element.set("stroke-dasharray", paint.dash)


def _along(canvas: Canvas, parent: Element, course: Curve, spot: Spot, paint: Paint) -> None:
    """What runs along the middle of a tube."""
    if paint.along == "bars":
        _bars(canvas, parent, course.at(0.5 if spot.outline is None else 0.2), spot.width)
    elif paint.along:
        size = min(max(spot.width * 0.3, 4), 9)
        dots = {"stroke_linecap": "round", "stroke_dasharray": f"0 {size * 2.1:.1f}"}
        if paint.along == "beads":
            canvas.shape("path", parent, d=course.path, stroke=GROUND, stroke_width=size * 0.8, **dots)
        else:
            canvas.shape("path", parent, d=course.path, stroke=TUMOUR, stroke_width=size * 1.15, **dots)
            canvas.shape("path", parent, d=course.path, stroke=GROUND, stroke_width=size * 0.55, **dots)


def _bars(canvas: Canvas, parent: Element, middle: Place, width: float) -> None:
    """Two bars across the tube, where the knife went."""
    reach = min(width, 40) / 2 + 5
    for ahead in (-3.0, 3.0):
        ends = (middle.aside(ahead, -reach), middle.aside(ahead, reach))
        canvas.line(ends, OUTLINE, parent, stroke_width=2.2)
