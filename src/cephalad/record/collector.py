"""Collecting what is wrong with a file: every issue with its line and path, none of them stopping the reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cephalad.errors import Issue
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode, shown
from cephalad.terms import nearest

__all__ = ["MAX_COLLECTED", "Collector"]

MAX_COLLECTED = 1_000
"""Issues kept from one file; a report of more would only repeat itself."""


@dataclass(slots=True)
class Collector:
    """Issues of one file, in the order in which they were found."""

    file: str
    issues: list[Issue] = field(default_factory=list)

    def add(self, line: int, path: str, rule: str, value: str, remedy: str, code: str) -> None:
        """Keep one issue."""
        if len(self.issues) < MAX_COLLECTED:
            self.issues.append(Issue(self.file, line, path, rule, shown(value), remedy, code))

    def text(self, node: Node | None, path: str) -> str:
        """The text of a scalar; "" and an issue for anything else, "" alone for a missing node."""
        if node is None:
            return ""
        if isinstance(node, ScalarNode):
            if not node.quoted and node.text in ("", "~", "null"):
                self.add(node.line, path, "must have a value", node.text, "write a value or leave the key out", "CASE-02")
                return ""
            return node.text
        kind = "a list" if isinstance(node, SequenceNode) else "a mapping"
        self.add(node.line, path, "must be one text", kind, "write a single value", "CASE-03")
        return ""

    def mapping(self, node: Node | None, path: str) -> MappingNode | None:
        """The node when it is a mapping; None and an issue for anything else, None alone for a missing node."""
        if node is None or isinstance(node, MappingNode):
            return node
        found = shown(node.text) if isinstance(node, ScalarNode) else "a list"
        self.add(node.line, path, "must be a mapping of keys to values", found, "write key: value lines", "CASE-04")
        return None

    def unknown_key(self, key: ScalarNode, path: str, known: Iterable[str]) -> None:
        """An issue for a key that has no meaning here; it names the nearest one that has."""
        closest = nearest(key.text, known)
        remedy = f"write {closest}" if closest else "remove it, or put it into note"
        self.add(key.line, f"{path}{key.text}"[:200], "must be a known key", key.text, remedy, "CASE-01")
