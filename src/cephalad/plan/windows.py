"""Windows and statuses: calendar arithmetic on spans, where two statuses may be possible at once."""

from __future__ import annotations

from dataclasses import dataclass

from cephalad.logic import Calendar, Span, add_months

__all__ = ["Window", "late_days", "statuses", "window_after"]


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a window may open, and those on which it may close."""

    opens: Span
    closes: Span


def window_after(start: Span, shortest: float, longest: float, calendar: Calendar) -> Window:
    """The window from `shortest` to `longest` calendar months after a day."""
    return Window(add_months(start, int(shortest), calendar), add_months(start, int(longest), calendar))


def statuses(window: Window, as_of: Span) -> tuple[str, ...]:
    """Every status that the spans leave possible, the more urgent first.

    Overdue from the day after the window has closed, due from the day it opens, upcoming before.
    """
    possible: list[str] = []
    if as_of.latest > window.closes.earliest:
        possible.append("overdue")
    if as_of.latest >= window.opens.earliest and as_of.earliest <= window.closes.latest:
        possible.append("due")
    if as_of.earliest < window.opens.latest:
        possible.append("upcoming")
    return tuple(possible)


def late_days(window: Window, as_of: Span) -> tuple[int, int] | None:
    """Fewest and most days since the window closed; None when it surely has not."""
    most = as_of.latest - window.closes.earliest
    return (max(0, as_of.earliest - window.closes.latest), most) if most > 0 else None
