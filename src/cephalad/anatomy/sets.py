"""Segment sets, for reports that leave the side, the level or the member open, and segment groups, for rules.

A set is something a finding may name: tumour in a set is tumour in at least one member, nobody knows which. A report
about *both* veins of a pair names two segments, not a set. A group is never named by a finding; it only saves a rule
from listing its segments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from cephalad.anatomy.segments import SEGMENTS, unknown_name
from cephalad.errors import InvalidArgument

__all__ = [
    "ABDOMINAL",
    "CAVAL_AND_CARDIAC",
    "EXTRA_UTERINE_VESSELS",
    "HEART",
    "HEART_AND_PULMONARY",
    "ILIAC",
    "IVC",
    "LARGE_VEINS",
    "OVARIAN",
    "PELVIC",
    "PLEXUS",
    "RENAL",
    "SEGMENT_SETS",
    "SUPRARENAL_AND_ABOVE",
    "UTERINE",
    "Language",
    "SegmentSet",
    "label",
    "members",
]

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class SegmentSet:
    """What a report names when it leaves the side, the level or the member open.

    Attributes
    ----------
    id : stable identifier, ending in ``-unspecified``
    members : the segments that may be meant, at least two, in print order
    label_en : English name, saying what is not stated
    label_zh : Simplified Chinese name, saying the same
    """

    id: str
    members: tuple[str, ...]
    label_en: str
    label_zh: str


def _of(*structures: str) -> tuple[str, ...]:
    """All segments of these structures, in print order."""
    return tuple(name for name, each in SEGMENTS.items() if each.structure in structures)


def _joined(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """All segments of these groups, each once, in print order."""
    wanted = {name for group in groups for name in group}
    return tuple(name for name in SEGMENTS if name in wanted)


def _side(side: str, group: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in group if SEGMENTS[name].side == side)


UTERINE = _of("uterine-vein")
"""The uterine veins, outside the uterine contour, of both sides."""

PLEXUS = _of("pelvic-venous-plexus")
"""The venous plexus of the pelvic floor, both sides: downward extension (clinical.md §1.1 R8)."""

ILIAC = _of("internal-iliac-vein", "external-iliac-vein", "common-iliac-vein")
"""Internal, external and common iliac veins of both sides."""

OVARIAN = _of("ovarian-vein")
"""Pelvic and abdominal parts of both ovarian veins."""

RENAL = _of("renal-vein")
"""Both renal veins."""

IVC = _of("inferior-vena-cava")
"""The four levels of the inferior vena cava."""

HEART = ("right-atrium", "right-ventricle")
"""The chambers of the right heart."""

HEART_AND_PULMONARY = (*HEART, "pulmonary-arteries")
"""Right atrium, right ventricle and pulmonary arteries (S13)."""

CAVAL_AND_CARDIAC = _joined(IVC, ("superior-vena-cava",), HEART_AND_PULMONARY)
"""Either vena cava, the right heart and the pulmonary arteries (S13, S93).

The superior vena cava and the pulmonary arteries are reached through the heart only, so they count with it (D).
"""

PELVIC = _joined(UTERINE, PLEXUS, ILIAC, ("left-ovarian-vein-pelvic", "right-ovarian-vein-pelvic"))
"""Everything inside the pelvic cavity (clinical.md §2.1, Ma stage I)."""

ABDOMINAL = ("left-ovarian-vein-abdominal", "right-ovarian-vein-abdominal", "infrarenal-ivc")
"""Above the pelvis and below the renal veins (clinical.md §2.1, Ma stage II)."""

SUPRARENAL_AND_ABOVE = tuple(name for name, each in SEGMENTS.items() if each.rank >= SEGMENTS["suprarenal-ivc"].rank)
"""From the inferior vena cava at the renal veins to the pulmonary arteries, side branches included."""

LARGE_VEINS = _joined(ILIAC, OVARIAN, RENAL, ABDOMINAL, SUPRARENAL_AND_ABOVE)
"""Iliac or ovarian ("genital") vein and everything nearer the heart (clinical.md §2.1, Peking Union 2024)."""

EXTRA_UTERINE_VESSELS = tuple(name for name in SEGMENTS if name not in HEART_AND_PULMONARY and name != "other")
"""Every named vein outside the uterine contour, the uterine veins included (S89, reading 26).

