"""The lines of a list in words, for the page and for the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cephalad.facts import fact_question
from cephalad.guideline import default_guideline
from cephalad.logic import Calendar, Span
from cephalad.plan import booked_as
from cephalad.server.lists.kinds import Item, booked_for, last_contact
from cephalad.server.lists.work import Booking, OpenCase
from cephalad.terms import message, span_words
from cephalad.write.words import joined, question_text, rung_words, segments_words, study_words

__all__ = ["Line", "lines"]

_QUESTIONS_TOLD = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Attributes
    ----------
    opens, closes : of the window; "" where there is none
    notes : how late it is, what was refused, booked or said, each a sentence of its own
    group : that the plan follows; "" where there is no plan
    bookable : the word of the vocabulary under which the examination is booked; "" where the line is not about one
    is_to_come : whether it can still be booked; an operation is not gone back on
    """

    subject: str
    pseudonym: str
    what: str
    opens: str
    closes: str
    notes: tuple[str, ...]
    group: str
    bookable: str
    is_to_come: bool


def lines(name: str, items: Iterable[Item], today: date, lang: str) -> Iterator[Line]:
    """The items of the list of this name in words."""
    for item in items:
        case = item.case
        yield Line(
            case.subject,
            case.pseudonym,
            _what(name, item, lang),
            _day(item.opens, case.calendar, lang),
            _day(item.closes, case.calendar, lang),
            tuple(_notes(name, item, today, lang)),
            rung_words("risk-group", case.plan_group, lang) if case.plan_group else "",
            booked_as(item.examination.study)[0] if item.examination is not None else "",
            item.examination is not None or name == "due",
        )


def _day(day: int | None, calendar: Calendar, lang: str) -> str:
    return "" if day is None else span_words(Span(day, day), calendar, lang)


def _what(name: str, item: Item, lang: str) -> str:
    case = item.case
    if name == "missing":
        return _questions(case, lang)
    if name == "mdt":
        return message("text.convene", lang)
    if name == "proposals":
        groups = {"old": case.plan_group, "new": case.proposed_group}
        said = {key: rung_words("risk-group", group, lang) if group else "" for key, group in groups.items()}
        return message(f"proposal.{case.proposed}", lang, **said)
    if item.examination is not None:
        return study_words(item.examination.study, lang)
    studies = joined("server.lists.and", (study_words(study, lang) for study in item.studies), lang)
    words = "text.work-up-overdue" if name == "overdue" else "text.work-up-due"
    return message("text.value-of", lang, what=message(words, lang), value=studies)


def _questions(case: OpenCase, lang: str) -> str:
    """The first questions, and how many more."""
    asked = dict.fromkeys(question_text(fact, fact_question(fact), lang, default_guideline()) for fact in case.missing)
    first, more = list(asked)[:_QUESTIONS_TOLD], len(asked) - _QUESTIONS_TOLD
    told = " ".join(first) if lang == "en" else "".join(first)
    return message("server.lists.and-more", lang, questions=told, number=more) if more > 0 else told


def _notes(name: str, item: Item, today: date, lang: str) -> Iterator[str]:
    case, examination = item.case, item.examination
    if examination is not None:
        if examination.status == "cannot-tell":
            yield message("text.no-window", lang)
        if examination.status == "overdue" and item.closes is not None and case.calendar is Calendar.DATES:
            days = today.toordinal() - item.closes
            yield message("text.late", lang, days=days) if days > 0 else message("server.lists.perhaps", lang)
        if examination.declined:
            yield message("status.declined", lang)
        booking = booked_for(item)
        if booking is not None:
            yield _booked(booking, lang)
    if name == "mdt" and case.front:
        yield message("text.front", lang, segments=segments_words(case.front, lang))
    if name == "mdt" and case.newest is not None:
        yield message("server.lists.newest", lang, time=span_words(case.newest, case.calendar, lang))
    if name == "no-contact":
        yield _contact(case, lang)


def _booked(booking: Booking, lang: str) -> str:
    """For when; a planned day is a date also where the record counts days."""
    if booking.days is None:
        return message("server.lists.booked", lang)
    return message("server.lists.booked-for", lang, day=span_words(booking.days, Calendar.DATES, lang))


def _contact(case: OpenCase, lang: str) -> str:
    contact = last_contact(case)
    if contact is None:
        return message("server.lists.never-contacted", lang)
    word = {"yes": "reached", "no": "not-reached"}.get(contact.reached, "tried")
    return message(f"server.lists.{word}", lang, time=span_words(contact.days, case.calendar, lang))
