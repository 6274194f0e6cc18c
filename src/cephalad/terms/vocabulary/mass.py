"""Masses: what an imaging study, an operation or an examination says of one named mass."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Qualifier
from cephalad.terms.vocabulary.declare import Section, icdo3, mondo

__all__ = ["MASS_FINDINGS", "READINGS"]

READINGS = (
    Choice("fibroid", "uterine fibroid", "子宫肌瘤", mondo("MONDO:0007886")),
    Choice("broad-ligament-fibroid", "broad-ligament fibroid", "阔韧带肌瘤"),
    Choice("haemorrhagic-fibroid", "haemorrhagic fibroid", "肌瘤伴出血"),
    Choice("degenerated-fibroid", "degenerated fibroid", "肌瘤变性"),
    Choice("adenomyosis", "adenomyosis or adenomyoma", "子宫腺肌病或腺肌瘤"),
    Choice("ivl", "intravenous leiomyomatosis", "静脉内平滑肌瘤病", mondo("MONDO:0003614") + icdo3("8890/1")),
    Choice("sarcoma", "sarcoma", "肉瘤"),
    Choice("stromal-sarcoma", "endometrial stromal sarcoma", "子宫内膜间质肉瘤", mondo("MONDO:0006745")),
    Choice("stump", "smooth-muscle tumour of uncertain malignant potential", "恶性潜能未定的平滑肌肿瘤"),
    Choice("ovarian-tumour", "ovarian tumour", "卵巢肿瘤"),
    Choice("thrombus", "thrombus", "血栓"),
    Choice("myxoma", "myxoma", "黏液瘤", mondo("MONDO:0044784")),
    Choice("renal-tumour", "renal tumour", "肾肿瘤"),
    Choice("metastasis", "metastasis", "转移瘤"),
    Choice("angioleiomyoma", "angioleiomyoma", "血管平滑肌瘤", mondo("MONDO:0006646")),
    Choice("endometrial-lesion", "endometrial lesion", "子宫内膜病变"),
    Choice("unclear", "unclear", "性质待定"),
)

_LOCATIONS = (
    Choice("intramural", "intramural", "肌壁间"),
    Choice("subserous", "subserous", "浆膜下"),
    Choice("pedunculated-subserous", "pedunculated subserous", "带蒂浆膜下"),
    Choice("submucous", "submucous", "黏膜下"),
    Choice("fundal", "fundal", "宫底部"),
    Choice("broad-ligament", "in the broad ligament", "阔韧带内"),
    Choice("parametrial", "parametrial", "子宫旁组织内"),
    Choice("para-uterine", "beside the uterus", "子宫旁"),
    Choice("paracervical", "beside the cervix", "宫颈旁"),
    Choice("adnexal", "in the adnexal region", "附件区"),
    Choice("ovarian", "ovarian", "卵巢"),
    Choice("extraperitoneal", "extraperitoneal", "腹膜外"),
    Choice("intravascular", "inside a vessel", "血管内"),
    Choice("parasitic", "parasitic", "寄生性"),
    Choice("unclear", "unclear", "位置不明确"),
)

_S = Section("mass", ("imaging", "operation", "examination"), qualifier=Qualifier.MASS)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
MASS_FINDINGS = (
    _S.choice("location", "Location", "部位", "Where is the mass?", "肿块位于何处？", of=_LOCATIONS),
    _S.choice("side", "Side", "侧别", "On which side is the mass?", "肿块位于哪一侧？",
        of=(Choice("left", "left", "左侧"), Choice("right", "right", "右侧"),
            Choice("midline", "midline", "中线"), Choice("bilateral", "both sides", "双侧"))),
    _S.choice("composition", "Composition", "囊实性质",
        "Is the mass solid, cystic or mixed?", "肿块是实性、囊性还是囊实性？",
        of=(Choice("solid", "solid", "实性"), Choice("cystic", "cystic", "囊性"),
            Choice("mixed", "mixed", "囊实性"))),
    _S.choices("reading", "Reading", "诊断考虑",
        "What is the mass read as (all readings that were named)?", "报告考虑该肿块为何种病变（可多选）？",
        of=READINGS),
    _S.number("longest-diameter", "Longest diameter", "最大径",
        "What is the longest diameter of the mass?", "肿块最大径是多少？", unit="mm", low=0.1, high=1000),
    _S.number("second-diameter", "Second diameter", "第二径线",
        "What is the second diameter of the mass?", "肿块第二径线是多少？", unit="mm", low=0.1, high=1000),
    _S.number("third-diameter", "Third diameter", "第三径线",
        "What is the third diameter of the mass?", "肿块第三径线是多少？", unit="mm", low=0.1, high=1000),
    _S.presence("irregular-shape", "Irregular shape", "形态不规则",
        "Is the mass irregular in shape?", "肿块形态是否不规则？"),
    _S.presence("heterogeneous", "Heterogeneous interior", "内部不均质",
        "Is the interior of the mass heterogeneous?", "肿块内部回声、密度或信号是否不均匀？"),
    _S.presence("close-to-uterine-wall", "Close to the uterine wall", "紧贴子宫壁",
        "Does the mass lie close to the uterine wall?", "肿块是否与子宫壁关系密切？"),
    _S.presence("branching-flow", "Branching blood flow", "分支状血流",
        "Does colour Doppler show branching flow in the mass?", "彩色多普勒是否显示肿块内分支状血流信号？"),
    _S.presence("cord-like", "Cord-like, beaded or tubular", "条索状、串珠状或管状",
        "Is the solid mass cord-like, beaded or tubular?", "该实性肿块是否呈条索状、串珠状或管状？"),
    _S.presence("beside-uterus", "Beside the uterus", "位于子宫旁",
        "Does the mass lie beside the uterus?", "肿块是否位于子宫旁？"),
    _S.presence("enhancing", "Enhancing", "强化",
        "Does the mass take up contrast?", "增强扫描时肿块是否强化？"),
    _S.presence("origin-unclear", "Origin unclear", "来源不明",
        "Is it unclear from where the mass arises?", "肿块来源是否不明确？"),
    _S.choice("diffusion-restriction", "Diffusion restriction", "弥散受限",
        "Does diffusion-weighted imaging show restricted diffusion?", "弥散加权成像是否提示弥散受限？",
        of=(Choice("none", "none", "无"), Choice("equivocal", "mild or equivocal", "轻度或可疑"),
            Choice("restricted", "restricted", "受限"))),
    _S.presence("vascular-involvement", "Vascular involvement", "血管受累",
        "Does the mass involve a vessel?", "肿块是否累及血管？"),
    _S.presence("firm", "Firm", "质硬", "Is the mass firm?", "肿块质地是否较硬？"),
    _S.presence("tender", "Tender", "压痛", "Is the mass tender?", "肿块是否有压痛？"),
)
# fmt: on
