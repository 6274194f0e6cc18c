"""Events of a case file: identity, kind, time, origin and corrections, each fault with its place and remedy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.record.case_texts import HEADER, body, case_of, event, issues_of, only_issue, told, with_events

from cephalad.errors import Issue
from cephalad.logic import Basis, Calendar, Span, parse_partial_date
from cephalad.record import Case, Moment, Origin
from cephalad.record.read_case import read_case
from cephalad.record.read_events import EVENT_KEYS
from cephalad.record.tree import MappingNode, Node, ScalarNode, SequenceNode
from cephalad.terms import KINDS

NO_TIME = ""


# --- the list and the id ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "value"), [("events: none\n", "none"), ("events: {a: b}\n", "a mapping"), ('events: "[]"\n', "[]")]
)
def test_events_are_a_list(events: str, value: str) -> None:
    """A word, a mapping and a list in quotes are no list of events."""
    found = only_issue(HEADER + events)
    rule, remedy = "must be a list of events", "write - id: … lines"
    assert found == Issue("a.yaml", 4, "events", rule, value, remedy, "CASE-04")


def test_an_event_is_a_mapping() -> None:
    """A word in the list of events is a fault of its own, and the events around it are still read."""
    found = issues_of(f"{HEADER}events:\n- ct\n- [ct]\n- id: a\n  kind: doze\n  effective_on: 2025\n")
    assert [told(issue) for issue in found] == [
        (5, "events[0]", "ct", "CASE-04"),
        (6, "events[1]", "a list", "CASE-04"),
        (8, "events[2].kind", "doze", "CASE-14"),
    ]


def test_ids_are_unique() -> None:
    """The second event with an id is refused, and its other faults are told as well."""
    found = issues_of(with_events(event("ct"), event("ct", "amount: much\n")))
    assert [told(issue) for issue in found] == [
        (8, "events[1].id", "ct", "CASE-13"),
        (11, "events[1].amount", "much", "VALUE-02"),
    ]
    assert found[0].rule == "must be unique"
    assert found[0].remedy == "give each event its own id"


def test_ids_differ_by_case_and_script() -> None:
    """Ids are compared by their characters."""
    names = ["ct", "CT", "ct-1", "检查一", "检查二"]
    assert [found.id for found in case_of(with_events(*map(event, names))).events] == names


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(kind: str) -> None:
    """Every kind of the vocabulary is a kind of event, even with nothing in it."""
    assert case_of(with_events(event("a", kind=kind))).events[0].kind == kind


@pytest.mark.parametrize(
    ("kind", "value", "remedy"),
    [
        ("imagin", "imagin", "write imaging"),
        ("Operation", "Operation", "write operation"),
        ('""', "nothing", f"write one of {', '.join(KINDS)}"),
        ("42", "42", f"write one of {', '.join(KINDS)}"),
    ],
)
def test_an_unknown_kind(kind: str, value: str, remedy: str) -> None:
    """The nearest kind is named, else all of them."""
    found = only_issue(with_events(event("a", kind=kind)))
    rule = "must be a known kind of event"
    assert found == Issue("a.yaml", 6, "events[0].kind", rule, value, remedy, "CASE-14")


def test_a_missing_kind_and_a_missing_id() -> None:
    """What every event needs is asked for where the event begins."""
    found = issues_of(f"{HEADER}events:\n- effective_on: 2025\n")
    assert [told(issue) for issue in found] == [
        (5, "events[0].id", "nothing", "CASE-05"),
        (5, "events[0].kind", "nothing", "CASE-14"),
    ]


def test_a_faulty_event_tells_all_its_faults() -> None:
    """A wrong id, kind or time hides none of the faults beside it."""
    text = """\
