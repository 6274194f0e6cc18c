"""The fields of a form become an event as a case file has it, with the control that each place of it came from.

A field's name says what it is: ``e.`` the event itself, ``f.`` a finding, ``m.`` a mass and ``v.`` a vein by row; then
the finding, the number of the statement, and ``a`` answer, ``u`` unit, ``s`` status or ``n`` note:
``m.0.longest-diameter.0.a``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cephalad.record.collector import below
from cephalad.record.read_findings import WITHOUT_VALUE
from cephalad.terms import MASSES, STATUSES, VEINS, Finding, Kind, ValueType

__all__ = [
    "MOST_ROWS",
    "Fields",
    "Written",
    "findings_of_rows",
    "one",
    "row_numbers",
    "statement_numbers",
    "write_event",
]

Fields = Mapping[str, Sequence[str]]
"""What a form sent: for each name its values."""

MOST_ROWS = 60
"""Masses or veins in one form, and statements of one finding."""

_TEXTS = ("author", "note", "text", "reason")
_PLAIN_NUMBER = re.compile(r"[0-9][0-9.eE+-]*")
_NESTED = {"m": "masses", "v": "veins"}


@dataclass(slots=True)
class Written:
    """An event as a case file has it.

    Attributes
    ----------
    event : the mapping of the case file
    places : for each path inside the event, the name of the control that holds it
    doubled : names of masses and veins that stand in two rows, with the later row's control
    """

    event: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    doubled: list[tuple[str, str]] = field(default_factory=list)


def one(fields: Fields, name: str) -> str:
    """The one text of a field, without blanks around it and with the line ends of a case file; "" when left empty."""
    values = fields.get(name) or [""]
    return values[-1].replace("\r\n", "\n").replace("\r", "\n").strip()


def row_numbers(fields: Fields, part: str) -> list[int]:
    """The rows of masses (``m``) or veins (``v``) that the form had, filled or not."""
    return _numbers(fields, re.compile(rf"{part}\.(\d{{1,2}})\.[a-z]", re.ASCII))


def statement_numbers(fields: Fields, stem: str) -> list[int]:
    """The statements of one finding that the form had, filled or not."""
    return _numbers(fields, re.compile(rf"{re.escape(stem)}\.(\d{{1,2}})\.[ausn]\Z", re.ASCII))


def _numbers(fields: Fields, pattern: re.Pattern[str]) -> list[int]:
    found = {int(match[1]) for name in fields if (match := pattern.match(name))}
    return sorted(found)[:MOST_ROWS]


def findings_of_rows(part: str, kind: Kind) -> dict[str, Finding]:
    """What may be said of one mass (``m``) or vein (``v``) in an event of this kind, by short name."""
    known = MASSES if part == "m" else VEINS
    allowed = kind.has_masses if part == "m" else kind.has_veins
    return {name: finding for name, finding in known.items() if allowed and kind.id in finding.kinds}


def write_event(kind: Kind, fields: Fields, *, supersedes: str = "") -> Written:
    """The event that the fields state; whether it holds is for the record's reader to say."""
    written = Written({"kind": kind.id})
    _write_frame(fields, written)
    if supersedes:
        written.event["supersedes"] = supersedes
    for name, finding in kind.findings.items():
        value = _finding_value(finding, f"f.{name}", below("", name), fields, written.places)
        if value is not None:
            written.event[name] = value
    for part, key in _NESTED.items():
        rows = _rows(part, key, findings_of_rows(part, kind), fields, written)
        if rows:
            written.event[key] = rows
    return written


# --- the event itself -------------------------------------------------------------------------------------------------


