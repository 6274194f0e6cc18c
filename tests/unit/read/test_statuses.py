"""What a text says of a thing: the failures of known tools, and their Chinese twins."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, statuses, veins

from cephalad.read import shipped_reader


@pytest.mark.parametrize(
    "text",
    [
        "IVC: no thrombus.",
        "Impression: no filling defect.",
        "Thrombus in the IVC: none.",
        "IVC thrombus: no",
        "Nothing to suggest intravenous leiomyomatosis.",
        "The IVC contains neither thrombus nor filling defect.",
        "Negative for intravenous leiomyomatosis.",
        "IVC is negative for thrombus.",
        "Intravenous leiomyomatosis was ruled out.",
        "No thrombus, filling defect or mass in the IVC.",
        "下腔静脉：无血栓。",
        "下腔静脉血栓：无",
        "下腔静脉内未见充盈缺损、血栓。",
        "静脉内平滑肌瘤病已排除。",
        "不考虑静脉内平滑肌瘤病。",
    ],
)
def test_a_denial_is_negated(text: str) -> None:
    """Each denial, before or behind, with or without a colon, is read as one."""
    assert statuses(text) == {"negated"}


@pytest.mark.parametrize(
    "text",
    [
        "No significant change in the intraluminal mass of the IVC.",
        "Unchanged thrombus in the IVC.",
        "No interval growth of the thrombus in the IVC.",
        "The IVC contains a thrombus.",
        "下腔静脉内瘤栓，较前无明显变化。",
        "下腔静脉内血栓大致同前。",
    ],
)
def test_no_change_is_no_denial(text: str) -> None:
    """What has not changed is there."""
    assert statuses(text) == {"affirmed"}


@pytest.mark.parametrize(
    "text",
    [
        "Intravenous leiomyomatosis cannot be excluded.",
        "We cannot exclude intravenous leiomyomatosis.",
        "Findings raise the possibility of intravenous leiomyomatosis.",
        "?IVL",
        "Intravenous leiomyomatosis?",
        "Fibroid versus intravenous leiomyomatosis",
        "Possible thrombus in the IVC.",
        "静脉内平滑肌瘤病不除外。",
        "不能排除静脉内平滑肌瘤病。",
        "静脉内平滑肌瘤病待排。",
        "静脉内平滑肌瘤病？",
        "考虑静脉内平滑肌瘤病。",
        "静脉内平滑肌瘤病可能。",
    ],
)
def test_a_doubt_is_uncertain(text: str) -> None:
    """A doubt that contains a denial is a doubt."""
    assert statuses(text) == {"uncertain"}


@pytest.mark.parametrize(
    "text",
    [
        "Please evaluate for intravenous leiomyomatosis.",
        "Rule out thrombus in the IVC.",
        "If intravenous leiomyomatosis is present, refer.",
        "Indication: fibroids.",
        "排查静脉内平滑肌瘤病。",
        "明确有无下腔静脉血栓。",
        "临床诊断：子宫肌瘤",
    ],
)
def test_what_is_looked_for_is_hypothetical(text: str) -> None:
    """A question to the reader of the images is no answer."""
    assert statuses(text) == {"hypothetical"}


@pytest.mark.parametrize(
    "text",
    [
        "Uterine fibroid resected in 2018.",
        "Status post hysterectomy.",
        "History: fibroids.",
        "Indication: known uterine fibroids.",
        "History of deep vein thrombosis in the IVC.",
        "既往子宫肌瘤。",
        "子宫肌瘤剔除术后。",
        "既往史：子宫肌瘤",
    ],
)
def test_the_past_is_historical(text: str) -> None:
    """What was, by a word, a year or a heading, is past."""
    assert statuses(text) == {"historical"}


@pytest.mark.parametrize("text", ["Her mother had fibroids.", "Family history of fibroids.", "其母有子宫肌瘤。"])
def test_a_relative_is_another_person(text: str) -> None:
    """A relative's disease is not hers."""
    assert statuses(text) == {"other-person"}


def test_a_contrast_ends_a_denial() -> None:
    """After *but* the denial no longer holds."""
    assert veins("No thrombus in the iliac veins, but a filling defect in the IVC.") == {
        ("iliac-unspecified", "thrombus", "negated"),
        ("ivc-unspecified", "filling-defect", "affirmed"),
    }


def test_the_present_ends_the_past() -> None:
    """In a history, what was found now is no past."""
    assert veins("既往：子宫肌瘤剔除术。现发现下腔静脉占位。") == {("ivc-unspecified", "tumour", "affirmed")}


def test_a_line_ends_a_denial() -> None:
    """The next entry of a list is not denied with the one before."""
    assert said("No fibroid\nThrombus in the IVC", "vein.content") == [("thrombus", "affirmed")]


def test_the_cue_is_told() -> None:
    """A finding names the words that decided its status, as they stand in the text."""
    text = "下腔静脉内 未见 血 栓。"
    (found,) = shipped_reader().read(text).findings
    assert found.cue is not None
    assert (text[slice(*found.cue)], text[slice(*found.span)]) == ("未见", "血 栓")
