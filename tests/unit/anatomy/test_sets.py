"""Segment sets that a finding may name, and segment groups that rules read."""

from __future__ import annotations

import re

import pytest

from cephalad import anatomy
from cephalad.anatomy import SEGMENT_SETS, SEGMENTS, Segment, SegmentSet, label, members
from cephalad.errors import InvalidArgument, UnknownName


def both(*names: str) -> set[str]:
    """The segments of these names on both sides."""
    return {f"{side}-{name}" for side in ("left", "right") for name in names}


ILIAC = ("internal-iliac-vein", "external-iliac-vein", "common-iliac-vein")
OVARIAN = ("ovarian-vein-pelvic", "ovarian-vein-abdominal")
PELVIC_VEINS = ("uterine-vein", "pelvic-venous-plexus", "internal-iliac-vein", "ovarian-vein-pelvic")
CAVA = {"infrarenal-ivc", "suprarenal-ivc", "retrohepatic-ivc", "suprahepatic-ivc"}
HEART = {"right-atrium", "right-ventricle"}

SETS = {
    **{f"{side}-iliac-unspecified": {f"{side}-{name}" for name in ILIAC} for side in ("left", "right")},
    **{f"{side}-ovarian-vein-unspecified": {f"{side}-{name}" for name in OVARIAN} for side in ("left", "right")},
    **{f"{side}-pelvic-veins-unspecified": {f"{side}-{name}" for name in PELVIC_VEINS} for side in ("left", "right")},
    "uterine-vein-unspecified": both("uterine-vein"),
    "pelvic-venous-plexus-unspecified": both("pelvic-venous-plexus"),
    "internal-iliac-unspecified": both("internal-iliac-vein"),
    "external-iliac-unspecified": both("external-iliac-vein"),
    "common-iliac-unspecified": both("common-iliac-vein"),
    "iliac-unspecified": both(*ILIAC),
    "ovarian-vein-unspecified": both(*OVARIAN),
    "pelvic-veins-unspecified": both(*PELVIC_VEINS),
    "renal-vein-unspecified": both("renal-vein"),
    "ivc-unspecified": CAVA,
    "ivc-above-renal-veins-unspecified": CAVA - {"infrarenal-ivc"},
    "right-heart-unspecified": HEART,
    "ivc-or-right-heart-unspecified": CAVA | HEART,
}

GROUPS = {
    "UTERINE": both("uterine-vein"),
    "PLEXUS": both("pelvic-venous-plexus"),
    "ILIAC": both(*ILIAC),
    "OVARIAN": both(*OVARIAN),
    "RENAL": both("renal-vein"),
    "IVC": CAVA,
    "HEART": HEART,
    "HEART_AND_PULMONARY": HEART | {"pulmonary-arteries"},
    "CAVAL_AND_CARDIAC": CAVA | HEART | {"superior-vena-cava", "pulmonary-arteries"},
    "PELVIC": both("uterine-vein", "pelvic-venous-plexus", *ILIAC, "ovarian-vein-pelvic"),
    "ABDOMINAL": both("ovarian-vein-abdominal") | {"infrarenal-ivc"},
    "SUPRARENAL_AND_ABOVE": (CAVA - {"infrarenal-ivc"})
    | HEART
    | {"hepatic-veins", "superior-vena-cava", "pulmonary-arteries"},
    "LARGE_VEINS": set(SEGMENTS) - both("uterine-vein", "pelvic-venous-plexus") - {"other"},
    "EXTRA_UTERINE_VESSELS": set(SEGMENTS) - HEART - {"pulmonary-arteries", "other"},
}
PRINT_ORDER = list(SEGMENTS)
EVERY_SET = pytest.mark.parametrize("each", SEGMENT_SETS.values(), ids=lambda each: each.id)


def test_exactly_these_sets_can_be_named() -> None:
    """Each set has the members that its name leaves open, and no set is missing or extra."""
    assert {name: set(each.members) for name, each in SEGMENT_SETS.items()} == SETS


@EVERY_SET
def test_a_set_has_at_least_two_members_in_print_order(each: SegmentSet) -> None:
    """With one member nothing would be unspecified."""
    assert SEGMENT_SETS[each.id] is each
    assert len(each.members) >= 2
    assert list(each.members) == [name for name in PRINT_ORDER if name in each.members]
    assert each.id.endswith("-unspecified")
    assert each.id not in SEGMENTS


