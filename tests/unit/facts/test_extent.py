"""What follows from the states of single veins: the front, and whether the tumour can be traced back."""

from __future__ import annotations

import pytest

from cephalad.anatomy import members
from cephalad.facts import Extent, FactSheet
from cephalad.guideline import default_guideline
from cephalad.record import Case, parse_point, read_bytes, standing_events, view

HEART = ("right-atrium", "right-ventricle")


def extent(*studies: str) -> Extent:
    """The extent ever reached after contrast CTs with these veins."""
    lines = "\n".join(
        f"  - {{id: e{number}, kind: imaging, effective_on: 2026-01-{number:02}, modality: ct, contrast: yes, "
        f"regions: [pelvis, abdomen, heart, chest], veins: {{{veins}}}}}"
        for number, veins in enumerate(studies, 1)
    )
    text = f"format: cephalad-case/1\ncase: one\nwritten_on: 2026-01-31\nsex: female\nevents:\n{lines}\n"
    case = read_bytes(text.encode(), file="one.yaml")
    assert isinstance(case, Case), case
    point = parse_point(f"after:{standing_events(case)[-1].id}", case)
    return FactSheet(view(case, point), default_guideline().numbers).extent


FRONTS = [
    ("ivc-unspecified: {content: tumour}", members("ivc-unspecified")),
    ("ivc-unspecified: {content: tumour}, right-heart-unspecified: {content: tumour}", HEART),
    ("ivc-unspecified: {content: tumour}, right-atrium: {content: tumour}", ("right-atrium",)),
    ("left-external-iliac-vein: {content: tumour}", ("left-external-iliac-vein",)),
    ("left-external-iliac-vein: {content: tumour}, left-common-iliac-vein: {content: tumour}",
     ("left-common-iliac-vein",)),
    ("left-external-iliac-vein: {content: tumour}, right-atrium: {content: tumour}", ("right-atrium",)),
    ("right-iliac-unspecified: {content: tumour}, right-atrium: {content: tumour}", ("right-atrium",)),
    ("hepatic-veins: {content: tumour}, suprahepatic-ivc: {content: tumour}", ("suprahepatic-ivc",)),
    ("left-pelvic-venous-plexus: {content: tumour}, left-ovarian-vein-pelvic: {content: tumour}",
     ("left-pelvic-venous-plexus", "left-ovarian-vein-pelvic")),
]  # fmt: skip


@pytest.mark.parametrize(("veins", "front"), FRONTS)
def test_the_front(veins: str, front: tuple[str, ...]) -> None:
    """Nearest the heart on each open route; a side branch or a lower set is passed once tumour lies beyond it."""
    assert set(extent(veins).front) == set(front)


CONTINUITY = [
    ("left-uterine-vein: {content: clear}", "none", ()),
    ("ivc-unspecified: {content: tumour}", "cannot-tell", members("ivc-unspecified")),
    ("iliac-unspecified: {content: tumour, continuous-with-source: yes}", "continuous", ()),
    ("left-uterine-vein: {content: tumour}", "continuous", ()),
    ("left-uterine-vein: {content: tumour}, ivc-unspecified: {content: tumour}", "cannot-tell",
     members("ivc-unspecified")),
    ("ivc-unspecified: {content: tumour}, right-atrium: {content: tumour, continuous-with-source: yes}",
     "continuous", ()),
]  # fmt: skip


@pytest.mark.parametrize(("veins", "value", "between"), CONTINUITY)
def test_continuity(veins: str, value: str, between: tuple[str, ...]) -> None:
    """No tumour is none; tumour in a set that no report traces back cannot be told, and its members are named."""
    found, named = extent(veins).continuity()
    assert found == value
    assert set(named) == set(between)
