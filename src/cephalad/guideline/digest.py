"""The content hash of a guideline: two guidelines with the same hash say the same, in the same order."""

from __future__ import annotations

import hashlib
import json
import weakref
from dataclasses import fields, is_dataclass

from cephalad.guideline.model import Guideline

__all__ = ["SHORT_LENGTH", "digest", "short_digest"]

SHORT_LENGTH = 12
"""Hexadecimal digits of the short form."""

# By identity: the guideline is frozen, and hashing its whole tree at each look-up would cost as much as the digest.
_KNOWN: dict[int, str] = {}


def digest(guideline: Guideline) -> str:
    """SHA-256, as 64 hexadecimal digits, of everything that the guideline says.

    Taken over canonical JSON (UTF-8, keys sorted, no spaces) of ids, expressions, parameters, sentences, sources and
    their order; it depends neither on the process nor on the interpreter's hash seed. A whole number counts as the
    same number however it is written (45 or 45.0). Specification tables and coverage are not part of it.

    Examples
    --------
    >>> from cephalad.guideline import default_guideline
    >>> digest(default_guideline()).startswith(short_digest(default_guideline()))
    True
    """
    key = id(guideline)
    known = _KNOWN.get(key)
    if known is None:
        content = json.dumps(
            _content(guideline), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        )
        known = _KNOWN[key] = hashlib.sha256(content.encode()).hexdigest()
        weakref.finalize(guideline, _KNOWN.pop, key)
    return known


def short_digest(guideline: Guideline) -> str:
    """The first twelve digits of the hash, as printed on outputs."""
    return digest(guideline)[:SHORT_LENGTH]


def _content(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        # The kind of a node or part is content too: `Holds` and `Established` have equal fields.
        parts = {field.name: _content(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__} | {"is": parts}
    if isinstance(value, tuple):
        return [_content(part) for part in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if value is None or isinstance(value, str | bool):
        return value
    raise TypeError(f"no canonical form for {type(value).__name__}")
