"""Examination: what the clinician sees, feels and measures at the patient."""

from __future__ import annotations

from cephalad.terms.finding import Choice
from cephalad.terms.vocabulary.declare import Section, hpo, loinc

__all__ = ["EXAMINATION", "NORMAL_OR_NOT"]

NORMAL_OR_NOT = (Choice("normal", "normal", "正常"), Choice("abnormal", "abnormal", "异常"))

_S = Section("examination", ("examination",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
EXAMINATION = _S.kind("Examination", "体格检查与专科检查",
    _S.presence("uterus-enlarged", "Enlarged uterus", "子宫增大",
        "Is the uterus enlarged on examination?", "查体子宫是否增大？"),
    _S.text("uterus-size", "Size of the uterus", "子宫大小",
        "How large is the uterus on examination?", "查体子宫多大（如孕多少周）？"),
    _S.text("cervix", "Cervix", "宫颈", "What does the cervix look and feel like?", "宫颈检查所见如何？"),
    _S.text("adnexa", "Adnexa", "附件", "What is felt in the adnexal regions?", "双侧附件区触诊如何？"),
    _S.choice("cardiopulmonary", "Heart and lungs", "心肺查体",
        "Is the examination of heart and lungs normal?", "心肺查体是否正常？", of=NORMAL_OR_NOT),
    _S.presence("leg-oedema", "Leg oedema", "下肢水肿",
        "Is there leg oedema on examination?", "查体是否有下肢水肿？", codes=hpo("HP:0010741")),
    _S.presence("ascites", "Ascites", "腹水",
        "Is there ascites on examination?", "查体是否有腹水征？", codes=hpo("HP:0001541")),
    _S.presence("abdominal-wall-veins", "Dilated abdominal-wall veins", "腹壁静脉曲张",
        "Are the veins of the abdominal wall dilated?", "查体是否有腹壁静脉曲张？"),
    _S.number("temperature", "Body temperature", "体温",
        "What is the body temperature?", "体温是多少？", unit="Cel", low=10, high=50),
    _S.number("pulse", "Pulse", "脉搏", "What is the pulse rate?", "脉搏是多少？", unit="/min", low=0, high=400),
    _S.number("respiration", "Respiration", "呼吸频率",
        "What is the respiratory rate?", "呼吸频率是多少？", unit="/min", low=0, high=150),
    _S.number("systolic", "Systolic blood pressure", "收缩压",
        "What is the systolic blood pressure?", "收缩压是多少？", unit="mmHg", low=0, high=400),
    _S.number("diastolic", "Diastolic blood pressure", "舒张压",
        "What is the diastolic blood pressure?", "舒张压是多少？", unit="mmHg", low=0, high=300),
    _S.choice("electrocardiogram", "Electrocardiogram", "心电图",
        "Is the electrocardiogram normal?", "心电图是否正常？", of=NORMAL_OR_NOT, codes=loinc("34534-8")),
    _S.choice("hysteroscopy", "Hysteroscopy", "宫腔镜检查",
        "Is the hysteroscopy normal?", "宫腔镜检查是否正常？", of=NORMAL_OR_NOT),
    _S.choice("bone-density", "Bone density", "骨密度",
        "Is bone density normal or reduced?", "骨密度是正常还是降低？",
        of=(Choice("normal", "normal", "正常"), Choice("reduced", "reduced", "降低", hpo("HP:0004349")))),
    _S.text("impression", "Impression", "检查印象",
        "What is the examiner's impression?", "检查者的总体印象是什么？"),
    has_masses=True,
)
# fmt: on
