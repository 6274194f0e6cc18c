"""The endocrine course in columns: each branch on a built record, and stories at random."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.generative.derived_facts import Pair, disagreements, sheets_of
from tests.unit.columns.imaging_stories import EXCLUDED, OPERATED, built, said, stories

from cephalad.columns.derived.endocrine import dose_interval_days, doses_given
from cephalad.columns.sheets import NO, UNKNOWN, YES
from cephalad.facts import FactSheet
from cephalad.facts import endocrine as reference
from cephalad.guideline import default_guideline
from cephalad.record import view

FACTS = {
    "endocrine.given": {YES, NO, UNKNOWN},
    "endocrine.given-agonist": {YES, NO, UNKNOWN},
    "endocrine.interval-recorded": {YES, NO, UNKNOWN},
    "endocrine.stopped": {YES, NO, UNKNOWN, YES | NO},
    "endocrine.regrowth-after-stop": {YES, NO, UNKNOWN},
    "endocrine.examined-on-treatment": {YES, NO, UNKNOWN},
    "endocrine.ongoing": {YES, NO, UNKNOWN},
}
DOSE = "kind: dose, drug: leuprolide"
UNTOLD = "kind: dose, drug: {status: unknown}"
EVERY_28 = f"{DOSE}, interval: 28 days"
STOP = f"{DOSE}, course: stopped"
STUDY = "kind: imaging, modality: mr"
GROWN = f"{STUDY}, new-or-growing-tumour: yes"
NOT_GROWN = f"{STUDY}, new-or-growing-tumour: no"
DAYS_PER_MONTH = 365.25 / 12


@cache
def _stories() -> tuple[Pair, ...]:
    return tuple(stories(300))


@pytest.mark.parametrize("fact", FACTS)
def test_both_engines_agree_on_stories_at_random(fact: str) -> None:
    """Both engines say the same of every story, and the stories reach every side."""
    assert disagreements(_stories(), [fact]) == []
    assert set(sheets_of(_stories(), {}).sides(fact).tolist()) == FACTS[fact]


def test_the_months_of_stories_at_random_agree() -> None:
    """Both engines count the same months, known and unknown ones."""
    assert disagreements(_stories(), ["endocrine.months"]) == []
    low = sheets_of(_stories(), {}).number("endocrine.months").low
    assert 100 < np.isnan(low).sum() < len(low) - 100


def test_the_same_doses_and_intervals_in_both_engines() -> None:
    """Which doses count as given, and their last recorded interval, are the reference's."""
    pairs = _stories()[:300]
    t = sheets_of(pairs, {}).timelines
    starts = np.searchsorted(t.whose, np.arange(t.n))
    places: list[list[int]] = [[] for _ in pairs]
    for place in np.flatnonzero(doses_given(t)).tolist():
        places[t.whose[place]].append(place - int(starts[t.whose[place]]))
    sheets = [FactSheet(view(case, point), default_guideline().numbers) for case, point in pairs]
    assert places == [reference.doses_given(sheet) for sheet in sheets]
    assert sum(map(len, places)) > 100
    days = [None if np.isnan(each) else each for each in dose_interval_days(t).tolist()]
    assert days == [reference.dose_interval_days(sheet) for sheet in sheets]


# --- doses ------------------------------------------------------------------------------------------------------------

GIVEN = [
    ([], "no"),
    ([DOSE], "yes"),
    ([f"{DOSE}, given: given"], "yes"),
    ([f"{DOSE}, given: missed"], "no"),
    ([f"{DOSE}, given: {{status: unknown}}"], "unknown"),
    ([f"{DOSE}, given: {{status: not-reported}}"], "yes"),
    ([UNTOLD], "unknown"),
    ([UNTOLD, DOSE], "yes"),
    (["kind: dose, given: given"], "no"),
    ([STOP], "no"),
    ([f"{STOP}, given: given"], "yes"),
    ([f"{DOSE}, course: started"], "yes"),
]


