"""The same sentence in the forms in which reports come: what is read of the veins must not hang on the form."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping

import pytest
from tests.unit.read.said import veins

ENGLISH = (
    "The right ovarian vein contains a solid mass.",
    "There is tumour in the IVC.",
    "A filling defect is seen within the left internal iliac vein.",
    "The mass extends into the right atrium.",
    "The left renal vein is distended by a solid mass.",
    "Acute thrombus within the right common iliac vein.",
    "No thrombus or mass is seen in the IVC.",
    "The mass does not extend into the left ovarian vein.",
    "The suprarenal IVC is patent.",
    "Tumour in the right atrium cannot be excluded.",
    "Possible filling defect in the infrarenal IVC.",
    "Tumour in the IVC without extension into the right atrium.",
    "The IVC is patent, whereas the left ovarian vein is filled with tumour.",
)
CHINESE = (
    "下腔静脉内见充盈缺损。",
    "肿瘤沿右侧卵巢静脉延伸至右心房。",
    "左侧髂内静脉增宽，内见实性肿块。",
    "左肾静脉内血栓形成。",
    "下腔静脉、右心房未见瘤栓。",
    "右侧髂总静脉通畅，未见充盈缺损。",
    "肿块未累及左肾静脉。",
    "下腔静脉瘤栓不除外。",
    "右心房内可疑占位。",
    "下腔静脉内见瘤栓，左肾静脉通畅。",
)
_UTERUS, _BLADDER = "The uterus is anteverted.", "Bladder and bowel are normal."
_UTERUS_HAN, _BLADDER_HAN = "子宫前位，形态规则。", "膀胱充盈可。"
_HALF = str.maketrans({"，": ",", "。": ".", "；": ";", "：": ":"})
_TRADITIONAL = str.maketrans("静脉内见侧肿瘤块栓损无异总增宽实肾", "靜脈內見側腫瘤塊栓損無異總增寬實腎")

Form = Callable[[str], str]
FORMS: Mapping[str, Form] = {
    "capitals": str.upper,
    "no stop": lambda text: text.rstrip("."),
    "numbered": lambda text: f"1. {text}\n2. {_BLADDER}",
    "dashes": lambda text: f"- {_UTERUS}\n- {text}\n- {_BLADDER}",
    "below a heading": lambda text: f"FINDINGS:\n{_UTERUS}\n{text}\n{_BLADDER}",
    "beside a heading": lambda text: f"Findings: {_UTERUS} {text} {_BLADDER}",
    "wide blanks": lambda text: text.replace(" ", "  "),
    "line ends of Windows": lambda text: f"FINDINGS:\r\n{text}\r\n{_BLADDER}",
    "wrapped": lambda text: textwrap.fill(f"{_UTERUS} {_BLADDER} {text} {_BLADDER} {_UTERUS}", 72),
    "markup": lambda text: f"<p>{_UTERUS}<br>{text}</p>",
    "behind a semicolon": lambda text: f"The uterus is anteverted; {text[0].lower()}{text[1:]}",
    "impression": lambda text: f"IMPRESSION:\n1. {text}\n2. Fibroid uterus.",
}
FORMS_HAN: Mapping[str, Form] = {
    "no stop": lambda text: text.rstrip("。"),
    "half width": lambda text: text.translate(_HALF),
    "numbered": lambda text: f"1、{text}\n2、{_BLADDER_HAN}",
    "numbered in one line": lambda text: f"1.{text}2.{_BLADDER_HAN}",
    "beside a heading": lambda text: f"检查所见：{_UTERUS_HAN}{text}{_BLADDER_HAN}",
    "below a heading": lambda text: f"影像所见：\n{_UTERUS_HAN}\n{text}\n{_BLADDER_HAN}",
    "opinion": lambda text: f"诊断意见：\n1.{text}\n2.子宫多发肌瘤。",
    "indented": lambda text: f"\u3000\u3000{text}",
    "traditional": lambda text: text.translate(_TRADITIONAL),
    "scanned": " ".join,
    "behind a semicolon": lambda text: f"子宫前位，形态规则；{text}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", ENGLISH)
def test_an_english_sentence_says_the_same_in_every_form(text: str, form: str) -> None:
    """Case, stops, headings, lists, wrapped lines and markup take nothing away and turn nothing round."""
    assert veins(text) != set()
    assert veins(text) <= veins(FORMS[form](text))


@pytest.mark.parametrize("form", FORMS_HAN)
@pytest.mark.parametrize("text", CHINESE)
def test_a_chinese_sentence_says_the_same_in_every_form(text: str, form: str) -> None:
    """Half width, traditional signs, lists, headings and a scanner's blanks do not either."""
    assert veins(text) != set()
    assert veins(text) <= veins(FORMS_HAN[form](text))
