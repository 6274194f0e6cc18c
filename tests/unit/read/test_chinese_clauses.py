"""Chinese clauses: what a request reaches, what an afterthought looks back to, slips, cut lines, several masses."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, statuses, veins

from cephalad.read import shipped_reader
from cephalad.read.text import plain

IVL = "mass.reading"


def _sizes(text: str) -> set[tuple[str | None, str | float]]:
    """The longest diameter of each mass."""
    found = shipped_reader().read(text).findings
    return {(each.qualifier, each.value) for each in found if each.finding == "mass.longest-diameter"}


def test_what_was_seen_is_no_part_of_the_request_before_it() -> None:
    """A colon after the request, and a clause with 见 or 示, end what was asked."""
    assert veins("除外感染后行CTV：下腔静脉内见瘤栓。") == {("ivc-unspecified", "tumour", "affirmed")}
    assert veins("请排除血栓，超声示下腔静脉内见瘤栓。") == {
        (None, "thrombus", "hypothetical"),
        ("ivc-unspecified", "tumour", "affirmed"),
    }
    assert statuses("请排除静脉内平滑肌瘤病，子宫肉瘤。") == {"hypothetical"}


def test_a_doubt_in_a_clause_of_its_own_looks_back() -> None:
    """What cannot be excluded, or is an artefact, stands in the clause before when its own names nothing."""
    assert said("静脉内平滑肌瘤病可能性不大，但亦不能除外。", IVL) == [("ivl", "uncertain")]
    assert veins("下腔静脉内见充盈缺损，延迟期消失，考虑混合伪影。") == {
        ("ivc-unspecified", "filling-defect", "negated")
    }
    assert veins("下腔静脉内见充盈缺损，子宫肌瘤周边见伪影。") == {("ivc-unspecified", "filling-defect", "affirmed")}


def test_a_doubt_in_the_history_is_what_the_clinician_looks_for() -> None:
    """A disease that the history only suspects is looked for, one that it tells is past."""
    assert said("病史：静脉内平滑肌瘤病？", IVL) == [("ivl", "hypothetical")]
    assert said("病史：静脉内平滑肌瘤病。", IVL) == [("ivl", "historical")]


def test_veins_named_in_passing_hold_nothing() -> None:
    """Veins behind a comma with words of their own do not take over what was said before."""
    assert veins("右心房内见占位，建议复查下腔静脉。") == {("right-atrium", "tumour", "affirmed")}
    assert veins("右心房未见异常，下腔静脉未观察。") == {
        ("right-atrium", "clear", "affirmed"),
        ("ivc-unspecified", "not-assessed", "affirmed"),
    }


def test_a_list_of_veins_waits_for_its_statement() -> None:
    """Veins joined by 、 belong to what follows, though veins before the comma were spoken of."""
    assert veins("包块与左侧髂外静脉分界不清，左侧髂内静脉、髂总静脉、下腔静脉内见充盈缺损。") == {
        ("left-internal-iliac-vein", "filling-defect", "affirmed"),
        ("left-common-iliac-vein", "filling-defect", "affirmed"),
        ("ivc-unspecified", "filling-defect", "affirmed"),
    }


def test_a_colon_stands_between_a_vein_and_what_it_holds() -> None:
    """In a list a mass after the colon lies in the vein before it; a bare question is about the same vein."""
    assert veins("右心室：肿物3.1×2.0cm") == {("right-ventricle", "tumour", "affirmed")}
    assert ("ivc-unspecified", "thrombus", "uncertain") in veins("下腔静脉内占位，瘤栓？血栓？")


def test_where_a_tumour_does_not_go() -> None:
    """未累及 behind a tumour denies the veins that it leads to, and not the tumour."""
    assert veins("左侧髂静脉内瘤栓，未累及下腔静脉。") == {
        ("left-iliac-unspecified", "tumour", "affirmed"),
        ("ivc-unspecified", "tumour", "negated"),
    }
    assert veins("瘤栓未累及肝静脉及右心房。") == {
        (None, "tumour", "affirmed"),
        ("hepatic-veins", "tumour", "negated"),
        ("right-atrium", "tumour", "negated"),
    }
    assert veins("右心室：未见占位；下腔静脉：瘤栓。") == {
        ("right-ventricle", "tumour", "negated"),
        ("ivc-unspecified", "tumour", "affirmed"),
    }


def test_a_mass_in_a_list_of_contents() -> None:
    """A word for a mass in a list of what a vein does not hold belongs to that vein; a fibroid does not."""
    assert veins("右心房未见血栓、占位。") == {
        ("right-atrium", "thrombus", "negated"),
        ("right-atrium", "tumour", "negated"),
    }
    assert veins("髂静脉血栓、子宫肌瘤。") == {("iliac-unspecified", "thrombus", "affirmed")}


def test_a_level_ends_at_the_comma() -> None:
    """上缘 behind a comma says where the content ends, and makes no level of the vein before."""
    assert veins("瘤栓延伸入下腔静脉，上缘达肝静脉水平。") == {("ivc-unspecified", "tumour", "affirmed")}


def test_a_cord_in_a_vein_is_a_mass_and_an_echo_is_none() -> None:
    """Something like a cord inside a vein is an intravascular mass; a mere echo is only a defect."""
    assert said("右心房内见条状高回声。", "mass.location") == [("intravascular", "affirmed")]
    assert said("髂静脉内充满低回声。", "mass.location") == []
    assert veins("左侧髂静脉增宽，内充满低回声。") == {("left-iliac-unspecified", "filling-defect", "affirmed")}


def test_a_connexion_counts_beside_a_vein() -> None:
    """相连 says that a mass goes on into a vein that is named, and nothing beside any other organ."""
    assert said("宫旁肿块与右侧卵巢静脉相连。", "mass.vascular-involvement") == [("yes", "affirmed")]
    assert said("宫旁肿块与输尿管相连。", "mass.vascular-involvement") == []


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("盆腔见两个肿块：左侧约5.0×4.2cm；右侧约7.5×6.0cm。", {("mass-1", 50.0), ("mass-2", 75.0)}),
        ("子宫肌瘤：前壁3.1×2.8cm，后壁2.2×2.0cm。", {("mass-1", 31.0), ("mass-2", 22.0)}),
        ("宫旁见两个结节，大小分别约3.4×2.2cm、1.8×1.5cm。", {("mass-1", 34.0), ("mass-2", 18.0)}),
        ("肌瘤：①3.2×2.8cm；②4.5×4.0cm。", {("mass-1", 32.0), ("mass-2", 45.0)}),
        ("子宫前壁肌瘤3.0cm，右侧宫旁另见一5.5cm肿块。", {("mass-1", 30.0), ("mass-2", 55.0)}),
        ("宫旁肿块，2018年大小约2.5cm，本次约5.5cm。", {("mass-1", 55.0)}),
    ],
)
def test_each_mass_has_its_size(text: str, sizes: set[tuple[str, float]]) -> None:
    """Sides, sites, 分别 and 另见 tell masses apart; a size of years ago is none of today."""
    assert _sizes(text) == sizes


def test_diameters_named_by_their_axes_are_one_size() -> None:
    """上下径, 前后径 and 左右径 are the three diameters of one mass."""
    found = shipped_reader().read("宫旁肿块，上下径6.1cm，前后径5.2cm，左右径4.3cm。").findings
    assert [each.value for each in found if each.finding.endswith("-diameter")] == [61.0, 52.0, 43.0]


def test_several_fibroids_of_the_uterus_are_no_mass_beside_it() -> None:
    """子宫多发肌瘤 is not the reading of a mass beside the uterus, 子宫肌瘤 is none of one in the adnexal region."""
    beside = shipped_reader().read("左侧宫旁见一包块，约5cm。提示：子宫多发肌瘤。").findings
    adnexal = shipped_reader().read("左附件区见一包块，约5cm。提示：子宫肌瘤。").findings
    for found in (beside, adnexal):
        assert [each.qualifier for each in found if each.finding == "mass.reading"] == ["mass-2"]


def test_a_surgeon_s_cord_is_a_tumour_like_a_worm() -> None:
    """In an operative report something like a worm or a cord is what the vocabulary asks a surgeon for."""
    text = "右心房内见蚯蚓样肿物。"
    assert said(text, "operation.worm-like-tumour", modality="operation") == [("yes", "affirmed")]
    assert said(text, "operation.worm-like-tumour", modality="ct") == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("末见充盈缺损", "未见充盈缺损"),
        ("为见明显异常", "未见明显异常"),
        ("延伸人右心房", "延伸入右心房"),
        ("不能除处", "不能除外"),
        ("盆腔包快", "盆腔包块"),
        ("肌溜", "肌瘤"),
        ("瘤拴", "瘤栓"),
        ("期末见面", "期末见面"),
        ("行为见解", "行为见解"),
    ],
)
def test_slips_of_single_signs(written: str, meant: str) -> None:
    """A sign mistaken for one that looks or sounds like it is mended where it can mean nothing else."""
    assert plain(written).text == meant


def test_a_word_cut_by_the_end_of_a_line() -> None:
    """未 never ends a line, 瘤病 never begins one; a list of answers is not run together."""
    assert veins("左侧髂总静脉内未\n见血栓。") == {("left-common-iliac-vein", "thrombus", "negated")}
    assert said("诊断：静脉内平滑肌\n瘤病。", IVL) == [("ivl", "affirmed")]
    assert plain("血栓：未见\n充盈缺损：无").text == "血栓:未见\n充盈缺损:无"
