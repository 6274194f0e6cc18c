"""Rows of the chain for the audit view: chosen by case, person and kind, told without any patient's value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cephalad.screen.spreadsheet import csv_line
from cephalad.server.accounts.events import AUDIT_KINDS
from cephalad.server.store.append import CASE_CREATED, CASE_ERASED, EVENT_ADDED, HEADER_CHANGED, IDENTITY_CHANGED
from cephalad.server.store.cases import pseudonyms
from cephalad.server.store.chain import read_canonical
from cephalad.server.store.models import ChainRow

__all__ = ["KNOWN_KINDS", "Choice", "Told", "as_csv", "chosen", "told"]

KNOWN_KINDS = (CASE_CREATED, EVENT_ADDED, HEADER_CHANGED, IDENTITY_CHANGED, CASE_ERASED, *AUDIT_KINDS)
"""Kinds that the catalogue has words for."""

_COLUMNS = ("sequence", "time", "actor", "kind", "case", "case_id", "details", "row_hash")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are wanted; an empty text stands for all.

    Attributes
    ----------
    case : a pseudonym, or the opaque id of a case, which also finds an erased one
    """

    case: str = ""
    actor: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One row as it is shown; `details` are names and codes of rows that hold nothing of patients."""

    sequence: int
    at: datetime
    actor: str
    kind: str
    subject: str
    pseudonym: str
    details: tuple[tuple[str, str], ...]
    own_hash: str


def chosen(choice: Choice) -> Any:
    """The rows of the chain that are wanted, newest first, as a query."""
    rows = ChainRow.objects.select_related("payload").order_by("-sequence")
    if choice.case:
        subjects = [subject for subject, name in pseudonyms().items() if name == choice.case]
        rows = rows.filter(subject=subjects[0] if subjects else choice.case)
    if choice.actor:
        rows = rows.filter(actor=choice.actor)
    if choice.kind:
        rows = rows.filter(kind=choice.kind)
    return rows


def told(rows: Any) -> Iterator[Told]:
    """The rows as they are shown."""
    names = pseudonyms()
    for row in rows:
        yield Told(
            row.sequence,
            row.at,
            row.actor,
            row.kind,
            row.subject,
            names.get(row.subject, ""),
            _details(row),
            row.own_hash,
        )


def _details(row: ChainRow) -> tuple[tuple[str, str], ...]:
    """What an audit row says; rows of records hold patients' values and stay shut."""
    payload = getattr(row, "payload", None)
    if row.kind not in AUDIT_KINDS or payload is None:
        return ()
    content = read_canonical(payload.content)
    return tuple((name, str(value)) for name, value in content.items() if value)


def as_csv(rows: Any) -> Iterator[str]:
    """The rows as CSV, line by line; no cell begins a formula."""
    yield csv_line(_COLUMNS)
    for row in told(rows):
        details = ", ".join(f"{name}: {value}" for name, value in row.details)
        stated = (row.actor, row.kind, row.pseudonym, row.subject, details, row.own_hash)
        yield csv_line((str(row.sequence), row.at.isoformat(), *stated))
