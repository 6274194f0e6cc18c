"""A reading as events: what the record has a word for, the rest left out with its reason."""

from __future__ import annotations

import pytest

from cephalad.read import shipped_reader
from cephalad.read.proposed import Proposal, proposal

REPORT = """\
Indication: known fibroids, rule out intravenous leiomyomatosis.
Findings: A solid 7.6 x 5.4 cm mass in the left broad ligament, possibly a fibroid.
Filling defect in the left ovarian vein. No filling defect in the right atrium. The iliac veins were not visualised.
No pulmonary nodules. No hydronephrosis.
Impression: Intravenous leiomyomatosis is suspected. Status post myomectomy.
"""


def proposed(text: str, modality: str = "ct") -> Proposal:
    """What a text proposes."""
    return proposal(shipped_reader().read(text, modality=modality), text, on="2025-07")


def test_a_report_becomes_an_event_and_a_history() -> None:
    """Masses, veins, doubts and denials stand as the case file writes them; the record's own reader accepts them."""
    found = proposed(REPORT)
    study, history = found.events
    assert found.issues == ()
    assert (study["kind"], study["modality"], study["effective_on"]) == ("imaging", "ct", "2025-07")
    assert study["reading"] == {"value": ["ivl"], "status": "suspected"}
    assert study["lung-nodules"] == "none"
    assert study["hydronephrosis"] == "no"
    assert study["veins"] == {
        "left-ovarian-vein-unspecified": {"content": "filling-defect"},
        "right-atrium": {"content": "clear"},
        "iliac-unspecified": {"content": "not-assessed"},
    }
    (mass,) = study["masses"].values()  # type: ignore[union-attr]
    assert mass["longest-diameter"] == "76 mm"  # type: ignore[call-overload]
    assert mass["reading"] == {"value": ["fibroid"], "status": "suspected"}  # type: ignore[call-overload]
    assert history == {
        "id": "report-history",
        "kind": "history",
        "effective_on": "2025-07",
        "fibroids": "yes",
        "myomectomy": "yes",
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("No thrombus in the IVC.", "negated"),
        ("No filling defect.", "no-vein"),
        ("Evaluate for thrombus in the IVC.", "hypothetical"),
        ("Her mother had adenomyosis.", "other-person"),
        ("Previous thrombus in the IVC.", "historical"),
    ],
)
def test_what_the_record_has_no_word_for_is_left_out(text: str, why: str) -> None:
    """Nothing is guessed from it, and the reason is told."""
    found = proposed(text)
    assert found.events == ()
    assert {left.why for left in found.left_out} == {why}


def test_a_plain_statement_goes_before_a_doubt() -> None:
    """Said twice, once with a doubt, a finding stands plain."""
    (event,) = proposed("Possible adenomyosis. Adenomyosis.").events
    assert event["adenomyosis"] == "yes"


def test_without_a_day_the_events_have_none() -> None:
    """The person who accepts an event dates it."""
    text = "Uterine fibroid."
    found = proposal(shipped_reader().read(text), text)
    assert "effective_on" not in found.events[0]
    assert found.issues == ()
