"""What English reports make hard: shared nouns, sides alone, lists, sections of one line, dates and colons."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, veins

from cephalad.read import shipped_reader

YES, NO, PAST, ASKED = "affirmed", "negated", "historical", "hypothetical"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iliac and gonadal veins patent.", {"iliac-unspecified", "ovarian-vein-unspecified"}),
        ("Left external and common iliac veins patent.", {"left-external-iliac-vein", "left-common-iliac-vein"}),
        ("Ovarian v. patent.", {"ovarian-vein-unspecified"}),
        ("L CIV patent.", {"left-common-iliac-vein"}),
        ("The left and right renal veins are patent.", {"left-renal-vein", "right-renal-vein"}),
        ("Ovarian cyst; iliac veins patent.", {"iliac-unspecified"}),
        ("Infrarenal and suprarenal IVC patent.", {"infrarenal-ivc", "suprarenal-ivc"}),
        ("The retrohepatic and suprahepatic vena cava is patent.", {"retrohepatic-ivc", "suprahepatic-ivc"}),
    ],
)
def test_veins_share_a_noun_and_are_shortened(text: str, expected: set[str]) -> None:
    """An adjective in a list stands for its vein, letters for a side."""
    assert {name for name, value, _ in veins(text) if value == "clear"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The right ovarian vein contains thrombus, the left is patent.",
            {("right-ovarian-vein-unspecified", "thrombus", YES), ("left-ovarian-vein-unspecified", "clear", YES)},
        ),
        ("The IVC is filled with soft tissue.", {("ivc-unspecified", "tumour", YES)}),
        ("Soft tissue beside the uterus; the IVC is patent.", {("ivc-unspecified", "clear", YES)}),
        ("The IVC is filled with echogenic material.", {("ivc-unspecified", "filling-defect", YES)}),
        ("Right atrium: large mass.", {("right-atrium", "tumour", YES)}),
        ("Right atrium: no mass.", {("right-atrium", "tumour", NO)}),
        ("An intracaval mass is seen.", {("ivc-unspecified", "tumour", YES)}),
        ("An intracaval mass fills the infrarenal IVC.", {("infrarenal-ivc", "tumour", YES)}),
        (
            "The iliac veins are patent except the right renal vein, which contains a tumour.",
            {("iliac-unspecified", "clear", YES), ("right-renal-vein", "tumour", YES)},
        ),
        ("Filling defect in the bladder; the IVC is patent.", {("ivc-unspecified", "clear", YES)}),
        ("IVC patent; uterus enlarged with fibroids.", {("ivc-unspecified", "clear", YES)}),
        ("The IVC is enlarged with tumour.", {("ivc-unspecified", "tumour", YES)}),
        ("A cord of tumour, 22 cm long, was extracted from the IVC.", {("ivc-unspecified", "tumour", YES)}),
        ("A fibroid was removed, and blood was drawn from the IVC.", set()),
        (
            "Neither the IVC nor the right atrium contains thrombus.",
            {("ivc-unspecified", "thrombus", NO), ("right-atrium", "thrombus", NO)},
        ),
    ],
)
def test_what_lies_in_a_vein(text: str, expected: set[tuple[str, str, str]]) -> None:
    """A mass lies in the vein that contains it, in every way to say so."""
    assert {each for each in veins(text) if each[0] is not None} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Non-enhancing thrombus in the IVC.", [YES]),
        ("Thrombus in the IVC, no calcification.", [YES]),
        ("Thrombus in the IVC: no.", [NO]),
        ("Thrombus in the iliac vein (?)", ["uncertain"]),
        ("After hysterectomy: thrombus in the IVC.", [YES]),
        ("Status post hysterectomy, thrombus in the IVC.", [YES]),
        ("Status post thrombus in the IVC.", [PAST]),
        ("Thrombus in the IVC has not resolved.", [YES]),
        ("Thrombus in the IVC has resolved.", [NO]),
        ("Thrombus in the IVC after hysterectomy in 2016.", [YES]),
        ("Thrombus in the IVC in 2016.", [PAST]),
    ],
)
def test_how_far_a_cue_reaches(text: str, expected: list[str]) -> None:
    """A denial speaks of what follows it, an operation in the past of nothing but itself."""
    assert [status for _, status in said(text, "vein.content")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clinical details: pain.\nThe uterus contains a fibroid.", YES),
        ("Indication:\npain\nfibroid", ASKED),
        ("Indication: pain and a\nfibroid", ASKED),
        ("Indication: 1. pain\n2. fibroid", ASKED),
        ("Indication:\npain\nUterus: fibroid.", YES),
        ("Comparison: CT of 2019. There is a fibroid.", YES),
    ],
)
def test_a_question_beside_its_heading_ends_with_its_line(text: str, expected: str) -> None:
    """What follows on the next line is the report; a list and a wrapped line go on."""
    assert {status for _, status in said(text, "imaging.fibroid")} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anterior fibroid 3 cm, posterior fibroid 2 cm.", {("mass-1", 30.0), ("mass-2", 20.0)}),
        ("Fibroid A 44 mm, fibroid B 30 mm.", {("mass-1", 44.0), ("mass-2", 30.0)}),
        ("Multiple fibroids:\n1. fundal 51 mm\n2. subserosal 33 mm", {("mass-1", 51.0), ("mass-2", 33.0)}),
        ("A fundal fibroid. The fibroid measures 51 mm.", {("mass-1", 51.0)}),
    ],
)
def test_masses_are_told_apart(text: str, expected: set[tuple[str, float]]) -> None:
    """Another size, label or item of a list is another mass; the same word again is not."""
    found = shipped_reader().read(text).findings
    assert {(each.qualifier, each.value) for each in found if each.finding == "mass.longest-diameter"} == expected


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("Simple cyst of the ovary. Small pleural effusion.", False),
        ("The uterus is normal. No free fluid.", False),
        ("A mass lies in the liver.", False),
        ("A mass lies behind the uterus.", True),
        ("The RA is enlarged.", False),
        ("A mass in the RA.", True),
        ("左下肺见条索影。", False),
        ("子宫后方见条索影。", True),
    ],
)
def test_everyday_words_are_a_reason_to_read_only_together(text: str, worth: bool) -> None:
    """A cyst, an effusion or the uterus alone is no reason to read a report; a mass and the uterus is."""
    assert bool(shipped_reader().read(text).lang) is worth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hysterectomy in 2011 for fibroids.", PAST),
        ("Uterus with fibroids, no intravenous extension of the fibroid.", YES),
        ("No fibroid.", NO),
        ("Hysterectomy is not planned for now; fibroid.", YES),
    ],
)
def test_a_fibroid_that_was_operated_on_is_past_and_one_without_extension_is_there(text: str, expected: str) -> None:
    """What an operation was for is past; what a denied thing would belong to is there."""
    found = shipped_reader().read(text).findings
    assert {each.status for each in found if each.finding == "mass.reading"} == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Myomectomy is planned.", ASKED),
        ("Scheduled for hysterectomy.", ASKED),
        ("Myomectomy in 2011.", PAST),
    ],
)
def test_a_planned_operation_is_not_yet_history(text: str, expected: str) -> None:
    """An operation that is planned was not done."""
    found = shipped_reader().read(text, modality="ct").findings
    assert {each.status for each in found if each.finding.startswith("history.")} == {expected}
