"""The extent of the tumour is the same in both engines, in every segment and in all that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.generative.derived_facts import Pair, disagreements, generated, published, sheets_of, specified
from tests.generative.timelines import Words, as_case

from cephalad.anatomy import EXTRA_UTERINE_VESSELS, LARGE_VEINS, PLEXUS, SEGMENT_SETS, SEGMENTS
from cephalad.columns.extent import CONTINUITY, Extents, OpenSets, frame_columns
from cephalad.columns.frame import encode, segment_bits
from cephalad.facts import Extent, FactSheet, SegmentState
from cephalad.facts.extent import involved
from cephalad.guideline import default_guideline
from cephalad.record import parse_point, standing_events, view

Described = Mapping[str, object]
STATUSES = {
    "tumour": "involved",
    "clear": "clear",
    "removed": "removed",
    "not-reached": "not_reached",
    "not-reported": "not_reported",
    "not-assessed": "not_assessed",
    "conflicting": "conflicting",
}
GROUPS = {
    "outside uterus": EXTRA_UTERINE_VESSELS,
    "plexus": PLEXUS,
    "large": LARGE_VEINS,
    "vena cava": SEGMENT_SETS["ivc-unspecified"].members,
    "one": ("right-atrium",),
}


# --- both engines in the same words -----------------------------------------------------------------------------------


def by_reference(extent: Extent) -> Described:
    """What the one-patient engine says, sets of segments as masks."""
    by_status = {
        field: segment_bits(name for name, state in extent.states.items() if state.status == status)
        for status, field in STATUSES.items()
    }
    masks = ("strongly_clear", "reported_continuous", "after_removal", "untold", "possible", "front")
    return {
        **by_status,
        **{name: segment_bits(getattr(extent, name)) for name in (*masks, "at_risk", "ahead", "uncovered")},
        "sets": [(segment_bits(names), names in extent.continuous_sets) for names, _ in extent.open_sets],
        "continuity": extent.continuity()[0],
        **{name: involved(extent, group)[0].value for name, group in GROUPS.items()},
    }


def in_columns(extents: Extents) -> list[Described]:
    """The same of each timeline."""
    names = ("strongly_clear", "reported_continuous", "after_removal", "untold", "possible", "front")
    found: dict[str, list[object]] = {
        name: getattr(extents, name).tolist() for name in (*STATUSES.values(), *names, "at_risk", "ahead", "uncovered")
    }
    found["sets"] = [[] for _ in found["involved"]]
    for whose, *each in zip(
        *(getattr(extents.sets, n).tolist() for n in ("whose", "members", "continuous")), strict=True
    ):
        sets = found["sets"][whose]
        assert isinstance(sets, list)
        sets.append(tuple(each))
    found["continuity"] = extents.continuity.to_list()
    words = ("unknown", "yes", "no")
    for name, group in GROUPS.items():
        found[name] = [words[sides] for sides in extents.involves(group).tolist()]
    return [dict(zip(found, row, strict=True)) for row in zip(*found.values(), strict=True)]


def differences(pairs: Iterable[Pair]) -> list[tuple[str, str, str, object, object]]:
    """Case, point, what differs, what the columns say of it and what the reference says."""
    listed = list(pairs)
    numbers = default_guideline().numbers
    sheets = sheets_of(listed, numbers)
    ours = zip(in_columns(sheets.extent), in_columns(sheets.extent_now), sheets.operated.tolist(), strict=True)
    found: list[tuple[str, str, str, object, object]] = []
    for (case, point), (ever, now, operated) in zip(listed, ours, strict=True):
        sheet = FactSheet(view(case, point), numbers)
        assert operated == (sheet.extent_now is not None)
        for epoch, mine, reference in (("ever", ever, sheet.extent), ("now", now, sheet.extent_now or sheet.extent)):
            expected = by_reference(reference)
            place = point.describe(case.calendar)
            differ = (name for name in expected if mine[name] != expected[name])
            found.extend((case.id, place, f"{epoch} {name}", mine[name], expected[name]) for name in differ)
    return found


# --- stories dense with reports of the same few veins -----------------------------------------------------------------

_WAY = ("left-uterine-vein", "left-internal-iliac-vein", "left-common-iliac-vein", "infrarenal-ivc", "suprarenal-ivc")
_VEINS = (*_WAY, *_WAY, "retrohepatic-ivc", "right-atrium", *SEGMENTS, *SEGMENT_SETS, *SEGMENT_SETS)
_CONTENTS = ("tumour", "tumour", "filling-defect", "thrombus", "clear", "clear")
_SAID_OF_VEIN: Mapping[str, tuple[object, ...]] = {
    "content": (*_CONTENTS, *_CONTENTS, {"status": "not-assessed"}, {"status": "not-reported"}),
    "continuous-with-source": ("yes", "no"),
    "enhancing": ("yes", "no"),
    "explained": ("yes",),
    "clear-above": ("yes",),
    "author-inference": ("yes",),
}
_OUTCOMES = ("removed", "removed", "left", [{"value": "removed"}, {"value": "left"}])


@st.composite
def _said_of_veins(draw: st.DrawFn, veins: list[str], *, at_operation: bool) -> Words:
    names = draw(st.lists(st.sampled_from(veins), max_size=5, unique=True))
    said: Words = {}
    for name in names:
        chosen = draw(st.sets(st.sampled_from(("content", *_SAID_OF_VEIN)), min_size=1, max_size=2))
        said[name] = {finding: draw(st.sampled_from(_SAID_OF_VEIN[finding])) for finding in sorted(chosen)}
        if at_operation and draw(st.booleans()):
            said[name] = {"outcome": draw(st.sampled_from(_OUTCOMES))}
    return said


@st.composite
def _study(draw: st.DrawFn, veins: list[str]) -> Words:
    body: Words = {"kind": "imaging", "modality": draw(st.sampled_from(["ct", "mr", "doppler", "echocardiography"]))}
    if draw(st.booleans()):
        body["contrast"] = draw(st.sampled_from(["yes", "yes", "no"]))
    regions = st.sampled_from(["pelvis", "abdomen", "iliac-and-caval", "heart"])
    if stated := draw(st.lists(regions, max_size=3, unique=True)):
        body["regions"] = stated
    return body | {"veins": draw(_said_of_veins(veins, at_operation=False))}


@st.composite
def _operation(draw: st.DrawFn, veins: list[str]) -> Words:
    body: Words = {"kind": "operation", "for-ivl": draw(st.sampled_from(["yes", "yes", "no"]))}
    procedures = st.sampled_from(["myomectomy", "total-hysterectomy", "venous-tumour-extraction", "cavotomy"])
    if told := draw(st.lists(procedures, max_size=2, unique=True)):
        body["procedures"] = told
    return body | {"veins": draw(_said_of_veins(veins, at_operation=True))}


_LIVER_FREE = {"kind": "pathology", "diagnosis": ["leiomyoma"], "index-lesion": "yes", "vessels-contain-tumour": "no"}
_OTHERS = st.sampled_from([_LIVER_FREE, {"kind": "history", "hysterectomy": "yes"}])


@st.composite
def vein_stories(draw: st.DrawFn) -> Words:
    """A case file of studies and operations that speak of the same few veins."""
    veins = draw(st.lists(st.sampled_from(_VEINS), min_size=2, max_size=8, unique=True))
    bodies = st.one_of(_study(veins), _study(veins), _study(veins), _operation(veins), _operation(veins), _OTHERS)
    number = draw(st.integers(1, 9))
    events = [{"id": f"event-{day}", "day": str(day), **draw(bodies)} for day in range(number)]
    return {"format": "cephalad-case/1", "case": "generated", "written_on": "2035-01-01", "events": events}


@cache
def stories(number: int = 300) -> tuple[Pair, ...]:
    """Stories of veins, each just after each of its events."""
    found: list[Pair] = []
    unseen = list(HealthCheck)

    @settings(max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=unseen)
    @given(file=vein_stories())
    def draw(file: Words) -> None:
        case = as_case(file)
        found.extend((case, parse_point(f"after:{event.id}", case)) for event in standing_events(case))

    draw()
    return tuple(found)


PAIRS: Mapping[str, Callable[[], tuple[Pair, ...]]] = {
    "published": published,
    "generated": generated,
    "specified": specified,
    "stories": stories,
}
FACTS = ("pathology.excludes", "vessels.outside-uterus", "extent.continuity", "pathology.lung-smooth-muscle")


@pytest.mark.parametrize("name", PAIRS)
def test_every_segment_agrees(name: str) -> None:
    """Both engines say the same of every segment, ever and now, and of all that follows for the whole tree."""
    pairs = PAIRS[name]()
    assert len(pairs) > 300
    assert differences(pairs) == []


@pytest.mark.parametrize("name", PAIRS)
def test_the_frame_is_the_same(name: str) -> None:
    """The columns that the compiled guideline reads are those that the reference's sheets encode."""
    pairs, guideline = PAIRS[name](), default_guideline()
    ours = pl.DataFrame(frame_columns(sheets_of(pairs, guideline.numbers)))
    sheets = [FactSheet(view(case, point), guideline.numbers) for case, point in pairs]
    assert len(ours.columns) == 2 * (len(SEGMENTS) + 1)
    assert_frame_equal(ours, encode(sheets, guideline).rows.select(ours.columns))


