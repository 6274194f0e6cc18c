"""What is open with every case of the store as of today: worked out for all cases at once, again only what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock

from cephalad.guideline import default_guideline, digest
from cephalad.logic import Calendar, Span
from cephalad.record import Case
from cephalad.server.store.cases import heads, load_cases
from cephalad.write.overview import pressing

__all__ = ["ORDER", "Booking", "Contact", "OpenCase", "OpenExamination", "open_cases"]

ORDER = ("urgent", "overdue", "due", "upcoming", "")
"""In this order cases stand in lists: by the most pressing thing that is open."""


@dataclass(frozen=True, slots=True)
class OpenExamination:
    """One open examination of the plan.

    Attributes
    ----------
    opens, closes : the first day of the window and its last, in days of the case's calendar; None when not known
    status : ``upcoming``, ``due``, ``overdue`` or ``cannot-tell``
    declined : whether she refused it
    """

    study: str
    opens: int | None
    closes: int | None
    status: str
    declined: bool

    @property
    def is_due(self) -> bool:
        """Whether it is to be done or offered again now; what is overdue is not told here."""
        return pressing(self.status, ("declined",) if self.declined else ()) == "due"


@dataclass(frozen=True, slots=True)
class Contact:
    """An attempt to reach her; `reached` is ``yes``, ``no``, or "" where nobody said."""

    days: Span
    reached: str


@dataclass(frozen=True, slots=True)
class Booking:
    """A study that was booked; `days` is None where no day was said."""

    study: str
    days: Span | None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What is open with one case.

    Attributes
    ----------
    overdue_studies, due_studies : studies of the work-up
    front : the segments that the tumour reaches
    awaits_team : whether the multidisciplinary team is to be convened and has not met
    proposed, proposed_group : a change that only a clinician can make, and to which group; "" where there is none
    missing : the facts each of which alone would settle an open conclusion
    newest : when the last event happened; None without one
    head : of the record that this was worked out from, or of an earlier state of it
    """

    subject: str
    pseudonym: str
    calendar: Calendar
    urgent: tuple[str, ...] = ()
    examinations: tuple[OpenExamination, ...] = ()
    overdue_studies: tuple[str, ...] = ()
    due_studies: tuple[str, ...] = ()
    front: tuple[str, ...] = ()
    awaits_team: bool = False
    plan_group: str = ""
    proposed: str = ""
    proposed_group: str = ""
    missing: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    bookings: tuple[Booking, ...] = ()
    newest: Span | None = None
    head: str = ""

    @property
    def overdue(self) -> tuple[OpenExamination, ...]:
        """The examinations of the plan that may be overdue."""
        return tuple(each for each in self.examinations if each.status == "overdue")

    @property
    def standing(self) -> str:
        """The most pressing thing that is open, one of `ORDER`."""
        if self.urgent:
            return "urgent"
        if self.overdue or self.overdue_studies:
            return "overdue"
        if self.due_studies or any(each.is_due for each in self.examinations):
            return "due"
        return "upcoming" if self.examinations else ""


_FEW = 30
"""Up to so many cases the reference engine is faster than one run of the columns."""

_lock = Lock()
_known: dict[str, OpenCase] = {}
_known_for: list[tuple[str, str]] = []


def open_cases(today: str) -> dict[str, OpenCase]:
    """What is open with every case, by its id, in the order in which the cases were made.

    Where days are only counted it is what was open after the last event.
    """
    newest = heads()
    asked = (today, digest(default_guideline()))
    with _lock:
        if _known_for != [asked]:
            _known.clear()
            _known_for[:] = [asked]
        for subject in _known.keys() - newest.keys():
            del _known[subject]
        changed = {subject for subject, head in newest.items() if subject not in _known or _known[subject].head != head}
        if changed:
            # A record that is newer than its head here is worked out once more the next time.
            found = _worked_out(dict(load_cases(changed)), today)
            _known.update({each.subject: replace(each, head=newest[each.subject]) for each in found})
        return {subject: _known[subject] for subject in newest if subject in _known}


def _worked_out(cases: Mapping[str, Case], today: str) -> Iterable[OpenCase]:
    """A few cases one by one, many by one run of the columns."""
    # The libraries of the columns take longer to load than a server to start.
    if len(cases) <= _FEW:
        from cephalad.server.lists.one_by_one import worked_out_alone

        return [worked_out_alone(subject, case, today) for subject, case in cases.items()]
    from cephalad.server.lists.running import worked_out

    return worked_out(cases, today)
