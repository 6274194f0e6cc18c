"""The column engine says of every criterion what the reference engine says: on records, timelines and facts at random.

Nothing is forgiven. The facts are the reference's own, encoded; whether the columns fold them alike is asked elsewhere.
"""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.generative.fact_sheets import column_verdicts, disagreements, random_sheets
from tests.generative.timelines import Words, as_case, case_files, last_day

from cephalad.assessment import STAGES, assess
from cephalad.columns.expressions import compile_guideline
from cephalad.columns.frame import INDEXED, encode
from cephalad.columns.verdicts import conclusions
from cephalad.facts import FactSheet
from cephalad.guideline import Guideline, shipped_guideline
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
    MassExpression,
    Not,
    OneOf,
    Sign,
    SomeOf,
)
from cephalad.guideline.model import Chapter, Criterion, Parameter
from cephalad.guideline.shipped import SHIPPED
from cephalad.guideline.specification import SpecificationRow, specification
from cephalad.logic import Span
from cephalad.record import Case, Point, example_names, parse_point, read_example, standing_events, view

TIMELINES = 320
GUIDELINES = [pytest.param(shipped_guideline(name), id=name) for name in SHIPPED]
every_guideline = pytest.mark.parametrize("guideline", GUIDELINES)


def examples(number: int) -> settings:
    """Derandomised settings without a deadline and without a store of earlier failures."""
    unseen = list(HealthCheck)
    return settings(max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=unseen)


@cache
def _published() -> tuple[tuple[Case, Point], ...]:
    """Every shipped case just after each of its events."""
    cases = [read_example(name) for name in example_names()]
    return tuple((case, parse_point(f"after:{event.id}", case)) for case in cases for event in standing_events(case))


@cache
def _generated() -> tuple[tuple[Case, Point], ...]:
    """Generated timelines, each after all its events and just after one in the middle."""
    found: list[tuple[Case, Point]] = []

    @examples(TIMELINES)
    @given(file=case_files())
    def collect(file: Words) -> None:
        case = as_case(file)
        standing = standing_events(case)
        middle = [f"after:{standing[len(standing) // 2].id}"] if standing else []
        found.extend((case, parse_point(point, case)) for point in (last_day(file), *middle))

    collect()
    assert len({id(case) for case, _ in found}) >= TIMELINES * 0.9
    return tuple(found)


def _sheets(points: tuple[tuple[Case, Point], ...], guideline: Guideline) -> list[FactSheet]:
    return [FactSheet(view(case, point), guideline.numbers) for case, point in points]


# --- the shipped guidelines -------------------------------------------------------------------------------------------


@every_guideline
def test_published_cases_agree_after_every_event(guideline: Guideline) -> None:
    """Both engines give equal verdicts on the shipped cases just after every event."""
    sheets = _sheets(_published(), guideline)
    assert len(sheets) > 300
    assert disagreements(guideline, sheets) == []


@every_guideline
def test_generated_timelines_agree(guideline: Guideline) -> None:
    """Both engines give equal verdicts on generated timelines, conflicts and corrections among them."""
    assert disagreements(guideline, _sheets(_generated(), guideline)) == []


@every_guideline
def test_facts_at_random_agree(guideline: Guideline) -> None:
    """Both engines give equal verdicts where every fact, segment and mass is drawn by itself."""
    assert disagreements(guideline, random_sheets(20260301, 800, guideline)) == []


def _point(row: SpecificationRow) -> Point:
    if row.as_of:
        return parse_point(row.as_of, row.case)
    events = standing_events(row.case)
    return parse_point(f"after:{events[-1].id}", row.case) if events else Point(Span(740000, 740000))


def _specified(guideline: Guideline, of: str = "") -> tuple[tuple[Case, Point], ...]:
    """The records of the specification, of all criteria or of those whose id begins so."""
    tables = specification(guideline)
    return tuple((row.case, _point(row)) for name in tables if name.startswith(of) for row in tables[name])


@every_guideline
def test_every_row_of_the_specification_holds_in_columns(guideline: Guideline) -> None:
    """Each criterion is a yes, a no and an unknown on the records that the text demands it of."""
    rows = [row for found in specification(guideline).values() for row in found]
    sheets = _sheets(_specified(guideline), guideline)
    said = column_verdicts(guideline, encode(sheets, guideline))
    wrong = [
        (row.criterion, row.line, verdicts[row.criterion], row.verdict)
        for row, verdicts in zip(rows, said, strict=True)
        if verdicts[row.criterion] != row.verdict
    ]
    assert wrong == []
    witnessed = {(row.criterion, row.verdict) for row in rows}
    assert witnessed == {(name, word) for name in guideline.criteria for word in ("yes", "no", "unknown")}


# --- ladders ----------------------------------------------------------------------------------------------------


def _in_columns(guideline: Guideline, sheets: list[FactSheet]) -> list[dict[str, object]]:
    facts = encode(sheets, guideline)
    verdicts = compile_guideline(guideline).verdicts(facts).with_columns(facts.rows[INDEXED])
    return list(verdicts.select(conclusions(guideline)).iter_rows(named=True))


