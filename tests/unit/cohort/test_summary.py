"""What a summary counts, on women made by hand and on simulated ones counted a second time, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.unit.cohort.answers_by_reference import answers_frame
from tests.unit.cohort.built_answers import DAY, OPERATED, answers, same

from cephalad.cohort.simulate import simulated_tables
from cephalad.cohort.small_cells import FEWEST, Hidden, Shown
from cephalad.cohort.summary import LAST, MOST_FACTS, MOST_MOMENTS, Summary, summarise
from cephalad.cohort.summary_cells import AGREEMENT, ALL, NEXT_STATUSES, WORKUP_STATUSES, cells_of
from cephalad.columns.restore import restore
from cephalad.errors import UnreadableInput
from cephalad.guideline import default_guideline
from cephalad.logic import Calendar

OVERDUE: dict[str, Any] = OPERATED | {"next_status": "overdue", "next_closes": date(2026, 1, 1), "next_late_days": 59}


def of(*women: Mapping[str, Any], **options: bool) -> Mapping[str, Shown]:
    """The counts of these women, small ones too."""
    return summarise(answers(*map(dict, women)), **({"show_small_cells": True} | options)).snapshots[0].counts


def agreement(demand: str, *women: Mapping[str, Any]) -> tuple[Shown, ...]:
    """Who missed a demand, of how many, and of how many it is not known."""
    counts = of(*women)
    return tuple(counts[f"agreement.{demand}.{part}"] for part in ("missed", "known", "unknown"))


@pytest.fixture(scope="module")
def simulated() -> pl.DataFrame:
    """The answers of 200 simulated patients by the reference engine."""
    cases = list(restore(pl.concat(simulated_tables(200, 3))))
    points = ["day:5000" if case.calendar is Calendar.DAY_NUMBERS else "2024-06-30" for case in cases]
    found = answers_frame(zip(cases, points, strict=True), default_guideline())
    return found.with_columns(as_of=pl.lit("2024-06-30"))


# --- what is counted --------------------------------------------------------------------------------------------------


def test_a_step_is_counted_with_what_is_open_above_it() -> None:
    """Who reached a step, of whom more is not excluded, and who may have reached it, are three counts."""
    open_ = {"ma": "I", "ma_not_excluded": ["III", "IV"]}
    counts = of(*same(3, ma="I"), *same(2, **open_), {"ma": "III", "ma_not_excluded": ["IV"]}, {"ma": "none"})
    assert (counts["ma.I"], counts["ma.I.open"], counts["ma.I.not-excluded"]) == (5, 2, 0)
    assert (counts["ma.III"], counts["ma.III.open"], counts["ma.III.not-excluded"]) == (1, 1, 2)
    assert (counts["ma.IV"], counts["ma.IV.not-excluded"], counts["ma.none"]) == (0, 3, 1)


def test_urgent_women_are_counted_once_and_by_criterion() -> None:
    """A woman with two urgent findings is one urgent woman."""
    heart, syncope = "ivl.urgent.tumour-in-heart", "ivl.urgent.syncope-or-collapse"
    counts = of({"urgent": [heart, syncope]}, {"urgent": [heart]}, {})
    assert (counts["urgent"], counts[f"urgent.{heart}"], counts[f"urgent.{syncope}"]) == (2, 2, 1)


def test_every_woman_is_counted_in_every_table(simulated: pl.DataFrame) -> None:
    """All counts add up as the sums say, for a cohort in which every conclusion occurs."""
    guideline = default_guideline()
    cells = cells_of(guideline, [row.id for row in guideline.studies], [])
    counts = summarise(simulated, show_small_cells=True).snapshots[0].counts
    for each in cells.sums:
        assert counts[each.total] == sum(int(str(counts[part])) for part in each.parts), each.total
    assert counts[ALL] == simulated.height == 200
    assert {each for each in cells.holds if each.startswith("workup.")} == {
        f"workup.{row.id}.{status}" for row in guideline.studies for status in WORKUP_STATUSES
    }


@pytest.mark.parametrize(
    "column", ["suspicion", "ma", "pumch_2024", "ivc_level", "pelvic", "completeness", "risk_group", "plan_group"]
)
def test_words_are_counted_as_one_by_one(column: str, simulated: pl.DataFrame) -> None:
    """Each word is counted as often as it stands in its column."""
    counts = summarise(simulated, show_small_cells=True).snapshots[0].counts
    left_out = {None, "not-operated", "not-applicable"}
    for word, number in Counter(simulated[column]).items():
        assert word in left_out or counts[f"{column}.{word}"] == number
    assert len(set(simulated[column]) - left_out) > 1


def test_next_examinations_are_counted_by_study_and_status(simulated: pl.DataFrame) -> None:
    """The table of studies and statuses has the pairs that stand in the two columns."""
    counts = summarise(simulated, show_small_cells=True).snapshots[0].counts
    pairs = Counter(zip(simulated["next_study"], simulated["next_status"], strict=True))
    assert all(counts[f"next.{study}.{status}"] == n for (study, status), n in pairs.items() if study)
    assert counts["next"] == simulated.height - pairs[None, None]
    assert sum(int(str(counts[f"next.status.{status}"])) for status in NEXT_STATUSES) == counts["next"]


@pytest.mark.parametrize(
    ("closes", "part"),
    [
        (date(2026, 2, 28), "past"),
        (date(2026, 3, 1), "30"),
        (date(2026, 3, 31), "30"),
        (date(2026, 4, 1), "90"),
        (date(2026, 5, 30), "90"),
        (date(2026, 5, 31), "later"),
        (None, "untold"),
    ],
)
def test_when_a_window_closes(closes: date | None, part: str) -> None:
    """On 1 March 2026 the 30 days end on the 31st, and the 90 days on 30 May."""
    counts = of(OPERATED | {"next_closes": closes})
    assert [name for name, count in counts.items() if name.startswith("closes.") and count] == [f"closes.{part}"]


def test_days_are_counted_from_a_day_number_too() -> None:
    """Day 20454 is 1 January 2026: a window that closes 30 days later is near."""
    counts = of(OPERATED | {"as_of": "day 20454", "next_closes": date(2026, 1, 31)})
    assert (counts["closes.30"], counts["closes.90"]) == (1, 0)


# --- agreement --------------------------------------------------------------------------------------------------------


def test_echocardiography_is_held_against_its_indication() -> None:
    """Not made, late, in part or refused is missed; not indicated is not asked; unknown is apart."""
    statuses = ["done", "due", "overdue", "partly-done", "declined", "not-indicated", "unknown", "unknown"]
    women = [{"workup_echocardiography": status} for status in statuses]
    assert agreement("echocardiography", *women) == (4, 5, 2)


def test_a_team_is_asked_of_operated_women() -> None:
    """Yes met it, no missed it, a meeting of which nothing is told is apart, who was not operated is not asked."""
    women = [OPERATED | {"mdt_before_operation": word} for word in ("yes", "no", "no", "unknown")]
    assert agreement("team", *women, {}) == (2, 3, 1)


def test_completeness_is_asked_of_operated_women() -> None:
    """Only completeness of which nothing is told was not recorded; a disputed claim was."""
    women = [OPERATED | {"completeness": word} for word in ("complete", "incomplete", "conflicting", "unknown")]
    assert agreement("completeness", *women, {}) == (1, 4, 0)


def test_a_baseline_is_missed_once_its_window_has_closed() -> None:
    """Within the window, in refusal too, nothing is missed; where it may have closed or has no date it is not known."""
    waits = OPERATED | {"baseline_done": "no", "next_study": "baseline-mri"}
    missed = waits | {"next_status": "overdue", "next_late_days": 1}
    in_time = [waits | {"next_status": status} for status in ("upcoming", "due", "declined")]
    unknown = [
        waits | {"next_status": "overdue", "next_late_days": 0},
        waits | {"next_status": "cannot-tell", "next_closes": None},
        OPERATED | {"baseline_done": "unknown"},
        OPERATED | {"baseline_done": "no"},
    ]
    not_operated = {"risk_group": "high", "plan_group": "high", "suspicion": "confirmed"}
    assert agreement("baseline", missed, OPERATED, *in_time, *unknown, not_operated, {}) == (1, 2, 4)


def test_overdue_is_what_is_surely_late() -> None:
    """A window that may still be open is not known to be overdue; who has none open is not asked."""
    perhaps = OVERDUE | {"next_late_days": 0}
    untold = OPERATED | {"next_status": "cannot-tell", "next_closes": None}
    ended = OPERATED | dict.fromkeys(("next_study", "next_opens", "next_closes", "next_status"))
    declined = OPERATED | {"next_status": "declined"}
    assert agreement("overdue", OVERDUE, OVERDUE, perhaps, untold, ended, declined, OPERATED, {}) == (2, 4, 2)


def test_the_share_has_wilsons_interval() -> None:
    """Ten of twenty: a half, between 29.9 and 70.1 %."""
    women = [OPERATED | {"mdt_before_operation": word} for word in ["yes", "no"] * 10]
    found = summarise(answers(*women)).snapshots[0].share("agreement.team.missed", "agreement.team.known")
    assert found is not None
    assert (found.value, round(found.low, 3), round(found.high, 3)) == (0.5, 0.299, 0.701)


# --- late days and missing facts --------------------------------------------------------------------------------------


def late(*days: int, show: bool = False) -> tuple[tuple[int | None, ...], int | None]:
    """Quantiles and longest of women who are so many days late."""
    women: list[dict[str, Any]] = [OVERDUE | {"next_late_days": each} for each in days]
    found = summarise(answers(*women), show_small_cells=show).snapshots[0].late
    return found.quantiles, found.longest


def test_late_days_are_those_of_women_surely_overdue() -> None:
    """The quarters of 1 to 20 days are 5, 10 and 15; a woman late by no day is not among them."""
    assert late(*range(21), show=True) == ((5, 10, 15), 20)


@pytest.mark.parametrize(
    ("n", "expected"),
    [(4, ((None,) * 3, None)), (5, ((None,) * 3, 1)), (9, ((None,) * 3, 5)), (10, ((None, 5, None), 6)),
     (19, ((None, 10, None), 15)), (20, ((5, 10, 15), 16))],
)  # fmt: skip
def test_a_number_of_late_days_is_never_that_of_a_woman_alone(n: int, expected: tuple[Any, ...]) -> None:
    """Five women stand on each side of a quartile, and five reach what is called the longest."""
    assert late(*range(1, n + 1)) == expected


def test_the_facts_of_most_women_come_first() -> None:
    """Facts are counted by the women whom they would settle something for, ties in the order of their names."""
    women = [["b", "c"], ["b", "a"], [], ["d", "c"]]
    found = summarise(answers(*({"missing": facts} for facts in women)), show_small_cells=True)
    assert found.facts == ("b", "c", "a", "d")
    assert [found.snapshots[0].counts[f"missing.{fact}"] for fact in found.facts] == [2, 2, 1, 1]
    many = summarise(answers({"missing": [f"fact-{at}" for at in range(40)]}), show_small_cells=True)
    assert many.facts is not None
    assert len(many.facts) == MOST_FACTS


def test_missing_facts_may_not_have_been_worked_out() -> None:
    """No list at all is told apart from an empty one."""
    assert summarise(answers({})).facts is None
    assert summarise(answers({"missing": []})).facts == ()


# --- several moments --------------------------------------------------------------------------------------------------


def moments(*names: str) -> Summary:
    """One woman at each of these moments."""
    return summarise(answers(*({"as_of": name, "patient": "w"} for name in names)), show_small_cells=True)


def test_moments_stand_in_order_of_time() -> None:
    """Dates come first, then day numbers by size, then the last events, which are one moment of the cohort."""
    found = moments("2026-01-01", "day 900", "day 1000", "2025-12-31", "after:contact-2")
    assert [each.as_of for each in found.snapshots] == ["2025-12-31", "2026-01-01", "day 900", "day 1000", LAST]


def test_each_moment_is_counted_by_itself() -> None:
    """The same woman is one woman on each date."""
    rows = answers({"patient": "w"}, {"patient": "w", "as_of": "2027-01-01", "ma": "I"})
    found = summarise(rows, show_small_cells=True).snapshots
    assert [(each.counts[ALL], each.counts["ma.I"]) for each in found] == [(1, 0), (1, 1)]


def test_too_many_moments_are_refused() -> None:
    """Sixty moments can be shown, one more cannot."""
    assert len(moments(*(f"day {at}" for at in range(MOST_MOMENTS))).snapshots) == MOST_MOMENTS
    with pytest.raises(UnreadableInput, match="61 moments"):
        moments(*(f"day {at}" for at in range(MOST_MOMENTS + 1)))


# --- small counts -----------------------------------------------------------------------------------------------------


def test_small_counts_are_hidden_unless_asked_for() -> None:
    """Three women of a hundred are hidden with the smallest count beside them, in every table in which they stand."""
    women = [*same(57, ma="I"), *same(40, ma="II"), *same(3, ma="III")]
    hidden, open_ = of(*women, show_small_cells=False), of(*women)
    assert [hidden[f"ma.{step}"] for step in ("I", "II", "III", "IV")] == [57, Hidden.MORE, Hidden.FEWER, 0]
    assert [open_[f"ma.{step}"] for step in ("I", "II", "III", "IV")] == [57, 40, 3, 0]


def test_a_count_of_the_same_women_is_hidden_with_it() -> None:
    """What is hidden on one scale does not stand on another one that says the same."""
    counts = of(*same(97, pelvic="intra-pelvic", pumch_2024="confined"), *same(3), show_small_cells=False)
    assert [counts[name] for name in ("pelvic.none", "pumch_2024.none")] == [Hidden.FEWER] * 2
    assert [counts[name] for name in ("pelvic.intra-pelvic", "pumch_2024.confined")] == [Hidden.MORE] * 2


def test_of_fewer_than_five_women_nothing_is_told() -> None:
    """Not even a zero: it would tell of each of them."""
    assert of(*same(FEWEST), show_small_cells=False)["ma.IV"] == 0
    counts = of(*same(FEWEST - 1), show_small_cells=False)
    assert counts[ALL] is Hidden.FEWER
    assert {count for name, count in counts.items() if name != ALL} == {Hidden.WITHHELD}


@pytest.mark.parametrize("n", [5, 6, 12, 20, 50, 100, 200])
def test_no_small_count_of_a_real_cohort_is_told(n: int, simulated: pl.DataFrame) -> None:
    """Of cohorts of any size no count from one to four is told, and every share is one of told counts."""
    snapshot = summarise(simulated.head(n)).snapshots[0]
    numbers = [count for count in snapshot.counts.values() if isinstance(count, int)]
    assert not [count for count in numbers if 0 < count < FEWEST]
    assert snapshot.share("operated") is None or isinstance(snapshot.counts["operated"], int)
    for demand in AGREEMENT:
        part = f"agreement.{demand}"
        if isinstance(snapshot.counts[f"{part}.missed"], Hidden):
            assert snapshot.share(f"{part}.missed", f"{part}.known") is None


# --- what cannot be summed up -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("women", "said"),
    [
        ([], "holds no answer"),
        ([{"guideline": "a/1"}, {"guideline": "b/1"}], r"several guidelines \(a/1, b/1\)"),
        ([{"patient": "w"}, {"patient": "w"}], "several answers of one patient"),
        ([{"ma": "VII"}, {"risk_group": "x\x1b"}], r"ma: VII; risk_group: x\\x1b"),
        ([OPERATED | {"next_status": "late"}], "next_status: late"),
        ([{"plan_group": "low"} | OPERATED | {"plan_group": None}], "followed and .* do not add up"),
    ],
)
def test_answers_that_cannot_be_summed_up(women: list[dict[str, Any]], said: str) -> None:
    """Nothing, several guidelines, a woman twice, unknown words and contradictions are told, not counted away."""
    with pytest.raises(UnreadableInput, match=said):
        summarise(answers(*women))


@pytest.mark.parametrize(
    ("edition", "id_"),
    [("zhao-tian-2026/1", "zhao-tian-2026"), ("our-clinic (consensus-2023/1)", "consensus-2023"),
     ("unheard-of/9", "zhao-tian-2026")],
)  # fmt: skip
def test_the_words_are_those_of_the_guideline(edition: str, id_: str) -> None:
    """A local variant speaks with the words of what it varies, an unknown guideline with those of the default one."""
    found = summarise(answers({"guideline": edition}))
    assert (found.edition, found.guideline.id) == (edition, id_)


def test_the_day_of_the_built_answers_is_a_date() -> None:
    """The women made by hand are asked about as of one calendar day."""
    assert summarise(answers({})).snapshots[0].as_of == DAY
