"""What Chinese needs: clauses without blanks, lists after one 未见, negations at the end, hard and soft stops."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, statuses, veins

from cephalad.read import shipped_reader

IVL = "mass.reading"


def test_one_denial_reaches_over_a_list() -> None:
    """未见 reaches over 、, 及 and 或 up to the comma."""
    assert veins("下腔静脉未见血栓、瘤栓及充盈缺损。") == {
        ("ivc-unspecified", "thrombus", "negated"),
        ("ivc-unspecified", "tumour", "negated"),
        ("ivc-unspecified", "filling-defect", "negated"),
    }
    assert veins("下腔静脉未见血栓或瘤栓。") == {
        ("ivc-unspecified", "thrombus", "negated"),
        ("ivc-unspecified", "tumour", "negated"),
    }


@pytest.mark.parametrize("turn", ["，但", "，另见", "，唯", "，", "；", "。", "但", "而"])
def test_what_follows_a_turn_is_not_denied(turn: str) -> None:
    """但, 另见, a comma, a semicolon and a full stop each end a denial."""
    assert veins(f"下腔静脉未见血栓{turn}右心房内见充盈缺损。") == {
        ("ivc-unspecified", "thrombus", "negated"),
        ("right-atrium", "filling-defect", "affirmed"),
    }


def test_a_list_of_veins_shares_what_follows() -> None:
    """Veins joined by 、 and 及 hold the same; a side stands for those after it."""
    assert veins("左侧髂内、髂总静脉及下腔静脉内见充盈缺损。") == {
        ("left-internal-iliac-vein", "filling-defect", "affirmed"),
        ("left-common-iliac-vein", "filling-defect", "affirmed"),
        ("ivc-unspecified", "filling-defect", "affirmed"),
    }


def test_veins_after_a_comma_begin_a_new_statement() -> None:
    """After a comma named veins belong to what follows, not to what was said before."""
    assert veins("下腔静脉内见血栓，双侧髂内、髂外静脉通畅。") == {
        ("ivc-unspecified", "thrombus", "affirmed"),
        ("left-internal-iliac-vein", "clear", "affirmed"),
        ("right-internal-iliac-vein", "clear", "affirmed"),
        ("left-external-iliac-vein", "clear", "affirmed"),
        ("right-external-iliac-vein", "clear", "affirmed"),
    }
    assert veins("髂静脉走行正常，下腔静脉内见血栓。") == {("ivc-unspecified", "thrombus", "affirmed")}
    assert veins("未见充盈缺损，左侧髂静脉增粗。") == {(None, "filling-defect", "negated")}


def test_a_denial_at_the_end_looks_back() -> None:
    """未见 as the last word denies what stands before it; with something behind it, it does not."""
    assert said("下腔静脉内充盈缺损未见。", "vein.content") == [("filling-defect", "negated")]
    assert said("下腔静脉血栓：无。", "vein.content") == [("thrombus", "negated")]
    assert said("下腔静脉内瘤栓未见血流信号。", "vein.content") == [("tumour", "affirmed")]


@pytest.mark.parametrize(
    "text", ["子宫肌瘤较前未见明显变化。", "子宫肌瘤无明显缩小。", "子宫肌瘤未见消失。", "无痛性子宫肌瘤。"]
)
def test_words_that_only_look_like_a_denial(text: str) -> None:
    """未见明显变化, 无明显缩小, 未见消失 and 无痛性 deny nothing."""
    assert statuses(text) == {"affirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "静脉内平滑肌瘤病不除外，建议CTV检查。",
        "不能除外静脉内平滑肌瘤病。",
        "静脉内平滑肌瘤病待排。",
        "考虑静脉内平滑肌瘤病。",
        "静脉内平滑肌瘤病（？）",
        "静脉内平滑肌瘤病？",
        "子宫肌瘤或静脉内平滑肌瘤病。",
    ],
)
def test_doubt_in_chinese(text: str) -> None:
    """不除外, 待排, 考虑, 或 and a question mark leave it open."""
    assert ("ivl", "uncertain") in said(text, IVL)


@pytest.mark.parametrize("text", ["建议CTV除外静脉内平滑肌瘤病。", "排查静脉内平滑肌瘤病。", "若有静脉内平滑肌瘤病。"])
def test_what_is_asked_for_is_not_found(text: str) -> None:
    """除外 alone, 排查 and 若 ask."""
    assert statuses(text) == {"hypothetical"}


def test_a_relative_ends_at_the_comma_before_and_at_the_patient() -> None:
    """家族史 reaches back to its comma, 其姐 forward to 患者本人."""
    assert said("子宫肌瘤，否认静脉内平滑肌瘤病家族史。", IVL) == [("fibroid", "affirmed"), ("ivl", "other-person")]
    assert said("其姐患静脉内平滑肌瘤病，患者本人子宫肌瘤。", IVL) == [("ivl", "other-person"), ("fibroid", "affirmed")]


def test_an_operation_is_past_by_what_follows() -> None:
    """术后 makes the operation and the disease before it past."""
    assert statuses("子宫肌瘤剔除术后。") == {"historical"}
    assert said("静脉内平滑肌瘤病术后，下腔静脉通畅。", IVL) == [("ivl", "historical")]


def test_numbered_items_in_one_line_are_sentences() -> None:
    """A doubt in one item says nothing of the next."""
    assert said("印象：1.不除外静脉内平滑肌瘤病 2.子宫肌瘤", IVL) == [("ivl", "uncertain"), ("fibroid", "affirmed")]


def test_a_bracketed_heading_needs_no_colon() -> None:
    """【…】 opens a section wherever it stands."""
    found = shipped_reader().read("【申请目的】下腔静脉血栓。【检查所见】下腔静脉血栓。").findings
    assert [(each.section, each.status) for each in found] == [("indication", "hypothetical"), ("findings", "affirmed")]


def test_a_mass_lies_in_a_vein_or_beside_it() -> None:
    """内, 可见 and 位于 put a mass into a vein; 旁 and 分界不清 do not."""
    for text in ("下腔静脉内见肿物。", "下腔静脉可见肿物。", "盆腔肿物位于下腔静脉内。"):
        assert veins(text) == {("ivc-unspecified", "tumour", "affirmed")}
    assert veins("下腔静脉旁见肿物。盆腔肿物位于下腔静脉左侧。盆腔肿物与下腔静脉分界不清。") == set()
    assert said("盆腔肿物与下腔静脉分界不清。", "imaging.relation-to-vessels") == [("adjacent", "affirmed")]


def test_an_echo_is_content_only_in_a_vein() -> None:
    """条索状低回声 in a vein is a filling defect there; in the myometrium it says nothing of veins."""
    assert veins("下腔静脉内见条索状低回声，子宫肌层内见等回声。") == {
        ("ivc-unspecified", "filling-defect", "affirmed")
    }


def test_not_shown_or_not_found() -> None:
    """未探及 of a vein means that it was not assessed; of a thrombus, that there is none."""
    assert veins("右侧卵巢静脉未探及。") == {("right-ovarian-vein-unspecified", "not-assessed", "affirmed")}
    assert veins("下腔静脉内未探及血栓。") == {("ivc-unspecified", "thrombus", "negated")}
    assert veins("右侧卵巢未显示，下腔静脉通畅。") == {("ivc-unspecified", "clear", "affirmed")}


@pytest.mark.parametrize(
    "text",
    [
        "下腔靜脈內見充盈缺損。",
        "下 腔 静 脉 内 见 充 盈 缺 损 。",
        "下腔净脉内见充盈缺损。",
        "下腔Ｖ内见充盈缺损．",
        "ＩＶＣ内见充盈缺损",
    ],
)
def test_other_ways_to_write_it(text: str) -> None:
    """Traditional characters, blanks between characters, a misread one, full width and abbreviations."""
    assert veins(text) == {("ivc-unspecified", "filling-defect", "affirmed")}


def test_the_english_abbreviations_stay_in_a_chinese_text() -> None:
    """Asked for Chinese, the reader still knows IVC and RA."""
    found = shipped_reader().read("IVC、RA内见瘤栓。", lang="zh").findings
    assert [each.qualifier for each in found] == ["ivc-unspecified", "right-atrium"]


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("宫旁包块约4.8×2.5cm。", [48.0]),
        ("宫旁包块直径约5厘米。", [50.0]),
        ("宫旁包块，大小约76*54mm。", [76.0]),
        ("宫旁包块，范围约７．６ｃｍ×５．４ｃｍ。", [76.0]),
        ("宫旁包块大小约6×5cm，前次大小约4×3cm。", [60.0]),
        ("左侧卵巢静脉内见肿物，内径约12mm。", []),
    ],
)
def test_sizes_in_chinese(text: str, millimetres: list[float]) -> None:
    """Sizes in the usual spellings; neither an earlier size nor the calibre of a vein."""
    assert [value for value, _ in said(text, "mass.longest-diameter")] == millimetres


def test_a_list_of_long_lines_is_not_run_together() -> None:
    """Lines of nearly one length without any full stop are entries: the denial in one says nothing of the next."""
    listed = "下腔静脉及双侧髂静脉内均未见明显充盈缺损\n右心房内见团块状充盈缺损，考虑为瘤栓可能"
    assert ("right-atrium", "filling-defect", "affirmed") in veins(listed)


def test_a_wrapped_line_goes_on() -> None:
    """A paragraph with full stops, cut at the width of the paper, is read as one."""
    wrapped = "左侧髂总静脉及下腔静脉管腔内见条索状低密度充盈缺\n损，增强后强化，考虑静脉内平滑肌瘤病可能性比较大。"
    assert ("left-common-iliac-vein", "filling-defect", "affirmed") in veins(wrapped)


def test_a_comparison_leaves_the_present_as_it_is() -> None:
    """A year that only dates the film for comparison makes nothing past."""
    assert veins("与2022年CT比较：下腔静脉内充盈缺损较前增大。") == {("ivc-unspecified", "filling-defect", "affirmed")}


def test_a_mass_against_a_vein_gives_the_vein_no_content() -> None:
    """A vein that a mass presses on shares nothing with the vein of the clause before."""
    assert veins("下腔静脉血栓形成；子宫肌瘤压迫髂静脉可能。") == {("ivc-unspecified", "thrombus", "affirmed")}


def test_a_doubt_in_brackets_stays_there() -> None:
    """（肾癌可能） doubts the cancer, not the tumour behind the bracket."""
    text = "右肾占位（肾癌可能）伴下腔静脉内瘤栓。"
    assert veins(text) == {("ivc-unspecified", "tumour", "affirmed")}
    assert ("renal-tumour", "uncertain") in said(text, IVL)
