"""One line a patient: how far the tumour reached, and what became of her."""

from __future__ import annotations

import pytest

from cephalad.record import Case, example_names, read_bytes, read_example
from cephalad.write.glance import Glance, glance, glance_lines

# By hand from the published sources: the structure nearest the lung that they name with tumour, and the end they tell.
BY_SOURCE = {
    "burke-2004": ("pulmonary-arteries", "IV", "confirmed", "died"),
    "barnas-2019": ("vena-cava", "II", "confirmed", "reoperated"),
    "chen-2023": ("iliac-or-ovarian", "I", "confirmed", "no-tumour-seen"),
    "jan-2022": ("heart", "III", "suspected", "operated"),
    "karoui-2022": ("no-vein-named", "I", "confirmed", "no-tumour-seen"),
    "han-2021": ("not-told", "", "consider", "not-operated"),
    "zhao-tian-2026": ("iliac-or-ovarian", "I", "confirmed", "followed"),
}


@pytest.mark.parametrize("name", BY_SOURCE)
def test_a_published_case(name: str) -> None:
    """Extent, stage, level and outcome are those that the source gives."""
    found = glance(read_example(name))
    assert (found.reached, found.ma, found.level, found.outcome) == BY_SOURCE[name]


def case(*events: str) -> Case:
    """A case with these events, one line each, a month apart."""
    lines = "\n".join(
        f"  - {{id: e{number}, effective_on: 2020-{number:02}-01, {event}}}" for number, event in enumerate(events, 1)
    )
    text = f"format: cephalad-case/1\ncase: one\nwritten_on: 2026-01-01\nsex: female\nevents:\n{lines}\n"
    found = read_bytes(text.encode(), file="one.yaml")
    assert isinstance(found, Case)
    return found


OPERATION = "kind: operation, for-ivl: yes, procedures: [venous-tumour-extraction]"
OUTCOMES = [
    (("kind: contact, reached: yes",), "not-operated"),
    ((OPERATION,), "operated"),
    ((OPERATION, "kind: contact, reached: yes"), "followed"),
    ((OPERATION, "kind: imaging, modality: mr, residual-tumour: no"), "no-tumour-seen"),
    ((OPERATION, "kind: imaging, modality: mr, residual-tumour: yes"), "residual"),
    ((f"{OPERATION}, completeness: incomplete",), "residual"),
    ((OPERATION, "kind: recurrence, type: recurrence"), "recurred"),
    ((OPERATION, "kind: recurrence, type: recurrence", OPERATION), "reoperated"),
    ((OPERATION, "kind: recurrence, type: recurrence", "kind: death, cause: unknown"), "died"),
]


@pytest.mark.parametrize(("events", "outcome"), OUTCOMES, ids=[outcome for _, outcome in OUTCOMES])
def test_an_outcome(events: tuple[str, ...], outcome: str) -> None:
    """The last thing that the record tells decides, death before all."""
    assert glance(case(*events)).outcome == outcome


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_line_for_every_case(lang: str) -> None:
    """Thirty-nine lines under the heading, within the width, each beginning with the name of its case."""
    rows = [glance(read_example(name)) for name in example_names()]
    head, *lines = glance_lines(rows, lang, 100)
    assert len(lines) == 39
    assert [line.split()[0] for line in lines] == list(example_names())
    assert all(len(line) <= 100 for line in (head, *lines))


def test_what_is_not_known_is_left_blank() -> None:
    """No age and no stage are empty cells, not zeros."""
    row = Glance("a", "", None, "not-told", "", "consider", "not-operated")
    assert glance_lines([row], "en", 100)[1].split("  ")[0] == "a"
    assert "None" not in glance_lines([row], "en", 100)[1]
