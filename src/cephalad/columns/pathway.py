"""The whole pathway over many patients: facts, verdicts, conclusions and plan as of any moments, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.anatomy import SEGMENTS
from cephalad.assess.questions import SUSPECTED
from cephalad.columns.answers import answer_schema, study_column
from cephalad.columns.expressions import compile_guideline, verdict, words
from cephalad.columns.extent import frame_columns
from cephalad.columns.frame import INDEXED, ROW, FactFrame, facts_read, segment_bits, signs_read
from cephalad.columns.groups import in_force, looks, plan_groups, proposed_changes
from cephalad.columns.masses import masses_of
from cephalad.columns.missing import missing_facts
from cephalad.columns.sets import Quantifiers
from cephalad.columns.sheets import Sheets
from cephalad.columns.standing import Standing
from cephalad.columns.surveillance import open_examinations, plan
from cephalad.columns.timelines import NONE, Places, Timelines, seen_at
from cephalad.columns.verdicts import conclusions, ladder_value
from cephalad.columns.workup import workup_status
from cephalad.guideline.model import RISK_GROUPS, Guideline

__all__ = ["Evaluated", "OpenWork", "Pathway"]

_ROUTES = ("i-left", "i-right", "ii-left", "ii-right")
_RISK = "risk-group"
_NO_MASSES = pl.DataFrame()
_FOLLOWED = "ivl.surveillance.applies"
_STOP_OPTION = "ivl.surveillance.stop-option"


@dataclass(frozen=True)
class Evaluated:
    """Facts and verdicts of many timelines.

    Attributes
    ----------
    sheets : the facts
    verdicts : a column ``c.<criterion>`` for each criterion, nullable Booleans, one row for each timeline
    quantifiers : what the expressions over segments and over masses say, likewise
    """

    sheets: Sheets
    verdicts: pl.DataFrame
    quantifiers: Quantifiers

    @property
    def timelines(self) -> Timelines:
        """What counts."""
        return self.sheets.timelines

    def holds(self, criterion: str) -> NDArray[np.bool_]:
        """For each timeline whether the criterion is yes."""
        return self.verdicts[verdict(criterion)].fill_null(value=False).to_numpy()


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What is open with each of many timelines; the rows of `answers` and of `proposed` are the timelines.

    Attributes
    ----------
    answers : the columns of `cephalad.columns.answers`
    examinations : every open examination (`cephalad.columns.surveillance.open_examinations`), not the next alone
    proposed : what only a clinician can change (`cephalad.columns.groups.proposed_changes`)
    """

    answers: pl.DataFrame
    examinations: pl.DataFrame
    proposed: pl.DataFrame


class _Rules:
    """Criteria of a guideline, compiled, with the facts that they read.

    Parameters
    ----------
    criteria : only these and the ones on which they rest; all when left out
    """

    def __init__(self, guideline: Guideline, criteria: Iterable[str] | None = None) -> None:
        self._numbers = guideline.numbers
        self._compiled = compile_guideline(guideline, criteria)
        self._facts = facts_read(guideline, self._compiled.criteria)
        self._signs = signs_read(guideline, self._compiled.criteria)

    def evaluated(self, timelines: Timelines) -> Evaluated:
        """The facts and verdicts of these timelines."""
        sheets = Sheets(timelines, self._numbers, together=self._facts)
        rows = self._compiled.quantified(self._frame(sheets))
        quantifiers = {node: rows[name] for node, name in self._compiled.quantifiers.items()}
        return Evaluated(sheets, self._compiled.concluded(rows).drop(ROW), quantifiers)

    def _frame(self, sheets: Sheets) -> FactFrame:
        row = pl.Series(ROW, np.arange(sheets.n, dtype=np.uint32))
        facts = [series for fact in self._facts for series in sheets.column(fact)]
        segments = frame_columns(sheets) if self._compiled.segments else []
        masses = masses_of(sheets, self._signs) if self._compiled.masses else _NO_MASSES
        return FactFrame(pl.DataFrame([row, *facts, *segments]), masses)


