"""The body of an event: every value is typed by the vocabulary, every fault has its place, nothing is guessed."""

from __future__ import annotations

import pytest
from tests.unit.record.case_texts import body, case_of, facts, issues_of, only_issue, told

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.errors import Issue
from cephalad.record.read_events import EVENT_KEYS
from cephalad.record.read_findings import MAX_TEXT, WITHOUT_VALUE
from cephalad.terms import FINDINGS, KINDS, MASSES, STATUSES, VEINS, Finding, ValueType

READINGS = ("fibroid", "ivl")


def host(finding: Finding, words: str) -> tuple[str, str]:
    """A kind that may hold the finding, and its body with these words as the finding's value."""
    kind = KINDS[finding.kinds[0]]
    line = f"{finding.name}: {words}\n"
    if finding in MASSES.values():
        return kind.id, f"masses:\n  m:\n    {line}"
    if finding in VEINS.values():
        return kind.id, f"veins:\n  right-atrium:\n    {line}"
    return kind.id, line


# --- plain values -----------------------------------------------------------------------------------------------------


def test_no_stays_no() -> None:
    """Words that YAML would turn into truth values are read as the words of the vocabulary."""
    assert facts("contrast: no\nfibroid: yes\n") == [
        ("imaging.contrast", "", "no", "", "recorded", ""),
        ("imaging.fibroid", "", "yes", "", "recorded", ""),
    ]


@pytest.mark.parametrize("word", ["true", "false", "on", "off", "Yes", "NO", "y", "n", "1", "0", "是", "present", "+"])
def test_a_presence_is_yes_or_no(word: str) -> None:
    """Other spellings are refused instead of being read as one of the two."""
    found = only_issue(body(f"contrast: {word}\n"))
    assert told(found) == (8, "events[0].contrast", word, "VALUE-01")
    assert found.rule == "must be one of the known answers"
    assert found.remedy.startswith("write ")


def test_a_choice() -> None:
    """A choice is one of its answers; a wrong one is met with the nearest, else with the first eight."""
    assert facts("modality: ct\n") == [("imaging.modality", "", "ct", "", "recorded", "")]
    assert only_issue(body("modality: dopler\n")).remedy == "write doppler"
    known = "ultrasound, doppler, contrast-ultrasound, ct, mr, echocardiography, venography, pet, …"
    assert only_issue(body("modality: 核磁\n")).remedy == f"write one of {known}"
    assert only_issue(body("endometrium: 42\n")).remedy == "write one of normal, heterogeneous, thickened"


@pytest.mark.parametrize("words", ["[pelvis, abdomen]", "\n  - pelvis\n  - abdomen"])
def test_choices(words: str) -> None:
    """Several answers to one finding are one observation each, in the order of the file."""
    expected = [("imaging.regions", "", region, "", "recorded", "") for region in ("pelvis", "abdomen")]
    assert facts(f"regions: {words}\n") == expected


def test_one_choice_needs_no_list() -> None:
    """A single answer may stand without brackets."""
    assert facts("regions: pelvis\n") == facts("regions: [pelvis]\n")


def test_a_wrong_choice_in_a_list() -> None:
    """The place of a fault in a list is its number."""
    found = only_issue(body("regions: [pelvis, pelviss]\n"))
    assert told(found) == (8, "events[0].regions[1]", "pelviss", "VALUE-01")


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        ("longest-diameter: 72 mm", 72.0, "mm"),
        ("longest-diameter: 7.2 cm", 72.0, "mm"),
        ("longest-diameter: 7.2cm", 72.0, "mm"),
        ('longest-diameter: "72 mm"', 72.0, "mm"),
        ("longest-diameter: 0.1 mm", 0.1, "mm"),
        ("longest-diameter: 1000 mm", 1000.0, "mm"),
    ],
)
def test_a_number_with_its_unit(words: str, value: float, unit: str) -> None:
    """A number is kept in the finding's own unit."""
    expected = ("mass.longest-diameter", "m", value, unit, "recorded", "")
    assert facts(f"masses: {{m: {{{words}}}}}\n") == [expected]


@pytest.mark.parametrize(
    "words", ["72", "7,2 cm", "-72 mm", "72 in", "0.09 mm", "1000.1 mm", "nan mm", "1_0 mm", "7-8 cm"]
)
def test_a_number_that_is_none(words: str) -> None:
    """No unit, another unit, a comma, a sign, a range and what lies beyond the physical limits are refused."""
    found = only_issue(body(f'masses:\n  m:\n    longest-diameter: "{words}"\n'))
    rule, remedy = (
        "must be a number with its unit (mm or cm) from 0.1 to 1000 mm",
        "write the number and its unit, for example 72 mm",
    )
    path = "events[0].masses.m.longest-diameter"
    assert found == Issue("a.yaml", 10, path, rule, words, remedy, "VALUE-02")


