"""Sizes as reports write them, in millimetres, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Size", "bare_sizes", "sizes"]

_NUMBER = r"(\d{1,4}(?:[.,][\do]{1,3})?)"
_UNIT = r"(mm|cm|㎜|㎝|毫米|厘米|公分|millimet(?:er|re)s?|centimet(?:er|re)s?)"
_AXIS = (
    r"(?:\s?\(?(?:ap|tr|trv|trans|cc|si|w|h|l|d|long|wide|deep|transverse|craniocaudal|anteroposterior|sagittal)\)?)?"
)
_BY = rf"{_AXIS}\s{{0,2}}(?:x|\*|by|乘以?|and)\s{{0,2}}"
_IN = rf"(?:[\s-]?[()]?\s?{_UNIT})?"
_SIZE = re.compile(rf"(?=\d)(?<![\d.]){_NUMBER}{_IN}(?:{_BY}{_NUMBER}{_IN})?(?:{_BY}{_NUMBER}{_IN})?(?![a-z0-9²³])")
_DIGIT = re.compile(r"\d")
_SPREAD = re.compile(r"\d\s?(?:mm|cm|毫米|厘米)?\s?、\s?$")
_GOES_ON = re.compile(r"\s?(?:-|~|to|至|到)\s?\d")
"""What stands behind the lower end of a range; the upper end says how large the largest is."""

_BOUND = re.compile(r"(?:[<>≤≥]|less than|smaller than|larger than|greater than|more than|小于|大于|不足|超过)\s?$")
_HEADED = re.compile(r"(?:sizes?|dimensions?|diameters?|measurements?|大小|径线)\s?[(\[](?:in )?(mm|cm)[)\]]")
_BARE = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d{1,2})?)\s?[x*]\s?(\d{1,3}(?:\.\d{1,2})?)"
    r"(?:\s?[x*]\s?(\d{1,3}(?:\.\d{1,2})?))?(?!\s?[cm]m|[\d.]\d)"
)
_MM = {"mm": 1.0, "㎜": 1.0, "毫米": 1.0, "mi": 1.0}
_TABLE = 2000
"""Signs above a row in which the heading of its table is looked for."""

_LARGEST = 1000.0
_SMALLEST = 0.1
_LOOKED_BACK = 16


class Size(NamedTuple):
    """One to three diameters, with their place in the text."""

    start: int
    end: int
    millimetres: tuple[float, ...]


def sizes(text: str, start: int = 0, end: int | None = None) -> Iterator[Size]:
    """The sizes between two places of a plain text, of a range the upper end; bounds and impossible sizes are left out.

    Examples
    --------
    >>> next(sizes("7.6x5.4x4.9 cm")).millimetres, next(sizes("约48x25mm")).millimetres
    ((76.0, 54.0, 49.0), (48.0, 25.0))
    """
    end = len(text) if end is None else end
    if not _DIGIT.search(text, start, end):
        return
    for match in _SIZE.finditer(text, start, end):
        numbers = [match[1], match[3], match[5]]
        units = [match[2], match[4], match[6]]
        if not any(units):
            continue
        before = text[max(start, match.start() - _LOOKED_BACK) : match.start()]
        if _SPREAD.search(before) or _BOUND.search(before) or _GOES_ON.match(text, match.end()):
            continue
        measured = sorted(_measured(numbers, units), reverse=True)
        if measured and measured[-1] >= _SMALLEST and measured[0] <= _LARGEST:
            yield Size(match.start(), match.end(), tuple(measured))


def bare_sizes(text: str, start: int, end: int) -> Iterator[Size]:
    """The sizes of a row without a unit, where a heading of the table above tells it: *size (mm)*."""
    found = _BARE.search(text, start, end)
    headed = _HEADED.search(text, max(0, start - _TABLE), start) if found else None
    if found and headed:
        numbers = [number for number in found.groups() if number]
        yield Size(found.start(), found.end(), tuple(sorted(_measured(list(numbers), [headed[1]]), reverse=True)))


def _measured(numbers: list[str | None], units: list[str | None]) -> Iterator[float]:
    """Each number in the unit that stands with it, or else in the next one that is written."""
    for at, number in enumerate(numbers):
        if number is not None:
            unit = next((unit for unit in units[at:] if unit), None) or next(unit for unit in reversed(units) if unit)
            yield round(
                float(number.replace(",", ".").replace("o", "0")) * _MM.get(unit if len(unit) < 3 else unit[:2], 10.0),
                3,
            )
