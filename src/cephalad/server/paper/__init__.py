"""Paper and files from the browser: sheets, the files behind them, the calendar and its feed, two points compared."""

from __future__ import annotations

__all__ = ()
