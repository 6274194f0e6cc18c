"""The group in force over many timelines: the highest reached on any earlier day, unless a clinician lowered it.

As `cephalad.plan.groups` defines it for one patient. What held earlier is known only from the verdicts of earlier
moments: `looks` names those that can make a difference, the caller works their verdicts out, `in_force` and
`plan_groups` draw the conclusion.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.sheets import Sheets
from cephalad.columns.timelines import NONE, Marks, Places
from cephalad.guideline.model import RISK_GROUPS

__all__ = ["InForce", "in_force", "looks", "plan_groups"]

Ranks = NDArray[np.int8]
"""For each timeline the place of a group in `RISK_GROUPS`, from 1; 0 for none."""

_STRICTEST = len(RISK_GROUPS)
_ALWAYS_LOOKED_AT = ("operation", "pathology", "decision")
_RAISING = ("operation", "pathology", "recurrence", "decision", "history", "state")
_TUMOUR_SEEN = ("imaging.residual-tumour", "imaging.new-or-growing-tumour")
_DECIDED = "decision.surveillance-group"


@dataclass(frozen=True, slots=True)
class InForce:
    """The group that the plan may not fall below.

    Attributes
    ----------
    group : 0 where none was reached or decided
    decided : whether it is a clinician's decision, which stands even where a stricter one is not excluded
    """

    group: Ranks
    decided: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Decision:
    """The last decision on the group since follow-up began: its place, and the group."""

    place: Places
    group: Ranks


def looks(sheets: Sheets, followed: NDArray[np.bool_], reached: pl.Series, not_excluded: pl.Series) -> pl.DataFrame:
    """The earlier moments whose verdicts the group in force depends on: just before the event at `place`.

    Columns `row`, the timeline, and `place`, by timeline and then in time.

    Parameters
    ----------
    followed : the timelines in which follow-up applies; no other is looked at
    reached : the group that today's verdicts reach; null for none
    not_excluded : the groups above it that today's verdicts leave open, as lists
    """
    t = sheets.timelines
    now, today = _ranks(reached), np.maximum(_ranks(reached), _strictest_of(not_excluded))
    decision = _last_decision(sheets)
    decided = decision.place != NONE
    # A decision starts afresh: of what was reached before it only that counts which held when it was made.
    candidates = _looked_at(sheets) & followed[t.whose] & ~t.before(decision.place)
    later = t.any(candidates & t.after(decision.place))
    # Without a decision the plan takes the strictest group ever reached or open: nothing is above the strictest.
    settled = ~decided & (today == _STRICTEST)
    # Nothing reached rises above the strictest group, once that is decided.
    settled |= decided & (decision.group == _STRICTEST)
    # Where nothing after the decision, today included, is above the decided group, that group stays.
    settled |= decided & ~later & (now <= decision.group)
    # What reaches the strictest group today rises above the decision unless it held already: one look tells.
    by_the_decision = decided & (now == _STRICTEST)
    needed = candidates & ~settled[t.whose] & ~(by_the_decision[t.whose] & t.after(decision.place))
    places = np.flatnonzero(needed)
    return pl.DataFrame({"row": t.whose[places], "place": places})


def in_force(sheets: Sheets, looked: pl.DataFrame, reached_then: pl.Series, reached: pl.Series) -> InForce:
    """The group in force of each timeline.

    Parameters
    ----------
    looked : what `looks` named
    reached_then : for each look the group that the verdicts of that moment reach; null for none
    reached : the same of today, for each timeline
    """
    row, place = looked["row"].to_numpy(), looked["place"].to_numpy()
    then, decision = _ranks(reached_then), _last_decision(sheets)
    after = place > decision.place[row]
    highest = _ranks(reached)
    np.maximum.at(highest, row[after], then[after])
    # What already held when the clinician decided does not raise the group again by itself.
    floor = np.zeros(sheets.n, dtype=np.int8)
    floor[row[~after]] = then[~after]
    raised = highest > np.maximum(floor, decision.group)
    decided = (decision.place != NONE) & ~raised
    return InForce(np.where(raised, highest, decision.group), decided)


def plan_groups(
    sheets: Sheets, followed: NDArray[np.bool_], force: InForce, reached: pl.Series, not_excluded: pl.Series
) -> pl.Series:
    """The group that the plan of each timeline follows; null where follow-up does not apply.

    A decided group stands; else it is the strictest of those in force, reached today and not excluded.
    """
    today = np.maximum(_ranks(reached), _strictest_of(not_excluded))
    group = np.where(force.decided, force.group, np.maximum(force.group, today))
    assert len(group) == sheets.n
    words = pl.Series([None, *RISK_GROUPS], dtype=pl.String)
    return words.gather(np.where(followed, group, 0))


def proposed_changes(
    groups: pl.Series, reached: pl.Series, not_excluded: pl.Series, stop_option: NDArray[np.bool_]
) -> pl.DataFrame:
    """What only a clinician can change: `kind`, ``stop-option`` or ``downgrade``, and `to_group`; null without one.

    Parameters
    ----------
    groups : the group that each plan follows (`plan_groups`)
    reached, not_excluded : the group that is reached today, and those that are not excluded
    stop_option : where longer intervals or stopping are open
    """
    today = np.maximum(_ranks(reached), _strictest_of(not_excluded))
    lower = (today > 0) & (today < _ranks(groups)) & ~stop_option
    kind = np.where(lower, 2, np.where(stop_option & groups.is_not_null().to_numpy(), 1, 0))
    return pl.DataFrame(
        {
            "kind": pl.Series([None, "stop-option", "downgrade"], dtype=pl.String).gather(kind),
            "to_group": pl.Series([None, *RISK_GROUPS], dtype=pl.String).gather(np.where(lower, today, 0)),
        }
    )


# --- where the group may have changed ---------------------------------------------------------------------------------


def _looked_at(sheets: Sheets) -> Marks:
    """The events since follow-up began before which the group may have been higher than ever before.

    Where nothing since the last such event can have raised the group, the look before that one saw the highest.
    """
    t = sheets.timelines
    lowering = _may_lower(sheets) & _followed_up(sheets)
    previous = t.previous(lowering)
    # How many events before each one may have raised it; more than before the last look means one since.
    raising = np.concatenate([[0], np.cumsum(_may_raise(sheets))])
    since = raising[:-1] > np.where(previous == NONE, -1, raising[previous])
    return np.asarray(lowering & (since | t.says(_DECIDED)), dtype=np.bool_)


def _followed_up(sheets: Sheets) -> Marks:
    t, index = sheets.timelines, sheets.index
    return np.asarray(t.after(index) & (index != NONE)[t.whose], dtype=np.bool_)


def _may_lower(sheets: Sheets) -> Marks:
    """Operations, pathology, decisions, and imaging that shows a vein clear or explains what was seen in it."""
    t, reports = sheets.timelines, sheets.reports
    return np.asarray(t.of_kind(*_ALWAYS_LOOKED_AT) | reports.marks(reports.clears != 0, t), dtype=np.bool_)


def _may_raise(sheets: Sheets) -> Marks:
    t, reports = sheets.timelines, sheets.reports
    seen = t.says(_TUMOUR_SEEN[0], "yes") | t.says(_TUMOUR_SEEN[1], "yes")
    return np.asarray(t.of_kind(*_RAISING) | reports.marks(reports.positive, t) | seen, dtype=np.bool_)


def _last_decision(sheets: Sheets) -> _Decision:
    t = sheets.timelines
    place = t.last(t.says(_DECIDED) & _followed_up(sheets))
    told = np.append(t.first_word(_DECIDED), -1)[place]
    group = np.zeros(t.n, dtype=np.int8)
    for rank, name in enumerate(RISK_GROUPS, 1):
        group[told == t.code(name)] = rank
    return _Decision(place, group)


# --- groups as ranks --------------------------------------------------------------------------------------------------


def _ranks(groups: pl.Series) -> Ranks:
    ranks = {name: rank for rank, name in enumerate(RISK_GROUPS, 1)}
    # A copy: what comes from a column cannot be written to.
    return groups.replace_strict(ranks, default=0, return_dtype=pl.Int8).to_numpy().copy()


def _strictest_of(lists: pl.Series) -> Ranks:
    strictest = np.zeros(len(lists), dtype=np.int8)
    for rank, name in enumerate(RISK_GROUPS, 1):
        strictest[lists.list.contains(name).fill_null(value=False).to_numpy()] = rank
    return strictest
