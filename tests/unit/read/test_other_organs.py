"""Tumours of the kidney and the adrenal gland: a mass of their own with a size, never one of the uterus."""

from __future__ import annotations

import pytest

from cephalad.read import shipped_reader


def longest(text: str) -> dict[str, float]:
    """The longest diameter of each mass."""
    found = shipped_reader().read(text, modality="ct").findings
    return {str(f.qualifier): float(f.value) for f in found if f.finding == "mass.longest-diameter"}


@pytest.mark.parametrize(
    ("text", "millimetres"),
    [
        ("Right renal cell carcinoma, 8 x 7 cm, with IVC thrombus.", 80),
        ("A 6.5 cm enhancing mass in the lower pole of the left kidney, thrombus in the left renal vein.", 65),
        ("Mass of the right kidney, 9 cm, with tumour thrombus in the IVC.", 90),
        ("Left adrenocortical carcinoma, 11 x 9 cm, growing into the IVC.", 110),
        ("左肾占位，大小约6.0×5.5cm，左肾静脉瘤栓。", 60),
        ("右侧肾上腺区占位8.5×7.0cm，下腔静脉瘤栓。", 85),
    ],
)
def test_its_size_is_read(text: str, millimetres: float) -> None:
    """Before the name, behind it, and behind the organ."""
    assert longest(text) == {"mass-1": millimetres}


def test_it_is_no_mass_of_the_uterus() -> None:
    """A fibroid of the same report keeps its own size and name."""
    text = "Fibroid of 31 mm. Right renal cell carcinoma, 8 cm. The fibroid is intramural."
    found = shipped_reader().read(text, modality="ct").findings
    of_mass = {(f.qualifier, f.finding, f.value) for f in found}
    assert ("mass-1", "mass.reading", "fibroid") in of_mass
    assert ("mass-1", "mass.location", "intramural") in of_mass
    assert ("mass-1", "mass.reading", "renal-tumour") not in of_mass
    assert longest(text) == {"mass-1": 31, "mass-2": 80}


def test_vessels_of_the_kidney_are_no_tumour_of_it() -> None:
    """A size behind the renal vein is not that of a renal tumour."""
    assert longest("Thrombus in the left renal vein, 3 cm. Uterus normal.") == {}


def test_the_next_mass_is_another() -> None:
    """What is told of a mass behind a renal tumour is not told of that tumour."""
    text = "Right renal cell carcinoma, 8 cm. A solid mass lies in the left broad ligament."
    found = shipped_reader().read(text, modality="ct").findings
    of_mass = {f.finding: f.qualifier for f in found if f.finding in ("mass.longest-diameter", "mass.location")}
    assert of_mass == {"mass.longest-diameter": "mass-1", "mass.location": "mass-2"}
