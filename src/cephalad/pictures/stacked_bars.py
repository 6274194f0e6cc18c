"""How a cohort is divided at each of several moments: a bar for every moment, its parts told apart by their hatching.

Counts that are hidden are one part without a filling: what they come to together follows from the others anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cephalad.anatomy import Language
from cephalad.errors import InvalidArgument
from cephalad.pictures.drawing import Canvas, Words, text_width, wrapped, write_heading
from cephalad.pictures.key import SWATCH, Entry, draw_key
from cephalad.pictures.palette import GROUND, INK, OUTLINE, ROUTE_I, TINTS
from cephalad.pictures.picture import Picture, Table
from cephalad.terms import clean, message

__all__ = ["MIDDLE", "MOST_PARTS", "MOST_ROWS", "StackedBar", "drawn_of", "stacked_bars"]

MOST_ROWS = 12
"""Moments that are drawn; of more of them the first, the last and some between, the table has them all."""

_WIDTH = 900.0
_MARGIN = 10.0
_LEFT, _RIGHT = 150.0, 890.0
_ROW, _BAR = 32.0, 22.0
_NAME = Words(13, anchor="end")
_DASHED = "4 3"
MIDDLE = "#8fb1cf"
"""A ground on which dark words can be read."""

# Ground and hatching of each part but the last, which is pale: dark to light, full and hatched by turns.
_FILLS: Sequence[tuple[str, str, float, float]] = (
    (ROUTE_I, "", 0, 0),
    (TINTS["mark"], ROUTE_I, 45, 3.0),
    (MIDDLE, "", 0, 0),
    (GROUND, ROUTE_I, 135, 1.2),
    (TINTS["grey"], OUTLINE, 90, 1.0),
    (GROUND, OUTLINE, 0, 1.0),
)
MOST_PARTS = len(_FILLS) + 1
"""Parts that can be told apart."""


@dataclass(frozen=True, slots=True)
class StackedBar:
    """The cohort at one moment: the number of women in each part, None where it is hidden.

    Attributes
    ----------
    total : all women; None where even that is hidden, and then there is no bar
    """

    name: str
    numbers: tuple[int | None, ...]
    total: int | None


def drawn_of(n: int) -> tuple[int, ...]:
    """Which of so many moments are drawn: the first, the last, and others evenly between.

    Examples
    --------
    >>> drawn_of(3), len(drawn_of(60)), drawn_of(60)[-1]
    ((0, 1, 2), 12, 59)
    """
    if n <= MOST_ROWS:
        return tuple(range(n))
    return tuple(round(at * (n - 1) / (MOST_ROWS - 1)) for at in range(MOST_ROWS))


def stacked_bars(
    bars: Sequence[StackedBar],
    parts: Sequence[str],
    *,
    lang: Language = "en",
    title: str,
    subtitle: str = "",
    table: Table,
    id: str = "stacked",  # noqa: A002
) -> Picture:
    """A bar for each moment, as long as the others: what is seen is the share of each part.

    Parameters
    ----------
    parts : the names of the parts, in the order in which they stand in a bar
    table : says what the drawing says, of every moment

    Raises
    ------
    InvalidArgument : for an id that is no plain word, and for more parts than can be told apart
    """
    if len(parts) > MOST_PARTS:
        raise InvalidArgument(f"parts: at most {MOST_PARTS} can be told apart, got {len(parts)}; draw fewer")
    name, about = clean(title), clean(subtitle)
    described = f"{about} {name}".strip()
    canvas = Canvas(id, width=_WIDTH, height=100, title=name, description=described, lang=lang)
    write_heading(canvas, name, about, margin=_MARGIN, room=_WIDTH - 2 * _MARGIN)
    paints = [*(_paint(canvas, at) for at in range(len(parts) - 1)), TINTS["mark"]]
    y = 72.0 if about else 52.0
    for at in drawn_of(len(bars)):
        _draw_bar(canvas, bars[at], paints, y)
        y += _ROW
    bottom = draw_key(canvas, tuple(_key(canvas, bars, parts, paints, lang)), y + 26)
    canvas.grow(bottom + 2)
    return Picture(id, name, described, canvas.root, table)


def _paint(canvas: Canvas, at: int) -> str:
    ground, line, turned, thick = _FILLS[at]
    if not line:
        return ground
    paint, tile = canvas.pattern(f"part-{at}", 6, turned)
    canvas.shape("rect", tile, width=6, height=6, fill=ground)
    canvas.line(((0, 3), (6, 3)), line, tile, stroke_width=thick)
    return paint


def _draw_bar(canvas: Canvas, bar: StackedBar, paints: Sequence[str], y: float) -> None:
    middle = y + _ROW / 2
    for line in wrapped(bar.name, _NAME.size, _LEFT - 10 - _MARGIN, most=1):
        canvas.write((_LEFT - 10, middle + 4.5), line, _NAME)
    if not bar.total:
        return
    x = _LEFT
    for number, paint in zip(bar.numbers, paints, strict=True):
        width = (_RIGHT - _LEFT) * (number or 0) / bar.total
        if width:
            _draw_part(canvas, x, middle, width, paint, f"{100 * (number or 0) / bar.total:.0f} %")
            x += width
    if _RIGHT - x > 0.01:
        canvas.shape("rect", x=x, y=middle - _BAR / 2, width=_RIGHT - x, height=_BAR, fill=GROUND, stroke=OUTLINE,
                     stroke_dasharray=_DASHED, stroke_width=1, data_part="hidden")  # fmt: skip


def _draw_part(canvas: Canvas, x: float, middle: float, width: float, paint: str, told: str) -> None:
    canvas.shape("rect", x=x, y=middle - _BAR / 2, width=width, height=_BAR, fill=paint, stroke=OUTLINE,
                 stroke_width=0.8, data_part="told")  # fmt: skip
    room = text_width(told, 11.5, bold=True)
    if room + 10 > width:
        return
    dark = paint == ROUTE_I
    if not dark and paint.startswith("url"):
        canvas.shape("rect", x=x + (width - room) / 2 - 3, y=middle - 8, width=room + 6, height=16, fill=GROUND)
    words = Words(11.5, bold=True, fill=GROUND if dark else INK, anchor="middle")
    canvas.write((x + width / 2, middle + 4), told, words)


def _key(
    canvas: Canvas, bars: Sequence[StackedBar], parts: Sequence[str], paints: Sequence[str], lang: Language
) -> Iterator[Entry]:
    for name, paint in zip(parts, paints, strict=True):
        yield clean(name), _sample(canvas, paint, "")
    if any(number is None for bar in bars for number in bar.numbers):
        yield message("picture.cohort.hidden", lang), _sample(canvas, GROUND, _DASHED)


def _sample(canvas: Canvas, paint: str, dash: str) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        dashed = {"stroke_dasharray": dash} if dash else {}
        canvas.shape(
            "rect", x=x, y=y - 8, width=SWATCH, height=16, fill=paint, stroke=OUTLINE, stroke_width=0.8, **dashed
        )

    return draw