def _as_assessed(case: Case, point: Point, guideline: Guideline) -> dict[str, object]:
    found = assess(case, as_of=point, guideline=guideline, with_missing=False)
    said: dict[str, object] = {
        "suspicion": found.suspicion_value,
        "suspicion_not_excluded": list(found.suspicion.not_excluded),
        "risk_group": found.surveillance.risk_group,
        "risk_group_not_excluded": list(found.surveillance.not_excluded),
    }
    for name in STAGES:
        column = name.replace("-", "_")
        said |= {column: found.stages[name].value, f"{column}_not_excluded": list(found.stages[name].not_excluded)}
    return said


@every_guideline
def test_ladders_have_the_words_of_the_assessment(guideline: Guideline) -> None:
    """Suspicion, stages and risk group stand in the columns as the assessment of each point prints them."""
    points = (*_published(), *_generated()[::3], *_specified(guideline, "ivl.surveillance."))
    ours = _in_columns(guideline, _sheets(points, guideline))
    theirs = [_as_assessed(case, point, guideline) for case, point in points]
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []
    assert {str(row["risk_group"]) for row in ours} >= {"not-applicable", "low", "high", "very-high", "cannot-tell"}
    assert {str(row["suspicion"]) for row in ours} >= {"excluded", "not-raised", "consider", "probable", "confirmed"}


# --- guidelines at random ---------------------------------------------------------------------------------------------

LIMITS = {"younger": 40.0, "older": 50.0, "two": 2.0}
_SIGNS = (
    Sign("mass.cord-like"),
    Sign("mass.heterogeneous", ("no",)),
    Sign("mass.location", ("broad-ligament", "parametrial"), unstated="no"),
    Sign("mass.location", ("unclear", "adnexal")),
    Sign("mass.reading", ("fibroid", "ivl"), unstated="yes"),
)
_of_mass: st.SearchStrategy[MassExpression] = st.recursive(
    st.sampled_from(_SIGNS),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda found: AllOf(tuple(found))),
        st.lists(parts, min_size=1, max_size=3).map(lambda found: AnyOf(tuple(found))),
        st.lists(st.sampled_from(_SIGNS), min_size=2, max_size=4).map(lambda found: SomeOf("two", tuple(found))),
        parts.map(Not),
    ),
    max_leaves=4,
)
_SEGMENT_CHOICES = st.sampled_from(
    [("left-uterine-vein", "right-uterine-vein"), ("infrarenal-ivc",), ("right-atrium", "right-ventricle", "other")]
)
_LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.sampled_from([Is("history.fibroids"), Is("lung.metastases"), Is("wish.fertility"), Is("ureter.involved")]),
    st.sampled_from([OneOf("state.menopause", ("premenopausal",)), OneOf("lung.nodules", ("none", "solitary"))]),
    st.sampled_from([rule("patient.age-at-diagnosis", limit) for rule in (Below, AtLeast, Above) for limit in LIMITS]),
    st.builds(AnySegment, _SEGMENT_CHOICES, st.booleans()),
    st.builds(AnyMass, _of_mass, st.booleans()),
)


def _trees(leaves: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.lists(parts, min_size=1, max_size=3).map(lambda found: AllOf(tuple(found))),
            st.lists(parts, min_size=1, max_size=3).map(lambda found: AnyOf(tuple(found))),
            parts.map(Not),
        ),
        max_leaves=6,
    )


@st.composite
def _guidelines(draw: st.DrawFn) -> Guideline:
    """Four criteria, the later ones resting on the earlier ones too; they do not stand in the order of need."""
    found: list[Expression] = [draw(_trees(_LEAVES))]
    while len(found) < 4:
        earlier = st.sampled_from([f"c{place}" for place in range(len(found))])
        found.append(draw(_trees(st.one_of(_LEAVES, earlier.map(Holds), earlier.map(Established)))))
    criteria = tuple(Criterion(f"c{place}", when, "") for place, when in enumerate(found))
    parameters = tuple(Parameter(name, number, "a", 0, 99, "") for name, number in LIMITS.items())
    return Guideline("small", "small/1", "", (Chapter("only", "", criteria[::-1], parameters),))


@examples(120)
@given(guideline=_guidelines(), seed=st.integers(0, 2**32))
def test_guidelines_at_random_agree(guideline: Guideline, seed: int) -> None:
    """Both engines give equal verdicts for any tree that the grammar can write."""
    assert disagreements(guideline, random_sheets(seed, 25, guideline)) == []


def test_a_disagreement_would_be_seen() -> None:
    """The comparison is real: a table of yes where the reference says otherwise differs."""
    guideline = shipped_guideline("zhao-tian-2026")
    sheets = _sheets(_published()[:5], guideline)
    facts = encode(sheets, guideline)
    truths = [name for name, kind in facts.rows.schema.items() if kind == pl.Boolean]
    turned = type(facts)(facts.rows.with_columns(pl.col(truths).fill_null(True)), facts.masses)
    assert column_verdicts(guideline, turned) != column_verdicts(guideline, facts)
