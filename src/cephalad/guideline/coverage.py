"""What becomes of each statement of the paper: implemented by criteria, shown, or out of scope with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cephalad.errors import Issue, UnknownName
from cephalad.evidence import figures, sources, statements
from cephalad.facts import DECLARED, DERIVED
from cephalad.guideline.model import Guideline
from cephalad.guideline.shipped import SHIPPED, packages_of
from cephalad.guideline.specification import specification
from cephalad.terms import FINDINGS

__all__ = [
    "STATUSES",
    "VERDICTS",
    "CoverageRow",
    "CoverageTable",
    "Direct",
    "StatementCoverage",
    "check_coverage",
    "coverage",
    "coverage_table",
]

STATUSES = ("implemented", "shown", "in-variant", "out-of-scope")
VERDICTS = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One statement as the coverage file lists it; `where` empty means every criterion that cites it."""

    id: str
    status: str
    reason: str = ""
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Direct:
    """A criterion that no other part of the guideline names, and what reads it instead."""

    criterion: str
    reason: str


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """The coverage file of a guideline, in its order."""

    statements: tuple[CoverageRow, ...]
    direct: tuple[Direct, ...]

    @property
    def listed(self) -> frozenset[str]:
        """Everything that the file names, beside what cites a statement."""
        named = {place for row in self.statements for place in row.where}
        return frozenset(named | {item.criterion for item in self.direct})


@dataclass(frozen=True, slots=True)
class StatementCoverage:
    """What becomes of one statement.

    Attributes
    ----------
    id : ``S1`` to ``S131``
    status : ``implemented``, ``shown``, ``in-variant`` (by a shipped variant) or ``out-of-scope``
    where : ids of criteria, notices, figures, sources, facts or findings, or events as ``case:event``,
        or variants
    seen : how many rows of the specification tables of these criteria end in yes, no and unknown
    reason : why it is not implemented, or how it is; "" when the criteria speak for themselves
    """

    id: str
    status: str
    where: tuple[str, ...]
    seen: Mapping[str, int]
    reason: str


def coverage_table(guideline: Guideline) -> CoverageTable:
    """The coverage file of a guideline; a variant's file holds only the rows that differ.

    Raises
    ------
    KeyError, TypeError, ValueError : a file is broken; a fault of the program, never of its user
    """
    tables = [_read(package) for package in packages_of(guideline)]
    rows = {row.id: row for table in tables for row in table.statements}
    return CoverageTable(tuple(rows.values()), tuple(item for table in tables for item in table.direct))


@cache
def _read(package: str) -> CoverageTable:
    import tomllib
    from importlib.resources import files

    read: dict[str, Any] = tomllib.loads((files(package) / "coverage.toml").read_text(encoding="utf-8"))
    rows = (CoverageRow(**(row | {"where": tuple(row.get("where", ()))})) for row in read["statement"])
    return CoverageTable(tuple(rows), tuple(Direct(**row) for row in read.get("direct", ())))


def coverage(guideline: Guideline, table: CoverageTable | None = None) -> tuple[StatementCoverage, ...]:
    """What becomes of every statement, in the order of the paper's numbers.

    Examples
    --------
    >>> from cephalad.guideline import default_guideline
    >>> found = coverage(default_guideline())
    >>> len(found), found[92].id, found[92].status
    (131, 'S93', 'implemented')
    """
    rows = (table or coverage_table(guideline)).statements
    citing = _citing(guideline)
    return tuple(_covered(guideline, row, row.where or citing.get(row.id, ())) for row in rows)


def _citing(guideline: Guideline) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for criterion in guideline.criteria.values():
        for statement in criterion.statements:
            found[statement] = (*found.get(statement, ()), criterion.id)
    return found


def _covered(guideline: Guideline, row: CoverageRow, where: tuple[str, ...]) -> StatementCoverage:
    tables = specification(guideline)
    rows = [spec for place in where if place in guideline.criteria for spec in tables.get(place, ())]
    seen = {verdict: sum(spec.verdict == verdict for spec in rows) for verdict in VERDICTS}
    return StatementCoverage(row.id, row.status, where, seen, row.reason)


