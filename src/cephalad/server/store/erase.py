"""Erasing a patient: what was said goes, that it was said stays, and the chain holds.

The rows of the case keep their hashes, which tell nothing without the salts that go with the contents.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.dispatch import Signal

from cephalad.errors import InvalidArgument
from cephalad.server.store.append import CASE_ERASED, Appended, append, writing
from cephalad.server.store.cases import forget_parsed
from cephalad.server.store.models import CachedAnswer, IdentityIndex, Payload, SealedIdentity

__all__ = ["erase_case", "erased"]

erased = Signal()
"""Sent with the ``subject`` of a case while it is erased, to whoever keeps something of it beside the record.

A receiver deletes what it keeps and returns the table that it deleted from.
"""

_OVERWRITTEN = (Payload, SealedIdentity, IdentityIndex, CachedAnswer)


def erase_case(subject: str, actor: str, *, reason: str) -> Appended:
    """The row that says so, after the contents, the identity and the remembered answers of a case were deleted.

    Backups made before still hold them: restore one and the case has to be erased again.

    Parameters
    ----------
    reason : why; it stays in the chain and must not name the patient

    Raises
    ------
    NoSuchCase, ErasedCase : when there is no such case any more
    InvalidArgument : without a reason
    """
    if not reason.strip():
        raise InvalidArgument("reason: must say why the case is erased")
    with writing():
        written = append(CASE_ERASED, subject, {"reason": reason}, actor)
        Payload.objects.filter(row__subject=subject).exclude(row=written.sequence).delete()
        for table in (SealedIdentity, IdentityIndex, CachedAnswer):
            table.objects.filter(subject=subject).delete()
        beside = [table for _, table in erased.send(sender=erase_case, subject=subject)]
        transaction.on_commit(forget_parsed)
        # The case is erased by now: a role that may not do this makes it a line in the log, not a failed call.
        transaction.on_commit(partial(_overwrite, (*_OVERWRITTEN, *beside)), robust=True)
    return written


def _overwrite(tables: Sequence[Any]) -> None:
    """What was deleted does not linger in the database's files."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # The deleted pages were overwritten; the log before the file still holds the old ones until it is emptied.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            # A plain VACUUM frees the space without writing over it; a full one writes the table anew without it.
            for table in tables:
                cursor.execute(f"VACUUM FULL {table._meta.db_table}")
