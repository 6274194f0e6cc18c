"""Building a located tree from a parser's steps: limits, duplicate keys, places and issues in one spot.

Both formats report what they meet as positions in the text; lines and paths are worked out here. The stack is a list,
so no nesting can exhaust Python's own stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

from cephalad.errors import Issue
from cephalad.record.tree_node import MappingNode, Node, ScalarNode, SequenceNode

__all__ = ["MAX_DEPTH", "MAX_ISSUES", "MAX_NODES", "FormatCodes", "StoppedError", "TreeBuilder", "shown"]

MAX_DEPTH = 64
"""Levels of nesting; the outermost list or mapping is the first."""

MAX_NODES = 2_000_000
"""Keys, texts, lists and mappings in one file: twenty for each of 100,000 events."""

MAX_ISSUES = 1_000
"""Issues after which reading stops, so that the list of faults cannot be the bomb."""

_SHOWN_CHARACTERS = 60
_WORD = re.compile(r"[\w-]+")


class StoppedError(Exception):
    """Reading cannot go on; the builder's issues say why."""


@dataclass(frozen=True, slots=True)
class FormatCodes:
    """Issue codes of one format for the rules that both formats share."""

    duplicate_key: str
    depth: str
    nodes: str


@dataclass(slots=True)
class _OpenSequence:
    at: int
    line: int
    items: list[Node] = field(default_factory=list)

    def place(self) -> str:
        return f"[{len(self.items)}]"

    def add(self, node: Node) -> None:
        self.items.append(node)

    def closed(self) -> Node:
        return SequenceNode(tuple(self.items), self.line)


@dataclass(slots=True)
class _OpenMapping:
    at: int
    line: int
    entries: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    first_lines: dict[str, int] = field(default_factory=dict)
    key: ScalarNode | None = None

    def place(self) -> str:
        return "" if self.key is None else _key_place(self.key.text)

    def add(self, node: Node) -> None:
        if self.key is None:
            # Only what has been reported as no key arrives here.
            self.key = ScalarNode("?", node.line, quoted=False)
            return
        self.entries.append((self.key, node))
        self.key = None

    def closed(self) -> Node:
        return MappingNode(tuple(self.entries), self.line)


_Open: TypeAlias = _OpenSequence | _OpenMapping