# --- the checker -----------------------------------------------------------------------------------------------------


def check_coverage(guideline: Guideline, table: CoverageTable | None = None) -> tuple[Issue, ...]:
    """Every fault of the coverage of a guideline; empty when it is sound.

    Checked: every statement once and in order, known statuses, every place exists, an implemented statement has a
    criterion whose specification table holds a yes, a no and an unknown row, a shown one has a place, and what is
    not implemented has a reason.
    """
    table = table or coverage_table(guideline)
    found = coverage(guideline, table)
    return (
        *_order_issues(found),
        *(issue for item in found for issue in _statement_issues(guideline, item)),
        *(issue for item in table.direct for issue in _direct_issues(guideline, item)),
    )


def _order_issues(found: Iterable[StatementCoverage]) -> Iterator[Issue]:
    expected, listed = list(statements()), [item.id for item in found]
    if listed != expected:
        odd = next((one for one, other in zip(listed, expected, strict=False) if one != other), f"{len(listed)} rows")
        rule = f"must list {expected[0]} to {expected[-1]} once each, in order"
        yield _issue("statements", rule, odd, "add, remove or move the row", "COVER-01")


def _statement_issues(guideline: Guideline, item: StatementCoverage) -> Iterator[Issue]:
    if item.status not in STATUSES:
        yield _issue(item.id, "must have a known status", item.status, f"write {', '.join(STATUSES)}", "COVER-02")
    for place in item.where:
        if not _exists(guideline, place):
            yield _issue(item.id, "must name places that exist", place, "correct or remove the place", "COVER-03")
    if item.status == "implemented" and not any(_decides(guideline, place) for place in item.where):
        rule = "must have a criterion whose specification holds a yes, a no and an unknown row"
        value = ", ".join(item.where) or "no criterion"
        yield _issue(item.id, rule, value, "cite the statement in a criterion with a full table", "COVER-04")
    if item.status == "shown" and not item.where:
        yield _issue(item.id, "must say where it is shown", "no place", "name the place", "COVER-05")
    if item.status == "in-variant" and (not item.where or not set(item.where) <= set(SHIPPED)):
        rule = "must name the shipped variants that implement it"
        yield _issue(item.id, rule, ", ".join(item.where) or "none", f"write {', '.join(SHIPPED)}", "COVER-08")
    if item.status in ("shown", "in-variant", "out-of-scope") and not item.reason.strip():
        yield _issue(item.id, "must give a reason", "none", "say why it is not implemented", "COVER-06")


def _direct_issues(guideline: Guideline, item: Direct) -> Iterator[Issue]:
    if item.criterion not in guideline.criteria:
        value = item.criterion
        yield _issue("direct", "must name criteria of the guideline", value, "correct or remove the row", "COVER-07")
    if not item.reason.strip():
        yield _issue(item.criterion, "must give a reason", "none", "say what reads the criterion", "COVER-06")


def _decides(guideline: Guideline, place: str) -> bool:
    rows = specification(guideline).get(place, ())
    return place in guideline.criteria and {row.verdict for row in rows} == set(VERDICTS)


def _exists(guideline: Guideline, place: str) -> bool:
    if place in SHIPPED or place in guideline.criteria or any(notice.code == place for notice in guideline.notices):
        return True
    if any(place in known for known in (figures(), sources(), DECLARED, DERIVED, FINDINGS)):
        return True
    case, _, event = place.partition(":")
    return bool(event) and event in _events_of(case)


@cache
def _events_of(case: str) -> frozenset[str]:
    # Imported here: reading a case file needs the parser, and only the checker asks for events.
    from cephalad.record import read_example

    try:
        return frozenset(event.id for event in read_example(case).events)
    except UnknownName:
        return frozenset()


def _issue(path: str, rule: str, value: str, remedy: str, code: str) -> Issue:
    return Issue("", 0, path, rule, value, remedy, code)
