"""The page of the published cases and the guide to encoding say what the cases and the tables hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from scripts.published_cases import PAGE, blocks, expected_rows, no_place_rows, written
from tests.docs.test_readme import Saved, steps
from tests.published.expected_answers import given
from tests.published.expected_answers import rows as typed_rows

from cephalad.assessment import assess
from cephalad.record import Case, example_names, example_text, read_bytes, read_example, standing_events
from cephalad.terms import FINDINGS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "encode-a-case-report.md").read_text(encoding="utf-8")
NO_PLACE = no_place_rows()
NAMED = re.compile(rf"\b(?:{'|'.join(sorted({name.partition('.')[0] for name in FINDINGS}))})\.[a-z0-9-]+")


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_page_is_what_the_tables_give() -> None:
    """The committed page equals a fresh one; otherwise run scripts/published_cases.py."""
    page = PAGE.read_text(encoding="utf-8")
    assert (written(page, blocks()) == page) is True, "run scripts/published_cases.py"


def test_a_changed_table_changes_the_page() -> None:
    """Other words in a generated part give another page: the comparison above would see it."""
    page = PAGE.read_text(encoding="utf-8")
    assert "| something else |" in written(page, {**blocks(), "settled": "| something else |"})


@pytest.mark.parametrize("parts", [{"cases": ""}, {**blocks(), "more": ""}], ids=["a place left", "a part left"])
def test_every_part_has_its_place(parts: dict[str, str]) -> None:
    """A page whose places are not exactly the generated parts is refused, never half written."""
    with pytest.raises(ValueError, match="exactly these parts"):
        written(PAGE.read_text(encoding="utf-8"), parts)


def test_the_page_counts_as_the_tables_do() -> None:
    """Rows, settled rows, mended rows and cases in the text are those of the tables."""
    page = PAGE.read_text(encoding="utf-8")
    mended = [int(count) for count in re.findall(r"^\| [A-Z\"][^|]+ \| (\d+) \| [a-z]", page, re.MULTILINE)]
    settled = sum("settled" in row for row in expected_rows())
    assert (len(expected_rows()), settled, sum(mended), len(example_names())) == (755, 27, 52, 39)
    assert settled + sum(mended) == 79
    for said in (
        "79 of its 755 rows",
        "Twenty-seven were settled",
        "The other 52 were mended",
        "Thirty-nine published",
    ):
        assert said in page


def test_the_page_reads_the_rows_as_the_tests_do() -> None:
    """The script and the tests find the same rows, with the same answers settled."""
    found = [(row["case"], row["after"], row["question"], "settled" in row) for row in expected_rows()]
    assert found == [(row.case, row.after, row.question, bool(row.settled)) for row in typed_rows()]


# --- what had no place ------------------------------------------------------------------------------------------------


def test_what_had_no_place_names_events_of_its_case() -> None:
    """Each row names a shipped case and one of its events, or the header; none stands twice, all in order."""
    known = {name: {event.id for event in standing_events(read_example(name))} for name in example_names()}
    lost = [row for row in NO_PLACE if row["event"] not in known.get(row["case"], set()) | {"header"}]
    keys = [(row["case"], row["event"], row["said"]) for row in NO_PLACE]
    assert lost == []
    assert keys == sorted(set(keys))
    assert all(row["kept_as"] and row["why"] for row in NO_PLACE)


def test_what_was_kept_stands_in_its_case() -> None:
    """A finding under which something was kept is a word of the vocabulary and stands in that case."""
    lost = [
        (row["case"], name)
        for row in NO_PLACE
        for name in NAMED.findall(row["kept_as"])
        if name not in FINDINGS or f"{name.partition('.')[2]}:" not in example_text(row["case"])
    ]
    assert lost == []


# --- the guide to encoding --------------------------------------------------------------------------------------------


def guide_case() -> Case:
    """The case that the guide builds up, as a reader has it at the end."""
    content = "".join(step.content for step in steps(GUIDE) if isinstance(step, Saved))
    case = read_bytes(content.encode(), file="woman.yaml")
    assert isinstance(case, Case)
    return case


def test_the_rows_of_the_guide_hold_for_its_case() -> None:
    """The example of a table of expected answers is one: its rows hold for the case that the guide has built."""
    block = GUIDE.partition("   ```yaml\n")[2].partition("   ```\n")[0]
    table = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    case = guide_case()
    assert table["case"] == case.id
    for row in table["rows"]:
        found = given(assess(case, as_of=f"after:{row['after']}"), row["question"])
        assert found.value == row["expected"]
        assert set(row.get("not_excluded", found.not_excluded or ())) == set(found.not_excluded or ())


def test_every_sentence_of_the_guides_report_is_entered() -> None:
    """The headings of the guide take up the ten sentences of its report, each once and in order."""
    headings = " ".join(re.findall(r"^## (.*)$", GUIDE, re.MULTILINE))
    assert re.findall(r"\((\d+)\)", GUIDE.partition("## Header")[0]) == [str(number) for number in range(1, 11)]
    assert re.findall(r"\d+", headings) == [str(number) for number in range(1, 11)]
