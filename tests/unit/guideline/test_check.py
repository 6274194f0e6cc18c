"""The checker of a guideline: the shipped one is sound, and each rule is seen to fail alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from cephalad.errors import Issue
from cephalad.facts import FactType
from cephalad.guideline import default_guideline
from cephalad.guideline.check import MOST_SUBJECTS, check
from cephalad.guideline.grammar import (
    Above,
    AllOf,
    AnyMass,
    AnyOf,
    AnySegment,
    AtLeast,
    Below,
    Established,
    Expression,
    Holds,
    Is,
    Not,
    OneOf,
    Sign,
    SomeOf,
)
from cephalad.guideline.model import (
    Band,
    Chapter,
    Criterion,
    Entity,
    Guideline,
    Indication,
    Ladder,
    NoticeRule,
    Option,
    Parameter,
    Role,
    Rung,
    Schedule,
    StudyRow,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of the small guideline below."""

    type: FactType
    values: tuple[str, ...] = ()


FACTS = {
    "f.truth": Fact(FactType.TRUTH, ("yes", "no")),
    "f.choice": Fact(FactType.CHOICE, ("one", "two")),
    "f.number": Fact(FactType.NUMBER),
    "f.group": Fact(FactType.CHOICE, ("low", "high", "very-high")),
    "f.band": Fact(FactType.CHOICE, ("first", "second")),
    **{f"f.{number}": Fact(FactType.TRUTH, ("yes", "no")) for number in range(MOST_SUBJECTS)},
}


def rule(name: str, when: Expression) -> Criterion:
    """A criterion that cites a statement and the paper."""
    return Criterion(name, when, "Words.", ("S1",), ("zhao-tian-2026",))


CRITERIA = (
    rule("a.truth", Is("f.truth")),
    rule("a.choice", OneOf("f.choice", ("one",))),
    rule("a.below", Below("f.number", "limit")),
    rule("a.segment", AnySegment(("infrarenal-ivc",))),
    rule("a.mass", AnyMass(Sign("mass.irregular-shape"))),
    rule("a.both", AllOf((Holds("a.truth"), Not(Established("a.choice"))))),
    rule("g.low", OneOf("f.group", ("low",))),
    rule("g.high", OneOf("f.group", ("high",))),
    rule("g.very-high", OneOf("f.group", ("very-high",))),
    rule("b.first", OneOf("f.band", ("first",))),
    rule("b.second", OneOf("f.band", ("second",))),
)
EVERY = tuple(criterion.id for criterion in CRITERIA)
TWO_SIGNS = (Sign("mass.firm"), Sign("mass.tender"))

LIMIT = Parameter("limit", 45, "years", 40, 50, "Words.", ("S89",))
PARAMETERS = (
    LIMIT,
    Parameter("end", 24, "months", 12, 36, "Words.", ("S90",)),
    Parameter("late-end", 60, "months", 36, 120, "Words.", ("S91",)),
    Parameter("short", 3, "months", 2, 6, "Words.", ("S90",)),
    Parameter("two", 2, "signs", 1, 2, "Words.", ("S22",)),
    Parameter("long", 6, "months", 3, 12, "Words.", ("S90",)),
)
RISK = Ladder(
    "risk-group",
    "cannot-tell",
    (Rung("low", "g.low"), Rung("high", "g.high"), Rung("very-high", "g.very-high")),
    "Words.",
    ("design",),
)
STUDY = StudyRow(
    "ct",
    "a.truth",
    asks=("infrarenal-ivc",),
    modalities=("ct",),
    regions=("pelvis",),
    techniques=("diffusion",),
    findings=(("vein.content", ("tumour",)),),
    repeats_on="a.both",
)
ENTITY = Entity("thrombus", "Words.", ("a.segment",), ("a.mass",), ("ct",), ("design",))
OPTION = Option("radical", "a.truth", done="a.choice", figures=("recurrence-radical",))
FIRST = Band("first", "end", "short", "long", "b.first")
SECOND = Band("second", None, "", "long", "b.second")
SCHEDULES = tuple(Schedule(group, (FIRST, SECOND)) for group in ("low", "high", "very-high"))

