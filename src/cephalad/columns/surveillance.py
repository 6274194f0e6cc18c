"""The plan of surveillance over many timelines: of the open examinations the next, with its window and its status.

As `cephalad.plan.surveillance` defines it for one patient. Each kind of examination is worked out for all timelines at
once; the one whose window closes first is the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cephalad.columns.derived.endocrine import doses_given
from cephalad.columns.derived.follow_up import examinations, new_symptoms, unclear_findings
from cephalad.columns.expressions import verdict
from cephalad.columns.sheets import YES, Sheets
from cephalad.columns.timelines import NONE, Marks, Places
from cephalad.columns.windows import Spans, Windows, days_of, first_of_marked, months_after, statuses
from cephalad.facts.follow_up import BANDS
from cephalad.guideline.model import RISK_GROUPS, Band, Guideline, Schedule

__all__ = ["Plan", "open_examinations", "plan"]

Chosen = NDArray[np.bool_]
"""One entry for each timeline: whether something holds of it."""

_ECHOCARDIOGRAPHY = ("echocardiography",)
_IMAGING = ("surveillance-imaging", "pelvic-mri")
"""The words under which an examination is declined or ended."""

_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Plan:
    """The next examination of each timeline: of those not done the one whose window closes first.

    Attributes
    ----------
    study : null where none is open, and then so is everything else
    opens, closes : the first day on which the window may open, and the last on which it may close; null where no
        duration is known
    status : ``upcoming``, ``due``, ``overdue``, ``declined`` or ``cannot-tell``
    late_days : fewest days since the window closed; null unless it may have closed
    """

    study: pl.Series
    opens: pl.Series
    closes: pl.Series
    status: pl.Series
    late_days: pl.Series

    def columns(self) -> dict[str, pl.Series]:
        """The columns of the answers, by their names."""
        return {
            "next_study": self.study,
            "next_opens": self.opens,
            "next_closes": self.closes,
            "next_status": self.status,
            "next_late_days": self.late_days,
        }


def plan(
    sheets: Sheets,
    verdicts: pl.DataFrame,
    guideline: Guideline,
    groups: pl.Series,
    *,
    suspected_before_operation: Chosen,
) -> Plan:
    """The next examination of each timeline.

    Parameters
    ----------
    verdicts : a column ``c.<criterion>`` for each criterion, nullable Booleans, one row for each timeline
    groups : the group that each plan follows (`plan_groups`); null where follow-up does not apply
    suspected_before_operation : whether the disease was at least suspected just before the last operation
    """
    followed = _Followed(sheets, verdicts, guideline, groups, suspected_before_operation)
    return _next(followed, tuple(_open_examinations(followed)))


def open_examinations(
    sheets: Sheets,
    verdicts: pl.DataFrame,
    guideline: Guideline,
    groups: pl.Series,
    *,
    suspected_before_operation: Chosen,
) -> pl.DataFrame:
    """Every open examination, a row each, in the order of the plan; the parameters are those of `plan`.

    Columns: `row`, the place of the timeline; `study`; `opens`, `closes` and `status` as in `Plan`, but that a refusal
    does not hide whether the examination is due: it stands in `declined`.
    """
    followed = _Followed(sheets, verdicts, guideline, groups, suspected_before_operation)
    return pl.concat([_rows_of(item, followed) for item in _open_examinations(followed)])


def _rows_of(item: _Examination, followed: _Followed) -> pl.DataFrame:
    status = _status(item.windows, followed.as_of, item.known, np.zeros(len(item.open), dtype=np.bool_))
    days = {"opens": item.windows.opens.earliest, "closes": item.windows.closes.latest}
    return pl.DataFrame(
        {
            "row": np.arange(len(item.open), dtype=np.int64),
            "study": pl.repeat(item.study, len(item.open), eager=True),
            **{name: _where(item.known, pl.Series(each)).cast(pl.Int32).cast(pl.Date) for name, each in days.items()},
            "status": status.cast(pl.String),
            "declined": item.refused,
        }
    ).filter(pl.Series(item.open))


@dataclass(frozen=True)
class _Followed:
    """What the plan reads."""

    sheets: Sheets
    verdicts: pl.DataFrame
    guideline: Guideline
    groups: pl.Series
    suspected_before_operation: Chosen

    def holds(self, criterion: str) -> Chosen:
        """Whether a criterion is yes."""
        return self.verdicts[verdict(criterion)].fill_null(value=False).to_numpy()

    def may_hold(self, criterion: str) -> Chosen:
        """Whether a criterion is not no."""
        return self.verdicts[verdict(criterion)].fill_null(value=True).to_numpy()

    @property
    def as_of(self) -> Spans:
        """The days of the moments."""
        return Spans(self.sheets.timelines.earliest, self.sheets.timelines.latest)

    @cached_property
    def closing(self) -> Marks:
        """The examinations that closed a window."""
        return examinations(self.sheets).closing

    @cached_property
    def examined(self) -> Places:
        """The last examination that closed a window, else the event that started follow-up."""
        last = self.sheets.timelines.last(self.closing)
        return np.where(last == NONE, self.sheets.index, last)

    @cached_property
    def applies(self) -> Chosen:
        """Whether follow-up runs and was not stopped by a clinician's decision."""
        t, index = self.sheets.timelines, self.sheets.index
        stopped = t.any(t.says("decision.stop-surveillance", "yes") & ~t.before(index))
        return np.asarray(self.holds("ivl.surveillance.applies") & (index != NONE) & ~stopped, dtype=np.bool_)

    @cached_property
    def triggers(self) -> Marks:
        """The new symptoms and the unclear finding that make the next examination due at once."""
        at_once = self.holds("ivl.surveillance.next-at-once")[self.sheets.timelines.whose]
        return np.asarray(at_once & (new_symptoms(self.sheets) | unclear_findings(self.sheets)), dtype=np.bool_)

    def since(self, place: Places, finding: str, words: tuple[str, ...]) -> Chosen:
        """Whether one of these words is on record after a place."""
        t = self.sheets.timelines
        return t.any(t.says(finding, *words) & t.after(place))


