"""Text from a record made harmless for any output, several words as one enumeration, and days in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache

from cephalad.logic import Calendar, Span, format_day
from cephalad.terms.catalogue import message

__all__ = ["clean", "escaped", "listed", "listed_apart", "span_words"]

_ESCAPED = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
_BLANKS = re.compile(r"[ \t\r\n]+")


def clean(text: str) -> str:
    r"""The text as harmless printable characters on one line.

    Control, format and private characters, lone surrogates and noncharacters are written out (``\x1b``, ``\u202e``);
    line breaks and tabs become one space.

    Examples
    --------
    >>> clean("a\x1b[31mb\nc")
    'a\\x1b[31mb c'
    """
    # Nearly every text is harmless as it is, and a page has tens of thousands of them.
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    return escaped(_BLANKS.sub(" ", text))


def escaped(text: str, kept: str = "") -> str:
    """The text with every character that is not printable written out, except those to be kept."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        sign if sign in kept or unicodedata.category(sign) not in _ESCAPED else _written_out(sign) for sign in text
    )


def _written_out(sign: str) -> str:
    code = ord(sign)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def listed(words: Iterable[str], lang: str) -> str:
    """The words as one enumeration."""
    return (", " if lang == "en" else "、").join(words)


def listed_apart(words: Iterable[str], lang: str) -> str:
    """The words as one enumeration in which each may hold a comma."""
    return ("; " if lang == "en" else "；").join(words)


def span_words(span: Span, calendar: Calendar, lang: str) -> str:
    """The day, month or year meant, or the first and the last day that may be meant.

    Examples
    --------
    >>> from cephalad.logic import parse_partial_date
    >>> span_words(parse_partial_date("2025-10"), Calendar.DATES, "en")
    '2025-10'
    """
    if span.earliest == span.latest:
        return _day_words(span.earliest, calendar, lang)
    if calendar is Calendar.DATES:
        whole = _whole_month_or_year(span.earliest, span.latest)
        if whole:
            return whole
    first, last = (_day_words(day, calendar, lang) for day in (span.earliest, span.latest))
    return message("text.from-to", lang, first=first, last=last)


def _day_words(day: int, calendar: Calendar, lang: str) -> str:
    return format_day(day, calendar) if calendar is Calendar.DATES else message("text.day", lang, number=day)


@cache
def _whole_month_or_year(earliest: int, latest: int) -> str:
    first, after = date.fromordinal(earliest), date.fromordinal(latest + 1)
    if first.day != 1 or after.day != 1:
        return ""
    months = (after.year - first.year) * 12 + after.month - first.month
    if months == 1:
        return f"{first.year:04d}-{first.month:02d}"
    return f"{first.year:04d}" if months == 12 and first.month == 1 else ""
