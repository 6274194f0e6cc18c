"""The data dictionary shows the whole vocabulary in words."""

from __future__ import annotations

from dataclasses import fields

import pytest

from cephalad.errors import UnknownName
from cephalad.terms import COLUMNS, FINDINGS, DictionaryRow, column_headings, data_dictionary


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_finding_has_one_row(lang: str) -> None:
    """The rows are the findings, in the order of the vocabulary, with no needed column empty."""
    rows = data_dictionary(lang)
    assert [row.id for row in rows] == list(FINDINGS)
    for row in rows:
        assert all((row.kinds, row.label, row.question, row.type, row.said_of, row.silence))


def test_the_columns_are_the_fields_of_a_row() -> None:
    """Every field of a row is printed under a heading of its own, in both languages."""
    assert tuple(field.name for field in fields(DictionaryRow)) == COLUMNS
    for lang in ("en", "zh"):
        headings = column_headings(lang)
        assert len(set(headings)) == len(headings) == len(COLUMNS)


def row_of(key: str, lang: str) -> DictionaryRow:
    """The row of one finding."""
    return next(row for row in data_dictionary(lang) if row.id == key)


def test_a_number_shows_unit_and_limits() -> None:
    """A number's row gives the unit in which it is kept and the physical limits, and no answers."""
    assert row_of("mass.longest-diameter", "en") == DictionaryRow(
        id="mass.longest-diameter",
        kinds="Imaging study, Operation, Examination",
        label="Longest diameter",
        question="What is the longest diameter of the mass?",
        type="number",
        answers="",
        unit="mm",
        limits="0.1 to 1000 mm",
        said_of="one mass",
        silence="nothing recorded means unknown",
        codes="",
    )
    assert row_of("operation.stage", "en").limits == "1 to 10"


def test_a_choice_shows_its_answers_with_their_ids() -> None:
    """A choice's row gives the words of each answer and the id that a case file writes."""
    chinese = row_of("dose.given", "zh")
    assert chinese.answers == "已给药（`given`）、漏用（`missed`）"
    assert chinese.silence == "无记录即为截至该日无此记录"
    assert chinese.limits == ""
    assert row_of("vein.outcome", "en").answers == "removed (`removed`), tumour left (`left`)"


def test_a_code_shows_its_system() -> None:
    """Codes are printed with the name of the terminology."""
    expected = "HPO HP:0002639, MONDO MONDO:0010947, ICD-10-CM I82.0"
    assert row_of("complaint.budd-chiari", "en").codes == expected


def test_an_unknown_language_is_refused() -> None:
    """A dictionary in a language without a catalogue is not made."""
    with pytest.raises(UnknownName):
        data_dictionary("fr")
