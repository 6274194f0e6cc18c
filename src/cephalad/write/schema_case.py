"""The JSON Schema of a case file, generated from the vocabulary, the venous tree and the keys that the reader knows.

A case file holds text. Where JSON or a YAML reader of another program has numbers and truth values of its own, the
schema takes these, too, as the reader does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.logic import Basis
from cephalad.record.read_case import FORMAT, HEADER_TEXTS, MAX_AGE, SEXES
from cephalad.record.read_events import EVENT_KEYS, MAX_DAY, MAX_EVENTS
from cephalad.record.read_findings import MAX_NAME, MAX_TEXT, WITHOUT_VALUE
from cephalad.terms import FINDINGS, KINDS, MASSES, PRESENCES, VEINS, Finding, Kind, ValueType

__all__ = ["DRAFT", "case_schema"]

Json = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

# A letter, digit or underscore, then also dots and hyphens: told by the ASCII signs that are none of these, because
# the letters of a schema's own patterns are those of English only.
_NAME_PATTERN = r"^[^\s!-/:-@\[-^`{-~][^\s!-,/:-@\[-^`{-~]*$"
_DATE_PATTERN = "^((1[89]|20|21)[0-9]{2}|2200)(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def case_schema() -> Json:
    """The schema of a case file.

    Examples
    --------
    >>> case_schema()["required"]
    ['format', 'case', 'written_on']
    """
    return {
        "$schema": DRAFT,
        "$id": f"urn:cephalad:{FORMAT.replace('/', ':')}",
        "title": "A case file of cephalad",
        "description": "One patient's timeline: a header and events. Lines, order and cross-references are checked by "
        "`cephalad validate`.",
        "type": "object",
        "required": ["format", "case", "written_on"],
        "properties": {
            "format": {"const": FORMAT},
            "case": _ref("name"),
            "written_on": _ref("partial-date"),
            "sex": {"enum": list(SEXES)},
            "birth": {"anyOf": [_ref("partial-date"), _ref("stated-age")]},
            **{key: _ref("text") for key in HEADER_TEXTS},
            "events": {"type": "array", "maxItems": MAX_EVENTS, "items": _ref("event")},
        },
        "additionalProperties": False,
        # A case uses dates or day numbers, not both.
        "anyOf": [_no_event_has("day"), _no_event_has("effective_on")],
        "$defs": _definitions(),
    }


def _no_event_has(key: str) -> Json:
    return {"properties": {"events": {"items": {"not": {"required": [key]}}}}}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _definitions() -> Json:
    found: Json = {
        "text": {"type": ["string", "number", "boolean"]},
        "finding-text": {"type": ["string", "number", "boolean"], "maxLength": MAX_TEXT, "pattern": r"\S"},
        "name": {"type": ["string", "integer"], "pattern": _NAME_PATTERN, "maxLength": MAX_NAME, "minimum": 0},
        "partial-date": {
            "description": "a date, a month or a year",
            "type": ["string", "integer"],
            "pattern": _DATE_PATTERN,
            "minimum": 1800,
            "maximum": 2200,
        },
        "yes-or-no": {"enum": _answers(PRESENCES)},
        "whole-number": {"type": ["string", "integer"], "pattern": "^-?[0-9]{1,6}$"},
        "day-number": {
            "type": ["string", "integer"],
            "pattern": "^-?[0-9]{1,6}$",
            "minimum": -MAX_DAY,
            "maximum": MAX_DAY,
        },
        "stated-age": {
            "type": "object",
            "required": ["age_years", "at"],
            "properties": {
                "age_years": {
                    "type": ["string", "integer"],
                    "pattern": "^0?[0-9]{1,3}$",
                    "minimum": 0,
                    "maximum": MAX_AGE,
                },
                "at": _ref("name"),
            },
            "additionalProperties": False,
        },
        "source": {
            "anyOf": [
                _ref("text"),
                {
                    "type": "object",
                    "properties": {"document": _ref("text"), "place": _ref("text")},
                    "additionalProperties": False,
                },
            ]
        },
        "event": _event(),
    }
    for kind in KINDS.values():
        found |= _kind_definitions(kind)
    for finding in FINDINGS.values():
        found |= _shape_definitions(finding)
    return found


# --- events -----------------------------------------------------------------------------------------------------------


def _event() -> Json:
    """What holds of every event; its body is told by its kind."""
    return {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "anyOf": [{"required": [key]} for key in ("effective_on", "day", "supersedes")],
        "not": {"required": ["effective_on", "day"]},
        "dependentRequired": {"basis": ["day"]},
        "allOf": [
            *(_when({"kind": {"const": kind}}, _ref(f"event-{kind}")) for kind in KINDS),
            _when(
                {"withdrawn": {"enum": ["yes", True]}},
                {"required": ["supersedes"], "propertyNames": {"enum": list(EVENT_KEYS)}},
            ),
        ],
    }


def _when(properties: Json, then: Json) -> Json:
    return {"if": {"properties": properties, "required": list(properties)}, "then": then}


def _event_keys() -> Json:
    named: Json = {key: _ref("text") for key in EVENT_KEYS}
    return named | {
        "id": _ref("name"),
        "kind": {"enum": list(KINDS)},
        "effective_on": _ref("partial-date"),
        "day": _ref("day-number"),
        "basis": {"enum": [basis.value for basis in Basis]},
        "sequence": _ref("whole-number"),
        "recorded_at": _ref("partial-date"),
        "source": _ref("source"),
        "supersedes": _ref("name"),
        "withdrawn": _ref("yes-or-no"),
    }


def _kind_definitions(kind: Kind) -> Json:
    """The event of one kind, and what it may say of a mass and of a vein."""
    found: Json = {}
    properties = _event_keys() | {name: _finding(finding) for name, finding in kind.findings.items()}
    if kind.has_masses:
        properties["masses"] = {
            "type": "object",
            "propertyNames": {"minLength": 1, "maxLength": MAX_NAME},
            "additionalProperties": _ref(f"mass-{kind.id}"),
        }
        found[f"mass-{kind.id}"] = _nested(MASSES, kind)
    if kind.has_veins:
        properties["veins"] = {
            "type": "object",
            "propertyNames": {"enum": [*SEGMENTS, *SEGMENT_SETS]},
            "additionalProperties": _ref(f"vein-{kind.id}"),
        }
        found[f"vein-{kind.id}"] = _nested(VEINS, kind)
    body = {"title": kind.label_en, "type": "object", "properties": properties, "additionalProperties": False}
    return {f"event-{kind.id}": body, **found}


def _nested(findings: Mapping[str, Finding], kind: Kind) -> Json:
    allowed = {name: _finding(finding) for name, finding in findings.items() if kind.id in finding.kinds}
    return {"type": "object", "properties": allowed, "additionalProperties": False}


# --- findings ---------------------------------------------------------------------------------------------------------


def _finding(finding: Finding) -> Json:
    """What may stand under a finding's name, with its words for the forms that editors make of a schema."""
    return {"title": finding.label_en, "description": finding.question_en, **_ref(_shape(finding))}


