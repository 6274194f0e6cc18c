"""The list of all cases: who, where the tumour is, what is suspected, what is next; overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from cephalad.assessment import Assessment, assess
from cephalad.facts.person import age_on
from cephalad.logic import Calendar
from cephalad.record import Case, Point, standing_events
from cephalad.server.lists.work import ORDER, OpenCase
from cephalad.server.store.cases import load_case
from cephalad.write.html.sheet import Sheet
from cephalad.write.overview import open_items, suspicion_text
from cephalad.write.words import study_words

__all__ = ["Line", "in_order", "lines", "shown_at"]

_LINES_KEPT = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list, in words.

    Attributes
    ----------
    standing : one of `cephalad.server.lists.work.ORDER`
    next_due : what is open, the most pressing first
    as_of : the point of the conclusions: today, or the end of a record that has no dates
    """

    subject: str
    pseudonym: str
    age: str
    front: str
    suspicion: str
    standing: str
    next_due: str
    more: int
    as_of: str


def in_order(cases: Iterable[OpenCase]) -> list[OpenCase]:
    """The cases, the most pressing first."""
    return sorted(cases, key=lambda case: (ORDER.index(case.standing), case.pseudonym.casefold()))


def lines(cases: Iterable[OpenCase], today: str, lang: str) -> list[Line]:
    """These cases in words."""
    return [_line(case.subject, case.head, today, lang) for case in cases]


def shown_at(case: Case, today: str) -> str | Point:
    """The point at which a case is shown first: today, or after its last event where days are only counted."""
    events = standing_events(case)
    if case.calendar is Calendar.DATES:
        return today
    return f"after:{events[-1].id}" if events else Point(case.written_on)


@lru_cache(maxsize=_LINES_KEPT)
def _line(subject: str, newest: str, today: str, lang: str) -> Line:
    del newest  # for the key only: a changed record gives a new line
    case = load_case(subject)
    found = assess(case, as_of=shown_at(case, today), with_missing=False)
    sheet = Sheet.of(found, lang)
    standing, open_now = _pressing(sheet)
    front = sheet.segments(found.ever.front) if found.ever.front else ""
    return Line(
        subject, case.id, _age(sheet), front, suspicion_text(sheet), standing,
        open_now[0] if open_now else "", max(0, len(open_now) - 1), sheet.as_of,
    )  # fmt: skip


def _age(sheet: Sheet) -> str:
    found = age_on(sheet.found.case, sheet.found.view.point.span)
    if found is None:
        return ""
    lowest, highest = (f"{each:g}" for each in found)
    return lowest if lowest == highest else sheet.say("server.case.age-between", lowest=lowest, highest=highest)


def _pressing(sheet: Sheet) -> tuple[str, list[str]]:
    """The standing of the case, and everything of that standing in words."""
    items = list(open_items(sheet))
    open_now: list[tuple[str, list[str]]] = [
        ("urgent", [sheet.criterion(reason.id) for reason in sheet.found.urgent]),
        ("overdue", [item.text for item in items if item.status == "overdue"]),
        ("due", [item.text for item in items if item.status == "due"]),
        ("upcoming", list(_upcoming(sheet.found, sheet))),
    ]
    return next(((standing, told) for standing, told in open_now if told), ("", []))


def _upcoming(found: Assessment, sheet: Sheet) -> Iterator[str]:
    rows = [row for row in found.surveillance.examinations if row.opens is not None and row.status == "upcoming"]
    for row in sorted(rows, key=lambda row: row.opens.earliest if row.opens is not None else 0):
        if row.opens is not None and row.closes is not None:
            window = sheet.say("text.window", opens=sheet.span(row.opens), closes=sheet.span(row.closes))
            yield sheet.say("text.value-of", what=study_words(row.study, sheet.lang), value=window)
