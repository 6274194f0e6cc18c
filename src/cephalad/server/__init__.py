"""A configuration comes in; a web application on an append-only store goes out.

`config` says what is wanted, `keys` holds the secrets, `settings` and `start` configure Django, `store` keeps the
record. No clinical rule lives here, and nothing here is imported by the rest of the program but by the command line.
"""

from __future__ import annotations

__all__ = ()
