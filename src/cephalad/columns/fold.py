"""The declared facts of many timelines: the declarations of one patient, folded in one pass.

`cephalad.facts.fold` defines what a fold means; this module gives the same values, in the encodings of
`cephalad.columns.frame`: a truth as Boolean, a choice as String, null where it is unknown, and the sides of a conflict
as a list beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import and_
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.epochs import Epochs
from cephalad.columns.frame import sides
from cephalad.columns.packed import (
    LATEST,
    NOT_DENIED,
    UNDECIDED,
    Lane,
    Packed,
    denied_bit,
    pack,
    says_bit,
    without_bits,
)
from cephalad.columns.timelines import NONE, Timelines
from cephalad.facts import DECLARED, FactType, Fold, Spec
from cephalad.terms import Silence

__all__ = ["fold_declared"]

_WITHOUT = "without"
_Case: TypeAlias = tuple[pl.Expr, pl.Expr]
"""A condition, and the value where it is the first that holds."""


def fold_declared(timelines: Timelines, epochs: Epochs, *, specs: Mapping[str, Spec] = DECLARED) -> pl.DataFrame:
    """Every declared fact of every timeline, one row each.

    Columns: for each fact its id, and ``<id>.sides`` where somebody's sources disagree.

    Parameters
    ----------
    epochs : the epochs of the same timelines
    specs : the declarations, those of the package when left out
    """
    return _Folding(timelines, _packed(tuple(specs.values())), epochs.bits).facts()


@lru_cache(maxsize=256)
def _packed(specs: tuple[Spec, ...]) -> Packed:
    return pack({spec.id: spec for spec in specs})


@dataclass(frozen=True)
class _Folding:
    """The rows of all timelines with their bits, and for each event the epochs to which it belongs."""

    timelines: Timelines
    packed: Packed
    within: NDArray[np.uint8]

    def facts(self) -> pl.DataFrame:
        """The facts, one row for each timeline."""
        folded = self._folded()
        facts = folded.select(self._value(spec).alias(spec.id) for spec in self.packed.specs.values())
        disagree = self._sides(folded)
        if disagree.width > 1:
            facts = facts.with_columns(folded["person"]).join(disagree, on="person", how="left", maintain_order="left")
            facts = facts.drop("person")
        return facts

    def _folded(self) -> pl.DataFrame:
        lanes = self._lanes()
        columns = {**lanes, **self._undenied(lanes), **self._latest(), _WITHOUT: self._kinds()}
        return pl.DataFrame({"person": np.arange(self.timelines.n, dtype=np.uint32), **columns})

    # --- rows and their bits -----------------------------------------------------------------------------------------

    @cached_property
    def _read(self) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """The rows that some fact reads, and their codes."""
        return self.packed.codes(self.timelines.sayings)

    @cached_property
    def _contested(self) -> NDArray[np.uint32]:
        """The timelines in which an event contradicts itself, in their order."""
        return self._denials["person"].unique().sort().to_numpy()

    @cached_property
    def _denials(self) -> pl.DataFrame:
        """The statements of which an event gives two values: `place`, `person`, `finding`, `qualifier`, `plain`."""
        rows, codes = self._read
        findings = codes // self.packed.width
        single = self.packed.single_valued()[findings] & self.packed.gives_value(codes)
        places = self.timelines.sayings.places[rows]
        number = pl.Series(places[single] * len(self.packed.findings) + findings[single])
        chosen = np.flatnonzero(single)[number.is_duplicated().to_numpy()]
        given = pl.DataFrame(
            {
                "place": places[chosen],
                "person": self.timelines.whose[places[chosen]].astype(np.uint32),
                "finding": findings[chosen],
                "qualifier": self.timelines.standing.findings["qualifier"][rows[chosen]],
                "plain": codes[chosen] // 2 * 2,
            }
        )
        return given.filter(pl.col("plain").n_unique().over("place", "finding", "qualifier") > 1)

    # --- the folds --------------------------------------------------------------------------------------------------

    def _lanes(self) -> dict[str, Lane]:
        """For each timeline, every bit that some row sets in its epoch."""
        rows, codes = self._read
        places = self.timelines.sayings.places[rows]
        return {lane: self._anything(self.packed.table(lane)[codes], places, lane) for lane in self.packed.lanes}

    def _undenied(self, lanes: Mapping[str, Lane]) -> dict[str, Lane]:
        """The same for the bits that no row of the same statement denies."""
        found = {_firm(lane): bits for lane, bits in lanes.items()}
        if not lanes or not len(self._contested):
            return found
        rows, codes = self._read
        contested = np.zeros(self.timelines.n, dtype=np.bool_)
        contested[self._contested] = True
        places = self.timelines.sayings.places[rows]
        chosen = contested[self.timelines.whose[places]]
        rows, codes, places = rows[chosen], codes[chosen], places[chosen]
        said = pl.DataFrame(
            {
                "place": places,
                "finding": codes // self.packed.width,
                "qualifier": self.timelines.standing.findings["qualifier"][rows],
            }
        )
        for lane in self.packed.lanes:
            table = self.packed.table(lane)
            plain = pl.Series("agreed", table[self._denials["plain"].to_numpy()])
            statement = self._denials.with_columns(plain).group_by("place", "finding", "qualifier")
            agreed = said.join(
                statement.agg(pl.col("agreed").bitwise_and()),
                on=["place", "finding", "qualifier"],
                how="left",
                maintain_order="left",
            )["agreed"]
            kept = agreed.fill_null(2**64 - 1).to_numpy()
            undenied = self._anything(table[codes] & kept, places, lane)
            found[_firm(lane)] = np.where(contested, undenied, lanes[lane])
        return found

    def _anything(self, bits: Lane, places: NDArray[np.int64], lane: str) -> Lane:
        """For each timeline the bits of its rows in their epochs, put together; the rows are in order."""
        counted = bits & self.packed.allowed(lane)[self.within[places]]
        return _together(counted, self.timelines.whose[places], self.timelines.n)

    def _latest(self) -> dict[str, pl.Series]:
        """For each timeline and each value that the latest event decides, the place of the last event that gives it."""
        rows, codes = self._read
        bits = self.packed.table(LATEST)[codes]
        speaking = np.flatnonzero(bits)
        places = self.timelines.sayings.places[rows[speaking]]
        bits = bits[speaking] & self.packed.allowed(LATEST)[self.within[places]]
        whose = self.timelines.whose[places]
        found = {}
        for spec in self.packed.specs.values():
            for value in spec.values if spec.fold is Fold.LATEST else ():
                gives = bits & np.uint64(self.packed.latest_bit(spec.id, value)) != 0
                last = np.full(self.timelines.n, NONE, dtype=np.int64)
                last[whose[gives]] = places[gives]
                series = pl.Series(last)
                found[_last(spec.id, value)] = series.set(series == NONE, None)
        return found

    def _kinds(self) -> Lane:
        """For each timeline, the facts whose kind of event is on record in their epoch."""
        bits, allowed = without_bits(self.packed.specs)
        found = np.zeros(self.timelines.n, dtype=np.uint64)
        for kind in dict.fromkeys(self.packed.specs[fact].without for fact in bits):
            asking = sum(bit for fact, bit in bits.items() if self.packed.specs[fact].without == kind)
            places = np.flatnonzero(self.timelines.of_kind(kind))
            told = allowed[self.within[places]] & np.uint64(asking)
            found |= _together(told, self.timelines.whose[places], self.timelines.n)
        return found

    # --- from bits to values ------------------------------------------------------------------------------------------

    def _bit(self, spec: Spec, what: str, *, undenied: bool = False) -> pl.Expr:
        lane, mask = self.packed.bit(spec.id, what)
        return pl.col(_firm(lane) if undenied else lane) & mask != 0

    def _value(self, spec: Spec) -> pl.Expr:
        """The value where the sources agree, null elsewhere."""
        said = self._latest_value(spec) if spec.fold is Fold.LATEST else self._strongest_value(spec)
        return _first([*said, *((silent, _literal(spec, "no")) for silent in self._silences(spec))])

    def _strongest_value(self, spec: Spec) -> Iterator[_Case]:
        for value in _by_strength(spec):
            said = self._bit(spec, says_bit(value))
            yield said & self._bit(spec, says_bit(value), undenied=True), _literal(spec, value)
            yield said, pl.lit(None)

    def _latest_value(self, spec: Spec) -> Iterator[_Case]:
        given = self._given_last(spec)
        yield pl.sum_horizontal([when.cast(pl.UInt8) for when in given.values()]) > 1, pl.lit(None)
        yield from ((when, _literal(spec, value)) for value, when in given.items())

    def _given_last(self, spec: Spec) -> dict[str, pl.Expr]:
        """For each value whether the latest event that speaks gives it."""
        places = {value: pl.col(_last(spec.id, value)) for value in spec.values}
        latest = pl.max_horizontal(list(places.values()))
        return {value: (place == latest).fill_null(value=False) for value, place in places.items()}

    def _silences(self, spec: Spec) -> Iterator[pl.Expr]:
        """What answers no when no row speaks."""
        if spec.together:
            denied = [self._bit(spec, denied_bit(finding)) for finding in spec.together]
            yield reduce(and_, denied) & ~self._bit(spec, NOT_DENIED)
        if spec.without:
            bits, _ = without_bits(self.packed.specs)
            yield pl.col(_WITHOUT) & bits[spec.id] == 0
        if spec.silence is Silence.LEDGER:
            yield ~self._bit(spec, UNDECIDED)

    # --- conflicts ----------------------------------------------------------------------------------------------------

    def _sides(self, folded: pl.DataFrame) -> pl.DataFrame:
        """For each person whose sources disagree on any fact, the sides; a column only where somebody's do."""
        contested = pl.Series(self._contested if self.packed.lanes else [], dtype=pl.UInt32)
        given = [self._given_last(spec) for spec in self.packed.specs.values() if spec.fold is Fold.LATEST]
        several = pl.any_horizontal(
            pl.lit(value=False),
            *(pl.sum_horizontal([when.cast(pl.UInt8) for when in each.values()]) > 1 for each in given),
        )
        rows = folded.filter(pl.col("person").is_in(contested.implode()) | several)
        found = rows.select(
            "person", *(self._sides_of(spec).alias(sides(spec.id)) for spec in self.packed.specs.values())
        )
        return found.select("person", *(name for name in found.columns[1:] if found[name].null_count() < found.height))

    def _sides_of(self, spec: Spec) -> pl.Expr:
        if spec.fold is Fold.LATEST:
            given = self._given_last(spec)
            listed = _listed([(when, _literal(spec, value)) for value, when in given.items()])
            return pl.when(listed.list.len() > 1).then(listed)
        return _first(self._denied_sides(spec))

    def _denied_sides(self, spec: Spec) -> Iterator[_Case]:
        order = _by_strength(spec)
        for place, value in enumerate(order):
            said = self._bit(spec, says_bit(value))
            yield said & self._bit(spec, says_bit(value), undenied=True), pl.lit(None)
            others = [(self._bit(spec, says_bit(other)), _literal(spec, other)) for other in order[place + 1 :]]
            mine = _literal(spec, value)
            # Denied by a value that speaks for no other: the other side is that it is not so.
            alone = pl.concat_list(mine, _literal(spec, "no"))
            among = _listed([(pl.lit(value=True), mine), *others])
            yield said, pl.when(among.list.len() > 1).then(among).otherwise(alone)


