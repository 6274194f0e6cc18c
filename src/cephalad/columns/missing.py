"""Which single facts would settle an open conclusion, of many timelines at once.

A fact's answer is tried in all timelines together (`cephalad.columns.sets`). It is `cephalad.assess.outlook` the other
way round, which takes one timeline and all answers together; both say what the reference engine says when the fact has
that answer and all else stays as it is on record.

Segments and masses are not asked here: what an answer about one vein says of the others is worked out for one patient
at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

__all__ = ["missing_facts", "open_questions", "settling"]

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
    record = OnRecord(sheets, verdicts, quantifiers, guideline)
    found = {fact: marks_of(members, sheets.n) for fact, members in settling(record, open_questions(record, followed))}
    return _listed(found, sheets.n)


def open_questions(record: OnRecord, followed: NDArray[np.bool_]) -> dict[str, Members]:
    """The criteria behind the questions, each with the timelines in which it is asked about and unknown."""
    given = {
        Circumstance.ALIVE: members_of(~record.sheets.says("patient.dead")),
        Circumstance.SUSPECTED: record.verdict(SUSPECTED)[0],
        Circumstance.BEFORE_SURGERY: members_of(record.sheets.says("surgery.outstanding")),
        Circumstance.FOLLOWED: members_of(followed),
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


def settling(record: OnRecord, asked: Mapping[str, Members]) -> Iterator[tuple[str, Members]]:
    """Facts in reading order, each with the timelines in which one of its answers settles a criterion asked about.

    Parameters
    ----------
    asked : for each criterion the timelines in which it is asked about, and unknown
    """
    waits = _Waiting(record)
    for fact in facts_read(record.guideline):
        if settled := _settled(record, fact, waits.among(asked, fact)):
            yield fact, settled


def _settled(record: OnRecord, fact: str, waiting: Mapping[str, Members]) -> Members:
    """Where an answer to the fact makes a criterion known that waits for it."""
    settled = 0
    for answer in record.answers(fact) if waiting else ():
        outlook = _Outlook(record, fact, answer)
        possible = record.possible(fact, answer)
        for name, open_ in waiting.items():
            if rest := open_ & possible & ~settled:
                yes, no = outlook[name]
                settled |= rest & (yes | no)
    return settled


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


# --- what a criterion waits for ---------------------------------------------------------------------------------------


class _Waiting:
    """Where criteria are unknown for want of a fact: nothing is asked below what is known."""

    def __init__(self, record: OnRecord) -> None:
        self._record = record
        self._as_it_stands = _Outlook(record)
        self._own: dict[str, tuple[dict[str, Members], dict[str, Members]]] = {}

    def among(self, asked: Mapping[str, Members], fact: str) -> dict[str, Members]:
        """The criteria that are unknown for a part that reads the fact, itself or through another unknown criterion.

        Each stands with those of its timelines in which it does.
        """
        waiting: dict[str, Members] = {}
        found = {name: open_ & self._for(fact, name, waiting) for name, open_ in asked.items()}
        return {name: open_ for name, open_ in found.items() if open_}

    def _for(self, fact: str, criterion: str, waiting: dict[str, Members]) -> Members:
        if fact not in self._record.rests_on(criterion):
            return 0
        if criterion not in waiting:
            facts, criteria = self._undecided(criterion)
            found = facts.get(fact, 0)
            for other, open_ in criteria.items():
                found |= open_ & self._for(fact, other, waiting)
            waiting[criterion] = found
        return waiting[criterion]

    def _undecided(self, criterion: str) -> tuple[dict[str, Members], dict[str, Members]]:
        """The facts and the criteria that leave a criterion unknown, each with the timelines in which it does."""
        found = self._own.get(criterion)
        if found is None:
            found = self._own[criterion] = {}, {}
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
