"""Operation: what was done, found, removed and left, apart from masses and veins."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section
from cephalad.terms.vocabulary.history import HOW_MANY_OVARIES

__all__ = ["OPERATION"]

_PROCEDURES = (
    Choice("total-hysterectomy", "total hysterectomy", "全子宫切除术"),
    Choice("subtotal-hysterectomy", "subtotal hysterectomy", "次全子宫切除术"),
    Choice("bilateral-salpingo-oophorectomy", "bilateral salpingo-oophorectomy", "双侧附件切除术"),
    Choice("unilateral-salpingo-oophorectomy", "unilateral salpingo-oophorectomy", "单侧附件切除术"),
    Choice("salpingectomy", "salpingectomy", "输卵管切除术"),
    Choice("myomectomy", "myomectomy", "子宫肌瘤剔除术"),
    Choice("tumour-excision", "excision of tumour", "肿瘤切除术"),
    Choice("ovarian-vein-ligation", "ligation of the ovarian vein", "卵巢静脉结扎术"),
    Choice("venous-tumour-extraction", "extraction of tumour from a vein", "静脉内肿瘤取出术"),
    Choice("cavotomy", "cavotomy", "下腔静脉切开术"),
    Choice("atriotomy", "atriotomy", "心房切开术"),
    Choice("pulmonary-arteriotomy", "pulmonary arteriotomy", "肺动脉切开术"),
    Choice("vein-resection", "resection of a vein", "静脉切除术"),
    Choice("catheter-thrombectomy", "catheter thrombectomy", "经导管血栓抽吸术"),
    Choice("caval-filter", "vena cava filter", "下腔静脉滤器置入术"),
    Choice("lymphadenectomy", "lymphadenectomy", "淋巴结清扫术"),
    Choice("lung-biopsy", "open lung biopsy", "开胸肺活检术"),
    Choice("adhesiolysis", "adhesiolysis", "粘连松解术"),
    Choice("diagnostic", "diagnostic operation", "诊断性手术"),
    Choice("other", "other", "其他"),
)
_APPROACHES = (
    Choice("laparotomy", "laparotomy", "开腹"),
    Choice("laparoscopy", "laparoscopy", "腹腔镜"),
    Choice("sternotomy", "sternotomy", "胸骨正中切开"),
    Choice("thoracotomy", "thoracotomy", "开胸"),
    Choice("transfemoral", "transfemoral", "经股静脉"),
    Choice("other", "other", "其他"),
)

_S = Section("operation", ("operation",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
OPERATION = _S.kind("Operation", "手术",
    _S.choices("procedures", "Procedures", "术式", "Which procedures were done?", "实施了哪些术式？", of=_PROCEDURES),
    _S.choices("approach", "Approach", "手术入路", "Which approach was used?", "采用何种手术入路？", of=_APPROACHES),
    _S.choice("uterus", "Uterus", "子宫处理",
        "Was the uterus removed or kept, or was it already absent?", "子宫是切除、保留，还是术前已缺如？",
        of=(Choice("removed", "removed", "切除"), Choice("kept", "kept", "保留"),
            Choice("already-absent", "already absent", "术前已缺如"))),
    _S.choice("ovaries-left", "Ovaries left", "术后保留的卵巢",
        "How many ovaries were left: none, one or both?", "术后保留卵巢：无、一侧还是双侧？", of=HOW_MANY_OVARIES),
    _S.choice("completeness", "Completeness of resection", "切除完整性",
        "Was the tumour resected completely?", "肿瘤是否完整切除？",
        of=(Choice("complete", "complete", "完全切除"), Choice("incomplete", "incomplete", "未完全切除"))),
    _S.choice("integrity", "Integrity of the tumour", "肿瘤取出时的完整性",
        "Did the tumour come out in one piece or fragmented?", "肿瘤是完整取出还是碎裂取出？",
        of=(Choice("intact", "in one piece", "完整取出"), Choice("fragmented", "fragmented", "碎裂"))),
    _S.presence("bypass", "Cardiopulmonary bypass", "体外循环",
        "Was cardiopulmonary bypass used?", "是否使用体外循环？"),
    _S.presence("circulatory-arrest", "Circulatory arrest", "停循环",
        "Was circulatory arrest used?", "是否采用停循环？"),
    _S.number("stage", "Stage of a staged operation", "分期手术的第几期",
        "Which stage of the planned operations was this?", "这是分期手术的第几期？", unit="count", low=1, high=10),
    _S.number("stages-planned", "Stages planned", "计划分期数",
        "In how many stages is the operation planned?", "手术计划分几期完成？", unit="count", low=1, high=10),
    _S.presence("for-ivl", "Operation for IVL", "针对静脉内平滑肌瘤病的手术",
        "Was the operation done for intravenous leiomyomatosis?", "该手术是否为治疗静脉内平滑肌瘤病？"),
    _S.presence("worm-like-tumour", "Worm-like tumour in a vein", "静脉内蚯蚓状肿瘤",
        "Was worm-like tumour found in a vein?", "术中是否见静脉内蚯蚓状肿瘤？"),
    _S.presence("ivl-found", "IVL first recognised at operation", "术中首次发现静脉内平滑肌瘤病",
        "Was intravenous leiomyomatosis first recognised at this operation?",
        "是否在此次术中首次发现静脉内平滑肌瘤病？"),
    _S.presence("vascular-surgery-called", "Vascular surgery called", "请血管外科台上会诊",
        "Was vascular surgery called to the operation?", "术中是否请血管外科会诊？"),
    _S.presence("specimen-sent-apart", "Intraluminal part sent apart", "血管内肿瘤单独送检",
        "Was the intraluminal tumour sent to pathology apart?", "血管内肿瘤是否单独送病理检查？"),
    _S.presence("upper-limit-palpated", "Upper limit palpated", "触及肿瘤上界",
        "Was the upper limit of the tumour felt by palpation?", "术中是否触诊明确肿瘤上界？"),
    _S.presence("rupture", "Tumour rupture", "肿瘤破裂", "Had the tumour ruptured?", "肿瘤是否破裂？"),
    _S.presence("haemorrhage", "Haemorrhage", "出血", "Was there haemorrhage?", "是否有出血？"),
    _S.presence("adhesions", "Adhesions", "粘连", "Were there adhesions?", "是否有粘连？"),
    _S.presence("adnexa-normal", "Adnexa normal to the eye", "附件外观正常",
        "Did both adnexa look normal?", "双侧附件外观是否正常？"),
    _S.presence("ureter-involved", "Ureter involved", "输尿管受累",
        "Was a ureter involved?", "输尿管是否受累？"),
    _S.presence("complications", "Complications", "并发症",
        "Were there complications of the operation?", "手术是否有并发症？"),
    _S.number("blood-loss", "Blood loss", "出血量",
        "How much blood was lost?", "术中出血量是多少？", unit="mL", low=0, high=100_000),
    _S.text("findings", "Findings at operation", "术中所见",
        "What was found at operation, in the surgeon's words?", "术者记录的术中所见是什么？"),
    silence=Silence.LEDGER, has_masses=True, has_veins=True,
)
# fmt: on
