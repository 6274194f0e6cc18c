"""The plan of follow-up by both engines: the columns' with the verdicts of the reference, and the reference's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from tests.generative.derived_facts import sheets_of

from cephalad.assess import Evaluation, rung_of
from cephalad.columns.expressions import verdict
from cephalad.columns.groups import in_force, looks, plan_groups
from cephalad.columns.sheets import Sheets
from cephalad.columns.surveillance import plan
from cephalad.facts import FactSheet
from cephalad.guideline import Guideline, default_guideline
from cephalad.guideline.model import RISK_GROUPS
from cephalad.logic import Calendar, Span, Truth, parse_partial_date
from cephalad.plan import Examination, Surveillance, surveillance
from cephalad.record import Case, Point, first_events, parse_point, view

__all__ = ["Followed", "as_of", "followed"]

Row = dict[str, Any]
_VERDICTS = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
_DAY_ZERO = date(1970, 1, 1).toordinal()


def as_of(case: Case, text: str) -> tuple[Case, Point]:
    """The case as of a moment."""
    if text.startswith(("after:", "day:")):
        return case, parse_point(text, case)
    day = parse_partial_date(text).latest
    return case, Point(Span(day, day))


def followed(pairs: Iterable[tuple[Case, Point]], guideline: Guideline | None = None) -> Followed:
    """Cases as of points, in both engines."""
    chosen = guideline or default_guideline()
    listed = list(pairs)
    return Followed(chosen, listed, sheets_of(listed, chosen.numbers), [_Reference(chosen, *pair) for pair in listed])


class _Reference:
    """One case as of a point, by the one-patient engine."""

    def __init__(self, guideline: Guideline, case: Case, point: Point) -> None:
        self.guideline = guideline
        self.seen = view(case, point)
        self._earlier: dict[int, Evaluation] = {}
        self.now = Evaluation(guideline, FactSheet(self.seen, guideline.numbers))

    def just_before(self, at: int) -> Evaluation:
        """The verdicts just before the event at a place."""
        if at not in self._earlier:
            self._earlier[at] = Evaluation(
                self.guideline, FactSheet(first_events(self.seen, at), self.guideline.numbers)
            )
        return self._earlier[at]

    @cached_property
    def plan(self) -> Surveillance:
        """The whole plan."""
        return surveillance(self.now, self.just_before)

    @property
    def suspected_before_operation(self) -> bool:
        """Whether the disease was suspected just before the last operation."""
        at = self.now.sheet.operation
        return at is not None and self.just_before(at)["ivl.suspicion.from-suspected"] is Truth.TRUE


def _group(evaluation: Evaluation) -> tuple[str | None, list[str]]:
    value, not_excluded, _ = rung_of(evaluation, evaluation.guideline.ladders["risk-group"])
    # As in the answers: the lowest group is never *not excluded*.
    return (value if value in RISK_GROUPS else None), [name for name in not_excluded if name != RISK_GROUPS[0]]


@dataclass(frozen=True)
class Followed:
    """The same cases in both engines."""

    guideline: Guideline
    pairs: list[tuple[Case, Point]]
    sheets: Sheets
    references: list[_Reference]

    @cached_property
    def verdicts(self) -> pl.DataFrame:
        """The reference's verdicts on what the plan reads."""
        read = [name for name in self.guideline.criteria if name.startswith("ivl.surveillance.")]
        columns = {
            verdict(name): [_VERDICTS[each.now[name]] for each in self.references]
            for name in (*read, "ivl.endocrine.stopped")
        }
        return pl.DataFrame(columns, dict.fromkeys(columns, pl.Boolean))

    @cached_property
    def applies(self) -> NDArray[np.bool_]:
        """Where follow-up applies."""
        return np.array([each.plan.risk_group != "not-applicable" for each in self.references], dtype=np.bool_)

    @cached_property
    def _today(self) -> tuple[pl.Series, pl.Series]:
        groups = [_group(each.now) for each in self.references]
        reached = pl.Series([value for value, _ in groups], dtype=pl.String)
        return reached, pl.Series([open_ for _, open_ in groups], dtype=pl.List(pl.String))

    @cached_property
    def looks(self) -> pl.DataFrame:
        """The earlier moments that the columns ask for."""
        return looks(self.sheets, self.applies, *self._today)

    def looked_at(self) -> list[str]:
        """Just before which events the columns look, as ids."""
        return self.sheets.timelines.standing.events["event"].gather(self.looks["place"]).to_list()

    @cached_property
    def groups(self) -> pl.Series:
        """The columns' groups, from the reference's verdicts at the moments that they ask for."""
        starts = np.searchsorted(self.sheets.timelines.whose, np.arange(self.sheets.n))
        then = [_group(self._at(row, place - starts[row]))[0] for row, place in self.looks.iter_rows()]
        force = in_force(self.sheets, self.looks, pl.Series(then, dtype=pl.String), self._today[0])
        return plan_groups(self.sheets, self.applies, force, *self._today)

    def _at(self, row: int, at: int) -> Evaluation:
        just_before: Callable[[int], Evaluation] = self.references[row].just_before
        return just_before(int(at))

    def planned(self) -> list[Row]:
        """The columns' plan: the group, and the next examination."""
        suspected = np.array([each.suspected_before_operation for each in self.references], dtype=np.bool_)
        found = plan(
            self.sheets, self.verdicts, self.guideline, self.groups, suspected_before_operation=suspected
        ).columns()
        return pl.DataFrame({"plan_group": self.groups, **found}).to_dicts()

    def expected(self) -> list[Row]:
        """The same by the reference."""
        rows = zip(self.pairs, self.references, strict=True)
        return [_expected(each.plan, case.calendar) for (case, _), each in rows]


def _expected(found: Surveillance, calendar: Calendar) -> Row:
    open_ = [item for item in found.examinations if item.status != "done"]
    following = min(open_, key=_closing, default=None)
    zero = _DAY_ZERO if calendar is Calendar.DATES else 0
    late = following.late_days if following else None
    return {
        "plan_group": found.plan_group or None,
        "next_study": following.study if following else None,
        "next_opens": _date(following.opens.earliest, zero) if following and following.opens else None,
        "next_closes": _date(following.closes.latest, zero) if following and following.closes else None,
        "next_status": following.status if following else None,
        "next_late_days": late[0] if late else None,
    }


def _closing(item: Examination) -> tuple[bool, int]:
    return item.closes is None, item.closes.latest if item.closes else 0


def _date(day: int, zero: int) -> date:
    return date.fromordinal(day - zero + _DAY_ZERO)
