"""Backups: from one kind of database into the other, whole or not at all, and nothing that was changed."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.server.conftest import BACK_ENDS, Databases, use_database
from tests.server.filling import ERASED_WORDS, drop_guards, fill, sql

from cephalad.errors import UnreadableInput
from cephalad.record import example_names, read_example
from cephalad.server.store.faults import BrokenBackup, NotEmpty, StoreFault


def fresh(kind: str, databases: Databases, folder: Path) -> None:
    """An empty store of this kind, in use from now on."""
    folder.mkdir(exist_ok=True)
    name = f"t{os.urandom(6).hex()}"
    use_database(databases.sqlite(folder) if kind == "sqlite" else databases.postgresql(name))


def account(name: str) -> None:
    """A person who may log in."""
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_user(name, password="correct horse battery staple")


@pytest.mark.parametrize("target", BACK_ENDS)
def test_a_backup_of_either_kind_is_restored_into_either(
    store: str, target: str, databases: Databases, tmp_path: Path
) -> None:
    """The same head, cases, erasures, identities, tokens and accounts; the chain goes on where it was."""
    from django.contrib.auth import authenticate
    from tests.server.filling import dose

    from cephalad.server.store.append import append
    from cephalad.server.store.backup import backup
    from cephalad.server.store.cases import add_event, import_case, load_case
    from cephalad.server.store.identities import find, view_identity
    from cephalad.server.store.restore import restore
    from cephalad.server.store.verify import verify

    cases = fill()
    example = import_case(read_example("zhao-tian-2026"), "anna").subject
    added = add_event(example, dose("2026-03"), "anna", token="form-9")
    account("anna")
    before = verify()
    written = backup(tmp_path / "backup.gz")
    assert (written.n_rows, written.head) == (before.n_rows, before.head)

    fresh(target, databases, tmp_path / "other")
    restored = restore(tmp_path / "backup.gz")
    after = verify(before.head)
    assert (after.head, after.n_rows, after.erased) == (before.head, before.n_rows, before.erased)
    assert after.is_sound
    assert restored.identities_open
    assert load_case(example).events[:-1] == read_example("zhao-tian-2026").events
    assert add_event(example, dose("2026-03"), "anna", token="form-9").sequence == added.sequence
    assert find("hospital_number", "h2") == [cases["kept"]]
    assert view_identity(cases["kept"], "anna").contact == "by telephone"
    assert authenticate(username="anna", password="correct horse battery staple") is not None
    account("bert")
    assert append("log-in", "", {}, "bert").sequence == before.n_rows + 2
    assert store


def test_a_backup_is_private_and_holds_no_key(store: str, tmp_path: Path) -> None:
    """Only its owner reads it; neither key nor an erased word nor an open identity stands in it."""
    from django.conf import settings

    from cephalad.server.store.backup import backup

    fill()
    backup(tmp_path / "backup.gz")
    assert (tmp_path / "backup.gz").stat().st_mode & 0o777 == 0o600
    text = gzip.decompress((tmp_path / "backup.gz").read_bytes()).decode()
    for secret in (settings.SECRET_KEY, settings.CEPHALAD_IDENTITY_KEY.hex(), ERASED_WORDS, "Zhang", "telephone"):
        assert secret not in text
    assert list(tmp_path.glob(".*.tmp")) == []
    assert store


def test_a_backup_that_fails_leaves_the_earlier_one(
    sqlite_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle: the file is as it was, and nothing lies beside it."""
    from cephalad.server.store import backup as module

    fill()
    file = tmp_path / "backup.gz"
    module.backup(file)
    earlier = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnreadableInput, match="No space left"):
        module.backup(file)
    assert file.read_bytes() == earlier
    assert list(tmp_path.glob(".*.tmp")) == []
    for wrong in (tmp_path, tmp_path / "no" / "folder.gz"):
        with pytest.raises(UnreadableInput):
            module.backup(wrong)
    assert sqlite_store == "sqlite"