CHAPTER = Chapter(
    "whole",
    "Words",
    criteria=CRITERIA,
    parameters=PARAMETERS,
    ladders=(RISK,),
    urgent=("a.truth",),
    studies=(STUDY,),
    entities=(ENTITY,),
    roles=(Role("surgery", "a.segment"),),
    options=(OPTION,),
    indications=(Indication("young", "a.below"),),
    effects=("a.both",),
    notices=(NoticeRule("both", "a.both"),),
    schedules=SCHEDULES,
)
SOUND = Guideline("small", "small/1", "Words", (CHAPTER,))


def changed(**parts: Any) -> Guideline:
    """The small guideline with some parts of its one chapter replaced."""
    return replace(SOUND, chapters=(replace(CHAPTER, **parts),))


def with_rule(name: str, **fields: Any) -> Guideline:
    """The small guideline with one criterion changed."""
    assert name in EVERY
    return changed(criteria=tuple(replace(one, **fields) if one.id == name else one for one in CRITERIA))


def when(expression: Expression) -> Guideline:
    """The small guideline with another condition for its first criterion."""
    return with_rule("a.truth", when=expression)


def with_parameter(**fields: Any) -> Guideline:
    """The small guideline with the age limit changed."""
    return changed(parameters=(replace(LIMIT, **fields), *PARAMETERS[1:]))


def with_bands(*bands: Band) -> Guideline:
    """The small guideline with other bands for low risk."""
    return changed(schedules=(Schedule("low", bands), *SCHEDULES[1:]))


def if_true(group: str, criterion: str = "a.truth") -> Schedule:
    """A schedule that runs under a condition only."""
    return Schedule(group, (FIRST, SECOND), only_if=criterion)


def with_baseline(opens: float | None, closes: float | None) -> Guideline:
    """The small guideline with a baseline window; None leaves out an end."""
    ends = (("baseline.opens", opens), ("baseline.closes", closes))
    added = (Parameter(name, value, "months", 1, 12, "Words.", ("S83",)) for name, value in ends if value is not None)
    return changed(parameters=(*PARAMETERS, *added))


def with_windows(**groups: tuple[tuple[float | None, float], ...]) -> Guideline:
    """The small guideline with these windows, band by band; None for a window that opens a month before it closes."""
    months = (Parameter(f"m{number}", number, "months", 1, 36, "Words.", ("S90",)) for number in range(1, 25))
    tolerance = Parameter("single-figure.tolerance", 1, "months", 0, 2, "Words.", (), ("design",))
    criteria = ("g.low", "g.high", "g.very-high")
    schedules = []
    for name, windows in groups.items():
        untils = (*("end", "late-end")[: len(windows) - 1], None)
        bands = (
            Band(f"band-{place}", until, f"m{opens}" if opens else "", f"m{closes}", criteria[place])
            for place, ((opens, closes), until) in enumerate(zip(windows, untils, strict=True))
        )
        schedules.append(Schedule(name.replace("_", "-"), tuple(bands)))
    return changed(parameters=(*PARAMETERS, *months, tolerance), schedules=tuple(schedules))


def issues(guideline: Guideline, listed: Iterable[str] = EVERY) -> tuple[Issue, ...]:
    """What the checker finds, with every criterion taken as used."""
    return check(guideline, facts_known=FACTS, listed=tuple(listed))


def told(found: Iterable[Issue]) -> list[tuple[str, str, str]]:
    """Code, path and value of each issue."""
    return [(issue.code, issue.path, issue.value) for issue in found]


def test_the_shipped_guideline_is_sound() -> None:
    """No fault in the default guideline."""
    assert check(default_guideline()) == ()


def test_the_small_guideline_is_sound() -> None:
    """The guideline that the tests below break has no fault to begin with, not even an unused criterion."""
    assert issues(SOUND, listed=()) == ()