@dataclass(frozen=True, slots=True)
class _Examination:
    """One kind of examination.

    Attributes
    ----------
    open : in which timelines it stands in the plan
    windows, known : its windows, and where they are known
    refused : where it was declined
    """

    study: str
    open: Chosen
    windows: Windows
    known: Chosen
    refused: Chosen


@dataclass(frozen=True, slots=True)
class _Interval:
    """Months of the window after the last examination."""

    shortest: NDArray[np.int64] | int
    longest: NDArray[np.int64] | int


# --- the open examinations --------------------------------------------------------------------------------------------


def _open_examinations(followed: _Followed) -> Iterator[_Examination]:
    """The kinds of examination in the order of the plan."""
    baseline, regular = _baseline(followed), _regular(followed)
    ended = followed.since(followed.examined, "decision.ends-study", _IMAGING)
    for item in (baseline, regular):
        yield _only(item, followed.applies & ~ended)
    echo_ended = followed.since(followed.examined, "decision.ends-study", _ECHOCARDIOGRAPHY)
    yield _only(_echocardiography(followed, baseline, regular), followed.applies & ~echo_ended)
    yield _only(_after_endocrine_therapy(followed), followed.applies & ~ended)


def _only(item: _Examination, chosen: Chosen) -> _Examination:
    return _Examination(item.study, item.open & chosen, item.windows, item.known, item.refused)


def _baseline(followed: _Followed) -> _Examination:
    """The baseline MRI, which is also the first surveillance examination.

    Where the disease was recognised only in the specimen, it is due at once from that day on.
    """
    sheets, numbers = followed.sheets, followed.guideline.numbers
    interval = _Interval(int(numbers["baseline.opens"]), int(numbers["baseline.closes"]))
    recognised = _recognised_afterwards(followed)
    at_once = sheets.timelines.marked(recognised[recognised != NONE])
    wanted = sheets.operated & ~sheets.says("surveillance.baseline-done")
    return _examination(followed, "baseline-mri", wanted, sheets.index, interval, at_once)


