"""Ages, death and menstruation over many timelines: thresholds from both sides, also as the reference says it."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from tests.generative.derived_facts import said_in_columns, sheets_of
from tests.unit.columns.built_stories import Words, answers, event, operation, said_of, story

from cephalad.columns.derived.person import Ages, partial_dates
from cephalad.columns.windows import Spans
from cephalad.guideline import default_guideline
from cephalad.logic import PartialDateError, Span, parse_partial_date
from cephalad.record import Case, Point, parse_point

AT_DIAGNOSIS, AT_BLEEDING = "patient.age-at-diagnosis", "patient.age-at-bleeding"
CONFLICT, AFTER_PAUSE = "menstruation.conflict", "menstruation.bleeding-after-pause"
EPOCH = date(1970, 1, 1)


def diagnosed(on: str, **others: object) -> Words:
    """A pathology report that names the disease."""
    return event("pathology", on=on, diagnosis=["ivl"], **others)


def bleeding(on: str, name: str = "menorrhagia") -> Words:
    """A complaint of bleeding."""
    return event("complaint", on=on, **{name: "yes"})


def last_period(text: object, on: str) -> Words:
    """A history that names the last period."""
    return event("history", on=on, last_menstrual_period=text)


# --- ages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "on", "ages"),
    [
        ("1976-02-29", "2021-02-28", (44, 44)),
        ("1976-02-29", "2021-03-01", (45, 45)),
        ("1976-02-29", "2024-02-28", (47, 47)),
        ("1976-02-29", "2024-02-29", (48, 48)),
        ("1976-03-01", "2024-02-29", (47, 47)),
        ("1976-06", "2024-06-01", (47, 48)),
        ("1976-06", "2024-06-30", (48, 48)),
        ("1976-06", "2024-05-31", (47, 47)),
        ("1976", "2024", (47, 48)),
        ("1976", "2024-12-31", (48, 48)),
        ("1976-12-31", "2024-12", (47, 48)),
    ],
)
def test_a_birth_gives_completed_years(birth: str, on: str, ages: tuple[int, int]) -> None:
    """Who was born on 29 February has her birthday on 1 March of other years; of partial dates both extremes count."""
    assert answers(AT_DIAGNOSIS, [story(diagnosed(on), birth=birth)]) == [ages]


@pytest.mark.parametrize(
    ("stated", "on", "ages"),
    [
        ("2020-02-29", "2020-02-29", (48, 48)),
        ("2020-02-29", "2020-03-01", (48, 49)),
        ("2020-02-28", "2021-02-28", (49, 49)),
        ("2020-02-29", "2021-02-28", (48, 49)),
        ("2020-02-29", "2021-03-01", (49, 50)),
        ("2020", "2021-06-01", (48, 50)),
        ("2020-03-15", "2019-03-15", (47, 47)),
        ("2020-03-15", "2019-03-14", (46, 47)),
    ],
)
def test_an_age_at_one_date_gives_ages_at_others(stated: str, on: str, ages: tuple[int, int]) -> None:
    """Whoever is 48 on a day turns 49 within the year after it, on 29 February at the latest on 1 March."""
    case = story(event("contact", on=stated), diagnosed(on), birth={"age_years": "48", "at": "e0"})
    assert answers(AT_DIAGNOSIS, [case]) == [ages]


@pytest.mark.parametrize(
    ("on", "ages"),
    [("100", (48, 48)), ("101", (48, 49)), ("465", (48, 49)), ("466", (49, 50)), ("831", (49, 51)), ("99", (47, 48))],
)
def test_on_day_numbers_years_of_365_and_366_days_are_counted(on: str, ages: tuple[int, int]) -> None:
    """Without a calendar the fewest and the most completed years are told."""
    case = story(event("contact", on="100"), diagnosed(on), birth={"age_years": "48", "at": "e0"})
    assert answers(AT_DIAGNOSIS, [case]) == [ages]


@pytest.mark.parametrize(
    ("basis", "basis_then", "on", "ages"),
    [
        ("order-only", "stated", "150", (48, 120)),
        ("order-only", "stated", "50", (0, 48)),
        ("approximate", "order-only", "150", (48, 120)),
        ("stated", "order-only", "50", (0, 48)),
        ("stated", "approximate", "150", (48, 49)),
    ],
)
def test_of_an_order_only_day_only_the_order_follows(
    basis: str, basis_then: str, on: str, ages: tuple[int, int]
) -> None:
    """She was no younger at a later event and no older at an earlier one; no more is known."""
    then = event("contact", on="100", basis=basis_then)
    case = story(then, diagnosed(on, basis=basis), birth={"age_years": "48", "at": "e0"})
    assert answers(AT_DIAGNOSIS, [case]) == [ages]


def test_an_age_stated_at_the_event_itself_is_known_whatever_its_day() -> None:
    """The age at the event at which it was stated needs no days."""
    bodies = [diagnosed("2020"), diagnosed("7", basis="order-only"), diagnosed("7")]
    cases = [story(body, birth={"age_years": "48", "at": "e0"}) for body in bodies]
    assert answers(AT_DIAGNOSIS, cases) == [(48, 48)] * 3


@pytest.mark.parametrize(
    ("basis", "basis_then", "ages"),
    [
        ("stated", "stated", (47, 48)),
        ("order-only", "stated", (0, 120)),
        ("stated", "order-only", None),
        ("order-only", "order-only", (0, 120)),
    ],
)
def test_the_event_of_an_age_may_not_count(basis: str, basis_then: str, ages: object) -> None:
    """Whether that event lies ahead or was corrected, its days still tell the age where days can."""
    diagnosis, later = diagnosed("50", basis=basis), event("contact", on="100", basis=basis_then)
    birth = {"age_years": "48", "at": "e1"}
    ahead = story(diagnosis, later, birth=birth)
    corrected = story(diagnosis, later, {**later, "supersedes": "e1", "reason": "corrected"}, birth=birth)
    pairs = [(ahead, parse_point("after:e0", ahead)), (corrected, parse_point("after:e2", corrected))]
    assert said_of(pairs, AT_DIAGNOSIS) == [ages, ages]


def test_without_birth_or_diagnosis_no_age_is_known() -> None:
    """Neither a nameless birth nor an undated diagnosis gives an age."""
    assert answers(AT_DIAGNOSIS, [story(diagnosed("2020")), story(event("imaging"), birth="1976")]) == [None, None]


@pytest.mark.parametrize(
    ("events", "place"),
    [
        (({"kind": "pathology", "intraluminal-smooth-muscle": "yes"}, event("contact")), 0),
        ((operation(worm_like_tumour="yes"), diagnosed("2030-01-01")), 1),
        ((event("contact"), operation(worm_like_tumour="yes")), 1),
        ((event("contact"), operation(veins={"infrarenal-ivc": {"outcome": "left"}})), 1),
        ((event("contact"), operation(for_ivl="yes"), operation(worm_like_tumour="yes")), 2),
        (
            (
                event("imaging", modality="mr", veins={"infrarenal-ivc": {"content": "tumour"}}),
                event("imaging", modality="mr", veins={"infrarenal-ivc": {"continuous-with-source": "yes"}}),
            ),
            1,
        ),
        (
            (
                event("imaging", modality="mr", veins={"infrarenal-ivc": {"cord-like": "yes"}}),
                event("imaging", modality="mr", veins={"infrarenal-ivc": {"enhancing": "yes", "cord-like": "yes"}}),
            ),
            1,
        ),
    ],
)
def test_the_diagnosis_is_pathology_else_the_first_probable_evidence(events: tuple[Words, ...], place: int) -> None:
    """The age at diagnosis is that of the event that first names the disease, or nearly does."""
    spaced = [{"effective_on": f"{2010 + 10 * at}-01-01", **body} for at, body in enumerate(events)]
    case = story(*spaced, birth="1980-01-01")
    age = int(str(spaced[place]["effective_on"])[:4]) - 1980
    assert answers(AT_DIAGNOSIS, [case]) == [(age, age)]


def test_the_age_at_bleeding_is_that_of_the_last_bleeding_else_at_most_that_of_today() -> None:
    """No bleeding so far can have come at a greater age than today's."""
    excluded = event(
        "pathology",
        on="2031-01-01",
        diagnosis=["leiomyosarcoma"],
        index_lesion="yes",
        vessels_contain_tumour="no",
    )
    first, last = bleeding("2025-05-01"), bleeding("2030-05-01", "postmenopausal-bleeding")
    stories = [(first, last), (first,), (first, last, excluded), (event("contact", on="2031-01-01"),)]
    cases = [story(*events, birth="1980-05-01") for events in stories]
    assert answers(AT_BLEEDING, cases) == [(50, 50), (45, 45), (0, 50), (0, 50)]
    assert answers(AT_BLEEDING, [story(first), story(event("contact"))]) == [None, None]


