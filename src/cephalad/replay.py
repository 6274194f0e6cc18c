"""A patient's timeline walked event by event, and what each event changed in the conclusions.

A step stands just after one event of the standing record; the first is compared with the empty record.
Nothing is concluded here: every value comes from an assessment as of that step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cephalad.assess import Reason
from cephalad.assessment import Assessment, assess, key_values
from cephalad.facts import Extent
from cephalad.guideline import Guideline
from cephalad.logic import Span
from cephalad.record import Case, Event, Point, standing_events

__all__ = ["Change", "KeyChange", "key_changes", "key_reasons", "replay", "replay_steps"]


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One conclusion that took a new value.

    Attributes
    ----------
    key : the conclusion, for example ``suspicion`` or ``workup.echocardiography``
    from_value, to_value : its value before and after the event; "" where there is none
    because : what carries the new value: the conclusion's own criterion and those that were not behind it before, then
        the events they rest on; where nothing carries it, the event of the step itself
    """

    key: str
    from_value: str
    to_value: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one event changed.

    Attributes
    ----------
    after : the event's id
    as_of : the last day on which the event can have happened
    changes : in the order of the assessment; empty when the event changed no conclusion
    """

    after: str
    as_of: str
    changes: tuple[KeyChange, ...]


def replay(case: Case, guideline: Guideline | None = None, *, known: Sequence[Change] = ()) -> tuple[Change, ...]:
    """Every event of the standing record, oldest first, with the conclusions that it changed.

    A corrected event is no step; its correction is. The default guideline is taken when none is given.

    Parameters
    ----------
    known : the first steps, walked before over a record that begins with the same standing events and says the same of
        the patient's birth; what comes later changes none of them

    Examples
    --------
    >>> from cephalad.record import read_example
    >>> first = replay(read_example("zhao-tian-2026"))[0]
    >>> first.after, first.as_of, [change.to_value for change in first.changes if change.key == "suspicion"]
    ('bleeding', '2025-06-30', [])
    """
    return tuple(replay_steps(case, guideline, known=known))


def replay_steps(case: Case, guideline: Guideline | None = None, *, known: Sequence[Change] = ()) -> Iterator[Change]:
    """The same, one step at a time, for a caller that shows how far it has come."""
    yield from known
    events = standing_events(case)
    walked, ahead = events[: len(known)], events[len(known) :]
    if not ahead:
        return
    before = _assess(case, _just_after(walked[-1]) if walked else _before(events), guideline)
    for event in ahead:
        now = _assess(case, _just_after(event), guideline)
        day = Point(Span(event.moment.span.latest, event.moment.span.latest))
        yield Change(event.id, day.describe(case.calendar), tuple(key_changes(before, now, event.id)))
        before = now


def _assess(case: Case, point: Point, guideline: Guideline | None) -> Assessment:
    # What would decide an open question, and what a variant's base would say, are no conclusions to compare.
    return assess(case, as_of=point, guideline=guideline, with_missing=False, with_base=False)


def _just_after(event: Event) -> Point:
    return Point(event.moment.span, after=event.id)


def _before(events: Iterable[Event]) -> Point:
    """The day before anything can have happened."""
    day = min(event.moment.span.earliest for event in events) - 1
    return Point(Span(day, day))


def key_changes(before: Assessment, now: Assessment, event: str) -> Iterator[KeyChange]:
    """The conclusions in which two assessments of one patient differ.

    Parameters
    ----------
    event : id of the event that stands between them, named where nothing else carries a new value
    """
    was, becomes = key_values(before), key_values(now)
    because = _because(now, key_reasons(before))
    for key in dict.fromkeys((*becomes, *was)):
        if was.get(key, "") != becomes.get(key, ""):
            yield KeyChange(key, was.get(key, ""), becomes.get(key, ""), because.get(key) or (event,))


# --- what carries a value ---------------------------------------------------------------------------------------------


def key_reasons(found: Assessment) -> dict[str, tuple[Reason, ...]]:
    """The reasons behind each conclusion, by the keys of `key_values`; what is read off the veins has none.

    The team meeting has none of its own either: its criterion is ``ivl.mdt.convene``.
    """
    reasons: dict[str, tuple[Reason, ...]] = {
        "suspicion": found.suspicion.reasons,
        "urgent": found.urgent,
        "risk-group": found.surveillance.reasons,
        "plan-group": found.surveillance.reasons,
    }
    reasons |= {f"stage.{name}": stage.reasons for name, stage in found.stages.items()}
    reasons |= {f"workup.{row.study}": row.reasons for row in found.workup}
    reasons |= {f"endocrine.{item.id}": item.reasons for item in found.indications}
    reasons |= {f"options.{option.option}": option.reasons for option in found.options}
    reasons |= {f"surveillance.{item.study}": item.reasons for item in found.surveillance.examinations}
    return reasons


def _because(found: Assessment, earlier: Mapping[str, tuple[Reason, ...]]) -> dict[str, tuple[str, ...]]:
    """For each conclusion, its first criterion and those new to it, then the events that they, or its row, rest on."""
    because = dict(_rows(found))
    for key, reasons in key_reasons(found).items():
        fresh = (*reasons[:1], *(item for item in reasons if item not in earlier.get(key, ())))
        events = [event for item in fresh for fact in item.facts for event in fact.events]
        because[key] = tuple(dict.fromkeys((*(item.id for item in fresh), *events, *because.get(key, ()))))
    return because


def _rows(found: Assessment) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The events behind what is read off the veins and behind the rows of the plan."""
    veins = found.ever
    yield "front", _events_of(veins, veins.front)
    yield "routes", tuple(f"ivl.extent.route-{name}" for name in found.routes)
    yield "mdt", ("ivl.mdt.convene",)
    yield "continuity", _events_of(veins, veins.continuity()[1] or veins.involved)
    for row in found.workup:
        yield f"workup.{row.study}", row.events
    for item in found.surveillance.examinations:
        yield f"surveillance.{item.study}", item.events


def _events_of(extent: Extent, names: tuple[str, ...]) -> tuple[str, ...]:
    """The events that speak of these segments, or of a set that holds one."""
    told = [event for name in names for event in extent.states[name].events]
    told += [event for members, events in extent.open_sets if set(members) & set(names) for event in events]
    return tuple(dict.fromkeys(told))
