"""The extent of many timelines: built witnesses side by side, each with its expected answer written out."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from tests.generative.derived_facts import said_in_columns, sheets_of

from cephalad.anatomy import PLEXUS, SEGMENTS, UTERINE, members
from cephalad.columns.extent import CONTINUITY, Extents, OpenSets, frame_columns
from cephalad.columns.frame import segment_bits
from cephalad.columns.sheets import NO, UNKNOWN, YES, Sheets
from cephalad.columns.vein_reports import NAMES
from cephalad.columns.venous_paths import common_to_ways, cut_above, not_reached, reached_through
from cephalad.facts.extent import PATHS_BACK
from cephalad.record import Case, parse_point, read_bytes, standing_events

CT = "kind: imaging, modality: ct, contrast: yes, regions: [pelvis, abdomen, heart, chest], veins"
PLAIN_CT = "kind: imaging, modality: ct, contrast: no, veins"
DOPPLER = "kind: imaging, modality: doppler, veins"
HYSTERECTOMY = "kind: operation, for-ivl: yes, procedures: [total-hysterectomy], veins"
CAVOTOMY = "kind: operation, for-ivl: yes, procedures: [cavotomy], veins"
EXCLUDED = "{kind: pathology, diagnosis: [leiomyoma], index-lesion: yes, vessels-contain-tumour: no}"
HYSTERECTOMY_LONG_AGO = "{kind: history, hysterectomy: yes}"
TRACED = "content: tumour, continuous-with-source: yes"
Events = tuple[str, ...]


def said(how: str, **veins: str) -> str:
    """An event that says one thing of each vein: ``left_uterine_vein="tumour"`` is its content, other words in full."""
    contents = ("tumour", "filling-defect", "thrombus", "clear")
    findings = (
        f"{name.replace('_', '-')}: {{{f'content: {it}' if it in contents else it}}}" for name, it in veins.items()
    )
    return f"{{{how}: {{{', '.join(findings)}}}}}"


def sheets(stories: Iterable[Events]) -> Sheets:
    """The facts of these stories, a woman each, after the last of their events."""
    return sheets_of(
        [(case, parse_point(f"after:{standing_events(case)[-1].id}", case)) for case in map(_case, stories)], {}
    )


def _case(events: Events) -> Case:
    lines = "\n".join(f"  - {{id: e{day}, day: {day}, {event[1:]}" for day, event in enumerate(events))
    text = f"format: cephalad-case/1\ncase: one\nwritten_on: 2026-01-31\nsex: female\nevents:\n{lines}\n"
    case = read_bytes(text.encode(), file="one.yaml")
    assert isinstance(case, Case), case
    return case


def named(mask: int) -> set[str]:
    """The segments of a mask."""
    return {name for name in SEGMENTS if mask & segment_bits([name])}


def status_of(extents: Extents, place: int, segment: str) -> str:
    """The status of a segment in one timeline."""
    fields = ("involved", "clear", "removed", "not_reached", "not_reported", "conflicting", "not_assessed")
    (status,) = [field for field in fields if segment in named(int(getattr(extents, field)[place]))]
    return status


# --- ever -------------------------------------------------------------------------------------------------------------

EVER: list[tuple[Events, str, str]] = [
    # A positive finding always wins, whatever comes later.
    ((said(CT, infrarenal_ivc="tumour"), said(CT, infrarenal_ivc="clear")), "infrarenal-ivc", "involved"),
    # An explanation later on takes the finding back, and shows the vein clear.
    ((said(PLAIN_CT, infrarenal_ivc="tumour"), said(CT, infrarenal_ivc="explained: yes")), "infrarenal-ivc", "clear"),
    ((said(CT, infrarenal_ivc="explained: yes"), said(PLAIN_CT, infrarenal_ivc="tumour")), "infrarenal-ivc",
     "involved"),
    # What an author infers was seen by nobody.
    ((said(CT, infrarenal_ivc="content: tumour, author-inference: yes"),), "infrarenal-ivc", "not_reported"),
    # Without contrast a negative clears nothing.
    ((said(PLAIN_CT, infrarenal_ivc="clear"),), "infrarenal-ivc", "not_reported"),
    ((said(CT, infrarenal_ivc="clear"),), "infrarenal-ivc", "clear"),
    # Of a thrombus that nothing explains the more vascular reading is kept.
    ((said(PLAIN_CT, infrarenal_ivc="thrombus"), said(CT, infrarenal_ivc="clear")), "infrarenal-ivc", "not_reported"),
    ((said(PLAIN_CT, infrarenal_ivc="thrombus"), said(CT, infrarenal_ivc="explained: yes")), "infrarenal-ivc", "clear"),
    # A region of the study that the report does not speak of; a vein outside all its regions.
    ((said(CT, infrarenal_ivc="clear"),), "right-atrium", "not_reported"),
    ((said(DOPPLER, infrarenal_ivc="clear"),), "right-atrium", "not_assessed"),
    ((said(DOPPLER, infrarenal_ivc="content: {status: not-assessed}"),), "infrarenal-ivc", "not_assessed"),
    # Every way into the vein passes one that is clear; one open way is enough to leave it open.
    ((said(DOPPLER, left_uterine_vein="clear"),), "left-pelvic-venous-plexus", "not_reached"),
    ((said(DOPPLER, left_common_iliac_vein="clear", right_common_iliac_vein="clear"),), "infrarenal-ivc",
     "not_assessed"),
    ((said(DOPPLER, left_common_iliac_vein="clear", right_common_iliac_vein="clear",
           right_ovarian_vein_abdominal="clear"),), "infrarenal-ivc", "not_reached"),
    # What is not reached closes the way onward; tumour seen beyond is tumour all the same.
    ((said(DOPPLER, left_ovarian_vein_pelvic="clear"),), "left-renal-vein", "not_reached"),
    ((said(DOPPLER, left_ovarian_vein_pelvic="clear", left_renal_vein="tumour"),), "left-renal-vein", "involved"),
    # The upper part of a vein examined above the tumour cuts the way onward.
    ((said(CT, left_ovarian_vein_pelvic="content: tumour, clear-above: yes"),), "left-ovarian-vein-abdominal",
     "not_reached"),
    ((said(DOPPLER, left_ovarian_vein_pelvic="content: tumour, clear-above: yes"),), "left-ovarian-vein-abdominal",
     "not_assessed"),
    ((said(CT, left_uterine_vein="thrombus"), said(DOPPLER, left_ovarian_vein_pelvic="clear",
      left_renal_vein="thrombus")), "left-renal-vein", "not_reported"),
    # Of a set one member has tumour: nobody knows which, until the others are clear.
    ((said(CT, right_heart_unspecified="tumour"),), "right-atrium", "not_reported"),
    ((said(CT, right_heart_unspecified="tumour", right_ventricle="clear"),), "right-atrium", "involved"),
    ((said(CT, right_heart_unspecified="tumour", right_ventricle="clear"),), "right-ventricle", "clear"),
    ((said(CT, right_heart_unspecified="tumour", right_ventricle="clear", right_atrium="clear"),), "right-atrium",
     "not_reported"),
    # A report of continuity implies what all ways to the vein have in common.
    ((said(CT, left_renal_vein=TRACED),), "left-ovarian-vein-pelvic", "involved"),
    ((said(CT, infrarenal_ivc=TRACED),), "left-common-iliac-vein", "not_reported"),
    ((said(CT, infrarenal_ivc=TRACED, left_internal_iliac_vein="tumour"),),
     "left-common-iliac-vein", "involved"),
    ((said(CT, infrarenal_ivc=TRACED, left_common_iliac_vein="clear",
           right_ovarian_vein_pelvic="clear"),), "right-uterine-vein", "involved"),
    # An operation may have emptied what a later study finds clear: by its procedures, or by the veins that it names.
    ((said(CAVOTOMY), said(CT, infrarenal_ivc="clear")), "infrarenal-ivc", "not_reported"),
    ((said(HYSTERECTOMY), said(CT, infrarenal_ivc="clear")), "infrarenal-ivc", "clear"),
    ((said(HYSTERECTOMY), said(CT, left_uterine_vein="clear")), "left-uterine-vein", "not_reported"),
    ((said(HYSTERECTOMY, left_renal_vein="outcome: removed"), said(CT, left_renal_vein="clear")), "left-renal-vein",
     "not_reported"),
    ((said(HYSTERECTOMY, left_renal_vein="outcome: removed"), said(CT, infrarenal_ivc="clear")), "infrarenal-ivc",
     "clear"),
    ((said(CAVOTOMY), said(HYSTERECTOMY), said(CT, infrarenal_ivc="clear")), "infrarenal-ivc", "not_reported"),
    ((said(CT, infrarenal_ivc="clear"), said(CAVOTOMY)), "infrarenal-ivc", "clear"),
    # What was seen before the disease was excluded counts only where it shows a vein clear.
    ((said(CT, infrarenal_ivc="tumour"), EXCLUDED), "infrarenal-ivc", "not_assessed"),
    ((said(CT, infrarenal_ivc="clear"), EXCLUDED), "infrarenal-ivc", "clear"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ever() -> Sheets:
    """All stories of `EVER`, side by side."""
    return sheets(events for events, *_ in EVER)


@pytest.mark.parametrize("place", range(len(EVER)))
def test_what_a_vein_ever_held(ever: Sheets, place: int) -> None:
    """Each woman's reports decide on her own veins, whoever stands beside her."""
    _, segment, status = EVER[place]
    assert status_of(ever.extent, place, segment) == status


