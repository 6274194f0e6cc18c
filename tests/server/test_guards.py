"""The database refuses to change the past, whoever asks and by whatever way."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.server.filling import drop_guards, fill, sql

from cephalad.server.store.guards import install, missing

NEW = "'exported', '2026-03-01T00:00:00.000000Z', 'eve', '', 'c'"
LAST = "(SELECT own_hash FROM store_chain ORDER BY sequence DESC LIMIT 1)"

CHANGES = {
    "a row's actor": "UPDATE store_chain SET actor = 'eve' WHERE sequence = 1",
    "a row's number": "UPDATE store_chain SET sequence = 99 WHERE sequence = 9",
    "every row": "UPDATE store_chain SET recorded_at = recorded_at",
    "a row deleted": "DELETE FROM store_chain WHERE sequence = 9",
    "every row deleted": "DELETE FROM store_chain",
    "an erased case's row deleted": "DELETE FROM store_chain WHERE sequence = 3",
    "a content": "UPDATE store_payload SET content = '{}' WHERE sequence = 2",
    "a salt": "UPDATE store_payload SET salt = '' WHERE sequence = 2",
    "a token": "UPDATE store_payload SET token = NULL WHERE sequence = 2",
    "a content deleted": "DELETE FROM store_payload WHERE sequence = 2",
    "a content of no case deleted": "DELETE FROM store_payload WHERE sequence = 1",
    "the reason of an erasure deleted": "DELETE FROM store_payload WHERE sequence = 8",
    "every content deleted": "DELETE FROM store_payload",
    "a gap": f"INSERT INTO store_chain VALUES (11, {NEW}, {LAST}, 'o')",
    "a number again": f"INSERT INTO store_chain VALUES (9, {NEW}, {LAST}, 'o')",
    "a row before the first": f"INSERT INTO store_chain VALUES (0, {NEW}, {LAST}, 'o')",
    "a wrong link": f"INSERT INTO store_chain VALUES (10, {NEW}, 'p', 'o')",
    "a link to an earlier row": (
        f"INSERT INTO store_chain SELECT 10, {NEW}, own_hash, 'o' FROM store_chain WHERE sequence = 8"
    ),
    "a hash again": f"INSERT INTO store_chain VALUES (10, {NEW}, {LAST}, {LAST})",
    "a content of no row": "INSERT INTO store_payload VALUES (10, 's', '{}', NULL)",
    "a content of an erased case": "INSERT INTO store_payload VALUES (3, 's', '{}', NULL)",
    "a second content": "INSERT INTO store_payload VALUES (2, 's', '{}', NULL)",
}
OF_SQLITE = {
    "a row in place of another": f"INSERT OR REPLACE INTO store_chain VALUES (9, {NEW}, {LAST}, 'o')",
    "a hash in place of another": f"INSERT OR REPLACE INTO store_chain VALUES (10, {NEW}, {LAST}, {LAST})",
    "a content in place of another": "REPLACE INTO store_payload VALUES (2, 's', '{}', NULL)",
    "an update in place of another": "UPDATE OR REPLACE store_chain SET sequence = 1 WHERE sequence = 2",
    "a change on conflict": (
        f"INSERT INTO store_chain VALUES (9, {NEW}, {LAST}, 'o') ON CONFLICT (sequence) DO UPDATE SET actor = 'eve'"
    ),
}
OF_POSTGRESQL = {
    "the chain emptied": "TRUNCATE store_chain CASCADE",
    "the contents emptied": "TRUNCATE store_payload",
    "a change on conflict": OF_SQLITE["a change on conflict"],
    "as a replica": "SET session_replication_role = replica; DELETE FROM store_chain",
    "a change as a replica": "SET session_replication_role = replica; UPDATE store_payload SET content = '{}'",
}


def everything() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """All that stands in the two tables."""
    return (
        sql("SELECT * FROM store_chain ORDER BY sequence"),
        sql("SELECT * FROM store_payload ORDER BY sequence"),
    )


@pytest.fixture
def filled(store: str) -> str:
    """A store with nine rows, of which two belong to an erased case."""
    fill()
    return store


def test_no_statement_changes_the_past(filled: str) -> None:
    """Each way to change, remove, insert or replace is refused and changes nothing (ASVS 16.4.2)."""
    before = everything()
    assert (len(before[0]), len(before[1])) == (9, 6)
    accepted = []
    for name, statement in {**CHANGES, **(OF_SQLITE if filled == "sqlite" else OF_POSTGRESQL)}.items():
        try:
            with transaction.atomic():
                sql(statement)
            accepted.append(name)
        except DatabaseError:
            pass
    assert accepted == []
    assert everything() == before


REFUSED_BY_A_KEY = {"a number again", "a hash again", "a second content"}


def test_without_the_triggers_the_same_statements_pass(filled: str) -> None:
    """What refuses them is the triggers, not a slip in the statements; three are also refused by a key."""
    drop_guards()
    refused = set()
    for name, statement in CHANGES.items():
        try:
            with transaction.atomic():
                sql(statement)
                transaction.set_rollback(True)
        except DatabaseError:
            refused.add(name)
    assert refused == REFUSED_BY_A_KEY
    assert filled


def test_no_token_pushes_out_another(sqlite_store: str) -> None:
    """SQLite's replacing insert deletes in silence whatever has the same token."""
    from cephalad.server.store.append import append

    append("exported", "", {}, "anna", token="form-1")
    append("exported", "", {}, "anna")
    taken = sql("SELECT token FROM store_payload WHERE sequence = 1")[0][0]
    sql(f"INSERT INTO store_chain VALUES (3, {NEW}, {LAST}, 'o')")
    with pytest.raises(DatabaseError):
        sql("INSERT OR REPLACE INTO store_payload VALUES (3, 's', '{}', %s)", (taken,))
    assert sqlite_store == "sqlite"
    assert len(sql("SELECT * FROM store_payload")) == 2


