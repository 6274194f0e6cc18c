"""The calendar of a plan: what stands in it, on which days, and that it can be read again without doubling."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from cephalad.assessment import assess
from cephalad.errors import InvalidArgument
from cephalad.record import Case, read_bytes, read_example
from cephalad.write.calendar import Edition, calendar_text, feed_text, plan_entries

REFERENCE = read_example("zhao-tian-2026")


def items(text: str) -> list[Any]:
    """The entries of a calendar, as another program reads them."""
    return list(Calendar.from_ical(text).walk("VEVENT"))


def entries(text: str) -> dict[str, tuple[date, date]]:
    """First and last day of each entry by its UID."""
    found = {}
    for item in items(text):
        assert str(item["uid"]) not in found
        found[str(item["uid"])] = (item["dtstart"].dt, item["dtend"].dt)
    return found


def booked(line: str) -> Case:
    """A case with an operation and one booking."""
    text = f"""\
format: cephalad-case/1
case: patient-1
written_on: 2026-01-01
sex: female
events:
  - id: appointment
    kind: booking
    effective_on: 2026-01-01
    study: pelvic-mri
    {line}
"""
    case = read_bytes(text.encode(), file="case.yaml")
    assert isinstance(case, Case)
    return case


def test_the_reference_patient_in_october() -> None:
    """Baseline MRI and echocardiography from 2025-10-01, not after 2026-01-01; the fourth dose from 10-29 to 11-28."""
    found = entries(calendar_text(assess(REFERENCE, as_of="2025-10-31")))
    day = {"opens": (date(2025, 10, 1), date(2025, 10, 2)), "closes": (date(2026, 1, 1), date(2026, 1, 2))}
    assert found == {
        **{f"baseline-mri.{edge}.operation.zhao-tian-2026@cephalad": day[edge] for edge in day},
        **{f"echocardiography.{edge}.operation.zhao-tian-2026@cephalad": day[edge] for edge in day},
        "dose.leuprolide-3.zhao-tian-2026@cephalad": (date(2025, 10, 29), date(2025, 11, 29)),
    }


def test_a_later_reading_replaces_the_entries() -> None:
    """The same windows keep their UIDs when they are read again on another day."""
    early, late = (entries(calendar_text(assess(REFERENCE, as_of=day))) for day in ("2025-10-31", "2026-03-01"))
    assert set(early) == set(late)


def test_nothing_is_in_it_before_the_operation() -> None:
    """Without surveillance, doses and bookings the calendar has no entry."""
    assert entries(calendar_text(assess(REFERENCE, as_of="after:ultrasound-local"))) == {}


def test_a_booking_stands_on_its_day() -> None:
    """An examination that is booked is an entry of that day, or of the whole month when only that is known."""
    stated = assess(booked("planned-on: 2026-02-03"), as_of="2026-01-31")
    vague = assess(booked("planned-on: 2026-02"), as_of="2026-01-31")
    name = "booking.appointment.patient-1@cephalad"
    assert entries(calendar_text(stated)) == {name: (date(2026, 2, 3), date(2026, 2, 4))}
    assert entries(calendar_text(vague)) == {name: (date(2026, 2, 1), date(2026, 3, 1))}


def test_a_booking_without_a_day_has_no_entry() -> None:
    """What has no date is not put on one."""
    assert entries(calendar_text(assess(booked("planned-on: unknown"), as_of="2026-01-31"))) == {}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_entry_is_private_and_well_formed(lang: str) -> None:
    """Private, no busy time, lines of at most 75 octets that end as RFC 5545 asks."""
    text = calendar_text(assess(REFERENCE, as_of="2025-10-31"), lang=lang)
    found = items(text)
    assert {str(item["class"]) for item in found} == {"PRIVATE"}
    assert {str(item["transp"]) for item in found} == {"TRANSPARENT"}
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("\n") == text.count("\r\n")


def test_the_same_call_gives_the_same_bytes() -> None:
    """No clock stands in it: the stamp is the day that the assessment speaks about."""
    found = assess(REFERENCE, as_of="2025-10-31")
    assert calendar_text(found) == calendar_text(found)
    assert {item["dtstamp"].dt.date() for item in items(calendar_text(found))} == {date(2025, 10, 31)}


def test_text_of_the_record_cannot_end_an_entry() -> None:
    """Commas, semicolons, backslashes and line ends of an id are text."""
    case = read_bytes(
        b"""\