def test_no_operation_no_change(ever: Sheets) -> None:
    """Before the first operation the extent now is the extent ever, in every field."""
    before = ~ever.operated
    assert 0 < before.sum() < ever.n
    fields = ("involved", "clear", "not_reached", "not_reported", "not_assessed", "strongly_clear", "possible")
    for field in (*fields, "reported_continuous", "after_removal", "untold", "front"):
        assert np.array_equal(getattr(ever.extent_now, field)[before], getattr(ever.extent, field)[before])
    assert ever.extent_now.continuity.filter(pl.Series(before)).equals(ever.extent.continuity.filter(pl.Series(before)))


def test_one_set_narrows_another() -> None:
    """What one set comes down to is known when the next one is read; said the other way round, both stay as read."""
    heart = "right_heart_unspecified"
    chamber = said(CT, right_ventricle="clear")
    found = sheets([
        (chamber, said(DOPPLER, **{heart: "tumour"}), said(DOPPLER, ivc_or_right_heart_unspecified="tumour")),
        (chamber, said(DOPPLER, ivc_or_right_heart_unspecified="tumour"), said(DOPPLER, **{heart: "tumour"})),
    ]).extent  # fmt: skip
    assert [named(mask) for mask in found.involved.tolist()] == [{"right-atrium"}] * 2
    assert found.sets.whose.tolist() == [1]
    assert named(int(found.sets.members[0])) == {*members("ivc-or-right-heart-unspecified")} - {"right-ventricle"}


