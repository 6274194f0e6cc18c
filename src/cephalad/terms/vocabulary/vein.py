"""Veins: what a study or an operation says of one vein segment or set of segments, the heart included."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Qualifier
from cephalad.terms.vocabulary.declare import Section

__all__ = ["VEIN_FINDINGS"]

_S = Section("vein", ("imaging", "operation", "pathology", "recurrence"), qualifier=Qualifier.SEGMENT)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
VEIN_FINDINGS = (
    _S.choice("content", "Content", "管腔内容物",
        "What does the lumen contain?", "管腔内有什么？",
        of=(Choice("tumour", "tumour", "肿瘤"), Choice("filling-defect", "filling defect", "充盈缺损"),
            Choice("thrombus", "thrombus", "血栓"), Choice("clear", "clear", "通畅、无占位"))),
    _S.presence("enhancing", "Enhancing content", "内容物强化",
        "Does the content of the lumen take up contrast?", "增强扫描时管腔内容物是否强化？"),
    _S.presence("cord-like", "Cord-like content", "内容物呈条索状",
        "Is the content of the lumen cord-like?", "管腔内容物是否呈条索状？"),
    _S.presence("continuous-with-source", "Continuous with the source", "与来源肿块相连续",
        "Is the content continuous, or apparently so, with a uterine, parametrial or ovarian-vein mass?",
        "管腔内容物是否与子宫、宫旁或卵巢静脉肿块相连续（或似相连续）？"),
    _S.presence("explained", "Shown not to be tumour", "已证实非肿瘤",
        "Has non-enhancement or pathology shown that the content is not tumour?",
        "是否已由无强化或病理证实管腔内容物不是肿瘤？"),
    _S.presence("dilated", "Dilated", "增粗扩张", "Is the vein dilated?", "该静脉是否增粗扩张？"),
    _S.presence("mobile", "Mobile content", "内容物可移动",
        "Does the content move freely in the lumen?", "管腔内容物是否可活动？"),
    _S.presence("adherent", "Adherent to the wall", "与管壁粘连",
        "Does the content adhere to the wall?", "管腔内容物是否与管壁粘连？"),
    _S.presence("author-inference", "Author's inference", "作者推断",
        "Is this the author's inference rather than something seen?", "这是否为作者推断而非直接所见？"),
    _S.text("upper-limit", "Upper limit of the tumour", "肿瘤上界",
        "Where in this vein does the tumour end?", "肿瘤上界位于该静脉的何处？"),
    _S.presence("clear-above", "Clear above the upper limit", "上界以上通畅",
        "Was the vein above the tumour's upper end examined and found clear?",
        "是否已检查肿瘤上界以上的静脉并确认通畅？"),
    _S.presence("explored", "Explored", "已探查",
        "Was the vein explored at operation?", "术中是否探查该静脉？", kinds=("operation",)),
    _S.choice("outcome", "Outcome of the operation", "手术处理结果",
        "Was the tumour or vein removed, or tumour left?", "该处肿瘤或静脉已切除，还是有肿瘤残留？",
        of=(Choice("removed", "removed", "已切除"), Choice("left", "tumour left", "肿瘤残留")),
        kinds=("operation",)),
)
# fmt: on
