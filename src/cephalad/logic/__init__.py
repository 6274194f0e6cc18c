"""Three-valued truth, partial dates and calendar arithmetic come in as plain values and go out as plain values.

`Truth` is Kleene's logic written out; `Span` is a stretch of days in which something happened.
No clinical word stands here, and nothing here ever turns *unknown* into yes or no.
"""

from __future__ import annotations

from cephalad.logic.dates import (
    Basis,
    Calendar,
    PartialDateError,
    Span,
    add_months,
    format_day,
    format_span,
    parse_partial_date,
)
from cephalad.logic.truth import AND, NOT, OR, Truth, all_of, any_of, negation, some_of, truth

__all__ = [
    "AND",
    "NOT",
    "OR",
    "Basis",
    "Calendar",
    "PartialDateError",
    "Span",
    "Truth",
    "add_months",
    "all_of",
    "any_of",
    "format_day",
    "format_span",
    "negation",
    "parse_partial_date",
    "some_of",
    "truth",
]