NO = "no.such"
BROKEN: list[tuple[Guideline, tuple[str, str, str]]] = [
    # ids
    (changed(criteria=(*CRITERIA, CRITERIA[0])), ("GUIDE-01", "a.truth", "a.truth")),
    (changed(parameters=(*PARAMETERS, LIMIT)), ("GUIDE-01", "parameters.limit", "limit")),
    (changed(ladders=(RISK, RISK)), ("GUIDE-01", "ladders.risk-group", "risk-group")),
    (changed(studies=(STUDY, STUDY)), ("GUIDE-01", "studies.ct", "ct")),
    (changed(entities=(ENTITY, ENTITY)), ("GUIDE-01", "entities.thrombus", "thrombus")),
    (changed(roles=(Role("x", "a.both"), Role("x", "a.truth"))), ("GUIDE-01", "roles.x", "x")),
    (changed(options=(OPTION, OPTION)), ("GUIDE-01", "options.radical", "radical")),
    (changed(indications=(Indication("x", "a.both"),) * 2), ("GUIDE-01", "indications.x", "x")),
    (changed(notices=(NoticeRule("x", "a.both"),) * 2), ("GUIDE-01", "notices.x", "x")),
    # references to criteria
    (when(Holds(NO)), ("GUIDE-02", "a.truth", NO)),
    (with_rule("a.both", when=AllOf((Is("f.truth"), Established(NO)))), ("GUIDE-02", "a.both", NO)),
    (
        changed(ladders=(replace(RISK, rungs=(Rung("low", NO), *RISK.rungs[1:])),)),
        ("GUIDE-02", "ladders.risk-group.low", NO),
    ),
    (changed(urgent=(NO,)), ("GUIDE-02", "whole.urgent", NO)),
    (changed(effects=(NO,)), ("GUIDE-02", "whole.effects", NO)),
    (changed(studies=(replace(STUDY, due=NO),)), ("GUIDE-02", "studies.ct", NO)),
    (changed(studies=(replace(STUDY, repeats_on=NO),)), ("GUIDE-02", "studies.ct", NO)),
    (changed(entities=(replace(ENTITY, speaks_for=(NO,)),)), ("GUIDE-02", "entities.thrombus", NO)),
    (changed(entities=(replace(ENTITY, speaks_against=(NO,)),)), ("GUIDE-02", "entities.thrombus", NO)),
    (changed(roles=(Role("surgery", NO),)), ("GUIDE-02", "roles.surgery", NO)),
    (changed(options=(replace(OPTION, eligible=NO),)), ("GUIDE-02", "options.radical", NO)),
    (changed(options=(replace(OPTION, done=NO),)), ("GUIDE-02", "options.radical", NO)),
    (changed(indications=(Indication("young", NO),)), ("GUIDE-02", "indications.young", NO)),
    (changed(notices=(NoticeRule("both", NO),)), ("GUIDE-02", "notices.both", NO)),
    (changed(notices=(NoticeRule("both", "a.both", only_if=NO),)), ("GUIDE-02", "notices.both", NO)),
    (with_bands(replace(FIRST, criterion=NO), SECOND), ("GUIDE-02", "schedules.low.first", NO)),
    (changed(schedules=(if_true("low", NO), *SCHEDULES)), ("GUIDE-02", "schedules.low", NO)),
    # cycles
    (when(Holds("a.both")), ("GUIDE-03", "a.truth", "a.truth > a.both > a.truth")),
    (when(AnyOf((Is("f.truth"), Holds("a.truth")))), ("GUIDE-03", "a.truth", "a.truth > a.truth")),
    (
        with_rule("a.choice", when=AnyOf((Is("f.truth"), Established("a.both"), Holds("a.mass")))),
        ("GUIDE-03", "a.choice", "a.choice > a.both > a.choice"),
    ),
    # facts and parameters
    (when(Is(NO)), ("GUIDE-04", "a.truth", NO)),
    (when(Is("f.choice")), ("GUIDE-05", "a.truth", "f.choice, a choice fact")),
    (when(OneOf("f.truth", ("yes",))), ("GUIDE-05", "a.truth", "f.truth, a truth fact")),
    (when(Below("f.truth", "limit")), ("GUIDE-05", "a.truth", "f.truth, a truth fact")),
    (when(AtLeast("f.choice", "limit")), ("GUIDE-05", "a.truth", "f.choice, a choice fact")),
    (when(Above("f.choice", "limit")), ("GUIDE-05", "a.truth", "f.choice, a choice fact")),
    (when(Is("f.number")), ("GUIDE-05", "a.truth", "f.number, a number fact")),
    (when(OneOf("f.choice", ("one", "three"))), ("GUIDE-06", "a.truth", "three")),
    (when(Below("f.number", NO)), ("GUIDE-07", "a.truth", NO)),
    (when(AtLeast("f.number", NO)), ("GUIDE-07", "a.truth", NO)),
    (when(Above("f.number", NO)), ("GUIDE-07", "a.truth", NO)),
    (with_rule("a.below", says="Below {no.such} years."), ("GUIDE-07", "a.below", NO)),
    # masses and segments
    (when(AnyMass(Sign("mass.colour"))), ("GUIDE-08", "a.truth", "mass.colour")),
    (when(AnyMass(Sign("imaging.contrast"))), ("GUIDE-08", "a.truth", "imaging.contrast")),
    (when(AnyMass(Sign("mass.location", ("fundal", "nowhere")))), ("GUIDE-08", "a.truth", "nowhere")),
    (when(AnyMass(Sign("mass.longest-diameter", ("5",)))), ("GUIDE-08", "a.truth", "5")),
    (when(AnyOf((Sign("mass.firm"), Is("f.truth")))), ("GUIDE-09", "a.truth", "Sign")),
    (when(AnyMass(AnyOf((Sign("mass.firm"), Is("f.truth"))))), ("GUIDE-09", "a.truth", "Is")),
    (when(AnyMass(SomeOf("nothing", TWO_SIGNS))), ("GUIDE-07", "a.truth", "nothing")),
    (when(AnyMass(SomeOf("limit", TWO_SIGNS))), ("GUIDE-26", "a.truth", "limit from 40 to 50")),
    (when(AnyMass(AnyMass(Sign("mass.firm")))), ("GUIDE-09", "a.truth", "AnyMass")),  # type: ignore[arg-type]
    (when(AnySegment(("infrarenal-ivc", "aorta"))), ("GUIDE-10", "a.truth", "aorta")),
    (changed(studies=(replace(STUDY, asks=("aorta",)),)), ("GUIDE-10", "studies.ct", "aorta")),
    # citations
    (with_rule("a.truth", sources=()), ("GUIDE-11", "a.truth", "none")),
    (with_parameter(sources=()), ("GUIDE-11", "parameters.limit", "none")),
    (with_rule("a.truth", sources=("design", NO)), ("GUIDE-12", "a.truth", NO)),
    (with_rule("a.truth", statements=("S131", "S132")), ("GUIDE-12", "a.truth", "S132")),
    (with_rule("a.truth", challenges=(NO,)), ("GUIDE-12", "a.truth", NO)),
    (with_parameter(sources=(NO,)), ("GUIDE-12", "parameters.limit", NO)),
    (with_parameter(statements=("S0",)), ("GUIDE-12", "parameters.limit", "S0")),
    (changed(ladders=(replace(RISK, sources=(NO,)),)), ("GUIDE-12", "ladders.risk-group", NO)),
    (changed(entities=(replace(ENTITY, sources=(NO,)),)), ("GUIDE-12", "entities.thrombus", NO)),
    # parameters
    (with_parameter(value=39.5), ("GUIDE-13", "parameters.limit", "39.5")),
    (with_parameter(value=50.5), ("GUIDE-13", "parameters.limit", "50.5")),
    (with_parameter(unit=" "), ("GUIDE-14", "parameters.limit", "none")),
    # truth rows
    (when(AllOf((Is("f.truth"), Not(Is("f.truth"))))), ("GUIDE-16", "a.truth", "cannot be yes")),
    (when(AnyOf((Is("f.truth"), Not(Is("f.truth"))))), ("GUIDE-16", "a.truth", "cannot be no")),
    (when(Established("a.mass")), ("GUIDE-16", "a.truth", "cannot be unknown")),
    (when(AllOf((Holds("a.mass"), Not(Established("a.mass"))))), ("GUIDE-16", "a.truth", "cannot be yes")),
    (when(OneOf("f.choice", ("one", "two"))), ("GUIDE-16", "a.truth", "cannot be no")),
    (
        when(AllOf((Below("f.number", "limit"), AtLeast("f.number", "limit")))),
        ("GUIDE-16", "a.truth", "cannot be yes"),
    ),
    (
        when(AllOf((Below("f.number", "limit"), Above("f.number", "limit")))),
        ("GUIDE-16", "a.truth", "cannot be yes"),
    ),
    (
        when(AnyOf((Below("f.number", "limit"), AtLeast("f.number", "limit")))),
        ("GUIDE-16", "a.truth", "cannot be no"),
    ),
    (
        when(AnyMass(AllOf((Sign("mass.location", ("fundal",)), Sign("mass.location", ("ovarian",)))))),
        ("GUIDE-16", "a.truth", "cannot be yes"),
    ),
    (
        when(AnyMass(AnyOf((Sign("mass.firm"), Sign("mass.firm", ("no",)))))),
        ("GUIDE-16", "a.truth", "cannot be no"),
    ),
    # ladders
    (
        changed(ladders=(RISK, Ladder("two", "x", (Rung("y", "g.low"), Rung("y", "g.high")), "", ()))),
        ("GUIDE-17", "ladders.two", "y"),
    ),
    (
        changed(ladders=(RISK, Ladder("two", "x", (Rung("x", "g.low"),), "", ()))),
        ("GUIDE-17", "ladders.two", "x"),
    ),
    (
        changed(ladders=(RISK, Ladder("two", "x", (Rung("y", "g.low"), Rung("z", "g.low")), "", ()))),
        ("GUIDE-17", "ladders.two", "g.low"),
    ),
    (changed(ladders=(RISK, Ladder("two", "x", (), "", ()))), ("GUIDE-17", "ladders.two", "none")),
    # work-up, differential, options
    (changed(studies=(replace(STUDY, modalities=("ct", "x-ray")),)), ("GUIDE-18", "studies.ct", "x-ray")),
    (changed(studies=(replace(STUDY, regions=("brain",)),)), ("GUIDE-18", "studies.ct", "brain")),
    (changed(studies=(replace(STUDY, techniques=("magic",)),)), ("GUIDE-18", "studies.ct", "magic")),
    (changed(studies=(replace(STUDY, findings=((NO, ()),)),)), ("GUIDE-18", "studies.ct", NO)),
    (
        changed(studies=(replace(STUDY, findings=(("vein.content", ("wine",)),)),)),
        ("GUIDE-18", "studies.ct", "wine"),
    ),
    (changed(studies=(replace(STUDY, modalities=(), findings=()),)), ("GUIDE-18", "studies.ct", "nothing")),
    (changed(entities=(replace(ENTITY, separated_by=(NO,)),)), ("GUIDE-19", "entities.thrombus", NO)),
    (changed(options=(replace(OPTION, figures=(NO,)),)), ("GUIDE-19", "options.radical", NO)),
    # schedules
    (with_bands(replace(FIRST, until=NO), SECOND), ("GUIDE-07", "schedules.low", NO)),
    (with_bands(replace(FIRST, shortest=NO), SECOND), ("GUIDE-07", "schedules.low", NO)),
    (with_bands(replace(FIRST, longest=NO), SECOND), ("GUIDE-07", "schedules.low", NO)),
    (with_bands(FIRST, replace(SECOND, until="end")), ("GUIDE-20", "schedules.low", "end")),
    (with_bands(replace(FIRST, until=None), SECOND), ("GUIDE-20", "schedules.low", "None")),
    (
        with_bands(
            replace(FIRST, until="late-end", criterion="g.low"),
            replace(FIRST, id="next", criterion="g.high"),
            replace(SECOND, criterion="g.very-high"),
        ),
        ("GUIDE-20", "schedules.low", "late-end 60 before end 24"),
    ),
    (
        with_bands(
            replace(FIRST, criterion="g.low"),
            replace(FIRST, id="next", criterion="g.high"),
            replace(SECOND, criterion="g.very-high"),
        ),
        ("GUIDE-20", "schedules.low", "end 24 before end 24"),
    ),
    (
        with_bands(replace(FIRST, shortest="long", longest="short"), SECOND),
        ("GUIDE-20", "schedules.low.first", "6 to 3 months"),
    ),
    (with_bands(FIRST, replace(SECOND, longest="")), ("GUIDE-20", "schedules.low.second", "nothing")),
    (with_bands(replace(FIRST, until="limit"), SECOND), ("GUIDE-20", "schedules.low", "limit in years")),
    (changed(schedules=SCHEDULES[1:]), ("GUIDE-21", "schedules", "high, very-high")),
    (changed(schedules=(*SCHEDULES, SCHEDULES[0])), ("GUIDE-21", "schedules", "low, high, very-high, low")),
    (changed(schedules=(if_true("low"), *SCHEDULES[1:])), ("GUIDE-21", "schedules", "high, very-high")),
    (changed(schedules=(*SCHEDULES, if_true("low"))), ("GUIDE-24", "schedules", "low, high, very-high")),
    (
        changed(schedules=(*SCHEDULES[:2], if_true("very-high"), SCHEDULES[2], if_true("very-high"))),
        ("GUIDE-24", "schedules", "low, high, very-high"),
    ),
    # baseline
    (with_baseline(6, 6), ("GUIDE-20", "parameters.baseline.closes", "6 to 6 months")),
    (with_baseline(6, 3), ("GUIDE-20", "parameters.baseline.closes", "6 to 3 months")),
    # a stricter group is looked at no more rarely: windows in months, the tolerance is one
    (
        with_windows(low=((3, 6),), high=((4, 6),), very_high=((4, 6),)),
        ("GUIDE-25", "schedules.high.band-0", "4 to 6 months, low 3 to 6"),
    ),
    (
        with_windows(low=((3, 6),), high=((3, 7),), very_high=((3, 7),)),
        ("GUIDE-25", "schedules.high.band-0", "3 to 7 months, low 3 to 6"),
    ),
    (
        with_windows(low=((3, 9),), high=((3, 6),), very_high=((2, 7),)),
        ("GUIDE-25", "schedules.very-high.band-0", "2 to 7 months, high 3 to 6"),
    ),
    (
        with_windows(low=((3, 6), (6, 12)), high=((3, 6), (None, 13)), very_high=((3, 6), (None, 13))),
        ("GUIDE-25", "schedules.high.band-1", "12 to 13 months, low 6 to 12"),
    ),
    # The last band goes on where the other group has a further one.
    (
        with_windows(low=((3, 6), (6, 12)), high=((3, 6), (6, 12)), very_high=((3, 6), (3, 9), (9, 12))),
        ("GUIDE-25", "schedules.very-high.band-2", "9 to 12 months, high 6 to 12"),
    ),
    (
        with_windows(low=((3, 6), (3, 9), (3, 5)), high=((3, 6), (3, 9)), very_high=((3, 6), (3, 9))),
        ("GUIDE-25", "schedules.high.band-1", "3 to 9 months, low 3 to 5"),
    ),
    (
        with_bands(FIRST, replace(SECOND, criterion="a.segment")),
        ("GUIDE-22", "schedules.low.second", "holds with first"),
    ),
    (
        changed(ladders=(replace(RISK, rungs=(RISK.rungs[1], RISK.rungs[0], RISK.rungs[2])),)),
        ("GUIDE-23", "schedules", "no such ladder"),
    ),
]