@EVERY_SET
def test_the_label_of_a_set_says_what_is_not_stated(each: SegmentSet) -> None:
    """A reader sees that side, level or member is open, in both languages."""
    assert each.label_en.endswith("not stated")
    assert re.search("（未注明.+）$", each.label_zh)


def test_the_label_of_a_set_leaves_the_side_open_exactly_when_both_sides_are_meant() -> None:
    """`side not stated` (侧别) stands on the sets that hold both sides, and on no other."""
    for each in SEGMENT_SETS.values():
        open_side = {SEGMENTS[name].side for name in each.members} == {"left", "right"}
        assert ("侧别" in each.label_zh) is open_side
        assert (", side" in each.label_en) is open_side


def test_no_two_names_share_a_label() -> None:
    """Segments and sets together are unambiguous in each language."""
    named: list[Segment | SegmentSet] = [*SEGMENTS.values(), *SEGMENT_SETS.values()]
    assert len({each.label_en for each in named}) == len(named)
    assert len({each.label_zh for each in named}) == len(named)


@pytest.mark.parametrize("name", SEGMENTS)
def test_a_segment_is_its_own_member(name: str) -> None:
    """Rules can ask for members without asking first whether a segment or a set was named."""
    assert members(name) == (name,)


@EVERY_SET
def test_members_of_a_set(each: SegmentSet) -> None:
    """The members of a set are those that its definition lists."""
    assert members(each.id) == each.members


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [
        ("ivc-unspecifed", "ivc-unspecified"),
        ("left-illiac-unspecified", "left-iliac-unspecified"),
        ("left-renal-veins", "left-renal-vein"),
    ],
)
def test_an_unknown_name_names_the_nearest(wrong: str, nearest: str) -> None:
    """A misspelt segment or set is refused with the name that was probably meant."""
    with pytest.raises(UnknownName, match=rf"got {wrong}; write {nearest} \[ANAT-02\]$"):
        members(wrong)
    with pytest.raises(UnknownName, match=rf"write {nearest} "):
        label(wrong, "en")


@pytest.mark.parametrize("group", GROUPS)
def test_groups_hold_the_segments_their_source_names(group: str) -> None:
    """Each group equals the list written by hand from clinical.md §2.1 and the S-list, in print order, once each."""
    found: tuple[str, ...] = getattr(anatomy, group)
    assert set(found) == GROUPS[group]
    assert list(found) == [name for name in PRINT_ORDER if name in found]


def test_the_levels_of_stages_share_no_segment_and_leave_none_out() -> None:
    """Pelvic, abdominal, renal and above are a partition: every stage reads each segment exactly once."""
    levels = [*anatomy.PELVIC, *anatomy.ABDOMINAL, *anatomy.RENAL, *anatomy.SUPRARENAL_AND_ABOVE, "other"]
    assert sorted(levels) == sorted(SEGMENTS)


def test_confined_and_large_vein_are_complements() -> None:
    """Peking Union 2024: what is no large vein is a para-uterine vessel (clinical.md §2.1 no. 5)."""
    assert set(SEGMENTS) - set(anatomy.LARGE_VEINS) - {"other"} == {*anatomy.UTERINE, *anatomy.PLEXUS}


def test_label_speaks_both_languages_for_segments_and_sets() -> None:
    """One call names whatever a finding names."""
    assert label("left-ovarian-vein-pelvic", "en") == "left ovarian vein, pelvic part"
    assert label("left-ovarian-vein-pelvic", "zh") == "左侧卵巢静脉盆段"
    assert label("ivc-unspecified", "en") == "inferior vena cava, level not stated"
    assert label("right-iliac-unspecified", "zh") == "右侧髂静脉（未注明具体分支）"


def test_label_refuses_another_language() -> None:
    """A missing catalogue is an error, never a silent English."""
    with pytest.raises(InvalidArgument, match=r"^lang: .* got fr; write en or zh \[ANAT-03\]$"):
        label("right-atrium", "fr")  # type: ignore[arg-type]


def test_sets_cannot_be_changed() -> None:
    """The mapping and its values are constants."""
    with pytest.raises(TypeError):
        SEGMENT_SETS["x"] = SEGMENT_SETS["ivc-unspecified"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        SEGMENT_SETS["ivc-unspecified"].members = ()  # type: ignore[misc]
