"""The only way into the chain: rows are written one after another, each after everything before it is on the disk.

Writers wait for each other: SQLite begins every transaction as a writer, PostgreSQL takes one lock of the whole store.
What `append` returned is in the chain, also when the process is killed the moment after.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from cephalad.errors import InvalidArgument
from cephalad.server.store.chain import (
    GENESIS,
    Content,
    Link,
    canonical,
    content_hash,
    link_hash,
    new_salt,
    read_canonical,
)
from cephalad.server.store.faults import Conflict, ErasedCase, NoSuchCase
from cephalad.server.store.models import ChainRow, Payload

__all__ = [
    "CASE_CREATED",
    "CASE_ERASED",
    "EVENT_ADDED",
    "HEADER_CHANGED",
    "IDENTITY_CHANGED",
    "RECORD_KINDS",
    "Appended",
    "Draft",
    "append",
    "append_many",
    "check_head",
    "check_subject",
    "head",
    "new_subject",
    "sent_before",
    "writing",
]

CASE_CREATED = "case-created"
EVENT_ADDED = "event-added"
HEADER_CHANGED = "header-changed"
CASE_ERASED = "case-erased"
IDENTITY_CHANGED = "identity-changed"
RECORD_KINDS = (CASE_CREATED, EVENT_ADDED, HEADER_CHANGED)
"""The rows that make up a patient's record. All others say what was done with it, or with the installation."""

FILLED_IN = ("format", "written_on", "id", "recorded_at")
"""Keys that the store fills in where a form left them out: sent again after midnight, the form is still the same."""

# One number that no other program is likely to lock: the letters of the name.
_LOCK = int.from_bytes(b"cephalad", "big")
_KIND = re.compile(r"[a-z]+(?:-[a-z]+)*")
_SUBJECT = re.compile(r"[0-9a-f]{32}")
_LONGEST_KIND = 40
_LONGEST_ACTOR = 150
_LONGEST_TOKEN = 200
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Appended:
    """A row that is in the chain.

    Attributes
    ----------
    recorded_at : in UTC, as it stands in the chain
    repeated : whether the same form had been sent before; the row is then the first one's
    """

    sequence: int
    own_hash: str
    kind: str
    subject: str
    recorded_at: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that is to be written."""

    kind: str
    subject: str
    content: Content
    token: str = ""


def new_subject() -> str:
    """An id for a case that tells nothing of it: 128 random bits."""
    return secrets.token_hex(16)


@contextmanager
def writing() -> Iterator[None]:
    """A transaction in which nobody else writes to the chain; one inside another is part of it."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def head(subject: str) -> str:
    """The hash of the newest row of a case's record; "" for a case that is not there or was erased."""
    if not subject:
        return ""
    rows = ChainRow.objects.filter(subject=subject, kind__in=(*RECORD_KINDS, CASE_ERASED))
    kind, own_hash = rows.order_by("-sequence").values_list("kind", "own_hash").first() or (CASE_ERASED, "")
    return "" if kind == CASE_ERASED else str(own_hash)


def append(
    kind: str, subject: str, content: Content, actor: str, *, token: str = "", expected_head: str | None = None
) -> Appended:
    """The row after it was written, or the first one when the same form had been sent before.

    Records of cases go through `cases`, which checks what is said in them.

    Parameters
    ----------
    kind : what happened, in words joined by hyphens
    subject : the case, "" for what belongs to none
    token : of the form that was sent; the same actor, kind and token write one row only
    expected_head : the `head` of the case that the actor had before her; None when it does not matter

    Raises
    ------
    Conflict : when somebody wrote to the case since, or the token came before with different content
    NoSuchCase, ErasedCase : when there is no such case any more
    InvalidArgument : for a content that has no canonical text, or a kind, actor or token out of form
    """
    with writing():
        if (first := sent_before(kind, subject, content, actor, token)) is not None:
            return first
        check_head(subject, expected_head)
        return append_many([Draft(kind, subject, content, token)], actor)[0]


def append_many(drafts: Sequence[Draft], actor: str) -> list[Appended]:
    """The rows after all of them were written in one transaction; none was when this raises.

    Raises
    ------
    NoSuchCase, ErasedCase, InvalidArgument : as `append`
    """
    _check_form(drafts, actor)
    with writing():
        _check_subjects(drafts)
        rows, payloads = _linked(drafts, actor)
        # Small runs, each with its contents: a content is accepted only beside a row that is there.
        for begin in range(0, len(rows), _ROWS_AT_ONCE):
            ChainRow.objects.bulk_create(rows[begin : begin + _ROWS_AT_ONCE])
            Payload.objects.bulk_create(payloads[begin : begin + _ROWS_AT_ONCE])
    return [_appended(row) for row in rows]


