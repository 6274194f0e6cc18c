"""Birth dates as people write them, and the cases whose header states one."""

from __future__ import annotations

import re
import unicodedata

from cephalad.logic import PartialDateError, parse_partial_date
from cephalad.server.store.cases import headers

__all__ = ["as_birth_date", "born_on"]

# The year stands first in both languages of the program; what stands between the numbers differs.
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_CLOSE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")


def as_birth_date(text: str) -> str:
    """The date as a record writes it, where year, month and day stand in this order; else the text as it is.

    Examples
    --------
    >>> as_birth_date("1977/5/1"), as_birth_date("1977年5月1日"), as_birth_date("19770501"), as_birth_date("1977")
    ('1977-05-01', '1977-05-01', '1977-05-01', '1977')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _DAY.fullmatch(plain) or _CLOSE.fullmatch(plain)
    if match is None:
        return plain
    year, month, day = match.groups()
    written = f"{year}-{int(month):02}-{int(day):02}"
    try:
        parse_partial_date(written)
    except PartialDateError:
        return plain
    return written


def born_on(day: str) -> list[str]:
    """The cases whose header states exactly this day of birth; none for a month or a year, which tell too little."""
    if not _DAY.fullmatch(day):
        return []
    return [subject for subject, header in headers().items() if header.get("birth") == day]
