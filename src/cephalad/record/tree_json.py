"""Located trees from JSON.

The standard library's decoder knows neither lines nor duplicate keys and recurses, so the walk is done here; strings
are still decoded by it. Numbers stay the characters that were written, true and false become the case file's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn, TypeAlias

from cephalad.errors import Issue
from cephalad.record.tree_builder import FormatCodes, StoppedError, TreeBuilder
from cephalad.record.tree_node import Node

__all__ = ["read_json"]

_CODES = FormatCodes(duplicate_key="JSON-02", depth="JSON-06", nodes="JSON-07")

_BLANKS = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"NaN|-?Infinity")
_TRUTH = re.compile(r"true|false")
_NULL = re.compile(r"null")
_WORDS = {"true": "yes", "false": "no"}
_EXCERPT_CHARACTERS = 80
_STRINGS = json.JSONDecoder()

_Step: TypeAlias = "Callable[[], _Step] | None"


def read_json(text: str, *, file: str) -> Node | list[Issue]:
    """Located tree of one JSON text, or everything wrong with it.

    Parameters
    ----------
    text : the file's characters, with ``\\n`` as its only line end
    file : the file's name for issues

    Returns
    -------
    the outermost array or object, or a list of issues: JSON-01 to JSON-07, FILE-03, FILE-04. Numbers become their
    literal text, true and false the unquoted texts "yes" and "no". Broken syntax and excessive depth or size end the
    reading; other faults are collected up to `MAX_ISSUES`
    """
    builder = TreeBuilder(text, file=file, codes=_CODES)
    with suppress(StoppedError):
        _Reader(builder).walk()
    return builder.result()


class _Reader:
    """A position in the text; every step reads one token and answers with the step that must follow."""

    def __init__(self, builder: TreeBuilder) -> None:
        self._builder = builder
        self._text = builder.text
        self._at = 0

    def walk(self) -> None:
        step: _Step = self._value
        while step is not None:
            self._skip_blanks()
            step = step()

    def _value(self) -> _Step:
        character = self._character()
        if character == '"':
            return self._string()
        if character == "{":
            self._builder.open_mapping(at=self._at)
            self._at += 1
            return self._first_key
        if character == "[":
            self._builder.open_sequence(at=self._at)
            self._at += 1
            return self._first_item
        return self._literal()

    def _first_item(self) -> _Step:
        return self._close() if self._character() == "]" else self._value()

    def _first_key(self) -> _Step:
        return self._close() if self._character() == "}" else self._key()

    def _key(self) -> _Step:
        if self._character() != '"':
            self._stop_at_syntax("a key in double quotes")
        self._string()
        return self._colon

    def _colon(self) -> _Step:
        if self._character() != ":":
            self._stop_at_syntax("a colon after the key")
        self._at += 1
        return self._value

    def _after_value(self) -> _Step:
        in_mapping = self._builder.is_in_mapping
        character = self._character()
        if character == ",":
            self._at += 1
            return self._key if in_mapping else self._value
        if character != ("}" if in_mapping else "]"):
            self._stop_at_syntax("a comma or a closing brace" if in_mapping else "a comma or a closing bracket")
        return self._close()

    def _end(self) -> _Step:
        if self._character():
            self._stop_at_syntax("the end of the file")
        return None

    def _next_step(self) -> _Step:
        return self._end if self._builder.innermost_at is None else self._after_value

    def _close(self) -> _Step:
        self._at += 1
        self._builder.close()
        return self._next_step()

    def _string(self) -> _Step:
        begin = self._at
        try:
            text, self._at = _STRINGS.raw_decode(self._text, begin)
        except json.JSONDecodeError:
            self._stop_at_syntax("a string closed on its line, with valid escapes")
        self._builder.scalar(self._whole_characters(text, begin), at=begin, quoted=True)
        return self._next_step()

    def _whole_characters(self, text: str, at: int) -> str:
        if text.isascii():
            return text
        try:
            text.encode()
        except UnicodeEncodeError:
            self._builder.report(
                at=at,
                rule="must not hold half of a surrogate pair",
                value=text,
                remedy="write the whole character, or both of its escapes",
                code="JSON-05",
            )
            return text.encode(errors="replace").decode()
        return text

    def _literal(self) -> _Step:
        begin = self._at
        if found := _NUMBER.match(self._text, begin):
            self._builder.scalar(found[0], at=begin, quoted=False)
        elif found := _TRUTH.match(self._text, begin):
            self._builder.scalar(_WORDS[found[0]], at=begin, quoted=False)
        elif found := _NULL.match(self._text, begin):
            self._refuse(found[0], "must not be null", "leave the key out when nothing is known", "JSON-03")
        elif found := _NOT_A_NUMBER.match(self._text, begin):
            self._refuse(found[0], "must be a finite number", "leave the key out when nothing is known", "JSON-04")
        else:
            self._stop_at_syntax("a value")
        self._at = found.end()
        return self._next_step()

    def _refuse(self, value: str, rule: str, remedy: str, code: str) -> None:
        self._builder.report(at=self._at, rule=rule, value=value, remedy=remedy, code=code)
        self._builder.placeholder(at=self._at)

    def _stop_at_syntax(self, expected: str) -> NoReturn:
        found = self._text[self._at : self._at + _EXCERPT_CHARACTERS].partition("\n")[0]
        self._builder.stop(
            at=min(self._at, len(self._text.rstrip())),
            rule=f"must be {expected}",
            value=found or "the end of the file",
            remedy=self._advice(),
            code="JSON-01",
        )

    def _advice(self) -> str:
        innermost_at = self._builder.innermost_at
        if not self._character() and innermost_at is not None:
            return f"close the bracket opened on line {self._builder.line_at(innermost_at)}"
        if self._character() in ("}", "]"):
            return "remove the comma before it, or close what is open"
        return "check commas, quotes and brackets here"

    def _character(self) -> str:
        return self._text[self._at : self._at + 1]

    def _skip_blanks(self) -> None:
        blanks = _BLANKS.match(self._text, self._at)
        self._at = blanks.end() if blanks else self._at
