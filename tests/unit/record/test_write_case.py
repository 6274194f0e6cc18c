"""A written case reads back as the same case, in YAML and in JSON, whatever the record holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.record.case_texts import HEADER, body, case_of, event, with_events

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.logic import Basis, Calendar, Span, parse_partial_date
from cephalad.record import (
    Birth,
    Case,
    Event,
    Moment,
    Observation,
    Origin,
    blank_case,
    dump,
    example_names,
    read_bytes,
    read_example,
)
from cephalad.record.read_case import HEADER_TEXTS, SEXES
from cephalad.record.read_findings import WITHOUT_VALUE
from cephalad.record.tree import read_tree, value_of
from cephalad.terms import FINDINGS, KINDS, MASSES, VEINS, Finding, ValueType

# --- generated cases --------------------------------------------------------------------------------------------------

_AWKWARD = [
    "no",
    "~",
    "null",
    "unknown",
    "suspected",
    "- a",
    "a: b",
    " # x",
    "1e3",
    "两行\n文字",
    "\u200b\x85'\"\\",
    "{}",
]
_TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(_AWKWARD)
_FREE = st.just("") | _TEXTS
_SAID = _TEXTS.filter(lambda text: bool(text.strip()))
_DATES = st.sampled_from(["1800", "2024-02-29", "2025", "2025-07", "2025-07-15", "2025-12", "2200-12-31"])
_SEQUENCES = st.integers(-999_999, 999_999)


@cache
def _numbers(finding: Finding) -> st.SearchStrategy[float]:
    """Numbers that a file can state: whole for a count, else of 15 digits and an exponent of two, within the limits."""
    low, high = finding.low or 0.0, 1e9 if finding.high is None else finding.high
    if finding.whole:
        return st.integers(int(low), int(high)).map(float)
    kept = st.floats(low, high).map(lambda number: float(f"{number:.15g}"))
    return kept.filter(lambda number: finding.plausible(number) and (number == 0 or number >= 1e-99))


def _values(finding: Finding) -> st.SearchStrategy[str | float]:
    if finding.type is ValueType.PRESENCE:
        return st.sampled_from(["yes", "no"])
    if finding.type is ValueType.NUMBER:
        return _numbers(finding)
    if finding.type is ValueType.DATE:
        return _DATES
    return _SAID if finding.type is ValueType.TEXT else st.sampled_from([choice.id for choice in finding.choices])


@st.composite
def _statements(draw: st.DrawFn, finding: Finding, qualifier: str) -> list[Observation]:
    """One finding stated once or several times, with any status and note."""
    stated = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        statuses = ["recorded", *WITHOUT_VALUE, *(["suspected"] if finding.may_be_suspected else [])]
        status, note = draw(st.sampled_from(statuses)), draw(_FREE)
        if status in WITHOUT_VALUE:
            stated.append(Observation(finding.id, qualifier, None, "", status, note))
        else:
            stated.append(Observation(finding.id, qualifier, draw(_values(finding)), finding.unit, status, note))
    return stated


@st.composite
def _of(draw: st.DrawFn, findings: tuple[Finding, ...], qualifier: str, least: int) -> list[Observation]:
    chosen = draw(st.lists(st.sampled_from(findings), min_size=least, max_size=3, unique_by=lambda found: found.id))
    return [row for finding in chosen for row in draw(_statements(finding, qualifier))]


@st.composite
def _bodies(draw: st.DrawFn, kind_id: str) -> tuple[Observation, ...]:
    """Findings of the event, of masses and of veins, the three parts in any order."""
    kind = KINDS[kind_id]
    parts = [draw(_of(tuple(kind.findings.values()), "", 0))]
    for allowed, findings, labels in (
        (kind.has_masses, MASSES, _SAID.filter(lambda text: len(text) <= 80)),
        (kind.has_veins, VEINS, st.sampled_from([*SEGMENTS, *SEGMENT_SETS])),
    ):
        usable = tuple(found for found in findings.values() if kind_id in found.kinds)
        for name in draw(st.lists(labels, max_size=2, unique=True)) if allowed else ():
            parts.append(draw(_of(usable, name, 1)))
    first, *rest = parts
    return tuple(row for part in ([*rest, first] if draw(st.booleans()) else [first, *rest]) for row in part)


@st.composite
def _moments(draw: st.DrawFn, calendar: Calendar) -> Moment:
    if calendar is Calendar.DATES:
        text = draw(_DATES)
        return Moment(parse_partial_date(text), Basis.STATED, text)
    number = draw(st.integers(-100_000, 100_000))
    return Moment(Span(number, number), draw(st.sampled_from(list(Basis))), str(number))


@st.composite
def _events(draw: st.DrawFn, index: int, earlier: list[Event], calendar: Calendar) -> Event:
    corrected = {found.supersedes for found in earlier}
    open_to = ["", *(found.id for found in earlier if found.id not in corrected)]
    supersedes = draw(st.sampled_from(open_to))
    withdrawn = bool(supersedes) and draw(st.booleans())
    kind = draw(st.sampled_from(list(KINDS)))
    origins = st.none() | st.builds(Origin, _FREE, _FREE)
    return Event(
        id=draw(st.sampled_from(["e", "事件", "E.", "_"])) + str(index),
        kind=kind,
        moment=draw(_moments(calendar)),
        sequence=draw(st.just(index) | _SEQUENCES),
        recorded_at=parse_partial_date(draw(_DATES)),
        observations=() if withdrawn else draw(_bodies(kind)),
        author=draw(_FREE),
        origin=draw(origins),
        supersedes=supersedes,
        reason=draw(_FREE),
        withdrawn=withdrawn,
        note=draw(_FREE),
        text=draw(_FREE),
    )


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    calendar = draw(st.sampled_from(list(Calendar)))
    events: list[Event] = []
    for index in range(draw(st.integers(0, 5))):
        events.append(draw(_events(index, events, calendar)))
    # A file without an event counts its days by dates.
    calendar = calendar if events else Calendar.DATES
    births: list[st.SearchStrategy[Birth | None]] = [st.none()]
    if events:
        at_events = st.sampled_from([found.id for found in events])
        births.append(st.builds(lambda age, name: Birth(age_years=age, at_event=name), st.integers(0, 120), at_events))
    if calendar is Calendar.DATES:
        births.append(st.just(Birth(span=parse_partial_date("1800"), text="1800")))
    return Case(
        id=draw(st.sampled_from(["case", "病例一", "7"])),
        sex=draw(st.sampled_from(["", *SEXES])),
        birth=draw(st.one_of(births)),
        calendar=calendar,
        written_on=parse_partial_date(draw(_DATES)),
        events=tuple(events),
        header=draw(st.dictionaries(st.sampled_from(HEADER_TEXTS), _FREE, max_size=3)),
    )


def as_json(case: Case) -> bytes:
    """The written case, its words as JSON."""
    tree = read_tree(dump(case).encode(), file="a.yaml")
    assert not isinstance(tree, list), tree
    return json.dumps(value_of(tree), ensure_ascii=False).encode()


@given(_cases())
@settings(derandomize=True, deadline=None, max_examples=200)
def test_any_case_reads_back(case: Case) -> None:
    """Every kind, status, qualifier, correction, calendar and script comes out as it went in, in both formats."""
    written = dump(case)
    assert read_bytes(written.encode(), file="a.yaml") == case
    assert read_bytes(as_json(case), file="a.json") == case
    assert dump(case_of(written)) == written


@pytest.mark.parametrize("name", example_names())
def test_the_examples_read_back(name: str) -> None:
    """The shipped cases survive writing in both formats."""
    case = read_example(name)
    assert case_of(dump(case)) == case
    assert read_bytes(as_json(case), file="a.json") == case


# --- single properties ------------------------------------------------------------------------------------------------


def written_lines(text: str) -> list[str]:
    """The lines of the written case after its header of three lines."""
    return dump(case_of(text)).splitlines()[3:]


def test_a_small_case_as_written() -> None:
    """The keys come in the order of the guide, the findings in the order of the record."""
    text = """\
