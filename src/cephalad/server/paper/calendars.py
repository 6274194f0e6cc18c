"""The calendars that the application gives: of one case to be kept, of all cases to be read again and again.

Entries name a case by its pseudonym; their UIDs by its opaque id, which stays when the pseudonym changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cephalad.assessment import Assessment, assess
from cephalad.guideline import default_guideline
from cephalad.logic import Calendar
from cephalad.server.asked import as_of, today
from cephalad.server.paper.editions import given
from cephalad.server.store.cases import heads, load_case, pseudonyms
from cephalad.write.calendar import Edition, Entry, calendar_text, feed_text, plan_entries
from cephalad.write.words import word

__all__ = ["calendar_of_all", "calendar_of_case"]

_CASES_KEPT = 4_000
_TEXTS_KEPT = 4


def calendar_of_case(found: Assessment, subject: str, lang: str) -> str:
    """The calendar of one case.

    As of today its entries have the editions of the feed; as of an earlier point they have none, which a calendar reads
    as the lowest, so that a plan of the past never replaces the present one.
    """
    if as_of(found) != today():
        return calendar_text(found, lang=lang, about=subject)
    planned = tuple(plan_entries(found, lang, about=subject))
    editions = {each.uid: each.edition for each in given({subject: planned}, subject=subject)}
    return calendar_text(found, lang=lang, about=subject, editions=editions)


def calendar_of_all(lang: str) -> str:
    """The calendar of every case, as of today; the same text until a date moves."""
    day = today()
    planned = {subject: _planned(subject, newest, day, lang) for subject, newest in heads().items()}
    return _text(tuple(_edited(planned, lang)), lang, default_guideline().edition)


@lru_cache(maxsize=_TEXTS_KEPT)
def _text(entries: tuple[tuple[Entry, Edition], ...], lang: str, edition: str) -> str:
    """Calendars ask every few hours and mostly for the same; to write it costs more than to find out that it is."""
    return feed_text(entries, lang=lang, edition=edition)


def _edited(planned: dict[str, tuple[Entry, ...]], lang: str) -> Iterator[tuple[Entry, Edition]]:
    """Every entry with its edition, those lately cancelled too."""
    entries = {entry.uid: entry for of_case in planned.values() for entry in of_case}
    names = pseudonyms()
    for each in given(planned):
        if each.edition.cancelled:
            title = word("calendar.cancelled", lang, case=names.get(each.subject, ""))
            yield Entry(each.uid, title, each.days, ""), each.edition
        elif each.uid in entries:
            yield entries[each.uid], each.edition


@lru_cache(maxsize=_CASES_KEPT)
def _planned(subject: str, newest: str, day: str, lang: str) -> tuple[Entry, ...]:
    del newest  # for the key only: a changed record gives other entries
    case = load_case(subject)
    if case.calendar is not Calendar.DATES:
        return ()
    found = assess(case, as_of=day, with_missing=False, with_base=False)
    return tuple(plan_entries(found, lang, about=subject))
