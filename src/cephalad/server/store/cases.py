"""Cases in the store: a header and events come in and are checked as a case file is; a `Case` goes out.

Nothing is edited: a changed header is a new row, a correction is an event that supersedes another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils import timezone

from cephalad.errors import InvalidArgument, InvalidCase, Issue
from cephalad.record import Case
from cephalad.server.store.append import (
    CASE_CREATED,
    CASE_ERASED,
    EVENT_ADDED,
    HEADER_CHANGED,
    RECORD_KINDS,
    Appended,
    Draft,
    append_many,
    check_head,
    new_subject,
    sent_before,
    writing,
)
from cephalad.server.store.chain import canonical, read_canonical
from cephalad.server.store.contents import header_and_events, read_record, with_defaults
from cephalad.server.store.faults import ErasedCase, NoSuchCase, StoreFault
from cephalad.server.store.models import ChainRow

__all__ = [
    "HistoryRow",
    "add_event",
    "add_events",
    "change_header",
    "create_case",
    "forget_parsed",
    "header_of",
    "headers",
    "heads",
    "history",
    "import_case",
    "load_case",
    "load_cases",
    "pseudonyms",
    "subject_of",
    "with_events",
]

# A thousand cases are read again at every list; parsed ones are kept, by their newest row.
_CASES_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a case: what was done, and what was said in it; `content` is None once the case is erased."""

    sequence: int
    kind: str
    at: datetime
    actor: str
    own_hash: str
    content: Mapping[str, Any] | None


class _Newest(NamedTuple):
    """The newest row of a case's record."""

    subject: str
    sequence: int
    own_hash: str


class _Rows(NamedTuple):
    """A case's record as it was written: the header in force, and every event."""

    header: Mapping[str, Any]
    events: tuple[Mapping[str, Any], ...]


# --- writing ----------------------------------------------------------------------------------------------------------


def create_case(header: Mapping[str, Any], actor: str, *, token: str = "") -> Appended:
    """The first row of a new case without events.

    Parameters
    ----------
    header : as in a case file, ``{"case": "patient-7", "sex": "female"}``; today's date is filled in

    Raises
    ------
    InvalidCase : with everything that is wrong with it; a pseudonym that another case has is STORE-01
    Conflict : as `append`
    """
    return _create(header, [], actor, token)


def import_case(case: Case, actor: str, *, token: str = "") -> Appended:
    """The first row of a whole case, after all its events were written in one transaction.

    Raises
    ------
    InvalidCase, Conflict : as `create_case`
    """
    header, events = header_and_events(case)
    return _create(header, events, actor, token)


def _create(header: Mapping[str, Any], events: Sequence[Mapping[str, Any]], actor: str, token: str) -> Appended:
    canonical(header)
    with writing():
        if (first := sent_before(CASE_CREATED, "", header, actor, token)) is not None:
            return first
        complete = with_defaults(header, _today())
        _checked(complete, events)
        _check_pseudonym(complete, subject="")
        subject = new_subject()
        drafts = [Draft(CASE_CREATED, subject, complete, token)]
        drafts += [Draft(EVENT_ADDED, subject, event) for event in events]
        return append_many(drafts, actor)[0]


def add_event(
    subject: str, event: Mapping[str, Any], actor: str, *, token: str = "", expected_head: str | None = None
) -> Appended:
    """The row of one event of the case file format; an id and the day of recording are filled in when left out.

    A correction is an event with ``supersedes`` and ``reason``.

    Raises
    ------
    InvalidCase : with everything that is wrong with it
    Conflict, NoSuchCase, ErasedCase : as `append`
    """
    return add_events(subject, [event], actor, token=token, expected_head=expected_head)[0]