@pytest.mark.parametrize("birth", ["1976-02-29", "1976-02", "1979", "1980-12-31"])
def test_ages_turn_on_birthdays_day_by_day(birth: str) -> None:
    """Over nine years the ages are those of a count of birthdays, one day after the other."""
    case = story(event("contact", on="1985-01-01"), birth=birth)
    born = parse_partial_date(birth)
    days = range(date(1996, 1, 1).toordinal(), date(2005, 1, 2).toordinal())
    timelines = sheets_of([(case, Point(Span(day, day))) for day in days], default_guideline().numbers).timelines
    ages = Ages(timelines).on(Spans(timelines.earliest, timelines.latest))
    for end, of_birth in ((ages.high, born.earliest), (ages.low, born.latest)):
        assert end.tolist() == [_birthdays(date.fromordinal(of_birth), date.fromordinal(day)) for day in days]


def _birthdays(born: date, on: date) -> int:
    """How many birthdays lie after the birth and not after a day."""
    years = range(born.year + 1, on.year + 1)
    leapling = (born.month, born.day) == (2, 29)
    return sum((date(year, 3, 1) if leapling and not isleap(year) else born.replace(year=year)) <= on for year in years)


def test_partial_dates_are_read_as_the_record_reads_them() -> None:
    """Years, months and days mean the same days here and there; what is no date at all is told apart."""
    days = [date(1896, 1, 1) + timedelta(days=17 * step) for step in range(3000)]
    texts = [f"{day:{form}}" for day in days for form in ("%Y", "%Y-%m", "%Y-%m-%d")]
    spans, readable = partial_dates(pl.Series([*texts, None, "2019-02-29", "soon"]))
    assert readable.tolist() == [True] * len(texts) + [False] * 3
    wanted = [parse_partial_date(text) for text in texts]
    assert (spans.earliest[:-3] + EPOCH.toordinal()).tolist() == [span.earliest for span in wanted]
    assert (spans.latest[:-3] + EPOCH.toordinal()).tolist() == [span.latest for span in wanted]
    with pytest.raises(PartialDateError):
        parse_partial_date("2019-02-29")


