"""Who the patients are: sealed, found by exact value, never in the chain or a text for people."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings
from tests.server.filling import sql

from cephalad.errors import InvalidArgument
from cephalad.server.keys import KeyFault

pytestmark = pytest.mark.usefixtures("store")

NAME, NUMBER, BORN, CONTACT = "王芳 Wang Fang", "H-0042/7", "1977-05-01", "anna@example.org"


def made(name: str) -> str:
    """The id of a new case."""
    from cephalad.server.store.cases import create_case

    return create_case({"case": name}, "anna").subject


def known(name: str = "patient-7") -> str:
    """The id of a new case with an identity."""
    from cephalad.server.store.identities import Identity, set_identity

    subject = made(name)
    set_identity(subject, Identity(NAME, NUMBER, BORN, CONTACT), "anna")
    return subject


def test_an_identity_is_read_as_it_was_set() -> None:
    """That it was looked at stands in the chain, with who did."""
    from cephalad.server.store.cases import history
    from cephalad.server.store.identities import Identity, view_identity

    subject = known()
    assert view_identity(subject, "bert") == Identity(NAME, NUMBER, BORN, CONTACT)
    assert [(row.kind, row.actor, row.content) for row in history(subject)[1:]] == [
        ("identity-changed", "anna", {"fields": ["name", "hospital_number", "birth_date", "contact"]}),
        ("viewed-identity", "bert", {}),
    ]
    assert view_identity(made("patient-8"), "bert") == Identity()


def test_a_changed_identity_takes_the_place_of_the_earlier_one() -> None:
    """The chain names the fields that changed; the old values are found no more."""
    from cephalad.server.store.cases import history
    from cephalad.server.store.identities import Identity, find, set_identity, view_identity

    subject = known()
    changed = Identity("Wang Min", NUMBER, BORN)
    assert set_identity(subject, changed, "anna") is not None
    assert set_identity(subject, changed, "anna") is None
    assert history(subject)[2].content == {"fields": ["name", "contact"]}
    assert view_identity(subject, "anna").name == "Wang Min"
    assert find("name", NAME) == []
    assert find("name", "Wang Min") == [subject]


def test_several_identities_are_one_row_in_the_chain() -> None:
    """It names the cases that were shown; of a case without identity nothing was shown."""
    from cephalad.server.store.identities import view_identities
    from cephalad.server.store.models import ChainRow, Payload

    first, second, empty = known(), known("patient-8"), made("patient-9")
    shown = view_identities([first, second, empty], "bert")
    assert sorted(shown) == sorted([first, second])
    newest = ChainRow.objects.order_by("-sequence")[0]
    assert (newest.kind, newest.subject, newest.actor) == ("viewed-identity", "", "bert")
    assert empty not in Payload.objects.get(row=newest).content
    assert view_identities([], "bert") == {}
    assert ChainRow.objects.order_by("-sequence")[0] == newest


def test_no_table_and_no_log_holds_a_value(caplog: pytest.LogCaptureFixture) -> None:
    """Neither as text nor in another form of letters; the object does not print it either."""
    from cephalad.server.store.identities import Identity, find, view_identity

    caplog.set_level(logging.DEBUG)
    subject = known()
    view_identity(subject, "anna")
    find("name", NAME)
    everything: list[tuple[Any, ...]] = []
    for table in ("store_chain", "store_payload", "store_identity", "store_identity_index", "store_answer"):
        everything += sql(f"SELECT * FROM {table}")
    text = " ".join(
        bytes(cell).hex() if isinstance(cell, bytes | memoryview) else str(cell) for row in everything for cell in row
    )
    spoken = f"{text} {caplog.text} {Identity(NAME, NUMBER, BORN, CONTACT)!r}".lower()
    # None of them could be spelt by the digits of a hash.
    for value in ("王芳", "wang", "h-0042", "0042/7", "1977-05-01", "example.org"):
        assert value not in spoken
        assert value.encode().hex() not in spoken


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "王芳 wang fang"),
        ("name", "王芳ＷＡＮＧ　ＦＡＮＧ"),
        ("hospital_number", "h 0042-7"),
        ("birth_date", "1977-05-01"),
    ],
)
def test_an_exact_value_is_found(field: str, value: str) -> None:
    """Whatever its case, width, blanks and punctuation."""
    from cephalad.server.store.identities import find

    subject = known()
    known_otherwise = made("patient-8")
    assert find(field, value) == [subject] != [known_otherwise]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "wang"), ("name", NUMBER), ("hospital_number", "H-42/7"), ("birth_date", "1977-05"), ("name", " - ")],
)
def test_another_value_is_not_found(field: str, value: str) -> None:
    """A part, a value of another field, and nothing at all."""
    from cephalad.server.store.identities import find

    known()
    assert find(field, value) == []


def test_only_some_fields_are_searched() -> None:
    """Contact is shown, and never searched."""
    from cephalad.server.store.identities import find

    with pytest.raises(InvalidArgument, match="one of"):
        find("contact", CONTACT)


def test_possible_duplicates_are_told_with_what_agrees() -> None:
    """A hospital number alone is enough, a name or a birth date alone is not."""
    from cephalad.server.store.identities import Identity, possible_duplicates

    subject = known()
    assert possible_duplicates(Identity(hospital_number=NUMBER)) == {subject: ("hospital_number",)}
    assert possible_duplicates(Identity(NAME, "", BORN)) == {subject: ("name", "birth_date")}
    assert possible_duplicates(Identity(NAME, NUMBER, BORN)) == {subject: ("name", "hospital_number", "birth_date")}
    assert possible_duplicates(Identity(NAME, "other", "1980")) == {}
    assert possible_duplicates(Identity(birth_date=BORN)) == {}
    assert possible_duplicates(Identity(NAME, NUMBER, BORN), besides=subject) == {}
    assert possible_duplicates(Identity()) == {}


def test_a_sealed_identity_cannot_be_moved_to_another_case() -> None:
    """It is bound to the case that it was sealed for, and to every bit of it."""
    from cephalad.server.store.identities import view_identity

    first, second = known(), made("patient-8")
    sql("UPDATE store_identity SET subject = %s", (second,))
    with pytest.raises(KeyFault, match="cannot be opened"):
        view_identity(second, "anna")
    sql("UPDATE store_identity SET subject = %s, sealed = %s", (first, b"short"))
    with pytest.raises(KeyFault):
        view_identity(first, "anna")


def test_the_same_identity_is_sealed_anew_each_time() -> None:
    """Two sealings of one identity have nothing in common."""
    first, second = known(), known("patient-8")
    sealed = dict(sql("SELECT subject, sealed FROM store_identity"))
    assert bytes(sealed[first])[:12] != bytes(sealed[second])[:12]
    assert bytes(sealed[first])[12:] != bytes(sealed[second])[12:]


def test_another_key_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty store takes any key, one with identities only its own; keys are told apart by a fingerprint."""
    from cephalad.server.store.identities import check_key, find, key_fingerprint

    check_key()
    subject = known()
    check_key()
    fingerprint = key_fingerprint()
    monkeypatch.setattr(settings, "CEPHALAD_IDENTITY_KEY", bytes(range(32)))
    with pytest.raises(KeyFault, match=subject):
        check_key()
    assert find("name", NAME) == []
    assert key_fingerprint() != fingerprint


def test_a_field_is_at_most_500_characters() -> None:
    """Longer ones are refused without being repeated."""
    from cephalad.server.store.identities import Identity

    assert Identity("x" * 500).name
    with pytest.raises(InvalidArgument, match="name: must be at most 500") as caught:
        Identity("x" * 501)
    assert "xx" not in str(caught.value)
