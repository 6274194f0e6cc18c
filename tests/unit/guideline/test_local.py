"""A local variant: its numbers and nothing else, or everything that is wrong with its file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from cephalad.assessment import Assessment, assess
from cephalad.errors import Issue
from cephalad.guideline import Guideline, default_guideline, digest, shipped_guideline
from cephalad.guideline.check import check
from cephalad.guideline.coverage import check_coverage
from cephalad.guideline.local import MAX_REASON, read_variant
from cephalad.guideline.model import Parameter, numbers_named
from cephalad.guideline.shipped import SHIPPED
from cephalad.plan import Notice
from cephalad.record import Case, read_bytes
from cephalad.terms import LANGUAGES, parameters, sentences
from cephalad.write.key_words import notice_words
from cephalad.write.studied_words import in_order_of_options, studied_figure
from cephalad.write.text import to_text
from cephalad.write.words import criterion_words, word

FILE = "ours.yaml"
GOOD = """\
format: cephalad-variant/1
variant: hebei-2027
varies: zhao-tian-2026
title: With our own age
written_on: 2027-01
parameters:
  risk.age-below:
    value: 50 years
    reason: our women of 45 to 49 came back
"""
AGE = 'parameters["risk.age-below"]'
BASE = default_guideline()
LIMITS = [
    (name, parameter)
    for name in SHIPPED
    for parameter in shipped_guideline(name).parameters.values()
    if name == BASE.id or parameter.id not in BASE.parameters
]
LIMIT_IDS = [parameter.id for _, parameter in LIMITS]


def read(text: str, file: str = FILE) -> Guideline:
    """The guideline of a file that must be good."""
    found = read_variant(text.encode(), file=file)
    assert isinstance(found, Guideline), "\n".join(str(issue) for issue in found)
    return found


def issues(text: str | bytes) -> list[Issue]:
    """The issues of a file that must be refused."""
    found = read_variant(text.encode() if isinstance(text, str) else text, file=FILE)
    assert isinstance(found, list)
    assert found
    assert {issue.file for issue in found} == {FILE}
    return found


def told(text: str | bytes) -> list[tuple[str, int, str, str, str]]:
    """Code, line, path, value and remedy of each issue."""
    return [(issue.code, issue.line, issue.path, issue.value, issue.remedy) for issue in issues(text)]


def with_numbers(numbers: Mapping[str, str], varies: str = "zhao-tian-2026") -> str:
    """A variant file that gives each parameter its value, in JSON, which is YAML as well."""
    stated = {name: {"value": value, "reason": "Ours."} for name, value in numbers.items()}
    file = {"format": "cephalad-variant/1", "variant": "ours", "varies": varies, "parameters": stated}
    return json.dumps(file)


# --- a good file ------------------------------------------------------------------------------------------------------


def test_only_the_number_and_its_reason_change() -> None:
    """Everything but one parameter, name, edition and title is the guideline that it varies."""
    found = read(GOOD)
    age = replace(BASE.parameters["risk.age-below"], value=50, reason="our women of 45 to 49 came back")
    assert found.parameters == {**BASE.parameters, "risk.age-below": age}
    assert (found.id, found.varies) == ("hebei-2027", "zhao-tian-2026")
    assert found.edition == "hebei-2027 (zhao-tian-2026/1)"
    assert found.title == "With our own age"
    for ours, theirs in zip(found.chapters, BASE.chapters, strict=True):
        assert replace(ours, parameters=()) == replace(theirs, parameters=())


def test_the_shipped_guideline_is_left_alone() -> None:
    """A variant is another guideline: reading one changes no number of the shipped one."""
    before = digest(shipped_guideline("zhao-tian-2026"))
    read(GOOD)
    assert shipped_guideline("zhao-tian-2026").number("risk.age-below") == 45
    assert digest(shipped_guideline("zhao-tian-2026")) == before


def test_number_and_reason_belong_to_the_hash() -> None:
    """Another number or another reason is another guideline; the same content read again is the same."""
    texts = (GOOD, GOOD.replace("50", "49"), GOOD.replace("came back", "relapsed"))
    assert len({digest(BASE), *(digest(read(text)) for text in texts)}) == 4
    assert digest(read(GOOD)) == digest(read(GOOD, file="elsewhere.yaml"))


@pytest.mark.parametrize("file", ["ours.json", "ours.yaml", "-"])
def test_json_says_the_same_as_yaml(file: str) -> None:
    """The same content as JSON is the same guideline, whatever the file is called."""
    written = {
        "format": "cephalad-variant/1",
        "variant": "hebei-2027",
        "varies": "zhao-tian-2026",
        "title": "With our own age",
        "written_on": "2027-01",
        "parameters": {"risk.age-below": {"value": "50 years", "reason": "our women of 45 to 49 came back"}},
    }
    assert digest(read(json.dumps(written), file=file)) == digest(read(GOOD))


def test_title_and_date_may_be_left_out() -> None:
    """Without a title the variant has that of what it varies."""
    bare = GOOD.replace("title: With our own age\n", "").replace("written_on: 2027-01\n", "")
    assert read(bare).title == BASE.title


def test_an_edition_names_what_is_varied() -> None:
    """`varies` takes the edition as well as the name."""
    edition = GOOD.replace("varies: zhao-tian-2026", "varies: zhao-tian-2026/1")
    assert digest(read(edition)) == digest(read(GOOD))


def test_it_is_sound_as_a_whole() -> None:
    """A variant that was read has no finding of the checker and the coverage of what it varies."""
    assert check(read(GOOD)) == ()
    assert check_coverage(read(GOOD)) == ()


@pytest.mark.parametrize(
    ("varies", "name", "value"),
    [("general-plan", "general.later.longest", 9), ("consensus-2023", "consensus.longest", 48)],
)
def test_a_shipped_variant_can_be_varied(varies: str, name: str, value: float) -> None:
    """A variant of a variant changes a number that only the shipped variant has, and is sound."""
    found = read(with_numbers({name: f"{value} months"}, varies))
    assert (found.id, found.varies, found.edition) == ("ours", varies, f"ours ({varies}/1)")
    assert found.criteria == shipped_guideline(varies).criteria
    changed = {each.id for each in found.parameters.values() if each != shipped_guideline(varies).parameters[each.id]}
    assert changed == {name}
    assert found.number(name) == value
    assert check(found) == ()
    assert check_coverage(found) == ()


def test_a_number_of_another_variant_is_unknown() -> None:
    """Only the parameters of what is varied can be changed."""
    assert [code for code, *_ in told(with_numbers({"general.later.longest": "9 months"}))] == ["VARIANT-04"]


# --- one fault --------------------------------------------------------------------------------------------------------

FAULTS = [
    # (what is replaced, by what, code, line, path, value, remedy)
    ("format: cephalad-variant/1", "format: cephalad-case/1", "VARIANT-01", 1, "format", "cephalad-case/1",
     "write format: cephalad-variant/1"),
    ("format: cephalad-variant/1\n", "", "VARIANT-01", 1, "format", "nothing", "write format: cephalad-variant/1"),
    ("varies: zhao-tian-2026", "varies: general-plans", "VARIANT-02", 3, "varies", "general-plans",
     "the nearest one is general-plan"),
    ("varies: zhao-tian-2026", "varies: hebei-2027", "VARIANT-02", 3, "varies", "hebei-2027",
     "the nearest one is zhao-tian-2026"),
    ("varies: zhao-tian-2026", "varies: zhao-tian-2026/2", "VARIANT-02", 3, "varies", "zhao-tian-2026/2",
     "the nearest one is zhao-tian-2026"),
    ("varies: zhao-tian-2026\n", "", "VARIANT-02", 1, "varies", "nothing", "the nearest one is zhao-tian-2026"),
    ("variant: hebei-2027", "variant: general-plan", "VARIANT-03", 2, "variant", "general-plan",
     "write a name of your own, such as hebei-2027"),
    ("variant: hebei-2027", "variant: zhao-tian-2026", "VARIANT-03", 2, "variant", "zhao-tian-2026",
     "write a name of your own, such as hebei-2027"),
    ("risk.age-below", "risk.age-blow", "VARIANT-04", 7, 'parameters["risk.age-blow"]', "risk.age-blow",
     "write risk.age-below"),
    ("risk.age-below", "colour", "VARIANT-04", 7, "parameters.colour", "colour",
     "cephalad guideline show lists the parameters"),
    ("    value: 50 years\n", "", "VARIANT-05", 8, f"{AGE}.value", "nothing", "write 45 years, with your number"),
    ("50 years", "34 years", "VARIANT-06", 8, f"{AGE}.value", "34 years", "choose a value within the range"),
    ("50 years", "56 years", "VARIANT-06", 8, f"{AGE}.value", "56 years", "choose a value within the range"),
    ("    reason: our women of 45 to 49 came back\n", "", "VARIANT-07", 8, f"{AGE}.reason", "nothing",
     "say why this number holds here"),
    ("our women of 45 to 49 came back", '""', "VARIANT-07", 9, f"{AGE}.reason", "nothing",
     "say why this number holds here"),
    ("our women of 45 to 49 came back", '"  "', "VARIANT-07", 9, f"{AGE}.reason", '"  "',
     "say why this number holds here"),
    ("50 years", "45 years", "VARIANT-08", 8, f"{AGE}.value", "45 years", "leave the parameter out"),
    (GOOD[GOOD.index("parameters:") :], "parameters: {}\n", "VARIANT-08", 6, "parameters", "nothing",
     "name at least one parameter; cephalad guideline show lists them"),
    (GOOD[GOOD.index("parameters:") :], "", "VARIANT-08", 1, "parameters", "nothing",
     "name at least one parameter; cephalad guideline show lists them"),
    # what every file of the program is held to
    ("title: With", "titel: With", "CASE-01", 4, "titel", "titel", "write title"),
    ("title: With", "colour: With", "CASE-01", 4, "colour", "colour", "remove it"),
    ("    reason:", "    note: x\n    reason:", "CASE-01", 9, f"{AGE}.note", "note",
     "remove it, or put it into the reason"),
    ("title: With our own age", "title:", "CASE-02", 4, "title", "nothing", "write a value or leave the key out"),
    ("value: 50 years", "value: [50 years]", "CASE-03", 8, f"{AGE}.value", "a list", "write a single value"),
    (GOOD[GOOD.index("parameters:") :], "parameters: [risk.age-below]\n", "CASE-04", 6, "parameters", "a list",
     "write key: value lines"),
    (GOOD[GOOD.index("parameters:") :], "parameters: {risk.age-below: 50 years}\n", "CASE-04", 6, AGE, "50 years",
     "write key: value lines"),
    ("variant: hebei-2027", "variant: he bei", "CASE-05", 2, "variant", "he bei", "write a name such as ct-pelvis"),
    ("written_on: 2027-01", "written_on: 2027-13", "TIME-02", 5, "written_on", "2027-13",
     "write 2025-12-01, 2025-12 or 2025"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{row[2]} {row[5]}" for row in FAULTS])
def test_one_fault_is_one_issue(fault: tuple[str, str, str, int, str, str, str]) -> None:
    """Each fault gives its code with line, path, value and remedy, and nothing else."""
    old, new, *expected = fault
    assert GOOD.count(old) == 1
    assert told(GOOD.replace(old, new)) == [tuple(expected)]


@pytest.mark.parametrize(
    "value",
    [
        "50", "years", "50 months", "50 year", "50years", "50  years", "49.5 years", "50.0 years", "-50 years",
        "+50 years", "5e1 years", "fifty years", "五十 years", "٥٠ years", "50 years old", "1000000 years", "NaN years",
        '"50 years "', '"50\\nyears"', '""',
    ],
)  # fmt: skip
def test_a_value_is_a_whole_number_with_its_unit(value: str) -> None:
    """Digits, one blank and the parameter's own unit: anything else is told with how to write it."""
    ((code, line, path, _, remedy),) = told(GOOD.replace("50 years", value))
    assert (code, line, path, remedy) == ("VARIANT-05", 8, f"{AGE}.value", "write 45 years, with your number")


