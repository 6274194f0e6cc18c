"""The plan over many timelines: the reference's, on every set of records; and windows counted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from tests.generative.derived_facts import Pair, generated, published, specified
from tests.unit.columns.follow_up_stories import BIRTH, CLOSING, CT, LOW, case_of, stories
from tests.unit.columns.followed import Row, as_of, followed

from cephalad.guideline.model import Guideline, Parameter
from cephalad.guideline.shipped import SHIPPED, shipped_guideline

Words = dict[str, Any]
PAIRS: dict[str, Callable[[], Iterable[Pair]]] = {
    "published": published,
    "generated": generated,
    "specified": specified,
    "stories": lambda: stories(120),
}


@pytest.mark.parametrize("guideline", SHIPPED)
@pytest.mark.parametrize("name", PAIRS)
def test_both_engines_plan_the_same(name: str, guideline: str) -> None:
    """Group in force, next examination, window, status and delay are the reference's, whatever the schedule."""
    both = followed(PAIRS[name](), shipped_guideline(guideline))
    planned = both.planned()
    assert planned == both.expected()
    assert {row["plan_group"] for row in planned} >= {None, "very-high"}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("guideline", SHIPPED)
def test_both_engines_plan_the_same_with_other_numbers(guideline: str, seed: int) -> None:
    """A variant may move every number within its range; nothing rests on the numbers that are shipped."""
    both = followed(stories(60, seed + 10), varied(shipped_guideline(guideline), Random(seed)))  # noqa: S311
    assert both.planned() == both.expected()


def varied(guideline: Guideline, random: Random) -> Guideline:
    """The guideline with every whole number of months somewhere in its range."""
    chapters = tuple(
        replace(chapter, parameters=tuple(_moved(item, random) for item in chapter.parameters))
        for chapter in guideline.chapters
    )
    return replace(guideline, chapters=chapters)


def _moved(item: Parameter, random: Random) -> Parameter:
    return replace(item, value=random.randint(int(item.low), int(item.high))) if item.unit == "months" else item


def test_the_stories_come_to_everything() -> None:
    """No status, no examination, no group and no band is left out of the comparison."""
    both = followed(stories(300))
    planned = both.planned()
    assert {row["next_status"] for row in planned} == {None, "upcoming", "due", "overdue", "declined", "cannot-tell"}
    assert {row["next_study"] for row in planned} >= {"baseline-mri", "surveillance-imaging", "echocardiography"}
    assert {row["plan_group"] for row in planned} == {None, "low", "high", "very-high"}
    assert set(both.sheets.sides("surveillance.band").tolist()) == {0, 1, 2, 4}


# --- built cases ------------------------------------------------------------------------------------------------------


def on(day: str, **body: Any) -> Words:
    """An event on a day, named after its kind and day."""
    return {"id": f"{body['kind']}-{day}", "effective_on": day, **body}


def mri(day: str, **said: Any) -> Words:
    """A closing examination."""
    return on(day, **{**CLOSING, **said})


CAVA = on("2025-01-04", **{**CT, "veins": {"infrarenal-ivc": {"content": "tumour"}}})
ENDED = on("2025-05-01", kind="decision", **{"ends-study": "surveillance-imaging"})
ECHO: Words = {"kind": "imaging", "modality": "echocardiography", "regions": ["heart"]}


def numbered(*events: Words, order_only: str = "") -> list[Words]:
    """The same events on day numbers, thirty days apart; one of them may be known by its order only."""
    return [
        {key: told for key, told in event.items() if key != "effective_on"}
        | {"day": str(30 * place), "basis": "order-only" if event["id"] == order_only else "stated"}
        for place, event in enumerate(events)
    ]


def next_of(events: Iterable[Words], moment: str, *, guideline: str = "zhao-tian-2026", birth: Any = BIRTH) -> Row:
    """What is next for a woman with these events; both engines must say it."""
    header = {"birth": birth} if birth else {}
    both = followed([as_of(case_of(list(events), **header), moment)], shipped_guideline(guideline))
    assert both.planned() == both.expected()
    return both.planned()[0]


def window(row: Row) -> tuple[str, str]:
    """First and last day of the window."""
    assert isinstance(row["next_opens"], date)
    assert isinstance(row["next_closes"], date)
    return row["next_opens"].isoformat(), row["next_closes"].isoformat()


