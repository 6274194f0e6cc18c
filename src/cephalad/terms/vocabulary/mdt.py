"""Multidisciplinary meetings: who met and what was planned."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section

__all__ = ["MDT"]

_ROLES = (
    Choice("gynaecology", "gynaecology", "妇科"),
    Choice("radiology", "radiology", "影像科"),
    Choice("pathology", "pathology", "病理科"),
    Choice("anaesthesia", "anaesthesia", "麻醉科"),
    Choice("vascular-surgery", "vascular surgery", "血管外科"),
    Choice("cardiac-surgery", "cardiac surgery", "心脏外科"),
    Choice("echocardiography", "echocardiography", "心脏超声"),
    Choice("perfusion", "perfusion", "体外循环"),
    Choice("hepatic-surgery", "hepatic surgery", "肝脏外科"),
    Choice("urology", "urology", "泌尿外科"),
    Choice("interventional-radiology", "interventional radiology", "介入科"),
    Choice("reproductive-medicine", "reproductive medicine", "生殖医学科"),
    Choice("sarcoma-oncology", "sarcoma oncology", "肉瘤专科（肿瘤科）"),
    Choice("thoracic-surgery", "thoracic surgery", "胸外科"),
)

_S = Section("mdt", ("mdt",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
MDT = _S.kind("Multidisciplinary meeting", "多学科会诊",
    _S.choices("participants", "Participants", "参加科室",
        "Which disciplines took part?", "哪些科室参加了会诊？", of=_ROLES),
    _S.presence("convened", "Meeting held", "会诊已召开",
        "Was the meeting held?", "多学科会诊是否已召开？"),
    _S.text("plan", "Plan", "会诊意见", "What did the meeting plan?", "会诊制定了什么方案？"),
)
# fmt: on
