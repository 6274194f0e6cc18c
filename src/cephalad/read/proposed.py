"""A reading as events of the case file, for a person to look at, change and accept; nothing enters a record by itself.

What the vocabulary has no word for is left out, with the reason: what is past but no history, what is only looked for,
what is another person's, and most negations, because *no thrombus* does not say that a vein is clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cephalad.errors import Issue
from cephalad.read.findings import Found, Reading
from cephalad.record import FORMAT, read_bytes
from cephalad.record.tree import Value, write_yaml
from cephalad.terms import FINDINGS, KINDS, Finding, Qualifier, ValueType

__all__ = ["LeftOut", "Proposal", "WhyLeftOut", "proposal"]

WhyLeftOut = Literal[
    "negated", "uncertain", "historical", "hypothetical", "other-person", "no-vein", "other-kind", "contradicted"
]
"""Why a finding is not proposed."""

_NONE = "none"
_CLEAR = ("vein.content", "filling-defect")
_HISTORY = "history"
_LONGEST_TEXT = 20_000
_SOME_DAY = "2000"
"""The day that is put into an event without one, so that all the rest of it can be checked."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A finding that is not proposed, and why."""

    found: Found
    why: WhyLeftOut


@dataclass(frozen=True, slots=True)
class Proposal:
    """Events as they would stand in a case file, and what is not in them.

    Attributes
    ----------
    events : trees of the case file; empty when nothing can be proposed
    issues : what the record's own reader finds wrong with them; empty unless the rules give what no record may hold
    """

    events: tuple[dict[str, Value], ...]
    left_out: tuple[LeftOut, ...]
    issues: tuple[Issue, ...]


def proposal(reading: Reading, text: str, *, on: str = "", name: str = "report") -> Proposal:
    """The events that a reading proposes.

    Parameters
    ----------
    text : the report, which goes along with the event
    on : the day, month or year of the report; without it the events have none, and a person must add it
    name : the id of the event
    """
    kind = reading.modality if reading.modality in ("operation", "pathology") else "imaging"
    told: list[tuple[Found, Value]] = []
    past: list[tuple[Found, Value]] = []
    left_out: list[LeftOut] = []
    for found in reading.findings:
        value = _value(found)
        history = found.finding.startswith(f"{_HISTORY}.")
        if isinstance(value, tuple):
            left_out.append(LeftOut(found, value[0]))
        elif not history and not _stands_in(FINDINGS[found.finding], kind):
            left_out.append(LeftOut(found, "other-kind"))
        else:
            (past if history else told).append((found, value))
    events = [
        *_event(kind, name, on, told, left_out, modality=reading.modality or "", text=text[:_LONGEST_TEXT]),
        *_event(_HISTORY, f"{name}-{_HISTORY}", on, past, left_out),
    ]
    return Proposal(tuple(events), tuple(left_out), tuple(_checked(events)))


# --- one finding ------------------------------------------------------------------------------------------------------


def _value(found: Found) -> Value | tuple[WhyLeftOut]:
    """What the case file would hold, or why it holds nothing."""
    finding = FINDINGS[found.finding]
    if finding.qualifier is Qualifier.SEGMENT and found.qualifier is None:
        return ("no-vein",)
    if found.status in ("hypothetical", "other-person"):
        return (found.status,)
    if found.status == "historical":
        return "yes" if finding.id.startswith(f"{_HISTORY}.") and found.value == "yes" else ("historical",)
    if found.status == "negated":
        return _negated(finding, found)
    if finding.type is ValueType.NUMBER:
        return f"{found.value:g} {found.unit}" if found.status == "affirmed" else ("uncertain",)
    if found.status == "uncertain":
        return {"value": _listed(finding, str(found.value)), "status": "suspected"}
    return _listed(finding, str(found.value))


def _negated(finding: Finding, found: Found) -> Value | tuple[WhyLeftOut]:
    if finding.type is ValueType.PRESENCE and found.qualifier is None:
        return "no"
    if any(choice.id == _NONE for choice in finding.choices):
        return _NONE
    # A lumen without any filling defect is a clear one; one without thrombus may hold tumour.
    return "clear" if (found.finding, found.value) == _CLEAR else ("negated",)


def _listed(finding: Finding, value: str) -> Value:
    return [value] if finding.type is ValueType.CHOICES else value


def _stands_in(finding: Finding, kind: str) -> bool:
    return kind in finding.kinds


# --- one event --------------------------------------------------------------------------------------------------------


def _event(
    kind: str,
    name: str,
    on: str,
    told: Sequence[tuple[Found, Value]],
    left_out: list[LeftOut],
    *,
    modality: str = "",
    text: str = "",
) -> list[dict[str, Value]]:
    """The event of one kind, in a list; none when nothing is told."""
    if not told:
        return []
    event: dict[str, Value] = {"id": name, "kind": kind}
    if on:
        event["effective_on"] = on
    if kind == "imaging" and modality:
        event["modality"] = modality
    masses: dict[str, Value] = {}
    veins: dict[str, Value] = {}
    for found, value in told:
        finding = FINDINGS[found.finding]
        if finding.qualifier is Qualifier.NONE:
            place = event
        else:
            group = masses if finding.qualifier is Qualifier.MASS else veins
            place = group.setdefault(found.qualifier or "", {})  # type: ignore[assignment]
        _put(place, finding, found, value, left_out)
    if masses and KINDS[kind].has_masses:
        event["masses"] = masses
    if veins and KINDS[kind].has_veins:
        event["veins"] = veins
    if text:
        event["text"] = text
    return [event]


def _put(place: dict[str, Value], finding: Finding, found: Found, value: Value, left_out: list[LeftOut]) -> None:
    """Set a value; a plain statement goes before a hedged one, the first of two plain ones before the second."""
    known = place.get(finding.name)
    if known is None:
        place[finding.name] = value
    elif isinstance(known, list) and isinstance(value, list):
        place[finding.name] = [*known, *(item for item in value if item not in known)]
    elif isinstance(known, dict) and not isinstance(value, dict):
        place[finding.name] = value
    elif known != value and not isinstance(value, dict):
        left_out.append(LeftOut(found, "contradicted"))


def _checked(events: Sequence[dict[str, Value]]) -> list[Issue]:
    """What the record's own reader says of a case that holds these events and nothing else."""
    if not events:
        return []
    dated: list[Value] = [{"effective_on": _SOME_DAY, **event} for event in events]
    written_on = str(events[0].get("effective_on", _SOME_DAY))
    case: dict[str, Value] = {"format": FORMAT, "case": "proposed", "written_on": written_on, "events": dated}
    found = read_bytes(write_yaml(case).encode(), file="")
    return found if isinstance(found, list) else []
