"""A server whose clock begins at a stated moment, so that pictures of its pages show the same days whenever made."""

from __future__ import annotations

import datetime as calendar
import sys
from typing import Any

__all__ = ["begin_at"]

_REAL = calendar.datetime


class _AsReal(type(_REAL)):  # type: ignore[misc]
    """What the clock gave before, and what the database gives, are moments too."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, _REAL)


def begin_at(moment: str) -> None:
    """From now on this process takes it for the moment stated, such as ``2026-03-27T09:00+00:00``, and counts on.

    To be called before anything else is imported: who asks for the time must find this clock.
    """
    offset = _REAL.fromisoformat(moment) - _REAL.now(calendar.UTC)

    class Shifted(_REAL, metaclass=_AsReal):
        """The moment, shifted."""

        @classmethod
        def now(cls, tz: calendar.tzinfo | None = None) -> Any:
            """The shifted moment in a time zone."""
            return _REAL.now(calendar.UTC).astimezone(tz) + offset

        @classmethod
        def utcnow(cls) -> Any:
            """The shifted moment without a zone."""
            return cls.now(calendar.UTC).replace(tzinfo=None)

    calendar.datetime = Shifted  # type: ignore[misc]


if __name__ == "__main__":
    begin_at(sys.argv[1])
    from cephalad.cli import main

    sys.exit(main(sys.argv[2:]))