id: two words
kind: imaging
effective_on: 2025-13
sequence: first
recorded_at: soon
author: [a]
source: {document: a, page: 3}
supersedes: nobody
reason: {}
withdrawn: maybe
note: [a]
text: {}
modality: xray-vision
"""
    assert [told(issue) for issue in issues_of(with_events(text))] == [
        (5, "events[0].id", "two words", "CASE-05"),
        (12, "events[0].supersedes", "nobody", "CASE-16"),
        (7, "events[0].effective_on", "2025-13", "TIME-02"),
        (10, "events[0].author", "a list", "CASE-03"),
        (13, "events[0].reason", "a mapping", "CASE-03"),
        (15, "events[0].note", "a list", "CASE-03"),
        (16, "events[0].text", "a mapping", "CASE-03"),
        (8, "events[0].sequence", "first", "VALUE-02"),
        (9, "events[0].recorded_at", "soon", "TIME-02"),
        (17, "events[0].modality", "xray-vision", "VALUE-01"),
        (11, "events[0].source.page", "page", "CASE-01"),
        (14, "events[0].withdrawn", "maybe", "VALUE-01"),
    ]


def test_an_unknown_key_names_the_nearest() -> None:
    """A mistyped key is met with the key of an event, the finding or the nesting that was probably meant."""
    for wrong, right in [
        ("recorded_att", "recorded_at"),
        ("effective-on", "effective_on"),
        ("modalitiy", "modality"),
        ("mass", "masses"),
        ("vein", "veins"),
        ("autor", "author"),
    ]:
        found = only_issue(body(f"{wrong}: x\n"))
        assert told(found) == (8, f"events[0].{wrong}", wrong, "CASE-01")
        assert found.remedy == f"write {right}"
    assert only_issue(body("zzzzzz: x\n")).remedy == "remove it, or put it into note"


@pytest.mark.parametrize(
    "key", [key for key in EVENT_KEYS if key not in ("id", "kind", "effective_on", "day", "basis")]
)
def test_a_key_without_a_value(key: str) -> None:
    """A blank is asked for once, on its line."""
    found = only_issue(body(f"{key}:\n"))
    assert told(found) == (8, f"events[0].{key}", "nothing", "CASE-02")
    assert found.remedy == "write a value or leave the key out"


def test_texts_are_kept_in_any_language() -> None:
    """Author, source, note, reason and the report's own words come out as they were written."""
    text = """\
author: 赵医生
source: {document: 超声报告, place: 第二段}
note: 大小约为 7.6 × 5.4 cm
text: |
  子宫左侧见一混合回声团块，
  边界欠清。
"""
    found = case_of(body(text)).events[0]
    assert found.author == "赵医生"
    assert found.origin == Origin("超声报告", "第二段")
    assert found.note == "大小约为 7.6 × 5.4 cm"
    assert found.text == "子宫左侧见一混合回声团块，\n边界欠清。\n"


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        ("report 7", Origin("report 7")),
        ("{document: report 7}", Origin("report 7")),
        ("{document: a, place: Fig. 1}", Origin("a", "Fig. 1")),
        ("{place: Fig. 1}", Origin("", "Fig. 1")),
    ],
)
def test_where_a_record_comes_from(source: str, origin: Origin) -> None:
    """A source is a document, or a document with a place in it."""
    assert case_of(body(f"source: {source}\n")).events[0].origin == origin


def test_a_source_is_no_list() -> None:
    """A list of documents is refused."""
    assert told(only_issue(body("source: [a, b]\n"))) == (8, "events[0].source", "a list", "CASE-04")


# --- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", ["2025", "2025-07", "2025-07-31", "2024-02-29"])
def test_an_event_with_a_date(on: str) -> None:
    """A date, month or year is a span of days with the words of the file."""
    case = case_of(with_events(event("a", on=on)))
    assert case.calendar is Calendar.DATES
    assert case.events[0].moment == Moment(parse_partial_date(on), Basis.STATED, on)
    assert case.events[0].moment.has_duration


@pytest.mark.parametrize("on", ["2023-02-29", "2025-7", "31.7.2025", "2025-07-31 10:00", "2025-00", "soon"])
def test_a_date_that_is_none(on: str) -> None:
    """Days that do not exist and other ways of writing are refused with what to write instead."""
    rule, remedy = "must be a calendar date, month or year", "write 2025-12-01, 2025-12 or 2025"
    found = only_issue(with_events(event("a", on=on)))
    assert found == Issue("a.yaml", 7, "events[0].effective_on", rule, on, remedy, "TIME-02")


@pytest.mark.parametrize(
    ("basis", "expected", "has_duration"),
    [
        ("", Basis.STATED, True),
        ("basis: stated\n", Basis.STATED, True),
        ("basis: approximate\n", Basis.APPROXIMATE, True),
        ("basis: order-only\n", Basis.ORDER_ONLY, False),
    ],
)
def test_an_event_with_a_day_number(basis: str, expected: Basis, has_duration: bool) -> None:
    """A day number counts from the case's day 0; from order alone no duration follows."""
    case = case_of(with_events(event("a", f"day: 7\n{basis}", on=NO_TIME)))
    assert case.calendar is Calendar.DAY_NUMBERS
    assert case.events[0].moment == Moment(Span(7, 7), expected, "7")
    assert case.events[0].moment.has_duration is has_duration


