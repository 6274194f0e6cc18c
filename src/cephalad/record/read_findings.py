"""The body of an event: keys and values become observations, typed by the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.logic import PartialDateError, parse_partial_date
from cephalad.record.collector import Collector
from cephalad.record.model import Observation, Value
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
    nearest,
    parse_quantity,
)

__all__ = ["MAX_NAME", "read_body"]

MAX_NAME = 80
MAX_TEXT = 20_000
_FULL_FORM = ("value", "status", "note")
_WITHOUT_VALUE = ("not-assessed", "not-reported", "unknown")


def read_body(
    entries: list[tuple[ScalarNode, Node]], kind: Kind, path: str, faults: Collector
) -> tuple[Observation, ...]:
    """The observations of one event's body, in the order of the file."""
    found: list[Observation] = []
    known = [*kind.findings, *(("masses",) if kind.has_masses else ()), *(("veins",) if kind.has_veins else ())]
    for key, node in entries:
        place = f"{path}.{key.text}"
        if key.text == "masses" and kind.has_masses:
            found += _qualified(node, MASSES, kind.id, place, faults, segments=False)
        elif key.text == "veins" and kind.has_veins:
            found += _qualified(node, VEINS, kind.id, place, faults, segments=True)
        elif key.text in kind.findings:
            found += _statements(node, kind.findings[key.text], "", place, faults)
        else:
            faults.unknown_key(key, f"{path}.", known)
    return tuple(found)


def _qualified(
    node: Node, findings: Mapping[str, Finding], kind: str, path: str, faults: Collector, *, segments: bool
) -> list[Observation]:
    """Observations said of masses or of segments: name, then findings."""
    found: list[Observation] = []
    outer = faults.mapping(node, path)
    for name, body in outer.entries if outer else ():
        place = f"{path}.{name.text}"
        if segments and name.text not in SEGMENTS and name.text not in SEGMENT_SETS:
            closest = nearest(name.text, (*SEGMENTS, *SEGMENT_SETS))
            remedy = f"write {closest}" if closest else "name a segment or a segment set of the venous tree"
            faults.add(name.line, place[:200], "must be a segment or a segment set", name.text, remedy, "VEIN-01")
            continue
        if not name.text or len(name.text) > MAX_NAME:
            faults.add(name.line, path, f"a mass needs a name of 1 to {MAX_NAME} characters", name.text, "name it", "CASE-05")
            continue
        allowed = {key: finding for key, finding in findings.items() if kind in finding.kinds}
        inner = faults.mapping(body, place)
        for key, value in inner.entries if inner else ():
            if key.text in allowed:
                found += _statements(value, allowed[key.text], name.text, f"{place}.{key.text}", faults)
            else:
                faults.unknown_key(key, f"{place}.", allowed)
    return found


def _statements(node: Node, finding: Finding, qualifier: str, path: str, faults: Collector) -> list[Observation]:
    """One finding may be stated once, or several times in a list of full forms."""
    if isinstance(node, SequenceNode):
        full = node.items and all(isinstance(item, MappingNode) for item in node.items)
        if full:
            found: list[Observation] = []
            for index, item in enumerate(node.items):
                found += _full_form(item, finding, qualifier, f"{path}[{index}]", faults)
            return found
        return _values(node, finding, qualifier, "recorded", "", path, faults)
    if isinstance(node, MappingNode):
        return _full_form(node, finding, qualifier, path, faults)
    return _values(node, finding, qualifier, "recorded", "", path, faults)