def test_a_set_stands_once() -> None:
    """A set that two studies name is one set; a report of continuity in the same words marks it."""
    ivc = "ivc_unspecified"
    found = sheets([
        (said(CT, **{ivc: "tumour"}), said(CT, **{ivc: "tumour"})),
        (said(CT, **{ivc: "tumour"}), said(CT, **{ivc: TRACED})),
        (said(CT, **{ivc: "tumour"}), said(CT, infrarenal_ivc="tumour")),
        (said(CT, **{ivc: TRACED}), said(CT, infrarenal_ivc="tumour")),
    ]).extent  # fmt: skip
    assert found.sets.whose.tolist() == [0, 1, 3]
    assert found.sets.continuous.tolist() == [False, True, True]
    assert found.continuity.to_list() == ["cannot-tell", "continuous", "cannot-tell", "cannot-tell"]


def test_first_seen_after_the_source_was_removed() -> None:
    """Tumour first named after the uterus was removed cannot be traced; named before, it can, even if later again."""
    seen = said(CT, left_uterine_vein="tumour")
    found = sheets([
        (HYSTERECTOMY_LONG_AGO, seen),
        (seen, HYSTERECTOMY_LONG_AGO, seen),
        (said(HYSTERECTOMY, left_uterine_vein="content: tumour, outcome: removed"),),
        (said(HYSTERECTOMY), said(CT, left_uterine_vein="clear"), seen),
        (seen,),
    ]).extent  # fmt: skip
    left = segment_bits(["left-uterine-vein"])
    assert found.after_removal.tolist() == [left, 0, 0, left, 0]
    assert found.continuity.to_list() == ["cannot-tell", "continuous", "continuous", "cannot-tell", "continuous"]


