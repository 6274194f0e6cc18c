"""Which single facts would settle an open conclusion, of many timelines at once.

A fact's answer is tried in all timelines together (`cephalad.columns.sets`). It is `cephalad.assess.outlook` the other
way round, which takes one timeline and all answers together; both say what the reference engine says when the fact has
that answer and all else stays as it is on record.

Segments and masses are not asked here: what an answer about one vein says of the others is worked out for one patient
at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.assess.evaluate import FactLeaf
from cephalad.assess.questions import SUSPECTED, Circumstance, possible_questions
from cephalad.columns.frame import facts_read
from cephalad.columns.sets import Answer, Members, OnRecord, Outcome, Quantifiers, marks_of, members_of
from cephalad.columns.sheets import Sheets
from cephalad.guideline.grammar import AllOf, AnyOf, Established, Expression, Holds, Not
from cephalad.guideline.model import Guideline

__all__ = ["missing_facts"]

Assumed: TypeAlias = Mapping[str, str]
"""One side for each of some facts on which sources disagree."""

_NOWHERE: Outcome = (0, 0)


def missing_facts(
    sheets: Sheets, verdicts: pl.DataFrame, quantifiers: Quantifiers, guideline: Guideline, followed: NDArray[np.bool_]
) -> pl.Series:
    """For each timeline the facts each of which alone can settle an open conclusion, in reading order.

    A fact is named when one of its possible answers makes the verdict of a question known that is asked at this stage
    (`cephalad.assess.questions`) and rests on that fact as things stand. They are the sets of one fact of
    `cephalad.assess.missing_facts`, without veins and masses.

    Parameters
    ----------
    verdicts : a column ``c.<criterion>`` for each criterion of the guideline
    quantifiers : of every segment and mass expression that the guideline has
    followed : where a group of the surveillance plan is hers
    """
    search = _Search(OnRecord(sheets, verdicts, quantifiers, guideline), followed)
    return _listed({fact: marks_of(found, sheets.n) for fact, found in search.found()}, sheets.n)


def _listed(found: Mapping[str, NDArray[np.bool_]], n: int) -> pl.Series:
    """For each timeline the names under which it is marked."""
    rows = pl.Series("row", np.arange(n, dtype=np.uint32))
    if not found:
        return pl.repeat([], n, dtype=pl.List(pl.String), eager=True)
    row, name = np.nonzero(np.stack(list(found.values()), axis=1))
    named = pl.DataFrame({"row": row.astype(np.uint32), "fact": pl.Series(list(found)).gather(name)})
    lists = named.group_by("row").agg("fact")
    joined = rows.to_frame().join(lists, on="row", how="left", maintain_order="left")["fact"]
    return joined.set(joined.is_null(), [])


# --- what an answer would make of it ----------------------------------------------------------------------------------


class _Outlook:
    """Every criterion under an answer to one fact, each worked out when it is asked for; without one, as it stands."""

    def __init__(self, record: OnRecord, fact: str = "", answer: Answer = "") -> None:
        self._record = record
        self._fact, self._answer = fact, answer
        self._found: dict[str, Outcome] = {}

    def __getitem__(self, criterion: str) -> Outcome:
        if self._fact not in self._record.rests_on(criterion):
            return self._record.verdict(criterion)
        found = self._found.get(criterion)
        if found is None:
            found = self._found[criterion] = self._work_out(criterion)
        return found

    def _work_out(self, criterion: str) -> Outcome:
        yes, no = self.value(self._record.guideline.criteria[criterion].when)
        open_ = self._record.tried_on_each_side(criterion) & ~(yes | no)
        if open_:
            disputed = tuple(fact for fact in self._record.shapes[criterion].facts if fact != self._fact)
            agreed = self._on_each_side(self._record.guideline.criteria[criterion].when, disputed, {}, open_)
            yes, no = yes | agreed[0], no | agreed[1]
        return yes, no

    def _on_each_side(self, when: Expression, facts: tuple[str, ...], assumed: Assumed, among: Members) -> Outcome:
        """Where, among these timelines, all sides of these facts give the one verdict or the other."""
        if not among:
            return _NOWHERE
        if not facts:
            yes, no = self.value(when, assumed)
            return yes & among, no & among
        fact, *others = facts
        disputed = among & self._record.disputed(fact)
        yes, no = self._on_each_side(when, tuple(others), assumed, among ^ disputed)
        all_yes = all_no = disputed
        for value, said in self._record.sides(fact).items():
            here = disputed & said
            yes_here, no_here = self._on_each_side(when, tuple(others), {**assumed, fact: value}, here)
            all_yes, all_no = all_yes & ~(here ^ yes_here), all_no & ~(here ^ no_here)
        return yes | all_yes, no | all_no

    def value(self, node: Expression, assumed: Assumed | None = None) -> Outcome:
        """The value of an expression; `assumed` takes one side of facts on which sources disagree."""
        if isinstance(node, FactLeaf):
            return self._leaf(node, assumed or {})
        if isinstance(node, AllOf):
            yes, no = self._record.all, 0
            for part in node.of:
                yes_here, no_here = self.value(part, assumed)  # type: ignore[arg-type]
                yes, no = yes & yes_here, no | no_here
            return yes, no
        if isinstance(node, AnyOf):
            yes, no = 0, self._record.all
            for part in node.of:
                yes_here, no_here = self.value(part, assumed)  # type: ignore[arg-type]
                yes, no = yes | yes_here, no & no_here
            return yes, no
        if isinstance(node, Not):
            yes, no = self.value(node.of, assumed)  # type: ignore[arg-type]
            return no, yes
        if isinstance(node, Holds):
            return self[node.criterion]
        if isinstance(node, Established):
            yes = self[node.criterion][0]
            return yes, self._record.all ^ yes
        return self._record.quantifier(node)

    def _leaf(self, node: FactLeaf, assumed: Assumed) -> Outcome:
        if node.fact == self._fact:
            return self._record.answered(node, self._answer)
        return self._record.answered(node, assumed[node.fact]) if node.fact in assumed else self._record.leaf(node)


# --- what is asked, and what it waits for -----------------------------------------------------------------------------


class _Search:
    """The open questions of many timelines, and the facts that can settle one."""

    def __init__(self, record: OnRecord, followed: NDArray[np.bool_]) -> None:
        self._record = record
        self._as_it_stands = _Outlook(record)
        self._followed = followed
        self._waits: dict[str, tuple[dict[str, Members], dict[str, Members]]] = {}

    def found(self) -> Iterator[tuple[str, Members]]:
        """Facts in reading order, each with the timelines in which it can settle a question."""
        asked = self._asked
        for fact in facts_read(self._record.guideline):
            below: dict[str, Members] = {}
            waiting = {name: open_ & self._waiting(name, fact, below) for name, open_ in asked.items()}
            settled = self._settled(fact, {name: open_ for name, open_ in waiting.items() if open_})
            if settled:
                yield fact, settled

    def _settled(self, fact: str, waiting: Mapping[str, Members]) -> Members:
        """Where an answer to the fact makes a criterion known that waits for it."""
        settled = 0
        for answer in self._record.answers(fact) if waiting else ():
            outlook = _Outlook(self._record, fact, answer)
            possible = self._record.possible(fact, answer)
            for name, open_ in waiting.items():
                if rest := open_ & possible & ~settled:
                    yes, no = outlook[name]
                    settled |= rest & (yes | no)
        return settled

    @cached_property
    def _asked(self) -> dict[str, Members]:
        """The criteria behind the questions, each with the timelines in which it is asked and unknown."""
        record, sheets = self._record, self._record.sheets
        given = {
            Circumstance.ALIVE: members_of(~sheets.says("patient.dead")),
            Circumstance.SUSPECTED: record.verdict(SUSPECTED)[0],
            Circumstance.BEFORE_SURGERY: members_of(sheets.says("surgery.outstanding")),
            Circumstance.FOLLOWED: members_of(self._followed),
        }
        found: dict[str, Members] = {}
        for each in possible_questions(record.guideline):
            name = each.question.criterion
            open_ = record.unknown(name)
            for need in each.needs:
                open_ &= given[need]
            for higher in each.unless:
                open_ &= ~record.verdict(higher)[0]
            found[name] = found.get(name, 0) | open_
        return found

    def _waiting(self, criterion: str, fact: str, below: dict[str, Members]) -> Members:
        """Where a criterion is unknown for a part that reads the fact, itself or through another unknown criterion."""
        if fact not in self._record.rests_on(criterion):
            return 0
        found = below.get(criterion)
        if found is None:
            facts, criteria = self._waits_for(criterion)
            found = facts.get(fact, 0)
            for other, open_ in criteria.items():
                found |= open_ & self._waiting(other, fact, below)
            below[criterion] = found
        return found

    def _waits_for(self, criterion: str) -> tuple[dict[str, Members], dict[str, Members]]:
        """The facts and the criteria that leave a criterion unknown, each with the timelines in which it does."""
        found = self._waits.get(criterion)
        if found is None:
            found = self._waits[criterion] = {}, {}
            self._look(self._record.guideline.criteria[criterion].when, self._record.unknown(criterion), found)
        return found

    def _look(self, node: Expression, among: Members, found: tuple[dict[str, Members], dict[str, Members]]) -> None:
        yes, no = self._as_it_stands.value(node)
        among &= ~(yes | no)
        if not among:
            return
        if isinstance(node, AllOf | AnyOf):
            for part in node.of:
                self._look(part, among, found)  # type: ignore[arg-type]
        elif isinstance(node, Not):
            self._look(node.of, among, found)  # type: ignore[arg-type]
        elif isinstance(node, FactLeaf):
            found[0][node.fact] = found[0].get(node.fact, 0) | among
        elif isinstance(node, Holds):
            found[1][node.criterion] = found[1].get(node.criterion, 0) | among
