"""State: what holds of the woman at a point, until something else is recorded."""

from __future__ import annotations

from cephalad.terms.finding import Choice
from cephalad.terms.vocabulary.declare import Section

__all__ = ["STATE"]

_S = Section("state", ("state",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
STATE = _S.kind("State", "患者状况",
    _S.choice("menopause", "Menopausal state", "绝经状态",
        "Is she premenopausal, perimenopausal or postmenopausal?", "目前是绝经前、围绝经期还是绝经后？",
        of=(Choice("premenopausal", "premenopausal", "绝经前"),
            Choice("perimenopausal", "perimenopausal", "围绝经期"),
            Choice("postmenopausal", "postmenopausal", "绝经后"))),
    _S.presence("pregnancy", "Pregnant", "妊娠", "Is she pregnant?", "目前是否妊娠？"),
    _S.presence("fit-for-surgery", "Fit for surgery", "可耐受手术",
        "Is she fit for surgery?", "是否可耐受手术？"),
    _S.presence("too-extensive", "Disease too extensive for surgery", "病变范围过大无法手术",
        "Is the disease judged too extensive for surgery?", "是否因病变范围过大而判断无法手术？"),
    _S.presence("surgery-delayed", "Surgery delayed", "手术推迟",
        "Is it impossible to operate soon?", "是否短期内无法手术？"),
    _S.presence("staged-surgery-planned", "Staged surgery planned", "计划分期手术",
        "Is staged surgery planned?", "是否计划分期手术？"),
    _S.choice("vital-status", "Vital status", "生存状态", "Is she alive?", "患者是否在世？",
        of=(Choice("alive", "alive", "存活"), Choice("dead", "dead", "死亡"))),
)
# fmt: on