@pytest.mark.parametrize(("varies", "parameter"), LIMITS, ids=LIMIT_IDS)
def test_both_ends_of_every_range(varies: str, parameter: Parameter) -> None:
    """The least and the greatest value of a range may be written, one less or more may not."""

    def codes(value: float) -> set[str]:
        found = read_variant(with_numbers({parameter.id: f"{value:g} {parameter.unit}"}, varies).encode(), file=FILE)
        return {issue.code for issue in found} if isinstance(found, list) else set()

    below = codes(parameter.low - 1)
    # Nothing below nought is a whole number at all.
    assert below == ({"VARIANT-06"} if parameter.low else {"VARIANT-05"})
    assert codes(parameter.high + 1) == {"VARIANT-06"}
    for value in (parameter.low, parameter.high):
        assert codes(value).isdisjoint({"VARIANT-05", "VARIANT-06"})
        assert ("VARIANT-08" in codes(value)) is (value == parameter.value)


@pytest.mark.parametrize(("length", "good"), [(1, True), (MAX_REASON, True), (MAX_REASON + 1, False)])
def test_a_reason_has_its_length(length: int, good: bool) -> None:
    """One to two thousand characters."""
    text = GOOD.replace("our women of 45 to 49 came back", "x" * length)
    if good:
        assert read(text).parameters["risk.age-below"].reason == "x" * length
    else:
        assert [code for code, *_ in told(text)] == ["VARIANT-07"]


