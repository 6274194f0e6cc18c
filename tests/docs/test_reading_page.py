"""The page of false alarms, misses and traps says what the rules make of the texts today."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from tests.reading.judging import faults, judged, matches, ordinary_reports, published_reports, trap_axes
from tests.reading.results import reading_results

from cephalad.write.manual.reading import (
    READING,
    Failed,
    FirstRun,
    KindRead,
    Passed,
    ReadingResults,
    WomanRead,
    reading_page,
)

PAGE = Path(__file__).resolve().parents[2] / "docs" / "manual" / READING


@pytest.fixture(scope="module")
def results() -> ReadingResults:
    """Every text, read with the shipped rules."""
    return reading_results()


def test_the_page_is_what_the_rules_make_of_the_texts(results: ReadingResults) -> None:
    """The committed page equals a fresh one; otherwise run scripts/manual.py."""
    assert (PAGE.read_text(encoding="utf-8") == reading_page(results)) is True, "run scripts/manual.py"


def test_no_text_is_left_out(results: ReadingResults) -> None:
    """The reports of every kind and case and the traps of every axis are counted, each once."""
    kinds = Counter(report["kind"] for report in ordinary_reports())
    assert {kind.kind: sum(kind.tiers.values()) for kind in results.kinds} == kinds
    assert {woman.case: woman.n_reports for woman in results.women} == {
        case: len(reports) for case, reports in published_reports().items()
    }
    assert {(axis.axis, axis.lang): axis.n for axis in results.axes} == {
        place: len(traps) for place, traps in trap_axes().items()
    }


def test_every_failure_is_named(results: ReadingResults) -> None:
    """What did not pass stands on the list with a reason, and the list is as long as the count says."""
    page = reading_page(results)
    for axis in results.axes:
        assert axis.n - axis.n_passed == len(axis.failed)
        assert all(f"- `{failed.id}`: " in page and failed.faults for failed in axis.failed)


def test_the_page_adds_up() -> None:
    """Sums stand below the tables, a false alarm with its words, an axis that one language lacks is blank."""
    alarm = Failed("varices-en-1", ("tier B, for “filling | defect”",))
    page = reading_page(
        ReadingResults(
            "2026.1",
            (FirstRun("traps", "en", "abc", (1, 4), (3, 4)),),
            (KindRead("normal", {None: 4}, ()), KindRead("varices", {"B": 1, "D": 2, None: 3}, (alarm,))),
            (WomanRead("li-2015", 2, (3, 4), (0, 0), (1, 2), (Failed("li-2015-ct", ("not found: x",)),)),),
            (Passed("list", "en", 3, 5, ()), Passed("typo", "en", 1, 1, ()), Passed("list", "zh", 2, 2, ())),
        )
    )
    assert "| traps | en | 1 of 4 (25 %) | `abc` | 3 of 4 (75 %) |" in page
    assert "| varices | 6 | 0 | 1 | 0 | 2 | 3 | 1 |" in page
    assert "| **all** | 10 | 0 | 1 | 0 | 2 | 7 | 1 |" in page
    assert r"- `varices-en-1`: tier B, for “filling \| defect”" in page
    assert "| `li-2015` | 2 | 3 of 4 | | 1 of 2 |" in page
    assert "| typo | 1 of 1 | |" in page
    assert "| **all** | 4 of 6 | 2 of 2 |" in page
    assert "### Failures\n\nNone." in page


# --- the judge --------------------------------------------------------------------------------------------------------

FOUND = {
    "finding": "vein.content",
    "value": "tumour",
    "qualifier": "right-atrium",
    "status": "affirmed",
    "section": None,
}
SIZE = {
    "finding": "mass.longest-diameter",
    "value": 76.04,
    "qualifier": "mass-1",
    "status": "affirmed",
    "section": None,
}


@pytest.mark.parametrize(
    ("wanted", "found", "same"),
    [
        ({"finding": "vein.content"}, FOUND, True),
        ({"finding": "vein.content", "value": "thrombus"}, FOUND, False),
        ({"status": ["uncertain", "affirmed"]}, FOUND, True),
        ({"qualifier": "right-heart-unspecified"}, FOUND, False),
        ({"section": "findings"}, FOUND, False),
        ({"value": 76}, SIZE, True),
        ({"value": 75.9}, SIZE, False),
        ({"value": [5, 76]}, SIZE, True),
    ],
)
def test_a_finding_is_matched_on_every_key(wanted: dict[str, object], found: dict[str, object], same: bool) -> None:
    """Every key that is given must fit; a list allows any of its members, a size a tenth of a millimetre."""
    assert matches(wanted, found) is same


def test_what_is_missing_and_what_must_not_be_there_is_told() -> None:
    """An expectation that nothing meets and a ban that something meets are each a fault in words."""
    trap = {"expect": [{"finding": "mass.reading"}], "never": [{"finding": "vein.content", "status": "affirmed"}]}
    assert list(faults(trap, [FOUND])) == ["not found: mass.reading", "found: vein.content, affirmed"]
    assert list(faults({"expect": [{"finding": "vein.content"}]}, [FOUND])) == []


def test_a_text_is_judged_with_its_tier() -> None:
    """A plain sentence is read, its tier compared: “none” where a tier was wanted is a fault, and so the other way."""
    text = {"id": "x", "text": "No thrombus in the IVC.", "expect": [], "modality": "echo"}
    (right,) = judged([text | {"tier": [None, "D"]}])
    (wrong,) = judged([text | {"tier": "A"}])
    assert right.faults == ()
    assert wrong.faults == (f"tier {wrong.tier or 'none'}, not A",)
    assert re.match("vein", str(right.found[0]["finding"]))
