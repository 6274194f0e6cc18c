"""The segments of the venous tree, each once, in the order in which they are printed.

A segment is the smallest stretch of vein or heart that a finding can speak about. Identifiers name the side first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Literal

from cephalad.errors import UnknownName

__all__ = ["SEGMENTS", "Segment", "Side", "segment", "unknown_name"]

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of vein, or one chamber of the heart, that tumour can occupy.

    Attributes
    ----------
    id : stable identifier, side first, for example ``left-ovarian-vein-pelvic``
    structure : the anatomical structure of which it is a side or a level, for example ``ovarian-vein``
    side : ``left`` or ``right``; None for what is not paired
    label_en : English name
    label_zh : Simplified Chinese name
    code : Uberon identifier of the structure (for the renal veins, of the vein of that side); it does not tell
        the level, nor elsewhere the side. None where no identifier has been verified.
    rank : place on the way to the head, counted from 1; equal on both sides. It rises strictly along each of the
        four routes and is an order, not a distance. 0 for ``other``, which has no place.
    regions : the regions of a study that take the segment in (see `cephalad.anatomy.coverage`)

    References
    ----------
    Uberon identifiers: evidence/clinical.md §10, Anatomy
    """

    id: str
    structure: str
    side: Side | None
    label_en: str
    label_zh: str
    code: str | None
    rank: int
    regions: tuple[str, ...]


# Written without a side; `_on_side` makes the two segments of each pair.
# The uterine vein has no code: the identifier in circulation for it belongs to the inferior vesical vein.
_PAIRED = (
    Segment("uterine-vein", "uterine-vein", None, "uterine vein", "子宫静脉", None, 2, ("pelvis",)),
    Segment(
        "pelvic-venous-plexus", "pelvic-venous-plexus", None,
        "pelvic venous plexus", "盆腔静脉丛", None, 1, ("pelvis",),
    ),
    Segment(
        "internal-iliac-vein", "internal-iliac-vein", None,
        "internal iliac vein", "髂内静脉", "UBERON:0001317", 3, ("pelvis",),
    ),
    Segment(
        "external-iliac-vein", "external-iliac-vein", None,
        "external iliac vein", "髂外静脉", "UBERON:0001316", 3, ("pelvis", "iliac-and-caval"),
    ),
    Segment(
        "common-iliac-vein", "common-iliac-vein", None,
        "common iliac vein", "髂总静脉", "UBERON:0001139", 4, ("pelvis", "abdomen", "iliac-and-caval"),
    ),
    Segment(
        "ovarian-vein-pelvic", "ovarian-vein", None,
        "ovarian vein, pelvic part", "卵巢静脉盆段", "UBERON:0001145", 2, ("pelvis",),
    ),
    Segment(
        "ovarian-vein-abdominal", "ovarian-vein", None,
        "ovarian vein, abdominal part", "卵巢静脉腹段", "UBERON:0001145", 5, ("abdomen",),
    ),
    Segment("renal-vein", "renal-vein", None, "renal vein", "肾静脉", None, 7, ("abdomen", "kidneys")),
)  # fmt: skip

_UNPAIRED = (
    Segment(
        "infrarenal-ivc", "inferior-vena-cava", None, "inferior vena cava below the renal veins",
        "下腔静脉肾下段", "UBERON:0001072", 6, ("abdomen", "iliac-and-caval"),
    ),
    Segment(
        "suprarenal-ivc", "inferior-vena-cava", None, "inferior vena cava from the renal veins to the liver",
        "下腔静脉肾上段", "UBERON:0001072", 8, ("abdomen", "iliac-and-caval"),
    ),
    Segment(
        "retrohepatic-ivc", "inferior-vena-cava", None, "inferior vena cava behind the liver",
        "下腔静脉肝后段", "UBERON:0001072", 9, ("abdomen",),
    ),
    Segment(
        "suprahepatic-ivc", "inferior-vena-cava", None, "inferior vena cava above the hepatic veins",
        "下腔静脉肝上段", "UBERON:0001072", 11, ("abdomen", "heart", "chest"),
    ),
    Segment(
        "hepatic-veins", "hepatic-vein", None, "hepatic veins", "肝静脉", "UBERON:0001143", 10, ("abdomen",),
    ),
    Segment(
        "superior-vena-cava", "superior-vena-cava", None,
        "superior vena cava", "上腔静脉", None, 13, ("chest",),
    ),
    Segment(
        "right-atrium", "right-atrium", None,
        "right atrium", "右心房", "UBERON:0002078", 12, ("heart", "chest"),
    ),
    Segment(
        "right-ventricle", "right-ventricle", None,
        "right ventricle", "右心室", "UBERON:0002080", 14, ("heart", "chest"),
    ),
    Segment(
        "pulmonary-arteries", "pulmonary-artery", None,
        "pulmonary arteries", "肺动脉", "UBERON:0002012", 15, ("heart", "chest"),
    ),
    Segment("other", "other", None, "other vein", "其他静脉", None, 0, ()),
)  # fmt: skip

_SIDE_ZH: Mapping[Side, str] = {"left": "左侧", "right": "右侧"}
# The only paired structure for which identifiers of each side have been verified.
_SIDED_CODE = {"left-renal-vein": "UBERON:0001142", "right-renal-vein": "UBERON:0001141"}


def _on_side(template: Segment, side: Side) -> Segment:
    name = f"{side}-{template.id}"
    return replace(
        template,
        id=name,
        side=side,
        label_en=f"{side} {template.label_en}",
        label_zh=f"{_SIDE_ZH[side]}{template.label_zh}",
        code=_SIDED_CODE.get(name, template.code),
    )


def _all_segments() -> tuple[Segment, ...]:
    left = tuple(_on_side(template, "left") for template in _PAIRED)
    right = tuple(_on_side(template, "right") for template in _PAIRED)
    return left + right + _UNPAIRED


SEGMENTS: Mapping[str, Segment] = MappingProxyType({each.id: each for each in _all_segments()})
"""Every segment by its identifier; the order is the print order: left, right, then the unpaired toward the head."""


def unknown_name(place: str, rule: str, name: str, known: Mapping[str, object], code: str) -> UnknownName:
    """The error for a name that is not among the known ones, with the nearest of them as remedy."""
    nearest = get_close_matches(name, known, n=1, cutoff=0.0)
    return UnknownName(f"{place}: {rule}, got {name}; write {nearest[0]} [{code}]")


def segment(name: str) -> Segment:
    """The segment of that identifier.

    Raises
    ------
    UnknownName : for anything that is not one segment, a segment set included; names the nearest segment

    Examples
    --------
    >>> segment("left-renal-vein").code
    'UBERON:0001142'
    """
    try:
        return SEGMENTS[name]
    except KeyError:
        raise unknown_name("segment", "must name one segment", name, SEGMENTS, "ANAT-01") from None