def _recognised_afterwards(followed: _Followed) -> Places:
    """The pathology that first named the disease after an operation made for something else."""
    sheets, t = followed.sheets, followed.sheets.timelines
    shown = np.append(sheets.epochs.shown, False)[sheets.operation]
    named = t.first(t.says("pathology.diagnosis", "ivl") & t.after(sheets.operation))
    return np.where(sheets.operated & ~shown & ~followed.suspected_before_operation, named, NONE)


def _regular(followed: _Followed) -> _Examination:
    sheets = followed.sheets
    wanted = ~sheets.operated | sheets.timelines.any(followed.closing)
    return _examination(followed, "surveillance-imaging", wanted, followed.examined, _interval(followed))


def _echocardiography(followed: _Followed, baseline: _Examination, regular: _Examination) -> _Examination:
    """Echocardiography in the window of the imaging, where the cava or heart was involved or never cleared."""
    t = followed.sheets.timelines
    opens = baseline.windows.opens.where(baseline.open, regular.windows.opens)
    closes = baseline.windows.closes.where(baseline.open, regular.windows.closes)
    known = np.where(baseline.open, baseline.known, regular.known)
    echoes = t.says("imaging.modality", "echocardiography") & t.after(followed.examined)
    too_early = Spans(t.start, t.end).before(opens.of(t.whose)) == YES
    done = t.any(echoes & known[t.whose] & ~too_early)
    wanted = followed.may_hold("ivl.surveillance.echocardiography") & ~done
    refused = followed.since(followed.examined, "declined.study", _ECHOCARDIOGRAPHY)
    return _Examination("echocardiography", wanted, Windows(opens, closes), known, refused)


def _after_endocrine_therapy(followed: _Followed) -> _Examination:
    """The MRI after the last dose of a course that was stopped, until one was made."""
    t, numbers = followed.sheets.timelines, followed.guideline.numbers
    months = numbers["endocrine.reimage-months"]
    interval = _Interval(int(months - numbers["single-figure.tolerance"]), int(months))
    last = t.last(doses_given(t))
    made = t.any(followed.closing & t.after(last))
    wanted = followed.holds("ivl.endocrine.stopped") & (last != NONE) & ~made
    return _examination(followed, "mri-after-endocrine-therapy", wanted, last, interval)


def _examination(
    followed: _Followed,
    study: str,
    wanted: Chosen,
    base: Places,
    interval: _Interval,
    at_once: Marks | None = None,
) -> _Examination:
    """An examination by imaging, its window counted from an event of each timeline.

    Parameters
    ----------
    at_once : events that make it due on their day, beside those that make any examination due
    """
    t = followed.sheets.timelines
    started = days_of(t, base)
    opens = months_after(started, interval.shortest, t.dated)
    closes = months_after(started, interval.longest, t.dated)
    triggers = followed.triggers if at_once is None else followed.triggers | at_once
    opens = opens.no_later_than(first_of_marked(t, triggers & t.timed))
    known = np.append(t.timed, False)[base]
    refused = followed.since(base, "declined.study", _IMAGING)
    return _Examination(study, wanted, Windows(opens, closes), known, refused)


# --- intervals --------------------------------------------------------------------------------------------------------


def _interval(followed: _Followed) -> _Interval:
    """The months after the last examination for each group, in the band that the record has reached."""
    numbers = followed.guideline.numbers
    shortest, longest = (np.zeros(followed.sheets.n, dtype=np.int64) for _ in range(2))
    continuous = followed.may_hold("ivl.surveillance.continuous")
    for group, band, runs in _bands(followed):
        for held in (True, False):
            chosen = runs & (continuous == held)
            shortest[chosen], longest[chosen] = _months(followed.guideline, group, band, continuous=held)
    dense = followed.holds("ivl.surveillance.dense-in-every-band") | ~followed.sheets.operated
    return _Interval(
        np.where(dense, int(numbers["high.first.shortest"]), shortest),
        np.where(dense, int(numbers["high.first.longest"]), longest),
    )


