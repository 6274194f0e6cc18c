"""Conclusions from verdict columns: where a patient stands on each ladder, in the words of the JSON."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from cephalad.columns.expressions import verdict
from cephalad.columns.frame import INDEXED
from cephalad.guideline.model import RISK_GROUPS, Guideline, Ladder, Rung

__all__ = ["conclusions", "ladder_value", "not_excluded"]

_EXCLUDED = "ivl.suspicion.excluded"
_FOLLOWED = "ivl.surveillance.applies"
_RISK = "risk-group"


def ladder_value(ladder: Ladder) -> pl.Expr:
    """The highest rung whose criterion is yes, else the floor."""
    # An unknown rung falls through to the next lower one, as it should: it is not reached.
    value = pl.lit(ladder.floor)
    for rung in ladder.rungs:
        value = pl.when(verdict(rung.criterion)).then(pl.lit(rung.value)).otherwise(value)
    return value


def not_excluded(ladder: Ladder, *, leaving_out: tuple[str, ...] = ()) -> pl.Expr:
    """The rungs above the value whose criterion is unknown, as a list, lowest first."""
    # A few rungs have a few possible lists: each row takes one of them by its number, which is far faster than a list
    # put together for every row.
    rungs = [rung for rung in ladder.rungs if rung.value not in leaving_out]
    number = pl.sum_horizontal(
        _is_open(rung, ladder).cast(pl.UInt32) * (1 << place) for place, rung in enumerate(rungs)
    )
    lists = [[rung.value for place, rung in enumerate(rungs) if which >> place & 1] for which in range(1 << len(rungs))]
    return pl.lit(pl.Series(lists, dtype=pl.List(pl.String))).gather(number)


def _is_open(rung: Rung, ladder: Ladder) -> pl.Expr:
    """Whether a rung is unknown and no higher one is reached; never null."""
    higher = ladder.rungs[ladder.rungs.index(rung) + 1 :]
    reached = [pl.col(verdict(other.criterion)).fill_null(False) for other in higher]
    return pl.col(verdict(rung.criterion)).is_null() & ~pl.any_horizontal(pl.lit(False), *reached)


def conclusions(guideline: Guideline) -> tuple[pl.Expr, ...]:
    """For each ladder its value and what is not excluded, as ``<ladder>`` and ``<ladder>_not_excluded``.

    The expressions read the verdict columns, and for the risk group `INDEXED` of the fact frame beside them. An
    exclusion of the disease takes the place of the level of suspicion; the risk group is *not-applicable* until
    follow-up applies, and its lowest rung is never *not excluded*: that is the sparser plan.
    """
    return tuple(_columns(guideline))


def _columns(guideline: Guideline) -> Iterator[pl.Expr]:
    for ladder in guideline.ladders.values():
        name = ladder.id.replace("-", "_")
        value, open_ = ladder_value(ladder), not_excluded(ladder)
        if ladder.id == "suspicion":
            value = pl.when(verdict(_EXCLUDED)).then(pl.lit("excluded")).otherwise(value)
        elif ladder.id == _RISK:
            applies = pl.col(verdict(_FOLLOWED)) & pl.col(INDEXED)
            value = pl.when(applies).then(value).otherwise(pl.lit("not-applicable"))
            stricter = not_excluded(ladder, leaving_out=RISK_GROUPS[:1])
            open_ = pl.when(applies).then(stricter).otherwise(pl.lit([], pl.List(pl.String)))
        yield value.alias(name)
        yield open_.alias(f"{name}_not_excluded")
