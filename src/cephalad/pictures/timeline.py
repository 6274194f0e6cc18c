"""One patient's record in lanes along time, or in its order where the record has no dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cephalad.anatomy import Language
from cephalad.logic import Basis
from cephalad.pictures.drawing import Canvas, Words, wrapped, write_heading
from cephalad.pictures.lanes import Mark, Placed, place_marks
from cephalad.pictures.palette import GROUND, INK, OUTLINE, PALE, QUIET, TINTS
from cephalad.pictures.picture import Picture, Table
from cephalad.pictures.time_axis import BREAK, MOST_BREAKS, Break, TimeAxis, gaps, time_axis
from cephalad.pictures.timeline_events import LANDMARKS, LANES, TimelineEvent, read_events
from cephalad.pictures.timeline_marks import draw_marks, draw_timeline_key
from cephalad.record import View
from cephalad.terms import clean, message, span_words

__all__ = ["MOST_MARKS", "timeline"]

MOST_MARKS = 400
"""Events that are drawn one by one; where there are more, neighbours in a lane share a mark."""

_WIDTH, _LEFT, _RIGHT, _MARGIN = 900.0, 152.0, 884.0, 10.0
_AXIS, _TOP = 110.0, 132.0
_ROW, _PADDING = 22.0, 8.0
_TICK = Words(10.5, fill=QUIET, anchor="middle")
_LONG_GAP = 0.35
_MOST_GROUPS = 60
_CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where each event begins and ends, where the point of view stands, and the axis where there is one."""

    places: Mapping[str, tuple[float, float]]
    as_of: float
    axis: TimeAxis | None


def timeline(
    seen: View,
    *,
    changes: Sequence[tuple[str, str]] = (),
    recorded_by: int | None = None,
    lang: Language = "en",
    title: str = "",
    id: str = "timeline",  # noqa: A002  the attribute's own word for it
) -> Picture:
    """Every event of a record in its lane, with what counts as of the point of view and what is later or corrected.

    On a time axis where every event has a duration to count with; else in equal steps, which the picture says. Where
    there are more than `MOST_MARKS` events, neighbours in a lane share a mark; the table names each.

    Parameters
    ----------
    seen : the record as of a point
    changes : ids of events with a few words on what each changed in the conclusions
    recorded_by : only what was certainly recorded on or before this day is known; everything when left out
    title : a general title when left out
    id : beginning of every id in the drawing; two pictures on one page need two

    Raises
    ------
    InvalidArgument : for an id that is no plain word

    Examples
    --------
    >>> from cephalad.record import parse_point, read_example, view
    >>> case = read_example("zhao-tian-2026")
    >>> timeline(view(case, parse_point("after:operation", case))).table.rows[0][:4]
    ('1', '2025-06', 'Complaint', 'bleeding')
    """
    events = read_events(seen, changes=changes, recorded_by=recorded_by)
    name, about = title or message("picture.timeline.title", lang), _description(seen, events, lang)
    canvas = Canvas(id, width=_WIDTH, height=_AXIS - 30, title=name, description=about, lang=lang)
    write_heading(canvas, name, about, margin=_MARGIN, room=_WIDTH - 2 * _MARGIN)
    table = _table(seen, events, name, lang)
    if not events:
        return Picture(id, clean(name), clean(about), canvas.root, table)
    scale = _scale(seen, events)
    lanes = _lanes(events, scale)
    bottom = _draw_lanes(canvas, lanes, scale, seen, lang)
    styles = [each.mark for placed in lanes.values() for each in placed]
    breaks = scale.axis.breaks if scale.axis else ()
    canvas.grow(draw_timeline_key(canvas, styles, bottom + 30, lang, order=scale.axis is None, breaks=bool(breaks)) + 2)
    return Picture(id, clean(name), clean(about), canvas.root, table)


def _description(seen: View, events: Sequence[TimelineEvent], lang: Language) -> str:
    counted = sum(each.standing == "counted" for each in events)
    told = [message("picture.timeline.counts", lang, number=counted, all=len(events), as_of=_as_of(seen, lang))]
    if _only_order(events):
        told.append(message("picture.timeline.order-only", lang))
    elif not _has_duration(events):
        told.append(message("picture.timeline.mixed", lang))
    return "".join(told) if lang == "zh" else " ".join(told)


def _as_of(seen: View, lang: Language) -> str:
    point = seen.point
    if point.after:
        return message("picture.timeline.after", lang, event=clean(point.after))
    return message("picture.timeline.as-of", lang, point=span_words(point.span, seen.case.calendar, lang))


def _only_order(events: Sequence[TimelineEvent]) -> bool:
    return bool(events) and not any(each.event.moment.has_duration for each in events)


def _has_duration(events: Sequence[TimelineEvent]) -> bool:
    return all(each.event.moment.has_duration for each in events)


# --- places -----------------------------------------------------------------------------------------------------------