@pytest.mark.parametrize(("broken", "issue"), BROKEN, ids=[" ".join(issue) for _, issue in BROKEN])
def test_a_broken_guideline_is_reported(broken: Guideline, issue: tuple[str, str, str]) -> None:
    """One broken rule gives exactly its own issue, with code, place and value."""
    assert told(issues(broken)) == [issue]


@pytest.mark.parametrize(
    "unused",
    [
        ("a.below", {"indications": ()}),
        ("a.choice", {"options": (), "effects": (), "notices": (), "studies": (replace(STUDY, repeats_on=""),)}),
    ],
    ids=["named by nothing", "used by an unused one only"],
)
def test_an_unused_criterion_is_reported(unused: tuple[str, dict[str, Any]]) -> None:
    """A criterion on which no conclusion rests is dead, also when another dead one reads it; a list revives it."""
    name, parts = unused
    broken = changed(**parts)
    dead = [issue.path for issue in issues(broken, listed=()) if issue.code == "GUIDE-15"]
    assert name in dead
    assert issues(broken, listed=dead) == ()


def test_no_schedule_needs_no_precedence() -> None:
    """Without schedules what is missing is the schedules, not their precedence."""
    assert [issue.code for issue in issues(changed(schedules=()))] == ["GUIDE-21"]


