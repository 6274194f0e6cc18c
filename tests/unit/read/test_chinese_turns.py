"""Turns of Chinese reports: signs left out, operations told in halves, what a pathologist found, other explanations."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, veins

from cephalad.read import shipped_reader
from cephalad.read.text import plain

_MYOMECTOMY = ("myomectomy", "affirmed")


def test_a_full_stop_of_half_its_width_ends_a_sentence() -> None:
    """Without a blank too, between two Chinese signs; neither in a number nor between the names of two veins."""
    assert veins("左侧卵巢静脉内见充盈缺损.右心房通畅") == {
        ("left-ovarian-vein-unspecified", "filling-defect", "affirmed"),
        ("right-atrium", "clear", "affirmed"),
    }
    assert said("宫底肌瘤约3.5cm.下腔静脉通畅.", "mass.longest-diameter") == [(35.0, "affirmed")]
    listed = {("left-common-iliac-vein", "clear", "affirmed"), ("left-external-iliac-vein", "clear", "affirmed")}
    assert veins("左侧髂总.左侧髂外静脉通畅") == listed


def test_a_blank_between_two_statements_is_a_comma() -> None:
    """No vein takes over what is said of the next one, and 术后 at the end of a line reaches only what it follows."""
    found = veins("下腔静脉通畅 右心房内见肿块 子宫肌瘤术后")
    assert found == {("ivc-unspecified", "clear", "affirmed"), ("right-atrium", "tumour", "affirmed")}
    assert ("right-external-iliac-vein", "tumour", "affirmed") in veins("右侧髂外静脉增粗 内有实质肿块 与宫旁病灶相连")


def test_other_blanks_are_none() -> None:
    """Where a line was cut in two, or scanned with blanks between words, nothing is put in."""
    assert plain("左侧髂外静脉内可见 条索状低密度影").text == "左侧髂外静脉内可见条索状低密度影"
    assert plain("下腔静脉 未见异常").text == "下腔静脉未见异常"
    assert plain("静 脉 内 肿 物").text == "静脉内肿物"


def test_a_wide_vein_holds_what_is_named_without_a_comma() -> None:
    """增粗内见 is as good as 增粗, 内见; 内膜 is no inside."""
    assert ("left-ovarian-vein-unspecified", "tumour", "affirmed") in veins("左侧卵巢静脉明显增粗内见肿物。")
    assert veins("左侧卵巢静脉明显增粗内膜下肌瘤。") == set()


@pytest.mark.parametrize(
    "text",
    [
        "前壁见一肌瘤，约4cm，予剔除。",
        "宫底肌瘤直径3cm，切开浆肌层，完整剥出。",
        "后壁肌瘤6公分，予以挖除，缝合瘤腔。",
        "前壁肌瘤3cm。逐个剔除，创面止血。",
    ],
)
def test_a_fibroid_shelled_out_a_clause_later_is_a_myomectomy(text: str) -> None:
    """剔除 and its like speak of the fibroid that was named last."""
    assert _MYOMECTOMY in said(text, "operation.procedures", modality="operation")


@pytest.mark.parametrize(
    "text",
    [
        "前壁肌瘤4cm，左侧卵巢囊肿3cm，予剥除。",
        "多发肌瘤，子宫予以完整切除。",
        "多发肌瘤，行全子宫切除，完整切除。",
        "前壁肌瘤2cm，未予剔除。",
    ],
)
def test_what_else_is_taken_out_is_none(text: str) -> None:
    """Neither a cyst nor the uterus is a fibroid, and what was not done was not done."""
    assert _MYOMECTOMY not in said(text, "operation.procedures", modality="operation")


def test_fibroids_of_two_walls_are_two() -> None:
    """A second nodule with only a wall and a diameter is another mass; the same wall named twice is one."""
    two = "前壁见低回声结节，大小约30×22mm；后壁见低回声结节，直径约14mm，子宫后位。"
    assert said(two, "mass.longest-diameter") == [(30.0, "affirmed"), (14.0, "affirmed")]
    masses = {found.qualifier for found in shipped_reader().read(two).findings if found.finding.startswith("mass.")}
    assert masses == {"mass-1", "mass-2"}
    one = shipped_reader().read("子宫前壁见结节，前壁肌瘤约3cm。").findings
    assert {found.qualifier for found in one if found.finding.startswith("mass.")} == {"mass-1"}


@pytest.mark.parametrize(
    ("text", "modality", "status"),
    [
        ("右房内肿物完整取出。术后病理证实为静脉内平滑肌瘤病。", "operation", "affirmed"),
        ("既往外院术后病理为静脉内平滑肌瘤病。", "operation", "historical"),
        ("术后病理证实为静脉内平滑肌瘤病，本次复查。", "ct", "historical"),
    ],
)
def test_what_pathology_said_later_is_a_diagnosis(text: str, modality: str, status: str) -> None:
    """An operative note that quotes the pathologist means its own specimen; a study quotes the past."""
    assert said(text, "pathology.diagnosis", modality=modality) == [("ivl", status)]


def test_a_specimen_of_tumour_in_vessels_is_read() -> None:
    """A text given as pathology is read for a tumour and a vessel alone; one of another kind is not."""
    text = "肿瘤位于静脉腔内，由梭形细胞构成，被覆内皮细胞。"
    assert said(text, "pathology.vessels-contain-tumour", modality="pathology") == [("yes", "affirmed")]
    assert said("平滑肌束充填血管腔。", "pathology.vessels-contain-tumour", modality="pathology") == [
        ("yes", "affirmed")
    ]
    assert said("黏膜慢性炎。", "pathology.vessels-contain-tumour", modality="pathology") == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("因静脉内平滑肌瘤病于2020年接受手术。", "historical"),
        ("病人 2020 年因静脉内平滑肌瘤病开刀。", "historical"),
        ("静脉内平滑肌瘤病较2020年切除前增大。", "affirmed"),
        ("考虑静脉内平滑肌瘤病，2020年手术切除子宫。", "uncertain"),
    ],
)
def test_the_year_of_an_operation_makes_what_was_operated_on_past(text: str, status: str) -> None:
    """Only in its own clause, and not where two studies are compared."""
    assert said(text, "mass.reading") == [("ivl", status)]


def test_what_hangs_on_a_catheter_is_thrombus() -> None:
    """A mass without a name that the sentence explains so; without such an explanation it stays one."""
    assert {value for _, value, _ in veins("右心房内见中等回声团，附着于导管头端，考虑血栓。")} == {"thrombus"}
    assert {value for _, value, _ in veins("右心房内见中等回声团，导管头端位于上腔静脉，考虑肿瘤。")} == {"tumour"}


def test_a_doubt_about_something_else_leaves_the_nodules() -> None:
    """转移不除外 doubts what the nodules are, not that they are there."""
    assert said("下腔静脉通畅，双肺多发结节，转移不除外。", "imaging.lung-nodules") == [("multiple", "affirmed")]
    assert veins("下腔静脉瘤栓可能性小，但不除外。") == {("ivc-unspecified", "tumour", "uncertain")}


@pytest.mark.parametrize(
    ("text", "vein"),
    [
        ("切开下腔静脉取出瘤体。", "ivc-unspecified"),
        ("行右心房切开及肿瘤摘除。", "right-atrium"),
        ("右心房切开+肿瘤切除术。", "right-atrium"),
        ("IVC cavotomy 取出腔内 tumor。", "ivc-unspecified"),
        ("切开下腔静脉，拉出条索状物长12cm。", "ivc-unspecified"),
        ("将肿瘤由下腔静脉移除。", "ivc-unspecified"),
        ("宫旁静脉断端有白色肿瘤样组织突出。", "uterine-vein-unspecified"),
    ],
)
def test_what_comes_out_of_an_opened_vein_lay_in_it(text: str, vein: str) -> None:
    """However the opening and the removal are put together."""
    found = shipped_reader().read(text, modality="operation").findings
    content = {(each.qualifier, each.value, each.status) for each in found if each.finding == "vein.content"}
    assert (vein, "tumour", "affirmed") in content


def test_what_comes_out_beside_a_tied_vein_did_not() -> None:
    """A vein that was only tied or cut through held nothing, and one that was opened may be empty."""
    assert veins("手术记录：切断卵巢静脉取出肿物。") == set()
    assert ("right-atrium", "tumour", "affirmed") not in veins("手术记录：切开右心房，未见肿瘤。")


def test_what_a_vein_holds_is_likened_to_a_mass() -> None:
    """静脉内见与肌瘤信号相似的… names the fibroid only to compare."""
    text = "左侧卵巢静脉内见与肌瘤信号相似的条状影。"
    assert veins(text) == {("left-ovarian-vein-unspecified", "filling-defect", "affirmed")}
    found = veins("右侧髂内静脉内可见与子宫病变信号一致的软组织影。")
    assert found == {("right-internal-iliac-vein", "tumour", "affirmed")}


def test_a_mass_that_lies_against_a_vein_may_break_into_it() -> None:
    """关系密切 only touches; 突入管腔 behind it does not."""
    assert veins("子宫肌瘤，与左侧髂内静脉关系密切。") == set()
    found = veins("子宫肌瘤，与左侧髂内静脉关系密切，局部突入管腔。")
    assert found == {("left-internal-iliac-vein", "tumour", "affirmed")}


def test_a_form_in_one_line_keeps_its_sections() -> None:
    """What was found is no request, though no line ends before its heading; a request behind a comma takes nothing."""
    form = "申请目的：排除瘤栓 检查所见：下腔静脉内见瘤栓 右心房未见异常"
    assert ("ivc-unspecified", "tumour", "affirmed") in veins(form)
    assert said("下腔静脉瘤栓，临床诊断：静脉内平滑肌瘤病", "mass.reading") == [("ivl", "affirmed")]


def test_a_large_mass_beside_the_name_of_a_chamber_lies_in_it() -> None:
    """Words for how it looks may stand between the vein and the mass; what lies beside the vein is not in it."""
    assert veins("右房巨大占位，阻塞三尖瓣口。") == {("right-atrium", "tumour", "affirmed")}
    assert veins("盆腔血管旁巨大肿块。") == set()


def test_a_mass_of_the_liver_or_kidney_explains_the_vein() -> None:
    """By its part of the organ too; a nodule of the liver explains nothing."""
    causes = {cause.cause for cause in shipped_reader().read("肝右叶巨大肿块，下腔静脉癌栓。").causes}
    assert causes == {"hepatic-tumour"}
    assert {cause.cause for cause in shipped_reader().read("左肾下极见一肿块，下腔静脉癌栓。").causes} == {
        "renal-tumour"
    }
    assert shipped_reader().read("肝右叶结节，肝后段下腔静脉肿块。").causes == ()


def test_a_vein_may_be_filled_by_a_mass_or_pressed() -> None:
    """被…占据 tells what lies inside, 被…推压 what lies beside."""
    assert veins("下腔静脉管腔被实性肿块占据。") == {("ivc-unspecified", "tumour", "affirmed")}
    assert veins("下腔静脉被实性肿块推压。") == set()


def test_a_time_of_follow_up_is_no_way_into_a_vein() -> None:
    """随访至…月 goes nowhere; both veins are denied."""
    assert veins("随访至术后20个月，下腔静脉及右心房内未见肿瘤。") == {
        ("ivc-unspecified", "tumour", "negated"),
        ("right-atrium", "tumour", "negated"),
    }


def test_what_it_was_mistaken_for_is_not_there() -> None:
    """误诊为血栓 denies the clot."""
    assert ("ivc-unspecified", "thrombus", "affirmed") not in veins("下腔静脉肿块，外院误诊为血栓。")


def test_an_operation_of_another_year_is_history() -> None:
    """What a past operation took out is not there today, but what today's study shows is."""
    text = "2018年因静脉内平滑肌瘤病行全子宫切除、下腔静脉切开取瘤术。"
    assert {status for _, _, status in veins(text)} == {"historical"}
    assert ("ivc-unspecified", "tumour", "affirmed") in veins("2018年行全子宫切除术，现下腔静脉内见肿瘤。")


def test_a_doubt_about_an_artefact_denies_nothing() -> None:
    """不除外伪影 leaves the defect open, 考虑伪影 takes it away."""
    assert veins("下腔静脉内充盈缺损，不除外对比剂混合不均所致。") == {
        ("ivc-unspecified", "filling-defect", "uncertain")
    }
    assert veins("下腔静脉内充盈缺损，考虑对比剂混合不均所致。") == {("ivc-unspecified", "filling-defect", "negated")}