@pytest.mark.parametrize(
    ("kind", "words", "remedy"),
    [
        ("history", "term-deliveries: 1.5", "write a plain number"),
        ("examination", "temperature: 98.6 F", "write the number alone or with Cel"),
        ("laboratory", "haemoglobin: 85", "write the number and its unit, for example 72 g/L"),
    ],
)
def test_how_to_write_a_number(kind: str, words: str, remedy: str) -> None:
    """The remedy says whether a unit is needed."""
    assert only_issue(body(f"{words}\n", kind)).remedy == remedy


def test_a_converted_number_is_what_a_file_can_hold() -> None:
    """A conversion keeps 15 significant digits, as many as a written case states."""
    value = facts("oestradiol: 12.3456789012345 pg/mL\n", "laboratory")[0][2]
    # 12.3456789012345 × 3.671 = 45.3209872464318495
    assert value == 45.3209872464318


def test_a_date() -> None:
    """A date inside a body is a partial date, kept as written."""
    assert facts("last-menstrual-period: 2024-06\n", "history")[0][2] == "2024-06"
    found = only_issue(body("last-menstrual-period: 2024-6\n", "history"))
    assert told(found) == (8, "events[0].last-menstrual-period", "2024-6", "TIME-02")
    assert found.remedy == "write 2025-12-01, 2025-12 or 2025"


@pytest.mark.parametrize("text", ["no", "1e3", "2025-07", "~x", "附件外观正常，未见肿块", "x" * MAX_TEXT, "suspected"])
def test_a_text(text: str) -> None:
    """A text is its characters, up to 20,000 of them, whatever they look like."""
    assert facts(f"impression: {text}\n", "examination")[0][2] == text


def test_a_text_over_lines() -> None:
    """A paragraph keeps its line ends."""
    assert facts("impression: |\n  one\n  two\n", "examination")[0][2] == "one\ntwo\n"


def test_a_text_too_long() -> None:
    """One character more is refused; the issue tells the length, not the text."""
    found = only_issue(body(f"impression: {'x' * (MAX_TEXT + 1)}\n", "examination"))
    assert told(found) == (8, "events[0].impression", "20,001 characters", "CASE-10")
    assert found.rule == "must be at most 20,000 characters"
    assert found.remedy == "shorten it"


@pytest.mark.parametrize(
    ("text", "value"), [('""', '""'), ('"  "', '"  "'), ('"\\n"', "\\n"), ("", "nothing"), ("~", "~")]
)
def test_an_empty_text_is_no_value(text: str, value: str) -> None:
    """Blanks say nothing, so a value is asked for."""
    found = only_issue(body(f"impression: {text}\n", "examination"))
    assert told(found) == (8, "events[0].impression", value, "CASE-02")
    assert found.remedy == "write a value or leave the key out"


@pytest.mark.parametrize("finding", FINDINGS.values(), ids=list(FINDINGS))
def test_a_blank_value_of_any_finding(finding: Finding) -> None:
    """For every finding of the vocabulary a blank is asked for, once."""
    kind, text = host(finding, "")
    found = only_issue(body(text, kind))
    assert (found.value, found.code) == ("nothing", "CASE-02")


@pytest.mark.parametrize("finding", FINDINGS.values(), ids=list(FINDINGS))
def test_a_list_under_any_finding(finding: Finding) -> None:
    """Only a finding with several choices takes a list; none takes an empty one or a list in a list."""
    kind, text = host(finding, "[a, b]")
    codes = {found.code for found in issues_of(body(text, kind))}
    assert codes == ({"VALUE-01"} if finding.type is ValueType.CHOICES else {"CASE-09"})
    kind, text = host(finding, "[]")
    assert only_issue(body(text, kind)).code == ("CASE-02" if finding.type is ValueType.CHOICES else "CASE-09")


def test_what_is_no_single_value() -> None:
    """A list where one value stands, a list in a list, and a mapping in a list are refused with their places."""
    found = only_issue(body("modality: [ct]\n"))
    remedy = "write one value, or a list of {value, note} forms"
    assert found == Issue("a.yaml", 8, "events[0].modality", "takes one value", "a list", remedy, "CASE-09")
    assert told(only_issue(body("regions: [[pelvis]]\n"))) == (8, "events[0].regions[0]", "a list", "CASE-03")
    assert told(only_issue(body("regions: []\n"))) == (8, "events[0].regions", "an empty list", "CASE-02")
    assert told(only_issue(body("contrast: {value: {value: yes}}\n")))[1:] == (
        "events[0].contrast.value",
        "a mapping",
        "CASE-03",
    )
    assert told(only_issue(body("regions: [pelvis, {value: heart}]\n"))) == (
        8,
        "events[0].regions[0]",
        "pelvis",
        "CASE-04",
    )