def test_facts_of_dense_stories_agree() -> None:
    """The facts that rest on the extent agree also where reports of the same veins crowd."""
    assert disagreements(stories(), FACTS) == []


def test_dense_stories_reach_every_answer() -> None:
    """The stories hold every status, every answer on continuity and open sets of both kinds, ever and now."""
    sheets = sheets_of(stories(), default_guideline().numbers)
    now = sheets.extent_now
    assert all((getattr(now, field)[sheets.operated] != 0).any() for field in STATUSES.values())
    masks = ("strongly_clear", "reported_continuous", "after_removal", "untold")
    assert all((getattr(now, field)[sheets.operated] != 0).any() for field in masks)
    assert set(sheets.extent.continuity) == set(CONTINUITY)
    # A gap that opens after an operation is rare: tests/unit/columns/test_extent.py builds one.
    assert set(now.continuity.filter(pl.Series(sheets.operated))) >= {"none", "continuous", "cannot-tell"}
    mixed = sheets.operated[now.sets.whose]
    assert mixed.any()
    assert not mixed.all()
    assert now.sets.whose.tolist() == sorted(now.sets.whose.tolist())
    assert set(sheets.extent.sets.continuous.tolist()) == set(now.sets.continuous.tolist()) == {True, False}


# --- extents at random, also such as no record brings about -----------------------------------------------------------


