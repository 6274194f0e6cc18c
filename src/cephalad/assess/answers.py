"""What is open in one patient's evaluation: the facts that nobody knows, and the answers that each could get.

A fact is open for a criterion when a part that is unknown reads it, directly or through other unknown criteria. What
is known is not asked again, and `Established` is a look at the record: what stands behind it is not asked either.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf, nextafter
from typing import TypeAlias

from cephalad.anatomy import SEGMENTS
from cephalad.assess.evaluate import Evaluation, leaves
from cephalad.facts import FactType, FactValue, Known, fact_question, fact_type, fact_values
from cephalad.guideline.grammar import (
    Above,
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    AtLeast,
    Below,
    Established,
    Expression,
    Holds,
    Is,
    Not,
    OneOf,
)
from cephalad.guideline.model import Guideline
from cephalad.logic import Truth, all_of, any_of, negation

__all__ = ["FACT_LEAVES", "Limits", "OpenFact", "OpenFacts", "Shape", "mass_fact", "segment_fact", "shapes"]

FACT_LEAVES = (Is, OneOf, Below, AtLeast, Above)
"""The leaves that read one fact of the sheet."""

Leaf: TypeAlias = Is | OneOf | Below | AtLeast | Above | AnySegment | AnyMass
Region = tuple[str, float, float]
"""An answer to a number: its words, the lowest and the highest number that it allows."""
Limits = Mapping[str, tuple[Region, ...]]
"""For each number fact, the answers that the guideline's parameters make of it."""

_SETTLED = ("tumour", "clear", "removed", "not-reached")


