"""Refusals: a study or measure that the woman declined."""

from __future__ import annotations

from cephalad.terms.finding import Silence
from cephalad.terms.vocabulary.declare import Section
from cephalad.terms.vocabulary.studies import STUDIES

__all__ = ["DECLINED"]

_S = Section("declined", ("declined",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
DECLINED = _S.kind("Refusal", "拒绝检查或治疗",
    _S.choice("study", "What was declined", "拒绝项目", "What did she decline?", "患者拒绝了什么项目？", of=STUDIES),
    _S.text("grounds", "Reason", "拒绝原因", "Why did she decline?", "拒绝的原因是什么？"),
)
# fmt: on