`other` is left out because no study can show it clear: with it the group would never be known free of tumour.
"""

_ALL_PELVIC_VEINS = _joined(
    UTERINE, PLEXUS, _of("internal-iliac-vein"), ("left-ovarian-vein-pelvic", "right-ovarian-vein-pelvic")
)
_SIDES = (("left", "左侧"), ("right", "右侧"))


def _sided_sets() -> tuple[SegmentSet, ...]:
    """The sets of one side: the report gives the side and leaves the level or the member open."""
    kinds = (
        ("iliac", ILIAC, "iliac vein, which one not stated", "髂静脉（未注明具体分支）"),
        ("ovarian-vein", OVARIAN, "ovarian vein, level not stated", "卵巢静脉（未注明节段）"),
        ("pelvic-veins", _ALL_PELVIC_VEINS, "pelvic veins, which one not stated", "盆腔静脉（未注明具体静脉）"),
    )
    return tuple(
        SegmentSet(f"{side}-{kind}-unspecified", _side(side, group), f"{side} {label_en}", f"{side_zh}{label_zh}")
        for kind, group, label_en, label_zh in kinds
        for side, side_zh in _SIDES
    )


def _sets_of_either_side() -> tuple[SegmentSet, ...]:
    """The sets in which the side is open."""
    return (
        SegmentSet("uterine-vein-unspecified", UTERINE, "uterine vein, side not stated", "子宫静脉（未注明侧别）"),
        SegmentSet(
            "pelvic-venous-plexus-unspecified",
            PLEXUS,
            "pelvic venous plexus, side not stated",
            "盆腔静脉丛（未注明侧别）",
        ),
        SegmentSet(
            "internal-iliac-unspecified",
            _of("internal-iliac-vein"),
            "internal iliac vein, side not stated",
            "髂内静脉（未注明侧别）",
        ),
        SegmentSet(
            "external-iliac-unspecified",
            _of("external-iliac-vein"),
            "external iliac vein, side not stated",
            "髂外静脉（未注明侧别）",
        ),
        SegmentSet(
            "common-iliac-unspecified",
            _of("common-iliac-vein"),
            "common iliac vein, side not stated",
            "髂总静脉（未注明侧别）",
        ),
        SegmentSet(
            "iliac-unspecified",
            ILIAC,
            "iliac vein, side and which one not stated",
            "髂静脉（未注明侧别及具体分支）",
        ),
        SegmentSet(
            "ovarian-vein-unspecified",
            OVARIAN,
            "ovarian vein, side and level not stated",
            "卵巢静脉（未注明侧别及节段）",
        ),
        SegmentSet(
            "pelvic-veins-unspecified",
            _ALL_PELVIC_VEINS,
            "pelvic veins, side and which one not stated",
            "盆腔静脉（未注明侧别及具体静脉）",
        ),
        SegmentSet("renal-vein-unspecified", RENAL, "renal vein, side not stated", "肾静脉（未注明侧别）"),
    )


def _unpaired_sets() -> tuple[SegmentSet, ...]:
    """The sets in which the level of the vena cava or the chamber of the heart is open."""
    return (
        SegmentSet("ivc-unspecified", IVC, "inferior vena cava, level not stated", "下腔静脉（未注明节段）"),
        SegmentSet(
            "ivc-above-renal-veins-unspecified",
            ("suprarenal-ivc", "retrohepatic-ivc", "suprahepatic-ivc"),
            "inferior vena cava above the renal veins, level not stated",
            "肾静脉以上下腔静脉（未注明节段）",
        ),
        SegmentSet("right-heart-unspecified", HEART, "right heart, chamber not stated", "右心（未注明心腔）"),
        SegmentSet(
            "ivc-or-right-heart-unspecified",
            _joined(IVC, HEART),
            "inferior vena cava or right heart, level or chamber not stated",
            "下腔静脉或右心（未注明节段或心腔）",
        ),
    )


SEGMENT_SETS: Mapping[str, SegmentSet] = MappingProxyType(
    {each.id: each for each in (*_sided_sets(), *_sets_of_either_side(), *_unpaired_sets())}
)
"""Every segment set by its identifier."""

_NAMES: Mapping[str, object] = MappingProxyType({**SEGMENTS, **SEGMENT_SETS})


def members(name: str) -> tuple[str, ...]:
    """The segments that a finding under this name may speak about, in print order; a segment is its own member.

    Raises
    ------
    UnknownName : for a name that is neither segment nor segment set; names the nearest known one

    Examples
    --------
    >>> members("right-heart-unspecified")
    ('right-atrium', 'right-ventricle')
    >>> members("left-renal-vein")
    ('left-renal-vein',)
    """
    if name in SEGMENTS:
        return (name,)
    if name in SEGMENT_SETS:
        return SEGMENT_SETS[name].members
    raise unknown_name("segment", "must name a segment or a segment set", name, _NAMES, "ANAT-02")


def label(name: str, lang: Language) -> str:
    """The name of a segment or segment set for a reader, in English or Simplified Chinese.

    Raises
    ------
    UnknownName : for a name that is neither segment nor segment set; names the nearest known one
    InvalidArgument : for another language than ``en`` and ``zh``

    Examples
    --------
    >>> label("left-ovarian-vein-unspecified", "en")
    'left ovarian vein, level not stated'
    """
    if lang not in ("en", "zh"):
        raise InvalidArgument(f"lang: must be a language of the labels, got {lang}; write en or zh [ANAT-03]")
    members(name)
    named = SEGMENTS[name] if name in SEGMENTS else SEGMENT_SETS[name]
    return named.label_en if lang == "en" else named.label_zh
