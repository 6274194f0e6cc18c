"""The whole store in one file that either database can be restored from: gzip, one JSON text a line.

The first line names the format and the head of the chain, the last one counts the lines and holds their SHA-256. It
holds contents, sealed identities and accounts with the digests of their passwords, so it is as private as the store;
the identity key is not in it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import connection, transaction

from cephalad.errors import UnreadableInput
from cephalad.server.store.faults import StoreFault
from cephalad.server.store.identities import key_fingerprint
from cephalad.server.store.models import ChainRow, IdentityIndex, SealedIdentity
from cephalad.server.store.verify import verify

__all__ = ["FORMAT", "ROW_FIELDS", "BackedUp", "account_models", "backup"]

FORMAT = "cephalad-backup/1"
ROW_FIELDS = (
    *("sequence", "kind", "recorded_at", "actor", "subject"),
    *("content_hash", "previous_hash", "own_hash"),
)
_PAYLOAD_FIELDS = ("payload__salt", "payload__content", "payload__token")
_ROWS_AT_ONCE = 2_000

# The store has lines of its own; the others are made anew by a migration or end with the log-in.
_NOT_ACCOUNTS = ("store", "contenttypes", "sessions", "usersessions")
_MADE_BY_MIGRATION = ("auth.permission",)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A backup that was written: the rows of the chain in it, and the hash of the newest."""

    n_rows: int
    head: str


def backup(file: str | Path) -> BackedUp:
    """What was written; the file is there whole, or as it was before.

    Others may write to the store meanwhile; the backup holds what was there when it began.

    Raises
    ------
    StoreFault : when the chain is not sound, since such a backup could not be restored
    UnreadableInput : when the file cannot be written
    """
    with snapshot():
        verified = verify()
        if not verified.is_sound:
            remedy = "see cephalad store verify, and keep a copy of the database itself"
            raise StoreFault(f"the chain has {len(verified.faults)} faults; nothing was written; {remedy}")
        try:
            _write(Path(file), _lines(verified.n_rows, verified.head))
        except OSError as error:
            raise UnreadableInput(f"{file}: cannot be written: {error.strerror or 'output error'}") from error
    return BackedUp(verified.n_rows, verified.head)


@contextmanager
def snapshot() -> Iterator[None]:
    """A stretch in which everything is read as it was at the beginning; nobody waits for it."""
    if connection.vendor == "sqlite":
        # Django's own transactions begin as writers here, and would keep everybody else waiting.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def account_models() -> list[Any]:
    """The models that are kept besides the store: accounts and what belongs to them, before what points to them."""
    listed = [
        (config, [model for model in config.get_models() if model._meta.label_lower not in _MADE_BY_MIGRATION])
        for config in apps.get_app_configs()
        if config.label not in _NOT_ACCOUNTS
    ]
    ordered = serializers.sort_dependencies([(config, models) for config, models in listed if models])
    return [model for model in ordered if model._meta.managed and not model._meta.proxy]


# --- lines ------------------------------------------------------------------------------------------------------------


def _lines(n_rows: int, head: str) -> Iterator[dict[str, Any]]:
    yield {
        "format": FORMAT,
        "n_rows": n_rows,
        "head": head,
        "identity_key": key_fingerprint(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    yield from _chain_lines()
    for subject, sealed in SealedIdentity.objects.order_by("subject").values_list("subject", "sealed"):
        yield {"identity": [subject, base64.b64encode(bytes(sealed)).decode("ascii")]}
    for parts in IdentityIndex.objects.order_by("subject", "field").values_list("subject", "field", "digest"):
        yield {"identity_index": list(parts)}
    for model in account_models():
        for entry in model._default_manager.order_by("pk").iterator(chunk_size=_ROWS_AT_ONCE):
            yield {"account": json.loads(serializers.serialize("jsonl", [entry], use_natural_foreign_keys=True))}


def _chain_lines() -> Iterator[dict[str, Any]]:
    rows = ChainRow.objects.order_by("sequence").values_list(*ROW_FIELDS, *_PAYLOAD_FIELDS)
    n_parts = len(ROW_FIELDS)
    for parts in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        payload = parts[n_parts:]
        yield {"row": list(parts[:n_parts]), "payload": None if payload[0] is None else list(payload)}


# --- the file ---------------------------------------------------------------------------------------------------------


def _write(file: Path, lines: Iterator[dict[str, Any]]) -> None:
    target = Path(os.path.realpath(file))
    if target.is_dir():
        raise UnreadableInput(f"{file}: is a directory; name a file in it")
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as stream:
            with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
                _write_lines(packed, lines)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, target)
        _settle(target.parent)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _write_lines(packed: gzip.GzipFile, lines: Iterator[dict[str, Any]]) -> None:
    digest, n_lines = hashlib.sha256(), 0
    for line in lines:
        text = json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        digest.update(text)
        packed.write(text)
        n_lines += 1
    end = {"end": {"n_lines": n_lines, "sha256": digest.hexdigest()}}
    packed.write(json.dumps(end, separators=(",", ":")).encode() + b"\n")


def _settle(folder: Path) -> None:
    """The new name is on the disk, not only the content."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
