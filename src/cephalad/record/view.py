"""The record as of a point: which events count, in which order, and which may already have happened.

Order of two events: by days that do not overlap, else by sequence. On a date an event counts when its last possible day
has come. Corrections apply whenever they were recorded, unless the caller asks what was recorded by a given day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from cephalad.errors import InvalidArgument
from cephalad.logic import Calendar, PartialDateError, Span, Truth, format_day, parse_partial_date
from cephalad.record.model import Case, Event, Observation

__all__ = [
    "Point",
    "View",
    "first_events",
    "in_order",
    "parse_point",
    "standing_events",
    "view",
    "with_straddling",
]


@dataclass(frozen=True, slots=True)
class Point:
    """The moment that an answer is given for: a day, or just after an event.

    Attributes
    ----------
    span : the days that the point may be; one day for a date, a month or a year (its last day)
    after : the event's id for a point just after an event, else ""
    """

    span: Span
    after: str = ""

    def describe(self, calendar: Calendar) -> str:
        """``2026-03-01``, ``day 7`` or ``after:ct-pelvis``."""
        return f"after:{self.after}" if self.after else format_day(self.span.latest, calendar)


@dataclass(frozen=True, slots=True)
class View:
    """What counts as of a point.

    Attributes
    ----------
    events : counted events, oldest first
    straddling : events that may already have happened but do not count yet
    by_finding : for each vocabulary id, its rows (position in `events`, observation), oldest first
    """

    case: Case
    point: Point
    events: tuple[Event, ...]
    straddling: tuple[Event, ...] = ()
    by_finding: Mapping[str, tuple[tuple[int, Observation], ...]] = field(default_factory=dict)


def parse_point(text: str, case: Case, *, recorded_by: int | None = None) -> Point:
    """The point that ``2025-07-31``, ``2025-07``, ``2025``, ``day:7`` or ``after:EVENT`` names in this case.

    Parameters
    ----------
    recorded_by : only what was certainly recorded on or before this day is known; None for everything

    Raises
    ------
    InvalidArgument : for an unknown, corrected or withdrawn event, a date in a day-numbered case, or a day number in a
        dated one
    """
    if text.startswith("after:"):
        return _point_after(text.removeprefix("after:"), case, recorded_by)
    if text.startswith("day:"):
        return Point(_day_number(text.removeprefix("day:"), case))
    if case.calendar is not Calendar.DATES:
        raise InvalidArgument(f"this case counts days; write day:N or after:EVENT instead of {text[:60]!r}")
    try:
        span = parse_partial_date(text)
    except PartialDateError:
        raise InvalidArgument(
            f"the as-of point must be a date, month, year, day:N or after:EVENT, got {text[:60]!r}"
        ) from None
    return Point(Span(span.latest, span.latest))


def _point_after(event_id: str, case: Case, recorded_by: int | None) -> Point:
    for event in standing_events(case, recorded_by=recorded_by):
        if event.id == event_id:
            return Point(event.moment.span, after=event_id)
    for event in case.events:
        if event.id == event_id:
            raise InvalidArgument(_why_not_standing(event, case, recorded_by))
    raise InvalidArgument(f"no event {event_id[:60]!r} in case {case.id!r}")


def _why_not_standing(event: Event, case: Case, recorded_by: int | None) -> str:
    known = _known(case, recorded_by)
    if event not in known:
        return f"event {event.id!r} was not recorded by that day"
    corrections = {other.supersedes: other for other in case.events if other.supersedes}
    last = event
    step: Event | None = event
    while step is not None:
        last = step if step in known else last
        step = corrections.get(step.id)
    if last.withdrawn:
        return f"event {event.id!r} was withdrawn; name another event"
    return f"event {event.id!r} was corrected; write after:{last.id}"


def _day_number(text: str, case: Case) -> Span:
    if case.calendar is not Calendar.DAY_NUMBERS:
        raise InvalidArgument("this case has dates; write a date or after:EVENT instead of day:N")
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdecimal() or len(text) > 7:
        raise InvalidArgument(f"day:N takes a whole number of days, got {text[:60]!r}")
    return Span(int(text), int(text))


def standing_events(case: Case, *, recorded_by: int | None = None) -> tuple[Event, ...]:
    """The events that no other event has superseded, oldest first.

    Parameters
    ----------
    recorded_by : only what was certainly recorded on or before this day is known; None for everything
    """
    return in_order(_standing(case, recorded_by))


def _standing(case: Case, recorded_by: int | None) -> list[Event]:
    known = _known(case, recorded_by)
    superseded = _superseded(case, known)
    return [event for event in known if event.id not in superseded and not event.withdrawn]


def _known(case: Case, recorded_by: int | None) -> tuple[Event, ...]:
    if recorded_by is None:
        return case.events
    return tuple(event for event in case.events if event.recorded_at.latest <= recorded_by)


def _superseded(case: Case, known: Iterable[Event]) -> set[str]:
    """What the known corrections replace, over corrections in between that are not known themselves."""
    replaces = {event.id: event.supersedes for event in case.events if event.supersedes}
    superseded: set[str] = set()
    for event in known:
        earlier = event.supersedes
        while earlier and earlier not in superseded:
            superseded.add(earlier)
            earlier = replaces.get(earlier, "")
    return superseded


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events oldest first: days that do not overlap decide, otherwise the sequence, otherwise the id.

    The order of two events does not change when events with a higher sequence are added. Where the rules run in a
    circle (A before B and B before C by sequence, C before A by date), the event with the highest sequence gives way.
    """
    # Each event goes to the end, or just before the first event that begins after its last possible day. That event
    # always begins later than all before it, so runs are kept, each opened by such an event.
    begins: list[int] = []
    runs: list[list[Event]] = []
    for event in sorted(events, key=lambda event: (event.sequence, event.id)):
        place = bisect_right(begins, event.moment.span.latest)
        if place and event.moment.span.earliest <= begins[place - 1]:
            runs[place - 1].append(event)
        else:
            begins.insert(place, event.moment.span.earliest)
            runs.insert(place, [event])
    return tuple(chain.from_iterable(runs))


