"""A backup comes in, into an empty store of either kind; the same chain goes out, walked before it is kept.

All or nothing: a backup that is cut, changed or not sound leaves the store as it was.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection

from cephalad.errors import UnreadableInput
from cephalad.server.store.append import writing
from cephalad.server.store.backup import FORMAT, ROW_FIELDS, account_models
from cephalad.server.store.faults import BrokenBackup, NotEmpty
from cephalad.server.store.identities import key_fingerprint
from cephalad.server.store.models import ChainRow, IdentityIndex, Payload, SealedIdentity
from cephalad.server.store.verify import Verified, verify

__all__ = ["Restored", "restore"]

# A content has at most 16 million bytes; written as JSON in JSON, with every character escaped, several times that.
_LONGEST_LINE = 200_000_000
_ROWS_AT_ONCE = 500

_NOT_OF_THIS_FORMAT = (
    *(KeyError, TypeError, ValueError, AttributeError),
    *(FieldDoesNotExist, ValidationError, serializers.base.DeserializationError),
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was restored and walked.

    Attributes
    ----------
    identities_open : whether the identity key of this installation is the one that the backup was made with
    """

    verified: Verified
    identities_open: bool


def restore(file: str | Path) -> Restored:
    """What is in the store after a backup was read into it.

    Raises
    ------
    NotEmpty : when the store holds a row or an account
    BrokenBackup : for a file that is cut, changed, of another format or not sound; the store is left as it was
    UnreadableInput : when the file cannot be opened
    """
    try:
        with gzip.open(file, "rb") as stream, writing():
            if ChainRow.objects.exists() or get_user_model()._default_manager.exists():
                raise NotEmpty("the store holds something; restore into a new data folder or an empty database")
            return _restored(_lines(stream))
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise BrokenBackup(f"{file}: is no backup, or it is cut or changed") from None
    except DatabaseError as error:
        # The words of a database may quote a value.
        raise BrokenBackup(f"{file}: its rows cannot be written ({type(error).__name__})") from None
    except OSError as error:
        raise UnreadableInput(f"{file}: cannot be read: {error.strerror or 'input error'}") from error


def _restored(lines: Iterator[tuple[int, dict[str, Any]]]) -> Restored:
    _, first = next(lines, (0, {}))
    if first.get("format") != FORMAT:
        raise BrokenBackup(f"line 1: must name the format {FORMAT}")
    pending = _Pending([], [])
    for number, line in lines:
        try:
            _take(line, pending)
        except _NOT_OF_THIS_FORMAT as error:
            raise BrokenBackup(f"line {number}: is not of this format ({type(error).__name__})") from None
    pending.write()
    _reset_sequences()
    verified = verify()
    if not verified.is_sound:
        fault = verified.faults[0]
        raise BrokenBackup(
            f"its chain has {len(verified.faults)} faults; the first: {fault.code}, row {fault.sequence}"
        )
    if (verified.head, verified.n_rows) != (first.get("head"), first.get("n_rows")):
        raise BrokenBackup("its rows do not lead to the head that it names")
    return Restored(verified, first.get("identity_key") == key_fingerprint() or not SealedIdentity.objects.exists())


@dataclass(slots=True)
class _Pending:
    """Rows that wait to be written together."""

    rows: list[ChainRow]
    payloads: list[Payload]

    def write(self) -> None:
        ChainRow.objects.bulk_create(self.rows)
        Payload.objects.bulk_create(self.payloads)
        self.rows.clear()
        self.payloads.clear()


def _take(line: dict[str, Any], pending: _Pending) -> None:
    if "row" in line:
        row = ChainRow(**dict(zip(ROW_FIELDS, line["row"], strict=True)))
        pending.rows.append(row)
        if line["payload"] is not None:
            salt, content, token = line["payload"]
            pending.payloads.append(Payload(row_id=row.sequence, salt=salt, content=content, token=token))
        # What is said of an erased case is accepted only before its erasure stands in the chain.
        if len(pending.rows) >= _ROWS_AT_ONCE:
            pending.write()
    elif "identity" in line:
        subject, sealed = line["identity"]
        SealedIdentity.objects.create(subject=subject, sealed=base64.b64decode(sealed, validate=True))
    elif "identity_index" in line:
        subject, field, digest = line["identity_index"]
        IdentityIndex.objects.create(subject=subject, field=field, digest=digest)
    else:
        for entry in serializers.deserialize("python", [line["account"]]):
            _checked_account(entry).save()


def _checked_account(entry: Any) -> Any:
    """Only models that a backup is made of, so that no file can write into another table."""
    if type(entry.object) not in account_models():
        raise ValueError("no account")
    return entry


def _reset_sequences() -> None:
    """The numbers that the database gives next come after those that were restored."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), account_models()):
            cursor.execute(statement)


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(stream: gzip.GzipFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines but the last, which must count and seal them."""
    digest, number = hashlib.sha256(), 0
    while text := stream.readline(_LONGEST_LINE):
        line = _parsed(text, number + 1)
        if "end" in line:
            sealed = line["end"] == {"n_lines": number, "sha256": digest.hexdigest()}
            if not sealed or stream.read(1):
                raise BrokenBackup(f"line {number + 1}: does not seal the lines before it; the file was changed")
            return
        digest.update(text)
        number += 1
        yield number, line
    raise BrokenBackup(f"line {number + 1}: the end is missing; the file was cut")


def _parsed(text: bytes, number: int) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        line = json.loads(text)
        if isinstance(line, dict):
            return line
    raise BrokenBackup(f"line {number}: is not of this format")
