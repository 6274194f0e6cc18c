"""Turns of Chinese sentences by which one vein is told apart from another, and what became of what they held."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, veins

from cephalad.read import shipped_reader

YES, NO = "affirmed", "negated"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("右心房未见瘤栓，而下腔静脉内有。", {"right-atrium": NO, "ivc-unspecified": YES}),
        ("右房无瘤栓，下腔静脉有。", {"right-atrium": NO, "ivc-unspecified": YES}),
        ("下腔静脉见瘤栓，右心房没有。", {"ivc-unspecified": YES, "right-atrium": NO}),
        ("右侧髂静脉未见瘤栓，左侧则见瘤栓。", {"right-iliac-unspecified": NO, "left-iliac-unspecified": YES}),
        ("右侧髂静脉无瘤栓，左侧有。", {"right-iliac-unspecified": NO, "left-iliac-unspecified": YES}),
        ("瘤栓见于右侧而非左侧卵巢静脉。", {"right-ovarian-vein-unspecified": YES}),
        ("未累及右心房的下腔静脉瘤栓。", {"right-atrium": NO, "ivc-unspecified": YES}),
        ("不伴右心房受累的下腔静脉瘤栓。", {"right-atrium": NO, "ivc-unspecified": YES}),
        ("下腔静脉瘤栓，余静脉未见瘤栓。", {"ivc-unspecified": YES, None: NO}),
        (
            "左侧：卵巢静脉内瘤栓；右侧：髂静脉内瘤栓",
            {"left-ovarian-vein-unspecified": YES, "right-iliac-unspecified": YES},
        ),
        ("下腔静脉未见异常，右侧附件区见肿块，左侧卵巢囊肿。", {"ivc-unspecified": YES}),
    ],
)
def test_a_vein_told_apart_has_its_own_answer(text: str, expected: dict[str, str]) -> None:
    """What is denied of one vein, or of one side, may be said of another in the same sentence."""
    assert {name: status for name, _, status in veins(text)} == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("下腔静脉内有无瘤栓：有。", YES),
        ("下腔静脉内有无瘤栓：无。", NO),
        ("下腔静脉瘤栓（有/无）：有", YES),
        ("下腔静脉瘤栓（有/无）：无", NO),
        ("请明确下腔静脉内有无瘤栓。", "hypothetical"),
    ],
)
def test_a_question_of_a_form_is_answered_behind_its_colon(text: str, status: str) -> None:
    """A form asks and is answered at once; a request is only a request."""
    assert veins(text) == {("ivc-unspecified", "tumour", status)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("切开下腔静脉，将腔内肿瘤完整拖出。", {"ivc-unspecified": "removed"}),
        (
            "取出右心房内肿瘤，左侧髂内静脉内肿瘤未能取净。",
            {"right-atrium": "removed", "left-internal-iliac-vein": "left"},
        ),
        ("下腔静脉内瘤栓已取净。", {"ivc-unspecified": "removed"}),
        ("卵巢静脉内未见瘤栓，取出肿瘤送检。", {}),
        ("下腔静脉未见异常，取出举宫器。", {}),
    ],
)
def test_an_operation_tells_what_became_of_the_tumour(text: str, expected: dict[str, str]) -> None:
    """What was taken out of a vein, and what stayed in one."""
    found = shipped_reader().read(text, modality="operation").findings
    assert {each.qualifier: each.value for each in found if each.finding == "vein.outcome"} == expected


def test_only_tumour_that_is_taken_out_is_an_extraction_of_tumour() -> None:
    """A clot that is taken out leaves a vein, but no tumour does."""
    told = ("vein.outcome", "operation.procedures")
    for text, expected in (("下腔静脉内瘤栓拉出。", [True, True]), ("下腔静脉内血栓拉出。", [True, False])):
        assert [bool(said(text, finding, modality="operation")) for finding in told] == expected


def test_a_vein_without_a_name_holds_what_lies_in_it() -> None:
    """Widened vessels beside the uterus are veins of the pelvis; beside them a fibroid is none in a vein."""
    assert veins("宫旁见迂曲扩张的血管，内见条状低回声。") == {("pelvic-veins-unspecified", "filling-defect", YES)}
    assert veins("子宫肌瘤，周围见扩张血管。") == set()


def test_traditional_signs_are_those_of_the_rules() -> None:
    """What Taiwan and Hong Kong write is read like what is written elsewhere; 顯著 keeps its sign."""
    assert veins("腫瘤附著於下腔靜脈內壁，臥位檢查右心房亂流。") == veins(
        "肿瘤附着于下腔静脉内壁，卧位检查右心房乱流。"
    )
    assert said("當時病理為靜脈內平滑肌瘤病。", "mass.reading") == [("ivl", "historical")]
