"""Short built records, and what both engines say of them just after their last event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tests.generative.derived_facts import disagreements, said_in_columns, sheets_of
from tests.generative.timelines import as_case

from cephalad.guideline import default_guideline
from cephalad.logic import Span
from cephalad.record import Case, Point, parse_point, standing_events

__all__ = ["Words", "answers", "event", "operation", "said_of", "story"]

Words = dict[str, Any]

_FIRST_DAY = date(2020, 1, 1)


def event(kind: str, /, *, on: str = "", **findings: object) -> Words:
    """An event of this kind; ``for_ivl="yes"`` is the finding `for-ivl`, and `on` a partial date or a day number."""
    when = {"day" if len(on) < 4 else "effective_on": on} if on else {}
    return {"kind": kind, **when, **{name.replace("_", "-"): value for name, value in findings.items()}}


def operation(**findings: Any) -> Words:
    """An operation with these findings."""
    return event("operation", **findings)


def story(*events: Words, **header: object) -> Case:
    """A record of these events, a month apart from 2020 on where they have no day, named e0, e1, … in their order."""
    listed = [
        {"id": f"e{place}", **_on_default_day(each, place), **each} if "id" not in each else each
        for place, each in enumerate(events)
    ]
    return as_case(
        {"format": "cephalad-case/1", "case": "built", "written_on": "2035-01-01", **header, "events": listed}
    )


def _on_default_day(body: Words, place: int) -> Words:
    if "day" in body or "effective_on" in body:
        return {}
    return {"effective_on": (_FIRST_DAY + timedelta(days=30 * place)).isoformat()}


def said_of(pairs: list[tuple[Case, Point]], fact: str) -> list[object]:
    """What the columns say of the fact, after the reference was seen to say the same."""
    assert disagreements(pairs, [fact]) == []
    return said_in_columns(sheets_of(pairs, default_guideline().numbers), fact)


def answers(fact: str, stories: Iterable[Case]) -> list[object]:
    """What both engines say of the fact just after the last event of each story: its sides as words, or two numbers.

    Several sides are joined with `` and ``; no side at all is ``unknown``.
    """
    said = said_of([(case, _end(case)) for case in stories], fact)
    return [" and ".join(sorted(each)) or "unknown" if isinstance(each, set) else each for each in said]


def _end(case: Case) -> Point:
    counted = standing_events(case)
    return parse_point(f"after:{counted[-1].id}", case) if counted else Point(Span(750_000, 750_000))