class Pathway:
    """A guideline, compiled once, to be asked about any number of patients.

    Parameters
    ----------
    guideline : the guideline
    """

    def __init__(self, guideline: Guideline) -> None:
        self.guideline = guideline
        self._whole = _Rules(guideline)
        before = (*(row.due for row in guideline.studies if row.preoperative), SUSPECTED)
        self.before_operation = _Rules(guideline, before)
        self.risk = _Rules(guideline, [rung.criterion for rung in guideline.ladders[_RISK].rungs])

    # --- facts and verdicts -------------------------------------------------------------------------------------------

    def evaluated(self, standing: Standing, moments: pl.DataFrame) -> Evaluated:
        """Facts and verdicts as of these moments, in their order; `moments` as `seen_at` takes them."""
        return self._whole.evaluated(seen_at(standing, moments))

    def just_before(self, whole: Evaluated, timelines: NDArray[np.int64], places: Places, rules: _Rules) -> Evaluated:
        """The same timelines as they stood just before events of theirs.

        Parameters
        ----------
        rules : the criteria that are asked for
        timelines : which timelines, any of them any number of times
        places : for each the place of the event
        """
        t = whole.timelines
        last = places - 1
        own = (last >= 0) & (t.whose[last] == timelines) if t.n_events else np.zeros(len(places), dtype=np.bool_)
        moments = pl.DataFrame(
            {
                "person": timelines.astype(np.uint32),
                "before": places,
                # Just after an event it is that event's day; where nothing has happened yet it is the whole moment.
                "earliest": np.where(own, t.start[last], t.earliest[timelines]),
                "latest": np.where(own, t.end[last], t.latest[timelines]),
            }
        )
        return rules.evaluated(seen_at(t.standing, moments))

    # --- answers ------------------------------------------------------------------------------------------------------

    def answers(
        self, standing: Standing, moments: pl.DataFrame, *, criteria: bool = False, missing: bool = True
    ) -> pl.DataFrame:
        """A row for each moment, in the columns of `cephalad.columns.answers`.

        Parameters
        ----------
        moments : as `cephalad.columns.moments.asked_moments` makes them
        criteria : whether every criterion's verdict stands beside the conclusions
        missing : whether the facts that would settle an open conclusion are worked out; null where not
        """
        found = self.evaluated(standing, moments)
        return _Answers(self, found, moments["as_of"]).frame(criteria=criteria, missing=missing)

    def open_work(self, standing: Standing, moments: pl.DataFrame) -> OpenWork:
        """What is open as of each moment, for lists of work; `moments` as `answers` takes them."""
        found = self.evaluated(standing, moments)
        return _Answers(self, found, moments["as_of"]).open_work()


