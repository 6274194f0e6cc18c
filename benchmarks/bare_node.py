"""The yardstick for one patient: the least that a three-valued evaluator with a trace can do per node."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Node", "evaluate", "tree"]

Value = bool | None
"""Yes, no, or None for unknown."""


@dataclass(frozen=True, slots=True)
class Node:
    """A leaf that reads a fact, or a joint of parts: ``and``, ``or``, ``not``."""

    kind: str
    fact: str = ""
    parts: tuple[Node, ...] = ()


def tree(depth: int, fact: int = 0) -> Node:
    """A tree whose joints have two parts each, conjunctions and disjunctions by turns, a negation above each leaf."""
    if depth == 0:
        return Node("not", parts=(Node("fact", fact=f"fact-{fact % 7}"),))
    kind = "and" if depth % 2 else "or"
    return Node(kind, parts=(tree(depth - 1, fact * 2), tree(depth - 1, fact * 2 + 1)))


def evaluate(node: Node, facts: dict[str, Value], trace: list[tuple[Node, Value]]) -> Value:
    """The value of a node; every node that was looked at is left in the trace, each with its value."""
    value: Value
    if node.kind == "fact":
        value = facts[node.fact]
    elif node.kind == "not":
        part = evaluate(node.parts[0], facts, trace)
        value = None if part is None else not part
    else:
        decides = node.kind == "or"
        value = not decides
        for each in node.parts:
            part = evaluate(each, facts, trace)
            if part is decides:
                value = decides
                break
            if part is None:
                value = None
    trace.append((node, value))
    return value
