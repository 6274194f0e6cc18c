"""The body of an event: keys and values become observations, typed by the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.record.collector import Collector, below, line_of
from cephalad.record.model import Observation, Value
from cephalad.record.read_words import read_date
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode
from cephalad.terms import (
    MASSES,
    PRESENCES,
    STATUSES,
    VEINS,
    Finding,
    Kind,
    ValueType,
    accepted_form,
    parse_quantity,
)

__all__ = ["MAX_NAME", "MAX_TEXT", "WITHOUT_VALUE", "read_body"]

MAX_NAME = 80
MAX_TEXT = 20_000
WITHOUT_VALUE = ("not-assessed", "not-reported", "unknown")
"""Statuses that stand in place of a value."""

_FULL_FORM = ("value", "status", "note")
_MOST_LISTED = 8


def read_body(
    entries: Iterable[tuple[ScalarNode, Node]], kind: Kind, path: str, faults: Collector, *, beside: tuple[str, ...]
) -> tuple[Observation, ...]:
    """The observations of one event's body, in the order of the file.

    Parameters
    ----------
    entries : the keys of the event that do not belong to every event
    path : the event's place
    beside : the keys that belong to every event, for the remedy of a mistyped one
    """
    return tuple(_body(entries, kind, path, faults, beside))


def _body(
    entries: Iterable[tuple[ScalarNode, Node]], kind: Kind, path: str, faults: Collector, beside: tuple[str, ...]
) -> Iterator[Observation]:
    nested = {"masses": kind.has_masses, "veins": kind.has_veins}
    for key, node in entries:
        place = below(path, key.text)
        if key.text in kind.findings:
            yield from _statements(node, _Said(kind.findings[key.text], ""), place, faults)
        elif nested.get(key.text, False):
            yield from _qualified(node, kind, place, faults, segments=key.text == "veins")
        else:
            known = (*kind.findings, *(name for name, allowed in nested.items() if allowed), *beside)
            faults.unknown_key(key, path, known)


def _qualified(node: Node, kind: Kind, path: str, faults: Collector, *, segments: bool) -> Iterator[Observation]:
    """Observations said of masses or of segments: name, then findings."""
    findings = VEINS if segments else MASSES
    allowed = {name: finding for name, finding in findings.items() if kind.id in finding.kinds}
    outer = faults.mapping(node, path)
    for name, body in outer.entries if outer else ():
        place = below(path, name.text)
        named = _is_segment(name, place, faults) if segments else _is_mass_name(name, place, faults)
        inner = faults.mapping(body, place) if named else None
        if inner is not None:
            yield from _of_one(inner, allowed, name.text, place, faults)


def _is_segment(name: ScalarNode, path: str, faults: Collector) -> bool:
    if name.text in SEGMENTS or name.text in SEGMENT_SETS:
        return True
    otherwise = "name a segment or a segment set of the venous tree"
    remedy = faults.nearest_or(name.text, (*SEGMENTS, *SEGMENT_SETS), otherwise)
    faults.add(name.line, path, "must be a segment or a segment set", name.text, remedy, "VEIN-01")
    return False


def _is_mass_name(name: ScalarNode, path: str, faults: Collector) -> bool:
    if name.text.strip() and len(name.text) <= MAX_NAME:
        return True
    rule = f"a mass needs a name of 1 to {MAX_NAME} characters"
    faults.add(name.line, path, rule, name.text, "write a name such as left-mass", "CASE-05")
    return False


def _of_one(
    mapping: MappingNode, allowed: Mapping[str, Finding], qualifier: str, path: str, faults: Collector
) -> Iterator[Observation]:
    """The findings of one mass or one segment; a name without any would be lost, so it is an issue."""
    if not mapping.entries:
        remedy = "write a finding or a status, or leave the name out"
        faults.add(mapping.line, path, "must have at least one finding", "nothing", remedy, "CASE-02")
    for key, value in mapping.entries:
        if key.text in allowed:
            yield from _statements(value, _Said(allowed[key.text], qualifier), below(path, key.text), faults)
        else:
            faults.unknown_key(key, path, allowed)


# --- statements -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    """What is known of a statement before its value is read; `full` in the form {value, status, note}."""

    finding: Finding
    qualifier: str
    status: str = "recorded"
    note: str = ""
    full: bool = False

    def row(self, value: Value | None, *, status: str = "") -> Observation:
        unit = self.finding.unit if value is not None else ""
        return Observation(self.finding.id, self.qualifier, value, unit, status or self.status, self.note)


def _statements(node: Node, said: _Said, path: str, faults: Collector) -> Iterator[Observation]:
    """One finding may be stated once, or several times in a list of full forms."""
    if isinstance(node, MappingNode):
        yield from _full_form(node, said, path, faults)
    elif isinstance(node, SequenceNode) and any(isinstance(item, MappingNode) for item in node.items):
        for index, item in enumerate(node.items):
            mapping = faults.mapping(item, f"{path}[{index}]")
            if mapping is not None:
                yield from _full_form(mapping, said, f"{path}[{index}]", faults)
    else:
        yield from _values(node, said, path, faults)


def _full_form(mapping: MappingNode, said: _Said, path: str, faults: Collector) -> Iterator[Observation]:
    faults.unknown_keys(mapping, path, _FULL_FORM)
    note = faults.text(mapping, "note", path)
    status = _status(mapping, path, faults)
    if status is None:
        return
    stated = _Said(said.finding, said.qualifier, status, note, full=True)
    value = mapping.get("value")
    if status in WITHOUT_VALUE and value is None:
        yield stated.row(None)
    elif _fits(mapping, stated, path, faults) and value is not None:
        yield from _values(value, stated, below(path, "value"), faults)


def _status(mapping: MappingNode, path: str, faults: Collector) -> str | None:
    """The status; None and an issue for a word that is none."""
    status = faults.word(mapping, "status", path)
    if status is None or status in STATUSES:
        return status
    if status in ("", "recorded"):
        return "recorded"
    remedy = faults.nearest_or(status, STATUSES, f"write one of {', '.join(STATUSES)}")
    faults.add(line_of(mapping, "status"), below(path, "status"), "must be a known status", status, remedy, "CASE-06")
    return None


def _fits(mapping: MappingNode, said: _Said, path: str, faults: Collector) -> bool:
    """Whether value and status go together."""
    if said.status in WITHOUT_VALUE:
        rule, remedy = f"a finding that is {said.status} has no value", "leave out value or status"
        faults.add(mapping.line, path, rule, said.status, remedy, "CASE-07")
        return False
    if mapping.get("value") is None:
        faults.add(mapping.line, path, "must have a value or a status", "neither", "write value: …", "CASE-02")
        return False
    if said.status == "suspected" and not said.finding.may_be_suspected:
        rule = "only a yes, a no or a choice can be suspected"
        faults.add(mapping.line, path, rule, said.status, "leave out status", "CASE-08")
        return False
    return True


# --- values -----------------------------------------------------------------------------------------------------------


def _values(node: Node, said: _Said, path: str, faults: Collector) -> Iterator[Observation]:
    """One value, or each of a list of choices."""
    if not isinstance(node, SequenceNode):
        yield from _value(node, said, path, faults)
    elif said.finding.type is not ValueType.CHOICES:
        remedy = "write one value, or a list of {value, note} forms"
        faults.add(node.line, path, "takes one value", "a list", remedy, "CASE-09")
    elif not node.items:
        remedy = "write a value or leave the key out"
        faults.add(node.line, path, "must have a value", "an empty list", remedy, "CASE-02")
    else:
        for index, item in enumerate(node.items):
            yield from _value(item, said, f"{path}[{index}]", faults)


def _value(node: Node, said: _Said, path: str, faults: Collector) -> Iterator[Observation]:
    scalar = faults.scalar(node, path)
    if scalar is None:
        return
    is_text = said.finding.type is ValueType.TEXT
    # A status word alone is a status. In the full form the status has its own key, so that a text may read "unknown".
    if scalar.text in WITHOUT_VALUE and said.status == "recorded" and not (is_text and said.full):
        yield said.row(None, status=scalar.text)
    elif scalar.text == "suspected" and said.finding.type is ValueType.PRESENCE:
        yield said.row("yes", status="suspected")
    elif (value := _typed(scalar, said.finding, path, faults)) is not None:
        yield said.row(value)


def _typed(node: ScalarNode, finding: Finding, path: str, faults: Collector) -> Value | None:
    """The value in the finding's type; None after an issue."""
    if finding.type is ValueType.PRESENCE:
        return _one_of(node, tuple(PRESENCES), path, faults)
    if finding.type in (ValueType.CHOICE, ValueType.CHOICES):
        return _one_of(node, tuple(choice.id for choice in finding.choices), path, faults)
    if finding.type is ValueType.NUMBER:
        return _number(node, finding, path, faults)
    if finding.type is ValueType.DATE:
        return node.text if read_date(node, path, faults) is not None else None
    return _text(node, path, faults)