def add_events(
    subject: str,
    events: Sequence[Mapping[str, Any]],
    actor: str,
    *,
    token: str = "",
    expected_head: str | None = None,
) -> list[Appended]:
    """The rows of several events, written all or none; after a double submit, the first row only.

    Raises
    ------
    InvalidCase, Conflict, NoSuchCase, ErasedCase : as `add_event`
    """
    if not events:
        raise InvalidArgument("events: must be at least one")
    for event in events:
        canonical(event)
    with writing():
        rows = _rows(_newest(subject))
        if (first := sent_before(EVENT_ADDED, subject, events[0], actor, token)) is not None:
            return [first]
        check_head(subject, expected_head)
        added = _completed(events, rows.events)
        _checked(rows.header, [*rows.events, *added])
        drafts = [Draft(EVENT_ADDED, subject, event, token if n == 0 else "") for n, event in enumerate(added)]
        return append_many(drafts, actor)


def change_header(
    subject: str,
    header: Mapping[str, Any],
    actor: str,
    *,
    reason: str,
    token: str = "",
    expected_head: str | None = None,
) -> Appended:
    """The row of a whole new header, which is in force from then on; the earlier one stays in the history.

    Raises
    ------
    InvalidCase : with everything that is wrong with it
    InvalidArgument : without a reason
    Conflict, NoSuchCase, ErasedCase : as `append`
    """
    if not reason.strip():
        raise InvalidArgument("reason: must say why the header changes")
    content = {"header": dict(header), "reason": reason}
    canonical(content)
    with writing():
        rows = _rows(_newest(subject))
        if (first := sent_before(HEADER_CHANGED, subject, content, actor, token)) is not None:
            return first
        check_head(subject, expected_head)
        _checked(header, rows.events)
        _check_pseudonym(header, subject)
        return append_many([Draft(HEADER_CHANGED, subject, content, token)], actor)[0]


# --- checks -----------------------------------------------------------------------------------------------------------


def with_events(
    subject: str, events: Sequence[Mapping[str, Any]], *, header: Mapping[str, Any] | None = None
) -> Case | list[Issue]:
    """The case as it would be with these events too, or everything that is wrong with them; nothing is written.

    Parameters
    ----------
    header : in place of the header in force

    Raises
    ------
    NoSuchCase, ErasedCase : when there is no such case any more
    """
    for event in events:
        canonical(event)
    rows = _rows(_newest(subject))
    return read_record(rows.header if header is None else header, [*rows.events, *_completed(events, rows.events)])