sex: female
birth: 1977-05
title: 一例
events:
  - id: ct
    kind: imaging
    effective_on: 2025-07
    recorded_at: 2025-12
    author: 赵
    source:
      document: report
      place: page 2
    note: "seen: yes"
    masses:
      left mass:
        longest-diameter: 76 mm
        reading:
          value: ivl
          status: suspected
    regions: [pelvis]
    modality: ct
"""
    assert "\n".join(written_lines(HEADER + text)) + "\n" == text


def test_a_sequence_is_written_only_when_it_is_not_the_usual_one() -> None:
    """The place in the file, and for a correction the place of the original, need no words; anything else does."""
    texts = [
        event("a"),
        event("b", "supersedes: a\n"),
        event("c", "sequence: 7\n"),
        event("d", "supersedes: b\nsequence: 3\n"),
    ]
    case = case_of(with_events(*texts))
    assert [found.sequence for found in case.events] == [0, 0, 7, 3]
    assert [line.strip() for line in dump(case).splitlines() if "sequence" in line] == ["sequence: 7", "sequence: 3"]
    assert case_of(dump(case)) == case


def test_a_day_number_is_written_as_it_was_stated() -> None:
    """The words of the source stay, and a stated basis needs none."""
    text = with_events(event("a", "day: 007\n", on=""), event("b", "day: -1\nbasis: order-only\n", on=""))
    assert [line.strip() for line in written_lines(text) if "day" in line or "basis" in line] == [
        "day: 007",
        'day: "-1"',
        "basis: order-only",
    ]
    assert case_of(dump(case_of(text))) == case_of(text)


@pytest.mark.parametrize("status", WITHOUT_VALUE)
def test_a_text_that_reads_like_a_status_stays_a_text(status: str) -> None:
    """A recorded text of one status word is not read back as a status."""
    case = case_of(body(f"impression: {{value: {status}}}\n", "examination"))
    assert case.events[0].observations[0].value == status
    assert case_of(dump(case)) == case
    assert read_bytes(as_json(case), file="a.json") == case


@pytest.mark.parametrize("number", [0.1, 72.0, 76.5, 0.3, 999.999999999999])
def test_a_number_is_written_with_its_unit(number: float) -> None:
    """The unit stands behind the number, so that it is read without guessing."""
    case = case_of(body("masses: {m: {longest-diameter: 1 mm}}\n"))
    (row,) = case.events[0].observations
    changed = replace(case, events=(replace(case.events[0], observations=(replace(row, value=number),)),))
    assert f"longest-diameter: {number:.15g} mm" in dump(changed)
    assert case_of(dump(changed)) == changed


@pytest.mark.parametrize("pulse", ["1e-99", "0.1e-98", "0.1e-99 /min", "0.000000000000001e-90"])
def test_a_number_that_is_read_can_be_written(pulse: str) -> None:
    """However small: it reads back as it was, or it is refused at once (found by damaging files)."""
    case = read_bytes(body(f"pulse: {pulse}\n", "examination").encode(), file="a.yaml")
    assert isinstance(case, list) or case_of(dump(case)) == case
    assert isinstance(case, list) is (pulse not in ("1e-99", "0.1e-98"))


def test_a_whole_number_given_as_one_is_written_as_a_number() -> None:
    """A caller's `72` is the number 72.0."""
    case = case_of(body("masses: {m: {longest-diameter: 72 mm}}\n"))
    (row,) = case.events[0].observations
    changed = replace(case, events=(replace(case.events[0], observations=(replace(row, value=72),)),))
    assert case_of(dump(changed)) == case


