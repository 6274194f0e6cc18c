"""A small store to tamper with: two cases, one of them erased, and what was done besides."""

from __future__ import annotations

from typing import Any

ERASED_WORDS = "fibroid seen by her sister"
"""Words that only the erased case holds."""


def fill() -> dict[str, str]:
    """The ids of the case that stays and of the one that was erased; the chain has nine rows."""
    from cephalad.server.store.append import append
    from cephalad.server.store.cases import add_event, create_case
    from cephalad.server.store.erase import erase_case
    from cephalad.server.store.identities import Identity, set_identity

    append("log-in", "", {"how": "passkey"}, "anna")
    kept = create_case({"case": "kept", "sex": "female"}, "anna").subject
    gone = create_case({"case": "gone", "sex": "female", "note": ERASED_WORDS}, "anna").subject
    add_event(kept, dose("2025-07"), "anna")
    add_event(gone, dose("2025-08"), "anna", token="form-1")
    set_identity(gone, Identity("Wang Fang", "H-1"), "anna")
    set_identity(kept, Identity("Zhang San", "H-2", "1977-05-01", "by telephone"), "anna")
    erase_case(gone, "anna", reason="her wish")
    append("exported", kept, {"as": "pdf"}, "bert")
    return {"kept": kept, "gone": gone}


def dose(on: str) -> dict[str, Any]:
    """An event."""
    return {"kind": "dose", "effective_on": on, "drug": "gnrh-agonist"}


def sql(statement: str, parameters: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """What the database answers to a statement of its own language."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return list(cursor.fetchall()) if cursor.description else []


def drop_guards() -> None:
    """The store without its triggers, as somebody could leave it who owns the database."""
    from django.db import connection

    from cephalad.server.store.guards import missing

    if connection.vendor == "sqlite":
        for (name,) in sql("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            sql(f"DROP TRIGGER {name}")
    else:
        sql("ALTER TABLE store_chain DISABLE TRIGGER USER")
        sql("ALTER TABLE store_payload DISABLE TRIGGER USER")
    assert missing(connection)
