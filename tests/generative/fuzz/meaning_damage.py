"""Damage to the meaning of a case file: its form is sound, and what it says is odd, wrong or impossible."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from random import Random
from typing import Any

from tests.generative.fuzz.sound_changes import events_in, findings_of, names_in, some_event, some_finding
from tests.generative.fuzz.tree_damage import Tree, TreeDamage

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.terms import KINDS, UNITS

__all__ = ["MEANING"]

_DATES = (
    "2025-02-30",
    "2025-13",
    "2025-00",
    "2025-07-00",
    "0000",
    "0001-01-01",
    "9999-12-31",
    "1799-12-31",
    "1800",
    "1800-01-01",
    "2200",
    "2200-12-31",
    "2201",
    "2024-02-29",
    "2025-02-29",
    "2025-7-1",
    "25-07-01",
    "2025-07-31T10:00:00Z",
    "31.07.2025",
    "07/31/2025",
    "２０２５-０７",
    "2025-W30",
    "today",
    " 2025",
    "2025-07\n",
    "-2025",
    "2025..2026",
)
_DAYS = (
    "0",
    "-0",
    "7",
    "-7",
    "+7",
    "007",
    "7.0",
    "7e3",
    "100000",
    "-100000",
    "100001",
    "999999",
    "1" * 30,
    "٧",
    "day 7",
)
_NAMES = (
    "",
    " ",
    "a b",
    "a/b",
    "../x",
    "-a",
    ".a",
    "a" * 80,
    "a" * 81,
    "病例",
    "a\nb",
    "\x1b[31m",
    "\x1b[31mbaseline\u202e",
    "é",
    "e\u0301",
    "_",
    "\u200b",
)
_NUMBERS = (
    "72",
    "72 mm",
    "7.2 cm",
    "7,2 cm",
    "72mm",
    "72 inch",
    "-72 mm",
    "0 mm",
    "1e3 mm",
    "1e99 mm",
    "0.1e-99",
    "0.1e-99 L",
    "0.000000000000001 L",
    "1e400",
    "1.123456789012345 cm",
    "1.1234567890123456",
    "7-8 cm",
    "~7 cm",
    "NaN",
    "inf",
    "0x1F",
    "1_000 mm",
    "٧٢ mm",
    "3.3 pg/mL",
    "  72   mm ",
    "72\u00a0mm",
    "",
)
_STATUSES = ("recorded", "suspected", "not-assessed", "not-reported", "unknown", "", "Unknown", "none", "missing")
_VEINS = (*SEGMENTS, *SEGMENT_SETS, "vena-cava", "left", "", "ivc")
_FRAME = ("id", "kind", "effective_on", "day", "basis", "supersedes")


# --- time -------------------------------------------------------------------------------------------------------------


def _odd_date(tree: Tree, rng: Random) -> None:
    keys = ("effective_on", "effective_on", "effective_on", "recorded_at")
    target, key = rng.choice(
        [
            (some_event(tree, rng), rng.choice(keys)),
            (tree, "written_on"),
            (tree, "birth"),
            (some_event(tree, rng), keys[0]),
        ]
    )
    if isinstance(target, dict):
        target[key] = rng.choice(_DATES)


def _odd_day(tree: Tree, rng: Random) -> None:
    some_event(tree, rng)["day"] = rng.choice(_DAYS)


def _no_time(tree: Tree, rng: Random) -> None:
    event = some_event(tree, rng)
    event.pop(rng.choice(["effective_on", "day"]), None)


def _basis(tree: Tree, rng: Random) -> None:
    some_event(tree, rng)["basis"] = rng.choice(["stated", "approximate", "order-only", "guess", ""])


def _sequence(tree: Tree, rng: Random) -> None:
    for _ in range(rng.choice([1, 1, 5])):
        some_event(tree, rng)["sequence"] = rng.choice(["0", "-1", "5", "999999", "-999999", "1000000", "1.5", "first"])


# --- identity and corrections -----------------------------------------------------------------------------------------


def _odd_name(tree: Tree, rng: Random) -> None:
    if rng.random() < 0.3 and isinstance(tree, dict):
        tree["case"] = rng.choice(_NAMES)
    else:
        some_event(tree, rng)["id"] = rng.choice(_NAMES)


def _same_id(tree: Tree, rng: Random) -> None:
    some_event(tree, rng)["id"] = some_event(tree, rng).get("id", "a")


def _supersedes(tree: Tree, rng: Random) -> None:
    """A correction of anything: an earlier event, a later one, itself, one corrected already, nobody, almost one."""
    names = [*names_in(tree), *(name[1:] for name in names_in(tree)), "nobody", ""]
    for _ in range(rng.choice([1, 1, 2, 6])):
        some_event(tree, rng)["supersedes"] = rng.choice(names)


def _circle(tree: Tree, rng: Random) -> None:
    """Events that correct one another in a circle."""
    found = events_in(tree)
    chosen = rng.sample(found, min(len(found), rng.randint(1, 4)))
    for event, before in zip(chosen, [*chosen[1:], *chosen[:1]], strict=True):
        event["supersedes"] = before.get("id", "a")


def _withdrawn(tree: Tree, rng: Random) -> None:
    some_event(tree, rng)["withdrawn"] = rng.choice(["yes", "no", "maybe", ""])


# --- findings ---------------------------------------------------------------------------------------------------------


def _status(tree: Tree, rng: Random) -> None:
    """Statuses everywhere, with and without a value."""
    for _ in range(rng.choice([1, 1, 3, 20])):
        holder, name = some_finding(tree, rng)
        status = rng.choice(_STATUSES)
        full: Any = {"status": status, "value": holder.get(name, "yes"), "note": "n"}
        bare: Any = {"status": status}
        holder[name] = rng.choice([status, full, bare, {"value": status}, [bare, full]])


def _odd_number(tree: Tree, rng: Random) -> None:
    """A number or unit of another kind, where a number stands if there is one."""
    found = [slot for event in events_in(tree) for slot in findings_of(event)]
    numbers = [slot for slot in found if isinstance(slot[0].get(slot[1]), str) and slot[0][slot[1]][:1].isdigit()]
    if numbers:
        holder, name = rng.choice(numbers)
        unit = rng.choice(sorted(UNITS))
        holder[name] = rng.choice([*_NUMBERS, f"{rng.randint(0, 500)} {unit}", f"0.1e-99 {unit}", f"9e99 {unit}"])


def _other_kind(tree: Tree, rng: Random) -> None:
    some_event(tree, rng)["kind"] = rng.choice([*sorted(KINDS), "x-ray", "Imaging", ""])


def _foreign_findings(tree: Tree, rng: Random) -> None:
    """Findings, masses or veins of one event in another of any kind."""
    source, target = some_event(tree, rng), some_event(tree, rng)
    for key in rng.choice([("masses",), ("veins",), ("masses", "veins"), tuple(source)[:6]]):
        if key in source and key not in _FRAME:
            target[key] = copy.deepcopy(source[key])


def _odd_vein(tree: Tree, rng: Random) -> None:
    event = some_event(tree, rng)
    contents = [{"content": "tumour"}, {"content": "clear"}, {"outcome": "removed"}, {}, {"size": "1 mm"}]
    veins = event.setdefault("veins", {})
    if isinstance(veins, dict):
        veins[rng.choice(_VEINS)] = dict(rng.choice(contents))


def _odd_mass(tree: Tree, rng: Random) -> None:
    masses = some_event(tree, rng).setdefault("masses", {})
    if isinstance(masses, dict):
        masses[rng.choice([*_NAMES, "left mass"])] = rng.choice([{"side": "left"}, {}, {"longest-diameter": "72"}, "x"])


# --- header -----------------------------------------------------------------------------------------------------------


def _header(tree: Tree, rng: Random) -> None:
    if isinstance(tree, dict):
        name = rng.choice([*names_in(tree), "nobody"])
        age = rng.choice(["0", "48", "120", "121", "-1", "48.5", "048", "forty"])
        values: dict[str, tuple[Any, ...]] = {
            "format": ("cephalad-case/2", "", "cephalad-case/1 ", "Cephalad-Case/1"),
            "sex": ("male", "other", "f", "Female", ""),
            "birth": ({"age_years": age, "at": name}, {"age_years": age}, {"at": name}, {}, "1977-05", "2190"),
            "title": ("", " ", "a\nb", "- x", "\u200b", "unknown"),
            "events": ("", [], {}, "none", [[]], [""]),
            "country": ("China", ["China"], {"name": "China"}),
        }
        key = rng.choice(sorted(values))
        tree[key] = copy.deepcopy(rng.choice(values[key]))


MEANING: Mapping[str, TreeDamage] = {
    "odd-date": _odd_date,
    "odd-day": _odd_day,
    "no-time": _no_time,
    "basis": _basis,
    "sequence": _sequence,
    "odd-name": _odd_name,
    "same-id": _same_id,
    "supersedes": _supersedes,
    "supersedes-circle": _circle,
    "withdrawn": _withdrawn,
    "status": _status,
    "odd-number": _odd_number,
    "other-kind": _other_kind,
    "foreign-findings": _foreign_findings,
    "odd-vein": _odd_vein,
    "odd-mass": _odd_mass,
    "header": _header,
}
"""Damage to what the file says."""
