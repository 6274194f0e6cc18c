"""Numbers with units as clinicians write them, read exactly or not at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from types import MappingProxyType

from cephalad.errors import UnknownName
from cephalad.terms.finding import LANGUAGES, Finding, ValueType

__all__ = ["UNITS", "accepted_form", "parse_quantity", "unit_label"]


def _units(factors: Mapping[str, str]) -> Mapping[str, Decimal]:
    return MappingProxyType({symbol: Decimal(factor) for symbol, factor in factors.items()})


UNITS: Mapping[str, Mapping[str, Decimal]] = MappingProxyType(
    {
        "mm": _units({"mm": "1", "cm": "10"}),
        "mL": _units({"mL": "1", "ml": "1", "L": "1000", "l": "1000"}),
        "mg": _units({"mg": "1"}),
        "g/L": _units({"g/L": "1", "g/dL": "10", "g/l": "1", "g/dl": "10"}),
        # Oestradiol only: 1000 / 272.38 g/mol, rounded as in the AMA Manual of Style's table of SI conversions.
        "pmol/L": _units({"pmol/L": "1", "pmol/l": "1", "pg/mL": "3.671", "pg/ml": "3.671", "ng/L": "3.671"}),
        "Cel": _units({"Cel": "1", "°C": "1", "℃": "1"}),
        "mmHg": _units({"mmHg": "1", "mm[Hg]": "1"}),
        "/min": _units({"/min": "1", "bpm": "1", "beats/min": "1", "breaths/min": "1", "次/分": "1"}),
        "days": _units({"days": "1", "day": "1", "d": "1", "天": "1", "日": "1"}),
        "years": _units({"years": "1", "year": "1", "y": "1", "a": "1", "岁": "1", "年": "1"}),
        "times-usual": _units({"times-usual": "1", "times": "1", "x": "1", "倍": "1"}),
        "count": _units({"count": "1"}),
        "%": _units({"%": "1"}),
    }
)
"""Every unit in which a number is kept, with the accepted spellings and their exact factors to it.

Only conversions that cannot be misread are here: no months (their length varies), no degrees Fahrenheit.
"""

_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "Cel": ("°C", "℃"),
        "/min": ("/min", "次/分"),
        "days": ("days", "天"),
        "years": ("years", "岁"),
        "times-usual": ("times usual", "倍（与平时相比）"),
        "count": ("", ""),
    }
)

_QUANTITY = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?)[ \t\u00a0\u2009\u202f]*(?P<unit>.*)")
_LONGEST_TEXT = 64
_MOST_DIGITS = 15
_LARGEST_EXPONENT = 99
_EXACT = Context(prec=60)


def parse_quantity(text: str, finding: Finding) -> tuple[float, str] | None:
    """The number that a text states, in the finding's own unit, with that unit; None when it states none.

    A number alone is read in the finding's unit, but refused where the accepted units differ in size (72 could be
    millimetres or centimetres). Refused as well: signs, commas, underscores, ``nan``, ``inf``, exponents of more than
    two digits (in the finding's own unit too), more than 15 significant digits, fractions of a count, units that the
    finding does not accept. Limits are another question: see `Finding.plausible`.

    Examples
    --------
    >>> from cephalad.terms import finding
    >>> parse_quantity("7.2 cm", finding("mass.longest-diameter"))
    (72.0, 'mm')
    >>> parse_quantity("72", finding("mass.longest-diameter")) is None
    True
    """
    if finding.type is not ValueType.NUMBER or len(text) > _LONGEST_TEXT:
        return None
    match = _QUANTITY.fullmatch(text.strip())
    if match is None or _significant_digits(match["number"]) > _MOST_DIGITS:
        return None
    factor = _factor(match["unit"], finding)
    if factor is None:
        return None
    value = _EXACT.multiply(Decimal(match["number"]), factor)
    if finding.whole and value != value.to_integral_value():
        return None
    # Where the point stands may make it one digit too small or too large to be written with a two-digit exponent.
    if value and abs(value.adjusted()) > _LARGEST_EXPONENT:
        return None
    return float(value), finding.unit


def _significant_digits(number: str) -> int:
    coefficient = re.split("[eE]", number)[0]
    return len(coefficient.replace(".", "").lstrip("0"))


def _factor(unit: str, finding: Finding) -> Decimal | None:
    if unit:
        return finding.accepted_units.get(unit)
    return None if finding.unit_required else finding.accepted_units[finding.unit]


def accepted_form(finding: Finding) -> str:
    """What a number must look like to be accepted, as an English clause for an `Issue`; "" for other findings.

    Examples
    --------
    >>> from cephalad.terms import finding
    >>> accepted_form(finding("mass.longest-diameter"))
    'must be a number with its unit (mm or cm) from 0.1 to 1000 mm'
    >>> accepted_form(finding("operation.stage"))
    'must be a whole number from 1 to 10'
    """
    if finding.type is not ValueType.NUMBER:
        return ""
    noun = "a whole number" if finding.whole else "a number"
    spelled = " or ".join(_one_spelling_each(finding))
    unit = f" with its unit ({spelled})" if finding.unit_required else ""
    kept_in = "" if finding.whole else f" {finding.unit}"
    lower = "" if finding.low is None else f" from {finding.low:g}"
    upper = "" if finding.high is None else f" to {finding.high:g}{kept_in}"
    return f"must be {noun}{unit}{lower}{upper}"


def _one_spelling_each(finding: Finding) -> list[str]:
    by_factor: dict[Decimal, str] = {}
    for symbol, factor in finding.accepted_units.items():
        by_factor.setdefault(factor, symbol)
    return list(by_factor.values())


def unit_label(unit: str, lang: str) -> str:
    """The unit as printed after a number; "" for a count.

    Raises
    ------
    UnknownName : for a unit or a language that the vocabulary does not have
    """
    if unit not in UNITS or lang not in LANGUAGES:
        raise UnknownName(f"unit {unit!r} in language {lang!r} is not in the vocabulary")
    english, chinese = _LABELS.get(unit, (unit, unit))
    return english if lang == "en" else chinese