def random_extent(random: Random) -> Extent:
    """Any status of any segment, with open sets and the rest drawn independently."""
    share = random.choice((0.0, 0.1, 0.3, 0.6))
    others = [status for status in STATUSES if status != "tumour"]
    states = {name: "tumour" if random.random() < share else random.choice(others) for name in SEGMENTS}
    names = [each.members for each in SEGMENT_SETS.values()]
    sets = random.sample(names, random.choice((0, 0, 1, 2)))

    def some() -> frozenset[str]:
        chance = random.choice((0.0, 0.2))
        return frozenset(name for name in SEGMENTS if random.random() < chance)

    return Extent(
        {name: SegmentState(status) for name, status in states.items()},
        tuple((members, ("saw-a-set",)) for members in sets),
        strongly_clear=some() - {name for name, status in states.items() if status == "tumour"},
        reported_continuous=some() & {name for name, status in states.items() if status == "tumour"},
        after_removal=some(),
        untold=some(),
        continuous_sets=frozenset(members for members in sets if random.random() < 0.5),
        _involved=frozenset(name for name, status in states.items() if status == "tumour"),
    )


def as_columns(extents: Sequence[Extent]) -> Extents:
    """The same extents side by side."""
    given = [by_reference(extent) for extent in extents]
    names = ("strongly_clear", "reported_continuous", "after_removal", "untold")
    fields = [field for field in STATUSES.values() if field != "not_assessed"]
    masks = {field: np.array([each[field] for each in given], dtype=np.int64) for field in (*fields, *names)}
    sets = [
        (whose, segment_bits(members), members in extent.continuous_sets)
        for whose, extent in enumerate(extents)
        for members, _ in extent.open_sets
    ]
    whose, listed, continuous = (np.array(column) for column in zip(*sets, strict=True))
    return Extents(**masks, sets=OpenSets(whose, listed, continuous, len(given)))


def test_what_follows_agrees_on_any_extent() -> None:
    """Front, continuity, risk and involvement are the same whatever the state of every segment."""
    random = Random(20260301)  # noqa: S311  test data, no secret
    extents = [random_extent(random) for _ in range(3000)]
    expected = [by_reference(extent) for extent in extents]
    assert in_columns(as_columns(extents)) == [dict(each) for each in expected]
    assert {each["continuity"] for each in expected} == set(CONTINUITY)
