"""Doses: one administration, or one step of a drug course; what is not recorded was not given on record."""

from __future__ import annotations

from cephalad.terms.finding import Choice, Silence
from cephalad.terms.vocabulary.declare import Section, atc

__all__ = ["DOSE"]

_DRUGS = (
    Choice("leuprolide", "leuprolide", "亮丙瑞林", atc("L02AE02")),
    Choice("goserelin", "goserelin", "戈舍瑞林", atc("L02AE03")),
    Choice("triptorelin", "triptorelin", "曲普瑞林", atc("L02AE04")),
    Choice("gnrh-agonist", "GnRH agonist, agent not named", "GnRH激动剂（未注明药名）"),
    Choice("letrozole", "letrozole", "来曲唑", atc("L02BG04")),
    Choice("anastrozole", "anastrozole", "阿那曲唑", atc("L02BG03")),
    Choice("exemestane", "exemestane", "依西美坦", atc("L02BG06")),
    Choice("tamoxifen", "tamoxifen", "他莫昔芬", atc("L02BA01")),
    Choice("progestin", "progestin", "孕激素"),
    Choice("mifepristone", "mifepristone", "米非司酮"),
    Choice("add-back-oestrogen", "add-back oestrogen", "反向添加雌激素"),
    Choice("other", "other", "其他"),
)
_ROUTES = (
    Choice("subcutaneous", "subcutaneous", "皮下注射"),
    Choice("intramuscular", "intramuscular", "肌内注射"),
    Choice("oral", "by mouth", "口服"),
    Choice("implant", "implant", "植入剂"),
    Choice("other", "other", "其他"),
)

_S = Section("dose", ("dose",), silence=Silence.LEDGER)

# One finding, two or three lines: the formatter would spread each over eight.
# fmt: off
DOSE = _S.kind("Dose", "用药",
    _S.choice("drug", "Drug", "药物", "Which drug is it?", "使用何种药物？", of=_DRUGS),
    _S.number("amount", "Amount", "剂量", "How much is one dose?", "每次剂量是多少？",
        unit="mg", low=0.001, high=10_000),
    _S.choice("route", "Route", "给药途径", "By which route is it given?", "通过何种途径给药？", of=_ROUTES),
    _S.number("interval", "Interval to the next dose", "给药间隔",
        "How many days lie between two doses?", "两次给药间隔多少天？", unit="days", low=0.1, high=1000),
    _S.choice("given", "Given or missed", "是否给药",
        "Was this dose given or missed?", "本次是已给药还是漏用？",
        of=(Choice("given", "given", "已给药"), Choice("missed", "missed", "漏用"))),
    _S.choice("course", "Step of the course", "疗程状态",
        "Was the course started, continued or stopped?", "疗程是开始、继续还是停止？",
        of=(Choice("started", "started", "开始"), Choice("continued", "continued", "继续"),
            Choice("stopped", "stopped", "停止"))),
)
# fmt: on