SOUND_RULES: list[Expression] = [
    # A number may be exactly the limit.
    AllOf((AtLeast("f.number", "limit"), Not(Above("f.number", "limit")))),
    # One mass may be read as two things; it lies in one place only.
    AnyMass(AllOf((Sign("mass.reading", ("fibroid",)), Sign("mass.reading", ("ivl",))))),
    AnyMass(Sign("mass.reading", ("unclear",))),
    AnyMass(Sign("mass.location", ("fundal",), unstated="no")),
    AnyMass(Not(Sign("mass.firm", unstated="yes"))),
]


@pytest.mark.parametrize("expression", SOUND_RULES)
def test_what_can_hold_is_not_reported(expression: Expression) -> None:
    """An expression that takes all three values gives no issue."""
    assert issues(when(expression)) == ()


@pytest.mark.parametrize("value", [40, 45, 50])
def test_a_range_holds_its_ends(value: float) -> None:
    """A parameter may take the least and the greatest value of its range."""
    assert issues(with_parameter(value=value)) == ()


def test_a_value_that_is_no_number_is_outside() -> None:
    """Not-a-number lies in no range, and no rule that compares with it can be decided."""
    found = told(issues(with_parameter(value=float("nan"))))
    assert found[0] == ("GUIDE-13", "parameters.limit", "nan")


