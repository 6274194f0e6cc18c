"""The parts of a plan as printed: what is due, by whom, when, and since when it is late."""

from __future__ import annotations

from dataclasses import dataclass

from cephalad.assess import Reason
from cephalad.logic import Span

__all__ = [
    "Course",
    "Dose",
    "Examination",
    "ProposedChange",
    "RosterEntry",
    "Surveillance",
    "WorkupRow",
]


@dataclass(frozen=True, slots=True)
class WorkupRow:
    """One study of the work-up.

    Attributes
    ----------
    status : ``not-indicated``, ``due``, ``overdue``, ``done``, ``partly-done``, ``declined`` or ``unknown``
    also : further statuses that hold at the same time, most urgent first
    asked, uncovered : segments that the study must cover, and those that no such study covered yet
    events : the events that did it, in part or wholly, or refused it
    """

    study: str
    status: str
    also: tuple[str, ...]
    asked: tuple[str, ...]
    uncovered: tuple[str, ...]
    events: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """A member of the team: ``required``, or ``on-call`` until cleared."""

    role: str
    need: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose on record as given; `amount_mg` is None when not recorded."""

    event: str
    on: Span
    drug: str
    amount_mg: float | None


@dataclass(frozen=True, slots=True)
class Course:
    """The endocrine course so far; `next_on` is None when it was stopped or no interval is recorded."""

    drug: str
    doses: tuple[Dose, ...]
    next_on: Span | None
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examination:
    """One examination of the plan with its window.

    Attributes
    ----------
    opens, closes : the days on which the window may open and close; None when no duration is known
    status : ``upcoming``, ``due``, ``done``, ``overdue``, ``declined`` or ``cannot-tell``
    also : further statuses that are possible or hold at the same time
    target_months : the month to aim for within the window; None when any is as good
    late_days : fewest and most days since the window closed; None unless it may have closed
    counted_from : the event from which the window counts
    """

    study: str
    opens: Span | None
    closes: Span | None
    status: str
    also: tuple[str, ...]
    target_months: float | None
    late_days: tuple[int, int] | None
    events: tuple[str, ...]
    reasons: tuple[Reason, ...]
    counted_from: str


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A change that only a clinician can make: a lower group, longer intervals or stopping."""

    kind: str
    from_group: str
    to_group: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Surveillance:
    """Risk group, the group the plan follows, and the examinations that are open.

    Attributes
    ----------
    risk_group : ``not-applicable``, ``low``, ``high``, ``very-high`` or ``cannot-tell``
    plan_group : the strictest group in force or not excluded; "" when not applicable
    """

    risk_group: str
    not_excluded: tuple[str, ...]
    reasons: tuple[Reason, ...]
    plan_group: str
    examinations: tuple[Examination, ...]
    proposed_change: ProposedChange | None
