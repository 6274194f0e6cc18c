"""Changes that leave most cases valid: other events, other times, other values, corrections, another order.

What is answered comes from here: the more a case differs from the shipped ones, the more its answer has to cope with.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

from tests.generative.fuzz.tree_damage import Tree, TreeDamage

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.terms import KINDS, MASSES, VEINS, Finding, ValueType

__all__ = ["SOUND", "events_in", "findings_of", "names_in", "some_event", "some_finding"]

_FRAME = ("id", "kind", "effective_on", "day", "basis", "supersedes")
_KNOWN_VEINS = (*SEGMENTS, *SEGMENT_SETS)


def events_in(tree: Tree) -> list[dict[str, Any]]:
    """The events that are still mappings."""
    listed = tree.get("events") if isinstance(tree, dict) else None
    return [event for event in listed if isinstance(event, dict)] if isinstance(listed, list) else []


def some_event(tree: Tree, rng: Random) -> dict[str, Any]:
    """Any event; a mapping that belongs to nothing when there is none."""
    found = events_in(tree)
    return rng.choice(found) if found else {}


def _is_numbered(tree: Tree) -> bool:
    return any("day" in event for event in events_in(tree))


def names_in(tree: Tree) -> list[str]:
    """The ids of the events, as far as they are texts."""
    return [str(event["id"]) for event in events_in(tree) if isinstance(event.get("id"), str)]


def findings_of(event: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Where the event's findings stand: the mapping and the name, those of masses and veins too."""
    found = [(event, key) for key in event if key not in (*_FRAME, "masses", "veins")]
    for outer in ("masses", "veins"):
        named = event.get(outer)
        for inner in named.values() if isinstance(named, dict) else ():
            found += [(inner, key) for key in inner] if isinstance(inner, dict) else []
    return found


def some_finding(tree: Tree, rng: Random) -> tuple[dict[str, Any], str]:
    """Any finding of any event; the mapping in which it stands, and its name there."""
    found = findings_of(some_event(tree, rng))
    return rng.choice(found) if found else ({}, "nothing")


# --- values of the vocabulary -----------------------------------------------------------------------------------------


def _value(finding: Finding, rng: Random) -> Any:
    """A value that fits the finding."""
    if finding.type is ValueType.PRESENCE:
        return rng.choice(["yes", "no"])
    if finding.type is ValueType.CHOICE:
        return rng.choice(finding.choices).id
    if finding.type is ValueType.CHOICES:
        return [choice.id for choice in rng.sample(finding.choices, rng.randint(1, min(3, len(finding.choices))))]
    if finding.type is ValueType.DATE:
        return rng.choice(["2019", "2021-06", "2024-02-29", "1800", "2200-12-31"])
    if finding.type is ValueType.TEXT:
        return rng.choice(["as told", "如报告所述", "unknown", "event-1", "- a: b # c", " \n x\n\n", "\u2028", "yes"])
    low, high = finding.low or 0.0, min(finding.high or 1000.0, 1000.0)
    number = rng.choice([low, high, low + 1, (low + high) / 2, round(rng.uniform(low, high), rng.randint(0, 9))])
    written = f"{number:.0f}" if finding.whole else f"{number:.15g}"
    return written if finding.whole else f"{written} {rng.choice(sorted(finding.accepted_units))}"


def _statement(finding: Finding, rng: Random) -> Any:
    """A value, a status, a full form, or several of them."""
    form = rng.randrange(8)
    if form < 4:
        return _value(finding, rng)
    if form == 4:
        return rng.choice(["unknown", "not-reported", "not-assessed", {"status": "not-reported", "note": "n"}])
    if form == 5 and finding.may_be_suspected:
        return {"value": _value(finding, rng), "status": "suspected"}
    return [{"value": _value(finding, rng), "note": f"source {number}"} for number in range(rng.randint(1, 3))]


def _some_findings(found: Mapping[str, Finding], rng: Random, most: int) -> dict[str, Any]:
    names = rng.sample(sorted(found), min(len(found), rng.randint(1, most)))
    return {name: _statement(found[name], rng) for name in names}


def _body(rng: Random) -> dict[str, Any]:
    """Any kind with any of its findings, masses and veins."""
    kind = KINDS[rng.choice(sorted(KINDS))]
    body: dict[str, Any] = {"kind": kind.id}
    if kind.findings:
        body |= _some_findings(kind.findings, rng, 5)
    for key, has, pool, names in (
        ("masses", kind.has_masses, MASSES, ("left mass", "uterine-mass", "肿块", "a.b")),
        ("veins", kind.has_veins, VEINS, (*SEGMENTS, *SEGMENT_SETS)),
    ):
        allowed = {finding.name: finding for finding in pool.values() if kind.id in finding.kinds}
        if has and rng.random() < 0.6:
            body[key] = {name: _some_findings(allowed, rng, 3) for name in rng.sample(names, rng.randint(1, 3))}
    return body


