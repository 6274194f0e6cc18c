"""Forms, tables and lines that are no sentences: questions with answers below, boxes to tick, sizes without a unit."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, statuses, veins

from cephalad.read import shipped_reader


def test_a_list_answers_the_question_above_it() -> None:
    """Each line gives its vein what the line above asks for, or denies it there."""
    assert veins("Thrombus:\n- left renal vein: no\n- IVC: yes") == {
        ("left-renal-vein", "thrombus", "negated"),
        ("ivc-unspecified", "thrombus", "affirmed"),
    }
    assert veins("Vein | Tumour\nIVC | present\nRight atrium | absent") == {
        ("ivc-unspecified", "tumour", "affirmed"),
        ("right-atrium", "tumour", "negated"),
    }


def test_a_question_without_answers_is_no_list() -> None:
    """A colon alone makes no question, and the next paragraph answers nothing."""
    assert veins("Uterine tumour:\nThe IVC was opened.") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[ ] IVC thrombus [x] left renal vein thrombus", {("ivc", "negated"), ("left-renal", "affirmed")}),
        ("Extent: [x] IVC thrombus [ ] right renal vein thrombus", {("ivc", "affirmed"), ("right-renal", "negated")}),
        ("IVC thrombus [ ] left renal vein thrombus [x]", {("ivc", "negated"), ("left-renal", "affirmed")}),
    ],
)
def test_a_box_speaks_of_what_stands_beside_it(text: str, expected: set[tuple[str, str]]) -> None:
    """An empty box denies what it belongs to, before it or behind it, and nothing of the next box."""
    found = {(str(vein).replace("-vein", "").replace("-unspecified", ""), status) for vein, _, status in veins(text)}
    assert found == expected


def test_a_line_without_signs_is_read_statement_by_statement() -> None:
    """What is denied first is not denied of the vein that follows, and each vein keeps its own word."""
    text = "NO FREE FLUID IVC PATENT RIGHT RENAL VEIN PATENT LEFT RENAL VEIN FILLING DEFECT PRESENT LIVER NORMAL"
    assert veins(text) == {
        ("ivc-unspecified", "clear", "affirmed"),
        ("right-renal-vein", "clear", "affirmed"),
        ("left-renal-vein", "filling-defect", "affirmed"),
    }


def test_rows_take_the_unit_of_their_heading() -> None:
    """Each row of bare numbers below *size (mm)* is a mass of its own; without the heading they are nothing."""
    rows = "1 anterior intramural 30 x 20\n2 fundal subserosal 12 x 10"
    longest = [value for value, _ in said(f"Fibroids, size (mm):\n{rows}", "mass.longest-diameter")]
    assert longest == [30.0, 12.0]
    assert said(f"Fibroids:\n{rows}", "mass.longest-diameter") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 4-cm fibroid.", [40.0]),
        ("A large lobulated mass arising from the right broad ligament, 12.1 x\n9.0 cm, is seen.", [121.0]),
        ("A mass in the left broad ligament.\n- 4.1 x 3.0 cm", [41.0]),
        ("A mass in the left broad ligament.\nThe slices were 5 mm", []),
        ("Fibroid of 5 cm. A second, submucosal, measures 2 cm.", [50.0, 20.0]),
        ("Fibroid of 5 cm. Larger than before, now 6 cm.", [50.0]),
        ("Two fibroids (31 mm and 22 mm).", [31.0, 22.0]),
        ("Fibroid 1 ...... 32 x 30 mm\nFibroid 2 ...... 21 x 19 mm", [32.0, 21.0]),
    ],
)
def test_sizes_find_their_mass(text: str, expected: list[float]) -> None:
    """With a hyphen, over a line's end, alone in a line, of another one; no thickness of slices."""
    assert [value for value, _ in said(text, "mass.longest-diameter")] == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [("same", {"hypothetical", "affirmed"}), ("pending", {"hypothetical"})],
)
def test_a_diagnosis_after_the_operation_may_be_the_same(told: str, expected: set[str]) -> None:
    """*Same* affirms what was expected before the operation."""
    text = f"Preoperative diagnosis: intravenous leiomyomatosis\nPostoperative diagnosis: {told}\nHysterectomy."
    found = shipped_reader().read(text, modality="operation").findings
    assert {each.status for each in found if each.value == "ivl"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Non-calcified thrombus in the IVC.", {"affirmed"}),
        ("If thrombus is found in the IVC, a cavotomy and an atriotomy will follow.", {"hypothetical"}),
        ("Thrombus, or a tumour?", {"uncertain"}),
        ("Intravenous leiomyomatosis resected 2015.", {"historical"}),
        ("Intravenous leiomyomatosis resected today.", {"affirmed"}),
        ("Filling defect in the IVC due to unopacified blood.", {"negated"}),
        ("Biopsy of the thrombus was not done.", {"affirmed"}),
        ("A friend was diagnosed with a thrombus in the IVC.", {"other-person"}),
        ("DDx for the thrombus in the IVC: catheter, stasis.", {"affirmed"}),
    ],
)
def test_cues_of_their_own_kind(text: str, expected: set[str]) -> None:
    """What each speaks of, and what it leaves alone."""
    assert statuses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The veins are plugged by bland smooth muscle.", [("yes", "affirmed")]),
        ("Smooth muscle bundles fill the lumina of venules.", [("yes", "affirmed")]),
        ("No smooth muscle was found within vessels.", [("yes", "negated")]),
        ("Hypertrophied smooth muscle in the wall of a vein.", []),
    ],
)
def test_muscle_in_vessels(text: str, expected: list[tuple[str, str]]) -> None:
    """A pathologist's smooth muscle in a vessel, in either order; not that of its wall."""
    found = said(f"Leiomyoma. {text}", "pathology.intraluminal-smooth-muscle", modality="pathology")
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "The left renal vein was opened and a tumour was milked out.",
        "Tumour removed piecemeal from the left renal vein.",
        "The left renal vein is dilated with a mass.",
    ],
)
def test_what_is_taken_out_of_a_vein_was_in_it(text: str) -> None:
    """A tumour taken out of a vein, or by which it is dilated, lies in it."""
    assert veins(text) == {("left-renal-vein", "tumour", "affirmed")}