def _shape(finding: Finding) -> str:
    """The definition that a finding shares with all that take the same answers."""
    shared = {ValueType.PRESENCE: "presence", ValueType.TEXT: "words", ValueType.DATE: "date"}
    return shared.get(finding.type, finding.id)


def _shape_definitions(finding: Finding) -> Json:
    """A value, a full form, or a list of full forms that states the finding again."""
    name = _shape(finding)
    ways = [
        _ref(f"{name}.value"),
        _ref(f"{name}.form"),
        {"type": "array", "minItems": 1, "items": _ref(f"{name}.form")},
    ]
    if finding.type is ValueType.CHOICES:
        ways.append(_several(name))
    return {name: {"anyOf": ways}, f"{name}.value": _value(finding), f"{name}.form": _full_form(finding)}


def _several(name: str) -> Json:
    return {"type": "array", "minItems": 1, "items": _ref(f"{name}.value")}


def _full_form(finding: Finding) -> Json:
    name = _shape(finding)
    value = _ref(f"{name}.value")
    if finding.type is ValueType.CHOICES:
        value = {"anyOf": [value, _several(name)]}
    statuses = ["recorded", *(("suspected",) if finding.may_be_suspected else ())]
    return {
        "type": "object",
        "properties": {"value": value, "status": {"enum": [*statuses, *WITHOUT_VALUE]}, "note": _ref("text")},
        "additionalProperties": False,
        "if": {"properties": {"status": {"enum": list(WITHOUT_VALUE)}}, "required": ["status"]},
        "then": {"not": {"required": ["value"]}},
        "else": {"required": ["value"]},
    }


def _value(finding: Finding) -> Json:
    """One value, or the word that stands in its place."""
    if finding.type is ValueType.TEXT:
        return _ref("finding-text")
    if finding.type is ValueType.DATE:
        return {"anyOf": [_ref("partial-date"), {"enum": list(WITHOUT_VALUE)}]}
    if finding.type is ValueType.NUMBER:
        return {"anyOf": [_number(finding), {"enum": list(WITHOUT_VALUE)}]}
    if finding.type is ValueType.PRESENCE:
        return {"enum": [*_answers(PRESENCES), "suspected", *WITHOUT_VALUE]}
    return {"enum": [*_answers(choice.id for choice in finding.choices), *WITHOUT_VALUE]}


def _answers(words: Iterable[str]) -> list[str | bool]:
    """The words, and beside yes and no the truth values that other programs make of them."""
    truths = {"yes": True, "no": False}
    listed = list(words)
    return [*listed, *(truths[word] for word in listed if word in truths)]


def _number(finding: Finding) -> Json:
    """A number with its unit as text; a bare JSON number where the finding needs no unit."""
    units = "|".join(re.sub(r"([\[\](){}.*+?^$|\\])", r"\\\1", unit) for unit in finding.accepted_units)
    unit = f"({units})" if finding.unit_required else f"({units})?"
    number = "[0-9]+" if finding.whole else "[0-9]+([.][0-9]+)?"
    blank = r"[ \t\u00a0\u2009\u202f]*"
    text = {"type": "string", "pattern": rf"^\s*{number}([eE][+-]?[0-9]{{1,2}})?{blank}{unit}\s*$"}
    if finding.unit_required:
        return text
    bare: Json = {"type": "integer" if finding.whole else "number"}
    bare |= {} if finding.low is None else {"minimum": finding.low}
    bare |= {} if finding.high is None else {"maximum": finding.high}
    return {"anyOf": [text, bare]}
