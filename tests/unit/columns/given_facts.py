"""Facts as given, for many timelines at once: what `Sheets` would say if the record said just this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray
from tests.generative.test_missing import evaluate

from cephalad.columns.expressions import verdict
from cephalad.columns.missing import settling
from cephalad.columns.sets import OnRecord, marks_of, members_of
from cephalad.columns.sheets import Numbers, Sheets
from cephalad.facts import Conflicting, FactValue, Known, fact_values
from cephalad.guideline import Guideline
from cephalad.logic import Truth

Values = Mapping[str, FactValue]
_BOOLEAN = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}


class GivenFacts:
    """Facts of some timelines; what is not given is unknown."""

    def __init__(self, timelines: Sequence[Values]) -> None:
        self.n = len(timelines)
        self._timelines = timelines

    def sides(self, fact: str) -> NDArray[np.uint8]:
        """The values that sources give, as a mask."""
        bits = {value: 1 << place for place, value in enumerate(fact_values(fact))}
        return np.array([sum(bits[str(value)] for value in _said(each, fact)) for each in self._timelines], np.uint8)

    def number(self, fact: str) -> Numbers:
        """The least and the most that a number may be."""
        ends = [next(_said(each, fact), (np.nan, np.nan)) for each in self._timelines]
        low, high = np.array(ends, dtype=np.float64).reshape(-1, 2).T
        return Numbers(low, high)


def _said(values: Values, fact: str) -> Iterator[str | tuple[float, float]]:
    value = values.get(fact)
    if isinstance(value, Known):
        yield value.value
    elif isinstance(value, Conflicting):
        yield from (side.value for side in value.sides)


def settling_facts(small: Guideline, timelines: Sequence[Values], *about: str) -> list[set[str]]:
    """For each timeline the facts that settle one of its unknown criteria, of all or of those asked about.

    The criteria have no quantifiers, and their verdicts are those of the one-patient engine.
    """
    said = [evaluate(small, values) for values in timelines]
    verdicts = pl.DataFrame(
        [pl.Series(verdict(name), [_BOOLEAN[each[name]] for each in said], pl.Boolean) for name in small.criteria]
    )
    record = OnRecord(cast(Sheets, GivenFacts(timelines)), verdicts, {}, small)
    asked = {name: members_of(verdicts[verdict(name)].is_null().to_numpy()) for name in about or small.criteria}
    marks = {fact: marks_of(members, len(timelines)) for fact, members in settling(record, asked)}
    return [{fact for fact, mark in marks.items() if mark[place]} for place in range(len(timelines))]