def _write_frame(fields: Fields, written: Written) -> None:
    """Name, time, source and words of the event."""
    keys = ["id", "recorded_at", *_TEXTS]
    keys += ["day", "basis"] if one(fields, "e.time") == "day" else ["effective_on"]
    for key in keys:
        text = one(fields, f"e.{key}")
        text = unicodedata.normalize("NFKC", text) if key in ("day", "effective_on", "recorded_at") else text
        if text:
            written.event[key] = text
        written.places[key] = f"e.{key}"
    document, place = one(fields, "e.document"), one(fields, "e.place")
    written.places |= {"source": "e.document", "source.place": "e.place"}
    if place:
        written.event["source"] = {"document": document, "place": place}
    elif document:
        written.event["source"] = document
    written.places |= {"kind": "e.effective_on", "supersedes": "e.reason", "withdrawn": "e.reason"}


# --- masses and veins -------------------------------------------------------------------------------------------------


def _rows(
    part: str, key: str, findings: Mapping[str, Finding], fields: Fields, written: Written
) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for number in row_numbers(fields, part):
        stem = f"{part}.{number}"
        name = one(fields, f"{stem}.name")
        place = below(key, name)
        places: dict[str, str] = {place: f"{stem}.name"}
        stated = {}
        for short, finding in findings.items():
            value = _finding_value(finding, f"{stem}.{short}", below(place, short), fields, places)
            if value is not None:
                stated[short] = value
        if not name and not stated:
            continue
        if name in found:
            written.doubled.append((name, f"{stem}.name"))
            continue
        found[name] = stated
        written.places |= places
    return found


# --- statements -------------------------------------------------------------------------------------------------------


def _finding_value(finding: Finding, stem: str, path: str, fields: Fields, places: dict[str, str]) -> Any:
    """The value under the finding's key: one statement, several in full, or None."""
    stated = [(f"{stem}.{number}", form) for number, form in _statements(finding, stem, fields)]
    if not stated:
        return None
    if len(stated) == 1:
        name, form = stated[0]
        places[path] = f"{name}.a"
        return _shortest(finding, form)
    places |= {f"{path}[{place}]": f"{name}.a" for place, (name, _) in enumerate(stated)}
    return [form for _, form in stated]


def _statements(finding: Finding, stem: str, fields: Fields) -> Iterator[tuple[int, dict[str, Any]]]:
    for number in statement_numbers(fields, stem):
        form = _statement(finding, f"{stem}.{number}", fields)
        if form:
            yield number, form


def _statement(finding: Finding, name: str, fields: Fields) -> dict[str, Any]:
    """The full form of one statement; empty when nothing was entered."""
    status, note = one(fields, f"{name}.s"), one(fields, f"{name}.n")
    value: Any
    if finding.type is ValueType.CHOICES:
        value = [answer for answer in fields.get(f"{name}.a", ()) if answer] or None
    else:
        value = one(fields, f"{name}.a") or None
    if finding.type in (ValueType.PRESENCE, ValueType.CHOICE):
        value, status = _answer(value, status)
    elif finding.type is ValueType.NUMBER and value:
        value = _with_unit(value, one(fields, f"{name}.u"))
    elif finding.type is ValueType.DATE and value:
        value = unicodedata.normalize("NFKC", value)
    # A hedge of nothing is nothing: the box stays ticked when an answer is taken back.
    status = "" if status == "suspected" and value is None else status
    return {key: told for key, told in (("value", value), ("status", status), ("note", note)) if told}


def _answer(answer: str | None, status: str) -> tuple[str | None, str]:
    """Value and status of a chosen answer: a value, a hedged one, or one of the words for none."""
    if answer in WITHOUT_VALUE:
        return None, str(answer)
    if answer == "suspected":
        return "yes", "suspected"
    if answer == "suspected-no":
        return "no", "suspected"
    return answer, status


def _with_unit(number: str, unit: str) -> str:
    number = unicodedata.normalize("NFKC", number)
    return f"{number} {unit}" if unit and _PLAIN_NUMBER.fullmatch(number) else number


def _shortest(finding: Finding, form: dict[str, Any]) -> Any:
    """The value or the status alone where that says everything; a text that reads like a status stays in full."""
    if set(form) == {"value"} and not (finding.type is ValueType.TEXT and form["value"] in STATUSES):
        return form["value"]
    return form["status"] if set(form) == {"status"} and form["status"] in WITHOUT_VALUE else form
