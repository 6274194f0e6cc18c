"""The arithmetic of the chain: one text for one content, a salted hash of it, and the hash that links the rows.

Pure functions; the same in every database. The hash of a row covers its number, kind, time, actor, subject, the hash of
its content and the hash of the row before it, so that no part of the past can change without every later hash changing.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from cephalad.errors import InvalidArgument

__all__ = [
    "GENESIS",
    "MAX_CONTENT_BYTES",
    "Content",
    "Link",
    "canonical",
    "content_hash",
    "link_hash",
    "new_salt",
    "read_canonical",
]

GENESIS = "0" * 64
"""Stands in the first row where the hash of the row before it would be."""

MAX_CONTENT_BYTES = 16_000_000
MAX_LEVELS = 64
_FORMAT = "cephalad-chain/1"
_SALT_BYTES = 32

Content: TypeAlias = Mapping[str, Any]
"""What is said in a row: text, whole numbers, yes/no and nothing, in lists and mappings."""


@dataclass(frozen=True, slots=True)
class Link:
    """What the hash of a row covers."""

    sequence: int
    kind: str
    recorded_at: str
    actor: str
    subject: str
    content_hash: str
    previous_hash: str


def link_hash(link: Link) -> str:
    """SHA-256 of a row, as 64 hexadecimal digits."""
    parts = [
        _FORMAT,
        link.sequence,
        link.kind,
        link.recorded_at,
        link.actor,
        link.subject,
        link.content_hash,
        link.previous_hash,
    ]
    return hashlib.sha256(_compact(parts).encode()).hexdigest()


def new_salt() -> str:
    """A fresh salt, without which the hash of an erased content tells nothing of it."""
    return secrets.token_hex(_SALT_BYTES)


def content_hash(salt: str, content: str) -> str:
    """SHA-256 of the salt and the content, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()


def canonical(content: Content) -> str:
    """The one text of a content: JSON without blanks, keys in the order in which they were stated.

    The order is part of the record: in it the findings of an event were written.

    Raises
    ------
    InvalidArgument : for a fraction, half a character, a key that is no text, or what is too deep or too large; the
        message holds no value
    """
    _check(content)
    text = _compact(content)
    try:
        n_bytes = len(text.encode())
    except UnicodeEncodeError:
        raise InvalidArgument("content: must hold whole characters, got half of a pair; write the character") from None
    if n_bytes > MAX_CONTENT_BYTES:
        raise InvalidArgument(f"content: must have at most {MAX_CONTENT_BYTES:,} bytes, got {n_bytes:,}")
    return text


def read_canonical(text: str) -> dict[str, Any]:
    """The content of a text that `canonical` made."""
    found = json.loads(text)
    if not isinstance(found, dict):
        raise InvalidArgument("content: must be a mapping")
    return found


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def _check(content: object) -> None:
    """Refuse what has no one text; the walk keeps its own stack, so that no nesting can exhaust Python's."""
    if not isinstance(content, Mapping):
        raise InvalidArgument(f"content: must be a mapping, got {type(content).__name__}")
    waiting: list[tuple[object, int]] = [(content, 1)]
    while waiting:
        value, level = waiting.pop()
        if isinstance(value, str | int) or value is None:
            continue
        if level > MAX_LEVELS:
            raise InvalidArgument(f"content: must be nested at most {MAX_LEVELS} levels deep")
        if isinstance(value, dict):
            if not all(isinstance(key, str) for key in value):
                raise InvalidArgument("content: must have text as its keys")
            waiting += [(item, level + 1) for item in value.values()]
        elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
            waiting += [(item, level + 1) for item in value]
        else:
            raise InvalidArgument(f"content: must hold text, lists and mappings, got {type(value).__name__}")
