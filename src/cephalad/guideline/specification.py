"""The specification tables: for every criterion, small records with the verdict that the text demands.

They are data: the tests run them, the manual prints them, and the coverage of the paper's statements counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cephalad.errors import InvalidCase
from cephalad.guideline.model import Guideline
from cephalad.guideline.shipped import packages_of
from cephalad.record.model import Case
from cephalad.record.read_case import FORMAT, read_case
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode, read_tree

__all__ = ["SpecificationRow", "specification"]


@dataclass(frozen=True, slots=True)
class SpecificationRow:
    """One row: the record that is given, the verdict that must follow, and why.

    Attributes
    ----------
    as_of : the point; "" for just after the last event
    given : the events as written, one text each, for print; what is said of the patient stands first
    """

    criterion: str
    verdict: str
    because: str
    case: Case
    as_of: str
    given: tuple[str, ...]
    line: int


def specification(guideline: Guideline) -> Mapping[str, tuple[SpecificationRow, ...]]:
    """All rows of a guideline, by criterion, in the order of the files.

    A variant has the rows of what it varies, for the criteria that it keeps, and those of its own.

    Raises
    ------
    InvalidCase : when a row's record is no valid case
    """
    rows = {name: found for package in packages_of(guideline) for name, found in _tables(package).items()}
    if not guideline.varies:
        return rows
    return {name: found for name, found in rows.items() if name in guideline.criteria}


@cache
def _tables(package: str) -> Mapping[str, tuple[SpecificationRow, ...]]:
    rows: dict[str, tuple[SpecificationRow, ...]] = {}
    for entry in sorted(files(package).joinpath("specification").iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            rows.update(_read(entry.read_bytes(), entry.name))
    return rows


def _read(content: bytes, file: str) -> dict[str, tuple[SpecificationRow, ...]]:
    tree = read_tree(content, file=file)
    if isinstance(tree, list):
        raise InvalidCase(tree)
    if not isinstance(tree, MappingNode):
        raise ValueError(f"{file}: a specification is a mapping from criterion to rows")
    return {
        key.text: tuple(_row(key.text, item, file) for item in rows.items)
        for key, rows in tree.entries
        if isinstance(rows, SequenceNode)
    }


def _row(criterion: str, node: Node, file: str) -> SpecificationRow:
    if not isinstance(node, MappingNode):
        raise ValueError(f"{file}: {criterion}: a row is a mapping")
    case = read_case(_case_tree(node), file=file)
    if isinstance(case, list):
        raise InvalidCase(case)
    return SpecificationRow(
        criterion=criterion,
        verdict=_text(node, "verdict"),
        because=_text(node, "because"),
        case=case,
        as_of=_text(node, "as_of"),
        given=_given(node),
        line=node.line,
    )


def _given(node: MappingNode) -> tuple[str, ...]:
    """What the row records, in the words of a case file: the patient, then one text an event."""
    patient, events = node.get("patient"), node.get("given")
    stated = (f"patient: {_flow(patient)}",) if patient is not None else ()
    return stated + tuple(_flow(event) for event in (events.items if isinstance(events, SequenceNode) else ()))


def _flow(node: Node, *, nested: bool = False) -> str:
    """A node on one line; the outermost mapping without its braces."""
    if isinstance(node, ScalarNode):
        return f'"{node.text}"' if node.quoted else node.text
    if isinstance(node, SequenceNode):
        return f"[{', '.join(_flow(item, nested=True) for item in node.items)}]"
    inside = ", ".join(f"{key.text}: {_flow(value, nested=True)}" for key, value in node.entries)
    return f"{{{inside}}}" if nested else inside


def _text(node: MappingNode, key: str) -> str:
    found = node.get(key)
    return found.text if isinstance(found, ScalarNode) else ""


def _case_tree(node: MappingNode) -> MappingNode:
    """The row's events as a whole case file: ids and dates are filled in where the row leaves them out."""
    patient = node.get("patient")
    header = list(patient.entries) if isinstance(patient, MappingNode) else []
    if not any(key.text == "sex" for key, _ in header):
        header.append(_pair("sex", "female", node.line))
    given = node.get("given")
    events = given.items if isinstance(given, SequenceNode) else ()
    numbered = any(isinstance(event, MappingNode) and event.get("day") is not None for event in events)
    filled = tuple(_event(event, index, numbered=numbered) for index, event in enumerate(events))
    fixed = [
        _pair("format", FORMAT, node.line),
        _pair("case", "specification", node.line),
        _pair("written_on", "2035-01-01", node.line),
    ]
    listed = (ScalarNode("events", node.line, quoted=False), SequenceNode(filled, node.line))
    return MappingNode((*fixed, *header, listed), node.line)


def _pair(key: str, text: str, line: int) -> tuple[ScalarNode, Node]:
    return ScalarNode(key, line, quoted=False), ScalarNode(text, line, quoted=False)


def _event(node: Node, index: int, *, numbered: bool) -> Node:
    if not isinstance(node, MappingNode):
        return node
    added: list[tuple[ScalarNode, Node]] = []
    if node.get("id") is None:
        added.append(_pair("id", f"e{index + 1}", node.line))
    timed = any(node.get(key) is not None for key in ("effective_on", "day", "supersedes"))
    if not timed and numbered:
        added += [_pair("day", str(index), node.line), _pair("basis", "order-only", node.line)]
    elif not timed:
        added.append(_pair("effective_on", f"{2025 + index // 12}-{index % 12 + 1:02d}-01", node.line))
    return MappingNode((*added, *node.entries), node.line)
