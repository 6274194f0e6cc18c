"""The core is a pure function over Arrow batches: batch in, batch out, whatever came before and however it is cut."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import polars as pl
import pytest

from cephalad.read import LONGEST_TEXT, shipped_rules
from cephalad.screen.core import RESULT, screen_batch
from cephalad.screen.nested import list_column
from cephalad.screen.trigger import Trigger

TEXTS = {
    "named": ("Intravenous leiomyomatosis cannot be excluded.", "A"),
    "vein-and-fibroid": ("Uterine fibroid of 3 cm. Filling defect in the infrarenal IVC.", "B"),
    "thrombus": ("Thrombus in the left common iliac vein. Normal spleen.", "D"),
    "fibroid": ("Intramural uterine fibroid of 3 cm.", None),
    "nothing": ("Cataract surgery without difficulty.", None),
}
BATCH = pl.DataFrame({"id": list(TEXTS), "text": [text for text, _ in TEXTS.values()]})


class Foreign:
    """A batch of another Arrow library: nothing but the stream interface."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self._frame.__arrow_c_stream__(requested_schema)


def test_a_batch_becomes_tiers_with_the_words() -> None:
    """One row for each row, in order, with the columns that are promised and the words of the text itself."""
    result = screen_batch(BATCH)
    assert dict(result.schema) == dict(RESULT)
    assert result["id"].to_list() == BATCH["id"].to_list()
    assert dict(result.select("id", "tier").iter_rows()) == {name: tier for name, (_, tier) in TEXTS.items()}
    for (text, tier), words in zip(TEXTS.values(), result["words"], strict=True):
        assert all(word in text for word in words)
        assert bool(len(words)) is (tier is not None)
    assert set(result["rules_hash"]) == {shipped_rules().hash}
    assert result.filter(id="fibroid")["findings"].list.len().item() > 0


def test_marks_stand_on_the_words() -> None:
    """The marks of each sentence cut out the very words that are told, and else only veins of the text."""
    result = screen_batch(BATCH).filter(pl.col("tier").is_not_null())
    for sentences, words in result.select("sentences", "words").iter_rows():
        cut = [each["text"][mark["start"] : mark["end"]] for each in sentences for mark in each["marks"]]
        assert cut
        assert all(any(word in each for each in cut) for word in words)
        others = [each for each in cut if not any(word in each for word in words)]
        assert all(each.endswith(("vein", "IVC")) for each in others)


def test_the_sentences_show_each_kind_of_evidence() -> None:
    """A filling defect behind four sentences on fibroids is shown, with its vein: it is why the report is B."""
    fibroids = "Fibroids on ultrasound. Multiple myomas. Dominant myoma of 7 cm. Second fibroid of 3 cm."
    text = f"{fibroids} There is a filling defect in the left internal iliac vein."
    (row,) = screen_batch(pl.DataFrame({"id": ["1"], "text": [text]})).iter_rows(named=True)
    assert row["tier"] == "B"
    assert len(row["sentences"]) == 3
    last = row["sentences"][-1]
    cut = [last["text"][mark["start"] : mark["end"]] for mark in last["marks"]]
    assert cut == ["filling defect", "left internal iliac vein"]


def test_the_result_does_not_depend_on_how_it_is_cut_or_what_came_before() -> None:
    """Whole, row by row, in reverse, and with a trigger that has seen others: the same rows."""
    whole = screen_batch(BATCH)
    trigger = Trigger()
    backwards = [screen_batch(BATCH.slice(row, 1), trigger=trigger) for row in reversed(range(BATCH.height))]
    assert pl.concat(reversed(backwards)).equals(whole)
    assert screen_batch(BATCH, trigger=trigger).equals(whole)
    assert screen_batch(BATCH.head(0)).schema == whole.schema


def test_a_batch_of_another_library_is_taken_and_given() -> None:
    """Only the Arrow stream interface is needed, and the result has it."""
    result = screen_batch(Foreign(BATCH))
    assert result.equals(screen_batch(BATCH))
    assert pl.DataFrame(Foreign(result)).equals(result)


def test_other_columns_are_taken_along_or_ignored() -> None:
    """Patient and date come out as they went in; a column that is not read changes nothing."""
    more = BATCH.with_columns(patient=pl.lit("P"), date=pl.lit("2025-01-02"), modality=pl.lit("MR"), foo=pl.lit(1))
    result = screen_batch(more)
    assert result.select("patient", "date").unique().rows() == [("P", "2025-01-02")]
    assert result["tier"].to_list() == screen_batch(BATCH)["tier"].to_list()
    assert screen_batch(more.with_columns(modality=pl.lit("no such thing")))["fault"].null_count() == more.height


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id": " "}, "id is empty"),
        ({"id": None}, "id is empty"),
        ({"text": "\n "}, "text is empty"),
        ({"text": None}, "text is empty"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, "text is longer than 200,000 characters"),
        ({"id": "1" * 201}, "id, patient or date is longer than 200 characters"),
        ({"patient": "1" * 201}, "id, patient or date is longer than 200 characters"),
        ({"lang": "fr"}, "lang must be en or zh, or empty"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(changed: dict[str, str | None], fault: str) -> None:
    """The fault never holds the text, and the other rows are read."""
    row = {"id": "1", "text": TEXTS["named"][0], "patient": None, "lang": None} | changed
    good = {"id": "2", "text": TEXTS["named"][0], "patient": "P" * 200, "lang": "en"}
    schema = dict.fromkeys(good, pl.String)
    result = screen_batch(pl.DataFrame([row, good], schema=schema))
    assert result["fault"].to_list() == [fault, None]
    assert result["tier"].to_list() == [None, "A"]


def test_lists_are_cut_by_their_lengths() -> None:
    """Empty lists at the start, in the middle and at the end stay empty lists, of nothing too."""
    items = pl.Series([1, 2, 3], dtype=pl.Int32)
    assert list_column([0, 2, 0, 1, 0], items).to_list() == [[], [1, 2], [], [3], []]
    assert list_column([], items.head(0)).to_list() == []
    assert list_column([0, 0], items.head(0)).dtype == pl.List(pl.Int32)


def test_a_settled_process_has_its_rules_set_apart() -> None:
    """In a process of its own: the collector does not look at the loaded rules again."""
    told = "import gc\nfrom cephalad.screen.core import settle\nsettle()\nprint(gc.get_freeze_count() > 100_000)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
