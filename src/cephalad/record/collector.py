"""Collecting what is wrong with a file: every issue with its line and path, none of them stopping the reading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from cephalad.errors import Issue
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode, shown
from cephalad.record.tree_builder import StoppedError
from cephalad.terms import nearest

__all__ = ["MAX_COLLECTED", "Collector", "below", "line_of"]

MAX_COLLECTED = 1_000
"""Issues kept from one file; a report of more would only repeat itself."""

# Comparing two names is slow: a file made of wrong names must not be able to keep the reader busy for minutes.
_MAX_COMPARED_AT_ONCE = 300
_MAX_COMPARED = 3_000

_WORD = re.compile(r"[\w-]{1,60}")
_TO_NOTE = "remove it, or put it into note"
_BLANK = ("", "~", "null", "Null", "NULL")


def below(path: str, key: str) -> str:
    """The path of a key inside `path`: ``masses.left-mass``, or ``masses["left mass"]`` for what is no plain word."""
    place = f".{key}" if _WORD.fullmatch(key) else f'["{shown(key) if key else ""}"]'
    return f"{path}{place}".removeprefix(".")


def line_of(parent: MappingNode, key: str) -> int:
    """The line of the value under a key; the mapping's own line when it has no such key."""
    node = parent.get(key)
    return parent.line if node is None else node.line


@dataclass(slots=True)
class Collector:
    """Issues of one file, in the order in which they were found."""

    file: str
    issues: list[Issue] = field(default_factory=list)
    _n_compared: int = 0

    def add(self, line: int, path: str, rule: str, value: str, remedy: str, code: str) -> None:
        """Keep one issue.

        Raises
        ------
        StoppedError : once `MAX_COLLECTED` are kept
        """
        self.issues.append(Issue(self.file, line, path, rule, shown(value), remedy, code))
        if len(self.issues) >= MAX_COLLECTED:
            raise StoppedError

    def scalar(self, node: Node, path: str) -> ScalarNode | None:
        """The node when it is a text; None and an issue for a blank, a list or a mapping."""
        if not isinstance(node, ScalarNode):
            kind = "a list" if isinstance(node, SequenceNode) else "a mapping"
            self.add(node.line, path, "must be one text", kind, "write a single value", "CASE-03")
            return None
        if not node.quoted and node.text in _BLANK:
            found, remedy = node.text or "nothing", "write a value or leave the key out"
            self.add(node.line, path, "must have a value", found, remedy, "CASE-02")
            return None
        return node

    def text(self, parent: MappingNode, key: str, path: str) -> str:
        """The text under a key; "" for a missing key, and "" with an issue for anything that is no text."""
        return self.required(parent, key, path) or ""

    def required(self, parent: MappingNode, key: str, path: str) -> str | None:
        """The text under a key; "" for a missing key, None when its issue has been kept."""
        node = parent.get(key)
        if node is None:
            return ""
        scalar = self.scalar(node, below(path, key))
        return None if scalar is None else scalar.text

    def word(self, parent: MappingNode, key: str, path: str) -> str | None:
        """As `required`, for a key that takes one of some words or a name: nothing in quotes is a fault too."""
        text = self.required(parent, key, path)
        if text == "" and parent.get(key) is not None:
            remedy = "write a value or leave the key out"
            self.add(line_of(parent, key), below(path, key), "must have a value", text, remedy, "CASE-02")
            return None
        return text

    def mapping(self, node: Node, path: str) -> MappingNode | None:
        """The node when it is a mapping; None and an issue for anything else."""
        if isinstance(node, MappingNode):
            return node
        found = (node.text or "nothing") if isinstance(node, ScalarNode) else "a list"
        self.add(node.line, path, "must be a mapping of keys to values", found, "write key: value lines", "CASE-04")
        return None

    def unknown_keys(self, mapping: MappingNode, path: str, known: Iterable[str], *, otherwise: str = _TO_NOTE) -> None:
        """An issue for every key of the mapping that has no meaning there."""
        for key, _ in mapping.entries:
            if key.text not in known:
                self.unknown_key(key, path, known, otherwise=otherwise)

    def unknown_key(self, key: ScalarNode, path: str, known: Iterable[str], *, otherwise: str = _TO_NOTE) -> None:
        """An issue for a key that has no meaning here; it names the nearest one that has, else what to do with it."""
        remedy = self.nearest_or(key.text, known, otherwise)
        self.add(key.line, below(path, key.text), "must be a known key", key.text, remedy, "CASE-01")

    def nearest_or(self, name: str, known: Iterable[str], otherwise: str) -> str:
        """The remedy "write …" with the known name most like the one found, else the remedy given."""
        candidates = list(islice(known, _MAX_COMPARED_AT_ONCE))
        self._n_compared += len(candidates)
        closest = nearest(name, candidates) if self._n_compared <= _MAX_COMPARED else None
        # An id may be anything before it is checked, and a remedy is read as one line.
        return f"write {shown(closest)}" if closest else otherwise
