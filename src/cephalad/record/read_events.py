"""The events of a case file: identity, time, origin and corrections; their bodies are read next door."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from cephalad.logic import Basis, Calendar, Span
from cephalad.record.collector import Collector, line_of
from cephalad.record.model import Event, Moment, Observation, Origin
from cephalad.record.read_findings import read_body
from cephalad.record.read_words import read_date, read_name
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode
from cephalad.terms import KINDS, Kind

__all__ = ["EVENT_KEYS", "MAX_DAY", "MAX_EVENTS", "calendar_of", "declared_ids", "event_nodes", "read_events"]

MAX_EVENTS = 100_000
MAX_DAY = 100_000
EVENT_KEYS = (
    "id",
    "kind",
    "effective_on",
    "day",
    "basis",
    "sequence",
    "recorded_at",
    "author",
    "source",
    "supersedes",
    "reason",
    "withdrawn",
    "note",
    "text",
)
_SOURCE_KEYS = ("document", "place")
_WHOLE = re.compile(r"-?\d{1,6}", re.ASCII)
_BASES = {basis.value: basis for basis in Basis}

_Placed: TypeAlias = tuple[int, MappingNode]
"""An event's place in the list, counted from 0, and what is written there."""


def event_nodes(root: MappingNode, faults: Collector) -> list[_Placed]:
    """The events as written, each with its place; what is no event is left out after an issue."""
    node = root.get("events")
    if node is None or (isinstance(node, ScalarNode) and not node.quoted and not node.text):
        return []
    if not isinstance(node, SequenceNode):
        found = node.text if isinstance(node, ScalarNode) else "a mapping"
        faults.add(node.line, "events", "must be a list of events", found, "write - id: … lines", "CASE-04")
        return []
    if len(node.items) > MAX_EVENTS:
        rule, found = f"must hold at most {MAX_EVENTS:,} events", f"{len(node.items):,}"
        faults.add(node.line, "events", rule, found, "split the file", "CASE-12")
        return []
    mappings = [(index, faults.mapping(item, f"events[{index}]")) for index, item in enumerate(node.items)]
    return [(index, mapping) for index, mapping in mappings if mapping is not None]


def declared_ids(nodes: Sequence[_Placed]) -> dict[str, int]:
    """Every id that the file gives to an event, with the first place that has it, whether or not the event is valid."""
    places: dict[str, int] = {}
    for index, node in nodes:
        name = node.get("id")
        if isinstance(name, ScalarNode):
            places.setdefault(name.text, index)
    return places


def calendar_of(nodes: Sequence[_Placed], faults: Collector) -> Calendar:
    """How the case counts its days; an issue when it uses dates and day numbers side by side."""
    n_dated = sum(node.get("effective_on") is not None for _, node in nodes)
    numbered = [(index, node) for index, node in nodes if node.get("day") is not None]
    if n_dated and numbered:
        index, node = numbered[0]
        rule, remedy = "a case uses dates or day numbers, not both", "write all times as effective_on or all as day"
        found = f"{n_dated} dates and {len(numbered)} day numbers"
        faults.add(line_of(node, "day"), f"events[{index}].day", rule, found, remedy, "TIME-03")
    return Calendar.DAY_NUMBERS if numbered and not n_dated else Calendar.DATES


def read_events(
    nodes: Sequence[_Placed], *, calendar: Calendar, file_date: Span, faults: Collector
) -> tuple[Event, ...]:
    """The events in the order of the file; those with an issue may be missing."""
    timeline = _Timeline(calendar, file_date, declared_ids(nodes), faults)
    for index, node in nodes:
        timeline.read(index, node)
    return tuple(timeline.events.values())