def test_a_window_may_be_one_month() -> None:
    """The shortest interval may equal the longest."""
    assert issues(with_bands(replace(FIRST, shortest="long"), SECOND)) == ()


def test_schedules_under_a_condition_come_before_the_one_without() -> None:
    """Each group may have several, as long as its last one runs for whoever is left."""
    assert (
        issues(
            changed(
                schedules=(
                    if_true("low"),
                    if_true("low", "a.both"),
                    *SCHEDULES,
                )
            )
        )
        == ()
    )
    assert issues(changed(schedules=(*SCHEDULES[:2], if_true("very-high"), SCHEDULES[2]))) == ()


@pytest.mark.parametrize(("opens", "closes"), [(5, 6), (None, 6), (6, None)])
def test_a_baseline_window_may_be_a_month(opens: float | None, closes: float | None) -> None:
    """It opens before it closes; a guideline without one has nothing to compare."""
    assert issues(with_baseline(opens, closes)) == ()


@pytest.mark.parametrize(
    "groups",
    [
        {"low": ((3, 6),), "high": ((3, 6),), "very_high": ((3, 6),)},
        {"low": ((6, 24),), "high": ((6, 12),), "very_high": ((3, 12),)},
        # A single figure n is the window from n-1 to n.
        {"low": ((None, 6),), "high": ((5, 6),), "very_high": ((None, 6),)},
        {"low": ((3, 6),), "high": ((3, 6), (3, 6)), "very_high": ((3, 6), (3, 6), (2, 4))},
    ],
)
def test_a_stricter_group_may_be_looked_at_as_often(groups: dict[str, tuple[tuple[float | None, float], ...]]) -> None:
    """Equal windows are no fault, neither are denser ones."""
    assert issues(with_windows(**groups)) == ()


