"""Which vein holds what."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, veins

AFFIRMED = "affirmed"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The left ovarian vein and the IVC contain an enhancing filling defect that extends into the right atrium.",
            {
                ("left-ovarian-vein-unspecified", "filling-defect", AFFIRMED),
                ("ivc-unspecified", "filling-defect", AFFIRMED),
                ("right-atrium", "filling-defect", AFFIRMED),
            },
        ),
        (
            "The mass extends from the left ovarian vein to the right atrium.",
            {("left-ovarian-vein-unspecified", "tumour", AFFIRMED), ("right-atrium", "tumour", AFFIRMED)},
        ),
        (
            "The IVC is patent and the left ovarian vein contains a filling defect.",
            {
                ("ivc-unspecified", "clear", AFFIRMED),
                ("left-ovarian-vein-unspecified", "filling-defect", AFFIRMED),
            },
        ),
        (
            "Thrombus in the IVC, both renal veins and right atrium.",
            {
                ("ivc-unspecified", "thrombus", AFFIRMED),
                ("left-renal-vein", "thrombus", AFFIRMED),
                ("right-renal-vein", "thrombus", AFFIRMED),
                ("right-atrium", "thrombus", AFFIRMED),
            },
        ),
        ("Tumour thrombus in the IVC to the level of the hepatic veins.", {("ivc-unspecified", "tumour", AFFIRMED)}),
        ("The mass does not extend into the IVC.", {("ivc-unspecified", "tumour", "negated")}),
        ("The IVC is not patent.", {("ivc-unspecified", "clear", "negated")}),
        ("The iliac veins were not visualised.", {("iliac-unspecified", "not-assessed", AFFIRMED)}),
        ("A mass abuts the left iliac vein.", set()),
        ("A 3 cm mass is seen in the right atrium.", {("right-atrium", "tumour", AFFIRMED)}),
        ("The IVC is wide. A filling defect lies within its lumen.", {("ivc-unspecified", "filling-defect", AFFIRMED)}),
        ("No thrombus.", {(None, "thrombus", "negated")}),
        (
            "下腔静脉及双侧髂静脉血流通畅。",
            {
                ("ivc-unspecified", "clear", AFFIRMED),
                ("left-iliac-unspecified", "clear", AFFIRMED),
                ("right-iliac-unspecified", "clear", AFFIRMED),
            },
        ),
        (
            "下腔静脉内见充盈缺损，延伸至右心房。",
            {("ivc-unspecified", "filling-defect", AFFIRMED), ("right-atrium", "filling-defect", AFFIRMED)},
        ),
        ("右側卵巢靜脈增寬，內見低回聲團。", {("right-ovarian-vein-unspecified", "tumour", AFFIRMED)}),
        ("子宫肿物未侵犯下腔静脉。", {("ivc-unspecified", "tumour", "negated")}),
        ("双侧髂静脉未探查。", {(f"{side}-iliac-unspecified", "not-assessed", AFFIRMED) for side in ("left", "right")}),
        ("子宫未见异常。", set()),
    ],
)  # fmt: skip
def test_each_vein_gets_what_is_said_of_it(text: str, expected: set[tuple[str | None, str, str]]) -> None:
    """Words for contents and veins of the same part of a sentence belong together, and only named veins are found."""
    assert veins(text) == expected


def test_how_the_content_looks_belongs_to_the_vein() -> None:
    """An enhancing filling defect says so of its vein."""
    assert said("The IVC contains an enhancing filling defect.", "vein.enhancing") == [("yes", AFFIRMED)]


def test_an_intravascular_mass_says_where_the_mass_lies() -> None:
    """The relation to vessels is found beside the content of the vein."""
    text = "Intravascular mass in the left iliac vein."
    assert said(text, "imaging.relation-to-vessels") == [("intravascular", AFFIRMED)]