@dataclass(frozen=True)
class _Answers:
    """The answers of one batch of timelines."""

    pathway: Pathway
    found: Evaluated
    as_of: pl.Series

    @property
    def _guideline(self) -> Guideline:
        return self.pathway.guideline

    @cached_property
    def _concluded(self) -> pl.DataFrame:
        indexed = pl.Series(INDEXED, self.found.sheets.index != NONE)
        return self.found.verdicts.with_columns(indexed).select(conclusions(self._guideline))

    @cached_property
    def _before_operation(self) -> tuple[NDArray[np.int64], Evaluated]:
        """The timelines with an operation for the disease, and their verdicts just before the last one."""
        operation = self.found.sheets.operation
        operated = np.flatnonzero(operation != NONE)
        return operated, self.pathway.just_before(
            self.found, operated, operation[operated], self.pathway.before_operation
        )

    def frame(self, *, criteria: bool, missing: bool) -> pl.DataFrame:
        """All columns in their order."""
        schema = answer_schema(self._guideline, criteria=criteria)
        columns = {
            "patient": self.found.timelines.standing.patients["patient"],
            "as_of": self.as_of,
            "guideline": pl.repeat(self._guideline.edition, self.found.sheets.n, eager=True),
            **self._concluded.to_dict(),
            **self._about_tumour(),
            **self._about_team(),
            **self._about_follow_up(),
            "missing": self._missing() if missing else pl.repeat(None, self.found.sheets.n, eager=True),
            **self._about_workup(),
        }
        if criteria:
            columns |= self.found.verdicts.select(words(name) for name in self.found.verdicts.columns).to_dict()
        return pl.DataFrame([columns[name].alias(name).cast(kind) for name, kind in schema.items()])

    # --- tumour -------------------------------------------------------------------------------------------------------

    def _about_tumour(self) -> dict[str, pl.Series]:
        extent = self.found.sheets.extent
        routes = [f"ivl.extent.route-{route}" for route in _ROUTES]
        return {
            "urgent": self._held(self._guideline.urgent, self._guideline.urgent),
            "front": _named(self.found.sheets.extent_now.front),
            "front_ever": _named(extent.front),
            "routes": self._held(routes, _ROUTES),
            "downward": self._word("ivl.extent.downward"),
            "continuity": extent.continuity,
            "completeness": self._completeness(),
        }

    def _completeness(self) -> pl.Series:
        said = {0: "unknown", 1: "complete", 2: "incomplete", 3: "conflicting"}
        found = pl.Series(self.found.sheets.sides("resection.complete")).replace_strict(said, return_dtype=pl.String)
        return found.zip_with(pl.Series(self.found.sheets.operated), _repeated("not-operated", found.len()))

    # --- team and treatment -------------------------------------------------------------------------------------------

    def _about_team(self) -> dict[str, pl.Series]:
        operated = pl.Series(self.found.sheets.operated)
        return {
            "mdt": self._word("ivl.mdt.convene"),
            "mdt_met": self._fact("mdt.met"),
            "mdt_before_operation": _only_where(operated, self._fact("mdt.met-before-operation")),
            "endocrine": self._indications("yes"),
            "endocrine_not_excluded": self._indications("unknown"),
        }

    def _indications(self, word: str) -> pl.Series:
        items = self._guideline.indications
        alive = ~self.found.sheets.says("patient.dead")
        said = [self._word(item.criterion) == word for item in items]
        return _listed([(each & pl.Series(alive)).to_numpy() for each in said], [item.id for item in items])

    # --- work-up and plan ---------------------------------------------------------------------------------------------

    def _about_workup(self) -> dict[str, pl.Series]:
        operated, before = self._before_operation
        status = workup_status(self.found.sheets, self.found.verdicts, operated, before.verdicts, self._guideline)
        return {study_column(study): found for study, found in status.items()}

    def open_work(self) -> OpenWork:
        """All columns, every open examination, and what is proposed."""
        sheets, groups = self.found.sheets, self._groups
        examinations = open_examinations(
            sheets, self.found.verdicts, self._guideline, groups, suspected_before_operation=self._suspected_before
        )
        not_excluded = self._concluded["risk_group_not_excluded"]
        stops = self.found.holds(_STOP_OPTION)
        proposed = proposed_changes(groups, self._reached(self.found), not_excluded, stops)
        return OpenWork(self.frame(criteria=False, missing=True), examinations, proposed)

    @cached_property
    def _suspected_before(self) -> NDArray[np.bool_]:
        """Where the disease was at least suspected just before the last operation."""
        operated, before = self._before_operation
        suspected = np.zeros(self.found.sheets.n, dtype=np.bool_)
        suspected[operated] = before.holds(SUSPECTED)
        return suspected

    def _about_follow_up(self) -> dict[str, pl.Series]:
        sheets, groups, followed = self.found.sheets, self._groups, self._followed
        planned = plan(
            sheets, self.found.verdicts, self._guideline, groups, suspected_before_operation=self._suspected_before
        )
        done = self._fact("surveillance.baseline-done")
        return {
            "plan_group": groups,
            "baseline_done": _only_where(pl.Series(followed & sheets.operated), done),
            **planned.columns(),
        }

    @cached_property
    def _followed(self) -> NDArray[np.bool_]:
        """Where follow-up applies and has begun."""
        return np.asarray(self.found.holds(_FOLLOWED) & (self.found.sheets.index != NONE))

    @cached_property
    def _groups(self) -> pl.Series:
        """The group that the plan follows; null where follow-up does not apply."""
        followed = self._followed
        reached = self._reached(self.found)
        asked = looks(self.found.sheets, followed, reached, self._concluded["risk_group_not_excluded"])
        earlier = self.pathway.just_before(
            self.found, asked["row"].to_numpy(), asked["place"].to_numpy(), self.pathway.risk
        )
        force = in_force(self.found.sheets, asked, self._reached(earlier), reached)
        return plan_groups(self.found.sheets, followed, force, reached, self._concluded["risk_group_not_excluded"])

    def _missing(self) -> pl.Series:
        """The facts each of which alone would settle an open conclusion."""
        planned = self._groups.is_not_null().to_numpy()
        return missing_facts(self.found.sheets, self.found.verdicts, self.found.quantifiers, self._guideline, planned)

    def _reached(self, found: Evaluated) -> pl.Series:
        """The risk group by today's verdicts; null where none is reached."""
        group = found.verdicts.select(ladder_value(self._guideline.ladders[_RISK]).alias("group"))["group"]
        return group.set(~group.is_in(RISK_GROUPS), None)

    # --- words --------------------------------------------------------------------------------------------------------

    def _word(self, criterion: str) -> pl.Series:
        return self.found.verdicts.select(words(verdict(criterion))).to_series()

    def _fact(self, fact: str) -> pl.Series:
        """A truth in words; a conflict is unknown too."""
        said = {0: "unknown", 1: "yes", 2: "no", 3: "unknown"}
        return pl.Series(self.found.sheets.sides(fact)).replace_strict(said, return_dtype=pl.String)

    def _held(self, criteria: Sequence[str], named: Sequence[str]) -> pl.Series:
        """The names of the criteria that hold."""
        return _listed([self.found.holds(name) for name in criteria], named)


def _listed(chosen: Iterable[NDArray[np.bool_]], named: Sequence[str]) -> pl.Series:
    """For each row the names that are chosen in it."""
    masks = sum(each.astype(np.int64) << place for place, each in enumerate(chosen))
    return _from_masks(np.asarray(masks), named)


def _from_masks(masks: NDArray[np.int64], named: Sequence[str]) -> pl.Series:
    """For each mask the names of its bits; rows share a few masks, of which each is spelt out once."""
    distinct, inverse = np.unique(masks, return_inverse=True)
    lists = [[name for place, name in enumerate(named) if mask >> place & 1] for mask in distinct.tolist()]
    return pl.Series(lists, dtype=pl.List(pl.String)).gather(inverse)


def _named(masks: NDArray[np.int64]) -> pl.Series:
    """The segments of each mask, in print order."""
    assert all(segment_bits([name]) == 1 << place for place, name in enumerate(SEGMENTS))
    return _from_masks(masks, tuple(SEGMENTS))


def _only_where(condition: pl.Series, found: pl.Series) -> pl.Series:
    return found.set(~condition, None)


def _repeated(word: str, number: int) -> pl.Series:
    return pl.repeat(word, number, eager=True)
