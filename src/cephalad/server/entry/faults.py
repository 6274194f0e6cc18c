"""Issues of the record's reader at the controls that they speak of, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cephalad.errors import Issue
from cephalad.terms import FINDINGS, KINDS, MASSES, VEINS, Finding, ValueType, clean, message, sentences, unit_label

__all__ = ["Fault", "by_control", "faults_of", "issue_words"]

_EVENT = re.compile(r"events\[(\d+)\]\.?")
_PARTS = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what was entered.

    Attributes
    ----------
    control : name of the field, "" where none can be named
    words : what must hold and what was found
    label : what the field is called, "" where it is not known
    """

    control: str
    words: str
    label: str = ""


def faults_of(
    issues: Iterable[Issue], places: Mapping[str, str], kind: str, number: int, lang: str
) -> tuple[Fault, ...]:
    """Every issue once, each at its control.

    Parameters
    ----------
    places : controls by path inside the event
    number : the event's own place in the list of events; issues of others are told without a control
    """
    found = []
    for issue in issues:
        match = _EVENT.match(issue.path)
        inside = issue.path[match.end() :] if match and int(match[1]) == number else None
        control = places.get(issue.path, "") if match is None else ""
        control = control if inside is None else _control(inside, places)
        finding = _finding(inside or "", kind)
        found.append(Fault(control, issue_words(issue, lang, finding), _label(finding, control, lang)))
    return tuple(dict.fromkeys(found))


def by_control(faults: Iterable[Fault]) -> dict[str, list[str]]:
    """The words of all faults of each control."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.control, []).append(fault.words)
    return found


def issue_words(issue: Issue, lang: str, finding: Finding | None = None, *, in_file: bool = False) -> str:
    """What must hold and what was found, by the code of the issue; of a file in English the reader's own words."""
    value = clean(issue.value)
    if finding is not None and finding.type is ValueType.NUMBER and issue.code == "VALUE-02":
        unit = unit_label(finding.unit, lang)
        low, high = f"{finding.low:g}", f"{finding.high:g}"
        return message("server.entry.fault.number", lang, low=low, high=high, unit=unit, value=value).replace("  ", " ")
    key = f"server.entry.fault.{issue.code.lower()}"
    if key in sentences(lang) and not (in_file and lang == "en"):
        return message(key, lang, value=value)
    return f"{clean(issue.rule)}, got {value}; {clean(issue.remedy)}"


def _control(inside: str, places: Mapping[str, str]) -> str:
    """The control of the longest known path that the issue's path begins with."""
    while inside:
        if inside in places:
            return places[inside]
        cut = max(inside.rfind("."), inside.rfind("["))
        inside = inside[:cut] if cut > 0 else ""
    return ""


def _label(finding: Finding | None, control: str, lang: str) -> str:
    """What the field is called: the finding, or the plain field's own label."""
    if finding is not None:
        return finding.label_zh if lang == "zh" else finding.label_en
    key = f"server.entry.line.{control.partition('.')[2].replace('_', '-')}"
    return message(key, lang) if control.startswith("e.") and key in sentences("en") else ""


def _finding(inside: str, kind: str) -> Finding | None:
    """The finding that a path inside an event speaks of."""
    outer, _, rest = inside.partition(".")
    if outer in ("masses", "veins"):
        known = MASSES if outer == "masses" else VEINS
        return next((known[part] for part in reversed(_PARTS.findall(rest)) if part in known), None)
    name = _PARTS.match(outer)
    of_kind = KINDS[kind].findings if kind in KINDS else {}
    return of_kind.get(name[0]) if name else FINDINGS.get(outer)
