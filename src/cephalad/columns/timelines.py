"""What counts, of many patients, each as of a moment: timelines side by side, as flat arrays that a rule asks.

A timeline is one patient as of one moment; a patient who is asked about twice has two. The events of all timelines lie
in one row, those of a timeline together and in their order, so that an event is named by its *place* in that row and
two places of a timeline stand to each other as the events do. A rule marks places (Boolean, one entry for each event)
and asks for the last or the first marked place of every timeline.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.standing import Standing
from cephalad.logic import Basis
from cephalad.terms import FINDINGS, KINDS

__all__ = [
    "NONE",
    "Days",
    "Marks",
    "Places",
    "Rows",
    "Sayings",
    "Timelines",
    "code_of",
    "moments_on",
    "n_codes",
    "seen_at",
    "word_bits",
]

Marks = NDArray[np.bool_]
"""One entry for each event: whether it is marked."""

Places = NDArray[np.int64]
"""One entry for each timeline: the place of an event, or `NONE`."""

Days = NDArray[np.int64]
"""Days since 1970-01-01."""

NONE = -1
"""The place of an event that is not there: before every other."""

_KINDS = pl.Enum(list(KINDS))
_CHOICES = dict.fromkeys(choice.id for finding in FINDINGS.values() for choice in finding.choices)
_TEXTS = pl.Enum(list(dict.fromkeys(("yes", "no", *_CHOICES))))
_CODES = {word: code for code, word in enumerate(_TEXTS.categories)}
_PLACE_OF = {finding: place for place, finding in enumerate(FINDINGS)}
_KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}
_NO_TEXT, _FREE_TEXT = -1, -2
_UNKNOWN, _SUSPECTED = "unknown", "suspected"


def word_bits(finding: str) -> Mapping[str, int]:
    """The bit of every answer of a finding, as `Timelines.words` sets them.

    Examples
    --------
    >>> word_bits("vein.outcome")["removed"]
    1
    """
    found = FINDINGS[finding]
    answers = tuple(choice.id for choice in found.choices) or ("yes", "no")
    return MappingProxyType({answer: 1 << place for place, answer in enumerate(answers)})


def code_of(word: str) -> int:
    """The code of an answer, as `Rows.codes` holds it."""
    return _CODES[word]


def n_codes() -> int:
    """How many answers have a code; the codes run from 0."""
    return len(_CODES)


# --- which events a timeline has --------------------------------------------------------------------------------------


def moments_on(standing: Standing, day: int) -> pl.DataFrame:
    """The moments of a day that all patients are asked about, for `seen_at`; days since 1970-01-01."""
    persons = standing.patients.select("person")
    return persons.with_columns(
        before=pl.lit(None, pl.Int64), earliest=pl.lit(day, pl.Int64), latest=pl.lit(day, pl.Int64)
    )


def seen_at(standing: Standing, moments: pl.DataFrame) -> Timelines:
    """The timelines of these moments, one for each row of `moments`, in its order.

    Parameters
    ----------
    moments : `person`; `before`, the place from which on nothing counts, or null where the day decides: then an event
        counts when its last possible day has come; `earliest` and `latest`, the days that the moment may be
    """
    events = standing.events
    persons = moments["person"].to_numpy()
    counts = np.bincount(events["person"].to_numpy(), minlength=standing.patients.height)
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    row, taken = _spread(starts[persons], counts[persons])
    before = moments["before"].fill_null(NONE).to_numpy()
    latest = events["to"].to_physical().to_numpy().astype(np.int64)
    earliest = moments["earliest"].to_numpy()
    counted = np.where(before[row] == NONE, latest[taken] <= earliest[row], taken < before[row])
    row, taken = row[counted], taken[counted]
    place = np.arange(len(taken), dtype=np.uint32)
    seen = events[taken].with_columns(place=pl.Series(place), person=pl.Series(row.astype(np.uint32)))
    patients = standing.patients[persons].with_columns(person=pl.Series(np.arange(len(persons), dtype=np.uint32)))
    findings = _findings_of(standing.findings, taken, row, events.height)
    headers = patients.select("person").with_columns(whose=pl.Series(persons.astype(np.uint32)))
    headers = headers.join(standing.headers.rename({"person": "whose"}), on="whose", how="inner", maintain_order="left")
    whole = replace(standing, patients=patients, events=seen, findings=findings, headers=headers.drop("whose"))
    return Timelines(whole, earliest.astype(np.int64), moments["latest"].to_numpy().astype(np.int64))


def _spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Stretches of a row, end to end: for each entry the stretch to which it belongs, and its place in the row."""
    row = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, starts[row] + within


def _findings_of(
    findings: pl.DataFrame, taken: NDArray[np.int64], row: NDArray[np.int64], n_events: int
) -> pl.DataFrame:
    counts = np.bincount(findings["place"].to_numpy(), minlength=n_events)
    starts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    place, chosen = _spread(starts[taken], counts[taken])
    return findings[chosen].with_columns(
        place=pl.Series(place.astype(np.uint32)), person=pl.Series(row[place].astype(np.uint32))
    )