@dataclass(frozen=True, slots=True)
class Shape:
    """What one criterion reads itself, whoever the patient is."""

    facts: tuple[str, ...]
    holds: tuple[str, ...]
    established: tuple[str, ...]
    reads_segments: bool


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is open, the finding whose question asks for it, and its possible answers.

    Attributes
    ----------
    values : what the sheet would hold after each answer; none for a segment or a quantifier over masses
    """

    id: str
    question: str
    answers: tuple[str, ...]
    values: tuple[FactValue, ...] = ()


def segment_fact(name: str) -> str:
    """The fact id of one segment."""
    return f"segment.{name}"


def mass_fact(criterion: str) -> str:
    """The fact id that stands for the quantifier over masses in a criterion."""
    return f"mass:{criterion}"


# --- what does not depend on the patient --------------------------------------------------------------------------

_CACHE: dict[int, tuple[weakref.ref[Guideline], dict[str, Shape], Limits]] = {}


def shapes(guideline: Guideline) -> tuple[Mapping[str, Shape], Limits]:
    """The shape of every criterion and the answers of every number fact, worked out once for each guideline object."""
    key = id(guideline)
    kept = _CACHE.get(key)
    if kept is None or kept[0]() is not guideline:
        found = {name: _shape(item.when) for name, item in guideline.criteria.items()}
        watch = weakref.ref(guideline, lambda _: _CACHE.pop(key, None))
        kept = _CACHE[key] = (watch, found, _limits(guideline))
    return kept[1], kept[2]


def _shape(when: Expression) -> Shape:
    found = tuple(leaves(when))
    return Shape(
        tuple(dict.fromkeys(leaf.fact for leaf in found if isinstance(leaf, FACT_LEAVES))),
        tuple(dict.fromkeys(leaf.criterion for leaf in found if isinstance(leaf, Holds))),
        tuple(dict.fromkeys(leaf.criterion for leaf in found if isinstance(leaf, Established))),
        any(isinstance(leaf, AnySegment) for leaf in found),
    )


def _limits(guideline: Guideline) -> Limits:
    regions: dict[str, dict[Region, None]] = {}
    for item in guideline.criteria.values():
        for leaf in leaves(item.when):
            if isinstance(leaf, Below | AtLeast | Above):
                number = guideline.number(leaf.parameter)
                regions.setdefault(leaf.fact, {}).update(dict.fromkeys(_regions(number, above=isinstance(leaf, Above))))
    return {fact: tuple(sorted(found, key=lambda region: region[1:])) for fact, found in regions.items()}


def _regions(number: float, *, above: bool) -> tuple[Region, Region]:
    """The two sides of a limit; the nearest float stands for "just below" and "just above"."""
    if above:
        return (f"{number:g} or less", -inf, number), (f"above {number:g}", nextafter(number, inf), inf)
    return (f"below {number:g}", -inf, nextafter(number, -inf)), (f"{number:g} or more", number, inf)


# --- what is open for this patient --------------------------------------------------------------------------------


class OpenFacts:
    """The open facts of every unknown criterion of one evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.limits = shapes(evaluation.guideline)[1]
        self._own: dict[str, tuple[tuple[str, ...], tuple[str, ...], bool]] = {}
        self._below: dict[str, frozenset[str]] = {}

    def own(self, criterion: str) -> tuple[str, ...]:
        """The facts that the unknown parts of this criterion read themselves, in writing order."""
        return self._look(criterion)[0]

    def below(self, criterion: str) -> frozenset[str]:
        """The open facts of the criterion and of every unknown criterion that it rests on.

        With a segment come all segments that are not settled: showing one clear can close the way to another.
        """
        found = self._below.get(criterion)
        if found is None:
            facts, holds, segments = self._look(criterion)
            found = frozenset(facts).union(*(self.below(name) for name in holds))
            if segments:
                found = found.union(segment_fact(name) for name in self.unsettled)
            self._below[criterion] = found
        return found

    def criteria_below(self, criterion: str) -> tuple[str, ...]:
        """The criterion and every unknown criterion that it rests on, each once."""
        found: dict[str, None] = {}
        pending = [criterion]
        while pending:
            name = pending.pop()
            if name not in found:
                found[name] = None
                pending.extend(self._look(name)[1])
        return tuple(found)

    @cached_property
    def unsettled(self) -> tuple[str, ...]:
        """The segments of which nobody knows whether they hold tumour, ever or now, in print order."""
        sheet = self.evaluation.sheet
        ever, now = sheet.extent.states, (sheet.extent_now or sheet.extent).states
        return tuple(name for name in SEGMENTS if ever[name].status not in _SETTLED or now[name].status not in _SETTLED)

    def describe(self, fact: str) -> OpenFact:
        """The question and the answers of an open fact."""
        if fact.startswith("segment."):
            # `other` stands for many veins: no study can show it clear.
            answers = ("tumour",) if fact == "segment.other" else ("tumour", "clear")
            return OpenFact(fact, "vein.content", answers)
        if fact.startswith("mass:"):
            return OpenFact(fact, "mass.reading", ("described", "not described"))
        if fact_type(fact) is not FactType.NUMBER:
            values = fact_values(fact)
            return OpenFact(fact, fact_question(fact), values, tuple(Known(value) for value in values))
        regions = tuple(self._still_possible(fact))
        return OpenFact(
            fact,
            fact_question(fact),
            tuple(words for words, _, _ in regions),
            tuple(Known((low, high)) for _, low, high in regions),
        )

    def _still_possible(self, fact: str) -> Iterator[Region]:
        """The answers that a range on record leaves open, each cut to that range."""
        value = self.evaluation.sheet[fact]
        known = value.value if isinstance(value, Known) else (-inf, inf)
        lowest, highest = known if isinstance(known, tuple) else (-inf, inf)
        for words, low, high in self.limits[fact]:
            if max(low, lowest) <= min(high, highest):
                yield words, max(low, lowest), min(high, highest)

    def _look(self, criterion: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
        """Open facts, unknown criteria and whether segments are open, in the criterion's own unknown parts."""
        seen = self._own.get(criterion)
        if seen is None:
            seen = ((), (), False)
            if self.evaluation[criterion] is Truth.UNKNOWN:
                found = dict.fromkeys(self._undecided(self.evaluation.guideline.criteria[criterion].when)[1])
                seen = (
                    tuple(dict.fromkeys(self._facts(criterion, found))),
                    tuple(leaf.criterion for leaf in found if isinstance(leaf, Holds)),
                    any(isinstance(leaf, AnySegment) for leaf in found),
                )
            self._own[criterion] = seen
        return seen

    def _facts(self, criterion: str, found: Iterable[Leaf | Holds]) -> Iterator[str]:
        for leaf in found:
            if isinstance(leaf, FACT_LEAVES):
                yield leaf.fact
            elif isinstance(leaf, AnyMass):
                yield mass_fact(criterion)
            elif isinstance(leaf, AnySegment):
                yield from (segment_fact(name) for name in leaf.segments if name in self.unsettled)

    def _undecided(self, node: Expression) -> tuple[Truth, list[Leaf | Holds]]:
        """The value of a node and, while it is unknown, the leaves that leave it so."""
        if isinstance(node, AllOf | AnyOf):
            parts = [self._undecided(part) for part in node.of]  # type: ignore[arg-type]
            combine = all_of if isinstance(node, AllOf) else any_of
            value = combine(truth for truth, _ in parts)
            return value, [leaf for _, found in parts for leaf in found] if value is Truth.UNKNOWN else []
        if isinstance(node, Not):
            value, found = self._undecided(node.of)  # type: ignore[arg-type]
            return negation(value), found
        value = self.evaluation.truth(node)
        # `Established` is never unknown: nothing is asked through it.
        return value, [] if isinstance(node, Established) or value is not Truth.UNKNOWN else [node]
