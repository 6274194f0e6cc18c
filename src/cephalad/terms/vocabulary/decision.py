"""Decisions: what a clinician decided and recorded, where the pathway leaves it to her or him."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section
from cephalad.terms.vocabulary.studies import STUDIES

__all__ = ["DECISION"]

_TREATMENTS = (
    Choice("fertility-sparing", "fertility-sparing resection", "保留生育功能的切除术"),
    Choice("hysterectomy-ovaries-kept", "hysterectomy with ovaries kept", "子宫切除、保留卵巢"),
    Choice(
        "hysterectomy-bilateral-salpingo-oophorectomy",
        "hysterectomy with bilateral salpingo-oophorectomy",
        "子宫加双侧附件切除",
    ),
    Choice("endocrine-only", "endocrine therapy alone", "单纯内分泌治疗"),
    Choice("none", "no treatment", "不予治疗"),
)

_S = Section("decision", ("decision",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
DECISION = _S.kind("Decision", "临床决定",
    _S.choice("surveillance-group", "Surveillance group", "随访风险分组",
        "Into which surveillance group was she placed?", "被归入哪一随访风险组？",
        of=(Choice("low", "low risk", "低危"), Choice("high", "high risk", "高危"),
            Choice("very-high", "very high risk", "极高危"))),
    _S.presence("stop-surveillance", "Stop surveillance", "停止随访",
        "Was it decided to stop surveillance?", "是否决定停止随访？"),
    _S.choice("ends-study", "Study ended", "终止的项目",
        "Which study or measure was ended?", "决定终止哪一项目？", of=STUDIES),
    _S.presence("reoperation", "Reoperation", "再次手术",
        "Was it decided to operate again?", "是否决定再次手术？"),
    _S.choice("treatment", "Treatment", "治疗方案",
        "Which treatment was decided?", "决定采用哪种治疗方案？", of=_TREATMENTS),
    _S.text("grounds", "Reason", "理由", "What is the reason for the decision?", "作出该决定的理由是什么？"),
)
# fmt: on