def _full_form(node: Node, finding: Finding, qualifier: str, path: str, faults: Collector) -> list[Observation]:
    mapping = faults.mapping(node, path)
    if mapping is None:
        return []
    for key, _ in mapping.entries:
        if key.text not in _FULL_FORM:
            faults.unknown_key(key, f"{path}.", _FULL_FORM)
    status_node = mapping.get("status")
    status = faults.text(status_node, f"{path}.status") or "recorded"
    note = faults.text(mapping.get("note"), f"{path}.note")
    value = mapping.get("value")
    if status != "recorded" and status not in STATUSES:
        line = status_node.line if status_node else mapping.line
        closest = nearest(status, STATUSES)
        remedy = f"write {closest}" if closest else f"write one of {', '.join(STATUSES)}"
        faults.add(line, f"{path}.status", "must be a known status", status, remedy, "CASE-06")
        return []
    if status in _WITHOUT_VALUE:
        if value is not None:
            faults.add(
                mapping.line, path, f"a finding that is {status} has no value", status, "leave out value or status", "CASE-07"
            )
            return []
        return [Observation(finding.id, qualifier, None, "", status, note)]
    if value is None:
        faults.add(mapping.line, path, "must have a value or a status", "neither", "write value: …", "CASE-02")
        return []
    if status == "suspected" and not finding.may_be_suspected:
        faults.add(
            mapping.line, path, "only a yes or a choice can be suspected", status, "leave out status", "CASE-08"
        )
        return []
    return _values(value, finding, qualifier, status, note, path, faults)


def _values(
    node: Node, finding: Finding, qualifier: str, status: str, note: str, path: str, faults: Collector
) -> list[Observation]:
    if isinstance(node, SequenceNode):
        if finding.type is not ValueType.CHOICES:
            faults.add(
                node.line, path, "takes one value", "a list", "write one value, or a list of {value, note} forms", "CASE-09"
            )
            return []
        found: list[Observation] = []
        for index, item in enumerate(node.items):
            found += _values(item, finding, qualifier, status, note, f"{path}[{index}]", faults)
        return found
    if isinstance(node, MappingNode):
        faults.add(node.line, path, "must be a value", "a mapping", "write a single value", "CASE-03")
        return []
    if node.text in _WITHOUT_VALUE and not node.quoted and status == "recorded":
        return [Observation(finding.id, qualifier, None, "", node.text, note)]
    if node.text == "suspected" and finding.type is ValueType.PRESENCE:
        return [Observation(finding.id, qualifier, "yes", "", "suspected", note)]
    value = _typed(node, finding, path, faults)
    return [] if value is None else [Observation(finding.id, qualifier, value, finding.unit, status, note)]


def _typed(node: ScalarNode, finding: Finding, path: str, faults: Collector) -> Value | None:
    """The value in the finding's type; None after an issue."""
    text = faults.text(node, path)
    if not text and not node.quoted:
        return None
    if finding.type is ValueType.PRESENCE:
        return _one_of(node, PRESENCES, path, faults)
    if finding.type in (ValueType.CHOICE, ValueType.CHOICES):
        return _one_of(node, [choice.id for choice in finding.choices], path, faults)
    if finding.type is ValueType.NUMBER:
        return _number(node, finding, path, faults)
    if finding.type is ValueType.DATE:
        return _date(node, path, faults)
    if len(text) > MAX_TEXT:
        faults.add(node.line, path, f"must be at most {MAX_TEXT} characters", f"{len(text)} characters", "shorten it", "CASE-10")
        return None
    return text


def _one_of(node: ScalarNode, allowed: Mapping[str, object] | list[str] | tuple[str, ...], path: str, faults: Collector) -> str | None:
    words = list(allowed)
    if node.text in words:
        return node.text
    closest = nearest(node.text, words)
    choices = ", ".join(words) if len(words) <= 8 else f"{', '.join(words[:8])}, …"
    remedy = f"write {closest}" if closest else f"write one of {choices}"
    faults.add(node.line, path, "must be one of the known answers", node.text, remedy, "VALUE-01")
    return None


def _number(node: ScalarNode, finding: Finding, path: str, faults: Collector) -> float | None:
    parsed = parse_quantity(node.text, finding)
    if parsed is None or not finding.plausible(parsed[0]):
        example = f"72 {finding.unit}" if finding.unit_required else "a plain number"
        faults.add(node.line, path, accepted_form(finding), node.text, f"write for example {example}", "VALUE-02")
        return None
    return parsed[0]


def _date(node: ScalarNode, path: str, faults: Collector) -> str | None:
    try:
        parse_partial_date(node.text)
    except PartialDateError:
        faults.add(
            node.line, path, "must be a calendar date, month or year", node.text, "write 2025-12-01, 2025-12 or 2025", "TIME-02"
        )
        return None
    return node.text
