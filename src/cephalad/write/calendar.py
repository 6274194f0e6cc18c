"""What a plan puts into a calendar (iCalendar, RFC 5545): windows of examinations, the next dose, what is booked.

Every entry is a whole day and private. Its UID names what it is about and the event it counts from, so a calendar that
reads the file again replaces its entries instead of doubling them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version

from icalendar import Calendar as ICalendar
from icalendar import Event as IEvent

from cephalad.assessment import Assessment
from cephalad.errors import InvalidArgument
from cephalad.logic import Calendar, Span, parse_partial_date
from cephalad.plan import Examination
from cephalad.record import Event
from cephalad.write.words import choice_words, span_words, statuses_words, study_words, word

__all__ = ["calendar_text"]

DOMAIN = "cephalad"


def calendar_text(found: Assessment, *, lang: str = "en") -> str:
    """The calendar of an assessment; one without entries when nothing has a date.

    An examination that is open has two entries, the day on which its window opens and the last day of it; where these
    are known only as a stretch of days, the first of them is taken, so that nobody comes late by reading a calendar.

    Raises
    ------
    InvalidArgument : for a case that counts days: a calendar needs dates
    """
    if found.case.calendar is Calendar.DAY_NUMBERS:
        raise InvalidArgument("--format ics: this case counts days, and a calendar needs dates; use text, json or html")
    calendar = ICalendar()
    calendar.add("prodid", f"-//Cephalad//cephalad {version('cephalad')}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in _entries(found, lang):
        calendar.add_component(entry)
    text: str = calendar.to_ical().decode()
    return text


def _entries(found: Assessment, lang: str) -> Iterator[IEvent]:
    for item in found.surveillance.examinations:
        yield from _windows(found, item, lang)
    yield from _next_dose(found, lang)
    for event in found.view.events:
        if event.kind == "booking":
            yield from _booked(found, event, lang)


def _windows(found: Assessment, item: Examination, lang: str) -> Iterator[IEvent]:
    if item.opens is None or item.closes is None or item.status == "done":
        return
    opens, closes = (span_words(span, found.case.calendar, lang) for span in (item.opens, item.closes))
    told = word(
        "calendar.window",
        lang,
        opens=opens,
        closes=closes,
        status=statuses_words((item.status, *item.also), lang),
        since=item.counted_from,
    )
    for edge, day in (("opens", item.opens.earliest), ("closes", item.closes.earliest)):
        title = word(f"calendar.{edge}", lang, study=study_words(item.study, lang), case=found.case.id)
        name = f"{item.study}.{edge}.{item.counted_from}"
        yield _entry(found, name, title, Span(day, day), _explained(found, told, lang))


def _next_dose(found: Assessment, lang: str) -> Iterator[IEvent]:
    course = found.course
    if course is None or course.next_on is None:
        return
    title = word("calendar.dose", lang, drug=choice_words("dose.drug", course.drug, lang), case=found.case.id)
    last = course.doses[-1].event
    told = word("calendar.dose-from", lang, event=last)
    yield _entry(found, f"dose.{last}", title, course.next_on, _explained(found, told, lang))


def _booked(found: Assessment, event: Event, lang: str) -> Iterator[IEvent]:
    said = {each.finding: each.value for each in event.observations}
    study, planned = said.get("booking.study"), said.get("booking.planned-on")
    if isinstance(study, str) and isinstance(planned, str):
        title = word("calendar.booked", lang, study=study_words(study, lang), case=found.case.id)
        days = parse_partial_date(planned)
        yield _entry(found, f"booking.{event.id}", title, days, _explained(found, "", lang))


def _explained(found: Assessment, told: str, lang: str) -> str:
    about = word("calendar.about", lang, edition=found.guideline.edition, date=found.as_of)
    return "\n".join(part for part in (told, about) if part)


def _entry(found: Assessment, name: str, title: str, days: Span, told: str) -> IEvent:
    """A private entry over whole days; its stamp is the day that the assessment speaks about, never the clock."""
    entry = IEvent()
    entry.add("uid", f"{name}.{found.case.id}@{DOMAIN}")
    stamp = date.fromordinal(found.view.point.span.latest)
    entry.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
    entry.add("dtstart", date.fromordinal(days.earliest))
    entry.add("dtend", date.fromordinal(days.latest) + timedelta(days=1))
    entry.add("summary", title)
    entry.add("description", told)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry
