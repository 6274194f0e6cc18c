"""Names and partial dates as a case file writes them."""

from __future__ import annotations

import re

from cephalad.logic import PartialDateError, Span, parse_partial_date
from cephalad.record.collector import Collector, below, line_of
from cephalad.record.tree import MappingNode, Node

__all__ = ["read_date", "read_name"]

_NAME_RULE = "must be a name of letters, digits, hyphens, underscores and dots, 1 to 80 characters"
_NAME = re.compile(r"\w[\w.-]{0,79}")


def read_name(parent: MappingNode, key: str, path: str, faults: Collector) -> str | None:
    """The name under a key that must be there; None and an issue for anything else."""
    name = faults.required(parent, key, path)
    if name is None or _NAME.fullmatch(name):
        return name
    remedy = "write a name such as ct-pelvis"
    faults.add(line_of(parent, key), below(path, key), _NAME_RULE, name or "nothing", remedy, "CASE-05")
    return None


def read_date(node: Node, path: str, faults: Collector) -> Span | None:
    """The days that a partial date may mean; None and an issue for anything else."""
    scalar = faults.scalar(node, path)
    if scalar is None:
        return None
    try:
        return parse_partial_date(scalar.text)
    except PartialDateError:
        rule, remedy = "must be a calendar date, month or year", "write 2025-12-01, 2025-12 or 2025"
        faults.add(node.line, path, rule, scalar.text, remedy, "TIME-02")
        return None
