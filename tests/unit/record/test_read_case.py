"""The header of a case file: every fault has its place, rule, value, remedy and code, and all are told at once."""

from __future__ import annotations

import json
import time

import pytest
from tests.unit.record.case_texts import HEADER, case_of, event, issues_of, only_issue, told, with_events

from cephalad.errors import Issue
from cephalad.logic import Calendar, Span, parse_partial_date
from cephalad.record import FORMAT, Birth, Case, read_bytes, read_events
from cephalad.record.read_case import HEADER_KEYS, HEADER_TEXTS, SEXES, read_case
from cephalad.record.tree import MappingNode, ScalarNode, SequenceNode, read_tree

AGE_AT = "birth: {{age_years: {age}, at: {at}}}\n"


# --- a valid header ---------------------------------------------------------------------------------------------------


def test_the_smallest_case() -> None:
    """Format, pseudonym and date are enough; nothing recorded stays nothing."""
    case = case_of(HEADER)
    assert case == Case("test", "", None, Calendar.DATES, parse_partial_date("2026-01-01"), (), {})


@pytest.mark.parametrize("events", ["events:\n", "events: []\n", ""])
def test_a_case_without_events(events: str) -> None:
    """An empty list, a blank and a missing key all mean that no event is recorded."""
    assert case_of(HEADER + events).events == ()


@pytest.mark.parametrize("sex", SEXES)
def test_each_sex(sex: str) -> None:
    """The three answers are read as written."""
    assert case_of(f"{HEADER}sex: {sex}\n").sex == sex


@pytest.mark.parametrize("written_on", ["2026", "2026-01", "2026-01-31"])
def test_the_file_may_be_dated_in_part(written_on: str) -> None:
    """The file's date is a day, a month or a year."""
    case = case_of(f"format: {FORMAT}\ncase: a\nwritten_on: {written_on}\n")
    assert case.written_on == parse_partial_date(written_on)


def test_every_header_text_is_kept_as_written() -> None:
    """Each text of the header comes out as its characters, `no` and numbers included."""
    words = dict.fromkeys(HEADER_TEXTS, "no") | {"doi": "10.3892/etm.2026.13183", "age_at_onset": "48.0"}
    text = HEADER + "".join(f"{key}: {value}\n" for key, value in words.items())
    assert dict(case_of(text).header) == words


def test_chinese_in_the_header() -> None:
    """Pseudonym, title and centre may be Chinese."""
    case = case_of(
        f"format: {FORMAT}\ncase: 病例-一\nwritten_on: 2026\ntitle: 子宫静脉内平滑肌瘤病\ncentre: 河北省人民医院\n"
    )
    assert case.id == "病例-一"
    assert case.header == {"title": "子宫静脉内平滑肌瘤病", "centre": "河北省人民医院"}


def test_json_says_the_same_as_yaml() -> None:
    """A case in JSON is the case that the same words give in YAML."""
    yaml = with_events(event("ct", "modality: ct\ncontrast: no\nregions: [pelvis]\nfibroid: unknown\n", kind="imaging"))
    words = {
        "format": FORMAT,
        "case": "test",
        "written_on": "2026-01-01",
        "events": [
            {
                "id": "ct",
                "kind": "imaging",
                "effective_on": "2025-07",
                "modality": "ct",
                "contrast": False,
                "regions": ["pelvis"],
                "fibroid": "unknown",
            }
        ],
    }
    assert read_bytes(json.dumps(words).encode(), file="a.json") == case_of(yaml)


# --- birth ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1977", "1977-05", "1977-05-31"])
def test_birth_as_a_date(text: str) -> None:
    """A birth is a span of days with the words of the file."""
    assert case_of(f"{HEADER}birth: {text}\n").birth == Birth(span=parse_partial_date(text), text=text)


