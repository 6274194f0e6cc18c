"""Where the slider of a case stops: after each event, and today; with the conclusions that changed there."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import takewhile

from cephalad.assessment import Assessment, assess, key_values
from cephalad.guideline import default_guideline, digest
from cephalad.logic import Calendar
from cephalad.record import Case, Event, standing_events
from cephalad.replay import Change, KeyChange, replay
from cephalad.server.asked import as_of

__all__ = ["Stop", "changes_between", "read_changes", "stop_at", "stops", "written_changes"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One place of the slider.

    Attributes
    ----------
    as_of : as a caller of `assess` writes it, ``after:ct-pelvis`` or ``2026-03-01``
    event : None for today
    changes : the conclusions that differ from those at the stop before
    """

    as_of: str
    event: Event | None
    changes: tuple[KeyChange, ...]


def stops(case: Case, changes: dict[str, tuple[KeyChange, ...]], today: str) -> list[Stop]:
    """The stops, oldest first; a record that counts days, of which today is none, ends with its last event.

    Parameters
    ----------
    changes : by point, as `read_changes` gives them
    today : ``2026-03-01``
    """
    found = [Stop(f"after:{event.id}", event, changes.get(f"after:{event.id}", ())) for event in standing_events(case)]
    if case.calendar is Calendar.DATES or not found:
        found.append(Stop(today, None, changes.get(today, ())))
    return found


def stop_at(found: Sequence[Stop], shown: Assessment) -> int:
    """The place of the stop that is shown; for a day in between, that of the last event that counts."""
    counted, wanted = {event.id for event in shown.view.events}, as_of(shown)
    exact = [place for place, stop in enumerate(found) if stop.as_of == wanted]
    before = [place for place, stop in enumerate(found) if stop.event is not None and stop.event.id in counted]
    return (exact or before or [0])[-1]


def changes_between(before: Assessment, now: Assessment) -> tuple[KeyChange, ...]:
    """The conclusions that differ between two assessments; because of what is not told."""
    was, becomes = key_values(before), key_values(now)
    keys = dict.fromkeys((*becomes, *was))
    found = ((key, was.get(key, ""), becomes.get(key, "")) for key in keys)
    return tuple(KeyChange(key, here, there, ()) for key, here, there in found if here != there)


def written_changes(case: Case, today: str) -> str:
    """What changed at every stop, as JSON text."""
    return json.dumps([[name, [astuple(each) for each in changes]] for name, changes in _changes(case, today)])


def read_changes(text: str) -> dict[str, tuple[KeyChange, ...]]:
    """The changes by point that `written_changes` wrote down."""
    return {
        name: tuple(KeyChange(key, before, after, tuple(because)) for key, before, after, because in changes)
        for name, changes in json.loads(text)
    }


def _changes(case: Case, today: str) -> Iterator[tuple[str, tuple[KeyChange, ...]]]:
    steps = _walked(case)
    for step in steps:
        yield f"after:{step.after}", step.changes
    if steps and case.calendar is Calendar.DATES:
        last = assess(case, as_of=f"after:{steps[-1].after}", with_missing=False, with_base=False)
        yield today, changes_between(last, assess(case, as_of=today, with_missing=False, with_base=False))


# --- the way walked before --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """A record's standing events and what each of them changed, under one guideline."""

    digest: str
    header: Case
    events: tuple[Event, ...]
    steps: tuple[Change, ...]

    def shared(self, header: Case, events: Sequence[Event]) -> int:
        """How many of the first steps hold for another state of the record."""
        if (self.digest, self.header) != (digest(default_guideline()), header):
            return 0
        same = (mine == theirs for mine, theirs in zip(self.events, events, strict=False))
        return sum(1 for _ in takewhile(bool, same))


_WAYS_KEPT = 200
_ways: OrderedDict[str, _Way] = OrderedDict()


def _walked(case: Case) -> tuple[Change, ...]:
    """The steps of a record; after one more event only those from there on are walked again."""
    header, events = _header(case), standing_events(case)
    earlier = _ways.get(case.id)
    known = earlier.steps[: earlier.shared(header, events)] if earlier else ()
    steps = replay(case, known=known)
    _ways[case.id] = _Way(digest(default_guideline()), header, events, steps)
    while len(_ways) > _WAYS_KEPT:
        _ways.popitem(last=False)
    return steps


def _header(case: Case) -> Case:
    """What holds of the patient at every step: the header, with the event at which her age is stated."""
    at = None if case.birth is None else case.birth.at_event
    return replace(case, events=tuple(event for event in case.events if event.id == at))
