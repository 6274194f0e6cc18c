"""Kaplan-Meier curves of some groups with the number at risk under the axis; groups that are too small are only named.

This module loads numpy, so the package does not name it: one-patient work must start without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from cephalad.anatomy import Language
from cephalad.cohort.survival import FEWEST, SurvivalCurve, TooFew
from cephalad.cohort.survival_input import Floats
from cephalad.errors import InvalidArgument
from cephalad.pictures.curves import Point, number
from cephalad.pictures.drawing import Canvas, Words, wrapped, write_heading
from cephalad.pictures.key import SWATCH, Entry, draw_key
from cephalad.pictures.palette import GROUND, INK, OUTLINE, QUIET, ROUTE_I, ROUTE_II, TINTS, TUMOUR
from cephalad.pictures.picture import Picture
from cephalad.pictures.survival_table import survival_table
from cephalad.terms import clean, message

__all__ = ["MOST_GROUPS", "MOST_TICKS", "survival_curve"]

MOST_GROUPS = 6
"""Curves that one drawing can hold apart."""

MOST_TICKS = 100
"""Ends of observation that are marked in one curve; more of them would hide it."""

_WIDTH, _MARGIN = 900.0, 10.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 224.0, 716.0, 112.0, 402.0
_LABEL = _RIGHT + 18
_ROW, _LINE = 32.0, 14.0
_STEPS = (0.1, 0.2, 0.5, 1, 2, 3, 6, 12, 24, 60, 120, 240)
_MOST_STEPS = 8
_PIXEL = 1.0
# More bands than these are hatched more faintly, lest they hide the curves.
_CROWD = 3
_TICK = Words(11.5, fill=QUIET, anchor="middle")
_COUNT = Words(12, anchor="middle")
_NAME = Words(12)
_HEAD = Words(12, bold=True)


@dataclass(frozen=True, slots=True)
class _Style:
    """How a group is told from the others, with colour and without: dashes of its line, hatching of its band.

    The hatching of the first four runs in four directions, that of the last two is dots and a lattice.

    Attributes
    ----------
    turned : directions of the hatching in degrees; dots where there are none
    """

    colour: str
    dash: str
    turned: tuple[float, ...]


_STYLES = (
    _Style(ROUTE_I, "", (45,)),
    _Style(ROUTE_II, "9 4", (-45,)),
    _Style(INK, "2.5 3", (0,)),
    _Style(TUMOUR, "11 3 2.5 3", (90,)),
    _Style(OUTLINE, "5 2.5", ()),
    _Style(QUIET, "14 3 2.5 3 2.5 3", (45, -45)),
)


@dataclass(frozen=True, slots=True)
class _Group:
    """A curve that is drawn, its name, and how."""

    place: int
    name: str
    curve: SurvivalCurve
    style: _Style


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a time and a share stand, and the marks of the axis of time."""

    marks: tuple[float, ...]

    def x(self, time: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * time / self.marks[-1]

    @staticmethod
    def y(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * share


def survival_curve(
    groups: Mapping[str, SurvivalCurve | TooFew],
    *,
    lang: Language = "en",
    title: str = "",
    subtitle: str = "",
    note: str = "",
    event_free: str = "",
    months: str = "",
    id: str = "survival-curve",  # noqa: A002  the attribute's own word for it
) -> Picture:
    """The share without the event over time in each group, with 95 % bands and the number at risk.

    A group's size below five is never told, in the drawing or in the table.

    Parameters
    ----------
    groups : the curve of each group by its name, in the order in which they are listed
    title, subtitle : what the curves are about, and for example how the patients came in
    note : what must be read with them, written in full below the key
    event_free, months : words of the two axes, for example *Without recurrence* and *Months since the last operation*;
        general ones when left out
    id : beginning of every id in the drawing; two pictures on one page need two

    Raises
    ------
    InvalidArgument : for more than six curves, and for an id that is no plain word

    Examples
    --------
    >>> from cephalad.cohort.survival import kaplan_meier
    >>> curve = kaplan_meier([2, 6, 6, 6, 9], [True, True, True, False, False])
    >>> survival_curve({"complete": curve, "partial": TooFew(3)}).table.rows[-1]
    ('partial', '', '', '', '', 'too few to show (fewer than 5 patients)')
    """
    drawn = _drawn(groups)
    name = title or message("picture.survival.title", lang)
    about = _description(drawn, subtitle, lang)
    canvas = Canvas(id, width=_WIDTH, height=_BOTTOM, title=name, description=about, lang=lang)
    write_heading(canvas, name, about, margin=_MARGIN, room=_WIDTH - 2 * _MARGIN)
    scale = _Scale(_marks([each.curve.last for each in drawn]))
    bottom = 78.0
    if drawn:
        _draw_axes(canvas, scale, event_free or _said("event-free", lang), months or _said("months", lang))
        paints = [_hatching(canvas, each.place, each.style, faint=len(drawn) > _CROWD) for each in drawn]
        for each, paint in zip(drawn, paints, strict=True):
            _draw_band(canvas, each, paint, scale)
        for each in drawn:
            _draw_curve(canvas, each, scale)
        _draw_labels(canvas, drawn, scale)
        bottom = _draw_at_risk(canvas, drawn, scale, lang)
    bottom = _draw_too_few(canvas, [each for each, curve in groups.items() if isinstance(curve, TooFew)], bottom, lang)
    if drawn:
        bottom = draw_key(canvas, tuple(_key(canvas, drawn[0], paints[0], drawn, lang)), bottom + 24)
    bottom = _write_note(canvas, note, bottom)
    canvas.grow(bottom + 2)
    return Picture(
        id,
        clean(name),
        clean(about),
        canvas.root,
        survival_table(groups, scale.marks, name=name, subtitle=subtitle, lang=lang),
    )


def _said(words: str, lang: Language, **values: object) -> str:
    return message(f"picture.survival.{words}", lang, **values)


def _drawn(groups: Mapping[str, SurvivalCurve | TooFew]) -> tuple[_Group, ...]:
    curves = [(name, curve) for name, curve in groups.items() if isinstance(curve, SurvivalCurve)]
    if len(curves) > MOST_GROUPS:
        raise InvalidArgument(
            f"groups: at most {MOST_GROUPS} curves can be told apart, got {len(curves)}; draw two pictures"
        )
    return tuple(_Group(place, *each, _STYLES[place]) for place, each in enumerate(curves))


def _description(drawn: Sequence[_Group], subtitle: str, lang: Language) -> str:
    told = [subtitle] if subtitle else []
    patients, events = sum(each.curve.n for each in drawn), sum(each.curve.n_events for each in drawn)
    counts = _said("counts", lang, groups=len(drawn), patients=patients, events=events)
    told.append(counts if drawn else _said("counts-none", lang))
    return "".join(told) if lang == "zh" else " ".join(told)


def _marks(lasts: Sequence[float]) -> tuple[float, ...]:
    """Round months from 0 to the longest observation or just beyond it."""
    last = max(lasts, default=0) or 1
    step = next((step for step in _STEPS if last <= step * _MOST_STEPS), 240 * ceil(last / 240 / _MOST_STEPS))
    # Ten decimals of a month are enough, and 3 times 0.1 is 0.3 again.
    return tuple(round(at * step, 10) for at in range(max(ceil(round(last / step, 9)), 1) + 1))


# --- drawing ----------------------------------------------------------------------------------------------------------


def _draw_axes(canvas: Canvas, scale: _Scale, event_free: str, months: str) -> None:
    for percent in (0, 25, 50, 75, 100):
        y = scale.y(percent / 100)
        if percent:
            canvas.line(((_LEFT, y), (_RIGHT, y)), TINTS["grey"], stroke_width=1)
        canvas.write((_LEFT - 10, y + 4), f"{percent} %", Words(11.5, fill=QUIET, anchor="end"))
    for line in wrapped(event_free, _HEAD.size, _RIGHT - _LEFT, most=1, bold=True):
        canvas.write((_LEFT - 43, _TOP - 16), line, _HEAD)
    canvas.line(((_LEFT, _TOP - 6), (_LEFT, _BOTTOM), (_RIGHT, _BOTTOM)), OUTLINE, stroke_width=1.2)
    for mark in scale.marks:
        canvas.line(((scale.x(mark), _BOTTOM), (scale.x(mark), _BOTTOM + 5)), OUTLINE, stroke_width=1.2)
        canvas.write((scale.x(mark), _BOTTOM + 19), number(mark), _TICK)
    for line in wrapped(months, _HEAD.size, _RIGHT - _LEFT, most=1, bold=True):
        canvas.write(((_LEFT + _RIGHT) / 2, _BOTTOM + 40), line, Words(12, bold=True, anchor="middle"))


def _hatching(canvas: Canvas, place: int, style: _Style, *, faint: bool) -> str:
    size, share = 7.0, 0.45 if faint else 1
    paint, tile = canvas.pattern(f"band-{place}", size, style.turned[0] if style.turned else 0)
    canvas.shape("rect", tile, width=size, height=size, fill=style.colour, fill_opacity=0.1 * share)
    if not style.turned:
        canvas.shape("circle", tile, cx=size / 2, cy=size / 2, r=1, fill=style.colour, fill_opacity=0.6 * share)
    lines = [((0.0, size / 2), (size, size / 2)), ((size / 2, 0.0), (size / 2, size))]
    for line in lines[: len(style.turned)]:
        canvas.line(line, style.colour, tile, stroke_width=0.9, stroke_opacity=0.45 * share)
    return paint


def _draw_band(canvas: Canvas, each: _Group, paint: str, scale: _Scale) -> None:
    high, low = _corners(each.curve, each.curve.high, scale), _corners(each.curve, each.curve.low, scale)
    if len(high) > 1:
        canvas.polygon(
            (*high, *reversed(low)), fill=paint, stroke=each.style.colour, stroke_width=0.7, stroke_opacity=0.5,
            data_band=str(each.place),
        )  # fmt: skip


def _draw_curve(canvas: Canvas, each: _Group, scale: _Scale) -> None:
    curve = each.curve
    _draw_line(canvas, each, _corners(curve, curve.survival, scale, start=True), data_curve=str(each.place))
    if _is_marked(curve):
        for at in np.flatnonzero(curve.n_censored):
            _tick(canvas, scale.x(float(curve.times[at])), scale.y(float(curve.survival[at])), each.style.colour)


def _draw_line(canvas: Canvas, each: _Group, points: tuple[Point, ...], **more: str | float) -> None:
    if each.style.dash:
        more["stroke_dasharray"] = each.style.dash
    canvas.line(points, each.style.colour, None, stroke_width=2.2, stroke_linejoin="round", **more)


def _tick(canvas: Canvas, x: float, y: float, colour: str) -> None:
    canvas.line(((x, y - 5), (x, y + 5)), colour, stroke_width=1.5, data_mark="censored")


def _is_marked(curve: SurvivalCurve) -> bool:
    return int((curve.n_censored > 0).sum()) <= MOST_TICKS


def _corners(curve: SurvivalCurve, shares: Floats, scale: _Scale, *, start: bool = False) -> tuple[Point, ...]:
    """The corners of a line of steps as far as it has values; steps within one unit of the drawing become one.

    Parameters
    ----------
    start : whether the line begins at 100 % at time 0, as a curve does; a band begins with the first event
    """
    (known,) = np.nonzero(~np.isnan(shares))
    corners: list[Point] = [(scale.x(0), scale.y(1))] if start else []
    if len(known):
        columns = np.floor((_RIGHT - _LEFT) * curve.times[known] / scale.marks[-1] / _PIXEL)
        kept = known[np.append(np.diff(columns) > 0, True)]
        for time, share in zip(curve.times[kept].tolist(), shares[kept].tolist(), strict=True):
            x, y = scale.x(time), scale.y(share)
            if corners and corners[-1][1] != y:
                corners.append((x, corners[-1][1]))
            if not corners or corners[-1][1] != y or time == curve.last:
                corners.append((x, y))
        # A band ends where the estimate comes to nothing.
        if known[-1] + 1 < len(curve.times):
            corners.append((scale.x(float(curve.times[known[-1] + 1])), corners[-1][1]))
    return tuple(corners)


def _draw_labels(canvas: Canvas, drawn: Sequence[_Group], scale: _Scale) -> None:
    """The name of each group beside the end of its curve, moved up or down until no two touch."""
    ends = sorted((scale.y(float(each.curve.survival[-1])), each.place) for each in drawn)
    words = [wrapped(drawn[place].name, 12, _WIDTH - _MARGIN - _LABEL, most=2, bold=True) for _, place in ends]
    heights = [len(lines) * _LINE + 4 for lines in words]
    for (y, place), lines, middle in zip(ends, words, _apart([y for y, _ in ends], heights), strict=True):
        each = drawn[place]
        way = ((scale.x(each.curve.last) + 4, y), (_RIGHT + 4, y), (_LABEL - 4, middle))
        canvas.line(way, each.style.colour, stroke_width=0.8, stroke_dasharray="1 2.5")
        for at, line in enumerate(lines):
            below = (at - (len(lines) - 1) / 2) * _LINE
            canvas.write((_LABEL, middle + 4 + below), line, Words(12, bold=True, fill=each.style.colour))


def _apart(middles: Sequence[float], heights: Sequence[float]) -> list[float]:
    """The ascending places moved down, and up again from the axis, until as much lies between them as they are high."""
    moved: list[float] = []
    for y, height in zip(middles, heights, strict=True):
        free = moved[-1] + heights[len(moved) - 1] / 2 if moved else _TOP - 20
        moved.append(max(y, free + height / 2))
    ground = _BOTTOM + 10
    for at in reversed(range(len(moved))):
        moved[at] = min(moved[at], ground - heights[at] / 2)
        ground = moved[at] - heights[at] / 2
    return moved


def _draw_at_risk(canvas: Canvas, drawn: Sequence[_Group], scale: _Scale, lang: Language) -> float:
    """The number at risk under each mark of the axis, group by group; gives the height below them."""
    y = _BOTTOM + 64
    canvas.write((_MARGIN, y), _said("at-risk", lang), _HEAD)
    y += 8
    for each in drawn:
        fill = TINTS["band"] if each.place % 2 == 0 else GROUND
        canvas.shape("rect", x=_MARGIN, y=y, width=_RIGHT + 30 - _MARGIN, height=_ROW, fill=fill)
        middle = y + _ROW / 2
        _draw_line(canvas, each, ((_MARGIN + 6, middle), (_MARGIN + 46, middle)))
        lines = wrapped(each.name, _NAME.size, _LEFT - 32 - (_MARGIN + 54), most=2)
        for at, line in enumerate(lines):
            canvas.write((_MARGIN + 54, middle + 4.5 + (at - (len(lines) - 1) / 2) * _LINE), line, _NAME)
        for mark, count in zip(scale.marks, each.curve.at_risk(scale.marks), strict=True):
            canvas.write((scale.x(mark), middle + 4.5), str(count), _COUNT)
        y += _ROW
    return y


def _draw_too_few(canvas: Canvas, names: Sequence[str], y: float, lang: Language) -> float:
    words = Words(12, fill=QUIET)
    for name in names:
        told = message("text.value-of", lang, what=name, value=_said("too-few", lang, fewest=FEWEST))
        for line in wrapped(told, words.size, _WIDTH - 2 * _MARGIN, most=2):
            y += 20
            canvas.write((_MARGIN + 6, y), line, words)
    return y + 8


def _write_note(canvas: Canvas, note: str, y: float) -> float:
    words = Words(12, fill=QUIET)
    lines = wrapped(note, words.size, _WIDTH - 2 * _MARGIN) if note else ()
    for at, line in enumerate(lines):
        canvas.write((_MARGIN, y + 20 + at * 16), line, words)
    return y + 20 + len(lines) * 16 if lines else y


def _key(canvas: Canvas, one: _Group, paint: str, drawn: Sequence[_Group], lang: Language) -> Iterator[Entry]:
    if any(not np.isnan(each.curve.low).all() for each in drawn):
        yield _said("key-band", lang), _band_sample(canvas, one, paint)
    marked = [each for each in drawn if each.curve.n_censored.any() and _is_marked(each.curve)]
    if marked:
        yield _said("key-censored", lang), _tick_sample(canvas, marked[0])
    if any(not _is_marked(each.curve) for each in drawn):
        yield _said("key-unmarked", lang), _sign_sample(canvas, "–")
    yield _said("key-at-risk", lang), _sign_sample(canvas, "n")


def _band_sample(canvas: Canvas, one: _Group, paint: str) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        canvas.shape("rect", x=x, y=y - 8, width=SWATCH, height=16, fill=paint, stroke=one.style.colour,
                     stroke_width=0.7)  # fmt: skip

    return draw


def _tick_sample(canvas: Canvas, one: _Group) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        _draw_line(canvas, one, ((x, y), (x + SWATCH, y)))
        canvas.line(((x + SWATCH / 2, y - 5), (x + SWATCH / 2, y + 5)), one.style.colour, stroke_width=1.5)

    return draw


def _sign_sample(canvas: Canvas, sign: str) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        canvas.write((x + SWATCH / 2, y + 4.5), sign, _COUNT)

    return draw