def test_a_schedule_under_a_condition_may_be_sparser() -> None:
    """What is compared between groups is the schedule that runs for everybody; S82 lets one be sparser than any."""
    guideline = with_windows(low=((3, 6),), high=((3, 6),), very_high=((3, 6),))
    (chapter,) = guideline.chapters
    yearly = Schedule("high", (Band("all", None, "m12", "m24", "g.low"),), only_if="a.truth")
    assert issues(replace(guideline, chapters=(replace(chapter, schedules=(yearly, *chapter.schedules)),))) == ()


def test_a_sentence_may_name_a_parameter() -> None:
    """A number in braces that the guideline has is no fault; other braces are plain text."""
    named = Parameter("age.limit", 45, "years", 40, 50, "Words.", ("S89",))
    for says in ("Below {age.limit} years.", "A {word} in braces."):
        criteria = tuple(replace(one, says=says) if one.id == "a.below" else one for one in CRITERIA)
        assert issues(changed(criteria=criteria, parameters=(*PARAMETERS, named))) == ()


def test_truth_rows_stop_after_six_subjects() -> None:
    """A criterion that reads six things is enumerated, one that reads seven is left to its specification table."""
    six = tuple(Is(f"f.{number}") for number in range(MOST_SUBJECTS))
    contradiction: tuple[Expression, ...] = (*six, Not(six[0]))
    assert told(issues(when(AllOf(contradiction)))) == [("GUIDE-16", "a.truth", "cannot be yes")]
    assert issues(when(AllOf((*contradiction, Is("f.truth"))))) == ()


