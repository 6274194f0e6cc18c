"""Wishes: what the woman wants and what she does not want."""

from __future__ import annotations

from cephalad.terms.vocabulary.declare import Section

__all__ = ["WISH"]

_S = Section("wish", ("wish",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
WISH = _S.kind("Wish", "患者意愿",
    _S.presence("fertility", "Wishes to keep fertility", "有生育要求",
        "Does she wish to keep her fertility?", "是否有生育要求？"),
    _S.presence("declines-surgery", "Declines surgery", "拒绝手术",
        "Does she decline surgery?", "是否拒绝手术？"),
    _S.presence("wants-ovaries-kept", "Wants to keep her ovaries", "要求保留卵巢",
        "Does she want to keep her ovaries?", "是否要求保留卵巢？"),
    _S.presence("endocrine-therapy", "Accepts endocrine therapy", "愿意接受内分泌治疗",
        "Does she accept endocrine therapy?", "是否愿意接受内分泌治疗？"),
    _S.presence("childbearing-complete", "Childbearing complete", "已完成生育",
        "Is childbearing complete?", "是否已完成生育？"),
    _S.text("other", "Other wishes", "其他意愿", "What else does she wish?", "还有哪些其他意愿？"),
)
# fmt: on