class TreeBuilder:
    """Collects nodes and issues while a parser walks through `text`.

    Parameters
    ----------
    text : the file's text, with ``\\n`` as its only line end
    file : the file's name for issues
    codes : issue codes of the format
    """

    def __init__(self, text: str, *, file: str, codes: FormatCodes) -> None:
        self.text = text
        self.issues: list[Issue] = []
        self._file = file
        self._codes = codes
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._n_nodes = 0
        self._counted_to = 0
        self._line = 1

    @property
    def is_untouched(self) -> bool:
        """Whether nothing has been added yet."""
        return self._n_nodes == 0

    @property
    def position(self) -> int:
        """Latest position whose line was asked for."""
        return self._counted_to

    @property
    def innermost_at(self) -> int | None:
        """Position of the innermost list or mapping still open, or None outside of all."""
        return self._open[-1].at if self._open else None

    @property
    def is_in_mapping(self) -> bool:
        """Whether the innermost open node is a mapping."""
        return bool(self._open) and isinstance(self._open[-1], _OpenMapping)

    @property
    def awaits_key(self) -> bool:
        """Whether the next node is a mapping's key."""
        innermost = self._open[-1] if self._open else None
        return isinstance(innermost, _OpenMapping) and innermost.key is None

    def line_at(self, at: int) -> int:
        """Line of position `at`, counted from 1; cheap when positions are asked for in rising order."""
        if at < self._counted_to:
            self._counted_to, self._line = 0, 1
        self._line += self.text.count("\n", self._counted_to, at)
        self._counted_to = at
        return self._line

    def path(self) -> str:
        """Place where the next node goes, such as ``events[3].veins.right-atrium``."""
        return "".join(node.place() for node in self._open).removeprefix(".")

    def report(self, *, at: int, rule: str, value: str, remedy: str, code: str, path: str | None = None) -> None:
        """Add an issue at position `at` and, unless `path` says otherwise, the current path.

        Raises
        ------
        StoppedError : once `MAX_ISSUES` are collected
        """
        line = self.line_at(at)
        place = self.path() if path is None else path
        self.issues.append(Issue(self._file, line, place, rule, shown(value), remedy, code))
        if len(self.issues) >= MAX_ISSUES:
            raise StoppedError

    def stop(self, *, at: int, rule: str, value: str, remedy: str, code: str, path: str | None = None) -> NoReturn:
        """Add an issue and end the reading by raising `StoppedError`."""
        self.report(at=at, rule=rule, value=value, remedy=remedy, code=code, path=path)
        raise StoppedError

    def scalar(self, text: str, *, at: int, quoted: bool) -> None:
        """Add a text; in a mapping, keys and values take turns."""
        self._count_node(at)
        node = ScalarNode(text, self.line_at(at), quoted)
        innermost = self._open[-1] if self._open else None
        if isinstance(innermost, _OpenMapping) and innermost.key is None:
            self._add_key(innermost, node, at)
        else:
            self._add(node)

    def placeholder(self, *, at: int) -> None:
        """Stand in for a node that has been reported, so that what follows keeps its place."""
        self._count_node(at)
        self._add(ScalarNode("", self.line_at(at), quoted=False))

    def open_sequence(self, *, at: int) -> None:
        """Begin a list; nodes go into it until `close`."""
        self._enter(_OpenSequence(at, self.line_at(at)))

    def open_mapping(self, *, at: int) -> None:
        """Begin a mapping; nodes go into it until `close`."""
        self._enter(_OpenMapping(at, self.line_at(at)))

    def close(self) -> None:
        """End the innermost list or mapping."""
        self._add(self._open.pop().closed())

    def result(self) -> Node | list[Issue]:
        """The tree when nothing was wrong, else every issue in the order found."""
        if self.issues:
            return self.issues
        if isinstance(self._root, SequenceNode | MappingNode):
            return self._root
        return [self._rootless()]

    def _rootless(self) -> Issue:
        remedy = "write keys and their values, one a line"
        root = self._root
        if isinstance(root, ScalarNode) and (root.text or root.quoted):
            rule = "must hold a mapping or a list"
            return Issue(self._file, root.line, "", rule, shown(root.text), remedy, "FILE-04")
        return Issue(self._file, 1, "", "must not be empty", "no content", remedy, "FILE-03")

    def _add_key(self, mapping: _OpenMapping, key: ScalarNode, at: int) -> None:
        mapping.key = key
        if key.text in mapping.first_lines:
            self._report_duplicate(key, mapping.first_lines[key.text], at)
        else:
            mapping.first_lines[key.text] = key.line

    def _report_duplicate(self, key: ScalarNode, first_line: int, at: int) -> None:
        self.report(
            at=at,
            rule="must not repeat a key in one mapping",
            value=key.text,
            remedy=f"keep one of the two; the first stands on line {first_line}",
            code=self._codes.duplicate_key,
        )

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].add(node)
        else:
            self._root = node

    def _enter(self, node: _Open) -> None:
        self._count_node(node.at)
        if len(self._open) >= MAX_DEPTH:
            self.stop(
                at=node.at,
                rule=f"must be nested at most {MAX_DEPTH} levels deep",
                value=f"level {MAX_DEPTH + 1}",
                remedy="remove the levels that carry no content",
                code=self._codes.depth,
            )
        self._open.append(node)

    def _count_node(self, at: int) -> None:
        self._n_nodes += 1
        if self._n_nodes > MAX_NODES:
            self.stop(
                at=at,
                rule=f"must hold at most {MAX_NODES:,} keys and values",
                value="more",
                remedy="split the file",
                code=self._codes.nodes,
            )


def shown(text: str) -> str:
    """`text` fit for one line of a message: control and invisible characters escaped, 60 characters at most.

    Examples
    --------
    >>> shown("two\\nlines")
    'two\\\\nlines'
    >>> shown(""), shown(" ")
    ('""', '" "')
    """
    if not text.strip(" "):
        # Nothing and blanks would not be seen.
        return f'"{text[: _SHOWN_CHARACTERS - 2]}"'
    escaped = "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text[: _SHOWN_CHARACTERS + 1]
    )
    return escaped if len(escaped) <= _SHOWN_CHARACTERS else escaped[: _SHOWN_CHARACTERS - 1] + "…"


def _key_place(key: str) -> str:
    if _WORD.fullmatch(key) and len(key) <= _SHOWN_CHARACTERS:
        return f".{key}"
    return f'["{shown(key)}"]' if key else '[""]'
