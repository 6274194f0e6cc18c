"""From which event on, and up to which, a fact is read: operations for the disease and reports that exclude it.

The same definitions as in `cephalad.facts.sheet`, over many timelines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.timelines import NONE, Marks, Places, Timelines, word_bits
from cephalad.columns.vein_reports import VeinReports
from cephalad.facts import Epoch
from cephalad.facts.sheet import IVL_PROCEDURES, MADE_ELSEWHERE

__all__ = ["EPOCH_BITS", "Epochs", "epochs_of", "made_elsewhere"]

EPOCH_BITS: Mapping[Epoch, int] = MappingProxyType({epoch: 1 << place for place, epoch in enumerate(Epoch)})
"""The bit of each epoch in `Epochs.bits`."""

_PROCEDURES = "operation.procedures"
_SPECIMEN = "pathology.specimen-from"


@dataclass(frozen=True, slots=True)
class Epochs:
    """The places that epochs are counted from.

    Attributes
    ----------
    exclusion : the last pathology report that excludes the disease
    operations : the operations for the disease, after that report
    confirmed : the operations whose specimen held the disease, by a later report
    shown : the operations whose own record shows that they met tumour in a vein, or were made for it
    bits : for each event the epochs to which it belongs, as a mask of `EPOCH_BITS`
    """

    exclusion: Places
    operations: Marks
    confirmed: Marks
    shown: Marks
    bits: NDArray[np.uint8]


def epochs_of(timelines: Timelines, reports: VeinReports) -> Epochs:
    """The epochs of every timeline.

    Parameters
    ----------
    reports : what all counted events say of veins
    """
    exclusion = timelines.last(_excludes(timelines))
    live = timelines.after(exclusion)
    shown = _shows_ivl(timelines, reports)
    confirmed = _confirmed(timelines, live)
    operations = timelines.of_kind("operation") & live & (shown | confirmed)
    return Epochs(exclusion, operations, confirmed, shown, _bits(timelines, live, operations))


def _bits(timelines: Timelines, live: Marks, operations: Marks) -> NDArray[np.uint8]:
    first, last = timelines.first(operations), timelines.last(operations)
    operated = (last != NONE)[timelines.whose]
    after = timelines.after(last)
    since = after.copy()
    since[operations & timelines.marked(last[last != NONE])] = True
    member = {
        Epoch.EVER: np.ones(timelines.n_events, dtype=np.bool_),
        Epoch.BEFORE_OPERATION: timelines.before(first) | ~operated,
        Epoch.SINCE_EXCLUSION: live,
        Epoch.SINCE_OPERATION: np.where(operated, since, live),
        Epoch.AFTER_OPERATION: np.where(operated, after, live),
    }
    bits = (marks.astype(np.uint8) * np.uint8(EPOCH_BITS[epoch]) for epoch, marks in member.items())
    return np.asarray(reduce(or_, bits), dtype=np.uint8)


def _excludes(timelines: Timelines) -> Marks:
    """Reports of the very lesion that give another diagnosis and account for the vessels."""
    says = timelines.says
    other = says("pathology.diagnosis") & ~says("pathology.diagnosis", "ivl") & ~says("pathology.biopsy", "yes")
    vessels = says("pathology.vessels-contain-tumour", "no") | says("pathology.intravascular-part")
    return np.asarray(
        timelines.of_kind("pathology") & other & says("pathology.index-lesion", "yes") & vessels, dtype=np.bool_
    )


def _shows_ivl(timelines: Timelines, reports: VeinReports) -> Marks:
    says = timelines.says
    named = says("operation.for-ivl", "yes") | says("operation.worm-like-tumour", "yes")
    found = says("operation.ivl-found", "yes") | says(_PROCEDURES, *IVL_PROCEDURES)
    in_veins = reports.marks(reports.positive | reports.outcome, timelines)
    return np.asarray(timelines.of_kind("operation") & (named | found | in_veins), dtype=np.bool_)


def made_elsewhere(timelines: Timelines) -> Marks:
    """The operations that met neither uterus nor tumour by their procedures."""
    bits = word_bits(_PROCEDURES)
    elsewhere = sum(bits[name] for name in MADE_ELSEWHERE)
    told = timelines.words(_PROCEDURES)
    return np.asarray((told != 0) & (told & ~elsewhere == 0), dtype=np.bool_)


def _confirmed(timelines: Timelines, live: Marks) -> Marks:
    """Operations whose specimen held the disease: the one named, else the last operation before the report."""
    says = timelines.says
    held = says("pathology.diagnosis", "ivl") | says("pathology.intraluminal-smooth-muscle", "yes")
    elsewhere = says("pathology.method", "autopsy") | says("pathology.biopsy", "yes")
    reports = timelines.of_kind("pathology") & live & held & ~elsewhere
    stated = timelines.says(_SPECIMEN)
    before = timelines.previous(timelines.of_kind("operation") & ~made_elsewhere(timelines))
    unnamed = before[reports & ~stated]
    return timelines.marked(np.concatenate([unnamed[unnamed != NONE], _named(timelines, reports)]))


def _named(timelines: Timelines, reports: Marks) -> NDArray[np.int64]:
    """The events that these reports name as the source of their specimen."""
    rows = timelines.rows(_SPECIMEN)
    chosen = reports[rows.places] & rows.given
    if not chosen.any():
        return np.zeros(0, dtype=np.int64)
    whose = timelines.whose[rows.places[chosen]].astype(np.uint32)
    named = pl.DataFrame({"person": whose, "event": timelines.texts(rows).filter(pl.Series(chosen))})
    events = timelines.standing.events.select("person", "event", "place")
    return events.join(named, on=["person", "event"], how="semi")["place"].to_numpy().astype(np.int64)