@pytest.mark.parametrize(("events", "value"), GIVEN)
def test_a_dose_is_given_unless_it_is_missed_or_untold(events: list[str], value: str) -> None:
    """A dose with a drug counts, but not one missed, untold, or that only tells the end of the course."""
    assert said("endocrine.given", *events) == value


@pytest.mark.parametrize(
    ("events", "value"),
    [
        (["kind: dose, drug: goserelin"], "yes"),
        (["kind: dose, drug: letrozole"], "no"),
        (["kind: dose, drug: letrozole", UNTOLD], "unknown"),
    ],
)
def test_an_agonist_is_told_by_its_drug(events: list[str], value: str) -> None:
    """Another drug is none, and an untold one may be."""
    assert said("endocrine.given-agonist", *events) == value


INTERVALS = [
    ([], "no"),
    ([DOSE], "no"),
    ([EVERY_28], "yes"),
    ([f"{DOSE}, interval: {{status: unknown}}"], "unknown"),
    ([f"{DOSE}, interval: {{status: not-reported}}"], "no"),
    ([f"{DOSE}, interval: {{status: unknown}}", EVERY_28], "yes"),
    ([f"{EVERY_28}, given: missed"], "unknown"),
    ([f"{DOSE}, given: missed"], "unknown"),
]


@pytest.mark.parametrize(("events", "value"), INTERVALS)
def test_the_interval_is_that_of_a_given_dose(events: list[str], value: str) -> None:
    """Without a dose on record as given an interval tells nothing."""
    assert said("endocrine.interval-recorded", *events) == value


def months(*events: str) -> tuple[float, float] | None:
    """The least and the most months of the course by the columns, which the reference counts too."""
    pair = built(*events)
    assert disagreements([pair], ["endocrine.months"]) == []
    number = sheets_of([pair], {}).number("endocrine.months")
    low, high = float(number.low[0]), float(number.high[0])
    return None if np.isnan(low) else (round(low * DAYS_PER_MONTH, 6), round(high * DAYS_PER_MONTH, 6))


def on(day: str, event: str = DOSE) -> str:
    """An event on a day, a month or a year."""
    return f"effective_on: {day}, {event}"


MONTHS = [
    ([], None),
    ([DOSE], None),
    ([on("2020-01-01", EVERY_28)], (28, 28)),
    ([on("2020-01-01", EVERY_28), on("2020-03-01")], (60 + 28, 60 + 28)),
    ([on("2020-01-01"), on("2020-03-01", EVERY_28), on("2020-04-01", f"{EVERY_28}, given: missed")], (88, 88)),
    ([on("2020-01", EVERY_28), on("2020-03")], (30 + 28, 90 + 28)),
    ([on("2020-01", EVERY_28)], (28, 30 + 28)),
    ([f"day: 0, basis: stated, {EVERY_28}", f"day: 60, basis: approximate, {DOSE}"], (88, 88)),
    ([f"day: 0, basis: order-only, {EVERY_28}", f"day: 60, basis: stated, {DOSE}"], None),
    ([f"day: 0, basis: stated, {EVERY_28}", f"day: 60, basis: order-only, {DOSE}"], None),
]


@pytest.mark.parametrize(("events", "days"), MONTHS)
def test_the_course_lasts_to_the_end_of_the_last_interval(events: list[str], days: tuple[float, float] | None) -> None:
    """From the first dose to the end of the last one's interval, as short and as long as its days allow."""
    assert months(*events) == days


# --- the end of the course --------------------------------------------------------------------------------------------

STOPPED = [
    ([], "no"),
    ([DOSE], "no"),
    ([STOP], "yes"),
    ([STOP, DOSE], "no"),
    ([STOP, f"{DOSE}, given: missed"], "yes"),
    ([STOP, f"{DOSE}, course: continued"], "no"),
    ([STOP, f"{DOSE}, course: started"], "no"),
    ([STOP, "kind: dose, course: {status: not-reported}"], "unknown"),
    ([f"{DOSE}, course: {{status: unknown}}", STOP], "yes"),
    ([f"{DOSE}, course: [{{value: stopped}}, {{value: continued}}]"], "conflict"),
    ([f"{DOSE}, course: [{{value: stopped}}, {{value: stopped}}]"], "yes"),
    ([f"{DOSE}, course: [{{value: started}}, {{value: continued}}]"], "no"),
    ([f"{DOSE}, course: [{{value: stopped}}, {{status: unknown}}]"], "unknown"),
]