@pytest.mark.parametrize(("text", "age"), [("0", 0), ("48", 48), ("120", 120), ("048", 48)])
def test_birth_as_an_age_at_an_event(text: str, age: int) -> None:
    """An age in whole years from 0 to 120 names the event at which it was stated."""
    case = case_of(AGE_AT.format(age=text, at="visit") + with_events(event("visit")))
    assert case.birth == Birth(age_years=age, at_event="visit")


def test_an_age_fits_a_case_with_day_numbers() -> None:
    """Where days are counted an age is the way to state a birth."""
    case = case_of(AGE_AT.format(age=48, at="visit") + with_events(event("visit", "day: 3\n", on="")))
    assert case.calendar is Calendar.DAY_NUMBERS
    assert case.birth == Birth(age_years=48, at_event="visit")


@pytest.mark.parametrize("age", ["121", "-1", "48.5", "48 years", "forty", "0001200", "12000", "1e2", "４８"])
def test_an_age_that_is_none(age: str) -> None:
    """One year more than 120, fractions, units and words are refused, however many zeros stand in front."""
    found = only_issue(AGE_AT.format(age=age, at="visit") + with_events(event("visit")))
    assert told(found) == (1, "birth.age_years", age, "VALUE-02")
    assert found.rule == "must be a whole number of years from 0 to 120"
    assert found.remedy == "write 48, for example"


def test_an_age_needs_its_event() -> None:
    """The event of an age must be in the file; a typing error is met with the nearest id."""
    found = only_issue(AGE_AT.format(age=48, at="first-vist") + with_events(event("first-visit")))
    assert told(found) == (1, "birth.at", "first-vist", "CASE-16")
    assert found.remedy == "write first-visit"
    assert told(only_issue(f"birth: {{age_years: 48}}\n{HEADER}")) == (1, "birth.at", "nothing", "CASE-16")
    assert told(only_issue(f"birth: {{at: visit}}\n{with_events(event('visit'))}"))[1] == "birth.age_years"


def test_an_age_at_a_faulty_event_has_one_fault() -> None:
    """An event that is there but wrong is not also called missing."""
    text = AGE_AT.format(age=48, at="visit") + with_events(event("visit", on="2025-13"))
    assert [found.code for found in issues_of(text)] == ["TIME-02"]


def test_a_birth_after_an_event() -> None:
    """Nothing happens to a patient before her birth; a birth in the year of the event may still precede it."""
    found = only_issue(f"birth: 2026\n{with_events(event('visit', on='2025-07'))}")
    assert told(found) == (1, "birth", "2026", "TIME-08")
    assert "visit" in found.rule
    assert case_of(f"birth: 2025\n{with_events(event('visit', on='2025-07'))}").birth is not None


@pytest.mark.parametrize("birth", ["1977", "1977-05-31", "fifty"])
def test_a_date_of_birth_does_not_fit_day_numbers(birth: str) -> None:
    """In a case that counts days a date of birth says nothing, so an age is asked for."""
    found = only_issue(f"birth: {birth}\n" + with_events(event("visit", "day: 3\n", on="")))
    assert told(found) == (1, "birth", birth, "TIME-07")
    assert found.remedy == "write birth: {age_years: 48, at: EVENT}"


@pytest.mark.parametrize(
    ("birth", "path", "value", "code"),
    [
        ("1977-13", "birth", "1977-13", "TIME-02"),
        ("", "birth", "nothing", "CASE-02"),
        ("[1977]", "birth", "a list", "CASE-04"),
        ("{age_years: 48, at: visit, on: 2025}", "birth.on", "on", "CASE-01"),
        ("{age_years: [48], at: visit}", "birth.age_years", "a list", "CASE-03"),
        ("{age_years: 48, at: {id: visit}}", "birth.at", "a mapping", "CASE-03"),
    ],
)
def test_faults_of_birth(birth: str, path: str, value: str, code: str) -> None:
    """Each fault is told once, at its own place."""
    assert told(only_issue(f"birth: {birth}\n" + with_events(event("visit")))) == (1, path, value, code)


# --- faults of the header ---------------------------------------------------------------------------------------------

