"""Located trees from the YAML subset of case files.

The subset is plain nesting of lists, mappings and text. What makes YAML surprising is refused by name: aliases and
anchors, tags, merge keys, directives, several documents. PyYAML supplies the events and nothing else: its typing of
``no`` and ``1e3`` and its recursive composer are never reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NoReturn

import yaml

from cephalad.errors import Issue
from cephalad.record.tree_builder import FormatCodes, StoppedError, TreeBuilder
from cephalad.record.tree_node import Node

__all__ = ["read_yaml"]

_CODES = FormatCodes(duplicate_key="YAML-04", depth="YAML-07", nodes="YAML-08")

# The C parser is several times as fast; PyYAML comes without it where no compiled wheel exists.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# What YAML 1.1 does not allow in a file, and the three line breaks that no editor shows: they would fold text or end
# a key without a visible reason.
_NOT_ALLOWED = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# PyYAML's two parsers word the same fault differently; these pieces of their wording stand in both.
_UNCLOSED = ("or ']'", "or '}'")
_ADVICE = (
    ("mapping values are not allowed", "put a text that holds ': ' in quotes, or check the indentation"),
    ("cannot start any token", "put a text that begins with this character in quotes"),
    ("could not find expected ':'", "write a colon and a space after the key"),
    (_UNCLOSED[0], "close the list with ], and put commas between its items"),
    (_UNCLOSED[1], "close the mapping with }, and put commas between its entries"),
    ("unexpected end of stream", "close the quotes"),
    ("escape", "double the backslash, or use single quotes"),
)


def read_yaml(text: str, *, file: str) -> Node | list[Issue]:
    """Located tree of one YAML document, or everything wrong with it.

    Parameters
    ----------
    text : the file's characters, with ``\\n`` as its only line end
    file : the file's name for issues

    Returns
    -------
    the outermost list or mapping, or a list of issues: YAML-01 to YAML-09, FILE-03, FILE-04. Broken syntax, excessive
    depth or size and a second document end the reading; other faults are collected up to `MAX_ISSUES`
    """
    builder = TreeBuilder(text, file=file, codes=_CODES)
    with suppress(StoppedError):
        _refuse_control_characters(builder)
        for event in _events(builder):
            _take(event, builder)
    return builder.result()


def _events(builder: TreeBuilder) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(builder.text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        _stop_at_syntax(builder, _place_of(error, builder.text), error.problem or "")
    except (yaml.YAMLError, ValueError, OverflowError):
        # PyYAML's own scanner lets impossible numbers in escapes through to `chr` and `int`.
        _stop_at_syntax(builder, builder.position, "escape")


def _take(event: yaml.Event, builder: TreeBuilder) -> None:
    take = _TAKERS.get(type(event))
    if take is not None:
        take(event, builder)


def _take_document(event: yaml.DocumentStartEvent, builder: TreeBuilder) -> None:
    at = _at(event)
    if not builder.is_untouched:
        builder.stop(
            at=at,
            rule="must be a single document",
            value=_line_text(builder.text, at),
            remedy="put what follows this line into a file of its own",
            code="YAML-06",
        )
    if builder.text.startswith("%", at):
        _stop_at_directive(builder, at)


def _take_alias(event: yaml.AliasEvent, builder: TreeBuilder) -> None:
    at = _at(event)
    builder.report(
        at=at,
        rule="must not use aliases",
        value=f"*{event.anchor}",
        remedy="write the content out here; quote a text that begins with *",
        code="YAML-02",
    )
    builder.placeholder(at=at)


def _take_scalar(event: yaml.ScalarEvent, builder: TreeBuilder) -> None:
    at = _at(event)
    text, quoted = event.value, bool(event.style)
    _refuse_properties(event, builder)
    if quoted and not _is_encodable(text):
        _stop_at_syntax(builder, at, "escape")
    if builder.awaits_key and not quoted and text in ("", "<<"):
        _refuse_key(text, at, builder)
        builder.placeholder(at=at)
    else:
        builder.scalar(text, at=at, quoted=quoted)


def _take_sequence(event: yaml.SequenceStartEvent, builder: TreeBuilder) -> None:
    _refuse_properties(event, builder)
    _refuse_nested_key("a list", _at(event), builder)
    builder.open_sequence(at=_at(event))


def _take_mapping(event: yaml.MappingStartEvent, builder: TreeBuilder) -> None:
    _refuse_properties(event, builder)
    _refuse_nested_key("a mapping", _at(event), builder)
    builder.open_mapping(at=_at(event))


def _take_end(_event: yaml.Event, builder: TreeBuilder) -> None:
    builder.close()


_TAKERS: dict[type[yaml.Event], Callable[..., None]] = {
    yaml.DocumentStartEvent: _take_document,
    yaml.AliasEvent: _take_alias,
    yaml.ScalarEvent: _take_scalar,
    yaml.SequenceStartEvent: _take_sequence,
    yaml.MappingStartEvent: _take_mapping,
    yaml.SequenceEndEvent: _take_end,
    yaml.MappingEndEvent: _take_end,
}


def _refuse_properties(
    event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent, builder: TreeBuilder
) -> None:
    at = _at(event)
    if event.anchor is not None:
        builder.report(
            at=at,
            rule="must not use anchors",
            value=f"&{event.anchor}",
            remedy="remove the anchor; quote a text that begins with &",
            code="YAML-02",
        )
    if event.tag is not None:
        builder.report(
            at=at,
            rule="must not use tags",
            value=event.tag,
            remedy="remove the tag; quote a text that begins with !",
            code="YAML-03",
        )


def _refuse_key(text: str, at: int, builder: TreeBuilder) -> None:
    if text:
        builder.report(
            at=at,
            rule="must not merge mappings",
            value=text,
            remedy="write the keys out here",
            code="YAML-09",
        )
    else:
        _report_key("nothing", at, builder)


def _refuse_nested_key(kind: str, at: int, builder: TreeBuilder) -> None:
    if builder.awaits_key:
        _report_key(kind, at, builder)


def _report_key(found: str, at: int, builder: TreeBuilder) -> None:
    builder.report(
        at=at,
        rule="must have text as its key",
        value=found,
        remedy="write the key as a word before the colon",
        code="YAML-05",
    )


def _refuse_control_characters(builder: TreeBuilder) -> None:
    found = _NOT_ALLOWED.search(builder.text)
    if found:
        builder.stop(
            at=found.start(),
            rule="must not hold control characters or hidden line breaks",
            value=found[0],
            remedy="remove the character, or write it as an escape in double quotes",
            code="YAML-01",
        )


def _stop_at_syntax(builder: TreeBuilder, at: int, problem: str) -> NoReturn:
    if _is_directive(builder, at):
        _stop_at_directive(builder, at)
    builder.stop(
        at=at,
        rule="must be well-formed YAML",
        value=_line_text(builder.text, at).strip(),
        remedy=_advice(builder.text, at, problem),
        code="YAML-01",
        # The parser reads ahead of its events, so the path reached is not the place of the fault.
        path="",
    )


def _is_directive(builder: TreeBuilder, at: int) -> bool:
    # A faulty directive is a syntax error to the parser before it is an event.
    return builder.is_untouched and _line_text(builder.text, at).startswith("%")


def _stop_at_directive(builder: TreeBuilder, at: int) -> NoReturn:
    builder.stop(
        at=at,
        rule="must not hold directives",
        value=_line_text(builder.text, at),
        remedy="remove the lines that begin with %",
        code="YAML-06",
    )


def _place_of(error: yaml.MarkedYAMLError, text: str) -> int:
    noticed_at, began_at = (
        mark.index if mark is not None else None for mark in (error.problem_mark, error.context_mark)
    )
    # A fault at the very end belongs to the last line that has content.
    end = len(text.rstrip())
    # What is never closed is noticed lines later or at the end of the file; its beginning is the place to look at.
    is_unclosed = any(piece in (error.problem or "") for piece in _UNCLOSED)
    if began_at is not None and (is_unclosed or noticed_at is None or noticed_at >= end):
        return began_at
    return end if noticed_at is None else min(noticed_at, end)


def _advice(text: str, at: int, problem: str) -> str:
    line = _line_text(text, at)
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not tabs"
    return next(
        (advice for piece, advice in _ADVICE if piece in problem),
        "check the indentation, quotes and brackets here",
    )


def _at(event: yaml.Event) -> int:
    # Both parsers give every event its place; only the type allows for none.
    return event.start_mark.index if event.start_mark is not None else 0


def _line_text(text: str, at: int) -> str:
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[begin : len(text) if end < 0 else end]


def _is_encodable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
