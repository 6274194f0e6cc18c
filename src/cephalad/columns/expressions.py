"""A guideline's criteria compiled to Polars: one nullable Boolean column for each criterion, ``c.<id>``.

Null is unknown, and every connective is Kleene's, as in `logic`: Polars' ``&``, ``|``, ``~`` and the horizontal *all*
and *any* have his tables on nullable Booleans. The vertical *any* and *all* skip nulls unless told, and
``when(null)`` falls through to the next branch; both are used only where that is what is meant.

Criteria are worked out in layers, each once, after those on which they rest. Rows in which sources disagree on a fact
take a way of their own, as rare as they are: there a criterion that stays unknown is worked out on each side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import mul
from typing import TypeAlias

import polars as pl

from cephalad.assess.evaluate import MAX_SIDES, FactLeaf, leaves
from cephalad.columns.frame import LIVE, ROW, FactFrame, involvement, open_sets, segment_bits, sides, value_bits
from cephalad.facts import FactType, fact_type
from cephalad.guideline.grammar import (
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
    MassExpression,
    Not,
    OneOf,
    Sign,
    SomeOf,
)
from cephalad.guideline.model import Guideline
from cephalad.terms import FINDINGS, ValueType

__all__ = ["Compiled", "compile_guideline", "verdict", "words"]

ReadLeaf: TypeAlias = Callable[[FactLeaf], pl.Expr]

_UNKNOWN = pl.lit(None, pl.Boolean)
_UNSTATED = {"yes": pl.lit(True), "no": pl.lit(False), "unknown": _UNKNOWN}
_PLACE = "_place"


def verdict(criterion: str) -> str:
    """The column in which a criterion's verdict stands."""
    return f"c.{criterion}"


def words(column: str) -> pl.Expr:
    """A verdict in words: yes, no or unknown."""
    held = pl.col(column)
    return pl.when(held).then(pl.lit("yes")).when(~held).then(pl.lit("no")).otherwise(pl.lit("unknown")).alias(column)


def compile_guideline(guideline: Guideline, criteria: Iterable[str] | None = None) -> Compiled:
    """The guideline's criteria as expressions; build it once and use it for any number of frames.

    Parameters
    ----------
    criteria : only these and the ones on which they rest; all when left out
    """
    layers = _layers(guideline, guideline.criteria if criteria is None else criteria)
    every = {leaf: None for layer in layers for name in layer for leaf in leaves(guideline.criteria[name].when)}
    masses = (leaf for leaf in every if isinstance(leaf, AnyMass))
    segments = (leaf for leaf in every if isinstance(leaf, AnySegment))
    return Compiled(
        guideline,
        layers,
        {leaf: f"_segments.{place}" for place, leaf in enumerate(segments)},
        {leaf: f"_masses.{place}" for place, leaf in enumerate(masses)},
    )