def test_all_faults_come_together_in_the_order_of_their_lines() -> None:
    """No fault hides another, not even one in the name of what is varied."""
    text = """\
format: cephalad-variant/2
variant: consensus-2023
varies: nothing
colour: red
written_on: soon
parameters:
  no.such: {value: 1 months, reason: x}
  risk.age-below: {value: 60 years, reason: " "}
  stop.negative-years: {value: 10 years, reason: as before}
  baseline.opens: {value: 3}
"""
    assert [(code, line) for code, line, *_ in told(text)] == [
        ("VARIANT-01", 1),
        ("VARIANT-03", 2),
        ("VARIANT-02", 3),
        ("CASE-01", 4),
        ("TIME-02", 5),
        ("VARIANT-04", 7),
        ("VARIANT-06", 8),
        ("VARIANT-07", 8),
        ("VARIANT-08", 9),
        ("VARIANT-05", 10),
        ("VARIANT-07", 10),
    ]


# --- numbers that do not go together ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"baseline.opens": 6}, ("GUIDE-20", "parameters.baseline.closes", "6 to 6 months")),
        ({"baseline.opens": 5}, None),
        ({"baseline.closes": 3}, ("GUIDE-20", "parameters.baseline.closes", "3 to 3 months")),
        ({"baseline.closes": 4}, None),
        # Low risk every 5 months would be looked at more often than high risk every 3 to 6.
        ({"low.first.longest": 5}, ("GUIDE-25", "schedules.high.first", "3 to 6 months, low 4 to 5")),
        ({"low.first.longest": 7}, None),
        ({"high.first.longest": 7}, ("GUIDE-25", "schedules.high.first", "3 to 7 months, low 5 to 6")),
        ({"high.first.longest": 7, "low.first.longest": 7}, None),
        ({"high.first.shortest": 6}, ("GUIDE-25", "schedules.high.first", "6 to 6 months, low 5 to 6")),
        ({"high.first.shortest": 5}, None),
        ({"high.third.longest": 14}, ("GUIDE-25", "schedules.high.third", "13 to 14 months, low 12 to 24")),
        ({"high.third.longest": 13}, None),
        ({"low.third.longest": 12, "high.third.longest": 13},
         ("GUIDE-25", "schedules.high.third", "12 to 13 months, low 12 to 12")),
        ({"very-high.third.shortest": 12}, ("GUIDE-25", "schedules.very-high.third", "12 to 12 months, high 11 to 12")),
        ({"very-high.third.shortest": 11}, None),
        ({"surveillance.first-band": 36, "surveillance.second-band": 37}, None),
    ],
)  # fmt: skip
def test_numbers_must_go_together(numbers: Mapping[str, int], expected: tuple[str, str, str] | None) -> None:
    """Windows that close before they open, and a stricter group that is looked at more rarely, are told."""
    text = with_numbers({name: f"{number} months" for name, number in numbers.items()})
    if expected is None:
        read(text)
    else:
        assert [(code, path, value) for code, _, path, value, _ in told(text)] == [expected]


