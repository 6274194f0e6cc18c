"""Sizes as reports write them, in millimetres, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

__all__ = ["Size", "bare_sizes", "sizes"]

_NUMBER = r"(\d{1,4}(?:[.,][\do]{1,3})?)"
_UNIT = r"(mm|cm|㎜|㎝|毫米|厘米|公分|millimet(?:er|re)s?|centimet(?:er|re)s?)"
_AXIS = (
    r"(?:\s?\(?(?:ap|tr|trv|trans|cc|si|w|h|l|d|long|wide|deep|transverse|craniocaudal|anteroposterior|sagittal)\)?)?"
)
_AXIS_BEFORE = r"(?:ap|tr|trv|trans|cc|si|lr|w|h|l|d)[\s:=]{1,2}"
_BY = rf"{_AXIS}\s{{0,2}}(?:x|\*|by|乘以?|and|[/,]\s?(?={_AXIS_BEFORE}))\s{{0,2}}(?:{_AXIS_BEFORE})?"
_IN = rf"(?:{_AXIS}[\s-]?[()]?\s?{_UNIT})?"
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
        units = match.group(2, 4, 6)
        if not any(units):
            continue
        numbers = match.group(1, 3, 5)
        before = text[max(start, match.start() - _LOOKED_BACK) : match.start()]
        if _SPREAD.search(before) or _BOUND.search(before) or _GOES_ON.match(text, match.end()):
            continue
        measured = _measured(numbers, units)
        if measured and measured[-1] >= _SMALLEST and measured[0] <= _LARGEST:
            yield Size(match.start(), match.end(), tuple(measured))


def bare_sizes(text: str, start: int, end: int) -> Iterator[Size]:
    """The sizes of a row without a unit, where a heading of the table above tells it: *size (mm)*."""
    found = _BARE.search(text, start, end)
    headed = _HEADED.search(text, max(0, start - _TABLE), start) if found else None
    if found and headed:
        numbers = [number for number in found.groups() if number]
        yield Size(found.start(), found.end(), tuple(_measured(numbers, [headed[1]] * len(numbers))))


def _measured(numbers: Sequence[str | None], units: Sequence[str | None]) -> list[float]:
    """Each number, the longest first, in the unit that stands with it, or else in the next one that is written."""
    found: list[float] = []
    following = next(unit for unit in reversed(units) if unit)
    for number, unit in zip(reversed(numbers), reversed(units), strict=True):
        following = unit or following
        if number is not None:
            factor = _MM.get(following if len(following) < 3 else following[:2], 10.0)
            found.append(round(float(number.replace(",", ".").replace("o", "0")) * factor, 3))
    return sorted(found, reverse=True)