HEADER_FAULTS = [
    # changed line, line, path, value, code, rule, remedy
    (
        "format: cephalad-case/2",
        1,
        "format",
        "cephalad-case/2",
        "CASE-11",
        "must name the format of this file",
        "write cephalad-case/1",
    ),
    ("", 1, "format", "nothing", "CASE-11", "must name the format of this file", "write cephalad-case/1"),
    ("format:", 1, "format", "nothing", "CASE-02", "must have a value", "write a value or leave the key out"),
    ("format: [cephalad-case/1]", 1, "format", "a list", "CASE-03", "must be one text", "write a single value"),
]


@pytest.mark.parametrize(("changed", "line", "path", "value", "code", "rule", "remedy"), HEADER_FAULTS)
def test_the_format(changed: str, line: int, path: str, value: str, code: str, rule: str, remedy: str) -> None:
    """The file names its format, so that a later program knows what it reads."""
    text = f"{changed}\ncase: test\nwritten_on: 2026\n".lstrip("\n")
    assert only_issue(text) == Issue("a.yaml", line, path, rule, value, remedy, code)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ('"two words"', "two words"),
        ("-a", "-a"),
        (".a", ".a"),
        ("a/b", "a/b"),
        ("a" * 81, "a" * 59 + "…"),
        ('""', "nothing"),
        ('"a\\n"', "a\\n"),
        ('"<b>"', "<b>"),
    ],
)
def test_a_pseudonym_is_a_plain_name(name: str, value: str) -> None:
    """Blanks, slashes, line ends and 81 characters are refused."""
    found = only_issue(f"format: {FORMAT}\ncase: {name}\nwritten_on: 2026\n")
    rule = "must be a name of letters, digits, hyphens, underscores and dots, 1 to 80 characters"
    assert found == Issue("a.yaml", 2, "case", rule, value, "write a name such as ct-pelvis", "CASE-05")


@pytest.mark.parametrize("name", ["a", "a" * 80, "7", "A.b-c_d", "患者01", "_x"])
def test_names_that_are_plain(name: str) -> None:
    """Letters of any script, digits and three signs, up to 80 characters."""
    assert case_of(f"format: {FORMAT}\ncase: {name}\nwritten_on: 2026\n").id == name


def test_a_missing_pseudonym_and_a_missing_date() -> None:
    """Both are told, on the line where the header begins."""
    found = issues_of(f"# a comment\nformat: {FORMAT}\n")
    assert [told(issue) for issue in found] == [
        (2, "case", "nothing", "CASE-05"),
        (2, "written_on", "nothing", "TIME-01"),
    ]
    assert found[1].remedy == "write written_on: with the file's date"
    assert found[1].rule == "must be stated"


@pytest.mark.parametrize(
    ("line", "path", "value", "code"),
    [
        ("written_on: 01.01.2026", "written_on", "01.01.2026", "TIME-02"),
        ("written_on: 2026-00", "written_on", "2026-00", "TIME-02"),
        ("written_on: [2026]", "written_on", "a list", "CASE-03"),
        ("written_on: ~", "written_on", "~", "CASE-02"),
    ],
)
def test_the_date_of_the_file(line: str, path: str, value: str, code: str) -> None:
    """What is no partial date is refused with what to write instead."""
    found = only_issue(f"format: {FORMAT}\ncase: a\n{line}\n")
    assert told(found) == (3, path, value, code)
    if code == "TIME-02":
        assert found.remedy == "write 2025-12-01, 2025-12 or 2025"


@pytest.mark.parametrize("sex", ["Female", "F", "woman", "女", "unknown"])
def test_an_unknown_sex(sex: str) -> None:
    """Other words are refused; leaving the key out says that it is not recorded."""
    found = only_issue(f"{HEADER}sex: {sex}\n")
    assert told(found) == (4, "sex", sex, "VALUE-01")
    assert found.remedy == "write one of female, male, other"


