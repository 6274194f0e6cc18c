"""Lines that begin with a vein and a colon: their sentences are of that vein, until something else is named."""

from __future__ import annotations

import pytest
from tests.unit.read.said import said, veins


def test_the_sentences_of_a_line_are_of_its_heading() -> None:
    """What no sentence names for itself, the heading of its line names."""
    assert veins("IVC: dilated. No thrombus. Solid mass.") == {
        ("ivc-unspecified", "thrombus", "negated"),
        ("ivc-unspecified", "tumour", "affirmed"),
    }
    assert veins("右心房：增大。可见团块。未见血栓。") == {
        ("right-atrium", "tumour", "affirmed"),
        ("right-atrium", "thrombus", "negated"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "IVC: patent.\nContains a mass.",
        "IVC: patent. Left ovary: solid mass.",
        "IVC: patent. Adnexal mass on the left.",
        "IVC: patent. The liver holds a mass.",
        "IVC: patent. Fibroid of 4 cm.",
        "IVC: patent. Mass?",
    ],
)
def test_a_heading_ends(text: str) -> None:
    """The next line, another heading, another organ or place, a named tumour and a question are none of its."""
    assert not any(value == "tumour" for _, value, _ in veins(text))


def test_a_heading_stands_first() -> None:
    """A vein in the middle of its sentence heads no line, one behind the name of its kind does."""
    assert veins("The mass presses on the IVC: moderate. No thrombus.") == {(None, "thrombus", "negated")}
    assert ("ivc-unspecified", "thrombus", "negated") in veins("Veins: IVC: wide. No thrombus.")


def test_a_size_on_the_line_is_of_its_mass() -> None:
    """*It measures* goes on about the mass in the vein."""
    assert said("RA: A large mobile mass. It measures at least 5.2 x 2.0 cm.", "mass.longest-diameter") == [
        (52.0, "affirmed")
    ]


def test_a_heading_on_a_line_of_its_own_heads_the_next() -> None:
    """The line below a vein and a colon is of that vein, the one after it is not."""
    assert veins("IVC:\nNo thrombus.\nNo clot.") == {
        ("ivc-unspecified", "thrombus", "negated"),
        (None, "thrombus", "negated"),
    }


def test_what_goes_on_from_the_heading_began_there() -> None:
    """A mass of the line that leads on into another vein lies in both; *the mass* is one that was told of before."""
    assert veins("RA: dilated. Large mobile mass, prolapsing through the tricuspid valve into the RV.") == {
        ("right-atrium", "tumour", "affirmed"),
        ("right-ventricle", "tumour", "affirmed"),
    }
    assert veins("IVC: narrow. The mass extends into the left ovarian vein.") == {
        ("left-ovarian-vein-unspecified", "tumour", "affirmed")
    }
    assert not any(value == "tumour" for _, value, _ in veins("IVC: patent. The mass is large."))
