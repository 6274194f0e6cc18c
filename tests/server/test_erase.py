"""Erasing a case: everything that was said goes, from the tables and from the files; the chain holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from tests.server.filling import ERASED_WORDS, dose, fill, sql

from cephalad.errors import InvalidArgument


def test_an_erased_case_is_gone_and_its_rows_stay(store: str) -> None:
    """Its contents, identity, index and remembered answers are deleted; the other case has all of its own."""
    from cephalad.server.store.answers import Asked, remembered
    from cephalad.server.store.cases import heads, history, load_case, pseudonyms
    from cephalad.server.store.erase import erase_case
    from cephalad.server.store.faults import ErasedCase
    from cephalad.server.store.identities import find
    from cephalad.server.store.verify import verify

    cases = fill()
    kept, gone = cases["kept"], cases["gone"]
    assert [row.content for row in history(gone)] == [None, None, None, {"reason": "her wish"}]
    assert [row.kind for row in history(gone)] == ["case-created", "event-added", "identity-changed", "case-erased"]
    assert [kept] == list(heads()) == list(pseudonyms())
    with pytest.raises(ErasedCase):
        load_case(gone)
    assert find("name", "Wang Fang") == []
    remembered(Asked("text", kept, heads()[kept], "", "", "", "en"), lambda: "answer")
    erase_case(kept, "anna", reason="also")
    for table in ("store_identity", "store_identity_index", "store_answer"):
        assert sql(f"SELECT * FROM {table}") == []
    found = verify()
    assert found.is_sound
    assert [(case.subject, case.n_rows) for case in found.erased] == [(gone, 3), (kept, 4)]
    assert store


def test_what_is_erased_stands_in_no_file(sqlite_store: str, tmp_path: Path) -> None:
    """Neither in the database nor in the log beside it; the words of the other case still do."""
    from cephalad.server.store.append import append

    fill()
    append("exported", "", {"as": "words that stay"}, "anna")
    found = b"".join(file.read_bytes() for file in sorted(tmp_path.glob("cephalad.sqlite3*")))
    assert b"words that stay" in found
    assert ERASED_WORDS.encode() not in found
    assert sqlite_store == "sqlite"


def test_what_is_erased_stands_in_no_page(store: str) -> None:
    """PostgreSQL leaves dead rows where they were; the table is written anew without them."""
    fill()
    if store == "postgresql":
        sql("CHECKPOINT")
        content = bytes(sql("SELECT pg_read_binary_file(pg_relation_filepath('store_payload'))")[0][0])
        assert b"her wish" in content
        assert ERASED_WORDS.encode() not in content
    assert connection.vendor == store


def test_nothing_is_added_to_an_erased_case(store: str) -> None:
    """No event, no header, no identity, no export, and no second erasure; a form sent again is no way either."""
    from cephalad.server.store.append import append
    from cephalad.server.store.cases import add_event, change_header
    from cephalad.server.store.erase import erase_case
    from cephalad.server.store.faults import ErasedCase
    from cephalad.server.store.identities import Identity, set_identity, view_identity

    gone = fill()["gone"]
    for call in (
        lambda: add_event(gone, dose("2025-08"), "anna"),
        lambda: add_event(gone, dose("2025-08"), "anna", token="form-1"),
        lambda: change_header(gone, {"case": "gone"}, "anna", reason="again"),
        lambda: set_identity(gone, Identity("Wang Fang"), "anna"),
        lambda: view_identity(gone, "anna"),
        lambda: append("exported", gone, {}, "anna"),
        lambda: erase_case(gone, "anna", reason="again"),
    ):
        with pytest.raises(ErasedCase):
            call()
    assert sql("SELECT count(*) FROM store_chain") == [(9,)]
    assert store


def test_erasing_needs_a_reason_and_a_case(store: str) -> None:
    """Without one, or of a case that is not there, nothing happens."""
    from cephalad.server.store.cases import load_case
    from cephalad.server.store.erase import erase_case
    from cephalad.server.store.faults import NoSuchCase

    kept = fill()["kept"]
    with pytest.raises(InvalidArgument, match="reason"):
        erase_case(kept, "anna", reason=" ")
    for subject in ("", "ab" * 16):
        with pytest.raises(NoSuchCase):
            erase_case(subject, "anna", reason="her wish")
    assert load_case(kept).id == "kept"
    assert store


def test_a_pseudonym_is_free_again_after_erasing(store: str) -> None:
    """Nobody knows any more who had it."""
    from cephalad.server.store.cases import create_case, subject_of

    gone = fill()["gone"]
    again = create_case({"case": "gone"}, "anna").subject
    assert again != gone
    assert subject_of("gone") == again
    assert store