def check_head(subject: str, expected_head: str | None) -> None:
    """Nothing, when the case's newest row is the expected one or none is expected.

    Raises
    ------
    Conflict : otherwise; it holds the newest row's hash
    """
    if expected_head is None:
        return
    newest = head(subject)
    if newest != expected_head:
        raise Conflict("the case was changed in between; read it again before you add to it", newest)


def check_subject(subject: str) -> None:
    """Nothing, when this case is there and not erased.

    Raises
    ------
    NoSuchCase, ErasedCase : otherwise
    """
    _check_subjects([Draft(EVENT_ADDED, subject, {})])


# --- the same form sent twice -----------------------------------------------------------------------------------------


def sent_before(kind: str, subject: str, content: Content, actor: str, token: str) -> Appended | None:
    """The row that this form wrote when it was sent before; None when it is new or has no token.

    Parameters
    ----------
    subject : the case that the form is about, "" when it makes one

    Raises
    ------
    Conflict : when it was sent for another case or with different content
    """
    if not token:
        return None
    known = Payload.objects.select_related("row").filter(token=_token_digest(kind, actor, token)).first()
    if known is None:
        return None
    if known.row.subject != subject and kind != CASE_CREATED:
        raise Conflict("this form was sent before for another case", known.row.own_hash)
    stored, given = read_canonical(known.content), read_canonical(canonical(content))
    if {key: value for key, value in stored.items() if key in given or key not in FILLED_IN} != given:
        raise Conflict("this form was sent before with different content", known.row.own_hash)
    return _appended(known.row, repeated=True)


def _token_digest(kind: str, actor: str, token: str) -> str:
    return hashlib.sha256(json.dumps([actor, kind, token]).encode()).hexdigest()


# --- checks -----------------------------------------------------------------------------------------------------------


def _check_form(drafts: Sequence[Draft], actor: str) -> None:
    if not (actor and len(actor) <= _LONGEST_ACTOR and actor.isprintable()):
        raise InvalidArgument(f"actor: must be 1 to {_LONGEST_ACTOR} printable characters")
    for draft in drafts:
        if not _KIND.fullmatch(draft.kind) or len(draft.kind) > _LONGEST_KIND:
            raise InvalidArgument(f"kind: must be words joined by hyphens, got {draft.kind[:60]!r}")
        if draft.subject and not _SUBJECT.fullmatch(draft.subject):
            raise NoSuchCase("no case has this id")
        if len(draft.token) > _LONGEST_TOKEN:
            raise InvalidArgument(f"token: must be at most {_LONGEST_TOKEN} characters")


def _check_subjects(drafts: Sequence[Draft]) -> None:
    """Every row belongs to a case that is there and not erased, or makes it."""
    subjects = {draft.subject for draft in drafts if draft.subject}
    marks = ChainRow.objects.filter(subject__in=subjects, kind__in=(CASE_CREATED, CASE_ERASED))
    known = set(marks.values_list("subject", "kind"))
    for draft in drafts:
        if (draft.subject, CASE_ERASED) in known:
            raise ErasedCase(f"case {draft.subject} was erased")
        created = (draft.subject, CASE_CREATED)
        if draft.kind == CASE_CREATED:
            if not draft.subject or created in known:
                raise InvalidArgument("subject: a new case needs an id of its own")
            known.add(created)
        elif created not in known and (draft.subject or draft.kind in (*RECORD_KINDS, CASE_ERASED)):
            raise NoSuchCase("no case has this id")


# --- rows -------------------------------------------------------------------------------------------------------------


def _linked(drafts: Sequence[Draft], actor: str) -> tuple[list[ChainRow], list[Payload]]:
    newest = ChainRow.objects.order_by("-sequence").values_list("sequence", "own_hash").first()
    sequence, previous_hash = newest or (0, GENESIS)
    recorded_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    rows, payloads = [], []
    for draft in drafts:
        sequence += 1
        salt, content = new_salt(), canonical(draft.content)
        hashed = content_hash(salt, content)
        link = Link(sequence, draft.kind, recorded_at, actor, draft.subject, hashed, previous_hash)
        row = ChainRow(
            sequence=sequence,
            kind=draft.kind,
            recorded_at=recorded_at,
            actor=actor,
            subject=draft.subject,
            content_hash=hashed,
            previous_hash=previous_hash,
            own_hash=link_hash(link),
        )
        token = _token_digest(draft.kind, actor, draft.token) if draft.token else None
        rows.append(row)
        payloads.append(Payload(row_id=sequence, salt=salt, content=content, token=token))
        previous_hash = row.own_hash
    return rows, payloads


def _appended(row: ChainRow, *, repeated: bool = False) -> Appended:
    return Appended(row.sequence, row.own_hash, row.kind, row.subject, row.recorded_at, repeated)