def _layers(guideline: Guideline, criteria: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The criteria by depth: those that rest on no other first, each after all on which it rests."""
    depths: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in depths:
            depths[name] = 1 + max((depth(other) for other in _rests_on(guideline, name)), default=-1)
        return depths[name]

    deepest = max((depth(name) for name in criteria), default=-1)
    return tuple(tuple(name for name in depths if depths[name] == level) for level in range(deepest + 1))


def _rests_on(guideline: Guideline, name: str) -> Iterator[str]:
    for leaf in leaves(guideline.criteria[name].when):
        if isinstance(leaf, Holds | Established):
            yield leaf.criterion


@dataclass(frozen=True, slots=True)
class Compiled:
    """A guideline as columns.

    Attributes
    ----------
    layers : criteria in the order in which they are worked out; those of one layer do not rest on each other
    segments, masses : the column of each distinct quantifier, worked out before the first layer
    """

    guideline: Guideline
    layers: tuple[tuple[str, ...], ...]
    segments: Mapping[AnySegment, str]
    masses: Mapping[AnyMass, str]

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that are worked out, in the guideline's order."""
        mine = {name for layer in self.layers for name in layer}
        return tuple(name for name in self.guideline.criteria if name in mine)

    @property
    def quantifiers(self) -> Mapping[AnySegment | AnyMass, str]:
        """The column of each quantifier, over segments and over masses."""
        segments: Iterable[tuple[AnySegment | AnyMass, str]] = self.segments.items()
        return dict((*segments, *self.masses.items()))

    def verdicts(self, facts: FactFrame) -> pl.DataFrame:
        """Column `row` and a column ``c.<id>`` for every criterion, in the order of the rows.

        The work is by row: a caller with more rows than memory passes batches, each with the masses of its rows.
        """
        return self.concluded(self.quantified(facts))

    def quantified(self, facts: FactFrame) -> pl.DataFrame:
        """The rows, and a column for each quantifier, named as in `quantifiers`."""
        frame = facts.rows.with_columns(self._segment_columns())
        if not self.masses:
            return frame
        return frame.join(self._mass_columns(facts.masses), on=ROW, how="left", maintain_order="left")

    def concluded(self, quantified: pl.DataFrame) -> pl.DataFrame:
        """What `verdicts` says of rows that have their quantifiers."""
        frame = quantified.with_row_index(_PLACE)
        names = [ROW, *(verdict(name) for name in self.criteria)]
        disputed = [name for name in quantified.columns if name.endswith(".sides")]
        if not disputed:
            return self._undisputed(frame).select(names)
        split = frame.with_columns(_disputed=pl.any_horizontal(pl.col(name).is_not_null() for name in disputed))
        plain = self._undisputed(split.filter(~pl.col("_disputed"))).select(_PLACE, *names)
        odd = self._disputed(split.filter("_disputed")).select(_PLACE, *names)
        return pl.concat([plain, odd]).sort(_PLACE).select(names)

    # --- quantifiers ------------------------------------------------------------------------------------------------

    def _segment_columns(self) -> list[pl.Expr]:
        return [_any_segment(node).alias(name) for node, name in self.segments.items()]

    def _mass_columns(self, masses: pl.DataFrame) -> pl.DataFrame:
        """One row for each row that has masses; elsewhere the join leaves unknown, for no study lists a mass."""
        shown = masses.select(ROW, LIVE, *(self._mass(node.where).alias(name) for node, name in self.masses.items()))
        return shown.group_by(ROW).agg(_any_mass(node, name) for node, name in self.masses.items())

    def _mass(self, node: MassExpression) -> pl.Expr:
        """The value of an expression for each mass."""
        if isinstance(node, Sign):
            return _sign(node)
        if isinstance(node, Not):
            return ~self._mass(node.of)  # type: ignore[arg-type]
        parts = [self._mass(part) for part in node.of]  # type: ignore[arg-type]
        if isinstance(node, SomeOf):
            return _some_of(int(self.guideline.number(node.parameter)), parts)
        return pl.all_horizontal(parts) if isinstance(node, AllOf) else pl.any_horizontal(parts)

    # --- criteria ---------------------------------------------------------------------------------------------------

    def expression(self, node: Expression, leaf: ReadLeaf) -> pl.Expr:
        """The value of an expression; `leaf` gives the value of what reads one fact."""
        if isinstance(node, FactLeaf):
            return leaf(node)
        if isinstance(node, AllOf | AnyOf):
            parts = [self.expression(part, leaf) for part in node.of]  # type: ignore[arg-type]
            return pl.all_horizontal(parts) if isinstance(node, AllOf) else pl.any_horizontal(parts)
        if isinstance(node, Not):
            return ~self.expression(node.of, leaf)  # type: ignore[arg-type]
        if isinstance(node, Holds):
            return pl.col(verdict(node.criterion))
        if isinstance(node, Established):
            return pl.col(verdict(node.criterion)).fill_null(False)
        return pl.col(self.segments[node] if isinstance(node, AnySegment) else self.masses[node])

    def _leaf(self, node: FactLeaf) -> pl.Expr:
        """The value of a leaf by its fact's own columns."""
        if fact_type(node.fact) is FactType.NUMBER:
            return self._said(node, pl.col(f"{node.fact}.low"), pl.col(f"{node.fact}.high"))
        return self._said(node, pl.col(node.fact), pl.col(node.fact))

    def _said(self, node: FactLeaf, low: pl.Expr, high: pl.Expr) -> pl.Expr:
        """The value of a leaf for a fact's value; of a number, for its least and greatest."""
        if isinstance(node, Is):
            return low
        if isinstance(node, OneOf):
            return low.is_in(node.values)
        limit = self.guideline.number(node.parameter)
        if isinstance(node, Below):
            return _settled(high < limit, low >= limit)
        if isinstance(node, AtLeast):
            return _settled(low >= limit, high < limit)
        return _settled(low > limit, high <= limit)

    def _criteria(self, names: tuple[str, ...], leaf: ReadLeaf) -> list[pl.Expr]:
        when = self.guideline.criteria
        return [self.expression(when[name].when, leaf).alias(verdict(name)) for name in names]

    def _undisputed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with every verdict, where no sources disagree."""
        for layer in self.layers:
            frame = frame.with_columns(self._criteria(layer, self._leaf))
        return frame

    # --- where sources disagree ---------------------------------------------------------------------------------------

    def _disputed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with every verdict; what stays unknown is worked out on each side before others rest on it."""
        by_fact = {name.removesuffix(".sides") for name in frame.columns if name.endswith(".sides")}
        disputed = frozenset(fact for fact in by_fact if frame[sides(fact)].null_count() < frame.height)

        def leaf(node: FactLeaf) -> pl.Expr:
            return pl.coalesce(self._leaf(node), self._agreed(node)) if node.fact in disputed else self._leaf(node)

        for layer in self.layers:
            frame = frame.with_columns(self._criteria(layer, leaf))
            for name in layer:
                read = _facts(self.guideline.criteria[name].when)
                if found := [fact for fact in read if fact in disputed]:
                    frame = self._on_each_side(frame, name, found)
        return frame

    def _agreed(self, node: FactLeaf) -> pl.Expr:
        """The value of a leaf that all sides of its fact give; unknown when they differ, or nobody disagrees."""
        side = pl.element()
        number = fact_type(node.fact) is FactType.NUMBER
        low, high = (side.struct.field("low"), side.struct.field("high")) if number else (side, side)
        said = self._said(node, low, high)
        listed = pl.col(sides(node.fact)).list
        return _settled(
            listed.eval(said.fill_null(False)).list.all(),
            listed.eval(~said.fill_null(True)).list.all(),
        )

    def _on_each_side(self, frame: pl.DataFrame, criterion: str, facts: list[str]) -> pl.DataFrame:
        """A criterion's verdict where it is unknown and reads a conflict: what every combination of sides gives."""
        name = verdict(criterion)
        when = self.expression(self.guideline.criteria[criterion].when, self._leaf)
        lists = [pl.col(sides(fact)) for fact in facts]
        combinations = reduce(mul, (each.list.len().cast(pl.Int64).fill_null(1) for each in lists))
        read = {_PLACE, *when.meta.root_names(), *(sides(fact) for fact in facts)}
        open_ = frame.filter(
            pl.col(name).is_null() & pl.any_horizontal(each.is_not_null() for each in lists),
            combinations <= MAX_SIDES,
        ).select(sorted(read))
        if open_.is_empty():
            return frame
        for fact in facts:
            open_ = open_.explode(sides(fact)).with_columns(_taking(fact))
        verdicts = open_.group_by(_PLACE).agg(_one_of_all(when).alias("_each")).drop_nulls()
        joined = frame.join(verdicts, on=_PLACE, how="left", maintain_order="left")
        return joined.with_columns(pl.coalesce(name, "_each").alias(name)).drop("_each")


def _facts(when: Expression) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(when) if isinstance(leaf, FactLeaf)))