def _bands(followed: _Followed) -> Iterator[tuple[str, Band, Chosen]]:
    """Every band of every schedule, and the timelines that are in it."""
    reached = followed.sheets.sides("surveillance.band")
    # An unknown band is dense: the first.
    place = np.select([reached == 1 << at for at in range(len(BANDS))], list(range(len(BANDS))), 0)
    for group, schedule, runs in _schedules(followed):
        final = len(schedule.bands) - 1
        for at, band in enumerate(schedule.bands):
            # A schedule with fewer bands ends in its last.
            yield group, band, runs & (np.minimum(place, final) == at)


def _schedules(followed: _Followed) -> Iterator[tuple[str, Schedule, Chosen]]:
    """Every schedule and the timelines that follow it: a group's first whose condition holds, else its last."""
    for group in RISK_GROUPS:
        left = (followed.groups == group).fill_null(value=False).to_numpy()
        *conditional, last = followed.guideline.schedules[group]
        for schedule in conditional:
            runs = left & followed.holds(schedule.only_if)
            yield group, schedule, runs
            left = left & ~runs
        yield group, last, left


def _months(guideline: Guideline, group: str, band: Band, *, continuous: bool) -> tuple[int, int]:
    """Months of the window in a band; the last band is narrowed where follow-up is continuous."""
    tolerance = guideline.number("single-figure.tolerance")
    longest = guideline.number(band.longest)
    shortest = guideline.number(band.shortest) if band.shortest else longest - tolerance
    if band.until is None and continuous and band.shortest:
        longest = min(longest, guideline.number("low.third.shortest")) if group == "low" else longest
        shortest = min(shortest, longest - tolerance)
    return int(shortest), int(longest)


# --- the next one -----------------------------------------------------------------------------------------------------


def _next(followed: _Followed, items: tuple[_Examination, ...]) -> Plan:
    """Of the open examinations the one that closes first; without a known window after those with one."""
    rank = np.stack([np.where(item.known, item.windows.closes.latest, _FAR - 1) for item in items])
    rank = np.where(np.stack([item.open for item in items]), rank, _FAR)
    # The first of equals is the first of the plan.
    chosen = rank.argmin(axis=0)
    open_ = np.take_along_axis(rank, chosen[np.newaxis], axis=0)[0] != _FAR
    windows = Windows(
        _of_chosen(chosen, [item.windows.opens for item in items]),
        _of_chosen(chosen, [item.windows.closes for item in items]),
    )
    known = open_ & np.choose(chosen, [item.known for item in items])
    refused = np.choose(chosen, [item.refused for item in items])
    as_of = followed.as_of
    maybe_late = known & (as_of.latest > windows.closes.earliest)
    return Plan(
        study=_where(open_, pl.Series([item.study for item in items]).gather(chosen)),
        opens=_where(known, pl.Series(windows.opens.earliest)).cast(pl.Int32).cast(pl.Date),
        closes=_where(known, pl.Series(windows.closes.latest)).cast(pl.Int32).cast(pl.Date),
        status=_where(open_, _status(windows, as_of, known, refused)),
        late_days=_where(maybe_late, pl.Series(np.maximum(0, as_of.earliest - windows.closes.latest))).cast(pl.Int32),
    )


def _of_chosen(chosen: NDArray[np.intp], spans: list[Spans]) -> Spans:
    earliest, latest = [each.earliest for each in spans], [each.latest for each in spans]
    return Spans(np.choose(chosen, earliest), np.choose(chosen, latest))


def _where(chosen: Chosen, values: pl.Series) -> pl.Series:
    """The values where chosen, else null."""
    return values.set(pl.Series(~chosen), None)


def _status(windows: Windows, as_of: Spans, known: Chosen, refused: Chosen) -> pl.Series:
    """The most urgent status; what was refused reads declined until its window has surely closed."""
    possible = statuses(windows, as_of)
    cases = {"cannot-tell": ~known, "declined": refused & (as_of.latest <= windows.closes.latest), **possible}
    place = np.select(list(cases.values()), list(range(len(cases))), -1)
    return pl.Series(list(cases)).gather(place)
