"""Kleene's strong three-valued logic, its tables written out row by row."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

__all__ = ["AND", "NOT", "OR", "Truth", "all_of", "any_of", "negation", "some_of", "truth"]


class Truth(Enum):
    """Yes, no or unknown; never usable as a Python condition, so that unknown cannot pass for no."""

    TRUE = "yes"
    FALSE = "no"
    UNKNOWN = "unknown"

    # Identity is equality here; the enumeration's own hash would cost more than the table it looks up.
    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values; compare it with `is Truth.TRUE`")


_T, _F, _U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

AND: dict[tuple[Truth, Truth], Truth] = {
    (_T, _T): _T,
    (_T, _F): _F,
    (_T, _U): _U,
    (_F, _T): _F,
    (_F, _F): _F,
    (_F, _U): _F,
    (_U, _T): _U,
    (_U, _F): _F,
    (_U, _U): _U,
}

OR: dict[tuple[Truth, Truth], Truth] = {
    (_T, _T): _T,
    (_T, _F): _T,
    (_T, _U): _T,
    (_F, _T): _T,
    (_F, _F): _F,
    (_F, _U): _U,
    (_U, _T): _T,
    (_U, _F): _U,
    (_U, _U): _U,
}

NOT: dict[Truth, Truth] = {_T: _F, _F: _T, _U: _U}


def truth(value: bool) -> Truth:
    """`TRUE` for True, `FALSE` for False."""
    return Truth.TRUE if value else Truth.FALSE


def negation(value: Truth) -> Truth:
    """Yes for no, no for yes, unknown for unknown."""
    return NOT[value]


def all_of(values: Iterable[Truth]) -> Truth:
    """The conjunction; yes for no values at all.

    Examples
    --------
    >>> all_of([Truth.TRUE, Truth.UNKNOWN]).value, all_of([Truth.FALSE, Truth.UNKNOWN]).value
    ('unknown', 'no')
    """
    result = Truth.TRUE
    for value in values:
        result = AND[result, value]
        if result is Truth.FALSE:
            break
    return result


def any_of(values: Iterable[Truth]) -> Truth:
    """The disjunction; no for no values at all.

    Examples
    --------
    >>> any_of([Truth.FALSE, Truth.UNKNOWN]).value, any_of([Truth.TRUE, Truth.UNKNOWN]).value
    ('unknown', 'yes')
    """
    result = Truth.FALSE
    for value in values:
        result = OR[result, value]
        if result is Truth.TRUE:
            break
    return result


def some_of(least: int, values: Iterable[Truth]) -> Truth:
    """Whether at least so many are yes; no once too few can still become yes.

    One of them is the disjunction, all of them the conjunction.

    Examples
    --------
    >>> two = [Truth.TRUE, Truth.UNKNOWN, Truth.FALSE]
    >>> some_of(1, two).value, some_of(2, two).value, some_of(3, two).value
    ('yes', 'unknown', 'no')
    """
    held = open_ = 0
    for value in values:
        held += value is Truth.TRUE
        open_ += value is Truth.UNKNOWN
    if held >= least:
        return Truth.TRUE
    return Truth.UNKNOWN if held + open_ >= least else Truth.FALSE
