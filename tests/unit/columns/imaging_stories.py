"""Records written as single lines, and stories at random that are dense in what imaging, doses and studies say.

A story of the generated timelines seldom has two doses or two studies of one vein; here nearly every one has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.generative.derived_facts import Pair, said_by_reference, said_in_columns, sheets_of

from cephalad.facts import FactSheet
from cephalad.guideline import default_guideline
from cephalad.logic import Span
from cephalad.record import Case, Point, parse_point, read_bytes, standing_events, view
from cephalad.terms import STUDIES, VEINS

__all__ = ["EXCLUDED", "OPERATED", "built", "said", "stories"]

Words = dict[str, Any]

OPERATED = "kind: operation, for-ivl: yes"
EXCLUDED = "kind: pathology, diagnosis: [leiomyoma], index-lesion: yes, vessels-contain-tumour: no"
_HEADER = {"format": "cephalad-case/1", "case": "imaging", "written_on": "2045-01-01", "sex": "female"}
_DAY_ZERO = date(2020, 1, 1)


# --- built ------------------------------------------------------------------------------------------------------------


def built(*events: str) -> Pair:
    """A woman with these events, one each day where they state no time, as of just after the last of them."""
    numbered = any("day: " in event for event in events)
    lines = []
    for place, event in enumerate(events):
        on = f"day: {place}, basis: stated" if numbered else f"effective_on: {_on(place)}"
        stated = "day: " in event or "effective_on: " in event
        lines.append(f"  - {{id: event-{place}, {event if stated else f'{on}, {event}'}}}\n")
    case = _read("".join([*(f"{key}: {word}\n" for key, word in _HEADER.items()), "events:\n", *lines]))
    last = standing_events(case)
    return case, parse_point(f"after:{last[-1].id}", case) if last else Point(Span(740000, 740000))


def said(fact: str, *events: str) -> str:
    """What both engines say of a truth after these events: yes, no, unknown or conflict."""
    case, point = built(*events)
    numbers = default_guideline().numbers
    ours = said_in_columns(sheets_of([(case, point)], numbers), fact)[0]
    assert ours == said_by_reference(fact, FactSheet(view(case, point), numbers)[fact])
    assert isinstance(ours, set)
    return "conflict" if len(ours) > 1 else next(iter(ours), "unknown")


def _on(day: int) -> str:
    return f"{_DAY_ZERO + timedelta(days=day):%Y-%m-%d}"


def _read(text: str) -> Case:
    found = read_bytes(text.encode(), file="imaging.yaml")
    assert not isinstance(found, list), "\n".join(str(issue) for issue in found)
    return found


# --- at random --------------------------------------------------------------------------------------------------------


def stories(number: int, seed: int = 1) -> Iterator[Pair]:
    """So many women, each as of three moments: after all events, after one of them, and on a day soon after one."""
    for place in range(number):
        random = Random(f"{seed}-{place}")  # noqa: S311  no secret hangs on it
        case = _read(json.dumps({**_HEADER, "events": list(_timed(random))}))
        events = standing_events(case)
        for event in (events[-1], random.choice(events)):
            yield case, parse_point(f"after:{event.id}", case)
        day = random.choice(events).moment.span.latest + random.randrange(60)
        yield case, Point(Span(day, day))


def _timed(random: Random) -> Iterator[Words]:
    number, dated = random.randint(1, 12), random.random() < 0.8
    for place, day in enumerate(sorted(random.randrange(900) for _ in range(number))):
        on = {"effective_on": _on(day)[: random.choice((10, 10, 10, 7))]}
        counted = {"day": str(day), "basis": random.choice(("stated", "stated", "approximate", "order-only"))}
        yield {"id": f"event-{place}", **(on if dated else counted), **_body(random)}


def _body(random: Random) -> Words:
    bodies = (_imaging, _imaging, _imaging, _dose, _dose, _operation, _pathology, _other)
    return random.choice(bodies)(random)


_UNTOLD = ({"status": "unknown"}, {"status": "not-reported"})
_YES_NO = ("yes", "no", _UNTOLD[1])


def _some(random: Random, chances: Mapping[str, tuple[float, Iterable[Any]]]) -> Words:
    """Each key with its chance, and one of its values."""
    return {key: random.choice(list(of)) for key, (chance, of) in chances.items() if random.random() < chance}


def _both(*values: str) -> list[Words]:
    return [{"value": value} for value in values]


_MODALITIES = (
    "ultrasound",
    "doppler",
    "contrast-ultrasound",
    "ct",
    "mr",
    "mr",
    "echocardiography",
    "venography",
    "pet",
)
_REGIONS = ("pelvis", "abdomen", "iliac-and-caval", "heart", "chest", "legs", "kidneys")
_NAMED = (
    "right-atrium",
    "right-ventricle",
    "right-heart-unspecified",
    "infrarenal-ivc",
    "suprarenal-ivc",
    "ivc-unspecified",
    "left-renal-vein",
    "left-ovarian-vein-pelvic",
    "left-internal-iliac-vein",
    "left-uterine-vein",
    "pulmonary-arteries",
)
_CONTENT = (
    "tumour",
    "filling-defect",
    "thrombus",
    "thrombus",
    "clear",
    "clear",
    _UNTOLD[1],
    _both("clear", "thrombus"),
)
_OF_A_VEIN = {
    "content": (0.8, _CONTENT),
    "continuous-with-source": (0.3, _YES_NO),
    "enhancing": (0.3, _YES_NO),
    "cord-like": (0.2, _YES_NO),
    "explained": (0.15, _YES_NO),
    "author-inference": (0.05, _YES_NO),
    "outcome": (0.5, ("removed", "left")),
}
_OF_A_STUDY = {
    "modality": (0.95, (*_MODALITIES, _both("ct", "doppler"))),
    "contrast": (0.6, ("yes", "yes", "no", _UNTOLD[0])),
    "new-or-growing-tumour": (0.4, ("yes", "no", "no")),
    "venous-thrombus": (0.2, ("yes", "no", "no")),
    "relation-to-vessels": (0.3, ("none", "adjacent", "intravascular", _UNTOLD[1])),
    "reading": (0.2, (["thrombus"], ["myxoma", "ivl"], ["ivl"], ["fibroid"])),
}
_OF_A_MASS = {
    "location": (0.7, ("broad-ligament", "intramural", _both("intramural", "adnexal"), _UNTOLD[1])),
    "reading": (0.7, (["fibroid"], ["ivl", "ovarian-tumour"], ["adenomyosis"])),
    "vascular-involvement": (0.5, _YES_NO),
    "cord-like": (0.5, _YES_NO),
}
_OF_A_DOSE = {
    "drug": (0.9, ("leuprolide", "leuprolide", "letrozole", _UNTOLD[0])),
    "interval": (0.6, ("28 days", "84 days", "28.5 days", "0.9 days", _UNTOLD[0], _both("28 days", "30 days"))),
    "given": (0.4, ("given", "given", "missed", *_UNTOLD)),
    "course": (0.4, ("started", "continued", "stopped", "stopped", _UNTOLD[0], _both("stopped", "continued"))),
}
_PROCEDURES = ("total-hysterectomy", "myomectomy", "venous-tumour-extraction", "caval-filter", "tumour-excision")
_STUDY_NAMES = tuple(choice.id for choice in STUDIES)


def _veins(random: Random, kind: str) -> Words:
    allowed = {finding.name for finding in VEINS.values() if kind in finding.kinds}
    chances = {name: chance for name, chance in _OF_A_VEIN.items() if name in allowed}
    named = random.sample(_NAMED, random.randint(0, 3))
    return {name: _some(random, chances) or {"content": "clear"} for name in named}


def _imaging(random: Random) -> Words:
    body: Words = {"kind": "imaging", **_some(random, _OF_A_STUDY), "veins": _veins(random, "imaging")}
    if random.random() < 0.6:
        body["regions"] = random.sample(_REGIONS, random.randint(1, 4))
    if random.random() < 0.5:
        names = random.sample(("left-mass", "uterine-mass", "肿块"), random.randint(1, 2))
        body["masses"] = {name: _some(random, _OF_A_MASS) or {"side": "left"} for name in names}
    return body


def _dose(random: Random) -> Words:
    return {"kind": "dose", **(_some(random, _OF_A_DOSE) or {"drug": "leuprolide"})}


def _operation(random: Random) -> Words:
    body: Words = {"kind": "operation", "procedures": random.sample(_PROCEDURES, random.randint(1, 2))}
    body |= _some(random, {"for-ivl": (0.7, _YES_NO), "completeness": (0.3, ("complete", "incomplete"))})
    return {**body, "veins": _veins(random, "operation")}


def _pathology(random: Random) -> Words:
    body: Words = {"kind": "pathology", "diagnosis": [random.choice(("ivl", "leiomyoma", "thrombus"))]}
    body |= _some(random, dict.fromkeys(("index-lesion", "vessels-contain-tumour"), (0.6, _YES_NO)))
    body |= _some(random, {"specimen": (0.4, (["uterus"], ["endometrium"], ["vein-content"]))})
    return {**body, "method": "autopsy", "veins": _veins(random, "pathology")} if random.random() < 0.3 else body


def _other(random: Random) -> Words:
    others: tuple[Words, ...] = (
        {"kind": "state", "vital-status": random.choice(("alive", "alive", "alive", "dead"))},
        {"kind": "declined", "study": random.choice(_STUDY_NAMES)},
        {"kind": "declined", "study": random.choice(_STUDY_NAMES)},
        {"kind": "decision", "ends-study": random.choice(_STUDY_NAMES)},
        {"kind": "complaint", "syncope": "yes"},
        {"kind": "examination", "hysteroscopy": random.choice(_UNTOLD)},
        {"kind": "laboratory", "haemoglobin": random.choice(("110 g/L", _UNTOLD[1]))},
    )
    return random.choice(others)