def test_a_finding_of_the_checker_stands_at_the_parameters() -> None:
    """File and line are those of the parameters, since the fault lies between them."""
    (issue,) = issues(GOOD.replace("risk.age-below", "baseline.opens").replace("50 years", "6 months"))
    assert (issue.file, issue.line, issue.code) == (FILE, 7, "GUIDE-20")


def test_bands_must_follow_one_another() -> None:
    """The first part of follow-up may not end with or after the second."""
    text = with_numbers({"surveillance.first-band": "36 months", "surveillance.second-band": "36 months"})
    found = told(text)
    assert {(code, value) for code, _, _, value, _ in found} == {
        ("GUIDE-20", "surveillance.first-band 36 before surveillance.second-band 36")
    }
    assert [path for _, _, path, *_ in found] == ["schedules.low", "schedules.high", "schedules.very-high"]


# --- form -------------------------------------------------------------------------------------------------------------

BOMB = "a: &a [x, x, x, x]\n" + "".join(f"{name}: &{name} [{f'*{last}, ' * 9}]\n" for last, name in pairwise("abcdefg"))


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (GOOD.replace("  risk.age-below:", "  risk.age-below: &age"), {"YAML-02"}),
        (f"{GOOD}  stop.negative-years: *age\n", {"YAML-02"}),
        (f"{GOOD}{BOMB}", {"YAML-02"}),
        (GOOD.replace("50 years", "!!str 50 years"), {"YAML-03"}),
        (GOOD.replace("50 years", "!!python/object/apply:os.system [true]"), {"YAML-03"}),
        (f"{GOOD}variant: again\n", {"YAML-04"}),
        (f"{GOOD}  risk.age-below: {{value: 51 years, reason: x}}\n", {"YAML-04"}),
        (f"{GOOD}    value: 51 years\n", {"YAML-04"}),
        ('{"format": "cephalad-variant/1", "format": "cephalad-variant/1"}', {"JSON-02"}),
        ("", {"FILE-03"}),
        ("cephalad-variant/1", {"FILE-04"}),
        ("- a\n", {"CASE-04"}),
    ],
)  # fmt: skip
def test_form_is_that_of_a_case_file(content: str, codes: set[str]) -> None:
    """Aliases, tags and keys written twice are refused, so that a file means what it shows."""
    assert {code for code, *_ in told(content)} == codes


