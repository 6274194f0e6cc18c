"""Turns of English sentences by which a vein is told apart from others, and lists whose heading tells it."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, veins

from cephalad.read import shipped_reader

YES, NO, ASKED, OTHER = "affirmed", "negated", "hypothetical", "other-person"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No clot in the right atrium, but in the IVC there is.", {"right-atrium": NO, "ivc-unspecified": YES}),
        ("There is no tumour in the IVC, but there is in the RA.", {"ivc-unspecified": NO, "right-atrium": YES}),
        ("There is no tumour in the IVC, but none in the RA.", {"ivc-unspecified": NO, "right-atrium": NO}),
        ("Tumour in the IVC, none in the RA.", {"ivc-unspecified": YES, "right-atrium": NO}),
        (
            "No clot in the renal veins, whereas above them the IVC is full of clot.",
            {"renal-vein-unspecified": NO, "ivc-unspecified": YES},
        ),
        (
            "Clot in the IVC, diagnosed in 2023, now reaching the RA.",
            {"ivc-unspecified": "historical", "right-atrium": YES},
        ),
        ("Thrombus in the IVC, almost up to the renal veins.", {"ivc-unspecified": YES}),
        ("Tumour in the IVC as high as the hepatic veins.", {"ivc-unspecified": YES}),
    ],
)
def test_a_vein_told_apart_has_its_own_answer(text: str, expected: dict[str, str]) -> None:
    """What is denied of one vein may be said of another in the same sentence; a level is no vein that holds it."""
    assert {name: status for name, _, status in veins(text)} == expected


@pytest.mark.parametrize(
    "text",
    [
        "The IVC is not patent, tumour fills it.",
        "IVC not compressible, tumour within.",
        "The IVC is no longer patent, filled with tumour.",
        "Renal veins normal; the IVC is not, a cord of tumour taking its place.",
        "The IVC contains nothing but tumour.",
        "Tumour, not thrombus, fills the IVC.",
        "The IVC, which holds no less than 4 cm of tumour, is wide.",
    ],
)
def test_that_a_vein_is_not_clear_denies_no_tumour(text: str) -> None:
    """*Not patent* denies nothing but that the vein is open."""
    assert ("ivc-unspecified", "tumour", YES) in veins(text)
    assert ("ivc-unspecified", "tumour", NO) not in veins(text)


@pytest.mark.parametrize(
    "text", ["No clear thrombus in the IVC.", "Not patent: no. No tumour in the IVC, not patent RA."]
)
def test_that_a_vein_is_not_clear_leaves_what_is_denied(text: str) -> None:
    """A denied tumour stays denied beside the word for an open vein."""
    assert YES not in {status for name, value, status in veins(text) if value != "clear" and name == "ivc-unspecified"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Patent:\n- infrarenal IVC\n- left iliac vein",
            {("infrarenal-ivc", "clear"), ("left-iliac-unspecified", "clear")},
        ),
        ("Not seen:\n- hepatic veins\nIVC patent.", {("hepatic-veins", "not-assessed"), ("ivc-unspecified", "clear")}),
        ("Tumour in:\n1) IVC\n2) right atrium", {("ivc-unspecified", "tumour"), ("right-atrium", "tumour")}),
        ("Uterine mass:\n- left iliac vein", set()),
    ],
)
def test_a_heading_tells_of_the_veins_in_its_list(text: str, expected: set[tuple[str, str]]) -> None:
    """Items that are only veins hold what the line above them says."""
    assert {(name, value) for name, value, status in veins(text) if status == YES} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Left: ovarian vein patent. Right: iliac vein patent.",
            {"left-ovarian-vein-unspecified", "right-iliac-unspecified"},
        ),
        ("On the left, the ovarian vein is patent.", {"left-ovarian-vein-unspecified"}),
        ("Left adnexa normal; ovarian vein patent.", {"ovarian-vein-unspecified"}),
    ],
)
def test_a_side_at_the_beginning_counts_for_all_veins(text: str, expected: set[str]) -> None:
    """A side set apart like a heading is that of the veins behind it."""
    assert {name for name, value, _ in veins(text) if value == "clear"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tumour: IVC +, RA -.", {"ivc-unspecified": YES, "right-atrium": NO}),
        ("Thrombus: IVC (yes), right iliac vein (no)", {"ivc-unspecified": YES, "right-iliac-unspecified": NO}),
        ("Uterus: fibroid. IVC + RA not seen.", {"right-atrium": YES, "ivc-unspecified": YES}),
    ],
)
def test_one_line_answers_for_each_vein(text: str, expected: dict[str, str]) -> None:
    """A sign behind each vein answers what the word before the colon asks."""
    assert {name: status for name, _, status in veins(text)} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If the patient develops thrombus in the IVC, call us.", {ASKED}),
        ("We saw a case of another hospital in which thrombus filled the IVC.", {OTHER}),
        ("Unlike her sister, this lady has thrombus in the IVC.", {YES}),
        ("A thrombus in the IVC, were there one, would stand out.", {ASKED}),
    ],
)
def test_who_and_on_what_condition(text: str, expected: set[str]) -> None:
    """A condition goes on behind the word for the patient; what another has ends there."""
    assert {status for _, value, status in veins(text) if value == "thrombus"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fibroid AP 42 / TR 61 / CC 55 mm.", [61.0]),
        ("Fibroid L: 42 x W: 31 mm.", [42.0]),
        ("The fibroid, which measured 3.1 cm a year ago, is now 4.2 cm.", [42.0]),
        ("Fibroid 3.1 cm before the bladder.", [31.0]),
        ("Fibroids: 1) anterior 34 x 28 mm 2) posterior 61mm", [34.0, 61.0]),
        ("Fibroid 62&times;41&nbsp;mm", [62.0]),
    ],
)
def test_sizes_by_their_axes_and_times(text: str, expected: list[float]) -> None:
    """Each axis may stand before its number; what was measured long ago is not the size."""
    assert [value for value, _ in said(text, "mass.longest-diameter")] == expected


def test_one_more_of_a_list_has_its_side_and_name() -> None:
    """Each mass of a list is what the heading says, on the side of its line."""
    found = shipped_reader().read("Fibroids:\n1) anterior 34 mm\n2) right broad ligament 44 mm").findings
    second = {(each.finding, each.value) for each in found if each.qualifier == "mass-2"}
    assert {("mass.reading", "fibroid"), ("mass.side", "right"), ("mass.location", "broad-ligament")} <= second


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tumour was drawn out of the left ovarian vein.", "removed"),
        ("A tissue plug was left in the left ovarian vein.", "left"),
        ("The tumour in the left ovarian vein was extracted.", "removed"),
    ],
)
def test_what_became_of_what_a_vein_held(text: str, expected: str) -> None:
    """An operative report tells of each vein what was taken out of it and what stayed."""
    found = shipped_reader().read(text, modality="operation").findings
    assert {(each.qualifier, each.value) for each in found if each.finding == "vein.outcome"} == {
        ("left-ovarian-vein-unspecified", expected)
    }


def test_varices_are_no_site_of_the_mass_before() -> None:
    """Veins of the broad ligament lie there themselves."""
    assert said("A 5 cm fibroid. Varicose veins in the left broad ligament.", "mass.location") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The IVC is patent, the right atrium is filled with tumour.",
            {("ivc-unspecified", "clear", "affirmed"), ("right-atrium", "tumour", "affirmed")},
        ),
        (
            "The tumour fills the IVC but does not enter the right atrium.",
            {("ivc-unspecified", "tumour", "affirmed"), ("right-atrium", "tumour", "negated")},
        ),
        (
            "Clot in the left renal vein, whereas the right renal vein and the IVC are patent.",
            {
                ("left-renal-vein", "thrombus", "affirmed"),
                ("right-renal-vein", "clear", "affirmed"),
                ("ivc-unspecified", "clear", "affirmed"),
            },
        ),
        (
            "The IVC is free of tumour; the left renal vein is not.",
            {("ivc-unspecified", "clear", "affirmed"), ("left-renal-vein", "tumour", "affirmed")},
        ),
        (
            "The IVC is free of thrombus, the left renal vein is not.",
            {("ivc-unspecified", "clear", "affirmed"), ("left-renal-vein", "thrombus", "affirmed")},
        ),
        (
            "Both renal veins were opened; no tumor was felt inside them.",
            {("left-renal-vein", "tumour", "negated"), ("right-renal-vein", "tumour", "negated")},
        ),
        ("A solid mass, 5 x 2 cm, lying inside the left renal vein.", {("left-renal-vein", "tumour", "affirmed")}),
        ("A solid mass, 5 x 2 cm, in the left renal vein.", {("left-renal-vein", "tumour", "affirmed")}),
        ("Complete occlusion of the IVC by a solid mass.", {("ivc-unspecified", "tumour", "affirmed")}),
        ("Compression of the IVC by a solid mass.", set()),
        ("Tumour in Rt. renal vein.", {("right-renal-vein", "tumour", "affirmed")}),
        ("Thrombus of the IVC versus mixing artefact.", {("ivc-unspecified", "thrombus", "uncertain")}),
        ("No other thrombus in the IVC.", {("ivc-unspecified", "thrombus", "negated")}),
    ],
)
def test_each_vein_has_its_own(text: str, expected: set[tuple[str, str, str]]) -> None:
    """A clause with its own verb, a contrast, a denial and *by* divide what is said among the veins."""
    assert veins(text) == expected


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("The fibroid was 5.2 cm.", {52.0}),
        ("The fibroid is now 6 cm, was 5 cm.", {60.0}),
        ("Pelvic mass, now 13.2 x 9.8 cm (previously 11.0 x 8.1 cm).", {132.0}),
        ("Fibroids: anterior 3.1 cm, posterior 4.2 cm.", {31.0, 42.0}),
        ("Uterus: 9.3 x 7.7 cm sized lobulated, enhancing mass.", {93.0}),
    ],
)
def test_a_size_is_of_its_time_and_its_mass(text: str, sizes: set[float]) -> None:
    """What *was* is earlier only beside what *is*; the second wall is the second mass."""
    assert {value for value, _ in said(text, "mass.longest-diameter")} == sizes


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Known intravenous leiomyomatosis, now larger.", "affirmed"),
        ("Known intravenous leiomyomatosis.", "historical"),
        ("Status post resection of intravenous leiomyomatosis.", "historical"),
        ("Previous CT showed intravenous leiomyomatosis, which has resolved.", "historical"),
    ],
)
def test_what_was_known_may_go_on(text: str, status: str) -> None:
    """Known disease that the text goes on about is seen again."""
    assert {found for value, found in said(text, "mass.reading") if value == "ivl"} == {status}


@pytest.mark.parametrize("side", ["R) CIV", "(R) CIV", "Rt. CIV", "R CIV", "rt) common iliac vein"])
def test_a_side_may_be_a_letter_with_a_sign(side: str) -> None:
    """The bracket or stop behind a shortened side ends nothing."""
    assert veins(f"Tumour in {side}, no clot in the IVC.") >= {("right-common-iliac-vein", "tumour", "affirmed")}


def test_a_listed_vein_may_hold_nothing() -> None:
    """*Soft, no tumour* is said of the vein before."""
    assert veins("Right ovarian vein soft, no tumor.") == {("right-ovarian-vein-unspecified", "tumour", "negated")}


def test_removal_from_a_vein_is_of_what_lay_in_it() -> None:
    """The noun of the operation holds the tumour, and the vein behind it is where that was."""
    text = "Operation note: cavotomy with removal of the tumour from the IVC."
    assert veins(text) == {("ivc-unspecified", "tumour", "affirmed")}
    assert said(text, "vein.outcome") == [("removed", "affirmed")]


def test_what_this_note_tells_was_done() -> None:
    """*Underwent* is this operation in a note of one, unless a year stands behind it."""
    assert said("She underwent total hysterectomy.", "operation.procedures", modality="operation") == [
        ("total-hysterectomy", "affirmed")
    ]
    assert said("She underwent total hysterectomy in 2015.", "operation.procedures", modality="operation") == []


def test_the_size_may_have_its_axes_and_one_unit() -> None:
    """Axes in brackets, and the unit behind the last."""
    text = "Solid fibroid measuring 5.1 (CC) x 4.4 (AP) x 6.3 (TR) cm."
    assert said(text, "mass.longest-diameter") == [(63.0, "affirmed")]
    assert said(text, "mass.third-diameter") == [(44.0, "affirmed")]


def test_what_a_view_is_taken_in_ends_with_its_comma() -> None:
    """A history before the comma is why the rest is thought."""
    text = "In view of the prior hysterectomy for leiomyomata, intravenous leiomyomatosis should be considered."
    assert ("ivl", "uncertain") in said(text, "mass.reading")


def test_a_doubt_about_an_artefact_denies_nothing() -> None:
    """*Artefact cannot be excluded* leaves the defect open."""
    text = "Filling defect in the IVC; flow artefact cannot be excluded."
    assert veins(text) == {("ivc-unspecified", "filling-defect", "uncertain")}


def test_a_catheter_goes_on_into_no_vein() -> None:
    """Its tip in the atrium is no tumour, and what hangs on it is what the report says."""
    text = "The dialysis catheter ends with its tip in the right atrium. No thrombus."
    assert not any(value == "tumour" for _, value, _ in veins(text))
    hanging = "A mobile echodensity in the right atrium on the catheter tip, consistent with thrombus."
    assert {value for _, value, _ in veins(hanging)} == {"thrombus"}


def test_an_operation_tells_of_adhesions_and_complications() -> None:
    """Both are denied where the note denies them."""
    text = "Operation note: myomectomy. No adhesions. No complications."
    assert said(text, "operation.adhesions") == [("yes", "negated")]
    assert said(text, "operation.complications") == [("yes", "negated")]


def test_a_deep_vein_without_a_name_is_one_of_the_leg() -> None:
    """A thrombosis of deep veins is off the route unless its vein is named."""
    assert veins("Result: deep venous thrombosis.") == {("other", "thrombus", "affirmed")}
    assert said("Result: deep venous thrombosis.", "imaging.leg-thrombosis") == [("yes", "affirmed")]
    assert veins("DVT of the IVC.") == {("ivc-unspecified", "thrombus", "affirmed")}
