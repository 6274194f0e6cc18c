"""The nodes of a located tree: what a file says, each part with the line it stands on.

Text is never typed here: ``no``, ``2025-07`` and ``1e3`` are the characters that were written. The vocabulary gives
them a type later, where it also knows which words are allowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "Value", "value_of"]

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"
"""A tree without its places: text, lists of values, and mappings from text to values."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One piece of text.

    Attributes
    ----------
    text : the characters, escapes and folding resolved; "" where a key has no value
    line : line on which the text begins, counted from 1
    quoted : whether it was marked as text (quotes, a block, a JSON string); a bare word, number or blank is not
    """

    text: str
    line: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list of nodes.

    Attributes
    ----------
    items : the members in the order of the file
    line : line on which the list begins, counted from 1
    """

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys with their nodes; no key occurs twice.

    Attributes
    ----------
    entries : pairs of key and node in the order of the file
    line : line on which the mapping begins, counted from 1
    """

    entries: tuple[tuple[ScalarNode, Node], ...]
    line: int

    def get(self, key: str) -> Node | None:
        """Node under `key`, or None when the mapping has no such key."""
        return next((node for name, node in self.entries if name.text == key), None)


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def value_of(node: Node) -> Value:
    """The same content as `str`, `list` and `dict`, without lines and quoting; key order is kept."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [value_of(item) for item in node.items]
    return {key.text: value_of(value) for key, value in node.entries}