def _checked(header: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Case:
    found = read_record(header, events)
    if isinstance(found, list):
        raise InvalidCase(found)
    return found


def _check_pseudonym(header: Mapping[str, Any], subject: str) -> None:
    """Two cases never have the same pseudonym."""
    stated = str(header["case"])
    if any(pseudonym == stated and other != subject for other, pseudonym in pseudonyms().items()):
        rule, remedy = "must be unique", "give each case its own pseudonym"
        raise InvalidCase([Issue("", 0, "case", rule, stated, remedy, "STORE-01")])


def _completed(events: Sequence[Mapping[str, Any]], earlier: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The events with an id, such as ``imaging-2``, and the day of recording, where they do not state them."""
    taken = {str(event["id"]) for event in (*earlier, *events) if "id" in event}
    completed: list[Mapping[str, Any]] = []
    for event in events:
        name = event["id"] if "id" in event else _free_name(event.get("kind"), taken)
        taken.add(str(name))
        completed.append({"id": name, "recorded_at": _today(), **event})
    return completed


def _free_name(kind: object, taken: set[str]) -> str:
    # A kind that is none is told by the record's reader; here it only must not make a name that is none.
    stem = kind if isinstance(kind, str) and kind.isidentifier() else "event"
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _today() -> str:
    """The day in the installation's time zone."""
    return str(timezone.localdate().isoformat())


# --- reading ----------------------------------------------------------------------------------------------------------


def load_case(subject: str) -> Case:
    """The whole record of a case.

    Raises
    ------
    NoSuchCase, ErasedCase : when there is no such case any more
    """
    return _parsed(_newest(subject))


def load_cases(subjects: Collection[str] | None = None) -> Iterator[tuple[str, Case]]:
    """Every case that is not erased, or only these, with its id, in the order in which they were made."""
    return ((each.subject, _parsed(each)) for each in _all_newest() if subjects is None or each.subject in subjects)


def header_of(subject: str) -> dict[str, Any]:
    """The header in force, as it was written.

    Raises
    ------
    NoSuchCase, ErasedCase : when there is no such case any more
    """
    return dict(_rows(_newest(subject)).header)


def heads() -> dict[str, str]:
    """The hash of the newest row of every case that is not erased, by its id, in the order in which they were made."""
    return {newest.subject: newest.own_hash for newest in _all_newest()}


def pseudonyms() -> dict[str, str]:
    """The pseudonym of every case that is not erased, by its id."""
    return {subject: str(header["case"]) for subject, header in headers().items()}


def headers() -> dict[str, Mapping[str, Any]]:
    """The header in force of every case that is not erased, by its id."""
    rows = ChainRow.objects.filter(kind__in=(CASE_CREATED, HEADER_CHANGED), payload__isnull=False).order_by("sequence")
    found: dict[str, Mapping[str, Any]] = {}
    for subject, kind, content in rows.values_list("subject", "kind", "payload__content"):
        stated = read_canonical(content)
        found[subject] = stated if kind == CASE_CREATED else stated["header"]
    return found


def subject_of(pseudonym: str) -> str:
    """The id of the case with this pseudonym.

    Raises
    ------
    NoSuchCase : when there is none
    """
    for subject, name in pseudonyms().items():
        if name == pseudonym:
            return subject
    raise NoSuchCase("no case has this pseudonym")


def history(subject: str) -> list[HistoryRow]:
    """Everything that was ever done with a case, oldest first, also what was only looked at; erased ones too.

    Raises
    ------
    NoSuchCase : when there never was one
    """
    rows = ChainRow.objects.filter(subject=subject).select_related("payload") if subject else []
    found = [_history_row(row) for row in sorted(rows, key=lambda row: row.sequence)]
    if not found:
        raise NoSuchCase("no case has this id")
    return found


def forget_parsed() -> None:
    """Parsed cases are kept no longer in this process."""
    _parsed.cache_clear()


def _history_row(row: ChainRow) -> HistoryRow:
    payload = getattr(row, "payload", None)
    content = None if payload is None else read_canonical(payload.content)
    return HistoryRow(row.sequence, row.kind, row.at, row.actor, row.own_hash, content)


def _newest(subject: str) -> _Newest:
    rows = ChainRow.objects.filter(subject=subject, kind__in=(*RECORD_KINDS, CASE_ERASED)).order_by("-sequence")
    found = rows.values_list("sequence", "own_hash", "kind").first() if subject else None
    if found is None:
        raise NoSuchCase("no case has this id")
    sequence, own_hash, kind = found
    if kind == CASE_ERASED:
        raise ErasedCase(f"case {subject} was erased")
    return _Newest(subject, sequence, own_hash)


def _all_newest() -> list[_Newest]:
    rows = ChainRow.objects.filter(kind__in=RECORD_KINDS).exclude(
        subject__in=ChainRow.objects.filter(kind=CASE_ERASED).values("subject")
    )
    newest = rows.values("subject").annotate(newest=Max("sequence")).values("newest")
    found = ChainRow.objects.filter(sequence__in=newest).values_list("subject", "sequence", "own_hash")
    created = ChainRow.objects.filter(kind=CASE_CREATED).values_list("subject", "sequence")
    made = dict(created)
    return sorted((_Newest(*row) for row in found), key=lambda row: made[row.subject])


@lru_cache(maxsize=_CASES_KEPT)
def _parsed(newest: _Newest) -> Case:
    rows = _rows(newest)
    return _checked(rows.header, rows.events)


def _rows(newest: _Newest) -> _Rows:
    """The record up to its newest row, as it was written."""
    rows = ChainRow.objects.filter(subject=newest.subject, kind__in=RECORD_KINDS, sequence__lte=newest.sequence)
    header: Mapping[str, Any] = {}
    events = []
    for sequence, kind, content in rows.order_by("sequence").values_list("sequence", "kind", "payload__content"):
        if content is None:
            raise StoreFault(f"the content of row {sequence} is missing; cephalad store verify tells more")
        stated = read_canonical(content)
        if kind == EVENT_ADDED:
            events.append(stated)
        else:
            header = stated if kind == CASE_CREATED else stated["header"]
    return _Rows(header, tuple(events))
