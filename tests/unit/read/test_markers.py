"""Stains of a pathology report, and numbers beside their names."""

from __future__ import annotations

import pytest

from cephalad.read import shipped_reader

YES, NO = "affirmed", "negated"


def stains(text: str, modality: str = "pathology") -> dict[str, str]:
    """The stains that a report tells, each with its status."""
    found = shipped_reader().read(f"Leiomyoma. {text}", modality=modality).findings
    return {each.finding.partition(".")[2]: each.status for each in found if each.rule.startswith("en.marker")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SMA and desmin positive, CD10 negative.", {"smooth-muscle-actin": YES, "desmin": YES, "cd10": NO}),
        ("SMA +, desmin +, HMB-45 -.", {"smooth-muscle-actin": YES, "desmin": YES, "hmb45": NO}),
        ("Positive for desmin, ER and PR.", {"desmin": YES, "oestrogen-receptor": YES, "progesterone-receptor": YES}),
        ("Caldesmon is diffusely positive.", {"caldesmon": YES}),
        ("CD34(-), desmin(+).", {"cd34": NO, "desmin": YES}),
        ("Desmin was not done.", {}),
        ("Stains for SMA and desmin will follow.", {}),
    ],
)
def test_a_sign_counts_for_the_stains_of_its_list(text: str, expected: dict[str, str]) -> None:
    """A sign behind a list or a word before it counts for all of it; a stain without one says nothing."""
    assert stains(text) == expected


def test_a_vessel_of_that_name_is_no_stain() -> None:
    """On a CT the SMA is an artery."""
    assert stains("SMA positive for stenosis.", "ct") == {}


@pytest.mark.parametrize(
    ("text", "modality", "expected"),
    [
        ("Leiomyoma removed. Estimated blood loss 900 ml.", "operation", ("operation.blood-loss", 900.0, "mL")),
        ("Leiomyoma removed, EBL: 1.5 L.", "operation", ("operation.blood-loss", 1500.0, "mL")),
        ("Leiomyoma, 3 mitoses per 10 HPF.", "pathology", ("pathology.mitoses-per-10-hpf", 3.0, "count")),
        ("Leiomyoma, Ki-67 2%.", "pathology", ("pathology.ki67", 2.0, "%")),
    ],
)
def test_a_number_is_read_beside_its_name(text: str, modality: str, expected: tuple[str, float, str]) -> None:
    """Blood lost, mitoses and the growth fraction come with the unit of the vocabulary."""
    found = shipped_reader().read(text, modality=modality).findings
    assert expected in {(each.finding, each.value, each.unit) for each in found}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Leiomyoma, fewer than 2 mitoses per 10 HPF.", "pathology"),
        ("Leiomyoma. Specimen 900 ml.", "operation"),
        ("Leiomyoma. Blood loss 900 ml.", "ct"),
    ],
)
def test_bounds_and_other_numbers_are_left_out(text: str, modality: str) -> None:
    """A bound is no number, and only operations and specimens have these."""
    assert [each for each in shipped_reader().read(text, modality=modality).findings if each.rule == "number"] == []