def test_a_count_is_written_without_a_unit() -> None:
    """Children are counted in children."""
    assert "    term-deliveries: 2" in written_lines(body("term-deliveries: 2\n", "history"))


def test_findings_stated_apart_are_written_together() -> None:
    """A record made by a program may state a finding twice with others between; nothing of it is lost."""
    rows = case_of(body("contrast: [{value: yes}, {value: no}]\nmodality: ct\n")).events[0].observations
    case = case_of(body("modality: ct\n"))
    apart = replace(case, events=(replace(case.events[0], observations=(rows[0], rows[2], rows[1])),))
    assert set(case_of(dump(apart)).events[0].observations) == set(rows)


def test_every_finding_can_be_written() -> None:
    """The vocabulary holds nothing that a case file cannot say."""
    assert {finding.kinds[0] for finding in FINDINGS.values()} <= set(KINDS)
    for finding in FINDINGS.values():
        qualifier = "m" if finding in MASSES.values() else "right-atrium" if finding in VEINS.values() else ""
        row = Observation(finding.id, qualifier, None, "", "unknown", "note")
        moment = Moment(parse_partial_date("2025"), Basis.STATED, "2025")
        recorded = parse_partial_date("2026")
        case = Case(
            "a", "", None, Calendar.DATES, recorded, (Event("e", finding.kinds[0], moment, 0, recorded, (row,)),)
        )
        assert case_of(dump(case)) == case


def test_an_empty_case() -> None:
    """`new` gives a file that is valid as it is, dated by the caller."""
    text = blank_case(date(2026, 3, 27))
    case = case_of(text)
    assert case == Case("new-case", "female", None, Calendar.DATES, parse_partial_date("2026-03-27"), ())
    assert dump(case) == text


def test_the_same_case_gives_the_same_text() -> None:
    """Writing is deterministic."""
    assert dump(read_example("zhao-tian-2026")) == dump(read_example("zhao-tian-2026"))
