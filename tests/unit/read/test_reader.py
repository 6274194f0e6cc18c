"""The reader as a whole: the same text, the same reading; limits; no text takes long."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cephalad.anatomy import SEGMENT_SETS, SEGMENTS
from cephalad.errors import InvalidArgument
from cephalad.read import LONGEST_TEXT, STATUSES, shipped_reader
from cephalad.terms import FINDINGS, ValueType

PIECES = (
    "no not ? : , . ; fibroid IVC mass thrombus patent 5 cm x left in the and extends into history of mother possible",
    "cannot be excluded findings: 未见 下腔静脉 血栓 包块 ， 。 考虑 肌瘤 其内 延伸至 右心房 既往 印象：",
)
WORDS = st.lists(st.sampled_from(["\n", *" ".join(PIECES).split()]), max_size=40).map(" ".join)


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_whatever_the_text_the_findings_are_sound(text: str) -> None:
    """Findings are of the vocabulary, spans lie in the text, and reading twice gives the same."""
    reading = shipped_reader().read(text)
    assert shipped_reader().read(text) == reading
    for found in reading.findings:
        assert found.status in STATUSES
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        finding = FINDINGS[found.finding]
        if finding.type is ValueType.NUMBER:
            assert isinstance(found.value, float)
        if found.finding.startswith("vein.") and found.qualifier:
            assert found.qualifier in SEGMENTS or found.qualifier in SEGMENT_SETS
        if found.finding.startswith("mass."):
            assert (found.qualifier or "").startswith("mass-")


@pytest.mark.parametrize(
    "text",
    [
        "The lungs are clear. No acute fracture. Liver normal.",
        "双肺纹理清晰，心影不大，肋骨未见骨折。",
        "",
    ],
)
def test_a_report_about_something_else_says_nothing(text: str) -> None:
    """Without a word that is looked for, a text is done."""
    assert shipped_reader().read(text).findings == ()


@pytest.mark.parametrize(
    "piece",
    [
        "5 x ",
        "no ",
        "left ",
        "，",
        "1 ",
        "IVC ",
        "静 ",
        "a-\n",
        "no thrombus in the IVC, ",
        "未见包块，",
        "5cm ",
        "fibroid ",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """The time grows with the length and not with its square."""
    text = (piece * LONGEST_TEXT)[:40_000]
    started = process_time()
    shipped_reader().read(text)
    assert process_time() - started < 4


def test_a_text_beyond_any_report_is_refused() -> None:
    """An archive in one text is none."""
    shipped_reader().read(" " * LONGEST_TEXT)
    with pytest.raises(InvalidArgument, match="READ-23"):
        shipped_reader().read(" " * (LONGEST_TEXT + 1))


def test_an_unknown_language_or_modality_is_refused() -> None:
    """The remedy is named."""
    with pytest.raises(InvalidArgument, match="write en or zh"):
        shipped_reader().read("fibroid", lang="de")
    with pytest.raises(InvalidArgument, match="pathology"):
        shipped_reader().read("fibroid", modality="biopsy")


def test_one_language_can_be_asked_for() -> None:
    """English asked for, no Chinese rule is used; a Chinese report keeps its English abbreviations."""
    text = "Fibroid. 下腔静脉血栓。"
    found = {each.rule.partition(".")[0] for each in shipped_reader().read(text, lang="en").findings}
    assert found == {"en"}
    assert shipped_reader().read("IVC血栓", lang="zh").findings[0].qualifier == "ivc-unspecified"
    assert shipped_reader().read(text).lang == ("en", "zh")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Mass in the right atrium attached to the interatrial septum.", "septal-myxoma"),
        ("Thrombus in the right atrium around the catheter.", "catheter-thrombus"),
        ("下腔静脉瘤栓，肝癌。", "hepatic-tumour"),
    ],
)
def test_another_explanation_is_told_apart(text: str, cause: str) -> None:
    """What the report names as a cause stands beside the findings."""
    assert [each.cause for each in shipped_reader().read(text).causes] == [cause]