# --- what a rule asks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one finding, oldest first.

    Attributes
    ----------
    places : the event of each row
    codes : the answer of each row as a code; negative where there is none, or it is a free text
    numbers : the number of each row; not a number where there is none
    unknown : whether the row says that the finding is not known
    taken : where the row stands in the findings of all timelines
    """

    places: NDArray[np.int64]
    codes: NDArray[np.int16]
    numbers: NDArray[np.float64]
    unknown: NDArray[np.bool_]
    taken: NDArray[np.int64]

    @property
    def given(self) -> NDArray[np.bool_]:
        """Whether the row has a value."""
        return np.asarray((self.codes != _NO_TEXT) | ~np.isnan(self.numbers))

    def says(self, *answers: str) -> NDArray[np.bool_]:
        """Whether the row gives one of these answers; any value when none is named."""
        if not answers:
            return self.given
        spoken = np.zeros(len(_CODES) + 2, dtype=np.bool_)  # no answer and a free text stand at the end
        spoken[[_CODES[answer] for answer in answers]] = True
        return np.asarray(spoken[self.codes])


@dataclass(frozen=True, slots=True)
class Sayings:
    """Every row of every finding, in the order of the events.

    Attributes
    ----------
    places : the event of each row
    findings : the finding of each row, by its number in the vocabulary
    codes : the answer of each row as a code; negative where there is none, or it is a free text
    given : whether the row has a value
    unknown, suspected : whether the row has this status
    """

    places: NDArray[np.int64]
    findings: NDArray[np.int16]
    codes: NDArray[np.int16]
    given: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    suspected: NDArray[np.bool_]


class Timelines:
    """The counted events of many timelines and what they say.

    Parameters
    ----------
    standing : the events of all timelines, every one of which counts; its persons are the timelines
    earliest, latest : the days that the moment of each timeline may be

    Attributes
    ----------
    n : number of timelines
    n_events : number of events of all timelines
    whose : for each event its timeline
    start, end : for each event the first and the last day that it may have happened
    timed : for each event whether intervals may be counted from it
    """

    def __init__(self, standing: Standing, earliest: Days, latest: Days) -> None:
        events = standing.events
        self.standing = standing
        self.earliest, self.latest = earliest, latest
        self.n, self.n_events = standing.patients.height, events.height
        self.whose = events["person"].to_numpy().astype(np.int64)
        self.start = events["from"].to_physical().to_numpy().astype(np.int64)
        self.end = events["to"].to_physical().to_numpy().astype(np.int64)
        self.timed = (events["basis"] != Basis.ORDER_ONLY.value).to_numpy()
        self._kinds = events["kind"].cast(_KINDS).to_physical().to_numpy()
        self._every = np.arange(self.n_events)
        self._said: dict[tuple[str, ...], Marks] = {}

    # --- marks --------------------------------------------------------------------------------------------------------

    def of_kind(self, *kinds: str) -> Marks:
        """The events of these kinds."""
        wanted = np.zeros(len(_KIND_CODES), dtype=np.bool_)
        wanted[[_KIND_CODES[kind] for kind in kinds]] = True
        return np.asarray(wanted[self._kinds])

    def says(self, finding: str, *answers: str) -> Marks:
        """The events that give one of these answers to a finding; any value when none is named."""
        key = (finding, *answers)
        if key not in self._said:
            rows = self.rows(finding)
            self._said[key] = self.marked(rows.places[rows.says(*answers)])
        return self._said[key]

    def recorded_unknown(self, finding: str) -> Marks:
        """The events that record the finding as unknown."""
        rows = self.rows(finding)
        return self.marked(rows.places[rows.unknown])

    def words(self, finding: str) -> NDArray[np.int64]:
        """For each event all answers that it gives, as a mask of `word_bits`."""
        rows = self.rows(finding)
        bits = np.zeros(len(_CODES) + 1, dtype=np.int64)
        for word, bit in word_bits(finding).items():
            bits[_CODES[word]] = bit
        spoken = rows.codes >= 0
        found = np.zeros(self.n_events, dtype=np.int64)
        np.bitwise_or.at(found, rows.places[spoken], bits[rows.codes[spoken]])
        return found

    def first_word(self, finding: str) -> NDArray[np.int16]:
        """For each event the code of the first answer that it gives, negative where it gives none; see `code`."""
        rows = self.rows(finding)
        spoken = rows.codes >= 0
        found = np.full(self.n_events, _NO_TEXT, dtype=np.int16)
        # Written from the back: the first row of an event is written last.
        found[rows.places[spoken][::-1]] = rows.codes[spoken][::-1]
        return found

    def first_number(self, finding: str) -> NDArray[np.float64]:
        """For each event the number in its first row of a finding; not a number where there is none."""
        rows = self.rows(finding)
        found = np.full(self.n_events, np.nan)
        found[rows.places[::-1]] = rows.numbers[::-1]
        return found

    @staticmethod
    def code(word: str) -> int:
        """The code of an answer in `first_word`."""
        return _CODES[word]

    @staticmethod
    def word(code: int) -> str:
        """The answer of a code."""
        return str(_TEXTS.categories[code])

    def marked(self, places: NDArray[np.int64]) -> Marks:
        """Marks at these places."""
        marks = np.zeros(self.n_events, dtype=np.bool_)
        marks[places] = True
        return marks

    def after(self, place: Places) -> Marks:
        """The events after a place of their timeline; all where it is `NONE`."""
        return np.asarray(self._every > place[self.whose])

    def before(self, place: Places) -> Marks:
        """The events before a place of their timeline; none where it is `NONE`."""
        return np.asarray(self._every < place[self.whose])

    def previous(self, marks: Marks) -> NDArray[np.int64]:
        """For each event the last marked event before it in its timeline, or `NONE`."""
        places = np.where(marks, self._every, NONE)
        last = np.concatenate([[NONE], np.maximum.accumulate(places)])[:-1] if self.n_events else places
        same = self.whose[last] == self.whose if self.n_events else np.zeros(0, dtype=np.bool_)
        return np.where(same & (last != NONE), last, NONE)

    # --- places -------------------------------------------------------------------------------------------------------

    def last(self, marks: Marks) -> Places:
        """The last marked event of each timeline."""
        places = np.flatnonzero(marks)
        found = np.full(self.n, NONE, dtype=np.int64)
        found[self.whose[places]] = places
        return found

    def first(self, marks: Marks) -> Places:
        """The first marked event of each timeline."""
        places = np.flatnonzero(marks)[::-1]
        found = np.full(self.n, NONE, dtype=np.int64)
        found[self.whose[places]] = places
        return found

    def any(self, marks: Marks) -> NDArray[np.bool_]:
        """For each timeline whether any event is marked."""
        found = np.zeros(self.n, dtype=np.bool_)
        found[self.whose[marks]] = True
        return found

    def count(self, marks: Marks) -> NDArray[np.int64]:
        """For each timeline how many events are marked."""
        return np.bincount(self.whose[marks], minlength=self.n)

    # --- rows ---------------------------------------------------------------------------------------------------------

    def rows(self, finding: str) -> Rows:
        """The rows of a finding."""
        code = _PLACE_OF[finding]
        start, end = self._starts[code], self._starts[code + 1]
        places, codes, numbers, unknown, taken = self._by_finding
        at = slice(start, end)
        return Rows(places[at], codes[at], numbers[at], unknown[at], taken[at])

    @cached_property
    def sayings(self) -> Sayings:
        """All rows, a word as its code."""
        findings = self.standing.findings
        text, status = findings["value_text"], findings["status"]
        return Sayings(
            places=findings["place"].to_numpy().astype(np.int64),
            findings=findings["finding"].to_physical().to_numpy().astype(np.int16),
            codes=_coded(text),
            given=(text.is_not_null() | findings["value_number"].is_not_null()).to_numpy(),
            unknown=(status == _UNKNOWN).to_numpy(),
            suspected=(status == _SUSPECTED).to_numpy(),
        )

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        counts = np.bincount(self.sayings.findings, minlength=len(FINDINGS))
        return np.concatenate([[0], np.cumsum(counts)])

    @cached_property
    def _by_finding(
        self,
    ) -> tuple[NDArray[np.int64], NDArray[np.int16], NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]:
        said = self.sayings
        order = np.argsort(said.findings, kind="stable")
        numbers = self.standing.findings["value_number"].fill_null(float("nan")).to_numpy()
        unknown = said.unknown & ~said.given
        return said.places[order], said.codes[order], numbers[order], unknown[order], order

    def texts(self, rows: Rows) -> pl.Series:
        """The texts of rows as recorded."""
        return self.standing.findings["value_text"][rows.taken].cast(pl.String)

    def qualifiers(self, rows: Rows) -> pl.Series:
        """What the rows are said of: a mass or a vein."""
        return self.standing.findings["qualifier"][rows.taken].cast(pl.String)

    # --- patients -----------------------------------------------------------------------------------------------------

    @cached_property
    def dated(self) -> NDArray[np.bool_]:
        """For each timeline whether its days are calendar dates."""
        return self.standing.patients["dated"].to_numpy()


def _coded(words: pl.Series) -> NDArray[np.int16]:
    """The code of each answer; of many rows that share few words each word is looked up once."""
    distinct = words.unique().drop_nulls()
    found = distinct.cast(pl.String).cast(_TEXTS, strict=False).to_physical().cast(pl.Int16).fill_null(_FREE_TEXT)
    places = distinct.to_physical().to_numpy()
    codes = np.full(int(places.max(initial=0)) + 2, _NO_TEXT, dtype=np.int16)
    codes[places] = found.to_numpy()
    return np.asarray(codes[words.to_physical().fill_null(len(codes) - 1).to_numpy()], dtype=np.int16)