@pytest.mark.parametrize(("events", "value"), STOPPED)
def test_a_course_is_stopped_until_it_is_taken_up_again(events: list[str], value: str) -> None:
    """The last word on the course counts, and a dose given after it takes it back."""
    assert said("endocrine.stopped", *events) == value


REGROWTH = [
    ([GROWN], "no"),
    ([STOP], "no"),
    ([GROWN, STOP], "no"),
    ([STOP, GROWN], "yes"),
    ([STOP, GROWN, EXCLUDED], "yes"),
    ([STOP, "kind: recurrence, type: recurrence"], "yes"),
    ([STOP, STUDY], "unknown"),
    ([STOP, NOT_GROWN], "no"),
    ([STOP, GROWN, STOP], "no"),
    ([OPERATED, STOP, f"{NOT_GROWN}, veins: {{infrarenal-ivc: {{content: tumour}}}}"], "yes"),
]


@pytest.mark.parametrize(("events", "value"), REGROWTH)
def test_regrowth_is_tumour_after_the_last_stop(events: list[str], value: str) -> None:
    """Tumour seen new or growing after the course was stopped; a study that does not say leaves it open."""
    assert said("endocrine.regrowth-after-stop", *events) == value


EXAMINED = [
    ([STUDY], "no"),
    ([STUDY, DOSE], "no"),
    ([DOSE, STUDY], "yes"),
    ([DOSE, STUDY, STOP], "yes"),
    ([DOSE, STOP, STUDY], "no"),
    ([DOSE, STOP, STUDY, DOSE], "yes"),
    ([DOSE, STUDY, "kind: dose, course: {status: unknown}"], "unknown"),
    ([DOSE, "kind: dose, course: {status: unknown}"], "no"),
    ([DOSE, STUDY, f"{DOSE}, course: [{{value: stopped}}, {{value: continued}}]"], "unknown"),
]


@pytest.mark.parametrize(("events", "value"), EXAMINED)
def test_a_study_on_treatment_lies_between_first_dose_and_stop(events: list[str], value: str) -> None:
    """A study before the first dose, or after a stop that was final, is none."""
    assert said("endocrine.examined-on-treatment", *events) == value


SEEN = "kind: contact, reached: yes"
ONGOING = [
    ([], "no"),
    ([UNTOLD], "unknown"),
    ([f"{DOSE}, given: missed"], "no"),
    ([DOSE], "unknown"),
    ([EVERY_28, STOP], "no"),
    ([EVERY_28, "kind: dose, course: {status: unknown}"], "unknown"),
    ([on("2020-01-01", EVERY_28), on("2020-01-29", SEEN)], "yes"),
    ([on("2020-01-01", EVERY_28), on("2020-01-30", SEEN)], "unknown"),
    ([on("2020-01-01", f"{DOSE}, interval: 28.9 days"), on("2020-01-29", SEEN)], "yes"),
    ([on("2020-01-01", f"{DOSE}, interval: 28.9 days"), on("2020-01-30", SEEN)], "unknown"),
    ([on("2020-01", EVERY_28), on("2020-02-28", SEEN)], "yes"),
    ([on("2020-01", EVERY_28), on("2020-02-29", SEEN)], "unknown"),
    ([on("2020-01-15", EVERY_28), on("2020-02", SEEN)], "unknown"),
    ([f"day: 0, basis: order-only, {EVERY_28}", f"day: 1, basis: stated, {SEEN}"], "unknown"),
]


@pytest.mark.parametrize(("events", "value"), ONGOING)
def test_treatment_goes_on_until_its_interval_has_run_out(events: list[str], value: str) -> None:
    """Yes on the last day of the last dose's interval, unknown on the next, no once it was stopped."""
    assert said("endocrine.ongoing", *events) == value