# --- now --------------------------------------------------------------------------------------------------------------

SEEN = said(CT, infrarenal_ivc="tumour")
NOW: list[tuple[Events, str]] = [
    ((SEEN, said(CAVOTOMY, infrarenal_ivc="outcome: removed")), "removed"),
    ((SEEN, said(CAVOTOMY, infrarenal_ivc="outcome: left")), "involved"),
    ((SEEN, said(CAVOTOMY, infrarenal_ivc="outcome: [{value: removed}, {value: left}]")), "conflicting"),
    # Neither removal nor remainder on record: it is not told, though tumour was there.
    ((SEEN, said(CAVOTOMY)), "not_reported"),
    # A study after the operation decides, but does not turn what was removed into a vein that was always clear.
    ((SEEN, said(CAVOTOMY), said(CT, infrarenal_ivc="clear")), "clear"),
    ((SEEN, said(CAVOTOMY, infrarenal_ivc="outcome: removed"), said(CT, infrarenal_ivc="clear")), "removed"),
    ((SEEN, said(CAVOTOMY, infrarenal_ivc="outcome: left"), said(CT, infrarenal_ivc="clear")), "clear"),
    ((SEEN, said(CAVOTOMY, infrarenal_ivc="outcome: removed"), SEEN), "involved"),
    ((SEEN, said(CAVOTOMY, infrarenal_ivc="outcome: removed"), said(CT, ivc_unspecified="tumour")), "not_reported"),
    # What an earlier operation left the last one may have taken; what it removed stays so unless seen again.
    ((said(CAVOTOMY, infrarenal_ivc="outcome: left"), said(CAVOTOMY)), "not_reported"),
    ((said(CAVOTOMY, infrarenal_ivc="outcome: removed"), said(CAVOTOMY)), "removed"),
    ((said(CAVOTOMY, infrarenal_ivc="outcome: removed"), SEEN, said(CAVOTOMY)), "not_reported"),
    ((said(CAVOTOMY, infrarenal_ivc="outcome: removed"), said(CAVOTOMY, infrarenal_ivc="outcome: left")), "involved"),
    ((said(CAVOTOMY, infrarenal_ivc="outcome: removed"), said(CT, ivc_unspecified="tumour", infrarenal_ivc="clear"),
      said(CAVOTOMY)), "not_reported"),
    # What was never involved stays as it was ever.
    ((said(CT, infrarenal_ivc="clear"), said(CAVOTOMY)), "clear"),
    ((said(DOPPLER, left_common_iliac_vein="clear", right_common_iliac_vein="clear",
           right_ovarian_vein_abdominal="clear"), said(HYSTERECTOMY)), "not_reached"),
    ((said(DOPPLER, left_uterine_vein="tumour"), said(HYSTERECTOMY)), "not_assessed"),
    ((said(PLAIN_CT, infrarenal_ivc="thrombus"), said(CAVOTOMY)), "not_reported"),
    # Out of a set: every member that may have held tumour counts as removed, one known to be free does not.
    ((said(CT, ivc_unspecified="tumour"), said(CAVOTOMY, ivc_unspecified="outcome: removed")), "removed"),
    ((said(CT, ivc_unspecified="tumour", infrarenal_ivc="clear"), said(CAVOTOMY, ivc_unspecified="outcome: removed")),
     "clear"),
    ((said(CT, ivc_unspecified="tumour"), said(CAVOTOMY)), "not_reported"),
]  # fmt: skip


