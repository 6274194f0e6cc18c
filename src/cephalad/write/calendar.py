"""What a plan puts into a calendar (iCalendar, RFC 5545): windows of examinations, the next dose, what is booked.

Every entry is a whole day and private. Its UID names what it is about and the event it counts from, so a calendar that
reads the file again replaces its entries instead of doubling them. A corrected event keeps the name of the one that it
corrects: the window moves, and is no other window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version

from icalendar import Calendar as ICalendar
from icalendar import Event as IEvent

from cephalad.assessment import Assessment
from cephalad.errors import InvalidArgument
from cephalad.logic import Calendar, Span, parse_partial_date
from cephalad.plan import Examination
from cephalad.record import Case, Event
from cephalad.write.words import choice_words, span_words, statuses_words, study_words, word

__all__ = ["Edition", "Entry", "calendar_text", "feed_text", "plan_entries"]

DOMAIN = "cephalad"
HOURS_BETWEEN_READINGS = 6
"""How often a calendar is asked to read a feed again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a calendar.

    Attributes
    ----------
    days : from the first to the last, both of them in it
    told : what is true of it on whatever day it is read
    today : what is true on the day of the assessment; "" for nothing
    """

    uid: str
    title: str
    days: Span
    told: str
    today: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition of an entry a calendar gets: the higher number replaces the lower.

    Attributes
    ----------
    changed_at : when this edition was made, in UTC, to the second
    cancelled : whether it tells that the entry is gone
    """

    number: int
    changed_at: datetime
    cancelled: bool = False


def calendar_text(
    found: Assessment, *, lang: str = "en", about: str = "", editions: Mapping[str, Edition] | None = None
) -> str:
    """The calendar of an assessment; one without entries when nothing has a date.

    An examination that is open has two entries, the day on which its window opens and the last day of it; where these
    are known only as a stretch of days, the first of them is taken, so that nobody comes late by reading a calendar.

    Parameters
    ----------
    about : what the UIDs name the case by; its pseudonym when left out
    editions : by UID, where entries were given to calendars before

    Raises
    ------
    InvalidArgument : for a case that counts days: a calendar needs dates
    """
    if found.case.calendar is Calendar.DAY_NUMBERS:
        raise InvalidArgument("--format ics: this case counts days, and a calendar needs dates; use text, json or html")
    known = editions or {}
    calendar = _empty(lang)
    edition = word("calendar.about", lang, edition=found.guideline.edition, date=found.as_of)
    day = date.fromordinal(found.view.point.span.latest)
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    for entry in plan_entries(found, lang, about=about):
        told = "\n".join(part for part in (entry.told, entry.today, edition) if part)
        calendar.add_component(_component(entry, told, stamp, known.get(entry.uid)))
    text: str = calendar.to_ical().decode()
    return text


def feed_text(entries: Iterable[tuple[Entry, Edition]], *, lang: str, edition: str) -> str:
    """The calendar of many cases, which another calendar reads again and again.

    It says nothing of the day on which it is read, so that it is the same text until a date moves.

    Parameters
    ----------
    edition : of the guideline
    """
    calendar = _empty(lang)
    title, about = word("calendar.feed", lang), word("calendar.feed-about", lang, edition=edition)
    # The name twice: as the standard has it (RFC 7986), and as most programs still read it.
    for name, told in (("name", title), ("x-wr-calname", title), ("description", about)):
        calendar.add(name, told)
    again = timedelta(hours=HOURS_BETWEEN_READINGS)
    calendar.add("refresh-interval", again, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", f"PT{HOURS_BETWEEN_READINGS}H")
    for entry, own in entries:
        calendar.add_component(_component(entry, entry.told, own.changed_at, own))
    text: str = calendar.to_ical().decode()
    return text


def _empty(lang: str) -> ICalendar:
    calendar = ICalendar()
    calendar.add("prodid", f"-//Cephalad//cephalad {version('cephalad')}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


# --- what a plan holds ------------------------------------------------------------------------------------------------


def plan_entries(found: Assessment, lang: str, *, about: str = "") -> Iterator[Entry]:
    """The entries of one case that has dates.

    Parameters
    ----------
    about : what the UIDs name the case by; its pseudonym when left out
    """
    own = f"{about or found.case.id}@{DOMAIN}"
    for item in found.surveillance.examinations:
        yield from _windows(found, item, lang, own)
    yield from _next_dose(found, lang, own)
    for event in found.view.events:
        if event.kind == "booking":
            yield from _booked(found, event, lang, own)


def _windows(found: Assessment, item: Examination, lang: str, own: str) -> Iterator[Entry]:
    if item.opens is None or item.closes is None or item.status == "done":
        return
    opens, closes = (span_words(span, found.case.calendar, lang) for span in (item.opens, item.closes))
    told = word("calendar.window", lang, opens=opens, closes=closes, since=item.counted_from)
    today = word("calendar.window-today", lang, status=statuses_words((item.status, *item.also), lang))
    since = _first_version(found.case, item.counted_from)
    for edge, day in (("opens", item.opens.earliest), ("closes", item.closes.earliest)):
        title = word(f"calendar.{edge}", lang, study=study_words(item.study, lang), case=found.case.id)
        yield Entry(f"{item.study}.{edge}.{since}.{own}", title, Span(day, day), told, today)


def _next_dose(found: Assessment, lang: str, own: str) -> Iterator[Entry]:
    course = found.course
    if course is None or course.next_on is None:
        return
    title = word("calendar.dose", lang, drug=choice_words("dose.drug", course.drug, lang), case=found.case.id)
    last = course.doses[-1].event
    told = word("calendar.dose-from", lang, event=last)
    yield Entry(f"dose.{_first_version(found.case, last)}.{own}", title, course.next_on, told)


def _booked(found: Assessment, event: Event, lang: str, own: str) -> Iterator[Entry]:
    said = {each.finding: each.value for each in event.observations}
    study, planned = said.get("booking.study"), said.get("booking.planned-on")
    if isinstance(study, str) and isinstance(planned, str):
        title = word("calendar.booked", lang, study=study_words(study, lang), case=found.case.id)
        yield Entry(f"booking.{_first_version(found.case, event.id)}.{own}", title, parse_partial_date(planned), "")


def _first_version(case: Case, event: str) -> str:
    """The event that this one corrects in the end; itself when it corrects none."""
    earlier = {each.id: each.supersedes for each in case.events}
    while earlier.get(event):
        event = earlier[event]
    return event


# --- as a calendar has it ---------------------------------------------------------------------------------------------


def _component(entry: Entry, told: str, stamp: datetime, edition: Edition | None) -> IEvent:
    """A private entry over whole days.

    Parameters
    ----------
    stamp : when it was made; of an assessment the day that it speaks about, never the clock
    edition : None where no calendar got another one before
    """
    made = IEvent()
    made.add("uid", entry.uid)
    made.add("dtstamp", stamp)
    if edition is not None:
        made.add("last-modified", edition.changed_at)
        made.add("sequence", edition.number)
    made.add("dtstart", date.fromordinal(entry.days.earliest))
    made.add("dtend", date.fromordinal(entry.days.latest) + timedelta(days=1))
    made.add("summary", entry.title)
    made.add("description", told)
    made.add("class", "PRIVATE")
    made.add("transp", "TRANSPARENT")
    if edition is not None and edition.cancelled:
        made.add("status", "CANCELLED")
    return made