def test_an_unknown_key_names_the_nearest() -> None:
    """A mistyped key of the header is met with the key that was probably meant."""
    found = only_issue(f"{HEADER}tittle: x\n")
    assert found == Issue("a.yaml", 4, "tittle", "must be a known key", "tittle", "write title", "CASE-01")
    assert only_issue(f"{HEADER}zzzzzz: x\n").remedy == "remove it, or put it into note"


@pytest.mark.parametrize("key", [key for key in HEADER_KEYS if key not in ("format", "case", "written_on", "events")])
@pytest.mark.parametrize("blank", ["", " ~", " null", " NULL"])
def test_a_key_without_a_value(key: str, blank: str) -> None:
    """A blank is neither empty nor unknown: it is asked for, once, on its line."""
    found = only_issue(f"{HEADER}{key}:{blank}\n")
    assert (found.line, found.path, found.code) == (4, key, "CASE-02")


def test_a_text_in_quotes_may_read_like_a_blank() -> None:
    """Quoted, `~` and `null` are texts."""
    assert case_of(f'{HEADER}title: "~"\nnote: "null"\n').header == {"title": "~", "note": "null"}


@pytest.mark.parametrize(("text", "value"), [('["a"]\n', "a list"), ("- a\n", "a list")])
def test_a_file_that_is_a_list(text: str, value: str) -> None:
    """The outermost part of a case file is a mapping."""
    assert told(only_issue(text)) == (1, "", value, "CASE-04")


def test_control_characters_are_shown_and_not_printed() -> None:
    """A hostile key or value reaches a terminal only with its escapes spelled out."""
    found = issues_of(f'{HEADER}"a\\e[31m\\nb": x\nsex: "\\e[2J"\n')
    assert [(issue.path, issue.value) for issue in found] == [
        ('["a\\x1b[31m\\nb"]', "a\\x1b[31m\\nb"),
        ("sex", "\\x1b[2J"),
    ]
    assert all(str(issue).isprintable() for issue in found)


# --- all at once, and bounds ------------------------------------------------------------------------------------------


def test_many_faults_are_told_at_once() -> None:
    """One reading of a file with faults everywhere gives them all, in the order of the file's parts."""
    text = """\
format: cephalad-case/9
case: two words
written_on: 2026-02-30
sex: x
tittle: y
birth: {age_years: 200, at: nobody}
events:
  - id: ct
    kind: imagin
    effective_on: 2025-13
  - id: ct
    kind: imaging
    effective_on: 2025-07
    modality: xray-vision
    masses: {m: {longest-diameter: 72}}
    veins: {left-ovarian-vien: {content: clear}}
  - kind: dose
    effective_on: 2025-07
    amount: 3.75 kg
"""
    assert [told(issue) for issue in issues_of(text)] == [
        (5, "tittle", "tittle", "CASE-01"),
        (1, "format", "cephalad-case/9", "CASE-11"),
        (2, "case", "two words", "CASE-05"),
        (3, "written_on", "2026-02-30", "TIME-02"),
        (4, "sex", "x", "VALUE-01"),
        (9, "events[0].kind", "imagin", "CASE-14"),
        (10, "events[0].effective_on", "2025-13", "TIME-02"),
        (11, "events[1].id", "ct", "CASE-13"),
        (14, "events[1].modality", "xray-vision", "VALUE-01"),
        (15, "events[1].masses.m.longest-diameter", "72", "VALUE-02"),
        (16, "events[1].veins.left-ovarian-vien", "left-ovarian-vien", "VEIN-01"),
        (17, "events[2].id", "nothing", "CASE-05"),
        (19, "events[2].amount", "3.75 kg", "VALUE-02"),
        (6, "birth.age_years", "200", "VALUE-02"),
        (6, "birth.at", "nobody", "CASE-16"),
    ]


