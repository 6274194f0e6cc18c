"""Pathology: the specimen, the diagnosis and the features on which it rests."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section, icdo3, mondo

__all__ = ["PATHOLOGY"]

_SPECIMENS = (
    Choice("uterus", "uterus", "子宫"),
    Choice("adnexa", "adnexa", "附件"),
    Choice("vein-content", "content of a vein", "静脉内容物"),
    Choice("mass", "mass", "肿块"),
    Choice("endometrium", "endometrium", "子宫内膜"),
    Choice("lung", "lung", "肺"),
    Choice("cardiac-mass", "cardiac mass", "心脏肿物"),
    Choice("other", "other", "其他"),
)
_METHODS = (
    Choice("permanent", "permanent section", "石蜡切片"),
    Choice("frozen-section", "frozen section", "冰冻切片"),
    Choice("autopsy", "autopsy", "尸检"),
)
_DIAGNOSES = (
    Choice("ivl", "intravenous leiomyomatosis", "静脉内平滑肌瘤病", mondo("MONDO:0003614") + icdo3("8890/1")),
    Choice("leiomyoma", "leiomyoma", "平滑肌瘤"),
    Choice("leiomyosarcoma", "leiomyosarcoma", "平滑肌肉瘤", icdo3("8890/3")),
    Choice("stromal-sarcoma", "endometrial stromal sarcoma", "子宫内膜间质肉瘤", mondo("MONDO:0006745")),
    Choice("stump", "smooth-muscle tumour of uncertain malignant potential", "恶性潜能未定的平滑肌肿瘤"),
    Choice(
        "benign-metastasising-leiomyoma",
        "benign metastasising leiomyoma",
        "良性转移性平滑肌瘤",
        mondo("MONDO:0022560"),
    ),
    Choice("angioleiomyoma", "angioleiomyoma", "血管平滑肌瘤", mondo("MONDO:0006646")),
    Choice("adenomyosis", "adenomyosis", "子宫腺肌病", mondo("MONDO:0010888")),
    Choice("thrombus", "thrombus", "血栓"),
    Choice("myxoma", "myxoma", "黏液瘤", mondo("MONDO:0044784")),
    Choice("ovarian-tumour", "ovarian tumour", "卵巢肿瘤"),
    Choice("renal-tumour", "renal tumour", "肾肿瘤"),
    Choice("proliferative-endometrium", "proliferative endometrium", "增殖期子宫内膜"),
    Choice("endometrial-hyperplasia", "endometrial hyperplasia", "子宫内膜增生"),
    Choice("endometrial-carcinoma", "endometrial carcinoma", "子宫内膜癌"),
    Choice("cervicitis", "cervicitis", "宫颈炎"),
    Choice("other", "other", "其他"),
)

_S = Section("pathology", ("pathology",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
PATHOLOGY = _S.kind("Pathology", "病理检查",
    _S.choices("specimen", "Specimen", "标本", "Which specimens were examined?", "送检了哪些标本？", of=_SPECIMENS),
    _S.choice("method", "Method", "病理方法",
        "Was it a permanent section, a frozen section or an autopsy?", "是石蜡切片、冰冻切片还是尸检？", of=_METHODS),
    _S.text("specimen-from", "Operation it came from", "标本来源手术",
        "From which operation does the specimen come?", "标本来自哪一次手术？"),
    _S.presence("biopsy", "Biopsy only", "仅为活检",
        "Is the specimen a biopsy only?", "该标本是否仅为活检？"),
    _S.presence("index-lesion", "The lesion that raised the suspicion", "引起怀疑的病灶本身",
        "Is this specimen the very lesion that raised the suspicion?", "该标本是否正是引起怀疑的病灶？"),
    _S.choices("diagnosis", "Diagnosis", "病理诊断",
        "What are the pathologist's diagnoses?", "病理诊断是什么（可多选）？", of=_DIAGNOSES),
    _S.presence("intraluminal-smooth-muscle", "Intraluminal smooth-muscle tumour", "管腔内平滑肌肿瘤",
        "Is there smooth-muscle tumour inside a vessel lumen?", "血管腔内是否有平滑肌肿瘤？"),
    _S.presence("vessels-contain-tumour", "Vessels contain tumour", "血管内有肿瘤",
        "Does any vessel contain tumour?", "是否有血管内含肿瘤？"),
    _S.presence("vessels-outside-uterus", "Tumour in vessels outside the uterus", "子宫外血管内有肿瘤",
        "Is there tumour in vessels outside the uterine contour?", "子宫轮廓以外的血管内是否有肿瘤？"),
    _S.choice("intravascular-part", "Nature of the intravascular part", "血管内部分的性质",
        "Is the intravascular part that other tumour, or clot?", "血管内部分是同一种其他肿瘤，还是血凝块？",
        of=(Choice("same-other-tumour", "the same other tumour", "同一种其他肿瘤"),
            Choice("clot", "clot", "血凝块"))),
    _S.presence("atypical-mitoses", "Atypical mitoses", "病理性核分裂象",
        "Are there atypical mitoses?", "是否有病理性核分裂象？"),
    _S.presence("atypia", "Cytological atypia", "细胞异型性",
        "Is there marked cytological atypia?", "是否有明显的细胞异型性？"),
    _S.presence("coagulative-necrosis", "Coagulative tumour necrosis", "凝固性肿瘤坏死",
        "Is there coagulative tumour necrosis?", "是否有凝固性肿瘤坏死？"),
    _S.number("mitoses-per-10-hpf", "Mitoses per 10 high-power fields", "核分裂象（每10个高倍视野）",
        "How many mitoses are there per 10 high-power fields?", "每10个高倍视野有多少个核分裂象？",
        unit="count", low=0, high=1000),
    _S.presence("endothelial-lining", "Endothelial lining", "内皮细胞被覆",
        "Is the intraluminal tumour covered by endothelium?", "管腔内肿瘤表面是否有内皮细胞被覆？"),
    _S.choice("immunohistochemistry", "Immunohistochemistry", "免疫组化",
        "Was immunohistochemistry done?", "是否做了免疫组化？",
        of=(Choice("done", "done", "已做"), Choice("not-done", "not done", "未做"))),
    _S.presence("smooth-muscle-actin", "Smooth-muscle actin", "平滑肌肌动蛋白（SMA）",
        "Is smooth-muscle actin positive?", "平滑肌肌动蛋白（SMA）是否阳性？"),
    _S.presence("desmin", "Desmin", "结蛋白（Desmin）", "Is desmin positive?", "结蛋白（Desmin）是否阳性？"),
    _S.presence("caldesmon", "Caldesmon", "钙调蛋白结合蛋白（Caldesmon）",
        "Is caldesmon positive?", "钙调蛋白结合蛋白（Caldesmon）是否阳性？"),
    _S.presence("oestrogen-receptor", "Oestrogen receptor", "雌激素受体（ER）",
        "Is the oestrogen receptor positive?", "雌激素受体（ER）是否阳性？"),
    _S.presence("progesterone-receptor", "Progesterone receptor", "孕激素受体（PR）",
        "Is the progesterone receptor positive?", "孕激素受体（PR）是否阳性？"),
    _S.presence("cd10", "CD10", "CD10", "Is CD10 positive?", "CD10是否阳性？"),
    _S.presence("cd34", "CD34", "CD34", "Is CD34 positive?", "CD34是否阳性？"),
    _S.presence("hmb45", "HMB-45", "HMB-45", "Is HMB-45 positive?", "HMB-45是否阳性？"),
    _S.number("ki67", "Ki-67 index", "Ki-67指数",
        "What is the Ki-67 index?", "Ki-67指数是多少？", unit="%", low=0, high=100),
    _S.presence("margins-clear", "Margins clear", "切缘阴性",
        "Are the resection margins clear of tumour?", "切缘是否无肿瘤？"),
    _S.presence("ovaries-normal", "Ovaries normal", "卵巢未见异常",
        "Are the examined ovaries normal?", "送检卵巢是否未见异常？"),
    _S.text("findings", "Findings", "病理所见",
        "What does the report say, in its own words?", "病理报告原文如何描述？"),
    has_veins=True,
    silence=Silence.LEDGER,
)
# fmt: on
