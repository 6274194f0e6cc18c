"""Two guidelines side by side: the rules in which they differ, and the patients whom they would answer differently.

Nothing is concluded here: every answer comes from an assessment under one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cephalad.assessment import assess, key_values
from cephalad.guideline import Guideline
from cephalad.guideline.model import Chapter, Criterion, Parameter, Schedule
from cephalad.record import Case, Event, Point, standing_events

__all__ = ["AnswerDifference", "RuleDifference", "ValueDifference", "answer_differences", "rule_differences"]

_KINDS = (
    ("parameter", "parameters"),
    ("criterion", "criteria"),
    ("ladder", "ladders"),
    ("study", "studies"),
    ("entity", "entities"),
    ("role", "roles"),
    ("option", "options"),
    ("indication", "indications"),
    ("notice", "notices"),
    ("schedule", "schedules"),
    ("urgent", "urgent"),
    ("effect", "effects"),
)


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """One part of a guideline that two of them do not have alike.

    Attributes
    ----------
    kind : ``parameter``, ``criterion``, ``schedule`` and so on
    id : the part's id; of a schedule its group, with its condition
    before, after : the part in words; "" where the guideline has none
    reason : of a changed number, why it was changed; else ""
    """

    kind: str
    id: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """One conclusion with its value under either guideline; "" where there is none."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """One patient just after one event, and the conclusions that differ there; never empty."""

    case: str
    after: str
    values: tuple[ValueDifference, ...]


# --- rules ------------------------------------------------------------------------------------------------------------


def rule_differences(before: Guideline, after: Guideline) -> tuple[RuleDifference, ...]:
    """Every part that differs, in the order of the chapters; empty when the two say the same.

    Examples
    --------
    >>> from cephalad.guideline import shipped_guideline
    >>> found = rule_differences(shipped_guideline("zhao-tian-2026"), shipped_guideline("consensus-2023"))
    >>> [(item.kind, item.id) for item in found][-1]
    ('schedule', 'low, only if ivl.surveillance.consensus')
    """
    return tuple(_rule_differences(before, after))


def _rule_differences(before: Guideline, after: Guideline) -> Iterator[RuleDifference]:
    for kind, field in _KINDS:
        old, new = _parts(before.chapters, field), _parts(after.chapters, field)
        for name in dict.fromkeys((*old, *new)):
            one, other = old.get(name), new.get(name)
            if one != other:
                reason = other.reason if isinstance(other, Parameter) and isinstance(one, Parameter) else ""
                yield RuleDifference(kind, name, _in_words(before, one), _in_words(after, other), reason)


def _parts(chapters: Iterable[Chapter], field: str) -> dict[str, object]:
    return {_name(part): part for chapter in chapters for part in getattr(chapter, field)}


def _name(part: object) -> str:
    if isinstance(part, Schedule):
        return f"{part.group}, only if {part.only_if}" if part.only_if else part.group
    return part if isinstance(part, str) else str(getattr(part, "id", "") or getattr(part, "code", ""))


def _in_words(guideline: Guideline, part: object) -> str:
    if isinstance(part, Parameter):
        return f"{part.value:g} {part.unit}"
    if isinstance(part, Criterion):
        return guideline.filled(part.says)
    if isinstance(part, Schedule):
        return "; ".join(guideline.filled(guideline.criteria[band.criterion].says) for band in part.bands)
    return "" if part is None else "present"


# --- answers ----------------------------------------------------------------------------------------------------------


def answer_differences(before: Guideline, after: Guideline, case: Case) -> Iterator[AnswerDifference]:
    """For each event of a case, oldest first, the conclusions that the two guidelines do not share just after it."""
    for event in standing_events(case):
        values = tuple(_value_differences(before, after, case, event))
        if values:
            yield AnswerDifference(case.id, event.id, values)


def _value_differences(before: Guideline, after: Guideline, case: Case, event: Event) -> Iterator[ValueDifference]:
    point = Point(event.moment.span, after=event.id)
    # What would decide an open question, and what a variant's base would say, are no conclusions to compare.
    old, new = (
        key_values(assess(case, as_of=point, guideline=guideline, with_missing=False, with_base=False))
        for guideline in (before, after)
    )
    for key in dict.fromkeys((*old, *new)):
        if old.get(key, "") != new.get(key, ""):
            yield ValueDifference(key, old.get(key, ""), new.get(key, ""))
