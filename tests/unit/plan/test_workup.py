"""When a study of the work-up counts as done: by what it covered, not by what it happened to name."""

from __future__ import annotations

import pytest

from cephalad.assessment import assess
from cephalad.record import read_bytes

CHEST = [
    ("regions: [chest]", "done"),
    ("regions: [pelvis, abdomen], veins: {ivc-unspecified: {content: tumour, continuous-with-source: yes}}", "due"),
    ("veins: {pulmonary-arteries: {content: tumour, continuous-with-source: yes}}", "due"),
    ("veins: {suprahepatic-ivc: {content: tumour, continuous-with-source: yes}}", "due"),
]


@pytest.mark.parametrize(("study", "status"), CHEST)
def test_a_ct_is_a_chest_ct_when_it_covered_the_chest(study: str, status: str) -> None:
    """The stated regions tell; a named vein does not where it lies in the field of other studies too."""
    text = f"""\
format: cephalad-case/1
case: chest
written_on: 2026-01-01
sex: female
events:
  - {{id: mri, kind: imaging, effective_on: 2025-01-01, modality: mr, contrast: yes, regions: [pelvis],
      veins: {{left-ovarian-vein-pelvic: {{content: tumour, continuous-with-source: yes}}}}}}
  - {{id: ct, kind: imaging, effective_on: 2025-01-02, modality: ct, contrast: yes, {study}}}
"""
    case = read_bytes(text.encode(), file="chest.yaml")
    assert not isinstance(case, list), case
    found = assess(case, as_of="after:ct", with_missing=False)
    assert {row.study: row.status for row in found.workup}["chest-ct"] == status