def test_the_file_is_named_as_the_caller_named_it() -> None:
    """Every issue carries the file's name; the printed form has place, rule, value, remedy and code."""
    found = issues_of(f"{HEADER}sex: x\n", file="folder/case 1.yaml")[0]
    assert found.file == "folder/case 1.yaml"
    rule, remedy = "must be one of the known answers", "write one of female, male, other"
    assert str(found) == f"folder/case 1.yaml:4: sex: {rule}, got x; {remedy} [VALUE-01]"


def test_a_thousand_faults_are_enough() -> None:
    """Reading stops at a thousand issues, so that the list of faults cannot be the bomb."""
    n = 999
    assert len(issues_of(HEADER + "".join(f"k{i}: 1\n" for i in range(n)))) == n
    assert len(issues_of(HEADER + "".join(f"k{i}: 1\n" for i in range(5 * n)))) == n + 1


def test_a_file_of_wrong_names_is_refused_soon() -> None:
    """Looking for the nearest name is bounded: thousands of long wrong names cost seconds, not hours."""
    long = "a" * 70
    events = [event(f"{long}{i}", f"supersedes: {long}{i}x\n", on="") for i in range(1100)]
    started = time.perf_counter()
    found = issues_of(with_events(*events))
    assert len(found) == 1000
    assert time.perf_counter() - started < 30
    # The first are met with a suggestion, the last only with the rule.
    assert found[0].remedy.startswith("write a")
    assert found[-1].remedy == "name an event of this file"


def test_ten_thousand_events_are_read_soon() -> None:
    """A record of 10,000 events is read in seconds, and none is lost."""
    events = [
        event(f"ct-{i}", "modality: ct\nregions: [pelvis]\nmasses: {m: {longest-diameter: 5 mm}}\n", kind="imaging")
        for i in range(10_000)
    ]
    started = time.perf_counter()
    case = case_of(with_events(*events))
    assert time.perf_counter() - started < 30
    assert [found.id for found in case.events] == [f"ct-{i}" for i in range(10_000)]


def test_a_hundred_thousand_events_and_one_more() -> None:
    """100,001 events are refused."""
    root = read_tree(HEADER.encode(), file="a.yaml")
    assert isinstance(root, MappingNode)
    events = SequenceNode((ScalarNode("ct", 5, quoted=False),) * 100_001, 5)
    full = MappingNode((*root.entries, (ScalarNode("events", 4, quoted=False), events)), 1)
    issues = read_case(full, file="a.yaml")
    assert isinstance(issues, list)
    (found,) = issues
    assert told(found) == (5, "events", "100,001", "CASE-12")
    assert found.rule == "must hold at most 100,000 events"
    assert found.remedy == "split the file"


@pytest.mark.parametrize(("n_events", "is_read"), [(3, True), (4, False)])
def test_as_many_events_as_are_allowed(n_events: int, is_read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit itself is allowed; one event more is not."""
    monkeypatch.setattr(read_events, "MAX_EVENTS", 3)
    read = read_bytes(with_events(*(event(f"e{i}") for i in range(n_events))).encode(), file="a.yaml")
    assert isinstance(read, Case) is is_read


def test_a_bomb_of_aliases_is_refused() -> None:
    """Aliases that would unfold without bound are faults, each with its line."""
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
    assert {found.code for found in issues_of(HEADER + bomb)} == {"YAML-02"}


def test_faults_of_form_come_alone() -> None:
    """A file whose form is broken is not also blamed for what could not be read."""
    assert [found.code for found in issues_of(f"{HEADER}sex: x\nsex: y\n")] == ["YAML-04"]


def test_a_case_has_no_recorded_day_of_its_own_without_a_date() -> None:
    """A wrong date of the file is one fault, also where events would take it for their own."""
    text = with_events(event("a")).replace("2026-01-01", "2026-13")
    assert [found.code for found in issues_of(text)] == ["TIME-02"]


def test_the_first_day_of_a_case() -> None:
    """A calendar day reads as its proleptic ordinal: day 1 is 0001-01-01."""
    assert case_of(HEADER).written_on == Span(739_617, 739_617)
