"""Women in follow-up, at random: what is seen, refused, decided and treated after an operation, on days known or not.

The generated timelines of the properties rarely come far beyond the first operation. These stories begin with it, most
of them at low risk, so that groups rise and fall, bands are passed and examinations are refused, ended and made late.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from cephalad.logic import Span
from cephalad.record import Case, Point, parse_point, read_bytes, standing_events

__all__ = ["BIRTH", "CLOSING", "CT", "LOW", "case_of", "stories"]

Words = dict[str, Any]

_DAY_ZERO = date(2012, 1, 31)
_BODY = ["pelvis", "abdomen", "chest"]
CT = {"kind": "imaging", "modality": "ct", "contrast": "yes", "regions": _BODY}
_MR = {"kind": "imaging", "modality": "mr", "contrast": "yes", "regions": ["pelvis", "abdomen"]}
_FREE = {"new-or-growing-tumour": "no"}
CLOSING: Words = {**_MR, **_FREE}
"""An examination that closes a window and shows no tumour."""

BIRTH = "1965-01-01"
LOW: tuple[Words, ...] = (
    {
        "id": "imaging-2025-01-05",
        "effective_on": "2025-01-05",
        **CT,
        "veins": {"ivc-unspecified": {"content": "clear"}, "right-atrium": {"content": "clear"}},
    },
    {
        "id": "operation",
        "effective_on": "2025-01-15",
        "kind": "operation",
        "for-ivl": "yes",
        "completeness": "complete",
        "integrity": "intact",
        "uterus": "removed",
        "ovaries-left": "none",
        "procedures": ["total-hysterectomy", "bilateral-salpingo-oophorectomy"],
    },
    {
        "id": "pathology",
        "effective_on": "2025-01-20",
        "kind": "pathology",
        "specimen": ["uterus"],
        "diagnosis": ["ivl"],
        "vessels-outside-uterus": "no",
    },
)
"""A woman of 60, operated on 2025-01-15 for a disease within the uterus: every risk feature is a known no."""
_SURE = ("day", "day", "day", "month", "year")
_BASES = ("stated", "approximate", "order-only")


def case_of(events: list[Words], **header: Any) -> Case:
    """The case of these events; a fault in them is a fault of the test."""
    file = {"format": "cephalad-case/1", "case": "follow-up", "written_on": "2045-01-01", "sex": "female"}
    found = read_bytes(json.dumps({**file, **header, "events": events}).encode(), file="follow-up.json")
    assert not isinstance(found, list), "\n".join(str(issue) for issue in found)
    return found


def stories(number: int, seed: int = 1) -> Iterator[tuple[Case, Point]]:
    """So many women, each as of two to four moments."""
    for place in range(number):
        random = Random(f"{seed}-{place}")  # noqa: S311  no secret hangs on it
        case = _story(random)
        events = standing_events(case)
        for event in random.sample(events, min(2, len(events))):
            yield case, parse_point(f"after:{event.id}", case)
        # Soon after the last event, and years after it.
        for days in random.sample((30, 90, 200, 400, 5000), random.choice((1, 2))):
            day = events[-1].moment.span.latest + random.randrange(days)
            yield case, Point(Span(day, day))


# --- one woman --------------------------------------------------------------------------------------------------------


def _story(random: Random) -> Case:
    dated, steady = random.random() < 0.75, random.random() < 0.3
    bodies = [*_before(random), *_operated(random)] if random.random() < 0.9 else [*_before(random)]
    later = _STEADY if steady else _LATER
    bodies += [dict(random.choice(random.choice(later))) for _ in range(random.randrange(1, 14))]
    day, precision = 0, random.choice(_SURE)
    events: list[Words] = []
    for place, body in enumerate(bodies):
        day += random.choice((0, 1, 9, 30)) if place < 4 else random.choice(_EVERY_YEAR if steady else _AT_TIMES)
        events.append({"id": f"event-{place}", **_time(random, day, dated=dated, precision=precision), **body})
    births: tuple[Any, ...] = ({"age_years": "61", "at": "event-0"}, {"age_years": "44", "at": "event-0"})
    births = (births[0], *births, *(("1950-01-01", "1955-02", "1956", "1970-06-15") if dated else ()))
    return case_of(events, birth=random.choice(births))


def _time(random: Random, day: int, *, dated: bool, precision: str) -> Words:
    if not dated:
        return {"day": str(day), "basis": random.choices(_BASES, (8, 2, 1))[0]}
    on = _DAY_ZERO + timedelta(days=day)
    written = {"day": f"{on:%Y-%m-%d}", "month": f"{on:%Y-%m}", "year": f"{on:%Y}"}
    return {"effective_on": written[random.choice((precision, "day"))]}


def _before(random: Random) -> list[Words]:
    heart = {"right-atrium": {"content": "tumour"}, "infrarenal-ivc": {"content": "tumour"}}
    clear = {"ivc-unspecified": {"content": "clear"}, "right-atrium": {"content": "clear"}}
    veins: Words = {**(heart if random.random() < 0.1 else clear)}
    if random.random() < 0.2:
        veins["left-uterine-vein"] = {"content": "tumour"}
    studies: list[Words] = [{**CT, "veins": veins}]
    if random.random() < 0.1:
        studies.append({**CT, "veins": {"left-uterine-vein": {"content": "tumour", "continuous-with-source": "yes"}}})
    return studies if random.random() < 0.9 else []


def _operated(random: Random) -> list[Words]:
    operation: Words = {"kind": "operation", "completeness": random.choice(("complete",) * 5 + ("incomplete",))}
    if random.random() < 0.85:
        operation["for-ivl"] = "yes"
    if random.random() < 0.2:
        operation["veins"] = {"left-uterine-vein": {"outcome": "removed"}}
    whole = ["total-hysterectomy", "bilateral-salpingo-oophorectomy"]
    operation["procedures"] = random.choice((whole,) * 6 + (["total-hysterectomy"], ["myomectomy"]))
    operation["uterus"] = "kept" if operation["procedures"] == ["myomectomy"] else "removed"
    ovaries = "none" if operation["procedures"] == whole else random.choice(("one", "both"))
    operation |= {"ovaries-left": ovaries, "integrity": random.choice(("intact",) * 5 + ("fragmented",))}
    pathology: Words = {"kind": "pathology", "specimen": ["uterus"], "diagnosis": ["ivl"]}
    pathology["vessels-outside-uterus"] = random.choice(("no",) * 5 + ("yes",))
    excluded = {"diagnosis": ["leiomyoma"], "index-lesion": "yes", "vessels-contain-tumour": "no"}
    return [operation, pathology | (excluded if random.random() < 0.05 else {})]


_CAVA = {"infrarenal-ivc": {"content": "tumour"}}
_EXPLAINED = {"infrarenal-ivc": {"content": "tumour", "explained": "yes"}}
_CLEAR = {"ivc-unspecified": {"content": "clear"}, "left-uterine-vein": {"content": "clear"}}
_STUDIES = ("surveillance-imaging", "pelvic-mri", "echocardiography", "coagulation")
_SCANS: tuple[Words, ...] = (
    CLOSING,
    CLOSING,
    {**CT, **_FREE},
    {**_MR, "residual-tumour": "no"},
)
_IMAGING: tuple[Words, ...] = (
    {**_MR, "unclear-finding": "yes"},
    {**_MR, "unclear-finding": "no"},
    {**_MR},
    {**_MR, "new-or-growing-tumour": {"status": "unknown"}},
    {**_MR, "new-or-growing-tumour": "yes"},
    {**_MR, "residual-tumour": "yes"},
    {**CT, "veins": _CAVA},
    {**CT, "veins": _EXPLAINED},
    {**CT, "veins": _CLEAR},
    {**CT, **_FREE, "veins": _CLEAR},
    {**_MR, "contrast": "no"},
    {**_MR, "regions": ["pelvis"]},
    {"kind": "imaging", "modality": "ultrasound", "regions": ["pelvis"], **_FREE},
    {"kind": "imaging", "modality": {"status": "unknown"}},
)
_ECHOES: tuple[Words, ...] = ({"kind": "imaging", "modality": "echocardiography", "regions": ["heart"]},)
_SAID: tuple[Words, ...] = (
    {"kind": "complaint", "leg-swelling": "yes"},
    {"kind": "complaint", "dyspnoea": "yes"},
    {"kind": "complaint", "cardiac": "yes"},
    {"kind": "complaint", "pelvic-pain": {"status": "unknown"}},
    {"kind": "complaint", "asymptomatic": "yes"},
    {"kind": "complaint", "insomnia": "yes"},
)
_REFUSED: tuple[Words, ...] = (
    *({"kind": "declined", "study": name} for name in _STUDIES),
    {"kind": "declined", "study": "surgery"},
    {"kind": "declined", "study": {"status": "unknown"}},
)
_DECIDED: tuple[Words, ...] = (
    *({"kind": "decision", "surveillance-group": group} for group in ("low", "low", "high", "very-high")),
    {"kind": "decision", "surveillance-group": "low", "reoperation": "yes"},
    {"kind": "decision", "treatment": "none"},
)
_ENDED: tuple[Words, ...] = (
    *({"kind": "decision", "ends-study": name} for name in _STUDIES[:3]),
    {"kind": "decision", "stop-surveillance": "yes"},
    {"kind": "decision", "stop-surveillance": "no"},
)
_DOSES: tuple[Words, ...] = (
    {"kind": "dose", "drug": "leuprolide", "amount": "3.75 mg", "interval": "28 days", "given": "given"},
    {"kind": "dose", "drug": "leuprolide", "course": "stopped"},
    {"kind": "dose", "drug": "leuprolide", "course": "stopped"},
)
_CHANGES: tuple[Words, ...] = (
    {"kind": "recurrence", "type": "recurrence"},
    {"kind": "recurrence", "type": "recurrence", "reoperation": "decided"},
    {"kind": "recurrence", "type": {"status": "unknown"}},
    {"kind": "operation", "for-ivl": "yes", "completeness": "complete", "integrity": "intact"},
    {"kind": "pathology", "specimen": ["uterus"], "diagnosis": ["ivl"], "vessels-outside-uterus": "yes"},
    {"kind": "pathology", "specimen": ["uterus"], "diagnosis": ["leiomyoma"]},
)
_AT_TIMES = (1, 20, 60, 90, 91, 92, 120, 183, 184, 366)
_EVERY_YEAR = (183, 330, 366, 366)
_STEADY = (*(_SCANS,) * 12, _ECHOES, _DOSES, _DECIDED, _IMAGING)
# The more usual things stand there more often.
_LATER = (*(_SCANS,) * 4, *(_IMAGING,) * 2, _ECHOES, _SAID, _REFUSED, _DECIDED, _DOSES, _ENDED, _CHANGES)
