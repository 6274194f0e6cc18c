"""The history of every value: who said what when, and what took its place for which reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cephalad.record import Case, Event, Observation
from cephalad.server.asked import case_or_404
from cephalad.server.entry.places import case_page
from cephalad.server.store.append import CASE_CREATED, EVENT_ADDED, HEADER_CHANGED
from cephalad.server.store.cases import HistoryRow, history
from cephalad.server.words import language_of
from cephalad.terms import FINDINGS, KINDS, STATUSES, Finding, choice_label, clean, message, unit_label
from cephalad.write.words import segment_words

__all__ = ["Step", "ValueChange", "case_history", "steps_of"]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One thing that was said: what it was before, what it is now; "" where nothing was said."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a case's record in words.

    Attributes
    ----------
    act : what was done, as a key below ``server.entry.history``
    name : id of the event, "" for the header
    corrects : id of the event that it takes the place of, or removes
    """

    sequence: int
    at: datetime
    actor: str
    act: str
    name: str
    kind: str
    corrects: str
    reason: str
    values: tuple[ValueChange, ...]


@require_safe
def case_history(request: HttpRequest, subject: str) -> HttpResponse:
    """Everything that was said of a case, newest first, with what it replaced."""
    case = case_or_404(subject)
    steps = list(steps_of(case, history(subject), language_of(request)))
    told = {"case": case, "subject": subject, "steps": steps[::-1], "case_page": case_page(subject)}
    return render(request, "entry/history.html", told)


def steps_of(case: Case, rows: list[HistoryRow], lang: str) -> Iterator[Step]:
    """Each row that made or changed the record, oldest first."""
    events = {event.id: event for event in case.events}
    header: Mapping[str, Any] = {}
    for row in rows:
        if row.content is None or row.kind not in (CASE_CREATED, EVENT_ADDED, HEADER_CHANGED):
            continue
        if row.kind == EVENT_ADDED:
            yield _event_step(row, events, lang)
            continue
        new = row.content if row.kind == CASE_CREATED else row.content["header"]
        act = "made" if row.kind == CASE_CREATED else "header"
        reason = "" if row.kind == CASE_CREATED else str(row.content["reason"])
        values = tuple(_header_changes(header, new, lang))
        yield Step(row.sequence, row.at, row.actor, act, "", "", "", reason, values)
        header = new


def _event_step(row: HistoryRow, events: Mapping[str, Event], lang: str) -> Step:
    event = events[str((row.content or {})["id"])]
    earlier = events.get(event.supersedes)
    act = "withdrawn" if event.withdrawn else "corrected" if earlier else "added"
    kind = KINDS[event.kind]
    label = kind.label_zh if lang == "zh" else kind.label_en
    values = tuple(_event_changes(earlier, event, lang))
    return Step(row.sequence, row.at, row.actor, act, event.id, label, event.supersedes, event.reason, values)


def _header_changes(before: Mapping[str, Any], after: Mapping[str, Any], lang: str) -> Iterator[ValueChange]:
    for key in dict.fromkeys((*after, *before)):
        was, now = _header_text(before.get(key)), _header_text(after.get(key))
        if was != now and key != "format":
            yield ValueChange(message(f"server.entry.line.{key.replace('_', '-')}", lang), was, now)


def _header_text(value: object) -> str:
    if isinstance(value, Mapping):
        return " · ".join(clean(str(each)) for each in value.values())
    return clean(str(value)) if value is not None else ""


def _event_changes(earlier: Event | None, event: Event, lang: str) -> Iterator[ValueChange]:
    was = {} if earlier is None else _frame(earlier, lang)
    now = {} if event.withdrawn else _frame(event, lang)
    for key in dict.fromkeys((*now, *was)):
        if was.get(key, "") != now.get(key, ""):
            yield ValueChange(key, was.get(key, ""), now.get(key, ""))


def _frame(event: Event, lang: str) -> dict[str, str]:
    """Everything that an event says, by what it says it of."""
    told = {message("server.entry.line.effective-on", lang): event.moment.text}
    origin = "" if event.origin is None else f"{event.origin.document} {event.origin.place}".strip()
    texts = (("document", origin), ("author", event.author), ("note", event.note), ("text", event.text))
    told |= {message(f"server.entry.line.{key}", lang): clean(text) for key, text in texts if text}
    said: dict[str, list[str]] = {}
    for observation in event.observations:
        said.setdefault(_name(observation, lang), []).append(_value(observation, lang))
    return told | {name: "; ".join(values) for name, values in said.items()}


def _name(observation: Observation, lang: str) -> str:
    finding = FINDINGS[observation.finding]
    label = finding.label_zh if lang == "zh" else finding.label_en
    if not observation.qualifier:
        return label
    of_vein = observation.finding.startswith("vein.")
    return f"{segment_words(observation.qualifier, lang) if of_vein else clean(observation.qualifier)}: {label}"


def _value(observation: Observation, lang: str) -> str:
    finding = FINDINGS[observation.finding]
    value = _text(finding, observation, lang)
    status = STATUSES.get(observation.status)
    hedge = "" if status is None else status.zh if lang == "zh" else status.en
    words = f"{value} ({hedge})" if value and hedge else value or hedge
    return f"{words} – {clean(observation.note)}" if observation.note else words


def _text(finding: Finding, observation: Observation, lang: str) -> str:
    if observation.value is None:
        return ""
    if isinstance(observation.value, float):
        return f"{observation.value:.15g} {unit_label(observation.unit, lang) if observation.unit else ''}".strip()
    if finding.choices or finding.type.value == "presence":
        return choice_label(finding.id, str(observation.value), lang)
    return clean(str(observation.value))
