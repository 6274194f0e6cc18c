"""What an entry would change: the conclusions before and after it, at its own time and as of today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cephalad.assessment import Assessment, assess
from cephalad.guideline import default_guideline
from cephalad.logic import Calendar, Span
from cephalad.record import Case, Point, standing_events
from cephalad.replay import KeyChange, key_changes
from cephalad.write.key_words import key_value_words, key_words

__all__ = ["ChangeRow", "Effect", "effect_of"]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One conclusion in words, before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What an entry would change.

    Attributes
    ----------
    then : just after the event, against the record without it; None when it is the same as `now`
    now : as of today, or of the last event where the case counts days
    """

    then: tuple[ChangeRow, ...] | None
    now: tuple[ChangeRow, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no conclusion changes."""
        return not self.then and not self.now


def effect_of(before: Case, after: Case, *, today: int, lang: str) -> Effect:
    """The conclusions that differ between two states of one record.

    Parameters
    ----------
    before : the record as it is
    after : the same with one more event, which may add, correct or withdraw
    today : day as a proleptic ordinal; not used where the case counts days
    """
    entered = after.events[-1]
    last = _last_day(after, today)
    now = _differences(before, after, Point(Span(last, last)), entered.id, lang)
    day = entered.moment.span.latest
    if day >= last:
        return Effect(None, now)
    then = _differences(before, after, Point(Span(day, day)), entered.id, lang)
    return Effect(None if then == now else then, now)


def _last_day(case: Case, today: int) -> int:
    days = [event.moment.span.latest for event in standing_events(case)]
    return max([*days, today]) if case.calendar is Calendar.DATES else max(days, default=0)


def _differences(before: Case, after: Case, point: Point, event: str, lang: str) -> tuple[ChangeRow, ...]:
    changes = key_changes(_assess(before, point), _assess(after, point), event)
    return tuple(_in_words(changes, lang))


def _assess(case: Case, point: Point) -> Assessment:
    return assess(case, as_of=point, with_missing=False, with_base=False)


def _in_words(changes: Iterable[KeyChange], lang: str) -> Iterator[ChangeRow]:
    guideline = default_guideline()
    for change in changes:
        before, after = (
            key_value_words(change.key, value, lang, guideline) for value in (change.from_value, change.to_value)
        )
        yield ChangeRow(key_words(change.key, lang), before, after)
