"""From which event on, and up to which, a fact is read: operations for the disease and reports that exclude it.

The same definitions as in `cephalad.facts.sheet`, over many patients.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from types import MappingProxyType

import polars as pl

from cephalad.columns.standing import Standing
from cephalad.facts import Epoch
from cephalad.facts.sheet import IVL_PROCEDURES, MADE_ELSEWHERE
from cephalad.facts.vein_reports import POSITIVE
from cephalad.terms import FINDINGS

__all__ = ["EPOCH_BITS", "Epochs", "epoch_bits"]

EPOCH_BITS: Mapping[Epoch, int] = MappingProxyType({epoch: 1 << place for place, epoch in enumerate(Epoch)})
"""The bit of each epoch in `epoch_bits`."""

_DIAGNOSIS = "pathology.diagnosis"
_PROCEDURES = "operation.procedures"
_NEAR = tuple(choice.id for choice in FINDINGS[_PROCEDURES].choices if choice.id not in MADE_ELSEWHERE)
# For each thing that a pathology report or an operation may say, the findings and values (None: any) that say it.
_Says = tuple[tuple[str, tuple[str, ...] | None], ...]
_REPORT: Mapping[str, _Says] = {
    "diagnosed": ((_DIAGNOSIS, None),),
    "ivl": ((_DIAGNOSIS, ("ivl",)),),
    "smooth_muscle": (("pathology.intraluminal-smooth-muscle", ("yes",)),),
    "biopsy": (("pathology.biopsy", ("yes",)),),
    "autopsy": (("pathology.method", ("autopsy",)),),
    "index_lesion": (("pathology.index-lesion", ("yes",)),),
    "vessels": (("pathology.vessels-contain-tumour", ("no",)), ("pathology.intravascular-part", None)),
}
_OPERATION: Mapping[str, _Says] = {
    "shows": (
        ("operation.for-ivl", ("yes",)),
        ("operation.worm-like-tumour", ("yes",)),
        ("operation.ivl-found", ("yes",)),
        (_PROCEDURES, IVL_PROCEDURES),
        ("vein.outcome", None),
    ),
    "elsewhere": ((_PROCEDURES, tuple(MADE_ELSEWHERE)),),
    "near": ((_PROCEDURES, _NEAR),),
}
_VEIN: Mapping[str, _Says] = {
    "tumour": (("vein.content", POSITIVE), ("vein.continuous-with-source", ("yes",))),
    "denied": (("vein.explained", ("yes",)), ("vein.author-inference", ("yes",))),
}

_SPECIMEN = "pathology.specimen-from"
_READ = [
    _SPECIMEN,
    *{finding for part in (_REPORT, _OPERATION, _VEIN) for says in part.values() for finding, _ in says},
]


@dataclass(frozen=True)
class Epochs:
    """Operations for the disease and exclusions of it, as of any date.

    Parameters
    ----------
    standing : the standing events of a batch of patients
    """

    standing: Standing

    def bounds(self, as_of: date) -> pl.DataFrame:
        """One row for each person: the places that the epochs are counted from, null where there is no such event.

        Columns: `person`, `exclusion` (of the last pathology that excludes the disease), `first_operation` and
        `last_operation` (for the disease, after that exclusion).
        """
        persons = self.standing.patients.select("person")
        marks = self._marks.filter(pl.col("to") <= as_of)
        exclusions = marks.filter("excludes").group_by("person").agg(exclusion=pl.col("place").max())
        live = marks.join(exclusions, on="person", how="left", maintain_order="left").filter(
            pl.col("exclusion").is_null() | (pl.col("place") > pl.col("exclusion"))
        )
        confirmed = pl.concat([self._named(live), _last_before(marks, live)]).implode()
        operations = (
            live.filter("operation")
            .filter(pl.col("shows") | pl.col("place").is_in(confirmed))
            .group_by("person")
            .agg(first_operation=pl.col("place").min(), last_operation=pl.col("place").max())
        )
        return persons.join(exclusions, on="person", how="left", maintain_order="left").join(
            operations, on="person", how="left", maintain_order="left"
        )

    @cached_property
    def _marks(self) -> pl.DataFrame:
        """Operations and pathology reports, oldest first, with what their own findings say of the disease."""
        kinds = ("operation", "pathology")
        events = self.standing.events.filter(pl.col("kind").is_in(kinds))
        events = events.select("person", "place", "event", "kind", "to")
        said = self.standing.findings.filter(pl.col("value_text").is_not_null() & pl.col("finding").is_in(_READ))
        marks = events
        for says in (_flags(said, _REPORT), _flags(said, _OPERATION), _positive_veins(said), _states_specimen(said)):
            marks = marks.join(says, on="place", how="left", maintain_order="left")
        flags = [*_REPORT, *_OPERATION, "positive_vein", "stated"]
        marks = marks.with_columns(pl.col(flags).fill_null(value=False), operation=pl.col("kind") == "operation")
        report = ~pl.col("operation") & ~pl.col("biopsy")
        return marks.select(
            "person",
            "place",
            "event",
            "to",
            "operation",
            "stated",
            open=pl.col("operation") & (pl.col("near") | ~pl.col("elsewhere")),
            excludes=report & pl.all_horizontal("diagnosed", "index_lesion", "vessels") & ~pl.col("ivl"),
            confirms=report & ~pl.col("autopsy") & (pl.col("ivl") | pl.col("smooth_muscle")),
            shows=pl.col("shows") | pl.col("positive_vein"),
        )

    @cached_property
    def _specimens(self) -> pl.DataFrame:
        """For each report that confirms the disease and names an operation: the places of both."""
        reports = self._marks.filter(pl.col("confirms") & pl.col("stated")).select("place")
        named = self.standing.findings.filter(pl.col("finding") == _SPECIMEN).join(reports, on="place", how="semi")
        operations = self._marks.filter("operation").select("person", event="event", named="place")
        return named.select("person", "place", event="value_text").join(operations, on=["person", "event"])

    def _named(self, live: pl.DataFrame) -> pl.Series:
        """Places of the operations whose specimen a report that counts names."""
        return self._specimens.join(live.select("place"), on="place", how="semi")["named"]


def _last_before(marks: pl.DataFrame, live: pl.DataFrame) -> pl.Series:
    """Places of the operations whose specimen a report that names none is of.

    It is of the last operation before the report that may have met uterus or tumour.
    """
    at = pl.when("open").then("place").forward_fill().over("person")
    last = marks.filter(pl.col("operation") | pl.col("confirms")).with_columns(named=at)
    reports = live.filter(pl.col("confirms") & ~pl.col("stated")).select("place")
    return last.join(reports, on="place", how="semi")["named"].drop_nulls()


def _flags(said: pl.DataFrame, says: Mapping[str, _Says], *, by: tuple[str, ...] = ("place",)) -> pl.DataFrame:
    """For each event that says any of these things, which of them."""
    chosen = said.filter(pl.col("finding").is_in({finding for each in says.values() for finding, _ in each}))
    return chosen.group_by(by).agg(**{name: _any_of(each) for name, each in says.items()})


def _any_of(says: _Says) -> pl.Expr:
    return _either(
        (pl.col("finding") == finding) & (pl.lit(value=True) if values is None else pl.col("value_text").is_in(values))
        for finding, values in says
    ).any()


def _either(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(or_, parts)


def _positive_veins(said: pl.DataFrame) -> pl.DataFrame:
    """For each event that names a vein, whether it reports tumour in one; what is said of another denies nothing."""
    veins = _flags(said, _VEIN, by=("place", "qualifier"))
    return veins.group_by("place").agg(positive_vein=(pl.col("tumour") & ~pl.col("denied")).any())


def _states_specimen(said: pl.DataFrame) -> pl.DataFrame:
    chosen = said.filter(pl.col("finding") == _SPECIMEN)
    return chosen.select("place", stated=pl.lit(value=True)).unique()


def epoch_bits(standing: Standing, bounds: pl.DataFrame, as_of: date) -> pl.Series:
    """For each standing event, in order, the epochs that it belongs to as a bit mask; 0 where it does not count yet."""
    persons = standing.events["person"]
    first, last, exclusion = (
        pl.lit(bounds[name].gather(persons)) for name in ("first_operation", "last_operation", "exclusion")
    )
    place = pl.col("place")
    since_exclusion = place > exclusion
    member = {
        Epoch.EVER: pl.lit(value=True),
        Epoch.BEFORE_OPERATION: (place < first).fill_null(value=True),
        Epoch.SINCE_EXCLUSION: since_exclusion.fill_null(value=True),
        Epoch.SINCE_OPERATION: (place >= last).fill_null(since_exclusion).fill_null(value=True),
        Epoch.AFTER_OPERATION: (place > last).fill_null(since_exclusion).fill_null(value=True),
    }
    bits = reduce(or_, (when.cast(pl.UInt8) * EPOCH_BITS[epoch] for epoch, when in member.items()))
    counts = pl.when(pl.col("to") <= as_of).then(bits).otherwise(0)
    return standing.events.select(epochs=counts.cast(pl.UInt8))["epochs"]
