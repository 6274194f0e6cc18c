"""Writing a case as a case file; what was read comes out again, event by event and word by word."""

from __future__ import annotations

from datetime import date

from cephalad.logic import Basis, Calendar, Span, format_day
from cephalad.record.model import Case, Event, Observation
from cephalad.record.read_case import FORMAT
from cephalad.record.tree import Value, write_yaml
from cephalad.terms import FINDINGS, Qualifier, ValueType

__all__ = ["blank_case", "dump"]


def dump(case: Case) -> str:
    """The case as YAML; `load` of the result gives an equal case."""
    header: dict[str, Value] = {"format": FORMAT, "case": case.id, "written_on": _partial(case.written_on)}
    if case.sex:
        header["sex"] = case.sex
    if case.birth is not None:
        stated = {"age_years": str(case.birth.age_years), "at": case.birth.at_event}
        header["birth"] = case.birth.text if case.birth.span is not None else stated
    header.update(case.header)
    header["events"] = [_event(event, index, case) for index, event in enumerate(case.events)]
    return write_yaml(header)


def blank_case(written_on: date) -> str:
    """An empty case file with the keys that every case needs."""
    header: dict[str, Value] = {
        "format": FORMAT,
        "case": "new-case",
        "written_on": written_on.isoformat(),
        "sex": "female",
        "events": [],
    }
    return write_yaml(header)


def _partial(span: Span) -> str:
    """The shortest partial date that means exactly this span."""
    first, last = date.fromordinal(span.earliest), date.fromordinal(span.latest)
    if first == last:
        return first.isoformat()
    return f"{first:%Y-%m}" if (first.year, first.month) == (last.year, last.month) else f"{first:%Y}"


def _event(event: Event, index: int, case: Case) -> Value:
    written: dict[str, Value] = {"id": event.id, "kind": event.kind}
    if case.calendar is Calendar.DATES:
        written["effective_on"] = event.moment.text
    else:
        written["day"] = format_day(event.moment.span.earliest, case.calendar).removeprefix("day ")
        if event.moment.basis is not Basis.STATED:
            written["basis"] = event.moment.basis.value
    if event.sequence != index:
        written["sequence"] = str(event.sequence)
    if event.recorded_at != case.written_on:
        written["recorded_at"] = _partial(event.recorded_at)
    for key in ("author", "supersedes", "reason"):
        if text := getattr(event, key):
            written[key] = text
    if event.withdrawn:
        written["withdrawn"] = "yes"
    if event.origin is not None:
        written["source"] = {"document": event.origin.document, "place": event.origin.place}
        if not event.origin.place:
            written["source"] = event.origin.document
    for key in ("note", "text"):
        if text := getattr(event, key):
            written[key] = text
    written.update(_body(event.observations))
    return written


def _body(observations: tuple[Observation, ...]) -> dict[str, Value]:
    body: dict[str, Value] = {}
    grouped: dict[tuple[str, str], list[Observation]] = {}
    for observation in observations:
        grouped.setdefault((observation.finding, observation.qualifier), []).append(observation)
    nested: dict[str, dict[str, dict[str, Value]]] = {}
    for (finding_id, qualifier), stated in grouped.items():
        finding = FINDINGS[finding_id]
        value = _statements(stated, plural=finding.type is ValueType.CHOICES)
        if finding.qualifier is Qualifier.NONE:
            body[finding.name] = value
        else:
            outer = "masses" if finding.qualifier is Qualifier.MASS else "veins"
            nested.setdefault(outer, {}).setdefault(qualifier, {})[finding.name] = value
    return {**body, **nested}


def _statements(stated: list[Observation], *, plural: bool) -> Value:
    plain = [observation for observation in stated if observation.status == "recorded" and not observation.note]
    if plural and len(plain) == len(stated):
        return [_value(observation) for observation in stated]
    forms: list[Value] = [_full(observation) for observation in stated]
    if len(stated) == 1:
        return _value(stated[0]) if plain and not plural else forms[0]
    return forms


def _full(observation: Observation) -> Value:
    form: dict[str, Value] = {}
    if observation.value is not None:
        form["value"] = _value(observation)
    if observation.status != "recorded":
        form["status"] = observation.status
    if observation.note:
        form["note"] = observation.note
    return form


def _value(observation: Observation) -> str:
    if isinstance(observation.value, float):
        number = f"{observation.value:.15g}"
        return f"{number} {observation.unit}" if observation.unit not in ("", "count") else number
    return str(observation.value)
