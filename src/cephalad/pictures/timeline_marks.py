"""The marks of the timeline and their key: shape, outline and words tell how an event stands, never colour alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from cephalad.anatomy import Language
from cephalad.pictures.drawing import Canvas, Words
from cephalad.pictures.key import SWATCH, Entry, draw_key
from cephalad.pictures.lanes import HEIGHT, NAME, NUMBER, Mark, Placed
from cephalad.pictures.palette import GROUND, INK, OUTLINE, PALE, QUIET, TINTS, TUMOUR
from cephalad.terms import message

__all__ = ["draw_marks", "draw_timeline_key"]

_STRUCK = ("corrected", "withdrawn")


def draw_marks(canvas: Canvas, placed: Sequence[Placed], top: float, row: float) -> None:
    """The marks of one lane, whose first row begins at `top`."""
    group = canvas.group()
    for each in placed:
        _draw(canvas, group, each, top + each.row * row)


def _draw(canvas: Canvas, parent: Element, each: Placed, y: float) -> None:
    mark = each.mark
    if mark.style == "change":
        _diamond(canvas, parent, each, y)
    else:
        _box(canvas, parent, each, y)
    dark = mark.landmark and mark.style == "counted"
    faint = mark.style in ("later", "perhaps", *_STRUCK)
    fill = GROUND if dark or mark.style == "change" else QUIET if faint else INK
    inside = each.left + max(HEIGHT, NUMBER.width(mark.number) + 7) / 2
    middle = (each.left + each.right) / 2 if mark.exact else inside
    canvas.write((middle, y + 12), mark.number, Words(NUMBER.size, bold=True, fill=fill, anchor="middle"), parent)
    if each.name:
        on_mark = each.left < each.name_x < each.right
        name_fill = QUIET if faint else GROUND if dark and on_mark else INK
        words = Words(NAME.size, fill=name_fill, halo=not on_mark)
        canvas.write((each.name_x, y + 12.5), each.name, words, parent)
    if mark.style in _STRUCK:
        right = max(each.right, each.name_x + NAME.width(each.name)) if each.name else each.right
        left = min(each.left, each.name_x) if each.name else each.left
        canvas.line(((left - 2, y + 8.5), (right + 2, y + 8.5)), QUIET, parent, stroke_width=1.5, data_mark="struck")


def _box(canvas: Canvas, parent: Element, each: Placed, y: float) -> None:
    """A round-ended box for one day, a square one for the days of which one is meant."""
    mark = each.mark
    counted = mark.style == "counted"
    fill = INK if mark.landmark and counted else TINTS["mark"] if counted and not mark.approximate else GROUND
    box = canvas.shape(
        "rect", parent, x=each.left, y=y, width=each.right - each.left, height=HEIGHT,
        rx=HEIGHT / 2 if mark.exact else 2, fill=fill, stroke=OUTLINE if counted else PALE, stroke_width=1.3,
        data_style=mark.style,
    )  # fmt: skip
    if mark.approximate:
        box.set("stroke-dasharray", "4 2.5")
    elif mark.style == "perhaps":
        box.set("stroke-dasharray", "1.5 2.5")


def _diamond(canvas: Canvas, parent: Element, each: Placed, y: float) -> None:
    half, middle = HEIGHT / 2, (each.left + each.right) / 2
    wide = max((each.right - each.left) / 2, half) + 2
    corners = ((middle - wide, y + half), (middle, y - 1), (middle + wide, y + half), (middle, y + HEIGHT + 1))
    canvas.polygon(corners, parent, fill=TUMOUR, data_style="change")


# --- key --------------------------------------------------------------------------------------------------------------

_SAMPLE = Mark("1", "", 0, 0, exact=True, style="counted")
_STRETCH = replace(_SAMPLE, exact=False)


def draw_timeline_key(
    canvas: Canvas, marks: Sequence[Mark], top: float, lang: Language, *, order: bool, breaks: bool
) -> float:
    """The key, only of the signs that occur; gives the height below it.

    Parameters
    ----------
    order : whether marks stand in equal steps, so that a place says nothing but the order
    """
    return draw_key(canvas, tuple(_entries(canvas, marks, lang, order=order, breaks=breaks)), top)


def _entries(canvas: Canvas, marks: Sequence[Mark], lang: Language, *, order: bool, breaks: bool) -> Iterator[Entry]:
    events = [mark for mark in marks if mark.style != "change"]
    if any(mark.exact for mark in events):
        yield (
            message("picture.timeline.key-order" if order else "picture.timeline.key-day", lang),
            _sample(canvas, _SAMPLE),
        )
    if any(mark.grouped for mark in events):
        yield message("picture.timeline.key-group", lang), _sample(canvas, replace(_STRETCH, number="n"))
    if any(not mark.exact and not mark.grouped for mark in events):
        yield message("picture.timeline.key-stretch", lang), _sample(canvas, _STRETCH)
    if any(mark.approximate for mark in events):
        yield message("picture.timeline.key-approximate", lang), _sample(canvas, replace(_SAMPLE, approximate=True))
    if any(mark.landmark for mark in events):
        yield message("picture.timeline.key-landmark", lang), _sample(canvas, replace(_SAMPLE, landmark=True))
    for style in ("later", "perhaps", "corrected", "withdrawn"):
        if any(mark.style == style for mark in events):
            number = "1?" if style == "perhaps" else "1"
            sample = replace(_SAMPLE, style=style, number=number)
            yield message(f"picture.timeline.key-{style}", lang), _sample(canvas, sample)
    if len(events) < len(marks):
        yield message("picture.timeline.key-change", lang), _sample(canvas, replace(_SAMPLE, style="change"))
    if breaks:
        yield message("picture.timeline.key-break", lang), _break(canvas)


def _sample(canvas: Canvas, mark: Mark) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        wide = HEIGHT if mark.exact else SWATCH
        left = x + (SWATCH - wide) / 2
        _draw(canvas, canvas.root, Placed(mark, 0, left, left + wide), y - HEIGHT / 2)

    return draw


def _break(canvas: Canvas) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        middle = x + SWATCH / 2
        for start, end in ((x, middle - 8), (middle + 8, x + SWATCH)):
            canvas.line(((start, y), (end, y)), OUTLINE, stroke_width=1.2)
        for at in (middle - 8, middle + 8):
            canvas.line(((at - 3, y + 6), (at + 3, y - 6)), OUTLINE, stroke_width=1.4)

    return draw
