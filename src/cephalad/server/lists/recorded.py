"""What a record itself says of a case for the lists: who she is called, contacts, bookings, the last event."""

from __future__ import annotations

from collections.abc import Iterator

from cephalad.logic import Calendar, parse_partial_date
from cephalad.record import Case, Event, standing_events
from cephalad.server.lists.work import Booking, Contact, OpenCase

__all__ = ["as_recorded"]


def as_recorded(subject: str, case: Case, today: str) -> OpenCase:
    """The case as of today before anything is concluded: all that is open is still empty."""
    events = list(_counted(case, today))
    return OpenCase(
        subject,
        case.id,
        case.calendar,
        contacts=tuple(_contact(event) for event in events if event.kind == "contact"),
        bookings=tuple(_booking(event) for event in events if event.kind == "booking"),
        newest=events[-1].moment.span if events else None,
    )


def _counted(case: Case, today: str) -> Iterator[Event]:
    """The events that stand and have surely happened."""
    last = parse_partial_date(today).latest
    for event in standing_events(case):
        if case.calendar is not Calendar.DATES or event.moment.span.latest <= last:
            yield event


def _contact(event: Event) -> Contact:
    said = next((each for each in event.observations if each.finding == "contact.reached"), None)
    told = "" if said is None or said.status == "suspected" else str(said.value or "")
    return Contact(event.moment.span, told)


def _booking(event: Event) -> Booking:
    said = {each.finding: each.value for each in event.observations}
    planned = said.get("booking.planned-on")
    days = parse_partial_date(planned) if isinstance(planned, str) else None
    return Booking(str(said.get("booking.study") or ""), days)
