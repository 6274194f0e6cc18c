"""The triggers by which the database itself refuses to change the past, in both kinds of database.

Rows of the chain are never changed or deleted, and a new one must continue the chain. What was said is never changed,
and deleted only of a case whose erasure stands in the chain. SQLite copies and drops a table to alter it, and its
triggers with it: a migration that alters one of these tables ends with `install`.
"""

from __future__ import annotations

from typing import Any

from cephalad.server.store.chain import GENESIS

__all__ = ["install", "missing"]

_SQLITE = {
    "store_chain_continues": f"""
        BEFORE INSERT ON store_chain
        WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM store_chain)
          OR NEW.previous_hash IS NOT coalesce(
                (SELECT own_hash FROM store_chain ORDER BY sequence DESC LIMIT 1), '{GENESIS}')
          OR EXISTS (SELECT 1 FROM store_chain WHERE own_hash = NEW.own_hash)
        BEGIN SELECT RAISE(ABORT, 'store_chain: a row must continue the chain'); END""",
    "store_chain_unchanged": """
        BEFORE UPDATE ON store_chain
        BEGIN SELECT RAISE(ABORT, 'store_chain: a row is never changed'); END""",
    "store_chain_kept": """
        BEFORE DELETE ON store_chain
        BEGIN SELECT RAISE(ABORT, 'store_chain: a row is never deleted'); END""",
    "store_payload_belongs": """
        BEFORE INSERT ON store_payload
        WHEN NOT EXISTS (
            SELECT 1 FROM store_chain c WHERE c.sequence = NEW.sequence AND NOT EXISTS (
                SELECT 1 FROM store_chain e
                WHERE e.subject = c.subject AND e.subject <> '' AND e.kind = 'case-erased'
                  AND e.sequence <> c.sequence))
          OR EXISTS (SELECT 1 FROM store_payload WHERE sequence = NEW.sequence OR token = NEW.token)
        BEGIN SELECT RAISE(ABORT, 'store_payload: belongs to a row of the chain that is not erased, once'); END""",
    "store_payload_unchanged": """
        BEFORE UPDATE ON store_payload
        BEGIN SELECT RAISE(ABORT, 'store_payload: is never changed'); END""",
    "store_payload_kept": """
        BEFORE DELETE ON store_payload
        WHEN NOT EXISTS (
            SELECT 1 FROM store_chain c JOIN store_chain e ON e.subject = c.subject
            WHERE c.sequence = OLD.sequence AND c.subject <> '' AND c.kind <> 'case-erased'
              AND e.kind = 'case-erased')
        BEGIN SELECT RAISE(ABORT, 'store_payload: is deleted with its case only'); END""",
}

_REFUSAL = "USING ERRCODE = 'integrity_constraint_violation'"
_FUNCTIONS = {
    "store_chain_continues": f"""
        IF NEW.sequence IS DISTINCT FROM (SELECT coalesce(max(sequence), 0) + 1 FROM store_chain)
           OR NEW.previous_hash IS DISTINCT FROM coalesce(
                (SELECT own_hash FROM store_chain ORDER BY sequence DESC LIMIT 1), '{GENESIS}') THEN
            RAISE EXCEPTION 'store_chain: a row must continue the chain' {_REFUSAL};
        END IF;
        RETURN NEW;""",
    "store_chain_unchanged": f"RAISE EXCEPTION 'store_chain: a row is never changed' {_REFUSAL};",
    "store_chain_kept": f"RAISE EXCEPTION 'store_chain: a row is never deleted' {_REFUSAL};",
    "store_payload_belongs": f"""
        IF NOT EXISTS (
            SELECT 1 FROM store_chain c WHERE c.sequence = NEW.sequence AND NOT EXISTS (
                SELECT 1 FROM store_chain e
                WHERE e.subject = c.subject AND e.subject <> '' AND e.kind = 'case-erased'
                  AND e.sequence <> c.sequence)) THEN
            RAISE EXCEPTION 'store_payload: belongs to a row of the chain that is not erased' {_REFUSAL};
        END IF;
        RETURN NEW;""",
    "store_payload_unchanged": f"RAISE EXCEPTION 'store_payload: is never changed' {_REFUSAL};",
    "store_payload_kept": f"""
        IF NOT EXISTS (
            SELECT 1 FROM store_chain c JOIN store_chain e ON e.subject = c.subject
            WHERE c.sequence = OLD.sequence AND c.subject <> '' AND c.kind <> 'case-erased'
              AND e.kind = 'case-erased') THEN
            RAISE EXCEPTION 'store_payload: is deleted with its case only' {_REFUSAL};
        END IF;
        RETURN OLD;""",
    "store_chain_whole": f"RAISE EXCEPTION 'store_chain: is never emptied' {_REFUSAL};",
    "store_payload_whole": f"RAISE EXCEPTION 'store_payload: is never emptied' {_REFUSAL};",
}
_MOMENTS = {
    "continues": "BEFORE INSERT ON {table} FOR EACH ROW",
    "belongs": "BEFORE INSERT ON {table} FOR EACH ROW",
    "unchanged": "BEFORE UPDATE ON {table} FOR EACH ROW",
    "kept": "BEFORE DELETE ON {table} FOR EACH ROW",
    "whole": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}


def install(connection: Any) -> None:
    """Put every trigger there, in place of one of the same name."""
    statements = _for_sqlite() if connection.vendor == "sqlite" else _for_postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing(connection: Any) -> tuple[str, ...]:
    """The triggers that ought to be there and are not, or not in the form in which they were installed."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = dict(cursor.fetchall())
            return tuple(name for name in _SQLITE if found.get(name) != _sqlite_trigger(name))
        cursor.execute(
            "SELECT t.tgname, t.tgenabled, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgrelid IN ('store_chain'::regclass, 'store_payload'::regclass)"
        )
        standing = {name: body for name, enabled, body in cursor.fetchall() if enabled == "A"}
    return tuple(name for name in _FUNCTIONS if standing.get(name) != _body(name))


def _for_sqlite() -> list[str]:
    drops = [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    return [*drops, *(_sqlite_trigger(name) for name in _SQLITE)]


def _sqlite_trigger(name: str) -> str:
    return f"CREATE TRIGGER {name} {_SQLITE[name].strip()}"


def _for_postgresql() -> list[str]:
    statements = []
    for name in _FUNCTIONS:
        table, _, moment = name.rpartition("_")
        statements += [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard${_body(name)}$guard$",
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} {_MOMENTS[moment].format(table=table)} EXECUTE FUNCTION {name}()",
            # Also in a session that plays the part of a replica, where triggers are otherwise silent.
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return statements


def _body(name: str) -> str:
    return f" BEGIN {_FUNCTIONS[name].strip()} END "
