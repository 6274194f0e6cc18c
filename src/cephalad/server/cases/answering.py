"""An answer to a missing fact becomes events of the record; before that, what it would change is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cephalad.assess import MissingFact
from cephalad.assessment import Assessment, assess
from cephalad.errors import Issue
from cephalad.logic import Calendar
from cephalad.record import Case, standing_events
from cephalad.replay import KeyChange
from cephalad.server.cases.slots import Slot, answers_of
from cephalad.server.cases.stops import changes_between
from cephalad.server.store.append import EVENT_ADDED
from cephalad.server.store.cases import history, with_events
from cephalad.terms import FINDINGS, PRESENCES, ValueType

__all__ = ["Given", "Preview", "events_of", "faults_of", "item_of", "preview", "usual_time"]

_MODALITY = FINDINGS["imaging.modality"]


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed and chosen.

    Attributes
    ----------
    answers : for each slot the id of an answer, or the text of a date
    modality, contrast : of the study, for findings of a study; without contrast a study shows few veins clear
    """

    answers: tuple[str, ...]
    when: str
    modality: str
    contrast: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What the answer would make of the conclusions, or what is wrong with it.

    Attributes
    ----------
    after : the point just after the new event, where the page stands then
    """

    changes: tuple[KeyChange, ...] = ()
    issues: tuple[Issue, ...] = ()
    found: Assessment | None = field(default=None, repr=False)
    after: str = ""


def item_of(found: Assessment, facts: Sequence[str]) -> MissingFact | None:
    """The open question about these facts; None when it is open no more."""
    return next((item for item in found.missing if item.facts == tuple(facts) and not item.more_than_two), None)


def usual_time(found: Assessment, today: str) -> str:
    """When an answer was found out, unless the form says otherwise: the point of the page."""
    point, case = found.view.point, found.case
    if point.after or case.calendar is not Calendar.DATES:
        known = [event for event in found.view.events if not point.after or event.id == point.after]
        return known[-1].moment.text if known else today
    return min(found.as_of, today)


def faults_of(slots: Sequence[Slot], given: Given, lang: str) -> dict[str, str]:
    """Messages of the catalogue by the field that they are about; empty when everything is answered."""
    told = {}
    for number, (slot, answer) in enumerate(zip(slots, given.answers, strict=True)):
        offered = {name for name, _ in answers_of(slot, lang)}
        if not answer or (offered and answer not in offered):
            told[f"answer-{number}"] = "server.case.choose-answer"
    if any(slot.is_study for slot in slots) and given.modality not in {each.id for each in _MODALITY.choices}:
        told["modality"] = "server.case.choose-study"
    if not given.when.strip() and any(slot.completes is None for slot in slots):
        told["when"] = "server.case.say-when"
    return told


def events_of(
    subject: str, found: Assessment, slots: Sequence[Slot], given: Given, reason: str
) -> list[dict[str, Any]]:
    """The events that say it: one of a study or a talk, or one that completes what is on record.

    Parameters
    ----------
    reason : of a correction
    """
    made: dict[str, dict[str, Any]] = {}
    for slot, answer in zip(slots, given.answers, strict=True):
        key = slot.completes.id if slot.completes is not None else slot.kind
        if key not in made:
            made[key] = _completed(subject, slot, reason) if slot.completes is not None else _new(found, slot, given)
        _put(made[key], slot, answer)
    return list(made.values())


def _new(found: Assessment, slot: Slot, given: Given) -> dict[str, Any]:
    event: dict[str, Any] = {"kind": slot.kind, **_time(found, given.when.strip())}
    after = found.view.point.after
    events = standing_events(found.case)
    if after and events and events[-1].id != after:
        # It was known at that point: it stands beside that event, not behind what came later in the same month.
        event["sequence"] = str(next(each.sequence for each in events if each.id == after))
    if slot.is_study:
        event["modality"] = given.modality
        if given.contrast in PRESENCES:
            event["contrast"] = given.contrast
    return event


def _time(found: Assessment, when: str) -> dict[str, str]:
    if found.case.calendar is Calendar.DATES:
        return {"effective_on": when}
    last = found.view.events[-1].moment if found.view.events else None
    return {"day": when, "basis": last.basis.value} if last is not None else {"day": when}


def _completed(subject: str, slot: Slot, reason: str) -> dict[str, Any]:
    """What the event says, as it was written, under a new id."""
    assert slot.completes is not None
    name = slot.completes.id
    rows = [row.content for row in history(subject) if row.kind == EVENT_ADDED and row.content is not None]
    written = next(row for row in rows if row["id"] == name)
    kept = {key: value for key, value in written.items() if key not in ("id", "recorded_at", "supersedes", "reason")}
    return {**kept, "supersedes": name, "reason": reason}


def _put(event: dict[str, Any], slot: Slot, answer: str) -> None:
    told: Any = {"value": "yes", "status": "suspected"} if answer == "suspected" else answer
    if slot.finding.type is ValueType.CHOICES and answer in {each.id for each in slot.finding.choices}:
        told = [answer]
    if slot.segment:
        veins: Mapping[str, Any] = event.get("veins", {})
        event["veins"] = {**veins, slot.segment: {slot.finding.name: told}}
    else:
        event[slot.finding.name] = told


def preview(subject: str, found: Assessment, events: Sequence[Mapping[str, Any]]) -> Preview:
    """What the events would change as of the point of the page; nothing is written."""
    case = with_events(subject, events)
    if isinstance(case, list):
        return Preview(issues=tuple(case))
    after = _after(found, case)
    then = assess(case, as_of=after or found.view.point, with_missing=False, with_base=False)
    return Preview(changes_between(found, then), found=then, after=after)


def _after(found: Assessment, case: Case) -> str:
    """The later of the page's event and the new ones; "" on a page of a day."""
    point = found.view.point
    if not point.after:
        return ""
    wanted = {point.after, *(event.id for event in case.events[len(found.case.events) :])}
    return f"after:{[event.id for event in standing_events(case) if event.id in wanted][-1]}"
