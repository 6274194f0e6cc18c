"""Times and flags as an estimate needs them: finite months from 0 on, and as many flags; a wrong row is named."""

from __future__ import annotations

from dataclasses import fields
from math import inf, isnan
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cephalad.errors import InvalidArgument
from cephalad.terms import clean

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Counts", "Floats", "checked_flags", "checked_time", "checked_times", "made_read_only", "wrong_row"]

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def made_read_only(result: DataclassInstance) -> None:
    """Every array of a frozen result can no longer be written to."""
    for field in fields(result):
        value = getattr(result, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)


def checked_times(name: str, values: ArrayLike, *, may_be_infinite: bool = False) -> Floats:
    """The times as an array of their own, each at least 0 months and, unless told otherwise, finite.

    Raises
    ------
    InvalidArgument : naming the first row that is wrong, counted from 1
    """
    times = _numbers(name, values)
    wrong = ~(times >= 0) | (False if may_be_infinite else times == inf)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise wrong_row(name, row, "must be a finite number of months, 0 or more", times[row])
    return times


def wrong_row(name: str, row: int, rule: str, value: float) -> InvalidArgument:
    """The fault of one row, which is counted from 0 here and told counted from 1."""
    told = "no value" if isnan(value) else f"{value:g}"
    return InvalidArgument(f"{name}: row {row + 1} {rule}, got {told}; correct this row or leave the patient out")


def checked_flags(name: str, values: ArrayLike, n: int) -> NDArray[np.bool_]:
    """As many yes or no as there are times.

    Raises
    ------
    InvalidArgument : for another number of them, and naming the first row that is neither
    """
    flags = _numbers(name, values)
    if len(flags) != n:
        raise InvalidArgument(f"{name}: must be as many as times ({n}), got {len(flags)}; give both alike")
    wrong = (flags != 0) & (flags != 1)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise wrong_row(name, row, "must be true or false", flags[row])
    return np.equal(flags, 1)


def _numbers(name: str, values: ArrayLike) -> Floats:
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise InvalidArgument(f"{name}: must be numbers, got {clean(str(fault))[:80]}; give one a patient") from fault
    if numbers.ndim != 1:
        raise InvalidArgument(f"{name}: must be one row of numbers, got {numbers.ndim} dimensions; give one a patient")
    return numbers


def checked_time(time: float) -> float:
    """One time, as it was given.

    Raises
    ------
    InvalidArgument : for a time that is not finite or lies before 0
    """
    if not 0 <= time < inf:
        raise InvalidArgument(f"time: must be a finite number of months, 0 or more, got {time}; write 12")
    return time
