"""How many women stand on each step of a scale, as bars: full where no higher step is open, hatched where one is.

A hidden count has no bar, only the words that stand in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cephalad.anatomy import Language
from cephalad.pictures.drawing import Canvas, Words, wrapped, write_heading
from cephalad.pictures.key import SWATCH, Entry, draw_key
from cephalad.pictures.palette import GROUND, OUTLINE, QUIET, ROUTE_I
from cephalad.pictures.picture import Picture, Table
from cephalad.terms import clean, message

__all__ = ["Bar", "count_bars"]

_WIDTH = 900.0
_MARGIN = 10.0
_LEFT, _RIGHT = 250.0, 690.0
_ROW, _BAR, _LINE = 30.0, 18.0, 14.0
_TOP = 48.0
_NAME = Words(13, anchor="end")
_HIDDEN: Mapping[str, str] = MappingProxyType({"fill": GROUND, "stroke": ROUTE_I, "stroke-dasharray": "4 3"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: its name, its count in words, and how long its bar is.

    Attributes
    ----------
    number : women; None where the count is hidden
    n_open : of these the women of whom a higher step is not excluded; None where that is hidden, 0 where none is asked
    told : the count in words, with its share
    """

    name: str
    number: int | None
    n_open: int | None
    told: str


def count_bars(
    scale: str,
    bars: Sequence[Bar],
    *,
    lang: Language = "en",
    table: Table,
    id: str = "bars",  # noqa: A002
) -> Picture:
    """The bars of one scale below each other.

    Parameters
    ----------
    scale : what the steps belong to
    bars : the steps, in the order in which they are drawn
    table : says what the drawing says

    Raises
    ------
    InvalidArgument : for an id that is no plain word
    """
    name = clean(scale)
    described = _described(name, bars, lang)
    canvas = Canvas(id, width=_WIDTH, height=100, title=name, description=described, lang=lang)
    write_heading(canvas, name, "", margin=_MARGIN, room=_WIDTH - 2 * _MARGIN)
    paint, tile = canvas.pattern("open", 6, 45)
    canvas.shape("rect", tile, width=6, height=6, fill=GROUND)
    canvas.line(((0, 3), (6, 3)), ROUTE_I, tile, stroke_width=2)
    longest = max((bar.number or 0 for bar in bars), default=0)
    bottom = _TOP
    for bar in bars:
        _draw_bar(canvas, bar, paint, bottom, longest)
        bottom += _ROW
    canvas.line(((_LEFT, _TOP), (_LEFT, bottom)), OUTLINE, stroke_width=1.2)
    entries = tuple(_key(canvas, bars, paint, lang))
    if entries:
        bottom = draw_key(canvas, entries, bottom + 26)
    canvas.grow(bottom)
    return Picture(id, name, described, canvas.root, table)


def _described(name: str, bars: Sequence[Bar], lang: Language) -> str:
    rows = (message("picture.cohort.bar", lang, name=clean(bar.name), count=clean(bar.told)) for bar in bars)
    return message("picture.cohort.bars", lang, title=name, rows=("；" if lang == "zh" else "; ").join(rows))


def _draw_bar(canvas: Canvas, bar: Bar, paint: str, y: float, longest: int) -> None:
    middle = y + _ROW / 2
    lines = wrapped(bar.name, _NAME.size, _LEFT - 10 - _MARGIN, most=2)
    for at, line in enumerate(lines):
        canvas.write((_LEFT - 10, middle + 4.5 + (at - (len(lines) - 1) / 2) * _LINE), line, _NAME)
    length = (_RIGHT - _LEFT) * (bar.number or 0) / longest if longest else 0.0
    closed = length * (1 - (bar.n_open or 0) / bar.number) if bar.number else 0.0
    top = middle - _BAR / 2
    if closed > 0 and bar.n_open is None:
        canvas.shape("rect", x=_LEFT, y=top, width=closed, height=_BAR, **_HIDDEN, data_bar="hidden")
    elif closed > 0:
        canvas.shape("rect", x=_LEFT, y=top, width=closed, height=_BAR, fill=ROUTE_I, data_bar="closed")
    if length > closed:
        canvas.shape("rect", x=_LEFT + closed, y=top, width=length - closed, height=_BAR, fill=paint, stroke=ROUTE_I,
                     stroke_width=1, data_bar="open")  # fmt: skip
    told = Words(13) if bar.number is not None else Words(13, fill=QUIET)
    for line in wrapped(bar.told, told.size, _WIDTH - _MARGIN - (_LEFT + length + 10), most=1):
        canvas.write((_LEFT + length + 10, middle + 4.5), line, told)


def _key(canvas: Canvas, bars: Sequence[Bar], paint: str, lang: Language) -> Iterator[Entry]:
    if any(bar.n_open for bar in bars):
        yield _entry(canvas, "reached", lang, {"fill": ROUTE_I})
        yield _entry(canvas, "open", lang, {"fill": paint, "stroke": ROUTE_I})
    if any(bar.number and bar.n_open is None for bar in bars):
        yield _entry(canvas, "split-hidden", lang, _HIDDEN)


def _entry(canvas: Canvas, name: str, lang: Language, style: Mapping[str, str]) -> Entry:
    def draw(x: float, y: float) -> None:
        canvas.shape("rect", x=x, y=y - 8, width=SWATCH, height=16, **style)

    return message(f"picture.cohort.key-{name}", lang), draw