def _settled(yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    """Yes where the one is true, no where the other is; unknown where neither is, or where nothing is known."""
    return pl.when(yes).then(True).when(no).then(False).otherwise(_UNKNOWN)


def _taking(fact: str) -> list[pl.Expr]:
    """One side in place of the fact; rows in which nobody disagrees on it keep what they have."""
    side = pl.col(sides(fact))
    if fact_type(fact) is not FactType.NUMBER:
        return [pl.coalesce(side, fact).alias(fact)]
    ends = (("low", f"{fact}.low"), ("high", f"{fact}.high"))
    return [pl.coalesce(side.struct.field(end), column).alias(column) for end, column in ends]


def _one_of_all(verdicts: pl.Expr) -> pl.Expr:
    """The one verdict of all sides; unknown as soon as two differ."""
    return _settled(verdicts.fill_null(False).all(), ~verdicts.fill_null(True).any())


def _any_segment(node: AnySegment) -> pl.Expr:
    """Yes when a segment has tumour or an open set lies wholly inside; no when each is free; else unknown."""
    inside = pl.lit(segment_bits(node.segments), pl.UInt32)
    within = pl.col(open_sets(ever=node.ever)).list.eval((pl.element() | inside) == inside).list.any()
    single = [pl.col(involvement(name, ever=node.ever)) for name in node.segments]
    return pl.any_horizontal(*single, within.fill_null(False))


def _any_mass(node: AnyMass, shown: str) -> pl.Expr:
    """Whether one counted mass shows it all; unknown when none is counted."""
    if not node.live:
        return pl.col(shown).any(ignore_nulls=False)
    counted = pl.col(shown) & pl.col(LIVE)
    return pl.when(pl.col(LIVE).any()).then(counted.any(ignore_nulls=False)).otherwise(_UNKNOWN).alias(shown)


def _sign(node: Sign) -> pl.Expr:
    """Any of several readings counts; a sign that takes one value and was given two must agree with itself."""
    bits = value_bits(node.finding)
    inside = pl.lit(sum(bits[value] for value in node.values if value in bits), pl.UInt32)
    ignored = 0 if "unclear" in node.values else bits.get("unclear", 0)
    said = pl.col(node.finding).fill_null(0) & pl.lit(~ignored & 0xFFFFFFFF, pl.UInt32)
    yes = pl.lit(True)
    if FINDINGS[node.finding].type is not ValueType.CHOICES:
        yes = (said | inside) == inside
    return (
        pl.when(said == 0)
        .then(_UNSTATED[node.unstated])
        .when((said & inside) == 0)
        .then(False)
        .when(yes)
        .then(True)
        .otherwise(_UNKNOWN)
    )


def _some_of(least: int, parts: list[pl.Expr]) -> pl.Expr:
    """Yes once so many are yes, no once too few can still become yes."""
    held = pl.sum_horizontal(part.fill_null(False).cast(pl.UInt32) for part in parts)
    possible = pl.sum_horizontal(part.fill_null(True).cast(pl.UInt32) for part in parts)
    return pl.when(held >= least).then(True).when(possible >= least).then(_UNKNOWN).otherwise(False)
