"""The record inside the rows: a header and events as a case file has them, read by the record's own reader.

Whatever a case file may not hold is refused here with all its issues, in the words of the case file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cephalad.errors import InvalidArgument, Issue
from cephalad.record import FORMAT, Case, dump
from cephalad.record.read_case import read_case
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode, Value, read_tree, value_of

__all__ = ["header_and_events", "read_record", "with_defaults"]


def read_record(header: Mapping[str, Any], events: Sequence[Mapping[str, Any]]) -> Case | list[Issue]:
    """The case that a header and its events state, or everything that is wrong with them.

    Raises
    ------
    InvalidArgument : when a value is neither text nor a list nor a mapping
    """
    if "events" in header:
        raise InvalidArgument("header: events are rows of their own; add each by itself")
    return read_case(_node({**header, "events": list(events)}), file="")


def header_and_events(case: Case) -> tuple[dict[str, Value], list[dict[str, Value]]]:
    """A case as the rows that are to be written; every event says when it was recorded.

    In a case file it may be left out; in the store it would shift when the header's date changes.
    """
    tree = read_tree(dump(case).encode(), file="")
    if isinstance(tree, list):
        raise InvalidArgument("case: cannot be written as a case file")
    stated = value_of(tree)
    header = {key: value for key, value in stated.items() if key != "events"} if isinstance(stated, Mapping) else {}
    listed = stated["events"] if isinstance(stated, Mapping) else []
    events = [{**event, "recorded_at": event.get("recorded_at", header["written_on"])} for event in _mappings(listed)]
    return header, events


def with_defaults(header: Mapping[str, Any], today: str) -> dict[str, Any]:
    """The header with the format and the date that it needs, where it does not state them."""
    return {"format": FORMAT, "written_on": today, **header}


def _mappings(listed: Value) -> list[Mapping[str, Value]]:
    return [item for item in listed if isinstance(item, Mapping)]


def _node(value: object) -> Node:
    # Deeper than this, `canonical` refuses the content before it is read.
    if isinstance(value, str):
        # Marked as text: what is empty here was meant, and is told as such.
        return ScalarNode(value, 0, quoted=True)
    if isinstance(value, Mapping):
        entries = ((ScalarNode(key, 0, quoted=True), _node(item)) for key, item in value.items())
        return MappingNode(tuple(entries), 0)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return SequenceNode(tuple(_node(item) for item in value), 0)
    raise InvalidArgument(f"content: a record holds text, lists and mappings, got {type(value).__name__}")
