"""The record as of a point: what counts, in which order, what may have happened, and what a correction replaces."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.record.case_texts import case_of, event, with_events

from cephalad.errors import InvalidArgument
from cephalad.logic import Basis, Calendar, Span, parse_partial_date
from cephalad.record import (
    Case,
    Event,
    Moment,
    Point,
    first_events,
    in_order,
    parse_point,
    standing_events,
    view,
    with_straddling,
)

NOTHING = Span(0, 0)


def at(name: str, on: str, sequence: int = 0) -> Event:
    """An event with a partial date and a sequence."""
    return Event(name, "dose", Moment(parse_partial_date(on), Basis.STATED, on), sequence, NOTHING)


def names(events: tuple[Event, ...]) -> list[str]:
    """The ids of events."""
    return [found.id for found in events]


def day(text: str) -> int:
    """A calendar day as its ordinal."""
    return date.fromisoformat(text).toordinal()


DATED = case_of(
    with_events(
        event("june", on="2025-06"),
        event("ct", "modality: ct\n", kind="imaging", on="2025-07-15"),
        event("july", on="2025-07"),
        event("year", on="2025"),
        event("august", "modality: mr\n", kind="imaging", on="2025-08-01"),
    )
)
NUMBERED = case_of(
    with_events(
        event("zero", "day: 0\n", on=""),
        event("seven", "day: 7\nbasis: order-only\n", on=""),
        event("before", "day: -30\nbasis: approximate\n", on=""),
    )
)


# --- points -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "last", "printed"),
    [
        ("2025-07-31", "2025-07-31", "2025-07-31"),
        ("2025-07", "2025-07-31", "2025-07-31"),
        ("2024-02", "2024-02-29", "2024-02-29"),
        ("2025", "2025-12-31", "2025-12-31"),
    ],
)
def test_a_date_a_month_and_a_year(text: str, last: str, printed: str) -> None:
    """As of a month or a year means its last day."""
    point = parse_point(text, DATED)
    assert point == Point(Span(day(last), day(last)))
    assert point.describe(Calendar.DATES) == printed


@pytest.mark.parametrize(("text", "number"), [("day:7", 7), ("day:0", 0), ("day:-30", -30), ("day:100000", 100_000)])
def test_a_day_number(text: str, number: int) -> None:
    """In a case that counts days, a point is a number of days."""
    point = parse_point(text, NUMBERED)
    assert point == Point(Span(number, number))
    assert point.describe(Calendar.DAY_NUMBERS) == f"day {number}"


def test_a_point_after_an_event() -> None:
    """After an event means the days that the event may have been."""
    point = parse_point("after:july", DATED)
    assert point == Point(parse_partial_date("2025-07"), after="july")
    assert point.describe(Calendar.DATES) == "after:july"
    assert parse_point("after:seven", NUMBERED) == Point(Span(7, 7), after="seven")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must be a date, month, year, day:N or after:EVENT"),
        ("2025-13", "must be a date, month, year, day:N or after:EVENT"),
        ("2025-00", "must be a date, month, year, day:N or after:EVENT"),
        ("2023-02-29", "must be a date, month, year, day:N or after:EVENT"),
        ("today", "must be a date, month, year, day:N or after:EVENT"),
        ("ct", "must be a date, month, year, day:N or after:EVENT"),
        ("day:7", "this case has dates"),
        ("after:", "no event '' in case 'test'"),
        ("after:mri", "no event 'mri' in case 'test'"),
        ("after:CT", "no event 'CT' in case 'test'"),
    ],
)
def test_what_is_no_point_of_a_dated_case(text: str, message: str) -> None:
    """Each wrong point says what is wrong with it."""
    with pytest.raises(InvalidArgument, match=message):
        parse_point(text, DATED)


@pytest.mark.parametrize(
    "text", ["day:", "day:7.5", "day:--7", "day:+7", "day: 7", "day:7d", "day:12345678", "day:７", "day:²"]
)
def test_what_is_no_day_number(text: str) -> None:
    """A day number is a whole number of at most seven characters, in plain digits."""
    with pytest.raises(InvalidArgument, match="whole number of days"):
        parse_point(text, NUMBERED)


def test_a_date_in_a_case_that_counts_days() -> None:
    """The message says what to write instead."""
    with pytest.raises(InvalidArgument, match="this case counts days; write day:N or after:EVENT instead of '2025-07'"):
        parse_point("2025-07", NUMBERED)


def test_a_long_point_is_cut() -> None:
    """A message never repeats a long input."""
    for text in ("x" * 10_000, "after:" + "x" * 10_000):
        with pytest.raises(InvalidArgument) as raised:
            parse_point(text, DATED)
        assert len(str(raised.value)) < 200


# --- what counts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "counted", "straddling"),
    [
        ("2024-12-31", [], []),
        ("2025-01-01", [], ["year"]),
        ("2025-05-31", [], ["year"]),
        ("2025-06-01", [], ["june", "year"]),
        ("2025-06-29", [], ["june", "year"]),
        ("2025-06-30", ["june"], ["year"]),
        ("2025-07-14", ["june"], ["july", "year"]),
        ("2025-07-15", ["june", "ct"], ["july", "year"]),
        ("2025-07-30", ["june", "ct"], ["july", "year"]),
        ("2025-07-31", ["june", "ct", "july"], ["year"]),
        ("2025-07", ["june", "ct", "july"], ["year"]),
        ("2025-08-01", ["june", "ct", "july", "august"], ["year"]),
        ("2025-12-30", ["june", "ct", "july", "august"], ["year"]),
        ("2025-12-31", ["june", "ct", "july", "year", "august"], []),
        ("2025", ["june", "ct", "july", "year", "august"], []),
    ],
)
def test_an_event_counts_when_its_last_possible_day_has_come(
    as_of: str, counted: list[str], straddling: list[str]
) -> None:
    """Before that day, from its first possible day on, it may already have happened."""
    seen = view(DATED, parse_point(as_of, DATED))
    assert names(seen.events) == counted
    assert sorted(names(seen.straddling)) == sorted(straddling)


@pytest.mark.parametrize(
    ("after", "counted"),
    [("june", 1), ("ct", 2), ("july", 3), ("year", 4), ("august", 5)],
)
def test_after_an_event_all_before_it_count(after: str, counted: int) -> None:
    """Just after an event everything up to it in order counts, and nothing is left open."""
    seen = view(DATED, parse_point(f"after:{after}", DATED))
    assert names(seen.events) == ["june", "ct", "july", "year", "august"][:counted]
    assert seen.straddling == ()


@pytest.mark.parametrize(
    ("as_of", "counted"),
    [("day:-31", []), ("day:-30", ["before"]), ("day:6", ["before", "zero"]), ("day:7", ["before", "zero", "seven"])],
)
def test_day_numbers_count_in_their_order(as_of: str, counted: list[str]) -> None:
    """Approximate and order-only days have their place in the order like stated ones."""
    assert names(view(NUMBERED, parse_point(as_of, NUMBERED)).events) == counted


def test_findings_are_indexed_with_their_events() -> None:
    """Each row names the place of its event among the counted ones."""
    seen = view(DATED, parse_point("2025", DATED))
    rows = seen.by_finding["imaging.modality"]
    assert [(seen.events[place].id, row.value) for place, row in rows] == [("ct", "ct"), ("august", "mr")]
    assert "imaging.fibroid" not in seen.by_finding


def test_the_view_after_the_first_events() -> None:
    """Cut back, a view is the one just after its last remaining event."""
    whole = view(DATED, parse_point("2025", DATED))
    for n_events, name in enumerate(names(whole.events), start=1):
        assert first_events(whole, n_events) == view(DATED, parse_point(f"after:{name}", DATED))
    nothing = first_events(whole, 0)
    assert (nothing.events, nothing.by_finding, nothing.point) == ((), {}, whole.point)


def test_the_view_with_what_may_have_happened() -> None:
    """With every straddling event counted, each stands at its place in the order."""
    seen = view(DATED, parse_point("2025-07-20", DATED))
    assert names(with_straddling(seen).events) == ["june", "ct", "july", "year"]
    assert with_straddling(seen).straddling == ()
    assert with_straddling(seen).by_finding == seen.by_finding


# --- order ------------------------------------------------------------------------------------------------------------


def test_days_that_do_not_overlap_decide() -> None:
    """The sequence cannot turn the calendar around."""
    assert names(in_order([at("a", "2025-08-01", 0), at("b", "2025-07", 1), at("c", "2024", 2)])) == ["c", "b", "a"]


def test_else_the_sequence_decides() -> None:
    """Where days overlap, the earlier in the file comes first, whatever its first possible day."""
    assert names(in_order([at("a", "2025-07", 1), at("b", "2025-07-01", 2)])) == ["a", "b"]
    assert names(in_order([at("a", "2025-07", 2), at("b", "2025-07-31", 1)])) == ["b", "a"]
    assert names(in_order([at("a", "2025", 1), at("b", "2025-07", 0)])) == ["b", "a"]


def test_else_the_id_decides() -> None:
    """Equal days and equal sequences: the order does not depend on that of the list."""
    for events in permutations([at("a", "2025"), at("b", "2025"), at("c", "2025-07")]):
        assert names(in_order(events)) == ["a", "b", "c"]


def test_a_circle_of_rules() -> None:
    """A before B and B before C by sequence, C before A by date: the last of the sequence gives way, not the date."""
    a, b, c = at("a", "2025-07-20", 1), at("b", "2025-07", 2), at("c", "2025-07-10", 3)
    assert names(in_order([a, b])) == ["a", "b"]
    for events in permutations([a, b, c]):
        assert names(in_order(events)) == ["c", "a", "b"]


def test_no_events_at_all() -> None:
    """Nothing in order is nothing."""
    assert in_order([]) == ()


TEXTS = st.sampled_from(
    ["2024", "2025", "2025-06", "2025-07", "2025-08", "2025-06-30", "2025-07-01", "2025-07-10", "2025-07-20", "2026"]
)
TIMELINES = st.lists(TEXTS, max_size=9).map(
    lambda texts: [at(f"e{place}", text, place) for place, text in enumerate(texts)]
)


def by_insertion(events: list[Event]) -> list[str]:
    """A second way: one event after the other, just before the first that begins after its last possible day."""
    ordered: list[Event] = []
    for found in sorted(events, key=lambda item: (item.sequence, item.id)):
        later = [place for place, other in enumerate(ordered) if other.moment.span.earliest > found.moment.span.latest]
        ordered.insert(later[0] if later else len(ordered), found)
    return [found.id for found in ordered]


@given(TIMELINES)
@settings(derandomize=True, deadline=None, max_examples=400)
def test_the_calendar_always_decides(events: list[Event]) -> None:
    """Every event is placed once, none after one that begins later, and a slower way gives the same order."""
    ordered = in_order(events)
    assert sorted(names(ordered)) == sorted(found.id for found in events)
    for place, found in enumerate(ordered):
        assert all(found.moment.span.latest >= other.moment.span.earliest for other in ordered[:place])
    assert names(ordered) == by_insertion(events)


@given(TIMELINES, TEXTS)
@settings(derandomize=True, deadline=None, max_examples=400)
def test_an_event_added_later_does_not_change_the_order(events: list[Event], text: str) -> None:
    """Events recorded before keep their order when one more is recorded, whenever that one happened."""
    more = [*events, at("new", text, len(events))]
    assert [name for name in names(in_order(more)) if name != "new"] == names(in_order(events))


@given(TIMELINES, st.sampled_from(["2025-06-15", "2025-07-15", "2025-08-01"]), st.data())
@settings(derandomize=True, deadline=None, max_examples=400)
def test_what_happens_after_the_point_changes_nothing(events: list[Event], as_of: str, data: st.DataObject) -> None:
    """An event after the as-of day, wherever it stands in the file, leaves the counted events as they are."""
    case = Case("test", "", None, Calendar.DATES, NOTHING, tuple(events))
    later = at("new", data.draw(st.sampled_from(["2025-09", "2026", "2025-08-02"])), data.draw(st.integers(-1, 9)))
    changed = Case("test", "", None, Calendar.DATES, NOTHING, (*events, later))
    point = parse_point(as_of, case)
    before, after = view(case, point), view(changed, point)
    assert (before.events, before.straddling, before.by_finding) == (after.events, after.straddling, after.by_finding)


# --- corrections ------------------------------------------------------------------------------------------------------

CORRECTED = case_of(
    with_events(
        event("ct", "recorded_at: 2025-07-20\nmodality: ct\n", kind="imaging", on="2025-07-15"),
        event("mr", "recorded_at: 2025-07-20\nmodality: mr\n", kind="imaging", on="2025-07-15"),
        event("dose", "recorded_at: 2025-07\n", on="2025-07-16"),
        event("ct-2", "supersedes: ct\nrecorded_at: 2025-08-20\nmodality: doppler\n", kind="imaging", on=""),
        event("ct-3", "supersedes: ct-2\nrecorded_at: 2025-09-20\nmodality: pet\n", kind="imaging", on=""),
        event("no-dose", "supersedes: dose\nwithdrawn: yes\nrecorded_at: 2025-09-20\n", on=""),
    )
)


@pytest.mark.parametrize(
    ("recorded_by", "standing"),
    [
        ("2025-07-19", []),
        ("2025-07-20", ["ct", "mr"]),
        ("2025-07-30", ["ct", "mr"]),
        ("2025-07-31", ["ct", "mr", "dose"]),
        ("2025-08-19", ["ct", "mr", "dose"]),
        ("2025-08-20", ["ct-2", "mr", "dose"]),
        ("2025-09-19", ["ct-2", "mr", "dose"]),
        ("2025-09-20", ["ct-3", "mr"]),
        ("", ["ct-3", "mr"]),
    ],
)
def test_what_was_known_by_a_day(recorded_by: str, standing: list[str]) -> None:
    """A correction of a correction takes the place of the first event, from the day it was recorded on."""
    known_by = day(recorded_by) if recorded_by else None
    assert names(standing_events(CORRECTED, recorded_by=known_by)) == standing
    seen = view(CORRECTED, parse_point("2025-12-31", CORRECTED), recorded_by=known_by)
    assert names(seen.events) == standing


def test_a_correction_counts_at_the_time_of_the_original() -> None:
    """Recorded weeks later, it still says what the study showed on its day."""
    assert names(view(CORRECTED, parse_point("2025-07-15", CORRECTED)).events) == ["ct-3", "mr"]


def test_a_correction_may_move_the_time() -> None:
    """With a time of its own it leaves the place of the original."""
    case = case_of(
        with_events(event("a", on="2025-06"), event("b", on="2025-07"), event("a2", "supersedes: a\n", on="2025-08"))
    )
    assert names(standing_events(case)) == ["b", "a2"]


def test_a_correction_known_before_the_one_it_corrects() -> None:
    """A second correction replaces the first event also on a day when the first correction is not known."""
    case = case_of(
        with_events(
            event("a", "recorded_at: 2025-07\n"),
            event("b", "supersedes: a\nrecorded_at: 2025-12\n", on=""),
            event("c", "supersedes: b\nrecorded_at: 2025-08\n", on=""),
        )
    )
    assert names(standing_events(case, recorded_by=day("2025-09-01"))) == ["c"]
    with pytest.raises(InvalidArgument, match=r"event 'a' was corrected; write after:c"):
        parse_point("after:a", case, recorded_by=day("2025-09-01"))


def test_a_withdrawal_that_is_withdrawn() -> None:
    """Superseding a withdrawal puts an event in the place again."""
    case = case_of(
        with_events(
            event("a"),
            event("b", "supersedes: a\nwithdrawn: yes\n", on=""),
            event("c", "supersedes: b\namount: 3.75 mg\n", on=""),
        )
    )
    assert names(standing_events(case)) == ["c"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ct", "event 'ct' was corrected; write after:ct-3"),
        ("ct-2", "event 'ct-2' was corrected; write after:ct-3"),
        ("dose", "event 'dose' was withdrawn; name another event"),
        ("no-dose", "event 'no-dose' was withdrawn; name another event"),
    ],
)
def test_a_point_after_a_corrected_event_is_refused(name: str, message: str) -> None:
    """What no longer counts has no point after it; the message names the event that stands in its place."""
    with pytest.raises(InvalidArgument, match=message):
        parse_point(f"after:{name}", CORRECTED)


def test_a_point_after_what_stood_then() -> None:
    """On the record of an earlier day the original has its point, and its correction has none."""
    known_by = day("2025-08-01")
    point = parse_point("after:ct", CORRECTED, recorded_by=known_by)
    assert names(view(CORRECTED, point, recorded_by=known_by).events) == ["ct"]
    with pytest.raises(InvalidArgument, match="event 'ct-2' was not recorded by that day"):
        parse_point("after:ct-2", CORRECTED, recorded_by=known_by)
    with pytest.raises(InvalidArgument, match="event 'ct-3' was not recorded by that day"):
        view(CORRECTED, parse_point("after:ct-3", CORRECTED), recorded_by=known_by)
    with pytest.raises(InvalidArgument, match="event 'ct-2' was corrected; write after:ct-3"):
        parse_point("after:ct-2", CORRECTED)


def test_an_event_without_recorded_at_was_recorded_with_the_file() -> None:
    """Before the file's date nothing of it was known."""
    assert names(standing_events(DATED, recorded_by=day("2025-12-31"))) == []
    assert len(standing_events(DATED, recorded_by=day("2026-01-01"))) == 5
