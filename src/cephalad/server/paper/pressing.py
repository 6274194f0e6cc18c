"""PDF in the background of a request: the type-setter works beside the other requests, and is waited for only so long.

It lets other threads of Python run while it sets. One sheet at a time is set in a process, a few may wait, others are
told to come again at once; so that a slow sheet takes one core and a few threads, never the whole server.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from functools import cache
from threading import BoundedSemaphore

from cephalad.errors import CephaladError

__all__ = ["Busy", "pressed"]

SECONDS_TO_WAIT = 20
MOST_WAITING = 3
"""Requests that may wait in one process, out of the eight that it answers at a time."""

_waiting = BoundedSemaphore(MOST_WAITING)


class Busy(CephaladError):
    """The sheet cannot be set now: others wait already, or it takes too long."""


def pressed(make: Callable[[], bytes]) -> bytes:
    """What `make` gives; it must not ask the database.

    Raises
    ------
    Busy : when too many wait, or it takes longer than anybody waits
    """
    if not _waiting.acquire(blocking=False):
        raise Busy("other sheets are being set")
    try:
        setting = _press().submit(make)
        try:
            return setting.result(timeout=SECONDS_TO_WAIT)
        except NotInTime:
            # One that has not begun is dropped; one that has goes on, and the next one waits behind it.
            setting.cancel()
            raise Busy("the sheet takes too long") from None
    finally:
        _waiting.release()


@cache
def _press() -> ThreadPoolExecutor:
    """Made at the first sheet, in the process that sets it."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="press")
