"""Conclusions, the timeline and a day come in; statuses, windows, the roster and the course go out.

The tables behind them are guideline data; the arithmetic is calendar arithmetic on spans of days.
Nothing here decides for the clinician: a lower group or the end of follow-up is only ever proposed.
"""

from __future__ import annotations

from cephalad.plan.model import (
    Course,
    Dose,
    Examination,
    ProposedChange,
    RosterEntry,
    Surveillance,
    WorkupRow,
)
from cephalad.plan.notices import Notice, notices
from cephalad.plan.surveillance import booked_as, surveillance
from cephalad.plan.team import course, roster
from cephalad.plan.windows import Window, statuses, window_after
from cephalad.plan.workup import workup

__all__ = [
    "Course",
    "Dose",
    "Examination",
    "Notice",
    "ProposedChange",
    "RosterEntry",
    "Surveillance",
    "Window",
    "WorkupRow",
    "booked_as",
    "course",
    "notices",
    "roster",
    "statuses",
    "surveillance",
    "window_after",
    "workup",
]
