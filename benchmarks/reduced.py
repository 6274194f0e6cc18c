"""The trap set reduced to what both sides can say, and both judged by the same rule.

medSpaCy says *which target, in what status*; it has no veins, no masses with their sizes and no sections as we have
them. So a trap is reduced to the kind of finding, its value and its status, and an expectation that has none of the
targets' values is left out, as is what must never be found in one vein alone. Where ConText gives one target several
statuses, any of them may be the right one: the more generous reading of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.medspacy_beside import TARGETS

__all__ = ["Said", "can_be_judged", "of_medspacy", "of_ours", "passes"]

Said = tuple[str, frozenset[str]]
"""A target such as ``vein=thrombus``, and the statuses that it was given."""

KINDS = {
    "vein.content": "vein",
    "mass.reading": "reading",
    "imaging.reading": "reading",
    "pathology.diagnosis": "reading",
    "imaging.fibroid": "reading",
    "imaging.adenomyosis": "reading",
    "history.fibroids": "reading",
}
"""The findings that the targets stand for."""

_IMPLIED = {"imaging.fibroid": "fibroid", "imaging.adenomyosis": "adenomyosis", "history.fibroids": "fibroid"}

Trap = Mapping[str, Any]


def of_ours(found: Iterable[Mapping[str, Any]]) -> list[Said]:
    """What our reader found, reduced."""
    return [
        (target, frozenset([each["status"]])) for each in found for target in _targets(each["finding"], each["value"])
    ]


def of_medspacy(found: Iterable[Mapping[str, Any]]) -> list[Said]:
    """What medSpaCy found, reduced; without a flag a target is affirmed."""
    return [(each["label"], frozenset(each["statuses"] or ["affirmed"])) for each in found]


def can_be_judged(trap: Trap) -> bool:
    """Whether anything is left of a trap."""
    return bool(_wanted(trap) or _unwanted(trap))


def passes(trap: Trap, said: Sequence[Said]) -> bool:
    """Whether everything that is left of the trap is met."""
    return all(any(_same(wanted, each) for each in said) for wanted in _wanted(trap)) and not any(
        each[1] <= unwanted[1] and each[0] in unwanted[0] for unwanted in _unwanted(trap) for each in said
    )


_Wanted = tuple[frozenset[str], frozenset[str]]


def _wanted(trap: Trap) -> list[_Wanted]:
    return [reduced for each in trap.get("expect") or () if (reduced := _reduced(each))]


def _unwanted(trap: Trap) -> list[_Wanted]:
    listed = (each for each in trap.get("never") or () if "qualifier" not in each and "section" not in each)
    return [reduced for each in listed if (reduced := _reduced(each))]


def _reduced(criterion: Mapping[str, Any]) -> _Wanted | None:
    if "status" not in criterion:
        return None
    targets = frozenset(
        target
        for finding in _several(criterion.get("finding", ()))
        for value in _several(criterion.get("value", "yes"))
        for target in _targets(finding, value)
    )
    return (targets, frozenset(_several(criterion["status"]))) if targets else None


def _targets(finding: str, value: object) -> list[str]:
    target = f"{KINDS.get(finding, '')}={_IMPLIED.get(finding, value)}"
    return [target] if target in TARGETS else []


def _same(wanted: _Wanted, said: Said) -> bool:
    return said[0] in wanted[0] and bool(said[1] & wanted[1])


def _several(given: object) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [given]
