"""A report of the list becomes drafts of a case: its findings stand in the run, the text itself is not needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cephalad.read import Found, Reading
from cephalad.server.asked import case_or_404
from cephalad.server.entry.events import masses_of
from cephalad.server.reading.accepting import Accepted, accepted_of, begin_in_case, begin_new_case
from cephalad.server.screening.run import Report
from cephalad.server.words import language_of
from cephalad.terms import FINDINGS, ValueType

__all__ = ["open_in_case", "open_new_case"]


def open_in_case(request: HttpRequest, subject: str, report: Report) -> HttpResponse:
    """The form of the event that the report proposes, for a case that is there; saved by a person or not at all."""
    masses = masses_of(case_or_404(subject))
    return redirect(begin_in_case(request.user, subject, _accepted(request, report, masses)))


def open_new_case(request: HttpRequest, report: Report) -> HttpResponse:
    """The form of a new case; what the report proposes waits as drafts until the case is made."""
    return redirect(begin_new_case(request.user, _accepted(request, report)))


def _accepted(request: HttpRequest, report: Report, masses: Collection[str] = ()) -> list[Accepted]:
    reading = _reading(report)
    frame = {"e.time": ["date"], "e.effective_on": [report.shown.date]} if report.shown.date else {}
    return accepted_of(reading, None, frame, language_of(request), masses=masses)


def _reading(report: Report) -> Reading:
    """The reading as far as the run keeps it: findings without the words that decided their status."""
    findings = tuple(_found(each) for each in report.findings)
    return Reading((), report.modality, findings, (), (), report.rules_version, report.rules_hash)


def _found(row: Mapping[str, Any]) -> Found:
    is_number = FINDINGS[row["finding"]].type is ValueType.NUMBER
    return Found(
        finding=row["finding"],
        value=float(row["value"]) if is_number else row["value"],
        unit=row["unit"],
        qualifier=row["qualifier"],
        status=row["status"],
        rule=row["rule"],
        span=(row["start"], row["end"]),
        cue=None,
        section=row["section"],
    )