@dataclass(slots=True)
class _Timeline:
    """What has been read so far, and what one event must know of the others."""

    calendar: Calendar
    file_date: Span
    places: dict[str, int]
    faults: Collector
    events: dict[str, Event] = field(default_factory=dict)
    corrections: dict[str, str] = field(default_factory=dict)

    def read(self, index: int, node: MappingNode) -> None:
        path = f"events[{index}]"
        name = read_name(node, "id", path, self.faults)
        if name is not None and self.places[name] != index:
            remedy = "give each event its own id"
            self.faults.add(line_of(node, "id"), f"{path}.id", "must be unique", name, remedy, "CASE-13")
            name = None
        event = self._event(name, index, node, path)
        if event is not None:
            self.events[event.id] = event

    def _event(self, name: str | None, index: int, node: MappingNode, path: str) -> Event | None:
        """The event; None after an issue. Everything is read before that, so that every fault is told."""
        faults = self.faults
        kind = _kind(node, path, faults)
        named = faults.word(node, "supersedes", path)
        supersedes = named or ""
        self._check_correction(supersedes, name, index, node, path)
        original = self.events.get(supersedes)
        moment = self._moment(node, path, original, corrects=named != "")
        read = {key: faults.text(node, key, path) for key in ("author", "reason", "note", "text")}
        event = Event(
            id=name or "",
            kind="" if kind is None else kind.id,
            moment=moment or Moment(self.file_date, Basis.STATED, ""),
            sequence=_sequence(node, path, faults, default=index if original is None else original.sequence),
            recorded_at=self._recorded_at(node, path),
            observations=_observations(node, kind, path, faults),
            author=read["author"],
            origin=_origin(node, path, faults),
            supersedes=supersedes,
            reason=read["reason"],
            withdrawn=_withdrawn(node, path, faults, supersedes=supersedes),
            note=read["note"],
            text=read["text"],
        )
        return None if name is None or kind is None or moment is None else event

    def _check_correction(self, supersedes: str, name: str | None, index: int, node: MappingNode, path: str) -> None:
        """A correction names one earlier event that nothing else corrects."""
        if not supersedes:
            return
        place, line = f"{path}.supersedes", line_of(node, "supersedes")
        if supersedes not in self.places or self.places[supersedes] == index:
            others = (other for other, at in self.places.items() if at != index)
            remedy = self.faults.nearest_or(supersedes, others, "name an event of this file")
            self.faults.add(line, place, "must name another event of this file", supersedes, remedy, "CASE-16")
        elif self.places[supersedes] > index:
            rule = "must stand after the event it supersedes"
            self.faults.add(line, place, rule, supersedes, "move it down", "CASE-17")
        elif supersedes in self.corrections:
            remedy = f"supersede {self.corrections[supersedes]} instead"
            self.faults.add(line, place, "an event is corrected once", supersedes, remedy, "CASE-18")
        else:
            self.corrections[supersedes] = name or path

    def _moment(self, node: MappingNode, path: str, original: Event | None, *, corrects: bool) -> Moment | None:
        if (stated := node.get("effective_on")) is not None:
            _refuse_basis(node, path, "a date", self.faults)
            return _dated(node, stated, path, self.faults)
        if (stated := node.get("day")) is not None:
            return _numbered(node, stated, path, self.faults)
        if corrects:
            _refuse_basis(node, path, "no day number", self.faults)
        if original is not None:
            return original.moment
        # A correction takes its time from the event it names; if there is none to take, that event has the fault.
        if not corrects:
            key = "day" if self.calendar is Calendar.DAY_NUMBERS else "effective_on"
            remedy = f"write {key}: with the time of the event"
            self.faults.add(node.line, f"{path}.{key}", "must be stated", "nothing", remedy, "TIME-01")
        return None

    def _recorded_at(self, node: MappingNode, path: str) -> Span:
        stated = node.get("recorded_at")
        read = None if stated is None else read_date(stated, f"{path}.recorded_at", self.faults)
        return read or self.file_date