def _time(tree: Tree, rng: Random) -> dict[str, Any]:
    if _is_numbered(tree):
        basis = rng.choice([{}, {"basis": "stated"}, {"basis": "approximate"}, {"basis": "order-only"}])
        return {"day": str(rng.choice([rng.randint(-400, 4000), -100_000, 100_000])), **basis}
    year, month, day = rng.randint(2000, 2034), rng.randint(1, 12), rng.randint(1, 28)
    return {
        "effective_on": rng.choice([f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}", "1800", "2200"])
    }


def _insert(tree: Tree, event: dict[str, Any], rng: Random) -> None:
    if isinstance(tree, dict):
        if not isinstance(tree.get("events"), list):
            tree["events"] = []
        tree["events"].insert(rng.randint(0, len(tree["events"])), event)


# --- changes ---------------------------------------------------------------------------------------------------------


def _other_time(tree: Tree, rng: Random) -> None:
    """A valid time, at which everything else may have another order."""
    event = some_event(tree, rng)
    for key in ("effective_on", "day", "basis"):
        event.pop(key, None)
    event.update(_time(tree, rng))


def _count_days(tree: Tree, rng: Random) -> None:
    """The whole case by day numbers."""
    for index, event in enumerate(events_in(tree)):
        event.pop("effective_on", None)
        event["day"] = str(index * rng.choice([0, 1, 30]))
        event["basis"] = rng.choice(["stated", "approximate", "order-only"])
    if isinstance(tree, dict) and isinstance(tree.get("birth"), str) and rng.random() < 0.8:
        del tree["birth"]


def _duplicate_event(tree: Tree, rng: Random) -> None:
    event = copy.deepcopy(some_event(tree, rng))
    if event:
        event["id"] = rng.choice([event.get("id"), "the-same-again", "the-same-again"])
        _insert(tree, event, rng)


def _add_correction(tree: Tree, rng: Random) -> None:
    """A correction or withdrawal at the end of the file, most often a sound one."""
    names = names_in(tree)
    if names and isinstance(tree.get("events"), list):
        event = {"id": f"corrected-{rng.randint(0, 99)}", "supersedes": rng.choice(names), "reason": "typing error"}
        if rng.random() < 0.3:
            event |= {"kind": "contact", "withdrawn": rng.choice(["yes", "yes", "no", "maybe"])}
        else:
            event |= _body(rng)
        if rng.random() < 0.4:
            event |= _time(tree, rng)
        if rng.random() < 0.2:
            event["basis"] = rng.choice(["order-only", "guess"])
        tree["events"].append(event)


def _other_value(tree: Tree, rng: Random) -> None:
    """Valid statements of the vocabulary in place of what stands there."""
    every: dict[str, list[Finding]] = {}
    for finding in (
        *MASSES.values(),
        *VEINS.values(),
        *(each for kind in KINDS.values() for each in kind.findings.values()),
    ):
        every.setdefault(finding.name, []).append(finding)
    for _ in range(rng.choice([1, 3, 10])):
        holder, name = some_finding(tree, rng)
        if name in every:
            holder[name] = _statement(rng.choice(every[name]), rng)


def _add_event(tree: Tree, rng: Random) -> None:
    """Valid events of any kind."""
    for number in range(rng.choice([1, 1, 3, 8])):
        _insert(tree, {"id": f"added-{number}-{rng.randint(0, 9999)}", **_body(rng), **_time(tree, rng)}, rng)


def _delete_event(tree: Tree, rng: Random) -> None:
    events = tree.get("events") if isinstance(tree, dict) else None
    if isinstance(events, list) and events:
        at = rng.randrange(len(events))
        del events[at : at + rng.choice([1, 1, 3])]


def _reverse_events(tree: Tree, rng: Random) -> None:
    events = tree.get("events") if isinstance(tree, dict) else None
    if isinstance(events, list):
        if rng.random() < 0.5:
            events.reverse()
        else:
            rng.shuffle(events)


SOUND: Mapping[str, TreeDamage] = {
    "other-time": _other_time,
    "count-days": _count_days,
    "duplicate-event": _duplicate_event,
    "add-correction": _add_correction,
    "other-value": _other_value,
    "add-event": _add_event,
    "delete-event": _delete_event,
    "reverse-events": _reverse_events,
}
"""Changes that leave most cases valid."""
