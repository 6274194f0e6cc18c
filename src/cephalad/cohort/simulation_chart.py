"""What is written down of a block of simulated patients: events and statements, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.cohort.simulation_parameters import Dice, Flags, Integers, Numbers
from cephalad.columns.schema import PATIENT, PATIENT_FACTS, RECORDED
from cephalad.terms import FINDINGS, KINDS, PRESENCES, STATUSES, Qualifier, ValueType

__all__ = ["DAY_ZERO", "NO_EVENT", "Chart", "Entry", "Happening", "Vocabulary"]

DAY_ZERO = date(1970, 1, 1).toordinal()
"""Days are counted from 1970-01-01, as in the table."""

NO_EVENT = -1
_FIRST_DAY = date(1900, 1, 1).toordinal() - DAY_ZERO
_LAST_DAY = date(2060, 12, 31).toordinal() - DAY_ZERO
_N_DAYS = _LAST_DAY - _FIRST_DAY + 1
_DATED = ("patient.birth", "patient.written-on", "booking.planned-on")
_N_DATED = _N_DAYS * len(_DATED)
_SILENT = ("", "", None, "", RECORDED)
_Statement = tuple[str, str, str | None, str, str]


class Vocabulary:
    """Every statement and event name that was ever made, once, by its number; the numbers never reach the table."""

    def __init__(self) -> None:
        self.statements: dict[_Statement, int] = {_SILENT: _N_DATED}
        self.names: dict[str, int] = {"": 0}
        self._dated = _dated_statements()
        self._columns: tuple[int, pl.DataFrame] | None = None
        self._named: tuple[int, pl.Series] | None = None

    @property
    def silence(self) -> int:
        """The number of the row that says nothing."""
        return _N_DATED

    def name(self, name: str) -> int:
        """The number of an event's name."""
        return self.names.setdefault(name, len(self.names))

    def statement(self, finding: str, value: str | None, qualifier: str = "", status: str = RECORDED) -> int:
        """The number of a statement; a number that was measured is kept apart.

        Raises
        ------
        ValueError : for what a case file could not say
        """
        key = (finding, qualifier, value, _unit(finding, status), status)
        code = self.statements.get(key)
        if code is None:
            _check(finding, value, qualifier, status)
            code = self.statements[key] = _N_DATED + len(self.statements)
        return code

    def days(self, finding: str) -> int:
        """What to add to a day for the number of the statement that names it."""
        return _DATED.index(finding) * _N_DAYS - _FIRST_DAY

    def columns(self) -> pl.DataFrame:
        """The statements as columns, each at the place of its number."""
        if self._columns is None or self._columns[0] != len(self.statements):
            said = pl.DataFrame(list(self.statements), schema=self._dated.schema, orient="row")
            self._columns = len(self.statements), pl.concat((self._dated, said), rechunk=True)
        return self._columns[1]

    def named(self) -> pl.Series:
        """The names of events, each at the place of its number."""
        if self._named is None or self._named[0] != len(self.names):
            self._named = len(self.names), pl.Series(list(self.names), dtype=pl.String)
        return self._named[1]


def _dated_statements() -> pl.DataFrame:
    """Every finding that is a date, on every day: they are numbered before all other statements."""
    days = pl.int_range(_FIRST_DAY, _LAST_DAY + 1, eager=True).cast(pl.Int32).cast(pl.Date).dt.to_string("%Y-%m-%d")
    said = (
        pl.DataFrame({"value_text": days}).select(
            finding=pl.lit(finding),
            qualifier=pl.lit(""),
            value_text="value_text",
            unit=pl.lit(""),
            status=pl.lit(RECORDED),
        )
        for finding in _DATED
    )
    return pl.concat(said)


def _unit(finding: str, status: str) -> str:
    if finding in PATIENT_FACTS:
        return "years" if finding == "patient.age-years" else ""
    return FINDINGS[finding].unit if status in (RECORDED, "suspected") else ""


def _check(finding: str, value: str | None, qualifier: str, status: str) -> None:
    """Refuse what is no word of the vocabulary, at once and in the line that says it."""
    if finding in PATIENT_FACTS:
        return
    entry = FINDINGS[finding]
    if (entry.qualifier is Qualifier.NONE) == bool(qualifier):
        raise ValueError(f"{finding} does not go with the qualifier {qualifier!r}")
    if entry.qualifier is Qualifier.SEGMENT and qualifier not in SEGMENTS and qualifier not in SEGMENT_SETS:
        raise ValueError(f"{finding}: no segment {qualifier!r}")
    if status != RECORDED and status not in STATUSES:
        raise ValueError(f"{finding}: no status {status!r}")
    if entry.type in (ValueType.PRESENCE, ValueType.CHOICE, ValueType.CHOICES) and status in (RECORDED, "suspected"):
        words = PRESENCES if entry.type is ValueType.PRESENCE else {choice.id for choice in entry.choices}
        if value not in words:
            raise ValueError(f"{finding} has no answer {value!r}")


