"""The rows of a table that can be relied on, and the others with the reason: none of them stops the reading."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from cephalad.columns.patient_rules import broken_patient_rules
from cephalad.columns.rejected import Rejected, of_patients, of_rows
from cephalad.columns.row_rules import FINDING_RULES, HAS_FINDING, ROW_RULES, Rule, row_faults
from cephalad.columns.schema import COLUMNS, EVENT_COLUMNS, PATIENT, RECORDED
from cephalad.columns.typed import typed, unread
from cephalad.columns.vocabulary import looked_up

__all__ = ["Table", "check_rows"]

_OF_FINDING = tuple(COLUMNS)[len(EVENT_COLUMNS) :]
_OF_HEADER = ("patient", "finding", "qualifier", "value_text")
_TIME = ("from", "to", "basis", "supersedes")
_EVENT_KEY = [*EVENT_COLUMNS, *map(unread, EVENT_COLUMNS), HAS_FINDING]
_FINDING_KEY = ["kind", *_OF_FINDING, unread("value_number")]
_NO_FINDING = {"finding": "", "qualifier": "", "unit": "", "status": RECORDED}


class Table(NamedTuple):
    """The rows that can be relied on, by patient and sequence, and all that were refused."""

    rows: pl.DataFrame
    rejected: list[Rejected]


def check_rows(given: pl.DataFrame, *, first_row: int = 1) -> Table:
    """The rows that hold every rule, in the table's types, sorted, and all that were refused.

    Parameters
    ----------
    given : rows with the table's columns, as a file gives them
    first_row : the number of the first of them
    """
    columns = [each for name in COLUMNS for each in typed(name, given.schema[name])]
    number = pl.int_range(pl.len(), dtype=pl.Int64).alias("row")
    rows = given.lazy().select(number, *columns, (pl.col("finding") != "").alias(HAS_FINDING)).collect()
    said = looked_up(rows.lazy().select(_FINDING_KEY).unique()).collect()
    records = _event_records(rows)
    of_event = _broken(rows, records, _EVENT_KEY, ROW_RULES)
    of_finding = _broken(rows, said, _FINDING_KEY, FINDING_RULES)
    rejected = of_rows(ROW_RULES, of_event, given, first_row) + of_rows(FINDING_RULES, of_finding, given, first_row)
    kept = _standing(_in_own_units(rows, said), of_event.get_column("row"), of_finding)
    headers = rows.lazy().filter(pl.col("kind") == PATIENT).select(_OF_HEADER).collect()
    for rule, patients in broken_patient_rules(records, headers):
        named = rows.filter(pl.col("patient").is_in(patients.implode()))
        rejected += of_patients(rule, named, given, first_row)
        kept = kept.filter(~pl.col("patient").is_in(patients.implode()))
    return Table(_sorted(kept), [reason for _, reason in sorted(rejected, key=lambda each: each[0])])


# A table says few different things many times: each is looked at once.
def _event_records(rows: pl.DataFrame) -> pl.DataFrame:
    key = [pl.col(name) for name in _EVENT_KEY]
    is_new = pl.any_horizontal(column.ne_missing(column.shift(1)) for column in key) | (pl.col("row") == 0)
    return rows.lazy().filter(is_new).select(key).collect()


def _broken(rows: pl.DataFrame, said: pl.DataFrame, key: list[str], rules: tuple[Rule, ...]) -> pl.DataFrame:
    """The rows that break a rule, with one Boolean column a rule.

    Parameters
    ----------
    said : everything different that the rows say in the columns of `key`, at least once, as the rules need it
    """
    faults = row_faults(rules)
    wrong = said.filter(pl.any_horizontal(faults)).select(*key, *faults).unique(key)
    if not wrong.height:
        rows = rows.clear()
    return rows.join(wrong, on=key, how="inner", nulls_equal=True, maintain_order="left")


def _in_own_units(rows: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """The rows with every number in its finding's own unit, and the rows of a patient without a time."""
    own_unit = pl.when(pl.col("v.number").is_not_null()).then(pl.col("v.unit")).otherwise(pl.lit("")).alias("own unit")
    other = said.select(*_FINDING_KEY, "v.number", own_unit).filter(pl.col("own unit").ne_missing(pl.col("unit")))
    if other.height:
        found = rows.join(other, on=_FINDING_KEY, how="left", nulls_equal=True, maintain_order="left")
        changes = pl.col("own unit").is_not_null()
        number = pl.when(changes).then(pl.col("v.number")).otherwise(pl.col("value_number")).alias("value_number")
        rows = found.with_columns(number, pl.coalesce("own unit", "unit").alias("unit"))
    about_her = pl.col("kind") == PATIENT
    timed = pl.any_horizontal(pl.col(_TIME).is_not_null()) | pl.col("sequence").ne_missing(-1)
    if rows.lazy().filter(about_her).select(timed.any()).collect().item():
        timeless = [pl.when(~about_her).then(pl.col(name)).alias(name) for name in _TIME]
        place = pl.when(~about_her).then(pl.col("sequence")).otherwise(pl.lit(-1, dtype=pl.Int32))
        rows = rows.with_columns(*timeless, place.alias("sequence"))
    return _chosen(rows, "row", *COLUMNS)


def _chosen(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    # A file comes in pieces. Chosen eagerly, columns cut in different places are first put together anew.
    return rows.lazy().select(columns).collect()


def _standing(rows: pl.DataFrame, of_event: pl.Series, of_finding: pl.DataFrame) -> pl.DataFrame:
    """The rows that stay; an event whose findings were all refused stays as one row without a finding."""
    if not of_event.len() and not of_finding.height:
        return rows
    refused = pl.concat([of_event, of_finding.get_column("row")])
    kept = rows.filter(~pl.col("row").is_in(refused.implode()))
    is_sound = ~pl.col("row").is_in(of_event.implode()) & (pl.col("kind") != PATIENT)
    bare = of_finding.filter(is_sound).unique(["patient", "event"], keep="first")
    lost = bare.join(kept, on=["patient", "event"], how="anti")
    nothing = [pl.lit(_NO_FINDING.get(name), dtype=COLUMNS[name]).alias(name) for name in _OF_FINDING]
    return pl.concat([kept, lost.select("row", *EVENT_COLUMNS, *nothing)])


def _sorted(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows by patient and sequence, those of one event in the order of the file."""
    patient, sequence = pl.col("patient"), pl.col("sequence")
    out_of_order = (patient < patient.shift(1)) | ((patient == patient.shift(1)) & (sequence < sequence.shift(1)))
    if rows.lazy().select(out_of_order.any()).collect().item():
        rows = rows.sort("patient", "sequence", "row")
    return _chosen(rows, *COLUMNS).with_columns(pl.col("patient").set_sorted())
