"""Text of the YAML subset from nested lists, mappings and text.

Written for the reader of a case file: block style, plain words where nothing can be misread, short lists of words on
one line, paragraphs as blocks. The same value always gives the same text, and reading that text gives the value back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cephalad.errors import InvalidArgument
from cephalad.record.tree_builder import MAX_DEPTH, shown
from cephalad.record.tree_node import Value

__all__ = ["write_yaml"]

# Width of a line that holds a list, besides its indentation.
_LINE_CHARACTERS = 100
# YAML ends the search for a key's colon after 1,024 characters; a longer key needs the "? " form.
_SIMPLE_KEY_CHARACTERS = 1000

# Characters that are invisible, break lines in YAML 1.1 or are not allowed raw: written as escapes. Fixed ranges, so
# that the output does not depend on the Unicode version of the interpreter.
_HIDDEN = (
    "\x00-\x1f\x7f-\xa0\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff"
)
_HIDDEN_CHARACTER = re.compile(f"[{_HIDDEN}]")
_MUST_ESCAPE = re.compile(rf'["\\{_HIDDEN}]')
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

# A first character that YAML could take for an indicator, a number of dots, a blank or a tilde, is left to quotes.
_PLAIN = re.compile(rf"[^\s\-?:,\[\]{{}}#&*!|>'\"%@`~=.<{_HIDDEN}][^{_HIDDEN}]*")
_NOT_PLAIN = re.compile(r":(?:\s|\Z)|\s#|\s\Z")
_BLANK_WORDS = frozenset({"null", "Null", "NULL"})
_FLOW_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./+-]*")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_yaml(value: Value) -> str:
    """YAML text that `read_tree` reads back as exactly `value`.

    Parameters
    ----------
    value : a mapping or a list, holding only mappings with text keys, lists and text; key order is kept

    Returns
    -------
    text ending in a line end

    Raises
    ------
    InvalidArgument : if the value is a text alone, holds anything but mappings, lists and text, holds half of a
        surrogate pair, or is nested deeper than `MAX_DEPTH`

    Examples
    --------
    >>> print(write_yaml({"case": "zhao-tian-2026", "veins": ["ivc", "right-atrium"], "note": "seen: yes"}), end="")
    case: zhao-tian-2026
    veins: [ivc, right-atrium]
    note: "seen: yes"
    """
    if isinstance(value, str):
        raise InvalidArgument(f"value: must be a mapping or a list, got {shown(value)}; put the text under a key")
    return "".join(f"{line}\n" for line in _block(value, depth=1))


def _block(value: Value, *, depth: int) -> list[str]:
    """Lines of a list or mapping that stands at `depth`, as if it began in the first column."""
    if depth > MAX_DEPTH:
        raise InvalidArgument(f"value: must be nested at most {MAX_DEPTH} levels deep, got more; flatten it")
    if isinstance(value, Mapping):
        return list(_mapping(value, depth)) or ["{}"]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return list(_sequence(value, depth)) or ["[]"]
    raise InvalidArgument(f"value: must hold mappings, lists and text only, got {type(value).__name__}; write text")


def _mapping(mapping: Mapping[str, Value], depth: int) -> Iterator[str]:
    for key, value in mapping.items():
        if not isinstance(key, str):
            raise InvalidArgument(f"value: must have text as its keys, got {type(key).__name__}; write text")
        head = f"{_scalar(key)}:"
        if len(head) > _SIMPLE_KEY_CHARACTERS:
            yield f"? {head[:-1]}"
            head = ":"
        yield from _entry(head, value, depth)


def _entry(head: str, value: Value, depth: int) -> Iterator[str]:
    lines = _lines(value, depth, room=_LINE_CHARACTERS - len(f"{head} "))
    if isinstance(value, str) or not value or lines[0].startswith("["):
        yield f"{head} {lines[0]}"
        yield from _indented(lines[1:])
    else:
        yield head
        yield from _indented(lines)


def _sequence(sequence: Sequence[Value], depth: int) -> Iterator[str]:
    for item in sequence:
        lines = _lines(item, depth, room=_LINE_CHARACTERS - len("- "))
        yield f"- {lines[0]}"
        yield from _indented(lines[1:])


def _lines(value: Value, depth: int, *, room: int) -> list[str]:
    if isinstance(value, str):
        return _text_lines(value)
    block = _block(value, depth=depth + 1)
    if isinstance(value, Sequence) and value and all(_is_flow_word(item) for item in value):
        flow = f"[{', '.join(line.removeprefix('- ') for line in block)}]"
        return [flow] if len(flow) <= room else block
    return block


def _indented(lines: list[str]) -> Iterator[str]:
    # Blank lines of a paragraph stay without trailing spaces.
    return (f"  {line}" if line else "" for line in lines)


def _text_lines(text: str) -> list[str]:
    if not _reads_well_as_block(text):
        return [_scalar(text)]
    chomping = "" if text.endswith("\n") else "-"
    return [f"|{chomping}", *text.removesuffix("\n").split("\n")]


def _reads_well_as_block(text: str) -> bool:
    if "\n" not in text:
        return False
    lines = text.removesuffix("\n").split("\n")
    # A first line that is blank or indented would set the block's indentation; spaces at an end get lost in editors.
    return (
        bool(lines[0] and lines[-1])
        and not lines[0].startswith(" ")
        and not any(line.endswith(" ") or _HIDDEN_CHARACTER.search(line) for line in lines)
    )


def _scalar(text: str) -> str:
    half = _HALF_CHARACTER.search(text)
    if half:
        raise InvalidArgument(f"value: must hold whole characters, got {shown(half[0])}; write the whole character")
    if _PLAIN.fullmatch(text) and not _NOT_PLAIN.search(text) and text not in _BLANK_WORDS:
        return text
    return f'"{_MUST_ESCAPE.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _is_flow_word(item: Value) -> bool:
    return isinstance(item, str) and bool(_FLOW_WORD.fullmatch(item))
