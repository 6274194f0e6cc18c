"""Reports that nobody ever wrote, to measure speed on: the same seed gives the same texts.

Two mixes. In the *archive* mix nine reports in ten come from departments and women who have nothing to do with the
disease; in the *dense* mix every report speaks of uterine masses and of veins. The sentences were written for this
file, apart from the rules and from the texts that accuracy is judged on; the texts are for speed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

__all__ = ["LANGUAGES", "MIXES", "made_up_reports"]

LANGUAGES = ("en", "zh")
MIXES = ("archive", "dense")
QUIET_IN = 10
"""One report in so many of the archive mix is of the dense kind."""

Blocks = Sequence[Sequence[str]]
"""Groups of sentences; a report takes some of each, in order."""

QUIET: dict[str, tuple[Blocks, ...]] = {
    "en": (
        (
            (
                "EXAM: Chest radiograph, two views.\nINDICATION: Cough for {n} weeks.\n",
                "EXAM: Chest radiograph.\nINDICATION: Fever, day {n}.\n",
            ),
            (
                "FINDINGS:\nThe lungs are well inflated. ",
                "FINDINGS:\nLung volumes are preserved. ",
                "FINDINGS:\nThe patient is slightly rotated. ",
            ),
            (
                "There is a band of atelectasis at the {side} base. ",
                "The {side} costophrenic angle is blunted. ",
                "There is no consolidation. ",
                "The heart is not enlarged; the cardiothoracic ratio is 0.4{n}. ",
                "The mediastinal contour is normal for age. ",
                "Degenerative change is present in the thoracic spine. ",
            ),
            (
                "\nIMPRESSION:\nNo acute cardiopulmonary process. Follow up if symptoms persist.\n",
                "\nIMPRESSION:\nFindings in keeping with bronchitis. Clinical correlation is advised.\n",
            ),
        ),
        (
            (
                "OBSTETRIC ULTRASOUND\nLMP {n} weeks ago. Single live fetus.\n",
                "OBSTETRIC ULTRASOUND\nSecond trimester survey. Cephalic presentation.\n",
            ),
            (
                "BPD {mm} mm, HC {n}{mm} mm, FL 3{n} mm. ",
                "Estimated weight {n}{mm} g. ",
                "Amniotic fluid index 1{n} cm. ",
                "Fetal heart rate 14{n} per minute. ",
                "The placenta is anterior and clear of the internal os. ",
                "Four chambers are seen; outflow tracts cross. ",
                "The spine is intact on sagittal and axial planes. ",
            ),
            ("Cervical length 3{n} mm.\n", "Kidneys and stomach are seen.\n"),
            ("CONCLUSION: Growth is appropriate. Next scan in {n} weeks.\n", "CONCLUSION: Normal survey.\n"),
        ),
        (
            (
                "MRI {side} KNEE without contrast\nHISTORY: Twisting injury {n} days ago.\n",
                "MRI {side} KNEE\nHISTORY: Pain when climbing stairs.\n",
            ),
            (
                "FINDINGS: The anterior cruciate ligament is intact. ",
                "FINDINGS: Alignment is normal. ",
            ),
            (
                "The medial meniscus shows a horizontal tear of the posterior horn. ",
                "The lateral meniscus is unremarkable. ",
                "The patellar cartilage is thinned over {n} mm. ",
                "Bone marrow oedema of the {side} tibial plateau. ",
                "The collateral ligaments are continuous. ",
                "The quadriceps tendon is {n} mm thick. ",
            ),
            ("\nIMPRESSION: Meniscal tear. Orthopaedic review.\n", "\nIMPRESSION: Chondropathy, grade 2.\n"),
        ),
        (
            ("THYROID ULTRASOUND\n", "ULTRASOUND OF THE NECK\nReason: enlarged thyroid.\n"),
            (
                "The {side} lobe measures {mm} x 1{n} x 1{n} mm with even echotexture. ",
                "The isthmus is {n} mm thick. ",
                "A spongiform nodule of {n} mm in the {side} lobe, TI-RADS 2. ",
                "Colloid foci up to {n} mm. ",
                "Flow on colour Doppler is not increased. ",
                "Cervical lymph nodes have a normal hilum. ",
            ),
            (
                "CONCLUSION: Benign appearance. Repeat in {n} months.\n",
                "CONCLUSION: Multinodular goitre without change.\n",
            ),
        ),
        (
            ("BREAST SCREENING, both sides.\n", "MAMMOGRAPHY, two planes.\n"),
            (
                "Tissue density type b. ",
                "Scattered round calcifications on the {side}. ",
                "Architectural distortion is absent. ",
                "Skin and nipples are unremarkable. ",
                "Compared with the films of 201{n}: stable. ",
                "A clip lies at {n} o'clock. ",
            ),
            ("BI-RADS 1 on both sides.\n", "BI-RADS 2. Return to routine screening.\n"),
        ),
    ),
    "zh": (
        (
            ("检查部位：胸部正侧位片。\n临床：咳嗽{n}周。\n", "检查部位：胸部正位。\n临床：发热{n}天。\n"),
            (
                "影像所见：双肺纹理增多，",
                "影像所见：双侧胸廓对称，",
            ),
            (
                "{zhside}下肺见条索影。",
                "{zhside}侧肋膈角变钝。",
                "双肺未见实变影。",
                "心影不大，心胸比0.4{n}。",
                "纵隔居中，气管通畅。",
                "胸椎轻度退行性变。",
            ),
            ("\n诊断意见：支气管炎，请结合临床。\n", "\n诊断意见：心肺膈未见明显异常。\n"),
        ),
        (
            ("产科超声检查\n停经{n}周。\n", "中孕期系统筛查\n单活胎，头位。\n"),
            (
                "双顶径{mm}mm，头围2{mm}mm，股骨长3{n}mm。",
                "羊水指数1{n}cm。",
                "胎心率14{n}次/分。",
                "胎盘位于前壁，成熟度I级。",
                "四腔心可见，大血管交叉存在。",
                "脊柱连续，双肾可见。",
            ),
            ("羊水清晰。\n", "胎儿胃泡可见。\n"),
            ("提示：宫内孕，单活胎。{n}周后复查。\n", "提示：生长径线与孕周相符。\n"),
        ),
        (
            ("{zhside}膝关节MR平扫\n病史：扭伤{n}天。\n", "{zhside}膝关节MR\n病史：上下楼疼痛。\n"),
            (
                "前交叉韧带连续。",
                "内侧半月板后角见水平状高信号，达关节面。",
                "外侧半月板形态信号正常。",
                "髌骨软骨变薄。",
                "胫骨平台骨髓水肿，范围{mm}×{n}mm。",
                "股四头肌腱连续，厚{n}mm。",
            ),
            ("\n意见：半月板损伤，建议骨科就诊。\n", "\n意见：髌骨软化。\n"),
        ),
        (
            ("甲状腺彩超\n", "颈部超声\n申请：体检。\n"),
            (
                "{zhside}叶大小{mm}×1{n}×1{n}mm，回声均匀。",
                "峡部厚{n}mm。",
                "{zhside}叶见{n}mm囊性结节，TI-RADS 2类。",
                "彩色多普勒血流不丰富。",
                "双颈部淋巴结门结构清晰。",
            ),
            ("超声提示：甲状腺囊性结节，{n}个月复查。\n", "超声提示：甲状腺未见明显异常。\n"),
        ),
    ),
}

DENSE: dict[str, tuple[Blocks, ...]] = {
    "en": (
        (
            (
                "PELVIC ULTRASOUND\nINDICATION: Known fibroids, heavy periods.\n",
                "CT ABDOMEN AND PELVIS with contrast\nINDICATION: Leg swelling, pelvic mass.\n",
                "MRI PELVIS\nINDICATION: Rule out intravenous leiomyomatosis.\n",
                "ECHOCARDIOGRAPHY\nINDICATION: Syncope, dyspnoea for {n} months.\n",
            ),
            (
                "FINDINGS:\nThe uterus is enlarged with several fibroids, the largest {mm} x 4{n} x 3{n} mm. ",
                "FINDINGS:\nA lobulated mass of {n}.{n} x 4.{n} cm lies to the {side} of the uterus. ",
                "FINDINGS:\nStatus post hysterectomy in 201{n}; the vault is smooth. ",
            ),
            (
                "The {side} ovarian vein is dilated to 1{n} mm and holds a filling defect. ",
                "No thrombus in the {side} internal iliac vein. ",
                "The inferior vena cava is patent throughout. ",
                "A cord-like mass continues from the {side} common iliac vein into the IVC. ",
                "Thrombus of the {side} external iliac vein cannot be excluded. ",
                "The right atrium contains a mobile mass of {mm} mm. ",
                "No significant change in the intraluminal mass of the IVC. ",
                "Both renal veins were not examined. ",
                "Parametrial vessels on the {side} are prominent with branching flow. ",
                "An intramural fibroid of {mm} mm with cystic degeneration. ",
            ),
            (
                "Lungs show {n} nodules of up to {n} mm. ",
                "There is no free fluid. ",
                "Bowel and bladder are unremarkable. ",
                "Lymph nodes are not enlarged. ",
            ),
            (
                "\nIMPRESSION:\n1. Filling defect of the {side} ovarian vein, tumour versus thrombus.\n2. Fibroids.\n",
                "\nIMPRESSION:\nFindings suspicious for intravenous leiomyomatosis.\n",
                "\nIMPRESSION:\nUterine fibroids. No venous involvement.\n",
                "\nIMPRESSION:\nPost-operative state without recurrence.\n",
            ),
        ),
    ),
    "zh": (
        (
            (
                "妇科超声\n临床诊断：子宫肌瘤。\n",
                "全腹盆CT增强\n病史：下肢肿胀{n}周，盆腔肿物。\n",
                "盆腔MR平扫加增强\n申请目的：排查静脉内平滑肌瘤病。\n",
            ),
            (
                "检查所见：子宫增大，多发肌瘤，大者{mm}×4{n}×3{n}mm。",
                "检查所见：子宫{zhside}旁见分叶状肿块，约{n}.{n}×4.{n}cm。",
                "检查所见：子宫切除术后，残端光滑。",
            ),
            (
                "{zhside}侧卵巢静脉增宽，宽约1{n}mm，内见充盈缺损。",
                "{zhside}侧髂内静脉未见血栓。",
                "下腔静脉管腔通畅。",
                "{zhside}侧髂总静脉内条索状软组织影，延续至下腔静脉。",
                "{zhside}侧髂外静脉血栓不除外。",
                "右心房内见活动性肿物，大小约{mm}mm。",
                "下腔静脉内肿块较前未见明显变化。",
                "双肾静脉显示不清。",
                "{zhside}侧宫旁血管迂曲增粗。",
                "肌壁间低回声结节，直径{mm}mm。",
            ),
            ("双肺见{n}枚小结节。", "盆腔未见积液。", "膀胱充盈可。", "淋巴结未见肿大。"),
            (
                "\n诊断意见：1.{zhside}侧卵巢静脉充盈缺损，瘤栓与血栓鉴别。2.子宫肌瘤。\n",
                "\n诊断意见：考虑静脉内平滑肌瘤病可能。\n",
                "\n诊断意见：子宫多发肌瘤。\n",
                "\n诊断意见：术后改变，未见复发。\n",
            ),
        ),
    ),
}

# What departments print under or above every report, whatever was examined.
ALWAYS = {
    "en": (
        "TECHNIQUE: Standard departmental protocol; image quality is adequate for the question asked. ",
        "COMPARISON: Study of 20{n}.0{n}.201{n}, same department. ",
        "The request form and the earlier reports were available at the time of reading. ",
        "Dictated by the reader on duty and confirmed by a second reader. ",
        "The referring ward was told by telephone at 1{n}:{mm}. ",
        "Further care is left to the referring physician; a copy goes to the general practitioner. ",
    ),
    "zh": (
        "检查技术：按本科常规方案完成，图像质量满足诊断。",
        "对照：本院201{n}年{n}月{n}日检查。",
        "阅片时可见申请单及既往报告。",
        "报告医师与审核医师均已阅片。",
        "已于1{n}时电话告知病区。",
        "本报告仅供临床参考，请结合临床及其他检查。",
    ),
}

_SIDES = {"en": ("left", "right"), "zh": ("左", "右")}
# A median of about 80 words or 170 characters, as in the reports that the aims were measured on.
_OF_A_GROUP = {"quiet": (3, 6), "dense": (1, 3)}
_OF_ALWAYS = {"quiet": (2, 4), "dense": (0, 2)}


def made_up_reports(n: int, *, mix: str, lang: str, seed: int) -> list[str]:
    """So many texts of a mix in one language.

    Parameters
    ----------
    mix : one of `MIXES`
    lang : one of `LANGUAGES`
    """
    lot = Random(f"{seed}/{mix}/{lang}")  # noqa: S311  no secret
    return [_text(lot, mix, lang, number) for number in range(n)]


def _text(lot: Random, mix: str, lang: str, number: int) -> str:
    kind = "dense" if mix == "dense" or number % QUIET_IN == QUIET_IN - 1 else "quiet"
    groups = lot.choice((DENSE if kind == "dense" else QUIET)[lang])
    side = lot.choice(_SIDES[lang])
    told = []
    for place, group in enumerate(groups):
        # Title and conclusion are one sentence each; what stands between takes several.
        wanted = 1 if place in (0, len(groups) - 1) else lot.randint(*_OF_A_GROUP[kind])
        told += lot.sample(group, min(wanted, len(group)))
    told += lot.sample(ALWAYS[lang], lot.randint(*_OF_ALWAYS[kind]))
    return "".join(_filled(sentence, side, lot) for sentence in told)


def _filled(sentence: str, side: str, lot: Random) -> str:
    return (
        sentence.replace("{side}", side)
        .replace("{zhside}", side)
        .replace("{mm}", str(lot.randint(12, 98)))
        .replace("{n}", str(lot.randint(2, 9)))
    )
