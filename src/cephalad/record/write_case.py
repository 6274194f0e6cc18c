"""Writing a case as a case file; what was read comes out again, event by event and word by word."""

from __future__ import annotations

from datetime import date

from cephalad.logic import Basis, Calendar, Span
from cephalad.record.model import Case, Event, Observation, Origin
from cephalad.record.read_case import FORMAT, HEADER_TEXTS
from cephalad.record.read_findings import WITHOUT_VALUE
from cephalad.record.tree import Value, write_yaml
from cephalad.terms import FINDINGS, Finding, Qualifier, ValueType

__all__ = ["blank_case", "dump"]


def dump(case: Case) -> str:
    """The case as YAML; `load` of the result gives an equal case."""
    header: dict[str, Value] = {"format": FORMAT, "case": case.id, "written_on": _partial(case.written_on)}
    if case.sex:
        header["sex"] = case.sex
    if case.birth is not None:
        stated = {"age_years": str(case.birth.age_years), "at": case.birth.at_event}
        header["birth"] = case.birth.text if case.birth.span is not None else stated
    header.update({key: case.header[key] for key in HEADER_TEXTS if key in case.header})
    header.update(case.header)
    sequences = {event.id: event.sequence for event in case.events}
    header["events"] = [
        _event(event, case, usual=sequences.get(event.supersedes, index)) for index, event in enumerate(case.events)
    ]
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


def _event(event: Event, case: Case, *, usual: int) -> Value:
    """The event's keys; a sequence only when it is not the `usual` one that reading gives."""
    written = {"id": event.id, "kind": event.kind, **_time(event, case)}
    if event.sequence != usual:
        written["sequence"] = str(event.sequence)
    if event.recorded_at != case.written_on:
        written["recorded_at"] = _partial(event.recorded_at)
    written.update(_texts(author=event.author, supersedes=event.supersedes, reason=event.reason))
    if event.withdrawn:
        written["withdrawn"] = "yes"
    if event.origin is not None:
        written["source"] = _source(event.origin)
    written.update(_texts(note=event.note, text=event.text))
    written.update(_body(event.observations))
    return written


def _time(event: Event, case: Case) -> dict[str, Value]:
    if case.calendar is Calendar.DATES:
        return {"effective_on": event.moment.text}
    if event.moment.basis is Basis.STATED:
        return {"day": event.moment.text}
    return {"day": event.moment.text, "basis": event.moment.basis.value}


def _texts(**texts: str) -> dict[str, Value]:
    return {key: text for key, text in texts.items() if text}


def _source(origin: Origin) -> Value:
    return {"document": origin.document, "place": origin.place} if origin.place else origin.document


def _body(observations: tuple[Observation, ...]) -> dict[str, Value]:
    """The findings by their short names, those of masses and veins nested, in the order in which they stand."""
    grouped: dict[tuple[str, str], list[Observation]] = {}
    for observation in observations:
        grouped.setdefault((observation.finding, observation.qualifier), []).append(observation)
    body: dict[str, Value] = {}
    nested: dict[str, dict[str, dict[str, Value]]] = {}
    for (finding_id, qualifier), stated in grouped.items():
        finding = FINDINGS[finding_id]
        if finding.qualifier is Qualifier.NONE:
            body[finding.name] = _statements(stated, finding)
        else:
            outer = "masses" if finding.qualifier is Qualifier.MASS else "veins"
            body[outer] = named = nested.setdefault(outer, {})
            named.setdefault(qualifier, {})[finding.name] = _statements(stated, finding)
    return body


def _statements(stated: list[Observation], finding: Finding) -> Value:
    plural = finding.type is ValueType.CHOICES
    if plural and all(_is_plain(observation) for observation in stated):
        return [_value(observation) for observation in stated]
    if len(stated) > 1:
        return [_full(observation) for observation in stated]
    return _value(stated[0]) if _is_plain(stated[0]) else _full(stated[0])


def _is_plain(observation: Observation) -> bool:
    """Whether the value alone says everything; a text that reads like a status must not stand alone."""
    return observation.status == "recorded" and not observation.note and observation.value not in WITHOUT_VALUE


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
    if isinstance(observation.value, int | float):
        number = f"{observation.value:.15g}"
        return f"{number} {observation.unit}" if observation.unit not in ("", "count") else number
    return str(observation.value)
