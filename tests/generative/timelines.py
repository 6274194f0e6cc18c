"""Generated timelines: case files as nested words, plausible and odd, that the record accepts without an issue.

A body comes either from a story (the reports that a pathway expects) or from the whole vocabulary at random, with
statuses in place of values, values said twice, corrections, withdrawals and contradictions.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.record import Case, read_bytes
from cephalad.terms import KINDS, MASSES, VEINS, Finding, ValueType

__all__ = ["as_case", "bodies", "case_files", "dated", "events_of", "last_day"]

Words = dict[str, Any]
"""A mapping of a case file: texts, lists and mappings."""

DAY_ZERO = date(2019, 1, 15)
WRITTEN_ON = "2035-01-01"
LONGEST = 4700
"""Days from the first to the last possible event: nearly thirteen years."""

_SEGMENTS = tuple(SEGMENTS)
_VEINS = (*SEGMENTS, *SEGMENT_SETS)
# The full form: in JSON every word is quoted, and only a bare word can stand in place of a value.
_WITHOUT_VALUE = ({"status": "not-assessed"}, {"status": "not-reported"}, {"status": "unknown"})
_YES_NO = st.sampled_from(["yes", "no"])


def as_case(file: Words) -> Case:
    """The case that a file states; a fault in the file is a fault of the generator."""
    case = read_bytes(json.dumps(file, ensure_ascii=False).encode(), file="generated.json")
    assert not isinstance(case, list), "\n".join(str(issue) for issue in case)
    return case


# --- values of the vocabulary ---------------------------------------------------------------------------------------


def _plain(finding: Finding) -> st.SearchStrategy[Any]:
    if finding.type is ValueType.PRESENCE:
        return _YES_NO
    if finding.type is ValueType.NUMBER:
        assert finding.low is not None
        assert finding.high is not None
        numbers = st.integers(int(finding.low) + 1, min(int(finding.high), 400))
        return numbers.map(lambda number: str(number) if finding.unit == "count" else f"{number} {finding.unit}")
    if finding.type is ValueType.TEXT:
        return st.sampled_from(["as told", "如报告所述", "event-1", "12", "no"])
    if finding.type is ValueType.DATE:
        return st.sampled_from(["2018", "2019-06", "2021-02-28", "2024-02-29"])
    return st.sampled_from([choice.id for choice in finding.choices])


def _statement(finding: Finding) -> st.SearchStrategy[Any]:
    """A value, a status, a hedged value, or the finding stated twice."""
    plain = _plain(finding)
    if finding.type is ValueType.CHOICES:
        several = st.lists(plain, min_size=1, max_size=3, unique=True)
        hedged = several.map(lambda values: {"value": values, "status": "suspected"})
        return several | several | hedged | st.sampled_from(_WITHOUT_VALUE).map(dict)
    forms = [plain, plain, plain, st.sampled_from(_WITHOUT_VALUE).map(dict)]
    if finding.may_be_suspected:
        forms.append(plain.map(lambda value: {"value": value, "status": "suspected"}))
    forms.append(st.lists(plain.map(lambda value: {"value": value}), min_size=2, max_size=2))
    return st.one_of(forms)


@st.composite
def _some(draw: st.DrawFn, findings: tuple[Finding, ...], least: int, most: int) -> Words:
    chosen = draw(st.lists(st.sampled_from(findings), min_size=least, max_size=most, unique_by=lambda f: f.id))
    return {finding.name: draw(_statement(finding)) for finding in chosen}


@st.composite
def _odd_body(draw: st.DrawFn) -> Words:
    """Any kind with any of its findings, masses and veins, whether or not they make sense together."""
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    body: Words = {"kind": kind.id, **draw(_some(tuple(kind.findings.values()), 0, 5))}
    if kind.has_masses:
        allowed = tuple(finding for finding in MASSES.values() if kind.id in finding.kinds)
        names = draw(st.lists(st.sampled_from(["left-mass", "uterine-mass", "肿块"]), max_size=2, unique=True))
        body["masses"] = {name: draw(_some(allowed, 1, 5)) for name in names}
    if kind.has_veins:
        allowed = tuple(finding for finding in VEINS.values() if kind.id in finding.kinds)
        names = draw(st.lists(st.sampled_from(_VEINS), max_size=3, unique=True))
        body["veins"] = {name: draw(_some(allowed, 1, 3)) for name in names}
    return body


# --- stories --------------------------------------------------------------------------------------------------------


@st.composite
def _report(draw: st.DrawFn) -> Words:
    """A study as a radiologist writes it."""
    modality = draw(st.sampled_from(["ultrasound", "doppler", "ct", "mr", "mr", "echocardiography"]))
    body: Words = {"kind": "imaging", "modality": modality}
    if modality in ("ct", "mr"):
        body["contrast"] = draw(st.sampled_from(["yes", "yes", "no"]))
    regions = ["heart"] if modality == "echocardiography" else ["pelvis", "abdomen", "iliac-and-caval", "kidneys"]
    body["regions"] = draw(st.lists(st.sampled_from(regions), min_size=1, max_size=3, unique=True))
    content = st.sampled_from(["tumour", "filling-defect", "thrombus", "clear", "clear", "clear"])
    veins = draw(st.lists(st.sampled_from(_VEINS), max_size=4, unique=True))
    body["veins"] = {name: {"content": draw(content)} for name in veins}
    for name, values in body["veins"].items():
        if values["content"] != "clear" and draw(st.booleans()):
            body["veins"][name]["continuous-with-source"] = draw(_YES_NO)
    if draw(st.booleans()):
        body["masses"] = {
            "left-mass": {
                "location": draw(st.sampled_from(["broad-ligament", "intramural", "parametrial", "adnexal"])),
                "reading": [draw(st.sampled_from(["fibroid", "broad-ligament-fibroid", "ivl", "ovarian-tumour"]))],
            }
        }
    return body


@st.composite
def _follow_up(draw: st.DrawFn) -> Words:
    """Contrast MR of pelvis and abdomen, the study that closes a window."""
    body: Words = {"kind": "imaging", "modality": "mr", "contrast": "yes", "regions": ["pelvis", "abdomen"]}
    told = draw(st.sampled_from(["new-or-growing-tumour", "residual-tumour", "unclear-finding", ""]))
    if told:
        body[told] = draw(st.sampled_from(["no", "no", "no", "yes"]))
    return body


@st.composite
def _operation(draw: st.DrawFn) -> Words:
    """An operation for the disease."""
    body: Words = {"kind": "operation", "for-ivl": "yes"}
    body["procedures"] = draw(
        st.sampled_from(
            [
                ["total-hysterectomy", "bilateral-salpingo-oophorectomy"],
                ["total-hysterectomy"],
                ["myomectomy"],
                ["tumour-excision", "venous-tumour-extraction"],
            ]
        )
    )
    choices = {
        "uterus": ["removed", "kept", ""],
        "ovaries-left": ["none", "one", "both", ""],
        "completeness": ["complete", "incomplete", ""],
        "integrity": ["intact", "fragmented", ""],
    }
    for name, values in choices.items():
        if value := draw(st.sampled_from(values)):
            body[name] = value
    veins = draw(st.lists(st.sampled_from(_SEGMENTS), max_size=3, unique=True))
    body["veins"] = {name: {"outcome": draw(st.sampled_from(["removed", "left"]))} for name in veins}
    return body


@st.composite
def _pathology(draw: st.DrawFn) -> Words:
    """A report that confirms, leaves open or excludes."""
    body: Words = {"kind": "pathology", "specimen": ["uterus"]}
    body["diagnosis"] = draw(
        st.sampled_from([["ivl"], ["ivl", "leiomyoma"], ["leiomyoma"], ["leiomyosarcoma"], ["thrombus"]])
    )
    for name in ("index-lesion", "vessels-contain-tumour", "atypia", "biopsy", "vessels-outside-uterus"):
        if value := draw(st.sampled_from(["yes", "no", "", ""])):
            body[name] = value
    return body


_OTHERS = st.sampled_from(
    [
        {"kind": "complaint", "menorrhagia": "yes"},
        {"kind": "complaint", "asymptomatic": "yes"},
        {"kind": "complaint", "syncope": "yes"},
        {"kind": "complaint", "leg-swelling": "yes"},
        {"kind": "complaint", "palpitations": "yes", "insomnia": "yes"},
        {"kind": "history", "fibroids": "yes"},
        {"kind": "history", "hysterectomy": "yes"},
        {"kind": "history", "uterine-surgery": "no"},
        {"kind": "state", "menopause": "premenopausal"},
        {"kind": "state", "staged-surgery-planned": "yes"},
        {"kind": "wish", "fertility": "yes"},
        {"kind": "wish", "declines-surgery": "yes"},
        {"kind": "dose", "drug": "leuprolide", "amount": "3.75 mg", "interval": "28 days", "given": "given"},
        {"kind": "dose", "drug": "leuprolide", "course": "stopped"},
        {"kind": "declined", "study": "surveillance-imaging"},
        {"kind": "declined", "study": "echocardiography"},
        {"kind": "decision", "surveillance-group": "low"},
        {"kind": "decision", "surveillance-group": "high"},
        {"kind": "decision", "ends-study": "surveillance-imaging"},
        {"kind": "decision", "stop-surveillance": "yes"},
        {"kind": "decision", "reoperation": "yes"},
        {"kind": "recurrence", "type": "recurrence", "reoperation": "decided"},
        {"kind": "recurrence", "type": "unclear"},
        {"kind": "recurrence", "type": "new-fibroid"},
        {"kind": "mdt", "convened": "yes"},
        {"kind": "contact", "reached": "yes"},
        {"kind": "death"},
    ]
).map(lambda body: dict(body))

bodies: st.SearchStrategy[Words] = st.one_of(
    _report(), _report(), _operation(), _pathology(), _follow_up(), _OTHERS, _OTHERS, _odd_body()
)
"""Bodies of events, with their kind."""


# --- time and the file ----------------------------------------------------------------------------------------------


def dated(day: int, precision: str = "day") -> str:
    """The date this many days after day 0, as a day, a month or a year."""
    on = DAY_ZERO + timedelta(days=day)
    return {"day": f"{on:%Y-%m-%d}", "month": f"{on:%Y-%m}", "year": f"{on:%Y}"}[precision]


@st.composite
def case_files(
    draw: st.DrawFn,
    *,
    most: int = 14,
    exact: bool = False,
    calendar: str = "",
    corrections: bool = True,
) -> Words:
    """A whole file.

    Parameters
    ----------
    exact : every event has a day of its own
    calendar : ``dates`` or ``day-numbers``; drawn when left out
    """
    counted = calendar or draw(st.sampled_from(["dates", "dates", "day-numbers"]))
    number = draw(st.integers(0, most))
    days = draw(st.lists(st.integers(0, LONGEST), min_size=number, max_size=number, unique=exact))
    if exact or draw(st.sampled_from([True, True, False])):
        days.sort()
    events = [{"id": f"event-{index}", **draw(bodies)} for index in range(number)]
    for event, day in zip(events, days, strict=True):
        event.update(draw(_time(counted, day, exact=exact)))
    if corrections:
        events = [_corrected(draw, events, index) for index in range(number)]
    return {
        "format": "cephalad-case/1",
        "case": "generated",
        "written_on": WRITTEN_ON,
        **draw(st.sampled_from([{"sex": "female"}, {"sex": "female"}, {"sex": "male"}, {}])),
        **draw(_birth(counted, number)),
        "events": events,
    }


@st.composite
def _time(draw: st.DrawFn, calendar: str, day: int, *, exact: bool) -> Words:
    if calendar == "dates":
        return {"effective_on": dated(day, "day" if exact else draw(st.sampled_from(["day", "day", "month", "year"])))}
    basis = draw(st.sampled_from(["stated", "stated", "approximate", "order-only"]))
    return {"day": str(day), "basis": basis}


@st.composite
def _birth(draw: st.DrawFn, calendar: str, number: int) -> Words:
    stated = {"birth": {"age_years": str(draw(st.integers(19, 81))), "at": "event-0"}}
    choices: list[Words] = [{}, stated] if number else [{}]
    if calendar == "dates":
        choices += [{"birth": "1974"}, {"birth": "1974-12"}, {"birth": "1976-02-29"}, {"birth": "1990-06-15"}]
    return draw(st.sampled_from(choices))


def _corrected(draw: st.DrawFn, events: list[Words], index: int) -> Words:
    """The event itself, or in one of eight cases a correction or withdrawal of an earlier one."""
    taken = {event.get("supersedes") for event in events[:index]}
    free = [event["id"] for event in events[:index] if event["id"] not in taken]
    event = events[index]
    if not free or draw(st.integers(0, 7)) < 7:
        return event
    event["supersedes"] = draw(st.sampled_from(free))
    event["reason"] = "corrected"
    if draw(st.booleans()):
        frame = ("id", "effective_on", "day", "basis", "supersedes", "reason")
        event = {key: value for key, value in event.items() if key in frame}
        event |= {"kind": "contact", "withdrawn": "yes"}
        events[index] = event
    return event


def events_of(file: Words) -> list[Words]:
    """The events of a file."""
    found: list[Words] = file["events"]
    return found


def last_day(file: Words) -> str:
    """A point after every event of the file."""
    numbered = any("day" in event for event in events_of(file))
    return f"day:{LONGEST + 400}" if numbered else "2034-12-31"
