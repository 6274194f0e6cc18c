"""History: what was so before, as far as the record tells."""

from __future__ import annotations

from cephalad.terms.finding import Choice
from cephalad.terms.vocabulary.declare import Section, hpo

__all__ = ["HISTORY", "HOW_MANY_OVARIES"]

HOW_MANY_OVARIES = (
    Choice("none", "none", "无"),
    Choice("one", "one", "一侧"),
    Choice("both", "both", "双侧"),
)

_S = Section("history", ("history",))

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
HISTORY = _S.kind("History", "病史",
    _S.presence("fibroids", "Uterine fibroids", "子宫肌瘤",
        "Have uterine fibroids ever been found?", "既往是否发现过子宫肌瘤？", codes=hpo("HP:0000131")),
    _S.presence("uterine-surgery", "Previous uterine surgery", "子宫手术史",
        "Has she had any operation on the uterus?", "既往是否做过任何子宫手术？"),
    _S.presence("myomectomy", "Previous myomectomy", "子宫肌瘤剔除史",
        "Has she had a myomectomy?", "既往是否做过子宫肌瘤剔除术？"),
    _S.presence("hysterectomy", "Previous hysterectomy", "子宫切除史",
        "Has she had a hysterectomy?", "既往是否做过子宫切除术？"),
    _S.presence("caesarean", "Previous caesarean section", "剖宫产史",
        "Has she had a caesarean section?", "既往是否做过剖宫产？"),
    _S.choice("ovaries-removed", "Ovaries removed before", "既往切除的卵巢",
        "Which ovaries have been removed in the past: none, one or both?", "既往切除过卵巢吗：未切除、一侧还是双侧？",
        of=HOW_MANY_OVARIES),
    _S.presence("venous-thrombosis", "Previous venous thrombosis", "静脉血栓史",
        "Has she ever had a venous thrombosis?", "既往是否有静脉血栓？", codes=hpo("HP:0004936")),
    _S.presence("anticoagulation", "Anticoagulation", "抗凝治疗",
        "Is she, or was she, on anticoagulants?", "目前或既往是否接受抗凝治疗？"),
    _S.presence("osteoporosis", "Osteoporosis", "骨质疏松",
        "Is osteoporosis known?", "是否有骨质疏松？", codes=hpo("HP:0000939")),
    _S.text("comorbidity", "Other diseases", "合并疾病",
        "Which other diseases does she have?", "合并哪些其他疾病？"),
    _S.text("family-history", "Family history", "家族史",
        "What is notable in the family history?", "家族史有何特殊？"),
    _S.text("obstetric", "Obstetric history", "孕产史",
        "What is the obstetric history?", "孕产史如何？"),
    _S.number("term-deliveries", "Term deliveries", "足月产次数",
        "How many term deliveries has she had?", "足月分娩几次？", unit="count", low=0, high=40),
    _S.number("menarche-age", "Age at menarche", "初潮年龄",
        "At what age was menarche?", "初潮年龄是多少岁？", unit="years", low=1, high=40),
    _S.number("cycle-shortest", "Shortest menstrual cycle", "最短月经周期",
        "How many days did the shortest recent cycle last?", "近期最短的月经周期是多少天？",
        unit="days", low=1, high=4000),
    _S.number("cycle-longest", "Longest menstrual cycle", "最长月经周期",
        "How many days did the longest recent cycle last?", "近期最长的月经周期是多少天？",
        unit="days", low=1, high=4000),
    _S.date("last-menstrual-period", "Last menstrual period", "末次月经",
        "When did the last menstrual period begin?", "末次月经是什么时候？"),
    _S.presence("married", "Married", "已婚", "Is she married?", "是否已婚？"),
)
# fmt: on
