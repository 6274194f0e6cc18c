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
    GIVEN,
    LATEST,
    NOT_DENIED,
    UNDECIDED,
    Packed,
    denied_bit,
    pack,
    says_bit,
    without_bits,
)
from cephalad.columns.standing import Standing
from cephalad.columns.timelines import Timelines
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
    return _Folding(timelines.standing, _packed(tuple(specs.values())), epochs.bits).facts()


@lru_cache(maxsize=256)
def _packed(specs: tuple[Spec, ...]) -> Packed:
    return pack({spec.id: spec for spec in specs})


@dataclass(frozen=True)
class _Folding:
    """The rows of all timelines with their bits, and for each event the epochs to which it belongs."""

    standing: Standing
    packed: Packed
    within: NDArray[np.uint8]

    def facts(self) -> pl.DataFrame:
        """The facts, one row for each timeline."""
        within = pl.Series(self.within)
        folded = self._joined([self._lanes(within), self._undenied(within), self._latest(within), self._kinds(within)])
        values = [self._value(spec).alias(spec.id) for spec in self.packed.specs.values()]
        facts = folded.select("person", *values)
        disagree = self._sides(folded)
        if disagree.width > 1:
            facts = facts.join(disagree, on="person", how="left", maintain_order="left")
        return facts.drop("person")

    def _joined(self, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
        whole = self.standing.patients
        for frame in frames:
            whole = whole.join(frame, on="person", how="left", maintain_order="left")
        empty = [*self.packed.lanes, _WITHOUT]
        said = [pl.coalesce(_firm(lane), lane).alias(_firm(lane)) for lane in self.packed.lanes]
        return whole.with_columns(pl.col(empty).fill_null(0)).with_columns(said)

    # --- rows and their bits -----------------------------------------------------------------------------------------

    @cached_property
    def _rows(self) -> pl.DataFrame:
        """The findings that some fact reads: `place`, `person`, the code, and the bits of every lane."""
        rows = self.standing.findings.filter(pl.col("finding").is_in(self.packed.findings)).select(
            "place", "person", "qualifier", code=self.packed.code(), plain=self.packed.code(hedged=False), given=GIVEN
        )
        lanes = (*self.packed.lanes, LATEST)
        return rows.with_columns([self.packed.table(lane).gather(rows["code"]).alias(lane) for lane in lanes])

    @cached_property
    def _speaking(self) -> pl.DataFrame:
        """The rows that set a bit of a lane."""
        speaks = pl.any_horizontal([pl.col(lane) != 0 for lane in self.packed.lanes])
        return self._rows.filter(speaks).select("place", "person", *self.packed.lanes)

    @cached_property
    def _last_speaking(self) -> pl.DataFrame:
        return self._rows.filter(pl.col(LATEST) != 0).select("place", "person", LATEST)

    @cached_property
    def _contested(self) -> pl.DataFrame:
        """All rows of the patients in whom an event contradicts itself, with the bits that nothing there denies."""
        finding = pl.col("plain") // self.packed.width
        rows = self._rows.with_columns(finding=finding)
        single = self.packed.single_valued().gather(rows["finding"])
        given = rows.filter(single & pl.col("given"))
        number = pl.col("place").cast(pl.UInt64) * len(self.packed.findings) + pl.col("finding")
        given = given.filter(number.is_duplicated())
        statement = ("place", "finding", "qualifier")
        given = given.filter(pl.col("plain").n_unique().over(statement) > 1)
        plain = [self.packed.table(lane).gather(given["plain"]).alias(_firm(lane)) for lane in self.packed.lanes]
        agreed = given.with_columns(plain).group_by(statement).agg(pl.col(map(_firm, self.packed.lanes)).bitwise_and())
        rows = rows.filter(pl.col("person").is_in(given["person"].unique().implode()))
        rows = rows.join(agreed, on=statement, how="left", maintain_order="left")
        undenied = [(pl.col(lane) & pl.coalesce(_firm(lane), lane)).alias(_firm(lane)) for lane in self.packed.lanes]
        return rows.select("place", "person", *undenied)

    # --- the folds --------------------------------------------------------------------------------------------------

    def _nobody(self) -> pl.DataFrame:
        return self.standing.patients.select("person").clear()

    def _lanes(self, within: pl.Series) -> pl.DataFrame:
        """For each person, every bit that some row sets in its epoch."""
        if not self.packed.lanes:
            return self._nobody()
        return self._anything(self._speaking, within, {lane: lane for lane in self.packed.lanes})

    def _undenied(self, within: pl.Series) -> pl.DataFrame:
        """The same for the bits that no row of the same statement denies, for persons with any such statement."""
        if not self.packed.lanes:
            return self._nobody()
        return self._anything(self._contested, within, {_firm(lane): lane for lane in self.packed.lanes})

    def _anything(self, rows: pl.DataFrame, within: pl.Series, lanes: Mapping[str, str]) -> pl.DataFrame:
        epochs = within.gather(rows["place"])
        kept = [pl.col(name) & pl.lit(self.packed.allowed(lane).gather(epochs)) for name, lane in lanes.items()]
        return rows.select("person", *kept).group_by("person").agg(pl.col(list(lanes)).bitwise_or())

    def _latest(self, within: pl.Series) -> pl.DataFrame:
        """For each person and each value that the latest event decides, the place of the last event that gives it."""
        rows = self._last_speaking
        allowed = self.packed.allowed(LATEST).gather(within.gather(rows["place"]))
        rows = rows.select("person", "place", pl.col(LATEST) & pl.lit(allowed))
        last = [
            pl.when(pl.col(LATEST) & mask != 0).then("place").max().alias(_last(spec.id, value))
            for spec in self.packed.specs.values()
            if spec.fold is Fold.LATEST
            for value, mask in ((value, self.packed.latest_bit(spec.id, value)) for value in spec.values)
        ]
        return rows.group_by("person").agg(last)

    def _kinds(self, within: pl.Series) -> pl.DataFrame:
        """For each person, the facts whose kind of event is on record in their epoch."""
        bits, allowed = without_bits(self.packed.specs)
        if not bits:
            return self._nobody().with_columns(pl.lit(0, pl.UInt64).alias(_WITHOUT))
        kinds: dict[str, int] = {}
        for fact, bit in bits.items():
            kind = self.packed.specs[fact].without
            kinds[kind] = kinds.get(kind, 0) | bit
        events = self.standing.events.select("person", "kind", epochs=within).filter(
            pl.col("kind").is_in(list(kinds)) & (pl.col("epochs") != 0)
        )
        of_kind = pl.col("kind").replace_strict(kinds, return_dtype=pl.UInt64, default=0)
        return (
            events.select("person", (of_kind & pl.lit(allowed.gather(events["epochs"]))).alias(_WITHOUT))
            .group_by("person")
            .agg(pl.col(_WITHOUT).bitwise_or())
        )

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
        persons = self._contested.select("person").unique() if self.packed.lanes else self._nobody()
        given = [self._given_last(spec) for spec in self.packed.specs.values() if spec.fold is Fold.LATEST]
        several = pl.any_horizontal(
            pl.lit(value=False),
            *(pl.sum_horizontal([when.cast(pl.UInt8) for when in each.values()]) > 1 for each in given),
        )
        rows = folded.filter(pl.col("person").is_in(persons["person"].implode()) | several)
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


def _says(value: str) -> str:
    return says_bit(value)


def _firm(lane: str) -> str:
    return f"undenied {lane}"


def _last(fact: str, value: str) -> str:
    return f"last {fact} {value}"
