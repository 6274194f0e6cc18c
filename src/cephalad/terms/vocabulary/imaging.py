"""Imaging: how a study was made, what it covers, and what it shows apart from masses and veins."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section, hpo, loinc
from cephalad.terms.vocabulary.mass import READINGS

__all__ = ["IMAGING"]

_MODALITIES = (
    Choice("ultrasound", "ultrasound", "超声"),
    Choice("doppler", "colour Doppler ultrasound", "彩色多普勒超声"),
    Choice("contrast-ultrasound", "contrast-enhanced ultrasound", "超声造影"),
    Choice("ct", "CT", "CT"),
    Choice("mr", "MRI", "磁共振成像"),
    Choice("echocardiography", "echocardiography", "超声心动图", loinc("34552-0")),
    Choice("venography", "catheter venography", "静脉造影"),
    Choice("pet", "PET", "PET"),
    Choice("radiograph", "radiograph", "X线摄片"),
    Choice("scintigraphy", "scintigraphy", "核素显像"),
    Choice("catheterisation", "cardiac catheterisation", "心导管检查"),
)
_TECHNIQUES = (
    Choice("three-dimensional", "three-dimensional reconstruction", "三维重建"),
    Choice("venography", "CT or MR venography", "CT或磁共振静脉成像"),
    Choice("plain", "plain series", "平扫"),
    Choice("diffusion", "diffusion-weighted imaging", "弥散加权成像"),
    Choice("transvaginal", "transvaginal", "经阴道"),
    Choice("transoesophageal", "transoesophageal", "经食管"),
    Choice("transthoracic", "transthoracic", "经胸"),
    Choice("intraoperative", "intraoperative", "术中"),
    Choice("cine", "cine imaging", "电影序列"),
)
_REGIONS = (
    Choice("pelvis", "pelvis", "盆腔"),
    Choice("abdomen", "abdomen", "腹部"),
    Choice("kidneys", "kidneys", "肾脏"),
    Choice("iliac-and-caval", "iliac veins and inferior vena cava", "髂静脉和下腔静脉"),
    Choice("legs", "legs", "下肢"),
    Choice("heart", "heart", "心脏"),
    Choice("chest", "chest", "胸部"),
)
_INCIDENTAL = (
    Choice("renal-cyst", "renal cyst", "肾囊肿", hpo("HP:0000107")),
    Choice("splenic-haemangioma", "splenic haemangioma", "脾血管瘤"),
    Choice("nabothian-cyst", "Nabothian cyst", "宫颈纳氏囊肿"),
    Choice("hepatic-cyst", "hepatic cyst", "肝囊肿"),
    Choice("other", "other", "其他"),
)

_S = Section("imaging", ("imaging",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
IMAGING = _S.kind("Imaging study", "影像学检查",
    _S.choice("modality", "Modality", "检查方式",
        "Which imaging modality was used?", "采用哪种影像学检查？", of=_MODALITIES),
    _S.presence("contrast", "Contrast given", "使用对比剂",
        "Was contrast given?", "是否使用对比剂增强？"),
    _S.choices("technique", "Technique", "检查技术",
        "Which techniques were used?", "使用了哪些检查技术？", of=_TECHNIQUES),
    _S.choices("regions", "Regions covered", "检查范围",
        "Which regions did the study cover?", "检查覆盖了哪些部位？", of=_REGIONS),
    _S.choice("relation-to-vessels", "Relation of the mass to vessels", "肿块与血管的关系",
        "Is the mass related to vessels: not at all, adjacent, or inside one?",
        "肿块与血管的关系如何：无关、毗邻还是位于血管内？",
        of=(Choice("none", "no relation", "无关"), Choice("adjacent", "adjacent", "毗邻"),
            Choice("intravascular", "inside a vessel", "位于血管内"))),
    _S.presence("fibroid", "Uterine fibroid", "子宫肌瘤",
        "Does the study show a uterine fibroid?", "影像是否提示子宫肌瘤？", codes=hpo("HP:0000131")),
    _S.presence("uterus-enlarged", "Enlarged uterus", "子宫增大",
        "Does the study show an enlarged uterus?", "影像是否提示子宫增大？"),
    _S.presence("adenomyosis", "Adenomyosis", "子宫腺肌病",
        "Does the study show adenomyosis?", "影像是否提示子宫腺肌病？", codes=hpo("HP:0034326")),
    _S.choice("endometrium", "Endometrium", "子宫内膜",
        "What does the endometrium look like?", "子宫内膜表现如何？",
        of=(Choice("normal", "normal", "正常"), Choice("heterogeneous", "heterogeneous", "回声或信号不均"),
            Choice("thickened", "thickened", "增厚"))),
    _S.choice("lung-nodules", "Lung nodules", "肺结节",
        "Are there lung nodules: none, one or several?", "有无肺结节：无、单发还是多发？",
        of=(Choice("none", "none", "无"), Choice("solitary", "solitary", "单发"),
            Choice("multiple", "multiple", "多发")), codes=hpo("HP:0033608")),
    _S.presence("lung-metastases", "Smooth-muscle tumour in the lung", "肺内平滑肌肿瘤",
        "Is there smooth-muscle tumour in the lung?", "肺内是否有平滑肌肿瘤转移灶？"),
    _S.presence("leg-thrombosis", "Deep leg-vein thrombosis", "下肢深静脉血栓",
        "Does the study show a deep leg-vein thrombosis?", "影像是否提示下肢深静脉血栓？", codes=hpo("HP:0002625")),
    _S.presence("hydronephrosis", "Hydronephrosis", "肾积水",
        "Is there hydronephrosis?", "是否有肾积水？", codes=hpo("HP:0000126")),
    _S.presence("ureter-involved", "Ureter involved", "输尿管受累",
        "Is a ureter involved?", "输尿管是否受累？"),
    _S.presence("effusion", "Effusion", "积液",
        "Is there an effusion (pelvic, pleural or pericardial)?", "是否有积液（盆腔、胸腔或心包）？"),
    _S.presence("arteriovenous-fistula", "Arteriovenous fistula", "动静脉瘘",
        "Is there an arteriovenous fistula?", "是否有动静脉瘘？", codes=hpo("HP:0004947")),
    _S.presence("right-heart-overload", "Right heart overload", "右心负荷过重",
        "Is the right heart overloaded?", "是否有右心负荷过重？"),
    _S.presence("sieve-hole-sign", "Sieve-hole sign", "筛孔征",
        "Does the intraluminal lesion show the sieve-hole sign?", "管腔内病变是否呈“筛孔征”？"),
    _S.presence("venous-thrombus", "Thrombus described in a vein", "静脉内血栓描述",
        "Does the report describe a thrombus in a vein?", "报告是否描述静脉内血栓？"),
    _S.choices("incidental", "Incidental findings", "偶然发现",
        "Which incidental findings are named?", "报告提到哪些偶然发现？", of=_INCIDENTAL),
    _S.presence("new-or-growing-tumour", "New or growing tumour", "新发或增大的肿瘤",
        "Compared with earlier imaging, is there new or growing tumour?", "与既往影像相比，是否有新发或增大的肿瘤？"),
    _S.presence("residual-tumour", "Residual tumour", "残余肿瘤",
        "Does the study show residual tumour?", "影像是否提示肿瘤残留？"),
    _S.presence("unclear-finding", "Unclear finding", "不确定的所见",
        "Is there a finding that the report leaves unclear?", "是否有报告未能明确的所见？"),
    _S.choices("reading", "Reading of the whole study", "总体诊断考虑",
        "What does the report consider (all readings that were named)?", "报告总体考虑哪些诊断（可多选）？",
        of=READINGS),
    _S.text("impression", "Impression", "影像印象",
        "What is the report's impression, in its own words?", "报告的诊断印象原文是什么？"),
    silence=Silence.LEDGER, has_masses=True, has_veins=True,
)
# fmt: on
