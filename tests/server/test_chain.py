"""Canonical texts, salted hashes and links."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from cephalad.errors import InvalidArgument
from cephalad.server.store.chain import Link, canonical, content_hash, link_hash, new_salt, read_canonical

LINK = Link(2, "event-added", "2026-03-01T09:30:00.000000Z", "anna", "ab" * 16, "c" * 64, "d" * 64)


def test_a_content_has_one_text() -> None:
    """No blanks, characters as they are, keys in the order in which they were stated."""
    assert canonical({"b": "子宫", "a": ["x", 1, True, None]}) == '{"b":"子宫","a":["x",1,true,null]}'


def test_a_text_gives_its_content_back() -> None:
    """Also with control characters, quotes and characters outside the first plane."""
    content = {"note": 'a\x00b"\\\n𠮷', "veins": {"ivc": ["no"]}}
    assert read_canonical(canonical(content)) == content
    assert "\x00" not in canonical(content)


@pytest.mark.parametrize(
    "content",
    [{"a": 1.5}, {"a": b"x"}, {"a": {1: "x"}}, {"a": "\ud800"}, {"a": object()}, ["a"], {"a": {"b"}}],
    ids=["fraction", "bytes", "number as key", "half a character", "object", "list", "set"],
)
def test_what_has_no_one_text_is_refused(content: object) -> None:
    """Fractions print differently, and half a character cannot be written."""
    with pytest.raises(InvalidArgument, match="content: must"):
        canonical(content)  # type: ignore[arg-type]


def nested(levels: int) -> dict[str, object]:
    """A content of this many levels."""
    value: object = "x"
    for _ in range(levels):
        value = {"a": value}
    assert isinstance(value, dict)
    return value


def test_64_levels_are_the_limit() -> None:
    """64 levels are accepted; one more is refused, and so is a depth that would exhaust the interpreter."""
    assert canonical(nested(64)).count("{") == 64
    for levels in (65, 20_000):
        with pytest.raises(InvalidArgument, match="64 levels"):
            canonical(nested(levels))


def test_16_million_bytes_are_the_limit() -> None:
    """The text may have 16,000,000 bytes, not one more."""
    frame = len('{"a":""}')
    assert len(canonical({"a": "x" * (16_000_000 - frame)})) == 16_000_000
    with pytest.raises(InvalidArgument, match="16,000,000 bytes"):
        canonical({"a": "x" * (16_000_001 - frame)})


def test_a_salt_changes_the_hash_of_a_content() -> None:
    """Without the salt nobody can try out what an erased content was."""
    first, second = new_salt(), new_salt()
    assert first != second
    assert content_hash(first, "{}") != content_hash(second, "{}")
    assert content_hash("ab", "{}") == hashlib.sha256(b"ab\n{}").hexdigest()


@pytest.mark.parametrize(
    "changed",
    [
        {"sequence": 3},
        {"kind": "exported"},
        {"recorded_at": "2026-03-01T09:30:00.000001Z"},
        {"actor": "bert"},
        {"subject": ""},
        {"content_hash": "e" * 64},
        {"previous_hash": "e" * 64},
    ],
)
def test_the_hash_of_a_row_covers_all_of_it(changed: dict[str, object]) -> None:
    """Whatever changes in a row, its hash changes."""
    assert link_hash(replace(LINK, **changed)) != link_hash(LINK)  # type: ignore[arg-type]


def test_the_hash_of_a_row_can_be_worked_out_elsewhere() -> None:
    """SHA-256 of a JSON list: the format, then the row in the order of its columns."""
    hashes = f'"{"c" * 64}","{"d" * 64}"'
    row = f'2,"event-added","2026-03-01T09:30:00.000000Z","anna","{"ab" * 16}",{hashes}'
    text = f'["cephalad-chain/1",{row}]'
    assert link_hash(LINK) == hashlib.sha256(text.encode()).hexdigest()