format: cephalad-case/1
case: a
written_on: 2026-01-01
sex: female
events:
  - {id: b, kind: booking, effective_on: 2026-01-01, study: pelvic-mri, planned-on: 2026-02-03,
      note: "x\\nEND:VEVENT\\r\\nBEGIN:VEVENT"}
""",
        file="case.yaml",
    )
    assert isinstance(case, Case)
    assert calendar_text(assess(case, as_of="2026-01-31")).count("BEGIN:VEVENT") == 1


def test_a_case_that_counts_days_has_no_calendar() -> None:
    """Day numbers are refused with what to use instead."""
    case = read_bytes(
        b"""\
format: cephalad-case/1
case: a
written_on: 2026-01-01
events:
  - {id: b, kind: contact, day: 0, reached: yes}
""",
        file="case.yaml",
    )
    assert isinstance(case, Case)
    with pytest.raises(InvalidArgument, match="needs dates; use text, json or html"):
        calendar_text(assess(case, as_of="after:b"))


def test_a_corrected_event_moves_its_window_under_the_same_name() -> None:
    """A window that counts from a corrected event keeps the UID of the first version, and has the new dates."""
    text = """\
format: cephalad-case/1
case: patient-1
written_on: 2026-01-01
sex: female
events:
  - {id: first, kind: booking, effective_on: 2026-01-01, study: pelvic-mri, planned-on: 2026-02-03}
  - {id: second, kind: booking, effective_on: 2026-01-01, study: pelvic-mri, planned-on: 2026-02-10,
     supersedes: first, reason: typing error}
  - {id: third, kind: booking, effective_on: 2026-01-01, study: pelvic-mri, planned-on: 2026-02-17,
     supersedes: second, reason: typing error}
"""
    case = read_bytes(text.encode(), file="case.yaml")
    assert isinstance(case, Case)
    found = entries(calendar_text(assess(case, as_of="2026-01-31")))
    assert found == {"booking.first.patient-1@cephalad": (date(2026, 2, 17), date(2026, 2, 18))}


def test_an_entry_has_the_edition_that_it_is_given() -> None:
    """SEQUENCE, LAST-MODIFIED and the stamp are those of the edition; an entry without one has no SEQUENCE."""
    uid = "baseline-mri.opens.operation.any@cephalad"
    moment = datetime(2025, 11, 2, 8, 30, tzinfo=UTC)
    text = calendar_text(assess(REFERENCE, as_of="2025-10-31"), about="any", editions={uid: Edition(3, moment)})
    told = {str(item["uid"]): item for item in items(text)}
    assert (int(told[uid]["sequence"]), told[uid]["last-modified"].dt) == (3, moment)
    assert "sequence" not in told[uid.replace("opens", "closes")]


def test_a_feed_says_nothing_of_the_day_it_is_read() -> None:
    """The feed of two days is the same text, asks to be read again, and holds no status that passes with time."""
    moment = datetime(2025, 11, 2, tzinfo=UTC)

    def read(day: str) -> str:
        found = assess(REFERENCE, as_of=day)
        told = [(entry, Edition(0, moment)) for entry in plan_entries(found, "en")]
        return feed_text(told, lang="en", edition=found.guideline.edition)

    assert read("2025-10-31") == read("2025-11-01")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in read("2025-10-31")
    assert "On the day of the assessment" not in read("2025-10-31")
    assert "On the day of the assessment" in calendar_text(assess(REFERENCE, as_of="2025-10-31"))


def test_a_cancelled_entry_says_so() -> None:
    """An entry that is gone is told with its days and STATUS:CANCELLED."""
    entry = next(plan_entries(assess(REFERENCE, as_of="2025-10-31"), "en"))
    text = feed_text([(entry, Edition(1, datetime(2025, 11, 2, tzinfo=UTC), cancelled=True))], lang="en", edition="e")
    assert [str(item["status"]) for item in items(text)] == ["CANCELLED"]
    assert items(text)[0]["dtstart"].dt == date(2025, 10, 1)
