"""Which study can speak about which segment, and which negative shows a segment clear.

A study covers the segments of its stated regions. Whether its negative clears one of them depends on the modality, on
contrast, and on whether the report names the segment itself or only a set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from cephalad.anatomy.segments import SEGMENTS, unknown_name
from cephalad.anatomy.segments import segment as one_segment
from cephalad.anatomy.sets import HEART, HEART_AND_PULMONARY, members
from cephalad.errors import InvalidArgument

__all__ = ["EXPLORATION", "MODALITIES", "REGIONS", "Contrast", "Naming", "cleared_by", "clears", "covered"]

Contrast = Literal["yes", "no"]
Naming = Literal["segment", "set"]

EXPLORATION = "exploration"
"""The modality of looking and palpating at operation."""

_CONTRAST_IMAGING = ("ct", "mr", "venography")
_ULTRASOUND = ("ultrasound", "doppler", "contrast-ultrasound")
_ECHOCARDIOGRAPHY = "echocardiography"
_NEVER_CLEARING = ("pet", "radiograph", "scintigraphy", "catheterisation")

MODALITIES: tuple[str, ...] = (
    *_ULTRASOUND,
    *_CONTRAST_IMAGING,
    _ECHOCARDIOGRAPHY,
    *_NEVER_CLEARING,
    EXPLORATION,
)
"""Every modality that `clears` judges: those of an imaging study, and operative exploration."""

_ECHOCARDIOGRAPHY_NAMED = (*HEART_AND_PULMONARY, "suprahepatic-ivc")

_REGION_NAMES = ("pelvis", "abdomen", "kidneys", "iliac-and-caval", "legs", "heart", "chest")

REGIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {region: tuple(name for name, each in SEGMENTS.items() if region in each.regions) for region in _REGION_NAMES}
)
"""The segments that a study of each region covers, in print order.

- *kidneys* is the two renal veins only: coverage that is not stated is not assumed (D).
- *iliac-and-caval* is the Doppler of "iliac veins and inferior vena cava": the internal iliac veins and the
  retrohepatic and suprahepatic vena cava are seen by it only when the report names them (pathway, Veins).
- *legs* holds no segment: no route from the uterus leads there.
"""


def covered(regions: Iterable[str]) -> tuple[str, ...]:
    """The segments that a study of these regions covers, each once, in print order.

    No region stated covers nothing: coverage that is not stated is not assumed (D).

    Raises
    ------
    UnknownName : for a region that is not in `REGIONS`; names the nearest one

    Examples
    --------
    >>> covered(["kidneys", "legs"])
    ('left-renal-vein', 'right-renal-vein')
    """
    reached: set[str] = set()
    for region in regions:
        if region not in REGIONS:
            raise unknown_name("regions", "must name a region of a study", region, REGIONS, "ANAT-04")
        reached.update(REGIONS[region])
    return tuple(name for name in SEGMENTS if name in reached)


def _check(modality: str, contrast: str | None, named: str) -> None:
    if modality not in MODALITIES:
        known = dict.fromkeys(MODALITIES)
        raise unknown_name("modality", "must name a modality", modality, known, "ANAT-05")
    if contrast not in ("yes", "no", None):
        raise InvalidArgument(f"contrast: must be known or left out, got {contrast}; write yes, no or None [ANAT-06]")
    if named not in ("segment", "set"):
        raise InvalidArgument(
            f"named: must tell how the report names the vein, got {named}; write segment or set [ANAT-07]"
        )


def clears(*, modality: str, contrast: Contrast | None, segment: str, named: Naming) -> bool:
    """Whether a negative of this study shows the segment clear.

    ====================================  ==========================  ==============================================
    modality                              the report names            shown clear
    ====================================  ==========================  ==============================================
    CT, MR, venography with contrast      the segment, or a set       each named segment, each covered member [1]
    the same, plain or contrast unknown   either                      nothing (D)
    ultrasound, Doppler, contrast US      the segment itself          that segment [1, 2]
    ultrasound, Doppler, contrast US      a set                       nothing; the finding is shown (D) [1]
    echocardiography                      the segment itself          heart, pulmonary arteries, suprahepatic IVC (D)
    echocardiography                      a set                       right atrium and right ventricle (D)
    PET, radiograph, scintigraphy,        either                      nothing (D)
    catheterisation
    exploration at operation              the segment, or a set       each named segment, each member [1]
    ====================================  ==========================  ==============================================

    `other` is never shown clear: it stands for many veins, and a negative about one says nothing of the rest (D).

    Parameters
    ----------
    modality : one of `MODALITIES`
    contrast : None when unknown, which never clears where contrast is needed
    segment : one segment; for a set, ask for each of its members
    named : whether the report names this segment, or a set of which it is a member. For contrast imaging the caller
        asks only for members that the study covers; `cleared_by` does so.

    Raises
    ------
    UnknownName : for a name that is not one segment, or no modality
    InvalidArgument : for another `contrast` or `named`

    References
    ----------
    [1] pathway, Veins: a negative without level or member clears, by contrast cross-sectional imaging or exploration,
    every member covered, and by ultrasound none. [2] pathway, Veins: the internal iliac veins and the retrohepatic
    and suprahepatic vena cava are cleared by ultrasound only when named; so is every other segment.
    """
    _check(modality, contrast, named)
    if one_segment(segment).id == "other":
        return False
    if modality in _CONTRAST_IMAGING:
        return contrast == "yes"
    if modality == _ECHOCARDIOGRAPHY:
        return segment in (_ECHOCARDIOGRAPHY_NAMED if named == "segment" else HEART)
    if modality in _ULTRASOUND:
        return named == "segment"
    return modality == EXPLORATION


def cleared_by(name: str, *, modality: str, contrast: Contrast | None, regions: Iterable[str]) -> tuple[str, ...]:
    """The segments shown clear by a negative that names `name`, a segment or a segment set; in print order.

    A segment named itself needs no stated region: who names it has looked at it. A member of a set is cleared by
    contrast imaging only when the stated regions cover it; echocardiography and exploration carry no region.

    Raises
    ------
    UnknownName : for an unknown segment, segment set, region or modality
    InvalidArgument : for another `contrast`

    Examples
    --------
    >>> cleared_by("ivc-unspecified", modality="ct", contrast="yes", regions=["iliac-and-caval"])
    ('infrarenal-ivc', 'suprarenal-ivc')
    >>> cleared_by("ivc-unspecified", modality="doppler", contrast=None, regions=["iliac-and-caval"])
    ()
    """
    named: Naming = "segment" if name in SEGMENTS else "set"
    in_reach = covered(regions)
    needs_region = named == "set" and modality in _CONTRAST_IMAGING
    return tuple(
        member
        for member in members(name)
        if clears(modality=modality, contrast=contrast, segment=member, named=named)
        and (not needs_region or member in in_reach)
    )
