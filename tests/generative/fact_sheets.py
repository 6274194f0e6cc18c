"""Fact sheets at random, any fact with any value: more verdicts and more conflicts than timelines bring about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from random import Random
from types import SimpleNamespace
from typing import cast

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.assess import Evaluation
from cephalad.assess.evaluate import leaves
from cephalad.columns.expressions import compile_guideline, verdict, words
from cephalad.columns.frame import FactFrame, encode, facts_read, signs_read, value_bits
from cephalad.facts import (
    Conflicting,
    Extent,
    FactSheet,
    FactType,
    FactValue,
    Known,
    SegmentState,
    Unknown,
    fact_type,
    fact_values,
)
from cephalad.guideline import Guideline
from cephalad.guideline.grammar import Above, AtLeast, Below
from cephalad.record.model import Observation

__all__ = ["Given", "column_verdicts", "disagreements", "extent", "masses_view", "random_sheets", "reference_verdicts"]

_STATES = ("tumour", "clear", "removed", "not-reached", "not-reported", "not-assessed", "conflicting")
Masses = Sequence[tuple[int, str, Mapping[str, Sequence[str]]]]
"""For each mass the place of its study, its name and the recorded values of its signs."""
Rates = tuple[float, float, float]
"""How often a fact is unknown, in conflict, and (of a truth) a yes."""


def extent(states: Mapping[str, str], sets: Iterable[tuple[str, ...]] = ()) -> Extent:
    """An extent from the states of some segments, the others not assessed, and the open sets."""
    full = {name: SegmentState(states.get(name, "not-assessed"), (f"saw-{name}",)) for name in SEGMENTS}
    involved = frozenset(name for name, state in full.items() if state.status == "tumour")
    return Extent(full, tuple((names, ("saw-a-set",)) for names in sets), _involved=involved)


def masses_view(masses: Masses) -> SimpleNamespace:
    """The part of a view that tells of masses."""
    rows: dict[str, list[tuple[int, Observation]]] = {}
    for at, name, signs in masses:
        # A row without a value: the mass is listed, and this sign of it is not told.
        rows.setdefault("mass.side", []).append((at, Observation("mass.side", name, None, status="not-reported")))
        for finding, values in signs.items():
            for value in values:
                rows.setdefault(finding, []).append((at, Observation(finding, name, value)))
    return SimpleNamespace(by_finding={finding: tuple(found) for finding, found in rows.items()})


@dataclass(frozen=True)
class _Event:
    id: str


@dataclass(frozen=True)
class Given:
    """A sheet that holds what it was given: what the reference evaluator and the encoding ask of a fact sheet."""

    values: Mapping[str, FactValue]
    extent: Extent = field(default_factory=lambda: extent({}))
    extent_now: Extent | None = None
    view: SimpleNamespace = field(default_factory=lambda: masses_view(()))
    live_start: int = 0
    operation: int = 0
    events: tuple[_Event, ...] = (_Event("first"), _Event("second"))

    def __getitem__(self, fact: str) -> FactValue:
        return self.values.get(fact, Unknown())


# --- at random --------------------------------------------------------------------------------------------------------


def _limits(guideline: Guideline) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for item in guideline.criteria.values():
        for leaf in leaves(item.when):
            if isinstance(leaf, Below | AtLeast | Above):
                found.setdefault(leaf.fact, []).append(guideline.number(leaf.parameter))
    return found


def _known(random: Random, fact: str, limits: Mapping[str, list[float]], yes: float) -> Known:
    kind = fact_type(fact)
    if kind is FactType.TRUTH:
        return Known("yes" if random.random() < yes else "no")
    if kind is FactType.CHOICE:
        return Known(random.choice(fact_values(fact)))
    near = [-inf, inf, *(limit + step for limit in limits[fact] for step in (-1, 0, 1))]
    low, high = sorted(random.choices(near, k=2))
    return Known(random.choice([(low, high), (low, low), (high, high)]))


def _value(
    random: Random, fact: str, limits: Mapping[str, list[float]], rates: tuple[float, float, float]
) -> FactValue:
    unknown, conflict, yes = rates
    if random.random() < unknown:
        return Unknown()
    if random.random() >= conflict:
        return _known(random, fact, limits, yes)
    if fact_type(fact) is FactType.TRUTH:
        return Conflicting((Known("yes"), Known("no")))
    drawn = dict.fromkeys(_known(random, fact, limits, yes) for _ in range(4))
    return Conflicting(tuple(drawn)) if len(drawn) > 1 else next(iter(drawn))


def _extent(random: Random, rates: Rates) -> Extent:
    unknown, _, yes = rates
    states = {
        name: random.choice(_STATES[4:]) if random.random() < unknown
        else "tumour" if random.random() < yes / 8 else random.choice(_STATES[1:4])
        for name in SEGMENTS
    }  # fmt: skip
    sets: list[tuple[str, ...]] = []
    for chosen in random.sample(list(SEGMENT_SETS.values()), random.choice([0, 0, 0, 1, 2])):
        # Some narrowed down to other candidates than any named set has.
        names = chosen.members
        kept = random.randint(2, len(names))
        sets.append(tuple(name for name in names if name in random.sample(names, kept)) or names)
        states.update((name, "not-reported") for name in names if states[name] != "tumour")
    return extent(states, [names for names in sets if len(names) > 1])


def _masses(random: Random, guideline: Guideline, unknown: float) -> Masses:
    signs = signs_read(guideline)
    return [
        (
            random.randrange(2),
            name,
            {
                sign: random.sample(tuple(value_bits(sign)), random.choice([1, 1, 1, 2]))
                for sign in signs
                if random.random() >= unknown
            },
        )
        for name in ("left-mass", "right-mass", "third")[: random.randrange(4)]
    ]


def random_sheets(seed: int, number: int, guideline: Guideline) -> list[FactSheet]:
    """So many sheets, the same for the same seed."""
    random = Random(seed)  # noqa: S311  test data, no secret
    return [_sheet(random, guideline) for _ in range(number)]


def _sheet(random: Random, guideline: Guideline) -> FactSheet:
    """A sheet in which every fact that the guideline reads is drawn by itself; some sheets dense, some sparse."""
    limits = _limits(guideline)
    rates = (
        random.choice((0.0, 0.1, 0.5, 0.9)),
        random.choice((0.0, 0.02, 0.2, 0.9)),
        random.choice((0.0, 0.1, 0.5, 0.9)),
    )
    values = {fact: _value(random, fact, limits, rates) for fact in facts_read(guideline)}
    given = Given(
        values,
        _extent(random, rates),
        _extent(random, rates) if random.random() < 0.5 else None,
        masses_view(_masses(random, guideline, rates[0])),
        random.choice([0, 0, 1, 2]),
    )
    return cast(FactSheet, given)


# --- both engines -----------------------------------------------------------------------------------------------------


def reference_verdicts(guideline: Guideline, sheets: Iterable[FactSheet]) -> list[dict[str, str]]:
    """What the reference engine says of each criterion for each sheet."""
    evaluations = [Evaluation(guideline, sheet) for sheet in sheets]
    return [{name: found[name].value for name in guideline.criteria} for found in evaluations]


def column_verdicts(guideline: Guideline, facts: FactFrame) -> list[dict[str, str]]:
    """What the columns say, row by row."""
    found = compile_guideline(guideline).verdicts(facts)
    said = found.select(words(verdict(name)).alias(name) for name in guideline.criteria)
    return list(said.iter_rows(named=True))


def disagreements(guideline: Guideline, sheets: Sequence[FactSheet]) -> list[tuple[int, str, str, str]]:
    """Place of the sheet, criterion, the verdict of the columns and that of the reference, where the two differ."""
    pairs = zip(
        column_verdicts(guideline, encode(sheets, guideline)), reference_verdicts(guideline, sheets), strict=True
    )
    return [
        (place, name, ours[name], theirs[name])
        for place, (ours, theirs) in enumerate(pairs)
        for name in guideline.criteria
        if ours[name] != theirs[name]
    ]