def _kind(node: MappingNode, path: str, faults: Collector) -> Kind | None:
    stated = faults.required(node, "kind", path)
    if stated is None or stated in KINDS:
        return None if stated is None else KINDS[stated]
    remedy = faults.nearest_or(stated, KINDS, f"write one of {', '.join(KINDS)}")
    rule = "must be a known kind of event"
    faults.add(line_of(node, "kind"), f"{path}.kind", rule, stated or "nothing", remedy, "CASE-14")
    return None


def _observations(node: MappingNode, kind: Kind | None, path: str, faults: Collector) -> tuple[Observation, ...]:
    body = _body(node)
    return () if kind is None else read_body(body, kind, path, faults, beside=EVENT_KEYS)


def _body(node: MappingNode) -> list[tuple[ScalarNode, Node]]:
    return [(key, value) for key, value in node.entries if key.text not in EVENT_KEYS]


def _withdrawn(node: MappingNode, path: str, faults: Collector, *, supersedes: str) -> bool:
    place, line = f"{path}.withdrawn", line_of(node, "withdrawn")
    stated = faults.word(node, "withdrawn", path) or ""
    if stated not in ("", "yes", "no"):
        faults.add(line, place, "must be yes or no", stated, "write yes or no", "VALUE-01")
    body = _body(node)
    if stated == "yes" and (body or not supersedes):
        rule = "a withdrawal names the event it supersedes and holds no findings"
        found = "findings" if body else "no supersedes"
        faults.add(line, place, rule, found, "write supersedes and reason only", "CASE-15")
    return stated == "yes"


def _sequence(node: MappingNode, path: str, faults: Collector, *, default: int) -> int:
    if node.get("sequence") is None:
        return default
    text = faults.required(node, "sequence", path)
    if text is not None and _WHOLE.fullmatch(text):
        return int(text)
    if text is not None:
        place, rule = f"{path}.sequence", "must be a whole number of at most six digits"
        faults.add(line_of(node, "sequence"), place, rule, text, "write 3, for example", "VALUE-02")
    return default


def _refuse_basis(node: MappingNode, path: str, found: str, faults: Collector) -> None:
    """An issue for a basis: where no day number is stated, it would be lost."""
    if node.get("basis") is not None:
        place, rule = f"{path}.basis", "must stand beside a day number only"
        faults.add(line_of(node, "basis"), place, rule, found, "remove basis", "TIME-04")


def _dated(node: MappingNode, stated: Node, path: str, faults: Collector) -> Moment | None:
    span = read_date(stated, f"{path}.effective_on", faults)
    return None if span is None else Moment(span, Basis.STATED, faults.text(node, "effective_on", path))


def _numbered(node: MappingNode, stated: Node, path: str, faults: Collector) -> Moment | None:
    basis = faults.word(node, "basis", path) or Basis.STATED.value
    if basis not in _BASES:
        line, remedy = line_of(node, "basis"), f"write one of {', '.join(_BASES)}"
        faults.add(line, f"{path}.basis", "must be a known basis", basis, remedy, "TIME-05")
    scalar = faults.scalar(stated, f"{path}.day")
    if scalar is None:
        return None
    if not _WHOLE.fullmatch(scalar.text) or abs(int(scalar.text)) > MAX_DAY:
        rule = f"must be a whole number of days from -{MAX_DAY} to {MAX_DAY}"
        faults.add(stated.line, f"{path}.day", rule, scalar.text, "write 7, for example", "TIME-06")
        return None
    day = int(scalar.text)
    return Moment(Span(day, day), _BASES.get(basis, Basis.STATED), scalar.text)


def _origin(node: MappingNode, path: str, faults: Collector) -> Origin | None:
    stated = node.get("source")
    if stated is None:
        return None
    place = f"{path}.source"
    if isinstance(stated, ScalarNode):
        return Origin(faults.text(node, "source", path))
    mapping = faults.mapping(stated, place)
    if mapping is None:
        return None
    faults.unknown_keys(mapping, place, _SOURCE_KEYS)
    return Origin(faults.text(mapping, "document", place), faults.text(mapping, "place", place))
