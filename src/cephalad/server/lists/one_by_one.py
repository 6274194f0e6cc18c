"""What is open with a few cases, one after another by the reference engine.

A run of the columns costs as much for one case as for a hundred; after somebody saved one event this is much faster.
A test holds both against each other, field by field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cephalad.assess import Evaluation
from cephalad.assessment import Assessment, assess
from cephalad.facts import FactSheet
from cephalad.logic import Calendar
from cephalad.plan import Examination
from cephalad.record import Case, standing_events
from cephalad.server.lists.recorded import as_recorded
from cephalad.server.lists.work import OpenCase, OpenExamination
from cephalad.write.overview import pressing

__all__ = ["worked_out_alone"]


def worked_out_alone(subject: str, case: Case, today: str) -> OpenCase:
    """The open work of one case as of today; where days are only counted, as of its last event."""
    own = as_recorded(subject, case, today)
    if case.calendar is Calendar.DATES:
        return _concluded(own, assess(case, as_of=today))
    events = standing_events(case)
    return _concluded(own, assess(case, as_of=f"after:{events[-1].id}")) if events else own


def _concluded(own: OpenCase, found: Assessment) -> OpenCase:
    followed = found.surveillance
    change = followed.proposed_change
    return replace(
        own,
        urgent=tuple(item.id for item in found.urgent),
        examinations=tuple(_examination(each) for each in followed.examinations if each.status != "done"),
        overdue_studies=_studies(found, "overdue"),
        due_studies=_studies(found, "due"),
        front=(found.current or found.ever).front,
        awaits_team=found.convene == "yes" and not _team_met(found),
        plan_group=followed.plan_group,
        proposed="" if change is None else change.kind,
        proposed_group="" if change is None else change.to_group,
        missing=tuple(_single_facts(found)),
    )


def _studies(found: Assessment, wanted: str) -> tuple[str, ...]:
    return tuple(row.study for row in found.workup if pressing(row.status, ()) == wanted)


def _single_facts(found: Assessment) -> Iterator[str]:
    """The facts of the patient each of which alone would decide; the columns ask for no single vein or mass."""
    for item in found.missing:
        if len(item.facts) == 1 and not item.facts[0].startswith(("segment.", "mass:")):
            yield item.facts[0]


def _team_met(found: Assessment) -> bool:
    evaluation = Evaluation(found.guideline, FactSheet(found.view, found.guideline.numbers))
    return evaluation.sheet.says("mdt.met")


def _examination(each: Examination) -> OpenExamination:
    held = [status for status in (each.status, *each.also) if status not in ("declined", "done")]
    return OpenExamination(
        each.study,
        opens=None if each.opens is None else each.opens.earliest,
        closes=None if each.closes is None else each.closes.latest,
        status=held[0],
        declined="declined" in (each.status, *each.also),
    )
