"""What a study covers, and which of its negatives show a segment clear (pathway, Veins)."""

from __future__ import annotations

from itertools import product

import pytest

from cephalad.anatomy import MODALITIES, REGIONS, SEGMENTS, Contrast, Naming, cleared_by, clears, covered, members
from cephalad.errors import InvalidArgument, UnknownName
from cephalad.terms import FINDINGS

EVERY_CONTRAST: tuple[Contrast | None, ...] = ("yes", "no", None)
NAMINGS: tuple[Naming, ...] = ("segment", "set")


def both(*names: str) -> set[str]:
    """The segments of these names on both sides."""
    return {f"{side}-{name}" for side in ("left", "right") for name in names}


CAVA = {"infrarenal-ivc", "suprarenal-ivc", "retrohepatic-ivc", "suprahepatic-ivc"}
NEVER_CLEARING = ("pet", "radiograph", "scintigraphy", "catheterisation")
NAMED_SEGMENTS = set(SEGMENTS) - {"other"}

REGIONS_BY_HAND = {
    "pelvis": both(
        "uterine-vein",
        "pelvic-venous-plexus",
        "internal-iliac-vein",
        "external-iliac-vein",
        "common-iliac-vein",
        "ovarian-vein-pelvic",
    ),
    "abdomen": both("ovarian-vein-abdominal", "renal-vein", "common-iliac-vein") | CAVA | {"hepatic-veins"},
    "kidneys": both("renal-vein"),
    "iliac-and-caval": both("external-iliac-vein", "common-iliac-vein") | {"infrarenal-ivc", "suprarenal-ivc"},
    "legs": set(),
    "heart": {"suprahepatic-ivc", "right-atrium", "right-ventricle", "pulmonary-arteries"},
    "chest": {"superior-vena-cava", "suprahepatic-ivc", "right-atrium", "right-ventricle", "pulmonary-arteries"},
}


def cleared(modality: str, contrast: Contrast | None, named: Naming) -> set[str]:
    """All segments of the tree that such a negative would clear."""
    return {name for name in SEGMENTS if clears(modality=modality, contrast=contrast, segment=name, named=named)}


def test_regions_cover_the_segments_written_by_hand() -> None:
    """Each region holds exactly its list; a Doppler of iliac veins and vena cava never covers the internal iliac."""
    assert {name: set(segments) for name, segments in REGIONS.items()} == REGIONS_BY_HAND


@pytest.mark.parametrize("pair", list(product(REGIONS, REGIONS)), ids="+".join)
def test_regions_add_up(pair: tuple[str, str]) -> None:
    """Two regions cover what either covers, each segment once and in print order, whatever the order of naming."""
    wanted = REGIONS_BY_HAND[pair[0]] | REGIONS_BY_HAND[pair[1]]
    assert covered(pair) == tuple(name for name in SEGMENTS if name in wanted)


def test_no_region_covers_nothing() -> None:
    """Coverage that is not stated is not assumed (D)."""
    assert covered([]) == ()
    assert covered(["legs"]) == ()


def test_a_study_to_the_neck_covers_everything_but_other() -> None:
    """Pelvis, abdomen and chest together leave no named segment out."""
    assert set(covered(["pelvis", "abdomen", "chest"])) == NAMED_SEGMENTS
    assert set(covered(["pelvis", "abdomen"])) == NAMED_SEGMENTS - (REGIONS_BY_HAND["chest"] - CAVA)


def test_the_kidney_ct_of_the_reference_patient_covers_renal_veins_only() -> None:
    """A kidney CT says nothing of the vena cava beside the kidneys unless the report does (D)."""
    assert covered(["kidneys"]) == ("left-renal-vein", "right-renal-vein")


def test_an_unknown_region_names_the_nearest() -> None:
    """A misspelt region is refused, not read as no coverage."""
    with pytest.raises(UnknownName, match=r"^regions: .* got abdomn; write abdomen \[ANAT-04\]$"):
        covered(["pelvis", "abdomn"])


@pytest.mark.parametrize("modality", ["ct", "mr", "venography"])
@pytest.mark.parametrize("named", NAMINGS)
def test_contrast_imaging_clears_named_segments_and_members(modality: str, named: Naming) -> None:
    """With contrast it clears both; plain, or with contrast unknown, it clears nothing."""
    assert cleared(modality, "yes", named) == NAMED_SEGMENTS
    assert cleared(modality, "no", named) == set()
    assert cleared(modality, None, named) == set()


@pytest.mark.parametrize("modality", ["ultrasound", "doppler", "contrast-ultrasound"])
@pytest.mark.parametrize("contrast", EVERY_CONTRAST)
def test_ultrasound_clears_only_what_it_names(modality: str, contrast: Contrast | None) -> None:
    """A segment named itself is cleared, internal iliac and upper vena cava too; a member of a set is not (D)."""
    assert cleared(modality, contrast, "segment") == NAMED_SEGMENTS
    assert cleared(modality, contrast, "set") == set()


@pytest.mark.parametrize("contrast", EVERY_CONTRAST)
def test_echocardiography_clears_the_heart(contrast: Contrast | None) -> None:
    """Atrium and ventricle by either naming; pulmonary arteries and suprahepatic vena cava only when named (D)."""
    chambers = {"right-atrium", "right-ventricle"}
    assert cleared("echocardiography", contrast, "set") == chambers
    assert cleared("echocardiography", contrast, "segment") == chambers | {"pulmonary-arteries", "suprahepatic-ivc"}


