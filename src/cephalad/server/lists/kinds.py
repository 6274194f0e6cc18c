"""The lists of work: which cases stand in each, and which of their open items.

What is overdue, due, missing or proposed is the pathway's own answer; a list only chooses and puts in order.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cephalad.logic import Calendar
from cephalad.plan import booked_as
from cephalad.server.lists.work import ORDER, Booking, Contact, OpenCase, OpenExamination

__all__ = ["LISTS", "Item", "booked_for", "items", "last_contact", "numbers"]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: a case, and an examination or studies of it where the list is about those.

    Attributes
    ----------
    opens, closes : days of the case's calendar; None where there is no window
    studies : of the work-up
    """

    case: OpenCase
    examination: OpenExamination | None = None
    studies: tuple[str, ...] = ()

    @property
    def opens(self) -> int | None:
        """The first day of the window."""
        return None if self.examination is None else self.examination.opens

    @property
    def closes(self) -> int | None:
        """The last day of the window."""
        return None if self.examination is None else self.examination.closes


def items(name: str, cases: Iterable[OpenCase], today: date) -> list[Item]:
    """The lines of a list: what closes first stands first, then what has no window, by what is most pressing."""
    found = (item for case in cases for item in LISTS[name](case, today))
    return sorted(found, key=_place)


def numbers(cases: Iterable[OpenCase], today: date) -> dict[str, int]:
    """How many cases stand in each list."""
    known = list(cases)
    return {name: sum(any(True for _ in chosen(case, today)) for case in known) for name, chosen in LISTS.items()}


def _place(item: Item) -> tuple[bool, bool, int, int, str]:
    case, closes = item.case, item.closes
    counted = case.calendar is not Calendar.DATES
    return closes is None, counted, closes or 0, ORDER.index(case.standing), case.pseudonym.casefold()


# --- the lists --------------------------------------------------------------------------------------------------------


def _overdue(case: OpenCase, today: date) -> Iterator[Item]:
    """Examinations whose window may have closed, and studies that the operation came before."""
    del today
    yield from (Item(case, each) for each in case.overdue)
    if case.overdue_studies:
        yield Item(case, studies=case.overdue_studies)


def _due(case: OpenCase, today: date) -> Iterator[Item]:
    """Examinations that are due or refused, or whose window opens in this month, and studies that are due."""
    last = today.replace(day=monthrange(today.year, today.month)[1]).toordinal()
    for each in case.examinations:
        opens_soon = case.calendar is Calendar.DATES and each.opens is not None and each.opens <= last
        if each.is_due or (opens_soon and each.status != "overdue"):
            yield Item(case, each)
    if case.due_studies:
        yield Item(case, studies=case.due_studies)


def _missing(case: OpenCase, today: date) -> Iterator[Item]:
    del today
    if case.missing:
        yield Item(case)


def _team(case: OpenCase, today: date) -> Iterator[Item]:
    del today
    if case.awaits_team:
        yield Item(case)


def _proposals(case: OpenCase, today: date) -> Iterator[Item]:
    del today
    if case.proposed:
        yield Item(case)


def _no_contact(case: OpenCase, today: date) -> Iterator[Item]:
    """An overdue examination, and nobody reached her since its window closed, or the last attempt did not."""
    del today
    for each in case.overdue:
        reached = [contact for contact in case.contacts if contact.reached == "yes" and _is_since(contact, each)]
        if not reached or case.contacts[-1].reached == "no":
            yield Item(case, each)
            return


def _is_since(contact: Contact, examination: OpenExamination) -> bool:
    return examination.closes is None or contact.days.latest > examination.closes


LISTS: dict[str, Callable[[OpenCase, date], Iterator[Item]]] = {
    "overdue": _overdue,
    "due": _due,
    "missing": _missing,
    "mdt": _team,
    "proposals": _proposals,
    "no-contact": _no_contact,
}
"""Each list by its name: the items of a case that stand in it."""


# --- beside an item ---------------------------------------------------------------------------------------------------


def booked_for(item: Item) -> Booking | None:
    """The newest booking of the item's examination that is not for a day before its window."""
    if item.examination is None:
        return None
    names, opens = booked_as(item.examination.study), item.examination.opens
    for booking in reversed(item.case.bookings):
        if booking.study in names and (booking.days is None or opens is None or booking.days.latest >= opens):
            return booking
    return None


def last_contact(case: OpenCase) -> Contact | None:
    """The newest attempt to reach her; None without one."""
    return case.contacts[-1] if case.contacts else None
