"""A cohort's summary in words: its counts, its shares, and every line of its tables, for text and for a page alike.

With one moment a table has columns of its own; with several, a column or a row for each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isnan

from cephalad.cohort.small_cells import FEWEST, Hidden, Shown
from cephalad.cohort.summary import LAST, Snapshot, Summary
from cephalad.cohort.summary_cells import ALL
from cephalad.terms import clean
from cephalad.write.words import word

__all__ = ["MOST_BESIDE", "Board", "Line", "SummaryTable"]

MOST_BESIDE = 4
"""Moments that stand beside each other as columns; more of them stand below each other as rows."""


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A table of words; every column but the first holds numbers."""

    id: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: what is counted, and in which count it has a share.

    Attributes
    ----------
    open : of these women those with a higher step not excluded
    beyond : women who did not reach it, and of whom it is not excluded
    """

    name: str
    part: str
    total: str = ALL
    open: str = ""
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A summary on its way to paper, in one language; `cited` collects the statements named so far."""

    summary: Summary
    lang: str
    cited: dict[str, None] = field(default_factory=dict)

    def say(self, id: str, /, **params: object) -> str:  # noqa: A002  the catalogue's own word for it
        """A sentence of the catalogue."""
        return word(id, self.lang, **params)

    # --- numbers ------------------------------------------------------------------------------------------------------

    def number(self, count: Shown | None) -> str:
        """A count with its thousands apart, or what is told in place of it."""
        if count is None:
            return self.say("summary.none")
        if isinstance(count, Hidden):
            return self.say(f"summary.{count.value}", fewest=FEWEST)
        return f"{count:,}"

    def percent(self, share: float) -> str:
        """A share in percent, with one decimal."""
        return self.say("summary.percent", value=f"{100 * share:.1f}")

    def share(self, at: Snapshot, part: str, total: str) -> str:
        """The share of a count in another one; a dash where it cannot be told."""
        found = at.share(part, total)
        return self.say("summary.none") if found is None or isnan(found.value) else self.percent(found.value)

    def with_interval(self, at: Snapshot, part: str, total: str) -> str:
        """The share with its interval; a dash where it cannot be told."""
        found = at.share(part, total)
        if found is None or isnan(found.value):
            return self.say("summary.none")
        value, low, high = (f"{100 * each:.1f}" for each in (found.value, found.low, found.high))
        return self.say("summary.interval", value=value, low=low, high=high)

    def cell(self, at: Snapshot, part: str, total: str) -> str:
        """A count, and its share in brackets where it can be told."""
        number, share = self.number(at.counts.get(part)), at.share(part, total)
        if share is None or isnan(share.value):
            return number
        return self.say("summary.cell", number=number, share=self.percent(share.value))

    # --- moments ------------------------------------------------------------------------------------------------------

    @property
    def moments(self) -> Sequence[Snapshot]:
        """The cohort at each moment, the earliest first."""
        return self.summary.snapshots

    @property
    def latest(self) -> Snapshot:
        """The cohort at its last moment."""
        return self.summary.snapshots[-1]

    def moment(self, at: Snapshot) -> str:
        """A moment in words."""
        number = at.as_of.removeprefix("day ")
        if at.as_of == LAST:
            return self.say("summary.last")
        return self.say("text.day", number=number) if number != at.as_of else clean(at.as_of)

    @property
    def title(self) -> str:
        """How many women, as of when."""
        if len(self.moments) > 1:
            first, last = self.moment(self.moments[0]), self.moment(self.latest)
            return self.say("summary.title-several", number=len(self.moments), first=first, last=last)
        n, as_of = self.latest.counts[ALL], self.moment(self.latest)
        if isinstance(n, Hidden):
            return self.say("summary.title-hidden", as_of=as_of)
        return self.say("summary.title", number=f"{n:,}", as_of=as_of)

    # --- tables -------------------------------------------------------------------------------------------------------

    def tables(self, id: str, title: str, lines: Iterable[Line], *, first: str = "") -> Iterator[SummaryTable]:  # noqa: A002
        """A table of counts with their shares; with several moments what is not excluded stands in one of its own.

        Parameters
        ----------
        first : what the lines are, above the first column
        """
        told = tuple(lines)
        if len(self.moments) == 1:
            yield SummaryTable(id, title, *self._one_moment(told, first))
            return
        yield self.over_moments(id, title, first, [self._over(line.name, line.part, line.total) for line in told])
        beyond = [self._over(line.name, line.beyond, line.total) for line in told if line.beyond]
        if beyond:
            apart = self.say("text.value-of", what=title, value=self.say("summary.not-excluded"))
            yield self.over_moments(f"{id}-not-excluded", apart, first, beyond)

    def _over(self, name: str, part: str, total: str) -> tuple[str, ...]:
        return (name, *(self.cell(at, part, total) for at in self.moments))

    def over_moments(self, id: str, title: str, first: str, rows: Iterable[tuple[str, ...]]) -> SummaryTable:  # noqa: A002
        """A table of one cell for each line and moment, the moments across or, where there are many, down."""
        head = (first, *(self.moment(at) for at in self.moments))
        told = tuple(rows)
        if len(self.moments) > MOST_BESIDE:
            turned = tuple(zip(head, *told, strict=True))
            return SummaryTable(id, title, (self.say("summary.moment"), *turned[0][1:]), turned[1:])
        return SummaryTable(id, title, head, told)

    def _one_moment(self, lines: Sequence[Line], first: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        at = self.latest
        extra = [name for name in ("open", "beyond") if any(getattr(line, name) for line in lines)]
        names = {"open": "summary.open", "beyond": "summary.not-excluded"}
        head = (first, self.say("summary.women"), self.say("summary.share"), *(self.say(names[name]) for name in extra))
        rows = (
            (
                line.name,
                self.number(at.counts.get(line.part)),
                self.share(at, line.part, line.total),
                *(self.number(at.counts.get(getattr(line, name))) for name in extra),
            )
            for line in lines
        )
        return head, tuple(rows)