def test_what_is_no_text_is_refused() -> None:
    """Bytes that are not UTF-8, and a file above the limit, are not read."""
    assert [code for code, *_ in told(GOOD.encode("utf-16"))] == ["FILE-02"]
    assert [code for code, *_ in told(b"a" * 16_000_001)] == ["FILE-01"]


def test_a_file_of_wrong_names_is_answered_at_once() -> None:
    """Twenty thousand unknown parameters end the reading after a thousand issues."""
    lines = "".join(f"  no.such-{number}: {{value: 1 months, reason: x}}\n" for number in range(20_000))
    found = issues(GOOD[: GOOD.index("  risk")] + lines)
    assert len(found) == 1_000
    assert {issue.code for issue in found} == {"VARIANT-04"}


# --- sentences --------------------------------------------------------------------------------------------------------

# Numbers that no sentence holds by itself, so that each one found stands for its parameter.
FIRST = 701
NOT_PARAMETERS = {"ivl.options.two-stages": {"6", "3"}}


def renumbered(guideline: Guideline) -> Guideline:
    """The guideline with a number of its own for every parameter, whatever its range."""
    numbers = {name: FIRST + place for place, name in enumerate(guideline.parameters)}
    return replace(
        guideline,
        chapters=tuple(
            replace(chapter, parameters=tuple(replace(each, value=numbers[each.id]) for each in chapter.parameters))
            for chapter in guideline.chapters
        ),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_in_a_sentence_is_that_of_the_guideline_in_force(name: str, lang: str) -> None:
    """In both languages a criterion's sentence shows the parameters that the English one names, and no fixed number."""
    guideline = renumbered(shipped_guideline(name))
    for criterion in guideline.criteria.values():
        shown = set(re.findall(r"\d+", criterion_words(criterion, lang, guideline)))
        expected = {f"{guideline.number(named):g}" for named in numbers_named(criterion.says)}
        assert shown == expected | NOT_PARAMETERS.get(criterion.id, set()), criterion.id


@pytest.mark.parametrize("name", SHIPPED)
def test_every_parameter_that_a_rule_reads_stands_in_its_sentence(name: str) -> None:
    """A threshold or an interval that a variant may change can be read in the sentence of the rule that uses it."""
    guideline = shipped_guideline(name)
    for schedules in guideline.schedules.values():
        for band in (band for schedule in schedules for band in schedule.bands):
            read_in = {named for named in (band.shortest, band.longest) if named}
            assert read_in <= set(numbers_named(guideline.criteria[band.criterion].says)), band.criterion


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_notice_shows_the_numbers_in_force(name: str, lang: str) -> None:
    """The sentence of a notice shows the parameters that it names, and no number of its own."""
    guideline = renumbered(shipped_guideline(name))
    with_numbers = set()
    for rule in guideline.notices:
        template = sentences(lang)[f"notice.{rule.code}"]
        expected = {f"{guideline.number(named):g}" for named in numbers_named(template)}
        with_numbers |= {rule.code} if expected else set()
        if parameters(template):
            assert not expected
        else:
            shown = notice_words(Notice(rule.code, (), (), ()), lang, guideline)
            assert set(re.findall(r"\d+", shown)) == expected, rule.code
    assert {"long-course", "shorter-target", "continuous-follow-up", "stop-option"} <= with_numbers


OPERATED_IN_2010 = """\
format: cephalad-case/1
case: operated
written_on: 2035-01-01
sex: female
birth: BIRTH
events:
  - {id: bleeding, kind: complaint, effective_on: 2009-12-01, irregular-bleeding: yes}
  - {id: operation, effective_on: 2010-01-10, kind: operation, for-ivl: yes, uterus: removed, ovaries-left: none,
     procedures: [total-hysterectomy, bilateral-salpingo-oophorectomy], completeness: complete, integrity: intact}
  - {id: report, effective_on: 2010-01-15, kind: pathology, specimen: [uterus], diagnosis: [ivl],
     vessels-outside-uterus: no}
"""


def assessed(guideline: Guideline, birth: str) -> Assessment:
    """What a guideline says of a woman with this day of birth, soon after the operation of January 2010."""
    case = read_bytes(OPERATED_IN_2010.replace("BIRTH", birth).encode(), file="case.yaml")
    assert isinstance(case, Case)
    return assess(case, as_of="2010-02-01", guideline=guideline)


def text_before_the_sources(found: Assessment, lang: str) -> str:
    """The assessment as text, without the published sentences at its end, which no variant changes."""
    lines = to_text(found, lang=lang, width=1000).splitlines()
    return "\n".join(lines[: lines.index(word("heading.sources", lang))])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_sentence_of_an_assessment_shows_the_old_number(lang: str) -> None:
    """A woman of 44, both ages of 45 changed to 53: 45 stands only where the change itself is told."""
    ages = {"en": "younger than {} on the day of diagnosis", "zh": "诊断当日年龄小于{}岁"}
    lone_45 = re.compile(r"(?<![\dS.])45(?![\d.])")
    theirs = text_before_the_sources(assessed(BASE, "1966-01-01"), lang)
    assert ages[lang].format(45) in theirs
    assert lone_45.search(theirs)
    ours = read(with_numbers({"risk.age-below": "53 years", "workup.endometrium-age": "53 years"}))
    found = assessed(ours, "1966-01-01")
    text = text_before_the_sources(found, lang)
    assert ages[lang].format(53) in text
    changes = [notice_words(item, lang, ours) for item in found.notices if item.code == "variant-number"]
    assert len(changes) == 2
    for change in changes:
        assert change in text
        text = text.replace(change, "")
    # Forty-five women of a study are another number.
    for each in in_order_of_options(found.options):
        text = text.replace(studied_figure(each, lang), "")
    assert lone_45.findall(text) == []


def test_the_json_of_an_assessment_names_the_variant() -> None:
    """At 47 her age is a reason under a limit of 50 and none under 45; edition and hash are the variant's."""
    ours = read(GOOD)
    printed, before = (json.loads(assessed(each, "1963-01-01").to_json()) for each in (ours, BASE))
    assert printed["guideline"] == {"edition": "hebei-2027 (zhao-tian-2026/1)", "hash": digest(ours)}
    assert "ivl.risk.high.age" in {reason["id"] for reason in printed["surveillance"]["risk_group"]["reasons"]}
    assert "ivl.risk.high.age" not in {reason["id"] for reason in before["surveillance"]["risk_group"]["reasons"]}


@pytest.mark.parametrize("reason", ["as in {no.such}", "below {risk.age-below}", "{here} {} {0} %s $x \\1"])
def test_a_reason_is_printed_as_it_stands(reason: str) -> None:
    """Braces in a hospital's own words stand for nothing, neither for a number nor for a fault."""
    file = json.loads(with_numbers({"risk.age-below": "50 years"}))
    file["parameters"]["risk.age-below"]["reason"] = reason
    ours = read(json.dumps(file))
    found = assessed(ours, "1963-01-01")
    (notice,) = [item for item in found.notices if item.code == "variant-number"]
    for lang in LANGUAGES:
        assert reason in notice_words(notice, lang, ours)
        assert reason in to_text(found, lang=lang, width=1000)