@pytest.fixture(scope="module")
def now() -> Sheets:
    """All stories of `NOW`, side by side."""
    return sheets(events for events, _ in NOW)


@pytest.mark.parametrize("place", range(len(NOW)))
def test_what_the_vena_cava_holds_now(now: Sheets, place: int) -> None:
    """Since the last operation: seen anew, or what operations say of it, or not told."""
    assert bool(now.operated[place])
    assert status_of(now.extent_now, place, "infrarenal-ivc") == NOW[place][1]


def test_untold_is_what_had_tumour(now: Sheets) -> None:
    """Tumour of which no operation tells what became of it makes continuity doubtful while nothing else is there."""
    untold = ["infrarenal-ivc" in named(mask) for mask in now.extent_now.untold.tolist()]
    expected = [place for place, (events, _) in enumerate(NOW) if place in (3, 9, 11, 20)]
    assert [place for place, it in enumerate(untold) if it] == expected
    assert now.extent_now.continuity.gather(expected).to_list() == ["cannot-tell"] * len(expected)


def test_a_gap_now() -> None:
    """Tumour in the heart with every way to it surely clear below is a gap; by Doppler alone it cannot be told."""
    ivc = {"infrarenal_ivc": "clear", "suprarenal_ivc": "clear"}
    removed = said(CAVOTOMY, infrarenal_ivc="outcome: removed")
    found = sheets([
        (removed, said(CT, right_atrium="tumour", **ivc)),
        (removed, said(DOPPLER, right_atrium="tumour", **ivc)),
    ]).extent_now  # fmt: skip
    assert found.continuity.to_list() == ["gap", "cannot-tell"]


# --- what follows -----------------------------------------------------------------------------------------------------


def extents(involved: Iterable[str] = (), sets: Iterable[str] = (), **masks: Iterable[str]) -> Extents:
    """One timeline with these masks, the open sets by name."""
    fields = ("clear", "removed", "not_reached", "not_reported", "conflicting", "strongly_clear", "reported_continuous")
    given = {field: _one(masks.get(field, ())) for field in (*fields, "after_removal", "untold")}
    listed = np.array([segment_bits(members(name)) for name in sets], dtype=np.int64)
    whose = np.zeros(len(listed), dtype=np.int64)
    return Extents(involved=_one(involved), sets=OpenSets(whose, listed, whose.astype(np.bool_), 1), **given)


def _one(names: Iterable[str]) -> NDArray[np.int64]:
    return np.array([segment_bits(names)], dtype=np.int64)


def test_a_set_passes_as_a_whole() -> None:
    """A set passes what lies below all its members; one of its members passes nothing."""
    assert named(int(extents(["infrarenal-ivc"], ["right-heart-unspecified"]).front[0])) == {
        "right-atrium",
        "right-ventricle",
    }
    assert named(int(extents(["right-atrium"], ["ivc-unspecified"]).front[0])) == {"right-atrium"}
    whole = {*members("ivc-unspecified")}
    assert named(int(extents(sets=["ivc-unspecified"]).front[0])) == whole
    above = "ivc-above-renal-veins-unspecified"
    assert named(int(extents(["left-renal-vein", "left-uterine-vein"], [above]).front[0])) == {*members(above)}


