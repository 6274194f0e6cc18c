"""The shipped reference patient says what the clinician's page says, row by row, and every row has its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cephalad.anatomy import members
from cephalad.record.tree import Value, read_tree, value_of
from cephalad.terms import KINDS

CASE = Path(__file__).resolve().parents[2] / "src/cephalad/record/examples/zhao-tian-2026.yaml"
PAGE = Path(__file__).with_name("zhao_tian_2026_facts.md")

FRAME = {"id", "kind", "effective_on", "source", "note", "masses", "veins"}
HEADING = re.compile(r"### (?P<id>\S+) \((?P<kind>\S+), (?P<month>\d{4}-\d{2})\)")
PLACE = re.compile(r"(Case report [1-6]|Figs?\. \d|Discussion, on )")

Row = tuple[str, str, str]
"""Finding, value and note, as the page prints them."""


def events() -> list[dict[str, Value]]:
    """The events of the case file, in its order."""
    tree = read_tree(CASE.read_bytes(), file=CASE.name)
    assert not isinstance(tree, list), "\n".join(str(issue) for issue in tree)
    case = value_of(tree)
    assert isinstance(case, dict)
    listed = case["events"]
    assert isinstance(listed, list)
    return [event for event in listed if isinstance(event, dict)]


def stated(finding: str, value: Value) -> Iterator[Row]:
    """Each time the file states the finding: once, or once for each full form in a list."""
    times = value if isinstance(value, list) and isinstance(value[0], dict) else [value]
    for time in times:
        form = time if isinstance(time, dict) else {"value": time}
        answer = form.get("value", form.get("status", ""))
        text = ", ".join(str(each) for each in answer) if isinstance(answer, list) else str(answer).strip()
        hedge = " (suspected)" if form.get("status") == "suspected" else ""
        yield finding, text + hedge, str(form.get("note", "")).strip()


def rows_of_event(event: dict[str, Value]) -> list[Row]:
    """Every row that the page must print for this event."""
    found = [row for name, value in event.items() if name not in FRAME for row in stated(name, value)]
    for group in ("masses", "veins"):
        nested = event.get(group, {})
        assert isinstance(nested, dict)
        for qualifier, findings in nested.items():
            assert isinstance(findings, dict)
            found += [row for name, value in findings.items() for row in stated(f"{qualifier}: {name}", value)]
    return found


def page_sections() -> dict[str, list[list[str]]]:
    """The cells of every table row on the page, by the heading above it."""
    sections: dict[str, list[list[str]]] = {}
    findings = PAGE.read_text(encoding="utf-8").partition("## Findings")[2].partition("\n## ")[0]
    for line in findings.splitlines():
        if line.startswith("### "):
            current = sections.setdefault(line, [])
        elif line.startswith("| ") and not line.startswith("| Finding "):
            current.append([cell.strip() for cell in line.strip("|").split("|")])
    return sections


def test_page_lists_every_event_of_the_file_in_its_order() -> None:
    """The headings of the page are the events of the case file, with their kinds and months, in the same order."""
    headings = [HEADING.fullmatch(heading) for heading in page_sections()]
    on_page = [match.group("id", "kind", "month") for match in headings if match]
    assert on_page == [(event["id"], event["kind"], event["effective_on"]) for event in events()]


@pytest.mark.parametrize("event", events(), ids=lambda event: str(event["id"]))
def test_page_prints_exactly_the_findings_of_the_file(event: dict[str, Value]) -> None:
    """Every finding, value and note of the event stands on the page, and the page says nothing more."""
    heading = f"### {event['id']} ({event['kind']}, {event['effective_on']})"
    on_page = [(cells[0], cells[1], cells[3]) for cells in page_sections()[heading]]
    assert on_page == rows_of_event(event)


def test_every_row_names_its_place_in_the_paper() -> None:
    """No fact about the patient stands without a paragraph, a figure or a part of the Discussion."""
    placeless = [cells for rows in page_sections().values() for cells in rows if not PLACE.match(cells[2])]
    assert placeless == []


def test_every_event_names_the_paper_as_its_source() -> None:
    """Every event of the reference patient comes from the one paper, at a named place."""
    for event in events():
        source = event["source"]
        assert isinstance(source, dict)
        assert source["document"] == "zhao-tian-2026"
        assert PLACE.match(str(source["place"]))


def test_every_vein_is_a_segment_or_a_set_known_to_the_anatomy() -> None:
    """The veins named by the case file exist, and every kind of event is one of the vocabulary."""
    nested = [event.get("veins", {}) for event in events()]
    named = [name for veins in nested if isinstance(veins, dict) for name in veins]
    assert named
    assert all(members(name) for name in named)
    assert {str(event["kind"]) for event in events()} <= set(KINDS)


def test_the_paper_contradicting_itself_is_kept_twice() -> None:
    """Third diameter (49, 59 mm), duration (12, 6 days) and place of the left mass on MRI stand with both values.

    Readings 1, 9 and 18 of the paper's inconsistencies.
    """
    by_finding: dict[tuple[str, str], list[str]] = {}
    for event in events():
        for finding, value, _ in rows_of_event(event):
            by_finding.setdefault((str(event["id"]), finding), []).append(value)
    assert {key: values for key, values in by_finding.items() if len(values) > 1} == {
        ("bleeding", "bleeding-duration"): ["12 days", "6 days"],
        ("ultrasound-referral", "left-mass: third-diameter"): ["49 mm", "59 mm"],
        ("mri-pelvis", "left-mass: location"): ["paracervical", "parametrial"],
    }