def test_veins_that_share_a_noun_keep_their_sides() -> None:
    """Each adjective before the shared noun keeps the side before it."""
    assert {vein for vein, _, _ in veins("Clot in the right external and left common iliac veins.")} == {
        "right-external-iliac-vein",
        "left-common-iliac-vein",
    }


def test_a_thrombus_in_the_leg_is_told_as_such() -> None:
    """A thrombus in a vein of the leg is a thrombosis of the leg, one in the cava is not."""
    assert said("Thrombus in the left popliteal vein.", "imaging.leg-thrombosis") == [("yes", "affirmed")]
    assert said("Thrombus in the IVC.", "imaging.leg-thrombosis") == []


def test_what_is_said_of_one_vein_is_not_said_of_another() -> None:
    """A vein that is left out is denied, and one before a semicolon is not cleared by what stands behind it."""
    assert ("right-ventricle", "tumour", "negated") in veins("Tumour extends to the IVC, not into the right ventricle.")
    assert veins("The left renal vein is short; right renal vein normal.") == {
        ("right-renal-vein", "clear", "affirmed")
    }


def test_a_denial_above_a_list_is_of_each_item() -> None:
    """*Absent:* denies the lines below it, up to the next line that is no item."""
    text = "Absent:\n- IVC thrombus\n- right renal vein thrombus\nPresent:\n- left renal vein thrombus"
    assert veins(text) == {
        ("ivc-unspecified", "thrombus", "negated"),
        ("right-renal-vein", "thrombus", "negated"),
        ("left-renal-vein", "thrombus", "affirmed"),
    }
    assert veins("Absent: uterus\n- IVC thrombus") == {("ivc-unspecified", "thrombus", "affirmed")}


def test_a_minus_behind_a_word_denies_it() -> None:
    """At the end of its line or item; a dash before more words does not."""
    assert veins("IVC thrombus -") == {("ivc-unspecified", "thrombus", "negated")}
    assert veins("IVC thrombus - large") == {("ivc-unspecified", "thrombus", "affirmed")}
