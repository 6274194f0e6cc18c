"""Walking the chain: what was done to it without leave is found, with the triggers out of the way."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.db import transaction
from tests.server.filling import drop_guards, fill, sql


def codes() -> list[tuple[str, int]]:
    """Code and row of every fault but the missing triggers."""
    from cephalad.server.store.verify import verify

    return [(fault.code, fault.sequence) for fault in verify().faults if fault.code != "unguarded"]


def test_a_chain_is_sound_and_names_what_was_erased(store: str) -> None:
    """Nine rows, one case erased of which three rows lost their content."""
    from cephalad.server.store.verify import verify

    cases = fill()
    found = verify()
    assert found.is_sound
    assert (found.n_rows, len(found.head)) == (9, 64)
    assert [(case.subject, case.sequence, case.n_rows) for case in found.erased] == [(cases["gone"], 8, 3)]
    assert store


def test_an_empty_chain_is_sound(store: str) -> None:
    """It has no head, and no expected hash is in it."""
    from cephalad.server.store.verify import verify

    assert (verify().n_rows, verify().head, verify().is_sound) == (0, "", True)
    assert [fault.code for fault in verify("a" * 64).faults] == ["not-there"]
    assert store


def test_an_expected_hash_is_looked_for(store: str) -> None:
    """Each row's hash is found at its row, in either case of letters; no other one is."""
    from cephalad.server.store.models import ChainRow
    from cephalad.server.store.verify import verify

    fill()
    for sequence, own_hash in ChainRow.objects.values_list("sequence", "own_hash"):
        assert verify(own_hash).expected_at == sequence
        assert verify(f" {own_hash.upper()}\n").is_sound
    assert not verify(f"{'0' * 64}").is_sound
    assert verify("").expected_at is None
    assert store


def rewritten(sequence: int) -> None:
    """A row with another actor and a hash that fits it, as somebody would write who knows the format."""
    from cephalad.server.store.chain import Link, link_hash

    row = sql(
        "SELECT sequence, kind, recorded_at, actor, subject, content_hash, previous_hash FROM store_chain"
        " WHERE sequence = %s",
        (sequence,),
    )[0]
    number, kind, recorded_at, _, subject, hashed, previous = row
    link = Link(number, kind, recorded_at, "eve", subject, hashed, previous)
    sql("UPDATE store_chain SET actor = 'eve', own_hash = %s WHERE sequence = %s", (link_hash(link), sequence))


def swapped() -> None:
    """The first two rows with each other's number, but not with each other's content."""
    with transaction.atomic():
        for before, after in ((1, 90), (2, 1), (90, 2)):
            sql("UPDATE store_chain SET sequence = %s WHERE sequence = %s", (after, before))


def without(*rows: int) -> Callable[[], None]:
    """Rows removed together with what was said in them."""

    def remove() -> None:
        for row in rows:
            sql("DELETE FROM store_payload WHERE sequence = %s", (row,))
            sql("DELETE FROM store_chain WHERE sequence = %s", (row,))

    return remove


def run(statement: str) -> Callable[[], None]:
    """One statement."""
    return lambda: (sql(statement), None)[1]


@pytest.mark.parametrize(
    ("tamper", "expected"),
    [
        (run("UPDATE store_chain SET actor = 'eve' WHERE sequence = 4"), [("altered", 4)]),
        (run("UPDATE store_chain SET kind = 'exported' WHERE sequence = 4"), [("altered", 4)]),
        (run("UPDATE store_chain SET recorded_at = '2020' WHERE sequence = 1"), [("altered", 1)]),
        (run("UPDATE store_payload SET content = '{}' WHERE sequence = 4"), [("altered", 4)]),
        (run("UPDATE store_payload SET salt = '' WHERE sequence = 1"), [("altered", 1)]),
        (lambda: rewritten(4), [("out-of-order", 5)]),
        (lambda: rewritten(9), []),
        (
            swapped,
            [
                *[("altered", 1), ("out-of-order", 1), ("altered", 1)],
                *[("altered", 2), ("out-of-order", 2)],
                *[("altered", 2), ("out-of-order", 3)],
            ],
        ),
        (without(4), [("missing", 4)]),
        (without(1), [("missing", 1)]),
        (without(2, 4, 6, 7), [("missing", 2), ("missing", 4), ("missing", 6)]),
        (without(9), []),
        (run("DELETE FROM store_payload WHERE sequence = 4"), [("missing", 4)]),
        (run("DELETE FROM store_payload WHERE sequence = 8"), [("missing", 8)]),
        (run("INSERT INTO store_payload VALUES (3, 's', '{}', NULL)"), [("altered", 3), ("not-erased", 3)]),
        (without(8), [("missing", 3), ("missing", 5), ("missing", 6), ("missing", 8)]),
    ],
    ids=[
        *("actor", "kind", "time", "content", "salt"),
        *("rewritten", "newest rewritten", "swapped"),
        *("a row gone", "first row gone", "several gone", "newest gone"),
        *("content gone", "reason gone", "erased content back", "erasure gone"),
    ],
)
def test_tampering_is_found_and_named(store: str, tamper: Callable[[], None], expected: list[tuple[str, int]]) -> None:
    """Each change is told with its row; what is done to the newest row only, an expected hash tells."""
    from cephalad.server.store.verify import verify

    fill()
    before = verify()
    drop_guards()
    tamper()
    assert codes() == expected
    assert not verify(before.head).is_sound
    if not expected:
        assert "not-there" in [fault.code for fault in verify(before.head).faults]
    assert store


def test_a_content_without_its_row_is_found(store: str) -> None:
    """Also beyond the end of the chain, where its newest rows were cut off."""
    fill()
    drop_guards()
    if store == "sqlite":
        sql("PRAGMA foreign_keys=OFF")
    else:
        names = sql("SELECT conname FROM pg_constraint WHERE conrelid = 'store_payload'::regclass AND contype = 'f'")
        sql(f'ALTER TABLE store_payload DROP CONSTRAINT "{names[0][0]}"')
    sql("DELETE FROM store_chain WHERE sequence = 9")
    assert codes() == [("stray", 9)]


def test_an_identity_of_an_erased_case_is_found(store: str) -> None:
    """Its sealed row or its index must go with the case."""
    cases = fill()
    sql("UPDATE store_identity SET subject = %s", (cases["gone"],))
    assert codes() == [("not-erased", 8)]
    sql("UPDATE store_identity_index SET subject = %s", (cases["gone"],))
    assert codes() == [("not-erased", 8)] * 2
    assert store


def test_missing_triggers_are_told(store: str) -> None:
    """An untouched chain in a database that no longer guards it is not sound."""
    from cephalad.server.store.verify import verify

    fill()
    drop_guards()
    found = verify()
    assert {fault.code for fault in found.faults} == {"unguarded"}
    assert len(found.faults) == (6 if store == "sqlite" else 8)


def test_ten_thousand_rows_are_walked_in_seconds(store: str) -> None:
    """Generously measured, since a test machine may be busy."""
    from cephalad.server.store.append import Draft, append_many
    from cephalad.server.store.verify import verify

    append_many([Draft("exported", "", {"as": "pdf", "n": n}) for n in range(10_000)], "anna")
    began = time.process_time()
    assert verify().n_rows == 10_000
    assert time.process_time() - began < 5
    assert store
