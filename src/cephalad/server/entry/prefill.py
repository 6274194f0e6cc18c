"""An event of the record becomes the fields of a form, so that a correction begins with everything that was said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from cephalad.logic import Calendar
from cephalad.record import Case, Event, Observation
from cephalad.terms import FINDINGS, Finding, Qualifier, ValueType

__all__ = ["fields_of"]

_TEXTS = ("author", "note", "text")


def fields_of(event: Event, case: Case) -> dict[str, list[str]]:
    """The fields that state this event again, findings and frame, without name and day of recording."""
    fields = {f"e.{key}": [getattr(event, key)] for key in _TEXTS if getattr(event, key)}
    if case.calendar is Calendar.DATES:
        fields |= {"e.time": ["date"], "e.effective_on": [event.moment.text]}
    else:
        fields |= {"e.time": ["day"], "e.day": [event.moment.text], "e.basis": [event.moment.basis.value]}
    if event.origin is not None:
        fields |= {"e.document": [event.origin.document], "e.place": [event.origin.place]}
    rows: dict[tuple[Qualifier, str], int] = {}
    grouped: dict[tuple[str, str], list[Observation]] = {}
    for observation in event.observations:
        grouped.setdefault((observation.finding, observation.qualifier), []).append(observation)
    for (finding_id, qualifier), stated in grouped.items():
        finding = FINDINGS[finding_id]
        stem = _stem(finding, qualifier, rows, fields)
        for number, statement in enumerate(_statements(stated, finding)):
            fields |= _statement(finding, f"{stem}.{number}", statement)
    return fields


def _stem(
    finding: Finding, qualifier: str, rows: dict[tuple[Qualifier, str], int], fields: dict[str, list[str]]
) -> str:
    """Where the finding's fields stand; a mass or vein gets its row when it first comes up."""
    if finding.qualifier is Qualifier.NONE:
        return f"f.{finding.name}"
    part = "m" if finding.qualifier is Qualifier.MASS else "v"
    taken = sum(kind is finding.qualifier for kind, _ in rows)
    row = rows.setdefault((finding.qualifier, qualifier), taken)
    fields[f"{part}.{row}.name"] = [qualifier]
    return f"{part}.{row}.{finding.name}"


def _statements(stated: Iterable[Observation], finding: Finding) -> Iterator[list[Observation]]:
    """Choices that were named together are one statement; everything else stands alone."""
    if finding.type is not ValueType.CHOICES:
        yield from ([observation] for observation in stated)
        return
    for _, together in groupby(stated, key=lambda each: (each.status, each.note, each.value is None)):
        yield list(together)


def _statement(finding: Finding, name: str, stated: list[Observation]) -> dict[str, list[str]]:
    first = stated[0]
    fields = {f"{name}.n": [first.note]} if first.note else {}
    hedged = first.status == "suspected"
    if first.value is None:
        key = "a" if finding.type in (ValueType.PRESENCE, ValueType.CHOICE) else "s"
        return {**fields, f"{name}.{key}": [first.status]}
    if finding.type is ValueType.PRESENCE:
        answer = {"yes": "suspected", "no": "suspected-no"}[str(first.value)] if hedged else str(first.value)
        return {**fields, f"{name}.a": [answer]}
    if isinstance(first.value, float):
        return {**fields, f"{name}.a": [f"{first.value:.15g}"], f"{name}.u": [first.unit]}
    fields[f"{name}.a"] = [str(each.value) for each in stated]
    return {**fields, f"{name}.s": ["suspected"]} if hedged else fields
