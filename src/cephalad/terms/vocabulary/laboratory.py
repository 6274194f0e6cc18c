"""Laboratory: values and the laboratory's own verdicts on them."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section, hpo
from cephalad.terms.vocabulary.examination import NORMAL_OR_NOT

__all__ = ["LABORATORY"]

_NORMAL_OR_RAISED = (Choice("normal", "normal", "正常"), Choice("raised", "raised", "升高"))

_S = Section("laboratory", ("laboratory",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
LABORATORY = _S.kind("Laboratory", "实验室检查",
    _S.choice("blood-count", "Blood count", "血常规",
        "Is the blood count normal?", "血常规是否正常？", of=NORMAL_OR_NOT),
    _S.presence("anaemia", "Anaemia", "贫血",
        "Does the blood count show anaemia?", "血常规是否提示贫血？", codes=hpo("HP:0001903")),
    _S.number("haemoglobin", "Haemoglobin", "血红蛋白",
        "What is the haemoglobin concentration?", "血红蛋白是多少？", unit="g/L", low=1, high=300),
    _S.choice("coagulation", "Coagulation tests", "凝血功能",
        "Are the coagulation tests normal?", "凝血功能是否正常？", of=NORMAL_OR_NOT),
    _S.choice("tumour-markers", "Tumour markers", "肿瘤标志物",
        "Are the tumour markers normal or raised?", "肿瘤标志物是正常还是升高？", of=_NORMAL_OR_RAISED),
    _S.choice("d-dimer", "D-dimer", "D-二聚体",
        "Is D-dimer normal or raised?", "D-二聚体是正常还是升高？", of=_NORMAL_OR_RAISED),
    _S.number("oestradiol", "Oestradiol", "雌二醇",
        "What is the oestradiol concentration?", "雌二醇水平是多少？", unit="pmol/L", low=0, high=500_000),
    silence=Silence.LEDGER,
)
# fmt: on
