"""What is open with a patient, in columns: as the reference engine says it, case by case."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from tests.unit.columns.follow_up_stories import stories

from cephalad.assessment import Assessment, assess
from cephalad.columns.collect import collect
from cephalad.columns.moments import asked_moments, parse_as_of
from cephalad.columns.pathway import OpenWork, Pathway
from cephalad.columns.standing import standing
from cephalad.guideline import default_guideline
from cephalad.logic import Calendar
from cephalad.record import Case, example_names, read_example, standing_events

DAY_ZERO = date(1970, 1, 1)
TOLD = {id(case): case for case, _ in stories(60)}
CASES = {name: read_example(name) for name in example_names()} | {
    f"story-{place}": replace(case, id=f"story-{place}") for place, case in enumerate(TOLD.values())
}
MOMENTS = ("2026-03-01", "2031-01-01", "last")


def open_work(text: str) -> OpenWork:
    """Of all cases that can be asked as of this moment."""
    stands = standing(collect(CASES.values()))
    return Pathway(default_guideline()).open_work(stands, asked_moments(stands, [parse_as_of(text)]))


def reference(case: Case, text: str) -> Assessment:
    """The assessment as of the same moment."""
    point = f"after:{standing_events(case)[-1].id}" if text == "last" else text
    return assess(case, as_of=point, with_missing=False, with_base=False)


def expected(found: Assessment) -> list[tuple[Any, ...]]:
    """The open examinations of an assessment, each with what the columns say of it."""
    zero = DAY_ZERO.toordinal() if found.case.calendar is Calendar.DATES else 0
    told = []
    for item in found.surveillance.examinations:
        held = [each for each in (item.status, *item.also) if each not in ("declined", "done")]
        if item.status == "done":
            continue
        opens = None if item.opens is None else item.opens.earliest - zero
        closes = None if item.closes is None else item.closes.latest - zero
        told.append((item.study, opens, closes, held[0], "declined" in (item.status, *item.also)))
    return told


def _number(day: date | None) -> int | None:
    return None if day is None else (day - DAY_ZERO).days


def test_every_open_examination_and_proposal_is_that_of_the_reference() -> None:
    """As of several days and after the last event: the open examinations in their order, and what is proposed."""
    seen: Counter[str] = Counter()
    for text in MOMENTS:
        work = open_work(text)
        for place, name in enumerate(work.answers["patient"].to_list()):
            found = reference(CASES[name], text)
            rows = work.examinations.filter(row=place).drop("row").rows()
            in_days = [(row[0], *map(_number, row[1:3]), *row[3:]) for row in rows]
            assert in_days == expected(found), (name, text)
            change = found.surveillance.proposed_change
            proposed = (None, None) if change is None else (change.kind, change.to_group or None)
            assert work.proposed.row(place) == proposed, (name, text)
            seen.update([each[3] for each in in_days] + [str(proposed[0])])
    assert {"overdue", "due", "upcoming", "downgrade"} <= set(seen), seen