def test_the_programs_own_ways_are_refused_too(filled: str) -> None:
    """Django's update, delete, save and bulk update, which need no SQL by hand."""
    from cephalad.server.store.models import ChainRow, Payload

    before = everything()
    row = ChainRow.objects.get(sequence=1)
    row.actor = "eve"
    for change in (
        row.save,
        row.delete,
        ChainRow.objects.all().delete,
        lambda: ChainRow.objects.update(actor="eve"),
        lambda: ChainRow.objects.bulk_update([row], ["actor"]),
        lambda: Payload.objects.update(content="{}"),
        Payload.objects.all().delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert everything() == before
    assert filled


def test_every_trigger_stands(store: str) -> None:
    """After the migrations none is missing, and putting them there again changes nothing."""
    assert missing(connection) == ()
    install(connection)
    assert missing(connection) == ()
    assert store


def test_a_trigger_that_is_gone_or_weakened_is_named(store: str) -> None:
    """Dropped, replaced by an idle one, or switched off."""
    on = "" if store == "sqlite" else " ON store_chain"
    sql(f"DROP TRIGGER store_chain_unchanged{on}")
    assert missing(connection) == ("store_chain_unchanged",)
    if store == "sqlite":
        sql("DROP TRIGGER store_payload_kept")
        sql("CREATE TRIGGER store_payload_kept BEFORE DELETE ON store_payload WHEN 0 BEGIN SELECT 1; END")
    else:
        sql("ALTER TABLE store_payload DISABLE TRIGGER store_payload_kept")
    assert missing(connection) == ("store_chain_unchanged", "store_payload_kept")
    install(connection)
    assert missing(connection) == ()


def test_a_weakened_function_is_named(store: str) -> None:
    """In PostgreSQL a trigger calls a function, which could be replaced under it."""
    if store == "postgresql":
        sql("CREATE OR REPLACE FUNCTION store_chain_kept() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'")
    assert missing(connection) == (("store_chain_kept",) if store == "postgresql" else ())
