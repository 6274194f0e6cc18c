"""What one row of the table must hold, looked up in the vocabulary: every rule is one Boolean column.

The same rules as for a case file: a row that breaks none could stand in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.columns.schema import BASES, DATED, PATIENT, PATIENT_FACTS, RECORDED
from cephalad.columns.typed import unread
from cephalad.columns.vocabulary import answers_to, units_of
from cephalad.record.read_findings import MAX_NAME, MAX_TEXT, WITHOUT_VALUE
from cephalad.terms import FINDINGS, KINDS, STATUSES, Qualifier, ValueType

__all__ = ["FINDING_RULES", "HAS_FINDING", "NUMBER_FORM", "ROW_RULES", "Rule", "row_faults"]

HAS_FINDING = "has finding"
"""The column that says whether a row holds a finding, for the rules of events."""

NUMBER_FORM = "the form of a number"
"""Stands for the clause that `number_form` gives for the row's finding."""

_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_NAME = r"^\w[\w.-]*$"
_PARTIAL = r"^\d{4}(-\d{2}(-\d{2})?)?$"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for a row.

    Attributes
    ----------
    column : where the value that breaks it stands
    broken : true in the rows that break it
    rule, remedy : clauses; ``{finding}`` stands for the row's finding
    known : the words that the value may be, where the remedy names the nearest one; given the row's finding
    """

    code: str
    column: str
    broken: pl.Expr
    rule: str
    remedy: str
    known: Callable[[str], tuple[str, ...]] | None = None


def _is_type(*types: ValueType) -> pl.Expr:
    return pl.col("v.type").is_in([each.value for each in types])


def _is(column: str, *values: str) -> pl.Expr:
    return pl.col(column) == values[0] if len(values) == 1 else pl.col(column).is_in(values)


def _off_calendar(column: str) -> pl.Expr:
    return ~pl.col(column).dt.year().is_between(_FIRST_YEAR, _LAST_YEAR)


def _is_no_name(column: str) -> pl.Expr:
    # The length stands apart: a pattern with a bounded count is five times as slow.
    return ~pl.col(column).str.contains(_NAME) | (pl.col(column).str.len_chars() > MAX_NAME)


_WORDS = (ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES)
_OF_EVENT = pl.col("kind") != PATIENT
_HAS_FINDING = pl.col("finding") != ""
_TEXT, _NUMBER = pl.col("value_text"), pl.col("value_number")
_HAS_NUMBER = _NUMBER.is_not_null() | pl.col(unread("value_number"))
_HAS_VALUE = _TEXT.is_not_null() | _HAS_NUMBER
_TAKES_VALUE = ~_is("status", *WITHOUT_VALUE)
_IN_KIND = pl.col("v.type").is_not_null()
_STATUSES = (RECORDED, *STATUSES)
_NAME_RULE = "must be a name of letters, digits, hyphens, underscores and dots, 1 to 80 characters"
_FIRST_OF_MONTH = _TEXT + pl.when(_TEXT.str.len_chars() == 4).then(pl.lit("-01-01")).when(
    _TEXT.str.len_chars() == 7
).then(pl.lit("-01")).otherwise(pl.lit(""))
_PARTIAL_DAY = pl.when(_TEXT.str.contains(_PARTIAL)).then(_FIRST_OF_MONTH).str.to_date("%Y-%m-%d", strict=False)
_IMPOSSIBLE = (
    ~pl.col("v.number").is_finite()
    | (pl.col("v.number") < pl.col("v.low"))
    | (pl.col("v.number") > pl.col("v.high"))
    | (pl.col("v.whole") & (pl.col("v.number") != pl.col("v.number").floor()))
)


def _known_findings(_: str) -> tuple[str, ...]:
    return tuple(FINDINGS)


def _day_rules(column: str) -> tuple[Rule, ...]:
    day = "a calendar date, and for a month or a year its first and its last day"
    rule, remedy = "must be a calendar date from 1800 to 2200", f"write {day}"
    has_date = _OF_EVENT if column != "recorded_at" else pl.lit(value=True)
    missing = has_date & pl.col(column).is_null() & ~pl.col(unread(column))
    off = has_date & (pl.col(unread(column)) | _off_calendar(column))
    return (Rule("TABLE-05", column, off, rule, remedy), Rule("TABLE-06", column, missing, "must be stated", remedy))


ROW_RULES: tuple[Rule, ...] = (
    Rule("TABLE-01", "patient", _is_no_name("patient"), _NAME_RULE, "write the patient's pseudonym"),
    Rule("TABLE-02", "event", _OF_EVENT & _is_no_name("event"), _NAME_RULE, "write a name such as ct-2"),
    Rule(
        "TABLE-02", "event", ~_OF_EVENT & (pl.col("event") != ""), "must be empty in a row of the patient", "leave it"
    ),
    Rule(
        "TABLE-03",
        "kind",
        ~_is("kind", *KINDS, PATIENT),
        "must be a known kind of event",
        f"write one of {', '.join(KINDS)}, or {PATIENT}",
        lambda _: (*KINDS, PATIENT),
    ),
    Rule(
        "TABLE-04",
        "sequence",
        _OF_EVENT & (pl.col(unread("sequence")) | (pl.col("sequence").fill_null(-1) < 0)),
        "must be a whole number from 0 on",
        "write the event's place in the patient's order",
    ),
    *_day_rules("from"),
    *_day_rules("to"),
    *_day_rules("recorded_at"),
    Rule("TABLE-07", "to", _OF_EVENT & (pl.col("to") < pl.col("from")), "must not lie before from", "swap the two"),
    Rule(
        "TABLE-08",
        "basis",
        _OF_EVENT & ~_is("basis", *BASES).fill_null(value=False),
        "must be a known basis",
        f"write {DATED} for calendar dates, one of {', '.join(BASES[1:])} for day numbers",
    ),
    Rule("TABLE-09", "withdrawn", pl.col(unread("withdrawn")), "must be true or false", "write true or false"),
    Rule(
        "TABLE-10",
        "withdrawn",
        pl.col("withdrawn") & (pl.col(HAS_FINDING) | pl.col("supersedes").is_null()),
        "a withdrawal names the event it supersedes and holds no findings",
        "write supersedes and leave the finding empty",
    ),
)
"""What a row says of its event: broken, and the event is not known well enough to stand."""

FINDING_RULES: tuple[Rule, ...] = (
    Rule(
        "TABLE-11",
        "finding",
        _OF_EVENT & _HAS_FINDING & ~_IN_KIND & ~_is("finding", *FINDINGS),
        "must be a finding of the vocabulary",
        "leave the row out",
        _known_findings,
    ),
    Rule(
        "TABLE-11",
        "finding",
        ~_OF_EVENT & ~_IN_KIND,
        f"a row of the patient takes one of {', '.join(PATIENT_FACTS)}",
        "leave the row out",
        lambda _: PATIENT_FACTS,
    ),
    Rule(
        "TABLE-12",
        "finding",
        _OF_EVENT & ~_IN_KIND & _is("finding", *FINDINGS) & _is("kind", *KINDS),
        "must be a finding of this kind of event",
        "move it to an event of its own kind",
    ),
    Rule(
        "TABLE-13",
        "qualifier",
        (_is("v.qualifier", Qualifier.NONE.value) | ~_HAS_FINDING) & (pl.col("qualifier") != ""),
        "must be empty: the finding is said of no mass and no vein",
        "leave it empty",
    ),
    Rule(
        "TABLE-13",
        "qualifier",
        _is("v.qualifier", Qualifier.MASS.value)
        & ((pl.col("qualifier").str.strip_chars() == "") | (pl.col("qualifier").str.len_chars() > MAX_NAME)),
        f"a mass needs a name of 1 to {MAX_NAME} characters",
        "write a name such as left-mass",
    ),
    Rule(
        "TABLE-14",
        "qualifier",
        _is("v.qualifier", Qualifier.SEGMENT.value) & ~_is("qualifier", *SEGMENTS, *SEGMENT_SETS),
        "must be a segment or a segment set",
        "name a segment or a segment set of the venous tree",
        lambda _: (*SEGMENTS, *SEGMENT_SETS),
    ),
    Rule(
        "TABLE-15",
        "status",
        ~_is("status", *_STATUSES),
        "must be a known status",
        f"write one of {', '.join(_STATUSES)}",
        lambda _: _STATUSES,
    ),
    Rule(
        "TABLE-15",
        "status",
        _is("status", "suspected") & ~pl.col("v.may-be-suspected"),
        "only a yes, a no or a choice can be suspected",
        f"write {RECORDED}",
    ),
    Rule(
        "TABLE-16",
        "status",
        (~_TAKES_VALUE | ~_HAS_FINDING) & _HAS_VALUE,
        "a row without a finding, or with a finding that has no answer, has no value",
        "leave out the value, or write another status",
    ),
    Rule(
        "TABLE-16",
        "status",
        ~_HAS_FINDING & _is("status", *STATUSES),
        "a row without a finding has no status of its own",
        f"write {RECORDED}",
    ),
    Rule(
        "TABLE-17",
        "value_text",
        _IN_KIND & ~_is_type(ValueType.NUMBER) & _TAKES_VALUE & _TEXT.is_null(),
        "must have a value",
        "write the value, or a status in place of it",
    ),
    Rule(
        "TABLE-17",
        "value_number",
        _is_type(ValueType.NUMBER) & _TAKES_VALUE & ~_HAS_NUMBER,
        "must have a value",
        "write the number, or a status in place of it",
    ),
    Rule(
        "TABLE-18",
        "value_text",
        _is_type(ValueType.NUMBER) & _TEXT.is_not_null(),
        "must be empty: the finding is a number",
        "write the number into value_number",
    ),
    Rule(
        "TABLE-18",
        "value_number",
        _IN_KIND & ~_is_type(ValueType.NUMBER) & _HAS_NUMBER,
        "must be empty: the finding is no number",
        "write the value into value_text",
    ),
    Rule(
        "TABLE-19",
        "value_text",
        _is_type(*_WORDS) & _TAKES_VALUE & _TEXT.is_not_null() & pl.col("v.answer").is_null(),
        "must be one of the known answers",
        "write one of the answers of {finding}",
        answers_to,
    ),
    Rule(
        "TABLE-20",
        "value_text",
        _is_type(ValueType.DATE)
        & _TEXT.is_not_null()
        & ~_PARTIAL_DAY.dt.year().is_between(_FIRST_YEAR, _LAST_YEAR).fill_null(value=False),
        "must be a calendar date, month or year",
        "write 2025-12-01, 2025-12 or 2025",
    ),
    Rule(
        "TABLE-20",
        "value_text",
        _is_type(ValueType.TEXT) & ((_TEXT.str.strip_chars() == "") | (_TEXT.str.len_chars() > MAX_TEXT)),
        f"must be a text of 1 to {MAX_TEXT:,} characters",
        "write a value or shorten it",
    ),
    Rule(
        "TABLE-21",
        "value_number",
        _is_type(ValueType.NUMBER) & (pl.col(unread("value_number")) | _IMPOSSIBLE.fill_null(value=False)),
        NUMBER_FORM,
        "write a number that can be",
    ),
    Rule(
        "TABLE-22",
        "unit",
        _is_type(ValueType.NUMBER) & _NUMBER.is_not_null() & pl.col("v.factor").is_null(),
        "must be a unit of the finding",
        "write one of the units of {finding}",
        units_of,
    ),
    Rule(
        "TABLE-22",
        "unit",
        (pl.col("unit") != "") & ((_IN_KIND & ~_is_type(ValueType.NUMBER)) | ~_HAS_FINDING | ~_HAS_NUMBER),
        "must be empty where there is no number",
        "leave it empty",
    ),
)
"""What a row says of its finding: broken, and the finding is left out while its event stands."""


def row_faults(rules: tuple[Rule, ...]) -> list[pl.Expr]:
    """One Boolean column a rule, named by the place of the rule: ``fault.0``, ``fault.1``."""
    return [rule.broken.fill_null(value=False).alias(f"fault.{at}") for at, rule in enumerate(rules)]