def _one_of(node: ScalarNode, words: tuple[str, ...], path: str, faults: Collector) -> str | None:
    if node.text in words:
        return node.text
    listed = ", ".join((*words[:_MOST_LISTED], *(("…",) if len(words) > _MOST_LISTED else ())))
    remedy = faults.nearest_or(node.text, words, f"write one of {listed}")
    faults.add(node.line, path, "must be one of the known answers", node.text, remedy, "VALUE-01")
    return None


def _number(node: ScalarNode, finding: Finding, path: str, faults: Collector) -> float | None:
    parsed = parse_quantity(node.text, finding)
    if parsed is not None and finding.plausible(parsed[0]):
        # A conversion may add digits; 15 are what a file can hold, so that a written case reads back as it was.
        return float(f"{parsed[0]:.15g}")
    remedy = f"write the number and its unit, for example 72 {finding.unit}"
    if not finding.unit_required:
        remedy = "write a plain number" if finding.whole else f"write the number alone or with {finding.unit}"
    faults.add(node.line, path, accepted_form(finding), node.text, remedy, "VALUE-02")
    return None


def _text(node: ScalarNode, path: str, faults: Collector) -> str | None:
    if not node.text.strip():
        remedy = "write a value or leave the key out"
        faults.add(node.line, path, "must have a value", node.text, remedy, "CASE-02")
        return None
    if len(node.text) > MAX_TEXT:
        rule, found = f"must be at most {MAX_TEXT:,} characters", f"{len(node.text):,} characters"
        faults.add(node.line, path, rule, found, "shorten it", "CASE-10")
        return None
    return node.text