def _scale(seen: View, events: Sequence[TimelineEvent]) -> _Scale:
    if not _has_duration(events):
        return _steps(events)
    day = seen.point.span.latest
    spans = [(each.event.moment.span.earliest, each.event.moment.span.latest + 1) for each in events]
    spans.append((day, day + 1))
    least = _long_gaps(spans)
    # As many breaks as save rows, and no more.
    tried = [_on_axis(seen, events, spans, number) for number in range(least, max(least, MOST_BREAKS) + 1)]
    return min(tried, key=lambda scale: _rows(events, scale))


def _steps(events: Sequence[TimelineEvent]) -> _Scale:
    step = (_RIGHT - _LEFT) / len(events)
    places = {each.event.id: (_LEFT + at * step, _LEFT + (at + 1) * step) for at, each in enumerate(events)}
    counted = [places[each.event.id][1] for each in events if each.standing == "counted"]
    return _Scale(places, max(counted, default=_LEFT), None)


def _long_gaps(spans: Sequence[tuple[int, int]]) -> int:
    """How many gaps, the longest first, would each take more than a third of what is then left."""
    rest = max(end for _, end in spans) - min(start for start, _ in spans)
    number = 0
    for start, end in gaps(spans):
        if end - start <= _LONG_GAP * rest:
            break
        rest -= end - start
        number += 1
    return min(number, MOST_BREAKS)


def _on_axis(seen: View, events: Sequence[TimelineEvent], spans: Sequence[tuple[int, int]], n_breaks: int) -> _Scale:
    axis = time_axis(spans, seen.case.calendar, left=_LEFT, right=_RIGHT, n_breaks=n_breaks)
    places = {
        each.event.id: (axis.x(each.event.moment.span.earliest), axis.x(each.event.moment.span.latest + 1))
        for each in events
    }
    return _Scale(places, axis.x(seen.point.span.latest + 1), axis)


def _rows(events: Sequence[TimelineEvent], scale: _Scale) -> int:
    return sum(max((each.row for each in placed), default=0) + 1 for placed in _lanes(events, scale).values())


# --- lanes ------------------------------------------------------------------------------------------------------------


def _lanes(events: Sequence[TimelineEvent], scale: _Scale) -> dict[str, tuple[Placed, ...]]:
    """The marks of every lane that has some, and those of the changes in the conclusions."""
    lanes: dict[str, tuple[Placed, ...]] = {}
    for lane in LANES:
        inside = [each for each in events if each.lane == lane]
        if inside:
            marks = [_mark(each, scale) for each in inside] if len(events) <= MOST_MARKS else _groups(inside, scale)
            lanes[lane] = _placed(marks)
    changed = [each for each in events if each.change]
    if changed:
        lanes[_CHANGES] = _placed([_change(each, scale) for each in changed[:MOST_MARKS]], longest=420)
    return lanes


