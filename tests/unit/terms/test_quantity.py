"""A number with its unit is read exactly, or not at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cephalad.errors import UnknownName
from cephalad.terms import FINDINGS, UNITS, Finding, ValueType, accepted_form, finding, parse_quantity, unit_label

DIAMETER = finding("mass.longest-diameter")
HAEMOGLOBIN = finding("laboratory.haemoglobin")
NUMBERS = {key: entry for key, entry in FINDINGS.items() if entry.type is ValueType.NUMBER}

# One accepted spelling beside what it means in the finding's own unit.
ACCEPTED = [
    ("mass.longest-diameter", "72 mm", 72.0, "mm"),
    ("mass.longest-diameter", "7.2 cm", 72.0, "mm"),
    ("mass.longest-diameter", "7.2cm", 72.0, "mm"),
    ("mass.longest-diameter", " 72\u00a0mm ", 72.0, "mm"),
    ("mass.longest-diameter", "0.7 cm", 7.0, "mm"),
    ("laboratory.haemoglobin", "85 g/L", 85.0, "g/L"),
    ("laboratory.haemoglobin", "8.5 g/dL", 85.0, "g/L"),
    # 1 pg/mL of oestradiol (272.38 g/mol) is 3.671 pmol/L: 20 pg/mL is 73.42 pmol/L.
    ("laboratory.oestradiol", "20 pg/mL", 73.42, "pmol/L"),
    ("laboratory.oestradiol", "73.4 pmol/L", 73.4, "pmol/L"),
    ("operation.blood-loss", "1.5 L", 1500.0, "mL"),
    ("operation.blood-loss", "300 ml", 300.0, "mL"),
    ("dose.amount", "3.75 mg", 3.75, "mg"),
    ("dose.amount", "3.75", 3.75, "mg"),
    ("dose.interval", "28 days", 28.0, "days"),
    ("dose.interval", "28", 28.0, "days"),
    ("dose.interval", "28天", 28.0, "days"),
    ("history.menarche-age", "14岁", 14.0, "years"),
    ("history.term-deliveries", "2", 2.0, "count"),
    ("history.term-deliveries", "2.0", 2.0, "count"),
    ("complaint.bleeding-factor", "2 times", 2.0, "times-usual"),
    ("examination.temperature", "36.6 °C", 36.6, "Cel"),
    ("examination.temperature", "36.6℃", 36.6, "Cel"),
    ("examination.pulse", "87 bpm", 87.0, "/min"),
    ("examination.pulse", "87 次/分", 87.0, "/min"),
    ("examination.systolic", "146 mmHg", 146.0, "mmHg"),
    ("pathology.ki67", "5%", 5.0, "%"),
    ("pathology.ki67", "5e0 %", 5.0, "%"),
    ("pathology.ki67", "0 %", 0.0, "%"),
]


@pytest.mark.parametrize(("key", "text", "value", "unit"), ACCEPTED)
def test_a_written_quantity_is_read_in_the_findings_unit(key: str, text: str, value: float, unit: str) -> None:
    """Each accepted spelling gives the exact value in the unit in which the finding is kept."""
    assert parse_quantity(text, finding(key)) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "mm", "mm 72", "abc", "seventy mm"),
        *("nan mm", "NaN mm", "inf mm", "Infinity mm", "-inf mm", "sNaN mm"),
        *("-72 mm", "+72 mm", "−72 mm", "~72 mm", "<5 mm", "70-72 mm", "72 x 38 mm"),
        *("7_2 mm", "7,2 cm", "1,000 mm", "72. mm", ".5 cm", "7 2 mm", "0x48 mm", "７２ mm", "٧٢ mm", "72\nmm"),
        *("72", "7.2", "72 m", "72 MM", "72 inch", "72 mg", "72 mm mm", "72 g/L"),
        *("1e999 mm", "1e-999 mm", "1e100 mm", "1e mm", "1e1.5 mm", "e5 mm"),
        *("1" * 16 + " mm", "0." + "1" * 16 + " mm", "1." + "0" * 15 + " mm", "1" * 5000 + " mm"),
    ],
)
def test_what_is_no_quantity_is_refused(text: str) -> None:
    """Special values, signs, ranges, separators, other digits, wrong or missing units and excess give nothing."""
    assert parse_quantity(text, DIAMETER) is None


@pytest.mark.parametrize(
    ("accepted", "refused"),
    [
        ("123456789012345 mm", "1234567890123456 mm"),
        ("1.23456789012345 mm", "1.234567890123456 mm"),
        ("0.00123456789012345 mm", "0.001234567890123456 mm"),
        ("1e99 mm", "1e100 mm"),
        ("1e-99 mm", "1e-100 mm"),
        ("0.1e-98 mm", "0.1e-99 mm"),
        ("1e98 cm", "1e99 cm"),
        ("0.0e-99 mm", "0.0e-100 mm"),
        ("1" + " " * 61 + "mm", "1" + " " * 62 + "mm"),
    ],
)
def test_digits_exponents_and_length_have_a_limit(accepted: str, refused: str) -> None:
    """Fifteen significant digits, two digits of exponent and 64 characters are read; one more is not.

    The exponent counts as it is kept: 0.1e-99 would be written 1e-100, which could not be read again.
    """
    assert parse_quantity(accepted, DIAMETER) is not None
    assert parse_quantity(refused, DIAMETER) is None


def test_a_bare_number_is_refused_exactly_where_units_differ_in_size() -> None:
    """A number without unit stays ambiguous where two sizes of unit are accepted, and is read everywhere else."""
    demanding = {key for key, entry in NUMBERS.items() if parse_quantity("5", entry) is None}
    assert demanding == {
        "mass.longest-diameter",
        "mass.second-diameter",
        "mass.third-diameter",
        "laboratory.haemoglobin",
        "laboratory.oestradiol",
        "operation.blood-loss",
    }
    assert demanding == {key for key, entry in NUMBERS.items() if entry.unit_required}


def test_a_count_is_whole() -> None:
    """A count takes whole numbers only; other numbers take fractions."""
    stage = finding("operation.stage")
    assert parse_quantity("2", stage) == (2.0, "count")
    assert parse_quantity("2.5", stage) is None
    assert parse_quantity("2.5 days", finding("complaint.bleeding-duration")) == (2.5, "days")


def test_only_a_number_has_quantities() -> None:
    """A finding of another type reads no quantity at all."""
    assert parse_quantity("5", finding("history.obstetric")) is None
    assert parse_quantity("5", finding("complaint.syncope")) is None


@settings(derandomize=True, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 6), st.sampled_from([("mm", 1), ("cm", 10)]))
def test_conversion_is_exact(digits: int, places: int, unit: tuple[str, int]) -> None:
    """The value is the float nearest to the exact product, computed a second way with fractions."""
    symbol, factor = unit
    exact = Fraction(digits, 10**places)
    text = f"{digits // 10**places}.{digits % 10**places:0{places}d}" if places else str(digits)
    assert parse_quantity(f"{text} {symbol}", DIAMETER) == (float(exact * factor), "mm")


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever is written, the answer is a finite number not below zero, or nothing."""
    for entry in (DIAMETER, finding("dose.amount")):
        read = parse_quantity(text, entry)
        assert read is None or (0 <= read[0] < float("inf") and read[1] == entry.unit)


