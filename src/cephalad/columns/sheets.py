"""The facts of many timelines, each worked out for all of them when it is first asked for, and then kept.

What `cephalad.facts.sheet.FactSheet` is for one patient: the same names, over arrays. A truth or a choice is a mask of
the sides that sources give: nothing is unknown, one side is the value, several are a conflict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.changes import changes_of
from cephalad.columns.epochs import Epochs, epochs_of
from cephalad.columns.extent import Extents
from cephalad.columns.fold import fold_declared
from cephalad.columns.frame import sides
from cephalad.columns.timelines import NONE, Marks, Places, Timelines
from cephalad.columns.vein_reports import Bits, VeinReports, able_to_show_bits, vein_reports
from cephalad.columns.veins import extent_now, extent_of, may_be_emptied
from cephalad.facts import DECLARED, FactType, fact_type, fact_values
from cephalad.facts.sheet import HYSTERECTOMIES

__all__ = ["NO", "UNKNOWN", "YES", "Numbers", "Sheets", "Sides", "column", "derived_columns", "first_of", "truths"]

Sides: TypeAlias = NDArray[np.uint8]
"""For each timeline the sides of a fact as a mask: bit 0 for the first of `fact_values`; 0 is unknown."""

UNKNOWN, YES, NO = 0, 1, 2
"""The sides of a truth; ``YES | NO`` is a conflict."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number fact: the least and the most that it may be; not a number where it is unknown."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]


Value: TypeAlias = Sides | Numbers
Compute: TypeAlias = Callable[["Sheets"], Value]

_TRUTHS = {True: "yes", False: "no"}
_COLUMNS: dict[str, Compute] = {}
_READ_BY = {"uterus.mass": ("uterus.mass-ever",)}
"""Declared facts that a derived one reads: folded with the others, they cost nothing."""


def column(fact: str) -> Callable[[Compute], Compute]:
    """Register a function as the derived fact of that id over many timelines."""

    def register(compute: Compute) -> Compute:
        _COLUMNS[fact] = compute
        return compute

    return register


def derived_columns() -> tuple[str, ...]:
    """The derived facts that are worked out here."""
    return tuple(_COLUMNS)


def first_of(*cases: tuple[NDArray[np.bool_], Sides | int], otherwise: Sides | int = UNKNOWN) -> Sides:
    """The value of the first condition that holds in each timeline."""
    conditions, values = zip(*cases, strict=True)
    return np.select(list(conditions), [np.asarray(value, np.uint8) for value in values], otherwise).astype(np.uint8)


def truths(yes: NDArray[np.bool_], no: NDArray[np.bool_]) -> Sides:
    """A truth that is yes where the one holds, else no where the other does, else unknown."""
    return first_of((yes, YES), (no, NO))