@dataclass(slots=True)
class Entry:
    """The events of a block as arrays of one length.

    Attributes
    ----------
    rank : place among the events of one patient and day
    variant : 0 as written, 1 the correction of the event, 2 a second entry of it, 3 the withdrawal of that
    """

    patient: Integers
    day: Integers
    rank: Integers
    kind: Integers
    name: Integers
    variant: Integers


@dataclass(frozen=True, slots=True)
class Happening:
    """One kind of event in the lives of those patients to whom it happened.

    Attributes
    ----------
    index : for each patient of the block, the event's number, or `NO_EVENT`
    """

    chart: Chart
    index: Integers

    @property
    def happened(self) -> Flags:
        """To whom it happened."""
        result: Flags = self.index != NO_EVENT
        return result

    def say(
        self,
        finding: str,
        value: str | None,
        where: Flags | None = None,
        *,
        qualifier: str = "",
        status: str = RECORDED,
    ) -> None:
        """Write the same statement into the event of everybody to whom it happened (and who is in `where`)."""
        code = self.chart.vocabulary.statement(finding, value, qualifier, status)
        index = self.index[self._among(where)]
        self.chart.write(index, np.full(index.size, code))

    def presence(self, finding: str, answer: Flags, where: Flags | None = None, *, qualifier: str = "") -> None:
        """Write yes or no as `answer` has it."""
        self.choose(finding, ("no", "yes"), answer.astype(np.int64), where, qualifier=qualifier)

    def choose(
        self,
        finding: str,
        words: tuple[str, ...],
        which: Integers,
        where: Flags | None = None,
        *,
        qualifier: str = "",
    ) -> None:
        """Write the word at the place that `which` names; a negative place is silence."""
        codes = np.array([self.chart.vocabulary.statement(finding, word, qualifier) for word in words])
        among = self._among(where) & (which >= 0)
        self.chart.write(self.index[among], codes[which[among]])

    def measure(self, finding: str, numbers: Numbers, where: Flags | None = None, *, qualifier: str = "") -> None:
        """Write a number in the finding's own unit."""
        among = self._among(where)
        index = self.index[among]
        code = self.chart.vocabulary.statement(finding, None, qualifier)
        self.chart.write(index, np.full(index.size, code), numbers[among])

    def date(self, finding: str, days: Integers, where: Flags | None = None) -> None:
        """Write a calendar day."""
        among = self._among(where)
        start = self.chart.vocabulary.days(finding)
        self.chart.write(self.index[among], days[among] + start)

    def _among(self, where: Flags | None) -> Flags:
        return self.happened if where is None else self.happened & where


@dataclass(slots=True)
class Chart:
    """The events and statements of one block, in the order in which they were written.

    Attributes
    ----------
    last : the day after which nothing happens to a patient that the file knows of
    """

    vocabulary: Vocabulary
    dice: Dice
    last: Integers
    events: list[Entry] = field(default_factory=list)
    n_events: int = 0
    rows: list[tuple[Integers, Integers, Numbers]] = field(default_factory=list)

    def event(self, kind: str, name: str, day: Integers, where: Flags, *, beyond: bool = False) -> Happening:
        """An event of this kind on that day, for everybody in `where` whose file is still open.

        Parameters
        ----------
        name : the event's id; each of one patient must differ
        beyond : whether it is written even when it lies after the last day
        """
        among = where if beyond else where & (day <= self.last)
        patients = np.flatnonzero(among)
        index = np.full(among.size, NO_EVENT)
        index[patients] = self.n_events + np.arange(patients.size)
        ones = np.ones(patients.size, dtype=np.int64)
        kind_code = 0 if kind == PATIENT else tuple(KINDS).index(kind) + 1
        name_code = self.vocabulary.name(name)
        self.events.append(
            Entry(patients, day[patients], ones * len(self.events), ones * kind_code, ones * name_code, ones * 0)
        )
        self.n_events += patients.size
        return Happening(self, index)

    def write(self, index: Integers, codes: Integers, numbers: Numbers | None = None) -> None:
        """Statements into events; the number of each is its own or none."""
        self.rows.append((index, codes, np.full(index.size, np.nan) if numbers is None else numbers))

    def gathered(self) -> tuple[Entry, Integers, Integers, Numbers]:
        """All events, and of all rows the event, the statement and the number."""
        names = ("patient", "day", "rank", "kind", "name", "variant")
        entry = Entry(*(np.concatenate([getattr(each, name) for each in self.events]) for name in names))
        index, codes, numbers = (np.concatenate(each) for each in zip(*self.rows, strict=True))
        return entry, index, codes, numbers
