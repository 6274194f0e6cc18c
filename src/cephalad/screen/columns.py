"""The columns of an archive that screening reads, and what they are called in the files at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.terms import clean, nearest

__all__ = ["COLUMNS", "Columns", "parse_columns"]

COLUMNS = ("id", "text", "lang", "modality", "patient", "date")
"""The columns that are read; a file needs the first two and may have the others."""

_NEEDED = COLUMNS[:2]


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns are called, where they are called otherwise.

    Attributes
    ----------
    named : by the name that screening has for a column, the name that the files have for it
    """

    named: Mapping[str, str] = field(default_factory=dict)

    def wanted(self) -> Mapping[str, str]:
        """The name that a file may have for each column."""
        return {name: self.named.get(name, name) for name in COLUMNS}

    def chosen(self, found: Sequence[str], file: str) -> Mapping[str, str]:
        """The columns that a file has, of those that are read.

        Raises
        ------
        UnreadableInput : for a file without a column that is needed, or that was named
        """
        wanted = self.wanted()
        missing = [
            wanted[name] for name in COLUMNS if (name in _NEEDED or name in self.named) and wanted[name] not in found
        ]
        if missing:
            raise UnreadableInput(f"{file}: {'; '.join(_told(name, found) for name in missing)}")
        twice = [name for name in wanted.values() if found.count(name) > 1]
        if twice:
            raise UnreadableInput(f"{file}: has two columns of one name: {clean(twice[0][:60])}")
        return {name: column for name, column in wanted.items() if column in found}


def _told(name: str, found: Sequence[str]) -> str:
    closest = nearest(name, found)
    hint = f"did you mean {clean(closest[:60])}? name it" if closest else "name the right one"
    return f"has no column {clean(name[:60])}; {hint} with --columns"


def parse_columns(text: str) -> Columns:
    """The columns of ``text=REPORT,id=ACCESSION``.

    Raises
    ------
    InvalidArgument : for anything else, and for a column that is not read

    Examples
    --------
    >>> parse_columns("text=REPORT,id=ACCESSION").named["text"]
    'REPORT'
    """
    named: dict[str, str] = {}
    for part in text.split(",") if text else ():
        name, equals, column = (each.strip() for each in part.partition("="))
        if not (name and equals and column):
            raise InvalidArgument(
                f"--columns: must be NAME=COLUMN, got {clean(part[:60])}; write text=REPORT,id=NUMBER"
            )
        if name not in COLUMNS:
            raise InvalidArgument(f"--columns: must name one of {', '.join(COLUMNS)}, got {clean(name[:60])}")
        if name in named:
            raise InvalidArgument(f"--columns: must name each column once, got {name} twice")
        named[name] = column
    return Columns(MappingProxyType(named))