def test_the_baseline_stands_from_month_three_to_six() -> None:
    """S83: operated on 15 January, MRI from 15 April to 15 July; overdue from the day after."""
    found = next_of(LOW, "2025-04-14")
    assert (found["plan_group"], found["next_study"], found["next_status"]) == ("low", "baseline-mri", "upcoming")
    assert window(found) == ("2025-04-15", "2025-07-15")
    assert next_of(LOW, "2025-04-15")["next_status"] == "due"
    last, late = next_of(LOW, "2025-07-15"), next_of(LOW, "2025-07-16")
    assert (last["next_status"], last["next_late_days"]) == ("due", None)
    assert (late["next_status"], late["next_late_days"]) == ("overdue", 1)


def test_a_month_without_a_day_closes_at_its_latest_and_is_late_at_its_least() -> None:
    """A span gives a span: operated some day in January, the window may close on 1 to 31 July."""
    events = [LOW[0], {**LOW[1], "effective_on": "2025-01"}, {**LOW[2], "effective_on": "2025-02-10"}]
    found = next_of(events, "2025-07-20")
    assert window(found) == ("2025-04-01", "2025-07-31")
    assert (found["next_status"], found["next_late_days"]) == ("overdue", 0)
    assert next_of(events, "2025-08-02")["next_late_days"] == 2
    refused = [*events, on("2025-05-01", kind="declined", study="pelvic-mri")]
    assert [next_of(refused, day)["next_status"] for day in ("2025-07-31", "2025-08-01")] == ["declined", "overdue"]


def test_low_risk_is_seen_every_six_then_twelve_then_up_to_twenty_four_months() -> None:
    """S86, S87, S88: [5, 6] months in the first band, [11, 12] in the second, 12 to 24 in the third."""
    first = [*LOW, mri("2025-06-15")]
    assert window(next_of(first, "2025-06-16")) == ("2025-11-15", "2025-12-15")
    second = [*first, mri("2026-06-15"), mri("2027-06-15")]
    assert window(next_of(second, "2027-06-16")) == ("2028-05-15", "2028-06-15")
    third = [*second, mri("2028-06-15"), mri("2030-06-15")]
    assert window(next_of(third, "2030-06-16")) == ("2031-06-15", "2032-06-15")


def test_continuous_follow_up_never_waits_two_years() -> None:
    """S96: after endocrine therapy low risk in the last band is seen at month 12, [11, 12]."""
    dose = on("2025-02-01", kind="dose", drug="leuprolide", amount="3.75 mg", given="given")
    stop = on("2025-03-01", kind="dose", drug="leuprolide", course="stopped")
    scans = [mri(f"{year}-06-15") for year in (2025, 2026, 2027, 2028, 2030)]
    found = next_of([*LOW, dose, stop, *scans], "2030-06-16")
    assert window(found) == ("2031-05-15", "2031-06-15")


def test_the_consensus_waits_two_to_five_years_after_complete_resection() -> None:
    """S82: every 24 to 60 months, whatever the band; only under that guideline, and at low risk."""
    events = [*LOW, mri("2025-06-15")]
    assert window(next_of(events, "2025-06-16", guideline="consensus-2023")) == ("2027-06-15", "2030-06-15")
    young = next_of(events, "2025-06-16", guideline="consensus-2023", birth="1985-01-01")
    assert (young["plan_group"], window(young)) == ("high", ("2025-09-15", "2025-12-15"))


def test_the_general_plan_has_two_bands() -> None:
    """S81: 6 to 12 months from the second band on, in the third as well."""
    events = [*LOW, *(mri(f"{year}-06-15") for year in (2025, 2026, 2027, 2028, 2030))]
    assert window(next_of(events, "2030-06-16", guideline="general-plan")) == ("2030-12-15", "2031-06-15")


def test_residue_keeps_every_band_dense() -> None:
    """S96: with known residue 3 to 6 months, years later too."""
    scans = [*(mri(f"{year}-06-15") for year in (2025, 2026, 2027)), mri("2028-06-15", **{"residual-tumour": "yes"})]
    assert window(next_of([*LOW, *scans], "2028-06-16")) == ("2028-09-15", "2028-12-15")


def test_a_new_symptom_opens_the_window_on_its_day() -> None:
    """S97: due at once; the day on which it is late does not move."""
    swelling = on("2025-02-20", kind="complaint", **{"leg-swelling": "yes"})
    found = next_of([*LOW, swelling], "2025-02-21")
    assert (window(found), found["next_status"]) == (("2025-02-20", "2025-07-15"), "due")


def test_an_unclear_finding_opens_the_window_on_its_day() -> None:
    """S97: the study that left it open is the day from which the next is due."""
    found = next_of([*LOW, mri("2025-06-15", **{"unclear-finding": "yes"})], "2025-06-15")
    assert (window(found), found["next_status"]) == (("2025-06-15", "2025-12-15"), "due")