# --- death and menstruation -------------------------------------------------------------------------------------------


def test_death_is_an_event_or_a_state() -> None:
    """Nobody is dead of whom no event says so."""
    stories = [
        (event("death"),),
        (event("state", vital_status="dead"), event("state", vital_status="alive")),
        (event("state", vital_status="alive"),),
        (event("contact"),),
    ]
    assert answers("patient.dead", [story(*events) for events in stories]) == ["yes", "yes", "no", "no"]


CONFLICTS: dict[str, list[tuple[Words, ...]]] = {
    "yes": [
        (bleeding("2025-03-02"), last_period("2025-03-01", "2025-04-01")),
        (bleeding("2025-03-01", "irregular-bleeding"), last_period("2025-02", "2025-04-01")),
        (bleeding("2025-01-02"), bleeding("2025", "prolonged-bleeding"), last_period("2024", "2026-01-01")),
    ],
    "unknown": [
        (event("contact"),),
        (bleeding("2025-03-02"), last_period("unknown", "2025-04-01")),
        (bleeding("2025-03-02"), last_period("2025-02-01", "2025-04-01"), last_period("unknown", "2025-05-01")),
        (bleeding("2025-02-28"), last_period("2025-02", "2025-04-01")),
        (bleeding("2025-02"), last_period("2025-02", "2025-04-01")),
    ],
    "no": [
        (bleeding("2025-03-01"), last_period("2025-03-01", "2025-04-01")),
        (bleeding("2025-02-01"), last_period("2025-02", "2025-04-01")),
        (last_period("2025-02", "2025-04-01"), bleeding("2025-05-01")),
        (bleeding("2025-03-02", "postmenopausal-bleeding"), last_period("2025-03-01", "2025-04-01")),
        (bleeding("2025-03-02"), last_period("2020-01", "2025-04-01"), last_period("2025-03-02", "2025-05-01")),
    ],
}

