"""What a call names: a case, a guideline, a point in time, a day of recording; each found, or refused with a remedy."""

from __future__ import annotations

import os
import sys
from datetime import date

from cephalad.errors import InvalidArgument, InvalidCase, InvalidGuideline, Issue, UnreadableInput
from cephalad.guideline import Guideline, default_guideline, shipped_guideline
from cephalad.logic import Calendar, PartialDateError, parse_partial_date
from cephalad.record import (
    Case,
    Point,
    example_names,
    example_text,
    load,
    parse_point,
    read_bytes,
    read_content,
    standing_events,
)
from cephalad.record.tree import MAX_BYTES
from cephalad.terms import nearest

__all__ = ["guideline_named", "last_day_of", "point_named", "read_case_named", "valid_case_named"]

STANDARD_INPUT = "-"
VARIANT_ENDINGS = (".yaml", ".yml", ".json")


def read_case_named(name: str) -> Case | list[Issue]:
    """The case in a file, on standard input or in a shipped example, or everything that is wrong with it.

    A file goes before an example of the same name.

    Raises
    ------
    UnreadableInput : when there is no such file; a name like that of an example is told
    """
    if name == STANDARD_INPUT:
        return _read_standard_input()
    if name in example_names() and not os.path.isfile(name):
        return read_bytes(example_text(name).encode(), file=f"{name}.yaml")
    if not os.path.exists(name):
        closest = nearest(name, example_names())
        hint = f"the nearest example is {closest}" if closest else "cephalad examples list names the shipped cases"
        raise UnreadableInput(f"{name}: no such file; {hint}")
    return load(name)


def _read_standard_input() -> Case | list[Issue]:
    if sys.stdin is None:
        raise UnreadableInput("-: standard input is closed; name a file")
    try:
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), file=STANDARD_INPUT)
    except OSError as error:
        raise UnreadableInput(f"-: cannot be read: {error.strerror or 'input error'}") from error


def valid_case_named(name: str) -> Case:
    """The case that a name stands for.

    Raises
    ------
    UnreadableInput : when there is no such file, or when it is no text in UTF-8
    InvalidCase : when anything is wrong with it
    """
    found = read_case_named(name)
    if isinstance(found, Case):
        return found
    if is_unreadable(found):
        raise UnreadableInput(str(found[0]))
    raise InvalidCase(found)


def is_unreadable(issues: list[Issue]) -> bool:
    """Whether a file was not read at all: it is too large, or not text in UTF-8."""
    return any(issue.code in ("FILE-01", "FILE-02") for issue in issues)


def guideline_named(name: str) -> Guideline:
    """The shipped guideline with this name or edition, or the local variant in a file; the default one for "".

    A file goes before a shipped guideline of the same name.

    Raises
    ------
    UnknownName : when there is neither; it gives the nearest name
    UnreadableInput : when the file cannot be read
    InvalidGuideline : when anything is wrong with the variant
    """
    if not name:
        return default_guideline()
    if not os.path.isfile(name) and not name.endswith(VARIANT_ENDINGS):
        return shipped_guideline(name)
    from cephalad.guideline.local import read_variant

    found = read_variant(read_content(name), file=name)
    if isinstance(found, Guideline):
        return found
    if is_unreadable(found):
        raise UnreadableInput(str(found[0]))
    raise InvalidGuideline(found)


def point_named(text: str, case: Case) -> Point:
    """The point that ``--as-of`` names in this case; today for "".

    Raises
    ------
    InvalidArgument : when it does not fit the case, with what would
    """
    if not text:
        return _today(case)
    event = text.removeprefix("after:")
    ids = [known.id for known in case.events]
    if event != text and event not in ids:
        closest = nearest(event, ids)
        hint = f"the nearest one is after:{closest}" if closest else _which_events(case)
        raise InvalidArgument(f"--as-of: no event {event[:60]!r} in case {case.id}; {hint}")
    try:
        return parse_point(text, case)
    except InvalidArgument as fault:
        remedy = "day:7" if case.calendar is Calendar.DAY_NUMBERS else "2026-03-01, 2026-03 or 2026"
        raise InvalidArgument(f"--as-of: {fault}; write for example {remedy}; {_which_events(case)}") from None


def _which_events(case: Case) -> str:
    standing = standing_events(case)
    return f"or after:EVENT, the last one is after:{standing[-1].id}" if standing else "the case holds no event"


def _today(case: Case) -> Point:
    if case.calendar is Calendar.DAY_NUMBERS:
        raise InvalidArgument("--as-of: this case counts days, so today has no place in it; write day:N or after:EVENT")
    return parse_point(date.today().isoformat(), case)


def last_day_of(text: str) -> int | None:
    """The last day that ``--recorded-by`` may mean; None for "".

    Raises
    ------
    InvalidArgument : for anything but a date, a month or a year
    """
    if not text:
        return None
    try:
        return parse_partial_date(text).latest
    except PartialDateError:
        rule = f"must be a calendar date, month or year, got {text[:60]!r}"
        raise InvalidArgument(f"--recorded-by: {rule}; write 2025-12-01, 2025-12 or 2025") from None