def test_a_disease_first_named_by_pathology_is_examined_at_once() -> None:
    """The baseline opens on the day of the report where the operation was made for something else."""
    myoma = {key: said for key, said in LOW[1].items() if key != "for-ivl"}
    found = next_of([myoma, LOW[2]], "2025-01-21")
    assert (found["next_study"], window(found)) == ("baseline-mri", ("2025-01-20", "2025-07-15"))
    suspected = {**CT, "veins": {"infrarenal-ivc": {"content": "tumour"}}}
    expected = next_of([on("2025-01-05", **suspected), myoma, LOW[2]], "2025-01-21")
    assert window(expected) == ("2025-04-15", "2025-07-15")


def test_what_named_the_disease_before_it_was_excluded_makes_nothing_due() -> None:
    """Only the pathology after the operation tells when the disease was recognised."""
    myoma = {key: said for key, said in LOW[1].items() if key != "for-ivl"}
    report = {key: said for key, said in LOW[2].items() if key not in ("id", "effective_on")}
    other = {**report, "diagnosis": ["leiomyoma"], "index-lesion": "yes", "vessels-contain-tumour": "no"}
    found = next_of([on("2024-06-01", **report), on("2024-07-01", **other), myoma, LOW[2]], "2025-01-21")
    assert window(found) == ("2025-01-20", "2025-07-15")


def test_a_refused_examination_reads_declined_until_its_window_has_closed() -> None:
    """S98: declined to the latest day of the window, overdue after it."""
    refused = [*LOW, on("2025-05-01", kind="declined", study="pelvic-mri")]
    assert next_of(refused, "2025-07-15")["next_status"] == "declined"
    assert next_of(refused, "2025-07-16")["next_status"] == "overdue"


def test_a_clinician_ends_an_examination_or_all_of_them() -> None:
    """What ends the imaging leaves the echocardiography; what stops surveillance leaves nothing."""
    stopped = on("2025-05-01", kind="decision", **{"stop-surveillance": "yes"})
    assert next_of([CAVA, *LOW], "2025-05-02")["next_study"] == "baseline-mri"
    assert next_of([CAVA, *LOW, ENDED], "2025-05-02")["next_study"] == "echocardiography"
    nothing = next_of([CAVA, *LOW, stopped], "2025-05-02")
    assert nothing.pop("plan_group") == "very-high"
    assert set(nothing.values()) == {None}


def test_what_was_ended_starts_anew() -> None:
    """An examination made after the decision, or an operation after surveillance was stopped, starts it again."""
    assert next_of([*LOW, ENDED, mri("2025-06-15")], "2025-06-16")["next_study"] == "surveillance-imaging"
    stopped = on("2025-05-01", kind="decision", **{"stop-surveillance": "yes"})
    again = {**LOW[1], "id": "again", "effective_on": "2025-06-15"}
    assert next_of([*LOW, stopped], "2025-06-16")["next_study"] is None
    assert next_of([*LOW, stopped, again], "2025-06-16")["next_study"] == "baseline-mri"


def test_an_echocardiography_in_the_window_is_done() -> None:
    """Before the window opens it does not count, within it it does; then only the imaging is left."""
    early, within = on("2025-04-14", **ECHO), on("2025-04-15", **ECHO)
    assert next_of([CAVA, *LOW, early, ENDED], "2025-05-02")["next_study"] == "echocardiography"
    assert next_of([CAVA, *LOW, within, ENDED], "2025-05-02")["next_study"] is None


def test_an_echocardiography_before_the_last_examination_belongs_to_that_one() -> None:
    """On the day of a study and of a new symptom, which opens the next window, only one after both counts."""
    scan, symptom = mri("2025-04-20"), on("2025-04-20", kind="complaint", dyspnoea="yes")
    echo = {**on("2025-04-20", **ECHO), "id": "echo"}
    assert next_of([CAVA, *LOW, echo, scan, symptom, ENDED], "2025-05-02")["next_study"] == "echocardiography"
    assert next_of([CAVA, *LOW, scan, symptom, echo, ENDED], "2025-05-02")["next_study"] is None


def test_a_refused_echocardiography_reads_declined_until_the_next_examination() -> None:
    """What was refused before the last examination is offered anew with the next one."""
    refused = on("2025-03-01", kind="declined", study="echocardiography")
    first = next_of([CAVA, *LOW, refused, ENDED], "2025-05-02")
    assert (first["next_study"], first["next_status"]) == ("echocardiography", "declined")
    second = next_of([CAVA, *LOW, refused, mri("2025-04-20"), ENDED], "2025-05-02")
    assert (second["next_study"], second["next_status"]) == ("echocardiography", "upcoming")