def _groups(inside: Sequence[TimelineEvent], scale: _Scale) -> list[Mark]:
    """Marks that each stand for a few neighbours of one standing, at most about sixty in a lane."""
    size = -(-len(inside) // _MOST_GROUPS)
    marks: list[Mark] = []
    for standing in dict.fromkeys(each.standing for each in inside):
        together = [each for each in inside if each.standing == standing]
        for at in range(0, len(together), size):
            places = [scale.places[each.event.id] for each in together[at : at + size]]
            left, right = min(start for start, _ in places), max(end for _, end in places)
            marks.append(Mark(str(len(places)), "", left, right, False, standing, grouped=True))
    return marks


def _placed(marks: Sequence[Mark], *, longest: float = 190) -> tuple[Placed, ...]:
    return place_marks(
        sorted(marks, key=lambda mark: (mark.left, mark.right)), left=_LEFT, right=_RIGHT, longest=longest
    )


def _mark(one: TimelineEvent, scale: _Scale) -> Mark:
    moment = one.event.moment
    left, right = scale.places[one.event.id]
    return Mark(
        f"{one.number}?" if one.standing == "perhaps" else str(one.number),
        one.name,
        left,
        right,
        exact=scale.axis is None or moment.span.earliest == moment.span.latest,
        style=one.standing,
        landmark=one.event.kind in LANDMARKS,
        approximate=moment.basis is Basis.APPROXIMATE,
    )


def _change(each: TimelineEvent, scale: _Scale) -> Mark:
    # A conclusion changes when the event counts: when its last possible day has come.
    _, end = scale.places[each.event.id]
    start, _ = scale.places[each.event.id] if scale.axis is None else (end, end)
    return Mark(str(each.number), each.change, start, end, True, "change")


# --- drawing ----------------------------------------------------------------------------------------------------------


def _draw_lanes(
    canvas: Canvas, lanes: Mapping[str, Sequence[Placed]], scale: _Scale, seen: View, lang: Language
) -> float:
    """Bands, axis, marks and the line of the point of view; gives the height below the last lane."""
    tops: dict[str, float] = {}
    y = _TOP
    for at, (lane, placed) in enumerate(lanes.items()):
        height = (max(each.row for each in placed) + 1) * _ROW + 2 * _PADDING - 4
        fill = TINTS["band"] if at % 2 == 0 else GROUND
        canvas.shape("rect", x=_MARGIN, y=y, width=_WIDTH - 2 * _MARGIN, height=height, fill=fill)
        tops[lane] = y + _PADDING
        lines = wrapped(message(f"picture.lane.{lane}", lang), 12, _LEFT - _MARGIN - 20, most=3)
        for number, line in enumerate(lines):
            middle = y + height / 2 + 4 + (number - (len(lines) - 1) / 2) * 15
            canvas.write((_MARGIN + 6, middle), line, Words(12, fill=INK))
        y += height
    _draw_axis(canvas, scale.axis, y, lang)
    _draw_as_of(canvas, scale.as_of, y, _as_of(seen, lang))
    for lane, placed in lanes.items():
        draw_marks(canvas, placed, tops[lane], _ROW)
    return y


def _draw_axis(canvas: Canvas, axis: TimeAxis | None, bottom: float, lang: Language) -> None:
    canvas.line(((_LEFT, _AXIS), (_RIGHT, _AXIS)), OUTLINE, stroke_width=1.2)
    if axis is None:
        words = Words(10.5, fill=QUIET)
        canvas.write((_LEFT, _AXIS - 8), message("picture.timeline.steps", lang), words)
        return
    for tick in axis.ticks(_TICK):
        canvas.line(((tick.x, _AXIS), (tick.x, bottom)), TINTS["grey"], stroke_width=1)
        canvas.line(((tick.x, _AXIS - 5), (tick.x, _AXIS)), OUTLINE, stroke_width=1.2)
        if tick.text:
            half = _TICK.width(tick.text) / 2
            canvas.write((min(max(tick.x, _MARGIN + half), _WIDTH - _MARGIN - half), _AXIS - 9), tick.text, _TICK)
    for each in axis.breaks:
        _draw_break(canvas, each, bottom, lang)


def _draw_break(canvas: Canvas, each: Break, bottom: float, lang: Language) -> None:
    """The axis broken by two strokes, the stretch left out named below, a pale gap through all lanes."""
    left, right, middle = each.x + 3, each.x + BREAK - 3, each.x + BREAK / 2
    canvas.shape(
        "rect", x=left, y=_AXIS - 6, width=right - left, height=bottom - _AXIS + 6, fill=GROUND, data_mark="break"
    )
    for x in (left, right):
        canvas.line(((x - 3, _AXIS + 6), (x + 3, _AXIS - 6)), OUTLINE, stroke_width=1.4)
        canvas.line(((x, _AXIS + 8), (x, bottom)), PALE, stroke_width=0.8, stroke_dasharray="1 4")
    canvas.write((middle, _AXIS + 14), _length(each.days, lang), Words(9.5, fill=QUIET, anchor="middle"))


def _length(days: int, lang: Language) -> str:
    if days < 60:
        return message("picture.timeline.days", lang, number=days)
    months = round(days / 30.44)
    if months < 24:
        return message("picture.timeline.months", lang, number=months)
    return message("picture.timeline.years", lang, number=round(days / 365.25))


def _draw_as_of(canvas: Canvas, x: float, bottom: float, text: str) -> None:
    canvas.line(((x, _AXIS), (x, bottom)), INK, stroke_width=1.6, stroke_dasharray="7 3 2 3", data_mark="as-of")
    canvas.polygon(((x - 5, _AXIS - 7), (x + 5, _AXIS - 7), (x, _AXIS + 1)), fill=INK)
    words = Words(11, bold=True, anchor="end" if x > (_LEFT + _RIGHT) / 2 else "start")
    (line, *_) = wrapped(text, words.size, 300, most=1, bold=True)
    canvas.write((x + (6 if words.anchor == "end" else -6), _AXIS - 24), line, words)


# --- the same in words ------------------------------------------------------------------------------------------------


def _table(seen: View, events: Sequence[TimelineEvent], name: str, lang: Language) -> Table:
    columns = ("number", "when", "kind", "event", "standing", "lane", "change")
    head = tuple(message(f"picture.timeline.{each}", lang) for each in columns)
    caption = message("text.value-of", lang, what=clean(name), value=_as_of(seen, lang))
    return Table(caption, head, tuple(_row(seen, each, lang) for each in events))


def _row(seen: View, each: TimelineEvent, lang: Language) -> tuple[str, ...]:
    standing = message(f"picture.standing.{each.standing}", lang, event=each.superseded_by)
    lane = message(f"picture.lane.{each.lane}", lang)
    return (str(each.number), each.when(seen, lang), each.kind(lang), each.name, standing, lane, each.change)