@pytest.mark.parametrize(
    ("text", "day"), [("0", 0), ("-3", -3), ("100000", 100_000), ("-100000", -100_000), ("007", 7)]
)
def test_day_numbers_in_range(text: str, day: int) -> None:
    """From 100,000 days before day 0 to as many after it."""
    assert case_of(with_events(event("a", f"day: {text}\n", on=NO_TIME))).events[0].moment.span == Span(day, day)


@pytest.mark.parametrize("text", ["100001", "-100001", "1000000", "7.5", "7 days", "+7", "--7", "1e3", "seven", "７"])
def test_day_numbers_out_of_range(text: str) -> None:
    """One day more, fractions, units, signs and words are refused."""
    found = only_issue(with_events(event("a", f"day: {text}\n", on=NO_TIME)))
    assert told(found) == (7, "events[0].day", text, "TIME-06")
    assert found.rule == "must be a whole number of days from -100000 to 100000"
    assert found.remedy == "write 7, for example"


@pytest.mark.parametrize(("day", "value", "code"), [("", "nothing", "CASE-02"), ("[7]", "a list", "CASE-03")])
def test_a_day_that_is_no_text(day: str, value: str, code: str) -> None:
    """A blank and a list are one fault each."""
    assert told(only_issue(with_events(event("a", f"day: {day}\n", on=NO_TIME)))) == (7, "events[0].day", value, code)


def test_an_unknown_basis() -> None:
    """The known ones are named; a wrong day beside it is told too."""
    found = issues_of(with_events(event("a", "day: x\nbasis: guessed\n", on=NO_TIME)))
    assert [told(issue) for issue in found] == [
        (8, "events[0].basis", "guessed", "TIME-05"),
        (7, "events[0].day", "x", "TIME-06"),
    ]
    assert found[0].remedy == "write one of stated, approximate, order-only"


def test_a_basis_belongs_to_a_day_number() -> None:
    """A partial date says itself how exact it is."""
    found = only_issue(with_events(event("a", "basis: approximate\n")))
    rule = "must stand beside a day number only"
    assert found == Issue("a.yaml", 8, "events[0].basis", rule, "a date", "remove basis", "TIME-04")


@pytest.mark.parametrize("basis", ["order-only", "guessed"])
@pytest.mark.parametrize("time", ["effective_on: 2025-07\n", "day: 7\n"])
def test_a_basis_without_a_time_of_its_own_is_not_lost(time: str, basis: str) -> None:
    """A correction that takes its time from another event takes the basis with it, and can state no other one."""
    found = only_issue(
        with_events(event("a", time, on=NO_TIME), event("b", f"supersedes: a\nbasis: {basis}\n", on=NO_TIME))
    )
    assert told(found) == (11, "events[1].basis", "no day number", "TIME-04")
    assert found.remedy == "remove basis"


def test_dates_and_day_numbers_do_not_mix() -> None:
    """A case uses one of the two; the first day number is named, with how many there are of each."""
    found = only_issue(with_events(event("a"), event("b", "day: 7\n", on=NO_TIME), event("c", "day: 8\n", on=NO_TIME)))
    assert told(found) == (10, "events[1].day", "1 dates and 2 day numbers", "TIME-03")
    assert found.remedy == "write all times as effective_on or all as day"
    assert told(only_issue(with_events(event("a", "day: 7\n"))))[1:3] == (
        "events[0].day",
        "1 dates and 1 day numbers",
    )


@pytest.mark.parametrize(("other", "key"), [(event("b"), "effective_on"), (event("b", "day: 1\n", on=NO_TIME), "day")])
def test_a_missing_time(other: str, key: str) -> None:
    """The remedy names the kind of time that the case uses."""
    found = only_issue(with_events(event("a", on=NO_TIME), other))
    assert told(found) == (5, f"events[0].{key}", "nothing", "TIME-01")
    assert found.rule == "must be stated"
    assert found.remedy == f"write {key}: with the time of the event"


def test_when_it_was_recorded() -> None:
    """Without `recorded_at` an event counts as recorded on the file's date."""
    case = case_of(with_events(event("a"), event("b", "recorded_at: 2025-12\n")))
    assert [found.recorded_at for found in case.events] == [case.written_on, parse_partial_date("2025-12")]


@pytest.mark.parametrize(("text", "sequence"), [("0", 0), ("-5", -5), ("999999", 999_999)])
def test_a_stated_sequence(text: str, sequence: int) -> None:
    """The sequence is the place in the file unless a whole number is stated."""
    case = case_of(with_events(event("a"), event("b", f"sequence: {text}\n"), event("c")))
    assert [found.sequence for found in case.events] == [0, sequence, 2]