def test_an_echocardiography_without_a_window_stays_open() -> None:
    """From an operation known by its order no window follows, and none is met; the window is the baseline's own."""
    passed = [on(f"2025-0{month}-01", kind="contact", reached="yes") for month in (2, 3, 4)]
    events = numbered(CAVA, *LOW, *passed, on("2025-04-15", **ECHO), ENDED, order_only="operation")
    found = next_of(events, "day:900", birth=None)
    assert (found["next_study"], found["next_status"]) == ("echocardiography", "cannot-tell")
    scan = mri("2025-04-20")
    events = numbered(CAVA, *LOW, scan, ENDED, order_only=scan["id"])
    found = next_of(events, "day:900", birth=None)
    assert (found["next_study"], found["next_status"]) == ("echocardiography", "overdue")


def test_a_stopped_course_asks_for_an_mri_in_its_third_month() -> None:
    """S69: [2, 3] months after the last dose; an examination after that dose answers it."""
    dose = on("2025-06-20", kind="dose", drug="leuprolide", amount="3.75 mg", given="given")
    stop = on("2025-07-01", kind="dose", drug="leuprolide", course="stopped")
    events = [*LOW, mri("2025-06-15"), dose, stop]
    found = next_of(events, "2025-07-02")
    assert (found["next_study"], window(found)) == ("mri-after-endocrine-therapy", ("2025-08-20", "2025-09-20"))
    assert next_of(events[:-1], "2025-07-02")["next_study"] == "surveillance-imaging"
    assert next_of([*events, mri("2025-09-01")], "2025-09-02")["next_study"] == "surveillance-imaging"


def test_without_an_operation_follow_up_is_dense_from_the_diagnosis() -> None:
    """A probable disease that is not operated on: 3 to 6 months from the study that showed it."""
    cord = {"infrarenal-ivc": {"content": "tumour", "continuous-with-source": "yes"}}
    found = next_of([on("2025-01-05", **{**CT, "veins": cord})], "2025-01-06")
    assert (found["next_study"], window(found)) == ("surveillance-imaging", ("2025-04-05", "2025-07-05"))
    low = on("2025-01-07", kind="decision", **{"surveillance-group": "low"})
    decided = next_of([on("2025-01-05", **{**CT, "veins": cord}), low], "2025-01-08")
    assert (decided["plan_group"], window(decided)) == ("low", ("2025-04-05", "2025-07-05"))
    named = next_of([LOW[2], {**low, "effective_on": "2025-01-21"}], "2025-01-22")
    assert (named["plan_group"], window(named)) == ("low", ("2025-04-20", "2025-07-20"))


def test_from_an_order_no_window_follows() -> None:
    """Where only the order of events is known the status cannot be told, and what can be told comes first."""
    ordered = numbered(*LOW, order_only="operation")
    found = next_of(ordered, "day:300", birth=None)
    assert (found["next_study"], found["next_status"]) == ("baseline-mri", "cannot-tell")
    assert (found["next_opens"], found["next_closes"], found["next_late_days"]) == (None, None, None)
    dose = {"id": "d", "kind": "dose", "day": "80", "basis": "stated", "drug": "leuprolide", "given": "given"}
    stop = {"id": "s", "kind": "dose", "day": "90", "basis": "stated", "drug": "leuprolide", "course": "stopped"}
    timed = next_of([*ordered, dose, stop], "day:300", birth=None)
    assert (timed["next_study"], timed["next_status"]) == ("mri-after-endocrine-therapy", "overdue")


def test_day_numbers_widen_the_months() -> None:
    """Three months are 89 to 92 days: operated on day 30, the window may open on day 119 and close on day 214."""
    found = next_of(numbered(*LOW), "day:150", birth=None)
    # The days 119 and 214.
    assert window(found) == ("1970-04-30", "1970-08-03")


def test_nobody_is_planned_for_before_the_disease_is_confirmed_or_after_death() -> None:
    """Follow-up runs from the diagnosis until death or exclusion; nothing is next outside it."""
    died = on("2025-02-20", kind="death")
    for events, moment in ((LOW[:2], "2025-01-16"), ([*LOW, died], "2025-03-01"), ([], "2025-01-01")):
        found = next_of(events, moment, birth=BIRTH)
        assert set(found.values()) == {None}


def test_of_two_windows_that_close_together_the_plan_names_the_imaging() -> None:
    """Echocardiography shares the window of the imaging, and stands after it in the plan."""
    found = followed([as_of(case_of([CAVA, *LOW], birth=BIRTH), "2025-05-02")])
    studies = [item.study for item in found.references[0].plan.examinations]
    assert studies == ["baseline-mri", "echocardiography"]
    assert found.planned()[0]["next_study"] == "baseline-mri"
