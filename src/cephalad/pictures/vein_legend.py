"""The key below the map, only of what occurs in it, and what is told of the whole tree."""

from __future__ import annotations

from collections.abc import Callable

from cephalad.anatomy import Language
from cephalad.pictures.curves import Curve, Place
from cephalad.pictures.drawing import Canvas, Words, wrapped
from cephalad.pictures.key import SWATCH, Entry, draw_key
from cephalad.pictures.palette import INK, PALE, QUIET
from cephalad.pictures.vein_body import MARGIN
from cephalad.pictures.vein_layout import BOTTOM, WIDTH, Spot
from cephalad.pictures.vein_marks import draw_badge, draw_front, draw_next
from cephalad.pictures.vein_states import STATES, Told, VeinReading
from cephalad.pictures.vein_tubes import Patterns, draw_tubes
from cephalad.terms import message

__all__ = ["draw_legend"]

_TEXT = 12.5
_LINE = 15.5


def draw_legend(canvas: Canvas, patterns: Patterns, read: VeinReading, shown: tuple[Told, ...], lang: Language) -> None:
    """The key and the notes; the drawing grows as far as they need."""
    # The segment named `other` has its place between the body and the key when something is known of it.
    top = BOTTOM + (44 if any(told.id == "other" for told in shown) else 4)
    canvas.line(((MARGIN, top), (WIDTH - MARGIN, top)), PALE, stroke_width=0.8)
    bottom = _notes(canvas, read, draw_key(canvas, _entries(canvas, patterns, shown, lang), top + 26), lang)
    canvas.grow(bottom + 6)


def _entries(canvas: Canvas, patterns: Patterns, shown: tuple[Told, ...], lang: Language) -> tuple[Entry, ...]:
    states = {told.state for told in shown}
    fronts = {told.front for told in shown}
    entries: list[Entry] = [
        (message(f"picture.key.{state}", lang), _tube(canvas, patterns, state)) for state in STATES if state in states
    ]
    for front in ("reached", "possible"):
        if front in fronts:
            entries.append((message(f"picture.key.front-{front}", lang), _front(canvas, front)))
    if any(told.at_risk for told in shown):
        entries.append((message("picture.key.next", lang), _next(canvas)))
    if any(told.uncovered for told in shown):
        entries.append((message("picture.key.uncovered", lang), _question(canvas)))
    return tuple(entries)


def _tube(canvas: Canvas, patterns: Patterns, state: str) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        course = Curve(((x, y), (x + SWATCH, y)))
        draw_tubes(canvas, patterns, {"key": (Spot((course,), 15, ("left", y)), state)})

    return draw


def _front(canvas: Canvas, front: str) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        up = Place(x + SWATCH / 2, y + 2, -1.5707963)
        draw_front(canvas, canvas.root, up, 17, Told("key", "tumour", front=front))

    return draw


def _next(canvas: Canvas) -> Callable[[float, float], None]:
    return lambda x, y: draw_next(canvas, canvas.root, Place(x + SWATCH / 2, y, -1.5707963), "key")


def _question(canvas: Canvas) -> Callable[[float, float], None]:
    return lambda x, y: draw_badge(canvas, canvas.root, Place(x + SWATCH / 2, y, 0), "?", "key")


def _notes(canvas: Canvas, read: VeinReading, top: float, lang: Language) -> float:
    name_words, text_words = Words(_TEXT, bold=True, fill=INK), Words(_TEXT, fill=QUIET)
    notes = read.notes(lang)
    indent = MARGIN + max((name_words.width(name) for name, _, _ in notes), default=0) + 12
    y = top + 6
    for name, text, _ in notes:
        canvas.write((MARGIN, y), name, name_words)
        for line in wrapped(text, _TEXT, WIDTH - MARGIN - indent, most=4):
            canvas.write((indent, y), line, text_words)
            y += _LINE
        y += 4
    return y
