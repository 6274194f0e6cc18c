"""Which edition of each entry calendars are given: a number that rises when a date moves, and when the entry is gone.

A calendar takes the higher SEQUENCE for the newer. It is counted over what calendars were in fact given, which is
remembered, and not worked out again from the record's history: a newer guideline moves dates without any new row in
the record, and would make the numbers of the past other numbers; and the history of one case is one assessment a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cephalad.logic import Span
from cephalad.server.store.append import writing
from cephalad.server.store.cases import heads
from cephalad.server.store.erase import erased
from cephalad.write.calendar import Edition, Entry

__all__ = ["DAYS_TOLD_AS_GONE", "Given", "given", "listen"]

DAYS_TOLD_AS_GONE = 30
"""For so long an entry that is gone is told as cancelled, so that calendars that add up what they read remove it."""


@dataclass(frozen=True, slots=True)
class Given:
    """One entry as calendars are given it.

    Attributes
    ----------
    subject : the case
    """

    uid: str
    subject: str
    days: Span
    edition: Edition


def given(planned: Mapping[str, Sequence[Entry]], *, subject: str = "") -> list[Given]:
    """Days and edition of every entry, those that were cancelled lately too, in the order of their days.

    Parameters
    ----------
    planned : the entries of every case, or of the one named, by its id
    subject : the case when only one is asked about
    """
    known, now = _known(subject), datetime.now(UTC).replace(microsecond=0)
    if any(True for _ in _changes(known, planned, now)):
        # Read again where nobody else writes, so that two readers at once give the same edition.
        with writing():
            known, there = _known(subject), heads()
            still = {name: entries for name, entries in planned.items() if name in there}
            changed = list(_changes(known, still, now))
            _write(changed)
            known |= {row.uid: row for row in changed}
    since = now - timedelta(days=DAYS_TOLD_AS_GONE)
    told = [row for row in known.values() if not row.cancelled or row.changed_at >= since]
    found = [
        Given(row.uid, row.subject, _days(row), Edition(row.number, row.changed_at, row.cancelled)) for row in told
    ]
    return sorted(found, key=lambda each: (each.days.earliest, each.uid))


def _known(subject: str) -> dict[str, Any]:
    from cephalad.server.paper.models import GivenEntry

    rows = GivenEntry.objects.filter(subject=subject) if subject else GivenEntry.objects.all()
    return {row.uid: row for row in rows}


def _changes(known: Mapping[str, Any], planned: Mapping[str, Sequence[Entry]], now: datetime) -> Iterator[Any]:
    """The rows that become others, as they become; those known are left as they are until they are asked for."""
    from cephalad.server.paper.models import GivenEntry

    uids = set()
    for subject, entries in planned.items():
        for entry in entries:
            uids.add(entry.uid)
            row, days = known.get(entry.uid), entry.days
            if row is not None and not row.cancelled and _days(row) == days:
                continue
            yield GivenEntry(
                uid=entry.uid,
                subject=subject,
                first_day=date.fromordinal(days.earliest),
                last_day=date.fromordinal(days.latest),
                number=0 if row is None else row.number + 1,
                changed_at=now,
                cancelled=False,
            )
    for row in known.values():
        if row.uid not in uids and row.subject in planned and not row.cancelled:
            yield GivenEntry(
                uid=row.uid,
                subject=row.subject,
                first_day=row.first_day,
                last_day=row.last_day,
                number=row.number + 1,
                changed_at=now,
                cancelled=True,
            )


def _write(rows: Sequence[Any]) -> None:
    from cephalad.server.paper.models import GivenEntry

    fields = ["subject", "first_day", "last_day", "number", "changed_at", "cancelled"]
    GivenEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=["uid"], update_fields=fields)


def _days(row: Any) -> Span:
    return Span(row.first_day.toordinal(), row.last_day.toordinal())


def listen() -> None:
    """What calendars were given of a case goes when it is erased; called once."""
    erased.connect(_of_erased, dispatch_uid="cephalad.paper")


def _of_erased(subject: str, **_: object) -> Any:
    from cephalad.server.paper.models import GivenEntry

    GivenEntry.objects.filter(subject=subject).delete()
    return GivenEntry
