"""From the table of a cohort to what became of each woman operated on; the rules stand in `recurrence_outcomes`.

Facts and verdicts come from the column engine: a rule of the guideline or of the facts is not written here again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.cohort.recurrence_outcomes import APART, NAMES, OUTCOMES, STARTS, Source
from cephalad.columns.expressions import verdict
from cephalad.columns.pathway import Pathway
from cephalad.columns.rejected import Rejected
from cephalad.columns.sheets import NO, UNKNOWN, YES, Sheets
from cephalad.columns.standing import Standing, standing
from cephalad.columns.table import read_batches
from cephalad.columns.timelines import NONE, Days, Marks, Places, seen_at
from cephalad.columns.verdicts import ladder_value, not_excluded
from cephalad.errors import InvalidArgument
from cephalad.guideline.model import Guideline
from cephalad.record import example_names

__all__ = ["Read", "outcomes", "read_outcomes"]

MOST_TOLD = 20
"""Refused rows that are kept to be told; the others are counted."""

_Value = TypeVar("_Value", bound=np.generic)
_OBSERVED = -1
_SYNTHETIC = (pl.col("finding") == "patient.synthetic") & (pl.col("value_text") == "yes")


@dataclass(frozen=True, slots=True)
class Read:
    """What `read_outcomes` found in a file.

    Attributes
    ----------
    outcomes : one row a patient operated on for the disease
    source : which patients the file holds
    rejected : the first rows that were refused
    """

    outcomes: pl.DataFrame
    source: Source
    rejected: tuple[Rejected, ...]


def read_outcomes(
    path: str | Path,
    guideline: Guideline,
    *,
    start: str = STARTS[0],
    published: bool = False,
    told: Callable[[int], None] | None = None,
) -> Read:
    """The outcomes of the patients of a cohort table, some of them at a time.

    Parameters
    ----------
    published : whether the table is known to hold published case reports; one of shipped examples alone is recognised
    told : called with the number of patients read so far, after each batch

    Raises
    ------
    InvalidArgument : for a file with another ending, and for a start that does not exist
    UnreadableInput : when the table cannot be read
    """
    shipped = frozenset(example_names())
    parts: list[pl.DataFrame] = []
    rejected: list[Rejected] = []
    n = n_synthetic = n_rejected = 0
    only_shipped = True
    for batch in read_batches(path):
        parts.append(outcomes(batch.rows, guideline, start=start))
        patients = batch.rows["patient"].unique()
        n += patients.len()
        n_synthetic += batch.rows.filter(_SYNTHETIC)["patient"].n_unique()
        only_shipped = only_shipped and patients.is_in(list(shipped)).all()
        n_rejected += len(batch.rejected)
        rejected += batch.rejected[: MOST_TOLD - len(rejected)]
        if told is not None:
            told(n)
    found = pl.concat(parts) if parts else pl.DataFrame(schema=OUTCOMES)
    source = Source(n, n_synthetic, n_rejected, published=published or (only_shipped and n > 0))
    return Read(found, source, tuple(rejected))


def outcomes(table: pl.DataFrame, guideline: Guideline, *, start: str = STARTS[0]) -> pl.DataFrame:
    """What became of every patient operated on for the disease, in the columns of `OUTCOMES`, by patient.

    Parameters
    ----------
    table : rows of whole patients, as `cephalad.columns.read_table` gives them
    start : one of `STARTS`

    Raises
    ------
    InvalidArgument : for a start that does not exist
    """
    if start not in STARTS:
        raise InvalidArgument(f"start: must be one of {', '.join(STARTS)}, got {start[:60]!r}")
    # Whoever had no operation at all, most of a cohort, need not be put in order.
    cut = table.filter(pl.col("kind") == "operation")["patient"].unique()
    stands = standing(table.filter(pl.col("patient").is_in(cut.implode())))
    whole = seen_at(stands, _at_the_end(stands))
    assert whole.n_events == stands.events.height, "a place in the timelines must be one in the table"
    course = _Course(Sheets(whole, guideline.numbers), start)
    women = np.flatnonzero(course.operated)
    if not len(women):
        return pl.DataFrame(schema=OUTCOMES)
    told = _just_before(course, stands, women, guideline)
    columns = {"patient": stands.patients["patient"].gather(women), **course.columns(women), **told}
    return pl.DataFrame([columns[name].cast(kind).alias(name) for name, kind in OUTCOMES.items()])


def _at_the_end(stands: Standing) -> pl.DataFrame:
    """For each patient the last day that any event of hers may have happened, when all have come."""
    last = stands.events.group_by("person").agg(day=pl.col("to").max().cast(pl.Int32).cast(pl.Int64))
    days = stands.patients.select("person").join(last, on="person", how="left", maintain_order="left")
    day = pl.col("day").fill_null(0)
    return days.select("person", before=pl.lit(None, pl.Int64), earliest=day, latest=day)


# --- days -------------------------------------------------------------------------------------------------------------


class _Course:
    """Start, change and observation of many patients, each with all her events."""

    def __init__(self, sheets: Sheets, start: str) -> None:
        t = self.timelines = sheets.timelines
        self._sheets = sheets
        self.operated = sheets.operated
        self.start = self._started(start)
        self.has_start = self.start != NONE
        self.start_timed = self.has_start & _at(t.timed, self.start)
        # Days of events that are not timed are compared nowhere.
        self.first_day, self.last_day = _at(t.start, self.start), _at(t.end, self.start)
        self.after = t.after(self.start) & self.has_start[t.whose]
        told = t.timed & self.start_timed[t.whose]
        self.on_the_day = told & (t.end <= self.first_day[t.whose])
        self.later = told & (t.end > self.last_day[t.whose])
        self.change = t.first(sheets.changes & self.after & ~self.on_the_day)
        deaths = t.of_kind("death") | t.says("state.vital-status", "dead")
        self.died = t.any(deaths)
        self._death = t.first(deaths & self.after & told)
        self._seen = t.of_kind("imaging", "examination", "contact") & ~t.says("contact.reached", "no")
        self._seen &= self.after & ~self.on_the_day

    def _started(self, start: str) -> Places:
        """The first, or the last, operation for the disease that no change precedes."""
        t = self.timelines
        first_change = t.first(self._sheets.changes)[t.whose]
        free = self._sheets.operations & ((first_change == NONE) | (np.arange(t.n_events) <= first_change))
        return t.first(free) if start == "first-operation" else t.last(free)

    def columns(self, women: NDArray[np.intp]) -> dict[str, pl.Series]:
        """The columns of days, of death and of who stands apart."""
        changed = self.change != NONE
        t = self.timelines
        seen = self._furthest(self._seen & self.later, (t.start, t.end))
        last_seen = np.select([changed, self.died], [NONE, self._death], seen)
        timed = np.where(changed, _at(self.later, self.change), last_seen != NONE) & self.start_timed
        unseen = ~changed & ~self.died & ~t.any(self._seen)
        why = np.select([~self.has_start, timed, unseen], [0, _OBSERVED, 1], 2)
        apart = pl.Series(why).replace_strict({_OBSERVED: None, **dict(enumerate(APART))}, return_dtype=pl.String)
        places = {
            "start": self.start,
            "change": self.change,
            "last_clear": self._last_clear(),
            "last_seen": last_seen,
        }
        found = {"died": pl.Series(self.died[women]), "apart": apart.gather(women)}
        for name, place in places.items():
            shown = np.where(why == _OBSERVED, place, NONE)[women]
            for end, days in (("earliest", t.start), ("latest", t.end)):
                found[f"{name}_{end}"] = pl.Series(_at(days, shown)).set(pl.Series(shown == NONE), None)
        return found

    def _furthest(self, marks: Marks, keys: tuple[Days, Days]) -> Places:
        """The marked event of each timeline whose second key is greatest, and of those the first key."""
        t, places = self.timelines, np.flatnonzero(marks)
        ascending = places[np.lexsort([key[places] for key in keys])]
        found = np.full(t.n, NONE, dtype=np.int64)
        found[t.whose[ascending]] = ascending
        return found

    def _last_clear(self) -> Places:
        """The imaging study before the change that showed no tumour and surely happened latest."""
        t = self.timelines
        denied, found = (
            t.says("imaging.new-or-growing-tumour", word) | t.says("imaging.residual-tumour", word)
            for word in ("no", "yes")
        )
        reports = self._sheets.reports
        tumour = found | reports.marks(reports.positive, t) | t.says("imaging.unclear-finding", "yes")
        changed = self.change != NONE
        limit = np.where(changed, self.change, t.n_events)[t.whose]
        before = (np.arange(t.n_events) < limit) & (~changed[t.whose] | (t.start < _at(t.end, self.change)[t.whose]))
        clear = t.of_kind("imaging") & denied & ~tumour & self.after & self.later & before
        return self._furthest(clear, (t.end, t.start))


def _at(values: NDArray[_Value], places: Places) -> NDArray[_Value]:
    """The values at these places; anything where a place is `NONE`."""
    return values[places] if len(values) else np.zeros(len(places), dtype=values.dtype)


# --- what was known of her --------------------------------------------------------------------------------------------


def _just_before(
    course: _Course, stands: Standing, women: NDArray[np.intp], guideline: Guideline
) -> dict[str, pl.Series]:
    """The columns that the guideline says, as the record stood just before the change, or at its end."""
    t, change = course.timelines, course.change[women]
    # Just after an event it is that event's day; a change has one before it, the operation.
    before = np.maximum(change, 1) - 1
    moments = pl.DataFrame(
        {
            "person": women.astype(np.uint32),
            "before": change,
            "earliest": np.where(change == NONE, t.earliest[women], t.start[before]),
            "latest": np.where(change == NONE, t.latest[women], t.end[before]),
        }
    )
    found = Pathway(guideline).evaluated(stands, moments)
    named = found.verdicts[verdict("ivl.surveillance.completeness-decides-name")]
    called = {True: NAMES["complete"], False: NAMES["incomplete"]}
    names = named.replace_strict(called, default=NAMES["unknown"], return_dtype=pl.String)
    return {
        "name": names.set(pl.Series(change == NONE), None),
        "completeness": _completeness(found.sheets),
        "extent": _extent(found.verdicts, guideline),
        "operation": _operation(found.sheets),
    }


def _completeness(sheets: Sheets) -> pl.Series:
    said = {UNKNOWN: "unknown", YES: "complete", NO: "incomplete", YES | NO: "conflicting"}
    return pl.Series(sheets.sides("resection.complete")).replace_strict(said, return_dtype=pl.String)


def _extent(verdicts: pl.DataFrame, guideline: Guideline) -> pl.Series:
    ladder = guideline.ladders["pumch-2024"]
    value, open_ = verdicts.select(ladder_value(ladder).alias("value"), not_excluded(ladder).alias("open"))
    vague = value.replace_strict({ladder.floor: "not-told"}, default="confined-or-more", return_dtype=pl.String)
    return value.zip_with(open_.list.len() == 0, vague)


def _operation(sheets: Sheets) -> pl.Series:
    removed = sheets.says("uterus.removed") & sheets.known("ovaries.left")
    none_left = sheets.says("ovaries.left", "none")
    conditions = [sheets.says("uterus.removed", "no"), removed & none_left, removed]
    return pl.Series(np.select(conditions, ["uterus-kept", "radical", "ovary-left"], "not-told"), dtype=pl.String)
