"""What a Chinese pathology report says of vessels and of the cover of what lies in them, in whatever turn of phrase."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said

SMOOTH = "pathology.intraluminal-smooth-muscle"
TUMOUR = "pathology.vessels-contain-tumour"
LINED = "pathology.endothelial-lining"


@pytest.mark.parametrize(
    ("text", "finding", "status"),
    [
        ("切片多处静脉管腔内可见增生的平滑肌成分。", SMOOTH, "affirmed"),
        ("各切面血管腔中均未找到平滑肌束，未见平滑肌。脉管内未见游离平滑肌。", SMOOTH, "negated"),
        ("瘤细胞呈分叶状突入扩张的血管腔内。", TUMOUR, "affirmed"),
        ("宫旁脉管间隙内似有瘤细胞团。", TUMOUR, "uncertain"),
        ("血管腔内未见瘤结节。", TUMOUR, "negated"),
        ("腔内瘤组织表面衬以单层扁平内皮。", LINED, "affirmed"),
        ("瘤结节外有内皮细胞包绕。", LINED, "affirmed"),
    ],
)
def test_a_phrase_is_read_from_its_parts(text: str, finding: str, status: str) -> None:
    """A vessel with smooth muscle or tumour in it, and a lining of endothelium, are found in free word order."""
    assert ("yes", status) in said(f"子宫肌瘤。{text}", finding, modality="pathology")


@pytest.mark.parametrize(
    "text", ["血管内皮增生，间质水肿。", "静脉注射后取材，肿瘤切面灰白。", "脉管内见红细胞，平滑肌束间水肿。"]
)
def test_vessels_alone_hold_nothing(text: str) -> None:
    """Endothelium, an injection, and what stands behind a comma are no tumour in a vessel."""
    assert [
        each for finding in (SMOOTH, TUMOUR) for each in said(f"子宫肌瘤。{text}", finding, modality="pathology")
    ] == []


def test_the_name_of_the_disease_is_no_phrase() -> None:
    """静脉内平滑肌瘤病 is the diagnosis, and not once more smooth muscle in a vein; in a study nothing is a phrase."""
    assert said("诊断：静脉内平滑肌瘤病。", SMOOTH, modality="pathology") == []
    assert said("子宫肌瘤。静脉管腔内可见平滑肌成分。", SMOOTH, modality="ct") == []