@pytest.mark.parametrize("text", ["1.5", "1000000", "first", "+1"])
def test_a_sequence_that_is_none(text: str) -> None:
    """Fractions, seven digits and words are refused."""
    found = only_issue(body(f"sequence: {text}\n"))
    assert told(found) == (8, "events[0].sequence", text, "VALUE-02")
    assert found.rule == "must be a whole number of at most six digits"


# --- corrections ------------------------------------------------------------------------------------------------------


def test_a_correction_inherits_time_and_sequence() -> None:
    """Unless it states its own, a correction takes the time and the place of the event it supersedes."""
    case = case_of(
        with_events(
            event("a", on="2025-06"),
            event("b", on="2025-07"),
            event("a2", "supersedes: a\nreason: typing error\n", on=NO_TIME),
            event("b2", "supersedes: b\nsequence: 9\n", on="2025-08"),
            event("a3", "supersedes: a2\n", on=NO_TIME),
        )
    )
    assert [(found.id, found.moment.text, found.sequence, found.supersedes) for found in case.events] == [
        ("a", "2025-06", 0, ""),
        ("b", "2025-07", 1, ""),
        ("a2", "2025-06", 0, "a"),
        ("b2", "2025-08", 9, "b"),
        ("a3", "2025-06", 0, "a2"),
    ]
    assert case.events[2].reason == "typing error"


def test_a_correction_inherits_a_day_number_with_its_basis() -> None:
    """What is known of the time stays known in the same way."""
    case = case_of(
        with_events(event("a", "day: 7\nbasis: order-only\n", on=NO_TIME), event("b", "supersedes: a\n", on=NO_TIME))
    )
    assert case.events[1].moment == case.events[0].moment


@pytest.mark.parametrize("on", [NO_TIME, "2025-08"])
@pytest.mark.parametrize(
    ("supersedes", "code", "remedy"),
    [
        ("first-vist", "CASE-16", "write first-visit"),
        ("zzz", "CASE-16", "name an event of this file"),
        ("own", "CASE-16", "name an event of this file"),
        ("last", "CASE-17", "move it down"),
        ("corrected", "CASE-18", "supersede correction instead"),
    ],
)
def test_what_a_correction_may_not_name(supersedes: str, code: str, remedy: str, on: str) -> None:
    """Not an unknown event, not itself, not a later one, not one already corrected: one fault each, time or not."""
    found = only_issue(
        with_events(
            event("first-visit"),
            event("corrected"),
            event("correction", "supersedes: corrected\n"),
            event("own", f"supersedes: {supersedes}\n", on=on),
            event("last"),
        )
    )
    line = 18 if on else 17
    assert (found.line, found.path, found.value, found.code) == (line, "events[3].supersedes", supersedes, code)
    assert found.remedy == remedy


def test_a_remedy_holds_no_control_characters() -> None:
    """The nearest id may be a faulty one: it is shown, and does not steer the terminal."""
    found = issues_of(with_events(event('"\\e[31mct-pelvis"'), event("b", "supersedes: ct-pelvis\n", on=NO_TIME)))
    assert [(issue.code, issue.remedy) for issue in found] == [
        ("CASE-05", "write a name such as ct-pelvis"),
        ("CASE-16", "write \\x1b[31mct-pelvis"),
    ]


def test_a_correction_of_a_faulty_event_has_one_fault() -> None:
    """The event is there: it is neither called missing, nor is its correction blamed for the time it lacks."""
    text = with_events(event("a", on="2025-13"), event("b", "supersedes: a\n", on=NO_TIME))
    assert [told(found) for found in issues_of(text)] == [(7, "events[0].effective_on", "2025-13", "TIME-02")]


def test_a_correction_without_a_name_still_counts() -> None:
    """A second correction of one event is seen although the first has no valid id."""
    text = with_events(event("a"), event("two words", "supersedes: a\n"), event("c", "supersedes: a\n"))
    assert [told(found) for found in issues_of(text)] == [
        (8, "events[1].id", "two words", "CASE-05"),
        (15, "events[2].supersedes", "a", "CASE-18"),
    ]


@pytest.mark.parametrize(("written", "value"), [("", "nothing"), ('""', '""')])
def test_a_blank_supersedes_has_one_fault(written: str, value: str) -> None:
    """Who is meant is not said; the time that a correction takes from there is not asked for as well."""
    found = only_issue(with_events(event("a", f"supersedes: {written}\n", on=NO_TIME)))
    assert told(found) == (7, "events[0].supersedes", value, "CASE-02")


