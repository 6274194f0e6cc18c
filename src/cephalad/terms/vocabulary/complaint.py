"""Complaints: what the woman feels or notices herself."""

from __future__ import annotations

from cephalad.terms.vocabulary.declare import Section, hpo, icd10cm, mondo

__all__ = [
    "BLEEDING_DISORDER",
    "CARDIAC",
    "COMPLAINT",
    "GROUPS",
    "GYNAECOLOGICAL",
    "TREATMENT_OR_MENOPAUSE",
    "VENOUS_OUTFLOW",
]

_S = Section("complaint", ("complaint",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
GROUPS = (
    _S.presence("pelvic", "Any pelvic complaint", "任何盆腔症状",
        "Is there any pelvic complaint (bleeding, pain, a mass, pressure)?",
        "是否有任何盆腔症状（出血、疼痛、包块、压迫）？"),
    _S.presence("venous", "Any venous complaint", "任何静脉回流受阻症状",
        "Is there any sign of obstructed venous outflow (leg swelling, ascites, dilated veins)?",
        "是否有任何静脉回流受阻的表现（下肢肿胀、腹水、静脉曲张）？"),
    _S.presence("cardiac", "Any cardiac complaint", "任何心脏症状",
        "Is there any cardiac complaint (syncope, palpitations, breathlessness, chest tightness)?",
        "是否有任何心脏症状（晕厥、心悸、呼吸困难、胸闷）？"),
)
GYNAECOLOGICAL = (
    _S.presence("menorrhagia", "Heavy menstrual bleeding", "月经过多",
        "Is menstrual bleeding heavier than usual?", "是否有月经量增多？", codes=hpo("HP:0000132")),
    _S.presence("prolonged-bleeding", "Prolonged menstrual bleeding", "经期延长",
        "Do periods last longer than usual?", "是否有经期延长？"),
    _S.presence("irregular-bleeding", "Irregular bleeding", "不规则阴道出血",
        "Is there bleeding between or outside the periods?", "是否有月经间期或不规则阴道出血？",
        codes=hpo("HP:0100608")),
    _S.presence("postmenopausal-bleeding", "Postmenopausal bleeding", "绝经后出血",
        "Has there been bleeding since the menopause?", "绝经后是否有阴道出血？"),
    _S.presence("dysmenorrhoea", "Dysmenorrhoea", "痛经",
        "Are the periods painful?", "是否有痛经？", codes=hpo("HP:0100607")),
    _S.presence("abdominal-pain", "Abdominal pain", "腹痛",
        "Is there abdominal pain?", "是否有腹痛？", codes=hpo("HP:0002027")),
    _S.presence("pelvic-pain", "Pelvic pain", "盆腔痛",
        "Is there pelvic pain?", "是否有盆腔疼痛？", codes=hpo("HP:0034267")),
    _S.presence("palpable-mass", "Palpable abdominal mass", "自觉腹部包块",
        "Has she felt a lump in the abdomen?", "是否自己触及腹部包块？", codes=hpo("HP:0031500")),
    _S.presence("abdominal-distension", "Abdominal distension", "腹胀",
        "Is the abdomen distended?", "是否有腹胀或腹围增大？", codes=hpo("HP:0003270")),
    _S.presence("urinary-frequency", "Urinary frequency", "尿频",
        "Does she pass urine more often than usual?", "是否有尿频？", codes=hpo("HP:0100515")),
    _S.presence("constipation", "Constipation", "便秘", "Is there constipation?", "是否有便秘？"),
    _S.presence("anaemia-symptoms", "Symptoms of anaemia", "贫血症状",
        "Are there symptoms of anaemia, such as tiredness or dizziness?", "是否有乏力、头晕等贫血症状？"),
)
VENOUS_OUTFLOW = (
    _S.presence("leg-swelling", "Leg swelling", "下肢肿胀",
        "Is there leg swelling, on one or both sides?", "是否有单侧或双侧下肢肿胀？", codes=hpo("HP:0010741")),
    _S.presence("leg-thrombosis", "Deep leg-vein thrombosis", "下肢深静脉血栓",
        "Has a deep leg-vein thrombosis occurred?", "是否发生下肢深静脉血栓？", codes=hpo("HP:0002625")),
    _S.presence("ascites", "Ascites", "腹水",
        "Is there known ascites?", "是否有腹水？", codes=hpo("HP:0001541")),
    _S.presence("abdominal-wall-veins", "Dilated abdominal-wall veins", "腹壁静脉曲张",
        "Has she noticed dilated veins on the abdominal wall?", "是否发现腹壁静脉曲张？"),
    _S.presence("vulvar-varices", "Vulvar varices", "外阴静脉曲张",
        "Are there vulvar varicose veins?", "是否有外阴静脉曲张？"),
    _S.presence("budd-chiari", "Budd–Chiari syndrome", "布-加综合征",
        "Is there Budd–Chiari syndrome (obstructed hepatic venous outflow)?",
        "是否有布-加综合征（肝静脉流出道梗阻）？",
        codes=hpo("HP:0002639") + mondo("MONDO:0010947") + icd10cm("I82.0")),
    _S.presence("venous-outflow-sign", "Other sign of venous outflow obstruction", "其他静脉回流受阻征象",
        "Is there any other sign of obstructed venous outflow, however mild?",
        "是否有其他静脉回流受阻的征象（即使轻微）？"),
)
CARDIAC = (
    _S.presence("syncope", "Syncope", "晕厥",
        "Has she fainted?", "是否发生过晕厥？", codes=hpo("HP:0001279") + icd10cm("R55")),
    _S.presence("collapse", "Collapse or cardiac arrest", "虚脱或心搏骤停",
        "Has there been a collapse or a cardiac arrest?", "是否发生过突然虚脱或心搏骤停？"),
    _S.presence("presyncope", "Presyncope", "晕厥前兆",
        "Has she nearly fainted?", "是否有晕厥前兆（眼前发黑、将要晕倒）？", codes=hpo("HP:0031972")),
    _S.presence("palpitations", "Palpitations", "心悸",
        "Are there palpitations?", "是否有心悸？", codes=hpo("HP:0001962")),
    _S.presence("dyspnoea", "Dyspnoea", "呼吸困难",
        "Is she short of breath, at rest or on exertion?", "静息或活动后是否有呼吸困难？", codes=hpo("HP:0002094")),
    _S.presence("orthopnoea", "Orthopnoea", "端坐呼吸",
        "Is she short of breath when lying flat?", "是否不能平卧、端坐呼吸？", codes=hpo("HP:0012764")),
    _S.presence("chest-tightness", "Chest tightness", "胸闷",
        "Is there chest tightness?", "是否有胸闷？", codes=hpo("HP:0031352")),
    _S.presence("chest-pain", "Chest pain", "胸痛",
        "Is there chest pain?", "是否有胸痛？", codes=hpo("HP:0100749")),
    _S.presence("right-heart-failure", "Right heart failure", "右心衰竭",
        "Are there signs of right heart failure?", "是否有右心衰竭表现？", codes=hpo("HP:0001708")),
)
BLEEDING_DISORDER = (
    _S.presence("bleeding-disorder-signs", "Signs of a bleeding disorder", "凝血功能障碍表现",
        "Are there signs of a bleeding disorder, such as bruises or oozing?",
        "是否有皮肤瘀斑、渗血等凝血功能障碍表现？"),
)
TREATMENT_OR_MENOPAUSE = (
    _S.presence("insomnia", "Insomnia", "失眠",
        "Does she sleep badly?", "是否有失眠或睡眠差？", codes=hpo("HP:0100785")),
    _S.presence("hot-flushes", "Hot flushes", "潮热",
        "Are there hot flushes?", "是否有潮热？", codes=hpo("HP:0031217")),
    _S.presence("mood-change", "Mood change", "情绪改变",
        "Has her mood changed?", "是否有情绪改变？"),
    _S.presence("headache", "Headache", "头痛", "Is there headache?", "是否有头痛？"),
    _S.presence("vaginal-dryness", "Vaginal dryness", "阴道干涩",
        "Is there vaginal dryness?", "是否有阴道干涩？"),
    _S.presence("joint-pain", "Joint pain", "关节痛", "Is there joint pain?", "是否有关节疼痛？"),
)

COMPLAINT = _S.kind("Complaint", "主诉与症状",
    _S.presence("asymptomatic", "No complaint at all", "无任何不适",
        "Is she free of any complaint?", "是否无任何不适？"),
    *GROUPS, *GYNAECOLOGICAL, *VENOUS_OUTFLOW, *CARDIAC, *BLEEDING_DISORDER, *TREATMENT_OR_MENOPAUSE,
    _S.text("duration", "Duration of the complaint", "症状持续时间",
        "For how long has she had this complaint?", "该症状持续了多久？"),
    _S.presence("fatigue", "Fatigue", "乏力", "Is she unusually tired?", "是否异常疲乏？"),
    _S.presence("dizziness", "Dizziness", "头晕", "Is she dizzy?", "是否头晕？"),
    _S.number("bleeding-duration", "Duration of bleeding", "出血持续时间",
        "For how many days did the bleeding last?", "出血持续了多少天？", unit="days", low=0, high=4000),
    _S.number("bleeding-factor", "Bleeding compared with usual", "出血量（与平时相比）",
        "How many times the usual amount is the bleeding?", "出血量约为平时的几倍？",
        unit="times-usual", low=0, high=100),
    _S.text("other", "Other complaint", "其他症状", "Which other complaints are there?", "还有哪些其他不适？"),
)
# fmt: on