PAUSES: dict[str, list[tuple[Words, ...]]] = {
    "yes": [
        (last_period("2024-02-29", "2024-03-01"), bleeding("2025-03-01")),
        (bleeding("2025-03-01"), last_period("2024-02-29", "2025-03-02")),
        (last_period("2024-02", "2024-03-01"), bleeding("2025-03-01")),
        (last_period("2024-02-29", "2024-03-01"), last_period("unknown", "2024-04-01"), bleeding("2025-03-01")),
    ],
    "unknown": [
        (last_period("2024-02", "2024-03-01"), bleeding("2025-02-28")),
        (last_period("2024-02-29", "2024-03-01"), bleeding("2025")),
        (last_period("unknown", "2024-03-01"), bleeding("2026")),
        (last_period("2024-02-29", "2024-03-01"),),
        (bleeding("2026"),),
        (last_period("2010", "9"), bleeding("999")),
        (
            last_period("2024-02-29", "2024-03-01"),
            bleeding("2025-02-28"),
            event("state", on="2025", menopause=[{"value": "premenopausal"}, {"value": "postmenopausal"}]),
            bleeding("2025"),
        ),
    ],
    "no": [
        (last_period("2024-02-29", "2024-03-01"), bleeding("2025-02-28")),
        (last_period("2024-02", "2024-03-01"), bleeding("2025-02-01")),
        (last_period("2024-02-29", "2024-03-01"), bleeding("2026"), event("state", menopause="premenopausal")),
        (last_period("2020", "2024-03-01"), last_period("2024-02-29", "2024-04-01"), bleeding("2025-01")),
    ],
}


@pytest.mark.parametrize(("fact", "told"), [(CONFLICT, CONFLICTS), (AFTER_PAUSE, PAUSES)])
def test_bleedings_and_the_last_period(fact: str, told: dict[str, list[tuple[Words, ...]]]) -> None:
    """A bleeding is after a day only when both extremes agree; the pause is twelve months, on 28 February of a leap."""
    assert default_guideline().numbers["workup.pause-months"] == 12
    wanted = [(answer, events) for answer, stories in told.items() for events in stories]
    said = answers(fact, [story(*events) for _, events in wanted])
    wrong = [(answer, found, events) for (answer, events), found in zip(wanted, said, strict=True) if answer != found]
    assert wrong == []


def test_a_batch_without_events_has_every_fact() -> None:
    """Patients of whom nothing is recorded have facts too: of age, only what birth and date give."""
    cases: list[Case] = [story(), story(birth="1980")]
    pairs = [(case, Point(Span(737_425, 737_425))) for case in cases]
    assert said_of(pairs, AT_BLEEDING) == [None, (0, 40)]
    sheets = sheets_of(pairs, default_guideline().numbers)
    assert np.array_equal(sheets.index, [-1, -1])
    assert [said_in_columns(sheets, fact) for fact in (CONFLICT, AFTER_PAUSE)] == [[set(), set()]] * 2