@pytest.mark.parametrize("key", ["supersedes", "withdrawn", "basis"])
def test_nothing_in_quotes_is_no_word(key: str) -> None:
    """A key that takes a word refuses a text of no characters; it is not read as if the key were left out."""
    found = only_issue(with_events(event("a", f'day: 7\n{key}: ""\n', on=NO_TIME)))
    assert told(found) == (8, f"events[0].{key}", '""', "CASE-02")
    assert found.remedy == "write a value or leave the key out"


def test_a_withdrawal() -> None:
    """An event is withdrawn by another that names it and says why."""
    case = case_of(with_events(event("a"), event("b", "supersedes: a\nwithdrawn: yes\nreason: wrong patient\n", on="")))
    assert [found.withdrawn for found in case.events] == [False, True]
    assert case.events[1].reason == "wrong patient"
    assert not case_of(with_events(event("a", "withdrawn: no\n"))).events[0].withdrawn


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("supersedes: a\nwithdrawn: yes\namount: 3.75 mg\n", 12, "findings"),
        ("withdrawn: yes\n", 11, "no supersedes"),
        ("withdrawn: yes\namount: 3.75 mg\n", 11, "findings"),
    ],
)
def test_a_withdrawal_that_says_too_much_or_too_little(text: str, line: int, value: str) -> None:
    """A withdrawal holds no findings and names its event."""
    found = only_issue(with_events(event("a"), event("b", text)))
    assert told(found) == (line, "events[1].withdrawn", value, "CASE-15")
    assert found.remedy == "write supersedes and reason only"


@pytest.mark.parametrize("word", ["true", "Yes", "1", "maybe"])
def test_withdrawn_is_yes_or_no(word: str) -> None:
    """Other words are refused."""
    found = only_issue(body(f"withdrawn: {word}\n"))
    assert told(found) == (8, "events[0].withdrawn", word, "VALUE-01")
    assert found.remedy == "write yes or no"


# --- nothing is lost --------------------------------------------------------------------------------------------------

_SCALARS = st.sampled_from(
    ["", "a", "b", "dose", "imaging", "2025-07", "2025-13", "7", "-1", "yes", "no", "unknown", "~", "order-only"]
)
_ANYTHING = st.recursive(
    st.builds(ScalarNode, _SCALARS, st.just(1), st.booleans()),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: SequenceNode(tuple(items), 1))
        | st.dictionaries(_SCALARS, inner, max_size=3).map(
            lambda found: MappingNode(tuple((ScalarNode(key, 1, True), value) for key, value in found.items()), 1)
        )
    ),
    max_leaves=4,
)
_KEYS = st.sampled_from([*EVENT_KEYS, "amount", "drug", "masses", "veins", "regions", "zzz"])
_MAPPINGS = st.dictionaries(_KEYS, _ANYTHING, max_size=8)


def mapping_of(words: dict[str, Node]) -> MappingNode:
    """A node of keys and nodes, all on line 1."""
    return MappingNode(tuple((ScalarNode(key, 1, False), value) for key, value in words.items()), 1)


@given(st.lists(_MAPPINGS, max_size=4), st.booleans())
@settings(derandomize=True, deadline=None, max_examples=300)
def test_nothing_is_lost_and_nothing_guessed(events: list[dict[str, Node]], is_named: bool) -> None:
    """Whatever the tree, either every event of it stands in the case, or at least one issue says why not."""
    if is_named:
        usual: dict[str, Node] = {
            "kind": ScalarNode("dose", 1, False),
            "effective_on": ScalarNode("2025-07", 1, False),
        }
        events = [{"id": ScalarNode(f"e{i}", 1, False), **usual, **words} for i, words in enumerate(events)]
    header = {"format": "cephalad-case/1", "case": "a", "written_on": "2026"}
    root = mapping_of(
        {
            **{key: ScalarNode(text, 1, False) for key, text in header.items()},
            "events": SequenceNode(tuple(mapping_of(words) for words in events), 1),
        }
    )
    read = read_case(root, file="a.yaml")
    assert len(read.events) == len(events) if isinstance(read, Case) else read
    if not isinstance(read, Case):
        assert all(issue.code and issue.rule and issue.remedy and issue.line for issue in read)
        assert len({(issue.path, issue.code, issue.value) for issue in read}) == len(read), "a fault is told once"
