"""What is on record of many timelines as sets of timelines, one bit each.

What an expression says is two sets: the timelines in which it is yes and those in which it is no. Kleene's tables are
then set operations, over whole numbers as long as there are timelines.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.assess.answers import shapes
from cephalad.assess.evaluate import MAX_SIDES, FactLeaf
from cephalad.columns.expressions import verdict
from cephalad.columns.sheets import Sheets
from cephalad.facts import FactType, fact_type, fact_values
from cephalad.guideline.grammar import AnyMass, AnySegment, AtLeast, Below, Expression, OneOf
from cephalad.guideline.model import Guideline

__all__ = ["Answer", "Members", "OnRecord", "Outcome", "Quantifiers", "marks_of", "members_of"]

Members: TypeAlias = int
"""A set of timelines: bit k for timeline k."""
Outcome: TypeAlias = tuple[Members, Members]
"""The timelines in which something is yes, and those in which it is no."""
Answer: TypeAlias = str | tuple[float, float]
"""An answer to a fact: one of its words, or the least and the most that a number may be."""
Quantifiers: TypeAlias = Mapping[AnySegment | AnyMass, pl.Series]
"""The value of each quantifier, nullable Booleans, one for each timeline."""


def members_of(marks: NDArray[np.bool_]) -> Members:
    """The timelines that are marked, as a set.

    Examples
    --------
    >>> members_of(np.array([True, False, True]))
    5
    """
    return int.from_bytes(np.packbits(marks, bitorder="little").tobytes(), "little")


def marks_of(members: Members, n: int) -> NDArray[np.bool_]:
    """The same for each of `n` timelines: whether it is in the set."""
    content = np.frombuffer(members.to_bytes((n + 7) // 8, "little"), np.uint8)
    return np.unpackbits(content, count=n, bitorder="little").astype(np.bool_)


class OnRecord:
    """Facts, quantifiers and verdicts of many timelines as sets of timelines.

    Parameters
    ----------
    sheets : the facts
    verdicts : a column ``c.<criterion>`` for each criterion of the guideline
    quantifiers : of every segment and mass expression that the guideline has

    Attributes
    ----------
    all : every timeline
    shapes : what each criterion reads, whoever the patient is
    """

    def __init__(self, sheets: Sheets, verdicts: pl.DataFrame, quantifiers: Quantifiers, guideline: Guideline) -> None:
        self.sheets = sheets
        self.guideline = guideline
        self.all: Members = (1 << sheets.n) - 1
        self.shapes, self._limits = shapes(guideline)
        self._columns = verdicts
        self._quantifiers = quantifiers
        self._verdicts: dict[str, Outcome] = {}
        self._known: dict[Expression, Outcome] = {}
        self._sides: dict[str, Mapping[str, Members]] = {}
        self._tried: dict[str, Members] = {}
        self._resting: dict[str, frozenset[str]] = {}

    def verdict(self, criterion: str) -> Outcome:
        """The verdict of a criterion."""
        if criterion not in self._verdicts:
            self._verdicts[criterion] = _outcome(self._columns[verdict(criterion)])
        return self._verdicts[criterion]

    def unknown(self, criterion: str) -> Members:
        """Where a criterion is unknown."""
        yes, no = self.verdict(criterion)
        return self.all & ~(yes | no)

    def rests_on(self, criterion: str) -> frozenset[str]:
        """The facts that a criterion reads, itself or through others, whatever the patient."""
        found = self._resting.get(criterion)
        if found is None:
            shape = self.shapes[criterion]
            below = (self.rests_on(other) for other in (*shape.holds, *shape.established))
            found = self._resting[criterion] = frozenset(shape.facts).union(*below)
        return found

    # --- leaves -------------------------------------------------------------------------------------------------------

    def quantifier(self, node: AnySegment | AnyMass) -> Outcome:
        """The value of an expression over segments or masses."""
        if node not in self._known:
            self._known[node] = _outcome(self._quantifiers[node])
        return self._known[node]

    def leaf(self, node: FactLeaf) -> Outcome:
        """The value of a leaf by its fact as it is on record; sides that disagree may still agree on it."""
        if node not in self._known:
            if fact_type(node.fact) is FactType.NUMBER:
                number = self.sheets.number(node.fact)
                self._known[node] = self._compared(node, number.low, number.high)
            else:
                values = fact_values(node.fact)
                inside = sum(1 << place for place, value in enumerate(values) if _is_held(node, value))
                said = self.sheets.sides(node.fact)
                within, outside = said & inside != 0, said & (0xFF ^ inside) != 0
                self._known[node] = members_of(within & ~outside), members_of(outside & ~within)
        return self._known[node]

    def answered(self, node: FactLeaf, answer: Answer) -> Outcome:
        """The value of a leaf once its fact has this answer; a range on record cuts the answer to itself."""
        if isinstance(answer, str):
            return (self.all, 0) if _is_held(node, answer) else (0, self.all)
        return self._compared(node, *self._cut(node.fact, answer))

    def _cut(self, fact: str, answer: tuple[float, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        number = self.sheets.number(fact)
        return np.fmax(number.low, answer[0]), np.fmin(number.high, answer[1])

    def _compared(self, node: FactLeaf, low: NDArray[np.float64], high: NDArray[np.float64]) -> Outcome:
        limit = self.guideline.number(node.parameter)  # type: ignore[union-attr]
        if isinstance(node, Below):
            return members_of(high < limit), members_of(low >= limit)
        if isinstance(node, AtLeast):
            return members_of(low >= limit), members_of(high < limit)
        return members_of(low > limit), members_of(high <= limit)

    # --- answers ------------------------------------------------------------------------------------------------------

    def answers(self, fact: str) -> tuple[Answer, ...]:
        """The answers that the fact can get, those of a number by the guideline's limits."""
        if fact_type(fact) is not FactType.NUMBER:
            return fact_values(fact)
        return tuple((low, high) for _, low, high in self._limits[fact])

    def possible(self, fact: str, answer: Answer) -> Members:
        """Where the record leaves room for an answer."""
        if isinstance(answer, str):
            return self.all
        low, high = self._cut(fact, answer)
        return members_of(low <= high)

    def sides(self, fact: str) -> Mapping[str, Members]:
        """For each value of a fact where sources disagree and one of them gives that value."""
        found = self._sides.get(fact)
        if found is None:
            found = {}
            if fact_type(fact) is not FactType.NUMBER:
                said = self.sheets.sides(fact)
                disagree = said & (said - (said != 0)) != 0
                if disagree.any():
                    values = enumerate(fact_values(fact))
                    found = {value: members_of(disagree & (said >> place & 1 != 0)) for place, value in values}
            self._sides[fact] = found
        return found

    def disputed(self, fact: str) -> Members:
        """Where sources disagree on a fact."""
        found = 0
        for said in self.sides(fact).values():
            found |= said
        return found

    def tried_on_each_side(self, criterion: str) -> Members:
        """Where sources disagree on what the criterion reads, in no more ways than the reference engine tries."""
        found = self._tried.get(criterion)
        if found is None:
            facts = [fact for fact in self.shapes[criterion].facts if self.sides(fact)]
            found = 0
            for fact in facts:
                found |= self.disputed(fact)
            if prod(len(fact_values(fact)) for fact in facts) > MAX_SIDES:
                found &= self._few_ways(facts)
            self._tried[criterion] = found
        return found

    def _few_ways(self, facts: list[str]) -> Members:
        ways = np.ones(self.sheets.n)
        for fact in facts:
            ways *= np.maximum(np.bitwise_count(self.sheets.sides(fact)), 1)
        return members_of(np.asarray(ways <= MAX_SIDES))


def _outcome(column: pl.Series) -> Outcome:
    yes, no = column.fill_null(value=False), (~column).fill_null(value=False)
    return members_of(yes.to_numpy()), members_of(no.to_numpy())


def _is_held(node: FactLeaf, value: str) -> bool:
    return value in node.values if isinstance(node, OneOf) else value == "yes"
