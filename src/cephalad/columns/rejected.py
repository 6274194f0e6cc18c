"""Refused rows in words: where, which rule, what was found and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from cephalad.columns.patient_rules import PatientRule
from cephalad.columns.row_rules import NUMBER_FORM, Rule
from cephalad.columns.vocabulary import number_form
from cephalad.terms import nearest

__all__ = ["Numbered", "Rejected", "of_patients", "of_rows", "shown"]

_LONGEST_VALUE = 60
_MOST_COMPARED = 300
"""Wrong words to which the nearest known one is sought: a column full of wrong words needs no more."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One reason why a row of a table was refused.

    Attributes
    ----------
    place : ``row 17``, counted from 1 without the heading
    patient, event : whose row it is, as far as it says
    column : where the fault is
    rule, value, remedy, code : as in an `Issue`
    """

    place: str
    patient: str
    event: str
    column: str
    rule: str
    value: str
    remedy: str
    code: str


Numbered = tuple[int, Rejected]
"""A reason with the number of its row, to be sorted by."""


def shown(value: object) -> str:
    """A value as a message shows it: cut, and without anything that could steer a terminal."""
    if value is None or value == "":
        return "nothing"
    text = str(value)
    cut = text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
    return cut if cut.isprintable() else cut.encode("unicode_escape").decode("ascii")


def of_rows(rules: tuple[Rule, ...], faulty: pl.DataFrame, given: pl.DataFrame, first_row: int) -> list[Numbered]:
    """Every rule that a row breaks, with the value as the file gives it.

    Parameters
    ----------
    faulty : typed rows with one Boolean column a rule, named by its place
    given : all rows as read
    """
    return [
        (row, Rejected(f"row {row + first_row}", patient, event, rule.column, clause, value, remedy, rule.code))
        for at, rule in enumerate(rules)
        for row, patient, event, finding, value in _values(faulty.filter(f"fault.{at}"), given, rule.column)
        for clause, remedy in [_words(rule, finding, value)]
    ]


def of_patients(rule: PatientRule, rows: pl.DataFrame, given: pl.DataFrame, first_row: int) -> list[Numbered]:
    """The rule for every row of the patients that break it."""
    return [
        (row, Rejected(f"row {row + first_row}", patient, event, rule.column, rule.rule, value, rule.remedy, rule.code))
        for row, patient, event, _, value in _values(rows, given, rule.column)
    ]


def _values(rows: pl.DataFrame, given: pl.DataFrame, column: str) -> Iterator[tuple[int, str, str, str, str]]:
    numbers = rows.get_column("row")
    values = given.get_column(column).gather(numbers)
    names = (rows.get_column(name) for name in ("patient", "event", "finding"))
    for row, patient, event, finding, value in zip(numbers, *names, values, strict=True):
        yield row, patient, event, finding, shown(value)


def _words(rule: Rule, finding: str, value: str) -> tuple[str, str]:
    clause = number_form(finding) if rule.rule == NUMBER_FORM else rule.rule
    closest = _nearest(value, rule.known(finding)) if rule.known else None
    return clause, f"write {closest}" if closest else rule.remedy.format(finding=finding)


@lru_cache(maxsize=_MOST_COMPARED)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    return nearest(word, known)