@pytest.mark.parametrize("modality", NEVER_CLEARING)
@pytest.mark.parametrize(("contrast", "named"), list(product(EVERY_CONTRAST, NAMINGS)))
def test_what_shows_no_vein_never_clears(modality: str, contrast: Contrast | None, named: Naming) -> None:
    """None of them shows the inside of a vein, so their negative clears nothing (D)."""
    assert cleared(modality, contrast, named) == set()


@pytest.mark.parametrize(("contrast", "named"), list(product(EVERY_CONTRAST, NAMINGS)))
def test_exploration_clears_named_segments_and_members(contrast: Contrast | None, named: Naming) -> None:
    """Looking and palpating at operation clears what it names and every member of a named set."""
    assert cleared("exploration", contrast, named) == NAMED_SEGMENTS


def test_every_modality_has_been_judged_above() -> None:
    """The modalities of the table are all there are, and every one that a case file may name is among them."""
    judged = {"ct", "mr", "venography", "ultrasound", "doppler", "contrast-ultrasound", "echocardiography"}
    assert set(MODALITIES) == judged | {*NEVER_CLEARING, "exploration"}
    recorded = {choice.id for choice in FINDINGS["imaging.modality"].choices}
    assert recorded == set(MODALITIES) - {"exploration"}


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("contrast", EVERY_CONTRAST)
def test_naming_the_segment_never_clears_less_than_naming_a_set(modality: str, contrast: Contrast | None) -> None:
    """The more exact report clears at least as much."""
    assert cleared(modality, contrast, "set") <= cleared(modality, contrast, "segment")


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("named", NAMINGS)
def test_knowing_contrast_never_clears_less_than_not_knowing(modality: str, named: Naming) -> None:
    """Contrast unknown clears only what plain and contrast both clear."""
    without = cleared(modality, None, named)
    assert without == cleared(modality, "no", named) & cleared(modality, "yes", named)


@pytest.mark.parametrize("modality", MODALITIES)
def test_other_is_never_cleared(modality: str) -> None:
    """A negative about one of the many veins under `other` says nothing of the rest (D)."""
    assert not clears(modality=modality, contrast="yes", segment="other", named="segment")


@pytest.mark.parametrize(
    ("name", "modality", "contrast", "regions", "expected"),
    [
        # the reference patient's Doppler: "iliac veins and IVC", no member, no level
        ("iliac-unspecified", "doppler", None, ["iliac-and-caval"], set()),
        ("ivc-unspecified", "doppler", None, ["iliac-and-caval"], set()),
        ("infrarenal-ivc", "doppler", None, ["iliac-and-caval"], {"infrarenal-ivc"}),
        # named, so the region does not matter
        ("left-internal-iliac-vein", "doppler", None, ["iliac-and-caval"], {"left-internal-iliac-vein"}),
        ("retrohepatic-ivc", "ultrasound", None, [], {"retrohepatic-ivc"}),
        ("right-atrium", "ct", "yes", ["abdomen"], {"right-atrium"}),
        # contrast CT: the covered members of the set
        ("ivc-unspecified", "ct", "yes", ["abdomen"], CAVA),
        ("ivc-unspecified", "ct", "yes", ["iliac-and-caval"], {"infrarenal-ivc", "suprarenal-ivc"}),
        ("ivc-unspecified", "ct", "yes", ["kidneys"], set()),
        ("ivc-unspecified", "ct", "yes", [], set()),
        ("ivc-unspecified", "ct", None, ["abdomen"], set()),
        ("iliac-unspecified", "mr", "yes", ["abdomen"], both("common-iliac-vein")),
        ("left-ovarian-vein-unspecified", "mr", "yes", ["pelvis"], {"left-ovarian-vein-pelvic"}),
        ("left-ovarian-vein-unspecified", "mr", "no", ["pelvis"], set()),
        # no region is stated for an echocardiogram or an operation
        ("right-heart-unspecified", "echocardiography", None, [], {"right-atrium", "right-ventricle"}),
        ("ivc-or-right-heart-unspecified", "echocardiography", None, [], {"right-atrium", "right-ventricle"}),
        ("ivc-unspecified", "echocardiography", None, ["heart"], set()),
        ("left-iliac-unspecified", "exploration", None, [], set(members("left-iliac-unspecified"))),
    ],
)
def test_what_a_negative_clears(
    name: str, modality: str, contrast: Contrast | None, regions: list[str], expected: set[str]
) -> None:
    """Naming, modality, contrast and coverage together decide which segments a negative clears."""
    found = cleared_by(name, modality=modality, contrast=contrast, regions=regions)
    assert found == tuple(segment for segment in SEGMENTS if segment in expected)


def test_wrong_arguments_are_refused() -> None:
    """A name or word outside the lists is an error, never "does not clear"."""
    with pytest.raises(UnknownName, match=r"^modality: .* got mri; write mr \[ANAT-05\]$"):
        clears(modality="mri", contrast="yes", segment="right-atrium", named="segment")
    with pytest.raises(UnknownName, match=r"\[ANAT-01\]$"):
        clears(modality="ct", contrast="yes", segment="ivc-unspecified", named="set")
    with pytest.raises(InvalidArgument, match=r"^contrast: .* got plain; .* \[ANAT-06\]$"):
        clears(modality="ct", contrast="plain", segment="right-atrium", named="segment")  # type: ignore[arg-type]
    with pytest.raises(InvalidArgument, match=r"^named: .* got both; .* \[ANAT-07\]$"):
        clears(modality="ct", contrast="yes", segment="right-atrium", named="both")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match=r"\[ANAT-02\]$"):
        cleared_by("ivc", modality="ct", contrast="yes", regions=["abdomen"])
