"""One assessment of a case that is already read: verdicts only, with trace and JSON, and with the missing facts."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bare_node import Node, Value, evaluate, tree
from benchmarks.measuring import seconds_of_calls
from benchmarks.patient import AS_OF, twelve_events
from benchmarks.table import Row
from cephalad.assess import Evaluation
from cephalad.assessment import assess
from cephalad.facts import FactSheet
from cephalad.guideline import Guideline, default_guideline
from cephalad.guideline.grammar import Expression, MassExpression, children
from cephalad.logic import Truth
from cephalad.record import Case, Point, parse_point, read_example, view

__all__ = ["guideline_nodes", "one_patient_rows", "verdicts"]

CQL = (50, 57)
"""Patients per CPU-second of cql-execution 3.3.2 with cql-exec-fhir 2.2: 14 FHIR resources decoded, one rule run."""

PER_SECOND = "patients per CPU-second"
DEPTH = 8


def verdicts(case: Case, point: Point, guideline: Guideline) -> dict[str, Truth]:
    """The verdict of every criterion over a fact sheet made anew."""
    evaluation = Evaluation(guideline, FactSheet(view(case, point), guideline.numbers))
    return {name: evaluation[name] for name in guideline.criteria}


def one_patient_rows(repetitions: int) -> Iterator[Row]:
    """The three ways to ask for an assessment, and the bare node."""
    guideline, case, whole = default_guideline(), twelve_events(), read_example("zhao-tian-2026")
    point, point_of_whole = parse_point(AS_OF, case), parse_point(AS_OF, whole)
    bare = tree(DEPTH)
    facts: dict[str, Value] = {f"fact-{number}": (True, False, None)[number % 3] for number in range(7)}
    looked_at = len(_traced(bare, facts))
    seconds = seconds_of_calls(
        {
            "node": lambda: _traced(bare, facts),
            "verdicts": lambda: verdicts(case, point, guideline),
            "json": lambda: assess(case, as_of=point, with_missing=False).to_json(),
            "missing": lambda: assess(case, as_of=point).to_json(),
            "whole": lambda: assess(whole, as_of=point_of_whole).to_json(),
        },
        repetitions,
    )
    node = seconds["node"] / looked_at
    nodes = guideline_nodes(guideline)
    yield Row("a bare three-valued node, traced", node * 1e6, "µs")
    yield Row(
        "12 events, verdicts only",
        1 / seconds["verdicts"],
        PER_SECOND,
        "1,000",
        f"the guideline's {nodes} nodes at {node * 1e6:.2g} µs",
        f"{seconds['verdicts'] / (node * nodes):.2g} times as long, facts included",
    )
    for work, name, aim in (
        ("12 events, full trace and JSON", "json", "300"),
        ("12 events, with missing facts", "missing", "100"),
        (f"{len(whole.events)} events (the reference patient), with missing facts", "whole", ""),
    ):
        yield _beside_cql(work, 1 / seconds[name], aim)


def guideline_nodes(guideline: Guideline) -> int:
    """How many nodes the criteria of a guideline are made of."""
    return sum(_size(item.when) for item in guideline.criteria.values())


def _size(node: Expression | MassExpression) -> int:
    return 1 + sum(_size(part) for part in children(node))


def _traced(node: Node, facts: dict[str, Value]) -> list[tuple[Node, Value]]:
    trace: list[tuple[Node, Value]] = []
    evaluate(node, facts, trace)
    return trace


def _beside_cql(work: str, rate: float, aim: str) -> Row:
    slowest, fastest = CQL
    yardstick = f"one CQL rule over decoded FHIR: {slowest} to {fastest} (quoted)"
    return Row(work, rate, PER_SECOND, aim, yardstick, f"{rate / fastest:.2g} to {rate / slowest:.2g} times as many")
