"""Faults: what is wrong with data (`Issue`, a value) and what is wrong with a call (`CephaladError`, raised).

The exception tree::

    CephaladError
    ├── UnknownName        a name that the program does not know (example, guideline, segment, finding)
    ├── UnreadableInput    a file that cannot be opened or decoded
    ├── InvalidCase        a case that has issues where a valid one was needed; carries them
    ├── InvalidGuideline   a guideline that its checker rejects; carries the findings
    ├── InvalidArgument    an argument outside what the call accepts (an as-of point, a date)
    └── MissingFont        a font that a sheet of paper needs and the host does not have

Clinical gaps are neither: they are *unknown*, with the facts that would decide them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "CephaladError",
    "InvalidArgument",
    "InvalidCase",
    "InvalidGuideline",
    "Issue",
    "MissingFont",
    "UnknownName",
    "UnreadableInput",
]


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault in data: where it stands, which rule it breaks, what was found and what to write instead.

    Attributes
    ----------
    file : the file's name as the caller gave it, or "" when the data did not come from a file
    line : line number, counted from 1; 0 when no line is known
    path : place inside the data, for example ``events[3].on``
    rule : what must hold, as a clause ("must be a calendar date, month or year")
    value : what was found, as text; long values are cut by the maker
    remedy : what to do, as a clause ("write 2025-12 or 2025")
    code : stable identifier such as ``TIME-02``
    """

    file: str
    line: int
    path: str
    rule: str
    value: str
    remedy: str
    code: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f"{place}: {self.path}" if self.path and place else (self.path or place)
        return f"{where}: {self.rule}, got {self.value}; {self.remedy} [{self.code}]"


class CephaladError(Exception):
    """A fault in a call."""


class UnknownName(CephaladError):
    """A name that the program does not know."""


class UnreadableInput(CephaladError):
    """A file that cannot be opened or decoded."""


class InvalidArgument(CephaladError):
    """An argument outside what the call accepts."""


class MissingFont(CephaladError):
    """A font that a sheet of paper needs and the host does not have; says the line to type.

    `signs` holds those that no font shows; it is empty where the language has no font at all.
    """

    def __init__(self, message: str, signs: Sequence[str] = ()) -> None:
        self.signs = tuple(signs)
        super().__init__(message)


class InvalidCase(CephaladError):
    """A case with issues where a valid one was needed; `issues` holds them all."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


class InvalidGuideline(CephaladError):
    """A guideline that its checker rejects; `issues` holds all findings."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))
