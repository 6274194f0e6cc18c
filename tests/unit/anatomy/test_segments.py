"""The segments of the venous tree: identifiers, order, labels and codes."""

from __future__ import annotations

import re

import pytest

from cephalad.anatomy import REGIONS, ROUTES, SEGMENTS, Segment, segment
from cephalad.errors import UnknownName

PRINT_ORDER = """
left-uterine-vein left-pelvic-venous-plexus left-internal-iliac-vein left-external-iliac-vein
left-common-iliac-vein left-ovarian-vein-pelvic left-ovarian-vein-abdominal left-renal-vein
right-uterine-vein right-pelvic-venous-plexus right-internal-iliac-vein right-external-iliac-vein
right-common-iliac-vein right-ovarian-vein-pelvic right-ovarian-vein-abdominal right-renal-vein
infrarenal-ivc suprarenal-ivc retrohepatic-ivc suprahepatic-ivc hepatic-veins superior-vena-cava
right-atrium right-ventricle pulmonary-arteries other
"""

# clinical.md §10, Anatomy: name there, identifier there, segments here.
VERIFIED_CODES = {
    "UBERON:0001145": {f"{side}-ovarian-vein-{part}" for side in ("left", "right") for part in ("pelvic", "abdominal")},
    "UBERON:0001317": {"left-internal-iliac-vein", "right-internal-iliac-vein"},
    "UBERON:0001316": {"left-external-iliac-vein", "right-external-iliac-vein"},
    "UBERON:0001139": {"left-common-iliac-vein", "right-common-iliac-vein"},
    "UBERON:0001142": {"left-renal-vein"},
    "UBERON:0001141": {"right-renal-vein"},
    "UBERON:0001072": {"infrarenal-ivc", "suprarenal-ivc", "retrohepatic-ivc", "suprahepatic-ivc"},
    "UBERON:0001143": {"hepatic-veins"},
    "UBERON:0002078": {"right-atrium"},
    "UBERON:0002080": {"right-ventricle"},
    "UBERON:0002012": {"pulmonary-arteries"},
}
EVERY_SEGMENT = pytest.mark.parametrize("each", SEGMENTS.values(), ids=lambda each: each.id)


def test_segments_stand_in_the_print_order() -> None:
    """The identifiers are those of the contract, in its order."""
    assert list(SEGMENTS) == PRINT_ORDER.split()


@EVERY_SEGMENT
def test_a_segment_is_found_under_its_own_identifier(each: Segment) -> None:
    """The key of the mapping is the identifier of the segment."""
    assert SEGMENTS[each.id] is each
    assert segment(each.id) is each


@EVERY_SEGMENT
def test_the_side_stands_first_in_identifier_and_labels(each: Segment) -> None:
    """A paired segment says its side in the identifier and both labels; an unpaired one names no side."""
    sides = {"left": "左侧", "right": "右侧"}
    if each.side is None:
        assert not re.match("(left|right)-(?!atrium|ventricle)", each.id)
        assert not each.label_zh.startswith(tuple(sides.values()))
    else:
        assert each.id.startswith(f"{each.side}-")
        assert each.label_en.startswith(f"{each.side} ")
        assert each.label_zh.startswith(sides[each.side])


def test_every_paired_segment_has_its_twin_at_the_same_rank() -> None:
    """Left and right differ in side, label and the code of the renal veins only."""
    left = [each for each in SEGMENTS.values() if each.side == "left"]
    assert len(left) == 8
    for each in left:
        twin = SEGMENTS[each.id.replace("left", "right", 1)]
        assert (twin.side, twin.structure, twin.rank, twin.regions) == (
            "right",
            each.structure,
            each.rank,
            each.regions,
        )


def test_labels_are_unique_in_each_language() -> None:
    """No two segments share a name, so a printed line is never ambiguous."""
    assert len({each.label_en for each in SEGMENTS.values()}) == len(SEGMENTS)
    assert len({each.label_zh for each in SEGMENTS.values()}) == len(SEGMENTS)
    assert all(re.fullmatch("[\u4e00-\u9fff]+", each.label_zh) for each in SEGMENTS.values())


def test_only_verified_codes_are_given() -> None:
    """Every code is one verified in clinical.md §10, on the segments of that structure; all others have none."""
    given: dict[str, set[str]] = {}
    for each in SEGMENTS.values():
        if each.code is not None:
            given.setdefault(each.code, set()).add(each.id)
    assert given == VERIFIED_CODES


def test_the_uterine_vein_has_no_code() -> None:
    """The identifier that circulates for the uterine vein is that of the inferior vesical vein (clinical.md §10)."""
    assert SEGMENTS["left-uterine-vein"].code is None
    assert "UBERON:0001318" not in {each.code for each in SEGMENTS.values()}


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_rank_rises_along_every_route(route: tuple[str, ...]) -> None:
    """Each step of a route leads nearer to the lung (S8)."""
    ranks = [SEGMENTS[name].rank for name in route]
    assert ranks == sorted(set(ranks))


def test_the_plexus_lies_below_the_uterine_vein_and_other_has_no_place() -> None:
    """The downward way loses rank; `other` stands at 0 and nothing else does."""
    assert SEGMENTS["left-pelvic-venous-plexus"].rank < SEGMENTS["left-uterine-vein"].rank
    assert [name for name, each in SEGMENTS.items() if each.rank == 0] == ["other"]


def test_rank_puts_the_levels_of_stages_in_order() -> None:
    """Pelvis, abdomen below the renal veins, renal veins, above them: the cuts of Ma's stages (clinical.md §2.1)."""
    rank = {name: each.rank for name, each in SEGMENTS.items()}
    assert rank["left-common-iliac-vein"] < rank["left-ovarian-vein-abdominal"] < rank["infrarenal-ivc"]
    assert rank["infrarenal-ivc"] < rank["left-renal-vein"] < rank["suprarenal-ivc"] < rank["right-atrium"]
    assert rank["right-atrium"] < rank["right-ventricle"] < rank["pulmonary-arteries"] == max(rank.values())


@EVERY_SEGMENT
def test_the_regions_of_a_segment_exist(each: Segment) -> None:
    """A region tag is a region of a study, written once."""
    assert set(each.regions) <= set(REGIONS)
    assert len(set(each.regions)) == len(each.regions)


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("left-ovarian-vein-pelvis", "left-ovarian-vein-pelvic"),
        ("infra-renal-ivc", "infrarenal-ivc"),
        ("rightatrium", "right-atrium"),
        ("right-heart-unspecified", ""),
        ("", ""),
    ],
)
def test_an_unknown_segment_names_the_nearest(wrong: str, nearest: str) -> None:
    """What is not one segment, a set included, is refused with a known name to write instead."""
    with pytest.raises(UnknownName, match=r"^segment: must name one segment, got ") as caught:
        segment(wrong)
    remedy = re.search(r"write (\S+) \[ANAT-01\]$", str(caught.value))
    assert remedy is not None
    assert remedy[1] in SEGMENTS
    assert nearest in ("", remedy[1])


def test_segments_cannot_be_changed() -> None:
    """The mapping and its values are constants."""
    with pytest.raises(TypeError):
        SEGMENTS["other"] = SEGMENTS["right-atrium"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        SEGMENTS["other"].rank = 1  # type: ignore[misc]