@pytest.mark.parametrize("entry", NUMBERS.values(), ids=NUMBERS)
def test_limits_hold_on_both_sides(entry: Finding) -> None:
    """Each limit itself is plausible, the next value outside is not, and NaN never is."""
    assert entry.low is not None
    assert entry.high is not None
    assert entry.plausible(entry.low)
    assert entry.plausible(entry.high)
    assert not entry.plausible(entry.low - 0.01)
    assert not entry.plausible(entry.high + 0.01)
    assert not entry.plausible(float("nan"))
    assert not entry.plausible(float("inf"))


def test_every_unit_is_accepted_as_it_is_kept() -> None:
    """Each unit accepts its own name with factor 1, and no factor is zero or negative."""
    assert all(spellings[unit] == 1 and min(spellings.values()) > 0 for unit, spellings in UNITS.items())
    assert {entry.unit for entry in NUMBERS.values()} == set(UNITS)
    assert all(entry.accepted_units == UNITS[entry.unit] for entry in NUMBERS.values())


@pytest.mark.parametrize(
    ("key", "form"),
    [
        ("mass.longest-diameter", "must be a number with its unit (mm or cm) from 0.1 to 1000 mm"),
        ("laboratory.haemoglobin", "must be a number with its unit (g/L or g/dL) from 1 to 300 g/L"),
        ("operation.stage", "must be a whole number from 1 to 10"),
        ("dose.interval", "must be a number from 0.1 to 1000 days"),
        ("laboratory.oestradiol", "must be a number with its unit (pmol/L or pg/mL) from 0 to 500000 pmol/L"),
        ("complaint.syncope", ""),
    ],
)
def test_the_accepted_form_describes_itself(key: str, form: str) -> None:
    """The clause names the unit where it is required, and the limits."""
    assert accepted_form(finding(key)) == form


@pytest.mark.parametrize(
    ("unit", "english", "chinese"),
    [("Cel", "°C", "℃"), ("/min", "/min", "次/分"), ("days", "days", "天"), ("mm", "mm", "mm"), ("count", "", "")],
)
def test_a_unit_has_words(unit: str, english: str, chinese: str) -> None:
    """Units are printed as each language writes them."""
    assert unit_label(unit, "en") == english
    assert unit_label(unit, "zh") == chinese


def test_an_unknown_unit_or_language_is_refused() -> None:
    """A unit or a language that the vocabulary does not have raises."""
    with pytest.raises(UnknownName):
        unit_label("inch", "en")
    with pytest.raises(UnknownName):
        unit_label("mm", "fr")


def test_haemoglobin_in_both_habits_is_the_same_value() -> None:
    """Grams per decilitre and grams per litre meet in one value."""
    assert parse_quantity("7.9 g/dL", HAEMOGLOBIN) == parse_quantity("79 g/L", HAEMOGLOBIN)