def test_a_chain_with_a_fault_is_not_backed_up(store: str, tmp_path: Path) -> None:
    """It could not be restored; what to do instead is said."""
    from cephalad.server.store.backup import backup

    fill()
    drop_guards()
    sql("UPDATE store_chain SET actor = 'eve' WHERE sequence = 4")
    with pytest.raises(StoreFault, match="copy of the database"):
        backup(tmp_path / "backup.gz")
    assert not (tmp_path / "backup.gz").exists()
    assert store


def test_others_write_while_a_backup_is_made(sqlite_store: str) -> None:
    """A writer does not wait for it; the backup holds what was there when it began."""
    from django.db import connections

    from cephalad.server.store.backup import snapshot
    from cephalad.server.store.models import ChainRow

    fill()
    other = connections.create_connection("default")
    with snapshot():
        assert ChainRow.objects.count() == 9
        with other.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 0")
            cursor.execute("UPDATE store_answer SET answer = ''")
            cursor.execute("INSERT INTO store_answer VALUES ('k', 's', 'h', 'a')")
        assert sql("SELECT count(*) FROM store_answer") == [(0,)]
    assert sql("SELECT count(*) FROM store_answer") == [(1,)]
    other.close()
    assert sqlite_store == "sqlite"


def test_a_store_that_holds_something_is_not_restored_into(store: str, tmp_path: Path) -> None:
    """A row or an account is enough."""
    from cephalad.server.store.backup import backup
    from cephalad.server.store.restore import restore

    backup(tmp_path / "empty.gz")
    account("anna")
    with pytest.raises(NotEmpty):
        restore(tmp_path / "empty.gz")
    sql("DELETE FROM auth_user")
    assert restore(tmp_path / "empty.gz").verified.n_rows == 0
    fill()
    with pytest.raises(NotEmpty):
        restore(tmp_path / "empty.gz")
    assert store


def unpacked(file: Path) -> list[dict[str, Any]]:
    """The lines of a backup."""
    return [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]


def sealed(lines: list[dict[str, Any]]) -> bytes:
    """Lines as a backup whose last line fits them, as one would write who knows the format."""
    import hashlib

    text = b"".join(json.dumps(line).encode() + b"\n" for line in lines[:-1])
    end = {"end": {"n_lines": len(lines) - 1, "sha256": hashlib.sha256(text).hexdigest()}}
    return gzip.compress(text + json.dumps(end).encode() + b"\n")


def changed(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[list[dict[str, Any]]], bytes]:
    """A backup after a change to its lines, sealed anew."""

    def write(lines: list[dict[str, Any]]) -> bytes:
        change(lines)
        return sealed(lines)

    return write


USER = {"model": "auth.user", "pk": 1, "fields": {"username": "eve"}}
DAMAGES: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "no gzip": lambda _: b"not a backup",
    "nothing": lambda _: b"",
    "gzip of nothing": lambda _: gzip.compress(b""),
    "no JSON": lambda _: gzip.compress(b"{\n"),
    "a list": lambda _: gzip.compress(b"[]\n"),
    "very deep": lambda _: gzip.compress(b"[" * 100_000 + b"\n"),
    "cut in the middle": lambda lines: sealed(lines)[:-40],
    "without its end": lambda lines: gzip.compress(b"".join(json.dumps(line).encode() + b"\n" for line in lines[:-1])),
    "more after its end": lambda lines: gzip.compress(gzip.decompress(sealed(lines)) + b"{}\n"),
    "not sealed": lambda lines: gzip.compress(gzip.decompress(sealed(lines)).replace(b"anna", b"evee")),
    "another format": changed(lambda lines: lines[0].update(format="cephalad-backup/9")),
    "another head": changed(lambda lines: lines[0].update(head="a" * 64)),
    "a row fewer": changed(lambda lines: lines.pop(5)),
    "the newest row fewer": changed(lambda lines: lines.pop(9)),
    "another actor": changed(lambda lines: lines[4]["row"].__setitem__(3, "eve")),
    "another content": changed(lambda lines: lines[4]["payload"].__setitem__(1, "{}")),
    "a content fewer": changed(lambda lines: lines[4].update(payload=None)),
    "a content of an erased case": changed(lambda lines: lines[3].update(payload=["s", "{}", None])),
    "a row of another shape": changed(lambda lines: lines[4]["row"].pop()),
    "a row of other types": changed(lambda lines: lines[4].update(row=[None] * 8)),
    "a line of another kind": changed(lambda lines: lines.insert(5, {"secret": 1})),
    "an identity that is none": changed(lambda lines: lines.insert(-1, {"identity": ["s", "***"]})),
    "a table that is no account": changed(
        lambda lines: lines.insert(-1, {"account": {"model": "sessions.session", "pk": "x", "fields": {}}})
    ),
    "a row of the store as an account": changed(
        lambda lines: lines.insert(-1, {"account": {"model": "store.payload", "pk": 2, "fields": {"content": "{}"}}})
    ),
    "an account of no table": changed(lambda lines: lines.insert(-1, {"account": {**USER, "model": "auth.nothing"}})),
    "an account with a field that is none": changed(
        lambda lines: lines.insert(-1, {"account": {**USER, "fields": {"nothing": 1}}})
    ),
}