# --- statuses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("finding", FINDINGS.values(), ids=list(FINDINGS))
def test_a_status_in_place_of_a_value(finding: Finding) -> None:
    """Any finding may be not assessed, not reported or unknown; in quotes and in the full form it means the same."""
    for status in WITHOUT_VALUE:
        for words in (status, f'"{status}"', f"{{status: {status}}}"):
            kind, text = host(finding, words)
            (row,) = case_of(body(text, kind)).events[0].observations
            assert (row.finding, row.value, row.unit, row.status) == (finding.id, None, "", status)


def test_a_status_among_choices() -> None:
    """A list of readings may say that more is unknown."""
    rows = facts("regions: [pelvis, unknown]\n")
    assert [(value, status) for _, _, value, _, status, _ in rows] == [("pelvis", "recorded"), (None, "unknown")]


def test_a_text_may_read_like_a_status() -> None:
    """In the full form the status has its own key, so a text there is a text; any other finding has a status."""
    assert facts("impression: {value: unknown}\n", "examination")[0][2::2] == ("unknown", "recorded")
    assert facts("contrast: {value: unknown, note: x}\n")[0][2:] == (None, "", "unknown", "x")


@pytest.mark.parametrize(
    ("words", "value", "status"),
    [
        ("suspected", "yes", "suspected"),
        ("{value: suspected}", "yes", "suspected"),
        ("{value: yes, status: suspected}", "yes", "suspected"),
        ("{value: no, status: suspected}", "no", "suspected"),
        ("{value: yes, status: recorded}", "yes", "recorded"),
        ("{value: yes}", "yes", "recorded"),
    ],
)
def test_a_hedged_presence(words: str, value: str, status: str) -> None:
    """`suspected` in place of yes is a hedged yes."""
    assert facts(f"fibroid: {words}\n") == [("imaging.fibroid", "", value, "", status, "")]


def test_hedged_choices() -> None:
    """A status and a note hold for each answer of the list."""
    rows = facts("reading: {value: [fibroid, ivl], status: suspected, note: 可能}\n")
    assert rows == [("imaging.reading", "", reading, "", "suspected", "可能") for reading in READINGS]


@pytest.mark.parametrize(
    ("kind", "words", "path"),
    [
        ("laboratory", "haemoglobin: {value: 85 g/L, status: suspected}", "events[0].haemoglobin"),
        ("examination", "impression: {value: mass, status: suspected}", "events[0].impression"),
        ("history", "last-menstrual-period: {value: 2024, status: suspected}", "events[0].last-menstrual-period"),
    ],
)
def test_what_cannot_be_hedged(kind: str, words: str, path: str) -> None:
    """Numbers, texts and dates are not suspected."""
    found = only_issue(body(f"{words}\n", kind))
    assert told(found) == (8, path, "suspected", "CASE-08")
    assert found.rule == "only a yes, a no or a choice can be suspected"
    assert found.remedy == "leave out status"


@pytest.mark.parametrize("status", WITHOUT_VALUE)
def test_a_status_without_value_has_none(status: str) -> None:
    """A value beside such a status contradicts it."""
    found = only_issue(body(f"contrast: {{value: yes, status: {status}}}\n"))
    assert told(found) == (8, "events[0].contrast", status, "CASE-07")
    assert found.rule == f"a finding that is {status} has no value"
    assert found.remedy == "leave out value or status"


@pytest.mark.parametrize("words", ["{}", "{note: x}", "{status: suspected}", "{status: recorded}"])
def test_a_full_form_without_a_value(words: str) -> None:
    """A note alone states nothing, and neither does a hedge."""
    found = only_issue(body(f"contrast: {words}\n"))
    assert told(found) == (8, "events[0].contrast", "neither", "CASE-02")
    assert found.remedy == "write value: …"


