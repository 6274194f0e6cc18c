"""What can be wrong with a call to the store; the texts name ids and places, never a patient's value.

The exception tree::

    CephaladError
    └── StoreFault
        ├── Conflict       somebody wrote in between, or the same form came twice with different content
        ├── NoSuchCase     no case has this id or pseudonym
        ├── ErasedCase     the case was erased
        ├── NotEmpty       a backup is restored into an empty store only
        └── BrokenBackup   a backup that is cut, changed or of another format
"""

from __future__ import annotations

from cephalad.errors import CephaladError

__all__ = ["BrokenBackup", "Conflict", "ErasedCase", "NoSuchCase", "NotEmpty", "StoreFault"]


class StoreFault(CephaladError):
    """A fault in a call to the store."""


class Conflict(StoreFault):
    """What the caller had before her is not what is there now; `head` is the case's newest row."""

    def __init__(self, message: str, head: str = "") -> None:
        self.head = head
        super().__init__(message)


class NoSuchCase(StoreFault):
    """No case has this id or pseudonym."""


class ErasedCase(StoreFault):
    """The case was erased; nothing can be read from it or added to it."""


class NotEmpty(StoreFault):
    """The store, into which a backup is to be restored, holds something."""


class BrokenBackup(StoreFault):
    """A backup that cannot be restored."""
