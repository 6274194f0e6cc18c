"""Recurrence: tumour that came back, or grew on, and what is to be done about it."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section

__all__ = ["RECURRENCE"]

_S = Section("recurrence", ("recurrence",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
RECURRENCE = _S.kind("Recurrence", "复发",
    _S.choice("type", "Type", "类型",
        "Is it recurrence after complete resection, progression of residual tumour, or a new fibroid?",
        "是完全切除后的复发、残余肿瘤的进展，还是新发子宫肌瘤？",
        of=(Choice("recurrence", "recurrence", "复发"), Choice("progression", "progression", "进展"),
            Choice("new-fibroid", "new fibroid", "新发子宫肌瘤"), Choice("unclear", "unclear", "不明确"))),
    _S.choice("reoperation", "Reoperation", "再次手术",
        "Has reoperation been done or decided, or is none planned?", "再次手术是已实施、已决定还是未计划？",
        of=(Choice("done", "done", "已实施"), Choice("decided", "decided", "已决定"),
            Choice("not-planned", "not planned", "未计划"))),
    has_veins=True,
)
# fmt: on
