"""Contacts: attempts to reach the woman between visits."""

from __future__ import annotations

from cephalad.terms.finding import Silence
from cephalad.terms.vocabulary.declare import Section

__all__ = ["CONTACT"]

_S = Section("contact", ("contact",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
CONTACT = _S.kind("Contact", "随访联系",
    _S.presence("reached", "Reached", "已联系上", "Was she reached?", "是否联系到患者？"),
    _S.presence("advised-return", "Advised to return at once if unwell", "已告知不适及时就诊",
        "Was she advised to come at once with any discomfort?", "是否已告知如有不适立即就诊？"),
    _S.text("remark", "Note", "备注", "What was said?", "联系内容是什么？"),
)
# fmt: on
