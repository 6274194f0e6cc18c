"""Walking the whole chain: what was erased, and what was altered, removed or put elsewhere without leave.

One who can write to the database can also write a whole new chain. That shows only to those who kept a hash of the old
one: every sheet and every backup carries one, and `verify` is asked whether it is still there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db import connection

from cephalad.server.store.append import CASE_ERASED
from cephalad.server.store.chain import GENESIS, Link, content_hash, link_hash
from cephalad.server.store.guards import missing
from cephalad.server.store.models import ChainRow, IdentityIndex, Payload, SealedIdentity

__all__ = ["Erased", "Fault", "Verified", "verify"]

ALTERED, MISSING, OUT_OF_ORDER = "altered", "missing", "out-of-order"
NOT_ERASED, STRAY, UNGUARDED, NOT_THERE = "not-erased", "stray", "unguarded", "not-there"

_ROWS_AT_ONCE = 2_000
_MOST_STRAYS = 1_000
_FIELDS = (
    *("sequence", "kind", "recorded_at", "actor", "subject", "content_hash", "previous_hash", "own_hash"),
    *("payload__salt", "payload__content"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written.

    Attributes
    ----------
    code : ``altered``, ``missing``, ``out-of-order``, ``not-erased`` (something of an erased case is still there),
        ``stray`` (a content without its row), ``unguarded`` (a trigger is gone), ``not-there`` (the expected hash)
    sequence : the row, 0 where it is not about one
    detail : what of it, in words without any content
    """

    code: str
    sequence: int
    detail: str


@dataclass(frozen=True, slots=True)
class Erased:
    """A case that was erased as it should be."""

    subject: str
    sequence: int
    recorded_at: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class Verified:
    """What the walk found.

    Attributes
    ----------
    head : the hash of the newest row, "" for an empty chain
    expected_at : the row with the expected hash; None when none was expected or it is not there
    """

    n_rows: int
    head: str
    erased: tuple[Erased, ...]
    faults: tuple[Fault, ...]
    expected_at: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(expect: str | None = None) -> Verified:
    """Everything that is wrong with the chain and what lies beside it, and the cases that were erased.

    Parameters
    ----------
    expect : a hash from a sheet or a backup that must be in the chain; None for none
    """
    walk = _Walk(expect=None if expect is None else expect.strip().lower())
    # One statement, so that what others write meanwhile is seen whole or not at all.
    rows = ChainRow.objects.order_by("sequence").values_list(*_FIELDS)
    for *parts, salt, content in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        walk.see(*parts[:-1], own_hash=parts[-1], salt=salt, content=content)
    return walk.result()


@dataclass(slots=True)
class _Walk:
    """What has been seen so far."""

    expect: str | None
    n_rows: int = 0
    sequence: int = 0
    own_hash: str = GENESIS
    expected_at: int | None = None
    faults: list[Fault] = field(default_factory=list)
    erased: dict[str, tuple[int, str]] = field(default_factory=dict)
    emptied: list[tuple[int, str]] = field(default_factory=list)
    kept: dict[str, list[int]] = field(default_factory=dict)

    def see(
        self,
        sequence: int,
        kind: str,
        recorded_at: str,
        actor: str,
        subject: str,
        hashed: str,
        previous_hash: str,
        *,
        own_hash: str,
        salt: str | None,
        content: str | None,
    ) -> None:
        link = Link(sequence, kind, recorded_at, actor, subject, hashed, previous_hash)
        self._see_link(link, own_hash)
        if salt is None or content is None:
            self.emptied.append((sequence, subject))
        elif content_hash(salt, content) != hashed:
            self.faults.append(Fault(ALTERED, sequence, "its content"))
        if kind == CASE_ERASED and subject:
            self.erased.setdefault(subject, (sequence, recorded_at))
        elif subject and content is not None:
            self.kept.setdefault(subject, []).append(sequence)
        self.n_rows += 1
        self.sequence, self.own_hash = sequence, own_hash

    def _see_link(self, link: Link, own_hash: str) -> None:
        if link_hash(link) != own_hash:
            self.faults.append(Fault(ALTERED, link.sequence, "the row"))
        first, last = self.sequence + 1, link.sequence - 1
        if last >= first:
            rows = f"row {first}" if first == last else f"rows {first} to {last}"
            self.faults.append(Fault(MISSING, first, rows))
        elif link.previous_hash != self.own_hash:
            self.faults.append(Fault(OUT_OF_ORDER, link.sequence, "it does not continue the row before it"))
        if own_hash == self.expect:
            self.expected_at = link.sequence

    def result(self) -> Verified:
        n_emptied = Counter(subject for sequence, subject in self.emptied if self._is_erased(sequence, subject))
        faults = sorted([*self.faults, *self._emptied_faults(), *self._kept_faults()], key=lambda one: one.sequence)
        faults += [*_strays(), *self._kept_identities()]
        faults += [Fault(UNGUARDED, 0, f"the trigger {name}") for name in missing(connection)]
        if self.expect is not None and self.expected_at is None:
            faults.append(Fault(NOT_THERE, 0, "no row has the expected hash"))
        erased = (Erased(subject, *row, n_emptied[subject]) for subject, row in self.erased.items())
        head = self.own_hash if self.n_rows else ""
        return Verified(self.n_rows, head, tuple(erased), tuple(faults), self.expected_at)

    def _is_erased(self, sequence: int, subject: str) -> bool:
        return subject in self.erased and self.erased[subject][0] != sequence

    def _emptied_faults(self) -> Iterator[Fault]:
        """A content may be gone only of a case that was erased."""
        for sequence, subject in self.emptied:
            if not self._is_erased(sequence, subject):
                yield Fault(MISSING, sequence, "its content")

    def _kept_faults(self) -> Iterator[Fault]:
        for subject in self.erased:
            for sequence in self.kept.get(subject, ()):
                yield Fault(NOT_ERASED, sequence, "its content is there although the case was erased")

    def _kept_identities(self) -> Iterator[Fault]:
        for table in (SealedIdentity, IdentityIndex):
            subjects = set(table.objects.values_list("subject", flat=True).distinct())
            for subject in sorted(subjects & self.erased.keys()):
                yield Fault(NOT_ERASED, self.erased[subject][0], f"{table._meta.db_table} still knows the case")


def _strays() -> Iterator[Fault]:
    """Contents of rows that are not there."""
    rows = Payload.objects.exclude(row_id__in=ChainRow.objects.values("sequence")).order_by("row_id")
    for sequence in islice(rows.values_list("row_id", flat=True), _MOST_STRAYS):
        yield Fault(STRAY, sequence, "a content without its row")
