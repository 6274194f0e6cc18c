"""The vocabulary as frames: what a finding may be, in which kind of event, in which unit, with which answers."""

from __future__ import annotations

from functools import cache

import polars as pl

from cephalad.columns.schema import PATIENT, PATIENT_FACTS
from cephalad.record.read_case import MAX_AGE, SEXES
from cephalad.terms import FINDINGS, KINDS, PRESENCES, Finding, Qualifier, ValueType, accepted_form

__all__ = ["answers_to", "looked_up", "number_form", "units_of"]


def _entry(kind: str, finding: Finding) -> dict[str, object]:
    return {
        "kind": kind,
        "finding": finding.id,
        "v.type": finding.type.value,
        "v.qualifier": finding.qualifier.value,
        "v.unit": finding.unit,
        "v.low": finding.low,
        "v.high": finding.high,
        "v.whole": finding.whole,
        "v.may-be-suspected": finding.may_be_suspected,
    }


_OF_PATIENT = {
    "patient.sex": ValueType.CHOICE,
    "patient.birth": ValueType.DATE,
    "patient.age-years": ValueType.NUMBER,
    "patient.written-on": ValueType.DATE,
    "patient.synthetic": ValueType.TEXT,
}


def _patient_entry(name: str) -> dict[str, object]:
    is_age = name == "patient.age-years"
    return {
        "kind": PATIENT,
        "finding": name,
        "v.type": _OF_PATIENT[name].value,
        "v.qualifier": "event" if is_age else Qualifier.NONE.value,
        "v.unit": "years" if is_age else "",
        "v.low": 0.0 if is_age else None,
        "v.high": float(MAX_AGE) if is_age else None,
        "v.whole": is_age,
        "v.may-be-suspected": False,
    }


@cache
def _findings() -> pl.DataFrame:
    """Every finding in every kind of event in which it may stand."""
    own = [_entry(kind, FINDINGS[entry.id]) for kind in KINDS for entry in FINDINGS.values() if kind in entry.kinds]
    return pl.DataFrame([*own, *map(_patient_entry, PATIENT_FACTS)], infer_schema_length=None)


@cache
def _units() -> pl.DataFrame:
    """The units in which each number may be given, with the factor to its own; "" where all are of one size."""
    rows = [("patient.age-years", unit, 1.0) for unit in ("", "years")]
    for entry in FINDINGS.values():
        if entry.type is ValueType.NUMBER:
            rows += [(entry.id, unit, float(factor)) for unit, factor in entry.accepted_units.items()]
            rows += [] if entry.unit_required else [(entry.id, "", 1.0)]
    return pl.DataFrame(rows, schema=["finding", "unit", "v.factor"], orient="row")


def answers_to(finding: str) -> tuple[str, ...]:
    """The answers that a finding takes; none for what is no presence and no choice."""
    if finding == "patient.sex":
        return SEXES
    entry = FINDINGS.get(finding)
    if entry is None:
        return ()
    return tuple(PRESENCES) if entry.type is ValueType.PRESENCE else tuple(choice.id for choice in entry.choices)


@cache
def _answers() -> pl.DataFrame:
    rows = [(finding, answer) for finding in (*FINDINGS, "patient.sex") for answer in answers_to(finding)]
    return pl.DataFrame(rows, schema=["finding", "value_text"], orient="row").with_columns(pl.lit(1).alias("v.answer"))


def looked_up(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows with what the vocabulary says of each (columns ``v.…``), numbers in their findings' own units."""
    found = (
        rows.join(_findings().lazy(), on=["kind", "finding"], how="left")
        .join(_units().lazy(), on=["finding", "unit"], how="left")
        .join(_answers().lazy(), on=["finding", "value_text"], how="left")
    )
    # Only a conversion is rounded, to the digits that a case file can hold.
    converted = pl.when(pl.col("v.factor") != 1.0).then(
        (pl.col("value_number") * pl.col("v.factor")).round_sig_figs(15)
    )
    return found.with_columns(converted.fill_null(pl.col("value_number")).alias("v.number"))


def units_of(finding: str) -> tuple[str, ...]:
    """How the unit of a number may be written."""
    return tuple(FINDINGS[finding].accepted_units) if finding in FINDINGS else ("years",)


def number_form(finding: str) -> str:
    """What a number of this finding must look like."""
    if finding in FINDINGS and FINDINGS[finding].type is ValueType.NUMBER:
        return accepted_form(FINDINGS[finding])
    return f"must be a whole number of years from 0 to {MAX_AGE}"
