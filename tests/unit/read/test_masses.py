"""Masses: one or several, where, how large, how they look."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said

from cephalad.read import shipped_reader


def of_masses(text: str) -> dict[str, set[tuple[str, str | float]]]:
    """What is said of each mass."""
    told: dict[str, set[tuple[str, str | float]]] = {}
    for found in shipped_reader().read(text).findings:
        if found.finding.startswith("mass."):
            told.setdefault(found.qualifier or "", set()).add((found.finding.removeprefix("mass."), found.value))
    return told


@pytest.mark.parametrize(
    "text",
    [
        "A solid irregular mass measuring 7.6 x 5.4 x 4.9 cm in the left broad ligament with branching flow.",
        "Left broad ligament mass, 76 × 54 × 49 mm. It is solid, irregular, with branching flow.",
        "左侧阔韧带见实性肿块，大小约7.6×5.4×4.9cm，形态不规则，内见分支状血流信号。",
        "左侧阔韧带内实性包块，约76mm×54mm×49mm。形态不规则。CDFI：分支状血流。",
    ],
)
def test_the_signs_of_one_mass_stay_together(text: str) -> None:
    """Site, size and signs of a mass are its own, in one sentence or several."""
    assert of_masses(text)["mass-1"] >= {
        ("location", "broad-ligament"),
        ("side", "left"),
        ("longest-diameter", 76.0),
        ("second-diameter", 54.0),
        ("third-diameter", 49.0),
        ("composition", "solid"),
        ("irregular-shape", "yes"),
        ("branching-flow", "yes"),
    }
    assert len(of_masses(text)) == 1


def test_another_size_is_another_mass() -> None:
    """Two fibroids of different size are two masses, in order of mention."""
    told = of_masses("A 5.2 x 4.1 cm fibroid in the fundus. A 3 cm fibroid in the posterior wall.")
    assert ("longest-diameter", 52.0) in told["mass-1"]
    assert ("longest-diameter", 30.0) in told["mass-2"]


def test_the_impression_names_the_mass_of_the_findings() -> None:
    """A name without size or site is that of the mass described before."""
    told = of_masses("Findings: 5 cm mass in the left broad ligament.\nImpression: fibroid.")
    assert told.keys() == {"mass-1"}
    assert ("reading", "fibroid") in told["mass-1"]


@pytest.mark.parametrize(
    "text",
    [
        "The uterus measures 10 x 8 x 7 cm and contains a fibroid.",
        "The left ovarian vein measures 12 mm in diameter beside a fibroid.",
        "Fibroid. Endometrial thickness 8 mm.",
        "A fibroid, previously 4.1 cm.",
        "子宫大小约10×8×7cm，见肌瘤。",
        "左侧卵巢静脉内径12mm，子宫肌瘤。",
    ],
)
def test_the_size_of_something_else_is_not_that_of_the_mass(text: str) -> None:
    """Uterus, vein, endometrium and earlier sizes are not taken for the mass."""
    assert said(text, "mass.longest-diameter") == []


def test_a_fibroid_is_also_a_finding_of_the_study() -> None:
    """An imaging report that names a fibroid says so of the uterus; one of pathology gives a diagnosis."""
    assert said("Uterine fibroid.", "imaging.fibroid") == [("yes", "affirmed")]
    assert said("Uterine leiomyoma.", "pathology.diagnosis", modality="pathology") == [("leiomyoma", "affirmed")]
    assert said("Uterine leiomyoma.", "imaging.fibroid", modality="pathology") == []


def test_an_operation_is_done_or_past() -> None:
    """Hysterectomy is a procedure in an operative report and history elsewhere."""
    assert said("Total hysterectomy.", "operation.procedures", modality="operation") == [
        ("total-hysterectomy", "affirmed")
    ]
    assert said("Status post hysterectomy.", "history.hysterectomy") == [("yes", "historical")]


@pytest.mark.parametrize(
    "text",
    [
        "le1omyoma of the uterus",
        "leiornyoma of the uterus",
        "Ｌｅｉｏｍｙｏｍａ",
        "leio-\nmyoma",
        "子宫肌廇",
        "子 宮 肌 瘤",
    ],
)
def test_a_slip_of_hand_or_scanner_is_read(text: str) -> None:
    """One misread or mistyped sign, full width, old characters and blanks do not hide a known word."""
    assert said(text, "imaging.fibroid") == [("yes", "affirmed")]


def test_a_mass_that_is_there_is_numbered_first() -> None:
    """What is only looked for takes no number from what was found."""
    told = of_masses("Indication: rule out adenomyosis.\nFindings: 5 cm fibroid.")
    assert told["mass-1"] >= {("reading", "fibroid"), ("longest-diameter", 50.0)}
    assert told["mass-2"] == {("reading", "adenomyosis")}