def test_faults_of_a_full_form() -> None:
    """Its keys are three; an unknown status is met with the nearest."""
    found = only_issue(body("contrast: {value: yes, stauts: suspected}\n"))
    assert told(found) == (8, "events[0].contrast.stauts", "stauts", "CASE-01")
    assert found.remedy == "write status"
    found = only_issue(body("contrast: {value: yes, status: suspectd}\n"))
    assert told(found) == (8, "events[0].contrast.status", "suspectd", "CASE-06")
    assert found.rule == "must be a known status"
    assert found.remedy == "write suspected"
    remedy = f"write one of {', '.join(STATUSES)}"
    assert only_issue(body("contrast: {value: yes, status: 7}\n")).remedy == remedy
    found = only_issue(body('contrast: {value: yes, status: ""}\n'))
    assert told(found) == (8, "events[0].contrast.status", '""', "CASE-02")
    assert told(only_issue(body("contrast: {value: yes, status: [a]}\n")))[1:] == (
        "events[0].contrast.status",
        "a list",
        "CASE-03",
    )
    assert [found.code for found in issues_of(body("contrast: {value: maybe, note: [a]}\n"))] == [
        "CASE-03",
        "VALUE-01",
    ]


# --- one finding several times ----------------------------------------------------------------------------------------


def test_a_list_of_full_forms() -> None:
    """A conflict inside one source is kept: the finding is stated several times, each with its note."""
    rows = facts(
        """\
masses:
  m:
    third-diameter:
      - {value: 49 mm}
      - {value: 5.9 cm, note: Discussion}
      - {status: not-reported}
"""
    )
    assert [row[2:] for row in rows] == [
        (49.0, "mm", "recorded", ""),
        (59.0, "mm", "recorded", "Discussion"),
        (None, "", "not-reported", ""),
    ]


def test_full_forms_of_choices() -> None:
    """Each form may hold one answer or several."""
    rows = facts("reading:\n  - {value: [fibroid, ivl]}\n  - {value: sarcoma, status: suspected}\n")
    assert [(row[2], row[4]) for row in rows] == [
        ("fibroid", "recorded"),
        ("ivl", "recorded"),
        ("sarcoma", "suspected"),
    ]


def test_faults_in_a_list_of_full_forms() -> None:
    """Every form is read, and each fault has the number of its form."""
    found = issues_of(body("contrast:\n  - {value: yes}\n  - {value: maybe}\n  - no\n  - {}\n"))
    assert [told(issue) for issue in found] == [
        (10, "events[0].contrast[1].value", "maybe", "VALUE-01"),
        (11, "events[0].contrast[2]", "no", "CASE-04"),
        (12, "events[0].contrast[3]", "neither", "CASE-02"),
    ]


# --- masses -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("left-mass", "left-mass"),
        ("左侧附件区包块", "左侧附件区包块"),
        ('"the \\"left\\" one"', 'the "left" one'),
        ("'it''s'", "it's"),
        ('"two\\nlines"', "two\nlines"),
        ('" m "', " m "),
        ('"a.b[0]"', "a.b[0]"),
        ('"no"', "no"),
        ("a" * 80, "a" * 80),
    ],
)
def test_a_mass_has_any_name(written: str, name: str) -> None:
    """Up to 80 characters of any script, quotes and line ends included, come out as written."""
    assert facts(f"masses:\n  {written}: {{firm: yes}}\n", "examination") == [
        ("mass.firm", name, "yes", "", "recorded", "")
    ]


def test_findings_of_two_masses_stay_apart() -> None:
    """The same finding of two masses is two observations, each with its mass."""
    rows = facts("masses:\n  a: {firm: yes}\n  b: {firm: no}\n", "examination")
    assert [(row[1], row[2]) for row in rows] == [("a", "yes"), ("b", "no")]


@pytest.mark.parametrize(("written", "value"), [('""', '""'), ('"  "', '"  "'), ("a" * 81, "a" * 59 + "…")])
def test_a_mass_needs_a_name(written: str, value: str) -> None:
    """Blanks and 81 characters are refused."""
    found = only_issue(body(f"masses:\n  {written}: {{firm: yes}}\n", "examination"))
    assert (found.line, found.value, found.code) == (9, value, "CASE-05")
    assert found.rule == "a mass needs a name of 1 to 80 characters"
    assert found.remedy == "write a name such as left-mass"


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("left-mass", ".left-mass"),
        ("左侧", ".左侧"),
        ('"two\\nlines"', '["two\\nlines"]'),
        ('"a.b"', '["a.b"]'),
        ('"\\e[2J"', '["\\x1b[2J"]'),
    ],
)
def test_the_place_of_a_mass(written: str, place: str) -> None:
    """A name that is no plain word stands in brackets, on one line, with its escapes spelled out."""
    found = only_issue(body(f"masses:\n  {written}: {{firm: maybe}}\n", "examination"))
    assert found.path == f"events[0].masses{place}.firm"
    assert str(found).isprintable()