class Sheets:
    """Facts of many timelines.

    Parameters
    ----------
    timelines : what counts
    numbers : the guideline's parameters, by id, in their own units
    together : the declared facts that will be asked for, folded in one pass; any other is folded when it is asked for

    Attributes
    ----------
    n : number of timelines
    """

    def __init__(
        self, timelines: Timelines, numbers: Mapping[str, float], *, together: Iterable[str] = tuple(DECLARED)
    ) -> None:
        self.timelines = timelines
        self.numbers = numbers
        self.n = timelines.n
        asked = [fact for each in together for fact in (each, *_READ_BY.get(each, ()))]
        self._together = tuple(dict.fromkeys(fact for fact in asked if fact in DECLARED))
        self._values: dict[str, Value] = {}

    # --- facts --------------------------------------------------------------------------------------------------------

    def sides(self, fact: str) -> Sides:
        """A truth or a choice."""
        value = self._value(fact)
        assert not isinstance(value, Numbers), f"{fact} is a number"
        return value

    def number(self, fact: str) -> Numbers:
        """A number fact."""
        value = self._value(fact)
        assert isinstance(value, Numbers), f"{fact} is no number"
        return value

    def says(self, fact: str, value: str = "yes") -> NDArray[np.bool_]:
        """Whether the fact is known to have this value."""
        return np.asarray(self.sides(fact) == 1 << fact_values(fact).index(value))

    def known(self, fact: str) -> NDArray[np.bool_]:
        """Whether the fact is known, and its sources agree."""
        given = self.sides(fact)
        return np.asarray((given != 0) & (given & (given - 1) == 0))

    def _value(self, fact: str) -> Value:
        value = self._values.get(fact)
        if value is None:
            value = self._values[fact] = self._declared_sides(fact) if fact in DECLARED else _COLUMNS[fact](self)
        return value

    def column(self, fact: str) -> list[pl.Series]:
        """The fact in the encodings of `cephalad.columns.frame`; sides only where sources disagree somewhere."""
        if fact in DECLARED:
            return self._declared(fact)
        kind = fact_type(fact)
        if kind is FactType.NUMBER:
            number = self.number(fact)
            ends = {f"{fact}.low": number.low, f"{fact}.high": number.high}
            return [pl.Series(name, end).fill_nan(None) for name, end in ends.items()]
        words: list[bool] | list[str] = [True, False] if kind is FactType.TRUTH else list(fact_values(fact))
        # A mask has few values: each row takes its answer from a short list.
        masks = range(1 << len(words))
        given = [[word for place, word in enumerate(words) if mask >> place & 1] for mask in masks]
        single = pl.Series([each[0] if len(each) == 1 else None for each in given])
        found = [single[self.sides(fact)].alias(fact)]
        several = pl.Series([each if len(each) > 1 else None for each in given], dtype=pl.List(single.dtype))
        disagree = several[self.sides(fact)].alias(sides(fact))
        return found if disagree.null_count() == self.n else [*found, disagree]

    # --- declared facts -----------------------------------------------------------------------------------------------

    @cached_property
    def _folded(self) -> pl.DataFrame:
        """The declared facts that were to be folded together."""
        return self._fold(self._together)

    def _fold(self, facts: tuple[str, ...]) -> pl.DataFrame:
        return fold_declared(self.timelines, self.epochs, specs={fact: DECLARED[fact] for fact in facts})

    def _declared(self, fact: str) -> list[pl.Series]:
        """A declared fact, and its sides where sources disagree somewhere."""
        folded = self._folded if fact in self._together else self._fold((fact,))
        return [folded[name] for name in (fact, sides(fact)) if name in folded.columns]

    def _declared_sides(self, fact: str) -> Sides:
        stated, *disagreeing = self._declared(fact)
        bits = {value: 1 << place for place, value in enumerate(fact_values(fact))}
        if fact_type(fact) is FactType.TRUTH:
            of_code = np.array([bits["no"], bits["yes"], 0], dtype=np.uint8)
            found = of_code[stated.cast(pl.UInt8).fill_null(2).to_numpy()]
        else:
            found = stated.replace_strict(bits, default=0, return_dtype=pl.UInt8).to_numpy().copy()
        for several in disagreeing:
            for place in np.flatnonzero(several.is_not_null().to_numpy()):
                given = {_TRUTHS.get(side, side) for side in several[int(place)]}
                found[place] = sum(bits[side] for side in given)
        return np.asarray(found, dtype=np.uint8)

    # --- epochs -------------------------------------------------------------------------------------------------------

    @cached_property
    def epochs(self) -> Epochs:
        """Operations for the disease, and exclusions of it."""
        return epochs_of(self.timelines, self.reports_ever)

    @property
    def exclusion(self) -> Places:
        """The last pathology report that excludes the disease."""
        return self.epochs.exclusion

    @cached_property
    def live(self) -> Marks:
        """The events that count for suspicion: those after the last exclusion."""
        return self.timelines.after(self.exclusion)

    @property
    def operations(self) -> Marks:
        """The operations for intravenous leiomyomatosis."""
        return self.epochs.operations

    @cached_property
    def first_operation(self) -> Places:
        """The first operation for the disease."""
        return self.timelines.first(self.operations)

    @cached_property
    def operation(self) -> Places:
        """The last operation for the disease."""
        return self.timelines.last(self.operations)

    @cached_property
    def operated(self) -> NDArray[np.bool_]:
        """Whether an operation for the disease is on record."""
        return np.asarray(self.operation != NONE)

    @cached_property
    def hysterectomy(self) -> Places:
        """The first event that shows the uterus removed."""
        t = self.timelines
        return t.first(
            t.says("operation.procedures", *sorted(HYSTERECTOMIES))
            | t.says("operation.uterus", "removed", "already-absent")
            | t.says("history.hysterectomy", "yes")
        )

    @cached_property
    def diagnosis(self) -> Places:
        """The first event that names the disease: pathology if there is any, else the first probable evidence."""
        t, reports = self.timelines, self.reports
        named = t.says("pathology.diagnosis", "ivl") | t.says("pathology.intraluminal-smooth-muscle", "yes")
        pathology = t.first(self.live & named)
        seen = reports.marks(reports.positive & reports.continuous | reports.enhancing & reports.cord, t)
        met = self.operations & reports.marks(reports.positive, t)
        probable = t.first(self.live & t.says("operation.worm-like-tumour", "yes") | seen | met)
        return np.where(pathology != NONE, pathology, probable)

    @cached_property
    def index(self) -> Places:
        """The event that starts follow-up: the last operation for the disease, else the diagnosis."""
        return np.where(self.operated, self.operation, self.diagnosis)

    # --- veins --------------------------------------------------------------------------------------------------------

    @cached_property
    def reports_ever(self) -> VeinReports:
        """What all counted events say of veins."""
        return vein_reports(self.timelines)

    @cached_property
    def reports(self) -> VeinReports:
        """What the counted events say of veins; up to the last exclusion only what they show clear still counts."""
        live = self.live[self.reports_ever.place]
        return self.reports_ever.only_clear_unless(live).where(live | (self.reports_ever.clears != 0))

    @cached_property
    def able_to_show(self) -> Bits:
        """For each event the segments in its stated regions that its study has the means to speak of, as a mask."""
        return able_to_show_bits(self.timelines, self.timelines.says("imaging.regions"))

    @cached_property
    def extent(self) -> Extents:
        """The extent ever reached."""
        able = np.where(self.live, self.able_to_show, 0)
        emptied = may_be_emptied(self.timelines, self.operations, self.reports)
        return extent_of(self.timelines, self.reports, able, source_removed=self.hysterectomy, emptied=emptied)

    @cached_property
    def extent_now(self) -> Extents:
        """The extent after the last operation; before the first every field is that of `extent`."""
        return extent_now(self.timelines, self.reports, self.extent, self.operation)

    # --- changes ------------------------------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> Marks:
        """The events that report new or growing tumour after the first operation, or while none was done."""
        return changes_of(self.timelines, self.epochs, self.reports)

    @cached_property
    def change(self) -> Places:
        """The last of `changes`."""
        return self.timelines.last(self.changes)