def _together(bits: Lane, whose: NDArray[np.int64], n: int) -> Lane:
    """For each of `n` timelines its masks put together; those of a timeline stand side by side."""
    found = np.zeros(n, dtype=np.uint64)
    if len(whose):
        starts = np.flatnonzero(np.concatenate([[True], whose[1:] != whose[:-1]]))
        found[whose[starts]] = np.bitwise_or.reduceat(bits, starts)
    return found


def _first(cases: Iterable[_Case]) -> pl.Expr:
    """The value of the first condition that holds, null when none does."""
    value: pl.Expr = pl.lit(None)
    for condition, then in reversed(list(cases)):
        value = pl.when(condition).then(then).otherwise(value)
    return value


def _listed(cases: Sequence[_Case]) -> pl.Expr:
    """The values whose condition holds, in order."""
    return pl.concat_list([pl.when(condition).then(value) for condition, value in cases]).list.drop_nulls()


def _by_strength(spec: Spec) -> tuple[str, ...]:
    """The values of a fact, the one that wins first."""
    return tuple(reversed(spec.values)) if spec.fold is Fold.MOST else spec.values


def _literal(spec: Spec, value: str) -> pl.Expr:
    return pl.lit(value == "yes") if spec.type is FactType.TRUTH else pl.lit(value)


def _firm(lane: str) -> str:
    return f"undenied {lane}"


def _last(fact: str, value: str) -> str:
    return f"last {fact} {value}"
