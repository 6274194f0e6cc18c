"""How Chinese departments fill in forms, list masses, share nouns and mark up pages."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, veins

from cephalad.read import shipped_reader
from cephalad.read.text import plain


def _causes(text: str) -> set[tuple[str, str]]:
    """The causes that a text names, with their statuses."""
    return {(cause.cause, cause.status) for cause in shipped_reader().read(text).causes}


def test_an_empty_box_is_a_no_where_another_is_ticked() -> None:
    """A square before an item, or behind 有 and 无, is an answer; squares none of which is ticked are bullets."""
    assert veins("■ 子宫肌瘤  □ 髂静脉血栓") == {("iliac-unspecified", "thrombus", "negated")}
    assert veins("□ 子宫肌瘤  □ 髂静脉血栓") == {("iliac-unspecified", "thrombus", "affirmed")}
    assert veins("下腔静脉瘤栓：有 □ 无 ■") == {("ivc-unspecified", "tumour", "negated")}
    assert veins("下腔静脉瘤栓：有 ■ 无 □") == {("ivc-unspecified", "tumour", "affirmed")}


def test_markup_of_a_page_is_no_text() -> None:
    """Tags and hard blanks of a page are passed over, and the places in the given text stay."""
    given = "<p>下腔<b>静脉</b>内见瘤栓。</p><p>子宫肌瘤&nbsp;3.5cm</p>"
    assert "下腔静脉内见瘤栓" in plain(given).text
    found = [each for each in shipped_reader().read(given).findings if each.finding == "vein.content"]
    assert [given[slice(*each.span)] for each in found] == ["瘤栓"]
    assert said(given, "mass.longest-diameter") == [(35.0, "affirmed")]


def test_veins_share_their_noun() -> None:
    """宫旁 and 卵巢 are veins too before 及髂内静脉."""
    assert {name for name, *_ in veins("宫旁、卵巢及髂内静脉内见瘤栓。")} == {
        "uterine-vein-unspecified",
        "ovarian-vein-unspecified",
        "internal-iliac-unspecified",
    }


def test_a_measure_leads_to_no_vein() -> None:
    """至 before a number is a width; what stands before a semicolon does not go on behind it."""
    assert veins("子宫肌瘤5cm；右侧卵巢静脉增宽至12mm，下腔静脉不宽。") == set()


def test_what_goes_on_is_what_stands_nearest() -> None:
    """A filling defect stays one when it extends, though fibroids are named behind it."""
    found = veins("右肺动脉内见充盈缺损，伸入右心室，患者有子宫肌瘤病史。")
    assert found == {
        ("pulmonary-arteries", "filling-defect", "affirmed"),
        ("right-ventricle", "filling-defect", "affirmed"),
    }


def test_where_it_does_not_reach_holds_nothing() -> None:
    """Neither 未达 before a disease named later nor 未见…受累 says that the vein holds tumour."""
    assert {each for each in veins("髂静脉内见肿物未达右心房 考虑静脉内平滑肌瘤病") if each[0] == "right-atrium"} == {
        ("right-atrium", "tumour", "negated")
    }
    assert veins("未见肾静脉、下腔静脉受累。") == {
        ("renal-vein-unspecified", "tumour", "negated"),
        ("ivc-unspecified", "tumour", "negated"),
    }


def test_a_question_is_about_its_whole_clause() -> None:
    """How far a disease would reach stands between it and the question mark."""
    assert said("静脉内平滑肌瘤病累及右心？", "mass.reading") == [("ivl", "uncertain")]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("下腔静脉内见瘤栓，考虑血流伪影。", "negated"),
        ("下腔静脉内见瘤栓，活动度大，考虑希阿里网。", "negated"),
        ("下腔静脉内见瘤栓，局部见伪影。", "affirmed"),
        ("下腔静脉内见瘤栓，伪影较重。", "affirmed"),
    ],
)
def test_an_artefact_must_be_the_verdict(text: str, status: str) -> None:
    """Only a clause that says what it was takes back what was seen; one that sees an artefact as well does not."""
    assert veins(text) == {("ivc-unspecified", "tumour", status)}


def test_what_only_describes_is_not_denied_with_its_noun() -> None:
    """A nodule without uptake is a nodule; of the lung it is told as such and is no mass."""
    text = "双肺见3枚不伴摄取增高的小结节。子宫肌瘤。"
    assert said(text, "imaging.lung-nodules") == [("multiple", "affirmed")]
    assert said("右肺见一枚结节。子宫肌瘤。", "imaging.lung-nodules") == [("solitary", "affirmed")]


def test_a_line_of_a_list_is_a_mass_of_its_own() -> None:
    """A site and a size on a line, a size behind 较大两个, and numbered items are each another mass."""
    lines = "子宫多发肌瘤：\n前壁 3.0cm\n后壁 2.0cm"
    assert said(lines, "mass.longest-diameter") == [(30.0, "affirmed"), (20.0, "affirmed")]
    two = "子宫肌瘤，较大两个约4.0cm（前壁）、3.0cm（后壁）。"
    assert said(two, "mass.longest-diameter") == [(40.0, "affirmed"), (30.0, "affirmed")]


def test_a_wall_that_a_mass_hangs_on_is_not_its_site() -> None:
    """与子宫右侧壁相连 tells a neighbour, 与子宫右侧壁肿块相连 where a mass lies."""
    assert said("阔韧带内肿块，与子宫右侧壁以蒂相连。", "mass.location") == [("broad-ligament", "affirmed")]
    assert ("intramural", "affirmed") in said("髂静脉瘤栓，与子宫右侧壁肿块相连。", "mass.location")


def test_a_mass_of_the_uterus_lies_somewhere_in_it() -> None:
    """Where in the uterus a mass lies stays unclear when no word tells; one beside the uterus is none of it."""
    assert said("子宫占位10cm。", "mass.location") == [("unclear", "affirmed")]
    assert said("A 10 cm mass in the uterus.", "mass.location") == [("unclear", "affirmed")]
    assert said("子宫切除术后，盆腔肿块。", "mass.location") == []


def test_a_tumour_of_another_organ_is_a_cause() -> None:
    """Size and look may stand between the organ and the word for a mass; a denied one is no cause."""
    assert ("adrenal-tumour", "affirmed") in _causes("右肾上腺区13cm占位，下腔静脉内癌栓。")
    assert ("renal-tumour", "affirmed") in _causes("左肾巨大不均匀肿块，下腔静脉内癌栓。")
    assert ("renal-tumour", "affirmed") not in _causes("双肾未见占位，下腔静脉内瘤栓。")


def test_a_venography_among_the_operations_is_a_study() -> None:
    """The kind of report is the study's when an operation's text begins as a venography; a cord on it is no tumour."""
    reading = shipped_reader().read("下腔静脉造影：下腔静脉内见条状充盈缺损。", modality="operation")
    assert reading.modality == "venography"
    assert all(each.finding != "operation.worm-like-tumour" for each in reading.findings)
    assert shipped_reader().read("手术记录：取出瘤栓，术中造影。", modality="operation").modality == "operation"


def test_a_past_disease_that_has_come_again_is_read_now() -> None:
    """Recurrence after an operation for the disease is the disease in this study; no recurrence is none."""
    assert ("ivl", "uncertain") in said("静脉内平滑肌瘤病术后，下腔静脉充盈缺损，考虑复发。", "imaging.reading")
    assert ("ivl", "affirmed") not in said("静脉内平滑肌瘤病术后，未见复发。", "imaging.reading")


def test_a_study_named_behind_the_history_is_no_history() -> None:
    """The name of a study with a colon ends the history of its line; an earlier study from outside does not."""
    assert veins("家族史：母亲肾癌。超声：下腔静脉内见血栓。") == {("ivc-unspecified", "thrombus", "affirmed")}
    assert veins("病史：外院超声：下腔静脉内见血栓。") == {("ivc-unspecified", "thrombus", "historical")}


def test_an_operation_named_at_once_with_its_disease_is_past_with_it() -> None:
    """子宫肌瘤全子宫切除术后 tells no fibroid of today."""
    assert ("yes", "affirmed") not in said("子宫肌瘤全子宫切除术后3年，下腔静脉通畅。", "imaging.fibroid")


@pytest.mark.parametrize(
    "text", ["左骼总静脉内见血栓。", "左髂总静脉内见血栓，延申至下腔静脉。", "左髂总静脉内未见冲盈缺损。"]
)
def test_slips_of_the_keyboard_are_mended(text: str) -> None:
    """Signs that look or sound alike are read as what was meant."""
    assert any(name == "left-common-iliac-vein" for name, *_ in veins(text))
    assert plain(text).text.count("髂") == 1


def test_a_word_cut_at_the_end_of_a_line_is_one() -> None:
    """平|滑肌瘤 and 未见|积液 go on over the line."""
    assert "静脉内平滑肌瘤病" in plain("考虑静脉内平\n滑肌瘤病").text.replace(" ", "")
    assert said("双侧胸腔未见\n积液，子宫肌瘤。", "imaging.effusion") == [("yes", "negated")]


def test_a_clot_of_a_leg_vein_is_a_leg_thrombosis() -> None:
    """In a list of veins the clot is said of each, and of those of the leg as the leg's thrombosis."""
    text = "左侧髂外、股、腘静脉血栓形成。"
    assert ("left-external-iliac-vein", "thrombus", "affirmed") in veins(text)
    assert ("yes", "affirmed") in said(text, "imaging.leg-thrombosis")
    assert said("左侧髂外静脉血栓形成。", "imaging.leg-thrombosis") == []


def test_an_unknown_nature_doubts_no_finding() -> None:
    """性质待定 leaves a filling defect or a mass as seen, and doubts a disease that is named."""
    assert veins("下腔静脉内充盈缺损，性质待定。") == {("ivc-unspecified", "filling-defect", "affirmed")}
    assert said("静脉内平滑肌瘤病性质待定。", "mass.reading") == [("ivl", "uncertain")]


def test_a_verdict_without_a_vein_is_about_the_veins_before() -> None:
    """符合血栓 in a sentence of its own speaks of the veins that the last one named."""
    assert ("left-iliac-unspecified", "thrombus", "affirmed") in veins("左侧髂静脉慢性闭塞，侧支开放。符合陈旧性血栓。")


def test_a_uterus_that_is_missing_was_not_removed_today() -> None:
    """子宫缺如 in an operative note tells of an earlier hysterectomy."""
    text = "术中见：子宫缺如，下腔静脉内触及瘤栓。"
    assert said(text, "operation.procedures", modality="operation") == []
    assert said(text, "operation.uterus", modality="operation") == [("already-absent", "affirmed")]
    assert said(text, "history.hysterectomy", modality="operation") == [("yes", "affirmed")]