@pytest.mark.parametrize(
    ("given", "sides"),
    [
        (extents(["left-uterine-vein"]), YES),
        (extents(sets=["uterine-vein-unspecified"]), YES),
        (extents(sets=["left-pelvic-veins-unspecified"]), UNKNOWN),
        (extents(clear=["left-uterine-vein"], removed=["right-uterine-vein"]), NO),
        (extents(clear=["left-uterine-vein"], not_reached=["right-uterine-vein"]), NO),
        (extents(clear=["left-uterine-vein"], conflicting=["right-uterine-vein"]), UNKNOWN),
        (extents(PLEXUS), UNKNOWN),
    ],
)
def test_involvement(given: Extents, sides: int) -> None:
    """Yes with tumour in one or in a set of them, no when each is free, otherwise unknown."""
    assert given.involves(UTERINE).tolist() == [sides]
    assert given.involves((*UTERINE, *UTERINE)).tolist() == [sides]


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (extents(), "none"),
        (extents(untold=["left-uterine-vein"]), "cannot-tell"),
        (extents(["right-uterine-vein"], untold=["left-uterine-vein"]), "continuous"),
        (extents(["other"]), "cannot-tell"),
        (extents(["other"], reported_continuous=["other"]), "cannot-tell"),
        (extents(["left-renal-vein"]), "cannot-tell"),
        (extents(["left-renal-vein"], reported_continuous=["left-renal-vein"]), "continuous"),
        (extents(["left-renal-vein"], strongly_clear=["left-ovarian-vein-pelvic"]), "gap"),
        (extents(["left-renal-vein", "other"], strongly_clear=["left-ovarian-vein-pelvic"]), "gap"),
        (extents(["infrarenal-ivc"], strongly_clear=["left-common-iliac-vein"]), "cannot-tell"),
        (extents(["left-uterine-vein"], after_removal=["left-uterine-vein"]), "cannot-tell"),
        (extents(sets=["ivc-unspecified"]), "cannot-tell"),
        (extents(["right-atrium"], ["ivc-unspecified"], reported_continuous=["right-atrium"]), "continuous"),
    ],
)  # fmt: skip
def test_continuity(given: Extents, answer: str) -> None:
    """Traced by report or by a whole way of tumour; a gap when every way is surely clear somewhere; else not told."""
    assert given.continuity.to_list() == [answer]


def test_the_segments_ahead() -> None:
    """Ahead lies every segment up to the pulmonary arteries, at risk the next one; side branches are no route."""
    found = extents(["suprarenal-ivc"], not_reported=["retrohepatic-ivc"])
    beyond = {"suprahepatic-ivc", "right-atrium", "right-ventricle", "pulmonary-arteries"}
    assert named(int(found.at_risk[0])) == {"retrohepatic-ivc"}
    assert named(int(found.ahead[0])) == {"retrohepatic-ivc", *beyond}
    assert named(int(found.uncovered[0])) == beyond
    assert named(int(found.untold_now[0])) == {"retrohepatic-ivc"}


# --- ways through the tree, by listing them all -----------------------------------------------------------------------


def _random_masks(seed: int, share: float) -> list[set[str]]:
    draw = Random(seed)  # noqa: S311
    return [{name for name in SEGMENTS if draw.random() < share} for _ in range(400)]


def _bits(sets: Iterable[Iterable[str]]) -> NDArray[np.int64]:
    return np.array([segment_bits(names) for names in sets], dtype=np.int64)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.85])
def test_reached_is_some_whole_way(share: float) -> None:
    """A segment is reached through others when one of the listed ways to it lies wholly among them."""
    allowed = _random_masks(1, share)
    found = reached_through(_bits(allowed))
    expected = [{name for name in SEGMENTS if any(set(way) <= each for way in PATHS_BACK[name])} for each in allowed]
    assert [named(mask) for mask in found.tolist()] == expected


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_not_reached_is_no_open_way(share: float) -> None:
    """A segment is not reached when each of the listed ways to it passes a clear one: sources themselves never are."""
    clear = _random_masks(2, share)
    cut = np.zeros(len(clear), dtype=np.int64)
    sources_and_other = {name for name in SEGMENTS if not any(len(way) > 1 for way in PATHS_BACK[name])}
    may_be = [set(SEGMENTS) - each for each in clear]
    expected = [
        {
            name
            for name in may - sources_and_other
            if all(set(way[:-1]) & each for way in PATHS_BACK[name])
        }
        for each, may in zip(clear, may_be, strict=True)
    ]  # fmt: skip
    assert [named(mask) for mask in not_reached(_bits(clear), cut, _bits(may_be)).tolist()] == expected


