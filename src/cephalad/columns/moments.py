"""The moments that a cohort is asked about: a date, a day number, or just after the last event of each patient."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

import polars as pl

from cephalad.columns.rejected import shown
from cephalad.columns.standing import Standing
from cephalad.errors import InvalidArgument
from cephalad.logic import Calendar, PartialDateError, format_day, parse_partial_date

__all__ = ["Asked", "Calendars", "asked_moments", "parse_as_of"]

_DAY_ZERO = date(1970, 1, 1).toordinal()
_LAST = "last"
_LONGEST = 7


class Calendars(Enum):
    """Whom a moment can be asked of: patients with dates, those with day numbers, or both."""

    DATES = "dates"
    DAY_NUMBERS = "day-numbers"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Asked:
    """A moment as asked.

    Attributes
    ----------
    text : as the answers name it: ``2026-03-01``, ``day 7``, or ``last``
    of : whom it can be asked of
    day : days since 1970-01-01, or the day number; None for *last*
    """

    text: str
    of: Calendars
    day: int | None


def parse_as_of(text: str) -> Asked:
    """The moment that ``2025-07-31``, ``2025-07``, ``2025``, ``day:7`` or ``last`` names.

    Raises
    ------
    InvalidArgument : for anything else

    Examples
    --------
    >>> parse_as_of("2025-02").text, parse_as_of("day:7").text
    ('2025-02-28', 'day 7')
    """
    if text == _LAST:
        return Asked(_LAST, Calendars.BOTH, None)
    if text.startswith("day:"):
        number = text.removeprefix("day:")
        if not number.removeprefix("-").isascii() or not number.removeprefix("-").isdecimal() or len(number) > _LONGEST:
            raise InvalidArgument(f"day:N takes a whole number of days, got {shown(number)}")
        return Asked(format_day(int(number), Calendar.DAY_NUMBERS), Calendars.DAY_NUMBERS, int(number))
    try:
        span = parse_partial_date(text)
    except PartialDateError:
        raise InvalidArgument(
            f"the as-of moment must be a date, month, year, day:N or last, got {shown(text)}"
        ) from None
    return Asked(format_day(span.latest, Calendar.DATES), Calendars.DATES, span.latest - _DAY_ZERO)


def asked_moments(standing: Standing, asked: Iterable[Asked]) -> pl.DataFrame:
    """A row for each patient and moment that can be asked of her, patient by patient, in the order asked.

    Columns: `person`, `before`, `earliest` and `latest` as `cephalad.columns.timelines.seen_at` takes them, and
    `as_of`, the moment's text. After a last event stands as ``after:EVENT``; of a patient without events it cannot be
    asked.
    """
    parts = [_moments(standing, each).with_columns(order=pl.lit(place)) for place, each in enumerate(asked)]
    return pl.concat(parts).sort("person", "order", maintain_order=True).drop("order")


def _moments(standing: Standing, asked: Asked) -> pl.DataFrame:
    if asked.day is None:
        last = standing.events.group_by("person", maintain_order=True).last()
        return last.select(
            "person",
            before=pl.col("place").cast(pl.Int64) + 1,
            earliest=pl.col("from").cast(pl.Int32).cast(pl.Int64),
            latest=pl.col("to").cast(pl.Int32).cast(pl.Int64),
            as_of=pl.concat_str(pl.lit("after:"), "event"),
        )
    dated = pl.col("dated") if asked.of is Calendars.DATES else ~pl.col("dated")
    day = pl.lit(asked.day, pl.Int64)
    return standing.patients.filter(dated).select(
        "person", before=pl.lit(None, pl.Int64), earliest=day, latest=day, as_of=pl.lit(asked.text)
    )