@pytest.mark.parametrize(
    ("words", "line", "path", "value", "code"),
    [
        ("masses: big", 8, "events[0].masses", "big", "CASE-04"),
        ("masses:", 8, "events[0].masses", "nothing", "CASE-04"),
        ("masses: [m]", 8, "events[0].masses", "a list", "CASE-04"),
        ("masses:\n  m: big", 9, "events[0].masses.m", "big", "CASE-04"),
        ("masses:\n  m:", 9, "events[0].masses.m", "nothing", "CASE-04"),
        ("masses:\n  m: {}", 9, "events[0].masses.m", "nothing", "CASE-02"),
        ("masses:\n  m: {fibroid: yes}", 9, "events[0].masses.m.fibroid", "fibroid", "CASE-01"),
        ("veins:\n  right-atrium: {}", 9, "events[0].veins.right-atrium", "nothing", "CASE-02"),
        ("veins:\n  right-atrium: tumour", 9, "events[0].veins.right-atrium", "tumour", "CASE-04"),
        ("veins: none", 8, "events[0].veins", "none", "CASE-04"),
    ],
)
def test_faults_of_nesting(words: str, line: int, path: str, value: str, code: str) -> None:
    """What is no mapping is refused, and a name without a finding is not silently dropped."""
    assert told(only_issue(body(f"{words}\n"))) == (line, path, value, code)


def test_no_masses_at_all() -> None:
    """An empty mapping names no mass."""
    assert facts("masses: {}\nveins: {}\n") == []


# --- veins ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("segment", [*SEGMENTS, *SEGMENT_SETS])
def test_each_segment_and_set(segment: str) -> None:
    """Every segment and every set of the venous tree may be spoken of."""
    assert facts(f"veins: {{{segment}: {{content: clear}}}}\n") == [
        ("vein.content", segment, "clear", "", "recorded", "")
    ]


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("left-ovarian-vien-pelvic", "write left-ovarian-vein-pelvic"),
        ("ivc-unspecifed", "write ivc-unspecified"),
        ("Right-Atrium", "write right-atrium"),
        ("下腔静脉", "name a segment or a segment set of the venous tree"),
    ],
)
def test_a_mistyped_segment(name: str, remedy: str) -> None:
    """The nearest segment or set is named."""
    found = only_issue(body(f"veins:\n  {name}: {{content: clear}}\n"))
    rule = "must be a segment or a segment set"
    assert found == Issue("a.yaml", 9, f"events[0].veins.{name}", rule, name, remedy, "VEIN-01")


def test_what_only_an_operation_can_say() -> None:
    """A finding of a vein is allowed in the kinds that the vocabulary names, and in no other."""
    text = "veins: {right-atrium: {outcome: removed}}\n"
    assert facts(text, "operation")[0][:3] == ("vein.outcome", "right-atrium", "removed")
    assert only_issue(body(text)).code == "CASE-01"


@pytest.mark.parametrize(
    ("kind", "key"),
    [(kind.id, "masses") for kind in KINDS.values() if not kind.has_masses]
    + [(kind.id, "veins") for kind in KINDS.values() if not kind.has_veins],
)
def test_nesting_that_a_kind_does_not_have(kind: str, key: str) -> None:
    """Masses and veins stand only in the kinds that have them."""
    assert told(only_issue(body(f"{key}: {{}}\n", kind))) == (8, f"events[0].{key}", key, "CASE-01")


# --- the vocabulary fits the file -------------------------------------------------------------------------------------


def test_no_finding_is_called_like_a_key_of_the_file() -> None:
    """Short names of findings do not hide the keys of an event, of nesting or of the full form."""
    taken = {*EVENT_KEYS, "masses", "veins"}
    assert not taken & {finding.name for kind in KINDS.values() for finding in kind.findings.values()}
    assert not {"value", "status", "note"} & {*MASSES, *VEINS}


def test_no_answer_is_called_like_a_status() -> None:
    """A status word in place of a value cannot be an answer as well."""
    answers = {choice.id for finding in FINDINGS.values() for choice in finding.choices}
    assert not answers & {*STATUSES, "recorded", "null", "~"}


@pytest.mark.parametrize("finding", FINDINGS.values(), ids=list(FINDINGS))
def test_every_kind_that_may_hold_a_finding_does(finding: Finding) -> None:
    """A finding is read in each of its kinds under its short name."""
    for kind in finding.kinds:
        _, text = host(finding, "unknown")
        (row,) = case_of(body(text, kind)).events[0].observations
        assert row.finding == finding.id