def test_a_way_that_is_cut_is_closed() -> None:
    """The ways out of a set are those into other segments; inside the set nothing is cut."""
    names = np.array([NAMES.index("left-iliac-unspecified"), NAMES.index("left-ovarian-vein-pelvic")])
    cut = cut_above(names)
    assert [mask.bit_count() for mask in cut.tolist()] == [1, 1]
    clear, may_be = np.zeros(2, dtype=np.int64), _bits([SEGMENTS, SEGMENTS])
    found = not_reached(clear, cut, may_be).tolist()
    assert [named(mask) for mask in found] == [
        set(),
        {"left-ovarian-vein-abdominal", "left-renal-vein"},
    ]


def test_common_to_all_ways() -> None:
    """What all ways have in common, fewer ways where some are clear or pass by what the same study names."""
    ivc = segment_bits(["infrarenal-ivc"])
    uterine = segment_bits(["left-uterine-vein"])
    none, right = 0, segment_bits(["right-uterine-vein", "right-ovarian-vein-pelvic"])
    every = segment_bits(SEGMENTS)
    named_by_study = np.array([ivc, ivc, ivc, uterine, ivc, segment_bits(["left-renal-vein"])])
    found = common_to_ways(
        np.array([ivc] * 4 + [segment_bits(["other"])]),
        np.array([none, right, every, none, none]),
        named_by_study,
        np.array([0, 1, 1, 2, 4]),
    )
    left = {"left-internal-iliac-vein", "left-common-iliac-vein", "left-uterine-vein", "infrarenal-ivc"}
    assert [named(mask) for mask in found.tolist()] == [
        {"infrarenal-ivc"},
        left,
        {"infrarenal-ivc"},
        left,
        set(),
    ]


# --- the frame and the facts ------------------------------------------------------------------------------------------


def test_a_cohort_of_whom_nothing_is_known() -> None:
    """Timelines without an event, and no timeline at all, have an extent in which nothing is assessed."""
    case = _case((SEEN,))
    for pairs in ([(case, parse_point("day:-1", case))] * 2, []):
        found = sheets_of(pairs, {})
        assert found.extent.not_assessed.tolist() == [segment_bits(SEGMENTS)] * len(pairs)
        assert found.extent_now.continuity.to_list() == ["none"] * len(pairs)
        frame = pl.DataFrame(frame_columns(found))
        assert frame.height == len(pairs)
        assert frame.null_count().row(0) == (len(pairs),) * len(frame.columns)


def test_the_frame_keeps_the_order_of_sets() -> None:
    """Open sets stand in the order of their reports, in the row of their timeline."""
    frame = pl.DataFrame(
        frame_columns(
            sheets([
                (SEEN,),
                (said(CT, ivc_unspecified="tumour"), said(CT, iliac_unspecified="tumour")),
                (said(CT, iliac_unspecified="tumour"),),
            ])
        )
    )  # fmt: skip
    iliac, ivc = (segment_bits(members(f"{name}-unspecified")) for name in ("iliac", "ivc"))
    assert frame["ever.open-sets"].to_list() == [None, [ivc, iliac], [iliac]]
    assert frame["now.open-sets"].to_list() == frame["ever.open-sets"].to_list()
    assert frame["ever.infrarenal-ivc"].to_list() == [True, None, None]