def view(case: Case, point: Point, *, recorded_by: int | None = None) -> View:
    """What counts in this case as of the point.

    Parameters
    ----------
    recorded_by : only what was certainly recorded on or before this day is known; None for everything

    Raises
    ------
    InvalidArgument : for a point after an event that was not recorded by that day
    """
    standing = _standing(case, recorded_by)
    if point.after:
        return _view_after(case, point, in_order(standing))
    # Put in order after the choice: what happens later cannot touch the order of what counts.
    has_come = [(event, event.moment.span.at_or_before(point.span)) for event in standing]
    counted = in_order(event for event, answer in has_come if answer is Truth.TRUE)
    straddling = in_order(event for event, answer in has_come if answer is Truth.UNKNOWN)
    return View(case, point, counted, straddling, _index(counted))


def _view_after(case: Case, point: Point, ordered: tuple[Event, ...]) -> View:
    ids = [event.id for event in ordered]
    if point.after not in ids:
        raise InvalidArgument(f"event {point.after!r} was not recorded by that day")
    counted = ordered[: ids.index(point.after) + 1]
    return View(case, point, counted, (), _index(counted))


def _index(events: tuple[Event, ...]) -> dict[str, tuple[tuple[int, Observation], ...]]:
    rows: dict[str, list[tuple[int, Observation]]] = {}
    for position, event in enumerate(events):
        for observation in event.observations:
            rows.setdefault(observation.finding, []).append((position, observation))
    return {finding: tuple(found) for finding, found in rows.items()}


def first_events(whole: View, count: int) -> View:
    """The same view as it stood just after its first `count` events."""
    counted = whole.events[:count]
    point = Point(counted[-1].moment.span, after=counted[-1].id) if counted else whole.point
    rows = {
        finding: kept
        for finding, found in whole.by_finding.items()
        if (kept := tuple(row for row in found if row[0] < count))
    }
    return View(whole.case, point, counted, (), rows)


def with_straddling(whole: View) -> View:
    """The view as it would be if every event that may already have happened had happened."""
    counted = in_order((*whole.events, *whole.straddling))
    return View(whole.case, whole.point, counted, (), _index(counted))