def test_signs_of_a_mass_are_counted_too() -> None:
    """Inside a quantifier the same limit holds: a contradiction among seven signs is not looked for."""
    names = ("firm", "tender", "cord-like", "enhancing", "beside-uterus", "branching-flow", "heterogeneous")
    signs = tuple(Sign(f"mass.{name}") for name in names)
    six = AnyMass(AllOf((*signs[:6], Not(signs[0]))))
    assert told(issues(when(six))) == [("GUIDE-16", "a.truth", "cannot be yes")]
    assert issues(when(AnyMass(AllOf((*signs, Not(signs[0])))))) == ()


def test_all_faults_come_together() -> None:
    """The first fault does not hide the others, and an issue gives the nearest known name."""
    broken = replace(
        SOUND,
        chapters=(
            replace(
                CHAPTER, criteria=(rule("a.truth", Is("f.truht")), *CRITERIA[1:]), urgent=("a.truht",), schedules=()
            ),
        ),
    )
    found = issues(broken)
    assert told(found) == [
        ("GUIDE-04", "a.truth", "f.truht"),
        ("GUIDE-02", "whole.urgent", "a.truht"),
        ("GUIDE-21", "schedules", "none"),
    ]
    assert [issue.remedy for issue in found[:2]] == ["did you mean f.truth?", "did you mean a.truth?"]
    assert all(issue.file == "" and issue.line == 0 and issue.rule for issue in found)


def test_the_facts_are_those_of_the_program() -> None:
    """Without facts given, the checker asks the declared and derived facts."""
    found = check(SOUND, listed=EVERY)
    assert {issue.code for issue in found} == {"GUIDE-04"}
    assert {issue.value for issue in found} == {"f.truth", "f.choice", "f.number", "f.group", "f.band"}