OTHER_LESION = "{kind: pathology, diagnosis: [leiomyoma]}"
FREE_VEINS = said(CT, **{name.replace("-", "_"): "clear" for name in SEGMENTS if name != "other"})
FACTS: list[tuple[str, Events, set[str]]] = [
    ("pathology.excludes", (EXCLUDED,), {"yes"}),
    ("pathology.excludes", (EXCLUDED, OTHER_LESION), {"yes"}),
    ("pathology.excludes", (OTHER_LESION,), set()),
    ("pathology.excludes", ("{kind: pathology, diagnosis: [leiomyoma], index-lesion: no}",), {"no"}),
    ("pathology.excludes", ("{kind: pathology, diagnosis: [leiomyoma], biopsy: yes}",), {"no"}),
    ("pathology.excludes", ("{kind: pathology, diagnosis: [leiomyoma], vessels-contain-tumour: yes}",), {"no"}),
    ("pathology.excludes", ("{kind: pathology, diagnosis: [leiomyoma], intraluminal-smooth-muscle: yes}",), {"no"}),
    ("pathology.excludes", ("{kind: pathology, diagnosis: [ivl, leiomyoma]}",), {"no"}),
    ("pathology.excludes", ("{kind: pathology, specimen: [uterus]}",), {"no"}),
    ("vessels.outside-uterus", (SEEN,), {"yes"}),
    ("vessels.outside-uterus", (said(CT, right_atrium="tumour"),), set()),
    ("vessels.outside-uterus", (FREE_VEINS,), {"no"}),
    ("vessels.outside-uterus", (FREE_VEINS, "{kind: pathology, vessels-outside-uterus: yes}"), {"yes"}),
    ("vessels.outside-uterus", ("{kind: pathology, vessels-outside-uterus: no}",), {"no"}),
    ("vessels.outside-uterus", ("{kind: pathology, vessels-outside-uterus: no}", SEEN), {"yes"}),
    ("vessels.outside-uterus", ("{kind: pathology, vessels-outside-uterus: yes}", EXCLUDED), set()),
    ("vessels.outside-uterus", ("{kind: pathology, vessels-outside-uterus: no}", EXCLUDED), set()),
    ("extent.continuity", (FREE_VEINS,), {"none"}),
    ("extent.continuity", (said(CT, left_uterine_vein="clear"),), set()),
    ("extent.continuity", (said(CT, left_uterine_vein="tumour"),), {"continuous"}),
    ("extent.continuity", (SEEN,), set()),
    ("extent.continuity", (said(CT, left_renal_vein="tumour", left_ovarian_vein_pelvic="clear"),), {"gap"}),
    ("pathology.lung-smooth-muscle", ("{kind: pathology, specimen: [lung], diagnosis: [leiomyoma]}",), {"yes"}),
    ("pathology.lung-smooth-muscle", ("{kind: pathology, specimen: [lung], diagnosis: [thrombus]}",), {"no"}),
    ("pathology.lung-smooth-muscle", ("{kind: pathology, specimen: [lung]}",), set()),
    ("pathology.lung-smooth-muscle", ("{kind: pathology, specimen: [uterus], diagnosis: [ivl]}",), {"no"}),
    ("pathology.lung-smooth-muscle", ("{kind: pathology, specimen: [lung], diagnosis: [leiomyoma]}", EXCLUDED), {"no"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def facts() -> Sheets:
    """All stories of `FACTS`, side by side."""
    return sheets(events for _, events, _ in FACTS)


@pytest.mark.parametrize("place", range(len(FACTS)))
def test_facts_of_pathology_and_continuity(facts: Sheets, place: int) -> None:
    """Each fact takes each of its answers, and stays unknown where the record leaves it open."""
    fact, _, answer = FACTS[place]
    assert said_in_columns(facts, fact)[place] == answer


def test_every_answer_on_continuity_has_a_name() -> None:
    """The places of `CONTINUITY` are those that the extents give."""
    assert CONTINUITY == ("none", "continuous", "gap", "cannot-tell")