def test_a_backup_that_was_changed_is_not_restored(store: str, databases: Databases, tmp_path: Path) -> None:
    """Each damage is told without a traceback or a value, and leaves the store empty."""
    from cephalad.server.store.backup import backup
    from cephalad.server.store.restore import restore

    fill()
    file = tmp_path / "backup.gz"
    backup(file)
    whole = file.read_bytes()
    fresh(store, databases, tmp_path / "other")
    accepted, told = [], []
    for name, damage in DAMAGES.items():
        file.write_bytes(whole)
        file.write_bytes(damage(unpacked(file)))
        try:
            restore(file)
            accepted.append(name)
        except BrokenBackup as fault:
            told.append(str(fault).removeprefix(str(file)))
        assert sql("SELECT count(*) FROM store_chain") == [(0,)], name
        assert sql("SELECT count(*) FROM auth_user") == [(0,)], name
    assert accepted == []
    assert len(told) == len(DAMAGES)
    assert "eve" not in " ".join(told)
    file.write_bytes(sealed(unpacked_from(whole)))
    assert restore(file).verified.n_rows == 9


def unpacked_from(content: bytes) -> list[dict[str, Any]]:
    """The lines of a backup's bytes."""
    return [json.loads(line) for line in gzip.decompress(content).splitlines()]


def test_a_file_that_is_not_there_is_told(store: str, tmp_path: Path) -> None:
    """Nothing is restored from nothing."""
    from cephalad.server.store.restore import restore

    with pytest.raises(UnreadableInput, match="cannot be read"):
        restore(tmp_path / "nothing.gz")
    assert store


def test_another_identity_key_is_told(store: str, databases: Databases, tmp_path: Path) -> None:
    """The record is restored all the same; the right key can be put in its place afterwards."""
    from django.conf import settings

    from cephalad.server.store.backup import backup
    from cephalad.server.store.identities import view_identity
    from cephalad.server.store.restore import restore

    kept = fill()["kept"]
    backup(tmp_path / "backup.gz")
    fresh(store, databases, tmp_path / "other")
    right = settings.CEPHALAD_IDENTITY_KEY
    settings.CEPHALAD_IDENTITY_KEY = bytes(range(32))
    try:
        assert not restore(tmp_path / "backup.gz").identities_open
    finally:
        settings.CEPHALAD_IDENTITY_KEY = right
    assert view_identity(kept, "anna").name == "Zhang San"


def test_all_shipped_cases_pass_through_a_backup(sqlite_store: str, databases: Databases, tmp_path: Path) -> None:
    """Every published case comes out as it went in."""
    from cephalad.server.store.backup import backup
    from cephalad.server.store.cases import import_case, load_cases
    from cephalad.server.store.restore import restore

    for name in example_names():
        import_case(read_example(name), "anna")
    backup(tmp_path / "backup.gz")
    fresh("sqlite", databases, tmp_path / "other")
    restore(tmp_path / "backup.gz")
    assert [case for _, case in load_cases()] == [read_example(name) for name in example_names()]
    assert sqlite_store == "sqlite"
