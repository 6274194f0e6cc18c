"""What a summary counts: for each count the women who belong to it, and every way in which the counts add up.

A count has a dotted name, ``suspicion.probable`` or ``agreement.team.missed``. Its condition reads one row of the
answers and is never null, so that nobody is lost between yes and no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from cephalad.cohort.small_cells import Sum
from cephalad.columns.answers import study_column
from cephalad.guideline.model import RISK_GROUPS, Guideline

__all__ = [
    "AGREEMENT",
    "ALL",
    "COMPLETENESS",
    "HORIZONS",
    "LADDERS",
    "NEXT_STATUSES",
    "NEXT_STUDIES",
    "SURELY_LATE",
    "WORKUP_STATUSES",
    "Cells",
    "cells_of",
]

ALL = "patients"
"""The count of everybody."""

LADDERS = ("suspicion", "pumch_2024", "ma", "ivc_level", "pelvic")
"""Scales on which every woman stands, by the columns of the answers."""

COMPLETENESS = ("complete", "incomplete", "conflicting", "unknown")
NEXT_STUDIES = ("baseline-mri", "surveillance-imaging", "echocardiography", "mri-after-endocrine-therapy")
NEXT_STATUSES = ("overdue", "due", "upcoming", "declined", "cannot-tell")
WORKUP_STATUSES = ("done", "partly-done", "due", "overdue", "declined", "unknown", "not-indicated")
HORIZONS = (30, 90)
"""Days ahead within which a window closes; what a clinic has to find appointments for."""

AGREEMENT = ("echocardiography", "team", "baseline", "completeness", "overdue")
"""What the guideline asks for and the record can be held against."""

_PLANS = (*RISK_GROUPS[::-1],)
_RISK = (*_PLANS, "cannot-tell")
_ECHOCARDIOGRAPHY = study_column("echocardiography")
_DAY_ZERO = pl.date(1970, 1, 1)

_LATE = pl.col("next_late_days").fill_null(0)
_STATUS = pl.col("next_status").fill_null("none")
SURELY_LATE = (_STATUS == "overdue") & (_LATE > 0)
"""Overdue on every day that the window may have closed; late by no day means that it may still be open."""


@dataclass
class Cells:
    """The counts of a summary.

    Attributes
    ----------
    holds : for each name whether a woman belongs to it
    sums : every way in which counts add up
    words : for each column the words that it may hold, so that a word of another version is seen
    """

    holds: dict[str, pl.Expr] = field(default_factory=lambda: {ALL: pl.lit(value=True)})
    sums: list[Sum] = field(default_factory=list)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def split(self, total: str, parts: Mapping[str, pl.Expr]) -> None:
        """Count the women of a total in parts that exclude each other and leave nobody out."""
        for name, holds in parts.items():
            self.holds[name] = holds & self.holds[total]
        self.sums.append(Sum(total, tuple(parts)))

    def mark(self, name: str, holds: pl.Expr, total: str = ALL) -> None:
        """Count the women of whom something holds, beside those of whom it does not."""
        self.split(total, {name: holds, f"{name}.rest": ~holds})

    def by_word(self, total: str, name: str, column: str, words: Iterable[str]) -> None:
        """Count the women of a total by the word in a column."""
        told = tuple(words)
        self.words[column] = (*self.words.get(column, ()), *told)
        self.split(total, {f"{name}.{word}": (pl.col(column) == word).fill_null(value=False) for word in told})


def cells_of(guideline: Guideline, studies: Sequence[str], missing: Sequence[str]) -> Cells:
    """The counts for the answers of a guideline.

    Parameters
    ----------
    studies : those of the work-up that have a column
    missing : facts to be counted among those that would settle something
    """
    cells = Cells()
    _on_scales(cells, guideline)
    _urgent(cells, guideline)
    _operated(cells)
    _followed(cells)
    for study in studies:
        cells.by_word(ALL, f"workup.{study}", study_column(study), WORKUP_STATUSES)
    _agreement(cells, "echocardiography" in studies)
    for fact in missing:
        cells.mark(f"missing.{fact}", _lists("missing", fact))
    return cells


def _lists(column: str, word: str) -> pl.Expr:
    return pl.col(column).list.contains(word).fill_null(value=False)


def _on_scales(cells: Cells, guideline: Guideline) -> None:
    """Who reached which step, whether a higher one is open, and for each step who may have reached it without proof."""
    for name in LADDERS:
        ladder = guideline.ladders[name.replace("_", "-")]
        steps = tuple(rung.value for rung in ladder.rungs)
        floor = (ladder.floor, *(("excluded",) if name == "suspicion" else ()))
        cells.by_word(ALL, name, name, (*steps[::-1], *floor))
        is_open = pl.col(f"{name}_not_excluded").list.len() > 0
        for step in (*steps, *floor):
            cells.mark(f"{name}.{step}.open", is_open, f"{name}.{step}")
        _not_excluded(cells, name, steps)


def _not_excluded(cells: Cells, name: str, steps: Iterable[str], total: str = ALL) -> None:
    for step in steps:
        cells.mark(f"{name}.{step}.not-excluded", _lists(f"{name}_not_excluded", step), total)


def _urgent(cells: Cells, guideline: Guideline) -> None:
    cells.mark("urgent", pl.col("urgent").list.len() > 0)
    for criterion in guideline.urgent:
        cells.mark(f"urgent.{criterion}", _lists("urgent", criterion), "urgent")


def _operated(cells: Cells) -> None:
    operated = pl.col("completeness") != "not-operated"
    cells.split(ALL, {"operated": operated, "not-operated": ~operated})
    cells.by_word("operated", "completeness", "completeness", COMPLETENESS)
    cells.words["completeness"] += ("not-operated",)


def _followed(cells: Cells) -> None:
    """Groups and the next examination of the women whom surveillance is for."""
    followed = pl.col("risk_group") != "not-applicable"
    cells.split(ALL, {"followed": followed, "not-followed": ~followed})
    cells.by_word("followed", "risk_group", "risk_group", _RISK)
    cells.words["risk_group"] += ("not-applicable",)
    _not_excluded(cells, "risk_group", _PLANS[:-1], "followed")
    cells.by_word("followed", "plan_group", "plan_group", _PLANS)
    waits = pl.col("next_study").is_not_null()
    cells.split("followed", {"next": waits, "next.none": ~waits})
    cells.by_word("next", "next", "next_study", NEXT_STUDIES)
    cells.by_word("next", "next.status", "next_status", NEXT_STATUSES)
    for study in NEXT_STUDIES:
        cells.by_word(f"next.{study}", f"next.{study}", "next_status", NEXT_STATUSES)
    cells.words["next_status"] = NEXT_STATUSES
    for status in NEXT_STATUSES:
        cells.sums.append(Sum(f"next.status.{status}", tuple(f"next.{study}.{status}" for study in NEXT_STUDIES)))
    _horizons(cells)


def _day() -> pl.Expr:
    """The day of the answer; null for a point just after an event."""
    words = pl.col("as_of")
    numbered = _DAY_ZERO + pl.duration(days=words.str.extract(r"^day (-?\d{1,6})$").cast(pl.Int64))
    return words.str.to_date("%Y-%m-%d", strict=False).fill_null(numbered.cast(pl.Date))


def _horizons(cells: Cells) -> None:
    """When the window of the next examination surely closes, in days from the day of the answer."""
    ahead = (pl.col("next_closes") - _day()).dt.total_days()
    near, far = HORIZONS
    cells.split(
        "next",
        {
            "closes.past": (ahead < 0).fill_null(value=False),
            f"closes.{near}": ahead.is_between(0, near).fill_null(value=False),
            f"closes.{far}": ahead.is_between(near + 1, far).fill_null(value=False),
            "closes.later": (ahead > far).fill_null(value=False),
            "closes.untold": ahead.is_null(),
        },
    )


# --- agreement with the guideline -------------------------------------------------------------------------------------


def _agreement(cells: Cells, has_echocardiography: bool) -> None:
    """Of each demand who met it, who did not, of whom it is not known, and of whom it is not asked."""
    word = pl.col("mdt_before_operation").fill_null("")
    _demand(cells, "team", asked="operated", met=word == "yes", missed=word == "no")
    complete = pl.col("completeness")
    _demand(cells, "completeness", asked="operated", met=complete != "unknown", missed=complete == "unknown")
    _baseline(cells)
    _demand(
        cells,
        "overdue",
        asked="next",
        met=_STATUS.is_in(["due", "upcoming", "declined"]),
        missed=SURELY_LATE,
    )
    if has_echocardiography:
        status = pl.col(_ECHOCARDIOGRAPHY)
        cells.split(
            ALL, {"echocardiography": status != "not-indicated", "no-echocardiography": status == "not-indicated"}
        )
        _demand(
            cells,
            "echocardiography",
            asked="echocardiography",
            met=status == "done",
            missed=status.is_in([each for each in WORKUP_STATUSES if each not in ("done", "unknown", "not-indicated")]),
        )
        cells.sums.append(_as_told("missed", "due", "overdue", "partly-done", "declined"))


def _as_told(part: str, *statuses: str) -> Sum:
    return Sum(f"agreement.echocardiography.{part}", tuple(f"workup.echocardiography.{each}" for each in statuses))


def _demand(cells: Cells, name: str, *, asked: str, met: pl.Expr, missed: pl.Expr) -> None:
    own = f"agreement.{name}"
    cells.split(asked, {f"{own}.known": met | missed, f"{own}.unknown": ~(met | missed)})
    cells.split(f"{own}.known", {f"{own}.met": met, f"{own}.missed": missed})


def _baseline(cells: Cells) -> None:
    """The baseline MRI is asked of the women whose window has closed; a woman still in it has missed nothing."""
    done = pl.col("baseline_done")
    waits = (pl.col("next_study") == "baseline-mri").fill_null(value=False)
    in_time = (done == "no").fill_null(value=False) & waits & _STATUS.is_in(["upcoming", "due", "declined"])
    cells.split(
        "followed",
        {
            "baseline": done.is_not_null() & ~in_time,
            "baseline.in-time": in_time,
            "baseline.not-operated": done.is_null(),
        },
    )
    met = (done == "yes").fill_null(value=False)
    missed = (done == "no").fill_null(value=False) & waits & SURELY_LATE
    _demand(cells, "baseline", asked="baseline", met=met, missed=missed)
    cells.words["baseline_done"] = ("yes", "no", "unknown")
    cells.words["mdt_before_operation"] = ("yes", "no", "unknown")
